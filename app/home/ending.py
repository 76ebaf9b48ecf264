"""Cohorts that end soon, with what is still missing: marks that are not entered, registers that are not complete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from app.cohorts.queries import enrolled_counts, own_cohorts
from app.cohorts.records import Cohort, Enrolment
from app.cohorts.words import ON_ROLL
from app.home.running import runs
from app.i18n import _
from app.office.command import Query, Work, chunks
from app.office.permissions import Permission
from app.programmes.queries import ComponentRow, course_detail
from app.results.records import Attempt

AHEAD = 21  # days before its end in which a cohort ends soon
BACK = 60  # days after its end in which a cohort that still runs is told


@dataclass(frozen=True)
class EndingCohort:
    """A running cohort that ends soon or should have ended. `entered`: component, results there, of how many."""

    id: int
    cohort: str  # its code
    ends: date
    roll: int
    entered: tuple[tuple[ComponentRow, int], ...]  # components that lack results

    def days_left(self, today: date) -> int:
        """Days until it ends; below 0 when it should have ended."""
        return (self.ends - today).days

    def missing(self) -> str:
        """The component that lacks most: 'Final exam marks: 0 of 36 entered'; '' when nothing is missing."""
        if not self.entered or not self.roll:
            return ""
        component, there = min(self.entered, key=lambda pair: pair[1])
        words = _("{component}: {n} of {total} entered").format(component=component.shown(), n=there, total=self.roll)
        more = len(self.entered) - 1
        if more:
            words += " " + _("(and {n} more)").format(n=more)
        return words


@dataclass(frozen=True, kw_only=True)
class EndingSoon(Query[EndingCohort]):
    """Running cohorts that end within 21 days or should have ended, the first end first."""

    needs = Permission.RESULTS_VIEW
    reads = frozenset({"cohort", "enrolment", "attempt", "component", "cohort_instructor"})

    limit: int = 6

    def rows(self, work: Work) -> Sequence[EndingCohort]:
        wanted: Any = (select(Cohort.id, Cohort.code, Cohort.ends, Cohort.course_id)
                       .where(runs(work), Cohort.ends <= work.today + timedelta(days=AHEAD),
                              Cohort.ends >= work.today - timedelta(days=BACK))
                       .order_by(Cohort.ends, Cohort.code).limit(self.limit))
        mine = own_cohorts(work.actor)
        if mine is not None:
            wanted = wanted.where(Cohort.id.in_(mine))
        found = work.session.execute(wanted).all()
        rolls = enrolled_counts(work.session, [c.id for c in found])
        there = _entered(work, [c.id for c in found])
        courses = {key: course_detail(work, key).components for key in {c.course_id for c in found}}
        return [EndingCohort(c.id, c.code, c.ends, rolls.get(c.id, 0), tuple(
            (part, there.get((c.id, part.id), 0)) for part in courses[c.course_id]
            if there.get((c.id, part.id), 0) < rolls.get(c.id, 0))) for c in found]


def _entered(work: Work, cohorts: Sequence[int]) -> dict[tuple[int, int], int]:
    """(cohort, component) -> enrolments on the roll with a try that is more than booked."""
    found: dict[tuple[int, int], int] = {}
    for part in chunks(cohorts):
        for cohort, component, count in work.session.execute(
                select(Enrolment.cohort_id, Attempt.component_id, func.count(Attempt.enrolment_id.distinct()))
                .join(Attempt, Attempt.enrolment_id == Enrolment.id)
                .where(Enrolment.cohort_id.in_(part), Enrolment.status.in_(ON_ROLL),
                       Attempt.state != "booked")
                .group_by(Enrolment.cohort_id, Attempt.component_id)):
            found[cohort, component] = count
    return found
