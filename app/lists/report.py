"""Rows of a list that were not recorded, in the file's own layout with the reason, to be mended and imported again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from app.exchange.columns import Column
from app.exchange.sheet import write_sheet
from app.exchange.tables import CellError, Value
from app.i18n import _
from app.lists.draft import ListDraft
from app.lists.headings import REASON
from app.lists.match import ListMatch
from app.lists.rows import ListLine
from app.lists.texts import as_text


@dataclass(frozen=True)
class Left:
    """A row that was not recorded: where it is, what somebody has corrected in it, and why it was left out."""

    sheet: int
    number: int
    why: str
    corrected: Mapping[str, str] = field(default_factory=dict)


def write_left(draft: ListDraft, path: Path) -> int:
    """Write the rows that wait or were refused; returns how many."""
    rows = draft.rows_of("problems")
    write_rows(draft, path, [Left(*draft.place_of(r.row), reason_of(r), draft.corrected(r.row)) for r in rows])
    return len(rows)


def reason_of(row: ListLine) -> str:
    """Why a row is not recorded, in sentences."""
    return " ".join(dict.fromkeys(i.what for i in row.issues)) or row.sentence


def write_rows(draft: ListMatch, path: Path, rows: Sequence[Left]) -> None:
    """Every column of the file where it was, then what was said beside the file, then why a row was left out."""
    given = {c.index: c for c in draft.columns}
    columns: list[Column[Left]] = []
    placed: set[str] = set()
    for index in range(max(given, default=-1) + 1):
        one = given.get(index)
        name = (one.field or "") if one is not None else ""
        columns.append(_column(draft, index, _heading(draft, index), name, name in placed, rows))
        placed.add(name)
    beside = dict.fromkeys(name for name in (*draft.fixed, *(n for row in rows for n in row.corrected))
                           if name not in placed)
    columns += [_beside(draft, name) for name in beside]
    columns.append(Column("why", lambda: _(REASON), lambda row: row.why, width=60))
    write_sheet(path, columns, rows, name=_("Problem rows"))


def _heading(draft: ListMatch, index: int) -> str:
    """The heading of a column; with the line above it where that alone says whose or what it is."""
    text, group = draft.heading.texts.get(index, ""), draft.heading.groups.get(index, "")
    if not group:
        return text
    guessed = draft.kind.guess(draft.table, draft.heading).fields.get(index) or None
    both = f"{group} {text}".strip()
    return both if draft.kind.field_of(text) != guessed == draft.kind.field_of(both) else text


def _column(draft: ListMatch, index: int, heading: str, name: str, again: bool, rows: Iterable[Left]) -> Column[Left]:
    def value(row: Left) -> Any:
        if name and name in row.corrected:
            return "" if again else row.corrected[name]  # a name in two columns is corrected as a whole
        found: Value = draft.book.sheets[row.sheet].value(row.number, index)
        if isinstance(found, CellError):
            return found.text
        return found if isinstance(found, int | float | date) and not isinstance(found, bool) else as_text(found)

    values = [value(row) for row in rows]
    # a number stays a number: what it lost is seen again; but a text is never made one, or it would lose its zeros too
    # (days beside numbers become texts such as 1994-08-12, which say the same)
    kind: Literal["date", "number", "identity"] = (
        "number" if any(isinstance(v, int | float) for v in values)
        else "date" if any(isinstance(v, date) for v in values) else "identity")
    return Column(f"c{index}", _said(heading), value, width=24, kind=kind, show=as_text, align="left")


def _beside(draft: ListMatch, name: str) -> Column[Left]:
    words = draft.kind.by_key[name].words
    return Column(f"f{name}", lambda: _(words), lambda row: row.corrected.get(name, draft.fixed.get(name, "")),
                  width=24, kind="identity")


def _said(text: str) -> Callable[[], str]:
    return lambda: text
