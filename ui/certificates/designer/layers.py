"""What is on the page, the front first: chosen here and on the paper alike, locked, dragged to another place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.certificates.templates.model import Layout, Things
from app.i18n import _
from ui.certificates.designer.words import ICONS, told_apart
from ui.kit import icons
from ui.kit.buttons import icon_button
from ui.kit.layout import box, column, line, row
from ui.kit.row_drag import RowDrag
from ui.kit.theme import theme

Index = QModelIndex | QPersistentModelIndex
NAME, LOCK = range(2)
ROOT = QModelIndex()
INDENT = 8  # pixels
ORDERS = {(Qt.Key.Key_Up, False): "forward", (Qt.Key.Key_Down, False): "backward", (Qt.Key.Key_Up, True): "front",
          (Qt.Key.Key_Down, True): "back"}
"""Alt and an arrow, with Shift all the way."""


class LayerModel(QAbstractTableModel):
    """The things of a layout, the front first: name with the sign of its kind, lock."""

    def __init__(self) -> None:
        super().__init__()
        self.things: tuple[Things, ...] = ()

    def show_layout(self, layout: Layout) -> None:
        """Other things, or the same in another order; only what is said anew where their places are the same."""
        things = tuple(reversed(layout.things))
        same = [t.id for t in things] == [t.id for t in self.things]
        if things == self.things:
            return
        if not same:
            self.beginResetModel()
        self.things = things
        if not same:
            self.endResetModel()
        elif things:
            self.dataChanged.emit(self.index(0, NAME), self.index(len(things) - 1, LOCK))

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.things)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        thing = self.things[index.row()]
        locked = _("locked") if thing.locked else _("not locked")
        if index.column() == LOCK:
            return {Qt.ItemDataRole.DecorationRole: icons.icon("lock", "text-2") if thing.locked else icons.icon(
                        "lock-open", "ctl"),
                    Qt.ItemDataRole.AccessibleTextRole: locked,
                    Qt.ItemDataRole.ToolTipRole: _("Unlock its place (Space)") if thing.locked else _(
                        "Lock its place (Space)")}.get(Qt.ItemDataRole(role))
        words = told_apart(thing)
        return {Qt.ItemDataRole.DisplayRole: words, Qt.ItemDataRole.ToolTipRole: words,
                Qt.ItemDataRole.DecorationRole: icons.icon(ICONS[thing.kind], "text-2"),
                Qt.ItemDataRole.AccessibleTextRole: f"{words}, {locked}" if thing.locked else words,
                }.get(Qt.ItemDataRole(role))


class _Drawn(QStyledItemDelegate):
    """Names keep away from the edge; what is chosen has the bar of every list."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        inner = QStyleOptionViewItem(option)
        if index.column() == NAME:
            inner.rect.adjust(INDENT, 0, 0, 0)
            if option.state & QStyle.StateFlag.State_Selected:
                painter.fillRect(option.rect, theme().color("accent-tint"))
                painter.fillRect(option.rect.left(), option.rect.top(), 3, option.rect.height(),
                                 theme().color("accent"))
        super().paint(painter, inner, index)


class LayerTable(QTableView):
    """The rows. `pressed_lock(ids)` for Space or a click on the lock, `wanted` for keys, `typed` for Enter."""

    pressed_lock = Signal(object)
    wanted = Signal(str)
    typed = Signal()

    def __init__(self, model: LayerModel) -> None:
        super().__init__()
        self.rows = model
        self.setModel(model)
        self.setAccessibleName(_("Things on the page"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setIconSize(QSize(16, 16))
        self.setItemDelegate(_Drawn(self))
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.horizontalHeader().setMinimumSectionSize(20)
        self.horizontalHeader().setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSectionResizeMode(LOCK, QHeaderView.ResizeMode.Fixed)
        self.setColumnWidth(LOCK, 30)
        theme().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme().px(28))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == LOCK and event.button() == Qt.MouseButton.LeftButton:
            self.pressed_lock.emit((self.rows.things[index.row()].id,))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = Qt.Key(event.key()), event.modifiers()
        order = ORDERS.get((key, bool(held & Qt.KeyboardModifier.ShiftModifier)))
        if order and held & Qt.KeyboardModifier.AltModifier:
            self.wanted.emit(order)
        elif key == Qt.Key.Key_Space:
            self.pressed_lock.emit(self.ids())
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.wanted.emit("delete")
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.typed.emit()
        else:
            super().keyPressEvent(event)

    def ids(self) -> tuple[str, ...]:
        """What is chosen."""
        return tuple(self.rows.things[index.row()].id for index in self.selectionModel().selectedRows())


class Layers(QWidget):
    """`chosen(ids)` by the user, `asked` for an order or delete, `moved(id, place from the back)`, `locked(ids)`."""

    chosen = Signal(object)
    asked = Signal(str)
    moved = Signal(str, int)
    locked = Signal(object)
    typed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.model = LayerModel()
        self.table = LayerTable(self.model)
        self.table.pressed_lock.connect(self._lock)
        self.table.wanted.connect(self._ask)
        self.table.typed.connect(self.typed)
        self.drag = RowDrag(self.table)
        self.drag.moved.connect(self._dropped)
        self._quiet = self._read_only = False
        self.table.selectionModel().selectionChanged.connect(self._chosen)
        self.forward = icon_button("arrow-up", _("Forward (Alt+↑)"), lambda: self._ask("forward"), small=True,
                                   kind="quiet")
        self.backward = icon_button("arrow-down", _("Backward (Alt+↓)"), lambda: self._ask("backward"), small=True,
                                    kind="quiet")
        self.lock = icon_button("lock", _("Lock or unlock (Space)"), lambda: self._lock(self.table.ids()), small=True,
                                kind="quiet")
        self.delete = icon_button("trash-2", _("Delete"), lambda: self._ask("delete"), small=True, kind="quiet")
        self.buttons = (self.forward, self.backward, self.lock, self.delete)
        foot = box(row(self.forward, self.backward, self.lock, None, self.delete, margins=(10, 6, 10, 6), spacing=4),
                   "surface")
        self.setLayout(column(self.table, line(), foot, spacing=0))

    def show(self, *given: Any) -> None:  # type: ignore[override]
        """Show a layout (layout, ids chosen, read only); without arguments as every widget."""
        if not given:
            super().show()
            return
        layout, ids, self._read_only = given
        self._quiet = True
        self.model.show_layout(layout)
        if set(self.table.ids()) != set(ids):
            self._mark(ids)
        self._quiet = False
        for button in self.buttons:
            button.setEnabled(bool(ids) and not self._read_only)

    def _mark(self, ids: Sequence[str]) -> None:
        picked = QItemSelection()
        first = None
        for at, thing in enumerate(self.model.things):
            if thing.id in ids:
                index = self.model.index(at, NAME)
                first = index if first is None else first
                picked.select(index, self.model.index(at, LOCK))
        chooser = self.table.selectionModel()
        flag = QItemSelectionModel.SelectionFlag
        if first is not None:
            chooser.setCurrentIndex(first, flag.NoUpdate)
            self.table.scrollTo(first)
        chooser.select(picked, flag.ClearAndSelect)

    def _chosen(self, *_what: object) -> None:
        if not self._quiet:
            self.chosen.emit(self.table.ids())

    def _ask(self, wanted: str) -> None:
        if not self._read_only:
            self.asked.emit(wanted)

    def _lock(self, ids: Iterable[str]) -> None:
        if not self._read_only and ids:
            self.locked.emit(tuple(ids))

    def _dropped(self, at: int, place: int) -> None:
        if not self._read_only:
            self.moved.emit(self.model.things[at].id, len(self.model.things) - 1 - place)
