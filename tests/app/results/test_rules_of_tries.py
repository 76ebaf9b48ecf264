"""Which tries count, by every rule, with the cases that are easily got wrong."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from app.programmes.queries import ComponentRow, GradeRow, UnitRow
from app.results.rules import Standing, Try, grade, is_checked, outcome, standing, total, unit_outcomes


def part(key: int = 1, **more: object) -> ComponentRow:
    given = {"scale": "mark", "weight": Decimal(50), "max_mark": Decimal(100), "pass_mark": Decimal(50),
             "must_pass": True, "max_attempts": 3, "rule": "best", **more}
    return ComponentRow(id=key, course_id=1, position=key, code=f"C{key}", title=f"C{key}", title_ms="", kind="theory",
                        **given)  # type: ignore[arg-type]


def tries(said: str) -> list[Try]:
    """'47 A 68': marks, A absent, E excused, W withheld, X exempt, D deferred, B booked, T BT P F."""
    states = {"A": "absent", "E": "excused", "W": "withheld", "X": "exempt", "D": "deferred", "B": "booked"}
    found = []
    for n, word in enumerate(said.split(), 1):
        if word in states:
            found.append(Try(n, states[word]))
        elif word[0].isdigit():
            found.append(Try(n, "sat", Decimal(word)))
        else:
            found.append(Try(n, "sat", competency=word))
    return found


@pytest.mark.parametrize(("rule", "capped", "said", "kind", "value"), [
    ("best", False, "0", "failed", 0), ("best", False, "", "none", None), ("best", False, "47 68", "passed", 68),
    ("best", False, "68 47", "passed", 68), ("last", False, "68 47", "failed", 47),
    ("last", False, "68 A", "passed", 68), ("first_pass", False, "47 55 90", "passed", 55),
    ("first_pass", False, "47 49 48", "failed", 48), ("average", False, "40 A 61", "passed", Fraction(101, 2)),
    ("average", False, "50 50 49", "failed", Fraction(149, 3)), ("average", False, "A A", "absent", None),
    ("best", True, "47 90", "passed", 50), ("best", True, "90", "passed", 90), ("best", True, "A 90", "passed", 90),
    ("last", True, "47 49 90", "passed", 50), ("average", True, "30 90", "failed", 40),
    ("best", False, "A", "absent", None), ("best", False, "E", "excused", None), ("best", False, "D", "deferred", None),
    ("best", False, "W", "withheld", None), ("best", False, "70 W", "withheld", None),
    ("best", False, "W 70", "passed", 70), ("best", False, "47 X", "exempt", None),
    ("best", False, "B", "booked", None),    ("best", False, "47 B", "failed", 47),
    ("best", False, "49.99", "failed", Fraction(4999, 100)),
])
def test_the_mark_that_counts(rule: str, capped: bool, said: str, kind: str, value: object) -> None:
    found = standing(part(rule=rule, capped=capped), tries(said))
    assert (found.kind, found.value) == (kind, value)


@pytest.mark.parametrize(("scale", "rule", "said", "kind"), [
    ("competency", "best", "BT T", "passed"), ("competency", "best", "T BT", "passed"),
    ("competency", "last", "T BT", "failed"), ("competency", "average", "BT T", "passed"),
    ("pass", "best", "F", "failed"),    ("pass", "first_pass", "F P F", "passed"), ("pass", "best", "A", "absent"),
])
def test_scales_without_marks(scale: str, rule: str, said: str, kind: str) -> None:
    assert standing(part(scale=scale, rule=rule, pass_mark=None), tries(said)).kind == kind


def weigh(one: str, other: str) -> object:
    parts = [part(1, weight=Decimal(40)), part(2, weight=Decimal(60))]
    return total(parts, {1: standing(parts[0], tries(one)), 2: standing(parts[1], tries(other))})


@pytest.mark.parametrize(("one", "other", "value"), [
    ("100", "100", 100), ("0", "0", 0), ("33.33", "0", Fraction(13332, 1000)), ("50", "A", None), ("50", "", None),
    ("50", "E", None), ("50", "W", None), ("X", "70", 70), ("X", "X", None), ("50", "X", 50),
])
def test_the_total_is_exact_and_unknown_while_something_is_missing(one: str, other: str, value: object) -> None:
    assert weigh(one, other) == value


def test_a_third_stays_a_third() -> None:
    one = part(1, weight=Decimal(100), rule="average")
    assert total([one], {1: standing(one, tries("0 0 100"))}) == Fraction(100, 3)


@pytest.mark.parametrize(("value", "title"), [
    (Fraction(80), "A"), (Fraction(79995, 1000), "B"), (Fraction(239999, 3000), "B"), (Fraction(40), "B"),
    (Fraction(3999, 100), None)])
def test_a_band_begins_at_its_bound_and_nothing_is_rounded_up_to_it(value: Fraction, title: str | None) -> None:
    found = grade((GradeRow(Decimal(80), "A", ""), GradeRow(Decimal(40), "B", "")), value)
    assert (found.title if found else None) == title


def test_all_exempt_passes_without_a_grade() -> None:
    parts = [part(1), part(2)]
    standings = {c.id: standing(c, tries("X")) for c in parts}
    assert outcome(parts, standings, total(parts, standings), (GradeRow(Decimal(0), "A", ""),), None).kind == "pass"


def test_withheld_leaves_the_row_not_complete() -> None:
    parts = [part(1), part(2)]
    standings: dict[int, Standing] = {1: standing(parts[0], tries("70 W")), 2: standing(parts[1], tries("90"))}
    assert outcome(parts, standings, total(parts, standings), (), None).kind == "incomplete"


def test_a_unit_is_met_by_all_its_parts() -> None:
    units = [UnitRow(1, 1, "CU1", "One", ""), UnitRow(2, 2, "CU2", "Two", ""), UnitRow(3, 3, "CU3", "Empty", "")]
    parts = [part(1, unit_id=1), part(2, unit_id=1), part(3, unit_id=2)]
    standings = {c.id: standing(c, tries(said)) for c, said in zip(parts, ("90", "49", "A"), strict=True)}
    assert [(u.unit.code, u.met) for u in unit_outcomes(units, parts, standings)] == [("CU1", False), ("CU2", None)]


def test_of_an_average_every_try_has_to_be_verified() -> None:
    average, best = part(rule="average"), part()
    two = (Try(1, "sat", Decimal(40)), Try(2, "sat", Decimal(80), stage="verified"))
    assert not is_checked(average, standing(average, two), two)
    assert is_checked(best, standing(best, two), two)
    assert is_checked(average, standing(average, two[1:]), two[1:])
    assert is_checked(average, standing(average, ()), ())
    exempt = (Try(1, "exempt"),)
    assert not is_checked(best, standing(best, exempt), exempt)
