"""A colour: a swatch that opens a few to choose from, beside a box for its six digits."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QColorDialog, QSizePolicy, QWidget

from app.i18n import _
from ui.kit.buttons import Button, secondary
from ui.kit.flow import Flow
from ui.kit.layout import column, row
from ui.kit.popover import Popover
from ui.kit.text import label
from ui.kit.text_box import TextBox
from ui.kit.theme import theme
from ui.kit.tokens import PAPER

HEX = re.compile(r"#?([0-9A-Fa-f]{6})")
Offers = Sequence[tuple[str, Sequence[tuple[str, str]]]]
"""Groups with their words, and in each (colour, words)."""


class Swatch(Button):
    """A button filled with a colour; `on` puts a ring around it."""

    def __init__(self, colour: str, words: str, on_click: Callable[[], object], on: bool = False) -> None:
        super().__init__("", on_click, tip=words)
        self.colour, self.on = colour, on
        self.setProperty("square", True)
        self.setAccessibleName(words)

    def show_colour(self, colour: str) -> None:
        """Another colour."""
        self.colour = colour
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = QRectF(self.rect()).adjusted(5.5, 5.5, -5.5, -5.5)
        painter.setPen(QPen(theme().color("line-strong"), 1))
        painter.setBrush(QColor(self.colour) if HEX.fullmatch(self.colour) else theme().color("surface"))
        painter.drawRoundedRect(inner, 3, 3)
        if self.on:
            painter.setPen(QPen(theme().color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inner.adjusted(-2.5, -2.5, 2.5, 2.5), 5, 5)
        painter.end()


class ColourBox(QWidget):
    """value() is '#RRGGBB' in capitals, or the text that is no colour, which `unread` explains."""

    edited = Signal()

    def __init__(self, offers: Callable[[], Offers], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offers = offers
        self.swatch = Swatch("", _("Choose a colour"), self.open)
        self.box = TextBox(PAPER["petrol"], max_length=7)
        self.popover: Popover | None = None
        self._last = ""
        self.setLayout(row(self.swatch, self.box, spacing=6))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.box)
        self.box.edited.connect(self._typed)
        self.box.editingFinished.connect(self._finished)

    def value(self) -> Any:
        """The colour, or the text that is none."""
        found = HEX.fullmatch(self.box.value())
        return f"#{found.group(1).upper()}" if found else self.box.value()

    def set_value(self, value: Any) -> None:
        """Show a colour."""
        self.box.set_value(value)
        self._last = str(self.value())
        self.swatch.show_colour(self._last)

    def unread(self) -> str:
        """What to say of a text that is no colour; '' when it is one."""
        if HEX.fullmatch(self.box.value()):
            return ""
        return _("Write a colour as # and six digits or letters from A to F, such as #0B5F77.")

    def show_error(self, on: bool) -> None:
        """Red border or not."""
        self.box.show_error(on)

    def set_read_only(self, on: bool) -> None:
        """Not to be changed here."""
        self.box.set_read_only(on)
        self.swatch.setEnabled(not on)

    def hasFocus(self) -> bool:
        """Is it being typed into?"""
        return self.box.hasFocus()

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.box.setAccessibleName(name)
        self.swatch.setAccessibleName(_("Choose: {what}").format(what=name))

    def setAccessibleDescription(self, words: str) -> None:
        super().setAccessibleDescription(words)
        self.box.setAccessibleDescription(words)

    def open(self) -> None:
        """The colours to choose from."""
        now, first = str(self.value()), None
        items: list[Any] = []
        for words, colours in self._offers():
            if not colours:
                continue
            flow = Flow(spacing=4)
            for colour, name in colours:
                made = Swatch(colour, f"{name} {colour}".strip(), lambda colour=colour: self._choose(colour),
                              colour.upper() == now)
                first = made if first is None or made.on else first
                flow.addWidget(made)
            items += [label(words, "caption"), flow]
        body = QWidget()
        body.setLayout(column(*items, row(secondary(_("Other colour…"), self.ask, small=True), None), spacing=6))
        self.popover = Popover(self.swatch, _("Choose a colour"), body, width=270)
        if first is not None:
            first.setFocus()

    def ask(self) -> None:
        """Any colour, in Qt's window: it speaks the language of the program everywhere."""
        self._close()
        dialog = QColorDialog(QColor(str(self.value())), self.window())
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.colorSelected.connect(lambda colour: self._choose(colour.name().upper()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _choose(self, colour: str) -> None:
        self._close()
        if colour.upper() != self.value():
            self.box.set_value(colour.upper())
            self._tell()

    def _close(self) -> None:
        popover, self.popover = self.popover, None
        if popover is not None:
            popover.close_now()

    def _typed(self) -> None:
        if HEX.fullmatch(self.box.value()):
            self._tell()

    def _finished(self) -> None:
        if self.value() != self._last:
            self._tell()
        if not self.unread():
            self.box.set_value(self.value())

    def _tell(self) -> None:
        self._last = str(self.value())
        self.swatch.show_colour(self._last)
        self.edited.emit()
