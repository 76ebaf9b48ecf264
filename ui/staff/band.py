"""The side band of the first screens: bamboo shoots (pucuk rebung) between two lines, drawn in the theme's colours."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit.theme import theme

WIDTH, STEP = 112, 58  # px


class Band(QWidget):
    """The band, as high as its place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = theme().color
        painter.fillRect(self.rect(), colour("window"))
        painter.fillRect(QRectF(6, 0, 4, self.height()), colour("accent"))
        painter.fillRect(QRectF(WIDTH - 1, 0, 1, self.height()), colour("line"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for top in range(-STEP // 2, self.height(), STEP):
            middle = top + STEP / 2
            _shoot(painter, middle, 74.0, STEP / 2 - 2, colour("accent"), None)
            _shoot(painter, middle, 54.0, STEP / 2 - 9, colour("accent"), colour("accent-tint"))
            _shoot(painter, middle, 32.0, STEP / 2 - 18, colour("seal"), None)
            _star(painter, QPointF(94, middle + STEP / 2), 7, colour("seal"))
        painter.end()


def _shoot(painter: QPainter, middle: float, length: float, half: float, line: QColor, fill: QColor | None) -> None:
    painter.setPen(QPen(line, 1.2))
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.drawPolygon(QPolygonF([QPointF(13, middle - half), QPointF(13 + length, middle),
                                   QPointF(13, middle + half)]))


def _star(painter: QPainter, centre: QPointF, size: float, line: QColor) -> None:
    painter.setPen(QPen(line, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for turn in (0, 45):
        painter.save()
        painter.translate(centre)
        painter.rotate(turn)
        painter.drawRect(QRectF(-size * 0.7, -size * 0.7, size * 1.4, size * 1.4))
        painter.restore()
    painter.drawEllipse(centre, size * 0.3, size * 0.3)
