"""From each reason to where it is put right, checks that lead on, papers at full size, and printing what was issued."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.attendance.records import ClassSession, Mark
from app.certificates.batch import Batch
from app.certificates.commands import Issued
from app.certificates.queries import CertificateDetail, Register
from app.office.command import Ref
from app.trainees.records import Identity, Trainee
from tests.app.cohort_story import QUALIFY, Story
from tests.ui.dressed import dressed, keys, open_tab  # noqa: F401
from ui.completion import tab as completion_tab
from ui.completion.full_size import FullSize
from ui.completion.parts import WhyNot
from ui.completion.tab import CompletionTab
from ui.desk import talk
from ui.desk.lanes import Running
from ui.kit.buttons import Button
from ui.kit.dialog import Dialog
from ui.kit.popover import Popover

GOH, NIK = QUALIFY[1], QUALIFY[2]


@pytest.fixture
def tab(qtbot: QtBot, story: Story) -> Iterator[CompletionTab]:
    yield opened(qtbot, story)
    for dialog in (w for w in QApplication.topLevelWidgets() if isinstance(w, Dialog)):
        dialog.close()


def opened(qtbot: QtBot, story: Story, size: tuple[int, int] = (1180, 700)) -> CompletionTab:
    made = open_tab(story, CompletionTab, size=size)
    qtbot.addWidget(made)
    assert isinstance(made, CompletionTab)
    return made


def why_not(tab: CompletionTab, name: str) -> WhyNot:
    return next(w for w in tab.findChildren(WhyNot) if w.line_.name == name and w.isVisibleTo(tab))


def went(tab: CompletionTab) -> list[Ref]:
    found: list[Ref] = []
    tab.desk.shown.connect(found.append)
    return found


def unmark(story: Story, name: str) -> int:
    """Take a trainee's mark of the first session away; the key of the session."""
    with story.office.engine.begin() as connection:
        first = ClassSession.__table__.select().order_by(ClassSession.day).limit(1)
        key: int = connection.execute(first).mappings().one()["id"]
        connection.execute(Mark.__table__.delete().where(
            Mark.session_id == key, Mark.enrolment_id == story.enrolments[name]))
    return key


def test_each_reason_has_its_way(tab: CompletionTab, story: Story) -> None:
    found = went(tab)
    row = why_not(tab, "Melvin Jipanus")
    assert "Attendance 70.0 %" in row.accessibleName() and "Project 38" in row.accessibleName()
    next(b for b in row.findChildren(Button) if b.text() == "Attendance").click()
    next(a for a in row.more.list.actions() if a.text() == "Open marks").trigger()
    project = f"results:{story.enrolments['Melvin Jipanus']}:{story.components['Project']}"
    assert found == [Ref("cohort", story.cohort_id, "attendance"), Ref("cohort", story.cohort_id, project)]


def test_a_session_without_a_mark_is_opened_itself(qtbot: QtBot, story: Story) -> None:
    key = unmark(story, "Benedict anak Lawai")  # 5 of 20 missed: without this mark the decision is open
    unmark(story, NIK)  # 4 missed: she qualifies either way
    tab = opened(qtbot, story)
    found = went(tab)
    row = why_not(tab, "Benedict anak Lawai")
    next(b for b in row.findChildren(Button) if b.text() == "Mark session").click()
    check = next(c for c in tab.plan.checks if not c.ok) if tab.plan else None
    assert check is not None and check.text == f"1 trainee has sessions without a mark: {NIK}"
    assert found == [Ref("cohort", story.cohort_id, f"attendance:{key}")] and check.go == found[0]


def test_the_attendance_of_a_row_is_shown_as_a_sum(tab: CompletionTab) -> None:
    row = why_not(tab, "Benedict anak Lawai")
    next(a for a in row.more.list.actions() if "attendance is worked out" in a.text()).trigger()
    found = tab.window().findChild(Popover)
    assert found is not None and "15 ÷ 20: 75.0 %" in found.accessibleDescription()
    assert "Needed, 16 sessions: 80 %" in found.accessibleDescription()
    found.close_now()


def test_a_check_that_is_not_well_leads_on_and_is_said_before_the_issue(qtbot: QtBot, story: Story) -> None:
    with story.office.engine.begin() as connection:
        trainee = connection.execute(Trainee.__table__.select().where(Trainee.full_name == GOH)).mappings().one()["id"]
        connection.execute(Identity.__table__.delete().where(Identity.trainee_id == trainee))
    tab = opened(qtbot, story)
    found = went(tab)
    links = [b for b in tab.side.findChildren(Button) if b.text() == "Put it right" and b.isVisibleTo(tab)]
    assert [b.accessibleName() for b in links] == [
        "Put it right: 1 trainee has no identity number: Goh Xin Yi"]
    links[0].click()
    assert found == [Ref("trainee", trainee)]


def test_a_paper_that_cannot_be_printed_leads_to_the_trainee(qtbot: QtBot, story: Story) -> None:
    with story.office.engine.begin() as connection:
        connection.execute(Trainee.__table__.update().where(Trainee.full_name == GOH).values(
            certificate_name="Goh \U00013000 Xin Yi"))
    tab = opened(qtbot, story)
    found = went(tab)
    row = why_not(tab, GOH)
    assert "cannot be printed" in row.accessibleName()
    next(b for b in row.findChildren(Button) if b.text() == "Open trainee").click()
    assert found == [Ref("trainee", row.line_.row.trainee_id)]


def test_issued_by_keys_and_then_printed(tab: CompletionTab, story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    QAbstractItemModelTester(tab.table.rows_model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    printed: list[tuple[int, ...]] = []
    monkeypatch.setattr(completion_tab, "print_papers", lambda _desk, _owner, ids, _name: printed.append(tuple(ids)))
    assert not tab.on_paper.isEnabled() and tab.on_paper.toolTip() == "No certificate has been issued yet."
    tab.table.setFocus()
    talk.answer_next(True)
    QTest.keyClick(tab.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    ids = {r.id for r in story.office.ask(Register())}
    assert len(ids) == 3
    assert tab.side.after.isVisibleTo(tab)
    tab.side.print_now.click()
    assert set(printed[0]) == ids


def test_esc_without_a_batch_takes_no_tick_away(tab: CompletionTab) -> None:
    tab.table.setFocus()
    keys(tab, Qt.Key.Key_Escape)
    assert len(tab.chosen_lines()) == 3


def test_rows_say_how_far_the_batch_is(tab: CompletionTab) -> None:
    lines, plan = tab.chosen_lines(), tab.plan
    assert plan is not None
    batch = Batch([(each.enrolment_id, each.name) for each in lines], plan.kind, plan.language, plan.design,
                  plan.issued_on)
    batch._made.append(Issued(1, lines[0].enrolment_id, "KL26-00001-K", "code", lines[0].name))
    running = Running("")
    running.done, running.total = 1, 3
    tab.issuing._batch, tab.issuing.running = batch, running
    tab.issuing._look()
    model = tab.table.rows_model
    column = model.columnCount() - 1
    assert [model.index(n, column).data() for n in range(3)] == ["KL26-00001-K", "issuing…", "waiting"]
    assert tab.people.ready_state.text() == "1 issued, 2 to go"
    assert tab.issuing.progress.title.text() == "Issuing certificate 2 of 3"
    assert tab.issuing.progress.consequence.text() == "If you cancel, the 1 already issued stays valid."
    assert tab.table.current_row().name == lines[1].name
    tab.issuing._batch = tab.issuing.running = None


def test_papers_at_full_size_are_turned_by_keys(tab: CompletionTab) -> None:
    QTest.keyClick(tab.table, Qt.Key.Key_F11)
    found = next(w for w in QApplication.topLevelWidgets() if isinstance(w, FullSize))
    assert found.where.text() == f"1 of 3 · {QUALIFY[0]}"
    assert found.view.sheet.image is not None
    found.activateWindow()
    QApplication.processEvents()
    keys(found, Qt.Key.Key_Right)
    assert found.where.text() == f"2 of 3 · {GOH}"


def test_in_a_small_window_the_paper_lies_over_the_list(qtbot: QtBot, story: Story) -> None:
    tab = opened(qtbot, story, (900, 420))
    QApplication.processEvents()
    assert not tab.side.isVisible()
    tab.look.trigger()
    QApplication.processEvents()
    assert tab.side.isVisible() and not tab.table.isVisible()
    tab.beside.back.click()
    assert tab.table.isVisible()


def test_an_award_is_issued_with_its_words_and_not_without_them(tab: CompletionTab, story: Story) -> None:
    """What it is for is typed once for the batch; without it nothing is asked or issued."""
    tab.kind.set_value("award")
    tab.load()
    assert tab.side.awards.isVisibleTo(tab.side)
    talk.forget()
    tab.issue()
    assert not talk.asked and not story.office.ask(Register())
    tab.side.award_ms.setText("Pelatih Terbaik")
    tab.side.award_en.setText("Best Trainee")
    tab.side.award_en.editingFinished.emit()
    assert tab.plan is not None and tab.plan.award.en == "Best Trainee"
    talk.answer_next(True)
    tab.issue()
    facts = story.office.ask(CertificateDetail(wanted=story.office.ask(Register())[0].number))[0].facts
    assert (facts.kind, facts.award_ms, facts.award_en) == ("award", "Pelatih Terbaik", "Best Trainee")
