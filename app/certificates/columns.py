"""The columns of the register, said once for screen, print, Excel and the command line."""

from __future__ import annotations

from datetime import date, datetime

from app.certificates.queries import CertificateRow
from app.certificates.words import place_word, state_word
from app.completion.words import kind_word
from app.exchange.columns import Column
from app.i18n import _, local_time, show_date


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else local_time(moment).date()


def collected_word(row: CertificateRow) -> str:
    """Whether the paper has left the house; '' while there is none, or when it is void."""
    if row.state == "collected":
        return _("Yes")
    return place_word(row.state, row.prints) if row.state == "posted" else _("No") if place_word(
        row.state, row.prints) else ""


COLUMNS: tuple[Column[CertificateRow], ...] = (
    Column("number", lambda: _("Number"), lambda r: r.number, width=14),
    Column("holder", lambda: _("Name on certificate"), lambda r: r.holder, width=26),
    Column("cohort", lambda: _("Cohort"), lambda r: r.cohort_code, width=10),
    Column("kind", lambda: _("Certificate"), lambda r: kind_word(r.kind), width=24),
    Column("issued", lambda: _("Issued"), lambda r: r.issued_on, show=show_date, width=11, kind="date"),
    Column("state", lambda: _("Status"), lambda r: state_word(r.standing), width=11),
    Column("prints", lambda: _("Prints"), lambda r: r.prints or None, width=6, kind="number"),
    Column("collected", lambda: _("Collected"), lambda r: collected_word(r), width=10),
    Column("printed", lambda: _("Last printed"), lambda r: _day(r.printed_at), show=show_date, width=11, kind="date"),
    Column("collected_on", lambda: _("Handed out on"), lambda r: r.collected_on, show=show_date, width=11, kind="date"),
    Column("awarded", lambda: _("Awarded"), lambda r: r.awarded_on, show=show_date, width=11, kind="date"),
    Column("expires", lambda: _("Expires"), lambda r: r.expires_on, show=show_date, width=11, kind="date"),
    Column("voided", lambda: _("Void since"), lambda r: _day(r.voided_at), show=show_date, width=11, kind="date"),
)
