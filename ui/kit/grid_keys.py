"""The keys of the grid, as a spreadsheet has them: moves, ranges, blocks, filling; letters are the page's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

if TYPE_CHECKING:
    from ui.kit.grid import Grid

Key, Mod = Qt.Key, Qt.KeyboardModifier
ARROWS = {Key.Key_Up: (-1, 0), Key.Key_Down: (1, 0), Key.Key_Left: (0, -1), Key.Key_Right: (0, 1)}
ENTER = (Key.Key_Return, Key.Key_Enter)


class GridKeys:
    """Each method answers whether the key was meant for it."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid

    def press(self, event: QKeyEvent) -> bool:
        """A key in the grid."""
        return self._blocks(event) or self._moves(event) or self._edits(event)

    def _blocks(self, event: QKeyEvent) -> bool:
        grid, key = self.grid, event.key()
        control = bool(event.modifiers() & Mod.ControlModifier)
        shift = bool(event.modifiers() & Mod.ShiftModifier)
        alt = bool(event.modifiers() & Mod.AltModifier)
        if event.matches(QKeySequence.StandardKey.Copy):
            grid.copy()
        elif event.matches(QKeySequence.StandardKey.Cut):
            grid.cut()
        elif event.matches(QKeySequence.StandardKey.Paste):
            grid.paste()
        elif control and not shift and not alt and key == Key.Key_A:
            grid.select_all()
        elif control and not shift and not alt and key == Key.Key_D:
            grid.fill_down()
        elif control and not shift and not alt and key == Key.Key_R:
            grid.fill_right()
        elif key == Key.Key_Space and control and not shift:
            grid.select_whole(column=True)
        elif key == Key.Key_Space and shift and not control:
            grid.select_whole(row=True)
        elif key == Key.Key_Menu or (key == Key.Key_F10 and shift):
            grid.view.open_menu()
        elif key in (Key.Key_Delete, Key.Key_Backspace) and not control and not shift and not alt:
            grid.clear_selected()
        else:
            return False
        return True

    def _moves(self, event: QKeyEvent) -> bool:
        cursor, key = self.grid.cursor, Key(event.key())
        control = bool(event.modifiers() & Mod.ControlModifier)
        shift = bool(event.modifiers() & Mod.ShiftModifier)
        if event.modifiers() & Mod.AltModifier:
            return False
        row = cursor.at()[0]
        bottom, side = cursor.last
        if bottom < 0:
            return False
        if key in ARROWS and not control:
            cursor.move(*ARROWS[key], extend=shift)
        elif key in ARROWS:
            cursor.put(*cursor.edge(*ARROWS[key]), extend=shift)
        elif key == Key.Key_Home:
            cursor.put(0 if control else max(row, 0), cursor.lead, extend=shift)
        elif key == Key.Key_End:
            cursor.put(bottom if control else max(row, 0), side, extend=shift)
        elif key in (Key.Key_PageUp, Key.Key_PageDown) and not control:
            cursor.move(self.grid.rows_in_sight() * (1 if key == Key.Key_PageDown else -1), 0, extend=shift)
        elif key in ENTER and not control:
            self.grid.step(down=-1 if shift else 1)
        elif key == Key.Key_Tab and not control:
            return self.grid.step(right=1)
        elif key == Key.Key_Backtab and not control:
            return self.grid.step(right=-1)
        else:
            return False
        return True

    def _edits(self, event: QKeyEvent) -> bool:
        grid = self.grid
        if not grid.edit_on_type:
            return False
        if event.key() == Key.Key_F2 and not event.modifiers():
            grid.edit()
            return True
        plain = not event.modifiers() & (Mod.ControlModifier | Mod.AltModifier)
        if plain and event.text() and event.text().isprintable() and event.text() != " ":
            grid.edit(event.text())
            return True
        return False
