"""Filters of a list: a button to add one, and a chip for each that is on, so that no row is hidden unseen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import _
from ui.kit.buttons import Button, Chip, link
from ui.kit.flow import Flow
from ui.kit.layout import clear
from ui.kit.pick_list import Option, PickList

Take = Callable[[Sequence[Option]], None]


@dataclass(frozen=True)
class FilterKind:
    """What a list can be narrowed by. `ask(then)` reads the values to choose from; without it the filter is only on
    or off (its value is 'yes'). `every(then)` reads all values, for the words of one that came from elsewhere."""

    key: str
    words: str
    ask: Callable[[Take], object] | None = None
    every: Callable[[Take], object] | None = None


class FilterChip(Chip):
    """A filter that is on; a click, Del or Backspace takes it away."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, icon="x", parent=parent)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setChecked(True)
        self.rename(words)

    def rename(self, words: str) -> None:
        """Other words."""
        self.name = words
        self.set_count(self.count)
        self.setToolTip(_("Take this filter away"))
        self.setAccessibleName(_("Filter {words}, press to take it away").format(words=words))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.click()
        else:
            super().keyPressEvent(event)


class FilterBar(QWidget):
    """The chips, hidden while there are none. `changed` when a filter was added or taken away.

    `where` maps the key of a kind to its value. `button` opens the list of kinds; give it a place in the toolbar.
    """

    changed = Signal()

    def __init__(self, kinds: Sequence[FilterKind], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kinds = {kind.key: kind for kind in kinds}
        self._where: dict[str, str] = {}
        self._words: dict[str, str] = {}
        self._chips: dict[str, FilterChip] = {}
        self.quiet_keys: set[str] = set()  # filters that are seen elsewhere: a lit chip, a choice
        self.button = Button(_("Filter"), self.open, icon="funnel", tip=_("Narrow the list"))
        if not kinds:  # shown before it has a parent it would be a window
            self.button.hide()
        self.row = Flow(self)
        self.row.setContentsMargins(24, 0, 16, 10)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._draw()

    # -- which filters are on ----------------------------------------------------------------------------------------
    def where(self) -> dict[str, str]:
        """The filters that are on."""
        return dict(self._where)

    def set_where(self, where: Mapping[str, str], *, words: Mapping[str, str] | None = None) -> None:
        """Turn exactly these on, without a signal."""
        self._where = {key: value for key, value in where.items() if value}
        self._words = {**{k: w for k, w in self._words.items() if k not in self._where}, **(words or {})}
        self._draw()

    def turn_on(self, key: str, value: str, words: str = "") -> None:
        """One more filter; the same kind is replaced."""
        self._where[key] = value
        self._words.pop(key, None)
        if words:
            self._words[key] = words
        self._draw()
        self.changed.emit()

    def turn_off(self, key: str) -> None:
        """Take a filter away."""
        if self._where.pop(key, None) is not None:
            self._draw()
            self.button.setFocus(Qt.FocusReason.OtherFocusReason)
            self.changed.emit()

    def clear_all(self) -> None:
        """No filter; those that are seen elsewhere too."""
        if self._where:
            self._where.clear()
            self._draw()
            self.button.setFocus(Qt.FocusReason.OtherFocusReason)
            self.changed.emit()

    # -- drawing -----------------------------------------------------------------------------------------------------
    def _draw(self) -> None:
        clear(self.row)
        self._chips.clear()
        shown = [key for key in self._where if key not in self.quiet_keys]
        for key in shown:
            chip = FilterChip(self._said(key), self)
            chip.clicked.connect(lambda _on=False, key=key: self.turn_off(key))
            self._chips[key] = chip
            self.row.addWidget(chip)
            chip.show()
            kind = self.kinds.get(key)
            if kind is not None and kind.ask is not None and key not in self._words:
                (kind.every or kind.ask)(lambda options, key=key: self._learn(key, options))
        if shown:
            every = link(_("Clear all"), self.clear_all)
            every.setMinimumHeight(next(iter(self._chips.values())).sizeHint().height())
            self.row.addWidget(every)
            every.show()
        self.setVisible(bool(shown))
        self.updateGeometry()

    def _said(self, key: str) -> str:
        kind = self.kinds.get(key)
        if kind is None or kind.ask is None:
            return kind.words if kind is not None else key
        return _("{filter}: {value}").format(filter=kind.words, value=self._words.get(key, "…"))

    def _learn(self, key: str, options: Sequence[Option]) -> None:
        """The words of a value that came from a view or a reference."""
        found = next((o.words for o in options if o.value == self._where.get(key)), None)
        if key in self._chips:
            self._words[key] = found if found is not None else self._where.get(key, "")
            self._chips[key].rename(self._said(key))

    def words(self) -> list[str]:
        """The filters that have a chip, in words."""
        return [chip.name for chip in self._chips.values()]

    def chip(self, key: str) -> FilterChip | None:
        """The chip of a filter, when it is on."""
        return self._chips.get(key)

    def set_count(self, key: str, count: int | None) -> None:
        """How many rows a filter leaves by itself."""
        if key in self._chips:
            self._chips[key].set_count(count)

    # -- choosing ------------------------------------------------------------------------------------------------------
    def open(self) -> None:
        """Which kind of filter?"""
        self.list = PickList(_("Filter by"), [Option(k.key, k.words) for k in self.kinds.values()], self.button)
        self.list.chosen.connect(lambda option: self.choose(option.value))
        self.list.open_below(self.button)

    def choose(self, key: str) -> None:
        """Which value?"""
        kind = self.kinds[key]
        if kind.ask is None:
            self.turn_on(key, "yes")
            return
        made = self.list = PickList(kind.words, None, self.button)
        alive = [True]
        made.destroyed.connect(lambda: alive.__setitem__(0, False))
        made.chosen.connect(lambda option: self.turn_on(key, option.value, option.words))
        made.open_below(self.button)
        kind.ask(lambda options: made.set_options(options) if alive[0] else None)
