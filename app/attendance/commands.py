"""Marks and registers: what an instructor does in class, each change on disk when it returns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select

from app.attendance.figures import expected
from app.attendance.records import ClassSession, Mark, Status
from app.attendance.statuses import SHIPPED
from app.cohorts.locks import has_certificate, refuse_locked
from app.cohorts.queries import check_own
from app.cohorts.records import Cohort, Enrolment
from app.cohorts.words import ON_ROLL
from app.errors import Invalid, Missing, Refused
from app.i18n import _, ngettext, show_date
from app.office.command import Command, Work, chunks
from app.office.permissions import Permission
from app.trainees.records import Trainee

BULK = 20
"""From so many new marks on, they go in with one statement."""


@dataclass(frozen=True)
class Cell:
    """One cell of the register: a status code, or None to clear it."""

    enrolment_id: int
    session_id: int
    status: str | None
    reason: str | None = None  # None keeps the reason that is there
    minutes: int | None = None  # late or left early; None keeps what is there


@dataclass(frozen=True, kw_only=True)
class MarkAttendance(Command[int]):
    """Set or clear cells of registers. `who` names the trainee of a single cell, for undo and history."""

    needs = Permission.ATTENDANCE_MARK

    cells: tuple[Cell, ...]
    who: str = ""
    source: str = "grid"

    def label(self) -> str:
        n = len(self.cells)
        if n > 1 or not self.who:
            return ngettext("Mark {n} cell of the register", "Mark {n} cells of the register", n).format(n=n)
        status = self.cells[0].status
        if status is None:
            return _("Clear the mark of {who}").format(who=self.who)
        known = {s.code: s.label for s in SHIPPED}
        return _("Mark {who}: {status}").format(who=self.who, status=known.get(status, status))

    def problems(self) -> dict[str, str]:
        if not self.cells:
            return {"cells": _("Choose at least one cell.")}
        if any(c.minutes is not None and not 0 <= c.minutes <= 1440 for c in self.cells):
            return {"minutes": _("Write the minutes as a number from 0 to 1440.")}
        return {}

    def run(self, work: Work) -> int:
        known = _places(work, {c.session_id for c in self.cells}, {c.enrolment_id for c in self.cells})
        statuses = _statuses(work, {c.status for c in self.cells if c.status is not None})
        admitted: set[int] = set()
        fresh: list[dict[str, Any]] = []
        for cell in self.cells:
            place = known.get((cell.enrolment_id, cell.session_id))
            if place is None:
                raise Missing(_("This trainee or session is no longer there. Open the register again."))
            if place.cohort_id not in admitted:
                check_own(work, place.cohort_id)
                admitted.add(place.cohort_id)
            _check_place(work, place)
            if place.certified:
                refuse_locked(work.session, [place.enrolment_id])
            self._put(work, cell, place, statuses, fresh)
        if len(fresh) > BULK:
            work.insert_many(Mark, fresh)
        else:
            work.session.add_all(Mark(**row) for row in fresh)
        return len(self.cells)

    def _put(self, work: Work, cell: Cell, place: Any, statuses: dict[str, Any], fresh: list[dict[str, Any]]) -> None:
        mark: Mark | None = place.Mark
        if cell.status is None:
            if mark is not None:
                work.session.delete(mark)
            return
        status = statuses[cell.status]
        reason = cell.reason if cell.reason is not None else mark.reason if mark is not None else ""
        if status.needs_reason and not reason.strip():
            raise Invalid({"reason": _("This status needs a reason. Press F2 and write it.")})
        if mark is None:
            fresh.append(new_mark(work, cell.enrolment_id, cell.session_id, status, reason.strip(), cell.minutes,
                                  self.source))
            return
        if mark.status == cell.status and reason == mark.reason and cell.minutes in (None, mark.minutes):
            return
        if mark.status != cell.status:
            mark.status, mark.meaning, mark.fraction = status.code, status.meaning, status.fraction
            mark.policy_key = status.policy_key
            mark.minutes = None
        if cell.minutes is not None:
            mark.minutes = cell.minutes
        mark.reason, mark.source = reason.strip(), self.source
        mark.marked_by, mark.marked_at = work.actor.name, work.now


def new_mark(work: Work, enrolment_id: int, session_id: int, status: Any, reason: str, minutes: int | None,
             source: str) -> dict[str, Any]:
    """The row of a mark that is not there yet."""
    return {"enrolment_id": enrolment_id, "session_id": session_id, "status": status.code, "meaning": status.meaning,
            "fraction": status.fraction, "policy_key": status.policy_key, "minutes": minutes, "reason": reason,
            "source": source, "marked_by": work.actor.name, "marked_at": work.now}


@cache
def _places_asked() -> Any:
    """Made once: composing it costs more than running it."""
    return (select(ClassSession.id.label("session_id"), ClassSession.cohort_id, ClassSession.day,
                   ClassSession.state, ClassSession.closed_at, Cohort.status.label("cohort_status"),
                   Enrolment.id.label("enrolment_id"), Enrolment.joined_on, Enrolment.left_on,
                   has_certificate(Enrolment.id).label("certified"), Mark)
            .join(Cohort, Cohort.id == ClassSession.cohort_id)
            .join(Enrolment, Enrolment.cohort_id == ClassSession.cohort_id)
            .outerjoin(Mark, (Mark.enrolment_id == Enrolment.id) & (Mark.session_id == ClassSession.id))
            .where(ClassSession.id.in_(bindparam("sessions", expanding=True)),
                   Enrolment.id.in_(bindparam("enrolments", expanding=True))))


@cache
def _statuses_asked() -> Any:
    return (select(Status.code, Status.meaning, Status.fraction, Status.policy_key, Status.needs_reason)
            .where(Status.code.in_(bindparam("codes", expanding=True))))


def _places(work: Work, sessions: set[int], enrolments: set[int]) -> dict[tuple[int, int], Any]:
    """(enrolment, session) -> both with cohort and mark, in one statement for up to 400 of each."""
    found: dict[tuple[int, int], Any] = {}
    for some in chunks(sorted(sessions), 400):
        for others in chunks(sorted(enrolments), 400):
            for row in work.session.execute(_places_asked(), {"sessions": some, "enrolments": others}):
                found[row.enrolment_id, row.session_id] = row
    return found


@dataclass(frozen=True)
class _Meant:
    code: str
    meaning: str
    fraction: Decimal
    policy_key: str
    needs_reason: bool


def _statuses(work: Work, codes: set[str]) -> dict[str, _Meant]:
    if not codes:
        return {}
    rows = work.session.execute(_statuses_asked(), {"codes": sorted(codes)})
    found = {r.code: _Meant(r.code, r.meaning, r.fraction, r.policy_key, r.needs_reason) for r in rows}
    for code in codes - set(found):
        raise Invalid({"status": _("There is no attendance status {code}.").format(code=code)})
    return found


def _check_place(work: Work, place: Any) -> None:
    if place.cohort_status in ("closed", "cancelled"):
        raise Refused(_("The cohort is closed, so its registers cannot be changed."))
    if place.state == "cancelled":
        raise Refused(_("This session is cancelled. Restore it to mark attendance."))
    if place.closed_at is not None:
        raise Refused(_("This register is closed. Reopen it with a reason to change a mark."))
    if place.day > work.today:
        raise Refused(_("This session is on {date}. It can be marked from that day on.").format(
            date=show_date(place.day, weekday=True)))
    if not expected(place.day, place.joined_on, place.left_on):
        raise Refused(_("The trainee was not on the roll on {date}.").format(date=show_date(place.day)))


def register_of(work: Work, session_id: int) -> ClassSession:
    """A session whose register may be changed now. Missing or Refused."""
    session = work.get(ClassSession, session_id)
    check_own(work, session.cohort_id)
    status = work.session.execute(select(Cohort.status).where(Cohort.id == session.cohort_id)).scalar_one()
    if status in ("closed", "cancelled"):
        raise Refused(_("The cohort is closed, so its registers cannot be changed."))
    if session.state == "cancelled":
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
        rest = unmarked(work, session)
        present = _statuses(work, {"H"})["H"]
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
        _take(work, session)
        return session.id


@dataclass(frozen=True, kw_only=True)
class CloseSession(Command[int]):
    """Close a register, so that marks need a reopening. Invalid, naming them, while trainees are unmarked."""

    needs = Permission.ATTENDANCE_MARK

    session_id: int

    def label(self) -> str:
        return _("Close the register")

    def run(self, work: Work) -> int:
        session = register_of(work, self.session_id)
        _check_open(work, session)
        rest = [name for _key, name in unmarked(work, session)]
        if rest:
            raise Invalid({"": ngettext("{n} trainee is not marked yet: {names}.",
                                        "{n} trainees are not marked yet: {names}.",
                                        len(rest)).format(n=len(rest), names=_some(rest))})
        _take(work, session)
        session.closed_by, session.closed_at = work.actor.name, work.now
        return session.id


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
