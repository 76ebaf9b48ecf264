"""The left side of the print window: a page, where it is, and all pages small. Pictures come from beside the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from app.exchange.pages import Pages, Picture
from app.i18n import _
from app.job import Job
from ui.desk.desk import Desk
from ui.kit.buttons import Segments, icon_button
from ui.kit.layout import box, column, row
from ui.kit.preview import Dashes, Margins, PageView, Thumbs
from ui.kit.text import Elided, label
from ui.kit.theme import theme

LOW = 620  # pixels of height of the window below which the small pages are not shown


class PreviewPane(QWidget):
    """`opened` when the pages of a paper are known, `turned(page)` when another page is looked at."""

    opened = Signal()
    turned = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.pages: Pages | None = None
        self.labels: Sequence[str] = ()
        self.setObjectName("desktop")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.view = PageView(self._picture)
        self.thumbs = Thumbs(self._picture)
        self.back = icon_button("chevron-left", _("Page before"), lambda: self.view.turn(-1), small=True)
        self.forth = icon_button("chevron-right", _("Page after"), lambda: self.view.turn(1), small=True)
        self.where = Elided("", "muted")
        self.zoom = Segments([("fit", _("Fit")), ("100", "100 %")])
        self.zoom.setAccessibleName(_("Size"))
        self.legend = box(row(Dashes(), label(_("what this printer can reach"), "caption"), spacing=6))
        self.legend.hide()
        under = row(self.back, self.forth, self.where, self.legend, self.zoom, spacing=8)
        under.setStretch(2, 1)
        made = column(self.view, under, self.thumbs, margins=(20, 16, 20, 12), spacing=10)
        made.setStretch(0, 1)
        self.setLayout(made)
        self.view.turned.connect(self._at)
        self.thumbs.picked.connect(self._picked)
        self.zoom.changed.connect(lambda zoom: self.view.set_zoom(str(zoom)))

    def take(self, data: bytes, labels: Callable[[], Sequence[str]] | None) -> None:
        """Show the pages of this PDF."""
        self.desk.start(Job(_("Opening the pages"), lambda _step: Pages(data), "files"), owner=self,
                        then=lambda pages: self._opened(pages, labels))

    def _opened(self, pages: Pages, labels: Callable[[], Sequence[str]] | None) -> None:
        self.let_go()
        self.pages = pages
        self.labels = labels() if labels is not None else ()
        self.view.page = 0
        self.view.set_pages(pages.sizes, self.labels)
        self.thumbs.set_pages(pages.sizes, self.labels)
        self._at(0)
        self.view.setFocus()
        self.opened.emit()

    def let_go(self) -> None:
        """Close the pages, in their lane, behind the pictures that are still asked for."""
        before, self.pages = self.pages, None
        if before is not None:
            self.desk.start(Job(_("Closing"), lambda _step: before.close(), "files"), owner=None)

    def _picture(self, page: int, width: int, then: Callable[[QImage], object]) -> None:
        pages = self.pages
        if pages is None:
            return

        def came(picture: Picture) -> None:
            if pages is self.pages:
                then(QImage(picture.data, picture.width, picture.height, picture.stride,
                            QImage.Format.Format_RGB32).copy())

        self.desk.start(Job(_("Drawing the preview"), lambda _step: pages.picture(page, width), "files"), owner=self,
                        then=came)

    def _at(self, page: int) -> None:
        self.where.setText(self.view.words())
        self.back.setEnabled(page > 0)
        self.forth.setEnabled(page + 1 < len(self.view))
        if self.thumbs.pages.rowCount():
            self.thumbs.go(page)
        self.turned.emit(page)

    def _picked(self, page: int) -> None:
        if page != self.view.page:
            self.go(page)

    def go(self, page: int) -> None:
        """Look at another page."""
        self.view.go(page)
        self._at(page)

    def set_zoom(self, zoom: str) -> None:
        """'fit' or '100'."""
        self.zoom.set_value(zoom)
        self.view.set_zoom(zoom)

    def arrange(self, window_height: int) -> None:
        """Show what there is room for."""
        self.thumbs.setVisible(window_height >= LOW and len(self.view) > 1)
        self.legend.setVisible(self.view.sheet.margins is not None and self.width() > theme().px(520))

    def set_margins(self, margins: Margins | None, window_height: int) -> None:
        """What the printer cannot reach, in mm."""
        self.view.set_margins(margins)
        self.arrange(window_height)
