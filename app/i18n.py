"""Words on screen and paper, for both halves of the program: gettext, switchable while running.

English is the language of the source; Malay comes from resources/locale/ms. `_` translates when it is
called, so a text that is kept is marked with N_ and translated where it is shown.
"""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from threading import local

LOCALE_DIR = Path(__file__).resolve().parent.parent / "resources" / "locale"
LANGUAGES = ("en", "ms")
MALAYSIA = timezone(timedelta(hours=8), "+08")  # no daylight saving; ZoneInfo would need tzdata on Windows

_language = "en"
_override = local()  # a paper may be written in another language than the window shows


@cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    if language == "en":
        return _gettext.NullTranslations()
    return _gettext.translation("sijil", str(LOCALE_DIR), [language], fallback=True)


def language() -> str:
    """The language in use here: 'en' or 'ms'."""
    return getattr(_override, "language", None) or _language


def use_language(code: str) -> None:
    """Switch the whole program to 'en' or 'ms'; ValueError for another."""
    global _language
    if code not in LANGUAGES:
        raise ValueError(code)
    _language = code


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Within the block, and in this thread only, texts come in that language."""
    before = getattr(_override, "language", None)
    _override.language = code
    try:
        yield
    finally:
        _override.language = before


def _(message: str) -> str:
    """The message in the language in use."""
    return _catalogue(language()).gettext(message) if message else ""


def ngettext(one: str, many: str, n: int) -> str:
    """The message for n things."""
    return _catalogue(language()).ngettext(one, many, n)


def N_(message: str) -> str:
    """Marks a message for translation; the caller translates it when it is shown."""
    return message


_MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
    "ms": ("Januari", "Februari", "Mac", "April", "Mei", "Jun", "Julai", "Ogos", "September", "Oktober",
           "November", "Disember"),
}
_DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "ms": ("Isnin", "Selasa", "Rabu", "Khamis", "Jumaat", "Sabtu", "Ahad"),
}
_SHORT_DAYS = {"en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
               "ms": ("Isn", "Sel", "Rab", "Kha", "Jum", "Sab", "Ahd")}
_SHORT_MONTHS = {"en": tuple(m[:3] for m in _MONTHS["en"]),
                 "ms": ("Jan", "Feb", "Mac", "Apr", "Mei", "Jun", "Jul", "Ogo", "Sep", "Okt", "Nov", "Dis")}


def month_name(month: int, lang: str | None = None) -> str:
    """The month 1..12 in words."""
    return _MONTHS[lang or language()][month - 1]


def day_name(weekday: int, lang: str | None = None) -> str:
    """The weekday 0 (Monday) .. 6 in words."""
    return _DAYS[lang or language()][weekday]


def short_day(weekday: int) -> str:
    """The weekday 0 (Monday) .. 6, three letters."""
    return _SHORT_DAYS[language()][weekday]


def short_month(month: int) -> str:
    """The month 1..12, three letters."""
    return _SHORT_MONTHS[language()][month - 1]


def show_date(day: date | None, *, weekday: bool = False) -> str:
    """`14 Jul 2026`, or `Tue 14 Jul 2026`; '' for none."""
    if day is None:
        return ""
    text = f"{day.day} {short_month(day.month)} {day.year}"
    return f"{short_day(day.weekday())} {text}" if weekday else text


def long_date(day: date, lang: str | None = None) -> str:
    """`14 July 2026` or `14 Julai 2026`."""
    return f"{day.day} {month_name(day.month, lang)} {day.year}"


def show_span(first: date | None, last: date | None) -> str:
    """`29 Jun – 24 Jul 2026`; the year is named once when it is the same."""
    if first is None or last is None:
        return show_date(first or last)
    if first == last:
        return show_date(first)
    if first.year != last.year:
        return f"{show_date(first)} – {show_date(last)}"
    return f"{first.day} {short_month(first.month)} – {show_date(last)}"


def local_time(moment: datetime) -> datetime:
    """A stored UTC moment on the wall clock of Malaysia (UTC+8)."""
    return moment.astimezone(MALAYSIA)


def show_moment(moment: datetime | None) -> str:
    """`14 Jul 2026 08:31`, Malaysian time; '' for none."""
    if moment is None:
        return ""
    there = local_time(moment)
    return f"{show_date(there.date())} {there:%H:%M}"
