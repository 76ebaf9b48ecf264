"""Large parts to be read from across a room: a name that fits itself, buttons with a mark, counts of marks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QPushButton, QSizePolicy, QStyle, QWidget

from ui.kit.marks import WIDTH, paint_mark, shape_of
from ui.kit.theme import theme

LARGEST, SMALLEST = 33, 24  # points
FLASH = 120  # ms
SQUARE = 27.0  # pixels of height of a large mark, before it grows


def still() -> bool:
    """Does the user or the system ask for no motion? (Qt tells it as animations that take no time.)"""
    if theme().still:
        return True
    style = QApplication.style()
    if style is not None and style.styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) == 0:
        return True
    hints = getattr(QApplication.styleHints(), "accessibility", None)
    preference = getattr(hints(), "motionPreference", None) if hints is not None else None
    return preference is not None and "Reduc" in getattr(preference(), "name", "")


class BigName(QWidget):
    """One line from 33 down to 24 points; what is longer still goes on two lines, and only then ends in …"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_name(self, name: str) -> None:
        """Another person."""
        self.name = name
        self.setAccessibleName(name)
        self.updateGeometry()
        self.update()

    def lines(self, width: int) -> tuple[int, list[str]]:
        """Points and lines for a width in pixels."""
        for points in range(LARGEST, SMALLEST - 1, -1):
            if self._metrics(points).horizontalAdvance(self.name) <= width:
                return points, [self.name]
        for points in range(LARGEST - 5, SMALLEST - 1, -1):
            first, rest = self._first(points, width)
            if self._metrics(points).horizontalAdvance(rest) <= width:
                return points, [first, rest]
        first, rest = self._first(SMALLEST, width)
        return SMALLEST, [first, self._metrics(SMALLEST).elidedText(rest, Qt.TextElideMode.ElideRight, width)]

    def _first(self, points: int, width: int) -> tuple[str, str]:
        metrics, words = self._metrics(points), self.name.split()
        taken = 1
        while taken < len(words) and metrics.horizontalAdvance(" ".join(words[:taken + 1])) <= width:
            taken += 1
        return " ".join(words[:taken]), " ".join(words[taken:])

    @staticmethod
    def _metrics(points: float) -> QFontMetrics:
        return QFontMetrics(theme().font(points, QFont.Weight.DemiBold))

    def sizeHint(self) -> QSize:
        return QSize(360, self._metrics(SMALLEST).height() * 2 + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self._metrics(SMALLEST).height() * 2 + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        points, lines = self.lines(self.width())
        painter.setFont(theme().font(points, QFont.Weight.DemiBold))
        painter.setPen(theme().color("text"))
        high = self._metrics(points).height()
        top = (self.height() - high * len(lines)) // 2
        for number, text in enumerate(lines):
            painter.drawText(QRect(0, top + number * high, self.width(), high),
                             int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)
        painter.end()


class MarkButton(QPushButton):
    """A mark with its words below, large; `flash` lights it for a moment, `set_default` rings the one Enter means."""

    def __init__(self, letter: str, meaning: str, words: str, on_click: Callable[[], object]) -> None:
        super().__init__()
        self.letter, self.meaning, self.words = letter, meaning, words
        self.lit = self.ringed = False
        self.setProperty("kind", "mark")
        self.setAccessibleName(f"{words} ({letter})")
        self.setToolTip(f"{words} ({letter})")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _on=False: on_click())
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(FLASH)
        self._timer.timeout.connect(lambda: self._light(False))

    def flash(self) -> None:
        """Show which one was meant, unless the system asks for no motion."""
        if not still():
            self._light(True)
            self._timer.start()

    def _light(self, on: bool) -> None:
        self.lit = on
        self.update()

    def set_ringed(self, on: bool) -> None:
        """Is this what Enter means (or the mark that is there)?"""
        self.ringed = on
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(112), theme().px(108))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(64), theme().px(96))

    def paintEvent(self, event: QPaintEvent) -> None:
        color = theme().color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = self.ringed or self.hasFocus()
        painter.setPen(QPen(color("focus" if ring else "ctl"), 2 if ring else 1))
        painter.setBrush(color("accent-tint" if self.lit else "hover" if self.underMouse() else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        font = theme().font(9.75, QFont.Weight.DemiBold)
        line = QFontMetrics(font).height()
        side = self.height() - line * 2 - 18
        paint_box(painter, QRectF(4, 10, self.width() - 8, side), self.letter, self.meaning, 1.5)
        painter.setFont(font)
        painter.setPen(color("text"))
        painter.drawText(QRect(4, side + 12, self.width() - 8, line * 2),
                         int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop) | int(
                             Qt.TextFlag.TextWordWrap), self.words)
        painter.end()


def paint_box(painter: QPainter, rect: QRectF, letter: str, meaning: str, scale: float) -> None:
    """A mark of a given size; the plain letter gets a thin box, so that it stands as large as the others."""
    scale *= max(1.0, theme().scale)
    if shape_of(meaning) == "plain":
        body = QRectF(0, 0, WIDTH * scale, SQUARE * scale)
        body.moveCenter(rect.center())
        painter.setPen(QPen(theme().color("ok-line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(body.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    points = scale / max(1.0, theme().scale)
    paint_mark(painter, rect, letter, shape_of(meaning), scale, points, SQUARE)


class MarkCount(QWidget):
    """A mark and how many there are."""

    def __init__(self, letter: str, meaning: str, words: str) -> None:
        super().__init__()
        self.letter, self.meaning, self.words, self.count = letter, meaning, words, 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """So many."""
        self.count = count
        self.setToolTip(f"{self.words}: {count}")
        self.setAccessibleName(f"{self.words}: {count}")
        self.updateGeometry()
        self.update()

    def _font(self) -> QFont:
        return theme().font(15, QFont.Weight.DemiBold)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(44) + QFontMetrics(self._font()).horizontalAdvance(str(self.count)) + 6,
                     theme().px(34))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_box(painter, QRectF(0, 0, theme().px(38), self.height()), self.letter, self.meaning, 1.1)
        painter.setFont(self._font())
        painter.setPen(theme().color("text"))
        painter.drawText(self.rect().adjusted(theme().px(44), 0, 0, 0),
                         int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), str(self.count))
        painter.end()
