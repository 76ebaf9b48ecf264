"""A list of people before it is recorded: read, matched, judged row by row, corrected. It changes no database.

Matching is that of all lists (`app.lists.match`). After `review`, each row has a `state` (what is to be settled) and a
`standing` (new, change, same, conflict, possible: how it stands to the records). `mode` says what may be done: 'add'
records new people and attaches those on record, 'update' writes only what changes of those on record, 'both' does both.
Empty fields of a record are filled by default, others are changed only in 'update' and 'both'; `decide_person` chooses
the fields of a row, `another_person` says that somebody alike is not the one. `effect` sums up before recording.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from app.cohorts.draft_rows import WORST, DraftIssue, DraftRow, PersonView, State
from app.cohorts.import_trainees import ListRow, Number, numbers_of
from app.cohorts.known import Known, KnownOf, person_of
from app.cohorts.standing import NOBODY, list_row, own_number, person_for, standing_of, waits
from app.cohorts.twins import SAME, twin
from app.errors import Invalid
from app.exchange.tables import Book, Table, Value, read_book, read_pasted
from app.i18n import _
from app.job import SILENT, Progress
from app.lists.dates import order_of
from app.lists.headings import folded
from app.lists.lines import filled, tail_row
from app.lists.match import ListMatch, Mode
from app.lists.rows import Effect
from app.lists.texts import as_text
from app.trainees.fields import today
from app.trainees.identity import type_name
from app.trainees.intake.cells import read_row
from app.trainees.intake.columns import FIELDS
from app.trainees.intake.kind import PEOPLE
from app.trainees.intake.people_lines import no_person

CHIPS = ("problems", "reject", "known", "check", "ready", "left", "new", "change", "same", "conflict", "possible")


@dataclass
class _Answers:
    """What a person has said about one row."""

    values: dict[str, str] = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)
    accepted: set[str] = field(default_factory=set)
    override: str = ""
    out: bool = False
    person: tuple[str, ...] | None = None
    another: bool = False


class Draft(ListMatch):
    """See the module. Open it with `open_draft`; `review` judges the rows."""

    def __init__(self, path: Path, book: Book, digest: str) -> None:
        self._mode: Mode = "add"
        self._answers: dict[int, _Answers] = {}
        self._rows: dict[int, DraftRow] = {}
        self._known = Known()
        self._found: dict[int, tuple[Known, Mapping[str, Any], Any, tuple[PersonView | None, DraftIssue | None]]] = {}
        self._fresh: set[int] = set()
        self._tails: dict[int, int] = {}
        self.cohorts: dict[int, int] = {}  # sheet -> cohort, where each is a class of its own
        self._heads: set[str] = set()
        self.reviewed = False
        super().__init__(PEOPLE, path, book, digest, today())

    @property
    def mode(self) -> Mode:
        """What may be done with the records."""
        return self._mode

    @mode.setter
    def mode(self, mode: Mode) -> None:
        self._mode = mode
        if self.reviewed:
            self._settle()

    # -- columns ----------------------------------------------------------------------------------------------------
    def _forget(self) -> None:
        self._answers.clear()
        self._rows.clear()
        self._found.clear()
        self._fresh.clear()
        self.reviewed = False

    def field_options(self) -> list[tuple[str, str]]:
        """Every field a column may become."""
        return [(name, _(words)) for name, words in FIELDS.items()]

    def _in_parts(self, name: str, one: int, other: int) -> bool:
        """A name may stand in two columns."""
        parts = {at for at, given in self.kind.guess(self.table, self.heading).fields.items() if given == name}
        return name == "full_name" and {one, other} <= parts

    def order(self, index: int) -> Literal["day", "month", "ask"]:
        """Day first, unless a person says otherwise; 'ask' where dates can only be month first."""
        if said := self._orders.get(self._fields.get(index) or ""):
            return said
        return "day" if order_of(v for v in self._values_of(index) if isinstance(v, str)) == "day" else "ask"

    def missing(self) -> str:
        """What must be settled before the rows can be judged; '' for nothing."""
        if "full_name" not in (*self._fields.values(), *self.fixed):
            return _("Say which column has the names.")
        open_ = [c for c in self._fields if self._fields[c] is None]
        letters = {c.letter for c in self.columns if c.index in open_}
        for question in self.questions:
            if question.blocking and letters & set(question.columns):
                return question.sentence
        if next(self._places(), None) is None:
            return _("The list has headings but no rows: nothing to import.")
        return ""

    # -- rows -------------------------------------------------------------------------------------------------------
    def review(self, ask: Callable[[KnownOf], Sequence[Known]], step: Progress = SILENT) -> None:
        """Judge every row, and compare with who is on record. Raises Invalid while `missing`."""
        if wrong := self.missing():
            raise Invalid(wrong)
        places = list(self._places())
        self._tails = {s: tail_row(self.book.sheets[s], [r for t, r in places if t == s])
                       for s in (self.sheet, *self.others)}
        self._heads = folded((*self.heading.texts.values(), *self.heading.groups.values()))
        for place, where in enumerate(places):
            if place % 200 == 0:
                step(place, len(places), _("Reading row {n} of {total}").format(n=place, total=len(places)))
            key = self.key_of(*where)
            self._rows[key] = self._judge(key)
        self._known = self._ask(ask, self._rows.values())
        self._fresh.clear()
        self._settle()
        self.reviewed = True

    def recheck(self, ask: Callable[[KnownOf], Sequence[Known]]) -> None:
        """Compare rows that were corrected since with who is on record; nothing to do for others."""
        if self._fresh:
            more = self._ask(ask, [self._rows[n] for n in self._fresh])
            alike = {n: found for n, found in self._known.alike.items() if n not in self._fresh}
            self._known = Known({**self._known.by_number, **more.by_number}, {**self._known.by_own, **more.by_own},
                                {**alike, **more.alike})
            self._fresh.clear()
            self._settle()

    def _ask(self, ask: Callable[[KnownOf], Sequence[Known]], rows: Iterable[DraftRow]) -> Known:
        read = [row for row in rows if not row.skipped]
        known = ask(KnownOf(numbers=frozenset(n for row in read for n in numbers_of(row.fields)),
                            own=frozenset(filter(None, (own_number(row.fields) for row in read)))))[0]
        others = tuple(person_of(row.row, row.fields) for row in read if own_number(row.fields) not in known.by_own
                       and not any(n in known.by_number for n in numbers_of(row.fields)))
        return replace(known, alike=ask(KnownOf(people=others))[0].alike)

    def _values(self, table: Table, number: int) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for index, name in sorted(self._fields.items()):
            value = table.value(number, index)
            if name and value not in (None, ""):
                found[name] = f"{found[name]} {value}" if name in found else value
        return found

    def _judge(self, key: int) -> DraftRow:
        sheet, number = self.place_of(key)
        table, answers = self.book.sheets[sheet], self._answers.get(key, _Answers())
        values = self._values(table, number)
        raw = {name: " ".join(as_text(value).split()) for name, value in values.items()}
        if not answers.values and (why := no_person(
                filled(table.rows[number - 1]), values, self._heads, number >= self._tails[sheet])):
            return DraftRow(key, {}, raw, (), "left", skipped=why, sheet=table.sheet or "")
        if self._of_sheet:
            values.setdefault(self._of_sheet, self.sheets[sheet])
        for name, text in raw.items() if self._means else ():
            values[name] = self._means.get((name, text.casefold()), values[name])
        values |= {name: text for name, text in self.fixed.items() if name not in values}
        raw |= answers.values
        values |= answers.values
        has_id = bool({"id_number", "passport"} & {*self._fields.values(), *self.fixed})
        if own_number(raw):  # our own list, perhaps with hidden digits: the trainee number says who it is
            for name in ("id_number", "passport"):
                if set(raw.get(name, "")) & set("•*"):
                    values.pop(name, None)
            has_id = bool({"id_number", "passport"} & set(values))
        month = frozenset(name for name, order in self._orders.items() if order == "month")
        reading = read_row(values, self.today, frozenset(answers.settled), answers.override, has_id, month)
        issues = [DraftIssue(i.field, "suggest" if i.cls == "skip" else i.cls, i.what, i.suggested, tuple(i.choices),
                             i.override, i.cls == "ask" and i.field == "full_name") for i in reading.issues]
        if number in table.hidden_rows and "*" not in answers.settled:
            issues.append(DraftIssue("*", "ask", _("This row is hidden in the file: take it in?"), keepable=True))
        kept = tuple(i for i in issues if i.kind not in answers.accepted)
        fields = {name: value for name, value in reading.fields.items() if not name.startswith("_")}
        return DraftRow(key, fields, raw, kept, "ok", sheet=table.sheet or "")

    def _settle(self) -> None:
        """Duplicates within the list, people on record, and the state of every row that follows."""
        first: dict[Number, int] = {}
        alike: dict[tuple[str, str], tuple[int, str]] = {}
        for number, row in self._rows.items():
            answers = self._answers.get(number, _Answers())
            if row.skipped or answers.out:
                self._rows[number] = replace(row, state="left", standing="", person=None, same_as=None)
                continue
            same, found = twin(row, first, alike)
            person, unknown = self._standing(row, answers)
            told = (SAME, NOBODY, "id_country") if person is not None and person.certain else (SAME, NOBODY)
            issues = (*(i for i in row.issues if i.field not in told), *(
                i for i in (found, unknown) if i is not None and not (i.keepable and i.field in answers.settled)))
            state: State = max((i.cls for i in issues), key=WORST.index, default="ok")
            if waits(person, self.mode):
                state = max(state, "known", key=WORST.index)
            if (issues, person, same, state) != (row.issues, row.person, row.same_as, row.state) or not row.standing:
                self._rows[number] = replace(row, issues=issues, person=person, same_as=same, state=state,
                                             standing=standing_of(person))
        many = Counter(row.person.together for row in self._rows.values() if row.state == "known" and row.person)
        for number, row in self._rows.items():
            if row.state == "known" and row.person is not None:
                others = many[row.person.together] - 1 if row.person.together else 0
                if row.person.others != others:
                    self._rows[number] = replace(row, person=replace(row.person, others=others))

    def _standing(self, row: DraftRow, answers: _Answers) -> tuple[PersonView | None, DraftIssue | None]:
        """Who a row is; found again only when the row or an answer is another."""
        asked = (self.mode, answers.person, answers.another)
        held = self._found.get(row.row)
        if held is None or held[0] is not self._known or held[1] is not row.fields or held[2] != asked:
            held = self._known, row.fields, asked, person_for(row, self._known, *asked)
            self._found[row.row] = held
        return held[3]

    @property
    def rows(self) -> list[DraftRow]:
        """All rows in the order of the file."""
        return list(self._rows.values())

    def rows_of(self, chip: str) -> list[DraftRow]:
        """The rows of a filter, one of CHIPS."""
        return [row for row in self._rows.values() if chip in _chips(row)]

    def counts(self) -> dict[str, int]:
        """How many rows each filter has."""
        found = dict.fromkeys(CHIPS, 0)
        for row in self._rows.values():
            for chip in _chips(row):
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

    def _corrected(self, row: int) -> None:
        self._fresh.add(row)
        self._again([row])

    def corrected(self, row: int) -> Mapping[str, str]:
        """What somebody has written into a row, by field."""
        return dict(self._answers[row].values) if row in self._answers else {}

    def answer(self, row: int, name: str, text: str) -> None:
        """Another text for a cell; it is judged like the file's."""
        self._of(row).values[name] = text.strip()
        self._of(row).settled.discard(name)
        self._corrected(row)

    def choose(self, row: int, name: str, text: str) -> None:
        """One of the choices of an issue."""
        self._of(row).values[name] = text
        self._of(row).settled.add(name)
        self._corrected(row)

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
        this = self._rows[row].person
        group = this.together if alike and this is not None else ""
        rows = [row, *(r.row for r in self._rows.values() if group and r.state == "known" and r.row != row
                       and r.person is not None and r.person.together == group)]
        for number in rows:
            person = self._rows[number].person
            differ = {d.field for d in person.differences} if person is not None else set()
            self._of(number).person = tuple(f for f in update if f in differ)
        self._settle()

    def attach_known(self) -> None:
        """Attach everybody who is on record for certain, and change nothing of them."""
        for row in self._rows.values():
            person = row.person
            if row.state == "known" and person is not None and person.certain and not (
                    person.conflict or person.renamed):
                self._of(row.row).person = ()
        self._settle()

    def another_person(self, row: int) -> None:
        """Somebody alike is on record, and is not the person of this row."""
        self._of(row).another = True
        self._settle()

    # -- to be recorded ---------------------------------------------------------------------------------------------
    def ready(self) -> tuple[ListRow, ...]:
        """The rows that can be recorded now and that the mode lets do anything."""
        return tuple(list_row(row, self._answers.get(row.row, _Answers()).override, self.mode,
                              self.cohorts.get(self.place_of(row.row)[0]))
                     for row in self._rows.values() if row.state == "ok" and (row.person or self.mode != "update"))

    def effect(self, on_roll: Collection[int] | None = None) -> Effect:
        """What recording would do. `on_roll`: who is on the roll of the cohort that all are enrolled in."""
        ready = self.ready()
        known = [row for row in ready if row.trainee_id is not None]
        open_ = sum(row.state in ("ask", "suggest", "reject", "known") for row in self._rows.values())
        change = sum(self._changes(row) for row in known)
        enrolled = 0 if on_roll is None else sum(row.trainee_id is None or row.trainee_id not in on_roll
                                                 for row in ready)
        left = sum(not row.skipped for row in self._rows.values()) - len(ready) - open_
        return Effect(len(ready) - len(known), change, len(known) - change, open_, left,
                      Counter(name for row in known for name in row.update), len(known), enrolled)

    def _changes(self, row: ListRow) -> bool:
        return bool(row.update) or any(n not in self._known.by_number for n in numbers_of(row.fields))


def _chips(row: DraftRow) -> tuple[str, ...]:
    found: tuple[str, ...] = {"ok": ("ready",), "left": ("left",), "reject": ("problems", "reject"),
                              "known": ("problems", "known"), "ask": ("problems", "check"),
                              "suggest": ("problems", "check")}[row.state]
    return (*found, row.standing) if row.standing and row.state != "left" else found


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
