"""The year in numbers: who was trained, in which course, and how many certificates were issued.

Trained is a person with at least one session attended in the year; certified one of these with a certificate that is
not void for that enrolment (of a course of this year). A person in two courses counts in each, and once in the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, distinct, exists, func, select

from app.attendance.records import ClassSession, Mark
from app.certificates.records import Certificate
from app.cohorts.queries import own_cohorts
from app.cohorts.records import Cohort, Enrolment
from app.office.command import Query, Work
from app.office.permissions import Permission
from app.programmes.records import Course


@dataclass(frozen=True)
class CourseCount:
    """A course in the year: persons trained, and of these certified."""

    id: int  # of the course
    course: str  # its code
    trained: int
    certified: int


@dataclass(frozen=True)
class YearNumbers:
    """The year up to `until`, this day. `issued`: certificates issued, added up, at each day that had some."""

    since: date
    until: date
    trained: int
    certified: int
    courses: tuple[CourseCount, ...]  # most trained first
    issued: tuple[tuple[date, int], ...]


@dataclass(frozen=True, kw_only=True)
class YearSoFar(Query[YearNumbers]):
    """Numbers of the calendar year; of an instructor his own cohorts only."""

    needs = Permission.CERTIFICATES_VIEW
    reads = frozenset({"mark", "class_session", "enrolment", "cohort", "course", "certificate", "cohort_instructor"})

    def rows(self, work: Work) -> Sequence[YearNumbers]:
        since = date(work.today.year, 1, 1)
        pairs = work.session.execute(_people(work, since)).all()
        trained: dict[int, set[int]] = {}
        certified: dict[int, set[int]] = {}
        names: dict[int, str] = {}
        for course, code, trainee, holds in pairs:
            names[course] = code
            trained.setdefault(course, set()).add(trainee)
            if holds:
                certified.setdefault(course, set()).add(trainee)
        courses = [CourseCount(key, names[key], len(people), len(certified.get(key, ())))
                   for key, people in trained.items()]
        courses.sort(key=lambda c: (-c.trained, c.course))
        return [YearNumbers(since, work.today, len(set().union(*trained.values())),
                            len(set().union(*certified.values())), tuple(courses), tuple(_issued(work, since)))]


def _people(work: Work, since: date) -> Any:
    """(course, code, trainee, holds a certificate) of every enrolment with an attended session since that day."""
    was_there = exists().where(
        Mark.enrolment_id == Enrolment.id, Mark.meaning.in_(("attended", "part")),
        ClassSession.id == Mark.session_id, ClassSession.day >= since, ClassSession.day <= work.today,
        ClassSession.state == "planned")
    holds = exists().where(Certificate.enrolment_id == Enrolment.id, Certificate.state != "void")
    wanted = (select(Cohort.course_id, Course.code, Enrolment.trainee_id, case((holds, 1), else_=0))
              .join(Cohort, Cohort.id == Enrolment.cohort_id).join(Course, Course.id == Cohort.course_id)
              .where(Cohort.starts <= work.today, Cohort.ends >= since, was_there))
    mine = own_cohorts(work.actor)
    return wanted if mine is None else wanted.where(Cohort.id.in_(mine))


def _issued(work: Work, since: date) -> list[tuple[date, int]]:
    wanted: Any = (select(Certificate.issued_on, func.count(distinct(Certificate.id)))
                   .where(Certificate.issued_on >= since, Certificate.issued_on <= work.today)
                   .group_by(Certificate.issued_on).order_by(Certificate.issued_on))
    mine = own_cohorts(work.actor)
    if mine is not None:
        wanted = wanted.join(Enrolment, Enrolment.id == Certificate.enrolment_id).where(Enrolment.cohort_id.in_(mine))
    found, total = [], 0
    for day, count in work.session.execute(wanted):
        total += count
        found.append((day, total))
    return found
