"""Certificate numbers: a pattern, a counter per series and year, a check letter that no look-alike spoils.

The counter is taken inside the issuing transaction, so numbers have no gaps and are never given twice. The
check letter finds any single wrong digit and any two digits that changed places.
"""

from __future__ import annotations

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.office.history import Counter

LETTERS = "ACDEFHJKLMNPRTUVWXY"
"""19 letters: without B G I O Q S Z, which are read as 8 6 1 0 0 5 2. A prime number of them."""
_FIELD = re.compile(r"\{(centre|yyyy|yy|check|number)(?::0(\d))?\}")
DEFAULT_PATTERN = "{centre}{yy}-{number:05}-{check}"


def scope(series_code: str, year: int) -> str:
    """The counter of a series in a year."""
    return f"certificate {series_code} {year}"


def check_letter(text: str) -> str:
    """The check letter of a number without it. Powers of 2 run through 18 places before they repeat modulo 19."""
    total, weight = 0, 1
    for character in text.upper():
        if character.isascii() and character.isalnum():
            weight = weight * 2 % 19
            total += weight * int(character, 36)
    return LETTERS[total % 19]


def number_text(pattern: str, centre: str, year: int, number: int) -> str:
    """The number as it is printed: 'KL26-00388-H'."""
    def put(found: re.Match[str], check: str) -> str:
        name, width = found[1], int(found[2] or 0)
        return {"centre": centre, "yyyy": f"{year:04}", "yy": f"{year % 100:02}", "number": f"{number:0{width}}",
                "check": check}[name]

    bare = _FIELD.sub(lambda found: put(found, ""), pattern)
    return _FIELD.sub(lambda found: put(found, check_letter(bare)), pattern)


def tidy(text: str) -> str:
    """A typed number or code as it is compared: capitals, no spaces."""
    return "".join(text.split()).upper()


def next_number(session: Session, series_code: str, year: int) -> int:
    """The number that would be given next; it is only looked at."""
    return session.scalar(select(Counter.next).where(Counter.scope == scope(series_code, year))) or 1
