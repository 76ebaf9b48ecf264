"""Patterns of certificate numbers, what they say, and which of them could say the same.

The check letter finds any single wrong digit and any two digits that changed places.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from app.i18n import _

LETTERS = "ACDEFHJKLMNPRTUVWXY"
"""19 letters: without B G I O Q S Z, which are read as 8 6 1 0 0 5 2. A prime number of them."""
FIELD = re.compile(r"\{(centre|yyyy|yy|prog|kind|check|number)(?::0(\d))?\}")
FIELDS = "{centre} {prog} {kind} {yy} {yyyy} {number} {number:05} {check}"
DEFAULT_PATTERN = "{centre}{yy}-{number:05}-{check}"
KIND_SIGNS = {"completion": "T", "attendance": "H", "achievement": "P", "participation": "S", "award": "A"}
"""Of tamat, hadir, pencapaian, penyertaan, anugerah."""
_DIGITS = "0123456789"
_SIGNS = _DIGITS + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def check_letter(text: str) -> str:
    """The check letter of a number without it. Powers of 2 run through 18 places before they repeat modulo 19."""
    total, weight = 0, 1
    for character in text.upper():
        if character.isascii() and character.isalnum():
            weight = weight * 2 % 19
            total += weight * int(character, 36)
    return LETTERS[total % 19]


def number_text(pattern: str, centre: str, year: int, number: int, programme: str = "", kind: str = "") -> str:
    """The number as it is printed: 'KL26-00388-H'."""
    def put(found: re.Match[str], check: str) -> str:
        name, width = found[1], int(found[2] or 0)
        return {"centre": centre, "yyyy": f"{year:04}", "yy": f"{year % 100:02}", "number": f"{number:0{width}}",
                "prog": sign_of(programme), "kind": KIND_SIGNS.get(kind, ""), "check": check}[name]

    bare = FIELD.sub(lambda found: put(found, ""), pattern)
    return FIELD.sub(lambda found: put(found, check_letter(bare)), pattern)


def sign_of(programme: str) -> str:
    """A programme's code as it stands in a number: letters A-Z and digits."""
    return re.sub(r"[^A-Z0-9]", "", programme.upper())


def scope(series_code: str, year: int, yearly: bool = True) -> str:
    """The counter of a series: one for each year, or one that runs on."""
    return f"certificate {series_code} {year}" if yearly else f"certificate {series_code}"


def passed_over(counter: str) -> str:
    """The counter of the numbers that a series did not give: those below its first, and those of old papers."""
    return f"{counter} passed"


def pattern_problem(pattern: str, *, yearly: bool = True, programme: str = "", kind: str = "") -> str | None:
    """Why a numbering pattern cannot be used; None when it can."""
    rest = FIELD.sub("", pattern)
    if "{" in rest or "}" in rest:
        return _("Use only {fields} in the pattern.").format(fields=FIELDS)
    if not re.search(r"\{number(:0\d)?\}", pattern):
        return _("The pattern needs {field}, or two certificates would get the same number.").format(field="{number}")
    if not re.fullmatch(r"[A-Za-z0-9/.\- ]*", rest):
        return _("Only letters, digits, spaces and - / . may stand in the pattern.")
    if yearly and not re.search(r"\{yy(yy)?\}", pattern):
        return _("The pattern needs {field}: the count begins anew each year.").format(field="{yy}")
    touching = re.search(r"\{prog\}\{(number|yy)" if not programme else r"(?!)", pattern)
    if touching:
        return _("Put a - or / between {field} and the digits: programme codes may end with a digit.").format(
            field="{prog}")
    return None


# -- which patterns could say the same ------------------------------------------------------------------------------
@dataclass(frozen=True)
class Shape:
    """What numbers of a series look like: places with the signs each may hold, and whether it may be repeated."""

    places: tuple[tuple[str, bool], ...]  # signs, repeated


def shape_of(pattern: str, centre: str, programme: str = "", kind: str = "") -> Shape:
    """The shape of a series' numbers, in capitals and without spaces, as numbers are compared."""
    places: list[tuple[str, bool]] = []

    def letters(text: str) -> None:
        places.extend((sign, False) for sign in text.upper() if not sign.isspace())

    at = 0
    for found in FIELD.finditer(pattern):
        letters(pattern[at:found.start()])
        at = found.end()
        name = found[1]
        if name == "centre":
            letters(centre)
        elif name in ("yy", "yyyy"):
            places += [(_DIGITS, False)] * len(name)
        elif name == "number":
            places += [(_DIGITS, False)] * max(int(found[2] or 1), 1) + [(_DIGITS, True)]
        elif name == "check":
            places.append((LETTERS, False))
        elif name == "kind":
            places.append((KIND_SIGNS.get(kind, "".join(KIND_SIGNS.values())), False))
        elif programme:
            letters(sign_of(programme))
        else:
            places += [(_SIGNS, False), (_SIGNS, True)]
    letters(pattern[at:])
    return Shape(tuple(places))


def could_meet(one: Shape, other: Shape) -> bool:
    """Whether some text has both shapes."""
    a, b = one.places, other.places

    @cache
    def meet(i: int, j: int) -> bool:
        if i == len(a) and j == len(b):
            return True
        if i < len(a) and a[i][1] and meet(i + 1, j):  # a repeated place may hold nothing
            return True
        if j < len(b) and b[j][1] and meet(i, j + 1):
            return True
        if i == len(a) or j == len(b) or not set(a[i][0]) & set(b[j][0]):
            return False
        here, there = a[i][1], b[j][1]
        if here and there:
            return False  # both went on without a sign above; one more each leads to the same pair
        return meet(i if here else i + 1, j if there else j + 1)

    return meet(0, 0)
