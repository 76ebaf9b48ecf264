"""The words for what a list may be: whose, in which language, with which identity numbers, as which file."""

from __future__ import annotations

from app.i18n import N_, _, language
from app.rosters.preset import FORMATS, Preset
from app.rosters.presets import PresetRow
from app.rosters.subjects import SUBJECTS
from ui.rosters.outgoing import Book

LANGUAGES = {"both": N_("Both languages"), "ms": "Bahasa Melayu", "en": "English"}
IDENTITIES = {"masked": N_("Digits hidden"), "full": N_("In full"), "none": N_("None in the list")}
GROUPS = {"": N_("Not grouped"), "headings": N_("By employer, under headings"),
          "sheets": N_("By employer, a sheet each")}
FORMAT_WORDS = {"xlsx": "Excel", "pdf": "PDF", "csv": "CSV", "text": N_("Copy")}
KINDS = {"xlsx": N_("Excel workbook (*.xlsx)"), "pdf": "PDF (*.pdf)", "csv": "CSV (*.csv)"}


def options(words: dict[str, str]) -> list[tuple[str, str]]:
    """Keys with their words in the language in use."""
    return [(key, _(text)) for key, text in words.items()]


def formats() -> list[tuple[object, str]]:
    """Files a list can be written as, and the clipboard."""
    return [(key, _(FORMAT_WORDS[key])) for key in FORMATS]


def whose(row: PresetRow | Book) -> str:
    """Where a list comes from."""
    if isinstance(row, Book) or row.id is None:
        return _("with Sijil")
    return _("shared") if row.shared else _("yours")


def row_key(row: PresetRow | Book) -> str:
    """What tells one list from another, also tomorrow."""
    return row.key if isinstance(row, Book) or row.key else f"#{row.id}"


def columns_words(preset: Preset) -> str:
    """The headings in their order; how identity numbers and photos leave is said beside them."""
    code = "ms" if preset.language == "ms" else "en" if preset.language == "en" else language()
    how = {("masked", "identity"): _("{column} (digits hidden)"), ("full", "identity"): _("{column} (in full)"),
           ("masked", "photo"): _("{column} (yes or no)")}
    said = []
    for field, name in preset.fields():
        words = name or field.titled(code)
        said.append(how.get((preset.identity, field.kind), "{column}").format(column=words) if field.secret else words)
    return " · ".join(said)


def photos_words() -> str:
    """What the choice of identity numbers says of photos."""
    return _("Photos leave only with In full.")


def log_word(kind: str) -> str:
    """What a line of the log is of, where its list has no name."""
    if kind in SUBJECTS:
        return _(SUBJECTS[kind].title)
    return {"roster": _("Roster"), "form": _("Our form"), "transcript": _("Transcript"), "t3": "HRD Corp T3",
            "names": _("Name check list")}.get(kind, kind)
