"""Every row of a list with its class, in one go and without a database: what a person is, and who is in it twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.exchange.tables import Table, Value
from app.exchange.tables.header import Heading
from app.i18n import _
from app.lists.headings import folded
from app.lists.lines import FEW, TOTAL, filled, is_heading_again, tail_row
from app.lists.texts import as_text
from app.trainees.intake.cells import ORDER, Class, Issue, read_row
from app.trainees.intake.columns import Mapping
from app.trainees.names import clean, match_key


@dataclass(frozen=True)
class IntakeRow:
    """One row that is not blank."""

    row: int
    cls: Class
    fields: dict[str, Any]
    issues: tuple[Issue, ...]
    why: str = ""
    same_person_as_row: int | None = None


def values_of(table: Table, mapping: Mapping, row: int) -> dict[str, Value]:
    """The cells of a row by field; a name in several columns joined with one space."""
    out: dict[str, Value] = {}
    for name, columns in mapping.fields.items():
        found = [v for c in columns if (v := table.value(row, c.index)) not in (None, "")]
        if len(found) > 1:
            out[name] = " ".join(as_text(v).strip() for v in found)
        elif found:
            out[name] = found[0]
    return out


def classify(table: Table, heading: Heading, mapping: Mapping, today: date) -> list[IntakeRow]:
    """All rows under the heading. Hidden rows are asked about."""
    has_id = bool({"id_number", "passport"} & set(mapping.fields))
    numbers = [n for n in range(heading.rows[-1] + 1, len(table.rows) + 1)
               if any(as_text(v).strip() or (v is not None and not isinstance(v, str)) for v in table.rows[n - 1])]
    tail, heads = tail_row(table, numbers), folded((*heading.texts.values(), *heading.groups.values()))
    rows: list[IntakeRow] = []
    for number in numbers:
        values = values_of(table, mapping, number)
        if why := no_person(filled(table.rows[number - 1]), values, heads, number >= tail):
            rows.append(IntakeRow(number, "skip", {}, (), why))
            continue
        reading = read_row(values, today, has_id=has_id)
        if number in table.hidden_rows:
            reading.say("*", "ask", _("This row is hidden in the file: take it in?"))
        fields = {k: v for k, v in reading.fields.items() if not k.startswith("_")}
        rows.append(_row(number, fields, reading.issues, "; ".join(reading.notes)))
    return mark_twice(rows)


def _row(number: int, fields: dict[str, Any], issues: Sequence[Issue], why: str = "",
         same: int | None = None) -> IntakeRow:
    worst: Class = max((i.cls for i in issues), key=lambda c: ORDER[c], default="ok")
    return IntakeRow(number, worst, fields, tuple(issues), "; ".join(i.what for i in issues) or why, same)


def no_person(cells: Sequence[str], values: Collection[str], heads: Collection[str], below: bool) -> str:
    """Why a line is no person: a total, a signature, a heading once more; '' when it is one. `cells` are those that
    hold anything, `values` the fields among them, `below` says that the line is under the last person."""
    if is_heading_again(cells, heads):
        return _("A repeated heading")
    if len(cells) <= FEW and (below or ("id_number" not in values and any(TOTAL.search(text) for text in cells))):
        return _("Not a person: a total, a note or a signature")
    return "" if values else _("Nothing in the columns that are imported")


def mark_twice(rows: list[IntakeRow]) -> list[IntakeRow]:
    """The same person in two rows: same number, or same name and birth date with a number that differs a little."""
    out = {r.row: r for r in rows}
    by_number: dict[str, int] = {}
    by_name: dict[tuple[str, Any], int] = {}
    for row in rows:
        number, name = row.fields.get("id_number"), str(row.fields.get("full_name", ""))
        if row.cls == "skip":
            continue
        if number and by_number.setdefault(number, row.row) != row.row:
            _same_number(out, by_number[number], row.row)
            continue
        key = (match_key(name), row.fields.get("birth_date"))
        if number and name and key[1] and by_name.setdefault(key, row.row) != row.row:
            first = by_name[key]
            if _near(str(out[first].fields["id_number"]), str(number)):
                what = _("Same name and birth date as row {row}, and a number that differs little: one person?")
                _add(out, first, Issue("id_number", "suggest", what.format(row=row.row)), row.row)
                _add(out, row.row, Issue("id_number", "ask", what.format(row=first)), first)
    return list(out.values())


def _same_number(out: dict[int, IntakeRow], first: int, second: int) -> None:
    one, two = out[first], out[second]
    names = [clean(str(r.fields.get("full_name", ""))).upper() for r in (one, two)]
    if names[0] != names[1]:
        what = _("One identity number in rows {first} and {second} with two names: one person? Which name is on the "
                 "card?")
        for row, other in ((first, second), (second, first)):
            _add(out, row, Issue("full_name", "ask", what.format(first=first, second=second), choices=tuple(names)),
                 other)
        return
    differ = sorted(k for k in two.fields.keys() & one.fields.keys() if two.fields[k] != one.fields[k])
    if differ:
        what = _("The same person as in row {row}, with another value here.").format(row=first)
        for name in differ:
            _add(out, second, Issue(name, "ask", what, choices=(str(one.fields[name]), str(two.fields[name]))), first)
    else:
        _add(out, second, Issue("*", "suggest",
                                _("The same person as in row {row}, entered twice; nothing new.").format(
            row=first)), first)


def _add(out: dict[int, IntakeRow], row: int, issue: Issue, same: int) -> None:
    old = out[row]
    out[row] = _row(row, old.fields, (*old.issues, issue), same=same)


def _near(one: str, other: str) -> bool:
    if len(one) != len(other):
        return False
    at = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    return len(at) == 1 or (len(at) == 2 and at[1] == at[0] + 1 and one[at[0]] == other[at[1]]
                            and one[at[1]] == other[at[0]])


def counts(rows: Sequence[IntakeRow]) -> dict[str, int]:
    """Rows per class."""
    found = Counter(r.cls for r in rows)
    return {c: found[c] for c in ("ok", "suggest", "ask", "reject", "skip")}
