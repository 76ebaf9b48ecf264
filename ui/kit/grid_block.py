"""Blocks of cells to and from the clipboard, as spreadsheets write them: tabs between columns, a line per row.

A cell with a tab, a line break or a quotation mark stands between quotation marks, which are doubled inside it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QModelIndex

from app.i18n import _, ngettext
from ui.kit.grid_model import GridModel

Why = Callable[[Any, Any], str]


@dataclass(frozen=True)
class RefusedCell:
    """A cell that was not taken: whose, which column, what was to go in, and why not."""

    id: int
    name: str
    column: str
    text: str
    why: str


@dataclass
class Pasted:
    """What a block means for the grid: cells to set, cells refused, and how much hung over the edge."""

    cells: list[tuple[Any, Any, str]] = field(default_factory=list)
    refused: list[RefusedCell] = field(default_factory=list)
    over_rows: int = 0
    over_columns: int = 0

    @property
    def left_out(self) -> int:
        """Cells refused; what hung over counts as one for each row and column."""
        return len(self.refused) + self.over_rows + self.over_columns

    def over_words(self) -> str:
        """What was cut off, in words; '' for nothing."""
        parts = []
        if self.over_rows:
            parts.append(ngettext("{n} row", "{n} rows", self.over_rows).format(n=self.over_rows))
        if self.over_columns:
            parts.append(ngettext("{n} column", "{n} columns", self.over_columns).format(n=self.over_columns))
        return _("The block was larger than the table; {cut} hung over and were left out.").format(
            cut=_(" and ").join(parts)) if parts else ""


def block_text(model: GridModel, indexes: Sequence[QModelIndex]) -> str:
    """The block around the cells, for a spreadsheet."""
    rows = sorted({i.row() for i in indexes})
    columns = sorted({i.column() for i in indexes})
    return write_block([[model.cell(model.index(r, c)).value for c in columns] for r in rows])


def write_block(rows: Sequence[Sequence[str]]) -> str:
    """Rows of texts as a spreadsheet takes them."""
    return "\n".join("\t".join(_quoted(text) for text in row) for row in rows)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in '\t\n\r"') else text


def read_block(text: str) -> list[list[str]]:
    """Rows of texts of what a spreadsheet put on the clipboard; blanks around a text are cut off."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.endswith("\n"):
        text = text[:-1]  # the end of the last line, not an empty row
    if '"' not in text:
        return [[cell.strip() for cell in line.split("\t")] for line in text.split("\n")]
    found = list(csv.reader(io.StringIO(text), delimiter="\t", doublequote=True, strict=False))
    return [[" ".join(cell.split()) for cell in row] or [""] for row in found]


def pasted_cells(model: GridModel, indexes: Sequence[QModelIndex], text: str, why_not: Why | None = None) -> Pasted:
    """What a text means for the cells that are selected.

    A block starts at the first selected cell. One value fills all that are selected, and a block is repeated when
    the selection is a whole number of times as large. An empty value for a cell that may not be changed is no loss.
    """
    block = read_block(text)
    high, wide = len(block), max(len(line) for line in block)
    rows, columns = [i.row() for i in indexes], [i.column() for i in indexes]
    top, left = min(rows), min(columns)
    down, right = max(rows) - top + 1, max(columns) - left + 1
    fills = down % high == 0 and right % wide == 0
    found = Pasted(over_rows=max(0, top + high - model.rowCount()),
                   over_columns=max(0, left + wide - model.columnCount()))
    for r in range(down if fills else high):
        for c in range(right if fills else wide):
            line = block[r % high]
            value = line[c % wide] if c % wide < len(line) else ""
            index = model.index(top + r, left + c)
            if index.isValid():
                _take(model, index, value, why_not, found)
    return found


def _take(model: GridModel, index: QModelIndex, value: str, why_not: Why | None, found: Pasted) -> None:
    key, column = model.cell_key(index), model.column(index.column())
    if key is None or column is None:
        return
    why = (why_not(*key) if why_not is not None else "") or (
        "" if model.may_edit(index) else _("This cell cannot be changed."))
    if not why:
        found.cells.append((*key, value))
    elif value:
        found.refused.append(refused_cell(model, key, value, why, len(found.refused)))


def refused_cell(model: GridModel, key: tuple[Any, Any], text: str, why: str, number: int) -> RefusedCell:
    """A refusal in words: name, column, what was in it, why."""
    index = model.place(*key)
    column = model.column(index.column()) if index.isValid() else None
    return RefusedCell(number, model.name(index.row()) if index.isValid() else "",
                       (column.spoken or f"{column.title} {column.subtitle}".strip()) if column else "", text, why)
