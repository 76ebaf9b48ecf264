"""Marks and registers: what an instructor does in class, each change on disk when it returns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from app.attendance.around import LeaveRecord
from app.attendance.figures import expected
from app.attendance.leave_fill import fill_leave
from app.attendance.marking import (
    Cell,
    Clash,
    Limit,
    MarkedMeanwhile,
    Meant,
    cell_problems,
    change,
    check_place,
    check_status,
    clash_of,
    leave_of,
    meant,
    new_mark,
    place_of,
    places_of,
)
from app.attendance.records import ClassSession, Mark
from app.attendance.statuses import SHIPPED
from app.cohorts.locks import refuse_locked
from app.cohorts.queries import check_own
from app.cohorts.records import Cohort, Enrolment
from app.cohorts.words import ON_ROLL
from app.errors import Invalid, Refused
from app.i18n import _, ngettext, show_date
from app.office.command import Command, Work
from app.office.permissions import Permission
from app.trainees.records import Trainee

__all__ = ["Cell", "CloseSession", "CloseSessions", "MarkAttendance", "MarkRestPresent", "MarkedMeanwhile",
           "ReopenSession", "TakeRegister", "new_mark", "register_of", "unmarked"]

BULK = 20
"""From so many new marks on, they go in with one statement."""


@dataclass(frozen=True, kw_only=True)
class MarkAttendance(Command[int]):
    """Set or clear cells of registers. `who` names the trainee of a single cell, for undo and history.

    A cell that says what the screen showed is not written over what somebody else has marked since:
    MarkedMeanwhile has both values.
    """

    needs = Permission.ATTENDANCE_MARK

    cells: tuple[Cell, ...]
    who: str = ""
    what: str = ""  # the status of a single cell in words; without it the shipped statuses are known
    source: str = "grid"

    def label(self) -> str:
        n = len(self.cells)
        if n > 1 or not self.who:
            return ngettext("Mark {n} cell of the register", "Mark {n} cells of the register", n).format(n=n)
        status = self.cells[0].status
        if status is None:
            return _("Clear the mark of {who}").format(who=self.who)
        known = {s.code: s.label for s in SHIPPED}
        return _("Mark {who}: {status}").format(who=self.who, status=self.what or known.get(status, status))

    def problems(self) -> dict[str, str]:
        return cell_problems(self.cells)

    def run(self, work: Work) -> int:
        known = places_of(work, self.cells)
        statuses = meant(work, {c.status for c in self.cells if c.status is not None})
        admitted: set[int] = set()
        limit = Limit(work)
        fresh: list[dict[str, Any]] = []
        clashes: list[Clash] = []
        leave = leave_of(work, self.cells, known) if self.source == "leave" else {}
        for cell in self.cells:
            place = place_of(work, cell, known, admitted)
            check_place(work, place)
            limit.check(place.day)
            clash = clash_of(work, cell, place.Mark)
            if clash is not None:
                clashes.append(clash)
            elif not clashes:
                self._put(work, cell, place.Mark, statuses, fresh, leave.get((cell.enrolment_id, cell.session_id)))
        if clashes:
            raise MarkedMeanwhile(clashes)
        if len(fresh) > BULK:
            work.insert_many(Mark, fresh)
        else:
            work.session.add_all(Mark(**row) for row in fresh)
        return len(self.cells)

    def _put(self, work: Work, cell: Cell, mark: Mark | None, statuses: dict[str, Meant],
             fresh: list[dict[str, Any]], leave: LeaveRecord | None) -> None:
        if cell.status is None:
            if mark is not None:
                work.session.delete(mark)
            return
        status = statuses[cell.status]
        if leave is not None:
            cell = replace(cell, reason=cell.reason or leave.reason, evidence=cell.evidence or leave.document)
        reason = cell.reason if cell.reason is not None else mark.reason if mark is not None else ""
        evidence = cell.evidence if cell.evidence is not None else mark.evidence if mark is not None else ""
        check_status(work, status, reason, evidence, anew=mark is None or mark.status != cell.status)
        if mark is None:
            row = new_mark(work, cell.enrolment_id, cell.session_id, status, reason.strip(), cell.minutes, self.source,
                           evidence.strip())
            fresh.append({**row, "leave_id": leave.id} if leave is not None else row)
        else:
            change(work, mark, cell, status, self.source)


def register_of(work: Work, session_id: int) -> ClassSession:
    """A session whose register may be changed now. Missing or Refused."""
    session = work.get(ClassSession, session_id)
    check_own(work, session.cohort_id)
    status = work.session.execute(select(Cohort.status).where(Cohort.id == session.cohort_id)).scalar_one()
    if status in ("closed", "cancelled"):
        raise Refused(_("The cohort is closed, so its registers cannot be changed."))
    if session.state == "postponed":
        raise Refused(_("This session is postponed. Attendance is marked in the session that replaces it."))
    if session.state != "planned":
        raise Refused(_("This session is cancelled. Restore it to mark attendance."))
    return session


def unmarked(work: Work, session: ClassSession) -> list[tuple[int, str]]:
    """Enrolment and name of everybody expected in a session who has no mark, by name."""
    rows: Iterable[tuple[int, str, date, date | None, str]] = work.session.execute(
        select(Enrolment.id, Trainee.full_name, Enrolment.joined_on, Enrolment.left_on, Enrolment.status)
        .join(Trainee, Trainee.id == Enrolment.trainee_id)
        .outerjoin(Mark, (Mark.enrolment_id == Enrolment.id) & (Mark.session_id == session.id))
        .where(Enrolment.cohort_id == session.cohort_id, Mark.id.is_(None))
        .order_by(Trainee.sort_key, Trainee.id))
    return [(key, name) for key, name, joined, left, status in rows
            if expected(session.day, joined, left) and (left is not None or status in ON_ROLL)]


def _take(work: Work, session: ClassSession) -> None:
    if session.taken_at is None:
        session.taken_by, session.taken_at = work.actor.name, work.now


@dataclass(frozen=True, kw_only=True)
class MarkRestPresent(Command[int]):
    """Mark everybody who has no mark yet as present, and take the register. Returns how many."""

    needs = Permission.ATTENDANCE_MARK

    session_id: int

    def label(self) -> str:
        return _("Mark the rest present")

    def run(self, work: Work) -> int:
        session = register_of(work, self.session_id)
        _check_open(work, session)
        Limit(work).check(session.day)
        fill_leave(work, session)
        rest = unmarked(work, session)
        present = meant(work, {"H"})["H"]
        refuse_locked(work.session, [key for key, _name in rest])
        rows = [new_mark(work, key, session.id, present, "", None, "grid") for key, _name in rest]
        work.insert_many(Mark, rows)
        _take(work, session)
        return len(rows)


def _check_open(work: Work, session: ClassSession) -> None:
    if session.closed_at is not None:
        raise Refused(_("This register is closed. Reopen it with a reason to change a mark."))
    if session.day > work.today:
        raise Refused(_("This session is on {date}. It can be marked from that day on.").format(
            date=show_date(session.day, weekday=True)))


@dataclass(frozen=True, kw_only=True)
class TakeRegister(Command[int]):
    """Record that the register of a session was taken, by whom and when. It counts as held from now on."""

    needs = Permission.ATTENDANCE_MARK

    session_id: int

    def label(self) -> str:
        return _("Take the register")

    def run(self, work: Work) -> int:
        session = register_of(work, self.session_id)
        _check_open(work, session)
        fill_leave(work, session)
        _take(work, session)
        return session.id


@dataclass(frozen=True, kw_only=True)
class CloseSession(Command[int]):
    """Close a register, so that marks need a reopening. Invalid, naming them, while trainees are unmarked.

    `rest` is the status that whoever is not marked gets first ('X': absent), in the same step.
    """

    needs = Permission.ATTENDANCE_MARK

    session_id: int
    rest: str = ""

    def label(self) -> str:
        return _("Close the register")

    def run(self, work: Work) -> int:
        _close(work, self.session_id, self.rest)
        return self.session_id


@dataclass(frozen=True, kw_only=True)
class CloseSessions(Command[int]):
    """Close several registers, of a day or a week, as one step. Invalid lists what is empty, register by register."""

    needs = Permission.ATTENDANCE_MARK

    session_ids: tuple[int, ...]
    rest: str = ""

    def label(self) -> str:
        n = len(self.session_ids)
        return ngettext("Close {n} register", "Close {n} registers", n).format(n=n)

    def problems(self) -> dict[str, str]:
        return {} if self.session_ids else {"sessions": _("Choose at least one register.")}

    def run(self, work: Work) -> int:
        found: list[str] = []
        for key in self.session_ids:
            try:
                _close(work, key, self.rest)
            except Invalid as error:
                found.append(f"{show_date(work.get(ClassSession, key).day, weekday=True)}: {error}")
        if found:
            raise Invalid({"": "\n".join(found)})
        return len(self.session_ids)


def _close(work: Work, session_id: int, rest: str) -> None:
    session = register_of(work, session_id)
    _check_open(work, session)
    fill_leave(work, session)
    empty = unmarked(work, session)
    if empty and rest:
        Limit(work).check(session.day)
        status = meant(work, {rest})[rest]
        check_status(work, status, "", "")
        refuse_locked(work.session, [key for key, _name in empty])
        work.insert_many(Mark, [new_mark(work, key, session.id, status, "", None, "grid") for key, _name in empty])
    elif empty:
        names = [name for _key, name in empty]
        raise Invalid({"": ngettext("{n} trainee is not marked yet: {names}.",
                                    "{n} trainees are not marked yet: {names}.",
                                    len(names)).format(n=len(names), names=_some(names))})
    _take(work, session)
    session.closed_by, session.closed_at = work.actor.name, work.now


def _some(names: Sequence[str], most: int = 5) -> str:
    if len(names) <= most:
        return ", ".join(names)
    return _("{names} and {n} more").format(names=", ".join(names[:most]), n=len(names) - most)


@dataclass(frozen=True, kw_only=True)
class ReopenSession(Command[int]):
    """Open a closed register again, with a reason that the history keeps."""

    needs = Permission.ATTENDANCE_REOPEN

    session_id: int
    reason: str

    def label(self) -> str:
        return _("Reopen the register: {reason}").format(reason=self.reason.strip())

    def problems(self) -> dict[str, str]:
        return {} if self.reason.strip() else {"reason": _("Write why the register is opened again.")}

    def run(self, work: Work) -> int:
        session = register_of(work, self.session_id)
        if session.closed_at is None:
            raise Invalid(_("This register is not closed."))
        session.closed_by, session.closed_at = "", None
        return session.id
