"""Which registers are to be marked: those of earlier days that are not complete, and all of today."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import case, func, select

from app.attendance.clashes import instructors_of
from app.attendance.figures import expected
from app.attendance.generate import minutes_between
from app.attendance.records import ClassSession, Mark, SessionInstructor
from app.cohorts.queries import own_cohorts
from app.cohorts.records import Cohort, CohortInstructor, Enrolment
from app.cohorts.words import ON_ROLL
from app.i18n import local_time
from app.office.command import Query, Work, chunks
from app.office.permissions import Permission

BACK = 60  # days in which a register that is not complete is still told
SOON = 90  # minutes before its start in which a session says when it starts
NEXT = 60  # minutes before its start from which a session of today goes before what is overdue


@dataclass(frozen=True)
class ToMark:
    """A session of today, or of an earlier day whose register is not complete."""

    id: int
    cohort_id: int
    cohort: str  # its code
    day: date
    starts_at: str
    ends_at: str
    venue: str
    topic: str
    closed: bool
    overdue: bool
    own: bool  # the actor teaches it, by name or as an instructor of the cohort
    marked: int
    expected: int
    number: int = 0  # of `total` sessions that are not cancelled, from 1
    total: int = 0
    instructor: str = ""

    @property
    def done(self) -> bool:
        """Whether everybody is marked, or the register is closed."""
        return self.closed or 0 < self.expected <= self.marked

    def starts_in(self, now: datetime) -> int | None:
        """Whole minutes until it starts, when that is today and soon; None otherwise."""
        there = local_time(now)
        left = minutes_between(f"{there:%H:%M}", self.starts_at)
        return left if self.day == there.date() and 0 < left <= SOON else None

    def due(self, now: datetime) -> bool:
        """Whether it is about to begin, or has begun."""
        there = local_time(now)
        return self.day <= there.date() and (
            self.day < there.date() or minutes_between(f"{there:%H:%M}", self.starts_at) <= NEXT)


@dataclass(frozen=True)
class SessionsBoard:
    """What there is to mark. `rows`: own classes first, in them the overdue ones, in order of time."""

    rows: tuple[ToMark, ...]
    today: int  # sessions of today
    overdue: int  # also those that are not among `rows`
    following: date | None  # the next day with a session after today

    def next_one(self, now: datetime) -> ToMark | None:
        """What to mark next: the class that begins or has begun, else what is overdue, else what comes."""
        open_ones = [row for row in self.rows if not row.done]
        today = [row for row in open_ones if not row.overdue]
        begun = [row for row in today if row.due(now)]
        late = [row for row in open_ones if row.overdue]
        for found in ([r for r in begun if r.own] or begun, [r for r in late if r.own] or late, today):
            if found:
                return found[0]
        return None


@dataclass(frozen=True, kw_only=True)
class SessionsToMark(Query[SessionsBoard]):
    """The sessions to mark, of the cohorts that the actor sees; at most `late` overdue ones, the latest."""

    needs = Permission.ATTENDANCE_VIEW
    reads = frozenset({"class_session", "mark", "cohort", "enrolment", "cohort_instructor", "session_instructor"})

    late: int = 6

    def rows(self, work: Work) -> Sequence[SessionsBoard]:
        found = _sessions(work)
        late = [row for row in found if row.overdue and not row.done and row.expected]
        today = [row for row in found if not row.overdue]
        late.sort(key=lambda row: (row.own, row.day, row.starts_at), reverse=True)
        shown = [*late[:self.late], *today]
        shown.sort(key=lambda row: (not row.own, row.day, row.starts_at, row.cohort))
        return [SessionsBoard(_finished(work, shown), len(today), len(late), _following(work))]


def _sessions(work: Work) -> list[ToMark]:
    """Today's sessions and those of the days before whose register is not closed, with how many are marked."""
    table, today = ClassSession.__table__.c, work.today
    wanted: Any = (
        select(table.id, table.cohort_id, Cohort.code, table.day, table.starts_at, table.ends_at,
               case((table.venue != "", table.venue), else_=Cohort.venue).label("venue"), table.topic, table.closed_at)
        .join(Cohort, Cohort.id == table.cohort_id)
        .where(table.day >= today - timedelta(days=BACK), table.day <= today, table.state == "planned",
               Cohort.status.in_(("planned", "running", "finished")),
               (table.day == today) | table.closed_at.is_(None))
        .order_by(table.day, table.starts_at, Cohort.code))
    mine = own_cohorts(work.actor)
    if mine is not None:
        wanted = wanted.where(Cohort.id.in_(mine))
    found = work.session.execute(wanted).all()
    marked = _marked(work, [r.id for r in found])
    rolls = _rolls(work, {r.cohort_id for r in found})
    taught = set(work.session.scalars(select(CohortInstructor.cohort_id).where(
        CohortInstructor.user_id == work.actor.user_id))) if work.actor.user_id else set()
    named = _named(work, [r.id for r in found])
    return [ToMark(r.id, r.cohort_id, r.code, r.day, r.starts_at, r.ends_at, r.venue, r.topic,
                   r.closed_at is not None, r.day < today,
                   work.actor.user_id in named[r.id] if r.id in named else r.cohort_id in taught, marked.get(r.id, 0),
                   sum(n for joined, left, n in rolls.get(r.cohort_id, ()) if expected(r.day, joined, left)))
            for r in found]


def _named(work: Work, sessions: Sequence[int]) -> dict[int, set[int | None]]:
    """Session -> user accounts of those who teach it by name; without any it is the cohort's instructors."""
    found: dict[int, set[int | None]] = {}
    for part in chunks(sessions):
        for key, user in work.session.execute(select(SessionInstructor.session_id, SessionInstructor.user_id).where(
                SessionInstructor.session_id.in_(part))):
            found.setdefault(key, set()).add(user)
    return found


def _marked(work: Work, sessions: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for part in chunks(sessions):
        found.update(work.session.execute(select(Mark.session_id, func.count()).where(
            Mark.session_id.in_(part)).group_by(Mark.session_id)).all())
    return found


def _rolls(work: Work, cohorts: Collection[int]) -> dict[int, list[tuple[date, date | None, int]]]:
    """Cohort -> (joined, left, how many) of those on its roll: most have joined on the same day."""
    found: dict[int, list[tuple[date, date | None, int]]] = {}
    for part in chunks(sorted(cohorts)):
        for cohort, joined, left, count in work.session.execute(
                select(Enrolment.cohort_id, Enrolment.joined_on, Enrolment.left_on, func.count())
                .where(Enrolment.cohort_id.in_(part), Enrolment.status.in_(ON_ROLL))
                .group_by(Enrolment.cohort_id, Enrolment.joined_on, Enrolment.left_on)):
            found.setdefault(cohort, []).append((joined, left, count))
    return found


def _finished(work: Work, rows: Sequence[ToMark]) -> tuple[ToMark, ...]:
    """The rows with their number in the cohort and who teaches it."""
    places: dict[int, tuple[int, int]] = {}
    names = instructors_of(work.session, [(row.id, row.cohort_id) for row in rows])
    for part in chunks(sorted({row.cohort_id for row in rows})):
        lists: dict[int, list[int]] = {}
        for cohort, key in work.session.execute(
                select(ClassSession.cohort_id, ClassSession.id)
                .where(ClassSession.cohort_id.in_(part), ClassSession.state == "planned")
                .order_by(ClassSession.day, ClassSession.starts_at, ClassSession.id)):
            lists.setdefault(cohort, []).append(key)
        places.update({key: (n, len(keys)) for keys in lists.values() for n, key in enumerate(keys, start=1)})
    return tuple(replace(row, number=places.get(row.id, (0, 0))[0], total=places.get(row.id, (0, 0))[1],
                         instructor=", ".join(names[row.id])) for row in rows)


def _following(work: Work) -> date | None:
    wanted: Any = (select(ClassSession.day).join(Cohort, Cohort.id == ClassSession.cohort_id)
                   .where(ClassSession.day > work.today, ClassSession.state == "planned",
                          Cohort.status.in_(("planned", "running")))
                   .order_by(ClassSession.day).limit(1))
    mine = own_cohorts(work.actor)
    if mine is not None:
        wanted = wanted.where(Cohort.id.in_(mine))
    found: date | None = work.session.scalar(wanted)
    return found
