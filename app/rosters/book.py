"""A list as a workbook: title, heading in one or two lines, rows; title, filters and meanings on a second sheet."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from operator import itemgetter
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from app.attendance.register_sheet import FILLS
from app.exchange.columns import Caption, Column
from app.exchange.sheet import Drawn, Properties, Sheet, write_book
from app.exchange.sheet_fills import Fill
from app.i18n import _, speaking
from app.job import SILENT, Progress
from app.rosters.listing import ListColumn, Row
from app.rosters.writing import LEFT_EMPTY, Sheetful, with_captions

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

WIDEST, NARROWEST = 60, 5  # characters
BESIDE, NARROW_LIST = 45, 50  # characters before a second text in a line; the least that a line is given
FEW = 20_000  # rows up to which a list is worth colouring


def write_workbook(path: Path, content: Sheetful, step: Progress = SILENT) -> None:
    """Write it; grouped lists have captions, or a sheet for each employer."""
    upper, lower = content.heads()
    columns = _columns(content, upper, lower)
    sheets: list[Sheet[Any] | Drawn] = []
    if content.preset.group == "sheets" and content.listing.rows:
        for name, rows in content.groups():
            sheets.append(_sheet(content, columns, lower, rows, name, f"{content.title}: {name}"))
    else:
        sheets.append(_sheet(content, columns, lower, with_captions(content), content.titles[
            content.language == "en"], content.title))
    with speaking(content.language):
        sheets.append(Drawn(_("Notes"), partial(_draw_notes, content=content)))
    write_book(path, sheets, step, Properties(content.title, content.preset.name, content.by, content.exported,
                                              content.at))


def _columns(content: Sheetful, upper: Sequence[str], lower: Sequence[str]) -> list[Column[Row]]:
    """The columns with widths that fit what is in them."""
    found: list[Column[Row]] = []
    for n, (c, above, below) in enumerate(zip(content.listing.columns, upper, lower, strict=True)):
        found.append(Column(c.key, partial(str, above), itemgetter(n), align=c.align, kind=c.kind,
                            width=_width(c, n, content.listing.rows, max(len(above), len(below)))))
    return found


def _width(column: ListColumn, n: int, rows: Sequence[Row], head: int) -> int:
    if column.kind in ("date", "percent") or column.key in LEFT_EMPTY:
        return max(column.width, head + 2)
    longest = 0
    for row in rows:
        value = row[n]
        if isinstance(value, str):
            if len(value) > longest or not value.isascii():
                longest = max(longest, len(value) if value.isascii() else sum(
                    2 if east_asian_width(c) in "WF" else 1 for c in value))
        elif value is not None:
            longest = max(longest, len(str(value)))
    return max(NARROWEST, min(WIDEST, max(longest, head) + 2))


def _sheet(content: Sheetful, columns: Sequence[Column[Row]], lower: Sequence[str], rows: Sequence[Row | Caption],
           name: str, title: str) -> Sheet[Row]:
    low = content.listing.group_at + 1
    standing_out = {c.key for c in content.listing.columns if c.low}

    def alert(column: Column[Row], row: Row) -> bool:
        return column.key in standing_out and bool(row[low])

    return Sheet(name, columns, rows, title, _lines(content, columns), lower if any(lower) else (),
                 alert if standing_out else None, header=content.title, frozen=_frozen(columns),
                 fills=_fills(content) if len(rows) <= FEW else ())


def _lines(content: Sheetful, columns: Sequence[Column[Row]]) -> list[list[tuple[int, str]]]:
    """What stands under the title: centre and cohort, places and who exported it when. Nothing is wider than the
    list, which would make the printed page smaller."""
    cohort, course, places, *people = [said for _name, said in content.listing.facts] + [""] * 3
    rest = "  ".join(filter(None, (course, *people, content.exported)))
    widths = [c.width for c in columns]
    at = next((n for n in range(1, len(columns)) if sum(widths[:n]) >= BESIDE), 0)
    room = sum(widths[at:])
    if at and cohort and places and max(len(cohort), len(rest)) <= room:
        return [[(1, content.centre), (at + 1, cohort)], [(1, places), (at + 1, rest)]]
    told = (content.centre, "  ".join(filter(None, (cohort, places))), "  ".join(filter(None, (course, *people))),
            content.exported)
    return [[(1, line)] for text in told for line in wrap(text, max(NARROW_LIST, sum(widths)))]


def _frozen(columns: Sequence[Column[Row]]) -> int:
    """Up to the name, when it stands near the left."""
    keys = [c.key for c in columns[:4]]
    return next((n + 1 for n, key in enumerate(keys) if key in ("name", "holder")), 0)


def _fills(content: Sheetful) -> list[Fill]:
    """What may be filled in, and the colours of attendance letters; neighbours alike are one."""
    found: dict[tuple[Any, ...], list[str]] = {}
    for c in content.listing.columns:
        choices, most = (c.choices, c.most) if content.preset.to_fill or c.fills else ((), None)
        if choices or c.fills or most is not None:
            found.setdefault((choices, c.fills, most), []).append(c.key)
    return [Fill(tuple(keys), choices, tuple(
        (text, *FILLS.get(look, FILLS["letter"]), look == "block") for text, look in looks), most)
        for (choices, looks, most), keys in found.items()]


def _draw_notes(page: Worksheet, content: Sheetful) -> None:
    """Centre, title, what the list is of, what its words mean, who exported it when."""
    from app.exchange.sheet import ACCENT, font, put_notes, put_text

    preset = content.preset
    with speaking(content.language):
        told = [(_("Centre"), content.centre), (_("List"), content.title), *content.listing.facts,
                (_("Rows"), str(len(content.listing.rows))), *_choices_said(content), *content.listing.notes(),
                (_("Exported"), content.exported)]
        head = _("Notes")
    put_text(page, 1, 1, f"{head} · {preset.name}").font = font(size=16, bold=True, color=ACCENT)
    put_notes(page, [one for one in told if one[1]], content.title)


def _choices_said(content: Sheetful) -> list[tuple[str, str]]:
    preset = content.preset
    identity = {"masked": _("masked"), "full": _("in full"), "none": _("left out")}[preset.identity]
    return [(_("Identity numbers are"), identity),
            *([(_("Grouped by"), _("Employer"))] if preset.group else []),
            *([(_("With those who have left"), _("Yes"))] if preset.everyone else [])]
