"""Two charts: bars beside each other's names, and counts that grow in steps. Axes from 0, labels at line ends.

What a chart shows is also told in words: its accessible description lists every value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import _, short_month, show_date
from ui.kit.progress import paint_bar
from ui.kit.theme import theme

GAP = 12
LINE = 2.5


@dataclass(frozen=True)
class BarRow:
    """One bar: its name, how long, the words at its end. `planned` draws a tick, in the unit of `value`."""

    name: str
    value: float
    words: str
    planned: float | None = None


def _spoken(row: BarRow) -> str:
    said = f"{row.name}: {row.words}"
    return said if row.planned is None else said + ", " + _("planned {n}").format(n=f"{row.planned:,g}")


class BarChart(QWidget):
    """Bars from 0, one below the other, all on one scale that ends at `most` (the largest value when not given)."""

    def __init__(self, rows: Sequence[BarRow] = (), *, most: float | None = None,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.rows: tuple[BarRow, ...] = ()
        self.set_rows(rows, most=most)

    def set_rows(self, rows: Sequence[BarRow], *, most: float | None = None) -> None:
        """Show other values."""
        self.rows = tuple(rows)
        self.most = most or max((max(r.value, r.planned or 0) for r in self.rows), default=0) or 1
        self.setAccessibleDescription("; ".join(_spoken(r) for r in self.rows))
        self.updateGeometry()
        self.update()

    def _row(self) -> int:
        return max(22, QFontMetrics(theme().font(9)).height() + 8)

    def sizeHint(self) -> QSize:
        return QSize(280, self._row() * len(self.rows))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self._row() * len(self.rows))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = theme().font(9)
        metrics = QFontMetrics(font)
        ends = max((metrics.horizontalAdvance(r.words) for r in self.rows), default=0)
        names = max((metrics.horizontalAdvance(r.name) for r in self.rows), default=0) + 2
        names = min(names, max(60, self.width() - ends - 2 * GAP - 60))
        painter.setFont(font)
        for number, row in enumerate(self.rows):
            top = number * self._row()
            painter.setPen(theme().color("text"))
            shown = metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, names)
            painter.drawText(QRectF(0, top, names, self._row()), Qt.AlignmentFlag.AlignVCenter, shown)
            painter.setPen(theme().color("text-2"))
            painter.drawText(QRectF(self.width() - ends - 1, top, ends + 1, self._row()),
                             Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, row.words)
            room = QRectF(names + GAP, top + self._row() / 2 - 3, self.width() - names - ends - 2 * GAP, 6)
            tick = None if row.planned is None else row.planned / self.most
            paint_bar(painter, room, row.value / self.most, "accent", tick)
        painter.end()


Kind = Literal["fact", "forecast", "plan"]
_PENS = {"fact": Qt.PenStyle.SolidLine, "forecast": Qt.PenStyle.DashLine, "plan": Qt.PenStyle.DotLine}
_INK = {"fact": "accent", "forecast": "accent", "plan": "text-2"}


@dataclass(frozen=True)
class StepLine:
    """A count that grows: at each day how many there are from then on. Solid is fact, dashed forecast, dotted plan."""

    name: str
    points: tuple[tuple[date, float], ...]
    kind: Kind = "fact"

    @property
    def last(self) -> float:
        """The value at its end."""
        return self.points[-1][1] if self.points else 0


class StepChart(QWidget):
    """Lines between two days. A count steps, a forecast and a plan run straight."""

    HEIGHT = 112

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.lines: tuple[StepLine, ...] = ()
        self.since = self.until = date(2000, 1, 1)

    def set_lines(self, lines: Sequence[StepLine], since: date, until: date) -> None:
        """Show other lines; the axis runs from `since` to `until`."""
        self.lines, self.since, self.until = tuple(lines), since, until
        self.setAccessibleDescription(". ".join(
            f"{one.name}: " + "; ".join(f"{show_date(day)} {value:,g}" for day, value in one.points)
            for one in self.lines))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(280, theme().px(self.HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, theme().px(self.HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = theme().font(8.25)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        most = scale_end(max((v for one in self.lines for _d, v in one.points), default=0))
        words = f"{most:,}"
        area = QRectF(metrics.horizontalAdvance(words) + 6, metrics.height() / 2 + 2, 0, 0)
        area.setRight(self.width() - 6)
        area.setBottom(self.height() - metrics.height() - 6)
        self._axes(painter, area, most, metrics)
        taken: list[QRectF] = []
        for one in self.lines:
            end = self._line(painter, area, one, most)
            if end is not None:
                self._end(painter, end, one, taken)
        painter.end()

    def _x(self, area: QRectF, day: date) -> float:
        whole = max(1, (self.until - self.since).days)
        return area.left() + area.width() * min(1.0, max(0.0, (day - self.since).days / whole))

    def _axes(self, painter: QPainter, area: QRectF, most: int, metrics: QFontMetrics) -> None:
        for share, words in ((0.0, "0"), (1.0, f"{most:,}")):
            y = area.bottom() - area.height() * share
            painter.setPen(QPen(theme().color("line"), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(theme().color("text-3"))
            painter.drawText(QRectF(0, y - metrics.height() / 2, area.left() - 6, metrics.height()),
                             Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
        free = -1.0
        for month in range(1, 13):
            first = date(self.since.year, month, 1)
            if not self.since <= first <= self.until:
                continue
            x, words = self._x(area, first), short_month(month)
            width = metrics.horizontalAdvance(words)
            if x >= free and x + width <= self.width():
                painter.drawText(QPointF(x, self.height() - 2), words)
                free = x + width + 8

    def _line(self, painter: QPainter, area: QRectF, one: StepLine, most: int) -> QPointF | None:
        """Draws a line; where it ends."""
        if not one.points:
            return None
        painter.setPen(QPen(theme().color(_INK[one.kind]), LINE, _PENS[one.kind], Qt.PenCapStyle.FlatCap,
                            Qt.PenJoinStyle.MiterJoin))
        line, y = QPolygonF(), area.bottom()
        for day, value in one.points:
            x = self._x(area, day)
            if one.kind == "fact" and not line.isEmpty():
                line.append(QPointF(x, y))
            y = area.bottom() - area.height() * value / most
            line.append(QPointF(x, y))
        painter.drawPolyline(line)
        return QPointF(line.last())  # a copy: the point itself goes with the line

    def _end(self, painter: QPainter, at: QPointF, one: StepLine, taken: list[QRectF]) -> None:
        """The value and the name where the line ends, below what stands there already."""
        font = theme().font(9, QFont.Weight.DemiBold)
        painter.setFont(font)
        words = f"{one.last:,g} {one.name}".strip()
        metrics = QFontMetrics(font)
        width = metrics.horizontalAdvance(words)
        left = at.x() + 6 if at.x() + 6 + width <= self.width() else at.x() - width - 6
        above = at.y() - metrics.height() - 2 >= 0
        top = at.y() - metrics.height() - 2 if above else at.y() + 4
        place = QRectF(max(0.0, left), top, width + 2, metrics.height())
        while any(place.intersects(other) for other in taken):
            place.translate(0, metrics.height())
        taken.append(place)
        painter.setPen(theme().color("text"))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)


def scale_end(most: float) -> int:
    """Where an axis ends: the next 1, 2 or 5 times a power of ten."""
    step = 1
    while True:
        for factor in (1, 2, 5):
            if most <= factor * step:
                return factor * step
        step *= 10
