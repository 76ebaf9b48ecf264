"""Reads attendance reports of Microsoft Teams and Zoom: sections and columns by their headings, whatever the layout."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final, Literal

from app.errors import Invalid
from app.exchange.tables.table import Book, Table, Value
from app.i18n import _

_HEADS: Final = (
    ("action", re.compile(r"^(user )?action$|^tindakan( pengguna)?$")),
    ("stamp", re.compile(r"^time ?stamp$|^cap masa$")),
    ("name", re.compile(r"^(full )?name\b|^nama\b|^participant$|^peserta$|^display name")),
    ("upn", re.compile(r"upn|participant id|id peserta")),
    ("email", re.compile(r"e-?mail|e-?mel")),
    ("first", re.compile(r"first join|(sertai|sertaan|masuk|menyertai) pertama|pertama (kali )?(sertai|menyertai)")),
    ("last", re.compile(r"last leave|(keluar|tinggal\w*|meninggalkan|beredar) (terakhir|akhir)")),
    ("wait", re.compile(r"waiting room|bilik menunggu|ruang menunggu")),
    ("duration", re.compile(r"duration|tempoh|jangka masa|minutes|minit")),
    ("join", re.compile(r"\bjoin|sertai|sertaan|masa masuk|^masuk")),
    ("leave", re.compile(r"\bleave|\bleft\b|keluar|tinggal|beredar")),
    ("role", re.compile(r"^role|^peranan")),
    ("guest", re.compile(r"^guest|^tetamu")),
)
_MOMENT: Final = re.compile(
    r"^\s*(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{2,4})[,\sT]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\s*(.*?)\s*$")
_AFTER_NOON: Final = re.compile(r"^(pm?|ptg|petang|malam|mlm|tengah ?hari)$")
_BEFORE_NOON: Final = re.compile(r"^(am?|pg|pagi)$")
_HOST: Final = re.compile(r"organi[sz]er|penganjur|^host|hos\b|co-?host", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"[^\s()<>,;]+@[^\s()<>,;]+")
_JOINED: Final = re.compile(r"join|sertai|masuk", re.IGNORECASE)

Order = Literal["mdy", "dmy", "ymd"]


@dataclass(frozen=True)
class Attendee:
    """A name with its address and every stay in the meeting."""

    name: str
    email: str
    host: bool
    rows: tuple[int, ...]
    stays: tuple[tuple[datetime, datetime], ...]


@dataclass(frozen=True)
class Report:
    """An attendance report."""

    kind: Literal["teams", "zoom"]
    title: str
    start: datetime
    end: datetime
    attendees: tuple[Attendee, ...]


@dataclass(frozen=True)
class _Head:
    row: int
    columns: dict[str, int]


def _plain(value: Value) -> str:
    return " ".join(unicodedata.normalize("NFKC", str(value)).split()) if value is not None else ""


def heads_of(table: Table) -> list[_Head]:
    """Rows that are headings of joins: they have a name, and times of joining and leaving, or steps with their time."""
    found: list[_Head] = []
    for at, cells in enumerate(table.rows, start=1):
        if len(found) > 20 or sum(v not in (None, "") for v in cells) < 3:
            continue
        columns: dict[str, int] = {}
        for place, value in enumerate(cells):
            text = _plain(value).casefold() if isinstance(value, str) else ""
            use = next((use for use, pattern in _HEADS if pattern.search(text)), "") if text and len(text) < 60 else ""
            if use:
                columns.setdefault(use, place)
        if "name" in columns and ({"join", "leave"} <= set(columns) or {"first", "last"} <= set(columns)
                                  or {"action", "stamp"} <= set(columns) or {"email", "duration"} <= set(columns)):
            found.append(_Head(at, columns))
    return found


def is_report(table: Table) -> bool:
    """Whether a table is a report of a meeting."""
    return bool(heads_of(table))


def read_report(book: Book, days: Collection[date] = ()) -> Report:
    """The report in a file. The days on which the cohort meets settle whether 2/3 is in March or February. Invalid."""
    table = next((t for t in book.sheets if heads_of(t)), None)
    if table is None:
        raise Invalid(_("{file} is not an attendance report of Teams or Zoom.").format(file=book.name))
    heads = heads_of(table)
    head = next((h for h in heads if {"join", "leave"} <= set(h.columns)), None) \
        or next((h for h in heads if {"action", "stamp"} <= set(h.columns)), None) \
        or next((h for h in heads if {"first", "last"} <= set(h.columns)), None)
    if head is None:
        raise Invalid(_("{file} says only how long each person stayed, not when. Make the report again with the times "
                        "of joining and leaving.").format(file=book.name))
    first = _plain(table.value(head.row, head.columns["name"])).casefold()
    zoom = bool("original" in first or "asal" in first or "guest" in head.columns or "wait" in head.columns)
    order = _order(table, days)
    lines = list(_lines(table, head, [h.row for h in heads], order))
    if not lines:
        raise Invalid(_("{file} has the headings of a report but nobody under them.").format(file=book.name))
    return _report(table, head, zoom, order, lines)


def _report(table: Table, head: _Head, zoom: bool, order: Order, lines: list[_Line]) -> Report:
    said = _ADDRESS.search(_above(table, head.row, re.compile(r"^(user e-?mail|host( e-?mail)?|(e-?mel )?hos|e-?mel "
                                                              r"pengguna)$")))
    host = said[0].casefold() if said else ""
    grouped: dict[tuple[str, str], list[_Line]] = {}
    for line in lines:
        grouped.setdefault((line.name.casefold(), line.email.casefold()), []).append(line)
    attendees = tuple(Attendee(
        some[0].name, some[0].email, any(s.host for s in some) or bool(host and some[0].email.casefold() == host),
        tuple(s.row for s in some), tuple(sorted((s.start, s.end) for s in some))) for some in grouped.values())
    title = _above(table, head.row, re.compile(r"^(meeting title|topic|tajuk mesyuarat|topik|nama mesyuarat)$"))
    start = _moment_above(table, head.row, re.compile(r"^(meeting )?start time$|^masa mula"), order)
    end = _moment_above(table, head.row, re.compile(r"^(meeting )?end time$|^masa (tamat|akhir)"), order)
    return Report("zoom" if zoom else "teams", title, start or min(line.start for line in lines),
                  end or max(line.end for line in lines), attendees)


@dataclass(frozen=True)
class _Line:
    row: int
    name: str
    email: str
    host: bool
    start: datetime
    end: datetime


def _fold(text: str) -> str:
    return text.strip().casefold()


def _lines(table: Table, head: _Head, heads: Sequence[int], order: Order) -> Iterable[_Line]:
    if "stamp" in head.columns and "action" in head.columns:
        yield from _steps(table, head, order)
        return
    columns = head.columns
    joined, left = columns.get("join", columns.get("first")), columns.get("leave", columns.get("last"))
    assert joined is not None and left is not None
    for at in range(head.row + 1, len(table.rows) + 1):
        if at in heads:
            return
        name = _plain(table.value(at, columns["name"]))
        start, end = moment(table.value(at, joined), order), moment(table.value(at, left), order)
        waited = "wait" in columns and _fold(_plain(table.value(at, columns["wait"]))) in ("yes", "ya", "y")
        if not name or start is None or end is None or waited:
            if name and not start and not end and sum(v not in (None, "") for v in table.rows[at - 1]) == 1:
                return  # the title of the next section
            continue
        yield _Line(at, name, _email(table, at, columns), bool(_HOST.search(_cell(table, at, columns, "role"))),
                    start, max(start, end))


def _steps(table: Table, head: _Head, order: Order) -> Iterable[_Line]:
    """The oldest layout: a line for each coming and going; who never left stayed to the last line."""
    columns, coming = head.columns, dict[tuple[str, str], tuple[int, datetime]]()
    last: datetime | None = None
    found: list[_Line] = []
    for at in range(head.row + 1, len(table.rows) + 1):
        name, when = _plain(table.value(at, columns["name"])), moment(table.value(at, columns["stamp"]), order)
        if not name or when is None:
            continue
        last = max(last or when, when)
        email, action = _email(table, at, columns), _cell(table, at, columns, "action")
        host = bool(_HOST.search(_cell(table, at, columns, "role")))
        if _JOINED.search(action):
            coming[name, email] = (at, when)
        elif (name, email) in coming:
            row, start = coming.pop((name, email))
            found.append(_Line(row, name, email, host, start, max(start, when)))
    found.extend(_Line(row, name, email, False, start, max(start, last or start))
                 for (name, email), (row, start) in coming.items())
    yield from found


def _cell(table: Table, at: int, columns: dict[str, int], use: str) -> str:
    return _plain(table.value(at, columns[use])) if use in columns else ""


def _email(table: Table, at: int, columns: dict[str, int]) -> str:
    found = _cell(table, at, columns, "email") or _cell(table, at, columns, "upn")
    return found if "@" in found else ""


def _above(table: Table, row: int, wanted: re.Pattern[str]) -> str:
    """A value of the block about the meeting: right of its name, or under it."""
    for at in range(1, min(row, 40)):
        for place, value in enumerate(table.rows[at - 1]):
            if isinstance(value, str) and wanted.search(_fold(_plain(value))):
                filled = sum(v not in (None, "") for v in table.rows[at - 1])
                found = table.value(at + 1, place) if filled > 2 else table.value(at, place + 1)
                return _plain(found)
    return ""


def _moment_above(table: Table, row: int, wanted: re.Pattern[str], order: Order) -> datetime | None:
    found = _above(table, row, wanted)
    return moment(found, order) if found else None


def moment(value: Value, order: Order) -> datetime | None:
    """A time stamp as programs of several countries write it; None for anything else."""
    if isinstance(value, datetime):
        return value.replace(microsecond=0)
    found = _MOMENT.match(unicodedata.normalize("NFKC", value)) if isinstance(value, str) else None
    if found is None:
        return None
    a, b, c, hour, minute = (int(found[n]) for n in range(1, 6))
    year, month, day = (a, b, c) if len(found[1]) == 4 else (c, a, b) if order == "mdy" else (c, b, a)
    half = found[7].casefold().replace(".", "").strip()
    if _AFTER_NOON.match(half) and hour < 12:
        hour += 12
    elif _BEFORE_NOON.match(half) and hour == 12:
        hour = 0
    try:
        return datetime.combine(date(year + 2000 if year < 100 else year, month, day),
                                time(hour, minute, int(found[6] or 0)))
    except ValueError:
        return None


def _order(table: Table, days: Collection[date]) -> Order:
    """Day or month first: as only one of them can be, else as the cohort meets, else as the clock is written."""
    halves = False
    fits = {"mdy": 0, "dmy": 0}
    for cells in table.rows[:2000]:
        for value in cells:
            found = _MOMENT.match(unicodedata.normalize("NFKC", value)) if isinstance(value, str) else None
            if found is None or len(found[1]) == 4:
                continue
            halves |= bool(found[7])
            for order in ("mdy", "dmy"):
                said = moment(value, order)
                fits[order] += -1000 if said is None else 1 if said.date() in days else 0
    if fits["mdy"] != fits["dmy"]:
        return "mdy" if fits["mdy"] > fits["dmy"] else "dmy"
    return "mdy" if halves else "dmy"


def together(stays: Iterable[tuple[datetime, datetime]], start: datetime | None = None,
             end: datetime | None = None) -> tuple[int, datetime | None, datetime | None]:
    """Seconds with overlaps counted once, cut to start and end; first joining and last leaving, not cut."""
    total, reached = 0, None
    ordered = sorted(stays)
    for came, went in ordered:
        came, went = max(came, start) if start else came, min(went, end) if end else went
        if reached is not None:
            came = max(came, reached)
        if went > came:
            total += int((went - came).total_seconds())
        reached = max(reached, went) if reached is not None else went
    return total, (ordered[0][0] if ordered else None), max((w for _c, w in ordered), default=None)
