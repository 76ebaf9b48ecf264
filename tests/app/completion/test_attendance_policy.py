"""Attendance by the policy of the cohort, as completion sees it; and completed by attendance only."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.attendance.commands import Cell, MarkAttendance, TakeRegister
from app.attendance.policy_effect import PolicyEffect
from app.attendance.queries import Sessions
from app.attendance.sessions import AddSession
from app.certificates.commands import IssueCertificate
from app.certificates.plan import IssuePlan
from app.cohorts.commands import AddCohort, ChangeCohortStatus, ChangePolicy
from app.cohorts.enrolments import ChangeEnrolment, Enrol
from app.cohorts.policy import Policy
from app.completion.commands import Decide
from app.completion.queries import Completion, CompletionRow, CompletionSheet
from app.completion.records import Decision
from app.errors import Refused
from app.office.command import Query, Work
from app.office.office import Office
from app.office.permissions import Permission
from tests.app.class_room import Class, open_class
from tests.app.cohort_story import Story, tell

HAKIM, BENEDICT = "Hakim Luqman bin Saidin", "Benedict anak Lawai"


@pytest.fixture
def story(sqlite_office: Office) -> Story:
    return tell(sqlite_office)


def sheet(office: Office, cohort_id: int) -> CompletionSheet:
    return office.ask(Completion(cohort_id=cohort_id))[0]


def row(story: Story, name: str) -> CompletionRow:
    return next(r for r in sheet(story.office, story.cohort_id).rows if r.name == name)


def held(room: Class, count: int, joined: int, attended: int, policy: Policy) -> int:
    """A run of so many sessions, all held; one trainee from session `joined` on, absent after so many attended."""
    first = date(2026, 1, 5)
    key = room.office.do(AddCohort(code="DLE-01", course_id=room.course_id, starts=first,
                                   ends=first + timedelta(days=count), status="running", policy=policy)).value
    for n in range(count):
        room.office.do(AddSession(cohort_id=key, day=first + timedelta(days=n)))
    (enrolment,) = room.office.do(Enrol(cohort_id=key, trainee_ids=room.trainees[:1])).value
    sessions = room.office.ask(Sessions(cohort_id=key))
    assert len(sessions) == count
    room.office.do(ChangeEnrolment(enrolment_id=enrolment, joined_on=sessions[joined].day))
    for before in sessions[:joined]:
        room.office.do(TakeRegister(session_id=before.id))
    room.office.do(MarkAttendance(who="all", cells=tuple(
        Cell(enrolment, s.id, "H" if n < attended else "X") for n, s in enumerate(sessions[joined:]))))
    room.office.do(ChangeCohortStatus(cohort_id=key, status="finished"))
    return key


def test_who_joined_after_session_10_is_eligible_by_one_policy_and_not_by_the_other(sqlite_office: Office) -> None:
    room = open_class(sqlite_office)
    run = held(room, 40, 10, 27, Policy(threshold=75))
    found = sheet(room.office, run)
    assert (found.rows[0].attendance.value, found.rows[0].attendance.outcome) == ("90.0 %", "met")
    assert any("only sessions from the joining date on count" in said for said in found.cohort.policy.details())
    whole = Policy(threshold=75, joiner="whole")
    effect = room.office.ask(PolicyEffect(cohort_id=run, policy=whole))[0]
    assert [(r.before.text, r.after.text, r.turn) for r in effect.rows] == [("90.0 %", "67.5 %", "loses")]
    assert sheet(room.office, run).rows[0].attendance.outcome == "met", "looking changes nothing"
    room.office.do(ChangePolicy(cohort_id=run, policy=whole))
    found = sheet(room.office, run)
    assert (found.rows[0].attendance.value, found.rows[0].attendance.outcome) == ("67.5 %", "not_met")
    assert any("the sessions before count as absent" in said for said in found.cohort.policy.details())


def test_35_of_44_sessions_is_79_5_and_needs_36(sqlite_office: Office) -> None:
    room = open_class(sqlite_office)
    run = held(room, 44, 0, 35, Policy())
    found = sheet(room.office, run).rows[0]
    assert found.attendance.words() == "Attendance 79.5 %, needs 80 %. Attended 35 of 44 sessions, 36 needed"
    assert (found.attendance.outcome, found.qualifies) == ("not_met", False)


def test_completed_by_attendance_only_proposes_its_certificate_and_refuses_the_other(story: Story) -> None:
    hakim = story.enrolments[HAKIM]
    assert row(story, HAKIM).proposed == ""
    story.office.do(Decide(enrolment_ids=(hakim,), kind="attended_only", reason="Panel of 15 July"))
    assert row(story, HAKIM).proposed == "attendance"
    plans = {kind: {line.name: line for line in story.office.ask(
        IssuePlan(cohort_id=story.cohort_id, kind=kind))[0].lines}[HAKIM] for kind in ("completion", "attendance")}
    assert plans["attendance"].ready and not plans["completion"].ready
    day = date(2026, 7, 14)
    with pytest.raises(Refused, match="Completed, attendance only"):
        story.office.do(IssueCertificate(enrolment_id=hakim, kind="completion", language="ms", design="klasik",
                                         issued_on=day))
    made = story.office.do(IssueCertificate(enrolment_id=hakim, kind="attendance", language="ms", design="klasik",
                                            issued_on=day)).value
    assert made.holder == HAKIM and row(story, HAKIM).decision is not None
    with pytest.raises(Refused):
        story.office.do(ChangePolicy(cohort_id=story.cohort_id, policy=Policy(threshold=70)))


def test_who_has_not_attended_enough_is_not_completed_by_attendance(story: Story) -> None:
    with pytest.raises(Refused, match=r"has not attended enough: Attendance 75\.0 %, needs 80 %"):
        story.office.do(Decide(enrolment_ids=(story.enrolments[BENEDICT],), kind="attended_only", reason="Panel"))
    assert row(story, BENEDICT).decision is None


def test_allowed_misses_are_part_of_what_is_needed(story: Story) -> None:
    story.office.do(ChangePolicy(cohort_id=story.cohort_id, policy=Policy(threshold=0, allowed_misses=3)))
    assert "Attendance: at most 3 missed" in sheet(story.office, story.cohort_id).chips()
    nik = row(story, "Nik Adlina binti Nik Rosdi")
    assert (nik.attendance.outcome, nik.attendance.limit) == ("not_met", "at most 3 missed")
    assert nik.attendance.detail() == "Attended 16 of 20 sessions, 17 needed"


def test_a_decision_keeps_what_its_attendance_was_made_of(story: Story) -> None:
    story.office.do(Decide(enrolment_ids=(story.enrolments[HAKIM],), kind="attended_only", reason="Panel"))

    @dataclass(frozen=True, kw_only=True)
    class Kept(Query[str]):
        needs = Permission.ANYONE

        def rows(self, work: Work) -> list[str]:
            return list(work.session.scalars(select(Decision.figures)))

    kept = next(f for f in json.loads(story.office.ask(Kept())[0]) if f["kind"] == "attendance")
    assert (kept["attended"], kept["counted"], kept["policy"]["threshold"], kept["limit"]) == ("20", "20", 80, "80 %")
