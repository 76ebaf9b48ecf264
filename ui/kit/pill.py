"""Pills: a shape, words and a hue for exceptions and the state in a page head; one painter for widgets and tables."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit import icons
from ui.kit.theme import theme

# tone -> (text token, fill token)
TONES = {
    "ok": ("ok", "ok-tint"),
    "danger": ("danger", "danger-tint"),
    "warn": ("warn", "warn-tint"),
    "accent": ("accent-text", "accent-tint"),
    "excused": ("excused", "excused-tint"),
    "neutral": ("neutral", "neutral-tint"),
    "seal": ("seal", "seal-tint"),
    "line": ("text-2", ""),
}
HEIGHT = 20


def _font() -> QFont:
    return theme().font(9, QFont.Weight.Medium)


def pill_width(text: str, icon: str) -> int:
    """How wide a pill is in pixels."""
    return 6 + (17 if icon else 2) + QFontMetrics(_font()).horizontalAdvance(text) + 8


def paint_pill(painter: QPainter, rect: QRect, text: str, tone: str, icon: str = "", selected: bool = False) -> None:
    """Draw a pill at the left of `rect`, in the middle of its height; on a selected row it is filled with surface."""
    ink, fill = TONES[tone]
    height = max(HEIGHT, QFontMetrics(_font()).height() + 4)
    width = min(pill_width(text, icon), rect.width())
    body = QRectF(rect.left(), rect.top() + (rect.height() - height) / 2, width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if fill:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("surface" if selected else fill))
        painter.drawRoundedRect(body, 4, 4)
    else:
        painter.setPen(QPen(theme().color("ctl"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(body.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    left = int(body.left()) + (6 if icon else 8)
    if icon:
        icons.paint(painter, icon, theme().color(ink), QRect(left, int(body.center().y()) - 6, 12, 12))
        left += 17
    painter.setFont(_font())
    painter.setPen(theme().color(ink))
    room = QRect(left, int(body.top()), int(body.right()) - left - 6, int(body.height()))
    words = QFontMetrics(_font()).elidedText(text, Qt.TextElideMode.ElideRight, room.width() + 2)
    painter.drawText(room.adjusted(0, 0, 4, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
    painter.restore()


class Pill(QWidget):
    """A pill on a page. Tones: ok, danger, warn, accent, excused, neutral, seal, line."""

    def __init__(self, text: str = "", tone: str = "neutral", icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)
        self.show_state(text, tone, icon)

    def show_state(self, text: str, tone: str = "neutral", icon: str = "") -> None:
        """Show another state; an empty text hides the pill."""
        self.text, self.tone, self.icon = text, tone, icon
        self.setAccessibleName(text)
        self.setVisible(bool(text)) if self.parent() else None
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(pill_width(self.text, self.icon), max(HEIGHT, QFontMetrics(_font()).height() + 4))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.text:
            painter = QPainter(self)
            paint_pill(painter, self.rect(), self.text, self.tone, self.icon)
            painter.end()
