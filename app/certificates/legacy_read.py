"""A list of old paper certificates: which column says what, and what each row says. Nothing is compared here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.certificates.facts import Kind
from app.exchange.tables.header import find_heading
from app.exchange.tables.table import Table, Value, letter
from app.i18n import N_, _
from app.lists.dates import from_serial, read_date
from app.lists.headings import norm
from app.lists.texts import as_text
from app.trainees import identity
from app.trainees.intake.cells import clean_text

FIELDS = {"number": N_("Number"), "name": N_("Name"), "identity": N_("Identity number"), "course": N_("Course"),
          "kind": N_("Kind of certificate"), "date": N_("Date of issue"), "note": N_("Note")}
NEEDED = ("number", "name", "course", "date")
_HEADINGS = (
    ("identity", r"kad pengenalan|no (kp|ic)\b|\b(ic|nric|mykad|kp)\b|pasport|passport|identity"),
    ("number", r"no(mbor)?\.? (siri|sijil)|siri sijil|sijil no|certificate (no|number)|cert no|serial|^(no )?siri$|"
               r"^(number|nombor)$"),
    ("date", r"tarikh (keluar|isu|sijil|dikeluarkan|pengeluaran)|date of issue|issue date|issued( on)?|^tarikh$|"
             r"^date$"),
    ("kind", r"jenis( sijil)?$|kind|certificate type|type of certificate"),
    ("course", r"kursus|course|program(me)?|latihan|training|modul"),
    ("note", r"catatan|remark|^nota$|^notes?$"),
    ("name", r"nama|^name|full name|holder|peserta|pelatih|penerima"),
)
_KINDS: tuple[tuple[Kind, str], ...] = (
    ("attendance", r"hadir|attend"), ("participation", r"serta|nyerta|particip"),
    ("achievement", r"capai|achiev|merit"), ("award", r"anugerah|award|hadiah"),
    ("completion", r"tamat|complet|lulus|graduat"))
LONGEST = {"number": 60, "name": 200, "course": 300, "note": 500}


@dataclass(frozen=True)
class OldPaper:
    """A certificate as a list names it."""

    number: str
    name: str
    course: str
    issued_on: date
    kind: Kind = "completion"
    identity: str = ""  # as it is stored
    note: str = ""


@dataclass(frozen=True)
class ReadRow:
    """A row of the list: what it says, or what is wrong with which of its columns."""

    row: int
    said: Mapping[str, str]
    paper: OldPaper | None = None
    wrong: tuple[tuple[str, str], ...] = ()  # column's letter, sentence


def field_of(text: str) -> str | None:
    """What a heading names; None when it names nothing of ours."""
    word = norm(text)
    return next((field for field, pattern in _HEADINGS if re.search(pattern, word)), None) if word else None


def find_columns(table: Table) -> tuple[int, dict[str, int]]:
    """The row of the headings (0 for none) and the column of each field, as far as the headings name them."""
    heading = find_heading(table, field_of)
    if heading is None:
        return 0, {}
    found: dict[str, int] = {}
    for at, text in heading.texts.items():
        field = field_of(text)
        if field is not None:
            found.setdefault(field, at)
    return heading.rows[-1], found


def read_rows(table: Table, heading: int, columns: Mapping[str, int], today: date) -> list[ReadRow]:
    """All rows below the heading that say something."""
    found = []
    for at in range(heading + 1, len(table.rows) + 1):
        values = {field: table.value(at, column) for field, column in columns.items()}
        if any(as_text(value).strip() for value in values.values()) and not _is_foot(values):
            found.append(_read(at, values, columns, today))
    return found


def _is_foot(values: Mapping[str, Value]) -> bool:
    """A sum or a note below the list: it has neither number nor date."""
    return not any(as_text(values.get(field)).strip() for field in ("number", "date", "course"))


def _read(at: int, values: Mapping[str, Value], columns: Mapping[str, int], today: date) -> ReadRow:
    said = {field: clean_text(as_text(value)) for field, value in values.items()}
    wrong: list[tuple[str, str]] = []

    def tell(field: str, sentence: str) -> None:
        wrong.append((letter(columns[field]) if field in columns else "", sentence))

    for field, sentence in (("number", _("There is no number.")), ("name", _("There is no name.")),
                            ("course", _("There is no course."))):
        if not said.get(field):
            tell(field, sentence)
        elif len(said[field]) > LONGEST[field]:
            tell(field, _("This is longer than a certificate can say."))
    day = day_of(values.get("date"), today)
    if day is None:
        tell("date", _("Write the date of issue with day, month and year, such as 14/07/2015.") if said.get("date")
             else _("There is no date of issue."))
    elif day > today or day.year < 1957:
        tell("date", _("An old certificate was not issued on this day."))
    kind = kind_of(said.get("kind", ""))
    if kind is None:
        tell("kind", _("Write the kind as completion, attendance, achievement, participation or award."))
    card = _identity(said.get("identity", ""))
    if card is None:
        tell("identity", _("This is no identity number. Correct it, or leave it empty."))
    if wrong or day is None or kind is None or card is None:
        return ReadRow(at, said, None, tuple(wrong))
    return ReadRow(at, said, OldPaper(" ".join(said["number"].split()), said["name"], said["course"], day, kind, card,
                                      said.get("note", "")[:LONGEST["note"]]))


def day_of(value: Value, today: date) -> date | None:
    """The day a cell means; None when it means none."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return from_serial(float(value))
    return read_date(value, today, past=True) if isinstance(value, str) else None


def kind_of(text: str) -> Kind | None:
    """The kind that a word names, completion for none; None for a word that names no kind."""
    word = text.casefold().strip()
    return next((kind for kind, pattern in _KINDS if re.search(pattern, word)), None) if word else "completion"


def _identity(text: str) -> str | None:
    """The number as it is stored, '' for none; None when it cannot be one."""
    if not text or not re.search(r"\w", text):
        return ""
    number = identity.normalise("MYKAD", text)
    return number if re.fullmatch(r"[A-Z0-9]{5,20}", number) else None


def missing_columns(columns: Mapping[str, int]) -> Sequence[str]:
    """The fields that no column is given for and that every row needs."""
    return [field for field in NEEDED if field not in columns]
