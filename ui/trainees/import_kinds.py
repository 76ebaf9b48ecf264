"""What the pages of an import ask of a kind of list: its words, how it is read, judged, compared and recorded.

The defaults fit every kind of the engine (`app/lists`); a list of trainees says otherwise where people are concerned.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.cohorts.draft_checks import masked_samples
from app.cohorts.import_history import ImportBatches, ImportRow
from app.errors import Invalid
from app.exchange.columns import Column
from app.i18n import _, ngettext, show_date
from app.job import Progress
from app.lists.draft import ListDraft, open_list, paste_list
from app.lists.headings import layout_of
from app.lists.kinds import About, Kind
from app.lists.matching import heading_of
from app.lists.report import write_left
from app.lists.rows import ColumnCheck, DraftColumn, Effect, ListLine, shown
from app.office.command import Command, Ref
from app.office.office import Office
from app.trainees.fields import today
from app.trainees.identity import mask, normalise
from app.trainees.layouts import RememberedLayout
from ui.desk.desk import Desk
from ui.trainees.import_pick import ChangePick, Pick

ChipOf = tuple[str, str] | tuple[str, str, str]
_WRITTEN = re.compile(r"\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}")
_CARD = re.compile(r"\d{6}[- ]?\d{2}[- ]?\d{4}")


@dataclass(frozen=True)
class Words:
    """What the page says of a kind of list."""

    title: str
    choose: str
    refused: str
    finish: str
    icon: str = "file-spreadsheet"


class Importing:
    """A kind of list, for one page. `cohort` is the one the page was opened for."""

    key = ""
    command: type[Command[Any]]
    enrols = False  # whether everybody of the list may be enrolled in a cohort
    name = ""  # the column that is never pushed out
    editable: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()  # columns of which the whole is shown only while it is edited

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.cohort: int | None = None
        self.cohort_words = ""

    # -- words -------------------------------------------------------------------------------------------------------
    def words(self) -> Words:
        """In the language in use."""
        raise NotImplementedError

    def chips(self) -> list[ChipOf]:
        """The filters of the rows: those of the engine."""
        return [("problems", _("Problems")), ("reject", _("Errors"), "circle-x"),
                ("check", _("To check"), "triangle-alert"), ("new", _("New"), "plus"),
                ("change", _("Will change"), "pencil"), ("same", _("As on record"), "check-check"),
                ("ready", _("Ready"), "check"), ("left", _("Left out"), "minus")]

    def title_of(self, row: Any, compared: bool) -> tuple[str, str]:
        """What row this is, and what it is about."""
        words = _("Row {row} is on record and would change") if compared else _("Row {row}")
        return words.format(row=self.number(row)), str(row.shown(self.name))

    # -- reading -----------------------------------------------------------------------------------------------------
    def why_not_here(self) -> str:
        """Why no list can be brought in from here, as without a cohort; '' when it can."""
        return ""

    def prepare(self, owner: QWidget, then: Callable[[], object]) -> None:
        """Ask what reading needs to know, then go on."""
        then()

    def kind(self) -> Kind:
        """The kind of the engine."""
        raise NotImplementedError

    def open(self, path: Path, step: Progress) -> Any:
        """The draft of a file. Raises an error of ours with a sentence."""
        return open_list(self.kind(), path, today(), step)

    def paste(self, text: str) -> Any:
        """The draft of copied cells."""
        return paste_list(self.kind(), text, today())

    def judge(self, draft: Any, office: Office, step: Progress) -> None:
        """Judge every row and compare with what is on record."""
        raise NotImplementedError

    def look(self, office: Office, cohort: int | None, step: Progress) -> None:
        """Ask what the effect depends on beside the rows: the cohort that was chosen."""

    # -- columns -----------------------------------------------------------------------------------------------------
    def options(self, draft: Any) -> list[tuple[str, str]]:
        """Every field a column may become; a star at those that must be there."""
        return [(f.key, _(f.words) + (" *" if f.required else "")) for f in draft.kind.fields]

    def choices_of(self, draft: Any, field: str) -> list[tuple[str, str]]:
        """The values a field may have, in words; none when it may be anything."""
        found = draft.kind.by_key.get(field)
        return [(value, _(words)) for value, words in found.choices] if found is not None else []

    def samples(self, one: DraftColumn) -> str:
        """The first values under a heading, identity numbers without their tails."""
        return masked_samples(one)

    def check(self, draft: Any, one: DraftColumn) -> ColumnCheck:
        """What a matched column looks like."""
        found: ColumnCheck = draft.check(one.index)
        return found

    def translate(self, draft: Any, field: str, raw: str, choice: str) -> None:
        """What a value means that nobody knew."""
        draft.translate(field, raw, choice)

    def order(self, draft: Any, one: DraftColumn) -> str:
        """Which part of its dates a column writes first: 'day', 'month', 'ask'; '' where nothing is written so."""
        field = draft.kind.by_key.get(one.field or "")
        if field is None or not field.is_date:
            return ""
        order = str(draft.order(one.index))
        return order if order != "day" or any(_WRITTEN.fullmatch(text.strip()) for text in one.samples) else ""

    def notes(self, draft: Any) -> list[tuple[str, bool]]:
        """What a reader should know of the sheet, and whether it must be settled."""
        return [(sentence, False) for sentence in draft.notes]

    def together(self, draft: Any) -> list[int]:
        """The sheets that have the headings of the one in use, and so can be read as one list."""
        return [n for n, table in enumerate(draft.book.sheets) if not table.hidden and not table.is_empty
                and layout_of(heading_of(draft.kind, table)) == draft.layout]

    def fixes(self, draft: Any) -> bool:
        """May a field have one value in all rows?"""
        return True

    def fixed(self, draft: Any) -> dict[str, str]:
        """Field -> the value all rows have."""
        return dict(draft.fixed)

    def wrong_value(self, draft: Any, field: str, text: str) -> str:
        """Why a value cannot stand in all rows; '' when it can."""
        found = draft.kind.by_key[field].read(text, About(draft.today))
        return "" if found.cls in ("", "suggest") else str(found.what)

    def remembered(self, draft: Any, owner: QWidget, then: Callable[[Mapping[str, Any]], object]) -> None:
        """How the columns of lists with these headings were matched last time; {} for never."""
        self.desk.ask(RememberedLayout(kind=self.key, layout=draft.layout), owner=owner,
                      then=lambda rows: then(rows[0] if rows else {}))

    def apply(self, draft: Any, matches: Mapping[str, Any]) -> set[int]:
        """Match as the last time; the columns that were."""
        if not matches:
            return set()
        try:
            draft.apply(matches)
        except Invalid:
            return set()  # a field that there is no longer: what was remembered is only a proposal
        letters = set(matches.get("columns", {}))
        return {c.index for c in draft.columns if c.letter in letters}

    # -- rows --------------------------------------------------------------------------------------------------------
    def columns(self, full: bool) -> tuple[Column[Any], ...]:
        """The table of the rows; `full`: identity numbers may be seen."""
        raise NotImplementedError

    def number(self, row: Any) -> int:
        """Where a row stands in the file."""
        return int(row.number)

    def concerns(self, key: str) -> tuple[str, ...]:
        """The fields whose problems are shown in a column."""
        return (key,)

    def choice_words(self, draft: Any, field: str, choice: str) -> str:
        """A choice as it is offered."""
        return dict(self.choices_of(draft, field)).get(choice, choice)

    def pick(self, draft: Any, row: Any) -> Pick | None:
        """Record and list side by side, where they differ; None where there is nothing to compare."""
        if row.state == "left" or not row.changes:
            return None
        return ChangePick(self.number(row), [
            (c.field, dict(self.options(draft)).get(c.field, c.field).removesuffix(" *"),
             self.value_words(draft, c.field, c.old), self.value_words(draft, c.field, c.new)) for c in row.changes],
            len(draft.rows_of("change")) - 1)

    def value_words(self, draft: Any, field: str, value: Any) -> str:
        """A value as people read it."""
        return "" if value in (None, "") else self.choice_words(draft, field, shown(value))

    def decide(self, draft: Any, row: Any, taken: tuple[str, ...], alike: bool) -> None:
        """Take these fields from the list; of the others the record's value stays."""
        rows = draft.rows_of("change") if alike else [row]
        for one in rows:
            for change in one.changes:
                if change.field not in taken:
                    draft.answer(one.row, change.field, "" if change.old in (None, "") else shown(change.old))

    def refuse(self, draft: Any, row: Any) -> None:
        """What the third answer does: leave the row out."""
        draft.leave_out(row.row)

    def recheck(self, draft: Any, owner: QWidget, then: Callable[..., object]) -> None:
        """Compare rows that were corrected since with what is on record. `then` may get what is still to be done with
        the draft, for a list that is so long that it is done beside the window."""

    # -- recording ---------------------------------------------------------------------------------------------------
    def modes(self, draft: Any) -> list[tuple[str, str]]:
        """What may be done with a list, in words; none where there is no choice."""
        return [("add", _("Only add what is new")), ("update", _("Only change what is on record")),
                ("both", _("Add and change"))]

    def effect(self, draft: Any) -> Effect:
        """What recording would do now."""
        found: Effect = draft.effect()
        return found

    def figures(self, draft: Any) -> tuple[dict[str, int], Effect]:
        """How many rows each filter has, and what recording would do."""
        return draft.counts(), self.effect(draft)

    def ready(self, effect: Effect) -> int:
        """How many rows would be recorded now."""
        return effect.new + effect.change

    def make(self, draft: Any, cohort: int | None, remember: bool) -> Command[Any]:
        """The command that records what is ready."""
        raise NotImplementedError

    def batch_of(self, result: Any) -> int:
        """The import that was made."""
        return int(result)

    def done(self, draft: Any, result: Any) -> list[str]:
        """What was recorded, in lines."""
        return effect_lines(self.effect(draft))

    def after(self, cohort: int | None) -> Ref:
        """Where the last button leads."""
        raise NotImplementedError

    def write_problems(self, draft: Any, path: Path) -> int:
        """The rows that are not ready in the file's own layout, with their reasons; how many."""
        return write_left(draft, path)

    def before(self, draft: Any, owner: QWidget, then: Callable[[Sequence[ImportRow]], object]) -> None:
        """Ask whether this very file was brought in before."""
        if self.desk.may(ImportBatches):
            self.desk.ask(ImportBatches(file_hash=draft.digest, limit=1), owner=owner, then=then)


def facts_of(kind: Importing, draft: Any) -> list[tuple[str, str]]:
    """Icon and words below the title: the list, and the cohort it is for."""
    facts = [("graduation-cap", kind.cohort_words)] if kind.cohort_words else []
    if draft is not None:
        rows = max(0, len(draft.table.rows) - draft.heading_row)
        facts.insert(0, ("file-spreadsheet", _("{file} · {rows} rows · {columns} columns").format(
            file=draft.path.name, rows=f"{rows:,}", columns=len(draft.columns))))
    return facts


def effect_words(effect: Effect) -> str:
    """`138 new, 4 changed, 2 same, 13 left out`."""
    out = max(0, effect.left - effect.same) + effect.open
    parts = [ngettext("{n} new", "{n} new", effect.new), ngettext("{n} changed", "{n} changed", effect.change),
             ngettext("{n} same", "{n} same", effect.same), ngettext("{n} enrolled", "{n} enrolled", effect.enrolled),
             ngettext("{n} left out", "{n} left out", out)]
    return ", ".join(words.format(n=f"{n:,}") for words, n in zip(
        parts, (effect.new, effect.change, effect.same, effect.enrolled, out), strict=True) if n) or _(
            "nothing to record")


def effect_lines(effect: Effect) -> list[str]:
    """The same below each other, as what became of a list."""
    out = max(0, effect.left - effect.same) + effect.open
    made = [(effect.new, ngettext("{n} added", "{n} added", effect.new)),
            (effect.change, ngettext("{n} changed", "{n} changed", effect.change)),
            (effect.same, ngettext("{n} was as on record", "{n} were as on record", effect.same)),
            (out, ngettext("{n} row left out", "{n} rows left out", out))]
    return [words.format(n=f"{n:,}") for n, words in made if n]


def again_words(rows: Sequence[ImportRow]) -> str:
    """That this very file was brought in before; '' when it was not."""
    if not rows:
        return ""
    one = rows[0]
    if one.undone_at is not None:
        return _("This very file was imported on {date} by {who}; that import was undone.").format(
            date=show_date(one.at.date()), who=one.by)
    return _("This very file was imported on {date} by {who}. Import it again only to bring in what was left "
             "out.").format(date=show_date(one.at.date()), who=one.by)


def hidden_tail(text: str) -> str:
    """An identity number without its tail; other text as it is."""
    return _CARD.sub(lambda found: mask(normalise("MYKAD", found.group())), text)


def masked(row: ListLine, field: str, full: bool) -> str:
    """An identity number; its tail hidden unless it may be seen, or must be corrected."""
    text = row.shown(field)
    wrong = any(i.field == field and i.cls in ("reject", "ask") for i in row.issues)
    return (text if full or wrong else hidden_tail(text)) or (_("empty") if wrong else "–")


def words_of(kind: Kind, row: ListLine, field: str) -> str:
    """A field of a row as people read it."""
    value = row.shown(field)
    found = kind.by_key.get(field)
    return _(dict(found.choices).get(value, value)) if value and found is not None and found.choices else value


def remembering(draft: ListDraft, remember: bool) -> dict[str, Any]:
    """What a command keeps of how the columns were matched."""
    return {"layout": draft.layout, "matches": draft.matches()} if remember else {}
