"""Who qualifies, why not, waiving with a reason, and a batch issued, cancelled and saved as PDF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.certificates.batch import Batch
from app.certificates.queries import CertificateDetail, Register
from app.completion.commands import Decide
from app.office.command import Ref
from app.office.office import Office
from tests.app.cohort_story import QUALIFY, Story
from tests.ui.dressed import dressed, keys, open_tab  # noqa: F401
from ui.completion.decisions import waive
from ui.completion.parts import WhyNot
from ui.completion.tab import CompletionTab
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.buttons import Button
from ui.kit.dialog import Dialog
from ui.kit.text_box import TextArea


@pytest.fixture
def tab(qtbot: QtBot, story: Story) -> Iterator[CompletionTab]:
    made = open_tab(story, CompletionTab)
    qtbot.addWidget(made)
    assert isinstance(made, CompletionTab)
    made.actions_made = made.actions()  # type: ignore[attr-defined]
    yield made


def button(tab: CompletionTab) -> Button:
    assert tab._issue is not None
    return tab._issue


def why_not(tab: CompletionTab, name: str) -> WhyNot:
    return next(w for w in tab.findChildren(WhyNot) if w.line_.name == name and w.isVisibleTo(tab))


def test_the_two_lists_with_reasons(tab: CompletionTab) -> None:
    assert [r.name for r in tab.table.rows_model.rows()] == list(QUALIFY)
    texts = [label.text() for label in why_not(tab, "Benedict anak Lawai").findChildren(QLabel)]
    assert any("Attendance 75.0 %" in t and "needs 80 %" in t for t in texts)
    assert "Attended 15 of 20 sessions, 16 needed" in texts
    assert button(tab).text().strip().startswith("Issue 3 certificates")
    assert tab.preview.image is not None
    assert tab.side.which.text() == "1 of 3 · Deepa a/p Krishnasamy"


def test_a_reason_leads_to_where_it_is_put_right(tab: CompletionTab, story: Story) -> None:
    went: list[Ref] = []
    tab.desk.shown.connect(went.append)
    row = why_not(tab, "Kartini binti Sulong")
    next(b for b in row.findChildren(Button) if b.text() == "Enter mark").click()
    place = f"results:{story.enrolments['Kartini binti Sulong']}:{story.components['Lab practical 2']}"
    assert went == [Ref("cohort", story.cohort_id, place)]


def test_attendance_only_leads_to_its_certificate(tab: CompletionTab, story: Story) -> None:
    went: list[Ref] = []
    tab.desk.shown.connect(went.append)
    assert tab.people.policy.text().startswith("Attendance policy: Needs 80 % of sessions held.")
    name = "Hakim Luqman bin Saidin"
    tab.desk.do(Decide(enrolment_ids=(story.enrolments[name],), kind="attended_only", reason="Panel"), owner=tab)
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    next(b for b in why_not(tab, name).findChildren(Button) if b.text() == "Certificate of attendance").click()
    assert went == [Ref("cohort", story.cohort_id, "completion:attendance")]
    tab.show_detail("attendance")
    assert name in [r.name for r in tab.table.rows_model.rows() if r.ready]


def test_issuing_asks_once_and_says_what_stands(tab: CompletionTab, story: Story) -> None:
    talk.answer_next(False)
    button(tab).click()
    assert story.office.ask(Register()) == []
    talk.answer_next(True)
    button(tab).click()
    assert talk.asked == ["Issue 3 certificates?"] * 2
    assert [r.number[:10] for r in story.office.ask(Register(order="number", descending=False))] == [
        "KL26-00001", "KL26-00002", "KL26-00003"]
    assert tab.side.note.text() == "3 certificates are issued and valid."
    assert not button(tab).isEnabled()
    assert "3 issued, 0 to go" in tab.people.ready_state.text()


def test_space_leaves_somebody_out(tab: CompletionTab, story: Story) -> None:
    tab.table.choose(story.enrolments[QUALIFY[1]])
    tab.table.setFocus()
    keys(tab, Qt.Key.Key_Space)
    assert button(tab).text().strip().startswith("Issue 2 certificates")
    talk.answer_next(True)
    tab.issue()
    assert sorted(r.holder for r in story.office.ask(Register())) == [QUALIFY[0], QUALIFY[2]]
    assert not button(tab).isEnabled()


def test_a_running_batch_is_cancelled_by_esc(qtbot: QtBot, story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    from threading import Event

    from app.cohorts.queries import CohortDetail

    first, go_on = Event(), Event()
    real = Batch.run

    def slow(self: Batch, office: Office, step: object = None) -> object:
        def watched(done: int, total: int, text: str = "") -> None:
            if done == 1:
                first.set()
                go_on.wait(10)
            step(done, total, text)  # type: ignore[operator]
        return real(self, office, watched)

    monkeypatch.setattr(Batch, "run", slow)
    desk = Desk(story.office)
    tab = CompletionTab(desk)
    qtbot.addWidget(tab)
    tab.resize(1180, 700)
    tab.show_cohort(story.office.ask(CohortDetail(cohort_id=story.cohort_id))[0])
    made = tab.actions()
    tab.show()
    tab.shown()
    qtbot.waitUntil(lambda: tab.plan is not None and bool(tab.chosen_lines()))
    talk.answer_next(True)
    tab.issue()
    assert first.wait(10)
    qtbot.waitUntil(lambda: tab.issuing.progress.isVisible())
    assert "already issued stays valid" in tab.issuing.progress.consequence.text()
    assert tab.issuing.running is not None
    tab.table.setFocus()
    keys(tab, Qt.Key.Key_Escape)
    go_on.set()
    qtbot.waitUntil(lambda: tab.issuing.running is None)
    qtbot.waitUntil(lambda: tab.side.note.isVisible())
    assert tab.side.note.text() == "1 certificate is issued and valid. 2 are still to be issued."
    assert len(story.office.ask(Register())) == 1
    qtbot.waitUntil(lambda: not desk.busy())
    desk.close()
    for widget in made:
        widget.deleteLater()


def test_waiving_needs_a_reason(tab: CompletionTab, story: Story) -> None:
    row = why_not(tab, "Benedict anak Lawai")
    waive(tab.desk, row, row.line_, row.line_.row.open()[0])
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, Dialog) and w.objectName() == "waive")
    reason = dialog.findChild(TextArea, "reason")
    assert reason is not None
    action = next(b for b in dialog.findChildren(Button) if b.text().startswith("Waive"))
    action.click()
    assert dialog.isVisible()  # without a reason it stays open
    reason.set_value("Flood in his village, letter of 12 July")
    action.click()
    assert "Benedict anak Lawai" in [r.name for r in tab.table.rows_model.rows()]
    assert button(tab).text().strip().startswith("Issue 4 certificates")


def test_a_waiver_is_shown_and_taken_back(tab: CompletionTab, story: Story) -> None:
    from app.completion.commands import OverrideRequirement

    row = why_not(tab, "Benedict anak Lawai")
    tab.desk.do(OverrideRequirement(enrolment_id=row.line_.enrolment_id,
                                    requirement_id=row.line_.row.open()[0].requirement_id,
                                    reason="Flood in his village"), owner=tab)
    assert tab.table.choose(story.enrolments["Benedict anak Lawai"])
    line = tab.table.current_row()
    assert "Flood in his village" in tab.people.grade_look(line).tip
    tab.ask_again.trigger()
    assert "Benedict anak Lawai" not in [r.name for r in tab.table.rows_model.rows()]


def test_issued_papers_are_saved_as_pdf_and_counted(tab: CompletionTab, story: Story, tmp_path: Path) -> None:
    talk.answer_next(True)
    tab.issue()
    talk.answer_next(str(tmp_path), True)
    tab.save_issued()
    files = sorted(p.name for p in tmp_path.glob("*.pdf"))
    assert len(files) == 4
    combined = pypdfium2.PdfDocument(tmp_path / next(f for f in files if f.startswith("HCIA")))
    assert len(combined) == 3
    combined.close()
    number = story.office.ask(Register())[0].number
    assert story.office.ask(CertificateDetail(wanted=number))[0].row.prints == 1


def test_issued_papers_are_printed_in_one_run(tab: CompletionTab, story: Story, tmp_path: Path) -> None:
    talk.answer_next(True)
    tab.issue()
    talk.answer_next(str(tmp_path / "run.pdf"))
    tab.print_()
    run = pypdfium2.PdfDocument(tmp_path / "run.pdf")
    assert len(run) == 3
    run.close()


def test_another_kind_changes_who_is_ready(tab: CompletionTab) -> None:
    tab.kind.set_value("attendance")
    tab.kind.edited.emit()
    names = [r.name for r in tab.table.rows_model.rows()]
    assert "Hakim Luqman bin Saidin" in names
    assert "Benedict anak Lawai" not in names


def test_arrows_turn_the_previews(tab: CompletionTab) -> None:
    tab.table.setFocus()
    keys(tab, Qt.Key.Key_Right)
    assert tab.side.which.text() == "2 of 3 · Goh Xin Yi"
    keys(tab, Qt.Key.Key_Left, Qt.Key.Key_Left)
    assert tab.side.which.text() == f"3 of 3 · {QUALIFY[2]}"


def test_who_may_not_issue_sees_why(qtbot: QtBot, story: Story) -> None:
    made = open_tab(story, CompletionTab, story.acting("viewer"))
    qtbot.addWidget(made)
    assert isinstance(made, CompletionTab)
    kept = made.actions()
    assert not button(made).isEnabled()
    assert "may do this" in button(made).toolTip()
    for widget in kept:
        widget.deleteLater()
