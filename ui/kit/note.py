"""A note in the page: neutral, offer, ok, warn or danger. It stays until what it says is solved."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.kit.text import Glyph, set_look, strong_text

_SIGNS = {
    "neutral": ("info", "text-2"),
    "offer": ("info", "accent-text"),
    "ok": ("circle-check", "ok"),
    "warn": ("triangle-alert", "warn"),
    "danger": ("circle-alert", "danger"),
}


class Note(QFrame):
    """`strong` begins the sentence in bold; `action` is a button or link at the end."""

    def __init__(
        self,
        text: str = "",
        tone: str = "neutral",
        *,
        strong: str = "",
        action: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("note")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 9, 12, 9)
        layout.setSpacing(10)
        self._sign = Glyph("info", "text-2", 16)
        self._words = strong_text("", "")
        if action is None:
            self._words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)  # beside the sign
        layout.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._words, 1)
        if action is not None:
            layout.addWidget(action, 0, Qt.AlignmentFlag.AlignVCenter)
        self.show_note(text, tone, strong=strong)

    def show_note(self, text: str, tone: str = "neutral", *, strong: str = "") -> None:
        """Say something else."""
        sign, token = _SIGNS[tone]
        self._sign.show_icon(sign, token)
        words = strong_text(strong, text)
        self._words.setText(words.text())
        self.setAccessibleName(f"{strong} {text}".strip())
        self.setProperty("tone", tone)
        set_look(self, tone=tone)

    def text(self) -> str:
        """What it says, bold part first."""
        return self.accessibleName()
