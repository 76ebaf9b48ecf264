"""Cohorts and trainees by key, as a menu or a pinned list names them; what may not be seen is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.cohorts.people import PersonRow, with_cohorts
from app.cohorts.queries import seen_cohorts
from app.cohorts.records import Cohort
from app.office.command import Query, Work
from app.office.permissions import Permission
from app.trainees.queries import read_rows


@dataclass(frozen=True)
class CohortName:
    """A cohort as it is called."""

    id: int
    code: str
    title: str
    status: str

    @property
    def running(self) -> bool:
        """Is it held now?"""
        return self.status == "running"

    @property
    def words(self) -> str:
        """`HCIA-5G-07 · Evening class`."""
        return f"{self.code} · {self.title}" if self.title else self.code


@dataclass(frozen=True, kw_only=True)
class CohortNames(Query[CohortName]):
    """The cohorts with these keys, in their order; those that are gone or not the actor's are left out."""

    needs = Permission.COHORTS_VIEW
    reads = frozenset({"cohort", "cohort_instructor", "assessor"})

    keys: tuple[int, ...]

    def rows(self, work: Work) -> Sequence[CohortName]:
        wanted = select(Cohort.id, Cohort.code, Cohort.title, Cohort.status).where(Cohort.id.in_(self.keys[:100]))
        mine = seen_cohorts(work.actor)
        if mine is not None:
            wanted = wanted.where(Cohort.id.in_(mine))
        found = {r.id: CohortName(r.id, r.code, r.title, r.status) for r in work.session.execute(wanted)}
        return [found[key] for key in self.keys if key in found]


@dataclass(frozen=True, kw_only=True)
class PeopleByKey(Query[PersonRow]):
    """The trainees with these keys, in their order, with their latest cohort; those that are gone are left out."""

    needs = Permission.TRAINEES_VIEW
    reads = frozenset({"trainee", "identity", "organisation", "enrolment", "cohort", "certificate"})

    keys: tuple[int, ...]

    def rows(self, work: Work) -> Sequence[PersonRow]:
        return with_cohorts(work, read_rows(work, self.keys[:100]))
