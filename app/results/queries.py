"""The results of a cohort as one frozen grid."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import select

from app.cohorts.locks import locked_enrolments
from app.cohorts.queries import check_own, read_roll
from app.cohorts.records import Cohort
from app.office.command import Query, Work, chunks
from app.office.permissions import Permission
from app.programmes.queries import ComponentRow, CourseDetail, GradeRow, course_detail
from app.results.records import Attempt
from app.results.rules import Outcome, Standing, Try, outcome, standing, total

Tries = Mapping[tuple[int, int], tuple[Try, ...]]


@dataclass(frozen=True)
class CellRow:
    """The tries of one trainee at one component, and what they amount to."""

    component_id: int
    tries: tuple[Try, ...]
    standing: Standing


@dataclass(frozen=True)
class ResultRow:
    """A trainee's line: a cell per component in their order, total of 100 and outcome."""

    enrolment_id: int
    trainee_id: int
    name: str
    cells: tuple[CellRow, ...]
    total: Fraction | None
    outcome: Outcome
    locked: bool  # a certificate rests on it


@dataclass(frozen=True)
class ResultSheet:
    """The whole grid."""

    cohort_id: int
    components: tuple[ComponentRow, ...]
    grades: tuple[GradeRow, ...]
    limit: Decimal | None  # the weighted total that is required
    rows: tuple[ResultRow, ...]


def read_tries(work: Work, enrolment_ids: Collection[int]) -> dict[tuple[int, int], tuple[Try, ...]]:
    """(enrolment, component) -> tries in order, read inside a transaction."""
    found: dict[tuple[int, int], list[Try]] = {}
    for part in chunks(sorted(enrolment_ids)):
        rows = work.session.execute(
            select(Attempt.enrolment_id, Attempt.component_id, Attempt.number, Attempt.state, Attempt.mark,
                   Attempt.competency, Attempt.on_date, Attempt.remark, Attempt.entered_by)
            .where(Attempt.enrolment_id.in_(part)).order_by(Attempt.number))
        for enrolment_id, component_id, number, state, mark, competency, day, remark, by in rows:
            found.setdefault((enrolment_id, component_id), []).append(
                Try(number, state, mark, competency, day, remark, by))
    return {key: tuple(tries) for key, tries in found.items()}


def total_limit(detail: CourseDetail) -> Decimal | None:
    """The weighted total that the course requires; None when it requires none."""
    return next((r.limit for r in detail.requirements if r.kind == "total"), None)


def standings_of(detail: CourseDetail, tries: Tries, enrolment_id: int) -> dict[int, Standing]:
    """Component -> standing of one enrolment."""
    return {c.id: standing(c, tries.get((enrolment_id, c.id), ())) for c in detail.components}


def result_row(detail: CourseDetail, tries: Tries, enrolment_id: int, trainee_id: int, name: str,
               locked: bool) -> ResultRow:
    """One line of the grid."""
    standings = standings_of(detail, tries, enrolment_id)
    value = total(detail.components, standings)
    cells = tuple(CellRow(c.id, tries.get((enrolment_id, c.id), ()), standings[c.id]) for c in detail.components)
    return ResultRow(enrolment_id, trainee_id, name, cells, value,
                     outcome(detail.components, standings, value, detail.grades, total_limit(detail)), locked)


@dataclass(frozen=True, kw_only=True)
class ResultsGrid(Query[ResultSheet]):
    """The results of everybody on the roll of a cohort, by name."""

    needs = Permission.RESULTS_VIEW
    reads = frozenset({"attempt", "enrolment", "trainee", "cohort", "component", "requirement", "grade_band",
                       "certificate"})

    cohort_id: int

    def rows(self, work: Work) -> Sequence[ResultSheet]:
        check_own(work, self.cohort_id)
        detail = course_detail(work, work.get(Cohort, self.cohort_id).course_id)
        roll = {r.enrolment_id: r for r in read_roll(work, self.cohort_id, everyone=False)}
        tries = read_tries(work, roll)
        locked = locked_enrolments(work.session, roll)
        rows = tuple(result_row(detail, tries, r.enrolment_id, r.trainee_id, r.name, r.enrolment_id in locked)
                     for r in roll.values())
        return [ResultSheet(self.cohort_id, detail.components, detail.grades, total_limit(detail), rows)]
