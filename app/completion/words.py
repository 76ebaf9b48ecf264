"""Decisions, certificate kinds and requirements in words."""

from __future__ import annotations

from collections.abc import Sequence

from app.cohorts.policy import Policy
from app.i18n import N_, _
from app.programmes.queries import CourseDetail

DECISION_LABELS = {
    "completed": N_("Completed"), "attended_only": N_("Completed, attendance only"), "failed": N_("Failed"),
    "attendance_short": N_("Not enough attendance"), "withdrew": N_("Withdrew"), "deferred": N_("Deferred"),
    "pending": N_("Not decided yet"),
}
KIND_LABELS = {
    "completion": N_("Certificate of completion"), "attendance": N_("Certificate of attendance"),
    "achievement": N_("Certificate of achievement"), "participation": N_("Certificate of participation"),
    "award": N_("Certificate of award"),
}


def decision_word(kind: str) -> str:
    """A decision in words."""
    return _(DECISION_LABELS.get(kind, kind))


def kind_word(kind: str) -> str:
    """A kind of certificate in words."""
    return _(KIND_LABELS.get(kind, kind))


def requirement_chips(detail: CourseDetail, policy: Policy) -> Sequence[str]:
    """What it takes to qualify, one short phrase each: 'Attendance 80 % or more', 'Every pass mark met'."""
    found: list[str] = []
    names = {c.id: c.shown() for c in detail.components}
    asked = [r for r in detail.requirements if r.kind == "component"]
    marked = {c.id for c in detail.components if c.must_pass}
    every = any(r.component_id is None for r in asked) or (
        len(asked) > 1 and marked <= {r.component_id for r in asked})
    for requirement in detail.requirements:
        if requirement.kind == "attendance":
            found.append(_("Attendance {n} % or more").format(n=policy.threshold) if policy.allowed_misses is None
                         else _("Attendance: {limit}").format(limit=policy.limit))
        elif requirement.kind == "total" and requirement.limit is not None:
            found.append(_("Total {limit} or more").format(limit=f"{requirement.limit.normalize():f}"))
        elif requirement.kind == "component":
            phrase = (_("Every pass mark met") if every
                      else _("{title} passed").format(title=names.get(requirement.component_id or 0, "")))
            if phrase not in found:
                found.append(phrase)
    return found
