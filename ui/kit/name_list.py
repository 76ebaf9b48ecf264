"""A list of names with their marks, in as many columns as there is room for; the one whose turn it is stands out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem

from ui.kit.grid_paint import shortened
from ui.kit.marks import mark_picture
from ui.kit.theme import theme

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
LESS = 7  # pixels that a line may be lower before the names scroll
MORE = 16  # pixels that a line may be taller to fill its column
WIDTH = 230  # pixels that a column needs at the normal text size


@dataclass(frozen=True)
class NameMark:
    """A line: number, name, its mark ('' for none) and what a screen reader says."""

    number: int
    name: str
    letter: str = ""
    shape: str = "empty"
    spoken: str = ""


class _Names(QAbstractListModel):
    def __init__(self, parent: NameList) -> None:
        super().__init__(parent)
        self.rows: list[NameMark] = []

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole or role == Qt.ItemDataRole.ToolTipRole:
            return row.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.number} {row.name}: {row.spoken}"
        return None


class _Line(QStyledItemDelegate):
    def __init__(self, names: NameList) -> None:
        super().__init__(names)
        self.names = names

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self.names.cell()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, color = self.names.model_.rows[index.row()], theme().color
        now = index.row() == self.names.now
        rect = option.rect.adjusted(0, 0, -12, 0)
        painter.save()
        if now:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("accent"))
            painter.drawRoundedRect(QRectF(rect), 4, 4)
        else:
            painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, color("line-soft"))
        digits = theme().px(30)
        middle = Qt.AlignmentFlag.AlignVCenter
        font = theme().font(9.75, QFont.Weight.DemiBold if now else QFont.Weight.Normal)
        painter.setFont(font)
        ink = color("on-accent") if now else color("text" if row.letter else "text-2")
        painter.setPen(color("on-accent") if now else color("text-3"))
        painter.drawText(QRect(rect.left(), rect.top(), digits - 6, rect.height()),
                         int(Qt.AlignmentFlag.AlignRight | middle), str(row.number))
        painter.setPen(ink)
        room = QRect(rect.left() + digits, rect.top(), rect.width() - digits - 44, rect.height())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | middle), shortened(row.name, room.width(), now, font))
        if row.letter and not now:
            device = painter.device()
            ratio = device.devicePixelRatioF() if device is not None else 1.0
            picture, across, _high = mark_picture(row.letter, row.shape, rect.height(), ratio)
            painter.drawPixmap(rect.right() - across, rect.top(), picture)
        elif not now:
            painter.setPen(color("text-3"))
            painter.drawText(rect.adjusted(0, 0, -16, 0), int(Qt.AlignmentFlag.AlignRight | middle), "·")
        elif row.letter:
            painter.drawText(rect.adjusted(0, 0, -14, 0), int(Qt.AlignmentFlag.AlignRight | middle), row.letter)
        painter.restore()


class NameList(QListView):
    """`chosen(number)` on a click, 0 for the first. It never takes the keys from the page."""

    chosen = Signal(int)

    def __init__(self, accessible_name: str) -> None:
        super().__init__()
        self.now = -1
        self.model_ = _Names(self)
        self.setModel(self.model_)
        self.setItemDelegate(_Line(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFlow(QListView.Flow.TopToBottom)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setObjectName("names")
        self.setAccessibleName(accessible_name)
        self.clicked.connect(lambda index: self.chosen.emit(index.row()))

    def cell(self) -> QSize:
        """How large a line is: as many columns as fit, at most two; a little lower before anything scrolls."""
        width, room = self.viewport().width() - 2, self.height() - 2
        high = theme().row_height("attendance") + 2
        people = max(1, len(self.model_.rows))
        columns = 1 if people * high <= room or width < 2 * theme().px(WIDTH) else 2
        least = -(-people // columns)
        spread = min(high + MORE, room // least)  # the same number in each column, when they need not be too tall
        fits = spread >= high - LESS
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff if fits
                                          else Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        return QSize(width // columns, spread if fits and (spread < high or room // spread == least) else high)

    def set_rows(self, rows: Sequence[NameMark], now: int) -> None:
        """All lines, and whose turn it is (-1 for nobody)."""
        same = len(rows) == len(self.model_.rows)
        if not same:
            self.model_.beginResetModel()
        self.model_.rows, self.now = list(rows), now
        if not same:
            self.model_.endResetModel()
            self.cell()
        elif rows:
            self.model_.dataChanged.emit(self.model_.index(0), self.model_.index(len(rows) - 1))
        if 0 <= now < len(rows):
            self.scrollTo(self.model_.index(now))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.cell()  # whether a bar is needed is known before the lines are laid out, or room for one is kept
        self.scheduleDelayedItemsLayout()
