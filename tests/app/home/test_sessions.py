"""Which registers are to be marked, and which is the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.attendance.commands import Cell, CloseSession, MarkAttendance, TakeRegister
from app.attendance.generate import Slot
from app.attendance.session_states import CancelSession
from app.attendance.sessions import ChangeSession, GenerateSessions
from app.attendance.teachers import Teacher
from app.cohorts.commands import AddCohort
from app.cohorts.enrolments import Enrol
from app.errors import Refused
from app.home.sessions import SessionsBoard, SessionsToMark
from app.office.office import Office
from app.office.permissions import Actor
from tests.app.class_room import Class, open_class

TUESDAY = date(2026, 7, 14)


@pytest.fixture
def room(office: Office) -> Class:
    return open_class(office)


def board(room: Class, **more: int) -> SessionsBoard:
    return room.office.ask(SessionsToMark(**more))[0]


def mark_all(room: Class, place: int) -> None:
    seen = room.view()
    room.office.do(MarkAttendance(who="all", cells=tuple(
        Cell(r.enrolment_id, seen.sessions[place].id, "H") for r in seen.rows)))


def test_today_and_the_days_before_that_are_not_complete(room: Class) -> None:
    found = board(room, late=3)
    assert (found.today, found.overdue) == (1, 11)  # sessions 1 to 11 lie before Tuesday 14 July
    assert [(r.day.day, r.number, r.overdue) for r in found.rows] == [
        (9, 9, True), (10, 10, True), (13, 11, True), (14, 12, False)]
    assert {r.total for r in found.rows} == {20} and {r.expected for r in found.rows} == {6}
    assert found.rows[0].instructor == "Pn. Rohaya Idris" and found.rows[0].venue == "Makmal 3, Blok B"


def test_what_is_marked_or_closed_is_not_overdue(room: Class) -> None:
    mark_all(room, 10)
    assert board(room).overdue == 10
    room.mark(0, 9, "H")
    sessions = room.view().sessions
    room.office.do(CancelSession(session_id=sessions[8].id, reason="Flood"))
    found = board(room)
    assert found.overdue == 9
    assert [(r.day.day, r.marked) for r in found.rows[-3:]] == [(8, 0), (10, 1), (14, 0)]
    assert [r.number for r in found.rows[-3:]] == [8, 9, 11], "a cancelled session has no number"


def test_today_stays_in_the_list_when_it_is_done(room: Class) -> None:
    mark_all(room, 11)
    today = board(room).rows[-1]
    assert today.done and today.marked == today.expected == 6 and not today.closed
    room.office.do(TakeRegister(session_id=room.view().sessions[11].id))
    room.office.do(CloseSession(session_id=room.view().sessions[11].id))
    assert board(room).rows[-1].closed


def test_the_next_one_is_the_class_that_begins_then_what_is_late_then_what_comes(room: Class) -> None:
    found = board(room)
    at = lambda hour, minute: datetime(2026, 7, 14, hour, minute, tzinfo=UTC)  # noqa: E731 - eight hours behind
    assert found.next_one(at(0, 26)) == found.rows[-1], "begins in four minutes"
    assert found.next_one(datetime(2026, 7, 13, 22, 0, tzinfo=UTC)) == found.rows[0], "06:00: what is late first"
    evening = replace(found, rows=(replace(found.rows[-1], starts_at="20:00"),))
    assert evening.next_one(at(0, 26)) == evening.rows[0], "nothing else: what comes"
    assert replace(found, rows=()).next_one(at(0, 26)) is None


@pytest.mark.parametrize(("hour", "minute", "left"), [(0, 26, 4), (0, 30, None), (2, 0, None), (22, 59, None)])
def test_minutes_until_it_starts(room: Class, hour: int, minute: int, left: int | None) -> None:
    day = 14 if hour < 20 else 13
    assert board(room).rows[-1].starts_in(datetime(2026, 7, day, hour, minute, tzinfo=UTC)) == left


def test_an_instructor_sees_his_own_and_one_with_a_wider_role_his_own_first(room: Class) -> None:
    other = room.office.do(AddCohort(code="A-01", course_id=room.course_id, starts=TUESDAY, ends=date(2026, 7, 20),
                                     status="running")).value
    room.office.do(Enrol(cohort_id=other, trainee_ids=room.trainees))
    room.office.do(GenerateSessions(cohort_id=other, slots=(Slot("AM", "08:00", "12:00"),)))
    everything = room.office.actor
    room.office.actor = Actor(room.users[0], "rohaya", "Rohaya", frozenset({"instructor"}))
    assert {r.cohort for r in board(room).rows} == {"HCIA-5G-07"}
    room.office.actor = Actor(room.users[0], "rohaya", "Rohaya", frozenset({"instructor", "administrator"}))
    assert [r.cohort for r in board(room, late=1).rows] == ["HCIA-5G-07", "HCIA-5G-07", "A-01"]
    room.office.actor = Actor(room.users[1], "other", "Other", frozenset({"instructor"}))
    nothing = board(room)
    assert (nothing.rows, nothing.today, nothing.overdue, nothing.following) == ((), 0, 0, None)
    room.office.actor = everything


def test_the_next_day_with_a_session_is_told(room: Class) -> None:
    assert board(room).following == date(2026, 7, 15)
    room.office.clock = lambda: datetime(2026, 7, 18, 4, 0, tzinfo=UTC)  # a Saturday
    found = board(room)
    assert found.today == 0 and found.following == date(2026, 7, 20)
    room.office.clock = lambda: datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
    assert board(room) == SessionsBoard((), 0, 0, None), "what is older than sixty days is not told for ever"


def test_without_the_right_it_is_refused(room: Class) -> None:
    room.office.actor = Actor(0, "", "")
    with pytest.raises(Refused):
        room.office.ask(SessionsToMark())


def test_who_teaches_a_single_session_has_it_as_his_own_and_is_named(room: Class) -> None:
    last = board(room).rows[-1]
    everything = room.office.actor
    room.office.do(ChangeSession(session_id=last.id, instructors=(Teacher("En. Ganti", room.users[1]),)))
    assert board(room).rows[-1].instructor == "En. Ganti"
    for user, mine in ((0, False), (1, True)):
        room.office.actor = Actor(room.users[user], "u", "U", frozenset({"instructor"}))
        assert {r.own for r in board(room).rows if r.id == last.id} == {mine}
    room.office.actor = everything
