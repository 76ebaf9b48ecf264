"""Identity documents: what their numbers say, how they are stored and shown (domain 2.1, 2.2).

A number is stored as 12 digits, or capitals and digits; never as a number. Nothing is padded here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from app.errors import Invalid
from app.i18n import MALAYSIA, N_, _
from app.trainees.places import PLACES, is_malaysian_place

__all__ = ["GENDERS", "NRIC_TYPES", "TYPES", "Nric", "Problem", "candidates", "group", "is_malaysian_place", "kinds",
           "mask", "normalise", "problems", "read_nric", "show", "type_name"]

TYPES: Final[dict[str, str]] = {
    "MYKAD": N_("MyKad"), "MYPR": N_("MyPR"), "MYKAS": N_("MyKAS"), "OLDIC": N_("Old identity card"),
    "POLIS": N_("Police card"), "TENTERA": N_("Army card"), "PASPORT": N_("Passport"), "LAIN": N_("Other document"),
}
NRIC_TYPES: Final = ("MYKAD", "MYPR", "MYKAS")
GENDERS: Final = ("L", "P")
CITIZENSHIP_OF_TYPE: Final = {"MYKAD": "MY", "MYPR": "PR", "MYKAS": "NON"}
_SHAPES: Final = {
    "OLDIC": re.compile(r"[A-Z]?[0-9]{7}"), "POLIS": re.compile(r"[A-Z0-9]{4,15}"),
    "TENTERA": re.compile(r"[A-Z0-9]{4,15}"), "PASPORT": re.compile(r"(?=[A-Z]*[0-9])[A-Z0-9]{5,15}"),
}
_DASHES: Final = re.compile(r"[-\u00ad\u058a\u2010-\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d\s.'\u2019`\"]")
_LABEL: Final = re.compile(r"^\s*(?:no\.?\s*)?(?:ic|kp|k/p|nric|mykad|kad pengenalan|passport|"
                           r"pasport)\b\s*(?:no\.?)?\s*"
                           r"[:.\-]?\s*(?=[a-z0-9])", re.IGNORECASE)
_MASK: Final = "•"
MIN_AGE, MAX_AGE = 15, 80


@dataclass(frozen=True)
class Nric:
    """What the twelve digits say; birth date by the latest century that is not in the future."""

    number: str
    birth_date: date
    place_code: str
    birthplace: str  # '' when the code is not in the table
    gender: Literal["L", "P"]

    @property
    def born_abroad(self) -> bool:
        return self.place_code in PLACES and not is_malaysian_place(self.place_code)


@dataclass(frozen=True)
class Problem:
    """Something wrong with an identity: 'block' must be put right or overridden, 'warn' only be seen."""

    field: str
    severity: Literal["block", "warn"]
    sentence: str
    override: bool = False  # an administrator may keep it, with a reason
    code: str = ""


def clean(text: str) -> str:
    """NFKC, invisible characters gone, capitals; labels such as `IC:` and `No. KP` taken off."""
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(c for c in plain if unicodedata.category(c) not in ("Cf", "Cc") or c in "\t\n\r")
    return _LABEL.sub("", plain).strip().upper()


def normalise(type_: str, text: str) -> str:
    """The number as it is stored: no spaces, hyphens or label. What does not belong stays, to be seen by `problems`."""
    if type_ == "LAIN":
        return " ".join(clean(text).split())
    return _DASHES.sub("", clean(text))


def group(type_: str) -> str:
    """The group in which a number is unique: NRIC for the three cards of twelve digits, else the type."""
    return "NRIC" if type_ in NRIC_TYPES else type_


def type_name(type_: str) -> str:
    """The type in the language in use."""
    return _(TYPES[type_]) if type_ in TYPES else type_


def kinds() -> Sequence[tuple[str, str]]:
    """All types, code and name, for a chooser."""
    return [(code, _(name)) for code, name in TYPES.items()]


def birth_of(digits: str, today: date) -> date | None:
    """The date of the first six digits in the latest century not after today; None if there is no such day."""
    year, month, day = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    century = today.year // 100 * 100
    for base in (century, century - 100):
        try:
            born = date(base + year, month, day)
        except ValueError:
            continue
        if born <= today:
            return born
    return None


def read_nric(text: str, today: date | None = None) -> Nric:
    """Read a MyKad, MyPR or MyKAS number in any common writing. Raises Invalid with a sentence (field 'number')."""
    number = normalise("MYKAD", text)
    if not re.fullmatch("[0-9]{12}", number):
        raise Invalid({"number": _twelve(number)})
    born = birth_of(number, today or datetime.now(MALAYSIA).date())
    if born is None:
        raise Invalid({"number": _no_such_day(number)})
    place = number[6:8]
    return Nric(number, born, place, PLACES.get(place, ""), "L" if int(number[11]) % 2 else "P")


def _twelve(number: str) -> str:
    digits = sum(c.isascii() and c.isdigit() for c in number)
    if digits == len(number):
        return _("A card number has 12 digits; this one has {count}.").format(count=digits)
    return _("A card number has 12 digits and nothing else.")


def _no_such_day(number: str) -> str:
    return _("{day}/{month}/{year} is not a date, so {number} cannot be a card number.").format(
        day=number[4:6], month=number[2:4], year=number[:2], number=show("MYKAD", number))


def show(type_: str, number: str) -> str:
    """The number as people read it: `040312-14-5678`; other documents as stored."""
    if type_ in (*NRIC_TYPES, "NRIC") and len(number) == 12 and number.isdigit():
        return f"{number[:6]}-{number[6:8]}-{number[8:]}"
    return number


def mask(number: str) -> str:
    """The number with its tail hidden: `040312-••-••••`, `A12•••••`."""
    if len(number) == 12 and number.isdigit():
        return f"{number[:6]}-{_MASK * 2}-{_MASK * 4}"
    keep = min(3, len(number) // 2)
    return number[:keep] + _MASK * (len(number) - keep)


def problems(type_: str, number: str, *, today: date, birth_date: date | None = None, gender: str = "",
             citizenship: str = "", on: date | None = None) -> list[Problem]:
    """Everything the table of domain 2.1 finds in a normalised number, blocks first.

    `on` is the day for the age (start of the course), else today.
    """
    found: list[Problem] = []
    if type_ not in TYPES:
        return [Problem("type", "block", _("Choose the kind of document."), code="type")]
    if not number:
        return [Problem("number", "block", _("Enter the number of the document."), code="empty")]
    if type_ in NRIC_TYPES:
        found += _nric_problems(type_, number, today, birth_date, gender, citizenship, on or today)
    elif type_ in _SHAPES and not _SHAPES[type_].fullmatch(number):
        found.append(Problem("number", "block", _shape_sentence(type_), code="shape"))
    return sorted(found, key=lambda p: p.severity)


def _shape_sentence(type_: str) -> str:
    if type_ == "OLDIC":
        return _("An old identity card has 7 digits, or one letter and 7 digits.")
    if type_ == "PASPORT":
        return _("A passport number has 5 to 15 letters and digits.")
    return _("The number has 4 to 15 letters and digits.")


def _nric_problems(type_: str, number: str, today: date, birth_date: date | None, gender: str, citizenship: str,
                   on: date) -> list[Problem]:
    found: list[Problem] = []
    if not re.fullmatch("[0-9]{12}", number):
        return [Problem("number", "block", _twelve(number), code="length")]
    if citizenship and (citizenship == "MY") != (type_ == "MYKAD"):
        found.append(Problem("citizenship", "block", _("The citizenship does not go with {type}.").format(
            type=type_name(type_)), code="citizenship"))
    born = birth_of(number, today)
    if born is None:
        found.append(Problem("number", "block", _no_such_day(number), override=True, code="date"))
    elif birth_date is not None and birth_date != born:
        found.append(Problem("birth_date", "warn", _("The birth date differs from the one in the card number."),
                             code="birth"))
    if number[6:8] not in PLACES:
        found.append(Problem("number", "warn", _("Place code {code} is not in the register's table.").format(
            code=number[6:8]), code="place"))
    age_from = birth_date or born
    if age_from is not None:
        age = on.year - age_from.year - ((on.month, on.day) < (age_from.month, age_from.day))
        if not MIN_AGE <= age <= MAX_AGE:
            found.append(Problem("birth_date", "warn", _("The age is {age}.").format(age=age), code="age"))
    if gender in GENDERS and gender != ("L" if int(number[11]) % 2 else "P"):
        found.append(Problem("gender", "warn", _("The last digit of the card number says {gender}.").format(
            gender=_("male") if int(number[11]) % 2 else _("female")), code="gender"))
    return found


def candidates(number: str, citizenship: str = "") -> tuple[str, ...]:
    """The types a normalised number may be; one when citizenship settles it, several when a person must say."""
    if re.fullmatch("[0-9]{12}", number):
        return {"MY": ("MYKAD",), "PR": ("MYPR",), "NON": ("MYKAS",)}.get(citizenship, NRIC_TYPES)
    if re.fullmatch("[A-Z][0-9]{7}", number):
        if citizenship == "NON":
            return ("PASPORT",)
        return ("OLDIC", "PASPORT")
    if re.fullmatch("[0-9]{7}", number):
        return ("OLDIC",)
    if re.fullmatch("[A-Z]{1,3}[0-9]{4,9}[A-Z]?|[0-9]{6,9}", number) and citizenship == "NON":
        return ("PASPORT",)
    if re.fullmatch("(?=.*[0-9])[A-Z0-9]{5,15}", number):
        return ("PASPORT", "POLIS", "TENTERA", "LAIN")
    return ("LAIN",)
