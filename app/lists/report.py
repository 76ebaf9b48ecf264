"""Rows of a list that were not recorded, in the file's own layout with the reason, to be mended and imported again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.exchange.columns import Column
from app.exchange.sheet import write_sheet
from app.exchange.tables import letter
from app.i18n import _
from app.lists.draft import SHEET, ListDraft
from app.lists.rows import ListLine
from app.lists.texts import as_text


def write_left(draft: ListDraft, path: Path) -> int:
    """Write the rows that wait or were refused; returns how many."""
    rows = draft.rows_of("problems")
    columns: list[Column[ListLine]] = [_column(draft, c.index, c.heading or letter(c.index), c.field)
                                       for c in draft.columns]
    columns.append(Column("why", lambda: _("Reason"), reason_of, width=60))
    write_sheet(path, columns, rows, name=_("Problem rows"))
    return len(rows)


def reason_of(row: ListLine) -> str:
    """Why a row is not recorded, in sentences."""
    return " ".join(dict.fromkeys(i.what for i in row.issues)) or row.sentence


def _column(draft: ListDraft, index: int, heading: str, name: str | None) -> Column[ListLine]:
    def value(row: ListLine) -> Any:
        if name and name in row.raw:
            return row.raw[name]
        return as_text(draft.book.sheets[row.row // SHEET if row.row > SHEET else draft.sheet].value(row.number, index))

    # everything as text: a number cell would lose its zeros again
    return Column(f"c{index}", lambda: heading, value, width=24, kind="identity")
