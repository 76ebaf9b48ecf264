"""Opening cohorts and changing their rolls through the door."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.attendance.history import CohortHistory
from app.attendance.queries import AttendanceFigures
from app.cohorts.commands import (
    AddCohort,
    ChangeCohort,
    ChangeCohortStatus,
    ChangePolicy,
    Instructor,
    SetInstructors,
)
from app.cohorts.enrolments import ChangeEnrolment, Enrol, Replace, Transfer, Withdraw
from app.cohorts.policy import Policy
from app.cohorts.queries import CohortDetail, CohortList, CountCohorts, Roll
from app.errors import Conflict, Invalid, Missing, Refused
from app.office.office import Office
from app.office.permissions import Actor
from tests.app.class_room import ENDS, STARTS, Class, open_class


@pytest.fixture
def room(office: Office) -> Class:
    return open_class(office)


def second(room: Class) -> int:
    return room.office.do(AddCohort(code="HCIA-5G-08", course_id=room.course_id, starts=date(2026, 8, 3),
                                    ends=date(2026, 8, 28))).value


def roll(room: Class, cohort: int | None = None) -> dict[str, str]:
    return {r.name.split()[0]: r.status for r in room.office.ask(Roll(cohort_id=cohort or room.cohort_id))}


def test_cohort_takes_the_threshold_of_its_course(room: Class) -> None:
    found = room.office.ask(CohortDetail(code="hcia-5g-07"))[0]
    assert (found.policy, found.enrolled, found.instructor_names) == (Policy(threshold=80), 6, "Pn. Rohaya Idris")


def test_code_is_used_once(room: Class) -> None:
    with pytest.raises(Invalid) as refused:
        room.office.do(AddCohort(code=" hcia-5g-07", course_id=room.course_id, starts=STARTS, ends=ENDS))
    assert "code" in refused.value.problems


def test_dates_in_order(room: Class) -> None:
    assert "ends" in AddCohort(code="A", course_id=1, starts=ENDS, ends=STARTS).problems()


def test_stale_form_is_refused(room: Class) -> None:
    seen = room.office.ask(CohortDetail(cohort_id=room.cohort_id))[0]
    room.office.do(ChangeCohort(cohort_id=seen.id, version=seen.version, venue="Makmal 1"))
    with pytest.raises(Conflict):
        room.office.do(ChangeCohort(cohort_id=seen.id, version=seen.version, venue="Makmal 2"))


def test_list_by_text_and_state(room: Class) -> None:
    second(room)
    assert [c.code for c in room.office.ask(CohortList(text="5g 08"))] == ["HCIA-5G-08"]
    assert [c.enrolled for c in room.office.ask(CohortList(status="running"))] == [6]
    assert room.office.ask(CohortList(text="100%")) == []
    counts = room.office.ask(CountCohorts())[0]
    assert (counts.running, counts.planned, counts.all) == (1, 1, 2)


def test_nobody_is_enrolled_twice(room: Class) -> None:
    with pytest.raises(Invalid, match="already on the roll"):
        room.office.do(Enrol(cohort_id=room.cohort_id, trainee_ids=room.trainees[:1]))
    with pytest.raises(Missing):
        room.office.do(Enrol(cohort_id=second(room), trainee_ids=(room.trainees[0], 99999)))
    assert roll(room, room.office.ask(CohortDetail(code="HCIA-5G-08"))[0].id) == {}


def test_withdraw_with_reason_and_back_again(room: Class) -> None:
    first = room.view().rows[0]
    assert "reason" in Withdraw(enrolment_ids=(1,), reason=" ").problems()
    room.office.do(Withdraw(enrolment_ids=(first.enrolment_id,), reason="Found work", on=date(2026, 7, 3)))
    assert roll(room)["AHMAD"] == "withdrawn"
    assert room.office.ask(CohortDetail(cohort_id=room.cohort_id))[0].enrolled == 5
    with pytest.raises(Invalid):
        room.office.do(Withdraw(enrolment_ids=(first.enrolment_id,), reason="Again"))
    room.office.undo()
    assert roll(room)["AHMAD"] == "active"
    room.office.redo()
    room.office.do(Enrol(cohort_id=room.cohort_id, trainee_ids=(first.trainee_id,)))
    assert roll(room)["AHMAD"] == "active"


def test_transfer_links_both(room: Class) -> None:
    other = second(room)
    first = room.view().rows[0]
    made = room.office.do(Transfer(enrolment_ids=(first.enrolment_id,), to_cohort_id=other,
                                   on=date(2026, 8, 3))).value
    old = next(r for r in room.office.ask(Roll(cohort_id=room.cohort_id)) if r.enrolment_id == first.enrolment_id)
    assert (old.status, old.moved_to_id, old.left_on) == ("transferred", made[0], date(2026, 8, 2))
    assert roll(room, other) == {"AHMAD": "active"}


def test_replace_gives_the_place_to_another(room: Class) -> None:
    first, last = room.view().rows[0], room.view().rows[-1]
    room.office.do(Withdraw(enrolment_ids=(last.enrolment_id,), reason="Not coming", on=STARTS))
    new = room.office.do(Replace(enrolment_id=first.enrolment_id, by_trainee_id=last.trainee_id, on=STARTS)).value
    rows = {r.enrolment_id: r for r in room.office.ask(Roll(cohort_id=room.cohort_id))}
    assert (rows[first.enrolment_id].status, rows[first.enrolment_id].replaced_by_id) == ("replaced", new)
    assert first.name not in [r.name for r in room.view().rows]


def test_policy_is_frozen_by_certificates(room: Class) -> None:
    room.office.do(ChangePolicy(cohort_id=room.cohort_id, policy=Policy(threshold=75)))
    _freeze(room)
    with pytest.raises(Refused):
        room.office.do(ChangePolicy(cohort_id=room.cohort_id, policy=Policy(threshold=70)))
    room.office.do(ChangePolicy(cohort_id=room.cohort_id, policy=Policy(threshold=75)))


def _freeze(room: Class) -> None:
    from dataclasses import dataclass

    from app.cohorts.records import Cohort
    from app.office.command import Command, Work
    from app.office.permissions import Permission

    @dataclass(frozen=True, kw_only=True)
    class Freeze(Command[None]):
        needs = Permission.COHORTS_CHANGE

        def label(self) -> str:
            return "Freeze"

        def run(self, work: Work) -> None:
            work.get(Cohort, room.cohort_id).policy_frozen_at = work.now

    room.office.do(Freeze())


def test_closed_cohort_is_locked_until_opened(room: Class) -> None:
    room.office.do(ChangeCohortStatus(cohort_id=room.cohort_id, status="closed"))
    assert roll(room)["BRYAN"] == "finished"
    with pytest.raises(Refused):
        room.office.do(Enrol(cohort_id=room.cohort_id, trainee_ids=room.trainees[:1]))
    with pytest.raises(Refused):
        room.mark(0, 0, "H")
    room.office.do(ChangeCohortStatus(cohort_id=room.cohort_id, status="running"))
    assert roll(room)["BRYAN"] == "active"
    assert "reason" in ChangeCohortStatus(cohort_id=1, status="cancelled").problems()


def test_instructors_see_their_own_cohorts(room: Class) -> None:
    mine, other = (Actor(user, "x", "X", frozenset({"instructor"})) for user in room.users)
    administrator = room.office.actor
    room.office.actor = other
    assert room.office.ask(CohortList()) == []
    for query in (CohortDetail(cohort_id=room.cohort_id), Roll(cohort_id=room.cohort_id),
                  AttendanceFigures(cohort_id=room.cohort_id)):
        with pytest.raises(Refused):
            room.office.ask(query)  # type: ignore[arg-type]
    room.office.actor = mine
    assert len(room.office.ask(CohortList())) == 1
    with pytest.raises(Refused):
        room.office.ask(Roll(cohort_id=room.cohort_id, full=True))
    assert room.office.ask(Roll(cohort_id=room.cohort_id))[0].identity == "030101-••-••••"
    room.office.actor = administrator
    assert room.office.ask(Roll(cohort_id=room.cohort_id, full=True))[0].identity == "030101-14-0000"
    room.office.do(SetInstructors(cohort_id=room.cohort_id, instructors=()))
    room.office.actor = mine
    assert room.office.ask(CohortList()) == []


def test_an_instructors_name_finds_his_account(room: Class) -> None:
    room.office.do(SetInstructors(cohort_id=room.cohort_id, instructors=(
        Instructor("other"), Instructor(" ROHAYA "), Instructor("En. Tamu"))))
    found = room.office.ask(CohortDetail(cohort_id=room.cohort_id))[0].instructors
    assert [one.user_id for one in found] == [room.users[1], room.users[0], None]


def test_joining_date_of_one_enrolment(room: Class) -> None:
    first = room.view().rows[0]
    room.office.do(ChangeEnrolment(enrolment_id=first.enrolment_id, version=first.version,
                                   joined_on=date(2026, 7, 6)))
    assert not room.view().expected(room.view().rows[0], room.view().sessions[0])
    with pytest.raises(Conflict):
        room.office.do(ChangeEnrolment(enrolment_id=first.enrolment_id, version=first.version, category="X"))


def test_rows_are_frozen(room: Class) -> None:
    assert replace(room.view().rows[0], name="X").name == "X"


def test_the_history_tells_the_rules_that_changed(room: Class) -> None:
    room.office.do(ChangePolicy(cohort_id=room.cohort_id, policy=Policy(threshold=75, kinds=("exam",))))
    line = room.office.ask(CohortHistory(cohort_id=room.cohort_id))[0]
    assert line.label == "Change the attendance policy"
    assert (line.before, line.after) == ("threshold = 80, kinds = ", "threshold = 75, kinds = exam")
