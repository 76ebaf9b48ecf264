"""A policy reads back as it was written, refuses nonsense, and says itself in the letters of the language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.cohorts.policy import LETTERS, Policy
from app.errors import Damaged


def test_default_in_words() -> None:
    assert Policy().words() == "Needs 80 % of sessions held. L, O and D count, S and E do not."


def test_letters_of_the_language_in_use() -> None:
    assert "L, P and R count, S and K do not." in Policy().words(LETTERS["ms"])


def test_every_way_of_counting_is_said() -> None:
    policy = Policy(threshold=75, early="half", sick="excluded", basis="minutes")
    assert policy.words() == ("Needs 75 % of the minutes of sessions held. L and D count, O counts half, "
                              "E does not, S is left out.")


def test_json_and_back() -> None:
    policy = Policy(threshold=90, sick="excluded", unmarked="absent", joiner="whole", lates_per_absence=3)
    assert Policy.from_json(policy.to_json()) == policy
    assert Policy.from_json("") == Policy()
    assert Policy.from_json('{"threshold": 70, "of a later version": 1}') == Policy(threshold=70)


def test_unreadable_json_is_damage() -> None:
    with pytest.raises(Damaged):
        Policy.from_json("[1")


@pytest.mark.parametrize(("name", "value"), [("threshold", 101), ("threshold", -1), ("sick", "maybe"),
                                             ("unmarked", "present"), ("lates_per_absence", -1), ("leaver", "never"),
                                             ("late_limit", -1), ("allowed_misses", -1), ("kinds", ("",)),
                                             ("grace", 1441), ("online_full", 101), ("online_part", 76)])
def test_nonsense_is_named(name: str, value: object) -> None:
    assert list(replace(Policy(), **{name: value}).problems()) == [name]
    assert Policy().problems() == {}


def test_below_a_table_stand_late_joiners_and_what_is_not_usual() -> None:
    assert Policy().notable() == ("Needs 80 % of sessions held. L, O and D count, S and E do not. "
                                  "For a trainee who joins late, only sessions from the joining date on count.")
    told = Policy(joiner="whole", unmarked="absent", kinds=("exam",)).notable()
    assert told.endswith("counts as absent. For a trainee who joins late, the sessions before count as absent. "
                         "Only these sessions count: exam.")


def test_what_is_needed_in_short() -> None:
    limits = [p.limit for p in (Policy(), Policy(allowed_misses=3), Policy(threshold=0, allowed_misses=0))]
    assert limits == ["80 %", "80 %, at most 3 missed", "at most 0 missed"]
    assert Policy(threshold=0, allowed_misses=0).words().startswith("No session may be missed. L, O and D")
