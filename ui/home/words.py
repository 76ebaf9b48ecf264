"""Days as Home says them."""

from __future__ import annotations

from datetime import date

from app.i18n import _, day_name, long_date, ngettext


def whole_day(day: date) -> str:
    """`Tuesday, 14 July 2026`, `Selasa, 14 Julai 2026`."""
    return f"{day_name(day.weekday())}, {long_date(day)}"


def in_days(days: int) -> str:
    """`today`, `tomorrow`, `in 7 days`, `3 days ago`."""
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if days < 0:
        return ngettext("{n} day ago", "{n} days ago", -days).format(n=-days)
    return ngettext("in {n} day", "in {n} days", days).format(n=days)
