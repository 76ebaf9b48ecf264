"""Which column of a list is which field: found by itself, changed by a person, remembered for the next list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal

from app.errors import Invalid
from app.exchange.tables import Book, Table, Value, letter
from app.exchange.tables.header import Heading, find_heading
from app.i18n import _, ngettext
from app.lists.cells import broken
from app.lists.dates import order_of
from app.lists.headings import layout_of
from app.lists.kinds import About, Kind, Order, Question, Read
from app.lists.matching import heading_of, next_heading
from app.lists.rows import ColumnCheck, DraftColumn
from app.lists.texts import as_text

Mode = Literal["add", "update", "both"]
SHEET = 1_000_000  # keys of rows: of further sheets the place of the sheet times this, plus the row


class ListMatch:
    """A file with its columns matched: what is true of every kind of list before its rows are judged."""

    def __init__(self, kind: Kind, path: Path, book: Book, digest: str, today: date) -> None:
        self.kind, self.path, self.book, self.digest, self.today = kind, path, book, digest, today
        self.fixed: dict[str, str] = {}
        self.heading: Heading
        self.questions: tuple[Question, ...] = ()
        self._fields: dict[int, str | None] = {}
        self._orders: dict[str, Order] = {}
        self._means: dict[tuple[str, str], str] = {}
        full = [n for n, t in enumerate(book.sheets) if not t.hidden and not t.is_empty]
        headed = [n for n in full if find_heading(book.sheets[n], kind.field_of) is not None]
        self.use(next(iter(headed or full), 0))

    def _forget(self) -> None:
        """What was judged by the old matching is no longer true."""

    @property
    def table(self) -> Table:
        """The sheet in use; of several, the first."""
        return self.book.sheets[self.sheet]

    @property
    def sheets(self) -> list[str]:
        """Names of the sheets."""
        return [table.sheet or self.path.name for table in self.book.sheets]

    def use(self, sheet: int, heading_row: int = 0) -> None:
        """Read another sheet, or the heading in another row; 0 looks for it."""
        self.sheet = sheet
        self.heading = heading_of(self.kind, self.table, heading_row)
        self.others: tuple[int, ...] = ()
        self._of_sheet = ""
        found = self.kind.guess(self.table, self.heading)
        self._fields, self._why, self.questions = found.fields, found.why, found.questions
        self._orders.clear()
        self._reaches: dict[int, tuple[int, int]] = {}
        self._forget()

    def together(self, sheets: Sequence[int], name: str = "") -> None:
        """Read several sheets of one layout; the name of the sheet becomes the field `name`. Raises Invalid."""
        self.use(sheets[0])
        for other in sheets[1:]:
            heading = heading_of(self.kind, self.book.sheets[other])
            if layout_of(heading) != self.layout:
                raise Invalid(_("Sheets '{one}' and '{other}' have other headings. Import them one after the "
                                "other.").format(one=self.sheets[sheets[0]], other=self.sheets[other]))
        self.others, self._of_sheet = tuple(sheets[1:]), name

    @property
    def heading_row(self) -> int:
        """The lowest line of the heading."""
        return self.heading.rows[-1]

    @property
    def layout(self) -> str:
        """The fingerprint of the headings, under which the matches are remembered."""
        return layout_of(self.heading)

    def matches(self) -> dict[str, Any]:
        """What is remembered of this layout; JSON can hold it."""
        return {"columns": {letter(at): name for at, name in self._fields.items() if name is not None},
                "orders": dict(self._orders), "means": [[k, raw, to] for (k, raw), to in self._means.items()]}

    def apply(self, matches: Mapping[str, Any]) -> None:
        """Take back what was remembered, or what a person wrote: 'columns' (letter or heading -> field), 'fixed'."""
        letters = {letter(at).casefold(): at for at in self._fields}
        heads = {" ".join(t.split()).casefold(): at for at, t in self.heading.texts.items()}
        for word, name in dict(matches.get("columns", {})).items():
            said = " ".join(str(word).split()).casefold()
            at = heads.get(said, letters.get(said))
            if at is None or (name and name not in self.kind.by_key):
                raise Invalid(_("'{column}' or '{field}' is not known here. Columns: {columns}. Fields: "
                                "{fields}.").format(column=word, field=name, columns=", ".join(
                                    t or letter(n) for n, t in self.heading.texts.items()),
                                    fields=", ".join(self.kind.by_key)))
            self.assign(at, name)
        for name, text in dict(matches.get("fixed", {})).items():
            self.fix(str(name), str(text))
        self._orders |= {k: v for k, v in dict(matches.get("orders", {})).items() if v in ("day", "month")}
        self._means |= {(k, raw): to for k, raw, to in matches.get("means", ())}

    @property
    def columns(self) -> list[DraftColumn]:
        """All columns, with the first values under them."""
        return [DraftColumn(at, letter(at), self.heading.texts.get(at, ""), self._fields[at],
                            tuple(as_text(v)[:40] for _n, v in zip(range(3), self._values_of(at), strict=False)),
                            self._why.get(at, "")) for at in sorted(self._fields)]

    def _values_of(self, index: int) -> Iterator[Value]:
        for sheet, row in self._places():
            value = self.book.sheets[sheet].value(row, index)
            if value not in (None, ""):
                yield value

    def _places(self) -> Iterator[tuple[int, int]]:
        for sheet in (self.sheet, *self.others):
            table = self.book.sheets[sheet]
            first, ends = self._reach(sheet)
            for row in range(first, ends):
                if any(v not in (None, "") for v in table.rows[row - 1]):
                    yield sheet, row

    def place_of(self, key: int) -> tuple[int, int]:
        """The sheet and the row that a key of a row stands for."""
        return (key // SHEET, key % SHEET) if key > SHEET else (self.sheet, key)

    def key_of(self, sheet: int, row: int) -> int:
        """The key of a row; in the first sheet it is the row itself."""
        return row if sheet == self.sheet else sheet * SHEET + row

    def _reach(self, sheet: int) -> tuple[int, int]:
        """The first line under the heading, and the one after the last."""
        if sheet not in self._reaches:
            table = self.book.sheets[sheet]
            heading = self.heading if sheet == self.sheet else heading_of(self.kind, table)
            ends = next_heading(self.kind, table, heading) or len(table.rows) + 1
            self._reaches[sheet] = heading.rows[-1] + 1, ends
        return self._reaches[sheet]

    def assign(self, index: int, name: str | None) -> None:
        """Let a column be a field; '' leaves it out. Another column of that field is freed."""
        for other, taken in self._fields.items():
            if name and taken == name and other != index and not self._in_parts(name, index, other):
                self._fields[other] = None
        self._fields[index] = name
        self._forget()

    def _in_parts(self, name: str, one: int, other: int) -> bool:
        """Whether a field stands in several columns, these two among them."""
        return False

    def fix(self, name: str, text: str) -> None:
        """One value for all rows; '' takes it back."""
        if name not in self.kind.by_key:
            raise Invalid(_("'{field}' is no field here. Fields: {fields}.").format(
                field=name, fields=", ".join(self.kind.by_key)))
        self.fixed[name] = text.strip()
        if not self.fixed[name]:
            del self.fixed[name]
        self._forget()

    def say_order(self, index: int, order: Order) -> None:
        """Which part of the dates of a column comes first."""
        self._orders[self._fields[index] or ""] = order
        self._forget()

    def order(self, index: int) -> Literal["day", "month", "ask"]:
        """Which part of the dates of a column comes first, as said or as its values prove."""
        return self._orders.get(self._fields[index] or "") or order_of(
            v for v in self._values_of(index) if isinstance(v, str))

    def translate(self, name: str, raw: str, choice: str) -> None:
        """What a value that nobody knows means, in all rows."""
        self._means[name, " ".join(raw.split()).casefold()] = choice
        self._forget()

    def check(self, index: int) -> ColumnCheck:
        """What a matched column looks like."""
        one = self.kind.by_key.get(self._fields.get(index) or "")
        if one is None:
            return ColumnCheck("ok", self._why.get(index, ""))
        about = About(self.today, "month" if one.is_date and self.order(index) == "month" else "day")
        total, valid, strange = 0, 0, Counter[str]()
        for value in self._values_of(index):
            total += 1
            if self._read(one.key, value, about).cls in ("", "suggest"):
                valid += 1
            else:
                strange[as_text(value)] += 1
        if one.choices and strange:
            words = ngettext("{n} value unknown", "{n} values unknown", len(strange)).format(n=len(strange))
            return ColumnCheck("warn", words, tuple(strange.most_common(50)), one.choices)
        return ColumnCheck("ok" if valid == total else "warn",
                           _("{n} of {total} are valid").format(n=valid, total=total))

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader should know of the sheet: another table under it, hidden rows, how its letters were read."""
        said = list(self.book.notes)
        if (row := self._reach(self.sheet)[1]) <= len(self.table.rows):
            said.append(_("Another table begins in row {row}. It is not read; choose row {row} as the heading to read "
                          "it.").format(row=row))
        if self.table.hidden_rows:
            n = len(self.table.hidden_rows)
            said.append(ngettext("{n} row is hidden in the file.", "{n} rows are hidden in the file.", n).format(n=n))
        return tuple(said)

    def missing(self) -> str:
        """What must be settled before the rows can be judged; '' for nothing."""
        given = {*self._fields.values(), *self.fixed, self._of_sheet}
        for one in self.kind.fields:
            if one.required and one.key not in given:
                return _("Say which column has this: {field}.").format(field=_(one.words))
        for at, name in self._fields.items():
            if name and self.kind.by_key[name].is_date and self.order(at) == "ask":
                return _("Column {letter} has dates written both ways. Say whether day or month comes first.").format(
                    letter=letter(at))
        if next(self._places(), None) is None:
            return _("The list has headings but no rows: nothing to import.")
        return ""

    def _read(self, name: str, value: Value, about: About) -> Read:
        if (bad := broken(value)) is not None:
            return bad
        meant = self._means.get((name, " ".join(as_text(value).split()).casefold()))
        return self.kind.by_key[name].read(value if meant is None else meant, about)
