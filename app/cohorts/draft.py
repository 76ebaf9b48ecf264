"""A list before it is recorded: read, matched, judged row by row, corrected. Nothing here changes the database."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from app.cohorts.draft_rows import WORST, DraftColumn, DraftIssue, DraftRow, PersonView, State
from app.cohorts.import_trainees import ListRow, Number, numbers_of
from app.cohorts.known import Known, KnownOf, KnownPerson, differences
from app.cohorts.twins import SAME, name_key, twin
from app.errors import Invalid
from app.exchange.tables import Book, Table, Value, read_book, read_pasted
from app.exchange.tables.header import Heading, find_heading, heading_at
from app.i18n import _
from app.job import SILENT, Progress
from app.lists.headings import folded
from app.lists.lines import FEW, TOTAL, filled, is_heading_again, tail_row
from app.lists.texts import as_text
from app.trainees.fields import today
from app.trainees.identity import type_name
from app.trainees.intake.cells import read_row
from app.trainees.intake.columns import FIELDS, Column, Question, field_of, guess


@dataclass
class _Answers:
    """What a person has said about one row."""

    values: dict[str, str] = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)
    accepted: set[str] = field(default_factory=set)
    override: str = ""
    out: bool = False
    person: tuple[str, ...] | None = None


class Draft:
    """See the module. Open it with `open_draft`; `review` judges the rows."""

    def __init__(self, path: Path, book: Book, digest: str) -> None:
        self.path, self.book, self.digest = path, book, digest
        self._answers: dict[int, _Answers] = {}
        self._rows: dict[int, DraftRow] = {}
        self._known = Known({}, {})
        self._tail = 0
        self._heads: set[str] = set()
        self.reviewed = False
        full = [n for n, table in enumerate(book.sheets) if not table.hidden and not table.is_empty]
        headed = [n for n in full if find_heading(book.sheets[n], field_of) is not None]
        self.use(next(iter(headed or full), 0))

    # -- columns ----------------------------------------------------------------------------------------------------
    @property
    def table(self) -> Table:
        """The sheet in use."""
        return self.book.sheets[self.sheet]

    @property
    def sheets(self) -> list[str]:
        """Names of the sheets."""
        return [table.sheet or self.path.name for table in self.book.sheets]

    def use(self, sheet: int, heading_row: int = 0) -> None:
        """Read another sheet, or the heading in another row; 0 looks for it."""
        self.sheet = sheet
        found = (heading_at(self.table, heading_row, field_of) if 0 < heading_row <= len(self.table.rows)
                 else find_heading(self.table, field_of))
        if found is None and self.table.rows:
            found = heading_at(self.table, 1, field_of)
        self.heading: Heading = found or Heading((1,), {}, {})
        self.mapping = guess(self.table, self.heading)
        self.questions: tuple[Question, ...] = self.mapping.questions
        self._forget()
        self._fields: dict[int, str | None] = {}
        for name, columns in self.mapping.fields.items():
            self._fields |= dict.fromkeys((c.index for c in columns), name)
        self._fields |= dict.fromkeys((c.index for c in (*self.mapping.ignored, *self.mapping.hidden)), "")
        self._fields |= dict.fromkeys((c.index for c in self.mapping.unknown), None)

    def _forget(self) -> None:
        self._answers.clear()
        self._rows.clear()
        self.reviewed = False

    @property
    def heading_row(self) -> int:
        """The lowest line of the heading."""
        return self.heading.rows[-1]

    @property
    def columns(self) -> list[DraftColumn]:
        """All columns, with the first values under them."""
        given = [c for columns in self.mapping.fields.values() for c in columns]
        return [self._column(c) for c in sorted((*given, *self.mapping.ignored, *self.mapping.unknown,
                                                 *self.mapping.hidden), key=lambda c: c.index)]

    def _column(self, one: Column) -> DraftColumn:
        found = (as_text(self.table.value(row, one.index)) for row in self._data_rows())
        samples = tuple(text[:40] for _n, text in zip(range(3), filter(None, found), strict=False))
        return DraftColumn(one.index, one.letter, one.header, self._fields.get(one.index), samples, one.why)

    def _data_rows(self) -> Iterable[int]:
        return range(self.heading_row + 1, len(self.table.rows) + 1)

    def field_options(self) -> list[tuple[str, str]]:
        """Every field a column may become."""
        return [(name, _(words)) for name, words in FIELDS.items()]

    def assign(self, index: int, name: str | None) -> None:
        """Let a column be a field; '' leaves it out. Another column of that field is freed, but for parts of a name."""
        parts = {c.index for c in self.mapping.fields.get("full_name", ())}
        for other, taken in self._fields.items():
            if name and taken == name and other != index and not (name == "full_name" and index in parts):
                self._fields[other] = None
        self._fields[index] = name
        self._forget()

    def missing(self) -> str:
        """What must be settled before the rows can be judged; '' for nothing."""
        if "full_name" not in self._fields.values():
            return _("Say which column has the names.")
        open_ = [c for c in self._fields if self._fields[c] is None]
        for question in self.questions:
            if question.blocking and any(c.letter in question.columns for c in self.columns if c.index in open_):
                return question.sentence
        if not any(any(v not in (None, "") for v in self.table.rows[n - 1]) for n in self._data_rows()):
            return _("The list has headings but no rows: nothing to import.")
        return ""

    # -- rows -------------------------------------------------------------------------------------------------------
    def review(self, ask: Callable[[KnownOf], Sequence[Known]], step: Progress = SILENT) -> None:
        """Judge every row, and compare with who is on record. Raises Invalid while `missing`."""
        if wrong := self.missing():
            raise Invalid(wrong)
        numbers = [n for n in self._data_rows() if any(v not in (None, "") for v in self.table.rows[n - 1])]
        self._tail = tail_row(self.table, numbers)
        self._heads = folded((*self.heading.texts.values(), *self.heading.groups.values()))
        for place, number in enumerate(numbers):
            if place % 200 == 0:
                step(place, len(numbers), _("Reading row {n} of {total}").format(n=place, total=len(numbers)))
            self._rows[number] = self._judge(number)
        read = [row for row in self._rows.values() if not row.skipped]
        self._known = ask(KnownOf(
            numbers=frozenset(n for row in read for n in numbers_of(row.fields)),
            names=frozenset(name_key(str(row.fields["full_name"])) for row in read if row.fields.get("full_name"))))[0]
        self._settle()
        self.reviewed = True

    def _values(self, number: int) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for index, name in sorted(self._fields.items()):
            value = self.table.value(number, index)
            if name and value not in (None, ""):
                found[name] = f"{found[name]} {value}" if name in found else value
        return found

    def _judge(self, number: int) -> DraftRow:
        answers = self._answers.get(number, _Answers())
        values = self._values(number)
        raw = {name: " ".join(as_text(value).split()) for name, value in values.items()}
        if why := self._no_person(number, values, raw):
            return DraftRow(number, {}, raw, (), "left", skipped=why)
        raw |= answers.values
        values |= answers.values
        has_id = bool({"id_number", "passport"} & set(self._fields.values()))
        reading = read_row(values, today(), frozenset(answers.settled), answers.override, has_id)
        issues = [DraftIssue(i.field, "suggest" if i.cls == "skip" else i.cls, i.what, i.suggested, tuple(i.choices),
                             i.override, i.cls == "ask" and i.field == "full_name") for i in reading.issues]
        if number in self.table.hidden_rows and "*" not in answers.settled:
            issues.append(DraftIssue("*", "ask", _("This row is hidden in the file: take it in?"), keepable=True))
        kept = tuple(i for i in issues if i.kind not in answers.accepted)
        fields = {name: value for name, value in reading.fields.items() if not name.startswith("_")}
        return DraftRow(number, fields, raw, kept, "ok")

    def _no_person(self, number: int, values: Mapping[str, Value], raw: Mapping[str, str]) -> str:
        """Why a row is no person: totals, signatures, repeated headings; '' when it is one."""
        if number in self._answers and self._answers[number].values:
            return ""
        cells = filled(self.table.rows[number - 1])
        if is_heading_again(cells, self._heads):
            return _("A repeated heading")
        if len(cells) <= FEW and (number >= self._tail or (
                "id_number" not in values and any(TOTAL.search(text) for text in cells))):
            return _("Not a person: a total, a note or a signature")
        if not values:
            return _("Nothing in the columns that are imported")
        return ""

    def _settle(self) -> None:
        """Duplicates within the list, people on record, and the state of every row that follows."""
        first: dict[Number, int] = {}
        alike: dict[tuple[str, str], tuple[int, str]] = {}
        for number, row in self._rows.items():
            answers = self._answers.get(number, _Answers())
            issues = tuple(i for i in row.issues if i.field != SAME)
            same = None
            if not row.skipped and not answers.out:
                same, found = twin(row, first, alike)
                if found is not None and not (found.keepable and SAME in answers.settled):
                    issues = (*issues, found)
            person = None if row.skipped else self._person(row, answers)
            changed = replace(row, issues=issues, person=person, same_as=same)
            self._rows[number] = replace(changed, state=_state(changed, answers))
        others = sum(row.state == "known" for row in self._rows.values())
        for number, row in self._rows.items():
            if row.person is not None:
                self._rows[number] = replace(row, person=replace(row.person, others=max(0, others - 1)))

    def _person(self, row: DraftRow, answers: _Answers) -> PersonView | None:
        held = next((self._known.by_number[n] for n in numbers_of(row.fields) if n in self._known.by_number), None)
        found: KnownPerson | None = held or self._known.likely(row.fields)
        if found is None:
            return None
        differ = differences(found, row.fields)
        fresh = tuple(d.field for d in differ if not d.ours)
        return PersonView(found.id, found.number, found.name, held is not None, differ,
                          fresh if answers.person is None else answers.person, answers.person is not None)

    @property
    def rows(self) -> list[DraftRow]:
        """All rows in the order of the file."""
        return list(self._rows.values())

    def rows_of(self, chip: str) -> list[DraftRow]:
        """The rows of a filter: problems, reject, known, check, ready, left."""
        return [row for row in self._rows.values() if chip in _chips(row.state)]

    def counts(self) -> dict[str, int]:
        """How many rows each filter has."""
        found = dict.fromkeys(("problems", "reject", "known", "check", "ready", "left"), 0)
        for row in self._rows.values():
            for chip in _chips(row.state):
                found[chip] += 1
        return found

    def alike(self, kind: str) -> int:
        """How many rows have an issue of a kind."""
        return sum(any(i.kind == kind for i in row.issues) for row in self._rows.values() if row.state != "left")

    def choice_words(self, name: str, choice: str) -> str:
        """A choice as it is offered."""
        return type_name(choice) if name == "id_type" else choice

    # -- what a person says -------------------------------------------------------------------------------------------
    def _of(self, row: int) -> _Answers:
        return self._answers.setdefault(row, _Answers())

    def _again(self, rows: Iterable[int]) -> None:
        for row in rows:
            self._rows[row] = self._judge(row)
        self._settle()

    def answer(self, row: int, name: str, text: str) -> None:
        """Another text for a cell; it is judged like the file's."""
        self._of(row).values[name] = text.strip()
        self._of(row).settled.discard(name)
        self._again([row])

    def choose(self, row: int, name: str, text: str) -> None:
        """One of the choices of an issue."""
        self._of(row).values[name] = text
        self._of(row).settled.add(name)
        self._again([row])

    def keep(self, row: int, name: str) -> None:
        """It is right as it is."""
        self._of(row).settled.add(name)
        self._again([row])

    def override(self, row: int, reason: str) -> None:
        """A number that is no date stands so on the card."""
        self._of(row).override = reason
        self._again([row])
        self.accept(row)

    def accept(self, row: int, kind: str = "") -> None:
        """Take what is proposed in a row; all of it without a kind."""
        self._of(row).accepted |= {i.kind for i in self._rows[row].issues
                                   if i.cls == "suggest" and kind in ("", i.kind)}
        self._again([row])

    def accept_kind(self, kind: str) -> None:
        """Take the proposals of one kind in every row."""
        rows = [row.row for row in self._rows.values()
                if any(i.kind == kind and i.cls == "suggest" for i in row.issues)]
        for row in rows:
            self._of(row).accepted.add(kind)
        self._again(rows)

    def accept_all(self) -> None:
        """Take every proposal."""
        rows = [row for row in self._rows.values() if any(i.cls == "suggest" for i in row.issues)]
        for row in rows:
            self._of(row.row).accepted |= {i.kind for i in row.issues if i.cls == "suggest"}
        self._again([row.row for row in rows])

    def leave_out(self, row: int) -> None:
        """Do not record this row."""
        self._of(row).out = True
        self._settle()

    def take_in(self, row: int) -> None:
        """Record it after all."""
        self._of(row).out = False
        self._settle()

    def decide_person(self, row: int, update: tuple[str, ...], *, alike: bool = False) -> None:
        """Attach a row to the person on record, taking these fields from the list; `alike`: other duplicates too."""
        rows = [row, *(r.row for r in self._rows.values() if alike and r.state == "known" and r.row != row)]
        for number in rows:
            person = self._rows[number].person
            differ = {d.field for d in person.differences} if person is not None else set()
            self._of(number).person = tuple(f for f in update if f in differ)
        self._settle()

    # -- to be recorded ----------------------------------------------------------------------------------------------
    def ready(self) -> tuple[ListRow, ...]:
        """The rows that can be recorded now."""
        found = []
        for row in self._rows.values():
            if row.state == "ok":
                person = row.person
                found.append(ListRow(row.row, row.fields, person.id if person else None,
                                     person.update if person and person.decided else (),
                                     self._answers.get(row.row, _Answers()).override))
        return tuple(found)


def _chips(state: State) -> tuple[str, ...]:
    return {"ok": ("ready",), "left": ("left",), "reject": ("problems", "reject"), "known": ("problems", "known"),
            "ask": ("problems", "check"), "suggest": ("problems", "check")}[state]


def _state(row: DraftRow, answers: _Answers) -> State:
    if row.skipped or answers.out:
        return "left"
    found: list[State] = [issue.cls for issue in row.issues]
    if row.person is not None and not row.person.decided and (row.person.differences or not row.person.certain):
        found.append("known")
    return max(found, key=WORST.index, default="ok")


def open_draft(path: Path, step: Progress = SILENT) -> Draft:
    """Read a file into a draft. Raises Invalid, Unavailable with a sentence, Cancelled."""
    book = read_book(path, step)
    if not any(not table.is_empty for table in book.sheets):
        raise Invalid(_("{file} has no rows. Choose the list itself.").format(file=path.name))
    with path.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    return Draft(path, book, digest)


def paste_draft(text: str) -> Draft:
    """A draft of cells copied out of a spreadsheet. Raises Invalid with a sentence."""
    book = read_pasted(text, _("Pasted from Excel"))
    table = book.sheets[0]
    if table.is_empty or max(len(row) for row in table.rows) < 2:
        raise Invalid(_("The clipboard has no cells. Select the list with its headings in Excel, and copy it."))
    return Draft(book.path, book, hashlib.sha256(text.encode()).hexdigest())


def plain(value: Any) -> Any:
    """A field as JSON can hold it."""
    return value.isoformat() if isinstance(value, date) else value
