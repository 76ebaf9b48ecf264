"""Marks through the door: what is written, what is refused, closing, reopening, cancelling, and undo."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.attendance.commands import (
    Cell,
    CloseSession,
    MarkAttendance,
    MarkRestPresent,
    ReopenSession,
    TakeRegister,
)
from app.attendance.history import CohortHistory
from app.attendance.queries import AttendanceFigures
from app.attendance.session_states import CancelSession, RestoreSession
from app.attendance.sessions import AddSession, ChangeSession
from app.cohorts.enrolments import Withdraw
from app.errors import Conflict, Invalid, Refused
from app.office.office import Office
from app.office.permissions import Actor
from tests.app.class_room import NOON, STARTS, Class, open_class


@pytest.fixture
def room(office: Office) -> Class:
    return open_class(office)


def letters(room: Class, session: int) -> str:
    view = room.view()
    marks = (view.marks.get((row.enrolment_id, view.sessions[session].id)) for row in view.rows)
    return "".join(m.status if m else "." for m in marks)


def test_a_mark_is_written_changed_cleared_and_undone(room: Class) -> None:
    room.mark(0, 0, "H")
    room.mark(1, 0, "L", minutes=15, reason="Bus")
    assert letters(room, 0) == "HL...."
    room.mark(0, 0, "X")
    assert room.office.undo_label() == "Mark AHMAD DANISH BIN ROSLAN: Absent"
    room.mark(1, 0, None)
    assert letters(room, 0) == "X....."
    for expected in ("XL....", "HL....", "H.....", "......"):
        room.office.undo()
        assert letters(room, 0) == expected
    room.office.redo()
    assert letters(room, 0) == "H....."


def test_changing_the_status_keeps_the_reason_and_drops_the_minutes(room: Class) -> None:
    room.mark(0, 0, "L", minutes=15, reason="Bus")
    room.mark(0, 0, "S")
    mark = next(iter(room.view().marks.values()))
    assert (mark.status, mark.meaning, mark.reason, mark.minutes) == ("S", "absent", "Bus", None)


def test_the_same_mark_again_is_no_change(room: Class) -> None:
    room.mark(0, 0, "H")
    room.mark(0, 0, "H")
    assert room.office.undo_label() == "Mark AHMAD DANISH BIN ROSLAN: Present"
    room.office.undo()
    assert letters(room, 0) == "......"


def test_many_cells_are_one_step(room: Class) -> None:
    view = room.view()
    cells = tuple(Cell(r.enrolment_id, s.id, "H") for r in view.rows for s in view.sessions[:10])
    room.office.do(MarkAttendance(cells=cells))
    assert len(room.view().marks) == 60
    room.office.undo()
    assert len(room.view().marks) == 0


def test_one_refused_cell_refuses_all(room: Class) -> None:
    view = room.view()
    cells = (Cell(view.rows[0].enrolment_id, view.sessions[0].id, "H"),
             Cell(view.rows[0].enrolment_id, view.sessions[15].id, "H"))
    with pytest.raises(Refused, match="can be marked from that day on"):
        room.office.do(MarkAttendance(cells=cells))
    assert not room.view().marks


def test_unknown_status_and_minutes(room: Class) -> None:
    with pytest.raises(Invalid):
        room.mark(0, 0, "Z")
    with pytest.raises(Invalid):
        room.mark(0, 0, "L", minutes=9999)


def test_only_own_cohorts_are_marked(room: Class) -> None:
    view = room.view()
    cell = Cell(view.rows[0].enrolment_id, view.sessions[0].id, "H")
    mine, other = (Actor(user, "x", "X", frozenset({"instructor"})) for user in room.users)
    room.office.actor = other
    for command in (MarkAttendance(cells=(cell,)), MarkRestPresent(session_id=view.sessions[0].id)):
        with pytest.raises(Refused, match="not an instructor"):
            room.office.do(command)
    room.office.actor = mine
    room.office.do(MarkAttendance(cells=(cell,)))
    room.office.actor = Actor(9, "v", "V", frozenset({"viewer"}))
    with pytest.raises(Refused, match="Administrator or Instructor"):
        room.office.do(MarkAttendance(cells=(cell,)))


def test_rest_present_takes_the_register(room: Class) -> None:
    room.mark(2, 0, "X")
    assert room.office.do(MarkRestPresent(session_id=room.view().sessions[0].id)).value == 5
    assert letters(room, 0) == "HHXHHH"
    first = room.view().sessions[0]
    assert first.taken_at == NOON and first.taken_by and first.held
    room.office.undo()
    assert letters(room, 0) == "..X..." and room.view().sessions[0].taken_at is None


def test_closing_names_the_empty_cells_and_locks(room: Class) -> None:
    session = room.view().sessions[0].id
    room.mark(0, 0, "H")
    with pytest.raises(Invalid, match="5 trainees are not marked yet: AIMAN"):
        room.office.do(CloseSession(session_id=session))
    room.office.do(MarkRestPresent(session_id=session))
    room.office.do(CloseSession(session_id=session))
    with pytest.raises(Refused, match="Reopen it"):
        room.mark(0, 0, "S")
    assert "reason" in ReopenSession(session_id=session, reason="").problems()
    room.office.actor = Actor(room.users[0], "x", "X", frozenset({"instructor"}))
    with pytest.raises(Refused):
        room.office.do(ReopenSession(session_id=session, reason="MC handed in"))
    room.office.actor = Actor(1, "a", "Aminah", frozenset({"administrator"}))
    room.office.do(ReopenSession(session_id=session, reason="MC handed in"))
    room.mark(0, 0, "S")
    assert letters(room, 0) == "SHHHHH"


def test_cancelled_session_leaves_the_denominator_and_saturday_counts(room: Class) -> None:
    for n in (0, 1):
        room.office.do(MarkRestPresent(session_id=room.view().sessions[n].id))
    room.mark(0, 1, "X")
    assert room.view().figures[room.view().rows[0].enrolment_id].text == "50.0 %"
    gone = room.view().sessions[1].id
    assert "reason" in CancelSession(session_id=gone, reason="").problems()
    room.office.do(CancelSession(session_id=gone, reason="Power failure"))
    with pytest.raises(Refused, match="cancelled"):
        room.mark(0, 1, "H")
    made = room.office.do(AddSession(cohort_id=room.cohort_id, day=date(2026, 7, 4), replaces_id=gone)).value
    room.office.do(MarkRestPresent(session_id=made))
    view = room.view()
    figure = view.figures[view.rows[0].enrolment_id]
    assert (figure.text, figure.held) == ("100.0 %", 2)
    assert [s.number for s in view.sessions[:3]] == [1, 0, 2]
    room.office.do(RestoreSession(session_id=gone))
    assert room.view().figures[view.rows[0].enrolment_id].text == "66.6 %"


def test_moving_a_session_with_marks_asks(room: Class) -> None:
    session = room.view().sessions[0]
    saturday = date(2026, 7, 4)
    room.office.do(ChangeSession(session_id=session.id, day=saturday))
    room.office.undo()
    room.mark(0, 0, "H")
    with pytest.raises(Invalid) as asked:
        room.office.do(ChangeSession(session_id=session.id, day=saturday))
    assert list(asked.value.problems) == ["confirmed"]
    room.office.do(ChangeSession(session_id=session.id, day=saturday, confirmed=True))
    assert room.view().sessions[4].day in (saturday, date(2026, 7, 3))


def test_two_sessions_at_one_time_are_refused(room: Class) -> None:
    with pytest.raises(Invalid):
        room.office.do(AddSession(cohort_id=room.cohort_id, day=STARTS))
    assert "starts_at" in AddSession(cohort_id=1, day=STARTS, starts_at="8.30").problems()


def test_leaver_is_not_marked_nor_awaited_after_the_last_day(room: Class) -> None:
    row = room.view().rows[0]
    room.office.do(Withdraw(enrolment_ids=(row.enrolment_id,), reason="Work", on=STARTS))
    with pytest.raises(Refused, match="not on the roll"):
        room.office.do(MarkAttendance(cells=(Cell(row.enrolment_id, room.view().sessions[1].id, "H"),)))
    assert room.office.do(MarkRestPresent(session_id=room.view().sessions[1].id)).value == 5
    room.office.do(CloseSession(session_id=room.view().sessions[1].id))


def test_register_taken_with_nobody_there(room: Class) -> None:
    session = room.view().sessions[0].id
    room.office.do(TakeRegister(session_id=session))
    figure = {r.enrolment_id: r.figure for r in room.office.ask(AttendanceFigures(cohort_id=room.cohort_id))}
    assert all(f.unmarked == 1 and f.outcome == "unknown" for f in figure.values())


def test_figures_agree_with_the_register(room: Class) -> None:
    for n in range(6):
        room.office.do(MarkRestPresent(session_id=room.view().sessions[n].id))
    room.mark(1, 2, "X")
    view = room.view()
    asked = {r.enrolment_id: r.figure for r in room.office.ask(AttendanceFigures(cohort_id=room.cohort_id))}
    assert asked == view.figures
    assert view.figures[view.rows[1].enrolment_id].text == "83.3 %"
    assert view.sessions[0].day + timedelta(days=1) == view.sessions[1].day


def test_reasons_and_history_are_not_for_everybody(room: Class) -> None:
    room.mark(0, 0, "S", reason="MC 1234")
    assert [m.reason for m in room.view().marks.values()] == ["MC 1234"]
    lines = room.office.ask(CohortHistory(cohort_id=room.cohort_id))
    assert (lines[0].label, lines[-1].label) == ("Mark AHMAD DANISH BIN ROSLAN: Sick leave", "Open cohort HCIA-5G-07")
    room.office.actor = Actor(3, "c", "C", frozenset({"certificates"}))
    assert [m.reason for m in room.view().marks.values()] == [""]
    with pytest.raises(Refused):
        room.office.ask(CohortHistory(cohort_id=room.cohort_id))


def test_sessions_that_another_pc_has_marked_are_not_undone(room: Class) -> None:
    other = Office(room.office.engine, room.office.actor, clock=room.office.clock)
    view = room.view()
    other.do(MarkAttendance(cells=(Cell(view.rows[0].enrolment_id, view.sessions[0].id, "H"),)))
    assert room.office.undo_label() == "Make the sessions of the cohort"
    with pytest.raises(Conflict, match="rests on it"):
        room.office.undo()
    assert len(room.view().sessions) == 20 and room.view().sessions[0].marked == 1
