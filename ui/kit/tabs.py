"""Text tabs with an underline and, where it helps, a count."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTabBar, QWidget


class Tabs(QTabBar):
    """Tabs by key; Ctrl+Tab moves on. `chosen` gives the key."""

    chosen = Signal(str)

    def __init__(self, tabs: Sequence[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._keys: list[str] = []
        self._names: list[str] = []
        self._counts: list[int | None] = []
        for key, text in tabs:
            self.add(key, text)
        self.currentChanged.connect(self._changed)

    def add(self, key: str, text: str) -> None:
        """One more tab."""
        self._keys.append(key)
        self._names.append(text)
        self._counts.append(None)
        self.addTab(text.replace("&", "&&"))

    def set_count(self, key: str, count: int | None) -> None:
        """Show a number after the words."""
        index = self._keys.index(key)
        self._counts[index] = count
        words = self._names[index].replace("&", "&&")
        self.setTabText(index, words if count is None else f"{words}  {count:,}")

    def key(self) -> str:
        """The tab that is on."""
        return self._keys[self.currentIndex()] if self._keys else ""

    def choose(self, key: str) -> None:
        """Turn a tab on; ValueError when there is none of that key."""
        self.setCurrentIndex(self._keys.index(key))

    def step(self, by: int) -> None:
        """The next (1) or previous (-1) tab, round the end."""
        if self.count():
            self.setCurrentIndex((self.currentIndex() + by) % self.count())

    def _changed(self, index: int) -> None:
        if 0 <= index < len(self._keys):
            self.chosen.emit(self._keys[index])
