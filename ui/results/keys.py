"""What keys do in the grid of results, before the grid itself looks at them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from ui.results.fixed import why_no_try, why_there

if TYPE_CHECKING:
    from ui.results.grid import ResultsTab

Key, Mod = Qt.Key, Qt.KeyboardModifier
OPENS_SUM = (Key.Key_Space, Key.Key_F2, Key.Key_Return, Key.Key_Enter)


class ResultKeys:
    """A absent, Shift+A another state, R resit, Alt+1 the likely value; where it is worked out Enter shows the sum."""

    def __init__(self, tab: ResultsTab) -> None:
        self.tab = tab

    def press(self, event: QKeyEvent, cells: list[tuple[Any, Any]]) -> bool:
        """Whether the key was meant for the page."""
        modifiers, key, tab = event.modifiers(), Key(event.key()), self.tab
        if modifiers & Mod.AltModifier and Key.Key_1 <= key <= Key.Key_9:
            return tab.entry.take_fix(key - Key.Key_1)
        if modifiers & (Mod.ControlModifier | Mod.AltModifier):
            return False
        place = tab.grid.current()
        if place is not None and tab.component(place[1]) is None:
            if key in OPENS_SUM and not modifiers & Mod.ShiftModifier:
                tab.show_sum()
                return True
            return False
        letter = event.text().upper()
        if letter == "A" and modifiers & Mod.ShiftModifier and cells:
            from ui.results.amend import choose_state

            choose_state(tab)
        elif letter == "A" and cells:
            tab.entry.mark_absent()
        elif letter == "R" and place is not None and not why_no_try(tab, *place):
            tab.entry.add_resit()  # also after one that is verified
        elif event.text() and event.text().isprintable() and not event.text().isspace():
            return self._refuses(place)
        else:
            return False
        return True

    def _refuses(self, place: Any) -> bool:
        """What is typed has no place here: say why."""
        if self.tab.refused():
            return True
        why = why_there(self.tab, *place) if place else ""
        if why:
            self.tab.say(why, "danger")
        return bool(why)
