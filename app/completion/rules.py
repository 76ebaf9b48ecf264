"""Requirement -> outcome: met, not met or not yet known, each with value, limit and a sentence. Pure, no database."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from app.attendance.figures import Figure, units
from app.i18n import _, ngettext, short_day, short_month
from app.programmes.queries import ComponentRow, CourseDetail, RequirementRow
from app.results.rules import Standing, shown_mark, shown_total, total, weighted

Result = Literal["met", "not_met", "unknown"]
KINDS = ("completion", "attendance", "achievement", "participation", "award")
"""Certificates that a centre prints for an enrolment."""
DECISIONS = ("completed", "attended_only", "failed", "attendance_short", "withdrew", "deferred", "pending")


@dataclass(frozen=True)
class Waiver:
    """A requirement that a person has waived."""

    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Finding:
    """One requirement of one enrolment. `measured` is the outcome before a waiver."""

    requirement_id: int  # 0 for what the course does not require but is shown
    kind: str  # attendance, component, total, none
    measured: Result
    value: str = ""
    limit: str = ""
    component: ComponentRow | None = None
    figure: Figure | None = None
    standing: Standing | None = None
    missing: tuple[ComponentRow, ...] = ()  # weighted components without a result
    failed: int = 0  # single marks below their pass mark
    unchecked: tuple[ComponentRow, ...] = ()  # with a result that would count, were it verified
    waiver: Waiver | None = None

    @property
    def outcome(self) -> Result:
        """Met when it is, or when it was waived."""
        return "met" if self.waiver else self.measured

    def head(self) -> str:
        """The fact: 'Attendance 75.0 %', 'Final exam 44', 'Lab practical 2 has no mark'."""
        if self.kind == "attendance":
            return _("Attendance {value}").format(value=self.value) if self.value else _("No attendance yet")
        if self.kind == "total":
            return (_("Weighted total {value}").format(value=self.value) if self.value
                    else _("Weighted total not yet known"))
        if self.component is None or self.standing is None:
            return _("The course has no completion requirements")
        return _component_head(self.component, self.standing)

    def tail(self) -> str:
        """What was needed, after the head: 'needs 80 %', 'pass mark 50', 'absent on 9 Jul'; may be ''."""
        if self.kind in ("attendance", "total"):
            return _("needs {limit}").format(limit=self.limit)
        if self.component is None or self.standing is None:
            return ""
        if self.standing.kind == "absent" and self.standing.counts and self.standing.counts.on_date:
            return _("absent on {date}").format(date=day_month(self.standing.counts.on_date))
        if self.component.scale == "mark" and self.limit and self.value:
            return _("pass mark {limit}").format(limit=self.limit)
        return ""

    def detail(self) -> str:
        """The second line: 'Attended 15 of 20 sessions', 'Resit booked Tue 21 Jul', 'Every single mark passed'."""
        if self.waiver:
            return _("Waived by {name}: {reason}").format(name=self.waiver.by, reason=self.waiver.reason)
        if self.kind == "attendance" and self.figure is not None:
            return _attendance_detail(self.figure)
        if self.kind == "total":
            return _total_detail(self)
        if self.unchecked:
            return _("Not verified yet")
        if self.component is None or self.standing is None:
            return _("Set them in the course, then issue.")
        return _component_detail(self.standing)

    def words(self) -> str:
        """All of it in one line."""
        first = ", ".join(p for p in (self.head(), self.tail()) if p)
        return ". ".join(p for p in (first, self.detail()) if p)


def day_month(day: date, *, weekday: bool = False) -> str:
    """'9 Jul', or 'Tue 21 Jul'."""
    text = f"{day.day} {short_month(day.month)}"
    return f"{short_day(day.weekday())} {text}" if weekday else text


def _component_head(component: ComponentRow, standing: Standing) -> str:
    title = component.shown()
    if standing.kind == "exempt":
        return _("{title} exempt").format(title=title)
    if standing.counts is None or standing.kind == "absent":
        return (_("{title} has no mark") if component.scale == "mark" else _("{title} is not judged yet")).format(
            title=title)
    if component.scale == "competency":
        competent = standing.counts.competency == "T"
        return (_("{title} competent") if competent else _("{title} not yet competent")).format(title=title)
    return f"{title} {shown_mark(standing.counts.mark)}"


def _component_detail(standing: Standing) -> str:
    if standing.met:
        return ""
    if standing.booked and standing.booked.on_date:
        sentence = (_("Resit booked {date}") if standing.counts is not None or standing.booked.number > 1
                    else _("Booked {date}"))
        return sentence.format(date=day_month(standing.booked.on_date, weekday=True))
    return _("No resit booked") if standing.kind in ("failed", "absent") else ""


def _attendance_detail(figure: Figure) -> str:
    if not figure.counted:
        return ""
    unit = (_("Attended {attended} of {counted} minutes") if figure.policy.basis == "minutes"
            else _("Attended {attended} of {counted} sessions"))
    parts = [unit.format(attended=units(figure.attended), counted=units(figure.counted))]
    if figure.reaches is False and figure.policy.basis == "sessions":
        parts.append(_("{n} needed").format(n=figure.needed))
    if figure.unmarked:
        parts.append(ngettext("{n} session not marked", "{n} sessions not marked", figure.unmarked).format(
            n=figure.unmarked))
    if figure.to_come:
        parts.append(ngettext("{n} session to come", "{n} sessions to come", figure.to_come).format(n=figure.to_come))
    return ", ".join(parts)


def _total_detail(finding: Finding) -> str:
    if finding.missing:
        return _("No result in {titles}").format(titles=", ".join(c.shown() for c in finding.missing))
    if finding.unchecked:
        return _("Not verified yet: {titles}").format(titles=", ".join(c.shown() for c in finding.unchecked))
    if finding.failed:
        return ngettext("{n} mark below its pass mark", "{n} marks below their pass mark", finding.failed).format(
            n=finding.failed)
    return _("Every single mark passed")


def attendance_finding(figure: Figure | None, requirement_id: int = 0) -> Finding:
    """Attendance against the cohort's policy."""
    if figure is None:
        return Finding(requirement_id, "attendance", "unknown")
    result: Result = "met" if figure.outcome == "met" else "not_met" if figure.outcome == "not_met" else "unknown"
    return Finding(requirement_id, "attendance", result, figure.text, figure.policy.limit, figure=figure)


def component_finding(component: ComponentRow, standing: Standing, requirement_id: int = 0,
                      unchecked: bool = False) -> Finding:
    """A component against its pass mark; not yet known while its result has to be verified first."""
    result: Result = "unknown" if standing.met is None or unchecked else "met" if standing.met else "not_met"
    value = ""
    if standing.counts is not None and standing.counts.has_result:
        value = shown_mark(standing.counts.mark) or standing.counts.competency
    return Finding(requirement_id, "component", result, value, shown_mark(component.pass_mark), component,
                   standing=standing, unchecked=(component,) if unchecked else ())


def total_finding(detail: CourseDetail, standings: Mapping[int, Standing], limit: Decimal,
                  requirement_id: int = 0, unchecked: Collection[int] = ()) -> Finding:
    """The weighted total against its limit, compared exactly."""
    value = total(detail.components, standings)
    missing = tuple(c for c in weighted(detail.components)
                    if standings[c.id].kind != "exempt" and standings[c.id].met is None)
    failed = sum(1 for c in detail.components if standings[c.id].met is False)
    waits = tuple(c for c in weighted(detail.components) if c.id in unchecked)
    result: Result = "unknown" if value is None or waits else "met" if value >= Fraction(limit) else "not_met"
    return Finding(requirement_id, "total", result, shown_total(value), f"{limit:.1f}", missing=missing, failed=failed,
                   unchecked=waits)


def findings(detail: CourseDetail, figure: Figure | None, standings: Mapping[int, Standing],
             waivers: Mapping[int, Waiver], unchecked: Collection[int] = ()) -> tuple[Finding, ...]:
    """Every requirement of the course, in its order. A course without requirements is not yet known.

    `unchecked`: components whose result does not count before it is verified.
    """
    found = [f for r in detail.requirements for f in _of(r, detail, figure, standings, unchecked)]
    if not found:
        return (Finding(0, "none", "unknown"),)
    return tuple(replace(f, waiver=waivers.get(f.requirement_id)) for f in found)


def _of(requirement: RequirementRow, detail: CourseDetail, figure: Figure | None,
        standings: Mapping[int, Standing], unchecked: Collection[int]) -> list[Finding]:
    if requirement.kind == "attendance":
        return [attendance_finding(figure, requirement.id)]
    if requirement.kind == "total":
        return [total_finding(detail, standings, requirement.limit or Decimal(0), requirement.id, unchecked)]
    wanted = [c for c in detail.components
              if (c.id == requirement.component_id if requirement.component_id else c.must_pass)]
    return [component_finding(c, standings[c.id], requirement.id, c.id in unchecked) for c in wanted]


def open_findings(found: Sequence[Finding]) -> list[Finding]:
    """What keeps an enrolment from qualifying. An unknown total is left out when what it lacks is named anyway."""
    left = [f for f in found if f.outcome != "met"]
    named = {f.component.id for f in left if f.component is not None}
    return [f for f in left if not (f.kind == "total" and f.measured == "unknown" and (f.missing or f.unchecked)
                                    and {c.id for c in (*f.missing, *f.unchecked)} <= named)]
