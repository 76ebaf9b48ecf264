"""Attendance marks as they are drawn: the letter says why, the shape says how it counts, the hue comes third."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.kit.text import label
from ui.kit.theme import theme

Meaning = Literal["attended", "part", "absent", "excused", "excused_absent", "unmarked"]
# meaning -> shape: attended = letter alone; part (late, left early) = bar below; absent = solid block;
# excused = outline (counts as attended); excused_absent = the same dashed (excused, counts as absent)
SHAPES: dict[str, str] = {
    "attended": "plain",
    "part": "bar",
    "absent": "solid",
    "excused": "outline",
    "excused_absent": "dashed",
    "unmarked": "empty",
}
WIDTH, HEIGHT = 30.0, 20.0
PROPOSED = "proposed"
"""The shape of a mark that nobody has made yet: faint, in a dashed frame."""
_INK = {"plain": "ok", "bar": "warn", "solid": "on-danger", "outline": "excused", "dashed": "excused",
        PROPOSED: "text-3"}
_WEIGHTS = {"solid": QFont.Weight.Bold, PROPOSED: QFont.Weight.Normal}


def shape_of(meaning: str) -> str:
    """The shape of a meaning; an unknown one is drawn as a plain letter."""
    return SHAPES.get(meaning, "plain")


def paint_mark(painter: QPainter, rect: QRectF, letter: str, shape: str, scale: float = 1.0,
               letters: float = 0.0, high: float = HEIGHT) -> None:
    """Draw a mark in the middle of `rect`, its letter `letters` times the normal size (0: as the mark).

    Nothing is drawn for an empty one, never a dash.
    """
    letters = letters or scale
    if shape == "empty" or not letter:
        return
    color = theme().color
    if shape == "plain":
        painter.setFont(theme().font(9.75 * letters, QFont.Weight.Medium))
        painter.setPen(color("ok"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, letter)
        return
    width = min(WIDTH * scale, rect.width() - 4)
    body = QRectF(0, 0, width, min(high * scale, rect.height() - 3))
    body.moveCenter(rect.center())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_body(painter, body, shape, scale)
    painter.setFont(theme().font(9.75 * letters, _WEIGHTS.get(shape, QFont.Weight.DemiBold)))
    painter.setPen(color(_INK.get(shape, "text")))
    painter.drawText(body, Qt.AlignmentFlag.AlignCenter, letter)
    painter.restore()


def _paint_body(painter: QPainter, body: QRectF, shape: str, scale: float) -> None:
    """What stands behind the letter."""
    color = theme().color
    painter.setPen(Qt.PenStyle.NoPen)
    radius = 4 * min(scale, 2)
    if shape == "solid":
        painter.setBrush(color("danger-solid"))
        painter.drawRoundedRect(body, radius, radius)
    elif shape == "bar":
        painter.setBrush(color("warn-tint"))
        painter.drawRoundedRect(body, radius, radius)
        painter.save()
        painter.setClipRect(QRectF(body.left(), body.bottom() - 3 * scale, body.width(), 3 * scale))
        painter.setBrush(color("warn-solid"))
        painter.drawRoundedRect(body, radius, radius)
        painter.restore()
    elif shape in ("outline", "dashed", PROPOSED):
        pen = QPen(color("line-strong" if shape == PROPOSED else "excused-line"),
                   (1.0 if shape == PROPOSED else 1.5) * scale)
        if shape != "outline":
            pen.setDashPattern([2.2, 1.8])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(body.adjusted(0.75, 0.75, -0.75, -0.75), radius, radius)


_pictures: dict[tuple[str, str, int, float], tuple[QPixmap, int, int]] = {}
_follows: list[object] = []


def mark_picture(letter: str, shape: str, height: int, ratio: float) -> tuple[QPixmap, int, int]:
    """A mark as a picture for a row so high, with its width and height in logical pixels; made once, then kept."""
    key = (letter, shape, height, ratio)
    found = _pictures.get(key)
    if found is None:
        if not _follows:
            _follows.append(theme().changed.connect(lambda: _pictures.clear()))
        grown = max(1.0, theme().scale)
        across = round(WIDTH * grown) + 4
        made = QPixmap(round(across * ratio), round(height * ratio))
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        paint_mark(painter, QRectF(0, 0, across, height), letter, shape, grown, 1.0)
        painter.end()
        found = _pictures[key] = (made, across, height)
    return found


class Mark(QWidget):
    """One mark, for a legend, a button or roll call."""

    def __init__(self, letter: str, meaning: str, scale: float = 1.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.letter, self.meaning, self.scale = letter, meaning, scale
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(self.sizeHint())

    def show_mark(self, letter: str, meaning: str) -> None:
        """Another mark."""
        self.letter, self.meaning = letter, meaning
        self.update()

    def sizeHint(self) -> QSize:
        narrow = 14 if shape_of(self.meaning) == "plain" and self.scale == 1.0 else WIDTH * 0.8
        return QSize(round((narrow + 4) * self.scale), round((HEIGHT + 4) * self.scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_mark(painter, QRectF(self.rect()), self.letter, shape_of(self.meaning), self.scale)
        painter.end()


class MarkLegend(QWidget):
    """What the marks of this cohort mean: (letter, meaning, words). Words give way from the end; a tooltip has all."""

    def __init__(self, marks: Sequence[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._marks: list[Mark] = []
        self._words: list[QWidget] = []
        for letter, meaning, words in marks:
            mark, said = Mark(letter, meaning), label(words, "caption")
            mark.setToolTip(words)
            mark.setAccessibleName(f"{letter} {words}")
            said.setContentsMargins(3, 0, 9, 0)
            layout.addWidget(mark)
            layout.addWidget(said)
            self._marks.append(mark)
            self._words.append(said)
        self.setAccessibleName(", ".join(f"{letter} {words}" for letter, _meaning, words in marks))
        self.setToolTip("\n".join(f"{letter}   {words}" for letter, _meaning, words in marks))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def fit(self, width: int) -> bool:
        """Show as many of the words as there is room for; False when not even one has it: then it hides."""
        taken = sum(mark.sizeHint().width() for mark in self._marks)
        shown = 0
        for words in self._words:
            taken += words.sizeHint().width()
            if taken > width:
                break
            shown += 1
        for number, words in enumerate(self._words):
            words.setVisible(number < shown)
        self.setVisible(shown > 0)
        return shown > 0
