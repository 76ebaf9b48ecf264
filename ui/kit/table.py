"""The table of the program: rows by key, checks, copy for a spreadsheet, sort asked of SQL, menus, cells that edit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QFocusEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QWidget

from app.exchange.columns import Column
from ui.kit.rows_model import Fetch, Looks, PagedModel, RowsModel, key_of
from ui.kit.table_keys import TableKeys
from ui.kit.table_paint import RowDelegate, TableHead
from ui.kit.text_box import TextBox
from ui.kit.theme import RowKind, theme

Index = QModelIndex | QPersistentModelIndex


class Table(TableKeys):
    """Rows of frozen data under Columns. With `paged` the rows come from SQL by page.

    Signals: `opened(row)` on Enter or double click, `chosen(row)` when the current row changes (None for none),
    `picked_changed(n)` when the ticked or selected rows change, `sort_asked(key, descending)` on a click on a head,
    `cell_edited(row, column key, text)` after typing into a column of `editable`.
    """

    opened = Signal(object)
    chosen = Signal(object)
    picked_changed = Signal(int)
    cell_edited = Signal(object, str, str)

    def __init__(
        self,
        columns: Sequence[Column[Any]],
        *,
        looks: Looks | None = None,
        check: bool = False,
        paged: bool = False,
        key: Callable[[Any], Any] = key_of,
        row: RowKind = "table",
        edge: int = 24,
        stretch: str = "",
        name: str = "",
        editable: Sequence[str] = (),
        sort: tuple[str, bool] = ("", False),
        sort_here: bool = False,
        sortable: Sequence[str] | None = None,
        hidden: Sequence[str] = (),
        single: bool = False,
        accessible_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        kind: type[RowsModel[Any]] | type[PagedModel[Any]] = PagedModel if paged else RowsModel
        self.rows_model: Any = kind(columns, looks=looks, check=check, key=key, parent=self)
        self.row_kind, self.edge, self.hover_row = row, edge, -1
        self.tint_checked = True  # False where most rows are ticked and only the current one is to stand out
        self.rows_model.editable = set(editable)
        self.sort_here = sort_here
        self.all_keys = self.copy_all = self.seek = None
        self.actions_for_menu: list[QAction | None] = []
        self.sortable = None if sortable is None else frozenset(sortable)
        self.hidden_first = frozenset(hidden)
        self.stretch_key = stretch or name or columns[0].key
        self.name_key = name or columns[0].key
        self._keeping = False
        self._last_row: Any = None
        self._lost: set[Any] = set()  # selected before a refresh, and not read again yet
        self.setModel(self.rows_model)
        self._head = TableHead(self)
        self.setHorizontalHeader(self._head)
        self._head.sort_key, self._head.descending = sort
        self._delegate = RowDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(accessible_name)
        self._dress(single)
        self._dress_head()
        self._head.sectionClicked.connect(self._head_clicked)
        self._head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._head.customContextMenuRequested.connect(self._column_menu)
        self.selectionModel().selectionChanged.connect(lambda *_a: self._selection_changed())
        self.selectionModel().currentRowChanged.connect(lambda *_a: self._current_changed())
        self.rows_model.checks_changed.connect(self._checks_changed)
        self.rows_model.dataChanged.connect(lambda *_a: self._rows_came())
        self.doubleClicked.connect(self._open)
        theme().changed.connect(self._theme_changed)

    def _dress(self, single: bool) -> None:
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.SingleSelection if single else mode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme().row_height(self.row_kind))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)

    # -- rows ----------------------------------------------------------------------------------------------
    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows; what was selected, current and in view stays."""
        if self.sort_here and self._head.sort_key:

            def change() -> None:
                self.rows_model.set_rows(rows)
                self._sort_here()

            self._around(change)
        else:
            self._around(lambda: self.rows_model.set_rows(rows))

    def set_source(self, count: int, fetch: Fetch[Any]) -> None:
        """Paged: so many rows, fetched by `fetch(offset, limit, then)`."""
        self._around(lambda: self.rows_model.reset(count, fetch))

    def _around(self, change: Callable[[], object]) -> None:
        keys = {self.rows_model.key(r) for r in self.selected_rows()}
        current = self.current_row()
        key = None if current is None else self.rows_model.key(current)
        at = self.currentIndex().row()
        scroll = self.verticalScrollBar().value()
        self._keeping = True
        change()
        self.verticalScrollBar().setValue(scroll)
        self._keeping = False
        if self.selectionModel().hasSelection() and self.current_row() is not None:
            self._selection_changed()
            self._current_changed()
            return
        flag = QItemSelectionModel.SelectionFlag
        found = self.rows_model.find_key(key) if key is not None else -1
        if found < 0 <= at and isinstance(self.rows_model, PagedModel) and at < self.rows_model.rowCount():
            found = at
        column = max(self.rows_model.lead, 0)
        if found >= 0:
            self.selectionModel().setCurrentIndex(self.rows_model.index(found, column), flag.NoUpdate)
        for number, row in self.rows_model.loaded():
            if self.rows_model.key(row) in keys:
                self.selectionModel().select(self.rows_model.index(number, column), flag.Select | flag.Rows)
        if not keys and found >= 0:
            self.selectionModel().select(self.rows_model.index(found, column), flag.Select | flag.Rows)
        self._selection_changed()
        self._current_changed()
        self._lost = keys if isinstance(self.rows_model, PagedModel) else set()

    def clearSelection(self) -> None:
        self._lost = set()
        super().clearSelection()

    def _rows_came(self) -> None:
        """Pages of a refreshed list arrive: what was selected is selected again."""
        if self._lost and not self._keeping:
            flag = QItemSelectionModel.SelectionFlag
            found = [(n, k) for n, r in self.rows_model.loaded() if (k := self.rows_model.key(r)) in self._lost]
            self._lost -= {key for _n, key in found}
            kept = set(self._lost)
            for number, _key in found:
                index = self.rows_model.index(number, max(int(self.rows_model.lead), 0))
                self.selectionModel().select(index, flag.Select | flag.Rows)
            self._lost = kept
        self._current_changed()

    def current_row(self) -> Any:
        """The row the cursor is on, or None."""
        index = self.currentIndex()
        return self.rows_model.row(index.row()) if index.isValid() else None

    def selected_rows(self) -> list[Any]:
        """The selected rows that are loaded, top down."""
        numbers = sorted({i.row() for i in self.selectionModel().selectedRows()})
        return [row for n in numbers if (row := self.rows_model.row(n)) is not None]

    def picked(self) -> list[Any]:
        """Keys to act on: the ticked rows, or when none is ticked the selected ones."""
        if self.rows_model.checked:
            order = {self.rows_model.key(r): n for n, r in self.rows_model.loaded()}
            return sorted(self.rows_model.checked, key=lambda k: (order.get(k, 1 << 60), str(k)))
        return [self.rows_model.key(r) for r in self.selected_rows()]

    def choose(self, key: Any) -> bool:
        """Put the cursor on a row; False when it is not there."""
        number = self.rows_model.find_key(key)
        if number < 0:
            return False
        self.selectRow(number)
        self.scrollTo(self.rows_model.index(number, 0))
        return True

    def has_current_row(self, number: int) -> bool:
        """Is the cursor on that row?"""
        return self.currentIndex().row() == number

    def shows_cell_focus(self, index: Index) -> bool:
        """Editable tables show the cell the cursor is on."""
        return self.hasFocus() and self.currentIndex() == index and self.rows_model.may_edit(index)

    # -- checks ---------------------------------------------------------------------------------------------
    def head_check(self) -> Qt.CheckState:
        """The box over the check column."""
        checked = len(self.rows_model.checked)
        if not checked:
            return Qt.CheckState.Unchecked
        return Qt.CheckState.Checked if checked >= self.rows_model.rowCount() else Qt.CheckState.PartiallyChecked

    def toggle_all(self) -> None:
        """Tick every row, or none when any is ticked."""
        if self.rows_model.checked:
            self.rows_model.clear_checks()
        elif self.all_keys is not None:
            self.all_keys(lambda keys: self.rows_model.set_checked(keys, True))
        else:
            self.rows_model.set_checked([self.rows_model.key(r) for _n, r in self.rows_model.loaded()], True)

    def _checks_changed(self) -> None:
        self._head.viewport().update()
        self._selection_changed()

    # -- what happens ------------------------------------------------------------------------------------------
    def _selection_changed(self) -> None:
        if not self._keeping:
            self._lost = set()
            count = len(self.rows_model.checked) or len(self.selectionModel().selectedRows())
            self.picked_changed.emit(count)

    def _current_changed(self) -> None:
        row = self.current_row()
        if not self._keeping and row is not self._last_row:
            self._last_row = row
            self.chosen.emit(row)

    def _head_clicked(self, section: int) -> None:
        number = section - self.rows_model.lead
        if number < 0:
            return
        key = self.rows_model.columns[number].key
        if self.sortable is None or key in self.sortable:
            self.sort_by(key, key == self._head.sort_key and not self._head.descending)

    def sort_by(self, key: str, descending: bool) -> None:
        """Sort, as by a click on the head."""
        self.show_sort(key, descending)
        if self.sort_here:
            self._around(self._sort_here)
        self.sort_asked.emit(key, descending)

    def _sort_here(self) -> None:
        self.rows_model.sort_rows(self._head.sort_key, self._head.descending)

    def show_sort(self, key: str, descending: bool) -> None:
        """Draw the arrow at a column."""
        self._head.sort_key, self._head.descending = key, descending
        self._head.viewport().update()

    def _open(self, index: Index) -> None:
        if index.column() < self.rows_model.lead:
            return
        if self.rows_model.may_edit(index):
            self.edit(index)
            return
        row = self.rows_model.row(index.row())
        if row is not None:
            self.opened.emit(row)

    # -- editing ----------------------------------------------------------------------------------------------
    def make_editor(self, parent: QWidget, index: Index) -> QWidget:
        """A plain box inside the cell; Enter or leaving it gives `cell_edited`."""
        box = TextBox(parent=parent)
        box.setProperty("kind", "cell")
        row, key = self.rows_model.row(index.row()), self.rows_model.columns[index.column() - self.rows_model.lead].key
        before = str(index.data() or "")
        box.setText(before)
        box.selectAll()
        done = [False]

        def finish() -> None:
            if not done[0]:
                done[0] = True
                if box.text() != before:
                    self.cell_edited.emit(row, key, box.text())

        box.editingFinished.connect(finish)
        return box

    # -- events -------------------------------------------------------------------------------------------------
    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if (
            self.rows_model.lead
            and index.isValid()
            and index.column() == 0
            and event.button() == Qt.MouseButton.LeftButton
        ):
            self.rows_model.toggle([index.row()])
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            return
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        keyboard = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if keyboard and not self.currentIndex().isValid():
            self._go(0)  # whoever comes by keyboard must see where he is

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.indexAt(event.position().toPoint()).row())
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, number: int) -> None:
        if number != self.hover_row:
            self.hover_row = number
            self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill()

    def _theme_changed(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme().row_height(self.row_kind))
        self.viewport().update()
        self._head.viewport().update()
