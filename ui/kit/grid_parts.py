"""The parts of the grid: one of its two linked views, and what keys do inside a cell that is being edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.kit.grid_heads import GridHead
from ui.kit.grid_paint import paint_cells, paint_frozen
from ui.kit.text_box import TextBox

if TYPE_CHECKING:
    from ui.kit.grid import Grid

Index = QModelIndex | QPersistentModelIndex
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CellEditor(QStyledItemDelegate):
    """Opens the box inside a cell; the half draws its cells itself."""

    def __init__(self, grid: Grid) -> None:
        super().__init__(grid)
        self.grid = grid

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> Any:
        return self.grid.make_editor(parent, index)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """The grid's own keys run the editor; Qt's would close it a second time."""
        return False

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """The grid has put the text there already."""

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        """The grid tells the page; the page tells the office."""


class GridHalf(QTableView):
    """One of the two linked views."""

    def __init__(self, grid: Grid, frozen: bool) -> None:
        super().__init__(grid)
        self.grid, self.frozen = grid, frozen
        self.setModel(grid.model)
        head = GridHead(grid, frozen)
        self.setHorizontalHeader(head)
        if not frozen:
            head.choose_by_mouse()
        self.setItemDelegate(CellEditor(grid))
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(16)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        if frozen:
            self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        else:
            self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        (paint_frozen if self.frozen else paint_cells)(self.grid, painter, event.region())
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.grid.key(event):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes to the next cell where cells are typed; past the last one it leaves, as F6 does from anywhere."""
        if self.grid.edit_on_type and self.grid.step(right=1 if forward else -1):
            return True
        return bool(super().focusNextPrevChild(forward))

    def keyboardSearch(self, search: str) -> None:
        """Letters are marks here; they never jump to a row."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if self.frozen:
            if index.isValid():
                self.grid.go_to_row(index.row())
                if event.button() == Qt.MouseButton.LeftButton:
                    model = self.grid.model
                    self.grid.frozen_clicked.emit(model.people[index.row()], model.frozen[index.column()].key)
            return
        if event.button() == Qt.MouseButton.LeftButton and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.grid.cursor.put(index.row(), index.column(), extend=True, scroll=False)
            return
        chosen = self.selectionModel().isSelected(index) and self.grid.several()
        if event.button() == Qt.MouseButton.RightButton and chosen:
            return  # the menu is for the range
        super().mousePressEvent(event)
        self.grid.cursor.drop_anchor(index)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the current cell, by the right button, the menu key or Shift+F10."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        self.open_menu(event.globalPos() if by_mouse else None)

    def open_menu(self, place: QPoint | None = None) -> None:
        """At a place on the screen, or at the current cell."""
        if not self.grid.actions_for_menu:
            return
        if place is None:
            rect = self.grid.view.visualRect(self.grid.view.currentIndex())
            place = self.grid.view.viewport().mapToGlobal(rect.bottomLeft())
        self.grid.menu_asked.emit(place)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        for action in self.grid.actions_for_menu:
            menu.addAction(action) if action is not None else menu.addSeparator()
        menu.popup(place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if not index.isValid():
            return
        if self.frozen:
            self.grid.opened.emit(self.grid.model.people[index.row()])
        elif self.grid.edit_on_type and self.grid.model.may_edit(index):
            self.edit(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.grid.hover(self.indexAt(event.position().toPoint()).row())
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.grid.hover(-1)
        super().leaveEvent(event)


class FrozenEdge(QFrame):
    """The line beside the names; dragging it gives them more or less room."""

    LEAST, ROOM = 200, 240  # pixels that names and cells keep

    def __init__(self, grid: Grid) -> None:
        super().__init__(grid)
        self.grid = grid
        self.setObjectName("line-strong")
        self.setFixedWidth(2)
        self.setCursor(Qt.CursorShape.SplitHCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            wanted = self.mapTo(self.grid, event.position().toPoint()).x()
            self.grid.set_frozen_width(max(self.LEAST, min(wanted, self.grid.width() - self.ROOM)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.grid.frozen_dragged.emit(self.grid.frozen_width)


class CellKeys(QObject):
    """What the keys do inside a cell that is being edited."""

    def __init__(self, grid: Grid, box: TextBox, index: Index) -> None:
        super().__init__(box)
        self.grid, self.box = grid, box
        self.place = QPersistentModelIndex(index)
        self.before = grid.model.cell(index).text
        self.over = grid.typed_over  # typed over: arrows leave the cell; opened with F2 they move within the text
        self.done = False
        box.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and not self.done:
            self._finish(0, 0)
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        key = Qt.Key(event.key())
        moves = {
            Qt.Key.Key_Return: (-1 if shift else 1, 0),
            Qt.Key.Key_Enter: (-1 if shift else 1, 0),
            Qt.Key.Key_Tab: (0, 1),
            Qt.Key.Key_Backtab: (0, -1),
            Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Up: (-1, 0),
        }
        if self.over and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            moves |= {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}
        if key in ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._fill()
            return True
        if key in moves:
            self._finish(*moves[key])
            return True
        if key == Qt.Key.Key_Escape:
            self.done = True
            self._close()
            return True
        return False

    def _fill(self) -> None:
        """Ctrl+Enter: what was typed goes into every selected cell, as one act."""
        self.done = True
        text, places = self.box.text().strip(), self.grid.cursor.block()
        self._close()
        self.grid.put_block([self.grid.model.index(row, column) for row, column in places], text + "\n")

    def _close(self) -> None:
        view = self.grid.view
        view.closeEditor(self.box, QAbstractItemDelegate.EndEditHint.NoHint)
        view.setFocus()

    def _finish(self, down: int, right: int) -> None:
        if self.done:
            return
        self.done = True
        text = self.box.text().strip()
        key = self.grid.model.cell_key(self.place) if self.place.isValid() else None
        self._close()
        if down or right:
            self.grid.step(down, right)
        if key is not None and text != self.before:
            self.grid.edited.emit(key[0], key[1], text)
