"""Who qualifies, who does not and why: one frozen row per enrolment."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select

from app.attendance.queries import attendance_figures
from app.cohorts.queries import CohortWhole, RollRow, check_own, read_cohort, read_roll
from app.completion.records import Decision, Override
from app.completion.rules import Finding, Waiver, attendance_finding, findings, open_findings
from app.completion.words import decision_word, requirement_chips
from app.i18n import _
from app.office.command import Query, Work, chunks
from app.office.permissions import Permission
from app.programmes.queries import CourseDetail, course_detail
from app.results.assessment import must_be_verified
from app.results.queries import read_tries, standings_of, total_limit
from app.results.rules import Outcome, is_checked, outcome, shown_total, total


@dataclass(frozen=True)
class DecisionRow:
    """What was decided of an enrolment."""

    kind: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class CompletionRow:
    """An enrolment with every requirement, the figures beside, and what was decided."""

    enrolment_id: int
    trainee_id: int
    name: str
    certificate_name: str
    findings: tuple[Finding, ...]
    attendance: Finding  # also where the course does not require it
    total: Fraction | None
    outcome: Outcome
    decision: DecisionRow | None

    @property
    def total_text(self) -> str:
        """'75.0', '' when there is none."""
        return shown_total(self.total)

    @property
    def grade_text(self) -> str:
        """The grade in words, '' without one."""
        return self.outcome.grade.shown() if self.outcome.grade else ""

    @property
    def qualifies(self) -> bool:
        """Whether every requirement is met and nothing else was decided."""
        return not self.why_not("completion")

    @property
    def proposed(self) -> str:
        """The kind of certificate that the decision points to: attendance, completion, or ''."""
        if self.decision is not None and self.decision.kind == "attended_only":
            return "" if self.why_not("attendance") else "attendance"
        return "completion" if self.qualifies else ""

    def open(self) -> list[Finding]:
        """The requirements that are not met or not yet known."""
        return open_findings(self.findings)

    def why_not(self, kind: str) -> list[str]:
        """Why no certificate of this kind may be issued, a sentence each; empty when it may."""
        decided = self.decision.kind if self.decision else "pending"
        told: list[str] = []
        if decided not in ("pending", "completed") and not (
                decided == "attended_only" and kind in ("attendance", "participation")):
            told.append(_("Decided: {decision}").format(decision=decision_word(decided)))
        if kind == "award":  # a decision of people, not of figures
            return told
        if kind == "participation":
            figure = self.attendance.figure
            if figure is None or not figure.attended:
                told.append(_("No session attended"))
            return told
        asked = self.attendance_open() if kind == "attendance" else self.open()
        return told + [f.words() for f in asked]

    def attendance_open(self) -> list[Finding]:
        """The attendance, when it is not met or not yet known."""
        return open_findings([self._attendance()])

    def _attendance(self) -> Finding:
        return next((f for f in self.findings if f.kind == "attendance"), self.attendance)


@dataclass(frozen=True)
class CompletionSheet:
    """A cohort with what it takes to qualify, and everybody on its roll by name."""

    cohort: CohortWhole
    course: CourseDetail
    rows: tuple[CompletionRow, ...]

    def chips(self) -> Sequence[str]:
        """What it takes to qualify, one short phrase each."""
        return requirement_chips(self.course, self.cohort.policy)


def read_completion(work: Work, cohort_id: int, only: int | None = None) -> CompletionSheet:
    """Completion of the roll (or of one enrolment on it), read inside a transaction."""
    cohort = read_cohort(work, cohort_id)
    detail = course_detail(work, cohort.course_id)
    roll = {r.enrolment_id: r for r in read_roll(work, cohort_id, everyone=False, only=only)}
    tries = read_tries(work, roll)
    figures = attendance_figures(work, cohort_id, only)
    waivers = _waivers(work, roll)
    decisions = _decisions(work, roll)
    strict = must_be_verified(work)
    rows = []
    for key, person in roll.items():
        standings = standings_of(detail, tries, key)
        unchecked = {c.id for c in detail.components if strict and not is_checked(
            c, standings[c.id], tries.get((key, c.id), ()))}
        found = findings(detail, figures.get(key), standings, waivers.get(key, {}), unchecked)
        value = total(detail.components, standings)
        rows.append(_row(person, found, attendance_finding(figures.get(key)), value,
                         outcome(detail.components, standings, value, detail.grades, total_limit(detail)),
                         decisions.get(key)))
    return CompletionSheet(cohort, detail, tuple(rows))


def _row(person: RollRow, found: tuple[Finding, ...], attendance: Finding, value: Fraction | None, result: Outcome,
         decision: DecisionRow | None) -> CompletionRow:
    return CompletionRow(person.enrolment_id, person.trainee_id, person.name, person.certificate_name, found,
                         attendance, value, result, decision)


def _waivers(work: Work, enrolment_ids: Collection[int]) -> dict[int, dict[int, Waiver]]:
    found: dict[int, dict[int, Waiver]] = {}
    for part in chunks(sorted(enrolment_ids)):
        for o in work.session.scalars(select(Override).where(Override.enrolment_id.in_(part))):
            found.setdefault(o.enrolment_id, {})[o.requirement_id] = Waiver(o.reason, o.by, o.at)
    return found


def _decisions(work: Work, enrolment_ids: Collection[int]) -> dict[int, DecisionRow]:
    found: dict[int, DecisionRow] = {}
    for part in chunks(sorted(enrolment_ids)):
        for d in work.session.scalars(select(Decision).where(Decision.enrolment_id.in_(part))):
            found[d.enrolment_id] = DecisionRow(d.kind, d.reason, d.by, d.at)
    return found


@dataclass(frozen=True, kw_only=True)
class Completion(Query[CompletionSheet]):
    """Who of a cohort qualifies, who does not and why."""

    needs = Permission.COMPLETION_VIEW
    reads = frozenset({"attempt", "enrolment", "trainee", "cohort", "component", "requirement", "grade_band", "mark",
                       "class_session", "attendance_credit", "requirement_override", "decision", "setting"})

    cohort_id: int

    def rows(self, work: Work) -> Sequence[CompletionSheet]:
        check_own(work, self.cohort_id)
        return [read_completion(work, self.cohort_id)]
