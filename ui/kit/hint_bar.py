"""The keys that matter on this screen, in one line at its foot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.kit.layout import clear
from ui.kit.text import Glyph, key_cap, label, set_look
from ui.kit.theme import theme


class HintBar(QWidget):
    """`hints` are (keys, words); several keys for one meaning are separated by a blank line '|': `↑|↓`."""

    def __init__(self, hints: Sequence[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("hints")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme().px(36))
        outer = QHBoxLayout(self)
        outer.setContentsMargins(24, 0, 24, 0)
        outer.setSpacing(6)
        self._keys = QWidget(self)
        self._row = QHBoxLayout(self._keys)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(5)
        self._keys.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._sign = Glyph("circle-check", "ok", 14)
        self._words = label("", "okay")
        outer.addWidget(self._keys, 1)
        outer.addWidget(self._sign)
        outer.addWidget(self._words)
        self._sign.hide()
        self.set_hints(hints)

    def set_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Other keys."""
        clear(self._row)
        for keys, words in hints:
            for cap in keys.split("|"):
                self._row.addWidget(key_cap(cap))
            self._row.addWidget(label(words))
            self._row.addSpacing(9)
        self._row.addStretch(1)

    def set_state(self, words: str, tone: str = "ok") -> None:
        """The right end: `Saved as you type`, or what is not saved (tone danger)."""
        self._words.setText(words)
        role, sign, token = ("error", "circle-alert", "danger") if tone == "danger" else ("okay", "circle-check", "ok")
        if tone == "neutral":
            role, sign, token = "caption", "info", "text-2"
        set_look(self._words, role=role)
        self._sign.show_icon(sign, token)
        self._sign.setVisible(bool(words))

    def add_right(self, widget: QWidget) -> None:
        """Something at the right end."""
        self.layout().addWidget(widget)  # type: ignore[union-attr]
