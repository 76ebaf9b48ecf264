"""Who is below: the same as the figures of each cohort say, whatever the policy, and asked of few."""

from __future__ import annotations

import random
from datetime import date

import pytest

from app.attendance.commands import Cell, MarkAttendance
from app.attendance.figures import Meeting, Seen
from app.attendance.queries import AttendanceFigures
from app.attendance.session_states import CancelSession
from app.attendance.sessions import ChangeSession
from app.cohorts.commands import ChangeCohortStatus, ChangePolicy
from app.cohorts.enrolments import ChangeEnrolment, Withdraw
from app.cohorts.policy import Policy
from app.home.attendance import BelowList, BelowThreshold, absences_in_a_row
from app.office.office import Office
from app.office.permissions import Actor
from tests.app.class_room import Class, open_class
from tests.app.policies import GiveCredit, any_policy

NAMES = [f"PELATIH {n:02}" for n in range(14)]
CODES = ("H", "H", "H", "H", "L", "X", "S", "K", "R", "P", None)


def below(office: Office) -> BelowList:
    return office.ask(BelowThreshold())[0]


def filled(office: Office, policy: Policy, seed: int) -> Class:
    room = open_class(office, NAMES, policy)
    dice = random.Random(seed)
    seen = room.view()
    cells = []
    for n, person in enumerate(seen.rows):
        for session in seen.sessions[:12]:
            code = dice.choice(CODES) if n % 3 else dice.choice(("H", "H", "H", "H", "X"))
            if code:
                late = dice.choice((None, 20, 200)) if code in ("L", "P") else None
                cells.append(Cell(person.enrolment_id, session.id, code, minutes=late, reason="-"))
    office.do(MarkAttendance(cells=tuple(cells), who="all"))
    return room


@pytest.mark.parametrize("policy", [
    Policy(), Policy(unmarked="absent"), Policy(unmarked="excluded", sick="excluded"),
    Policy(late="half", duty="absent", leave="attended"), Policy(basis="minutes", threshold=75),
    Policy(lates_per_absence=3), Policy(threshold=100), Policy(threshold=0)])
def test_the_list_is_what_the_figures_of_the_cohort_say(office: Office, policy: Policy) -> None:
    room = filled(office, policy, seed=policy.threshold)
    figures = {r.enrolment_id: r.figure for r in office.ask(AttendanceFigures(cohort_id=room.cohort_id))}
    wanted = {key: found for key, found in figures.items() if found.reaches is False}
    found = below(office)
    assert {r.id: r.figure for r in found.rows} == wanted
    assert wanted or policy.threshold == 0, "the story must have somebody below"
    assert [r.figure.tenths for r in found.rows] == sorted(r.figure.tenths or 0 for r in found.rows)
    assert {r.cohort for r in found.rows} <= {"HCIA-5G-07"} and found.cohorts == 1


def test_the_list_agrees_with_the_figures_by_any_policy(office: Office) -> None:
    room = filled(office, Policy(), seed=3)
    view = room.view()
    people, sessions = [r.enrolment_id for r in view.rows], view.sessions
    office.do(ChangeSession(session_id=sessions[1].id, kind="practical", confirmed=True))
    office.do(ChangeSession(session_id=sessions[2].id, kind="ceremony", confirmed=True))
    office.do(CancelSession(session_id=sessions[3].id, reason="-"))
    office.do(ChangeSession(session_id=sessions[13].id, starts_at="08:30", ends_at="09:30"))
    office.do(GiveCredit(enrolment_id=people[0], attended=2, counted=9, minutes=(480, 2160)))
    for person, session in ((1, 4), (1, 5), (2, 6), (4, 2)):
        office.do(GiveCredit(enrolment_id=people[person], session_id=sessions[session].id))
    office.do(ChangeEnrolment(enrolment_id=people[5], joined_on=sessions[4].day))
    dice = random.Random(16)
    listed = 0
    for _round in range(25):
        policy = any_policy(dice)
        office.do(ChangePolicy(cohort_id=room.cohort_id, policy=policy))
        figures = {r.enrolment_id: r.figure for r in office.ask(AttendanceFigures(cohort_id=room.cohort_id))}
        found = {r.id: r.figure for r in below(office).rows}
        assert found == {key: f for key, f in figures.items() if f.reaches is False}, policy
        assert room.view().figures == figures, policy
        listed += len(found)
    assert 0 < listed < 25 * len(people)


def test_marks_outside_the_time_of_an_enrolment_do_not_hide_anybody(office: Office) -> None:
    room = open_class(office)
    room.fill("HHHHHHHHXX", "HHHHHHHHXX")
    view = room.view()
    assert [r.name for r in below(office).rows] == [], "8 of 10 is 80 %"
    office.do(ChangeEnrolment(enrolment_id=view.rows[0].enrolment_id, joined_on=view.sessions[8].day))
    assert [(r.name, r.figure.text) for r in below(office).rows] == [(view.rows[0].name, "0.0 %")]
    office.do(Withdraw(enrolment_ids=(view.rows[0].enrolment_id,), reason="-"))
    assert below(office).rows == (), "who has left is in no danger"


def test_the_words_say_what_is_needed_still(office: Office) -> None:
    room = open_class(office)
    room.fill("HHHXHHXHXHX", "XXXXXHHHHHH", "HXXXHHHHHHH", "HHHHHHHHHXX")  # 7, 6, 8 and 9 of 11
    found = {r.name: r for r in below(office).rows}
    names = [r.name for r in room.view().rows]
    assert [found[n].to_finish() for n in names[:3]] == [
        "Must attend all 9 left", "Cannot reach 80 % any more", "May miss 1 of 9"]
    assert [found[n].figure.text for n in names[:3]] == ["63.6 %", "54.5 %", "72.7 %"]
    assert [found[n].absent for n in names[:3]] == ["", "", ""]
    room.mark(0, 9, "X")
    assert {r.name: r for r in below(office).rows}[names[0]].absent == "3 in a row"


def test_absences_in_a_row_pass_over_what_is_left_out_and_stop_at_what_is_unknown() -> None:
    meetings = [Meeting(n, date(2026, 7, n), True) for n in range(1, 8)]
    here, gone, sick = Seen("attended"), Seen("absent"), Seen("absent", "sick")
    run = lambda marks, policy=Policy(), joined=date(2026, 7, 1): absences_in_a_row(  # noqa: E731, B008
        policy, meetings, marks, joined, None)
    assert run({5: here, 6: gone, 7: gone}) == 2
    assert run({5: gone, 6: gone}) == 2, "the last session is still being marked"
    assert run({4: gone, 6: gone, 7: gone}) == 2, "nobody knows of the fifth"
    assert run({5: gone, 6: sick, 7: gone}) == 3
    assert run({5: gone, 6: sick, 7: gone}, Policy(sick="excluded")) == 2
    assert run({5: gone, 6: sick, 7: gone}, Policy(sick="attended")) == 1
    assert run(dict.fromkeys(range(1, 8), gone), joined=date(2026, 7, 6)) == 2


def test_only_running_cohorts_and_an_instructors_own(office: Office) -> None:
    room = open_class(office)
    for person in range(3):
        room.mark(person, 0, "X")
    assert len(below(office).rows) == 3 and below(office).thresholds == (80,)
    everything = office.actor
    office.actor = Actor(room.users[1], "other", "Other", frozenset({"instructor"}))
    assert below(office) == BelowList((), 0)
    office.actor = Actor(room.users[0], "rohaya", "Rohaya", frozenset({"instructor"}))
    assert len(below(office).rows) == 3
    office.actor = everything
    office.do(ChangeCohortStatus(cohort_id=room.cohort_id, status="finished"))
    assert below(office) == BelowList((), 0)
