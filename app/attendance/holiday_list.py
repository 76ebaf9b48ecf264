"""Holidays from a list that somebody has: a date and a name in each row, in Excel, OpenDocument or a text file."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from app.errors import Invalid
from app.exchange.tables.table import Table, Value, letter
from app.i18n import _, show_date
from app.job import SILENT, Progress
from app.lists.dates import read_date

_DAY_HEADS = ("tarikh", "date", "hari cuti", "day", "tarikh cuti")
_NAME_HEADS = ("nama", "name", "cuti", "holiday", "perkara", "catatan", "nama cuti", "hari kelepasan")
EARLIEST, LATEST = 2000, 2100


@dataclass(frozen=True)
class HolidayLine:
    """A row of the list: a day that can be taken, or what is wrong with it."""

    row: int  # as the spreadsheet numbers it
    day: date | None
    name: str
    problem: str = ""  # a sentence that names row and column; '' when the row can be taken
    known: str = ""  # the name under which the day is recorded already

    @property
    def id(self) -> int:
        """Rows are told apart by their number."""
        return self.row


def read_holidays(path: Path, known: Sequence[tuple[date, str]] = (), step: Progress = SILENT) -> list[HolidayLine]:
    """The rows of a list. Raises Invalid when no sheet has dates in it, and what reading a file raises."""
    from app.exchange.tables.read import read_book

    book = read_book(path, step)
    names = dict(known)
    for table in book.sheets:
        if not table.hidden and (found := _lines(table, names)):
            return found
    raise Invalid(_("{file} has no row with a date and a name. Put the date in one column and the name of the holiday "
                    "in another.").format(file=path.name))


def _lines(table: Table, known: dict[date, str]) -> list[HolidayLine]:
    first, day_column, name_column = _columns(table)
    if day_column is None:
        return []
    found: list[HolidayLine] = []
    seen: dict[date, int] = {}
    for row in range(first, len(table.rows) + 1):
        value, name = table.value(row, day_column), _text(table.value(row, name_column))
        if value in (None, "") and not name:
            continue
        day = read_day(value)
        problem = ""
        if day is None:
            problem = _("Row {row}, column {column}: '{value}' is not a date. Write it as 31/08/2026.").format(
                row=row, column=letter(day_column), value=_text(value))
        elif not name:
            problem = _("Row {row}, column {column}: the holiday has no name.").format(
                row=row, column=letter(name_column))
        elif day in seen:
            problem = _("Row {row}: {day} stands in row {other} already.").format(
                row=row, day=show_date(day), other=seen[day])
        if day is not None:
            seen.setdefault(day, row)
        found.append(HolidayLine(row, day, name, problem, known.get(day, "") if day is not None else ""))
    return found if any(not line.problem for line in found) else []


def _columns(table: Table) -> tuple[int, int | None, int]:
    """First row under the headings, column of the dates, column of the names."""
    for row in range(1, min(len(table.rows), 30) + 1):
        heads = [_text(v).casefold().rstrip(" :*") for v in table.rows[row - 1]]
        day, name = _first(heads, _DAY_HEADS), _first(heads, _NAME_HEADS)
        if day is not None and name is not None and day != name:
            return row + 1, day, name
    wide = max((len(row) for row in table.rows), default=0)
    dates = [sum(read_day(row[c]) is not None for row in table.rows if c < len(row)) for c in range(wide)]
    if not dates or max(dates) == 0:
        return 1, None, 0
    day = dates.index(max(dates))
    words = [sum(read_day(row[c]) is None and any(map(str.isalpha, _text(row[c])))
                 for row in table.rows if c < len(row)) if c != day else -1 for c in range(wide)]
    first = next(n for n, row in enumerate(table.rows, 1) if day < len(row) and read_day(row[day]) is not None)
    return first, day, words.index(max(words))


def _first(heads: Sequence[str], wanted: Collection[str]) -> int | None:
    return next((place for place, head in enumerate(heads) if head in wanted), None)


def _text(value: Value) -> str:
    return "" if value is None else " ".join(str(value).split())


def read_day(value: Value) -> date | None:
    """A real date, or text with the day first (31/08/2026, 31.8.2026, 31 Ogos 2026, 2026-08-31); else None."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value if EARLIEST <= value.year <= LATEST else None
    if not isinstance(value, str):
        return None
    day = read_date(value, date(LATEST - 1, 12, 31))
    return day if day is not None and EARLIEST <= day.year <= LATEST else None
