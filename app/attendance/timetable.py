"""The timetable of a cohort: its sessions with who teaches, how many are marked, and what clashes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from app.attendance.clashes import Clash, Meet, find_clashes, instructors_of
from app.attendance.queries import SessionRow, read_sessions
from app.attendance.records import ClassSession, Mark
from app.cohorts.queries import check_own
from app.cohorts.records import Cohort, Enrolment
from app.cohorts.words import ON_ROLL
from app.office.command import Query, Work, chunks
from app.office.permissions import Permission


@dataclass(frozen=True)
class TimetableRow:
    """A session as the timetable shows it."""

    session: SessionRow
    state: str  # planned (to come), due (past, not taken), taken, closed, postponed, cancelled
    instructors: tuple[str, ...]
    expected: int  # trainees on the roll that day
    clashes: tuple[Clash, ...]
    made_up_on: date | None = None  # for one that is cancelled: the day of the session in its place
    makes_up_for: date | None = None

    @property
    def id(self) -> int:
        """The session's key."""
        return self.session.id

    @property
    def hours(self) -> Decimal:
        """Hours of the session; 0 when it does not take place."""
        return Decimal(0) if self.session.cancelled else self.session.hours


@dataclass(frozen=True, kw_only=True)
class Timetable(Query[TimetableRow]):
    """The sessions of a cohort in order of time."""

    needs = Permission.ATTENDANCE_VIEW
    reads = frozenset({"class_session", "mark", "session_instructor", "cohort_instructor", "cohort", "enrolment"})

    cohort_id: int

    def rows(self, work: Work) -> Sequence[TimetableRow]:
        check_own(work, self.cohort_id)
        return read_timetable(work, self.cohort_id)


def read_timetable(work: Work, cohort_id: int) -> list[TimetableRow]:
    """The timetable, read inside a transaction: some six statements, however many sessions."""
    sessions = read_sessions(work, cohort_id)
    usual, code = work.session.execute(select(Cohort.venue, Cohort.code).where(Cohort.id == cohort_id)).one()
    taught = instructors_of(work.session, [(s.id, cohort_id) for s in sessions])
    meets = [Meet(s.day, s.starts_at, s.ends_at, s.venue or usual, taught[s.id], cohort_id, s.id, code)
             for s in sessions if not s.cancelled]
    clashing = find_clashes(work.session, meets)
    clashes = {meets[place].id: tuple(found) for place, found in clashing.items()}
    roll = work.session.execute(select(Enrolment.joined_on, Enrolment.left_on, Enrolment.status)
                                .where(Enrolment.cohort_id == cohort_id)).all()
    days = {s.id: s.day for s in sessions}
    instead = {s.replaces_id: s.day for s in sessions if s.replaces_id is not None and not s.cancelled}
    found = []
    for s in sessions:
        expected = sum(joined <= s.day and (left is None or s.day <= left) and (left is not None or status in ON_ROLL)
                       for joined, left, status in roll)
        found.append(TimetableRow(s, state_of(s, work.today), taught[s.id], expected, clashes.get(s.id, ()),
                                  instead.get(s.id), days.get(s.replaces_id) if s.replaces_id else None))
    return found


def state_of(session: SessionRow, today: date) -> str:
    """What has become of a session: planned, due, taken, closed, postponed or cancelled."""
    if session.cancelled:
        return session.state
    if session.closed_at is not None:
        return "closed"
    if session.held:
        return "taken"
    return "due" if session.day < today else "planned"


@dataclass(frozen=True)
class Standing:
    """Sessions that have a register and would lie on a day without classes, or outside of their cohort's dates."""

    cohort_id: int
    code: str
    sessions: int
    marks: int
    first: date


@dataclass(frozen=True, kw_only=True)
class OnClosedDays(Query[Standing]):
    """Sessions from a day on that fall on these weekdays (0 = Monday): planned and marked ones, by cohort."""

    needs = Permission.CENTRE_VIEW
    reads = frozenset({"class_session", "mark"})

    since: date
    days: frozenset[int]

    def rows(self, work: Work) -> Sequence[Standing]:
        met = [r for r in work.session.execute(
            select(ClassSession.id, ClassSession.day, Cohort.id.label("cohort"), Cohort.code)
            .join(Cohort, Cohort.id == ClassSession.cohort_id)
            .where(ClassSession.day >= self.since, ClassSession.state == "planned",
                   Cohort.status.in_(("planned", "running"))).order_by(ClassSession.day))
            if r.day.weekday() in self.days]
        marks: dict[int, int] = {}
        for part in chunks([r.id for r in met]):  # only theirs: the marks of years would take seconds
            marks.update(work.session.execute(select(Mark.session_id, func.count()).where(
                Mark.session_id.in_(part)).group_by(Mark.session_id)).all())
        found: dict[int, Standing] = {}
        for r in met:
            old = found.get(r.cohort, Standing(r.cohort, r.code, 0, 0, r.day))
            found[r.cohort] = replace(old, sessions=old.sessions + 1, marks=old.marks + marks.get(r.id, 0))
        return list(found.values())


@dataclass(frozen=True, kw_only=True)
class OutsideDates(Query[Standing]):
    """The sessions of a cohort that would lie before or after these dates; none or one row."""

    needs = Permission.ATTENDANCE_VIEW
    reads = frozenset({"class_session", "mark", "cohort"})

    cohort_id: int
    first: date
    last: date

    def rows(self, work: Work) -> Sequence[Standing]:
        check_own(work, self.cohort_id)
        found = [s for s in read_sessions(work, self.cohort_id)
                 if not s.cancelled and not self.first <= s.day <= self.last]
        code = work.session.execute(select(Cohort.code).where(Cohort.id == self.cohort_id)).scalar_one()
        return [Standing(self.cohort_id, code, len(found), sum(s.marked for s in found),
                         min(s.day for s in found))] if found else []
