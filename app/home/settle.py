"""What waits for somebody: requests, leave and walk-ins to settle, and registers that nobody has taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import exists, select

from app.attendance.leave_lists import count_leave
from app.attendance.records import ClassSession, Mark, SessionInstructor
from app.attendance.requests import count_open
from app.attendance.walk_ins import count_walk_ins
from app.cohorts.queries import own_cohorts
from app.cohorts.records import Cohort, CohortInstructor
from app.home.sessions import BACK
from app.office.command import Query, Work, chunks
from app.office.permissions import Permission


@dataclass(frozen=True)
class NotTaken:
    """A session of an earlier day whose register nobody has taken."""

    id: int
    cohort_id: int
    cohort: str
    day: date
    starts_at: str
    ends_at: str
    instructor: str


@dataclass(frozen=True, kw_only=True)
class RegistersNotTaken(Query[NotTaken]):
    """Registers not taken, by instructor and day, of the last weeks; an instructor's own cohorts only."""

    needs = Permission.ATTENDANCE_VIEW
    reads = frozenset({"class_session", "mark", "cohort", "cohort_instructor", "session_instructor"})

    def rows(self, work: Work) -> Sequence[NotTaken]:
        table = ClassSession.__table__.c
        wanted: Any = (
            select(table.id, table.cohort_id, Cohort.code, table.day, table.starts_at, table.ends_at)
            .join(Cohort, Cohort.id == table.cohort_id)
            .where(table.day >= work.today - timedelta(days=BACK), table.day < work.today, table.state == "planned",
                   table.taken_at.is_(None), table.closed_at.is_(None),
                   Cohort.status.in_(("planned", "running", "finished")),
                   ~exists().where(Mark.session_id == table.id)))
        mine = own_cohorts(work.actor)
        if mine is not None:
            wanted = wanted.where(Cohort.id.in_(mine))
        found = work.session.execute(wanted).all()
        names = _teachers(work, [(r.id, r.cohort_id) for r in found])
        return sorted((NotTaken(r.id, r.cohort_id, r.code, r.day, r.starts_at, r.ends_at, names.get(r.id, ""))
                       for r in found), key=lambda r: (r.instructor, r.day, r.starts_at, r.cohort))


def _teachers(work: Work, sessions: Sequence[tuple[int, int]]) -> dict[int, str]:
    """Session -> who teaches it: its own instructors, else those of the cohort."""
    own: dict[int, list[str]] = {}
    whole: dict[int, list[str]] = {}
    for part in chunks([key for key, _cohort in sessions]):
        for key, name in work.session.execute(
                select(SessionInstructor.session_id, SessionInstructor.name)
                .where(SessionInstructor.session_id.in_(part))
                .order_by(SessionInstructor.position, SessionInstructor.id)):
            own.setdefault(key, []).append(name)
    for part in chunks(sorted({cohort for _key, cohort in sessions})):
        for cohort, name in work.session.execute(
                select(CohortInstructor.cohort_id, CohortInstructor.name)
                .where(CohortInstructor.cohort_id.in_(part))
                .order_by(CohortInstructor.position, CohortInstructor.id)):
            whole.setdefault(cohort, []).append(name)
    return {key: ", ".join(own.get(key, whole.get(cohort, []))) for key, cohort in sessions}


@dataclass(frozen=True)
class Settle:
    """How much of each waits. `not_taken`: instructor -> how many registers, the most first."""

    requests: int
    leave: int
    walk_ins: int
    not_taken: tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class ToSettle(Query[Settle]):
    """What waits in the cohorts that the actor sees."""

    needs = Permission.ATTENDANCE_VIEW
    reads = RegistersNotTaken.reads | {"mark_request", "leave_record", "walk_in", "enrolment"}

    def rows(self, work: Work) -> Sequence[Settle]:
        counted: dict[str, int] = {}
        for one in RegistersNotTaken().rows(work):
            counted[one.instructor] = counted.get(one.instructor, 0) + 1
        return [Settle(count_open(work), count_leave(work), count_walk_ins(work),
                       tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))))]
