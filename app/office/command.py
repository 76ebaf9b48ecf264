"""What a change and a question look like; whoever runs them gets a Work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from app.errors import Conflict, Missing
from app.i18n import _, local_time
from app.job import SILENT, Progress
from app.office.permissions import Actor, Permission

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.db.base import Record
    from app.office.journal import Journal

T = TypeVar("T")
R = TypeVar("R")
Rec = TypeVar("Rec", bound="Record")


@dataclass
class Work:
    """What a command or query works with: the transaction, who acts, the time."""

    session: Session
    actor: Actor
    now: datetime
    step: Progress = SILENT
    journal: Journal | None = None

    @property
    def today(self) -> date:
        """The day in Malaysia."""
        return local_time(self.now).date()

    def add(self, record: Rec) -> Rec:
        """Put a new record into the transaction and give it its key."""
        self.session.add(record)
        self.session.flush()
        return record

    def get(self, kind: type[Rec], key: int | None, version: int | None = None) -> Rec:
        """The record, or Missing; Conflict when it is no longer in the version that was seen."""
        record = self.session.get(kind, key) if key is not None else None
        if record is None:
            raise Missing(_("This is no longer there. Somebody may have removed it; open the list again."))
        if version is not None and record.version != version:
            raise Conflict(_("Somebody else has changed this since you opened it. Open it again to see the change."))
        return record

    def remove(self, record: Record) -> None:
        """Delete a record within the transaction."""
        self.session.delete(record)
        self.session.flush()

    def insert_many(self, kind: type[Record], rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """Insert many rows at once, seen by the journal; returns their keys in order."""
        from app.office.bulk import insert_many

        if self.journal is None:
            raise RuntimeError("a query does not write")
        return insert_many(self.session, self.journal, kind, rows)

    def next_number(self, scope: str, start: int = 1, count: int = 1) -> int:
        """The next number of a counter (the first of `count`), in this transaction: no gaps, never given twice."""
        from app.office.bulk import next_number

        return next_number(self.session, scope, start, count)


class Command(Generic[T]):
    """A change. Subclasses are frozen, keyword-only dataclasses."""

    needs: ClassVar[Permission]
    undoable: ClassVar[bool] = True

    def label(self) -> str:
        """What it does, as undo and history say it: 'Enrol 12 trainees'."""
        raise NotImplementedError

    def problems(self) -> dict[str, str]:
        """Field -> sentence, without the database; forms show it while typing."""
        return {}

    def check(self, work: Work) -> None:
        """Rights that depend on the data. Raises Refused."""

    def run(self, work: Work) -> T:
        """Make the change; never commits."""
        raise NotImplementedError


class Query(Generic[R]):
    """A question. Subclasses are frozen, keyword-only dataclasses; answers are frozen rows."""

    needs: ClassVar[Permission]
    reads: ClassVar[frozenset[str]] = frozenset()

    def rows(self, work: Work) -> Sequence[R]:
        """The answer."""
        raise NotImplementedError


@dataclass(frozen=True)
class Ref:
    """Something to be shown: a kind of thing and its key, with what else helps ('tab')."""

    kind: str
    key: int | None = None
    detail: str = ""


def chunks(items: Sequence[T], size: int = 500) -> Iterable[Sequence[T]]:
    """The items in pieces, so that statements stay below the parameter limits of the databases."""
    for start in range(0, len(items), size):
        yield items[start:start + size]
