"""By what the register of certificates can be narrowed: each filter as a condition of SQL, and its values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, extract, func, select, true

from app.certificates.records import Certificate
from app.cohorts.narrow import Value
from app.cohorts.queries import course_title, own_cohorts
from app.cohorts.records import Cohort, Enrolment
from app.office.command import Query, Work
from app.office.permissions import Permission
from app.programmes.records import Course

Where = tuple[tuple[str, str], ...]
"""Filters that must all hold: (key, value). An on-or-off filter has the value 'yes'."""
KEYS = ("state", "course", "cohort", "year", "unprinted", "uncollected")


def _number(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1


def condition(key: str, value: str) -> ColumnElement[bool]:
    """A filter as a condition on Certificate joined with Enrolment and Cohort; an unknown one leaves everything."""
    if key == "state":
        return Certificate.state != "void" if value == "valid" else Certificate.state == value
    if key == "course":
        return Cohort.course_id == _number(value)
    if key == "cohort":
        return Enrolment.cohort_id == _number(value)
    if key == "year":
        year = min(9998, max(1, _number(value)))
        return (Certificate.issued_on >= date(year, 1, 1)) & (Certificate.issued_on < date(year + 1, 1, 1))
    if key == "unprinted":
        return (Certificate.prints == 0) & (Certificate.state != "void")
    if key == "uncollected":
        return (Certificate.prints > 0) & (Certificate.state == "issued")
    return true()


@dataclass(frozen=True, kw_only=True)
class RegisterValues(Query[Value]):
    """The values of the filter `key` (course, cohort, year) among the certificates that the other filters leave."""

    needs = Permission.CERTIFICATES_VIEW
    reads = frozenset({"certificate", "enrolment", "cohort", "course"})

    key: str
    where: Where = ()

    def rows(self, work: Work) -> Sequence[Value]:
        count, year = func.count(), extract("year", Certificate.issued_on)
        columns: dict[str, tuple[Any, ...]] = {"course": (Course.id, Course), "cohort": (Cohort.id, Cohort),
                                               "year": (year, year)}
        order = {"course": (Course.code,), "cohort": (Cohort.starts.desc(), Cohort.code), "year": (year.desc(),)}
        wanted = (select(*columns[self.key], count).select_from(Certificate)
                  .join(Enrolment, Enrolment.id == Certificate.enrolment_id)
                  .join(Cohort, Cohort.id == Enrolment.cohort_id).join(Course, Course.id == Cohort.course_id)
                  .where(*(condition(k, v) for k, v in self.where if k != self.key))
                  .group_by(columns[self.key][0]).order_by(*order[self.key]))
        mine = own_cohorts(work.actor)
        if mine is not None:
            wanted = wanted.where(Enrolment.cohort_id.in_(mine))
        return [Value(str(r[0]), _words(r[1]), int(r[2])) for r in work.session.execute(wanted)]


def _words(what: Any) -> str:
    if isinstance(what, Course):
        return f"{what.code} · {course_title(what)}"
    if isinstance(what, Cohort):
        return f"{what.code} · {what.title}" if what.title else what.code
    return str(what)
