"""Which lines of a sheet are no entries: totals, signatures, headings repeated on the next page."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from app.exchange.tables import Table, Value
from app.lists.texts import as_text

TOTAL = re.compile(r"jumlah|total|disediakan|disahkan|prepared|certified|tandatangan|signature|catatan|nota\b|"
                   r"b\.?p\.?\b", re.IGNORECASE)
FEW = 3  # a line with more cells than this is filled as an entry is


def filled(row: Sequence[Value]) -> list[str]:
    """The cells of a line that hold anything, as text."""
    return [as_text(v) for v in row if v not in (None, "")]


def tail_row(table: Table, numbers: Sequence[int]) -> int:
    """The line of the total or signatures after which none is filled as an entry is; beyond the end for none."""
    tail = len(table.rows) + 1
    for number in reversed(numbers):
        cells = filled(table.rows[number - 1])
        if len(cells) > FEW:
            break
        if any(TOTAL.search(text) for text in cells):
            tail = number
    return tail


def is_heading_again(cells: Sequence[str], heads: Collection[str]) -> bool:
    """Whether a line is the heading once more."""
    again = sum(" ".join(text.split()).casefold() in heads for text in cells)
    return again >= 2 and again * 2 >= len(cells)
