"""The mark of Sijil."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.kit import icons
from ui.kit.theme import theme


class Mark(QWidget):
    """The mark of Sijil: a seal with a tick on the accent."""

    def __init__(self, size: int = 28, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("accent"))
        painter.drawRoundedRect(self.rect(), 6, 6)
        inset = self.width() // 6
        icons.paint(
            painter, "badge-check", theme().color("on-accent"), self.rect().adjusted(inset, inset, -inset, -inset)
        )
        painter.end()
