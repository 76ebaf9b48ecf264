"""Rows as a block for a spreadsheet: texts apart by tabs, and a table that tells it which cells are texts.

A spreadsheet that reads the table keeps leading zeros and works nothing out; a text that looks like a formula gets
an apostrophe in the plain block, which is all that a program without the table sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from PySide6.QtCore import QMimeData, QStringListModel

from app.exchange.columns import Column

_FORMULA = re.compile(r"^[=@\t\r]|^[+\-](?![\d\s().\-]*$)")
"""What a spreadsheet would work out. A phone number or a negative number is none."""
_NUMBERS = ("number", "percent")


def plain_cell(text: str) -> str:
    """One cell of the plain block: one line, and never a formula."""
    words = " ".join(text.split())
    return "'" + words if _FORMULA.match(words) else words


def plain_block(columns: Sequence[Column[Any]], rows: Iterable[Any]) -> str:
    """Lines of cells apart by tabs."""
    return "\n".join("\t".join(plain_cell(c.text(row)) for c in columns) for row in rows)


def table_block(columns: Sequence[Column[Any]], rows: Iterable[Any]) -> str:
    """The same as an HTML table; cells that are no numbers are marked as text."""
    lines = []
    for row in rows:
        cells = []
        for column in columns:
            words = escape(" ".join(column.text(row).split()))
            style = "" if column.kind in _NUMBERS else " style=\"mso-number-format:'\\@'\""
            cells.append(f"<td{style}>{words}</td>")
        lines.append("<tr>" + "".join(cells) + "</tr>")
    return '<html><head><meta charset="utf-8"></head><body><table>' + "\n".join(lines) + "</table></body></html>"


def as_mime(plain: str, table: str) -> QMimeData:
    """Both for the clipboard.

    The object is one that Qt made: the clipboard keeps it until after Python has ended, and one made by Python would
    then call back into nothing.
    """
    model = QStringListModel([""])
    made = model.mimeData([model.index(0)])
    made.clear()
    made.setText(plain)
    made.setHtml(table)
    return made
