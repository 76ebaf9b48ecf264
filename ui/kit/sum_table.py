"""A sum on paper: a line for each part, what it was multiplied by, what it gives, and the total below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.kit.layout import line
from ui.kit.text import label


@dataclass(frozen=True)
class SumLine:
    """One line of a sum. `factors` stand between words and result: ('10 %', '× 79')."""

    words: str
    result: str
    factors: tuple[str, ...] = ()
    total: bool = False


class SumTable(QWidget):
    """The lines below each other, numbers at the right; spoken line by line."""

    def __init__(self, lines: Sequence[SumLine], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        wide = max((len(each.factors) for each in lines), default=0)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for number, each in enumerate(lines):
            place = number * 2
            words = label(each.words, "strong" if each.total else "caption", wrap=True)
            words.setAccessibleName(spoken_line(each))
            words.ensurePolished()  # the letters of its kind
            words.setMinimumWidth(1 + max((words.fontMetrics().horizontalAdvance(w) for w in each.words.split()),
                                          default=0))  # between words it wraps, within one it would be cut
            grid.addWidget(words, place, 0)
            for at, text in enumerate(each.factors, start=1):
                grid.addWidget(label(text, "caption"), place, at, right)
            grid.addWidget(label(each.result, "strong"), place, wide + 1, right)
            if number < len(lines) - 1:
                grid.addWidget(line(), place + 1, 0, 1, wide + 2)


def spoken_line(each: SumLine) -> str:
    """A line in one sentence: 'Quiz, 10 %, × 79: 7.9'."""
    return f"{', '.join((each.words, *each.factors))}: {each.result}"


def spoken_sum(lines: Sequence[SumLine]) -> str:
    """The whole sum, to be said."""
    return ". ".join(spoken_line(each) for each in lines)
