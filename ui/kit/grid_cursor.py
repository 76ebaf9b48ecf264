"""Where the keys are in the grid: the current cell, and the range that grows from an anchor, as in a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect

if TYPE_CHECKING:
    from ui.kit.grid import Grid

Flag = QItemSelectionModel.SelectionFlag


class Cursor:
    """Rows and columns are those of the model; the first column of cells comes after the frozen ones."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self._anchor = QPersistentModelIndex()

    @property
    def lead(self) -> int:
        """The first column of cells."""
        return len(self.grid.model.frozen)

    @property
    def last(self) -> tuple[int, int]:
        """The last row and column; (-1, -1) when there is nothing."""
        model = self.grid.model
        return (len(model.people) - 1, model.columnCount() - 1) if model.people and model.columns else (-1, -1)

    def at(self) -> tuple[int, int]:
        """Row and column of the current cell; (-1, -1) for none."""
        index = self.grid.view.currentIndex()
        return (index.row(), index.column()) if index.column() >= self.lead else (-1, -1)

    def drop_anchor(self, index: QModelIndex) -> None:
        """A range begins here."""
        self._anchor = QPersistentModelIndex(index)

    def put(self, row: int, column: int, *, extend: bool = False, scroll: bool = True) -> bool:
        """Go to a cell, or stretch the range to it; False outside the grid."""
        model, view = self.grid.model, self.grid.view
        target = model.index(row, column)
        if not target.isValid() or column < self.lead:
            return False
        if not extend or not self._anchor.isValid() or self._anchor.column() < self.lead:
            self.drop_anchor(view.currentIndex() if extend and view.currentIndex().isValid() else target)
        if extend:
            self._select(self._anchor.row(), self._anchor.column(), row, column)
            view.selectionModel().setCurrentIndex(target, Flag.NoUpdate)
        else:
            view.selectionModel().setCurrentIndex(target, Flag.ClearAndSelect)
        if scroll:
            view.scrollTo(target)
        return True

    def move(self, down: int, right: int, *, extend: bool = False) -> bool:
        """To a neighbour, or as far as there are cells; False when it stays where it is."""
        row, column = self.at()
        bottom, side = self.last
        if row < 0 or bottom < 0:
            return bottom >= 0 and self.put(0, self.lead)
        target = min(max(row + down, 0), bottom), min(max(column + right, self.lead), side)
        return target != (row, column) and self.put(*target, extend=extend)

    def edge(self, down: int, right: int) -> tuple[int, int]:
        """Where Ctrl and an arrow lead: to the end of what is filled, or over what is empty to the next that is."""
        row, column = self.at()
        bottom, side = self.last

        def inside(r: int, c: int) -> bool:
            return 0 <= r <= bottom and self.lead <= c <= side

        def filled(r: int, c: int) -> bool:
            return bool(self.grid.model.cell(self.grid.model.index(r, c)).text)

        if not inside(row + down, column + right):
            return row, column
        inner = filled(row, column) and filled(row + down, column + right)
        row, column = row + down, column + right
        while inside(row + down, column + right) and (
                filled(row + down, column + right) if inner else not filled(row, column)):
            row, column = row + down, column + right
        return row, column

    def select(self, top: int, left: int, bottom: int, right: int) -> None:
        """A range; the current cell is its first, the anchor its last, so that nothing scrolls."""
        model, view = self.grid.model, self.grid.view
        if not model.index(bottom, right).isValid():
            return
        self.drop_anchor(model.index(bottom, right))
        self._select(top, left, bottom, right)
        view.selectionModel().setCurrentIndex(model.index(top, left), Flag.NoUpdate)

    def _select(self, row: int, column: int, to_row: int, to_column: int) -> None:
        model = self.grid.model
        first = model.index(min(row, to_row), min(column, to_column))
        last = model.index(max(row, to_row), max(column, to_column))
        self.grid.view.selectionModel().select(QItemSelection(first, last), Flag.ClearAndSelect)

    def several(self) -> bool:
        """Is more than one cell selected?"""
        ranges = self.grid.view.selectionModel().selection()
        return ranges.count() > 1 or (ranges.count() == 1 and (ranges.at(0).width() > 1 or ranges.at(0).height() > 1))

    def rect(self) -> QRect:
        """The selected range in pixels of the view."""
        view = self.grid.view
        found = QRect()
        ranges = view.selectionModel().selection()
        for number in range(ranges.count()):
            each = ranges.at(number)
            found = found.united(view.visualRect(each.topLeft()).united(view.visualRect(each.bottomRight())))
        return found

    def block(self) -> list[tuple[int, int]]:
        """The selected cells as (row, column), top down; the current one when nothing else is."""
        found = [(i.row(), i.column()) for i in self.grid.view.selectionModel().selectedIndexes()
                 if i.column() >= self.lead]
        return sorted(found) or [place for place in (self.at(),) if place[0] >= 0]
