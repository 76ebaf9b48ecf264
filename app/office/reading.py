"""Reading the history: entries with their rows, of everything or of one subject."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import column, select, table, union

from app.office.command import Query, Work, chunks
from app.office.history import HistoryEntry, HistoryRow
from app.office.permissions import Permission


@dataclass(frozen=True)
class ChangedRow:
    """One row of an entry; before and after as they were, None for no row."""

    table: str
    row_id: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    def fields(self) -> list[tuple[str, Any, Any]]:
        """What differs: name, old value, new value."""
        before, after = self.before or {}, self.after or {}
        return [(k, before.get(k), after.get(k)) for k in {**before, **after}
                if k not in ("id", "version") and before.get(k) != after.get(k)]


@dataclass(frozen=True)
class HistoryLine:
    """One entry: who did what when, and the rows."""

    number: int
    at: datetime
    user_name: str
    kind: str
    label: str
    rows: tuple[ChangedRow, ...]


SUBJECTS: dict[str, tuple[tuple[str, str], ...]] = {
    "trainee": (("identity", "trainee_id"), ("trainee_title", "trainee_id"), ("name_change", "trainee_id"),
                ("trainee_photo", "trainee_id"), ("enrolment", "trainee_id")),
    "cohort": (("enrolment", "cohort_id"), ("class_session", "cohort_id"), ("cohort_instructor", "cohort_id")),
}
"""What belongs to a subject: table and the column that points at it."""


HIDDEN: dict[str, frozenset[str]] = {
    "identity": frozenset({"number"}), "trainee": frozenset({"search"}), "certificate": frozenset({"search", "facts"}),
}
"""Columns that hold identity numbers: shown whole only to who may see those in full."""


def _masked(kind: str, image: dict[str, Any] | None) -> dict[str, Any] | None:
    """An image without identity numbers; of the number itself the last four characters stay."""
    if image is None or kind not in HIDDEN:
        return image
    return {name: value if name not in HIDDEN[kind] or not value
            else "•••• " + str(value)[-4:] if name == "number" else "••••" for name, value in image.items()}


@dataclass(frozen=True, kw_only=True)
class HistoryPage(Query[HistoryLine]):
    """Entries, newest first; of one trainee or cohort, or of everything.

    `rows_each` limits the rows that are read of one entry: an import may have thousands. 0 reads all.
    """

    needs = Permission.HISTORY_VIEW
    reads = frozenset({"history_entry"})

    trainee_id: int | None = None
    cohort_id: int | None = None
    limit: int = 50
    offset: int = 0
    rows_each: int = 0

    def rows(self, work: Work) -> Sequence[HistoryLine]:
        wanted = select(HistoryEntry).order_by(HistoryEntry.number.desc()).limit(self.limit).offset(self.offset)
        subject, key = ("trainee", self.trainee_id) if self.trainee_id is not None else ("cohort", self.cohort_id)
        if key is not None:
            wanted = wanted.where(HistoryEntry.number.in_(_entries_of(subject, key)))
        entries = list(work.session.scalars(wanted))
        rows = _rows(work, [e.number for e in entries], self.rows_each)
        return [HistoryLine(e.number, e.at, e.user_name, e.kind, e.label, tuple(rows.get(e.number, ())))
                for e in entries]


def _entries_of(subject: str, key: int) -> Any:
    direct = select(HistoryRow.entry).where(HistoryRow.table_name == subject, HistoryRow.row_id == key)
    parts = [direct]
    for name, owner in SUBJECTS[subject]:
        owned = table(name, column("id"), column(owner))  # by name: the rooms stand above the door
        parts.append(select(HistoryRow.entry).where(
            HistoryRow.table_name == name, HistoryRow.row_id.in_(select(owned.c.id).where(owned.c[owner] == key))))
    return union(*parts)


def _rows(work: Work, entries: Sequence[int], most: int) -> dict[int, list[ChangedRow]]:
    found: dict[int, list[ChangedRow]] = {}
    full = work.actor.may(Permission.IDENTITY_FULL)
    for part in chunks(entries, 1 if most else 500):
        wanted = select(HistoryRow).where(HistoryRow.entry.in_(part)).order_by(HistoryRow.id)
        for row in work.session.scalars(wanted.limit(most) if most else wanted):
            before, after = (json.loads(image) if image else None for image in (row.before, row.after))
            if not full:
                before, after = _masked(row.table_name, before), _masked(row.table_name, after)
            found.setdefault(row.entry, []).append(ChangedRow(row.table_name, row.row_id, before, after))
    return found
