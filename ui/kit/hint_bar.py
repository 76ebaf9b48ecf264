"""The keys that matter on this screen, in one line at its foot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.kit.layout import box, clear, row
from ui.kit.text import Elided, Glyph, key_cap, label, set_look
from ui.kit.theme import theme

GAP = 14  # pixels between two hints

class _Keys(QWidget):
    """The hints side by side; those that have no room are left out, the last first, never cut."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.line = row(None, spacing=GAP)
        self.setLayout(self.line)
        self.hints: list[QWidget] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Other hints."""
        clear(self.line)
        self.hints = [box(row(*(key_cap(cap) for cap in keys.split("|")), label(words), spacing=5))
                      for keys, words in hints]
        for hint in self.hints:
            self.line.addWidget(hint)
        self.line.addStretch(1)
        self._fit()

    def _fit(self) -> None:
        room, taken = self.width(), 0
        for hint in self.hints:
            taken += hint.sizeHint().width() + GAP
            hint.setVisible(taken - GAP <= room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


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
        self._keys = _Keys(self)
        self._sign = Glyph("circle-check", "ok", 14)
        self._words = Elided("", "okay")
        outer.addWidget(self._keys, 1)
        outer.addWidget(self._sign)
        outer.addWidget(self._words)
        self._sign.hide()
        self._extra: QWidget | None = None
        self.set_hints(hints)

    def set_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Other keys."""
        self.shown = list(hints)
        self._keys.show_hints(hints)

    def set_state(self, words: str, tone: str = "ok") -> None:
        """The right end: `Saved as you type`, or what is not saved (tone danger)."""
        self._words.setText(words)
        role, sign, token = ("error", "circle-alert", "danger") if tone == "danger" else ("okay", "circle-check", "ok")
        if tone == "neutral":
            role, sign, token = "caption", "info", "text-2"
        set_look(self._words, role=role)
        self._sign.show_icon(sign, token)
        self._sign.setVisible(bool(words))

    def set_extra(self, widget: QWidget | None) -> None:
        """A link after the words at the right end; the one before it is hidden, not lost."""
        if widget is self._extra:
            return
        if self._extra is not None:
            self._extra.setParent(None)
        self._extra = widget
        if widget is not None:
            self.add_right(widget)
            widget.show()

    def add_right(self, widget: QWidget) -> None:
        """Something at the right end."""
        self.layout().addWidget(widget)  # type: ignore[union-attr]
