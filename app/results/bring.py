"""A list of marks that is being looked at: columns to assessments, rows to trainees, every cell judged.

Nothing is recorded: `command` makes what would be, of the cells that are good, and of those that a person answered.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from app.cohorts.exports import file_hash
from app.errors import Invalid
from app.exchange.tables.read import read_book, read_pasted
from app.exchange.tables.table import Book, Table, Value
from app.i18n import _
from app.job import SILENT, Progress
from app.office.office import Office
from app.programmes.queries import ComponentRow
from app.results.bring_cells import Judged, judge, shown_value
from app.results.bring_columns import LEAVE, BringColumn, assigned, columns_of, find_row, judged, read_heading
from app.results.bring_command import BringKnown, BringResults, Known, Person
from app.results.bring_people import Match, match_row
from app.results.commands import Cell
from app.results.rules import Try

RowClass = Literal["ok", "ask", "reject", "skip", "left"]
UNCHANGED = ("same", "blank")  # what a list says of results that a certificate rests on without touching them
KEEP_OURS = "="  # an answer: what is recorded here stays


@dataclass(frozen=True)
class BringCell:
    """A cell with its judgement and what is recorded here for the same try."""

    row: int
    column: BringColumn
    text: str
    judged: Judged
    ours: Try | None = None


@dataclass(frozen=True)
class BringRow:
    """A row with whom it is about and its cells."""

    row: int
    match: Match
    cells: tuple[BringCell, ...]
    cls: RowClass
    why: str = ""

    @property
    def name(self) -> str:
        """Who it is, or what the list says."""
        return self.match.person.name if self.match.person else self.match.said


@dataclass
class BringDraft:
    """The list with the answers given so far."""

    book: Book
    known: Known
    cohort_id: int
    digest: str = ""  # SHA-256 of the file
    sheet: int = 0
    heading_row: int = 0
    columns: tuple[BringColumn, ...] = ()
    answers: dict[tuple[int, int], str] = field(default_factory=dict)
    people: dict[int, int | None] = field(default_factory=dict)  # row -> enrolment a person chose; None = left out
    agreed: set[tuple[int, int]] = field(default_factory=set)  # cells where theirs replaces ours
    _rows: list[BringRow] | None = None

    # -- reading -------------------------------------------------------------------------------------------------
    @property
    def table(self) -> Table:
        """The sheet in front."""
        return self.book.sheets[self.sheet]

    def read(self, sheet: int | None = None, heading_row: int = 0) -> None:
        """Find the headings; of the first sheet that has them when none is named."""
        tables = range(len(self.book.sheets)) if sheet is None else [sheet]
        found = [(at, find_row(self.book.sheets[at], self.known.components)) for at in tables
                 if sheet is not None or not self.book.sheets[at].hidden]
        self.sheet, self.heading_row = next(((at, row) for at, row in found if row), found[0] if found else (0, 0))
        self.heading_row = heading_row or self.heading_row
        self.columns = columns_of(self.table, self.heading_row, self.known.components, self.known.remembered)
        self.answers.clear()
        self.people.clear()
        self._rows = None

    def missing(self) -> str:
        """Why these columns cannot be judged yet; '' when they can."""
        if not self.heading_row:
            return _("No row with headings was found. Say in which row they are.")
        uses = {c.use for c in self.columns}
        if not uses & {"number", "name", "identity"}:
            return _("Say which column has the trainee numbers or the names.")
        if "component" not in uses:
            return _("Say which column has the marks of an assessment.")
        if "open" in uses or any(c.question for c in self.columns):
            return _("A heading must be looked at.")
        return ""

    def assign(self, index: int, value: str) -> None:
        """Take a column for something: 'number', 'name', 'identity', '-' or 'component:try'."""
        found = []
        for column in self.columns:
            if column.index == index:
                column = self._assigned(column, value)
            found.append(column)
        self.columns = tuple(found)
        self._rows = None

    def _assigned(self, column: BringColumn, value: str) -> BringColumn:
        plain = replace(column, component=None, number=1, question="", why="", convert=False)
        if value in ("number", "name", "identity"):
            return replace(plain, use=value)  # type: ignore[arg-type]
        picked = assigned(value, self.known.components)
        if picked is None:
            return replace(plain, use="ignored", why=_("Left out."))
        heading = read_heading(column.heading)
        made = judged(replace(plain, use="component", component=picked[0], number=picked[1], most=heading.most),
                      heading, sure=True)
        return replace(made, question="")

    def agree(self, index: int, *, convert: bool | None = None) -> None:
        """The column is taken as proposed; `convert` says whether its marks are turned to the course's highest mark."""
        self.columns = tuple(replace(c, question="", convert=c.convert if convert is None else convert)
                             if c.index == index else c for c in self.columns)
        self._rows = None

    # -- rows ----------------------------------------------------------------------------------------------------
    def rows(self) -> list[BringRow]:
        """Every row of the list, judged."""
        if self._rows is None:
            self._rows = [self._row(at) for at in range(self.heading_row + 1, len(self.table.rows) + 1)
                          if any(v not in (None, "") for v in self.table.rows[at - 1])]
            self._rows = self._twice(self._rows)
        return self._rows

    def _value(self, row: int, use: str) -> Value:
        column = next((c for c in self.columns if c.use == use), None)
        return self.table.value(row, column.index) if column else None

    def _row(self, at: int) -> BringRow:
        match = match_row(self.known, *(shown_value(self._value(at, use)).strip()
                                        for use in ("number", "identity", "name")))
        if at in self.people:
            chosen = self.people[at]
            match = replace(match, person=self.known.person(chosen) if chosen else None, question="", certain=True)
            if chosen is None:
                return BringRow(at, match, (), "left", _("Left out."))
        if match.nobody:
            return BringRow(at, match, (), "skip", match.nobody)
        cells = tuple(self._cell(at, c, match.person) for c in self.columns if c.use == "component")
        if match.person is not None and match.person.locked:
            kept = tuple(c if c.judged.cls in UNCHANGED else replace(c, judged=Judged("left")) for c in cells)
            if kept != cells:
                return BringRow(at, match, kept, "reject", _("A certificate rests on these results."))
        cells = self._after_missing(cells)
        classes = Counter(c.judged.cls for c in cells)
        if match.person is None:
            return BringRow(at, match, cells, "ask" if match.choices else "reject", match.question)
        told = next((c.judged.what for c in cells if c.judged.cls in ("reject", "ask")), match.question)
        cls: RowClass = "ask" if match.question or classes["ask"] else "ok"
        return BringRow(at, match, cells, "reject" if classes["reject"] else cls, told)

    def _cell(self, at: int, column: BringColumn, person: Person | None) -> BringCell:
        value = self.table.value(at, column.index)
        answer = self.answers.get((at, column.index))
        component = column.component
        assert component is not None
        ours = next((t for t in self.known.tries.get((person.enrolment_id, component.id), ())
                     if t.number == column.number), None) if person else None
        if answer in (LEAVE, KEEP_OURS):
            return BringCell(at, column, shown_value(value), Judged("left"), ours)
        found = judge(answer if answer is not None else value, column, answered=answer is not None)
        if ours is not None and _same(found, ours):
            found = replace(found, cls="same", what="", choices=())
        elif ours is not None and found.cls == "ok" and (at, column.index) not in self.agreed:
            found = replace(found, cls="ask", what=_("Recorded here: {ours}. The list says {theirs}.").format(
                ours=try_words(ours), theirs=shown_value(answer if answer is not None else value)), choices=())
        return BringCell(at, column, shown_value(answer if answer is not None else value), found, ours)

    @staticmethod
    def _after_missing(cells: tuple[BringCell, ...]) -> tuple[BringCell, ...]:
        """A second try waits while nothing stands for the first."""
        found = []
        for cell in cells:
            before = next((c for c in cells if c.column.component == cell.column.component
                           and c.column.number == cell.column.number - 1), None)
            if (cell.judged.cls == "ok" and cell.ours is None and before is not None and before.ours is None
                    and before.judged.cls not in ("ok", "same")):
                cell = replace(cell, judged=Judged("ask", what=_("There is no result of the try before this one.")))
            found.append(cell)
        return tuple(found)

    @staticmethod
    def _twice(rows: list[BringRow]) -> list[BringRow]:
        """The same trainee in two rows is asked about."""
        seen = Counter(r.match.person.enrolment_id for r in rows if r.match.person and r.cls != "left")
        told = _("This trainee stands in two rows of the list.")
        return [replace(r, cls="ask", match=replace(r.match, question=told), why=told)
                if r.match.person and r.cls in ("ok", "ask") and seen[r.match.person.enrolment_id] > 1 else r
                for r in rows]

    # -- answers -------------------------------------------------------------------------------------------------
    def answer(self, row: int, index: int, text: str) -> None:
        """Another text for a cell; '-' leaves it out, '=' keeps what is recorded here."""
        self.answers[row, index] = text.strip() or LEAVE
        self._rows = None

    def take_theirs(self, row: int, index: int) -> None:
        """The list's value replaces what is recorded here."""
        self.agreed.add((row, index))
        self._rows = None

    def choose(self, row: int, enrolment_id: int | None) -> None:
        """Who a row is about; None leaves the row out."""
        self.people[row] = enrolment_id
        self._rows = None

    def forget(self) -> None:
        """Judge anew, after an answer was taken back."""
        self._rows = None

    # -- what comes of it ----------------------------------------------------------------------------------------
    def counts(self) -> dict[str, int]:
        """Rows by class, and `cells` that would be recorded, `same` that stand already."""
        found = Counter(r.cls for r in self.rows())
        cells = Counter(c.judged.cls for r in self.rows() if self._taken(r) for c in r.cells)
        return {k: found[k] for k in ("ok", "ask", "reject", "skip", "left")} | {"cells": cells["ok"],
                                                                               "same": cells["same"]}

    @staticmethod
    def _taken(row: BringRow) -> bool:
        return row.match.person is not None and not row.match.question and row.cls not in ("left", "skip")

    def cells(self) -> tuple[Cell, ...]:
        """What would be recorded: the good cells, also of rows of which another cell is still open."""
        wanted = sorted(((r, c) for r in self.rows() if self._taken(r) for c in r.cells if c.judged.cls == "ok"),
                        key=lambda pair: pair[1].column.number)
        made = []
        for row, cell in wanted:
            assert row.match.person is not None and cell.column.component is not None
            made.append(Cell(enrolment_id=row.match.person.enrolment_id, component_id=cell.column.component.id,
                             state=cell.judged.state, mark=cell.judged.mark, competency=cell.judged.competency,
                             number=cell.column.number))
        return tuple(made)

    def command(self, *, remember: bool = True) -> BringResults:
        """What records it."""
        kept = tuple((c.key, c.value) for c in self.columns if c.use in ("component", "ignored")) if remember else ()
        counts = self.counts()
        return BringResults(cells=self.cells(), cohort_id=self.cohort_id, file=self.book.name, digest=self.digest,
                            unchanged=counts["same"], left_out=counts["ask"] + counts["reject"], remember=kept)


def _same(found: Judged, ours: Try) -> bool:
    state = found.state or "sat"
    if found.cls == "ask":
        return bool(found.state) and found.state == ours.state
    return found.cls == "ok" and (state, found.mark, found.competency) == (ours.state, ours.mark, ours.competency)


def try_words(one: Try) -> str:
    """A try in a word: '68', 'T', or how it stands."""
    from app.results.bring_cells import STATE_TEXT
    from app.results.rules import shown_mark

    if one.state == "sat":
        return one.competency or shown_mark(one.mark)
    return STATE_TEXT.get(one.state, one.state)


def open_bring(office: Office, path: Path, cohort_id: int, step: Progress = SILENT) -> BringDraft:
    """Read a list for a cohort. Raises Invalid, Missing, Unavailable."""
    return _draft(office, read_book(path, step), cohort_id, file_hash(path))


def paste_bring(office: Office, text: str, cohort_id: int) -> BringDraft:
    """The same of cells copied out of a spreadsheet."""
    return _draft(office, read_pasted(text, _("Clipboard")), cohort_id, hashlib.sha256(text.encode()).hexdigest())


def _draft(office: Office, book: Book, cohort_id: int, digest: str) -> BringDraft:
    if not book.sheets or all(t.is_empty for t in book.sheets):
        raise Invalid(_("{file} is empty.").format(file=book.name))
    draft = BringDraft(book, office.ask(BringKnown(cohort_id=cohort_id))[0], cohort_id, digest)
    draft.read()
    return draft


def column_options(components: Sequence[ComponentRow]) -> list[tuple[str, str]]:
    """What a column may be taken for: value and words."""
    found = [("number", _("Trainee number")), ("name", _("Name")), ("identity", _("Identity number"))]
    for one in components:
        for number in range(1, one.max_attempts + 1):
            words = one.shown() if number == 1 else _("{title}, try {n}").format(title=one.shown(), n=number)
            found.append((f"{one.id}:{number}", words))
    return found
