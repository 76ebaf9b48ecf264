"""Cells that every kind of list reads alike: text, days, times, numbers, words to choose from."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from app.exchange.tables import CellError, NoValue, Value
from app.i18n import _
from app.lists import dates
from app.lists.kinds import About, Read
from app.lists.texts import as_text, plain


def text_cell(limit: int) -> Callable[[Value, About], Read]:
    """Text on one line, refused when it is longer."""
    def read(value: Value, about: About) -> Read:
        text = plain(as_text(value))
        if len(text) > limit:
            return Read(None, "reject", _("The text has {count} characters; the limit is {limit} and nothing is "
                                          "cut.").format(count=len(text), limit=limit))
        return Read(text)
    return read


def day_cell(value: Value, about: About) -> Read:
    """A day: a date cell, an Excel serial number, or text in the order of its column."""
    if isinstance(value, datetime):
        return Read(value.date())
    if isinstance(value, date):
        return Read(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        found = dates.from_serial(value)
        proposed = _("{value} is the number of a day in Excel.").format(value=as_text(value))
        return Read(found, "suggest", proposed) if found else _no_day(value)
    text = as_text(value)
    # a month first column still holds days that only fit the other way, such as 2026-07-14 or 14 Julai
    day = (dates.month_first(text, about.today, past=False) if about.order == "month" else None) or dates.read_date(
        text, about.today)
    return Read(day) if day else _no_day(value)


def _no_day(value: Value) -> Read:
    return Read(None, "reject", _("'{value}' is not a date. Write 14/07/2026.").format(value=as_text(value)))


_CLOCK = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?(?:[:.]\d{2})?\s*(am|pm|pg|ptg|pagi|petang|tengah hari|tgh|malam)?\.?")


def time_cell(value: Value, about: About) -> Read:
    """A time of day as 'HH:MM': a time cell, a part of a day, '8.30 pagi', '2:15 PM', '0830'."""
    if isinstance(value, datetime):
        value = value.time()
    if isinstance(value, time):
        return Read(f"{value:%H:%M}")
    if isinstance(value, float) and 0 <= value < 1:
        minutes = round(value * 1440)
        return Read(f"{minutes // 60:02}:{minutes % 60:02}") if minutes < 1440 else _no_time(value)
    text = plain(as_text(value)).casefold().replace("a.m", "am").replace("p.m", "pm").strip()
    found = _CLOCK.fullmatch(text)
    if not found:
        return _no_time(value)
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3] or ""
    if half and not 1 <= hour <= 12 and hour < 13:
        return _no_time(value)
    if half in ("pm", "ptg", "petang", "malam", "tengah hari", "tgh") and hour < 12:
        hour += 12 if half not in ("tengah hari", "tgh") or hour < 11 else 0
    elif half in ("am", "pg", "pagi") and hour == 12:
        hour = 0
    return Read(f"{hour:02}:{minute:02}") if hour < 24 and minute < 60 else _no_time(value)


def _no_time(value: Value) -> Read:
    return Read(None, "reject", _("Write the time as 08:30. '{value}' is not a time.").format(value=as_text(value)))


def number_cell(least: Decimal, most: Decimal) -> Callable[[Value, About], Read]:
    """A number between two, a comma or a point before the decimals, a percent sign allowed."""
    def read(value: Value, about: About) -> Read:
        text = plain(as_text(value)).removesuffix("%").strip()
        try:
            number = Decimal(re.sub(r",(?=\d{1,2}$)", ".", text))
        except InvalidOperation:
            return Read(None, "reject", _("'{value}' is not a number.").format(value=as_text(value)))
        if not number.is_finite() or not least <= number <= most:
            return Read(None, "reject", _("{value} is not between {least} and {most}.").format(
                value=as_text(value), least=least, most=most))
        return Read(number)
    return read


def choice_cell(words: Mapping[str, str]) -> Callable[[Value, About], Read]:
    """One of some words: folded word -> value. Another word is asked about, with the values to choose from."""
    values = {v.casefold(): v for v in words.values()}

    def read(value: Value, about: About) -> Read:
        text = plain(as_text(value))
        word = re.sub(r"[\s\-_./]+", " ", text.casefold()).strip()
        found = words.get(word) or values.get(text.casefold())
        if found is not None:
            return Read(found)
        return Read(None, "ask", _("'{value}' is not known here. Choose what it means.").format(value=text),
                    tuple(dict.fromkeys(words.values())))
    return read


ERRORS = frozenset({"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})
"""What stands in a cell whose formula has failed."""


def broken(value: Value) -> Read | None:
    """What is to be said of a formula that has failed or was never worked out; None for a cell that holds a value."""
    if isinstance(value, str) and value.strip() in ERRORS:  # as a file of text has it
        value = CellError(value.strip())
    if isinstance(value, CellError):
        return Read(None, "reject", _("Formula error {error}: that cell cannot be used.").format(error=value.text))
    if isinstance(value, NoValue):
        return Read(None, "ask", _("The formula has no stored value. Open the file in Excel, save it, and choose it "
                                   "again."))
    return None
