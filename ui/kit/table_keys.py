"""The keys of a Table: cursor, ticks, typing ahead, copy for a spreadsheet, the menu of a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from time import monotonic
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QMenu

from app.exchange.columns import Column
from ui.kit.copy_block import as_mime, plain_block, table_block
from ui.kit.table_columns import TableColumns
from ui.kit.text_box import TextBox

Index = QModelIndex | QPersistentModelIndex
TYPING = 1.0  # seconds between letters that belong to one word
_ROWS = QItemSelectionModel.SelectionFlag.Rows


class TableKeys(TableColumns):
    """The half of Table that answers the keyboard.

    `all_keys(then)` gives the keys of every row of a paged list, for Ctrl+A; `copy_all(keys, columns)` copies rows
    that are not all fetched; `seek(text, then)` gives the place of the first name that begins so. `for_copy(rows)`
    gives the rows as they may leave, where the screen shows more than that.
    """

    actions_for_menu: list[QAction | None]
    all_keys: Callable[[Callable[[Iterable[Any]], None]], None] | None
    copy_all: Callable[[set[Any], Sequence[Column[Any]]], None] | None
    seek: Callable[[str, Callable[[int], object]], None] | None
    for_copy: Callable[[list[Any]], list[Any]] | None = None

    _typed = ""
    _typed_at = 0.0
    _shown_menu: QMenu | None = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            return  # Enter has ended the typing and must not open the cell again
        if not (self._command_key(event) or self._cursor_key(event) or self._letter(event)):
            super().keyPressEvent(event)

    def _command_key(self, event: QKeyEvent) -> bool:
        key, index = event.key(), self.currentIndex()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll) and self.rows_model.lead:
            self.rows_model.clear_checks()
            self.toggle_all()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not control and index.isValid():
            self._open(index.siblingAtColumn(max(index.column(), int(self.rows_model.lead))))
        elif key == Qt.Key.Key_F2 and self.rows_model.may_edit(index):
            self.edit(index)
        elif key == Qt.Key.Key_Menu or (key == Qt.Key.Key_F10 and shift):
            self.open_menu()
        elif key == Qt.Key.Key_Escape and self.rows_model.checked:
            self.rows_model.clear_checks()
        else:
            return False
        return True

    def _cursor_key(self, event: QKeyEvent) -> bool:
        key, index = event.key(), self.currentIndex()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key == Qt.Key.Key_Space and self.rows_model.lead and index.isValid() and not self._typing():
            rows = {i.row() for i in self.selectionModel().selectedRows()}
            self.rows_model.toggle(rows if len(rows) > 1 else [index.row()])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go(0 if key == Qt.Key.Key_Home else self.rows_model.rowCount() - 1, extend=shift)
        else:
            return False
        return True

    def _letter(self, event: QKeyEvent) -> bool:
        text, index = event.text(), self.currentIndex()
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if not text or not text.isprintable() or held:
            return False
        if self.rows_model.may_edit(index):
            self.edit(index)
            editor = self.indexWidget(index) or self.findChild(TextBox)
            if isinstance(editor, TextBox):
                editor.setText(text)
            return True
        if self.rows_model.editable or (text == " " and not self._typing()):
            return False
        self._type_ahead(text)
        return True

    # -- cursor ------------------------------------------------------------------------------------------------
    def _go(self, number: int, *, extend: bool = False) -> None:
        if not 0 <= number < self.rows_model.rowCount():
            return
        index = self.rows_model.index(number, max(self.currentIndex().column(), 0))
        if extend and self.selectionMode() == QAbstractItemView.SelectionMode.ExtendedSelection:
            flag = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(index, flag.Current | flag.Select | _ROWS)
            self.scrollTo(index)
        else:
            self.setCurrentIndex(index)

    def keyboardSearch(self, search: str) -> None:
        """Qt's own search reads every row: ours asks for the place."""

    def _typing(self) -> bool:
        return bool(self._typed) and monotonic() - self._typed_at < TYPING

    def _type_ahead(self, text: str) -> None:
        """The cursor goes to the first name that begins with what is typed."""
        self._typed = self._typed + text if self._typing() else text
        self._typed_at = monotonic()
        if self.seek is not None and self.sorted_by()[0] == self.name_key:
            self.seek(self._typed, self._go)
            return
        column = next(c for c in self.rows_model.columns if c.key == self.name_key)
        wanted = self._typed.casefold()
        for number, row in self.rows_model.loaded():
            if column.text(row).casefold().startswith(wanted):
                self._go(number)
                return

    def sorted_by(self) -> tuple[str, bool]:
        """Key of the column that sorts, and whether the last comes first."""
        return self._head.sort_key, self._head.descending

    # -- the menu of a row ---------------------------------------------------------------------------------------
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.open_menu()
            event.accept()
        else:
            super().contextMenuEvent(event)

    def open_menu(self) -> None:
        """The menu of the row with the cursor, below its name."""
        index = self.currentIndex()
        if index.isValid():
            self.scrollTo(index)
            name = index.siblingAtColumn(max(self.name_column(), 0))
            self._menu(self.visualRect(name).bottomLeft() + QPoint(24, 0))

    def _menu(self, at: QPoint) -> None:
        if self._shown_menu is not None or not self.actions_for_menu or not self.indexAt(at - QPoint(0, 1)).isValid():
            return
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for action in self.actions_for_menu:
            menu.addAction(action) if action is not None else menu.addSeparator()
        self._shown_menu = menu
        menu.aboutToHide.connect(self._menu_closed)
        menu.popup(self.viewport().mapToGlobal(at))
        menu.setActiveAction(next((a for a in menu.actions() if a.isEnabled() and not a.isSeparator()), None))

    def _menu_closed(self) -> None:
        if self._shown_menu is not None:
            self._shown_menu.deleteLater()
            self._shown_menu = None

    # -- copy ----------------------------------------------------------------------------------------------------
    def copy(self) -> None:
        """The picked rows as columns for a spreadsheet: what is masked stays masked."""
        keys = set(self.picked())
        columns = [c for key in self.visible_keys() for c in self.rows_model.columns if c.key == key]
        rows = [r for _n, r in self.rows_model.loaded() if self.rows_model.key(r) in keys]
        if len(rows) < len(keys) and self.copy_all is not None:
            self.copy_all(keys, columns)
        elif rows:
            rows = rows if self.for_copy is None else self.for_copy(rows)
            QGuiApplication.clipboard().setMimeData(as_mime(plain_block(columns, rows), table_block(columns, rows)))
