"""The answer to a question of trust: a band whose shape and words say yes, no longer, or no, whatever the colour."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.kit.text import label, set_look
from ui.kit.theme import theme

SHAPES = {"yes": ("ok", "ok-tint"), "later": ("warn", "warn-tint"), "no": ("danger-solid", "danger-tint"),
          "false": ("on-danger", "danger-solid"), "unknown": ("neutral", "neutral-tint")}
SIZE = 56


class Shape(QWidget):
    """A disc with a tick, an octagon with a bar, a triangle with a cross, a diamond with a dot."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.answer = "unknown"
        self.setFixedSize(SIZE, SIZE)
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(SIZE, SIZE)

    def paintEvent(self, event: QPaintEvent) -> None:
        token, band = SHAPES[self.answer]
        color = theme().color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(token))
        ink = color(band)
        if self.answer in ("yes", "later"):
            painter.drawEllipse(QRectF(2, 2, 52, 52))
        elif self.answer == "no":
            cut = 15.0
            painter.drawPolygon(QPolygonF([QPointF(2 + cut, 2), QPointF(54 - cut, 2), QPointF(54, 2 + cut),
                                           QPointF(54, 54 - cut), QPointF(54 - cut, 54), QPointF(2 + cut, 54),
                                           QPointF(2, 54 - cut), QPointF(2, 2 + cut)]))
        elif self.answer == "false":
            painter.setPen(QPen(painter.brush().color(), 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap,
                                Qt.PenJoinStyle.RoundJoin))
            painter.drawPolygon(QPolygonF([QPointF(28, 5), QPointF(53, 51), QPointF(3, 51)]))
        else:
            painter.drawPolygon(QPolygonF([QPointF(28, 2), QPointF(54, 28), QPointF(28, 54), QPointF(2, 28)]))
        painter.setPen(QPen(ink, 5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        if self.answer == "yes":
            painter.drawPolyline([QPointF(17, 29), QPointF(25, 37), QPointF(40, 20)])
        elif self.answer == "later":
            painter.drawPolyline([QPointF(28, 15), QPointF(28, 29), QPointF(38, 35)])
        elif self.answer == "no":
            painter.drawLine(QPointF(16, 28), QPointF(40, 28))
        elif self.answer == "false":
            painter.drawLine(QPointF(21, 26), QPointF(35, 42))
            painter.drawLine(QPointF(35, 26), QPointF(21, 42))
        else:
            painter.drawLine(QPointF(28, 17), QPointF(28, 29))
            painter.drawPoint(QPointF(28, 39))
        painter.end()


class VerdictBand(QFrame):
    """Shape, words and a line below. Answers: yes, later (replaced), no (void), false (not ours), unknown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("verdict")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.shape = Shape()
        self.words = label("", "section", wrap=True)
        self.below = label("", "", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(6)
        layout.addWidget(self.shape, 0, Qt.AlignmentFlag.AlignHCenter)
        for words in (self.words, self.below):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(words)

    def show_answer(self, answer: str, words: str, below: str = "") -> None:
        """Say it."""
        self.shape.answer = answer
        self.shape.update()
        self.words.setText(words)
        self.below.setText(below)
        self.below.setVisible(bool(below))
        self.setAccessibleName(f"{words} {below}".strip())
        self.setProperty("answer", answer)
        set_look(self, answer=answer)
        for part in (self.words, self.below):
            set_look(part)
