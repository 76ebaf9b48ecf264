"""By what the register of certificates can be narrowed: each filter as a condition of SQL, and its values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, extract, false, func, not_, select, true

from app.certificates.records import Certificate, CertificateEvent, EarlierEdition
from app.cohorts.narrow import Value
from app.cohorts.queries import course_title, own_cohorts
from app.cohorts.records import Cohort, Enrolment
from app.office.command import Query, Work
from app.office.permissions import Permission
from app.programmes.records import Course

Where = tuple[tuple[str, str], ...]
"""Filters that must all hold: (key, value). An on-or-off filter has the value 'yes'."""
KEYS = ("state", "course", "cohort", "year", "unprinted", "uncollected", "expires", "void-asked", "since", "until",
        "kind")


def _number(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1


REPLACED: ColumnElement[bool] = and_(Certificate.edition > 1, exists().where(
    EarlierEdition.certificate_id == Certificate.id, EarlierEdition.why == "replaced"))
"""A print that had been handed out was replaced; a print corrected before that is nobody's matter any more."""


def _state(value: str, today: date) -> ColumnElement[bool]:
    """The states of app.certificates.words; those of the record besides."""
    expired = and_(Certificate.expires_on.is_not(None), Certificate.expires_on < today)
    if value == "valid":
        return and_(Certificate.state != "void", not_(expired))
    if value == "expired":
        return and_(Certificate.state != "void", expired)
    if value == "replaced":
        return and_(Certificate.state != "void", REPLACED)
    if value == "legacy":
        return Certificate.legacy == true()
    return Certificate.state == value


def _day(value: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return otherwise


def now_less(today: date, days: int) -> datetime:
    """The end of the day that lies so many days back, here, as a moment."""
    day = today - timedelta(days=max(0, min(days, 36500)))
    return datetime.combine(day, time.max, timezone(timedelta(hours=8)))


def waits() -> ColumnElement[bool]:
    """Whether somebody asked to make it void, and nobody has answered."""
    asked = select(CertificateEvent.kind).where(
        CertificateEvent.certificate_id == Certificate.id, CertificateEvent.kind.in_(("void_asked", "void_refused")))
    last = asked.order_by(CertificateEvent.id.desc()).limit(1).scalar_subquery()
    return and_(Certificate.state != "void", last == "void_asked")


def condition(key: str, value: str, today: date) -> ColumnElement[bool]:
    """A filter as a condition on Certificate joined with Enrolment and Cohort; an unknown one leaves everything."""
    if key == "state":
        return _state(value, today)
    if key == "course":
        return Cohort.course_id == _number(value)
    if key == "cohort":
        return Enrolment.cohort_id == _number(value)
    if key == "year":
        year = min(9998, max(1, _number(value)))
        return (Certificate.issued_on >= date(year, 1, 1)) & (Certificate.issued_on < date(year + 1, 1, 1))
    if key == "unprinted":  # of a corrected one the new print counts
        return and_(Certificate.printed_at.is_(None), Certificate.state != "void", Certificate.legacy == false())
    if key == "uncollected":
        printed: ColumnElement[bool] = Certificate.printed_at.is_not(None)
        if value != "yes":  # for so many days
            printed = Certificate.printed_at <= now_less(today, _number(value))
        return and_(printed, Certificate.state == "issued", Certificate.legacy == false())
    if key == "expires":  # within so many days from today
        return and_(Certificate.expires_on >= today, Certificate.expires_on <= today + timedelta(
            days=max(0, min(_number(value), 36500))), Certificate.state != "void")
    if key == "void-asked":
        return waits()
    if key == "since":
        return Certificate.issued_on >= _day(value, date.min)
    if key == "until":
        return Certificate.issued_on <= _day(value, date.max)
    if key == "kind":
        return Certificate.kind == value
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
                  .outerjoin(Enrolment, Enrolment.id == Certificate.enrolment_id)
                  .outerjoin(Cohort, Cohort.id == Enrolment.cohort_id)
                  .outerjoin(Course, Course.id == Cohort.course_id)
                  .where(*(condition(k, v, work.today) for k, v in self.where if k != self.key))
                  .group_by(columns[self.key][0]).order_by(*order[self.key]))
        if self.key != "year":  # an old paper has no course and no cohort
            wanted = wanted.where(columns[self.key][0].is_not(None))
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
