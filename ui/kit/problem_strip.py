"""All problems of a form in one place, each a link to its field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.i18n import ngettext
from ui.kit.buttons import Button
from ui.kit.flow import Flow
from ui.kit.layout import clear
from ui.kit.text import Elided, Glyph, label, set_look

MOST = 6  # links; the rest is counted


class ProblemStrip(QFrame):
    """`chosen(key)` when a link is pressed. Hidden while there is nothing to say."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("note")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(12, 9, 12, 9)
        outer.setSpacing(10)
        outer.addWidget(Glyph("circle-alert", "danger", 16), 0, Qt.AlignmentFlag.AlignTop)
        inner = QVBoxLayout()
        inner.setSpacing(4)
        self._head = label("", "strong", wrap=True)
        inner.addWidget(self._head)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        inner.addLayout(self._lines)
        outer.addLayout(inner, 1)
        self.links: list[Button] = []
        self._shown: list[tuple[str, str, str]] = []
        self._compact = False
        set_look(self, tone="danger")
        self.hide()

    def set_compact(self, on: bool) -> None:
        """Where there is little height: the links alone in one line; the sentences stand beside the fields anyway."""
        if on != self._compact:
            self._compact = on
            shown, self._shown = self._shown, []
            self.show_problems(shown)

    def show_problems(self, problems: Sequence[tuple[str, str, str]]) -> None:
        """(key, name of the field, sentence) of each; none hides the strip."""
        if list(problems) == self._shown:
            return
        self._shown = list(problems)
        clear(self._lines)
        self.links = []
        self.setVisible(bool(problems))
        if not problems:
            return
        n = len(problems)
        words = ngettext("{n} problem to fix before this can be saved", "{n} problems to fix before this can be saved",
                         n).format(n=n)
        self._head.setText(words)
        self._head.setVisible(not self._compact)
        self.setAccessibleName(words)
        if self._compact:
            self._row(problems)
            return
        for key, name, sentence in problems[:MOST]:
            self._line(key, name, sentence)
        if n > MOST:
            self._lines.addWidget(label(ngettext("and {n} more", "and {n} more", n - MOST).format(n=n - MOST), "muted"))

    def _row(self, problems: Sequence[tuple[str, str, str]]) -> None:
        links = Flow()
        for key, name, sentence in problems:
            links.addWidget(self._link(key, name, sentence))
        self._lines.addLayout(links)

    def _link(self, key: str, name: str, sentence: str) -> Button:
        go = Button(name.replace("&", "&&"), lambda: self.chosen.emit(key), kind="link", small=True)
        go.setAccessibleDescription(sentence)
        self.links.append(go)
        return go

    def _line(self, key: str, name: str, sentence: str) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._link(key, name, sentence))
        line.addWidget(Elided(sentence, "muted"), 1)
        self._lines.addLayout(line)
