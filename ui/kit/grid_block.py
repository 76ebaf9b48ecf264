"""Blocks of cells to and from the clipboard, as spreadsheets write them: tabs between columns, a line per row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex

from ui.kit.grid_model import GridModel


def block_text(model: GridModel, indexes: Sequence[QModelIndex]) -> str:
    """The block around the cells."""
    rows = sorted({i.row() for i in indexes})
    columns = sorted({i.column() for i in indexes})
    return "\n".join("\t".join(model.cell(model.index(r, c)).text for c in columns) for r in rows)


def pasted_cells(model: GridModel, indexes: Sequence[QModelIndex], text: str) -> tuple[list[tuple[Any, Any, str]], int]:
    """What a text means for the cells: (person, column, value) for each that may be edited, and how many may not.

    A block starts at the first selected cell; a single value fills all that are selected.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
    block = [line.split("\t") for line in lines]
    top, left = min(i.row() for i in indexes), min(i.column() for i in indexes)
    if len(block) == 1 and len(block[0]) == 1 and len(indexes) > 1:
        wanted = [(i.row(), i.column(), block[0][0]) for i in indexes]
    else:
        wanted = [(top + r, left + c, value) for r, line in enumerate(block) for c, value in enumerate(line)]
    taken: list[tuple[Any, Any, str]] = []
    left_out = 0
    for row, column, value in wanted:
        index = model.index(row, column)
        key = model.cell_key(index) if index.isValid() else None
        if key is None or not model.may_edit(index):
            left_out += 1
        else:
            taken.append((*key, value.strip()))
    return taken, left_out
