"""The numbered steps of a wizard, with ticks for those that are done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.kit import icons
from ui.kit.buttons import Button
from ui.kit.text import Elided
from ui.kit.theme import theme


class Steps(QWidget):
    """Drawn in one row, 52 px high. `current` counts from 0."""

    def __init__(self, names: Sequence[str], current: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names, self.current = list(names), current
        self.setFixedHeight(theme().px(52))
        self.set_current(current)

    def set_current(self, current: int) -> None:
        """Another step."""
        self.current = current
        self.setAccessibleName(f"{current + 1} / {len(self._names)}: {self._names[current]}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        color = theme().color
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("sunken"))
        painter.fillRect(0, 0, self.width(), 1, color("line"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, color("line"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, middle = 24, self.height() // 2
        words_width = sum(QFontMetrics(theme().font()).horizontalAdvance(n) for n in self._names)
        spare = self.width() - 48 - words_width - len(self._names) * 44
        link = max(8, min(56, spare // max(1, len(self._names) - 1) - 24))
        for number, name in enumerate(self._names):
            done, now = number < self.current, number == self.current
            disc = QRectF(left + 0.75, middle - 11.25, 22.5, 22.5)
            painter.setPen(QPen(color("ok" if done else "accent" if now else "line-strong"), 1.5))
            painter.setBrush(color("accent" if now else "surface"))
            painter.drawEllipse(disc)
            if done:
                icons.paint(painter, "check", color("ok"), QRect(left + 5, middle - 7, 14, 14), 2)
            else:
                painter.setFont(theme().font(9, QFont.Weight.DemiBold))
                painter.setPen(color("on-accent" if now else "text-2"))
                painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(number + 1))
            font = theme().font(9.75, QFont.Weight.DemiBold if now else QFont.Weight.Medium)
            painter.setFont(font)
            painter.setPen(color("text" if now else "text-2"))
            width = QFontMetrics(font).horizontalAdvance(name) + 2
            painter.drawText(QRect(left + 32, 0, width, self.height()), Qt.AlignmentFlag.AlignVCenter, name)
            left += 32 + width + 12
            if number < len(self._names) - 1:
                painter.fillRect(QRectF(left, middle, link, 1), color("ctl"))
                left += link + 12
        painter.end()


class WizardFoot(QWidget):
    """The foot of a wizard: what is missing or safe at the left, Back and Next at the right."""

    def __init__(self, back: Button, *forward: Button, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("foot")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme().px(60))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 0, 24, 0)
        layout.setSpacing(8)
        self.words = Elided("", "muted")
        layout.addWidget(self.words, 1)
        for button in (back, *forward):
            layout.addWidget(button)
