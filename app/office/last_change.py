"""Who changed something last, and when: for whoever finds that it has been changed in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.office.command import Query, Work
from app.office.history import HistoryEntry, HistoryRow
from app.office.permissions import Permission


@dataclass(frozen=True)
class Change:
    """A name and a moment."""

    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class LastChange(Query[Change]):
    """The last change of one row of a table, if the history knows of one. No values are told, only who and when."""

    needs = Permission.COHORTS_VIEW
    reads = frozenset({"history"})

    table: str
    key: int

    def rows(self, work: Work) -> Sequence[Change]:
        found = work.session.execute(
            select(HistoryEntry.user_name, HistoryEntry.at)
            .join(HistoryRow, HistoryRow.entry == HistoryEntry.number)
            .where(HistoryRow.table_name == self.table, HistoryRow.row_id == self.key)
            .order_by(HistoryEntry.number.desc()).limit(1)).first()
        return [Change(found.user_name, found.at)] if found else []
