"""The columns of the register, said once for screen and Excel, and the words of states."""

from __future__ import annotations

from app.certificates.queries import CertificateRow
from app.completion.words import kind_word
from app.exchange.columns import Column
from app.i18n import N_, _, show_date
from ui.kit.look import MUTED, Look

STATES = {"issued": (N_("Valid"), "ok", "circle-check"), "collected": (N_("Valid, collected"), "ok", "circle-check"),
          "superseded": (N_("Replaced"), "neutral", "replace"), "void": (N_("Void"), "danger", "ban")}


def state_word(state: str) -> str:
    """The state in words."""
    return _(STATES[state][0])


def state_look(row: CertificateRow) -> Look:
    """Valid is icon and words; void is a pill."""
    _words, tone, icon = STATES[row.state]
    return Look(tone, icon, pill=row.state in ("void", "superseded"))


def paper_word(state: str) -> str:
    """The state of the paper; whether it has been handed over has a column of its own."""
    return state_word("issued" if state == "collected" else state)


def collected_word(row: CertificateRow) -> str:
    """Whether the paper has been handed over; '' while there is none."""
    if row.state == "collected":
        return _("Yes")
    return _("No") if row.prints and row.state != "void" else ""


COLUMNS: tuple[Column[CertificateRow], ...] = (
    Column("number", lambda: _("Number"), lambda r: r.number, width=14),
    Column("holder", lambda: _("Name on certificate"), lambda r: r.holder, width=30),
    Column("cohort", lambda: _("Cohort"), lambda r: r.cohort_code, width=11),
    Column("kind", lambda: _("Certificate"), lambda r: kind_word(r.kind), width=24),
    Column("issued", lambda: _("Issued"), lambda r: r.issued_on, show=show_date, width=11, kind="date"),
    Column("state", lambda: _("Status"), lambda r: paper_word(r.state), width=11),
    Column("prints", lambda: _("Prints"), lambda r: r.prints or None, width=7, kind="number"),
    Column("collected", lambda: _("Collected"), lambda r: collected_word(r), width=8),
)
LOOKS = {"cohort": lambda _r: MUTED, "kind": lambda _r: MUTED, "state": state_look,
         "collected": lambda r: Look("muted", "check" if r.state == "collected" else ""),
         "holder": lambda r: MUTED if r.state == "void" else Look()}
