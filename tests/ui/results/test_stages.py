"""The way of results on screen: a block of 24 by 4, submit, verify, return, amend, and what is told at the cell."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.results.checking import SubmitResults
from app.results.commands import EnterResults
from app.results.queries import ResultsGrid
from tests.app.cohort_story import NOW, Story, tell
from tests.ui.dressed import dressed, keys, open_tab  # noqa: F401
from tests.ui.results.moves import fill, form, go, row
from ui.desk import talk
from ui.results.amend import amend, choose_state, record_appeal
from ui.results.grid import ResultsTab
from ui.results.stages import head_buttons, lock, return_, submit, verify

KEY = Qt.Key
GOH, MELVIN = "Goh Xin Yi", "Melvin Jipanus"


def test_as13_a_block_of_24_by_4_is_taken_but_101_and_a_comma(qtbot: object, sqlite_office: object) -> None:
    people = {f"Trainee {n:02}": (0, ("", "", "", "", "50" if n == 1 else "")) for n in range(1, 25)}
    story = tell(sqlite_office, people, finished=False)  # type: ignore[arg-type]
    tab = open_tab(story, ResultsTab)
    assert isinstance(tab, ResultsTab)
    lines = [["60", "70", "80", "90"] for _n in range(24)]
    lines[2][0], lines[3][1], lines[4][2] = "TH", "101", "7,8"
    QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))
    go(tab, story, "Trainee 01", "Quiz")
    talk.answer_next(False)
    tab.grid.paste()
    assert talk.asked == ["2 cells were not taken"]
    sheet = story.office.ask(ResultsGrid(cohort_id=story.cohort_id))[0]
    assert sum(bool(c.tries) for r in sheet.rows for c in r.cells[:4]) == 24 * 4 - 2
    third = row(story, "Trainee 03")
    assert (third.cells[0].standing.kind, third.cells[0].standing.value, third.total) == ("absent", None, None)
    assert {reading.problem for _text, reading in tab.entry.wrong.values()} == {
        "101 is more than 100", "7,8 can mean two marks"}
    tab.close()


def test_as14_submit_verify_and_then_only_an_amendment(tab: ResultsTab, story: Story) -> None:
    go(tab, story, MELVIN, "Project")
    keys(tab, "r", "70", KEY.Key_Return)
    talk.forget()
    talk.answer_next(True)
    submit(tab)  # Kartini has no second lab: asked, and the others go
    assert talk.asked == ["Submit although results are missing?"]
    assert tab.stage.text() == "Submitted"
    go(tab, story, MELVIN, "Project")
    keys(tab, "80")
    assert "Submitted" in tab.hint_state[0]
    assert [t.mark for t in row(story, MELVIN).cells[3].tries] == [38, 70]
    assert [b.text().strip() for b in head_buttons(tab)] == ["Return…", "Verify"]
    talk.answer_next(True)
    verify(tab)
    assert tab.stage.text() == "Verified"
    assert [b.text().strip() for b in head_buttons(tab)] == ["Lock"]
    talk.answer_next(True)
    lock(tab)
    assert tab.stage.text() == "Locked" and head_buttons(tab) == [], "nothing is left to submit"
    talk.forget()
    amend(tab)
    fill(form("amend-result"), mark="81", reason="")
    assert row(story, MELVIN).cells[3].tries[1].mark == 70
    fill(form("amend-result"), mark="81", reason="Added up wrongly")
    last = row(story, MELVIN).cells[3].tries[1]
    assert (last.mark, last.amended) == (81, True)
    record_appeal(tab)
    fill(form("record-appeal"), received_on=NOW.date(), grounds="Page 3")
    assert tab.grid.model.cells[story.enrolments[MELVIN], story.components["Project"]].asked


def test_returned_results_are_typed_again(tab: ResultsTab, story: Story) -> None:
    story.office.do(SubmitResults(cohort_id=story.cohort_id, missing_too=True))
    tab.load()
    return_(tab)
    fill(form("return-results"), reason="Look at Goh")
    assert tab.stage.text() == "Draft"
    go(tab, story, GOH, "Quiz")
    keys(tab, "77", KEY.Key_Return)
    assert row(story, GOH).cells[0].tries[-1].mark == 77


def test_an_exemption_asks_for_its_evidence(tab: ResultsTab, story: Story) -> None:
    go(tab, story, GOH, "Quiz")
    choose_state(tab, "exempt")
    fill(form("result-state"), evidence="")
    assert row(story, GOH).cells[0].standing.kind == "passed"
    fill(form("result-state"), evidence="HCIA 2025")
    assert row(story, GOH).cells[0].standing.kind == "exempt"
    assert tab.grid.model.cells[story.enrolments[GOH], story.components["Quiz"]].text == "EX"


def test_what_another_pc_entered_is_shown_and_not_written_over(tab: ResultsTab, story: Story) -> None:
    go(tab, story, GOH, "Quiz")
    other = story.acting("verifier")
    other.do(EnterResults(cells=(story.cell(GOH, "Quiz", "85"),)))
    keys(tab, "61", KEY.Key_Return)
    assert row(story, GOH).cells[0].tries[-1].mark == 85
    place = (story.enrolments[GOH], story.components["Quiz"])
    assert tab.entry.wrong[place][0] == "61" and "85" in tab.entry.wrong[place][1].problem
    tab.entry.fixes(place)[0][1]()
    assert row(story, GOH).cells[0].tries[-1].mark == Decimal(61)
