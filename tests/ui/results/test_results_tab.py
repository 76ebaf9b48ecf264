"""Results by keys: digits, Enter, Tab, absent, resit, a column pasted, and a mark that cannot be taken."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.app.cohort_story import Story
from tests.ui.dressed import dressed, keys, open_tab  # noqa: F401
from tests.ui.results.moves import go, row
from ui.desk import talk
from ui.kit.buttons import Button
from ui.kit.problem_card import ProblemCard
from ui.results.drawing import OUTCOME, TOTAL
from ui.results.grid import ResultsTab

KEY = Qt.Key
GOH, KARTINI, CHEAH = "Goh Xin Yi", "Kartini binti Sulong", "Cheah Yong Sheng"


def text_of(tab: ResultsTab, person: object, column: object) -> str:
    return str(tab.grid.model.place(person, column).data())


def test_the_grid_shows_marks_totals_and_outcomes(tab: ResultsTab, story: Story) -> None:
    goh = story.enrolments[GOH]
    assert text_of(tab, goh, TOTAL) == "90.0"
    assert text_of(tab, goh, OUTCOME) == "Distinction"
    assert text_of(tab, story.enrolments[KARTINI], OUTCOME) == "Not complete"
    assert text_of(tab, story.enrolments["Hakim Luqman bin Saidin"], OUTCOME) == "Below 60"
    deepa = tab.grid.model.cells[story.enrolments["Deepa a/p Krishnasamy"], story.components["Final exam"]]
    assert (deepa.before, deepa.text, deepa.after) == ("47", "68", "R2")


def test_digits_enter_a_mark_and_enter_goes_down(tab: ResultsTab, story: Story) -> None:
    go(tab, story, KARTINI, "Lab practical 2")
    keys(tab, "82", KEY.Key_Return)
    assert row(story, KARTINI).cells[2].tries[0].mark == 82
    assert text_of(tab, story.enrolments[KARTINI], OUTCOME) == "Merit"
    assert tab.grid.current() == (story.enrolments["Melvin Jipanus"], story.components["Lab practical 2"])


def test_tab_goes_to_the_next_assessment(tab: ResultsTab, story: Story) -> None:
    go(tab, story, GOH, "Quiz")
    keys(tab, "91", KEY.Key_Tab, "88", KEY.Key_Tab)
    assert [c.tries[0].mark for c in row(story, GOH).cells[:2]] == [91, 88]
    assert tab.grid.current() == (story.enrolments[GOH], story.components["Lab practical 2"])


def test_a_is_absent_and_not_zero(tab: ResultsTab, story: Story) -> None:
    go(tab, story, GOH, "Quiz")
    keys(tab, "a")
    assert row(story, GOH).cells[0].tries[0].state == "absent"
    assert text_of(tab, story.enrolments[GOH], TOTAL) == "–"
    assert tab.grid.current() == (story.enrolments["Hakim Luqman bin Saidin"], story.components["Quiz"])


def test_r_adds_a_resit_beside_the_first_try(tab: ResultsTab, story: Story) -> None:
    go(tab, story, "Melvin Jipanus", "Project")
    keys(tab, "r", "38", KEY.Key_Return)
    assert [t.mark for t in row(story, "Melvin Jipanus").cells[3].tries] == [38, 38]


def test_a_resit_that_is_given_up_changes_nothing(tab: ResultsTab, story: Story) -> None:
    place = go(tab, story, "Melvin Jipanus", "Project")
    keys(tab, "r", KEY.Key_Escape, KEY.Key_Down)
    assert len(row(story, "Melvin Jipanus").cells[3].tries) == 1
    assert tab.grid.model.cells[place].text == "38"


def test_a_mark_that_is_too_high_stays_red_and_unsaved(tab: ResultsTab, story: Story) -> None:
    place = go(tab, story, KARTINI, "Lab practical 2")
    keys(tab, "820", KEY.Key_Return)
    assert row(story, KARTINI).cells[2].tries == ()
    assert tab.grid.model.cells[place].problem == "820 is more than 100"
    assert tab.grid.model.cells[place].text == "820"
    assert tab.unsaved.text() == "1 cell is not saved"
    card = tab.findChild(ProblemCard)
    assert card is not None
    use = next(b for b in card.findChildren(Button) if b.text().startswith("Use 82"))
    use.click()
    assert row(story, KARTINI).cells[2].tries[0].mark == 82
    assert not tab.entry.wrong
    assert tab.hint_state[1] == "ok"


def test_a_comma_is_asked_about(tab: ResultsTab, story: Story) -> None:
    go(tab, story, GOH, "Quiz")
    keys(tab, "7,8", KEY.Key_Return)
    assert row(story, GOH).cells[0].tries[0].mark == 90
    card = tab.findChild(ProblemCard)
    assert card is not None
    assert [b.text().split("\t")[0].strip() for b in card.findChildren(Button)] == ["Use 7.8", "Use 78", "Clear"]


def test_f8_finds_the_next_problem(tab: ResultsTab, story: Story) -> None:
    place = go(tab, story, GOH, "Quiz")
    keys(tab, "500", KEY.Key_Return)
    tab.grid.go(story.enrolments[CHEAH], story.components["Project"])
    keys(tab, KEY.Key_F8)
    assert tab.grid.current() == place


def test_a_column_is_pasted_in_one_step(tab: ResultsTab, story: Story) -> None:
    go(tab, story, CHEAH, "Final exam")
    QGuiApplication.clipboard().setText("61\n70\n999\nA")
    talk.answer_next(False)
    tab.grid.paste()
    assert talk.asked == ["1 cell was not taken"]
    cells = tab.sheet.rows if tab.sheet else ()
    finals = {r.name: r.cells[4] for r in cells}
    assert finals[CHEAH].standing.kind == "passed"
    assert finals["Hakim Luqman bin Saidin"].tries[0].state == "sat" or finals["Hakim Luqman bin Saidin"].tries
    assert len(tab.entry.wrong) == 1
    assert story.office.undo_label() == "Enter 3 results"
    story.office.undo()
    assert row(story, CHEAH).cells[4].standing.kind == "failed"


def test_delete_takes_the_latest_try_away(tab: ResultsTab, story: Story) -> None:
    go(tab, story, "Deepa a/p Krishnasamy", "Final exam")
    keys(tab, KEY.Key_Delete)
    assert [t.mark for t in row(story, "Deepa a/p Krishnasamy").cells[4].tries] == [47]


def test_a_mark_can_be_typed_again_right_after_it_was_deleted(tab: ResultsTab, story: Story) -> None:
    go(tab, story, GOH, "Quiz")
    keys(tab, KEY.Key_Delete)
    assert not row(story, GOH).cells[0].tries
    tab.grid.go(story.enrolments[GOH], story.components["Quiz"])
    keys(tab, "77", KEY.Key_Return)
    assert [t.mark for t in row(story, GOH).cells[0].tries] == [77]


def test_search_and_chips_filter(tab: ResultsTab, story: Story) -> None:
    tab.chips.chip("resit").click()
    assert [r.name for r in tab.grid.model.people] == [CHEAH, "Melvin Jipanus"]
    tab.chips.chip("all").click()
    tab.search.setText("goh")
    tab.search.now()
    assert [r.name for r in tab.grid.model.people] == [GOH]


def test_who_may_not_enter_is_told_why(qtbot: QtBot, story: Story) -> None:
    made = open_tab(story, ResultsTab, story.acting("viewer"))
    qtbot.addWidget(made)
    assert isinstance(made, ResultsTab)
    go(made, story, GOH, "Quiz")
    keys(made, "5")
    assert "may do this" in made.hint_state[0]
    assert row(story, GOH).cells[0].tries[0].mark == Decimal(90)


def test_a_reference_opens_at_its_cell(tab: ResultsTab, story: Story) -> None:
    place = (story.enrolments["Sanjay Singh a/l Balwant Singh"], story.components["Final exam"])
    tab.show_detail(f"{place[0]}:{place[1]}")
    assert tab.grid.current() == place
