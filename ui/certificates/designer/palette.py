"""The entries at the left: dragged onto the page, or put into its middle with Enter or a double click."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QDrag, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.certificates.templates.model import Layout
from app.i18n import _
from ui.certificates.designer.words import GROUPS, Offer
from ui.kit import icons
from ui.kit.layout import box, column, scrolled
from ui.kit.text import label
from ui.kit.theme import theme

MIME = "application/x-sijil-thing"
KEY = Qt.ItemDataRole.UserRole


class OfferList(QListWidget):
    """The entries of one group."""

    wanted = Signal(str)

    def __init__(self, offers: tuple[Offer, ...], title: str) -> None:
        super().__init__()
        self.offers = offers
        self.setObjectName("plain-list")
        self.setAccessibleName(title)
        self.setIconSize(QSize(16, 16))
        self.setFrameShape(self.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._from: QPointF | None = None
        self._ticked: dict[int, bool] = {}
        for offer in offers:
            item = QListWidgetItem(icons.icon(offer.icon, "text-2"), offer.text())
            item.setData(KEY, offer.key)
            item.setSizeHint(QSize(0, theme().px(28)))
            self.addItem(item)
        self.setFixedHeight(theme().px(28) * len(offers) + 4)
        self.itemDoubleClicked.connect(lambda item: self.wanted.emit(item.data(KEY)))

    def tick(self, layout: Layout) -> None:
        """Say which are on the page already."""
        shown = 0
        for row, offer in enumerate(self.offers):
            there = offer.there(layout)
            item = self.item(row)
            item.setHidden(not offer.fits(layout))
            shown += not item.isHidden()
            if self._ticked.get(row) == there:
                continue
            self._ticked[row] = there
            item.setText(f"{offer.text()}  ✓" if there else offer.text())
            item.setData(Qt.ItemDataRole.AccessibleTextRole,
                         _("{thing}, on the page").format(thing=offer.text()) if there else offer.text())
        self.setFixedHeight(theme().px(28) * shown + 4)
        self.setVisible(shown > 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self.wanted.emit(self.currentItem().data(KEY))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._from = event.position()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is None or (event.position() - self._from).manhattanLength() < 8:
            return
        item = self.itemAt(self._from.toPoint())
        self._from = None
        if item is None:
            return
        mime = QMimeData()
        mime.setData(MIME, str(item.data(KEY)).encode("ascii"))
        drag = QDrag(self)
        drag.setMimeData(mime)
        drag.setPixmap(item.icon().pixmap(24, 24))
        drag.exec(Qt.DropAction.CopyAction)


class Palette(QWidget):
    """All groups under one another. `wanted(key)` for the middle of the page."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lists: list[OfferList] = []
        items: list[QWidget] = []
        self._titles: list[QWidget] = []
        for title, offers in GROUPS:
            shown = OfferList(offers, _(title))
            shown.wanted.connect(self.wanted)
            self.lists.append(shown)
            self._titles.append(label(_(title), "strong"))
            items += [self._titles[-1], shown]
        inner = box(column(*items, None, margins=(14, 12, 6, 12), spacing=4), "surface")
        foot = label(_("A tick means it is on the page."), "hint", wrap=True)
        self.setLayout(column(scrolled(inner), box(column(foot, margins=(14, 6, 6, 8)), "surface"), spacing=0))

    def tick(self, layout: Layout) -> None:
        """Say which are on the page already."""
        for title, shown in zip(self._titles, self.lists, strict=True):
            shown.tick(layout)
            title.setVisible(not shown.isHidden())
