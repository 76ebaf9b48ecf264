"""What can be done with a range of the grid: copy, cut, paste, fill, clear, and selecting whole rows and columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ui.kit.grid_block import Pasted, block_text, pasted_cells, write_block
from ui.kit.grid_cursor import Cursor
from ui.kit.grid_model import CellKey, GridModel
from ui.kit.grid_parts import GridHalf


class GridActs(QWidget):
    """The half of the Grid that works on ranges. Each act goes to the page as one signal, so that it is one undo."""

    pasted = Signal(object, int)
    cleared = Signal(object)

    model: GridModel
    view: GridHalf
    cursor: Cursor
    why_not: Callable[[Any, Any], str] | None = None
    last_block: Pasted

    def selection(self, editable: bool = True) -> list[CellKey]:
        """The selected cells, top down, left to right; only those that may be edited unless asked otherwise."""
        return [k for i in self._indexes() if (k := self.model.cell_key(i)) and (
            not editable or self.model.may_edit(i))]

    def copy(self) -> None:
        """The selected block, as rows and columns for a spreadsheet."""
        QGuiApplication.clipboard().setText(block_text(self.model, self._indexes()))

    def cut(self) -> None:
        """Copy the block and clear it."""
        self.copy()
        self.clear_selected()

    def clear_selected(self) -> None:
        """Ask for the selected cells to be emptied, all at once."""
        cells = self.selection()
        if cells:
            self.cleared.emit(cells)

    def paste(self) -> None:
        """A block from the clipboard at the selection; one value fills the whole selection."""
        text = QGuiApplication.clipboard().text()
        if text.strip():
            self.put_block(self._indexes(), text)

    def put_block(self, indexes: Sequence[QModelIndex], text: str) -> None:
        """What a block of texts means for these cells goes to the page as one act."""
        if indexes:
            self.last_block = pasted_cells(self.model, indexes, text, self.why_not)
            self.pasted.emit(self.last_block.cells, self.last_block.left_out)

    def fill_down(self) -> None:
        """What is in the first row of the range goes into the others; of a single row, what is above it."""
        self._fill_from(down=True)

    def fill_right(self) -> None:
        """What is in the first column of the range goes into the others; of a single column, what is left of it."""
        self._fill_from(down=False)

    def _fill_from(self, down: bool) -> None:
        places = self.cursor.block()
        if not places:
            return
        (top, left), (bottom, right) = places[0], places[-1]
        if (top == bottom) if down else (left == right):
            top, left = (top - 1, left) if down else (top, left - 1)
        if top < 0 or left < self.cursor.lead:
            return
        rows, columns = range(top, bottom + 1), range(left, right + 1)
        texts = [[self.model.cell(self.model.index(top if down else r, c if down else left)).value for c in columns]
                 for r in rows]
        inner = texts[1:] if down else [line[1:] for line in texts]
        self.put_block([self.model.index(r, c) for r in rows[1 if down else 0:] for c in columns[0 if down else 1:]],
                       write_block(inner) + "\n")

    def _indexes(self) -> list[QModelIndex]:
        return [self.model.index(row, column) for row, column in self.cursor.block()]

    def select_all(self) -> None:
        """Every cell."""
        bottom, side = self.cursor.last
        self.cursor.select(0, self.cursor.lead, bottom, side)

    def select_whole(self, *, row: bool = False, column: bool = False) -> None:
        """The rows or the columns of the range, whole."""
        places = self.cursor.block()
        if places:
            bottom, side = self.cursor.last
            self.cursor.select(places[0][0] if row else 0, places[0][1] if column else self.cursor.lead,
                               places[-1][0] if row else bottom, places[-1][1] if column else side)

    def select_column(self, column: Any) -> None:
        """Select all cells of a column."""
        number = next((n for n, c in enumerate(self.model.columns) if c.key == column), -1)
        if number >= 0:
            self.select_column_number(self.cursor.lead + number)

    def select_column_number(self, number: int, to: int | None = None) -> None:
        """Select all cells of a column of the model, or of the columns from it to another."""
        to = number if to is None else to
        if self.cursor.lead <= min(number, to) and max(number, to) <= self.cursor.last[1]:
            self.cursor.select(0, min(number, to), self.cursor.last[0], max(number, to))
            self.view.setFocus()
