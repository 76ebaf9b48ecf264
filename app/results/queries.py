"""The results of a cohort as one frozen grid."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import select

from app.cohorts.locks import locked_enrolments
from app.cohorts.queries import read_roll
from app.cohorts.records import Cohort
from app.office.command import Query, Work, chunks
from app.office.permissions import Permission
from app.programmes.queries import ComponentRow, CourseDetail, GradeRow, UnitRow, course_detail
from app.results.assessors import assesses, check_results, is_own, read_assessors
from app.results.records import Amendment, Appeal, Attempt
from app.results.rules import Outcome, Standing, Try, UnitOutcome, outcome, standing, total, unit_outcomes

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
    units: tuple[UnitOutcome, ...] = ()


@dataclass(frozen=True)
class ResultSheet:
    """The whole grid."""

    cohort_id: int
    components: tuple[ComponentRow, ...]
    grades: tuple[GradeRow, ...]
    limit: Decimal | None  # the weighted total that is required
    rows: tuple[ResultRow, ...]
    units: tuple[UnitRow, ...] = ()
    assessors: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # component -> names, where some are named
    mine: frozenset[int] = frozenset()  # components whose results the actor may enter


def read_tries(work: Work, enrolment_ids: Collection[int]) -> dict[tuple[int, int], tuple[Try, ...]]:
    """(enrolment, component) -> tries in order, read inside a transaction."""
    found: dict[tuple[int, int], list[Try]] = {}
    for part in chunks(sorted(enrolment_ids)):
        rows = work.session.execute(
            select(Attempt.enrolment_id, Attempt.component_id, Attempt.number, Attempt.state, Attempt.mark,
                   Attempt.competency, Attempt.on_date, Attempt.remark, Attempt.entered_by, Attempt.stage,
                   Attempt.assessor, Attempt.evidence, Attempt.id, Attempt.verified_by)
            .where(Attempt.enrolment_id.in_(part)).order_by(Attempt.number)).all()
        amended, appeals = _signs(work, [r.id for r in rows if r.stage != "draft"])
        for r in rows:
            found.setdefault((r.enrolment_id, r.component_id), []).append(
                Try(r.number, r.state, r.mark, r.competency, r.on_date, r.remark, r.entered_by, r.stage, r.assessor,
                    r.evidence, r.id, r.verified_by, r.id in amended, appeals.get(r.id, "")))
    return {key: tuple(tries) for key, tries in found.items()}


def _signs(work: Work, attempts: Sequence[int]) -> tuple[set[int], dict[int, str]]:
    """Which of these tries were amended, and the state of the latest appeal against them."""
    amended: set[int] = set()
    appeals: dict[int, str] = {}
    for part in chunks(sorted(attempts)):
        amended.update(work.session.scalars(select(Amendment.attempt_id).where(Amendment.attempt_id.in_(part))))
        appeals.update(work.session.execute(
            select(Appeal.attempt_id, Appeal.state).where(Appeal.attempt_id.in_(part)).order_by(Appeal.id)).all())
    return amended, appeals


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
                     outcome(detail.components, standings, value, detail.grades, total_limit(detail)), locked,
                     unit_outcomes(detail.units, detail.components, standings))


@dataclass(frozen=True, kw_only=True)
class ResultsGrid(Query[ResultSheet]):
    """The results of everybody on the roll of a cohort, by name."""

    needs = Permission.RESULTS_VIEW
    reads = frozenset({"attempt", "enrolment", "trainee", "cohort", "component", "requirement", "grade_band",
                       "certificate", "amendment", "appeal", "assessor", "course_unit"})

    cohort_id: int

    def rows(self, work: Work) -> Sequence[ResultSheet]:
        check_results(work, self.cohort_id)
        detail = course_detail(work, work.get(Cohort, self.cohort_id).course_id)
        roll = {r.enrolment_id: r for r in read_roll(work, self.cohort_id, everyone=False)}
        tries = read_tries(work, roll)
        locked = locked_enrolments(work.session, roll)
        rows = tuple(result_row(detail, tries, r.enrolment_id, r.trainee_id, r.name, r.enrolment_id in locked)
                     for r in roll.values())
        named = read_assessors(work, self.cohort_id)
        own = is_own(work, self.cohort_id)
        mine = frozenset(c.id for c in detail.components if assesses(work.actor, named.get(c.id, ()))
                         and (own or c.id in named))
        return [ResultSheet(self.cohort_id, detail.components, detail.grades, total_limit(detail), rows, detail.units,
                            {key: tuple(name for name, _user in found) for key, found in named.items()}, mine)]
