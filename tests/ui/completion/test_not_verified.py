"""A centre that counts results only once they are verified: what the list of who qualifies says and offers."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.certificates.queries import Register
from app.office.command import Ref
from app.results.assessment import SetAssessment
from app.results.checking import SubmitResults, VerifyResults
from tests.app.cohort_story import QUALIFY, Story
from tests.ui.dressed import dressed, open_tab  # noqa: F401
from ui.completion.parts import WhyNot
from ui.completion.tab import CompletionTab
from ui.kit.buttons import Button


def test_nobody_qualifies_before_his_results_are_verified(qtbot: QtBot, story: Story) -> None:
    story.office.do(SetAssessment(must_be_verified=True))
    tab = open_tab(story, CompletionTab)
    qtbot.addWidget(tab)
    assert isinstance(tab, CompletionTab)
    tab.actions_made = tab.actions()  # type: ignore[attr-defined]
    assert not tab.table.rows_model.rows()
    shown = next(w for w in tab.findChildren(WhyNot) if w.line_.name == QUALIFY[0] and w.isVisibleTo(tab))
    assert "Not verified yet" in [w.text() for w in shown.findChildren(QLabel)]
    went: list[Ref] = []
    tab.desk.shown.connect(went.append)
    next(b for b in shown.findChildren(Button) if b.text() == "Open marks").click()
    assert went and (went[0].detail or "").startswith("results:")
    assert tab._issue is not None and not tab._issue.isEnabled()
    tab.desk.do(SubmitResults(cohort_id=story.cohort_id, missing_too=True), owner=tab)
    story.acting("verifier", user_id=8).do(VerifyResults(cohort_id=story.cohort_id))
    tab.load()
    QApplication.processEvents()
    assert [r.name for r in tab.table.rows_model.rows()] == list(QUALIFY)
    assert not story.office.ask(Register())
