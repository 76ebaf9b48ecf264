"""Tries, totals and grades: exact, absent is not zero, and what is not sure is asked."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.programmes.queries import ComponentRow, GradeRow
from app.results.reading import read
from app.results.rules import Try, counting, grade, outcome, shown_total, standing, total

EXAM = ComponentRow(1, 1, 1, "FINAL", "Final exam", "Peperiksaan akhir", "exam", "mark", Decimal(60), Decimal(100),
                    Decimal(50), True, 3, "best")
QUIZ = replace(EXAM, id=2, code="QUIZ", title="Quiz", weight=Decimal(40), pass_mark=Decimal(40))
LAB = replace(EXAM, id=3, code="LAB", scale="competency", weight=Decimal(0))
BANDS = tuple(GradeRow(Decimal(n), t, "") for n, t in ((85, "Distinction"), (75, "Merit"), (60, "Pass")))


def sat(mark: str, number: int = 1) -> Try:
    return Try(number, "sat", Decimal(mark))


def test_best_or_last_try_counts_as_the_component_says() -> None:
    tries = [sat("70"), sat("55", 2)]
    assert counting(EXAM, tries) == tries[0]
    assert counting(replace(EXAM, rule="last"), tries) == tries[1]


def test_an_absent_try_neither_counts_as_zero_nor_takes_a_mark_away() -> None:
    missed = Try(1, "absent")
    assert standing(EXAM, [missed]).kind == "absent"
    assert standing(EXAM, [missed]).met is None
    assert standing(replace(EXAM, rule="last"), [sat("60"), Try(2, "absent")]).kind == "passed"


def test_a_booked_resit_is_named_beside_the_mark_that_failed() -> None:
    found = standing(EXAM, [sat("44"), Try(2, "booked")])
    assert (found.kind, found.counts, found.booked) == ("failed", sat("44"), Try(2, "booked"))


def test_competency_is_met_once_it_was_shown() -> None:
    tries = [Try(1, "sat", None, "BT"), Try(2, "sat", None, "T"), Try(3, "sat", None, "BT")]
    assert standing(LAB, tries).met is True
    assert standing(replace(LAB, rule="last"), tries).met is False


def test_the_total_is_unknown_while_a_weighted_component_has_no_result() -> None:
    standings = {1: standing(EXAM, [sat("80")]), 2: standing(QUIZ, [])}
    assert total([EXAM, QUIZ, LAB], standings) is None
    assert total([EXAM, QUIZ], {**standings, 2: standing(QUIZ, [Try(1, "absent")])}) is None
    assert total([EXAM, QUIZ], {**standings, 2: standing(QUIZ, [sat("0")])}) == 48


def test_an_exemption_shares_its_weight_out() -> None:
    assert total([EXAM, QUIZ], {1: standing(EXAM, [sat("80")]), 2: standing(QUIZ, [Try(1, "exempt")])}) == 80


@given(st.integers(0, 10000), st.integers(0, 10000))
def test_totals_are_exact_and_cut_not_rounded(one: int, two: int) -> None:
    marks = Decimal(one) / 100, Decimal(two) / 100
    sat_both = zip((EXAM, QUIZ), marks, strict=True)
    value = total([EXAM, QUIZ], {c.id: standing(c, [Try(1, "sat", m)]) for c, m in sat_both})
    assert value == Fraction(60 * one + 40 * two, 10000)
    assert Fraction(shown_total(value)) <= value < Fraction(shown_total(value)) + Fraction(1, 10)


def test_59_99_is_not_60() -> None:
    value = Fraction(5999, 100)
    assert shown_total(value) == "59.9"
    assert grade(BANDS, value) is None
    assert grade(BANDS, Fraction(60)) == BANDS[2]


def test_an_outcome_says_why() -> None:
    def kind(exam: list[Try], quiz: list[Try]) -> str:
        standings = {1: standing(EXAM, exam), 2: standing(QUIZ, quiz)}
        return outcome([EXAM, QUIZ], standings, total([EXAM, QUIZ], standings), BANDS, Decimal(60)).kind

    assert kind([sat("80")], [sat("80")]) == "pass"
    assert kind([sat("44")], [sat("100")]) == "resit"
    assert kind([sat("55")], [sat("60")]) == "below"
    assert kind([sat("55")], []) == "incomplete"


@pytest.mark.parametrize(("text", "state", "mark"), [
    ("68", "sat", "68"), (" 68.5 ", "sat", "68.5"), ("0", "sat", "0"), ("100", "sat", "100"),
    ("a", "absent", None), ("TH", "absent", None), ("", "", None)])
def test_what_is_plain_is_taken(text: str, state: str, mark: str | None) -> None:
    found = read(text, EXAM)
    assert (found.state, found.mark, found.problem) == (state, Decimal(mark) if mark else None, "")


@pytest.mark.parametrize(("text", "fixes"), [
    ("7,8", ("7.8", "78")), ("101", ("10.1",)), ("820", ("82",)), ("-3", ()), ("lulus", ()), ("٧٨", ()), ("1e1", ())])
def test_what_is_not_sure_is_asked(text: str, fixes: tuple[str, ...]) -> None:
    found = read(text, EXAM)
    assert found.problem
    assert found.mark is None
    assert found.fixes == fixes
    assert ("vendor" in found.advice) == (text == "820"), "101 is a slip of the finger"
