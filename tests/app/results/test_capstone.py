"""Capstone: the exact final score, feeding each member's result, following until submitted, never over another mark."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from app.errors import Conflict, Invalid, Refused
from app.office.command import Command, Work
from app.office.office import Office
from app.office.permissions import Permission
from app.results.capstone import Capstones, CapstoneSheet, CriterionRow, final_score
from app.results.capstone_commands import (
    CriterionSpec,
    FeedCapstone,
    Member,
    RemoveCapstone,
    SaveCapstone,
    SaveCriteria,
    Score,
    ScorePanel,
)
from app.results.capstone_sheet import write_capstones
from app.results.commands import EnterResults
from app.results.records import Attempt
from tests.app.cohort_story import Story, tell

GOH, DEEPA, HAKIM = "Goh Xin Yi", "Deepa a/p Krishnasamy", "Hakim Luqman bin Saidin"


@pytest.fixture
def story(sqlite_office: Office) -> Story:
    return tell(sqlite_office)


def sheet(story: Story) -> CapstoneSheet:
    return story.office.ask(Capstones(cohort_id=story.cohort_id))[0]


def project(story: Story, *names: str) -> int:
    story.office.do(SaveCriteria(cohort_id=story.cohort_id, criteria=(
        CriterionSpec("Solution", "Penyelesaian", Decimal(10), Decimal(60)),
        CriterionSpec("Presentation", "Pembentangan", Decimal(20), Decimal(40)))))
    return story.office.do(SaveCapstone(
        cohort_id=story.cohort_id, title="Queue at the clinic", owner="Klinik Kesihatan", supervisor="Ts. Farah",
        component_id=story.components["Project"], presented_on=date(2026, 7, 10),
        members=tuple(Member(story.enrolments[n]) for n in names))).value


def score(story: Story, key: int, *given: tuple[int, str, str | None]) -> None:
    criteria = sheet(story).criteria
    story.office.do(ScorePanel(capstone_id=key, scores=tuple(
        Score(criteria[at].id, judge, None if text is None else Decimal(text)) for at, judge, text in given)))


def mark(story: Story, name: str) -> Decimal | None:
    member = next(m for p in sheet(story).projects for m in p.members if m.name == name)
    return member.recorded.mark if member.recorded else None


class _Submit(Command[None]):
    needs = Permission.COHORTS_CHANGE

    def label(self) -> str:
        return "Submit"

    def run(self, work: Work) -> None:
        for attempt in work.session.query(Attempt):
            attempt.stage = "submitted"


def test_the_score_is_the_weighted_mean_of_criteria_over_judges_and_unknown_while_one_is_missing() -> None:
    criteria = (CriterionRow(1, 1, "A", "", Decimal(10), Decimal(60)),
                CriterionRow(2, 2, "B", "", Decimal(20), Decimal(40)),
                CriterionRow(3, 3, "C", "", Decimal(5), Decimal(0)))
    scores = {(1, "x"): Decimal(7), (1, "y"): Decimal(8), (1, "z"): Decimal(8), (2, "x"): Decimal(15)}
    assert final_score(criteria, scores) == Fraction(60 * 23, 30) + 30  # 46 + 30
    assert final_score(criteria, {(1, "x"): Decimal(7)}) is None
    assert final_score((), {}) is None


def test_the_score_goes_to_each_member_and_follows_until_it_is_submitted(story: Story) -> None:
    key = project(story, GOH, HAKIM)
    score(story, key, (0, "Dr. A", "8"), (1, "Dr. A", "18"), (0, "Dr. B", "9"), (1, "Dr. B", "17"))
    assert sheet(story).projects[0].score == 51 + 35
    with pytest.raises(Conflict):
        story.office.do(FeedCapstone(capstone_id=key))  # marks of the story stand there
    assert story.office.do(FeedCapstone(capstone_id=key, replace=True)).value == 2
    assert mark(story, GOH) == mark(story, HAKIM) == 86
    score(story, key, (0, "Dr. B", "10"))
    assert mark(story, GOH) == 89
    story.office.undo()
    assert mark(story, GOH) == 86
    story.office.do(_Submit())
    score(story, key, (0, "Dr. B", "10"))
    assert mark(story, GOH) == 86


def test_a_mark_changed_by_hand_is_left_alone(story: Story) -> None:
    key = project(story, GOH, HAKIM)
    score(story, key, (0, "A", "8"), (1, "A", "16"))
    story.office.do(FeedCapstone(capstone_id=key, replace=True))
    story.office.do(EnterResults(cells=(story.cell(HAKIM, "Project", "55"),)))
    score(story, key, (0, "A", "9"))
    assert (mark(story, GOH), mark(story, HAKIM)) == (86, 55)


def test_what_cannot_be_is_refused_beside_its_field(story: Story) -> None:
    key = project(story, GOH)
    with pytest.raises(Invalid) as told:
        score(story, key, (0, "A", "11"))
    assert "11 is more than 10" in str(told.value)
    with pytest.raises(Invalid):
        story.office.do(FeedCapstone(capstone_id=key))
    with pytest.raises(Invalid):  # the same trainee in two projects that feed one component
        story.office.do(SaveCapstone(cohort_id=story.cohort_id, title="Other", component_id=story.components["Project"],
                                     members=(Member(story.enrolments[GOH]),)))
    score(story, key, (0, "A", "9"))
    with pytest.raises(Invalid):
        story.office.do(SaveCriteria(cohort_id=story.cohort_id, criteria=()))
    with pytest.raises(Refused):
        story.acting("viewer").do(RemoveCapstone(capstone_id=key))


def test_a_team_changes_a_project_goes_and_the_list_is_written(story: Story, tmp_path: Path) -> None:
    key = project(story, GOH, DEEPA)
    score(story, key, (0, "A", "7"), (1, "B", "13"))
    one = sheet(story).projects[0]
    story.office.do(SaveCapstone(cohort_id=story.cohort_id, capstone_id=key, version=one.version, title=one.title,
                                 award="Best project", members=(Member(story.enrolments[DEEPA], "Lead"),)))
    one = sheet(story).projects[0]
    assert (one.team, one.members[0].role, one.judges) == (DEEPA, "Lead", ("A", "B"))
    from openpyxl import load_workbook

    path = write_capstones(story.office, story.cohort_id, tmp_path / "c.xlsx")
    rows = [r for r in load_workbook(path)["Projects"].iter_rows(values_only=True) if r[0] == "Queue at the clinic"]
    assert rows[0][2] == DEEPA and rows[0][6] == 68 and rows[0][7] == "Best project"
    story.office.do(RemoveCapstone(capstone_id=key, title=one.title))
    assert sheet(story).projects == ()
    story.office.undo()
    assert sheet(story).projects[0].score == 68
