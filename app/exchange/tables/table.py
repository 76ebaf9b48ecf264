"""A table as it was found in a file: values with their kinds, and what a reader would have hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Literal

Kind = Literal["blank", "text", "number", "date", "time", "bool", "error", "formula"]


@dataclass(frozen=True)
class CellError:
    """A formula error (#N/A, #REF! ...); text is what Excel shows."""

    text: str


@dataclass(frozen=True)
class NoValue:
    """A formula whose value was never stored in the file."""


Value = str | int | float | bool | date | datetime | time | CellError | NoValue | None
NO_VALUE = NoValue()


@dataclass(frozen=True)
class Cell:
    """One cell: its value, its kind, and whether its row or column is hidden."""

    value: Value
    kind: Kind
    hidden: bool = False


def kind_of(value: Value) -> Kind:
    """The kind of a value; an empty text is blank."""
    if value is None or value == "":
        return "blank"
    if isinstance(value, str):
        return "text"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, date):
        return "date"
    if isinstance(value, time):
        return "time"
    return "error" if isinstance(value, CellError) else "formula"


@dataclass(frozen=True)
class Table:
    """One sheet. Row 1 is rows[0]; rows may be of different lengths. Numbers of rows and columns count from 1 and 0."""

    sheet: str | None  # None for a text file
    rows: Sequence[Sequence[Value]]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()  # first row, first column, last row, last column
    hidden: bool = False
    lines: Mapping[int, int] = field(default_factory=dict)  # record -> physical line, text files only

    def value(self, row: int, column: int) -> Value:
        """The value in row (from 1) and column (from 0); None outside."""
        cells = self.rows[row - 1] if 0 < row <= len(self.rows) else ()
        return cells[column] if column < len(cells) else None

    def cell(self, row: int, column: int) -> Cell:
        """The cell in row (from 1) and column (from 0)."""
        value = self.value(row, column)
        return Cell(value, kind_of(value), row in self.hidden_rows or column in self.hidden_columns)

    @property
    def is_empty(self) -> bool:
        return not any(v not in (None, "") for row in self.rows for v in row)


@dataclass(frozen=True)
class Book:
    """A file with its sheets."""

    path: Path
    kind: Literal["xlsx", "xlsb", "xls", "ods", "text"]
    sheets: tuple[Table, ...]
    encoding: str = ""
    separator: str = ""
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.path.name


def letter(column: int) -> str:
    """The letters of a column counted from 0: A, B, ... AA."""
    text, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def column_of(letters: str) -> int:
    """The number from 0 of a column's letters."""
    number = 0
    for char in letters.upper():
        number = number * 26 + ord(char) - 64
    return number - 1
