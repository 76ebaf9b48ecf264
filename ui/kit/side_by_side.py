"""Two values of each field side by side, one of them taken: by a click, or by the keys 1 and 2."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.kit.text import Elided, Glyph, set_look

LEFT, RIGHT = 0, 1


@dataclass(frozen=True)
class Line:
    """A field: its name and both values in words; `taken` is 0, 1 or None. Of a `same` one nothing is to choose."""

    key: str
    name: str
    left: str
    right: str
    taken: int | None = None
    same: bool = False


class SideBySide(QFrame):
    """Each side has a title and a second line. Up and Down move over the lines, 1 and 2 take a value and go on.

    changed() after every choice.
    """

    changed = Signal()

    def __init__(
        self, lines: Sequence[Line], left: tuple[str, str], right: tuple[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("noring", True)
        self.lines = list(lines)
        self.current = next((n for n, one in enumerate(self.lines) if not one.same), -1)
        self.groups: dict[str, QButtonGroup] = {}
        self._names: list[QFrame] = []
        self._cells: dict[tuple[str, int], QFrame] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(1, 1, 1, 1)
        grid.setSpacing(0)
        for place, (title, second) in enumerate((("", ""), left, right)):
            grid.addWidget(_head(title, second), 0, place)
        for number, one in enumerate(self.lines, start=1):
            self._line(grid, number, one)
        for place, share in enumerate((26, 74, 74)):
            grid.setColumnStretch(place, share)
        self._look()

    def _line(self, grid: QGridLayout, number: int, one: Line) -> None:
        name = _cell(Elided(one.name, "muted"))
        self._names.append(name)
        grid.addWidget(name, number, 0)
        group = QButtonGroup(self)
        for side, text in ((LEFT, one.left), (RIGHT, one.right)):
            if one.same:
                cell = _cell(Glyph("check", "ok", 14), Elided(text or "–"))
            else:
                radio = QRadioButton((text or "–").replace("&", "&&"))
                radio.setAccessibleName(f"{one.name}: {text or '–'}")
                radio.setToolTip(text)
                radio.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
                radio.setFocusPolicy(Qt.FocusPolicy.TabFocus)
                radio.installEventFilter(self)
                group.addButton(radio, side)
                if one.taken == side:
                    radio.setChecked(True)
                cell = _cell(radio)
            self._cells[one.key, side] = cell
            grid.addWidget(cell, number, side + 1)
        if not one.same:
            self.groups[one.key] = group
            group.idClicked.connect(lambda _side, n=number - 1: self._clicked(n))

    # -- what is taken -----------------------------------------------------------------------------------------------
    def taken(self, side: int) -> list[str]:
        """Keys of the fields of which this side is taken."""
        return [key for key, group in self.groups.items() if group.checkedId() == side]

    def open_lines(self) -> int:
        """How many fields wait for a choice."""
        return sum(group.checkedId() < 0 for group in self.groups.values())

    def take(self, side: int) -> None:
        """Take a side of the current line, and go on to the next."""
        if self.current < 0:
            return
        self.groups[self.lines[self.current].key].button(side).setChecked(True)
        self.move_on(1)
        self._look()
        self.changed.emit()

    def move_on(self, step: int) -> None:
        """The next line (1) or the one before (-1) that has a choice."""
        there = self.current + step
        while 0 <= there < len(self.lines):
            if not self.lines[there].same:
                self.current = there
                break
            there += step
        self._look()

    def press(self, key: int) -> bool:
        """A key: 1, 2, Up, Down; False when it is none of them."""
        if key in (Qt.Key.Key_1, Qt.Key.Key_2):
            self.take(LEFT if key == Qt.Key.Key_1 else RIGHT)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_on(-1 if key == Qt.Key.Key_Up else 1)
        else:
            return False
        return True

    def _clicked(self, number: int) -> None:
        self.current = number
        self._look()
        self.changed.emit()

    def _look(self) -> None:
        for number, name in enumerate(self._names):
            set_look(name, now=number == self.current)
        for key, group in self.groups.items():
            for side in (LEFT, RIGHT):
                set_look(self._cells[key, side], taken=group.checkedId() == side)
                set_look(group.button(side), taken=group.checkedId() == side)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.press(event.key()):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QAbstractButton):
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self.press(event.key())
            if event.type() == QEvent.Type.FocusIn:
                found = [n for n, one in enumerate(self.lines)
                         if one.key in self.groups and watched in self.groups[one.key].buttons()]
                self.current = found[0] if found else self.current
                self._look()
        return super().eventFilter(watched, event)


def _head(title: str, second: str) -> QFrame:
    made = QFrame()
    made.setObjectName("sidehead")
    layout = QVBoxLayout(made)
    layout.setContentsMargins(12, 6, 12, 6)
    layout.setSpacing(0)
    layout.addWidget(Elided(title, "strong"))
    if second:
        layout.addWidget(Elided(second, "caption"))
    return made


def _cell(*widgets: QWidget) -> QFrame:
    made = QFrame()
    made.setObjectName("side")
    layout = QHBoxLayout(made)
    layout.setContentsMargins(12, 5, 8, 5)
    layout.setSpacing(8)
    for place, widget in enumerate(widgets):
        layout.addWidget(widget, 1 if place == len(widgets) - 1 else 0)
    return made
