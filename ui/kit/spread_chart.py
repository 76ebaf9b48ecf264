"""How values lie: a box from quartile to quartile with the median, whiskers to the ends, and every value as a dot.

What it shows is also told in words: its accessible description lists every row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit.theme import theme

GAP = 12
DOT = 2.5


@dataclass(frozen=True)
class SpreadRow:
    """One line: name, the words at its end, values, five numbers (least, quarters, highest), mean and limit."""

    name: str
    words: str
    spoken: str
    values: tuple[float, ...] = ()
    five: tuple[float, float, float, float, float] | None = None
    mean: float | None = None
    limit: float | None = None  # below it is failed


class SpreadChart(QWidget):
    """Rows one below the other on one scale from 0 to `most`."""

    def __init__(self, rows: Sequence[SpreadRow] = (), *, most: float = 100, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.rows: tuple[SpreadRow, ...] = ()
        self.most = most
        self.set_rows(rows)

    def set_rows(self, rows: Sequence[SpreadRow]) -> None:
        """Show other values."""
        self.rows = tuple(rows)
        self.setAccessibleDescription("; ".join(f"{r.name}: {r.spoken or r.words}" for r in self.rows))
        self.updateGeometry()
        self.update()

    def _row(self) -> int:
        return max(30, QFontMetrics(theme().font(9)).height() + 14)

    def _axis(self) -> int:
        return QFontMetrics(theme().font(8.25)).height() + 6

    def sizeHint(self) -> QSize:
        return QSize(480, self._row() * len(self.rows) + self._axis())

    def minimumSizeHint(self) -> QSize:
        return QSize(280, self._row() * len(self.rows) + self._axis())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetrics(theme().font(9))
        names = min(max((metrics.horizontalAdvance(r.name) for r in self.rows), default=0) + 2, self.width() // 3)
        ends = min(max((metrics.horizontalAdvance(r.words) for r in self.rows), default=0) + 2, self.width() // 3)
        area = QRectF(names + GAP, 0, max(40, self.width() - names - ends - 2 * GAP), self.height() - self._axis())
        self._scale(painter, area)
        painter.setFont(theme().font(9))
        for at, row in enumerate(self.rows):
            top = at * self._row()
            middle = top + self._row() / 2
            painter.setPen(theme().color("text"))
            name = metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, names)
            painter.drawText(QRectF(0, top, names, self._row()), Qt.AlignmentFlag.AlignVCenter, name)
            painter.setPen(theme().color("text-2"))
            painter.drawText(QRectF(self.width() - ends, top, ends, self._row()),
                             Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.words)
            self._box(painter, area, middle, row)
        painter.end()

    def _x(self, area: QRectF, value: float) -> float:
        return area.left() + area.width() * min(1.0, max(0.0, value / self.most))

    def _scale(self, painter: QPainter, area: QRectF) -> None:
        font = theme().font(8.25)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        for step in range(5):
            value = self.most * step / 4
            x = self._x(area, value)
            painter.setPen(QPen(theme().color("line"), 1))
            painter.drawLine(QPointF(x, 0), QPointF(x, area.bottom()))
            painter.setPen(theme().color("text-3"))
            painter.drawText(QRectF(x - 30, area.bottom() + 2, 60, metrics.height()), Qt.AlignmentFlag.AlignHCenter,
                             f"{value:g}")

    def _box(self, painter: QPainter, area: QRectF, y: float, row: SpreadRow) -> None:
        if row.limit is not None:
            painter.setPen(QPen(theme().color("danger"), 1.5, Qt.PenStyle.DashLine))
            x = self._x(area, row.limit)
            painter.drawLine(QPointF(x, y - self._row() / 2 + 2), QPointF(x, y + self._row() / 2 - 2))
        if row.five is not None:
            least, low, middle, high, most = (self._x(area, v) for v in row.five)
            tall = self._row() * 0.26
            painter.setPen(QPen(theme().color("accent"), 1.5))
            painter.drawLine(QPointF(least, y), QPointF(low, y))
            painter.drawLine(QPointF(high, y), QPointF(most, y))
            painter.setBrush(theme().color("accent-tint-2"))
            painter.drawRoundedRect(QRectF(low, y - tall, max(1.0, high - low), 2 * tall), 2, 2)
            painter.setPen(QPen(theme().color("accent"), 2.5))
            painter.drawLine(QPointF(middle, y - tall), QPointF(middle, y + tall))
        painter.setPen(Qt.PenStyle.NoPen)
        stacked: dict[int, int] = {}
        for value in row.values:
            x = self._x(area, value)
            place = round(x / (2 * DOT))
            level = stacked[place] = stacked.get(place, -1) + 1
            side = (level + 1) // 2 * (1 if level % 2 else -1)  # the same mark again above, then below
            failed = row.limit is not None and value < row.limit
            painter.setBrush(theme().color("danger" if failed else "text-2"))
            off = max(-self._row() / 2 + DOT, min(self._row() / 2 - DOT, side * 2 * DOT))
            painter.drawEllipse(QPointF(x, y + off), DOT, DOT)
