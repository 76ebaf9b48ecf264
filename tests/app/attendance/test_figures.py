"""Percentages by policy, with whole numbers: cut, never rounded up, decided exactly."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.attendance.figures import Meeting, Seen, figure
from app.cohorts.policy import Policy

START = date(2026, 3, 2)
P, X = Seen("attended"), Seen("absent")
L, S, EARLY = Seen("attended", "late"), Seen("absent", "sick"), Seen("attended", "early")


def meetings(count: int, held: int | None = None, minutes: int = 240) -> list[Meeting]:
    return [Meeting(n, START + timedelta(days=n), held is None or n < held, minutes) for n in range(count)]


def of(marks: list[Seen | None], policy: Policy | None = None, count: int = 0, **more: object):  # type: ignore[no-untyped-def]
    total = max(count, len(marks))
    found = {n: m for n, m in enumerate(marks) if m is not None}
    return figure(policy or Policy(), meetings(total, len(marks)), found, more.pop("joined", START),  # type: ignore[arg-type]
                  **more)  # type: ignore[arg-type]


def test_35_of_44_is_not_80() -> None:
    found = of([P] * 35 + [X] * 9)
    assert (found.text, found.reaches, found.needed, found.outcome) == ("79.5 %", False, 36, "not_met")
    assert found.words() == "35 of 44 sessions, 79.5 %. Needs 36."


@pytest.mark.parametrize(("held", "threshold", "needed"), [
    (4, 75, 3), (6, 80, 5), (10, 75, 8), (20, 90, 18), (40, 80, 32), (100, 75, 75), (6, 75, 5)])
def test_table_of_sessions_needed(held: int, threshold: int, needed: int) -> None:
    policy = Policy(threshold=threshold)
    assert of([P] * needed + [X] * (held - needed), policy).outcome == "met"
    assert of([P] * (needed - 1) + [X] * (held - needed + 1), policy).outcome == "not_met"
    assert of([P] * held, policy).needed == needed


def test_the_same_register_by_five_policies() -> None:
    register = [P] * 7 + [L, S, X]
    assert of(register).text == "80.0 %"
    assert of(register, Policy(late="absent")).text == "70.0 %"
    assert of(register, Policy(late="half")).text == "75.0 %"
    assert of(register, Policy(late="absent", sick="excluded")).text == "77.7 %"
    assert of(register, Policy(sick="excluded")).text == "88.8 %"


def test_late_joiner_by_both_rules() -> None:
    marks: list[Seen | None] = [None] * 10 + [P] * 27 + [X] * 3
    joined = START + timedelta(days=10)
    assert of(marks, Policy(threshold=75), joined=joined).text == "90.0 %"
    whole = of(marks, Policy(threshold=75, joiner="whole"), joined=joined)
    assert (whole.text, whole.outcome) == ("67.5 %", "not_met")


def test_leaver_is_not_counted_after_the_last_day() -> None:
    found = of([P, P, None, None], left=START + timedelta(days=1))
    assert (found.text, found.unmarked, found.held) == ("100.0 %", 0, 2)


def test_unmarked_blocks_or_counts() -> None:
    marks = [P] * 9 + [None]
    blocked = of(marks)
    assert (blocked.blocked, blocked.unmarked, blocked.text) == (True, 1, "100.0 %")
    assert blocked.outcome == "met"  # 9 of 10 whatever the open mark becomes
    assert of([P] * 3 + [None]).outcome == "unknown"
    assert of(marks, Policy(unmarked="absent")).text == "90.0 %"
    assert of([P] * 3 + [None], Policy(unmarked="excluded")).outcome == "met"


def test_may_miss_and_best() -> None:
    assert of([P] * 12, count=20).may_miss == 4
    daniel = of([P] * 8 + [X] * 4, count=20)
    assert (daniel.may_miss, daniel.text, daniel.outcome) == (0, "66.6 %", "unknown")
    assert daniel.words().endswith("Must attend all 8 left.")
    jeffrey = of([P] * 7 + [X] * 5, count=20)
    assert (jeffrey.may_miss, jeffrey.over, jeffrey.best, jeffrey.outcome) == (None, True, 750, "not_met")


def test_finished_cohort_has_nothing_to_come() -> None:
    assert of([P] * 8, count=10, over=True).outcome == "met"
    assert of([P] * 8, count=20).outcome == "unknown"


def test_nothing_held_is_not_known() -> None:
    found = of([], count=5)
    assert (found.text, found.outcome, found.reaches) == ("", "unknown", None)


def test_minutes_are_taken_off() -> None:
    marks = [P, Seen("attended", "late", minutes=60)]
    assert of(marks, Policy(basis="minutes")).text == "87.5 %"
    assert of(marks).text == "100.0 %"


def test_three_lates_make_one_absence() -> None:
    assert of([P] * 7 + [L] * 3, Policy(lates_per_absence=3)).text == "90.0 %"


@given(st.lists(st.sampled_from([P, X, L, S, EARLY, None]), max_size=60), st.integers(0, 100),
       st.sampled_from(["blocks", "absent", "excluded"]), st.integers(0, 20))
def test_a_decision_never_changes_by_marks_to_come(marks: list[Seen | None], threshold: int, unmarked: str,
                                                   more: int) -> None:
    policy = Policy(threshold=threshold, unmarked=unmarked)
    now = of(marks, policy, count=len(marks) + more)
    for filler in (P, X):
        filled = [filler if m is None and unmarked == "blocks" else m for m in marks] + [filler] * more
        later = of(filled, policy)
        if now.outcome in ("met", "not_met") and later.counted:
            assert later.outcome == now.outcome
    if now.counted:
        assert now.attended * 1000 // now.counted == now.tenths <= 1000
