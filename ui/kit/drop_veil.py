"""What shows while a file is dragged over the window: where it would go, or why it cannot."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.kit import icons
from ui.kit.theme import theme

EDGE = 12


class DropVeil(QWidget):
    """Covers its parent and takes no mouse; a dashed frame with a sentence in the middle."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._words = self._why = ""
        self.hide()

    def show_words(self, words: str, why: str = "") -> None:
        """`why` says that it cannot be."""
        self._words, self._why = words, why
        self.setAccessibleName(why or words)
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        color = theme().color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = color("surface")
        veil.setAlpha(216)
        painter.fillRect(self.rect(), veil)
        token = "danger" if self._why else "accent"
        painter.setPen(QPen(color(token), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(EDGE, EDGE, -EDGE, -EDGE), 8, 8)
        middle = self.rect().center()
        place = self.rect().adjusted(0, 0, 0, 0)
        place.setTop(middle.y() + 16)
        side = 40
        sign = self.rect()
        sign.setRect(middle.x() - side // 2, middle.y() - side, side, side)
        icons.paint(painter, "ban" if self._why else "file-input", color(token), sign)
        painter.setPen(color("text"))
        painter.setFont(theme().font(12, QFont.Weight.DemiBold))
        painter.drawText(place.adjusted(EDGE * 3, 0, -EDGE * 3, 0),
                         int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap),
                         self._why or self._words)
        painter.end()
