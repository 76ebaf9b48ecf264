"""Results as in a spreadsheet: blocks, refusals in a list, resits with a day, sums, and nothing typed is lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.cohorts.commands import ChangeCohortStatus
from app.errors import Unavailable
from app.office.command import Ref
from app.office.office import Office
from app.programmes.commands import SaveCourse
from app.programmes.queries import CourseWhole
from app.programmes.records import Component
from app.results.records import Attempt
from tests.app.cohort_story import Story
from tests.ui.dressed import dressed, keys, open_tab  # noqa: F401
from tests.ui.results.moves import cell, go
from ui.desk import talk
from ui.kit.buttons import Button
from ui.kit.dialog import Dialog
from ui.kit.empty_state import EmptyState
from ui.kit.popover import Popover
from ui.kit.refused import RefusedCells
from ui.results.drawing import OUTCOME, TOTAL
from ui.results.grid import ResultsTab
from ui.results.resit import ResitDialog

KEY = Qt.Key
BENEDICT, CHEAH, DEEPA, GOH = "Benedict anak Lawai", "Cheah Yong Sheng", "Deepa a/p Krishnasamy", "Goh Xin Yi"
KARTINI, MELVIN = "Kartini binti Sulong", "Melvin Jipanus"


def paste(tab: ResultsTab, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(tab.grid.view, KEY.Key_V, Qt.KeyboardModifier.ControlModifier)


def dialog(kind: type[Dialog]) -> Dialog:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def test_a_block_goes_in_as_one_step_and_what_is_refused_is_listed(tab: ResultsTab, story: Story) -> None:
    go(tab, story, BENEDICT, "Project")
    paste(tab, "81\t7,8\t99\n82\t101\t\nabc\t69\t\n")
    assert [cell(story, n, "Project").tries[0].mark for n in (BENEDICT, CHEAH)] == [81, 82]
    assert cell(story, DEEPA, "Final exam").tries[-1].mark == 69
    found = dialog(RefusedCells)
    told = [(r.name, r.column, r.text, r.why) for r in found.refused]  # type: ignore[attr-defined]
    assert told == [
        (BENEDICT, "Total", "99", "It is worked out, not entered."),
        (BENEDICT, "Final exam", "7,8", "7,8 can mean two marks"),
        (CHEAH, "Final exam", "101", "101 is more than 100"),
        (DEEPA, "Project", "abc", "ABC is not a mark"),
    ]
    found.close()
    assert len(tab.entry.here()) == 3
    assert "except 3 cells" in tab.hint_state[0]
    story.office.undo()
    assert cell(story, BENEDICT, "Project").tries[0].mark == 72
    assert cell(story, DEEPA, "Final exam").tries[-1].mark == 68


def test_the_others_go_in_when_the_office_refuses_one(tab: ResultsTab, story: Story) -> None:
    place = go(tab, story, GOH, "Quiz")
    with story.office.engine.begin() as connection:  # on another PC, a moment ago
        connection.execute(Component.__table__.update().where(Component.id == place[1]).values(max_mark=Decimal(80)))
    paste(tab, "88\n55")
    assert cell(story, "Hakim Luqman bin Saidin", "Quiz").tries[0].mark == 55
    assert cell(story, GOH, "Quiz").tries[0].mark == 90
    found = dialog(RefusedCells)
    assert [(r.name, r.text, r.why) for r in found.refused] == [  # type: ignore[attr-defined]
        (GOH, "88", "88 is more than 80")]
    assert story.office.undo_label() == f"Enter result, {'Hakim Luqman bin Saidin'}, Quiz"


def test_ctrl_d_fills_down(tab: ResultsTab, story: Story) -> None:
    go(tab, story, BENEDICT, "Quiz")
    for _step in range(2):
        QTest.keyClick(tab.grid.view, KEY.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(tab.grid.view, KEY.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert [cell(story, n, "Quiz").tries[0].mark for n in (BENEDICT, CHEAH, DEEPA)] == [70, 70, 70]
    assert story.office.undo_label() == "Enter 2 results"


def test_alt_1_takes_the_likely_value(tab: ResultsTab, story: Story) -> None:
    place = go(tab, story, KARTINI, "Lab practical 2")
    keys(tab, "820", KEY.Key_Return, KEY.Key_F8)
    assert tab.grid.current() == place
    QTest.keyClick(tab.grid.view, KEY.Key_1, Qt.KeyboardModifier.AltModifier)
    assert cell(story, KARTINI, "Lab practical 2").tries[0].mark == 82
    assert tab.hint_state == ("Saved as you type", "ok")


def test_alt_1_takes_the_likely_value_of_the_message_that_stands_open(tab: ResultsTab, story: Story) -> None:
    go(tab, story, KARTINI, "Lab practical 2")
    keys(tab, "820", KEY.Key_Return)  # the next trainee is the current one, the message still there
    QTest.keyClick(tab.grid.view, KEY.Key_1, Qt.KeyboardModifier.AltModifier)
    assert cell(story, KARTINI, "Lab practical 2").tries[0].mark == 82
    assert not tab.entry.wrong


def test_the_sum_opens_beside_the_total_and_esc_returns(tab: ResultsTab, story: Story) -> None:
    go(tab, story, DEEPA, TOTAL)
    QTest.keyClick(tab.grid.view, KEY.Key_Space)
    found = tab.window().findChild(Popover)
    assert found is not None and found.isVisible()
    assert found.accessibleName() == f"Total of {DEEPA}"
    assert "Final exam, 30 %, × 68: 20.4" in found.accessibleDescription()
    assert "Total: 76.1" in found.accessibleDescription()
    QTest.keyClick(found, KEY.Key_Escape)
    assert not found.isVisible()
    assert tab.grid.view.hasFocus()


def test_a_resit_is_booked_with_its_day_and_later_filled_in(tab: ResultsTab, story: Story) -> None:
    go(tab, story, MELVIN, "Project")
    tab.book.trigger()
    asked = dialog(ResitDialog)
    asked._do()
    assert asked.isVisible()  # without a day it stays open
    asked.day.set_value(date(2026, 7, 28))  # type: ignore[attr-defined]
    asked._do()
    booked = cell(story, MELVIN, "Project").standing.booked
    assert booked is not None and booked.on_date == date(2026, 7, 28)
    keys(tab, "r", "61", KEY.Key_Return)
    tries = cell(story, MELVIN, "Project").tries
    assert [(t.number, t.mark) for t in tries] == [(1, 38), (2, 61)]


def test_a_resit_can_be_written_down_at_once(tab: ResultsTab, story: Story) -> None:
    go(tab, story, MELVIN, "Project")
    tab.book.trigger()
    asked = dialog(ResitDialog)
    asked.day.set_value(date(2026, 7, 13))  # type: ignore[attr-defined]
    asked.mark.set_value("101")  # type: ignore[attr-defined]
    asked._do()
    assert asked.isVisible()
    asked.mark.set_value("55")  # type: ignore[attr-defined]
    asked._do()
    latest = cell(story, MELVIN, "Project").tries[-1]
    assert (latest.number, latest.mark, latest.on_date) == (2, 55, date(2026, 7, 13))


def test_a_mark_that_could_not_be_saved_is_kept(tab: ResultsTab, story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    place = go(tab, story, GOH, "Quiz")

    def full(*_rest: object) -> None:
        raise Unavailable("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(Office, "do", full)
        talk.answer_next(False)
        keys(tab, "91", KEY.Key_Return)
    assert tab.grid.model.cells[place].text == "91"
    assert tab.grid.model.cells[place].problem == "Could not be saved"
    tab.grid.go(*place)
    QTest.keyClick(tab.grid.view, KEY.Key_1, Qt.KeyboardModifier.AltModifier)
    assert cell(story, GOH, "Quiz").tries[0].mark == 91
    assert not tab.entry.wrong


def test_cells_are_spoken_in_words(tab: ResultsTab, story: Story) -> None:
    QAbstractItemModelTester(tab.grid.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    said = int(Qt.ItemDataRole.AccessibleTextRole)

    def words(name: str, column: object) -> str:
        return str(tab.grid.model.place(story.enrolments[name], column).data(said))

    final = story.components["Final exam"]
    assert words(DEEPA, final) == f"{DEEPA}, Final exam: 68 of 100, passed, try 2"
    assert words(CHEAH, final) == f"{CHEAH}, Final exam: 44 of 100, not passed, resit booked Tue 21 Jul 2026"
    assert words(KARTINI, story.components["Lab practical 2"]) == f"{KARTINI}, Lab practical 2: no mark"
    assert words(DEEPA, TOTAL) == f"{DEEPA}, Total: 76.1 of 100"
    assert words(DEEPA, OUTCOME) == f"{DEEPA}, Outcome: Merit"


def test_the_panel_shows_tries_and_sum_and_what_can_be_done(tab: ResultsTab, story: Story, qtbot: QtBot) -> None:
    go(tab, story, DEEPA, "Final exam")

    def texts() -> list[str]:
        return [w.text() for w in tab.panel.findChildren(QLabel) if w.isVisibleTo(tab)]

    qtbot.waitUntil(lambda: DEEPA in texts())
    shown = texts()
    assert "Final exam · pass mark 50" in shown and "not counted" in shown and "How the total is worked out" in shown
    assert [b.text().strip() for b in tab.panel.findChildren(Button) if b.isVisibleTo(tab)] == [
        "Add resit", "Book resit…"]


def test_averages_and_passes_stand_at_the_foot(tab: ResultsTab, story: Story) -> None:
    totals = tab.grid.footer.totals
    assert totals[story.components["Final exam"]] == "65.5 · 7/9"
    assert totals[OUTCOME] == "4/9"
    tab.chips.chip("resit").click()
    assert tab.grid.footer.totals[OUTCOME] == "0/2"


def test_not_entered_is_a_filter_that_is_kept(tab: ResultsTab, story: Story, qtbot: QtBot) -> None:
    tab.chips.chip("missing").click()
    assert [r.name for r in tab.grid.model.people] == [KARTINI, "Sanjay Singh a/l Balwant Singh"]
    assert tab.desk.kept.get("filter:results") == "missing"
    tab.chips.chip("all").click()
    assert tab.desk.kept.get("filter:results") == ""


def test_a_closed_cohort_is_only_looked_at(qtbot: QtBot, story: Story) -> None:
    story.office.do(ChangeCohortStatus(cohort_id=story.cohort_id, status="closed"))
    made = open_tab(story, ResultsTab)
    qtbot.addWidget(made)
    assert isinstance(made, ResultsTab)
    go(made, story, GOH, "Quiz")
    keys(made, "5")
    assert "closed" in made.hint_state[0]
    assert not made.paste.isEnabled() and "closed" in made.paste.toolTip()
    assert cell(story, GOH, "Quiz").tries[0].mark == Decimal(90)


def test_a_course_without_assessments_leads_to_the_course(qtbot: QtBot, story: Story) -> None:
    from app.cohorts.commands import AddCohort

    course = story.office.do(SaveCourse(code="TALK", title="A talk")).value
    assert story.office.ask(CourseWhole(course_id=course))[0].components == ()
    cohort = story.office.do(AddCohort(code="TALK-01", course_id=course, starts=date(2026, 8, 1),
                                       ends=date(2026, 8, 2))).value
    made = open_tab(Story(story.office, cohort, course, {}), ResultsTab)
    qtbot.addWidget(made)
    went: list[Ref] = []
    made.desk.shown.connect(went.append)
    found = made.findChild(EmptyState)
    assert found is not None and found.sentence.text() == "Nothing is assessed in this course"
    made.course.trigger()
    assert went == [Ref("course", course, "assessments")]


def test_competent_or_not_is_typed_as_t_or_bt(qtbot: QtBot, story: Story) -> None:
    quiz = story.components["Quiz"]
    with story.office.engine.begin() as connection:
        connection.execute(Attempt.__table__.delete().where(Attempt.component_id == quiz))
        connection.execute(Component.__table__.update().where(Component.id == quiz).values(
            scale="competency", weight=Decimal(0)))
    made = open_tab(story, ResultsTab)
    qtbot.addWidget(made)
    assert isinstance(made, ResultsTab)
    go(made, story, GOH, "Quiz")
    keys(made, "t", KEY.Key_Return, "bt", KEY.Key_Return, "5", KEY.Key_Return)
    assert [cell(story, n, "Quiz").tries[0].competency for n in (GOH, "Hakim Luqman bin Saidin")] == ["T", "BT"]
    said = int(Qt.ItemDataRole.AccessibleTextRole)
    assert str(made.grid.model.place(story.enrolments[GOH], quiz).data(said)) == f"{GOH}, Quiz: competent"
    assert made.grid.model.cells[story.enrolments[KARTINI], quiz].problem == "5 is neither T nor BT"
