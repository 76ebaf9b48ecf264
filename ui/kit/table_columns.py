"""The columns of a Table: their widths, order and which are shown."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView, QWidget

from app.i18n import _
from ui.kit.table_paint import TableHead

CHECK_WIDTH = 48
MOST_WIDE = 26  # letters of the column that stretches, where there is no room to stretch


class TableColumns(QTableView):
    """The half of Table that minds its columns; `stretch_key` takes what the others leave, `name_key` cannot hide.

    `columns_changed` when a user has chosen, moved or sized columns. `sortable` are the keys of the columns that can
    be sorted, or None for all.
    """

    columns_changed = Signal()
    sort_asked = Signal(str, bool)

    rows_model: Any
    edge: int
    stretch_key: str
    name_key: str
    hidden_first: frozenset[str]
    sortable: frozenset[str] | None
    _head: TableHead

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sizing = 0
        self._stretch_by_hand = False

    def _dress_head(self) -> None:
        self._head.setFirstSectionMovable(not self.rows_model.lead)
        for key in self.hidden_first:
            self.setColumnHidden(self.column_at(key), True)
        self._size_columns()
        self._head.sectionResized.connect(self._sized_by_hand)
        self._head.sectionMoved.connect(lambda *_a: self._told())

    @contextmanager
    def _by_program(self) -> Iterator[None]:
        """What changes meanwhile was not the user's doing."""
        self._sizing += 1
        try:
            yield
        finally:
            self._sizing -= 1

    def _told(self) -> None:
        if not self._sizing:
            self.columns_changed.emit()

    def _char(self) -> int:
        return max(1, self.fontMetrics().averageCharWidth())

    def _size_columns(self) -> None:
        with self._by_program():
            if self.rows_model.lead:
                self._head.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
                self.setColumnWidth(0, CHECK_WIDTH if self.edge >= 24 else 36)
            for number, column in enumerate(self.rows_model.columns):
                at = number + self.rows_model.lead
                width = column.width * self._char() + 16
                width += (self.edge - 8) if at == 0 else 0
                width += (self.edge - 8) if number == len(self.rows_model.columns) - 1 else 0
                self.setColumnWidth(at, width)
        self._fill()

    def _sized_by_hand(self, at: int, _before: int, _now: int) -> None:
        if self._sizing:
            return
        if at == self.column_at(self.stretch_key):
            self._stretch_by_hand = True
        else:
            self._fill()
        self._told()

    def _fill(self) -> None:
        """The stretching column takes what the others leave, until somebody has sized it himself."""
        at = self.column_at(self.stretch_key)
        if at < 0 or self.isColumnHidden(at) or self._stretch_by_hand:
            return
        others = sum(self.columnWidth(c) for c in range(self.rows_model.columnCount()) if c != at)
        column = self.rows_model.columns[at - self.rows_model.lead]
        least = min(column.width, 16) * self._char() + 16
        room = self.viewport().width() - others
        with self._by_program():  # where the table scrolls sideways anyway, there is no need to shorten
            self.setColumnWidth(at, room if room >= least else min(column.width, MOST_WIDE) * self._char() + 16)

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

    def _ordered_keys(self) -> list[str]:
        lead = self.rows_model.lead
        order = [self._head.logicalIndex(v) for v in range(self._head.count())]
        return [self.rows_model.columns[i - lead].key for i in order if i >= lead]

    def visible_keys(self) -> list[str]:
        """Keys of the columns on screen, left to right."""
        return [key for key in self._ordered_keys() if not self.isColumnHidden(self.column_at(key))]

    # -- what is kept -----------------------------------------------------------------------------------------
    def columns_state(self) -> str:
        """Order, hidden columns and widths (in characters, so that they follow the text size), to be kept."""
        order = self._ordered_keys()
        widths = {key: round(self.columnWidth(self.column_at(key)) / self._char(), 2) for key in order
                  if not self.isColumnHidden(self.column_at(key))
                  and (key != self.stretch_key or self._stretch_by_hand)}
        hidden = [key for key in order if self.isColumnHidden(self.column_at(key))]
        return json.dumps({"order": order, "hidden": hidden, "widths": widths})

    def restore_columns(self, state: str) -> None:
        """Back to what was kept. Columns that are new since stand at their own place; an unreadable text is ignored."""
        try:
            found = json.loads(state) if state else None
        except ValueError:
            return
        if not isinstance(found, dict):
            return
        order, hidden, widths = (found.get(k) or kind() for k, kind in (("order", list), ("hidden", list),
                                                                         ("widths", dict)))
        with self._by_program():
            self._stretch_by_hand = self.stretch_key in widths
            self._put_in_order([key for key in order if self.column_at(key) >= 0])
            for column in self.rows_model.columns:
                known = column.key in order
                off = column.key in hidden if known else column.key in self.hidden_first
                self.setColumnHidden(self.column_at(column.key), off and column.key != self.name_key)
            for key, width in widths.items():
                if self.column_at(key) >= 0 and isinstance(width, int | float) and not isinstance(width, bool):
                    self.setColumnWidth(self.column_at(key), max(32, min(2000, round(width * self._char()))))
        self._fill()

    def _put_in_order(self, keys: Sequence[str]) -> None:
        for place, key in enumerate(keys):
            self._head.moveSection(self._head.visualIndex(self.column_at(key)), place + int(self.rows_model.lead))

    def reset_columns(self) -> None:
        """As the program shows them."""
        with self._by_program():
            self._stretch_by_hand = False
            self._put_in_order([c.key for c in self.rows_model.columns])
            for column in self.rows_model.columns:
                self.setColumnHidden(self.column_at(column.key), column.key in self.hidden_first)
        self._size_columns()
        self._told()

    def show_column(self, key: str, on: bool) -> None:
        """Show or hide a column; the one with the name stays."""
        if key != self.name_key:
            with self._by_program():
                self.setColumnHidden(self.column_at(key), not on)
            self._fill()
            self._told()

    # -- menus --------------------------------------------------------------------------------------------------
    def _column_menu(self, at: QPoint) -> None:
        self.column_menu().popup(self._head.viewport().mapToGlobal(at))

    def column_menu(self) -> QMenu:
        """Which columns are shown and by which the list is sorted; for the head's menu and a Columns button."""
        menu = QMenu(self)
        for key in self._ordered_keys():
            column = self.rows_model.columns[self.column_at(key) - self.rows_model.lead]
            action = menu.addAction(column.title().replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(self.column_at(key)))
            action.setEnabled(key != self.name_key)
            action.toggled.connect(lambda on, key=key: self.show_column(key, on))
        menu.addSeparator()
        self.add_sorts(menu.addMenu(_("Sort by")))
        menu.addSeparator()
        menu.addAction(_("Reset columns"), self.reset_columns)
        return menu

    def add_sorts(self, menu: QMenu) -> None:
        """Every column that sorts, and the direction."""
        group = QActionGroup(menu)
        columns = [c for c in self.rows_model.columns if self.sortable is None or c.key in self.sortable]
        for column in columns:
            self._add_sort(menu, group, column.title(), column.key == self._head.sort_key,
                           column.key, self._head.descending if column.key == self._head.sort_key else False)
        if self._head.sort_key:
            menu.addSeparator()
            turn = QActionGroup(menu)
            for words, descending in ((_("Ascending"), False), (_("Descending"), True)):
                self._add_sort(menu, turn, words, self._head.descending == descending, self._head.sort_key, descending)

    def _add_sort(self, menu: QMenu, group: QActionGroup, words: str, on: bool, key: str, descending: bool) -> None:
        action = QAction(words.replace("&", "&&"), menu)
        action.setCheckable(True)
        action.setChecked(on)
        group.addAction(action)
        menu.addAction(action)
        action.triggered.connect(lambda _on=False: self.sort_by(key, descending))

    def sort_by(self, key: str, descending: bool) -> None:
        """Sort, as by a click on the head."""
        raise NotImplementedError
