"""What a mark is on its way to the disk: where it stands, what its status means, and what speaks against it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select

from app.attendance.around import LeaveRecord
from app.attendance.figures import expected
from app.attendance.limit import oldest_day
from app.attendance.records import ClassSession, Mark, Status
from app.cohorts.locks import has_certificate, refuse_locked
from app.cohorts.queries import check_own
from app.cohorts.records import Cohort, Enrolment
from app.errors import Conflict, Invalid, Missing, Refused
from app.i18n import _, language, ngettext, show_date
from app.office.command import Work, chunks
from app.office.permissions import role_label

A_MOMENT = timedelta(seconds=10)
NOT_MARKED = "-"
"""What `Mark.entered` says where class left the cell empty and the office has filled it."""


@dataclass(frozen=True)
class Cell:
    """One cell of the register: a status code, or None to clear it."""

    enrolment_id: int
    session_id: int
    status: str | None
    reason: str | None = None  # None keeps the reason that is there
    minutes: int | None = None  # late or left early; None keeps what is there
    evidence: str | None = None  # number of the MC or letter; None keeps what is there
    seen: str | None = None  # what the screen showed, '' for an empty cell; None does not look


@dataclass(frozen=True)
class Clash:
    """A cell that was marked by somebody else after the screen showed it."""

    cell: Cell
    there: str  # code, '' for an empty cell
    by: str
    at: datetime | None


def cell_problems(cells: Sequence[Cell], why: str = "") -> dict[str, str]:
    """What is wrong with cells before anything is read; `why` asks for the reason that each must have."""
    if not cells:
        return {"cells": _("Choose at least one cell.")}
    if why and any(not (c.reason or "").strip() for c in cells):
        return {"reason": why}
    if any(c.minutes is not None and not 0 <= c.minutes <= 1440 for c in cells):
        return {"minutes": _("Write the minutes as a number from 0 to 1440.")}
    return {}


class MarkedMeanwhile(Conflict):
    """Somebody else has marked the same cells. `clashes` has both values of each."""

    def __init__(self, clashes: Sequence[Clash]) -> None:
        self.clashes = tuple(clashes)
        super().__init__(ngettext(
            "Somebody else has marked the same cell in the meantime.",
            "Somebody else has marked {n} of the same cells in the meantime.", len(clashes)).format(n=len(clashes)))


@dataclass(frozen=True)
class Meant:
    """A status as it is stored with a mark."""

    code: str
    meaning: str
    fraction: Decimal
    policy_key: str
    needs_reason: bool
    needs_evidence: bool
    roles: str
    active: bool
    label: str


@cache
def _places_asked() -> Any:
    """Made once: composing it costs more than running it."""
    return (select(ClassSession.id.label("session_id"), ClassSession.cohort_id, ClassSession.day, ClassSession.part,
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
    return (select(Status.code, Status.meaning, Status.fraction, Status.policy_key, Status.needs_reason,
                   Status.needs_evidence, Status.roles, Status.active, Status.label_en, Status.label_ms)
            .where(Status.code.in_(bindparam("codes", expanding=True))))


def places_of(work: Work, cells: Iterable[Cell]) -> dict[tuple[int, int], Any]:
    """(enrolment, session) -> both with cohort and mark, in one statement for up to 400 of each."""
    pairs = {(c.enrolment_id, c.session_id) for c in cells}
    found: dict[tuple[int, int], Any] = {}
    for some in chunks(sorted({s for _e, s in pairs}), 400):
        for others in chunks(sorted({e for e, _s in pairs}), 400):
            for row in work.session.execute(_places_asked(), {"sessions": some, "enrolments": others}):
                found[row.enrolment_id, row.session_id] = row
    return found


def place_of(work: Work, cell: Cell, known: dict[tuple[int, int], Any], admitted: set[int]) -> Any:
    """The place of a cell. Missing when it is gone, Refused when its cohort is another instructor's."""
    place = known.get((cell.enrolment_id, cell.session_id))
    if place is None:
        raise Missing(_("This trainee or session is no longer there. Open the register again."))
    if place.cohort_id not in admitted:
        check_own(work, place.cohort_id)
        admitted.add(place.cohort_id)
    return place


def meant(work: Work, codes: Collection[str]) -> dict[str, Meant]:
    """The statuses with these codes. Invalid names one that the centre does not have."""
    if not codes:
        return {}
    malay = language() == "ms"
    found = {r.code: Meant(r.code, r.meaning, r.fraction, r.policy_key, r.needs_reason, r.needs_evidence, r.roles,
                           r.active, r.label_ms if malay else r.label_en)
             for r in work.session.execute(_statuses_asked(), {"codes": sorted(codes)})}
    for code in set(codes) - set(found):
        raise Invalid({"status": _("There is no attendance status {code}.").format(code=code)})
    return found


def check_status(work: Work, status: Meant, reason: str, evidence: str, *, anew: bool = True) -> None:
    """Whether the actor may set this status, with what it needs. Invalid or Refused.

    Where it stands already (not `anew`), retirement and roles do not matter.
    """
    if anew and not status.active:
        raise Invalid({"status": _("The status “{name}” is retired. Choose another one.").format(name=status.label)})
    roles = set(status.roles.split(",")) if status.roles else set()
    if anew and roles and not roles & work.actor.roles:
        raise Refused(_("The status “{name}” is set by: {roles}.").format(
            name=status.label, roles=", ".join(role_label(r) for r in sorted(roles))))
    if status.needs_reason and not reason.strip():
        raise Invalid({"reason": _("This status needs a reason. Press F2 and write it.")})
    if status.needs_evidence and not evidence.strip():
        raise Invalid({"evidence": _("This status needs the number of the MC or letter. Press F2 and write it.")})


def check_place(work: Work, place: Any, *, closed: bool = False) -> None:
    """Whether something can be marked there; `closed` lets closed registers and old days pass. Refused."""
    if place.cohort_status in ("closed", "cancelled"):
        raise Refused(_("The cohort is closed, so its registers cannot be changed."))
    if place.state != "planned":
        raise Refused(_("This session is cancelled. Restore it to mark attendance."))
    if place.state == "postponed":
        raise Refused(_("This session is postponed. Attendance is marked in the session that replaces it."))
    if place.closed_at is not None and not closed:
        raise Refused(_("This register is closed. Reopen it with a reason to change a mark."))
    if place.day > work.today:
        raise Refused(_("This session is on {date}. It can be marked from that day on.").format(
            date=show_date(place.day, weekday=True)))
    if not expected(place.day, place.joined_on, place.left_on):
        raise Refused(_("The trainee was not on the roll on {date}.").format(date=show_date(place.day)))
    if place.certified:
        refuse_locked(work.session, [place.enrolment_id])


class Limit:
    """How far back the actor may change marks. It is read once, and only when a session is not today's."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._known = False
        self._oldest: Any = None

    def check(self, day: Any) -> None:
        """Refused for a day that is too long ago."""
        if day >= self._work.today:
            return
        if not self._known:
            self._known, self._oldest = True, oldest_day(self._work)
        if self._oldest is not None and day < self._oldest:
            raise Refused(too_old_words(self._oldest))


def too_old_words(oldest: Any) -> str:
    """Why a mark of long ago stays, and what to do."""
    return _("Marks from before {date} are changed by the office. Ask for the change with F2.").format(
        date=show_date(oldest))


def new_mark(work: Work, enrolment_id: int, session_id: int, status: Any, reason: str, minutes: int | None,
             source: str, evidence: str = "") -> dict[str, Any]:
    """The row of a mark that is not there yet."""
    return {"enrolment_id": enrolment_id, "session_id": session_id, "status": status.code, "meaning": status.meaning,
            "fraction": status.fraction, "policy_key": status.policy_key, "minutes": minutes, "reason": reason,
            "evidence": evidence, "entered": "", "source": source, "marked_by": work.actor.name,
            "marked_at": work.now}


def leave_of(work: Work, cells: Sequence[Cell], places: dict[tuple[int, int], Any]
             ) -> dict[tuple[int, int], LeaveRecord]:
    """(enrolment, session) -> the noted or granted leave that proposes the status of a cell; granted goes first."""
    found: dict[tuple[int, int], LeaveRecord] = {}
    for some in chunks(sorted({c.enrolment_id for c in cells}), 400):
        for leave in work.session.scalars(select(LeaveRecord).where(
                LeaveRecord.enrolment_id.in_(some), LeaveRecord.state.in_(("planned", "granted")))
                .order_by(LeaveRecord.state.desc(), LeaveRecord.id)):
            for cell in cells:
                place = places.get((cell.enrolment_id, cell.session_id))
                if (place is not None and cell.enrolment_id == leave.enrolment_id and cell.status == leave.status
                        and leave.first_day <= place.day <= leave.last_day and leave.part in ("", place.part)):
                    found[cell.enrolment_id, cell.session_id] = leave
    return found


def clash_of(work: Work, cell: Cell, mark: Mark | None) -> Clash | None:
    """Both values, when the cell no longer is what the screen showed and is not what is wanted either.

    One's own mark of a moment ago is nobody else's: the screen had not heard of it yet.
    """
    if cell.seen is None:
        return None
    there = mark.status if mark is not None else ""
    if there in (cell.seen, cell.status or ""):
        return None
    if mark is not None and mark.marked_by == work.actor.name and work.now - mark.marked_at < A_MOMENT:
        return None
    return Clash(cell, there, mark.marked_by if mark is not None else "", mark.marked_at if mark is not None else None)


def change(work: Work, mark: Mark, cell: Cell, status: Meant, source: str) -> None:
    """Write a cell over a mark that is there; what class had entered is no longer another layer."""
    reason = cell.reason if cell.reason is not None else mark.reason
    evidence = cell.evidence if cell.evidence is not None else mark.evidence
    if (mark.status == cell.status and reason == mark.reason and cell.minutes in (None, mark.minutes)
            and evidence == mark.evidence):
        return
    if mark.status != cell.status:
        mark.minutes, mark.entered, mark.leave_id = None, "", None
        set_status(mark, status)
    if cell.minutes is not None:
        mark.minutes = cell.minutes
    mark.reason, mark.evidence, mark.source = reason.strip(), evidence.strip(), source
    mark.marked_by, mark.marked_at = work.actor.name, work.now


def set_status(mark: Mark, status: Meant) -> None:
    """Another status with what it means now."""
    mark.status, mark.meaning, mark.fraction = status.code, status.meaning, status.fraction
    mark.policy_key = status.policy_key
