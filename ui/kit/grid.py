"""The editable grid of people by columns: names stay in sight, keys go to a handler, blocks copy and paste."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QVBoxLayout,
    QWidget,
)

from app.exchange.columns import Column
from ui.kit.grid_block import block_text, pasted_cells
from ui.kit.grid_model import Cell, CellKey, GridColumn, GridModel
from ui.kit.grid_paint import GridFooter
from ui.kit.grid_parts import CellKeys, GridHalf
from ui.kit.problem_card import ProblemCard
from ui.kit.rows_model import Looks, key_of
from ui.kit.text_box import TextBox
from ui.kit.theme import RowKind, theme

__all__ = ["Cell", "CellKey", "Grid", "GridColumn", "GridModel"]
Index = QModelIndex | QPersistentModelIndex


class Grid(QWidget):
    """See the module.

    `on_key(event, cells)` is asked first about every key; `cells` are (person key, column key) of the selection that
    may be edited; return True when it was meant for you. With `edit_on_type` a typed letter or digit opens the cell.
    Signals: edited(person, column, text), pasted([(person, column, text)], left out), cleared([(person, column)]),
    moved(person row, GridColumn) for the current cell, opened(person row) for a double click on a name.
    """

    edited = Signal(object, object, str)
    pasted = Signal(object, int)
    cleared = Signal(object)
    moved = Signal(object, object)
    opened = Signal(object)

    def __init__(
        self,
        frozen: Sequence[Column[Any]],
        *,
        looks: Looks | None = None,
        key: Callable[[Any], Any] = key_of,
        row: RowKind = "attendance",
        name: str = "name",
        frozen_width: int = 412,
        fill: str = "even",
        edit_on_type: bool = False,
        accessible_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.model = GridModel(frozen, looks=looks, key=key, parent=self)
        self.row_kind, self.name_key, self.fill_mode, self.edit_on_type = row, name, fill, edit_on_type
        self.caption = ""
        self.hover_row = -1
        self.on_key: Callable[[QKeyEvent, list[CellKey]], bool] | None = None
        self.frozen_view, self.view = GridHalf(self, True), GridHalf(self, False)
        self.view.setAccessibleName(accessible_name)
        self.footer = GridFooter(self)
        self._frozen_width = frozen_width
        self._editor_text: str | None = None
        self._build()
        left, right = self.frozen_view.verticalScrollBar(), self.view.verticalScrollBar()
        left.valueChanged.connect(right.setValue)
        right.valueChanged.connect(left.setValue)
        right.valueChanged.connect(lambda _v: self.hide_problem())
        self.view.horizontalScrollBar().valueChanged.connect(lambda _v: self._scrolled())
        self.view.horizontalScrollBar().rangeChanged.connect(lambda *_a: self._level())
        self.view.selectionModel().currentChanged.connect(self._moved)
        self.model.modelReset.connect(self._columns_changed)
        theme().changed.connect(self._theme_changed)
        self._card: QFrame | None = None
        self._columns_changed()

    def _build(self) -> None:
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        rule = QFrame()
        rule.setObjectName("line-strong")
        rule.setFixedWidth(2)
        self._below = QWidget()
        self._below.setFixedHeight(0)
        side = QVBoxLayout()
        side.setSpacing(0)
        side.addWidget(self.frozen_view, 1)
        side.addWidget(self._below)
        layout.addLayout(side, 0, 0)
        layout.addWidget(rule, 0, 1)
        layout.addWidget(self.view, 0, 2)
        layout.addWidget(self.footer, 1, 0, 1, 3)
        layout.setColumnStretch(2, 1)
        self.setFocusProxy(self.view)
        self.set_frozen_width(self._frozen_width)

    # -- filling ------------------------------------------------------------------------------------------------
    def fill(self, people: Sequence[Any], columns: Sequence[GridColumn], cells: Mapping[CellKey, Cell]) -> None:
        """Everything anew. The current cell and the scroll stay when they are still there."""
        before = self.current()
        bars = self.view.verticalScrollBar().value(), self.view.horizontalScrollBar().value()
        fresh = not self.model.people
        self.model.fill(people, columns, cells)
        if before is not None and self.current() != before:
            self.go(*before, scroll=False)
        if not fresh:
            self.view.verticalScrollBar().setValue(bars[0])
            self.view.horizontalScrollBar().setValue(bars[1])
        self.footer.update()

    def set_cells(self, cells: Mapping[CellKey, Cell]) -> None:
        """Change some cells."""
        self.model.set_cells(cells)

    def set_caption(self, words: str) -> None:
        """The rule in words, in the head above the names."""
        self.caption = words
        self._heads()

    def set_totals(self, words: str, totals: Mapping[Any, str]) -> None:
        """The line at the foot."""
        self.footer.show_totals(words, dict(totals))

    def set_frozen_width(self, width: int) -> None:
        """How wide the half that stays is; the name takes what the other columns leave."""
        self._frozen_width = width
        self.frozen_view.setFixedWidth(width)
        self._below.setFixedWidth(width)
        char = self.fontMetrics().averageCharWidth()
        taken = 0
        name = -1
        for number, column in enumerate(self.model.frozen):
            self.frozen_view.setColumnWidth(number, column.width * char + 16)
            if column.key == self.name_key:
                name = number
            else:
                taken += column.width * char + 16
        if name >= 0:
            self.frozen_view.setColumnWidth(name, max(80, width - taken))

    def _columns_changed(self) -> None:
        lead = len(self.model.frozen)
        for number in range(self.model.columnCount()):
            self.frozen_view.setColumnHidden(number, number >= lead)
            self.view.setColumnHidden(number, number < lead)
        self._theme_changed()

    def _theme_changed(self) -> None:
        height = theme().row_height(self.row_kind)
        for view in (self.frozen_view, self.view):
            view.verticalHeader().setDefaultSectionSize(height)
        self.set_frozen_width(self._frozen_width)
        self._heads()
        self._spread()
        self.footer.setFixedHeight(max(28, height))

    def _heads(self) -> None:
        height = max(v.horizontalHeader().sizeHint().height() for v in (self.frozen_view, self.view))
        for view in (self.frozen_view, self.view):
            view.horizontalHeader().setFixedHeight(height)
            view.horizontalHeader().viewport().update()

    def _spread(self) -> None:
        """Columns take the room there is: evenly, or one of them by key, never less than their own width."""
        columns = self.model.columns
        if not columns:
            return
        lead, room = len(self.model.frozen), self.view.viewport().width()
        spare = max(0, room - sum(c.width for c in columns))
        for number, column in enumerate(columns):
            extra = 0
            if self.fill_mode == "even":
                extra = spare // len(columns) + (1 if number < spare % len(columns) else 0)
            elif self.fill_mode == column.key:
                extra = spare
            self.view.setColumnWidth(lead + number, column.width + extra)
        self.footer.update()

    def _scrolled(self) -> None:
        self.footer.update()
        self.hide_problem()

    def _level(self) -> None:
        bar = self.view.horizontalScrollBar()
        self._below.setFixedHeight(bar.sizeHint().height() if bar.maximum() > 0 else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._spread)
        self._spread()

    # -- where we are -----------------------------------------------------------------------------------------------
    def current_row_number(self) -> int:
        """The row of the current cell, -1 for none."""
        return self.view.currentIndex().row()

    def current(self) -> CellKey | None:
        """The current cell as (person key, column key)."""
        return self.model.cell_key(self.view.currentIndex())

    def selection(self, editable: bool = True) -> list[CellKey]:
        """The selected cells, top down, left to right; only those that may be edited unless asked otherwise."""
        indexes = self.view.selectionModel().selectedIndexes() or (
            [self.view.currentIndex()] if self.view.currentIndex().isValid() else []
        )
        found = sorted(indexes, key=lambda i: (i.row(), i.column()))
        return [k for i in found if (k := self.model.cell_key(i)) and (not editable or self.model.may_edit(i))]

    def several(self) -> bool:
        """Is more than one cell selected?"""
        return len(self.view.selectionModel().selectedIndexes()) > 1

    def go(self, person: Any, column: Any, scroll: bool = True) -> bool:
        """To a cell; False when it is not shown."""
        index = self.model.place(person, column)
        if not index.isValid():
            return False
        self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if scroll:
            self.view.scrollTo(index)
        return True

    def go_to_row(self, number: int) -> None:
        """To a row, in the same column."""
        column = self.view.currentIndex().column()
        column = column if column >= len(self.model.frozen) else len(self.model.frozen)
        index = self.model.index(number, column)
        if index.isValid():
            self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.view.scrollTo(index)
            self.view.setFocus()

    def step(self, down: int = 0, right: int = 0) -> bool:
        """To a neighbour; False at the edge."""
        at = self.view.currentIndex()
        target = self.model.index(at.row() + down, at.column() + right)
        if not at.isValid() or not target.isValid() or target.column() < len(self.model.frozen):
            return False
        self.view.selectionModel().setCurrentIndex(target, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.view.scrollTo(target)
        return True

    def show_column(self, column: Any) -> None:
        """Bring a column into view."""
        if self.model.people:
            index = self.model.place(self.model.key(self.model.people[0]), column)
            if index.isValid():
                row = max(0, self.view.rowAt(0))
                self.view.scrollTo(self.model.index(row, index.column()), QAbstractItemView.ScrollHint.PositionAtCenter)

    def hover(self, number: int) -> None:
        """The pointer is over a row of either half."""
        if number != self.hover_row:
            self.hover_row = number
            self.frozen_view.viewport().update()
            self.view.viewport().update()

    def _moved(self, index: Index, before: Index) -> None:
        for number in {index.row(), before.row()} - {-1}:  # only the two rows: a key must not draw the whole register
            for view in (self.frozen_view, self.view):
                top, height = view.rowViewportPosition(number), view.rowHeight(number)
                view.viewport().update(0, top, view.viewport().width(), height)
        self.hide_problem()
        column = self.model.column(index.column())
        if index.isValid() and column is not None:
            self.moved.emit(self.model.people[index.row()], column)

    # -- keys -------------------------------------------------------------------------------------------------------
    def key(self, event: QKeyEvent) -> bool:
        """A key in the grid; True when it was used."""
        if self.on_key is not None and self.on_key(event, self.selection()):
            return True
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            cells = self.selection()
            if cells:
                self.cleared.emit(cells)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step(down=-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_F2 and self.edit_on_type:
            self._edit(None)
        elif (event.key() == Qt.Key.Key_Tab and self.step(right=1)) or (
            event.key() == Qt.Key.Key_Backtab and self.step(right=-1)
        ):
            pass
        elif self._types(event):
            self._edit(event.text())
        else:
            return False
        return True

    def _types(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        return self.edit_on_type and plain and bool(event.text()) and event.text().isprintable() and event.text() != " "

    def _edit(self, text: str | None) -> None:
        index = self.view.currentIndex()
        if self.model.may_edit(index):
            self._editor_text = text
            self.view.edit(index)

    def make_editor(self, parent: QWidget, index: Index) -> QWidget:
        """The box inside a cell. Enter goes down, Tab right, arrows up and down move, Esc gives up."""
        box = TextBox(parent=parent)
        box.setProperty("kind", "cell")
        column = self.model.column(index.column())
        if column is not None and column.align == "right":
            box.setAlignment(Qt.AlignmentFlag.AlignRight)
        box.setText(self.model.cell(index).text if self._editor_text is None else self._editor_text)
        if self._editor_text is None:
            QTimer.singleShot(0, box, box.selectAll)
        else:  # the view selects everything once the box has the focus: the next digit would replace the first
            QTimer.singleShot(0, box, lambda: box.setCursorPosition(len(box.text())))
        CellKeys(self, box, index)
        return box

    # -- blocks ---------------------------------------------------------------------------------------------------
    def copy(self) -> None:
        """The selected block, as rows and columns for a spreadsheet."""
        QGuiApplication.clipboard().setText(block_text(self.model, self.view.selectionModel().selectedIndexes()))

    def paste(self) -> None:
        """A block from the clipboard at the selection; one value fills the whole selection."""
        indexes = self.view.selectionModel().selectedIndexes()
        if not indexes and self.view.currentIndex().isValid():
            indexes = [self.view.currentIndex()]
        text = QGuiApplication.clipboard().text()
        if indexes and text.strip():
            self.pasted.emit(*pasted_cells(self.model, indexes, text))

    def select_column(self, column: Any) -> None:
        """Select all cells of a column."""
        if not self.model.people:
            return
        first = self.model.place(self.model.key(self.model.people[0]), column)
        last = self.model.place(self.model.key(self.model.people[-1]), column)
        if first.isValid():
            self.view.selectionModel().select(
                QItemSelection(first, last), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )

    # -- a mistake -------------------------------------------------------------------------------------------------
    def show_problem(
        self,
        person: Any,
        column: Any,
        title: str,
        sentence: str,
        fixes: Sequence[tuple[str, Callable[[], object]]] = (),
    ) -> None:
        """A card below a cell (above if there is no room) with the likely fixes as buttons."""
        self.hide_problem()
        index = self.model.place(person, column)
        if not index.isValid():
            return
        card = ProblemCard(self, title, sentence, [(words, self._fixing(act)) for words, act in fixes])
        rect = self.view.visualRect(index)
        below = self.view.viewport().mapTo(self, QPoint(rect.right() - 100, rect.bottom() + 6))
        if below.y() + card.height() > self.height():
            below.setY(self.view.viewport().mapTo(self, rect.topLeft()).y() - card.height() - 6)
        card.move(max(8, min(below.x() - 100, self.width() - card.width() - 16)), below.y())
        card.show()
        card.raise_()
        self._card = card

    def _fixing(self, act: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            self.hide_problem()
            self.view.setFocus()
            act()

        return run

    def hide_problem(self) -> None:
        """Take the card away."""
        card, self._card = getattr(self, "_card", None), None
        if card is not None:
            card.hide()
            card.deleteLater()
