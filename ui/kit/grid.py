"""The editable grid of people by columns: names stay in sight, keys are those of a spreadsheet, blocks copy and paste.

The keys live in grid_keys, the current cell and its range in grid_cursor, the clipboard in grid_block.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAction,
    QKeyEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QGridLayout, QVBoxLayout, QWidget

from app.exchange.columns import Column
from ui.kit.grid_acts import GridActs
from ui.kit.grid_block import Pasted
from ui.kit.grid_cursor import Cursor
from ui.kit.grid_heads import GridFooter
from ui.kit.grid_keys import GridKeys
from ui.kit.grid_model import Cell, CellKey, GridColumn, GridModel
from ui.kit.grid_parts import CellKeys, FrozenEdge, GridHalf
from ui.kit.problem_card import ProblemCard
from ui.kit.rows_model import Looks, key_of
from ui.kit.spoken import say
from ui.kit.text_box import TextBox
from ui.kit.theme import RowKind, theme

__all__ = ["Cell", "CellKey", "Grid", "GridColumn", "GridModel"]
Index = QModelIndex | QPersistentModelIndex
LEAST_NAME = 110  # pixels of a name before other frozen columns give way to it


class Grid(GridActs):
    """See the module.

    `on_key(event, cells)` is asked first about every key; `cells` are (person key, column key) of the selection that
    may be edited; return True when it was meant for you. With `edit_on_type` a typed letter or digit opens the cell.
    `why_not(person, column)` says why a cell is refused to a paste, '' when it is not.
    Signals: edited(person, column, text), pasted([(person, column, text)], left out) for a paste or a fill (what was
    left out and why is then in `last_block`), cleared([(person, column)]), moved(person row, GridColumn) for the
    current cell, opened(person row) for a double click on a name, menu_asked(QPoint) before the menu of the current
    cell opens, frozen_dragged(width) after the edge of the names was moved with the mouse, frozen_clicked(person row,
    key of the frozen column) on a click there, head_menu_asked(column key, QPoint) for a right click on a head.
    """

    edited = Signal(object, object, str)
    moved = Signal(object, object)
    opened = Signal(object)
    menu_asked = Signal(QPoint)
    frozen_dragged = Signal(int)
    frozen_clicked = Signal(object, str)
    head_menu_asked = Signal(object, QPoint)

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
        self.last_block = Pasted()
        self.actions_for_menu: list[QAction | None] = []
        self.gives_way: tuple[str, ...] = ()
        self.frozen_view, self.view = GridHalf(self, True), GridHalf(self, False)
        self.view.setAccessibleName(accessible_name)
        self.frozen_view.setAccessibleName(accessible_name)
        self.cursor, self.keys = Cursor(self), GridKeys(self)
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
        self.view.selectionModel().selectionChanged.connect(lambda *_a: self._range_changed())
        self.model.modelReset.connect(self._columns_changed)
        theme().changed.connect(self._theme_changed)
        self._card: QFrame | None = None
        self._columns_changed()

    def _build(self) -> None:
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        rule = FrozenEdge(self)
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
        """Change some cells. What the current one became is said aloud: the key moved on before it could be heard."""
        self.model.set_cells(cells)
        if len(cells) == 1:
            self.announce(self.model.place(*next(iter(cells))))

    def set_caption(self, words: str) -> None:
        """The rule in words, in the head above the names."""
        self.caption = words
        self._heads()

    def set_totals(self, words: str, totals: Mapping[Any, str]) -> None:
        """The line at the foot."""
        self.footer.show_totals(words, dict(totals))

    @property
    def frozen_width(self) -> int:
        """Pixels of the half that stays."""
        return self._frozen_width

    def set_frozen_width(self, width: int) -> None:
        """How wide the half that stays is; the name takes what the other columns leave.

        Where it would get too little, the columns of `gives_way` go, the first first.
        """
        self._frozen_width = width
        self.frozen_view.setFixedWidth(width)
        self._below.setFixedWidth(width)
        char = self.fontMetrics().averageCharWidth()
        widths = {c.key: c.width * char + 16 for c in self.model.frozen if c.key != self.name_key}
        gone: set[str] = set()
        for key in self.gives_way:
            if width - sum(w for k, w in widths.items() if k not in gone) < theme().px(LEAST_NAME):
                gone.add(key)
        for number, column in enumerate(self.model.frozen):
            self.frozen_view.setColumnHidden(number, column.key in gone)
            rest = width - sum(w for k, w in widths.items() if k not in gone)
            self.frozen_view.setColumnWidth(number, widths.get(column.key, max(80, rest)))

    def _columns_changed(self) -> None:
        lead = len(self.model.frozen)
        for number in range(self.model.columnCount()):
            if number >= lead:
                self.frozen_view.setColumnHidden(number, True)
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

    def several(self) -> bool:
        """Is more than one cell selected?"""
        return self.cursor.several()

    def range_rect(self) -> QRect:
        """The selected range in pixels of the view."""
        return self.cursor.rect()

    def rows_in_sight(self) -> int:
        """How many rows a page is."""
        return max(1, self.view.viewport().height() // max(1, theme().row_height(self.row_kind)) - 1)

    def go(self, person: Any, column: Any, scroll: bool = True) -> bool:
        """To a cell; False when it is not shown."""
        index = self.model.place(person, column)
        return index.isValid() and self.cursor.put(index.row(), index.column(), scroll=scroll)

    def go_to_row(self, number: int) -> None:
        """To a row, in the same column."""
        column = max(self.view.currentIndex().column(), self.cursor.lead)
        if self.cursor.put(number, column):
            self.view.setFocus()

    def step(self, down: int = 0, right: int = 0) -> bool:
        """To a neighbour; False at the edge."""
        return self.cursor.at()[0] >= 0 and self.cursor.move(down, right)

    def frozen_rect(self, row: int, key: str) -> QRect:
        """Where a frozen cell is, in the coordinates of the grid."""
        number = next((n for n, c in enumerate(self.model.frozen) if c.key == key), 0)
        rect = self.frozen_view.visualRect(self.model.index(row, number))
        return rect.translated(self.frozen_view.viewport().mapTo(self, QPoint(0, 0)))

    def cell_rect(self, person: Any, column: Any) -> QRect:
        """Where a cell is, in the coordinates of the grid."""
        rect = self.view.visualRect(self.model.place(person, column))
        return rect.translated(self.view.viewport().mapTo(self, QPoint(0, 0)))

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

    def _range_changed(self) -> None:
        if self.several() or self._ranged:  # the frame around the range stood in cells that did not change
            self.view.viewport().update()
        self._ranged = self.several()

    _ranged = False

    def announce(self, index: QModelIndex) -> None:
        """Tell a screen reader what a cell has become: 'Aisyah, Wed 11 Nov: Present'."""
        if index.isValid() and QAccessible.isActive():  # the sentence costs more than nothing
            say(self.view, str(index.data(Qt.ItemDataRole.AccessibleTextRole)))

    # -- keys -------------------------------------------------------------------------------------------------------
    def key(self, event: QKeyEvent) -> bool:
        """A key in the grid; True when it was used."""
        if self.on_key is not None and self.on_key(event, self.selection()):
            return True
        return self.keys.press(event)

    def edit(self, text: str | None = None) -> None:
        """Open the current cell, with what is in it or with what was typed."""
        index = self.view.currentIndex()
        if self.model.may_edit(index):
            self._editor_text, self._box = text, None
            self.view.edit(index)
            box = self._box
            if text is not None and box is not None:
                box.deselect()  # the view has selected everything: the next key would replace the first
                box.setCursorPosition(len(box.text()))

    _edit = edit
    _box: TextBox | None = None

    @property
    def typed_over(self) -> bool:
        """Was the cell opened by typing, not with F2?"""
        return self._editor_text is not None

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
        self._box = box
        CellKeys(self, box, index)
        return box

    # -- a mistake -------------------------------------------------------------------------------------------------
    def show_problem(
        self,
        person: Any,
        column: Any,
        title: str,
        sentence: str,
        fixes: Sequence[tuple[str, Callable[[], object]]] = (),
    ) -> None:
        """A card below a cell (above if there is no room; beside it when another is current) with the likely fixes."""
        self.hide_problem()
        index = self.model.place(person, column)
        if not index.isValid():
            return
        card = ProblemCard(self, title, sentence, [(words, self._fixing(act)) for words, act in fixes])
        rect = self.view.visualRect(index)
        below = self.view.viewport().mapTo(self, QPoint(rect.right() - 100, rect.bottom() + 6))
        if below.y() + card.height() > self.height():
            below.setY(self.view.viewport().mapTo(self, rect.topLeft()).y() - card.height() - 6)
        at = QPoint(max(8, min(below.x() - 100, self.width() - card.width() - 16)), below.y())
        if self.current() != (person, column):  # the next cell is being typed: the card stands beside the column
            cell = rect.translated(self.view.viewport().mapTo(self, QPoint(0, 0)))
            right = cell.right() + 10 + card.width() < self.width()
            at = QPoint(cell.right() + 10 if right else max(8, cell.left() - card.width() - 10),
                        max(8, min(cell.top(), self.height() - card.height() - 8)))
        card.move(at)
        card.show()
        card.raise_()
        self._card = card

    def _fixing(self, act: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            self.hide_problem()
            self.view.setFocus()
            act()

        return run

    def problem_shown(self) -> bool:
        """Whether a card stands open."""
        return self._card is not None

    def hide_problem(self) -> None:
        """Take the card away."""
        card, self._card = getattr(self, "_card", None), None
        if card is not None:
            card.hide()
            card.deleteLater()
