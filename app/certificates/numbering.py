"""The number of a new certificate: of the narrowest series that fits it, counted in the issuing transaction.

So numbers have no gaps and are never given twice. A number that an old paper certificate has already is passed over.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.centre.numbers import DEFAULT_PATTERN, LETTERS, check_letter, number_text, passed_over, scope
from app.centre.records import Series
from app.certificates.records import Certificate
from app.cohorts.records import Cohort, Enrolment
from app.errors import Refused
from app.i18n import _
from app.office.command import Work
from app.office.history import Counter
from app.programmes.records import Course, Programme

__all__ = ["DEFAULT_PATTERN", "LETTERS", "active_series", "check_letter", "following", "number_text", "programme_of",
           "scope", "take", "tidy"]
BLOCK = 100  # numbers that are looked ahead for at a time


def tidy(text: str) -> str:
    """A typed number or code as it is compared: capitals, no spaces."""
    return "".join(text.split()).upper()


def active_series(work: Work, programme: str = "", kind: str = "") -> Series:
    """The narrowest series in use for these certificates. Refused when there is none."""
    fits = [s for s in work.session.scalars(select(Series).where(Series.active).order_by(Series.id))
            if s.programme in ("", programme) and s.kind in ("", kind)]
    if not fits:
        raise Refused(_("There is no series of certificate numbers. Set one up: Settings, Certificate numbering."))
    return max(fits, key=lambda s: (bool(s.programme), bool(s.kind), -s.id))


def programme_of(work: Work, enrolment_id: int) -> str:
    """The code that {prog} stands for: of the programme that the course belongs to, else of the course."""
    found = work.session.execute(
        select(Programme.code, Course.code).select_from(Enrolment).join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Course, Course.id == Cohort.course_id).outerjoin(Programme, Programme.id == Course.programme_id)
        .where(Enrolment.id == enrolment_id)).first()
    return (found[0] or found[1]) if found else ""


def take(work: Work, series: Series, centre: str, year: int, programme: str = "", kind: str = "") -> str:
    """The next number of the series, taken in this transaction. How many were passed over is counted too."""
    counter = scope(series.code, year, series.yearly)
    count = work.next_number(counter)
    passed = max(0, series.first - count)
    if passed:  # the count begins here, or the first number was raised since
        work.next_number(counter, count=passed)
        count = series.first
    while True:
        text = number_text(series.pattern, centre, year, count, programme, kind)
        if not _taken(work, [text]):
            break
        passed, count = passed + 1, work.next_number(counter)
    if passed:
        work.next_number(passed_over(counter), count=passed)
    return text


def following(work: Work, series: Series, centre: str, year: int, programme: str = "", kind: str = "",
              count: int = 1) -> list[str]:
    """The numbers that would be given next; they are only looked at."""
    found: list[str] = []
    at = max(work.session.scalar(select(Counter.next).where(
        Counter.scope == scope(series.code, year, series.yearly))) or 1, series.first)
    while len(found) < count:
        block = [number_text(series.pattern, centre, year, n, programme, kind) for n in range(at, at + BLOCK)]
        gone = _taken(work, block)
        found += [text for text in block if text not in gone]
        at += BLOCK
    return found[:count]


def _taken(work: Work, texts: Sequence[str]) -> set[str]:
    """Those of these numbers that a certificate has, perhaps one of the old ones that was typed otherwise."""
    ways = {way: text for text in texts for way in (text, text.upper(), tidy(text))}
    return {ways[n] for n in work.session.scalars(select(Certificate.number).where(Certificate.number.in_(ways)))}
