"""The lists that every centre has from the first day; one is changed by saving it under a name of one's own."""

from __future__ import annotations

from dataclasses import replace

from app.i18n import N_, _, speaking
from app.rosters.preset import Preset, chosen

_SHIPPED: dict[str, tuple[str, Preset]] = {
    "class-roster": (N_("Class roster"), Preset(name="", subject="enrolments", columns=chosen((
        "place", "name", "identity", "phone", "email", "organisation", "number", "attendance", "status",
        "signature")))),
    "nominal-roll": (N_("Nominal roll for a ministry"), Preset(
        name="", title=N_("Nominal roll"), subject="enrolments", identity="full", columns=chosen((
            "place", "name", "identity", "gender", "citizenship", "birth_date", "category", "organisation", "position",
            "state", "phone", "email", "joined_on", "status")))),
    "name-check": (N_("Name check list for a vendor's exam"), Preset(
        name="", title=N_("Name check list"), subject="enrolments", identity="full", columns=chosen((
            "place", "number", "name", "id_type", "identity", "certificate_name", "email", "id_checked", "look_at",
            "name_right")))),
    "contacts": (N_("Contact list"), Preset(name="", subject="enrolments", identity="none", columns=chosen((
        "place", "name", "phone", "phone_other", "email", "organisation", "position", "address_1", "address_2",
        "postcode", "city", "state")))),
    "attendance-matrix": (N_("Attendance, a column for each session"), Preset(
        name="", title=N_("Attendance sheet"), subject="attendance", identity="none", columns=chosen((
            "place", "name", "number", "sessions", "totals", "attendance")))),
    "attendance-long": (N_("Attendance, a row for each mark"), Preset(
        name="", title=N_("Attendance"), subject="marks", identity="none", columns=chosen((
            "number", "name", "organisation", "cohort", "session", "day", "part", "starts", "ends", "kind", "topic",
            "hours", "letter", "mark", "minutes", "by", "at")))),
    "results": (N_("Results"), Preset(name="", subject="results", identity="none", columns=chosen((
        "place", "name", "number", "components", "total", "grade", "outcome", "attendance", "qualifies", "why")))),
    "certificates": (N_("Register of certificates"), Preset(name="", subject="certificates", columns=chosen((
        "place", "certificate", "holder", "identity", "organisation", "cohort", "kind", "awarded", "issued", "expires",
        "state", "prints", "collected", "collected_on", "voided")))),
    "study-visit": (N_("Participants of a study visit"), Preset(
        name="", subject="enrolments", identity="full", columns=chosen((
            "place", "titles", "name", "gender", "birth_date", "nationality", "passport", "passport_country",
            "passport_expiry", "organisation", "position", "phone", "email")))),
    "trainees": (N_("List of trainees"), Preset(name="", subject="trainees", columns=chosen((
        "number", "name", "id_type", "identity", "birth_date", "gender", "phone", "email", "organisation", "cohort",
        "state_words")))),
}


def shipped() -> dict[str, Preset]:
    """The lists by their keys, named in the language in use."""
    return {key: replace(preset, name=_(name), title=_(preset.title)) for key, (name, preset) in _SHIPPED.items()}


def titles_of(preset: Preset) -> tuple[str, str]:
    """What stands above a list, in Malay and English; a title of the centre's own is the same in both."""
    for word in {w for name, shipped_one in _SHIPPED.values() for w in (name, shipped_one.title) if w}:
        found = []
        for code in ("ms", "en"):
            with speaking(code):
                found.append(_(word))
        if preset.shown_title in found:
            return found[0], found[1]
    return preset.shown_title, preset.shown_title
