"""The left side of the designer: what can be put on the page, and what is on it."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.certificates.templates.model import Layout
from app.i18n import _
from ui.certificates.designer.layers import Layers
from ui.certificates.designer.palette import Palette
from ui.kit.layout import box, column, line, row
from ui.kit.tabs import Tabs
from ui.kit.theme import theme


class Side(QWidget):
    """Two tabs: the palette and the layers."""

    def __init__(self) -> None:
        super().__init__()
        self.palette_, self.layers = Palette(), Layers()
        self.tabs = Tabs([("add", _("Add")), ("layers", _("On the page"))])
        self.tabs.setAccessibleName(_("Add things, or see those on the page"))
        self.parts = QStackedWidget()
        for part in (self.palette_, self.layers):
            self.parts.addWidget(part)
        self.tabs.chosen.connect(lambda key: self.parts.setCurrentIndex(int(key == "layers")))
        self.setLayout(column(box(row(self.tabs, None, margins=(6, 0, 0, 0)), "surface"), line(), self.parts,
                              spacing=0))
        theme().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        least = max(theme().px(180), self.tabs.sizeHint().width() + 14)
        self.setMinimumWidth(least)
        self.setMaximumWidth(max(least, theme().px(230)))

    def show_layout(self, layout: Layout, ids: tuple[str, ...], read_only: bool) -> None:
        """Tick what is there, list it, mark what is chosen."""
        self.tabs.set_count("layers", len(layout.things))
        self._dress()
        self.layers.show(layout, ids, read_only)
