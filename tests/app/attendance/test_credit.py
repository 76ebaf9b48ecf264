"""Sessions made up for, transfers that bring attendance along, replacements and late joiners."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.attendance.commands import Cell, MarkAttendance
from app.attendance.credit import (
    BringCredit,
    CreditMakeUp,
    Credits,
    MakeUpSessions,
    RemoveCredit,
    TransferWithCredit,
)
from app.attendance.generate import Slot
from app.attendance.queries import Register
from app.attendance.session_states import CancelSession
from app.attendance.sessions import AddSession, GenerateSessions
from app.attendance.t3 import reports
from app.cohorts.commands import AddCohort
from app.cohorts.enrolments import Enrol, Replace, Transfer, Withdraw
from app.cohorts.queries import Roll
from app.errors import Invalid, Refused
from app.office.office import Office
from app.office.permissions import Actor
from app.trainees.commands import AddTrainee
from tests.app.class_room import ENDS, STARTS, Class, open_class

ADMIN = Actor(3, "aminah", "Puan Aminah", frozenset({"administrator"}))
ROHAYA = Actor(1, "rohaya", "Pn. Rohaya Idris", frozenset({"instructor"}))
TODAY = date(2026, 7, 14)


@pytest.fixture
def room(office: Office) -> Class:
    """The first trainee attends ten sessions and misses the eleventh and twelfth."""
    made = open_class(office)
    made.office.actor = ADMIN
    view = made.view()
    made.office.do(MarkAttendance(cells=tuple(
        Cell(view.rows[0].enrolment_id, s.id, "H" if n < 10 else "X") for n, s in enumerate(view.sessions[:12]))))
    return made


def figure(room: Class, cohort: int | None = None, person: int = 0) -> tuple[int, int]:
    view = room.office.ask(Register(cohort_id=cohort or room.cohort_id))[0]
    found = view.figures[view.rows[person].enrolment_id]
    return found.attended, found.counted


def make_up(room: Class, n: int, **more: object) -> CreditMakeUp:
    view = room.view()
    return CreditMakeUp(**{"enrolment_id": view.rows[0].enrolment_id, "session_id": view.sessions[n].id,  # type: ignore[arg-type]
                           "on_day": TODAY, "reason": "Evening class of HCIA-5G-08", **more})


def test_a_missed_session_is_made_up_for_once(room: Class) -> None:
    assert figure(room) == (1000, 1200)
    key = room.office.do(make_up(room, 10)).value
    assert figure(room) == (1100, 1200)
    for wrong in (make_up(room, 10), make_up(room, 3), make_up(room, 15), make_up(room, 11, reason=" "),
                  make_up(room, 11, on_day=TODAY + timedelta(days=1)),
                  make_up(room, 11, from_session_id=room.view().sessions[11].id)):
        with pytest.raises(Invalid):
            room.office.do(wrong)
    assert "made up for on" in room.office.ask(Credits(cohort_id=room.cohort_id))[0].words
    room.office.do(RemoveCredit(credit_id=key))
    assert figure(room) == (1000, 1200)
    room.office.undo()
    assert figure(room) == (1100, 1200)


def test_only_the_office_gives_credit(room: Class) -> None:
    said = make_up(room, 10)
    room.office.actor = ROHAYA
    with pytest.raises(Refused):
        room.office.do(said)


def second(room: Class) -> int:
    made = room.office.do(AddCohort(code="HCIA-5G-08", course_id=room.course_id, starts=STARTS, ends=ENDS)).value
    room.office.do(GenerateSessions(cohort_id=made, slots=(Slot(),)))
    return made


def test_a_transfer_brings_its_attendance_along_in_sessions_and_minutes(room: Class) -> None:
    other = second(room)
    person = room.view().rows[0].enrolment_id
    new = room.office.do(TransferWithCredit(enrolment_ids=(person,), to_cohort_id=other, on=TODAY,
                                            reason="Shift")).value[0]
    row = room.office.ask(Credits(cohort_id=other))[0]
    # until the day before: eleven sessions of four hours, ten attended
    assert (row.enrolment_id, row.attended, row.counted, row.from_cohort) == (new, 10, 11, "HCIA-5G-07")
    assert figure(room, other) == (1000, 1100)
    room.office.undo()
    assert not room.office.ask(Credits(cohort_id=other))
    assert room.view().rows[0].on_roll


def test_attendance_may_be_brought_along_afterwards_but_not_twice(room: Class) -> None:
    other = second(room)
    person = room.view().rows[0].enrolment_id
    new = room.office.do(Transfer(enrolment_ids=(person,), to_cohort_id=other, on=TODAY)).value[0]
    assert figure(room, other) == (0, 0)
    room.office.do(BringCredit(enrolment_id=new, reason="Shift"))
    assert figure(room, other) == (1000, 1100)
    with pytest.raises(Invalid):
        room.office.do(BringCredit(enrolment_id=new))
    with pytest.raises(Invalid):  # never came from anywhere
        room.office.do(BringCredit(enrolment_id=room.view().rows[1].enrolment_id))
    assert room.office.ask(Credits(cohort_id=other))[0].attended == Decimal(10)


def test_as07_the_one_who_is_replaced_keeps_link_and_date_and_the_report_shows_both_on_demand(office: Office) -> None:
    room = open_class(office)
    room.office.actor = ADMIN
    spare = room.trainees[5]
    view = room.view()
    gone = next(r for r in view.rows if r.trainee_id == spare)
    room.office.do(Withdraw(enrolment_ids=(gone.enrolment_id,), reason="Ill", on=STARTS))
    a = room.view().rows[0]
    new = room.office.do(Replace(enrolment_id=a.enrolment_id, by_trainee_id=spare, on=STARTS, reason="Duty")).value
    old = next(r for r in room.office.ask(Roll(cohort_id=room.cohort_id)) if r.enrolment_id == a.enrolment_id)
    assert (old.status_words, old.replaced_by_id, old.left_on) == ("Replaced", new, STARTS - timedelta(days=1))
    assert a.name not in {r.name for r in room.view().rows}
    assert a.name not in {r.name for r in room.office.ask(Roll(cohort_id=room.cohort_id, everyone=False))}

    def names(replaced: bool) -> set[str]:
        return {p.name for one in reports(room.office, room.cohort_id, replaced=replaced) for p in one.people}

    assert a.name not in names(False) and a.name in names(True)


def test_who_joins_late_is_counted_from_joining_on(room: Class) -> None:
    late = room.office.do(AddTrainee(full_name="LATE JOINER")).value
    made = room.office.do(Enrol(cohort_id=room.cohort_id, trainee_ids=(late,), joined_on=TODAY)).value[0]
    view = room.view()
    assert not view.expected(next(r for r in view.rows if r.enrolment_id == made), view.sessions[10])
    room.office.do(MarkAttendance(cells=(Cell(made, view.sessions[11].id, "H"),)))
    assert (room.view().figures[made].attended, room.view().figures[made].counted) == (100, 100)


def test_a_session_is_made_up_for_in_a_class_of_another_cohort(room: Class) -> None:
    other = room.office.do(AddCohort(code="HCIA-5G-08", course_id=room.course_id, starts=STARTS, ends=ENDS)).value
    evening = room.office.do(AddSession(cohort_id=other, day=TODAY, part="EVE", starts_at="19:00",
                                        ends_at="22:00")).value
    room.office.do(AddSession(cohort_id=other, day=TODAY - timedelta(days=1)))
    room.office.do(CancelSession(session_id=room.office.do(AddSession(cohort_id=other, day=TODAY)).value, reason="-"))
    found = room.office.ask(MakeUpSessions(cohort_id=room.cohort_id, day=TODAY))
    assert [(s.id, s.cohort, s.part) for s in found] == [(evening, "HCIA-5G-08", "EVE")]
    with pytest.raises(Invalid, match="on this day"):
        room.office.do(make_up(room, 10, from_session_id=evening, on_day=TODAY - timedelta(days=1)))
    room.office.do(make_up(room, 10, from_session_id=evening, reason=""))
    assert figure(room) == (1100, 1200)
    assert room.office.ask(Credits(cohort_id=room.cohort_id))[0].words.endswith("14 Jul 2026 in HCIA-5G-08")
