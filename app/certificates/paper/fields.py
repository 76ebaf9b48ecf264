"""What a template's {fields} stand for, in Malay and in English, and how a text with fields is filled.

`{course}` is replaced by its value; `{grade?with grade {grade}}` says its words only when the field before the question
mark has a value. Values are never read again, so a name with braces stays a name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.certificates.codes import shown
from app.certificates.facts import Facts
from app.certificates.paper.formal import formal
from app.certificates.paper.words import Pair, centre_names, wording
from app.i18n import N_, _, long_date

_PART = re.compile(r"\{(\w+)\?((?:[^{}]|\{\w+\})*)\}|\{(\w+)\}")


@dataclass(frozen=True)
class FieldInfo:
    """A field as the designer offers it."""

    key: str
    label: str  # English, to be translated
    group: str  # trainee, course, certificate, centre, words, transcript
    icon: str


FIELDS: tuple[FieldInfo, ...] = (
    FieldInfo("name", N_("Trainee name"), "trainee", "user"),
    FieldInfo("identity", N_("Identity number"), "trainee", "id-card"),
    FieldInfo("identity_label", N_("Kind of identity number"), "trainee", "id-card"),
    FieldInfo("course", N_("Course"), "course", "graduation-cap"),
    FieldInfo("course_other", N_("Course in the other language"), "course", "languages"),
    FieldInfo("period", N_("Dates, days and hours"), "course", "calendar-days"),
    FieldInfo("starts", N_("First day"), "course", "calendar"),
    FieldInfo("ends", N_("Last day"), "course", "calendar"),
    FieldInfo("days", N_("Days"), "course", "calendar-range"),
    FieldInfo("hours", N_("Hours"), "course", "clock"),
    FieldInfo("venue", N_("Venue"), "course", "map-pin"),
    FieldInfo("organiser", N_("Organiser"), "course", "building-2"),
    FieldInfo("partner", N_("Partner"), "course", "building"),
    FieldInfo("place", N_("Venue, organiser and partner"), "course", "landmark"),
    FieldInfo("result", N_("Result or attendance in words"), "course", "star"),
    FieldInfo("grade", N_("Grade"), "course", "star"),
    FieldInfo("outcome", N_("Result"), "course", "star"),
    FieldInfo("attended", N_("Sessions attended"), "course", "check"),
    FieldInfo("held", N_("Sessions held"), "course", "list"),
    FieldInfo("award", N_("Award"), "course", "trophy"),
    FieldInfo("capstone", N_("Capstone project"), "course", "presentation"),
    FieldInfo("number", N_("Certificate number"), "certificate", "hash"),
    FieldInfo("code", N_("Verification code"), "certificate", "fingerprint"),
    FieldInfo("issued", N_("Date of issue"), "certificate", "calendar-check"),
    FieldInfo("awarded", N_("Date of award"), "certificate", "calendar-check"),
    FieldInfo("expires", N_("Valid until"), "certificate", "hourglass"),
    FieldInfo("signatory_1", N_("First signatory"), "centre", "signature"),
    FieldInfo("signatory_2", N_("Second signatory"), "centre", "signature"),
    FieldInfo("signatory_3", N_("Third signatory"), "centre", "signature"),
    FieldInfo("centre", N_("Centre name"), "centre", "landmark"),
    FieldInfo("centre_other", N_("Centre name in the other language"), "centre", "languages"),
    FieldInfo("title", N_("Title of the certificate"), "words", "type"),
    FieldInfo("certify", N_("This is to certify that"), "words", "type"),
    FieldInfo("awarded_to", N_("Awarded to"), "words", "type"),
    FieldInfo("verb", N_("has successfully completed"), "words", "type"),
    FieldInfo("for", N_("for successfully completing"), "words", "type"),
    FieldInfo("number_label", N_("Serial No."), "words", "type"),
    FieldInfo("date_label", N_("Words before the date of issue"), "words", "type"),
    FieldInfo("scan", N_("Scan to verify"), "words", "type"),
    FieldInfo("seal", N_("Official seal"), "words", "stamp"),
    FieldInfo("hereby", N_("It is hereby certified that"), "words", "type"),
    FieldInfo("did", N_("has completed, attended, passed"), "words", "type"),
    FieldInfo("held_on", N_("held from ... to ..."), "words", "calendar-days"),
    FieldInfo("held_at", N_("at ..., organised by ..."), "words", "landmark"),
    FieldInfo("passed_with", N_("with the result ..."), "words", "star"),
    FieldInfo("present_at", N_("being present at ... sessions"), "words", "check"),
    FieldInfo("given", N_("Issued on ..."), "words", "calendar-check"),
    FieldInfo("run", N_("Length of the programme in months"), "course", "calendar-range"),
    FieldInfo("visit", N_("Study visit"), "course", "plane"),
    FieldInfo("trainee_number", N_("Trainee no."), "transcript", "hash"),
    FieldInfo("completed", N_("Courses completed"), "transcript", "list-checks"),
    FieldInfo("span", N_("First and last day of training"), "transcript", "calendar-range"),
    FieldInfo("address", N_("Address of the centre"), "transcript", "map-pin"),
    FieldInfo("notice", N_("That it is a preview or provisional"), "transcript", "info"),
    FieldInfo("valid", N_("What makes the paper valid"), "transcript", "badge-check"),
    FieldInfo("page", N_("Page of pages"), "transcript", "file-text"),
)
ON_TRANSCRIPTS = frozenset((
    "name", "identity", "identity_label", "number", "issued", "signatory_1", "signatory_2", "signatory_3", "centre",
    "centre_other", "title", "scan", "seal", *(field.key for field in FIELDS if field.group == "transcript")))
"""What a transcript can say; a certificate all but those of the group transcript."""


def fields_for(*, transcript: bool) -> tuple[FieldInfo, ...]:
    """The fields of one kind of paper."""
    return tuple(f for f in FIELDS if (f.key in ON_TRANSCRIPTS if transcript else f.group != "transcript"))


def values(facts: Facts) -> Mapping[str, Pair]:
    """All fields of a certificate. A value that is the same in both languages stands in both."""
    awarded, usual = (wording(facts, awarded=flag) for flag in (True, False))
    first, second = centre_names(facts)
    same = {
        "name": facts.full_name, "identity": facts.identity_text, "course": facts.course_title,
        "course_other": usual.subtitle, "venue": facts.venue, "organiser": facts.organiser, "partner": facts.partner,
        "days": str(facts.days or ""), "hours": format(facts.hours.normalize(), "f") if facts.hours else "",
        "grade": facts.grade, "attended": _count(facts.attended), "held": _count(facts.held),
        "number": facts.number, "code": shown(facts.verification_code) if facts.verification_code else "",
        "capstone": facts.capstone, "centre": first, "centre_other": second,
        "identity_label": usual.identity if facts.identity_text else "", "number_label": usual.number,
        "date_label": usual.date, "scan": usual.scan if facts.verify_text else "",
    }
    for at, person in enumerate(facts.signatories[:3], start=1):
        same[f"signatory_{at}"] = person.name
    found = {key: Pair(value, value) for key, value in same.items()}
    found |= {"title": usual.title, "certify": usual.certify, "awarded_to": awarded.certify, "verb": usual.verb,
              "for": awarded.verb, "period": usual.period, "place": usual.place, "result": usual.result,
              "seal": usual.seal, "award": Pair(facts.award_ms or facts.award_en, facts.award_en or facts.award_ms),
              "outcome": Pair(facts.result_ms or facts.result_en, facts.result_en or facts.result_ms)}
    for key, day in (("starts", facts.starts), ("ends", facts.ends), ("issued", facts.issued_on),
                     ("awarded", facts.awarded_on), ("expires", facts.expires_on)):
        found[key] = Pair(long_date(day, "ms"), long_date(day, "en")) if day else Pair()
    return found | dict(formal(facts))


def _count(number: int | None) -> str:
    return "" if number is None else str(number)


def fill(text: str, given: Mapping[str, Pair], lang: str) -> str:
    """A text with its fields filled; '' when it has fields and all of them are empty."""
    english = lang == "en"

    def value(key: str) -> str:
        pair = given.get(key, _NOTHING)
        return pair.en if english else pair.ms

    out: list[str] = []
    asked = found = False
    for words, condition, keys in _parts(text):
        if condition and not value(condition):
            continue
        if not keys:
            out.append(words)
            continue
        values = [value(key) for key in keys]
        asked = True
        found = found or any(values)
        out.append(words % tuple(values))
    return "" if asked and not found else " ".join("".join(out).split())


def fields_of(text: str) -> tuple[str, ...]:
    """The fields that a text asks for, conditions among them."""
    return tuple(dict.fromkeys(key for _words, condition, keys in _parts(text) for key in (condition, *keys) if key))


@lru_cache(maxsize=1024)
def _parts(text: str) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """A text in pieces: words with %s for each field, the field that they hang on ('' for none), the fields."""
    out: list[tuple[str, str, tuple[str, ...]]] = []
    at = 0
    for part in _PART.finditer(text):
        if text[at:part.start()]:
            out.append((text[at:part.start()], "", ()))
        at = part.end()
        if part[3]:
            out.append(("%s", "", (part[3],)))
        else:
            inner = re.split(r"\{(\w+)\}", part[2])
            words = "%s".join(piece.replace("%", "%%") for piece in inner[::2])
            keys = tuple(inner[1::2])
            out.append((words if keys else part[2], part[1], keys))
    if text[at:]:
        out.append((text[at:], "", ()))
    return tuple(out)


_NOTHING = Pair()


def unknown_fields(text: str, *, transcript: bool = False) -> list[str]:
    """Fields of a text that this kind of paper does not have, and braces that belong to none."""
    known = {field.key for field in fields_for(transcript=transcript)}
    used = [key for found in _PART.finditer(text) for key in (
        found[1], found[3], *re.findall(r"\{(\w+)\}", found[2] or "")) if key]
    wrong = [key for key in used if key not in known]
    if re.search(r"[{}]", _PART.sub("", text)):
        wrong.append("{")
    return wrong


def label(field: str) -> str:
    """What a field of facts is called in a message."""
    names = {
        "name": _("Name"), "identity_text": _("Identity number"), "centre_name": _("Centre's name"),
        "centre_name_ms": _("Centre's name in Malay"), "centre_name_en": _("Centre's name in English"),
        "course_title": _("Course title"), "course_title_ms": _("Course title in Malay"),
        "course_title_en": _("Course title in English"), "venue": _("Venue"), "organiser": _("Organiser"),
        "partner": _("Partner"), "grade": _("Grade"), "result_ms": _("Result"), "result_en": _("Result"),
        "number": _("Certificate number"), "signatories": _("Signatory"), "identity_label": _("Identity document"),
        "verification_code": _("Verification code"), "place": _("Venue and organiser"), "award_ms": _("Award"),
        "award_en": _("Award"), "capstone": _("Capstone project"),
    }
    return names.get(field, _("Text"))
