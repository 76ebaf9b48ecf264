"""The entry grid in full: averages and caps, who assesses, two PCs, a vendor's score, units, amendments, stages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.programmes.records import Component, Unit
from app.results.amending import AmendResult, RecordAppeal
from app.results.assessors import SetAssessors
from app.results.checking import SubmitResults, VerifyResults
from app.results.commands import EnterResults
from tests.app.cohort_story import NOW, Story
from tests.ui.dressed import dressed, keys, open_tab  # noqa: F401
from tests.ui.results.moves import cell, go, row
from ui.desk import talk
from ui.kit.buttons import Button
from ui.results.drawing import OUTCOME, unit_key
from ui.results.grid import ResultsTab
from ui.results.head_menu import menu_of
from ui.results.papers import cell_text, paper_columns
from ui.results.stages import lock, submit, verify
from ui.results.sums import total_lines

KEY, SAID = Qt.Key, int(Qt.ItemDataRole.AccessibleTextRole)
BENEDICT, CHEAH, DEEPA, GOH = "Benedict anak Lawai", "Cheah Yong Sheng", "Deepa a/p Krishnasamy", "Goh Xin Yi"
KARTINI, MELVIN = "Kartini binti Sulong", "Melvin Jipanus"


def words(tab: ResultsTab, place: tuple[int, object]) -> str:
    return str(tab.grid.model.place(*place).data(SAID))


def component(story: Story, title: str, **values: object) -> None:
    with story.office.engine.begin() as connection:
        connection.execute(Component.__table__.update().where(
            Component.id == story.components[title]).values(**values))


def verified(story: Story) -> None:
    story.office.do(SubmitResults(cohort_id=story.cohort_id, missing_too=True))
    story.office.do(VerifyResults(cohort_id=story.cohort_id))


def panel(tab: ResultsTab) -> list[str]:
    tab._fill_panel()
    for _turn in range(5):  # widgets of a layout are shown in later turns
        QApplication.processEvents()
    return [w.text() for w in tab.panel.findChildren(QLabel) if w.isVisibleTo(tab)]


@pytest.mark.parametrize(("values", "shown", "spoken", "line"), [
    ({"rule": "average"}, "57.5", "57.5 of 100, passed, try 2, The average of 2 tries is 57.5", "17.2"),
    ({"capped": True}, "50", "50 of 100, passed, try 2, 68 counts as 50, as a later try does at most", "15.0")])
def test_what_counts_is_shown_beside_what_was_measured(
        tab: ResultsTab, story: Story, values: dict[str, object], shown: str, spoken: str, line: str) -> None:
    component(story, "Final exam", **values)
    tab.load()
    place = go(tab, story, DEEPA, "Final exam")
    drawn = tab.grid.model.cells[place]
    assert (drawn.text, drawn.before, drawn.after, drawn.tone) == (shown, "68", "R2", "")
    assert words(tab, place) == f"{DEEPA}, Final exam: {spoken}"
    assert tab.sheet is not None
    lines = total_lines(tab.sheet, row(story, DEEPA))
    assert [(p.result, p.factors[1]) for p in lines if p.words == "Final exam"] == [(line, f"× {shown}")]
    assert cell_text(cell(story, DEEPA, "Final exam")) == shown
    assert len(paper_columns(tab.sheet)) == 2 + 5 + 2


def test_a_column_that_another_person_assesses_is_only_looked_at(qtbot: QtBot, story: Story) -> None:
    story.office.do(SetAssessors(cohort_id=story.cohort_id, component_id=story.components["Quiz"],
                                 people=(("Puan Siti", None),)))
    tab = open_tab(story, ResultsTab, _teacher(story))
    qtbot.addWidget(tab)
    assert isinstance(tab, ResultsTab)
    go(tab, story, GOH, "Quiz")
    keys(tab, "5")
    assert "Puan Siti" in tab.hint_state[0]
    assert not tab.again.isEnabled() and "Puan Siti" in tab.again.toolTip()
    assert "Assessed by Puan Siti" in panel(tab)
    go(tab, story, GOH, "Project")
    keys(tab, "91", KEY.Key_Return)
    assert cell(story, GOH, "Project").tries[0].mark == 91
    go(tab, story, GOH, "Quiz")
    QGuiApplication.clipboard().setText("11")
    talk.answer_next(False)
    QTest.keyClick(tab.grid.view, KEY.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert cell(story, GOH, "Quiz").tries[0].mark == 90


def _teacher(story: Story) -> object:
    from app.cohorts.commands import Instructor, SetInstructors
    from tests.app.results.test_flow import Hire

    key = story.office.do(Hire(name="Encik Razak", role="instructor")).value
    story.office.do(SetInstructors(cohort_id=story.cohort_id, instructors=(Instructor("Encik Razak", key),)))
    return story.acting("instructor", user_id=key)


def test_two_pcs_one_cell_is_asked_about_and_the_others_of_the_step_are_saved(tab: ResultsTab, story: Story) -> None:
    QAbstractItemModelTester(tab.grid.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    place = go(tab, story, BENEDICT, "Quiz")
    QTest.keyClick(tab.grid.view, KEY.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    story.acting("verifier").do(EnterResults(cells=(story.cell(BENEDICT, "Quiz", "85"),)))
    keys(tab, "a")
    assert cell(story, BENEDICT, "Quiz").tries[-1].mark == 85
    assert cell(story, CHEAH, "Quiz").standing.kind == "absent"
    assert [said for said, _do in tab.entry.fixes(place)] == ["Use mine, A", "Keep theirs"]
    tab.entry.fixes(place)[1][1]()
    assert tab.grid.model.cells[place].text == "85" and not tab.entry.wrong


def test_ones_own_entry_of_a_moment_ago_is_no_other_pcs(
        tab: ResultsTab, story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    go(tab, story, GOH, "Quiz")
    monkeypatch.setattr(tab, "load", lambda: None)  # the grid is not read again yet
    keys(tab, "61", KEY.Key_Return, KEY.Key_Up, "62", KEY.Key_Return)
    assert cell(story, GOH, "Quiz").tries[-1].mark == 62
    assert not tab.entry.wrong


def test_a_vendors_score_is_moved_to_the_exam_that_takes_it(tab: ResultsTab, story: Story) -> None:
    component(story, "Final exam", max_mark=Decimal(1000), pass_mark=Decimal(600), weight=Decimal(0))
    tab.load()
    place = go(tab, story, KARTINI, "Lab practical 2")
    keys(tab, "820", KEY.Key_Return)
    assert [said for said, _do in tab.entry.fixes(place)] == ["Use 82", "Put 820 into Final exam", "Clear"]
    tab.entry.fixes(place)[1][1]()
    assert cell(story, KARTINI, "Final exam").tries[-1].mark == 820
    assert not cell(story, KARTINI, "Lab practical 2").tries and not tab.entry.wrong


def test_units_have_their_own_outcome(tab: ResultsTab, story: Story) -> None:
    with story.office.engine.begin() as connection:
        unit = connection.execute(Unit.__table__.insert().values(
            course_id=story.course_id, code="CU3", title="Build it", title_ms="", position=1)
        ).inserted_primary_key[0]
    component(story, "Project", unit_id=unit)
    tab.load()
    found = {name: words(tab, (story.enrolments[name], unit_key(unit))) for name in (GOH, MELVIN)}
    assert found == {GOH: f"{GOH}, Build it: met", MELVIN: f"{MELVIN}, Build it: not met"}
    assert not tab.grid.model.cells[story.enrolments[GOH], OUTCOME].editable


def test_an_amendment_and_an_appeal_stand_in_the_panel(tab: ResultsTab, story: Story) -> None:
    verified(story)
    one = cell(story, MELVIN, "Project").tries[-1]
    story.office.do(AmendResult(attempt_id=one.id, mark=Decimal(48), reason="Added up wrongly"))
    story.office.do(RecordAppeal(attempt_id=one.id, received_on=NOW.date(), grounds="Page 3"))
    tab.load()
    place = go(tab, story, MELVIN, "Project")
    shown = panel(tab)
    at = shown.index("Amended")
    assert shown[at:at + 4] == ["Amended", "38", "→", "48"] and shown[at + 4].endswith(": Added up wrongly")
    assert any(t.startswith("Appeal open") and t.endswith("Page 3") for t in shown)
    assert [b.text().strip() for b in tab.panel.findChildren(Button) if b.isVisibleTo(tab)] == [
        "Amend…", "Decide appeal…", "Add resit", "Book resit…"]
    assert words(tab, place).endswith("verified, amended, appeal open")


def test_a_resit_follows_on_a_verified_fail_and_is_the_only_draft(tab: ResultsTab, story: Story) -> None:
    verified(story)
    tab.load()
    go(tab, story, MELVIN, "Project")
    keys(tab, "a")  # what is verified takes no other state
    assert "amends" in tab.hint_state[0]
    keys(tab, "r", "70", KEY.Key_Return)
    assert [(t.mark, t.stage) for t in cell(story, MELVIN, "Project").tries] == [(38, "verified"), (70, "draft")]
    assert tab.chips.chip("draft").isVisibleTo(tab)
    tab.chips.chip("draft").click()
    assert [r.name for r in tab.grid.model.people] == [KARTINI, MELVIN]
    assert tab.chips.words() == "Not submitted"


def test_one_assessment_goes_its_way_alone(tab: ResultsTab, story: Story) -> None:
    def steps() -> dict[str, bool]:
        menu = menu_of(tab, story.components["Quiz"])
        assert menu is not None
        return {a.text(): a.isEnabled() for a in menu.actions() if not a.isSeparator()}

    assert menu_of(tab, OUTCOME) is None
    assert steps() == {"Submit for checking": True, "Verify": False, "Return…": False, "Lock": False}
    submit(tab, parts=(story.components["Quiz"],))
    assert {t.stage for t in cell(story, GOH, "Quiz").tries} == {"submitted"}
    assert {t.stage for t in cell(story, GOH, "Project").tries} == {"draft"}
    assert steps() == {"Submit for checking": False, "Verify": True, "Return…": True, "Lock": False}
    talk.answer_next(True)
    verify(tab, (story.components["Quiz"],))
    talk.answer_next(True)
    lock(tab, (story.components["Quiz"],))
    assert {t.stage for t in cell(story, GOH, "Quiz").tries} == {"locked"}
    assert talk.asked[-1] == "Lock the results of Quiz?"
