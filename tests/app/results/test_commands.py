"""Results through the door: who may, what is refused, tries kept apart, and the lock of a certificate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from app.cohorts.commands import Instructor, SetInstructors
from app.errors import Invalid, Refused
from app.office.command import Command, Work
from app.office.office import Office
from app.office.permissions import Permission
from app.results.commands import Cell, EnterResults, cell_key
from app.results.queries import ResultRow, ResultsGrid
from app.staff.records import User
from tests.app.cohort_story import Story, tell

GOH, DEEPA, KARTINI = "Goh Xin Yi", "Deepa a/p Krishnasamy", "Kartini binti Sulong"


@pytest.fixture
def story(office: Office) -> Story:
    return tell(office)


def row(story: Story, name: str) -> ResultRow:
    sheet = story.office.ask(ResultsGrid(cohort_id=story.cohort_id))[0]
    return next(r for r in sheet.rows if r.name == name)


def test_a_resit_stands_beside_the_first_try_and_the_better_counts(story: Story) -> None:
    final = row(story, DEEPA).cells[4]
    assert [(t.number, t.mark) for t in final.tries] == [(1, 47), (2, 68)]
    assert final.standing.counts is not None and final.standing.counts.mark == 68
    assert str(float(row(story, DEEPA).total or 0)) == "76.1"


def test_a_correction_changes_the_latest_try_only_and_is_undone(story: Story) -> None:
    story.office.do(EnterResults(cells=(story.cell(DEEPA, "Final exam", "69"),)))
    assert [t.mark for t in row(story, DEEPA).cells[4].tries] == [47, 69]
    story.office.undo()
    assert [t.mark for t in row(story, DEEPA).cells[4].tries] == [47, 68]


def test_one_bad_cell_refuses_all_and_is_named(story: Story) -> None:
    bad = story.cell(GOH, "Project", "101")
    with pytest.raises(Invalid) as told:
        story.office.do(EnterResults(cells=(story.cell(GOH, "Quiz", "50"), bad)))
    assert told.value.problems == {cell_key(bad): "101 is more than 100"}
    assert row(story, GOH).cells[0].tries[0].mark == 90


def test_absent_and_exempt_carry_no_mark(story: Story) -> None:
    with pytest.raises(Invalid):
        story.office.do(EnterResults(cells=(Cell(enrolment_id=1, component_id=1, state="absent", mark=Decimal(0)),)))
    ids = {"enrolment_id": story.enrolments[KARTINI], "component_id": story.components["Lab practical 2"]}
    story.office.do(EnterResults(cells=(Cell(**ids, state="exempt"),)))
    assert row(story, KARTINI).total is not None


def test_tries_end_where_the_component_says(story: Story) -> None:
    story.office.do(EnterResults(cells=(story.cell(DEEPA, "Final exam", "70", next=True),)))
    with pytest.raises(Invalid, match="allows 3 tries"):
        story.office.do(EnterResults(cells=(story.cell(DEEPA, "Final exam", "71", next=True),)))


def test_a_try_is_taken_away_from_the_end(story: Story) -> None:
    ids = {"enrolment_id": story.enrolments[DEEPA], "component_id": story.components["Final exam"], "state": ""}
    with pytest.raises(Invalid, match="later try"):
        story.office.do(EnterResults(cells=(Cell(**ids, number=1),)))
    story.office.do(EnterResults(cells=(Cell(**ids),)))
    assert [t.mark for t in row(story, DEEPA).cells[4].tries] == [47]


def test_a_booked_resit_needs_its_date_and_becomes_the_mark(story: Story) -> None:
    ids = {"enrolment_id": story.enrolments["Cheah Yong Sheng"], "component_id": story.components["Final exam"]}
    with pytest.raises(Invalid, match="date"):
        story.office.do(EnterResults(cells=(Cell(**ids, state="booked"),)))
    story.office.do(EnterResults(cells=(Cell(**ids, mark=Decimal(61)),)))
    tries = row(story, "Cheah Yong Sheng").cells[4].tries
    assert [(t.number, t.state, t.mark, t.on_date) for t in tries] == [
        (1, "sat", 44, date(2026, 7, 9)), (2, "sat", 61, date(2026, 7, 21))]


@dataclass(frozen=True, kw_only=True)
class AddUser(Command[int]):
    needs = Permission.STAFF_CHANGE

    def label(self) -> str:
        return "Add user"

    def run(self, work: Work) -> int:
        return work.add(User(login="farah", name="Farah", roles="instructor")).id


@pytest.mark.parametrize(("role", "may"), [("administrator", False), ("instructor", True), ("certificates", False),
                                           ("verifier", True), ("viewer", False)])
def test_who_may_enter_results(story: Story, role: str, may: bool) -> None:
    user = story.office.do(AddUser()).value
    story.office.do(SetInstructors(cohort_id=story.cohort_id, instructors=(Instructor("Farah", user),)))
    desk = story.acting(role, user_id=user)
    command = EnterResults(cells=(story.cell(GOH, "Quiz", "91"),))
    if may:
        assert desk.do(command).value == 1
    else:
        with pytest.raises(Refused):
            desk.do(command)


def test_an_instructor_enters_and_sees_results_of_own_cohorts_only(story: Story) -> None:
    stranger = story.acting("instructor", user_id=99)
    with pytest.raises(Refused):
        stranger.do(EnterResults(cells=(story.cell(GOH, "Quiz", "91"),)))
    with pytest.raises(Refused):
        stranger.ask(ResultsGrid(cohort_id=story.cohort_id))
