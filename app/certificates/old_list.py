"""A list of old paper certificates, as a kind of list: its columns, how they are read, and what the register says.

The register is never changed by a list: a row of the same number that says something else is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from app.certificates.facts import Kind as PaperKind
from app.certificates.numbering import tidy
from app.completion.words import KIND_LABELS
from app.exchange.tables import Value
from app.i18n import N_, _
from app.lists import dates
from app.lists.cells import day_cell, text_cell
from app.lists.draft import ListDraft, OnRecord
from app.lists.kinds import About, Field, Kind, Read
from app.lists.texts import as_text, plain
from app.trainees import identity
from app.trainees.names import fold

_KINDS: Final[tuple[tuple[PaperKind, str], ...]] = (
    ("attendance", r"hadir|attend"), ("participation", r"serta|nyerta|particip"),
    ("achievement", r"capai|achiev|merit"), ("award", r"anugerah|award|hadiah"),
    ("completion", r"tamat|complet|lulus|graduat"))
_OLDEST: Final = 1957
_SHORTEST: Final = 9
"""Digits that Excel leaves of an identity number that began with zeros."""


@dataclass(frozen=True)
class OldPaper:
    """A certificate as a list names it."""

    number: str
    name: str
    course: str
    issued_on: date
    kind: PaperKind = "completion"
    identity: str = ""  # as it is stored
    note: str = ""


def kind_of(text: str) -> PaperKind | None:
    """The kind that a word names, completion for none; None for a word that names no kind."""
    word = text.casefold().strip()
    return next((kind for kind, pattern in _KINDS if re.search(pattern, word)), None) if word else "completion"


def _kind_cell(value: Value, about: About) -> Read:
    text = plain(as_text(value))
    found = kind_of(text)
    if found is not None:
        return Read(found)
    return Read(None, "ask", _("'{value}' is not known here. Choose what it means.").format(value=text),
                tuple(kind for kind, _pattern in _KINDS))


def _issued_cell(value: Value, about: About) -> Read:
    found = day_cell(value, about)
    if isinstance(value, str) and (found.value is None or found.value > about.today):
        past = dates.read_date(as_text(value), about.today, past=True)  # 1/2/57 is of the last century
        found = Read(past) if past else found
    if found.value is not None and (found.value > about.today or found.value.year < _OLDEST):
        return Read(None, "reject", _("An old certificate was not issued on this day."))
    return found


def _identity_cell(value: Value, about: About) -> Read:
    text = plain(as_text(value))
    if not re.search(r"\w", text):
        return Read("")
    number = identity.normalise("MYKAD", text)
    if isinstance(value, int | float) and number.isdigit() and _SHORTEST <= len(number) < 12:
        whole = number.zfill(12)
        return Read(whole, "suggest", _("A number cell with {count} digits: leading zeros are lost; {number} is "
                                        "proposed.").format(count=len(number), number=identity.show("MYKAD", whole)))
    if not re.fullmatch(r"[A-Z0-9]{5,20}", number):
        return Read(None, "reject", _("This is no identity number. Correct it, or leave it empty."))
    return Read(number)


def _number_cell(value: Value, about: About) -> Read:
    found = text_cell(60)(value, about)
    return Read(" ".join(found.value.split())) if found.value else found


def _differs(there: OnRecord) -> str:
    return _("The register has this number for {name}.").format(name=there.values["name"])


OLD: Final = Kind("certificates", N_("Old certificates"), (
    Field("identity", N_("Identity number"), r"kad pengenalan|no (kp|ic)\b|\b(ic|nric|mykad|kp)\b|pasport|passport|"
          r"identity", _identity_cell, looks=r"\d{6}-?\d{2}-?\d{4}"),
    Field("number", N_("Number"), r"no(mbor)?\.? (siri|sijil)|siri sijil|sijil no|certificate (no|number)|cert no|"
          r"serial|^(no )?siri$|^(number|nombor)$", _number_cell, required=True),
    Field("date", N_("Date of issue"), r"tarikh (keluar|isu|sijil|dikeluarkan|pengeluaran)|date of issue|issue date|"
          r"issued( on)?|^tarikh$|^date$", _issued_cell, required=True, is_date=True,
          looks=r"\d{4}-\d\d-\d\d.*|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"),
    Field("kind", N_("Kind of certificate"), r"jenis( sijil)?$|kind|certificate type|type of certificate", _kind_cell,
          choices=tuple((kind, KIND_LABELS[kind]) for kind, _pattern in _KINDS)),
    Field("course", N_("Course"), r"kursus|course|program(me)?|latihan|training|modul", text_cell(300), required=True),
    Field("note", N_("Note"), r"catatan|remark|^nota$|^notes?$", text_cell(500)),
    Field("name", N_("Name"), r"nama|^name|full name|holder|peserta|pelatih|penerima", text_cell(200), required=True),
), lambda values: tidy(values["number"]) if values.get("number") else None, differs=_differs, alike={"name": fold})
"""The first field whose headings fit wins, so the longer words stand first."""


def papers_of(draft: ListDraft) -> tuple[OldPaper, ...]:
    """What a draft would record."""
    return tuple(_paper(row.fields) for row in draft.ready())


def _paper(fields: Mapping[str, Any]) -> OldPaper:
    return OldPaper(fields["number"], fields["name"], fields["course"], fields["date"],
                    fields.get("kind") or "completion", fields.get("identity", ""), fields.get("note", ""))

