"""Series of certificate numbers: which one numbers a certificate, and what of them is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.centre.commands import SaveCentre
from app.centre.numbers import FIELD, could_meet, number_text, pattern_problem, shape_of
from app.centre.queries import SeriesList, SeriesRow
from app.centre.records import Series
from app.centre.series import RetireSeries, SaveSeries
from app.errors import Invalid, Refused
from app.office.command import Command, Work
from app.office.office import Office
from app.office.permissions import Permission

PARTS = ("{centre}", "{yy}", "{yyyy}", "{number}", "{number:04}", "{check}", "{kind}", "{prog}", "-", "/", "A", "1",
         "26")


@pytest.fixture
def centre(sqlite_office: Office) -> Office:
    sqlite_office.do(SaveCentre(code="KL", name="Pusat Latihan"))
    sqlite_office.do(SaveSeries())
    return sqlite_office


def all_series(office: Office) -> list[SeriesRow]:
    return list(office.ask(SeriesList()))


class _Take(Command[int]):
    needs = Permission.CENTRE_CHANGE
    undoable = False

    def label(self) -> str:
        return "take"

    def run(self, work: Work) -> int:
        from app.centre.numbers import scope

        series = work.session.get(Series, 1)
        assert series is not None
        return work.next_number(scope(series.code, work.today.year, series.yearly), count=50)


def test_a_pattern_that_could_say_what_another_one_says_is_refused(centre: Office) -> None:
    with pytest.raises(Invalid, match="could be one of the series"):
        centre.do(SaveSeries(pattern="KL{yy}-0{number:04}-{check}", kind="attendance"))
    centre.do(SaveSeries(pattern="{centre}{yy}-H{number:04}-{check}", kind="attendance"))
    assert [s.kind for s in all_series(centre)] == ["", "attendance"]
    with pytest.raises(Invalid, match="same certificates"):
        centre.do(SaveSeries(pattern="X{yy}-{number}", kind="attendance"))


def test_what_a_pattern_needs() -> None:
    assert pattern_problem("{centre}-{number}") and "begins anew" in str(pattern_problem("{centre}-{number}"))
    assert pattern_problem("{centre}-{number}", yearly=False) is None
    assert "programme codes" in str(pattern_problem("{prog}{number}-{yy}"))
    assert pattern_problem("{prog}{number}-{yy}", programme="AI") is None
    assert pattern_problem("{name}{number}{yy}") and pattern_problem("{yy}")
    assert number_text("{centre}/{prog}/{kind}/{yyyy}/{number:03}", "KL", 2026, 7, "hw-ai 5", "award") == (
        "KL/HWAI5/A/2026/007")


def test_a_count_never_goes_back(centre: Office) -> None:
    centre.do(_Take())
    row = all_series(centre)[0]
    with pytest.raises(Invalid, match="up to 50"):
        centre.do(SaveSeries(series_id=row.id, pattern=row.pattern, first=20))
    with pytest.raises(Invalid, match="counts the other way"):
        centre.do(SaveSeries(series_id=row.id, pattern=row.pattern, yearly=False))
    centre.do(SaveSeries(series_id=row.id, pattern=row.pattern, first=1001))
    assert all_series(centre)[0].first == 1001


def test_the_series_for_all_the_rest_stays(centre: Office) -> None:
    with pytest.raises(Refused, match="so it stays"):
        centre.do(RetireSeries(series_id=1))
    key = centre.do(SaveSeries(pattern="H{yy}-{number}", kind="attendance")).value
    centre.do(RetireSeries(series_id=key))
    assert len(all_series(centre)) == 1
    with pytest.raises(Invalid, match="could be one of"):  # its numbers are still out there
        centre.do(SaveSeries(pattern="H{yy}-{number:03}", kind="award"))
    centre.do(RetireSeries(series_id=key, active=True))
    assert len(all_series(centre)) == 2


patterns = st.lists(st.sampled_from(PARTS), min_size=1, max_size=6).map("".join)


@settings(max_examples=300)
@given(patterns, patterns, st.integers(1, 99999), st.integers(1, 99999), st.integers(2020, 2029))
def test_shapes_hold_their_numbers(one: str, other: str, first: int, second: int, year: int) -> None:
    """Two patterns that print the same are never thought apart."""
    told = {FIELD.sub("", p) for p in (one, other)}
    assert told
    texts = [number_text(p, "KL", year, n, "AI5", "award").upper() for p, n in ((one, first), (other, second))]
    if texts[0] == texts[1]:
        assert could_meet(shape_of(one, "KL", "AI5", "award"), shape_of(other, "KL", "", "award"))
    same = number_text(one, "KL", year, first, "AI5", "award")
    assert same and could_meet(shape_of(one, "KL"), shape_of(one, "KL", "AI5", "award"))
