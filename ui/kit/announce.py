"""A large announcement for people who pass by: initials, a name, a state in words with its icon, on a tinted card."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from ui.kit.big import BigName
from ui.kit.layout import box, column, row
from ui.kit.text import Avatar, Glyph, label, set_look
from ui.kit.theme import theme

SIGNS = {"ok": ("circle-check", "ok"), "warn": ("clock", "warn"), "offer": ("info", "accent-text"),
         "danger": ("circle-alert", "danger"), "neutral": ("scan-line", "text-2")}


class Announcement(QFrame):
    """Tones are those of a note; the state is always said in words as well."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("note")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.avatar = Avatar("", theme().px(96))
        self.name = BigName()
        self.sign = Glyph("scan-line", "text-2", theme().px(44))
        self.word = label("", "display", wrap=True)
        self.sentence = label("", "section", wrap=True)
        state = row(self.sign, self.word, spacing=14)
        state.setStretch(1, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(28, 20, 28, 20)
        layout.setSpacing(24)
        layout.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(box(column(self.name, state, self.sentence, spacing=10)), 1)
        self.show_state("", "", "", "neutral")

    def show_state(self, name: str, word: str, sentence: str, tone: str, icon: str = "") -> None:
        """Say it; without a name there is no circle."""
        sign, token = SIGNS[tone]
        self.tone = tone
        self.avatar.set_name(name)
        self.avatar.setVisible(bool(name))
        self.name.set_name(name)
        self.name.setVisible(bool(name))
        self.sign.show_icon(icon or sign, token)
        self.word.setText(word)
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        self.setAccessibleName(". ".join(part for part in (name, word, sentence) if part))
        set_look(self, tone=tone)
