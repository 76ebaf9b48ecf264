"""What a trainee's form holds: cleaned, and what is wrong with it, field by field, without the database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from app.i18n import MALAYSIA, _
from app.trainees import identity, names
from app.trainees.contact import read_email, read_phone
from app.trainees.words import CITIZENSHIPS, GENDERS

FIELDS = ("full_name", "other_script", "birth_date", "gender", "citizenship", "nationality", "phone_mobile",
          "phone_other", "email", "address_1", "address_2", "address_3", "postcode", "city", "state", "country",
          "education", "ethnicity", "category", "sector", "position", "notes")
"""Columns of a trainee that a person types; the certificate name and titles are confirmed by themselves."""
PHONES = ("phone_mobile", "phone_other")


def today() -> date:
    """The day in Malaysia, for what is checked while typing."""
    return datetime.now(MALAYSIA).date()


def name_problem(text: str) -> str:
    """What is wrong with a full name; '' for nothing (domain 7.1: 1-200 characters, not only digits)."""
    clean = names.clean(text)
    if not clean:
        return _("Write the name as it stands on the identity card.")
    if len(clean) > names.MAX_LENGTH:
        return _("A name has at most {limit} characters; this one has {n}.").format(limit=names.MAX_LENGTH,
                                                                                   n=len(clean))
    if not any(unicodedata.category(c)[0] == "L" for c in clean):
        return _("A name has letters; this has none.")
    return ""


def email_problem(text: str) -> str:
    """What is wrong with an e-mail address; '' for nothing, and for none."""
    if text.strip() and not read_email(text):
        return _("E-mail address is not complete. It looks like name@place.my.")
    return ""


def phone_problem(text: str) -> str:
    """What is wrong with a telephone number; '' for nothing, and for none."""
    if text.strip() and not read_phone(text).number:
        return _("This is not a telephone number. Write 012-345 6789, or a foreign one with + in front.")
    return ""


def field_problems(values: Mapping[str, Any]) -> dict[str, str]:
    """Field -> sentence; only the fields that are given are looked at."""
    found: dict[str, str] = {}
    if "full_name" in values:
        found["full_name"] = name_problem(values["full_name"])
    for name in ("certificate_name", "other_script"):
        if len(names.clean(values.get(name) or "")) > names.MAX_LENGTH:
            found[name] = _("A name has at most {limit} characters.").format(limit=names.MAX_LENGTH)
    for name in PHONES:
        found[name] = phone_problem(values.get(name) or "")
    found["email"] = email_problem(values.get("email") or "")
    if values.get("gender") and values["gender"] not in GENDERS:
        found["gender"] = _("Choose male or female, or leave it empty.")
    if values.get("citizenship") and values["citizenship"] not in CITIZENSHIPS:
        found["citizenship"] = _("Choose the citizenship, or leave it empty.")
    postcode = (values.get("postcode") or "").strip()
    if postcode and values.get("country", "") in ("", "MY") and not re.fullmatch("[0-9]{5}", postcode):
        found["postcode"] = _("A postcode has 5 digits, such as 05000.")
    born = values.get("birth_date")
    if isinstance(born, date) and born.year < 1900:
        found["birth_date"] = _("The birth date lies before 1900. Check the year.")
    return {name: sentence for name, sentence in found.items() if sentence}


def identity_problems(type_: str, number: str, country: str, override_reason: str, *, today: date,
                      birth_date: date | None = None, gender: str = "", citizenship: str = "") -> dict[str, str]:
    """Field -> sentence for what blocks an identity. A date that does not exist passes with a reason: it is so on
    the card. The number is normalised."""
    found: dict[str, str] = {}
    for one in identity.problems(type_, number, today=today, birth_date=birth_date, gender=gender,
                                 citizenship=citizenship):
        if one.severity == "block" and not (one.override and override_reason.strip()):
            found.setdefault({"type": "identity_type", "number": "identity_number"}.get(one.field, one.field),
                             one.sentence)
    if type_ == "PASPORT" and not country:
        found["identity_country"] = _("Choose the country that issued the passport.")
    return found


def identity_warnings(type_: str, number: str, *, today: date, birth_date: date | None = None, gender: str = "",
                      citizenship: str = "") -> dict[str, str]:
    """Field -> sentence for what should be looked at, and never stops anybody."""
    return {{"number": "identity_number"}.get(p.field, p.field): p.sentence for p in identity.problems(
        type_, number, today=today, birth_date=birth_date, gender=gender, citizenship=citizenship)
        if p.severity == "warn"}


def cleaned(name: str, value: Any) -> Any:
    """A value of one of FIELDS as it is stored."""
    if name == "birth_date":
        return value
    text = (value or "").strip()
    if name in ("full_name", "other_script", "certificate_name"):
        return names.clean(text)
    if name in PHONES:
        return read_phone(text).number
    if name == "email":
        return read_email(text)
    return text if name == "notes" else " ".join(text.split())
