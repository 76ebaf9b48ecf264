"""States and stages of results in words."""

from __future__ import annotations

from app.i18n import N_, _

STATE_WORDS = {"sat": N_("Sat"), "absent": N_("Absent"), "excused": N_("Excused"), "withheld": N_("Withheld"),
               "exempt": N_("Exempt"), "deferred": N_("Deferred"), "booked": N_("Booked")}
STAGE_WORDS = {"draft": N_("Draft"), "submitted": N_("Submitted"), "verified": N_("Verified"), "locked": N_("Locked")}
APPEAL_WORDS = {"open": N_("Appeal open"), "upheld": N_("Appeal upheld"), "dismissed": N_("Appeal dismissed"),
                "withdrawn": N_("Appeal withdrawn")}


def state_word(state: str) -> str:
    """How an assessment was met, in words."""
    return _(STATE_WORDS.get(state, state))


def stage_word(stage: str) -> str:
    """How far a result has been checked, in words."""
    return _(STAGE_WORDS.get(stage, stage))


def appeal_word(state: str) -> str:
    """What became of an appeal, in words."""
    return _(APPEAL_WORDS.get(state, state))
