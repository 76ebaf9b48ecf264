"""A list of any kind before it is recorded: matched, judged row by row, corrected, compared. Changes no database."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from app.errors import Invalid
from app.exchange.tables import Book, Table, Value, read_book, read_pasted
from app.i18n import _
from app.job import SILENT, Progress
from app.lists.headings import folded
from app.lists.kinds import About, Kind, Read
from app.lists.lines import FEW, TOTAL, filled, is_heading_again, tail_row
from app.lists.match import ListMatch
from app.lists.match import Mode as Mode
from app.lists.rows import WORST, Change, DraftIssue, Effect, ListLine, State
from app.lists.texts import as_text

TWICE, DIFFERS = "*same", "*differs"


@dataclass(frozen=True)
class OnRecord:
    """What is on record for the identity of a row: its key, and the values that may differ."""

    key: Any
    values: Mapping[str, Any]


@dataclass
class _Answers:
    values: dict[str, str] = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)
    accepted: set[str] = field(default_factory=set)
    out: bool = False


class ListDraft(ListMatch):
    """See the package."""

    def __init__(self, kind: Kind, path: Path, book: Book, digest: str, today: date) -> None:
        self.mode: Mode = "add"
        self._answers: dict[int, _Answers] = {}
        self._rows: dict[int, ListLine] = {}
        self._known: Mapping[Hashable, OnRecord] = {}
        self.reviewed = False
        super().__init__(kind, path, book, digest, today)

    def _forget(self) -> None:
        self._answers.clear()
        self._rows.clear()
        self.reviewed = False

    # -- review -----------------------------------------------------------------------------------------------------
    def review(self, known: Callable[[Sequence[Mapping[str, Any]]], Mapping[Hashable, OnRecord]] | None = None,
               step: Progress = SILENT) -> None:
        """Judge every row and compare it with what is on record. Raises Invalid while `missing`."""
        if wrong := self.missing():
            raise Invalid(wrong)
        places = list(self._places())
        self._tails = {s: tail_row(self.book.sheets[s], [r for t, r in places if t == s])
                       for s in (self.sheet, *self.others)}
        self._heads = folded((*self.heading.texts.values(), *self.heading.groups.values()))
        self._abouts = {name: About(self.today, "month" if self.kind.by_key[name].is_date and self.order(
            at) == "month" else "day") for at, name in self._fields.items() if name}
        for at, (sheet, row) in enumerate(places):
            if at % 200 == 0:
                step(at, len(places), _("Reading row {n} of {total}").format(n=at, total=len(places)))
            key = self.key_of(sheet, row)
            self._rows[key] = self._judge(key)
        self._known = known([r.fields for r in self._rows.values() if not r.skipped]) if known else {}
        self._settle()
        self.reviewed = True

    def compare(self, known: Mapping[Hashable, OnRecord]) -> None:
        """Compare once more, with what was found on record since, for rows that were corrected."""
        self._known = {**self._known, **known}
        self._settle()

    def _judge(self, key: int) -> ListLine:
        sheet, number = self.place_of(key)
        table, answers = self.book.sheets[sheet], self._answers.get(key, _Answers())
        cells: dict[str, Value] = {name: v for at, name in sorted(self._fields.items())
                                   if name and (v := table.value(number, at)) not in (None, "")}
        raw = {name: " ".join(as_text(v).split()) for name, v in cells.items()} | answers.values
        if not answers.values and (why := self._no_entry(table, sheet, number, cells)):
            return ListLine(key, self.sheets[sheet], number, {}, raw, state="left", skipped=why)
        cells |= {name: v for name, v in self.fixed.items() if name not in cells}
        if self._of_sheet:
            cells.setdefault(self._of_sheet, self.sheets[sheet])
        cells |= answers.values
        read = {name: self._read(name, v, self._abouts.get(name, About(self.today))) for name, v in cells.items()
                if v not in (None, "")}
        values = {name: r.value for name, r in read.items() if r.value not in (None, "")}
        issues = [self._issue(name, r) for name, r in read.items() if r.cls]
        for one in self.kind.fields:
            if one.required and one.key not in read:
                issues.append(DraftIssue(one.key, "reject", _("{field} is empty.").format(field=_(one.words))))
        if not any(i.cls == "reject" for i in issues):
            for name, r in self.kind.whole(values).items():
                values |= {name: r.value} if r.value not in (None, "") else {}
                issues += [self._issue(name, r)] if r.cls else []
        if number in table.hidden_rows:
            issues.append(DraftIssue("*", "ask", _("This row is hidden in the file: take it in?"), keepable=True))
        kept = tuple(i for i in issues if i.kind not in answers.accepted
                     and not (i.keepable and i.field in answers.settled))
        return ListLine(key, self.sheets[sheet], number, values, raw, kept)

    @staticmethod
    def _issue(name: str, read: Read) -> DraftIssue:
        cls: State = read.cls or "ok"
        return DraftIssue(name, cls, read.what, "" if read.value is None else str(read.value), read.choices,
                          keepable=cls == "ask" and read.value is not None)

    def _no_entry(self, table: Table, sheet: int, number: int, cells: Mapping[str, Value]) -> str:
        texts = filled(table.rows[number - 1])
        if is_heading_again(texts, self._heads):
            return _("A repeated heading")
        lacks = any(f.required and f.key not in cells and f.key not in self.fixed and f.key != self._of_sheet
                    for f in self.kind.fields)
        if len(texts) <= FEW and lacks and (number >= self._tails[sheet] or any(TOTAL.search(t) for t in texts)):
            return _("Not an entry: a total, a note or a signature")
        return "" if cells else _("Nothing in the columns that are imported")

    def _settle(self) -> None:
        first: dict[Hashable, int] = {}
        for key, row in self._rows.items():
            answers = self._answers.get(key, _Answers())
            if row.skipped or answers.out:
                self._rows[key] = replace(row, state="left")
                continue
            issues = tuple(i for i in row.issues if i.field not in (TWICE, DIFFERS))
            who = self.kind.identity(row.fields)
            same = first.setdefault(who, key) if who is not None else key
            if same != key:
                issues = (*issues, DraftIssue(TWICE, "reject", _("The same as row {row}.").format(
                    row=self._rows[same].number)))
            there = self._known.get(who) if who is not None else None
            changes = () if there is None else tuple(
                Change(name, there.values[name], v) for name, v in row.fields.items()
                if name in there.values and self._otherwise(name, there.values[name], v))
            if there is not None and changes and self.kind.differs is not None:
                issues = (*issues, DraftIssue(DIFFERS, "reject", self.kind.differs(there)))
            self._rows[key] = replace(
                row, issues=issues, changes=changes, same_as=same if same != key else None,
                standing="new" if there is None else "change" if changes else "same",
                on_record=None if there is None else there.key,
                state=max((i.cls for i in issues), key=WORST.index, default="ok"))

    def _otherwise(self, name: str, there: Any, given: Any) -> bool:
        alike = self.kind.alike.get(name)
        return bool(there != given if alike is None else alike(there) != alike(given))

    @property
    def rows(self) -> list[ListLine]:
        """All rows in the order of the file."""
        return list(self._rows.values())

    def rows_of(self, chip: str) -> list[ListLine]:
        """The rows of a filter: ready, check, reject, problems, left, new, change, same."""
        states = {"ready": ("ok",), "check": ("ask", "suggest"), "reject": ("reject",), "left": ("left",),
                  "problems": ("ask", "suggest", "reject")}
        return [r for r in self._rows.values() if (r.state in states[chip] if chip in states else
                                                   r.standing == chip and r.state != "left")]

    def counts(self) -> dict[str, int]:
        """How many rows each filter has."""
        return {chip: len(self.rows_of(chip)) for chip in (
            "problems", "check", "reject", "ready", "left", "new", "change", "same")}

    def alike(self, kind: str) -> int:
        """How many rows have an issue of a kind."""
        return sum(any(i.kind == kind for i in r.issues) for r in self._rows.values() if r.state != "left")

    # -- what a person says -----------------------------------------------------------------------------------------
    def _again(self, keys: Iterable[int]) -> None:
        for key in keys:
            self._rows[key] = self._judge(key)
        self._settle()

    def _of(self, row: int) -> _Answers:
        return self._answers.setdefault(row, _Answers())

    def corrected(self, row: int) -> Mapping[str, str]:
        """What somebody has written into a row, by field."""
        return dict(self._answers[row].values) if row in self._answers else {}

    def answer(self, row: int, name: str, text: str) -> None:
        """Another text for a cell; it is judged like the file's."""
        self._of(row).values[name] = text.strip()
        self._again([row])

    def choose(self, row: int, name: str, text: str) -> None:
        """One of the choices of an issue."""
        self.answer(row, name, text)

    def keep(self, row: int, name: str) -> None:
        """It is right as it is."""
        self._of(row).settled.add(name)
        self._again([row])

    def accept(self, row: int, kind: str = "") -> None:
        """Take what is proposed in a row; all of it without a kind."""
        self._of(row).accepted |= {i.kind for i in self._rows[row].issues
                                   if i.cls == "suggest" and kind in ("", i.kind)}
        self._again([row])

    def accept_kind(self, kind: str) -> None:
        """Take the proposals of one kind, '' for all, in every row."""
        keys = [r.row for r in self._rows.values()
                if any(i.cls == "suggest" and kind in ("", i.kind) for i in r.issues)]
        for key in keys:
            self._of(key).accepted |= {i.kind for i in self._rows[key].issues
                                       if i.cls == "suggest" and kind in ("", i.kind)}
        self._again(keys)

    def accept_all(self) -> None:
        """Take every proposal."""
        self.accept_kind("")

    def leave_out(self, row: int) -> None:
        """Do not record this row."""
        self._of(row).out = True
        self._again([row])

    def take_in(self, row: int) -> None:
        """Record it after all."""
        self._of(row).out = False
        self._again([row])

    # -- to be recorded ---------------------------------------------------------------------------------------------
    def ready(self) -> list[ListLine]:
        """The rows that can be recorded now and that the mode lets do anything."""
        wanted = {"add": ("new",), "update": ("change",), "both": ("new", "change")}[self.mode]
        return [r for r in self._rows.values() if r.state == "ok" and r.standing in wanted]

    def effect(self) -> Effect:
        """What recording would do."""
        ready = self.ready()
        open_ = sum(r.state in ("ask", "suggest", "reject") for r in self._rows.values())
        return Effect(sum(r.standing == "new" for r in ready), sum(r.standing == "change" for r in ready),
                      sum(r.state == "ok" and r.standing == "same" for r in self._rows.values()), open_,
                      len(self._rows) - len(ready) - open_, Counter(c.field for r in ready for c in r.changes))


def open_list(kind: Kind, path: Path, today: date, step: Progress = SILENT) -> ListDraft:
    """Read a file into a draft. Raises Invalid, Missing, Unavailable with a sentence, Cancelled."""
    book = read_book(path, step)
    if not any(not table.is_empty for table in book.sheets):
        raise Invalid(_("{file} has no rows. Choose the list itself.").format(file=path.name))
    with path.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    return ListDraft(kind, path, book, digest, today)


def paste_list(kind: Kind, text: str, today: date) -> ListDraft:
    """A draft of cells copied out of a spreadsheet. Raises Invalid with a sentence."""
    book = read_pasted(text, _("Pasted from Excel"))
    if book.sheets[0].is_empty or max(len(row) for row in book.sheets[0].rows) < 2:
        raise Invalid(_("The clipboard has no cells. Select the list with its headings in Excel, and copy it."))
    return ListDraft(kind, book.path, book, hashlib.sha256(text.encode()).hexdigest(), today)
