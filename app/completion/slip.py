"""The result slips of a cohort as facts: who, what, in which try, attendance, decision, and whether it is verified."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import select

from app.centre.queries import CentreRow, centre_row
from app.cohorts.queries import CohortWhole, check_own, read_roll
from app.completion.assessed import Line, grade_key, lines_of
from app.completion.queries import CompletionRow, read_completion
from app.completion.words import decision_word
from app.exchange.pen import Both, each
from app.office.command import Query, Work, chunks
from app.office.permissions import Permission
from app.programmes.queries import CourseDetail
from app.results.queries import read_tries, standings_of
from app.results.records import Attempt
from app.results.rules import Standing, unit_outcomes

FINAL = ("verified", "locked")


@dataclass(frozen=True)
class UnitLine:
    """A unit with its own outcome."""

    code: str
    title: Both
    outcome: str  # T, BT, none


@dataclass(frozen=True)
class Slip:
    """Everything a slip prints."""

    centre: CentreRow | None
    cohort: CohortWhole
    course: CourseDetail
    enrolment_id: int
    name: str
    number: str
    identity: str
    lines: tuple[Line, ...]
    units: tuple[UnitLine, ...]
    total: Fraction | None
    grade: Both
    attendance: str
    decision: Both
    decided_on: date | None
    verified: bool
    printed_on: date
    key: tuple[tuple[Both, str], ...]


def identity_shown(work: Work, policy: str) -> bool | None:
    """How identity numbers stand on papers of results: in full (True), masked (False), not at all (None). In full
    only for whoever may see them."""
    if policy == "none":
        return None
    return policy == "full" and work.actor.may(Permission.IDENTITY_FULL)


def unverified(work: Work, enrolment_ids: Collection[int]) -> set[int]:
    """Enrolments with a result that nobody has verified yet, and those without any."""
    stages: dict[int, set[str]] = {key: set() for key in enrolment_ids}
    for part in chunks(sorted(enrolment_ids)):
        for key, stage in work.session.execute(
                select(Attempt.enrolment_id, Attempt.stage).where(
                    Attempt.enrolment_id.in_(part), Attempt.state != "booked")):
            stages[key].add(stage)
    return {key for key, found in stages.items() if not found or found - set(FINAL)}


def unit_lines(detail: CourseDetail, standings: Mapping[int, Standing]) -> tuple[UnitLine, ...]:
    """The outcome of each unit: competent when all of it is passed, not yet when one part failed."""
    return tuple(UnitLine(u.unit.code, (u.unit.title_ms or u.unit.title, u.unit.title),
                          "none" if u.met is None else "T" if u.met else "BT")
                 for u in unit_outcomes(detail.units, detail.components, standings))


def read_slips(work: Work, cohort_id: int, only: Collection[int] = ()) -> list[Slip]:
    """Slips by name, read inside a transaction; of all on the roll, or of these enrolments."""
    single = next(iter(only)) if len(only) == 1 else None
    sheet = read_completion(work, cohort_id, single)
    centre = centre_row(work)
    policy = identity_shown(work, centre.identity_on_certificate if centre else "full")
    roll = {r.enrolment_id: r for r in read_roll(work, cohort_id, full=bool(policy), everyone=False, only=single)}
    rows = [r for r in sheet.rows if not only or r.enrolment_id in only]
    keys = [r.enrolment_id for r in rows]
    tries = read_tries(work, keys)
    standings = [(key, standings_of(sheet.course, tries, key)) for key in keys]
    open_ = unverified(work, keys)
    key = tuple(grade_key(sheet.course.grades))
    found = []
    for row, (_key, mine) in zip(rows, standings, strict=True):
        person = roll[row.enrolment_id]
        grade = row.outcome.grade
        figure = row.attendance.figure
        found.append(Slip(
            centre, sheet.cohort, sheet.course, row.enrolment_id, row.name, person.number,
            person.identity if policy is not None else "", lines_of(sheet.course, mine),
            unit_lines(sheet.course, mine), row.total,
            (grade.title_ms or grade.title, grade.title) if grade else ("", ""),
            figure.text if figure is not None else "", *_decision(row), row.enrolment_id not in open_, work.today,
            key))
    return found


def _decision(row: CompletionRow) -> tuple[Both, date | None]:
    kind = row.decision.kind if row.decision else "pending"
    from app.i18n import local_time

    return each(lambda: decision_word(kind)), local_time(row.decision.at).date() if row.decision else None


@dataclass(frozen=True, kw_only=True)
class Slips(Query[Slip]):
    """The result slips of a cohort, or of some of it."""

    needs = Permission.RESULTS_VIEW
    reads = frozenset({"attempt", "enrolment", "trainee", "identity", "cohort", "component", "requirement",
                       "grade_band", "mark", "class_session", "decision", "centre"})

    cohort_id: int
    only: tuple[int, ...] = ()

    def rows(self, work: Work) -> Sequence[Slip]:
        check_own(work, self.cohort_id)
        return read_slips(work, self.cohort_id, self.only)
