"""Rulers beside the paper one designs on: millimetres, where the pointer is, how far what is chosen reaches."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.certificates.templates import arrange
from app.i18n import _
from ui.certificates.designer.canvas import Canvas
from ui.kit.theme import theme

SMALL = 8.0  # pt
APART = 48  # pixels between two numbers, at least
STEPS = (5, 10, 20, 50, 100)


class Ruler(QWidget):
    """Along the upper (`across`) or left edge of the view; it does not scroll away, its numbers follow the paper."""

    def __init__(self, canvas: Canvas, *, across: bool) -> None:
        super().__init__()
        self.canvas, self.across = canvas, across
        self.pointer: float | None = None  # mm
        self.setAccessibleName(_("Ruler across") if across else _("Ruler down"))
        fixed, free = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored
        self.setSizePolicy(free if across else fixed, fixed if across else free)
        theme().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        side = theme().px(20)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def point(self, at: float | None) -> None:
        """Mark where the pointer is, in mm of the page; None when it is elsewhere."""
        if at != self.pointer:
            self.pointer = at
            self.update()

    def place(self, mm: float) -> float:
        """Where a millimetre of the page is on this ruler, in pixels."""
        start = self.mapFromGlobal(self.canvas.mapToGlobal(self.canvas.origin()))
        return (start.x() if self.across else start.y()) + mm * self.canvas.scale()

    def steps(self) -> tuple[float, float]:
        """Millimetres from number to number and from line to line."""
        k = self.canvas.scale()
        wide = next((step for step in STEPS if step * k >= theme().px(APART)), STEPS[-1])
        return float(wide), wide / 10 if wide / 10 * k >= 5 else wide / 5

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self.across:  # painted as the upper one is, turned
            painter.translate(self.width(), 0)
            painter.rotate(90)
        length, deep = (self.width(), self.height()) if self.across else (self.height(), self.width())
        painter.fillRect(QRectF(0, 0, length, deep), theme().color("surface"))
        self._reach(painter, deep)
        self._lines(painter, length, deep)
        edge = deep - 0.5 if self.across else 0.5
        painter.setPen(QPen(theme().color("line"), 1))
        painter.drawLine(QPointF(0, edge), QPointF(length, edge))
        if self.pointer is not None:
            self._pointer(painter, deep)
        painter.end()

    def _reach(self, painter: QPainter, deep: int) -> None:
        things = self.canvas.chosen_now()
        if things:
            left, top, w, h = arrange.union([arrange.box_of(t) for t in things])
            begin, end = (left, left + w) if self.across else (top, top + h)
            painter.fillRect(QRectF(self.place(begin), 1, self.place(end) - self.place(begin), deep - 2),
                             theme().color("accent-tint"))

    def _lines(self, painter: QPainter, length: int, deep: int) -> None:
        page = self.canvas.layout_.width if self.across else self.canvas.layout_.height
        number, line = self.steps()
        painter.setFont(theme().font(SMALL))
        for n in range(int(page / line) + 1):
            at, mm = self.place(n * line), n * line
            if not -theme().px(APART) <= at <= length + 1:
                continue
            whole = abs(mm / number - round(mm / number)) < 1e-6
            long = 8 if whole else 4
            painter.setPen(QPen(theme().color("ctl"), 1))
            edge = (deep - long, deep) if self.across else (0, long)
            painter.drawLine(QPointF(at, edge[0]), QPointF(at, edge[1]))
            if whole:
                painter.setPen(theme().color("text-3"))
                self._number(painter, at, f"{mm:g}", deep)

    def _number(self, painter: QPainter, at: float, words: str, deep: int) -> None:
        """At the right of its line; on the left ruler above it, read from below."""
        high = painter.fontMetrics().ascent()
        if self.across:
            painter.drawText(QPointF(at + 3, 1 + high), words)
            return
        painter.save()
        painter.translate(at, deep)
        painter.rotate(180)
        painter.drawText(QPointF(3, 1 + high), words)
        painter.restore()

    def _pointer(self, painter: QPainter, deep: int) -> None:
        at = self.place(self.pointer or 0.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("accent"))
        tip, base = (deep, deep - 6) if self.across else (0, 6)
        painter.drawPolygon(QPolygonF([QPointF(at, tip), QPointF(at - 4, base), QPointF(at + 4, base)]))
