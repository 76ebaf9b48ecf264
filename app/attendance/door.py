"""Check-in at the door: a card that is read or a number that is typed marks present, or late by the clock.

Nothing is overwritten in silence, and nothing that was read is lost: what cannot be settled at the door stays in a
queue with its moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from app.attendance.around import DoorCode
from app.attendance.card_codes import bare_key
from app.attendance.figures import expected
from app.attendance.records import ClassSession, Mark
from app.cohorts.locks import has_certificate
from app.cohorts.policy import Policy
from app.cohorts.queries import check_own
from app.cohorts.records import Cohort, Enrolment
from app.cohorts.words import ON_ROLL
from app.errors import Missing
from app.i18n import _, local_time, show_date
from app.office.command import Query, Work
from app.office.permissions import Permission
from app.trainees.identity import mask
from app.trainees.records import Trainee

OFFSET = timedelta(hours=8)


@dataclass(frozen=True)
class Entry:
    """What became of one code."""

    kind: str  # in late already marked ask; left locked not_on_roll unknown partial ambiguous closed cancelled
    # other_day over
    at: datetime
    name: str = ""
    number: str = ""
    enrolment_id: int | None = None
    minutes: int = 0  # late
    since: datetime | None = None  # already in at
    status: str = ""  # code of the mark that is there now
    code_id: int | None = None  # in the queue
    day: date | None = None  # of the session, when it is another

    @property
    def good(self) -> bool:
        """Whether the trainee is in."""
        return self.kind in ("in", "late", "already", "marked")

    def words(self) -> str:
        """The state in a word or two."""
        return {
            "in": _("Present"), "late": _("Late"), "already": _("Already in"), "marked": _("Already marked"),
            "ask": _("Marked otherwise"), "left": _("Not on the roll today"), "locked": _("Certificate issued"),
            "not_on_roll": _("Not in this cohort"), "unknown": _("Unknown code"), "partial": _("Read in part"),
            "ambiguous": _("More than one"), "closed": _("Register closed"), "cancelled": _("Session cancelled"),
            "other_day": _("Not today"), "over": _("Session over")}[self.kind]

    def sentence(self) -> str:
        """What it means, and what to do."""
        clock = f"{local_time(self.since):%H:%M}" if self.since else ""
        return {
            "in": _("In at {time}").format(time=f"{local_time(self.at):%H:%M}"),
            "late": _("In at {time}, {n} min late").format(time=f"{local_time(self.at):%H:%M}", n=self.minutes),
            "already": _("Already in at {time}. Nothing was changed.").format(time=clock),
            "marked": _("The register has the mark already. Nothing was changed."),
            "ask": _("The register says otherwise. It is kept until somebody decides; the moment is noted."),
            "left": _("The enrolment does not run on this day. Please see the office."),
            "locked": _("A certificate rests on this attendance, so it is not changed."),
            "not_on_roll": _("Please see the office. The moment is noted."),
            "unknown": _("Nobody has this code or number. The moment is noted."),
            "partial": _("Hold the card to the scanner once more."),
            "ambiguous": _("Type more digits of the trainee number."),
            "closed": _("The register of this session is closed."),
            "cancelled": _("This session does not take place."),
            "other_day": _("This session is on {date}.").format(date=show_date(self.day, weekday=True)),
            "over": _("This session has ended. Open the check-in of the next one.")}[self.kind]


@dataclass(frozen=True)
class DoorPerson:
    """Somebody on the roll, as the door knows them."""

    enrolment_id: int
    trainee_id: int
    place: int
    name: str
    number: str
    expected: bool
    locked: bool
    status: str = ""
    meaning: str = ""
    seen_at: datetime | None = None
    joined_on: date = date.min
    left_on: date | None = None

    @property
    def inside(self) -> bool:
        """Whether the mark says that they are in class."""
        return self.meaning in ("attended", "part")


@dataclass(frozen=True)
class WaitingCode:
    """A code that waits for a decision."""

    id: int
    session_id: int
    day: date
    starts_at: str
    code: str  # an identity number is masked
    seen_at: datetime
    enrolment_id: int | None = None
    name: str = ""
    status: str = ""


@dataclass(frozen=True)
class DoorView:
    """A session at the door. `waiting` is of the whole cohort."""

    session_id: int
    cohort_id: int
    cohort: str
    title: str
    day: date
    part: str
    starts_at: str
    ends_at: str
    venue: str
    grace: int
    why_not: str
    people: tuple[DoorPerson, ...]
    waiting: tuple[WaitingCode, ...]

    @property
    def due(self) -> list[DoorPerson]:
        """Who should come."""
        return [p for p in self.people if p.expected]

    @property
    def missing(self) -> list[DoorPerson]:
        """Who should come and is not in."""
        return [p for p in self.due if not p.inside]


def moment_of(day: date, clock: str) -> datetime:
    """A time of day in Malaysia as a moment."""
    hours, minutes = clock.split(":")
    return datetime.combine(day, time(int(hours), int(minutes)), UTC) - OFFSET


def minutes_late(day: date, starts_at: str, seen_at: datetime, grace: int) -> int:
    """Whole minutes after the start; 0 up to the grace."""
    late = int((seen_at - moment_of(day, starts_at)).total_seconds() // 60)
    return late if late > max(grace, 0) else 0


@dataclass(frozen=True)
class Place:
    """A session as it was read, with who is on the roll and their marks."""

    session: Any
    grace: int
    people: list[DoorPerson]


def read_place(work: Work, session_id: int) -> Place:
    """The session with its roll in two statements. Missing, or Refused for an instructor of other cohorts."""
    session = work.session.execute(
        select(ClassSession.id, ClassSession.cohort_id, ClassSession.day, ClassSession.part, ClassSession.starts_at,
               ClassSession.ends_at, ClassSession.venue, ClassSession.state, ClassSession.closed_at, Cohort.code,
               Cohort.title, Cohort.policy, Cohort.status.label("cohort_status"),
               Cohort.venue.label("cohort_venue"))
        .join(Cohort, Cohort.id == ClassSession.cohort_id).where(ClassSession.id == session_id)).first()
    if session is None:
        raise Missing(_("This session is no longer there. Open the register again."))
    check_own(work, session.cohort_id)
    found: list[DoorPerson] = []
    place = 0
    for row in work.session.execute(
            select(Enrolment.id, Enrolment.trainee_id, Enrolment.status, Enrolment.joined_on, Enrolment.left_on,
                   Trainee.full_name, Trainee.number, has_certificate(Enrolment.id).label("locked"),
                   Mark.status.label("mark"), Mark.meaning, Mark.seen_at)
            .join(Trainee, Trainee.id == Enrolment.trainee_id)
            .outerjoin(Mark, (Mark.enrolment_id == Enrolment.id) & (Mark.session_id == session_id))
            .where(Enrolment.cohort_id == session.cohort_id).order_by(Trainee.sort_key, Trainee.id)):
        on_roll = row.status in ON_ROLL
        place += on_roll
        found.append(DoorPerson(
            row.id, row.trainee_id, place if on_roll else 0, row.full_name, row.number,
            on_roll and expected(session.day, row.joined_on, row.left_on), bool(row.locked), row.mark or "",
            row.meaning or "", row.seen_at, row.joined_on, row.left_on))
    return Place(session, Policy.from_json(session.policy).grace, found)


def shut(place: Place, now: datetime) -> Entry | None:
    """Why nobody can be marked in this session now."""
    session = place.session
    today = local_time(now).date()
    kind = ("cancelled" if session.state in ("cancelled", "postponed") or session.cohort_status == "cancelled" else
            "closed" if session.closed_at is not None or session.cohort_status == "closed" else
            "other_day" if session.day != today else
            "over" if now > moment_of(session.day, session.ends_at) else "")
    return Entry(kind, now, day=session.day) if kind else None


@dataclass(frozen=True, kw_only=True)
class Door(Query[DoorView]):
    """A session at the door: who is in, who is missing, what waits."""

    needs = Permission.ATTENDANCE_MARK
    reads = frozenset({"class_session", "mark", "enrolment", "trainee", "door_code", "cohort", "certificate"})

    session_id: int

    def rows(self, work: Work) -> Sequence[DoorView]:
        place = read_place(work, self.session_id)
        s = place.session
        closed = shut(place, work.now)
        return [DoorView(s.id, s.cohort_id, s.code, s.title, s.day, s.part, s.starts_at, s.ends_at,
                         s.venue or s.cohort_venue, place.grace, closed.sentence() if closed else "",
                         tuple(p for p in place.people if p.expected or p.status),
                         tuple(_waiting(work, s.cohort_id)))]


def _waiting(work: Work, cohort_id: int) -> list[WaitingCode]:
    """The open codes of a cohort, oldest first."""
    return [WaitingCode(r.id, r.session_id, r.day, r.starts_at, shown(r.code), r.seen_at, r.enrolment_id,
                        r.full_name or "", r.status or "")
            for r in work.session.execute(
                select(DoorCode.id, DoorCode.session_id, ClassSession.day, ClassSession.starts_at, DoorCode.code,
                       DoorCode.seen_at, DoorCode.enrolment_id, Trainee.full_name, Mark.status)
                .join(ClassSession, ClassSession.id == DoorCode.session_id)
                .outerjoin(Enrolment, Enrolment.id == DoorCode.enrolment_id)
                .outerjoin(Trainee, Trainee.id == Enrolment.trainee_id)
                .outerjoin(Mark, (Mark.enrolment_id == Enrolment.id) & (Mark.session_id == DoorCode.session_id))
                .where(ClassSession.cohort_id == cohort_id, DoorCode.state == "open")
                .order_by(DoorCode.seen_at, DoorCode.id))]


def shown(code: str) -> str:
    """A code as the screen shows it: one of twelve digits is an identity number and is masked."""
    bare = bare_key(code)
    return mask(bare) if len(bare) == 12 and bare.isdigit() else code


@dataclass(frozen=True, kw_only=True)
class WaitingCodes(Query[WaitingCode]):
    """The codes of a cohort that wait for a decision."""

    needs = Permission.ATTENDANCE_MARK
    reads = frozenset({"class_session", "mark", "enrolment", "trainee", "door_code"})

    cohort_id: int

    def rows(self, work: Work) -> Sequence[WaitingCode]:
        check_own(work, self.cohort_id)
        return _waiting(work, self.cohort_id)
