"""Sessions from weekdays, times and the centre's calendar; days that cannot be are listed with the reason."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from app.attendance.calendar import Calendar
from app.i18n import _

PARTS = ("AM", "PM", "EVE", "FULL")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True)
class Slot:
    """A meeting on each chosen day: part of the day and times as 'HH:MM'."""

    part: str = "AM"
    starts_at: str = "08:30"
    ends_at: str = "12:30"

    def problem(self) -> str | None:
        """What is wrong with it, as a sentence."""
        if self.part not in PARTS:
            return _("Choose morning, afternoon, evening or full day.")
        return time_problem(self.starts_at, self.ends_at)

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return minutes_between(self.starts_at, self.ends_at)


@dataclass(frozen=True)
class Planned:
    """One session that will be made."""

    day: date
    slot: Slot


@dataclass(frozen=True)
class RefusedDay:
    """A chosen day on which there will be no session, and why."""

    day: date
    why: str


@dataclass(frozen=True)
class Plan:
    """What generating gives."""

    sessions: tuple[Planned, ...]
    refused: tuple[RefusedDay, ...]


def time_problem(starts_at: str, ends_at: str) -> str | None:
    """What is wrong with two times of a session, as a sentence; None when nothing is."""
    for value in (starts_at, ends_at):
        if not _TIME.fullmatch(value):
            return _("Write the time as 08:30. '{value}' is not a time.").format(value=value)
    if ends_at <= starts_at:
        return _("The session must end after it starts.")
    return None


def minutes_between(starts_at: str, ends_at: str) -> int:
    """Minutes from one 'HH:MM' to another of the same day."""
    first, last = (int(t[:2]) * 60 + int(t[3:]) for t in (starts_at, ends_at))
    return last - first


def hours_between(starts_at: str, ends_at: str) -> Decimal:
    """Hours with two decimals, cut."""
    return Decimal(minutes_between(starts_at, ends_at) * 100 // 60) / 100


def plan(first: date, last: date, weekdays: Collection[int], slots: Sequence[Slot], calendar: Calendar,
         taken: Collection[tuple[date, str, str]] = (), *, every: int = 1, most: int | None = None) -> Plan:
    """Sessions on the weekdays (0 = Monday) from first to last day; no weekdays means every working day.

    `every` takes each nth week, counted from the week of the first day; `most` ends after so many sessions.
    `taken` are (day, part, start) that the cohort already has; they are refused as well.
    """
    made: list[Planned] = []
    refused: list[RefusedDay] = []
    monday = first - timedelta(days=first.weekday())
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        if weekdays and day.weekday() not in weekdays or (day - monday).days // 7 % every:
            continue
        if most is not None and len(made) >= most:
            break
        why = calendar.closed(day)
        if why is not None:
            if weekdays or day.weekday() not in calendar.weekend_on(day):
                refused.append(RefusedDay(day, why))
            continue
        for slot in slots:
            if most is not None and len(made) >= most:
                break
            if (day, slot.part, slot.starts_at) in taken:
                refused.append(RefusedDay(day, _("There is already a session at {time}.").format(time=slot.starts_at)))
            else:
                made.append(Planned(day, slot))
    return Plan(tuple(made), tuple(refused))
