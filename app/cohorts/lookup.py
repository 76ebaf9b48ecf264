"""Finding somebody on a roll by a document number that the asker already has, and the policy of the last run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.cohorts.policy import Policy
from app.cohorts.records import Cohort, Enrolment
from app.office.command import Query, Work, chunks
from app.office.permissions import Permission
from app.trainees.records import Identity


@dataclass(frozen=True)
class Holder:
    """Whose number it is."""

    number: str
    enrolment_id: int


@dataclass(frozen=True, kw_only=True)
class OnRoll(Query[Holder]):
    """Enrolments of a cohort by document numbers, written without hyphens and spaces."""

    needs = Permission.COHORTS_VIEW
    reads = frozenset({"enrolment", "identity"})

    cohort_id: int
    numbers: tuple[str, ...]

    def rows(self, work: Work) -> Sequence[Holder]:
        found: list[Holder] = []
        for part in chunks(self.numbers):
            found += [Holder(r.number, r.id) for r in work.session.execute(
                select(Identity.number, Enrolment.id).join(Enrolment, Enrolment.trainee_id == Identity.trainee_id)
                .where(Enrolment.cohort_id == self.cohort_id, Identity.number.in_(part)))]
        return found


@dataclass(frozen=True)
class UsedPolicy:
    """How the attendance of a run is counted."""

    cohort: str  # its code
    policy: Policy


@dataclass(frozen=True, kw_only=True)
class LastPolicy(Query[UsedPolicy]):
    """The policy of the run of a course that began last, for the next one; nothing when it is the first run."""

    needs = Permission.COHORTS_VIEW
    reads = frozenset({"cohort"})

    course_id: int

    def rows(self, work: Work) -> Sequence[UsedPolicy]:
        found = work.session.execute(
            select(Cohort.code, Cohort.policy).where(Cohort.course_id == self.course_id, Cohort.status != "cancelled")
            .order_by(Cohort.starts.desc(), Cohort.id.desc()).limit(1)).first()
        return [] if found is None else [UsedPolicy(found.code, Policy.from_json(found.policy))]
