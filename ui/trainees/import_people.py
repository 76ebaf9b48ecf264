"""Trainees as a kind of list: people on record are compared field by field, and everybody may be enrolled at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.cohorts.draft import Draft, open_draft, paste_draft
from app.cohorts.draft_checks import column_check
from app.cohorts.draft_rows import DraftRow
from app.cohorts.import_trainees import ImportResult, ImportTrainees
from app.cohorts.intake import write_problems
from app.cohorts.known import Known, KnownOf
from app.cohorts.queries import Roll
from app.exchange.columns import Column
from app.i18n import _, ngettext
from app.job import Progress
from app.lists.rows import ColumnCheck, DraftColumn, Effect
from app.office.command import Ref
from app.office.office import Office
from app.trainees.identity import mask, normalise
from ui.desk.desk import Desk
from ui.trainees import import_words
from ui.trainees.import_kinds import ChipOf, Importing, Words, remembering
from ui.trainees.import_person import PersonPick, person_words
from ui.trainees.import_pick import Pick

NUMBER = ("id_number", "id_type", "id_country")
COLUMNS: tuple[Column[DraftRow], ...] = (
    Column("row", lambda: _("Row"), lambda r: r.row, kind="number", width=7),
    Column("full_name", lambda: _("Full name"), lambda r: r.shown("full_name") or _("empty"), width=30),
    Column("id_number", lambda: _("Identity number"), lambda r: r.shown("id_number"), width=19),
    Column("phone_mobile", lambda: _("Phone"), lambda r: r.shown("phone_mobile") or "–", width=16),
    Column("email", lambda: _("E-mail"), lambda r: r.shown("email") or "–", width=24),
    Column("problem", lambda: _("Problem"), lambda r: r.sentence, width=40),
)


def number_of(one: DraftRow, full: bool) -> str:
    """The identity number; its tail hidden unless it may be seen, or must be corrected."""
    number = one.shown("id_number")
    wrong = any(i.field in NUMBER and i.cls in ("reject", "ask", "suggest") for i in one.issues)
    return number if full or wrong or not number else mask(normalise(
        str(one.fields.get("id_type") or "MYKAD"), number))


class _Asked(Exception):
    """The question of a draft, to be asked beside the window: only this thread may change the draft."""

    def __init__(self, query: KnownOf) -> None:
        super().__init__()
        self.query = query


def _open_question(draft: Draft) -> KnownOf | None:
    """What a draft must know of rows that were corrected; None for nothing."""
    def ask(query: KnownOf) -> Sequence[Known]:
        raise _Asked(query)

    try:
        draft.recheck(ask)
    except _Asked as asked:
        return asked.query
    return None


class ImportingPeople(Importing):
    """A list of trainees."""

    key = "trainees"
    command = ImportTrainees
    enrols = True
    name = "full_name"
    editable = ("full_name", "id_number", "phone_mobile", "email")
    hidden = ("id_number",)

    def words(self) -> Words:
        return Words(_("Import trainees"), _("Choose the list of trainees"), _("You may not import trainees"),
                     _("Show the trainees"))

    def chips(self) -> list[ChipOf]:
        return [("problems", _("Problems")), ("reject", _("Errors"), "circle-x"),
                ("known", _("Duplicates"), "copy"), ("check", _("To check"), "triangle-alert"),
                ("ready", _("Ready"), "check"), ("new", _("New"), "plus"), ("change", _("Will change"), "pencil"),
                ("same", _("As on record"), "check-check"), ("left", _("Left out"), "minus")]

    def title_of(self, row: Any, compared: bool) -> tuple[str, str]:
        person = row.person
        if person is None or row.state != "known":
            return _("Row {row}").format(row=row.row), row.shown("full_name")
        words = (_("Row {row} has the number of someone you already have") if person.conflict
                 else _("Row {row} is someone you already have") if person.certain
                 else _("Row {row} may be someone you already have"))
        return words.format(row=row.row), person.conflict or person.why or person_words(row)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._meant: set[tuple[str, str]] = set()  # words that somebody has explained, by field
        self._roll: frozenset[int] | None = None  # who is in the cohort already

    # -- reading and columns -----------------------------------------------------------------------------------------
    def open(self, path: Path, step: Progress) -> Draft:
        return open_draft(path, step)

    def paste(self, text: str) -> Draft:
        return paste_draft(text)

    def judge(self, draft: Draft, office: Office, step: Progress) -> None:
        draft.review(lambda query: office.ask(query, step), step)

    def recheck(self, draft: Draft, owner: QWidget, then: Callable[..., object]) -> None:
        wanted = _open_question(draft)

        def came(rows: Sequence[Known]) -> None:
            if _open_question(draft) != wanted:  # another cell was corrected meanwhile
                self.recheck(draft, owner, then)
                return
            then(lambda: draft.recheck(lambda _query: rows))

        if wanted is not None:
            self.desk.ask(wanted, owner=owner, then=came)

    def options(self, draft: Draft) -> list[tuple[str, str]]:
        return [(key, words + (" *" if key == "full_name" else "")) for key, words in draft.field_options()]

    def choices_of(self, draft: Draft, field: str) -> list[tuple[str, str]]:
        return [(value, _(words)) for value, words in import_words.choices_of(field)]

    def translate(self, draft: Draft, field: str, raw: str, choice: str) -> None:
        self._meant.add((field, raw.casefold()))
        super().translate(draft, field, raw, choice)

    def apply(self, draft: Draft, matches: Mapping[str, Any]) -> set[int]:
        self._meant = {(field, raw) for field, raw, _to in matches.get("means", ())}
        return super().apply(draft, matches)

    def check(self, draft: Draft, one: DraftColumn) -> ColumnCheck:
        if strange := import_words.unknown(draft, one.index, one.field or "", self._meant):
            return strange
        tone, words = column_check(draft, one)
        return ColumnCheck("warn" if tone == "warn" else "ok", words)

    def notes(self, draft: Draft) -> list[tuple[str, bool]]:
        return [*((question.sentence, question.blocking) for question in draft.questions), *super().notes(draft)]

    def together(self, draft: Draft) -> list[int]:
        return []

    # -- rows --------------------------------------------------------------------------------------------------------
    def columns(self, full: bool) -> tuple[Column[Any], ...]:
        return tuple(replace(c, read=lambda r: number_of(r, full)) if c.key == "id_number" else c for c in COLUMNS)

    def number(self, row: DraftRow) -> int:
        return row.row

    def concerns(self, key: str) -> tuple[str, ...]:
        return NUMBER if key == "id_number" else (key,)

    def choice_words(self, draft: Draft, field: str, choice: str) -> str:
        return dict(self.choices_of(draft, field)).get(choice) or draft.choice_words(field, choice)

    def pick(self, draft: Draft, row: DraftRow) -> Pick | None:
        return PersonPick(row) if row.person is not None and row.state != "left" else None

    def decide(self, draft: Draft, row: DraftRow, taken: tuple[str, ...], alike: bool) -> None:
        draft.decide_person(row.row, taken, alike=alike)

    def refuse(self, draft: Draft, row: DraftRow) -> None:
        if row.person is not None and not row.person.certain:
            draft.another_person(row.row)
        else:
            draft.leave_out(row.row)

    # -- recording ---------------------------------------------------------------------------------------------------
    def look(self, office: Office, cohort: int | None, step: Progress) -> None:
        rows = office.ask(Roll(cohort_id=cohort), step) if cohort else ()
        self._roll = frozenset(row.trainee_id for row in rows if row.on_roll) if cohort else None

    def effect(self, draft: Draft) -> Effect:
        found = draft.effect(self._roll)
        return replace(found, left=found.left + found.same)  # here they are attached, in other lists left alone

    def ready(self, effect: Effect) -> int:
        return effect.new + effect.attached

    def make(self, draft: Draft, cohort: int | None, remember: bool) -> ImportTrainees:
        ready = draft.ready()
        out = sum(not r.skipped for r in draft.rows) - len(ready)
        return ImportTrainees(rows=ready, file_name=draft.path.name, file_hash=draft.digest, cohort_id=cohort,
                              left_out=out, sheet=draft.table.sheet or "", mode=draft.mode,
                              **remembering(draft, remember))

    def batch_of(self, result: ImportResult) -> int:
        return result.batch_id

    def done(self, draft: Draft, result: ImportResult) -> list[str]:
        lines = [ngettext("{n} trainee added", "{n} trainees added", result.added).format(
            n=f"{result.added:,}")] if result.added else []
        if result.changed:
            lines.append(ngettext("{n} changed", "{n} changed", result.changed).format(n=result.changed))
        if result.attached:
            lines.append(ngettext("{n} was on record before", "{n} were on record before", result.attached).format(
                n=result.attached))
        if result.enrolled:
            lines.append(ngettext("{n} enrolled", "{n} enrolled", result.enrolled).format(n=result.enrolled))
        out = sum(not r.skipped for r in draft.rows) - len(result.outcomes)
        if out:
            lines.append(ngettext("{n} row left out", "{n} rows left out", out).format(n=out))
        return lines

    def after(self, cohort: int | None) -> Ref:
        return Ref("cohort", cohort) if cohort else Ref("trainees")

    def write_problems(self, draft: Draft, path: Path) -> int:
        rows = [r for r in draft.rows if r.state != "ok" and not r.skipped]
        write_problems(draft, rows, path)
        return len(rows)
