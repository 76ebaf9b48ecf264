"""The weekends of Malaysia's states with the dates from which they hold.

Source: notices of the state governments; Kedah, Kelantan and Terengganu rest on Friday and Saturday, Johor did from
1 January 2014 to 31 December 2024, all others rest on Saturday and Sunday.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.centre.records import WeekendRule
from app.i18n import _
from app.office.command import Command, Work
from app.office.permissions import Permission

ALWAYS = date(2000, 1, 1)
"""'From the beginning': no record of a centre is older."""

SATURDAY_SUNDAY, FRIDAY_SATURDAY = frozenset({5, 6}), frozenset({4, 5})
STATES = ("Johor", "Kedah", "Kelantan", "Melaka", "Negeri Sembilan", "Pahang", "Perak", "Perlis", "Pulau Pinang",
          "Sabah", "Sarawak", "Selangor", "Terengganu", "W.P. Kuala Lumpur", "W.P. Labuan", "W.P. Putrajaya")
_OTHERS: dict[str, tuple[tuple[date, frozenset[int]], ...]] = {
    **dict.fromkeys(("Kedah", "Kelantan", "Terengganu"), ((ALWAYS, FRIDAY_SATURDAY),)),
    "Johor": ((ALWAYS, SATURDAY_SUNDAY), (date(2014, 1, 1), FRIDAY_SATURDAY), (date(2025, 1, 1), SATURDAY_SUNDAY)),
}


def weekends_of(state: str) -> tuple[tuple[date, frozenset[int]], ...]:
    """Weekends of a state, each with the date from which it holds, oldest first."""
    return _OTHERS.get(state, ((ALWAYS, SATURDAY_SUNDAY),))


def same_as_state(rules: list[tuple[date, frozenset[int]]], state: str, since: date) -> bool:
    """Whether these rules (sorted by date) give the weekends of the state from a day on."""
    def at(found: list[tuple[date, frozenset[int]]], day: date) -> frozenset[int]:
        return next((days for start, days in reversed(found) if start <= day), SATURDAY_SUNDAY)

    theirs = list(weekends_of(state))
    changes = {since, *(start for start, _days in (*rules, *theirs) if start > since)}
    return all(at(rules, day) == at(theirs, day) for day in changes)


@dataclass(frozen=True, kw_only=True)
class FollowState(Command[int]):
    """Put the weekends of a state in the place of the centre's rules; sessions stay as they are. Returns how many."""

    needs = Permission.CENTRE_CHANGE

    state: str

    def label(self) -> str:
        return _("Take the weekends of {state}").format(state=self.state)

    def problems(self) -> dict[str, str]:
        return {} if self.state in STATES else {"state": _("Choose a state of Malaysia.")}

    def run(self, work: Work) -> int:
        wanted = dict(weekends_of(self.state))
        for rule in work.session.scalars(select(WeekendRule)):
            days = wanted.pop(rule.valid_from, None)
            if days is None:
                work.session.delete(rule)
            else:
                rule.days = digits(days)
        for start, days in wanted.items():
            work.add(WeekendRule(valid_from=start, days=digits(days)))
        return len(weekends_of(self.state))


def digits(days: frozenset[int]) -> str:
    """Days of a weekend as a rule stores them."""
    return "".join(str(day) for day in sorted(days))
