"""The columns of a Table: their widths, order and which are shown."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QByteArray, QPoint
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView, QWidget

from ui.kit.table_paint import TableHead

CHECK_WIDTH = 48


class TableColumns(QTableView):
    """The half of Table that minds its columns; `stretch_key` takes what the others leave, `name_key` cannot hide."""

    rows_model: Any
    edge: int
    stretch_key: str
    name_key: str
    _head: TableHead

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)

    def _size_columns(self) -> None:
        char = self.fontMetrics().averageCharWidth()
        if self.rows_model.lead:
            self._head.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(0, CHECK_WIDTH if self.edge >= 24 else 36)
        for number, column in enumerate(self.rows_model.columns):
            at = number + self.rows_model.lead
            width = column.width * char + 16
            width += (self.edge - 8) if at == 0 else 0
            width += (self.edge - 8) if number == len(self.rows_model.columns) - 1 else 0
            self.setColumnWidth(at, width)
        self._fill()

    def _fill(self) -> None:
        """The stretching column takes what the others leave."""
        at = self.column_at(self.stretch_key)
        if at < 0 or self.isColumnHidden(at):
            return
        others = sum(self.columnWidth(c) for c in range(self.rows_model.columnCount()) if c != at)
        column = self.rows_model.columns[at - self.rows_model.lead]
        least = min(column.width, 18) * self.fontMetrics().averageCharWidth() + 16
        room = self.viewport().width() - others
        self.setColumnWidth(at, max(least, room))

    def column_at(self, key: str) -> int:
        """The place of a column by its key; -1 when there is none."""
        for number, column in enumerate(self.rows_model.columns):
            if column.key == key:
                return number + int(self.rows_model.lead)
        return -1

    def last_column(self) -> int:
        """The column at the right edge."""
        for visual in range(self._head.count() - 1, -1, -1):
            logical = self._head.logicalIndex(visual)
            if not self.isColumnHidden(logical):
                return logical
        return -1

    def name_column(self) -> int:
        """The column that is bold in the current row."""
        return self.column_at(self.name_key)

    def visible_keys(self) -> list[str]:
        """Keys of the columns on screen, left to right."""
        lead = self.rows_model.lead
        order = [self._head.logicalIndex(v) for v in range(self._head.count())]
        return [self.rows_model.columns[i - lead].key for i in order if i >= lead and not self.isColumnHidden(i)]

    def columns_state(self) -> str:
        """Widths, order and hidden columns, to be kept."""
        return bytes(self._head.saveState().toBase64().data()).decode()

    def restore_columns(self, state: str) -> None:
        """Back to what was kept."""
        if state:
            self._head.restoreState(QByteArray.fromBase64(state.encode()))
            self._fill()

    def _show_column(self, at: int, on: bool) -> None:
        self.setColumnHidden(at, not on)
        self._fill()

    def _column_menu(self, at: QPoint) -> None:
        self.column_menu().popup(self._head.viewport().mapToGlobal(at))

    def column_menu(self) -> QMenu:
        """Which columns are shown; for the head's menu and a Columns button."""
        menu = QMenu(self)
        for number, column in enumerate(self.rows_model.columns):
            at = number + self.rows_model.lead
            action = menu.addAction(column.title())
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(at))
            action.setEnabled(column.key != self.name_key)
            action.toggled.connect(lambda on, at=at: self._show_column(at, on))
        return menu
