"""Who is at risk, the worst first, and the registers nobody took; on both databases."""

from __future__ import annotations

import pytest

from app.attendance.commands import Cell, MarkAttendance
from app.cohorts.commands import ChangeCohortStatus
from app.errors import Refused
from app.home.risk import AtRisk
from app.home.settle import RegistersNotTaken
from app.office.office import Office
from app.office.permissions import Actor
from tests.app.class_room import Class, open_class

OTHER = Actor(2, "other", "Other", frozenset({"instructor"}))


@pytest.fixture
def room(office: Office) -> Class:
    """Twelve of twenty sessions: absences 0 1 2 3 4 5 of the trainees in their order."""
    made = open_class(office)
    view = made.view()
    made.office.do(MarkAttendance(cells=tuple(
        Cell(row.enrolment_id, session.id, "X" if n < person else "H")
        for person, row in enumerate(view.rows) for n, session in enumerate(view.sessions[:12]))))
    return made


def test_the_worst_stand_first_with_what_it_takes(room: Class) -> None:
    found = room.office.ask(AtRisk(cohort_id=room.cohort_id))
    assert [r.to_finish() for r in found] == ["Cannot reach 80 % any more", "Must attend all 8 left", "May miss 1 of 8"]
    assert [r.id for r in room.office.ask(AtRisk())] == [r.id for r in found]


def test_in_a_finished_cohort_only_those_below_are_told(room: Class) -> None:
    room.office.do(ChangeCohortStatus(cohort_id=room.cohort_id, status="finished"))
    assert len(room.office.ask(AtRisk(cohort_id=room.cohort_id))) == 3 and not room.office.ask(AtRisk())


def test_another_instructor_sees_nobody(room: Class) -> None:
    room.office.actor = OTHER
    assert not room.office.ask(AtRisk()) and not room.office.ask(RegistersNotTaken())
    with pytest.raises(Refused):
        room.office.ask(AtRisk(cohort_id=room.cohort_id))


def test_a_register_with_a_mark_is_no_longer_missing(room: Class) -> None:
    assert not room.office.ask(RegistersNotTaken())
    view = room.view()
    room.office.do(MarkAttendance(cells=tuple(Cell(r.enrolment_id, view.sessions[4].id, None) for r in view.rows)))
    assert [(r.instructor, r.day) for r in room.office.ask(RegistersNotTaken())] == [
        ("Pn. Rohaya Idris", view.sessions[4].day)]
