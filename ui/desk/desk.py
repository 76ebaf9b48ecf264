"""The Qt side of the door: commands, questions and jobs run beside the window; answers come back into its thread.

`owner` is the widget that asked: when it is gone, nobody is called. Of several questions of one kind by one owner
only the answer to the last is delivered (`latest=False` for pages of a list, where every answer counts).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.errors import Invalid
from app.i18n import _
from app.job import Cancelled, Job
from app.office.command import Command, Query, Ref
from app.office.office import Office, Outcome
from ui.desk import errors, talk
from ui.desk.kept import Kept
from ui.desk.lanes import Bridge, Lane, Running
from ui.kit.key_names import sequence

if TYPE_CHECKING:
    from app.centre.backups import Keeper

T = TypeVar("T")
R = TypeVar("R")
SHOW_PROGRESS_AFTER = 600  # ms
log = logging.getLogger(__name__)


@dataclass
class _Call:
    """What to do with the end of a piece of work."""

    owner: QObject | None
    then: Callable[[Any], object] | None
    handlers: errors.Handlers
    running: Running
    latest: tuple[int, str] | None = None
    number: int = 0


class Desk(QObject):
    """See the module. Signals arrive in the window's thread.

    changed(Changes) after every commit, whoever made it; saved(label) after a command; told(sentence, undo) asks the
    shell for a toast (undo is a callable or None); jobs_changed() when a job shows or ends; steps_changed() when undo
    or redo mean something else; shown(Ref) asks the shell for a page; signed(Actor) when somebody else sits here.
    """

    changed = Signal(object)
    saved = Signal(str)
    told = Signal(str, object)
    jobs_changed = Signal()
    steps_changed = Signal()
    shown = Signal(object)
    signed = Signal(object)

    def __init__(
        self, office: Office | None = None, *, synchronous: bool = False, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.synchronous = synchronous
        self.office: Office | None = None
        self.keeper: Keeper | None = None  # the backups of the open database
        self.kept = Kept("", self)  # what the window remembers for whoever sits here
        self._bridge = Bridge(self)
        self._lanes: dict[str, Lane] = {}
        self._running: list[Running] = []
        self._latest: dict[tuple[int, str], int] = {}
        self._count = 0
        if office is not None:
            self.open(office)

    # -- who and what ------------------------------------------------------------------------------------------
    def open(self, office: Office) -> None:
        """Work with this database and person from now on."""
        self.office = office
        self.kept.write()
        self.kept = Kept(getattr(office.actor, "login", ""), self)
        office.on_change(self._committed)
        self.signed.emit(office.actor)
        self.steps_changed.emit()

    @property
    def actor(self) -> Any:
        """Who sits here, or None."""
        return self.office.actor if self.office is not None else None

    def why_not(self, what: Any) -> str:
        """Why this command, query or permission is refused to whoever sits here; '' when it is allowed."""
        if self.office is None:
            return _("Sign in first.")
        return self.office.why_not(what) or ""

    def may(self, what: Any) -> bool:
        """Is it allowed to whoever sits here?"""
        return not self.why_not(what)

    def _committed(self, changes: Any) -> None:
        if self.synchronous:
            self.changed.emit(changes)
        else:
            self._bridge.post(lambda: self.changed.emit(changes))

    # -- the five things a page does -------------------------------------------------------------------------------
    def do(
        self,
        command: Command[T],
        *,
        owner: QObject | None,
        then: Callable[[T], object] | None = None,
        invalid: Callable[[dict[str, str]], object] | None = None,
        failed: Callable[[BaseException], object] | None = None,
        reload: Callable[[], object] | None = None,
        conflict: Callable[[], object] | None = None,
        tell: str | Callable[[T], str] = "",
        title: str = "",
        consequence: str = "",
    ) -> None:
        """Make a change. `tell` is shown afterwards with Undo; `invalid` gets problems by field; `reload` is offered
        when somebody else changed the same thing, unless `conflict` sees to that. `failed` is called after any
        failure, once it has been shown."""
        office = self._office()

        def again() -> None:
            self.do(
                command,
                owner=owner,
                then=then,
                invalid=invalid,
                failed=failed,
                reload=reload,
                conflict=conflict,
                tell=tell,
                title=title,
                consequence=consequence,
            )

        handlers = errors.Handlers(again=again, invalid=invalid, failed=failed, reload=reload, conflict=conflict)
        problems = command.problems() if self.may(type(command)) else {}
        if problems:
            errors.show(Invalid(problems), owner, handlers)
            return

        def finish(outcome: Outcome[T]) -> None:
            self.saved.emit(outcome.label)
            self.steps_changed.emit()
            if tell:
                words = tell if isinstance(tell, str) else tell(outcome.value)
                self.told.emit(words, self.undo if command.undoable and outcome.changes.kinds else None)
            if then is not None and _there(owner):
                then(outcome.value)

        call = _Call(None, finish, handlers, Running(title or command.label(), consequence))
        call.handlers.owner = owner
        self._start("office", lambda step: office.do(command, step), call)

    def ask(
        self,
        query: Query[R],
        *,
        owner: QObject | None,
        then: Callable[[Sequence[R]], object],
        failed: Callable[[BaseException], object] | None = None,
        in_place: Callable[[BaseException], object] | None = None,
        latest: bool = True,
        tag: str = "",
    ) -> None:
        """Ask a question. Give `tag` when one owner asks two questions of the same kind for different places.

        `in_place` shows a failure where the answer would have stood, instead of a dialog.
        """
        office = self._office()

        def again() -> None:
            self.ask(query, owner=owner, then=then, failed=failed, in_place=in_place, latest=latest, tag=tag)

        handlers = errors.Handlers(again=again, failed=failed, in_place=in_place, owner=owner)
        call = _Call(owner, then, handlers, Running(_("Reading")))
        if latest:
            call.latest = (id(owner), tag or type(query).__qualname__)
            self._count += 1
            call.number = self._latest[call.latest] = self._count
        self._start("office", lambda step: office.ask(query, step), call)

    def start(
        self,
        job: Job[T],
        *,
        owner: QObject | None,
        then: Callable[[T], object] | None = None,
        failed: Callable[[BaseException], object] | None = None,
    ) -> Running:
        """Begin something that may take long; it shows progress after a moment and can be cancelled."""

        def again() -> None:
            self.start(job, owner=owner, then=then, failed=failed)

        handlers = errors.Handlers(again=again, failed=failed, owner=owner)
        call = _Call(owner, then, handlers, Running(job.title, job.consequence, job.lane))
        call.running.quiet = job.quiet
        self._start(job.lane, job.work, call)
        return call.running

    def show(self, ref: Ref) -> None:
        """Ask the shell to bring something to the front."""
        self.shown.emit(ref)

    def tell(self, sentence: str, undo: Callable[[], object] | None = None) -> None:
        """A toast."""
        self.told.emit(sentence, undo)

    # -- undo and redo -------------------------------------------------------------------------------------------
    def undo(self) -> None:
        """Take back the last change of this sitting."""
        if self.office is not None and self.office.undo_label():
            self._revert(self.office.undo, _("Taken back: {label}"))

    def redo(self) -> None:
        """Make it again."""
        if self.office is not None and self.office.redo_label():
            self._revert(self.office.redo, _("Done again: {label}"))

    def _revert(self, act: Callable[..., Outcome[None]], words: str) -> None:
        def finish(outcome: Outcome[None]) -> None:
            self.saved.emit(outcome.label)
            self.steps_changed.emit()
            self.told.emit(words.format(label=outcome.label), None)

        handlers = errors.Handlers(again=lambda: self._revert(act, words))
        self._start("office", act, _Call(None, finish, handlers, Running(_("Undo"))))

    def undo_actions(self, parent: QWidget) -> tuple[QAction, QAction]:
        """Undo and Redo for menus and buttons; their texts name what they would take back."""
        undo, redo = QAction(parent), QAction(parent)
        undo.setShortcut(sequence("Ctrl+Z"))
        redo.setShortcut(sequence("Ctrl+Y"))
        undo.triggered.connect(lambda _on=False: self.undo())
        redo.triggered.connect(lambda _on=False: self.redo())

        def follow() -> None:
            if not (shiboken6.isValid(undo) and shiboken6.isValid(redo)):
                return
            back = self.office.undo_label() if self.office is not None else None
            forth = self.office.redo_label() if self.office is not None else None
            undo.setEnabled(back is not None)
            redo.setEnabled(forth is not None)
            undo.setText(_("Undo: {label}").format(label=back) if back else _("Undo"))
            redo.setText(_("Redo: {label}").format(label=forth) if forth else _("Redo"))

        self.steps_changed.connect(follow)
        follow()
        return undo, redo

    # -- running --------------------------------------------------------------------------------------------------
    def jobs(self) -> list[Running]:
        """What runs long enough to be shown."""
        return [r for r in self._running if r.visible and not r.own]

    def busy(self) -> bool:
        """Is anything on its way?"""
        return bool(self._running)

    def may_close(self, parent: QWidget | None, then: Callable[[], object]) -> None:
        """Call `then` when nothing runs; otherwise ask first, and stop what runs."""
        jobs = [r for r in self._running if r.visible] or self._running
        if not jobs:
            then()
            return

        def stop() -> None:
            for running in list(self._running):
                running.cancel()
            self._wait(then)

        consequence = jobs[0].consequence or _("What it has not finished is left out; nothing is half done.")
        talk.ask(
            _("{title} is still running. Stop it and close?").format(title=jobs[0].title),
            consequence,
            _("Stop and close"),
            stop,
            safe=_("Keep it running"),
            parent=parent,
        )

    def _wait(self, then: Callable[[], object]) -> None:
        if self._running:
            QTimer.singleShot(50, self, lambda: self._wait(then))
        else:
            then()

    def close(self) -> None:
        """End both lanes, after what is waiting there."""
        self.kept.write()
        for lane in self._lanes.values():
            lane.close()
        self._lanes.clear()

    def _office(self) -> Office:
        if self.office is None:
            raise RuntimeError("nobody has opened a database")
        return self.office

    def _start(self, lane: str, work: Callable[..., Any], call: _Call) -> None:
        running = call.running
        step = running.step(self._bridge)
        self._running.append(running)
        if self.synchronous:
            self._finish(call, *_outcome(work, step))
            return
        QTimer.singleShot(SHOW_PROGRESS_AFTER, self, lambda: self._show_if_running(running))

        def run() -> None:
            if call.latest is not None and self._latest.get(call.latest) != call.number:
                self._bridge.post(lambda: self._drop(running))  # a newer question waits: do not even ask this one
                return
            came = list(_outcome(work, step))
            self._bridge.post(lambda: self._take(call, came))

        if lane not in self._lanes:
            self._lanes[lane] = Lane(f"sijil-{lane}", self._bridge)
        self._lanes[lane].put(run)

    def _show_if_running(self, running: Running) -> None:
        if running in self._running and not running.visible and not running.quiet:
            running.visible = True
            self.jobs_changed.emit()

    def _drop(self, running: Running) -> None:
        if running in self._running:
            self._running.remove(running)
            if running.visible:
                self.jobs_changed.emit()

    def _take(self, call: _Call, came: list[Any]) -> None:
        value, error = came
        came.clear()  # the lane still holds the list: what came, and what a failure holds, goes here (see Lane)
        self._finish(call, value, error)

    def _finish(self, call: _Call, value: Any, error: BaseException | None) -> None:
        self._drop(call.running)
        if call.latest is not None:
            if self._latest.get(call.latest) != call.number:
                return
            del self._latest[call.latest]
        if not _there(call.owner):
            if error is not None and not isinstance(error, Cancelled):
                log.warning("a failure came back to a page that is gone: %s", type(error).__name__)
            return
        if error is None:
            if call.then is not None:
                call.then(value)
        elif isinstance(error, Cancelled):
            self.told.emit(_("Stopped. {consequence}").format(consequence=call.running.consequence).strip(), None)
            if call.handlers.failed is not None:
                call.handlers.failed(error)
        else:
            owner = call.handlers.owner if _there(call.handlers.owner) else None
            errors.show(error, owner, call.handlers)


def _there(owner: QObject | None) -> bool:
    return owner is None or shiboken6.isValid(owner)


def _outcome(work: Callable[..., Any], step: Callable[..., None]) -> tuple[Any, BaseException | None]:
    try:
        return work(step), None
    except Exception as error:  # noqa: BLE001 - carried to the window's thread and shown there
        return None, error
