"""Rows of a list of marks that are not recorded whole, in the file's own layout with the reason, to be mended."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.exchange.columns import Column
from app.exchange.sheet import write_sheet
from app.exchange.tables.header import text_of
from app.i18n import _
from app.lists.headings import REASON
from app.lists.texts import as_text
from app.results.bring import BringDraft, BringRow


def reason_of(row: BringRow) -> str:
    """Why a row, or which of its cells, is not recorded."""
    cells = [f"{c.column.letter}: {c.judged.what}" for c in row.cells if c.judged.cls in ("ask", "reject")]
    return " ".join(dict.fromkeys([row.why, *cells] if row.why else cells))


def write_left(draft: BringDraft, path: Path) -> int:
    """Write them; returns how many. Brought in again, what stands already is the same and the rest is judged anew."""
    rows = [r for r in draft.rows() if r.cls in ("ask", "reject")]
    table = draft.table
    heads = table.rows[draft.heading_row - 1] if draft.heading_row else ()
    width = max([len(heads), *(len(table.rows[r.row - 1]) for r in rows)], default=0)

    def cell(index: int) -> Callable[[BringRow], Any]:
        def value(row: BringRow) -> Any:
            found = table.value(row.row, index)
            return found if isinstance(found, int | float) and not isinstance(found, bool) else as_text(found)
        return value

    def heading(index: int) -> Callable[[], str]:
        return lambda: text_of(heads[index]) if index < len(heads) else ""

    columns: list[Column[BringRow]] = [
        Column(f"c{index}", heading(index), cell(index), width=20, align="left", show=as_text,
               kind="number" if any(isinstance(cell(index)(r), int | float) for r in rows) else "identity")
        for index in range(width)]
    columns.append(Column("why", lambda: _(REASON), reason_of, width=60))
    write_sheet(path, columns, rows, name=_("Problem rows"))
    return len(rows)
