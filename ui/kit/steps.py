"""The numbered steps of a wizard, with ticks for those that are done, and its foot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.i18n import _
from ui.kit import icons
from ui.kit.buttons import Button
from ui.kit.text import Elided, Glyph, set_look
from ui.kit.theme import theme

Side = Literal["top", "left"]


class Steps(QWidget):
    """In one row, 52 px high, or `side="left"` below each other. `current` counts from 0.

    `picked(number)` when a step that is done is clicked.
    """

    picked = Signal(int)

    def __init__(
        self, names: Sequence[str], current: int = 0, *, side: Side = "top", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.names, self.current, self._side = list(names), current, side
        self._places: list[QRect] = []
        if side == "top":
            self.setFixedHeight(max(52, QFontMetrics(theme().font()).height() + 26))
        else:
            self.setFixedHeight(self._pitch() * len(self.names))
        self.setMouseTracking(True)
        self.set_current(current)

    @staticmethod
    def _pitch() -> int:
        return max(theme().px(42), QFontMetrics(theme().font()).height() + 16)

    def set_current(self, current: int) -> None:
        """Another step."""
        self.current = current
        self.setAccessibleName(_("Step {n} of {all}: {name}").format(
            n=current + 1, all=len(self.names), name=self.names[current]))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._places = []
        if self._side == "top":
            self._paint_row(painter)
        else:
            for number in range(len(self.names)):
                top = number * self._pitch()
                self._places.append(QRect(0, top, self.width(), self._pitch()))
                self._paint_step(painter, number, 0.75, top + self._pitch() // 2, gap=38, most=self.width() - 40)
        painter.end()

    def _paint_row(self, painter: QPainter) -> None:
        color = theme().color
        painter.fillRect(self.rect(), color("sunken"))
        painter.fillRect(0, 0, self.width(), 1, color("line"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, color("line"))
        left, middle = 24.0, self.height() // 2
        measure = QFontMetrics(theme().font(9.75, QFont.Weight.DemiBold))
        spare = self.width() - 48 - sum(measure.horizontalAdvance(n) + 46 for n in self.names)
        link = max(4, min(56, spare // max(1, len(self.names) - 1) - 12))
        short = spare < 12 * len(self.names)  # no room for all names: only the current one keeps its own
        for number in range(len(self.names)):
            most = 0 if short and number != self.current else self.width()
            begin = left
            left += self._paint_step(painter, number, left, middle, gap=32, most=most) + 12
            self._places.append(QRect(int(begin), 0, int(left - begin), self.height()))
            if number < len(self.names) - 1:
                painter.fillRect(QRectF(left, middle, link, 1), color("ctl"))
                left += link + 12

    def _paint_step(
        self, painter: QPainter, number: int, left: float, middle: int, *, gap: int, most: int
    ) -> float:
        """A disc and a name at most so wide; returns the width of both."""
        color = theme().color
        done, now = number < self.current, number == self.current
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        disc = QRectF(left + 0.75, middle - 11.25, 22.5, 22.5)
        painter.setPen(QPen(color("ok" if done else "accent" if now else "line-strong"), 1.5))
        painter.setBrush(color("accent" if now else "surface"))
        painter.drawEllipse(disc)
        if done:
            icons.paint(painter, "check", color("ok"), QRect(int(left) + 5, middle - 7, 14, 14), 2)
        else:
            painter.setFont(theme().font(9, QFont.Weight.DemiBold))
            painter.setPen(color("on-accent" if now else "text-2"))
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(number + 1))
        if most <= 0:
            return 24
        font = theme().font(9.75, QFont.Weight.DemiBold if now else QFont.Weight.Medium)
        painter.setFont(font)
        painter.setPen(color("text" if now else "text-2"))
        measure = QFontMetrics(font)
        words = measure.elidedText(self.names[number], Qt.TextElideMode.ElideRight, most)
        width = measure.horizontalAdvance(words) + 2
        painter.drawText(QRect(int(left) + gap, middle - 20, width, 40), Qt.AlignmentFlag.AlignVCenter, words)
        return gap + width

    def _step_at(self, place: QPoint) -> int:
        return next((n for n, rect in enumerate(self._places) if rect.contains(place) and n < self.current), -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._step_at(event.position().toPoint()) >= 0
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = self._step_at(event.position().toPoint())
        if number >= 0:
            self.picked.emit(number)


class WizardFoot(QWidget):
    """The foot of a wizard: what is safe at the left, then what is missing, Back and Next at the right."""

    def __init__(self, back: Button, *forward: Button, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("foot")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(max(60, QFontMetrics(theme().font()).height() + 34))
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(24, 0, 24, 0)
        self.row.setSpacing(8)
        self.words = Elided("", "muted")
        self._sign = Glyph("triangle-alert", "warn", 16)
        self._missing = Elided("", "warn")
        self._missing.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._missing.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.row.addWidget(self.words, 1)
        self.row.addWidget(self._sign)
        self.row.addWidget(self._missing)
        self.row.addSpacing(8)
        for button in (back, *forward):
            self.row.addWidget(button)
        self.set_missing("")

    def set_missing(self, sentence: str, tone: str = "warn") -> None:
        """What is still missing before Next; '' for nothing. The tone is 'warn' or 'danger'."""
        self._missing.setText(sentence)
        set_look(self._missing, role=tone)
        self._sign.show_icon("triangle-alert" if tone == "warn" else "circle-alert", tone)
        self._sign.setVisible(bool(sentence))
        self._missing.setVisible(bool(sentence))

    def missing(self) -> str:
        """What it says is missing."""
        return self._missing.text()
