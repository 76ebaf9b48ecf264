"""By what the list of trainees can be narrowed: each filter as a condition of SQL, and the values to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, column, exists, extract, func, or_, select, table
from sqlalchemy.orm import aliased

from app.cohorts.queries import course_title
from app.cohorts.records import Cohort, Enrolment
from app.cohorts.words import ON_ROLL
from app.i18n import _
from app.office.command import Query, Work
from app.office.permissions import Permission
from app.programmes.records import Course
from app.trainees.queries import narrowed
from app.trainees.records import Identity, NotSame, Organisation, Trainee

UNDER_WAY = ("planned", "running")
VALID = ("issued", "collected", "posted")
Where = tuple[tuple[str, str], ...]
"""Filters that must all hold: (key, value). An on-or-off filter has the value 'yes'."""
KEYS = ("status", "course", "cohort", "employer", "year", "identity", "twin", "uncollected")
NO_EMPLOYER = "0"
_CERTIFICATE = table("certificate", column("enrolment_id"), column("state"), column("number"))


def _enrolled(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return Trainee.id.in_(select(Enrolment.trainee_id).join(Cohort, Cohort.id == Enrolment.cohort_id)
                          .where(*conditions))


def _certified(states: Sequence[str]) -> ColumnElement[bool]:
    return Trainee.id.in_(select(Enrolment.trainee_id)
                          .join(_CERTIFICATE, _CERTIFICATE.c.enrolment_id == Enrolment.id)
                          .where(_CERTIFICATE.c.state.in_(states)))


def _status(value: str) -> ColumnElement[bool] | None:
    if value == "training":
        return _enrolled(Enrolment.status.in_(ON_ROLL), Cohort.status.in_(UNDER_WAY))
    if value == "certified":
        return _certified(VALID)
    if value == "left":
        return _enrolled(Enrolment.status.not_in(ON_ROLL))
    if value == "none":
        return ~exists().where(Enrolment.trainee_id == Trainee.id)
    return None


def _twins() -> ColumnElement[bool]:
    other = aliased(Trainee)
    two = exists().where(or_(and_(NotSame.one_id == Trainee.id, NotSame.other_id == other.id),
                             and_(NotSame.other_id == Trainee.id, NotSame.one_id == other.id)))
    return exists().where(other.match_key == Trainee.match_key, other.birth_date == Trainee.birth_date,
                          other.id != Trainee.id, other.status == "active", ~two)


def _number(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1


def condition(key: str, value: str) -> ColumnElement[bool] | None:
    """A filter as a condition on Trainee; None for one that leaves everybody. KeyError for an unknown filter."""
    if key == "status":
        return _status(value)
    if key == "course":
        return _enrolled(Cohort.course_id == _number(value))
    if key == "cohort":
        return Trainee.id.in_(select(Enrolment.trainee_id).where(Enrolment.cohort_id == _number(value)))
    if key == "employer":
        return (Trainee.organisation_id.is_(None) if value == NO_EMPLOYER
                else Trainee.organisation_id == _number(value))
    if key == "year":
        year = min(9998, max(1, _number(value)))
        return _enrolled(Cohort.starts >= date(year, 1, 1), Cohort.starts < date(year + 1, 1, 1))
    if key == "identity":
        return ~exists().where(Identity.trainee_id == Trainee.id, Identity.is_current)
    if key == "twin":
        return _twins()
    if key == "uncollected":
        return _certified(("issued",))
    raise KeyError(key)


def conditions(where: Where) -> list[ColumnElement[bool]]:
    """All filters as conditions; an unknown one is left out."""
    found = (condition(key, value) for key, value in where if key in KEYS)
    return [one for one in found if one is not None]


@dataclass(frozen=True)
class Value:
    """A value of a filter: what it is called, and how many trainees it leaves."""

    value: str
    words: str
    count: int


@dataclass(frozen=True, kw_only=True)
class PeopleValues(Query[Value]):
    """The values of the filter `key` (course, cohort, employer, year) among the trainees that a text and the other
    filters leave."""

    needs = Permission.TRAINEES_VIEW
    reads = frozenset({"trainee", "enrolment", "cohort", "course", "organisation"})

    key: str
    text: str = ""
    where: Where = ()

    def rows(self, work: Work) -> Sequence[Value]:
        others = tuple(pair for pair in self.where if pair[0] != self.key)
        if self.key == "employer":
            return list(_employers(work, self.text, others))
        make = {"course": _courses, "cohort": _cohorts, "year": _years}[self.key]
        wanted = make(func.count(Enrolment.trainee_id.distinct()))
        if self.text.strip() or others:
            keys = narrowed(work, self.text)[0].where(*conditions(others))
            wanted = wanted.where(Enrolment.trainee_id.in_(keys))
        return [Value(str(r[0]), _words(self.key, r), int(r[-1])) for r in work.session.execute(wanted)]


def _words(key: str, row: Any) -> str:
    if key == "course":
        return f"{row[1].code} · {course_title(row[1])}"
    return f"{row[1]} · {row[2]}" if key == "cohort" and row[2] else str(row[1])


def _courses(count: Any) -> Select[Any]:
    return (select(Course.id, Course, count).join(Cohort, Cohort.course_id == Course.id)
            .join(Enrolment, Enrolment.cohort_id == Cohort.id).group_by(Course.id).order_by(Course.code))


def _cohorts(count: Any) -> Select[Any]:
    return (select(Cohort.id, Cohort.code, Cohort.title, count).join(Enrolment, Enrolment.cohort_id == Cohort.id)
            .group_by(Cohort.id).order_by(Cohort.starts.desc(), Cohort.code))


def _years(count: Any) -> Select[Any]:
    year = extract("year", Cohort.starts)
    return (select(year, year, count).join(Enrolment, Enrolment.cohort_id == Cohort.id).group_by(year)
            .order_by(year.desc()))


def _employers(work: Work, text: str, others: Where) -> Iterable[Value]:
    wanted = select(Trainee.organisation_id, func.count()).where(Trainee.status == "active")
    if text.strip() or others:
        wanted = wanted.where(Trainee.id.in_(narrowed(work, text)[0].where(*conditions(others))))
    counts = dict(work.session.execute(wanted.group_by(Trainee.organisation_id)).all())
    if None in counts:
        yield Value(NO_EMPLOYER, _("Self"), counts[None])
    names = select(Organisation.id, Organisation.name).order_by(func.lower(Organisation.name), Organisation.id)
    for key, name in work.session.execute(names):
        if key in counts:
            yield Value(str(key), name, counts[key])
