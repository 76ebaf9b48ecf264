"""States and ways of meeting, in words."""

from __future__ import annotations

from app.i18n import N_, _

COHORT_STATUSES = {"planned": N_("Planned"), "running": N_("Running"), "finished": N_("Finished"),
                   "closed": N_("Closed"), "cancelled": N_("Cancelled")}
MODES = {"onsite": N_("On site"), "online": N_("Online"), "hybrid": N_("Hybrid"), "overseas": N_("Overseas")}
ENROLMENT_STATUSES = {
    "nominated": N_("Nominated"), "active": N_("Active"), "withdrawn": N_("Withdrawn"),
    "dismissed": N_("Dismissed"), "transferred": N_("Transferred"), "replaced": N_("Replaced"),
    "deferred": N_("Deferred"), "finished": N_("Completed the course days"),
}
ON_ROLL = ("nominated", "active", "finished")
"""Enrolments that take a place; the others have left."""


def cohort_status(status: str) -> str:
    """The state of a cohort in words."""
    return _(COHORT_STATUSES.get(status, status))


def mode_word(mode: str) -> str:
    """How a cohort meets, in words."""
    return _(MODES.get(mode, mode))


def enrolment_status(status: str) -> str:
    """The state of an enrolment in words."""
    return _(ENROLMENT_STATUSES.get(status, status))


SESSION_KINDS = {
    "theory": N_("Theory"), "practical": N_("Practical"), "study_visit": N_("Study visit"),
    "company_visit": N_("Company visit"), "capstone": N_("Capstone"), "exam": N_("Exam"), "ceremony": N_("Ceremony"),
}
"""What a session may be, in the order of a choice."""


def session_kind_word(kind: str) -> str:
    """A kind of session in words."""
    return _(SESSION_KINDS.get(kind, kind))
