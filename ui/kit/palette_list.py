"""The rows of the palette: groups with their heads, matches underlined, what is at the right end of a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.kit import icons
from ui.kit.matching import spans
from ui.kit.theme import theme

Index = QModelIndex | QPersistentModelIndex
ENTRY = Qt.ItemDataRole.UserRole
ROW, HEAD, INSET = 38, 34, 8  # px


@dataclass(frozen=True)
class Entry:
    """A row. `right` are words at its end, `keys` a key; grey says `why`. `more` are its actions, shown by Tab."""

    words: str
    run: Callable[[], object]
    icon: str = ""
    detail: str = ""
    right: str = ""
    right_icon: str = ""
    tone: str = "text-2"
    keys: str = ""
    why: str = ""
    more: tuple[Entry, ...] = ()
    mark: bool = True  # underline what was typed

    def spoken(self) -> str:
        """All of it, as a screen reader says it."""
        return ", ".join(part for part in (self.words, self.detail, self.right, self.why, self.keys) if part)


@dataclass(frozen=True)
class Group:
    """Rows below a head."""

    title: str
    entries: Sequence[Entry] = field(default_factory=tuple)


class PaletteModel(QAbstractListModel):
    """Heads and rows in one list; heads cannot be chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Entry | str] = []

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Other rows."""
        self.beginResetModel()
        self._rows = []
        for group in groups:
            if group.entries:
                self._rows += [group.title, *group.entries]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self._rows)

    def entry(self, row: int) -> Entry | None:
        """The row, or None for a head."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found if isinstance(found, Entry) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        found = self._rows[index.row()]
        if role == ENTRY:
            return found
        if isinstance(found, str):
            return found if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None
        if role == Qt.ItemDataRole.DisplayRole:
            return found.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return found.spoken()
        return found.why or None if role == Qt.ItemDataRole.ToolTipRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class PaletteDelegate(QStyledItemDelegate):
    """Paints a row. `typed` is what is underlined."""

    typed = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, theme().px(HEAD if isinstance(index.data(ENTRY), str) else ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        found = index.data(ENTRY)
        rect: QRect = option.rect  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(found, str):
            painter.setFont(theme().font(9))
            painter.setPen(theme().color("text-2"))
            painter.drawText(rect.adjusted(24, 0, -24, -5), Qt.AlignmentFlag.AlignBottom, found)
        else:
            view = option.widget  # type: ignore[attr-defined]
            chosen = isinstance(view, QListView) and view.currentIndex() == index
            self._row(painter, rect.adjusted(INSET, 0, -INSET, 0), found, chosen)
        painter.restore()

    def _row(self, painter: QPainter, rect: QRect, entry: Entry, chosen: bool) -> None:
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().color("accent-tint"))
            painter.drawRoundedRect(rect, 6, 6)
        token = "accent-text" if chosen and not entry.why else "text-2" if not entry.why else "text-3"
        if entry.icon:
            icons.paint(painter, entry.icon, theme().color(token),
                        QRect(rect.left() + 18, rect.center().y() - 8, 18, 18))
        left = rect.left() + 52
        right = self._end(painter, rect, entry, chosen)
        left = self._text(painter, QRect(left, rect.top(), right - left, rect.height()), entry.words, entry,
                          theme().font(weight=QFont.Weight.Medium), "text-3" if entry.why else "text")
        if entry.detail and left + 40 < right:
            self._text(painter, QRect(left + 12, rect.top(), right - left - 12, rect.height()), entry.detail, entry,
                       theme().font(), "text-2")

    def _end(self, painter: QPainter, rect: QRect, entry: Entry, chosen: bool) -> int:
        """What stands at the right end; the pixel where it begins."""
        right = rect.right() - 14
        if entry.keys:
            right = self._cap(painter, rect, right, entry.keys) - 8
        words = entry.why or entry.right
        if words:
            font = theme().font(9 if entry.why else 9.75)
            room = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, rect.width() // 2)
            width = QFontMetrics(font).horizontalAdvance(room)
            painter.setFont(font)
            painter.setPen(theme().color("text-3" if entry.why else entry.tone))
            painter.drawText(QRect(right - width, rect.top(), width + 2, rect.height()),
                             Qt.AlignmentFlag.AlignVCenter, room)
            right -= width + 6
            if entry.right_icon and not entry.why:
                icons.paint(painter, entry.right_icon, theme().color(entry.tone),
                            QRect(right - 16, rect.center().y() - 7, 16, 16))
                right -= 20
        return right - 12

    @staticmethod
    def _cap(painter: QPainter, rect: QRect, right: int, keys: str) -> int:
        font = theme().font(8.25)
        width = QFontMetrics(font).horizontalAdvance(keys) + 12
        cap = QRectF(right - width, rect.center().y() - 9, width, 19).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme().color("ctl"), 1))
        painter.setBrush(theme().color("surface"))
        painter.drawRoundedRect(cap, 4, 4)
        painter.setFont(font)
        painter.setPen(theme().color("text-2"))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, keys)
        return right - width

    def _text(self, painter: QPainter, rect: QRect, text: str, entry: Entry, font: QFont, token: str) -> int:
        """A text with what was typed underlined, cut with … where there is no room; the pixel where it ends."""
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        bold = QFont(font)
        bold.setWeight(QFont.Weight.Bold)
        x, at = rect.left(), 0
        marks = spans(shown, self.typed) if self.typed and entry.mark else []
        for start, length in [*marks, (len(shown), 0)]:
            if start < at:
                continue
            x = _piece(painter, x, rect, shown[at:start], font, token, line=False)
            if length:
                x = _piece(painter, x, rect, shown[start:start + length], bold, "accent-text", line=True)
            at = start + length
        return x


def _piece(painter: QPainter, x: int, rect: QRect, text: str, font: QFont, token: str, *, line: bool) -> int:
    if not text:
        return x
    metrics = QFontMetrics(font)
    width = metrics.horizontalAdvance(text)
    painter.setFont(font)
    painter.setPen(theme().color(token))
    painter.drawText(QRect(x, rect.top(), max(0, rect.right() - x + 1), rect.height()),
                     Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
    if line:
        base = rect.center().y() + metrics.ascent() // 2 + 1
        painter.fillRect(QRectF(x, base, width, 2), theme().color(token))
    return x + width
