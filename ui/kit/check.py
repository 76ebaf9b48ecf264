"""Yes or no: a check box, a switch that acts at once, one of several in a column, several of a few."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QCheckBox, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from ui.kit.flow import Flow
from ui.kit.theme import theme


class CheckBox(QCheckBox):
    """A fact that is saved with the form."""

    edited = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _on=False: self.edited.emit())

    def value(self) -> Any:
        """Is it on?"""
        return self.isChecked()

    def set_value(self, value: Any) -> None:
        """Turn it on or off."""
        self.setChecked(bool(value))

    def show_error(self, on: bool) -> None:
        """The message below is enough."""

    def set_read_only(self, on: bool) -> None:
        """Not to be changed here."""
        self.setEnabled(not on)


class Switch(QAbstractButton):
    """A setting that acts at once."""

    edited = Signal()

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _on=False: self.edited.emit())

    def value(self) -> Any:
        """Is it on?"""
        return self.isChecked()

    def set_value(self, value: Any) -> None:
        """Turn it on or off."""
        self.setChecked(bool(value))

    def show_error(self, on: bool) -> None:
        """The message below is enough."""

    def set_read_only(self, on: bool) -> None:
        """Not to be changed here."""
        self.setEnabled(not on)

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text()) + 10 if self.text() else 0
        return QSize(36 + words, max(26, self.fontMetrics().height() + 6))

    def paintEvent(self, event: QPaintEvent) -> None:
        color = theme().color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = (self.height() - 20) / 2
        on = self.isChecked()
        edge = color("accent" if on else "line-strong") if self.isEnabled() else color("line")
        fill = color("accent" if on else "surface") if self.isEnabled() else color("sunken")
        painter.setPen(QPen(edge, 1.5))
        painter.setBrush(fill)
        painter.drawRoundedRect(QRectF(0.75, top + 0.75, 34.5, 18.5), 9.25, 9.25)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("on-accent" if on else "text-2") if self.isEnabled() else color("text-3"))
        size = 12 if on else 10
        painter.drawEllipse(QRectF(20 if on else 5, top + (20 - size) / 2, size, size))
        if self.text():
            painter.setPen(color("text" if self.isEnabled() else "text-3"))
            room = self.rect().adjusted(46, 0, 0, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        painter.end()


class OneOf(QWidget):
    """A few choices below each other, one of them on."""

    edited = Signal()

    def __init__(self, options: Sequence[tuple[Any, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3, 3, 3, 3)  # room for the ring of focus
        layout.setSpacing(4)
        self._values = [value for value, _text in options]
        self._group = QButtonGroup(self)
        for number, (_value, text) in enumerate(options):
            button = QRadioButton(text)
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            self._group.addButton(button, number)
            layout.addWidget(button)
        self._group.idClicked.connect(lambda _number: self.edited.emit())

    def value(self) -> Any:
        """The choice, or None."""
        number = self._group.checkedId()
        return self._values[number] if number >= 0 else None

    def set_value(self, value: Any) -> None:
        """Choose one; a value that is not there changes nothing."""
        if value in self._values:
            self._group.button(self._values.index(value)).setChecked(True)

    def show_error(self, on: bool) -> None:
        """The message below is enough."""

    def set_read_only(self, on: bool) -> None:
        """Not to be changed here."""
        self.setEnabled(not on)


class Several(QWidget):
    """Any of a few choices, side by side where there is room; the value is a tuple in their order."""

    edited = Signal()

    def __init__(self, options: Sequence[tuple[Any, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = Flow(self, 16)
        layout.setContentsMargins(3, 3, 3, 3)  # room for the ring of focus
        self.boxes: dict[Any, CheckBox] = {}
        for value, text in options:
            box = self.boxes[value] = CheckBox(text)
            box.edited.connect(self.edited.emit)
            layout.addWidget(box)
        self.setFocusProxy(next(iter(self.boxes.values())))

    def value(self) -> Any:
        """What is ticked."""
        return tuple(value for value, box in self.boxes.items() if box.isChecked())

    def set_value(self, value: Any) -> None:
        """Tick these and no others."""
        for key, box in self.boxes.items():
            box.setChecked(key in (value or ()))

    def show_error(self, on: bool) -> None:
        """The message below is enough."""

    def set_read_only(self, on: bool) -> None:
        """Not to be changed here."""
        self.setEnabled(not on)
