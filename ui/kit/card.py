"""A card: surface with a hairline and a title in its first row; never one inside another."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.kit.layout import Item
from ui.kit.text import label


class Card(QFrame):
    """Add to `body`; put small actions into `head`."""

    def __init__(self, title: str = "", *items: Item, role: str = "strong", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(8)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.title = label(title, role)
        self.title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if title:
            self.head.addWidget(self.title)
        self.head.addStretch(1)
        layout.addLayout(self.head)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        layout.addLayout(self.body, 1)
        for item in items:
            self.add(item)

    def add(self, item: Item, stretch: int = 0) -> None:
        """One more thing below; None stretches, a number is a gap."""
        if item is None:
            self.body.addStretch(1)
        elif isinstance(item, int):
            self.body.addSpacing(item)
        elif isinstance(item, QWidget):
            self.body.addWidget(item, stretch)
        else:
            self.body.addLayout(item, stretch)
