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
                                             ("unmarked", "present"), ("lates_per_absence", -1)])
def test_nonsense_is_named(name: str, value: object) -> None:
    assert list(replace(Policy(), **{name: value}).problems()) == [name]
    assert Policy().problems() == {}
