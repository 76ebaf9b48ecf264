"""Rows as a block for a spreadsheet: texts apart by tabs, and a table that tells it which cells are texts.

A spreadsheet that reads the table keeps leading zeros and works nothing out; a text that looks like a formula gets
an apostrophe in the plain block, which is all that a program without the table sees.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Any

from PySide6.QtCore import QMimeData, QStringListModel

from app.exchange.columns import Column

_FORMULA = re.compile(r"^[=@\t\r]|^[+\-](?![\d\s().\-]*$)")
"""What a spreadsheet would work out. A phone number or a negative number is none."""
_NUMBERS = ("number", "percent")
_PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?%?")
_HEAD, _FOOT = '<html><head><meta charset="utf-8"></head><body><table>', "</table></body></html>"
_AS_TEXT = " style=\"mso-number-format:'\\@'\""


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
            style = "" if column.kind in _NUMBERS else _AS_TEXT
            cells.append(f"<td{style}>{words}</td>")
        lines.append("<tr>" + "".join(cells) + "</tr>")
    return _HEAD + "\n".join(lines) + _FOOT


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


def from_text(plain: str, numbers: Callable[[int, int], bool]) -> QMimeData:
    """A plain block that is there already, with the table that tells a spreadsheet which of its cells are texts.

    `numbers(place, width)` says which columns hold numbers, in lines of so many cells. The apostrophe that keeps a text
    from being a formula in the plain block is left out of the table, where it would be seen.
    """
    lines = []
    for line in plain.replace("\r\n", "\n").rstrip("\n").split("\n"):
        cells = line.split("\t")
        lines.append("<tr>" + "".join(
            f"<td>{escape(cell)}</td>" if numbers(n, len(cells)) and _PLAIN_NUMBER.fullmatch(cell)
            else f"<td{_AS_TEXT}>{escape(cell[1:] if _guarded(cell) else cell)}</td>"
            for n, cell in enumerate(cells)) + "</tr>")
    return as_mime(plain, _HEAD + "\n".join(lines) + _FOOT)


def _guarded(cell: str) -> bool:
    return cell[:2] in ("'=", "'+", "'-", "'@")
