"""Editors of text and numbers. Every editor has value(), set_value() and the signal `edited` (by the user only)."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from app.i18n import _
from ui.kit.icons import icon
from ui.kit.text import set_look


def is_file(event: QDropEvent) -> bool:
    """A file that is dragged is for the window, never a path to be written into a field."""
    return event.mimeData().hasUrls()


class TextBox(QLineEdit):
    """One line of text; value() is the text without spaces around it."""

    edited = Signal()

    def __init__(
        self, placeholder: str = "", *, max_length: int = 0, leading: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._flag: QAction | None = None
        self._lock: QAction | None = None
        self.setPlaceholderText(placeholder)
        if max_length:
            self.setMaxLength(max_length)
        if leading:
            self.addAction(icon(leading, "text-2"), QLineEdit.ActionPosition.LeadingPosition)
        self.textEdited.connect(lambda _text: self.edited.emit())

    def value(self) -> Any:
        """The text without spaces around it."""
        return self.text().strip()

    def set_value(self, value: Any) -> None:
        """Show a text; None is empty."""
        text = "" if value is None else str(value)
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.ignore() if is_file(event) else super().dragEnterEvent(event)

    def show_error(self, on: bool) -> None:
        """Red border and a sign inside at the right, or neither."""
        if bool(self.property("error")) == on:
            return
        set_look(self, error=on)
        if on and self._flag is None:
            self._flag = self.addAction(icon("circle-alert", "danger"), QLineEdit.ActionPosition.TrailingPosition)
        if self._flag is not None:
            self._flag.setVisible(on)

    def set_read_only(self, on: bool) -> None:
        """Not to be changed here; shown with a lock."""
        self.setReadOnly(on)
        if on and self._lock is None:
            self._lock = self.addAction(icon("lock", "text-3"), QLineEdit.ActionPosition.TrailingPosition)
        if self._lock is not None:
            self._lock.setVisible(on)
        set_look(self)


class PasswordBox(TextBox):
    """A password with an eye to show it; the value keeps its spaces."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._eye = self.addAction(icon("eye", "text-2"), QLineEdit.ActionPosition.TrailingPosition)
        self._eye.setToolTip(_("Show the password"))
        self._eye.triggered.connect(self._toggle)

    def value(self) -> Any:
        """The password as typed."""
        return self.text()

    def _toggle(self) -> None:
        hidden = self.echoMode() == QLineEdit.EchoMode.Password
        self.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)


class NumberBox(TextBox):
    """A number with at most `places` decimals; value() is a Decimal (int when places is 0), None when empty.

    A text that is no number is kept on screen; value() is then the text, for the command to refuse.
    """

    def __init__(self, *, places: int = 0, suffix: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._places = places
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        if suffix:
            self.setPlaceholderText(suffix)

    def value(self) -> Any:
        """The number, None, or the text that is none."""
        text = self.text().strip().replace(",", "")
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            return self.text().strip()
        if not number.is_finite() or -number.as_tuple().exponent > self._places:  # type: ignore[operator]
            return self.text().strip()
        return number if self._places else int(number)

    def unread(self) -> str:
        """What to say of a text that is no number; '' when it is one."""
        return _("Write a number in digits, such as 12.") if isinstance(self.value(), str) else ""


class TextArea(QPlainTextEdit):
    """Several lines of text. Tab leaves the field."""

    edited = Signal()

    def __init__(self, placeholder: str = "", *, lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 20)
        self._quiet = False
        self.textChanged.connect(lambda: None if self._quiet else self.edited.emit())

    def value(self) -> Any:
        """The text without blank ends."""
        return self.toPlainText().strip()

    def set_value(self, value: Any) -> None:
        """Show a text; None is empty."""
        self._quiet = True
        self.setPlainText("" if value is None else str(value))
        self._quiet = False

    def show_error(self, on: bool) -> None:
        """Red border or not."""
        set_look(self, error=on)

    def set_read_only(self, on: bool) -> None:
        """Not to be changed here."""
        self.setReadOnly(on)
        set_look(self)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.ignore() if is_file(event) else super().dragEnterEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()  # Ctrl+Enter saves the form
            return
        super().keyPressEvent(event)
