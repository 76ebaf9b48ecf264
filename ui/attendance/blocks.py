"""What a pasted block means for a register: marks, cells to clear, and cells that are refused and why."""

from __future__ import annotations

from collections.abc import Sequence

from app.attendance.commands import Cell
from app.attendance.statuses import reading_map
from app.i18n import _
from ui.attendance.book import Book
from ui.desk import talk
from ui.kit.grid import Grid
from ui.kit.grid_block import refused_cell
from ui.kit.refused import RefusedCells


def take_block(book: Book, grid: Grid, block: Sequence[tuple[int, int, str]]) -> None:
    """Send what can be read as one step of undo; list the rest in a dialog. An empty cell clears, as in Excel."""
    if book.view is None:
        return
    known = reading_map(book.view.statuses)
    refused = list(grid.last_block.refused)
    good: list[Cell] = []
    for person, session, text in block:
        code = known.get(text.casefold()) if text else None
        if text and code is None:
            why = _("It is no mark of this register.")
        elif code is not None and book.needs_reason(code, (person, session)):
            why = _("This status needs a reason. Press F2 and write it.")
        else:
            good.append(Cell(person, session, code))
            continue
        refused.append(refused_cell(grid.model, (person, session), text, why, len(refused)))
    taken = book.send(good)
    more = grid.last_block.over_words()
    if refused or more:
        talk.open_dialog(RefusedCells(refused, taken, more, _("Session"), grid.window()))
