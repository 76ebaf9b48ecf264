"""Walk-ins: noted in class, merged (the enrolment's own mark wins) or refused; undo brings all back."""

from __future__ import annotations

import pytest

from app.attendance.walk_ins import (
    MarkWalkIn,
    MergePreview,
    MergeWalkIn,
    NoteWalkIn,
    RefuseWalkIn,
    WalkInRow,
    WalkIns,
)
from app.errors import Conflict, Invalid, Refused
from app.office.office import Office
from app.office.permissions import Actor
from app.trainees.commands import AddTrainee
from tests.app.class_room import Class, open_class

ADMIN = Actor(3, "aminah", "Puan Aminah", frozenset({"administrator"}))
ROHAYA = Actor(1, "rohaya", "Pn. Rohaya Idris", frozenset({"instructor"}))
OTHER = Actor(2, "other", "Other", frozenset({"instructor"}))


@pytest.fixture
def room(office: Office) -> Class:
    made = open_class(office)
    made.office.actor = ROHAYA
    return made


def note(room: Class, *places: int) -> int:
    sessions = room.view().sessions
    return room.office.do(NoteWalkIn(cohort_id=room.cohort_id, name=" Siti  Aminah ", contact="012-345",
                                     session_ids=tuple(sessions[n].id for n in places))).value


def rows(room: Class) -> list[WalkInRow]:
    return list(room.office.ask(WalkIns(cohort_id=room.cohort_id)))


def test_a_walk_in_is_noted_in_class_with_marks(room: Class) -> None:
    key = note(room, 10)
    session = room.view().sessions[11].id
    room.office.do(MarkWalkIn(walk_in_id=key, session_id=session, status="L", minutes=20))
    row = rows(room)[0]
    assert (row.name, row.state, len(row.marks), row.marks[1]) == ("Siti Aminah", "open", 2, (session, "L"))
    with pytest.raises(Refused, match="from that day on"):
        room.office.do(MarkWalkIn(walk_in_id=key, session_id=room.view().sessions[15].id, status="H"))
    for what in (RefuseWalkIn(walk_in_id=key, reason="x"), MergeWalkIn(walk_in_id=key, trainee_id=1)):
        with pytest.raises(Refused):
            room.office.do(what)  # the office settles
    room.office.actor = OTHER
    with pytest.raises(Refused):
        room.office.do(MarkWalkIn(walk_in_id=key, session_id=session, status=None))


def test_merging_says_before_which_marks_move_and_the_own_mark_wins(room: Class) -> None:
    room.mark(0, 10, "X")
    key = note(room, 10, 11)
    room.office.actor = ADMIN
    view = room.view()
    person = view.rows[0].enrolment_id
    told = room.office.ask(MergePreview(walk_in_id=key, enrolment_id=person))
    assert [(line.there, line.fate) for line in told] == [("X", "loses"), ("", "moves")]
    room.office.do(MergeWalkIn(walk_in_id=key, enrolment_id=person))
    marks = room.view().marks
    assert [marks[person, view.sessions[n].id].status for n in (10, 11)] == ["X", "H"]
    assert marks[person, view.sessions[11].id].by == ROHAYA.name  # who saw the person in class
    assert rows(room)[0].state == "merged"
    with pytest.raises(Conflict):
        room.office.do(RefuseWalkIn(walk_in_id=key, reason="again"))
    room.office.undo()
    assert rows(room)[0].state == "open" and (person, view.sessions[11].id) not in room.view().marks


def test_a_new_trainee_is_enrolled_with_the_first_session_he_came_to(room: Class) -> None:
    key = note(room, 11)
    room.office.actor = ADMIN
    made = room.office.do(MergeWalkIn(walk_in_id=key, new=AddTrainee(full_name="SITI AMINAH"))).value
    view = room.view()
    row = next(r for r in view.rows if r.enrolment_id == made)
    assert (row.name, row.joined_on) == ("SITI AMINAH", view.sessions[11].day)
    assert view.marks[made, view.sessions[11].id].status == "H"
    room.office.undo()
    assert all(r.enrolment_id != made for r in room.view().rows)


def test_refusing_needs_a_reason_and_counts_for_nobody(room: Class) -> None:
    key = note(room, 11)
    room.office.actor = ADMIN
    with pytest.raises(Invalid):
        room.office.do(RefuseWalkIn(walk_in_id=key, reason=""))
    with pytest.raises(Invalid):
        room.office.do(MergeWalkIn(walk_in_id=key))
    room.office.do(RefuseWalkIn(walk_in_id=key, reason="Not nominated"))
    assert rows(room)[0].state_words == "Refused: Not nominated" and not room.view().marks
    assert not room.office.ask(WalkIns(open_only=True))
