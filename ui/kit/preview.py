"""Pages before they are printed: one large, all of them small below. Paper stays white in the dark."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QScrollArea,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.i18n import _
from ui.kit.theme import theme
from ui.kit.tokens import LIGHT

Ask = Callable[[int, int, Callable[[QImage], object]], object]
"""Asks for a page (0 is the first) as a picture of that many pixels in width; the answer comes later."""
Index = QModelIndex | QPersistentModelIndex
Margins = tuple[float, float, float, float]
PER_MM = 96 / 25.4  # logical pixels at 100 %
LARGE, SMALL = 6, 400  # pictures kept
ZOOMS = ("fit", "100", "200")


def guide_pen() -> QPen:
    """The dashed line of what a printer can reach; on paper, so in the dark too it is the colour of the light."""
    return QPen(QColor(LIGHT["focus"]), 1.2, Qt.PenStyle.DashLine)


class Dashes(QWidget):
    """The dashed line of a legend."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(22, 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        pen = guide_pen()
        pen.setColor(theme().color("focus"))
        painter.setPen(pen)
        painter.drawLine(1, 6, 21, 6)
        painter.end()


class Sheet(QWidget):
    """One page. `shift` moves what is printed, the dashed line shows what the printer can reach; both in mm."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.size_mm = (297.0, 210.0)
        self.image: QImage | None = None
        self.shift = (0.0, 0.0)
        self.margins: Margins | None = None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paper = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.fillRect(paper, Qt.GlobalColor.white)
        scale = paper.width() / self.size_mm[0]
        if self.image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setClipRect(paper)
            painter.drawImage(paper.translated(self.shift[0] * scale, self.shift[1] * scale), self.image)
            painter.setClipping(False)
        if self.margins is not None:
            left, top, right, bottom = (m * scale for m in self.margins)
            painter.setPen(guide_pen())
            painter.drawRect(paper.adjusted(left, top, -right, -bottom))
        painter.setPen(QPen(theme().color("line"), 1))
        painter.drawRect(paper)
        painter.end()


class PageView(QScrollArea):
    """A page, fitted or at its real size. `turned(page)` when the user goes to another."""

    turned = Signal(int)

    def __init__(self, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = Sheet()
        self.page = 0
        self.zoom = "fit"
        self._ask = ask
        self._sizes: Sequence[tuple[float, float]] = ()
        self._labels: Sequence[str] = ()
        self._kept: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        self._turn = 0
        self.setObjectName("pages")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMinimumSize(180, 120)
        self.setWidget(self.sheet)
        self.viewport().setAutoFillBackground(False)
        theme().changed.connect(self.sheet.update)

    def set_pages(self, sizes: Sequence[tuple[float, float]], labels: Sequence[str] = ()) -> None:
        """Other pages: their sizes in mm, and a word on each."""
        self._sizes, self._labels = sizes, labels
        self._kept.clear()
        self.sheet.image = None
        self.go(min(self.page, len(sizes) - 1))

    def __len__(self) -> int:
        return len(self._sizes)

    def words(self) -> str:
        """`3 of 150 · Name`."""
        said = _("{n} of {total}").format(n=self.page + 1, total=len(self._sizes))
        return f"{said} · {self._labels[self.page]}" if self.page < len(self._labels) else said

    def go(self, page: int) -> None:
        """Show another page."""
        if not self._sizes:
            return
        self.page = min(max(page, 0), len(self._sizes) - 1)
        self.setAccessibleName(_("Page {where}").format(where=self.words()))
        self._place()

    def set_zoom(self, zoom: str) -> None:
        """'fit', '100' or '200' per cent."""
        self.zoom = zoom
        self._place()

    def set_shift(self, right: float, down: float) -> None:
        """Where the printer will put it, in mm from where it should be."""
        self.sheet.shift = (right, down)
        self.sheet.update()

    def set_margins(self, margins: Margins | None) -> None:
        """What the printer cannot reach, in mm: left, top, right, bottom."""
        self.sheet.margins = margins
        self.sheet.update()

    def _place(self) -> None:
        if not self._sizes:
            return
        width, height = self._sizes[self.page]
        if self.zoom == "fit":
            room = self.maximumViewportSize()
            scale = max(0.2, min((room.width() - 4) / width, (room.height() - 4) / height))
        else:
            scale = PER_MM * int(self.zoom) / 100
        self.sheet.size_mm = (width, height)
        self.sheet.resize(round(width * scale), round(height * scale))
        self._want()

    def _want(self) -> None:
        key = (self.page, max(60, round(self.sheet.width() * self.devicePixelRatioF())))
        self._turn += 1
        turn = self._turn
        if key in self._kept:
            self._kept.move_to_end(key)
            self.sheet.image = self._kept[key]
        else:
            before = next((image for (page, _w), image in self._kept.items() if page == self.page), None)
            self.sheet.image = before  # of another size, until the right one has come
            self._ask(*key, lambda image: self._came(turn, key, image))
        self.sheet.update()

    def _came(self, turn: int, key: tuple[int, int], image: QImage) -> None:
        self._kept[key] = image
        while len(self._kept) > LARGE:
            self._kept.popitem(last=False)
        if turn == self._turn:
            self.sheet.image = image
            self.sheet.update()

    def turn(self, by: int) -> None:
        """So many pages on or back."""
        before = self.page
        self.go(self.page + by)
        if self.page != before:
            self.turned.emit(self.page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.zoom == "fit":
            self._place()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.zoom == "fit" and event.angleDelta().y():
            self.turn(-1 if event.angleDelta().y() > 0 else 1)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_PageDown: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_PageUp: -1,
                Qt.Key.Key_Home: -len(self), Qt.Key.Key_End: len(self)}.get(Qt.Key(event.key()))
        if step is None and self.zoom == "fit":
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.turn(step)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme().color("focus"), 2))
            painter.drawRoundedRect(QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1), 4, 4)
            painter.end()


class ThumbModel(QAbstractListModel):
    """The pages as a list."""

    def __init__(self, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sizes: Sequence[tuple[float, float]] = ()
        self._labels: Sequence[str] = ()
        self._ask = ask
        self._kept: OrderedDict[int, QImage | None] = OrderedDict()
        self._round = 0

    def set_pages(self, sizes: Sequence[tuple[float, float]], labels: Sequence[str]) -> None:
        """Other pages."""
        self.beginResetModel()
        self.sizes, self._labels = sizes, labels
        self._kept.clear()
        self._round += 1
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.sizes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self.sizes):
            return None
        said = str(index.row() + 1)
        label = self._labels[index.row()] if index.row() < len(self._labels) else ""
        if role == Qt.ItemDataRole.DisplayRole:
            return said
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            page = _("Page {where}").format(where=said)
            return f"{page}, {label}" if label else page
        return None

    def image(self, row: int, width: int) -> QImage | None:
        """The small picture of a page; asked for when it is not there yet."""
        if row not in self._kept:
            self._kept[row] = None
            while len(self._kept) > SMALL:
                self._kept.popitem(last=False)
            turn = self._round
            self._ask(row, width, lambda image: self._came(turn, row, image))
        return self._kept.get(row)

    def _came(self, turn: int, row: int, image: QImage) -> None:
        if turn == self._round and row < len(self.sizes):
            self._kept[row] = image
            self.dataChanged.emit(self.index(row), self.index(row))


class _ThumbDelegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, ThumbModel)
        room = QRectF(option.rect).adjusted(4.5, 4.5, -4.5, -4.5)  # type: ignore[attr-defined]
        width, height = model.sizes[index.row()]
        scale = min(room.width() / width, room.height() / height)
        paper = QRectF(0, 0, width * scale, height * scale)
        paper.moveCenter(room.center())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(paper, QColor(Qt.GlobalColor.white))
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        image = model.image(index.row(), round(paper.width() * ratio))
        if image is not None:
            painter.drawImage(paper, image)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        painter.setPen(QPen(theme().color("accent" if chosen else "line"), 2 if chosen else 1))
        painter.drawRect(paper.adjusted(-1, -1, 1, 1) if chosen else paper)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        return view.cell() if isinstance(view, Thumbs) else QSize(118, 88)


class Thumbs(QListView):
    """All pages small, in one row. `picked(page)` when the user chooses one."""

    picked = Signal(int)

    def __init__(self, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages = ThumbModel(ask, self)
        self.setObjectName("thumbs")
        self.setAccessibleName(_("Pages"))
        self.setModel(self.pages)
        self.setItemDelegate(_ThumbDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.viewport().setAutoFillBackground(False)
        self.setFixedHeight(self.cell().height() + 14)

    def cell(self) -> QSize:
        """The room of one page."""
        return QSize(116, 84)

    def set_pages(self, sizes: Sequence[tuple[float, float]], labels: Sequence[str]) -> None:
        """Other pages."""
        self.pages.set_pages(sizes, labels)

    def go(self, page: int) -> None:
        """Mark a page, without a signal."""
        index = self.pages.index(page)
        blocked = self.blockSignals(True)
        self.setCurrentIndex(index)
        self.blockSignals(blocked)
        self.scrollTo(index)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)  # type: ignore[arg-type]
        if current.isValid() and not self.signalsBlocked():
            self.picked.emit(current.row())
