"""Capstone projects: criteria of a cohort, teams, scores of the panel, and the final score, exact.

A project's score of 100 is the weighted mean of its criteria, each in per cent of its highest score and averaged over
the judges who scored it; it is unknown while a criterion has no score at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

from sqlalchemy import select

from app.cohorts.queries import check_own, read_roll
from app.cohorts.records import Cohort
from app.i18n import language
from app.office.command import Query, Work
from app.office.permissions import Permission
from app.programmes.queries import ComponentRow, course_detail
from app.results.queries import read_tries
from app.results.records import Capstone, CapstoneMember, Criterion, PanelScore
from app.results.rules import Try

FINAL = ("submitted", "verified", "locked")  # stages after which a score is no longer carried over


@dataclass(frozen=True)
class CriterionRow:
    """What the panel scores."""

    id: int
    position: int
    title: str
    title_ms: str
    max_score: Decimal
    weight: Decimal

    def shown(self) -> str:
        """The title in the language in use."""
        return (self.title_ms if language() == "ms" else "") or self.title


@dataclass(frozen=True)
class MemberRow:
    """A member of a team."""

    enrolment_id: int
    name: str
    role: str
    recorded: Try | None = None  # what stands for him in the component it feeds


@dataclass(frozen=True)
class ProjectRow:
    """A project with its team and scores."""

    id: int
    version: int
    title: str
    owner: str
    supervisor: str
    component_id: int | None
    presented_on: date | None
    place: str
    award: str
    note: str
    members: tuple[MemberRow, ...]
    scores: Mapping[tuple[int, str], Decimal]  # (criterion, judge) -> score
    score: Fraction | None  # of 100

    @property
    def judges(self) -> tuple[str, ...]:
        """Who scored it, by name."""
        return tuple(sorted({judge for _c, judge in self.scores}))

    @property
    def team(self) -> str:
        """The members in one line."""
        return ", ".join(m.name for m in self.members)


@dataclass(frozen=True)
class CapstoneSheet:
    """The projects of a cohort and what is needed to record them."""

    cohort_id: int
    criteria: tuple[CriterionRow, ...]
    projects: tuple[ProjectRow, ...]
    components: tuple[ComponentRow, ...]  # which a score may feed
    people: tuple[tuple[int, str], ...]  # enrolment and name of everybody on the roll


def final_score(criteria: Sequence[CriterionRow], scores: Mapping[tuple[int, str], Decimal]) -> Fraction | None:
    """The score of 100; None while a criterion that weighs has no score."""
    gained = weights = Fraction(0)
    for one in criteria:
        if one.weight <= 0:
            continue
        given = [Fraction(s) for (key, _judge), s in scores.items() if key == one.id]
        if not given:
            return None
        weight = Fraction(one.weight)
        gained += weight * sum(given, Fraction(0)) / len(given) / Fraction(one.max_score)
        weights += weight
    return gained * 100 / weights if weights else None


def mark_of(score: Fraction, component: ComponentRow) -> Decimal:
    """The score as a mark of a component, cut to two decimals."""
    value = score * Fraction(component.max_mark) / 100
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.01"), ROUND_DOWN)


def read_criteria(work: Work, cohort_id: int) -> tuple[CriterionRow, ...]:
    """The criteria of a cohort in their order."""
    return tuple(CriterionRow(c.id, c.position, c.title, c.title_ms, c.max_score, c.weight)
                 for c in work.session.scalars(select(Criterion).where(Criterion.cohort_id == cohort_id).order_by(
                     Criterion.position, Criterion.id)))


def feeding(components: Sequence[ComponentRow]) -> tuple[ComponentRow, ...]:
    """The components a score may feed: those with marks, projects first."""
    return tuple(sorted((c for c in components if c.scale not in ("competency", "pass")),
                        key=lambda c: (c.kind != "project", c.position)))


def read_capstones(work: Work, cohort_id: int) -> CapstoneSheet:
    """Read inside a transaction; projects by title."""
    criteria = read_criteria(work, cohort_id)
    roll = read_roll(work, cohort_id, everyone=False)
    names = {r.enrolment_id: r.name for r in roll}
    detail = course_detail(work, work.get(Cohort, cohort_id).course_id)
    projects = list(work.session.scalars(select(Capstone).where(Capstone.cohort_id == cohort_id).order_by(
        Capstone.title, Capstone.id)))
    keys = [p.id for p in projects]
    members: dict[int, list[CapstoneMember]] = {}
    for member in work.session.scalars(select(CapstoneMember).where(CapstoneMember.capstone_id.in_(keys)).order_by(
            CapstoneMember.id)):
        members.setdefault(member.capstone_id, []).append(member)
    scores: dict[int, dict[tuple[int, str], Decimal]] = {}
    for one in work.session.scalars(select(PanelScore).where(PanelScore.capstone_id.in_(keys))):
        scores.setdefault(one.capstone_id, {})[one.criterion_id, one.judge] = one.score
    tries = read_tries(work, {m.enrolment_id for found in members.values() for m in found})
    rows = []
    for p in projects:
        mine = scores.get(p.id, {})
        team = tuple(MemberRow(m.enrolment_id, names.get(m.enrolment_id, ""), m.role,
                               _latest(tries.get((m.enrolment_id, p.component_id or 0), ())))
                     for m in members.get(p.id, ()))
        rows.append(ProjectRow(p.id, p.version, p.title, p.owner, p.supervisor, p.component_id, p.presented_on,
                               p.place, p.award, p.note, team, mine, final_score(criteria, mine)))
    return CapstoneSheet(cohort_id, criteria, tuple(rows), feeding(detail.components),
                         tuple((r.enrolment_id, r.name) for r in roll))


def _latest(tries: Sequence[Try]) -> Try | None:
    return max((t for t in tries if t.state != "booked"), key=lambda t: t.number, default=None)


@dataclass(frozen=True, kw_only=True)
class Capstones(Query[CapstoneSheet]):
    """The projects of a cohort."""

    needs = Permission.RESULTS_VIEW
    reads = frozenset({"capstone", "capstone_member", "capstone_criterion", "panel_score", "enrolment", "trainee",
                       "attempt", "component"})

    cohort_id: int

    def rows(self, work: Work) -> Sequence[CapstoneSheet]:
        check_own(work, self.cohort_id)
        return [read_capstones(work, self.cohort_id)]
