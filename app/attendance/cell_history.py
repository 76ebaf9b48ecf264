"""What happened to one cell of a register, from the history of the whole program."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select

from app.attendance.marking import NOT_MARKED
from app.attendance.queries import read_statuses
from app.attendance.records import ClassSession, Mark
from app.attendance.requests import requests_of
from app.cohorts.queries import check_own
from app.i18n import MALAYSIA, _
from app.office.command import Query, Work
from app.office.history import HistoryEntry, HistoryRow
from app.office.permissions import Permission

CLEARED_WITHIN = timedelta(days=45)
"""A mark that was cleared is looked for so long after its session: there is no shorter way to its number."""
MOST = 50


@dataclass(frozen=True)
class CellChange:
    """One change of a cell, or what was asked for. `before` and `after` are names of statuses, '' for no mark.

    `kind` is do, undo or redo, request (a change was asked for), refused or withdrawn; `entered` names what was taken
    in class where the office has decided otherwise; `source` says where the mark came from.
    """

    at: datetime
    user: str
    kind: str
    before: str
    after: str
    reason: str
    minutes: int | None
    evidence: str = ""
    source: str = ""
    entered: str = ""


@dataclass(frozen=True, kw_only=True)
class CellHistory(Query[CellChange]):
    """The changes of one cell with what was asked and decided, the newest first.

    Reasons (an MC) are for who marks or reopens registers.
    """

    needs = Permission.ATTENDANCE_VIEW
    reads = frozenset({"mark", "mark_request"})

    enrolment_id: int
    session_id: int

    def rows(self, work: Work) -> Sequence[CellChange]:
        session = work.get(ClassSession, self.session_id)
        check_own(work, session.cohort_id)
        names = {s.code: s.label for s in read_statuses(work)} | {"": "", NOT_MARKED: _("Not marked")}
        found = [*self._marks(work, session, names), *self._requests(work)]
        return sorted(found, key=lambda change: change.at, reverse=True)[:MOST]

    def _marks(self, work: Work, session: ClassSession, names: dict[str, str]) -> list[CellChange]:
        """What was written, from the history of the program."""
        numbers = self._numbers(work, session)
        office = work.actor.may(Permission.ATTENDANCE_REOPEN)
        reasons = office or work.actor.may(Permission.ATTENDANCE_MARK)
        found: list[CellChange] = []
        if not numbers:
            return found
        for entry, before, after in work.session.execute(
                select(HistoryEntry, HistoryRow.before, HistoryRow.after)
                .join(HistoryEntry, HistoryEntry.number == HistoryRow.entry)
                .where(HistoryRow.table_name == "mark", HistoryRow.row_id.in_(numbers))
                .order_by(HistoryRow.id.desc()).limit(MOST)):
            old, new = _image(before), _image(after)
            if self._mine(old) or self._mine(new):
                shown = office or (reasons and not new.get("leave_id"))  # the paper of leave is the office's
                code, was, taken = (str(image.get(key) or "") for image, key in (
                    (new, "status"), (old, "status"), (new, "entered")))
                found.append(CellChange(
                    entry.at, entry.user_name, entry.kind, names.get(was, was), names.get(code, code),
                    str(new.get("reason") or "") if shown else "", new.get("minutes"),
                    str(new.get("evidence") or "") if shown else "", str(new.get("source") or ""),
                    names.get(taken, taken)))
        return found

    def _requests(self, work: Work) -> list[CellChange]:
        """What was asked for, and refused or withdrawn; what was accepted is among the marks."""
        found: list[CellChange] = []
        for r in requests_of(work, self.enrolment_id, self.session_id):
            found.append(CellChange(r.asked_at, r.asked_by, "request", r.old_label, r.new_label, r.reason, r.minutes,
                                    r.evidence))
            if r.state in ("refused", "withdrawn") and r.decided_at is not None:
                found.append(CellChange(r.decided_at, r.decided_by, r.state, r.old_label, r.new_label, r.decision,
                                        None))
        return found

    def _mine(self, image: dict[str, Any]) -> bool:
        return image.get("enrolment_id") == self.enrolment_id and image.get("session_id") == self.session_id

    def _numbers(self, work: Work, session: ClassSession) -> list[int]:
        """The mark that is there, and those of the time around the session that were cleared."""
        there = work.session.scalars(select(Mark.id).where(
            Mark.enrolment_id == self.enrolment_id, Mark.session_id == self.session_id)).all()
        began = datetime.combine(session.day, time(0), MALAYSIA)
        first, last = work.session.execute(
            select(func.min(HistoryEntry.number), func.max(HistoryEntry.number))
            .where(HistoryEntry.at >= began, HistoryEntry.at <= began + CLEARED_WITHIN)).one()
        gone: Sequence[int] = ()
        if first is not None:
            own = [and_(*(image.like(f'%"{name}":{value}{end}%') for name, value, end in (
                ("enrolment_id", self.enrolment_id, ","), ("session_id", self.session_id, ","))))
                for image in (HistoryRow.before, HistoryRow.after)]
            gone = work.session.scalars(select(HistoryRow.row_id).where(
                HistoryRow.entry.between(first, last), HistoryRow.table_name == "mark", or_(*own)).distinct()).all()
        return sorted({*there, *gone})


def _image(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text) if text else {}
    return found
