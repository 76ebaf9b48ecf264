"""Finds the heading of a table among banners, logos and two-line headings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from app.exchange.tables.table import Table, Value

DEPTH: Final = 80  # rows looked at
LONGEST: Final = 400  # characters of a heading; forms ask long questions


@dataclass(frozen=True)
class Heading:
    """Rows of the heading (from 1, lowest last), text per column, and the group above a column ('' for none)."""

    rows: tuple[int, ...]
    texts: dict[int, str]
    groups: dict[int, str]


def text_of(value: Value) -> str:
    """A heading as one line; numbers and dates are no headings."""
    return " ".join(value.split()) if isinstance(value, str) and len(value) <= LONGEST else ""


def _texts(row: Sequence[Value]) -> dict[int, str]:
    return {at: text for at, value in enumerate(row) if (text := text_of(value))}


def find_heading(table: Table, field_of: Callable[[str], str | None], least: int = 2) -> Heading | None:
    """The heading whose cells name most of our fields (at least `least` different ones); None when there is none."""
    scores = [len({f for text in _texts(row).values() if (f := field_of(text))}) for row in table.rows[:DEPTH]]
    most = max(scores, default=0)
    if most < least:
        return None
    # the first of several: a heading repeated on every page may say more than one spread over two lines
    first = next(at for at, score in enumerate(scores, 1) if score >= least and score * 10 >= most * 7)
    return heading_at(table, first, field_of)


def heading_at(table: Table, row: int, field_of: Callable[[str], str | None]) -> Heading:
    """The heading whose lowest line is this row or continues under it, with the lines above that belong to it."""
    rows = [row]
    lower = _texts(table.rows[row - 1])
    below = _texts(table.rows[row]) if row < len(table.rows) else {}
    named = [f for text in below.values() if (f := field_of(text))]
    if len(named) >= max(2, len(lower) // 3) and not _has_data(table.rows[row]):
        rows.append(row + 1)  # the same heading in a second language, or the second line of two
    texts = dict(lower)
    if len(rows) == 2:
        texts |= {at: text for at, text in below.items() if field_of(text) or at not in texts}
    groups: dict[int, str] = {}
    above = row - 1
    while above >= 1 and len(rows) < 4:
        upper = _texts(table.rows[above - 1])
        spread = _spread(table, above, upper)
        joins = [at for at in upper if at not in texts and spread.get(at) == upper[at]]
        wide = sum(1 for at in spread if at not in upper)
        if len(upper) < 2 or not (any(_is_column(table, above, at, rows[0]) for at in joins) or wide >= 2):
            break
        for at, text in spread.items():
            if at in texts:
                groups.setdefault(at, text)
            elif at in upper:
                texts[at] = text
        rows.insert(0, above)
        above -= 1
    return Heading(tuple(sorted(rows)), dict(sorted(texts.items())), groups)


def _has_data(row: Sequence[Value]) -> bool:
    return any(value is not None and not isinstance(value, str) for value in row) or any(
        sum(c.isdigit() for c in value) >= 5 for value in row if isinstance(value, str))


def _is_column(table: Table, above: int, at: int, lowest: int) -> bool:
    """Whether the cell above heads a column of its own: merged down, or something stands under the heading."""
    for first, left, last, right in table.merged:
        if first + 1 <= above <= last + 1 and left <= at <= right:
            return last + 1 >= lowest and left == right
    return any(table.value(row, at) not in (None, "")
               for row in range(lowest + 1, min(lowest + 15, len(table.rows) + 1)))


def _spread(table: Table, row: int, texts: dict[int, str]) -> dict[int, str]:
    """The texts of a row with every merged cell filled to its end."""
    out = dict(texts)
    for first, left, last, right in table.merged:
        if first + 1 <= row <= last + 1 and left in texts and right - left < 60:
            out |= dict.fromkeys(range(left, right + 1), texts[left])
    return out
