"""Dates as people write them, day first always (domain 2.5, cases 25-29)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final, Literal

from app.lists.texts import plain

_MONTHS: Final = {word: number for number, words in enumerate((
    "januari january jan", "februari february feb", "mac march mar", "april apr", "mei may", "jun june",
    "julai july jul", "ogos august ogo aug", "september sept sep", "oktober october okt oct", "november nov",
    "disember december dis dec"), 1) for word in words.split()}
_NUMBERS: Final = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4}|\d{2})")
_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_WORDS: Final = re.compile(r"(\d{1,2})(?:hb|st|nd|rd|th)?[\s.,/-]*([a-z]+)[\s.,/-]*(\d{4}|\d{2})")
_WORDS_FIRST: Final = re.compile(r"([a-z]+)[\s.]*(\d{1,2})(?:st|nd|rd|th)?[\s,]+(\d{4})")
_EPOCH: Final = date(1899, 12, 30)  # Excel's day 0, with its leap year of 1900


def _year(text: str, past: bool, today: date) -> int:
    if len(text) == 4:
        return int(text)
    year = today.year // 100 * 100 + int(text)
    return year - 100 if past and year > today.year else year


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_date(text: str, today: date, past: bool = False) -> date | None:
    """The day a text means, day before month; two-digit years are not in the future when `past`. None: no date."""
    bare = re.sub(r"[ \t]*00:00(?::00)?$", "", plain(text).casefold()).strip(" .,")
    if found := _ISO.fullmatch(bare):
        return _make(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMBERS.fullmatch(bare):
        return _make(_year(found[3], past, today), int(found[2]), int(found[1]))
    if (found := _WORDS.fullmatch(bare)) and found[2] in _MONTHS:
        return _make(_year(found[3], past, today), _MONTHS[found[2]], int(found[1]))
    if (found := _WORDS_FIRST.fullmatch(bare)) and found[1] in _MONTHS:
        return _make(int(found[3]), _MONTHS[found[1]], int(found[2]))
    return None


def month_first(text: str, today: date, past: bool = True) -> date | None:
    """The day if the text were written month first, as PCs with US settings do; None if it cannot be."""
    if found := _NUMBERS.fullmatch(plain(text)):
        return _make(_year(found[3], past, today), int(found[1]), int(found[2]))
    return None


def order_of(texts: Iterable[str]) -> Literal["day", "month", "ask"]:
    """Which part a column of texts writes first: day, unless a 13th month proves otherwise; 'ask' for proof of both."""
    parts = [(int(f[1]), int(f[2])) for text in texts if (f := _NUMBERS.fullmatch(plain(text)))]
    day, month = any(a > 12 >= b for a, b in parts), any(b > 12 >= a for a, b in parts)
    return "ask" if day and month else "month" if month else "day"


def from_serial(number: float) -> date | None:
    """The day of an Excel serial number between 1918 and 2078; None outside."""
    return _EPOCH + timedelta(days=int(number)) if 6_600 <= number <= 65_400 else None
