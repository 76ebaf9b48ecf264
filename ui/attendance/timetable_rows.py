"""The columns of a timetable, on screen, on paper and in Excel, and how they look."""

from __future__ import annotations

from app.attendance.session_words import part_word, state_word
from app.attendance.timetable import TimetableRow
from app.cohorts.words import mode_word, session_kind_word
from app.exchange.columns import Column
from app.i18n import _, show_date
from ui.kit.look import MUTED, Look

Row = TimetableRow


def _time(row: Row) -> str:
    return f"{row.session.starts_at}–{row.session.ends_at}"


def _marked(row: Row) -> str:
    if row.session.cancelled or not row.session.marked and row.state == "planned":
        return ""
    return f"{row.session.marked}/{row.expected}"


def remark(row: Row) -> str:
    """What else is to be known: why it does not take place, what it makes up for, what it clashes with."""
    said = [row.session.reason] if row.session.reason else []
    if row.made_up_on is not None:
        said.append(_("made up on {date}").format(date=show_date(row.made_up_on, weekday=True)))
    if row.makes_up_for is not None:
        said.append(_("makes up for {date}").format(date=show_date(row.makes_up_for, weekday=True)))
    return " · ".join([*said, *(clash.words() for clash in row.clashes)])


COLUMNS: tuple[Column[Row], ...] = (
    Column("number", lambda: _("No."), lambda r: r.session.number or None, kind="number", width=6),
    Column("day", lambda: _("Day"), lambda r: r.session.day, show=lambda d: show_date(d, weekday=True), kind="date",
           width=17),
    Column("part", lambda: _("Part"), lambda r: part_word(r.session.part), width=11),
    Column("time", lambda: _("Time"), _time, width=13),
    Column("kind", lambda: _("Kind"), lambda r: session_kind_word(r.session.kind), width=12),
    Column("mode", lambda: _("Mode"), lambda r: mode_word(r.session.mode), width=10),
    Column("topic", lambda: _("Topic"), lambda r: r.session.topic, width=19),
    Column("instructors", lambda: _("Instructors"), lambda r: ", ".join(r.instructors), width=19),
    Column("state", lambda: _("State"), lambda r: state_word(r.state), width=17),
    Column("marked", lambda: _("Marked"), _marked, width=9),
    Column("hours", lambda: _("Hours"), lambda r: r.hours, show=lambda h: f"{h.normalize():f}", kind="number", width=8),
    Column("remark", lambda: _("Remark"), remark, width=26),
    Column("venue", lambda: _("Venue"), lambda r: r.session.venue, width=18),
)
HIDDEN = ("part", "mode", "hours", "venue")
"""Columns that one chooses oneself."""

_STATES = {"taken": Look("ok", "circle-check"), "closed": Look("ok", "lock"), "due": Look("warn", "circle-alert"),
           "cancelled": Look("danger", "calendar-x"), "postponed": Look("warn", "calendar-clock"), "planned": MUTED}


def _off(row: Row) -> Look | None:
    return MUTED if row.session.cancelled else None


def _part(row: Row) -> Look:
    """Begun and not complete is told apart from complete."""
    return Look("warn") if row.state in ("taken", "closed") and row.session.marked < row.expected else MUTED


LOOKS = {
    "number": lambda r: MUTED, "day": _off, "time": _off, "kind": _off, "topic": _off, "instructors": _off,
    "venue": _off, "marked": _part, "state": lambda r: _STATES[r.state],
    "remark": lambda r: Look("warn", "triangle-alert") if r.clashes else MUTED,
}


def searched(row: Row) -> str:
    """Where the search looks, folded."""
    return " ".join(c.text(row) for c in COLUMNS if c.key in (
        "kind", "topic", "instructors", "venue", "remark")).casefold() + show_date(
            row.session.day, weekday=True).casefold()


def narrowed(rows: list[Row], key: str, text: str) -> list[Row]:
    """The rows of a filter and a search."""
    words = text.casefold().split()
    test = {"all": lambda r: True, "coming": lambda r: r.state == "planned", "due": lambda r: r.state == "due",
            "off": lambda r: r.session.cancelled, "clash": lambda r: bool(r.clashes)}[key]
    return [r for r in rows if test(r) and all(word in searched(r) for word in words)]
