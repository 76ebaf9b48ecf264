"""The door: every change and every question goes through here, and nothing else commits."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import RLock
from typing import Any, Generic, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.db.engine import plain_errors, writing
from app.errors import Conflict, Invalid, Refused
from app.i18n import _
from app.job import SILENT, Progress
from app.office import history
from app.office.command import Command, Query, Work
from app.office.journal import UNDO_GUARDS, Changes, Journal, UndoStep, revert
from app.office.permissions import WRITING, Actor, Permission, who_may

T = TypeVar("T")
R = TypeVar("R")
log = logging.getLogger(__name__)
UNDO_DEPTH = 30


def utc_now() -> datetime:
    """The moment, aware, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Outcome(Generic[T]):
    """What a command gave back, what it changed, and what it is called."""

    value: T
    changes: Changes
    label: str


class Office:
    """One open database with one person at the desk.

    One change at a time: a lock makes the office safe to call from several threads, though the window gives
    it a thread of its own.
    """

    def __init__(self, engine: Engine, actor: Actor, *, read_only: bool = False,
                 clock: Callable[[], datetime] = utc_now) -> None:
        self.engine = engine
        self.actor = actor
        self.read_only = read_only
        self.clock = clock
        self._writing = writing(engine)
        self._undo: list[UndoStep] = []
        self._redo: list[UndoStep] = []
        self._listeners: list[Callable[[Changes], None]] = []
        self._lock = RLock()

    def on_change(self, listener: Callable[[Changes], None]) -> None:
        """Call the listener after every commit, on the thread that made the change."""
        self._listeners.append(listener)

    def may(self, what: type[Command[Any] | Query[Any]] | Permission) -> bool:
        """Whether the actor has the right; grey menus ask this."""
        return self.why_not(what) is None

    def why_not(self, what: type[Command[Any] | Query[Any]] | Permission) -> str | None:
        """Why the actor may not do it, as a sentence; None when he may."""
        needs = what if isinstance(what, Permission) else what.needs
        writes = what in WRITING if isinstance(what, Permission) else issubclass(what, Command)
        if self.read_only and writes:
            return _("This database is open for reading only.")
        if self.actor.may(needs):
            return None
        return _("Only {roles} may do this.").format(roles=who_may(needs))

    def do(self, command: Command[T], step: Progress = SILENT) -> Outcome[T]:
        """Permission, problems, transaction, journal, commit, undo step, signal.

        Raises Refused, Invalid, Missing, Conflict, Unavailable; after any of them nothing has changed.
        """
        self._admit(type(command))
        problems = command.problems()
        if problems:
            raise Invalid(problems)
        with self._lock:
            with self._transaction(step) as work:
                assert work.journal is not None
                command.check(work)
                value = command.run(work)
                work.session.flush()
                label = command.label()
                made = work.journal.step(label, command.needs)
                if made.changes:
                    history.write(work.session, self.actor, work.now, "do", type(command).__name__, label,
                                  made.changes)
            if made.changes:
                if command.undoable:
                    self._undo = [*self._undo[-(UNDO_DEPTH - 1):], made]
                self._redo.clear()
        changes = made.summary()
        self.tell(changes)
        return Outcome(value, changes, label)

    def ask(self, query: Query[R], step: Progress = SILENT) -> Sequence[R]:
        """The answer to a query, read in a short transaction of its own. Raises Refused, Unavailable."""
        self._admit(type(query))
        with plain_errors(), Session(self.engine, expire_on_commit=False, autoflush=False) as session:
            return query.rows(Work(session, self.actor, self.clock(), step))

    def undo(self, step: Progress = SILENT) -> Outcome[None]:
        """Take back the last change of this sitting. Conflict when something has been changed on top of it."""
        return self._revert(self._undo, self._redo, "undo", step)

    def redo(self, step: Progress = SILENT) -> Outcome[None]:
        """Make the change that was taken back once more."""
        return self._revert(self._redo, self._undo, "redo", step)

    def undo_label(self) -> str | None:
        """What undo would take back; None when there is nothing."""
        return self._undo[-1].label if self._undo else None

    def redo_label(self) -> str | None:
        """What redo would do again; None when there is nothing."""
        return self._redo[-1].label if self._redo else None

    def forget_steps(self) -> None:
        """Empty undo and redo: another person sits down, or another file was put in place."""
        self._undo.clear()
        self._redo.clear()

    def head(self) -> history.Head:
        """Where the history ends; backups and papers carry it."""
        with plain_errors(), self.engine.connect() as connection:
            return history.head(connection)

    def _revert(self, source: list[UndoStep], target: list[UndoStep], kind: str, step: Progress) -> Outcome[None]:
        with self._lock:
            if not source:
                raise Invalid(_("There is nothing to undo.") if kind == "undo" else _("There is nothing to redo."))
            last = source[-1]
            self._admit(last.needs)
            if self.read_only:
                raise Refused(_("This database is open for reading only."))
            try:
                with self._transaction(step) as work:
                    for guard in UNDO_GUARDS:
                        guard(last, work.session)
                    back = revert(last, work.session.connection())
                    history.write(work.session, self.actor, work.now, kind, kind, last.label, back.changes)
            except IntegrityError as error:  # another PC has put something on what would go
                raise Conflict(_("This cannot be undone: something recorded since rests on it.")) from error
            source.pop()
            target.append(back)
        changes = back.summary()
        self.tell(changes)
        return Outcome(None, changes, last.label)

    def _admit(self, what: type[Command[Any] | Query[Any]] | Permission) -> None:
        refusal = self.why_not(what)
        if refusal is not None:
            raise Refused(refusal)

    @contextmanager
    def _transaction(self, step: Progress) -> Iterator[Work]:
        with plain_errors(), Session(self._writing, expire_on_commit=False, autoflush=True) as session:
            journal = Journal(session)
            try:
                yield Work(session, self.actor, self.clock(), step, journal)
                session.commit()
            except BaseException:
                session.rollback()
                raise
            finally:
                journal.close()

    def tell(self, changes: Changes) -> None:
        """Let everybody who listens know what changed; also used when another file was put in place."""
        if changes.kinds:
            for listener in list(self._listeners):
                listener(changes)
