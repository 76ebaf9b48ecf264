"""Which column is which field, where a table begins and ends, and which part of a date a column writes first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from app.exchange.tables import Table, Value
from app.exchange.tables.header import Heading, find_heading, heading_at, text_of
from app.i18n import _
from app.lists.headings import is_reason, norm
from app.lists.kinds import Kind, Matching
from app.lists.texts import as_text

_RUNNING = re.compile(r"bil|no|num|nombor|number|s ?no|sn|#|bilangan|no siri|index|indeks|id|start time|"
                      r"completion time|time ?stamp|cap masa|setem masa")
_NUMBER = re.compile(r"[0-9]{3}|[0-9][/:.-][0-9]")
LOOKED = 200  # rows


def heading_of(kind: Kind, table: Table, row: int = 0) -> Heading:
    """The heading in a row, or the one that is found; the first row when there is none."""
    if 0 < row <= len(table.rows):
        return heading_at(table, row, kind.field_of)
    found = find_heading(table, kind.field_of)
    if found is None and table.rows:
        found = heading_at(table, 1, kind.field_of)
    return found or Heading((1,), {}, {})


def next_heading(kind: Kind, table: Table, heading: Heading) -> int:
    """The row where another table begins under this one: another heading, in other columns. 0 for none."""
    mine = {at: norm(text) for at, text in heading.texts.items()}
    for row in range(heading.rows[-1] + 1, len(table.rows) + 1):
        cells = table.rows[row - 1]
        # most lines hold a number or a day: they are no heading, and a long list must not be searched for words
        if any(v not in (None, "") and (not isinstance(v, str) or _NUMBER.search(v)) for v in cells):
            continue
        texts = {at: t for at, v in enumerate(cells) if (t := text_of(v))}
        named = {f for t in texts.values() if len(t) <= 40 and (f := kind.field_of(t))}
        full = sum(v not in (None, "") for v in cells)
        if len(named) >= 2 and full == len(texts) and len(named) * 2 >= full and any(
                mine.get(at) != norm(t) for at, t in texts.items()):
            return row
    return 0


def guess(kind: Kind, table: Table, heading: Heading) -> Matching:
    """The matching a careful clerk would start from: by heading, then by what stands in the column."""
    body = table.rows[heading.rows[-1]: heading.rows[-1] + LOOKED]
    width = max((len(row) for row in body), default=0)
    columns = sorted({*heading.texts, *(at for at in range(width) if any(
        at < len(row) and row[at] not in (None, "") for row in body))})
    found = Matching()
    taken: set[str] = set()
    for at in columns:
        text = heading.texts.get(at, "")
        name = kind.field_of(text) if text else None
        if at in table.hidden_columns:
            found.fields[at], found.why[at] = "", _("This column is hidden in the file.")
        elif is_reason(text):
            found.fields[at], found.why[at] = "", _("Our own reasons from last time.")
        elif name and name not in taken:
            found.fields[at] = name
            taken.add(name)
        elif name:
            found.fields[at], found.why[at] = None, _("A second column of this kind.")
        else:
            found.fields[at] = None
    for at in columns:
        if found.fields[at] is None and at not in found.why:
            _by_content(kind, at, heading.texts.get(at, ""), list(_values(body, at)), found, taken)
    return found


def _values(body: Iterable[Iterable[Value]], at: int) -> Iterable[Value]:
    for row in body:
        cells = list(row)
        if at < len(cells) and cells[at] not in (None, ""):
            yield cells[at]


def _by_content(kind: Kind, at: int, heading: str, values: list[Value], found: Matching, taken: set[str]) -> None:
    texts = [as_text(v).strip() for v in values]
    for one in kind.fields:
        if one.looks and one.key not in taken and texts and not heading:
            hits = sum(bool(re.fullmatch(one.looks, t, re.IGNORECASE)) for t in texts)
            if hits * 10 >= len(texts) * 8:
                found.fields[at], found.why[at] = one.key, _("Guessed from what stands in the column.")
                taken.add(one.key)
                return
    if _RUNNING.fullmatch(norm(heading)) or _is_running(texts):
        found.fields[at], found.why[at] = "", _("Running number, age or time stamp.")
    else:
        found.why[at] = _("No field of this name: choose one or leave it out.")


def _is_running(texts: list[str]) -> bool:
    numbers = [int(t.rstrip(".")) for t in texts if re.fullmatch(r"[0-9]{1,5}\.?", t)]
    return len(numbers) >= 3 and len(numbers) * 10 >= len(texts) * 8 and all(b - a == 1 for a, b in pairwise(numbers))
