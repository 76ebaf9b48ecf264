"""Statuses as data: added, renamed, limited to roles, retired; what is marked keeps what it meant."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from app.attendance.commands import Cell, MarkAttendance
from app.attendance.queries import AttendanceFigures
from app.attendance.status_commands import (
    CentreStatuses,
    OrderStatuses,
    RemoveStatus,
    RetireStatus,
    SaveStatus,
    SetMarkLimit,
    StatusesOfCentre,
)
from app.attendance.statuses import StatusRow, key_map, reading_map
from app.errors import Invalid, Refused
from app.office.office import Office
from app.office.permissions import Actor
from tests.app.class_room import Class, open_class

ROHAYA = Actor(1, "rohaya", "Pn. Rohaya Idris", frozenset({"instructor"}))


@pytest.fixture
def room(sqlite_office: Office) -> Class:
    return open_class(sqlite_office)


def centre(room: Class) -> StatusesOfCentre:
    return room.office.ask(CentreStatuses())[0]


def status(room: Class, code: str) -> StatusRow:
    return next(s for s in centre(room).statuses if s.code == code)


def saving(room: Class, code: str, **changes: Any) -> SaveStatus:
    s = status(room, code)
    return SaveStatus(**{
        "status_id": s.id, "version": s.version, "letter_en": s.letter_en, "letter_ms": s.letter_ms,
        "label_en": s.label_en, "label_ms": s.label_ms, "meaning": s.meaning, "fraction": s.fraction, "look": s.look,
        "policy_key": s.policy_key, "needs_reason": s.needs_reason, "needs_evidence": s.needs_evidence,
        "roles": tuple(r for r in s.roles.split(",") if r), **changes})


HALF = SaveStatus(code="w", letter_en="W", letter_ms="W", label_en="Workshop", label_ms="Bengkel", meaning="part",
                  fraction=Decimal("0.5"), look="bar")


def test_a_new_status_marks_and_counts_its_part(room: Class) -> None:
    room.office.do(HALF)
    assert [s.code for s in centre(room).statuses] == ["H", "L", "X", "S", "K", "R", "P", "W"]
    room.mark(0, 0, "W")
    view = room.view()
    assert view.marks[view.rows[0].enrolment_id, view.sessions[0].id].fraction == 50
    assert room.office.ask(AttendanceFigures(cohort_id=room.cohort_id))[0].figure.text == "50.0 %"
    room.office.undo()
    room.office.undo()
    assert len(centre(room).statuses) == 7


@pytest.mark.parametrize(("changes", "field"), [
    ({"letter_en": "A"}, "letter_en"), ({"letter_ms": "h"}, "letter_ms"), ({"letter_en": "5"}, "letter_en"),
    ({"code": "x"}, "code"), ({"code": ""}, "code"), ({"label_ms": " "}, "label_ms"), ({"meaning": "?"}, "meaning"),
    ({"fraction": Decimal(1)}, "fraction"), ({"look": "?"}, "look"), ({"policy_key": "?"}, "policy_key"),
    ({"roles": ("king",)}, "roles")])
def test_what_cannot_be_a_status_says_where(room: Class, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as error:
        room.office.do(replace(HALF, **changes))
    assert list(error.value.problems) == [field]


def test_changing_a_status_changes_no_old_figure(room: Class) -> None:
    for person, code in enumerate("LXSKRP"):
        room.mark(person, 0, code)
    before = room.view()
    for code, changes in (("L", {"meaning": "absent", "policy_key": ""}), ("X", {"meaning": "attended"}),
                          ("S", {"meaning": "attended", "policy_key": "duty"}), ("R", {"policy_key": "sick"}),
                          ("P", {"meaning": "part", "fraction": Decimal("0.25"), "policy_key": ""})):
        room.office.do(saving(room, code, **changes))
    after = room.view()
    assert [f.text for f in after.figures.values()] == [f.text for f in before.figures.values()]
    assert after.marks == before.marks
    room.mark(0, 1, "X")  # from now on it means something else
    assert after.rows[0].enrolment_id and room.view().marks[after.rows[0].enrolment_id,
                                                           after.sessions[1].id].meaning == "attended"


def test_present_may_be_renamed_but_stays(room: Class) -> None:
    room.office.do(saving(room, "H", letter_en="Y", label_en="Here"))
    assert (status(room, "H").letter_en, status(room, "H").label_en) == ("Y", "Here")
    with pytest.raises(Invalid):
        room.office.do(saving(room, "H", meaning="absent"))
    for refused in (RetireStatus(status_id=status(room, "H").id), RemoveStatus(status_id=status(room, "H").id)):
        with pytest.raises(Refused):
            room.office.do(refused)
    with pytest.raises(Invalid):
        room.office.do(replace(saving(room, "S"), code="T"))


def test_in_use_is_retired_and_not_deleted(room: Class) -> None:
    room.office.do(HALF)
    room.mark(0, 0, "W")
    with pytest.raises(Refused, match="in use"):
        room.office.do(RemoveStatus(status_id=status(room, "W").id))
    room.office.do(RetireStatus(status_id=status(room, "W").id))
    view = room.view()
    assert view.marks[view.rows[0].enrolment_id, view.sessions[0].id].status == "W"  # drawn as before
    assert "W" not in key_map(view.statuses) and "w" not in reading_map(view.statuses)
    with pytest.raises(Invalid, match="retired"):
        room.mark(1, 0, "W")
    room.mark(0, 0, "W", reason="Late bus")  # where it stands its reason may still be written
    room.office.do(RetireStatus(status_id=status(room, "W").id, active=True))
    room.mark(1, 0, "W")
    room.mark(0, 0, None)
    room.mark(1, 0, None)
    room.office.do(RemoveStatus(status_id=status(room, "W").id))
    assert len(centre(room).statuses) == 7


def test_only_the_roles_it_names_set_a_status(room: Class) -> None:
    room.office.do(saving(room, "K", roles=("administrator",)))
    room.office.actor = ROHAYA
    with pytest.raises(Refused, match="Administrator"):
        room.mark(0, 0, "K")
    assert not status(room, "K").offered(ROHAYA.roles) and status(room, "K").offered({"administrator"})
    room.office.actor = Actor(3, "a", "Puan Aminah", frozenset({"administrator"}))
    room.mark(0, 0, "K")
    room.office.actor = ROHAYA
    room.mark(0, 0, "K", reason="Family")  # it is there; its reason is not a new mark


def test_evidence_is_asked_for_at_the_door(room: Class) -> None:
    room.office.do(saving(room, "S", needs_evidence=True))
    with pytest.raises(Invalid) as error:
        room.mark(0, 0, "S")
    assert list(error.value.problems) == ["evidence"]
    room.mark(0, 0, "S", evidence="MC 88121")
    mark = next(iter(room.view().marks.values()))
    assert (mark.status, mark.evidence) == ("S", "MC 88121")
    room.mark(0, 0, "S", reason="Klinik Desa")  # keeps the number
    assert next(iter(room.view().marks.values())).evidence == "MC 88121"


def test_the_order_is_the_centres(room: Class) -> None:
    ids = [s.id for s in centre(room).statuses]
    room.office.do(OrderStatuses(ids=tuple(reversed(ids))))
    assert [s.code for s in centre(room).statuses] == list("PRKSXLH")


def test_marks_of_long_ago_stay_for_who_may_not_reopen(room: Class) -> None:
    room.office.do(SetMarkLimit(days=3))
    assert centre(room).days == 3
    assert room.view().oldest is None  # an administrator is not bound
    room.mark(0, 0, "H")
    room.office.actor = ROHAYA
    assert f"{room.view().oldest}" == "2026-07-11"
    room.mark(0, 10, "H")  # Monday 13 July
    with pytest.raises(Refused, match="11 Jul 2026"):
        room.mark(0, 9, "H")
    room.office.actor = Actor(3, "a", "Puan Aminah", frozenset({"administrator"}))
    room.office.do(SetMarkLimit(days=0))
    room.office.actor = ROHAYA
    room.mark(0, 9, "H")
    view = room.view()
    room.office.do(MarkAttendance(cells=(Cell(view.rows[1].enrolment_id, view.sessions[0].id, "X"),)))
