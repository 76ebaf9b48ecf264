"""Kinds, ways and parts of sessions in words, and what a session may be."""

from __future__ import annotations

from app.i18n import N_, _

PART_WORDS = {"AM": N_("Morning"), "PM": N_("Afternoon"), "EVE": N_("Evening"), "FULL": N_("Full day")}
STATE_WORDS = {"planned": N_("To come"), "taken": N_("Register taken"), "closed": N_("Closed"),
               "due": N_("Not marked"), "postponed": N_("Postponed"), "cancelled": N_("Cancelled")}
SESSION_MODES = ("onsite", "online")


def part_word(part: str) -> str:
    """A part of the day in words."""
    return _(PART_WORDS.get(part, part))


def state_word(state: str) -> str:
    """What has become of a session, in words."""
    return _(STATE_WORDS.get(state, state))
