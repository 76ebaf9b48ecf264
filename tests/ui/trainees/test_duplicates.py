"""Possible duplicates on screen: chosen, compared and merged by keys; the notes that lead there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from app.cohorts.enrolments import Enrol
from app.cohorts.people import EnrolmentsOf
from app.office.command import Ref
from app.office.office import Office
from app.office.permissions import Actor
from app.trainees.duplicates import PossibleDuplicates
from app.trainees.merge import MergeTrainees
from app.trainees.queries import TraineeDetail
from tests.ui.trainees.conftest import AISYAH, settle, show
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.text_box import TextBox
from ui.trainees.duplicates import DuplicatesPage
from ui.trainees.page import TraineesPage

AGAIN = replace(AISYAH, full_name="NUR AISYAH BT ZULKIFLI", identity_number="040229-14-0162", email="")
FAIZAL = replace(AISYAH, full_name="AHMAD FAISAL BIN AHMAD", identity_number="", phone_mobile="", email="")


@pytest.fixture
def page(desk: Desk) -> DuplicatesPage:
    assert desk.office is not None
    desk.office.do(AGAIN)
    desk.office.do(replace(FAIZAL, birth_date=desk.office.ask(TraineeDetail(trainee_id=2))[0].values["birth_date"]))
    made = DuplicatesPage(desk)
    QAbstractItemModelTester(made.table.rows_model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    show(made)
    made.shown()
    settle()
    return made


def press(page: DuplicatesPage, key: Qt.Key, hold: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    page.activateWindow()
    QTest.keyClick(QApplication.focusWidget() or page, key, hold)
    settle()


def test_a_pair_is_merged_by_keys_and_undone(page: DuplicatesPage, desk: Desk) -> None:
    assert desk.office is not None
    assert [(r.one.name, r.likeness.strength) for r in page._rows] == [
        ("NUR AISYAH BINTI ZULKIFLI", "very"), ("AHMAD FAIZAL BIN AHMAD", "likely")]
    pane = page.pane
    assert pane.view is not None and (pane.view.left.id, pane.view.right.id) == (1, 7)
    assert "2 fields" in pane.merge.toolTip()
    page.table.setFocus()
    press(page, Qt.Key.Key_Return)
    assert pane.sides is not None and pane.sides.hasFocus()
    press(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(talk.asked) == 1 and len(page._rows) == 2  # name and document must be chosen
    press(page, Qt.Key.Key_1)
    press(page, Qt.Key.Key_2)
    assert not pane.merge.toolTip()
    press(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    whole = desk.office.ask(TraineeDetail(trainee_id=1))[0]
    assert whole.current is not None
    assert (whole.name, whole.current.number) == ("NUR AISYAH BINTI ZULKIFLI", "040229-14-0162")
    assert [r.one.name for r in page._rows] == ["AHMAD FAIZAL BIN AHMAD"]
    assert pane.view.left.id == 2
    desk.undo()
    settle()
    assert len(page._rows) == 2


def test_the_other_record_may_stay(page: DuplicatesPage) -> None:
    pane = page.pane
    pane.swap()
    assert pane.view is not None and pane.view.left.id == 7
    page.later()
    assert pane.view.left.id in (2, 8)
    page.later()
    assert (pane.view.left.id, pane.view.right.id) == (1, 7)  # enrolled, so proposed to stay


def test_not_the_same_with_a_reason_and_taken_back(page: DuplicatesPage, desk: Desk) -> None:
    page.pane.say_not_same()
    dialog = QApplication.activeModalWidget() or page.window()
    box = dialog.findChild(TextBox)
    assert box is not None
    QTest.keyClicks(box, "Two cards seen")
    dialog.accept()  # type: ignore[attr-defined]
    settle()
    assert [r.one.name for r in page._rows] == ["AHMAD FAIZAL BIN AHMAD"]
    page.chips.set_value("two")
    page._fill()
    assert page.two.current_row().reason == "Two cards seen"
    assert "Two cards seen" in page.pane.view.said  # type: ignore[union-attr]
    page.pane.take_back()
    settle()
    assert page._two == [] and len(page._rows) == 2


def test_both_in_one_cohort_is_said_before(page: DuplicatesPage, desk: Desk) -> None:
    assert desk.office is not None
    desk.office.do(Enrol(cohort_id=1, trainee_ids=(7,)))
    settle()
    pane = page.pane
    assert pane.view is not None and pane.sides is not None
    assert [line.key for line in pane.sides.lines][-1] == "enrolment:1"  # neither holds anything, so it is to choose
    for key in "121" + "1" * (len(pane.sides.groups) - 4) + "2":
        pane.sides.setFocus()
        press(page, Qt.Key.Key_1 if key == "1" else Qt.Key.Key_2)
    stays = pane.view.meetings[0].right
    press(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [one.id for one in desk.office.ask(EnrolmentsOf(trainee_id=1))] == [stays]
    page.desk.undo()
    settle()
    assert len(desk.office.ask(EnrolmentsOf(trainee_id=7))) == 1


def test_the_list_says_what_it_shows(desk: Desk) -> None:
    assert desk.office is not None
    again = desk.office.do(AGAIN).value
    number = desk.office.ask(TraineeDetail(trainee_id=again))[0].number
    desk.office.do(MergeTrainees(kept_id=1, gone_id=again))
    page = TraineesPage(desk)
    show(page)
    page.shown()
    for typed, said in ((number, f"{number} was merged into this record"), ("zulkifly", "one letter off")):
        page.search.put(typed)
        page.load()
        settle()
        assert page.table.rows_model.rowCount() == 1 and said in page.hints._words.text(), typed


def test_two_that_are_not_in_the_list(page: DuplicatesPage) -> None:
    page.show_ref(Ref("duplicates", 3, "4"))
    settle()
    view = page.pane.view
    assert view is not None and {view.left.id, view.right.id} == {3, 4}
    assert page.pane.why.isHidden()


def test_who_may_not_is_told(desk: Desk) -> None:
    assert desk.office is not None
    viewer = Desk(Office(desk.office.engine, Actor(3, "v", "V", frozenset({"viewer"}))), synchronous=True)
    page = DuplicatesPage(viewer)
    show(page)
    page.shown()
    page.look()
    assert "Administrator" in page.findChild(type(page.body.itemAt(0).widget())).step.text()  # type: ignore[union-attr]


def test_the_trainee_says_that_there_may_be_two(desk: Desk) -> None:
    assert desk.office is not None
    again = desk.office.do(AGAIN).value
    went: list[Ref] = []
    desk.shown.connect(went.append)
    page = TraineesPage(desk)
    show(page)
    page.shown()
    page.go(1)
    settle()
    pane = page.pane
    assert pane._noted.isVisible() and "two digits" in pane.note.text().lower()
    pane.go_on.click()
    assert went == [Ref("duplicates", 1, str(again))]
    key = desk.office.do(MergeTrainees(kept_id=1, gone_id=again)).value
    page.go(again)
    settle()
    assert pane.note.text().startswith("Merged into NUR AISYAH BINTI ZULKIFLI") and pane.enrol.isHidden()
    assert pane.form.form.fields["full_name"].editor.isReadOnly()
    pane.go_on.click()
    settle()
    assert pane.whole is not None and pane.whole.id == 1 and not pane._noted.isVisible()
    assert pane.whole.made_of[0].merge_id == key and pane._apart.isVisible()
    talk.answer_next(True)
    pane.take_apart()
    settle()
    assert len(desk.office.ask(PossibleDuplicates())) == 1 and pane._noted.isVisible()


def test_somebody_new_who_is_on_record(desk: Desk) -> None:
    page = TraineesPage(desk)
    show(page)
    page.shown()
    page.new()
    form = page.pane.form
    QTest.keyClicks(form.form.fields["full_name"].editor, "Nur Aisyah Zulkifli")
    QTest.keyClicks(form.form.fields["phone_mobile"].editor, "012-000 4417")
    settle()
    assert form.like.isVisible() and "same name, same phone" in form.like.text().lower()
    talk.answer_next(True)  # what was typed is dropped
    form.go_on.click()
    settle()
    assert page.pane.whole is not None and page.pane.whole.id == 1 and not form.like.isVisible()
