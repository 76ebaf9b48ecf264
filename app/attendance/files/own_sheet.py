"""Where the table of an instructor's own grid is: dates over columns, people down the rows, a legend below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from app.attendance.files.cells import text_of
from app.exchange.tables.table import Book, Table, Value
from app.i18n import month_name, short_month, speaking
from app.trainees.intake.columns import field_of

_DAY = re.compile(r"(?<!\d)(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?:\s*[/.\-]\s*(\d{4}|\d{2}))?(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_NAMED = re.compile(r"(?<!\d)(\d{1,2})\s*(?:hb\.?\s*)?([a-z]{3,9})\.?\s*(\d{4})?", re.IGNORECASE)
_NUMBERED = re.compile(r"^(?:s|sesi|session|kelas|class)\s*\.?\s*(\d{1,3})$", re.IGNORECASE)
PARTS: Final = (("AM", re.compile(r"\b(am|pagi|pg|morning)\b", re.IGNORECASE)),
                ("PM", re.compile(r"\b(pm|ptg|petang|afternoon)\b", re.IGNORECASE)),
                ("EVE", re.compile(r"\b(malam|mlm|eve|evening|night)\b", re.IGNORECASE)),
                ("FULL", re.compile(r"\b(penuh|sehari|full|day)\b", re.IGNORECASE)))
_SUMS = re.compile(r"^(jumlah|jum\b|total|purata|average|peratus|bil\b|sum\b|petunjuk|legend|key\b|kod\b|nota\b|"
                   r"notes?\b|tandatangan|signature|disahkan|disediakan|tarikh|prepared|certified|catatan|hadir\b|attended|present\b)",
                   re.IGNORECASE)
_LEGEND = re.compile(r"([^=,;:]{1,24}?)\s*=\s*([^,;=]{2,60})")
LEAST_DATES = 2
MOST_HEADS = 40  # rows in which the dates are looked for


@dataclass(frozen=True)
class SheetColumn:
    """A column of marks: its day and part as far as the headings say. `off`: what stands over the whole column."""

    index: int
    heading: str
    day: date | None = None
    part: str = ""
    number: int = 0  # of the session, where the heading counts them
    off: str = ""


@dataclass(frozen=True)
class SheetRow:
    """A row about a person; `skip` says why it is not about one."""

    row: int
    number: str
    identity: str
    name: str
    skip: bool = False


@dataclass(frozen=True)
class OwnSheet:
    """An instructor's grid."""

    table: Table
    columns: tuple[SheetColumn, ...]
    rows: tuple[SheetRow, ...]
    legend: dict[str, str]  # what stands in a cell, in small letters -> what the legend says


def find_sheet(book: Book, first: date, last: date) -> OwnSheet | None:
    """The grid in a workbook, of a cohort that runs from `first` to `last`; None when there is none."""
    for table in book.sheets:
        if not table.hidden and not table.is_empty:
            found = _read(table, first, last)
            if found is not None:
                return found
    return None


def _read(table: Table, first: date, last: date) -> OwnSheet | None:
    dated = [(sum(c.day is not None or c.number > 0 for c in _columns(table, at, first, last)), at)
             for at in range(1, min(len(table.rows), MOST_HEADS) + 1)]
    most, row = max(dated, key=lambda pair: (pair[0], -pair[1]), default=(0, 0))
    if most < LEAST_DATES:  # days of a month that the title names, or sessions by their numbers
        counted = next((at for at in range(1, min(len(table.rows), MOST_HEADS) + 1)
                        if len(_counted(table, at, first, last)) > max(most, 2)), 0)
        most, row = (1, counted) if counted else (most, row)
    if not most:
        return None
    uses, below = _uses(table, row)
    if "full_name" not in uses and "trainee_no" not in uses:
        return None
    columns = [c for c in _counted(table, row, first, last) or _columns(table, row, first, last)
               if (c.day is not None or c.number) and c.index not in uses.values()]
    parted = [replace(c, part=c.part or part_of(text_of(table.value(below, c.index)))) for c in columns] \
        if below > row else columns
    rows = tuple(_people(table, below + 1, uses))
    legend = _legend(table)
    marked = [replace(c, off=_off(table, c.index, below + 1)) for c in parted]
    return OwnSheet(table, tuple(marked), rows, legend) if marked and any(not r.skip for r in rows) else None


def _merged(table: Table) -> list[tuple[int, int, int, int]]:
    """First row, first column, last row, last column of merged cells; rows from 1."""
    return [(top + 1, left, bottom + 1, right) for top, left, bottom, right in table.merged]


def _spread(table: Table, row: int) -> Iterator[tuple[int, Value]]:
    """The cells of a row; a merged one stands over all its columns."""
    over = {column: (top, left) for top, left, bottom, right in _merged(table) if top <= row <= bottom
            for column in range(left, right + 1)}
    width = max(len(table.rows[row - 1]) if row <= len(table.rows) else 0, max(over, default=-1) + 1)
    for column in range(width):
        top, left = over.get(column, (row, column))
        yield column, table.value(top, left)


def _columns(table: Table, row: int, first: date, last: date) -> list[SheetColumn]:
    found = []
    for index, value in _spread(table, row):
        text = text_of(value) if not isinstance(value, date) else ""
        numbered = _NUMBERED.match(text)
        found.append(SheetColumn(index, text or (f"{value:%d/%m/%Y}" if isinstance(value, date) else ""),
                                 day_of(value, first, last), part_of(text), int(numbered[1]) if numbered else 0))
    return found


def _counted(table: Table, row: int, first: date, last: date) -> list[SheetColumn]:
    """Columns headed 1, 2, 3: days of the month that stands above them, else numbers of sessions; [] for others."""
    numbers = [(index, int(text_of(v))) for index, v in _spread(table, row) if re.fullmatch(r"\d{1,3}", text_of(v))]
    values = [n for _index, n in numbers]
    if len(numbers) < 3 or values != sorted(set(values)) or _columns(table, row, first, last)[numbers[0][0]].day:
        return []
    month = next((found for at in range(1, row + 1) for v in table.rows[at - 1]
                  if (found := _named_month(v, first, last)) is not None), None)
    if month is None:
        return [SheetColumn(index, str(n), number=n) for index, n in numbers]
    return [SheetColumn(index, str(n), _day(month.year, month.month, n)) for index, n in numbers]


def _named_month(value: Value, first: date, last: date) -> date | None:
    """The month that a title names, 'Kehadiran Februari 2027': its first day."""
    if not isinstance(value, str) or len(value) > 200:
        return None
    year = re.search(r"(?<!\d)(20\d\d)(?!\d)", value)
    for word in re.findall(r"[^\W\d_]{3,}", value):
        for code in ("ms", "en"):
            for number in range(1, 13):
                if month_name(number, code).casefold() == word.casefold():
                    return day_of(f"1/{number}/{year[1]}" if year else f"{_some_day(number, first, last)}/{number}",
                                  first, last)
    return None


def _some_day(month: int, first: date, last: date) -> int:
    """A day of the month in which the cohort meets, so that the year is that of the cohort."""
    return first.day if first.month == month else last.day if last.month == month else 15


def day_of(value: Value, first: date, last: date) -> date | None:
    """The day a heading names; without a year the one in which the cohort meets."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or len(value) > 40:
        return None
    found = _ISO.search(value)
    if found:
        return _day(int(found[1]), int(found[2]), int(found[3]))
    found = _DAY.search(value)
    day, month, year = (int(found[1]), int(found[2]), found[3]) if found else (0, 0, None)
    if not found:
        named = _NAMED.search(value)
        month = _month(named[2]) if named else 0
        if named is None or not month:
            return None
        day, year = int(named[1]), named[3]
    if year:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, day)
    days = [d for y in range(first.year, last.year + 1) if (d := _day(y, month, day))]
    return next((d for d in days if first <= d <= last), days[0] if days else None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(text: str) -> int:
    for code in ("ms", "en"):
        with speaking(code):
            for number in range(1, 13):
                if text[:3].casefold() == short_month(number)[:3].casefold():
                    return number
    return 0


def part_of(text: str) -> str:
    """The part of the day that a heading names; '' for none."""
    return next((part for part, pattern in PARTS if pattern.search(text)), "")


def _uses(table: Table, row: int) -> tuple[dict[str, int], int]:
    """Columns of number, identity and name by their headings, and the lowest row of the headings."""
    uses: dict[str, int] = {}
    below = row
    for at in range(max(1, row - 2), min(len(table.rows), row + 2) + 1):
        for index, value in enumerate(table.rows[at - 1]):
            field = field_of(value) if isinstance(value, str) and len(value) < 60 else None
            use = {"full_name": "full_name", "id_number": "identity"}.get(field or "") or (
                "trainee_no" if isinstance(value, str) and _NUMBER.match(" ".join(value.split())) else "")
            if use and use not in uses:
                uses[use] = index
                below = max(below, at)
    if below + 1 <= len(table.rows) and below == row:
        parts = [part_of(text_of(v)) for v in table.rows[below]]
        if sum(bool(p) for p in parts) > sum(v not in (None, "") for v in table.rows[below]) // 2:
            below += 1
    for top, left, bottom, _right in _merged(table):
        if top <= row <= bottom and left in uses.values() and bottom - top < 4:
            below = max(below, bottom)
    return uses, below


_NUMBER = re.compile(r"^(no|nombor|number|id)?\.?\s*(pelatih|peserta|pelajar|trainee|student|participant)\s*"
                     r"(no|number|id)?\.?$|^trainee no\.?.*|^no\.? pelatih.*", re.IGNORECASE)


def _people(table: Table, start: int, uses: dict[str, int]) -> Iterator[SheetRow]:
    for at in range(start, len(table.rows) + 1):
        if not any(v not in (None, "") for v in table.rows[at - 1]):
            continue
        number, identity, name = (text_of(table.value(at, uses[use])) if use in uses else ""
                                  for use in ("trainee_no", "identity", "full_name"))
        first = next((text_of(v) for v in table.rows[at - 1] if v not in (None, "")), "")
        nobody = (not name and (not number and not identity or len(number) > 25 or " " in number)
                  or bool(_SUMS.match(name)) or not name and bool(_SUMS.match(first)))
        yield SheetRow(at, number, re.sub(r"[\s-]", "", identity).upper(), name, nobody)


def _off(table: Table, index: int, start: int) -> str:
    """What is merged down a whole column, such as PUBLIC HOLIDAY; '' for nothing."""
    for top, left, bottom, right in _merged(table):
        if left <= index <= right and top >= start and bottom - top >= 2:
            return text_of(table.value(top, left))
    return ""


def _legend(table: Table) -> dict[str, str]:
    """Codes that a text of the sheet explains: 'S / MC = cuti sakit'."""
    found: dict[str, str] = {}
    for cells in table.rows:
        for value in cells:
            if isinstance(value, str) and value.count("=") > 1 and not value.startswith("="):
                text = value.split(":", 1)[1] if ":" in value.split("=")[0] else value
                for codes, words in _LEGEND.findall(text):
                    for code in re.split(r"\s*/\s*", codes.strip()) if codes.strip() != "/" else ["/"]:
                        found[code.strip().casefold()] = " ".join(words.split()).casefold()
    return found
