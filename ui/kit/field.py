"""A labelled field: label above with a star when required, editor, then one line of help, error or confirmation."""

from __future__ import annotations

from typing import Any, Protocol

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.i18n import _
from ui.kit.text import Glyph, label, set_look

ELSEWHERE = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.MenuBarFocusReason)
"""Reasons for which the focus comes back: a list that opens, another window. The field has not been left."""


class Editor(Protocol):
    """What a field can hold: TextBox, NumberBox, TextArea, Choice, DateBox, CheckBox, Switch, OneOf or your own."""

    edited: Any

    def value(self) -> Any: ...
    def set_value(self, value: Any) -> None: ...
    def show_error(self, on: bool) -> None: ...
    def set_read_only(self, on: bool) -> None: ...


class Field(QWidget):
    """A field. `edited` fires while the user changes it, `left` when the focus goes elsewhere."""

    edited = Signal()
    left = Signal()

    def __init__(
        self, text: str, editor: Any, *, required: bool = False, help: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.editor: Any = editor
        self.title = text.replace("&", "")
        self.required = required
        self._help = help
        self.setProperty("aligntop", True)  # fields side by side share the line of their labels
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        if text:
            head = QHBoxLayout()
            head.setSpacing(4)
            caption = QLabel(text)
            caption.setProperty("role", "label")
            caption.setBuddy(editor)
            head.addWidget(caption)
            if required:
                star = label("*", "error")
                star.setAccessibleName(_("required"))
                head.addWidget(star)
            self._dot = Glyph("dot", "accent", 12)
            self._dot.setAccessibleName(_("changed"))
            self._dot.setToolTip(_("Changed and not saved"))
            self._dot.hide()
            head.addWidget(self._dot)
            head.addStretch(1)
            layout.addLayout(head)
        editor.setAccessibleName(self.title)
        layout.addWidget(editor)
        self._message = QWidget(self)
        message = QHBoxLayout(self._message)
        message.setContentsMargins(0, 0, 0, 0)
        message.setSpacing(6)
        self._sign = Glyph("circle-alert", "danger", 14, self._message)
        self._words = label("", "error", wrap=True)
        message.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        message.addWidget(self._words, 1)
        layout.addWidget(self._message)
        self.problem = self.warning = ""
        self._show("smallhint", help, "")
        editor.edited.connect(self._edited)
        for part in (editor, *editor.findChildren(QWidget)):
            part.installEventFilter(self)

    # -- value ---------------------------------------------------------------------------------------------
    def value(self) -> Any:
        """What the editor holds."""
        return self.editor.value()

    def set_value(self, value: Any) -> None:
        """Show a value and forget the problem."""
        self.editor.set_value(value)
        self.warning = ""
        self.set_error("")

    def set_changed(self, on: bool) -> None:
        """A dot after the label: this differs from what is saved."""
        if self.title:
            self._dot.setVisible(on)

    def changed(self) -> bool:
        """Is the dot shown?"""
        return bool(self.title) and not self._dot.isHidden()

    def set_read_only(self, on: bool, why: str = "") -> None:
        """Shown but not to be changed; `why` becomes the help line."""
        self.editor.set_read_only(on)
        if why:
            self.set_help(why)

    # -- message below ---------------------------------------------------------------------------------------
    def set_error(self, sentence: str) -> None:
        """Say what is wrong and what to check; '' clears it."""
        self.problem = sentence
        self.editor.show_error(bool(sentence))
        self.editor.setAccessibleDescription(sentence or self.warning or self._help)
        if sentence:
            self._show("error", sentence, "circle-alert")
        elif self.warning:
            self._show("caution", self.warning, "triangle-alert")
        else:
            self._show("smallhint", self._help, "")

    def set_warning(self, sentence: str) -> None:
        """Say what should be looked at; it stops nobody. An error stands before it."""
        self.warning = sentence
        self.set_error(self.problem)

    def set_ok(self, sentence: str) -> None:
        """Confirm something read out of the value."""
        self.problem = ""
        self.editor.show_error(False)
        self._show("okay", sentence, "check")

    def set_help(self, sentence: str) -> None:
        """The line below while nothing is wrong."""
        self._help = sentence
        if not self.problem and not self.warning:
            self.editor.setAccessibleDescription(sentence)
            self._show("smallhint", sentence, "")

    def message(self) -> str:
        """The line below now."""
        if self.problem:
            return self.problem
        return self._words.text()

    def _show(self, role: str, sentence: str, sign: str) -> None:
        own = getattr(self.editor, "show_problem", None)  # an editor of several parts says it where it belongs
        if own is not None:
            own(sentence if role == "error" else "")
            sentence = "" if role == "error" else sentence
        self._words.setText(sentence)
        set_look(self._words, role=role)
        self._sign.setVisible(bool(sign))
        if sign:
            self._sign.show_icon(sign, {"error": "danger", "caution": "warn"}.get(role, "ok"))
        self._message.setVisible(bool(sentence))

    def _edited(self) -> None:
        if self.problem or self.warning:
            self.warning = ""
            self.set_error("")  # while typing errors are only cleared; they come back on leaving
        self.edited.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent) and event.reason() not in ELSEWHERE:
            self.left.emit()
        return super().eventFilter(watched, event)

    def focus(self) -> None:
        """Put the cursor into the editor, and bring the whole field into view."""
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        above = self.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea):
                above.ensureWidgetVisible(self, 0, 24)
            above = above.parentWidget()
