"""What a code at the door does: mark by the clock, or wait in the queue until somebody settles or drops it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from app.attendance.around import DoorCode
from app.attendance.card_codes import bare_key, looks_read, number_of
from app.attendance.commands import Cell, MarkAttendance
from app.attendance.door import DoorPerson, Entry, Place, minutes_late, read_place, shut
from app.attendance.records import ClassSession, Mark, Status
from app.cohorts.queries import check_own
from app.errors import Invalid, Missing
from app.i18n import _
from app.office.command import Command, Work
from app.office.permissions import Permission
from app.trainees.records import Identity, Trainee

LONGEST = 200  # characters of a code that are kept
ROSTER_DIGITS = 2  # so many digits are a number on the roster, more are the last of the trainee number
QUEUED = ("unknown", "not_on_roll", "ask")


def _find(work: Work, people: Sequence[DoorPerson], code: str) -> DoorPerson | str:
    """Who is meant, or the kind of entry it is instead."""
    bare = bare_key(code)
    by_number = {bare_key(p.number): p for p in people}
    card = number_of(code)
    exact = by_number.get(card or "") or by_number.get(bare)
    if exact is not None:
        return exact
    if card is None and bare.isdigit():
        ends = [p for key, p in by_number.items() if len(bare) > ROSTER_DIGITS and key.endswith(bare)
                and len(bare) < len(key)]
        on_roster = [p for p in people if p.place and str(p.place) == bare]
        meant = {p.enrolment_id: p for p in (*ends, *on_roster)}
        if len(meant) > 1:
            return "ambiguous"
        if meant:
            return next(iter(meant.values()))
    trainee = _trainee_of(work, card or bare)
    if trainee is not None:
        return next((p for p in people if p.trainee_id == trainee), "not_on_roll")
    if card is None and looks_read(code):
        return "partial"
    return "unknown"


def _trainee_of(work: Work, bare: str) -> int | None:
    """The trainee of a number or of an identity document, also of one that was merged into another."""
    if len(bare) < 4:
        return None
    found = work.session.execute(
        select(Trainee.id, Trainee.merged_into_id)
        .where(Trainee.number.in_(_written(bare)))).first()
    if found is None:
        found = work.session.execute(
            select(Trainee.id, Trainee.merged_into_id).join(Identity, Identity.trainee_id == Trainee.id)
            .where(Identity.number == bare)).first()
    return None if found is None else found.merged_into_id or found.id


def _written(bare: str) -> list[str]:
    """Ways in which a bare number may be written: the numbers are indexed as they stand, 'T26-00041'."""
    return [bare, *(f"{bare[:at]}-{bare[at:]}" for at in range(1, len(bare)))]


@dataclass(frozen=True, kw_only=True)
class CheckIn(Command[Entry]):
    """One code at the door: mark, or say why not. Codes that nobody can settle there are put into the queue."""

    needs = Permission.ATTENDANCE_MARK

    session_id: int
    code: str
    seen_at: datetime | None = None

    def label(self) -> str:
        return _("Check in at the door")

    def problems(self) -> dict[str, str]:
        return {} if bare_key(self.code) else {"code": _("Hold a card to the scanner or type a number.")}

    def run(self, work: Work) -> Entry:
        at = min(self.seen_at or work.now, work.now)
        place = read_place(work, self.session_id)
        closed = shut(place, at)
        if closed is not None:
            return closed
        found = _find(work, place.people, self.code)
        if isinstance(found, str):
            return self._aside(work, Entry(found, at), None)
        who = {"name": found.name, "number": found.number, "enrolment_id": found.enrolment_id}
        if not found.expected:
            return Entry("left", at, **who)  # type: ignore[arg-type]
        if found.inside:
            return Entry("already" if found.seen_at else "marked", at, since=found.seen_at, status=found.status,
                         **who)  # type: ignore[arg-type]
        if found.locked:
            return Entry("locked", at, status=found.status, **who)  # type: ignore[arg-type]
        if found.status:
            return self._aside(work, Entry("ask", at, status=found.status, **who),  # type: ignore[arg-type]
                               found.enrolment_id)
        status, late = _mark(work, place, found.enrolment_id, at)
        return Entry("late" if late else "in", at, minutes=late, status=status, **who)  # type: ignore[arg-type]

    def _aside(self, work: Work, entry: Entry, enrolment_id: int | None) -> Entry:
        """Into the queue, once."""
        if entry.kind not in QUEUED:
            return entry
        code = self.code.strip()[:LONGEST]
        same = select(DoorCode.id).where(DoorCode.session_id == self.session_id, DoorCode.state == "open")
        same = (same.where(DoorCode.enrolment_id == enrolment_id) if enrolment_id is not None
                else same.where(DoorCode.code == code))
        there = work.session.execute(same).scalar()
        if there is None:
            there = work.add(DoorCode(session_id=self.session_id, code=code, seen_at=entry.at,
                                      enrolment_id=enrolment_id)).id
        return replace(entry, code_id=there)


def _mark(work: Work, place: Place, enrolment_id: int, at: datetime) -> tuple[str, int]:
    """Mark present or late by the clock; the code of the status and the minutes."""
    session = place.session
    late = minutes_late(session.day, session.starts_at, at, place.grace)
    status = _status(work, "late" if late else "")
    MarkAttendance(cells=(Cell(enrolment_id, session.id, status, minutes=late or None),), source="door").run(work)
    work.session.flush()
    mark = work.session.scalars(select(Mark).where(Mark.enrolment_id == enrolment_id,
                                                   Mark.session_id == session.id)).one()
    mark.seen_at = at
    return status, late


def _status(work: Work, policy_key: str) -> str:
    """The centre's status for present or late; present serves where there is none for late."""
    rows = work.session.execute(
        select(Status.code, Status.policy_key).where(Status.active, Status.meaning.in_(("attended", "part")),
                                                     Status.needs_reason.is_(False))
        .order_by(Status.position, Status.id)).all()
    for wanted in (policy_key, ""):
        for row in rows:
            if row.policy_key == wanted:
                return str(row.code)
    raise Invalid({"status": _("There is no attendance status for present. Add one in the settings.")})


@dataclass(frozen=True, kw_only=True)
class SettleDoorCode(Command[str]):
    """Say whose code it was: the trainee is marked as at the moment it was read. Returns the status."""

    needs = Permission.ATTENDANCE_MARK

    code_id: int
    enrolment_id: int

    def label(self) -> str:
        return _("Settle a code read at the door")

    def run(self, work: Work) -> str:
        code = _open_code(work, self.code_id)
        place = read_place(work, code.session_id)
        found = next((p for p in place.people if p.enrolment_id == self.enrolment_id), None)
        if found is None:
            raise Missing(_("This trainee is not in the cohort."))
        status = found.status
        if not found.inside:
            status, _late = _mark(work, place, found.enrolment_id, code.seen_at)
        _settle(work, code, "settled", found.enrolment_id)
        return status


@dataclass(frozen=True, kw_only=True)
class DropDoorCode(Command[int]):
    """Take a code out of the queue; nobody is marked."""

    needs = Permission.ATTENDANCE_MARK

    code_id: int

    def label(self) -> str:
        return _("Drop a code read at the door")

    def run(self, work: Work) -> int:
        code = _open_code(work, self.code_id)
        _settle(work, code, "dropped", code.enrolment_id)
        return code.id


def _open_code(work: Work, code_id: int) -> DoorCode:
    code = work.get(DoorCode, code_id)
    session = work.get(ClassSession, code.session_id)
    check_own(work, session.cohort_id)
    if code.state != "open":
        raise Invalid(_("Somebody else has settled this code."))
    return code


def _settle(work: Work, code: DoorCode, state: str, enrolment_id: int | None) -> None:
    code.state, code.enrolment_id = state, enrolment_id
    code.settled_by, code.settled_at = work.actor.name, work.now
