"""Which days a centre works: the weekend, which changes on a date, and the holidays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.i18n import _, day_name

NATIONAL = frozenset({5, 6})
"""Saturday and Sunday, where no rule is recorded."""


@dataclass(frozen=True)
class Calendar:
    """A centre's weekends (sorted by the date they are valid from) and holidays."""

    weekends: Sequence[tuple[date, frozenset[int]]] = ()
    holidays: Mapping[date, str] = field(default_factory=dict)

    def weekend_on(self, day: date) -> frozenset[int]:
        """The weekdays (0 = Monday) that were the weekend on that day."""
        current = NATIONAL
        for valid_from, days in self.weekends:
            if valid_from <= day:
                current = days
        return current

    def closed(self, day: date) -> str | None:
        """Why there is no class on that day, in words; None when there is."""
        if day in self.holidays:
            return _("Public holiday: {name}").format(name=self.holidays[day])
        if day.weekday() in self.weekend_on(day):
            return _("Weekend ({day})").format(day=day_name(day.weekday()))
        return None


def read_calendar(session: Session) -> Calendar:
    """The calendar of the centre."""
    from app.centre.records import Holiday, WeekendRule

    weekends = [(valid_from, frozenset(int(digit) for digit in days if digit.isdigit()))
                for valid_from, days in session.execute(
                    select(WeekendRule.valid_from, WeekendRule.days).order_by(WeekendRule.valid_from))]
    holidays = dict(session.execute(select(Holiday.day, Holiday.name)).all())
    return Calendar(tuple(weekends), holidays)
