"""The states of a certificate in words, the same everywhere: on screen, in Excel, on the command line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from app.i18n import N_, _, ngettext, show_date
from app.trainees.identity import mask

if TYPE_CHECKING:
    from app.certificates.queries import EventRow

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

WHYS = {
    "lost": N_("Lost"),
    "damaged": N_("Damaged"),
    "misspelt_centre": N_("Misspelt by the centre"),
    "misspelt_applicant": N_("Misspelt by the applicant"),
    "renamed": N_("Name changed by law"),
}
"""Why a paper is replaced."""


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


def ringgit(fee: Decimal) -> str:
    """An amount as it is written here."""
    return f"RM {fee:.2f}"


def event_words(event: EventRow) -> str:
    """What happened to a certificate; a document that was shown is masked."""
    said = {"issued": _issued, "printed": _printed, "corrected": _corrected, "replaced": _replaced,
            "destroyed": _destroyed, "collected": _collected, "posted": _posted, "returned": _returned,
            "taken_back": _taken_back, "recorded": _recorded, "confirmed": _confirmed, "void_asked": _void_asked,
            "void_refused": _void_refused, "void": _void,
            }.get(event.kind, lambda e: e.kind)(event)
    return f"{said} ({show_date(event.on)})" if event.on is not None else said


def _issued(event: EventRow) -> str:
    return _("Issued by {name}").format(name=event.by)


def _confirmed(event: EventRow) -> str:
    said = _("Confirmation letter by {name}").format(name=event.by)
    return f"{said}: {event.reason}" if event.reason else said


def _recorded(event: EventRow) -> str:
    said = _("Recorded from the list of old certificates by {who}").format(who=event.by)
    return f"{said}: {event.reason}" if event.reason else said


def _printed(event: EventRow) -> str:
    said = [_("Print {n}, by {name}").format(n=event.print_no or 1, name=event.by)]
    if event.reason:
        said.append(event.reason)
    if event.sheet is not None and event.run_id is not None:
        said.append(_("sheet {n}").format(n=event.sheet))
    return " · ".join(said)


def _corrected(event: EventRow) -> str:
    return _("Corrected by {name}: {reason}").format(name=event.by, reason=event.reason)


def _replaced(event: EventRow) -> str:
    why, _dot, note = event.reason.partition(" · ")
    said = [_("Replaced by {name}: {why}").format(name=event.by, why=_(WHYS[why]) if why in WHYS else why)]
    if event.report_no:
        said.append(_("report {number}").format(number=event.report_no))
    if event.fee is not None:
        said.append(_("fee {fee}").format(fee=ringgit(event.fee)))
    if event.receipt_no:
        said.append(_("receipt {number}").format(number=event.receipt_no))
    if event.person:
        said.append(_("asked for by {name}").format(name=event.person))
    return " · ".join([*said, *([note] if note else [])])


def _destroyed(event: EventRow) -> str:
    return _("Print {n} destroyed, noted by {name}").format(n=event.print_no or 1, name=event.by)


def _collected(event: EventRow) -> str:
    if event.person:
        said = _("Collected by {person}, noted by {name}").format(person=event.person, name=event.by)
    else:
        said = _("Collected, noted by {name}").format(name=event.by)
    return _("{said} · shown: {document}").format(said=said, document=hidden(event.shown)) if event.shown else said


def _posted(event: EventRow) -> str:
    said = _("Posted to {address}, noted by {name}").format(address=event.person, name=event.by)
    return f"{said} · {event.shown}" if event.shown else said


def _returned(event: EventRow) -> str:
    return _("Came back, noted by {name}: {reason}").format(name=event.by, reason=event.reason)


def _taken_back(event: EventRow) -> str:
    return _("Not handed out after all, noted by {name}: {reason}").format(name=event.by, reason=event.reason)


def _void_asked(event: EventRow) -> str:
    return _("{name} asked to make it void: {reason}").format(name=event.by, reason=event.reason)


def _void_refused(event: EventRow) -> str:
    return _("Stays valid, decided by {name}: {reason}").format(name=event.by, reason=event.reason)


def _void(event: EventRow) -> str:
    if event.approver:
        return _("Void, asked by {person}, approved by {name}: {reason}").format(
            person=event.person, name=event.approver, reason=event.reason)
    return _("Void, by {name}: {reason}").format(name=event.by, reason=event.reason)


def hidden(document: str) -> str:
    """A document as lists show it: each number in it masked, words as they are."""
    return " ".join(mask("".join(c for c in word if c.isalnum())) if any(c.isdigit() for c in word) else word
                    for word in document.split())
