"""The papers large: fitted to the window, at their real size or twice as large, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from app.certificates.facts import Facts
from app.certificates.press import Picture, picture
from app.certificates.templates.model import Layout
from app.i18n import _
from app.job import Job
from ui.desk.desk import Desk
from ui.kit.buttons import Segments, icon_button
from ui.kit.dialog import Dialog
from ui.kit.layout import row
from ui.kit.preview import PageView
from ui.kit.text import label
from ui.kit.theme import theme

A4_LANDSCAPE = (297.0, 210.0)  # mm
EDGE = 48  # pixels of the window that stay in sight around it


class FullSize(Dialog):
    """`papers` are (name, facts). Left and right turn the page."""

    def __init__(self, desk: Desk, papers: Sequence[tuple[str, Facts]], at: int, parent: QWidget,
                 layout: Layout | None = None, assets: Mapping[str, bytes] | None = None) -> None:
        super().__init__(_("Certificates before issue"), safe=_("Close"), icon="", wide=True, parent=parent)
        self.setObjectName("full-size")
        self.desk, self.papers = desk, papers
        self._drawn = layout, assets
        width = min(theme().px(1064), parent.width() - EDGE)
        self.setFixedWidth(width)
        self.question.hide()
        self.view = PageView(self._ask)
        self.view.setMinimumHeight(max(200, min(round((width - 60) / 297 * 210), parent.height() - EDGE - 170)))
        self.where = label("", "muted")
        back = icon_button("chevron-left", _("Page before (←)"), lambda: self.view.turn(-1))
        forth = icon_button("chevron-right", _("Next page (→)"), lambda: self.view.turn(1))
        zoom = Segments([("fit", _("Fit")), ("100", "100 %"), ("200", "200 %")], "fit")
        zoom.changed.connect(lambda value: self.view.set_zoom(str(value)))
        self.body.addLayout(row(back, forth, self.where, None, zoom))
        self.body.addWidget(self.view, 1)
        self.view.turned.connect(lambda _page: self._told())
        self.view.page = at
        size = (layout.width, layout.height) if layout is not None else A4_LANDSCAPE
        self.view.set_pages([size] * len(papers), [name for name, _facts in papers])
        self._told()
        self.view.setFocus()

    def _told(self) -> None:
        self.where.setText(self.view.words())

    def _ask(self, page: int, width: int, then: Callable[[QImage], object]) -> None:
        facts, drawn = self.papers[page][1], self._drawn

        def arrived(found: Picture) -> None:
            then(QImage(found.data, found.width, found.height, found.stride, QImage.Format.Format_RGB32).copy())

        self.desk.start(Job(_("Drawing the preview"), lambda _step: picture(facts, width, *drawn), "files", quiet=True),
                        owner=self, then=arrived)
