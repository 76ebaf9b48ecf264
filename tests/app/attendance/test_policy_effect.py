"""Whom another policy would change: shown to who may see the cohort, and nothing is changed by looking."""

from __future__ import annotations

import pytest

from app.attendance.policy_effect import Effect, PolicyEffect
from app.cohorts.commands import ChangeCohortStatus, ChangePolicy
from app.cohorts.policy import Policy
from app.errors import Conflict, Invalid, Refused
from app.office.office import Office
from app.office.permissions import Actor
from tests.app.class_room import Class, open_class


@pytest.fixture
def room(office: Office) -> Class:
    """Four trainees of a finished run of ten sessions: all there, three late, three sick, one not marked."""
    room = open_class(office, ("ADAM", "BELA", "CHIN", "DEVI"))
    room.fill("HHHHHHHHHH", "HHHHHHHLLL", "HHHHHHHSSS", "HHHHHHHHH.", reason="MC")
    office.do(ChangeCohortStatus(cohort_id=room.cohort_id, status="finished"))
    return room


def effect(room: Class, policy: Policy) -> Effect:
    return room.office.ask(PolicyEffect(cohort_id=room.cohort_id, policy=policy))[0]


def turns(found: Effect) -> dict[str, str]:
    return {r.name: r.turn for r in found.rows}


def test_who_gains_who_loses_who_is_open(room: Class) -> None:
    same = effect(room, Policy())
    assert set(turns(same).values()) == {"same"} and same.words() == "Nothing changes for anybody on the roll."
    assert turns(effect(room, Policy(sick="attended")))["CHIN"] == "gains"
    lost = effect(room, Policy(late="absent"))
    assert (lost.rows[0].name, lost.rows[0].turn) == ("BELA", "loses"), "who loses stands first"
    assert (lost.rows[0].before.text, lost.rows[0].after.text) == ("100.0 %", "70.0 %")
    assert turns(effect(room, Policy(late="half")))["BELA"] == "moves"
    assert turns(effect(room, Policy(threshold=95)))["DEVI"] == "opens", "met whatever the open mark is, until 95"
    both = effect(room, Policy(sick="attended", late="absent"))
    assert both.words() == "1 trainee meets it then, 1 trainee does not meet it then."
    assert room.view().cohort.policy == Policy()


def test_the_policy_is_changed_only_as_it_was_seen(room: Class) -> None:
    office, key = room.office, room.cohort_id
    office.do(ChangePolicy(cohort_id=key, policy=Policy(threshold=90), seen=Policy()))
    with pytest.raises(Conflict):
        office.do(ChangePolicy(cohort_id=key, policy=Policy(threshold=70), seen=Policy()))
    office.do(ChangePolicy(cohort_id=key, policy=Policy(threshold=90), seen=Policy()))
    with pytest.raises(Invalid):
        office.do(ChangePolicy(cohort_id=key, policy=Policy(threshold=101)))
    office.undo()
    assert room.view().cohort.policy == Policy()
    office.do(ChangeCohortStatus(cohort_id=key, status="closed"))
    with pytest.raises(Refused):
        office.do(ChangePolicy(cohort_id=key, policy=Policy(threshold=70)))


def test_an_instructor_looks_at_his_own_cohorts_only(room: Class) -> None:
    for user, seen in zip(room.users, (True, False), strict=True):
        room.office.actor = Actor(user, "somebody", "Somebody", frozenset({"instructor"}))
        if seen:
            assert effect(room, Policy(late="half")).count("moves") == 1
        else:
            with pytest.raises(Refused):
                effect(room, Policy(late="half"))
        with pytest.raises(Refused):
            room.office.do(ChangePolicy(cohort_id=room.cohort_id, policy=Policy(late="half")))
