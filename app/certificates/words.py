"""The states of a certificate in words, the same everywhere: on screen, in Excel, on the command line."""

from __future__ import annotations

from datetime import date

from app.i18n import N_, _, ngettext

STATES = {
    "ready": N_("Ready to issue"),
    "valid": N_("Valid"),
    "replaced": N_("Replaced"),
    "superseded": N_("Earlier print"),
    "expired": N_("Expired"),
    "void": N_("Void"),
    "legacy": N_("Old paper"),
}
"""Where a certificate stands. A replaced one is valid: its later print is."""

PLACES = {"issued": N_("Not handed out"), "collected": N_("Collected"), "posted": N_("Posted")}
"""Where the paper is."""


def standing(state: str, *, legacy: bool, replaced: bool, expires_on: date | None, today: date) -> str:
    """A key of STATES from what the record holds."""
    if state == "void":
        return "void"
    if expires_on is not None and expires_on < today:
        return "expired"
    if legacy:
        return "legacy"
    return "replaced" if replaced else "valid"


def state_word(state: str) -> str:
    """Where it stands, in words."""
    return _(STATES[state])


def place_word(state: str, prints: int) -> str:
    """Where the paper is, in words; '' while there is none, or when it is void."""
    return _(PLACES[state]) if state in ("collected", "posted") or (prints and state in PLACES) else ""


def printed_word(prints: int) -> str:
    """How often it was printed."""
    if not prints:
        return _("Not printed")
    return ngettext("Printed {n} time", "Printed {n} times", prints).format(n=prints)
