"""What leave does to a register: it fills empty and absent cells, proposes the coming ones, and gives them back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.attendance.around import LeaveRecord
from app.attendance.figures import expected
from app.attendance.marking import Meant, meant, new_mark, set_status
from app.attendance.records import ClassSession, Mark, Status
from app.cohorts.locks import refuse_locked
from app.cohorts.records import Enrolment
from app.office.command import Work

SOURCE = "leave"


@dataclass(frozen=True)
class LeftOut:
    """A session in the days of leave that it does not change. `status` is the mark there, '' for none."""

    session_id: int
    day: date
    part: str
    status: str
    why: str  # marked: another mark stands; closed: a decision is needed; wholeday: leave is for a part of it only


@dataclass(frozen=True)
class Filled:
    """What granting or withdrawing has done: marks set or taken back, and what it left."""

    leave_id: int
    marks: int
    left_out: tuple[LeftOut, ...] = ()

    @property
    def closed(self) -> tuple[LeftOut, ...]:
        """Where the register is closed, so that a decision is needed."""
        return tuple(one for one in self.left_out if one.why == "closed")

    @property
    def kept(self) -> tuple[LeftOut, ...]:
        """Where another mark stands, or leave is for a part of the session only."""
        return tuple(one for one in self.left_out if one.why != "closed")


def covers(leave_part: str, part: str) -> bool:
    """Whether leave for this part of the day ('' = the whole day) is for all of a session."""
    return leave_part in ("", part)


def _cells(work: Work, leave: LeaveRecord) -> list[tuple[Any, Mark | None]]:
    """The sessions of the days of leave until today on which the trainee is expected, with their marks."""
    rows = work.session.execute(
        select(ClassSession.id, ClassSession.day, ClassSession.part, ClassSession.closed_at, Enrolment.joined_on,
               Enrolment.left_on, Mark)
        .join(Enrolment, Enrolment.cohort_id == ClassSession.cohort_id)
        .outerjoin(Mark, (Mark.session_id == ClassSession.id) & (Mark.enrolment_id == Enrolment.id))
        .where(Enrolment.id == leave.enrolment_id, ClassSession.state == "planned",
               ClassSession.day >= leave.first_day, ClassSession.day <= min(leave.last_day, work.today))
        .order_by(ClassSession.day, ClassSession.starts_at, ClassSession.id))
    return [(r, r.Mark) for r in rows if expected(r.day, r.joined_on, r.left_on)
            and (covers(leave.part, r.part) or r.part == "FULL")]


def fill(work: Work, leave: LeaveRecord) -> Filled:
    """Give the days of granted leave their status; a mark that says more than 'absent' stays and is told."""
    status = meant(work, {leave.status})[leave.status]
    left: list[LeftOut] = []
    wanted: list[tuple[Any, Mark | None]] = []
    for place, mark in _cells(work, leave):
        there = mark.status if mark is not None else ""
        ours = mark is not None and there == status.code and mark.leave_id in (None, leave.id)
        if ours and not (mark is not None and mark.source == SOURCE and place.closed_at is None):
            continue
        why = ("wholeday" if not covers(leave.part, place.part) else
               "closed" if place.closed_at is not None else
               "marked" if mark is not None and not ours and not _plainly_absent(mark) else "")
        if why:
            left.append(LeftOut(place.id, place.day, place.part, there, why))
        else:
            wanted.append((place, mark))
    if wanted:
        refuse_locked(work.session, [leave.enrolment_id])
    for place, mark in wanted:
        _set(work, leave, status, place.id, mark)
    work.session.flush()
    return Filled(leave.id, len(wanted), tuple(left))


def _plainly_absent(mark: Mark) -> bool:
    """Absent without more: neither sick nor excused, which somebody has already looked at."""
    return mark.meaning == "absent" and not mark.policy_key


def _set(work: Work, leave: LeaveRecord, status: Meant, session_id: int, mark: Mark | None) -> None:
    if mark is None:
        row = new_mark(work, leave.enrolment_id, session_id, status, leave.reason, None, SOURCE, leave.document)
        work.session.add(Mark(**{**row, "leave_id": leave.id}))
        return
    if mark.status != status.code:
        mark.entered = mark.entered or mark.status  # what class has taken, given back when leave is withdrawn
        set_status(mark, status)
        mark.minutes = None
    mark.reason, mark.evidence, mark.source, mark.leave_id = leave.reason, leave.document, SOURCE, leave.id
    mark.marked_by, mark.marked_at = work.actor.name, work.now


def take_back(work: Work, leave: LeaveRecord) -> Filled:
    """Take back the marks that this leave has set and nobody has changed since; closed registers keep theirs."""
    rows = work.session.execute(
        select(Mark, ClassSession.id, ClassSession.day, ClassSession.part, ClassSession.closed_at)
        .join(ClassSession, ClassSession.id == Mark.session_id)
        .where(Mark.leave_id == leave.id).order_by(ClassSession.day, ClassSession.starts_at)).all()
    left: list[LeftOut] = []
    back: list[Mark] = []
    for mark, session_id, day, part, closed_at in rows:
        if closed_at is not None:
            left.append(LeftOut(session_id, day, part, mark.status, "closed"))
        elif mark.source != SOURCE or mark.status != leave.status:
            left.append(LeftOut(session_id, day, part, mark.status, "marked"))
        else:
            back.append(mark)
    if back:
        refuse_locked(work.session, [leave.enrolment_id])
    before = meant(work, {m.entered for m in back if m.entered not in ("", "-")})
    for mark in back:
        if mark.entered in before:
            set_status(mark, before[mark.entered])
            mark.entered, mark.reason, mark.evidence, mark.leave_id, mark.source = "", "", "", None, "grid"
            mark.marked_by, mark.marked_at = work.actor.name, work.now
        else:
            work.session.delete(mark)
    work.session.flush()
    return Filled(leave.id, len(back), tuple(left))


def fill_leave(work: Work, session: ClassSession) -> int:
    """Mark whoever has granted leave in this session and no mark yet; called where a register is taken."""
    rows = work.session.execute(
        select(LeaveRecord, Enrolment.joined_on, Enrolment.left_on)
        .join(Enrolment, Enrolment.id == LeaveRecord.enrolment_id)
        .outerjoin(Mark, (Mark.enrolment_id == Enrolment.id) & (Mark.session_id == session.id))
        .where(Enrolment.cohort_id == session.cohort_id, LeaveRecord.state == "granted",
               LeaveRecord.first_day <= session.day, LeaveRecord.last_day >= session.day,
               LeaveRecord.part.in_(("", session.part)), Mark.id.is_(None)).order_by(LeaveRecord.id)).all()
    found = {leave.enrolment_id: leave for leave, joined, left in rows if expected(session.day, joined, left)}
    if not found:
        return 0
    refuse_locked(work.session, found)
    statuses = meant(work, {leave.status for leave in found.values()})
    for leave in found.values():
        _set(work, leave, statuses[leave.status], session.id, None)
    work.session.flush()
    return len(found)


def proposals(work: Work, cohort_id: int) -> dict[tuple[int, int], str]:
    """(enrolment, session) -> status that noted or granted leave proposes; for cells that have no mark."""
    return dict(_proposed(work.session.execute(
        select(LeaveRecord.enrolment_id, ClassSession.id, LeaveRecord.status, ClassSession.day, Enrolment.joined_on,
               Enrolment.left_on)
        .join(Enrolment, Enrolment.id == LeaveRecord.enrolment_id)
        .join(Status, (Status.code == LeaveRecord.status) & Status.active)
        .join(ClassSession, (ClassSession.cohort_id == Enrolment.cohort_id)
              & (ClassSession.day >= LeaveRecord.first_day) & (ClassSession.day <= LeaveRecord.last_day)
              & ((LeaveRecord.part == "") | (LeaveRecord.part == ClassSession.part)))
        .outerjoin(Mark, (Mark.enrolment_id == Enrolment.id) & (Mark.session_id == ClassSession.id))
        .where(Enrolment.cohort_id == cohort_id, LeaveRecord.state.in_(("planned", "granted")),
               ClassSession.state == "planned", ClassSession.closed_at.is_(None), Mark.id.is_(None))
        .order_by(LeaveRecord.state.desc(), LeaveRecord.id))))  # granted leave has the last word


def _proposed(rows: Iterable[Any]) -> Iterable[tuple[tuple[int, int], str]]:
    for enrolment, session, status, day, joined, left in rows:
        if expected(day, joined, left):
            yield (enrolment, session), status
