"""From draft to locked through the door: who may, what stays, amendments, appeals and assessors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text

from app.attendance.commands import Cell as MarkCell
from app.attendance.commands import MarkAttendance
from app.attendance.queries import Sessions
from app.cohorts.commands import Instructor, SetInstructors
from app.cohorts.queries import CohortDetail, CohortList, CountCohorts, Roll
from app.completion.queries import Completion, CompletionRow
from app.errors import Invalid, Refused
from app.i18n import speaking
from app.office.command import Command, Work
from app.office.office import Office
from app.office.permissions import Actor, Permission
from app.results.amending import Amendments, AmendResult, Appeals, DecideAppeal, RecordAppeal
from app.results.assessment import Assessment, AssessmentRow, SetAssessment
from app.results.assessors import SetAssessors
from app.results.checking import LockResults, ReturnResults, SubmitResults, VerifyResults
from app.results.commands import Cell, EnterResults, cell_key, seen_of
from app.results.queries import ResultRow, ResultsGrid
from app.results.records import Attempt
from app.staff.records import User
from tests.app.cohort_story import NOW, Story, tell

GOH, KARTINI, MELVIN = "Goh Xin Yi", "Kartini binti Sulong", "Melvin Jipanus"


@dataclass(frozen=True, kw_only=True)
class Hire(Command[int]):
    """An account with a role."""

    needs = Permission.COHORTS_CHANGE
    name: str
    role: str

    def label(self) -> str:
        return "Hire"

    def run(self, work: Work) -> int:
        return work.add(User(login=self.name.lower(), name=self.name, roles=self.role)).id


@pytest.fixture
def story(office: Office) -> Story:
    told = tell(office)
    told.office = Office(office.engine, office.actor, clock=lambda: NOW)
    return told


def row(story: Story, name: str) -> ResultRow:
    return next(r for r in story.office.ask(ResultsGrid(cohort_id=story.cohort_id))[0].rows if r.name == name)


def teacher(story: Story) -> Office:
    """An instructor of the cohort."""
    key = story.office.do(Hire(name="Encik Razak", role="instructor")).value
    story.office.do(SetInstructors(cohort_id=story.cohort_id, instructors=(Instructor("Encik Razak", key),)))
    return story.acting("instructor", user_id=key)


def verifier(story: Story) -> Office:
    """Somebody else, who verifies."""
    return Office(story.office.engine, Actor(99, "user", "Puan Verifier", frozenset({"verifier"})), clock=lambda: NOW)


def test_as13_absent_is_no_zero_and_101_of_100_is_refused(story: Story) -> None:
    with pytest.raises(Invalid) as told:
        story.office.do(EnterResults(cells=(story.cell(GOH, "Quiz", "101"),)))
    assert list(told.value.problems.values()) == ["101 is more than 100"]
    story.office.do(EnterResults(cells=(story.cell(GOH, "Quiz", "A"),)))
    found = row(story, GOH)
    assert (found.cells[0].standing.kind, found.total, found.outcome.kind) == ("absent", None, "incomplete")


def test_as14_both_tries_stay_and_after_locking_only_an_amendment_changes(story: Story) -> None:
    razak, aminah = teacher(story), verifier(story)
    razak.do(EnterResults(cells=(story.cell(MELVIN, "Project", "70", next=True),)))
    with pytest.raises(Invalid) as told:
        razak.do(SubmitResults(cohort_id=story.cohort_id))
    assert "missing" in told.value.problems["missing_too"] and KARTINI in told.value.problems["missing_too"]
    razak.do(SubmitResults(cohort_id=story.cohort_id, missing_too=True))
    with pytest.raises(Invalid):
        razak.do(EnterResults(cells=(story.cell(MELVIN, "Project", "80"),)))
    aminah.do(VerifyResults(cohort_id=story.cohort_id))
    aminah.do(LockResults(cohort_id=story.cohort_id))
    project = row(story, MELVIN).cells[3]
    assert [(t.mark, t.stage) for t in project.tries] == [(38, "locked"), (70, "locked")]
    assert project.standing.kind == "passed"
    with pytest.raises(Invalid):
        razak.do(EnterResults(cells=(story.cell(MELVIN, "Project", "80"),)))
    with pytest.raises(Refused):
        razak.do(AmendResult(attempt_id=project.tries[1].id, mark=Decimal(80), reason="Added up wrongly"))
    with pytest.raises(Invalid) as asked:
        aminah.do(AmendResult(attempt_id=project.tries[1].id, mark=Decimal(80), reason=" "))
    assert "reason" in asked.value.problems
    aminah.do(AmendResult(attempt_id=project.tries[1].id, mark=Decimal(80), reason="Added up wrongly"))
    kept = story.office.ask(Amendments(attempt_id=project.tries[1].id))
    assert [(a.old_mark, a.new_mark, a.reason) for a in kept] == [(70, 80, "Added up wrongly")]
    assert row(story, MELVIN).cells[3].tries[1].amended


def test_what_is_returned_is_a_draft_again(story: Story) -> None:
    razak = teacher(story)
    razak.do(SubmitResults(cohort_id=story.cohort_id, missing_too=True))
    with pytest.raises(Refused):
        razak.do(ReturnResults(cohort_id=story.cohort_id, reason="x"))
    verifier(story).do(ReturnResults(cohort_id=story.cohort_id, reason="Quiz of Goh"))
    assert {t.stage for c in row(story, GOH).cells for t in c.tries} == {"draft"}
    razak.do(EnterResults(cells=(story.cell(GOH, "Quiz", "80"),)))


def test_nobody_verifies_his_own_while_there_is_another_verifier(story: Story) -> None:
    own = verifier(story)
    own.do(SubmitResults(cohort_id=story.cohort_id, missing_too=True))
    story.office.do(Hire(name="Second", role="verifier"))
    with pytest.raises(Refused, match="Another verifier"):
        own.do(VerifyResults(cohort_id=story.cohort_id))
    story.office.undo()
    assert own.do(VerifyResults(cohort_id=story.cohort_id)).value > 0  # alone: the history says whose they were


def test_an_appeal_that_is_upheld_amends(story: Story) -> None:
    aminah = verifier(story)
    one = row(story, MELVIN).cells[3].tries[0]
    day = NOW.date()
    with pytest.raises(Invalid):  # a draft is simply changed
        story.office.do(RecordAppeal(attempt_id=one.id, received_on=day, grounds="Page 3 was not marked"))
    story.office.do(SubmitResults(cohort_id=story.cohort_id, missing_too=True))
    aminah.do(VerifyResults(cohort_id=story.cohort_id))
    with pytest.raises(Invalid):
        story.office.do(RecordAppeal(attempt_id=one.id, received_on=day + timedelta(days=9), grounds="Later"))
    key = story.office.do(RecordAppeal(attempt_id=one.id, received_on=day, grounds="Page 3 was not marked")).value
    assert row(story, MELVIN).cells[3].tries[0].appeal == "open"
    with pytest.raises(Invalid):
        aminah.do(DecideAppeal(appeal_id=key, state="upheld", decision="Page 3 gives 20"))
    aminah.do(DecideAppeal(appeal_id=key, state="upheld", decision="Page 3 gives 20", mark=Decimal(58)))
    again = row(story, MELVIN).cells[3].tries[0]
    assert (again.mark, again.appeal, again.amended) == (58, "upheld", True)
    assert [a.state for a in story.office.ask(Appeals(cohort_id=story.cohort_id))] == ["upheld"]
    with story.office.engine.begin() as connection:
        connection.execute(text("UPDATE component SET title_ms = 'Projek' WHERE title = 'Project'"))
    with speaking("ms"):
        assert [a.component for a in story.office.ask(Appeals(cohort_id=story.cohort_id))] == ["Projek"]


def test_an_appeal_after_the_days_of_the_centre_is_late(story: Story) -> None:
    story.office.do(EnterResults(cells=(story.cell(GOH, "Quiz", "90", on_date=date(2026, 6, 16)),)))
    story.office.do(SubmitResults(cohort_id=story.cohort_id, missing_too=True))
    one = row(story, GOH).cells[0].tries[0]
    story.office.do(RecordAppeal(attempt_id=one.id, received_on=date(2026, 7, 1), grounds="Late"))
    assert story.office.ask(Appeals(cohort_id=story.cohort_id))[0].late


def test_with_an_assessor_named_another_instructor_does_not_enter(story: Story) -> None:
    razak = teacher(story)
    siti = story.office.do(Hire(name="Puan Siti", role="instructor")).value
    story.office.do(SetAssessors(cohort_id=story.cohort_id, component_id=story.components["Quiz"],
                                 people=(("Puan Siti", siti),)))
    with pytest.raises(Refused, match="Puan Siti"):
        razak.do(EnterResults(cells=(story.cell(GOH, "Quiz", "80"),)))
    razak.do(EnterResults(cells=(story.cell(GOH, "Project", "80"),)))
    verifier(story).do(EnterResults(cells=(story.cell(GOH, "Quiz", "81"),)))
    assessor = story.acting("instructor", user_id=siti)
    assert assessor.ask(ResultsGrid(cohort_id=story.cohort_id))[0].mine == {story.components["Quiz"]}
    assessor.do(EnterResults(cells=(story.cell(GOH, "Quiz", "82"),)))
    with pytest.raises(Refused):
        assessor.do(EnterResults(cells=(story.cell(GOH, "Project", "82"),)))
    with pytest.raises(Refused):
        story.acting("instructor", user_id=siti + 1).ask(ResultsGrid(cohort_id=story.cohort_id))


def test_two_pcs_at_one_cell_show_both_values(story: Story) -> None:
    seen = seen_of(row(story, GOH).cells[0].tries[-1])
    story.office.do(EnterResults(cells=(story.cell(GOH, "Quiz", "85"),)))
    late = story.cell(GOH, "Quiz", "61", seen=seen)
    with pytest.raises(Invalid) as told:
        story.office.do(EnterResults(cells=(late,)))
    assert "85" in told.value.problems[cell_key(late)]
    assert row(story, GOH).cells[0].tries[-1].mark == 85


def test_an_exemption_needs_evidence_when_it_is_asked_for(story: Story) -> None:
    ids = {"enrolment_id": story.enrolments[GOH], "component_id": story.components["Quiz"]}
    with pytest.raises(Invalid):
        story.office.do(EnterResults(cells=(Cell(**ids, state="exempt", evidence=" "),)))
    story.office.do(EnterResults(cells=(Cell(**ids, state="exempt", evidence="HCIA 2025, no. 123"),)))
    assert row(story, GOH).cells[0].tries[-1].evidence == "HCIA 2025, no. 123"


def test_an_assessor_who_does_not_teach_sees_the_cohort_and_enters_but_marks_no_attendance(story: Story) -> None:
    siti = story.office.do(Hire(name="Puan Siti", role="instructor")).value
    hers = story.acting("instructor", user_id=siti)
    assert not hers.ask(CohortList())
    with pytest.raises(Refused):
        hers.ask(CohortDetail(cohort_id=story.cohort_id))
    story.office.do(SetAssessors(cohort_id=story.cohort_id, component_id=story.components["Quiz"],
                                 people=(("Puan Siti", siti),)))
    assert [c.id for c in hers.ask(CohortList())] == [story.cohort_id]
    assert hers.ask(CountCohorts())[0].all == 1
    assert hers.ask(CohortDetail(cohort_id=story.cohort_id))[0].id == story.cohort_id
    assert len(hers.ask(Roll(cohort_id=story.cohort_id))) == len(story.enrolments)
    hers.do(EnterResults(cells=(story.cell(GOH, "Quiz", "85"),)))
    assert not hers.ask(Appeals(cohort_id=story.cohort_id))
    assert not hers.ask(Amendments(attempt_id=row(story, GOH).cells[0].tries[0].id))
    with pytest.raises(Refused):  # what others assess she sees and does not enter
        hers.do(EnterResults(cells=(story.cell(GOH, "Project", "85"),)))
    session = hers.ask(Sessions(cohort_id=story.cohort_id))[0].id
    with pytest.raises(Refused):
        hers.do(MarkAttendance(cells=(MarkCell(story.enrolments[GOH], session, "X"),), who=GOH))
    with pytest.raises(Refused):
        hers.ask(Completion(cohort_id=story.cohort_id))


def test_completion_waits_for_the_verifier_where_the_centre_says_so(story: Story) -> None:
    def of(name: str) -> CompletionRow:
        return next(r for r in story.office.ask(Completion(cohort_id=story.cohort_id))[0].rows if r.name == name)

    assert of(GOH).qualifies
    story.office.do(SetAssessment(must_be_verified=True))
    told = of(GOH)
    assert not told.qualifies and {f.measured for f in told.open()} == {"unknown"}
    assert told.why_not("completion")[0] == "Quiz 90, pass mark 40. Not verified yet"
    assert not told.why_not("participation")
    razak = teacher(story)
    razak.do(SubmitResults(cohort_id=story.cohort_id, missing_too=True))
    assert not of(GOH).qualifies
    verifier(story).do(VerifyResults(cohort_id=story.cohort_id, component_ids=(story.components["Quiz"],)))
    assert len(of(GOH).open()) == len(told.open()) - 1
    verifier(story).do(VerifyResults(cohort_id=story.cohort_id))
    assert of(GOH).qualifies
    story.office.do(SetAssessment(must_be_verified=False, appeal_days=21))
    assert story.office.ask(Assessment()) == [AssessmentRow(False, 21)]
    with pytest.raises(Invalid):
        story.office.do(SetAssessment(appeal_days=0))
    with pytest.raises(Refused):
        razak.do(SetAssessment(must_be_verified=False))


def test_undo_takes_no_checked_result_back_for_who_may_not_verify(story: Story) -> None:
    story.office.do(SubmitResults(cohort_id=story.cohort_id, missing_too=True))
    aminah, razak = verifier(story), teacher(story).actor
    aminah.do(VerifyResults(cohort_id=story.cohort_id))
    aminah.actor = razak  # another sits down at the same desk
    with pytest.raises(Refused):
        aminah.undo()
    aminah.actor = verifier(story).actor
    aminah.undo()
    assert row(story, GOH).cells[0].tries[0].stage == "submitted"
    aminah.actor = razak
    with pytest.raises(Refused):
        aminah.redo()
    story.office.do(Sneak(attempt_id=row(story, GOH).cells[0].tries[0].id))
    with pytest.raises(Refused, match="Only a verifier"):
        story.office.undo()
    assert row(story, GOH).cells[0].tries[0].stage == "verified"


@dataclass(frozen=True, kw_only=True)
class Sneak(Command[None]):
    """Something else that also verifies."""

    needs = Permission.RESULTS_ENTER
    attempt_id: int

    def label(self) -> str:
        return "Sneak"

    def run(self, work: Work) -> None:
        work.get(Attempt, self.attempt_id).stage = "verified"
