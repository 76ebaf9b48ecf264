"""Sessions by the centre's calendar: the weekend of the day, holidays, and reasons for what is left out."""

from __future__ import annotations

from datetime import date

from app.attendance.calendar import Calendar
from app.attendance.generate import Slot, plan

AM, PM = Slot(), Slot("PM", "14:00", "17:00")
HOLIDAYS = {date(2025, 3, 31): "Hari Raya", date(2025, 4, 1): "Hari Raya"}
FIRST, LAST = date(2025, 3, 24), date(2025, 4, 4)


def test_kuala_lumpur_and_kelantan() -> None:
    here = plan(FIRST, LAST, (), (AM, PM), Calendar(holidays=HOLIDAYS))
    there = plan(FIRST, LAST, (), (AM, PM), Calendar(((date(2000, 1, 1), frozenset({4, 5})),), HOLIDAYS))
    assert (len(here.sessions), len(there.sessions)) == (16, 14)
    assert [r.why for r in here.refused] == ["Public holiday: Hari Raya"] * 2


def test_weekend_changes_on_its_date() -> None:
    johor = Calendar(((date(2014, 1, 1), frozenset({4, 5})), (date(2025, 1, 1), frozenset({5, 6}))))
    assert johor.weekend_on(date(2024, 12, 31)) == {4, 5}
    assert johor.weekend_on(date(2025, 1, 1)) == {5, 6}
    assert johor.weekend_on(date(2010, 1, 1)) == {5, 6}


def test_chosen_weekdays_on_a_weekend_are_refused_with_reason() -> None:
    made = plan(FIRST, LAST, {5}, (AM,), Calendar())
    assert made.sessions == ()
    assert [(r.day.day, r.why) for r in made.refused] == [(29, "Weekend (Saturday)")]


def test_taken_times_are_refused() -> None:
    made = plan(FIRST, FIRST, (), (AM, PM), Calendar(), {(FIRST, "AM", "08:30")})
    assert [s.slot for s in made.sessions] == [PM]
    assert "08:30" in made.refused[0].why


def test_times_are_checked() -> None:
    assert Slot("AM", "8.30", "12:30").problem() and Slot("AM", "12:30", "08:30").problem()
    assert Slot("AM", "25:00", "26:00").problem() and Slot().problem() is None
