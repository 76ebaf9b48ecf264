"""One list of columns, said once: shown on screen, written to Excel and matched on import."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

R = TypeVar("R")

Kind = Literal["text", "number", "date", "percent", "identity", "long", "photo"]
Align = Literal["left", "right", "center"]


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column of rows of type R.

    `title` is called when it is shown, so that it follows the language. `read` takes the raw value out of
    a row, `show` makes the text of it, `parse` makes the value of a typed or imported text (ValueError with a
    sentence when it cannot). `width` is in characters of the body font, as in a spreadsheet. `kind` decides the
    cell type in Excel: 'identity' is text with leading zeros kept, 'percent' a number cut to one decimal, 'long'
    a text in as many lines as it needs, 'photo' a Portrait, drawn where there is room for pictures.
    """

    key: str
    title: Callable[[], str]
    read: Callable[[R], Any]
    show: Callable[[Any], str] = str
    parse: Callable[[str], Any] | None = None
    width: int = 16
    align: Align | None = None
    kind: Kind = "text"

    @property
    def side(self) -> Align:
        """Where the text stands: as asked, else numbers to the right."""
        return self.align or ("right" if self.kind in ("number", "percent") else "left")

    def text(self, row: R) -> str:
        """The text of this column in a row; nothing known is ''."""
        value = self.read(row)
        return "" if value is None else self.show(value)


@dataclass(frozen=True)
class Caption:
    """A row of a list that says what follows it, across all columns."""

    text: str


@dataclass(frozen=True)
class Portrait:
    """A photo in a list, b'' for an empty place; where only text can stand it is `word`, yes or no."""

    data: bytes = field(repr=False)
    word: str
    about: str = ""  # read out in its place

    def __str__(self) -> str:
        return self.word


def by_key(columns: Sequence[Column[R]], key: str) -> Column[R]:
    """The column of that key; KeyError if there is none."""
    for column in columns:
        if column.key == key:
            return column
    raise KeyError(key)
