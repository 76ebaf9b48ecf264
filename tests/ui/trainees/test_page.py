"""The list of trainees and the form beside it, driven by keys and clicks."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QWidget

from app.i18n import use_language
from app.office.command import Ref
from app.office.office import Office
from app.office.permissions import Actor
from app.trainees.queries import TraineeDetail, TraineePage
from tests.ui.trainees.conftest import settle, show
from ui.desk import talk
from ui.desk.desk import Desk
from ui.trainees.identity_box import IdentityBox
from ui.trainees.page import TraineesPage


@pytest.fixture
def page(desk: Desk) -> TraineesPage:
    made = TraineesPage(desk)
    show(made)
    made.shown()
    settle()
    return made


def names(page: TraineesPage) -> list[str]:
    settle()  # pages of rows come when they are looked at
    for _turn in range(3):
        for n in range(page.table.rows_model.rowCount()):
            page.table.rows_model.row(n)
        QTest.qWait(5)
    return [page.table.rows_model.row(n).name for n in range(page.table.rows_model.rowCount())]


def type_into(widget: QWidget, text: str) -> None:
    widget.setFocus()
    widget.selectAll()
    QTest.keyClicks(widget, text)
    settle()


def editor(page: TraineesPage, key: str):
    return page.pane.form.form.fields[key].editor


def save(page: TraineesPage) -> None:
    QTest.keyClick(page.pane.form.form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle()


def test_list_with_counts_and_first_trainee(page: TraineesPage) -> None:
    assert names(page)[:2] == ["AHMAD FAIZAL BIN AHMAD", "CHONG WAI LOON"]
    assert page.head.count.text() == "6"
    assert page.chips.chip("training").count == 2 and page.chips.chip("none").count == 4
    assert page.pane.name.text() == "AHMAD FAIZAL BIN AHMAD"
    QAbstractItemModelTester(page.table.rows_model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_search_while_typing_and_into_the_list(page: TraineesPage) -> None:
    QTest.keyClicks(page.search, "0126")
    QTest.keyClick(page.search, Qt.Key.Key_Return)
    settle()
    assert names(page) == ["NUR AISYAH BINTI ZULKIFLI"]
    assert page.chips.chip("training").count == 1
    QTest.keyClick(page.search, Qt.Key.Key_Escape)
    settle()
    assert len(names(page)) == 6
    type_into(page.search, "nobody at all")
    QTest.keyClick(page.search, Qt.Key.Key_Return)
    assert names(page) == []


def test_chips_filter(page: TraineesPage) -> None:
    QTest.mouseClick(page.chips.chip("training"), Qt.MouseButton.LeftButton)
    settle()
    assert names(page) == ["AHMAD FAIZAL BIN AHMAD", "NUR AISYAH BINTI ZULKIFLI"]
    QTest.mouseClick(page.chips.chip("none"), Qt.MouseButton.LeftButton)
    assert len(names(page)) == 4


def test_sort_by_the_head(page: TraineesPage) -> None:
    head = page.table.horizontalHeader()
    at = QPoint(head.sectionViewportPosition(page.table.column_at("name")) + 20, 10)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)
    settle()
    assert names(page)[0] == "ZAINAB BINTI MUSA"


def test_change_and_save_with_the_keyboard(page: TraineesPage, desk: Desk) -> None:
    page.go(1)
    settle()
    type_into(editor(page, "email"), "wrong@")
    save(page)
    assert "complete" in page.pane.form.form.fields["email"].problem
    type_into(editor(page, "email"), "new@mel.example")
    type_into(editor(page, "organisation"), "Contoh Sdn Bhd")
    save(page)
    found = desk.office.ask(TraineeDetail(trainee_id=1))[0]
    assert found.values["email"] == "new@mel.example" and found.organisation == "Contoh Sdn Bhd"
    assert not page.pane.form.modified
    type_into(editor(page, "organisation"), "Misal Berhad")
    page.table.setFocus()
    page.save()  # as the window does on Ctrl+S while the focus is in the list
    settle()
    assert desk.office.ask(TraineeDetail(trainee_id=1))[0].organisation == "Misal Berhad"
    desk.undo()
    desk.undo()
    settle()
    assert desk.office.ask(TraineeDetail(trainee_id=1))[0].values["email"] == "aisyah.z@pelatih.example"
    assert editor(page, "email").value() == "aisyah.z@pelatih.example"


def test_new_trainee_read_from_the_card_number(page: TraineesPage, desk: Desk) -> None:
    page.new()
    settle()
    assert page.pane.name.text() == "New trainee"
    type_into(editor(page, "full_name"), "RAJAGOPAL A/L SUBRAMANIAM")
    box = page.pane.form.identity
    type_into(box.number, "040312-14-0125")
    assert (box.birth.words.text(), box.sex.words.text()) == ("12 Mar 2004", "Male")
    assert "Kuala Lumpur" in box.place.words.text()
    assert editor(page, "gender").value() == "L"
    QTest.mouseClick(box.checked, Qt.MouseButton.LeftButton, pos=QPoint(8, box.checked.height() // 2))
    save(page)
    assert "RAJAGOPAL A/L SUBRAMANIAM" in names(page)
    row = desk.office.ask(TraineePage(text="rajagopal"))[0]
    found = desk.office.ask(TraineeDetail(trainee_id=row.id))[0]
    assert found.current.number == "040312-14-0125" and found.current.checked_at is not None
    assert page.pane.trainee_id == row.id and page.table.current_row().id == row.id


def test_a_date_that_is_none_passes_when_it_is_so_on_the_card(page: TraineesPage, desk: Desk) -> None:
    page.new()
    type_into(editor(page, "full_name"), "SOMEBODY")
    box = page.pane.form.identity
    type_into(box.number, "040231-14-0126")
    save(page)
    assert "is not a date" in page.pane.form.form.fields["identity"].problem
    assert box.action.text().strip() == "It is so on the card"
    QTest.mouseClick(box.action, Qt.MouseButton.LeftButton)
    save(page)
    found = desk.office.ask(TraineeDetail(trainee_id=desk.office.ask(TraineePage(text="somebody"))[0].id))[0]
    assert found.current.override_reason == "It is so on the card."


def test_somebody_else_with_the_number_is_shown_and_opened(page: TraineesPage) -> None:
    page.new()
    box = page.pane.form.identity
    type_into(box.number, "040229-14-0126")
    assert "NUR AISYAH" in box.hint.text() and box.action.text().strip() == "Open it"
    talk.answer_next(True)  # discard what was typed
    QTest.mouseClick(box.action, Qt.MouseButton.LeftButton)
    settle()
    assert page.pane.name.text() == "NUR AISYAH BINTI ZULKIFLI"


def test_unsaved_changes_are_asked_about(page: TraineesPage) -> None:
    page.go(1)
    type_into(editor(page, "email"), "other@mel.example")
    talk.answer_next(False)
    page.table.selectRow(0)
    settle()
    assert page.pane.name.text() == "NUR AISYAH BINTI ZULKIFLI"
    assert editor(page, "email").value() == "other@mel.example"
    assert not page.may_leave()
    talk.answer_next(True)
    page.table.selectRow(1)
    settle()
    assert page.pane.name.text() == "CHONG WAI LOON" and page.may_leave()


def test_enrol_several(page: TraineesPage, desk: Desk) -> None:
    page.table.rows_model.set_checked([3, 4], True)
    talk.answer_next(True)
    page.enrol_picked()
    settle()
    assert page.chips.chip("training").count == 4


def test_remove_is_refused_with_history_and_done_without(page: TraineesPage, desk: Desk) -> None:
    page.go(4)
    talk.answer_next(True)
    page.pane.remove()
    settle()
    assert len(names(page)) == 5
    page.go(1)
    talk.answer_next(True, True)
    page.pane.remove()
    assert len(names(page)) == 5


def test_another_document_and_back_to_the_earlier_one(page: TraineesPage, desk: Desk,
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    page.go(1)
    opened = []
    monkeypatch.setattr(talk, "open_dialog", opened.append)
    page.pane.more.list.actions()[0].trigger()
    box = opened[0].findChild(IdentityBox)
    box.kind.set_value("PASPORT")
    box.number.set_value("X0001234")
    assert not opened[0].check()  # the country is missing
    box.country.set_value("VN")
    assert opened[0].check()
    opened[0].accept()
    settle()
    assert page.pane.form.identity.number.value() == "X0001234"
    assert "040229-14-0126" in page.pane.form.form.fields["identity"].message()
    page.pane.more.list.actions()[1].trigger()
    opened[1].accept()
    settle()
    assert desk.office.ask(TraineeDetail(trainee_id=1))[0].current.number == "040229-14-0126"


def test_export_of_the_list_shown(page: TraineesPage, tmp_path: Path) -> None:
    type_into(page.search, "aisyah")
    QTest.keyClick(page.search, Qt.Key.Key_Return)
    path = tmp_path / "list.xlsx"
    talk.answer_next(True, str(path))
    page.export()
    rows = list(load_workbook(path).active.iter_rows(values_only=True))
    assert any("NUR AISYAH BINTI ZULKIFLI" in row for row in rows)
    assert not any("CHONG WAI LOON" in row for row in rows)


def test_history_and_enrolments(page: TraineesPage) -> None:
    page.show_ref(Ref("trainee", 1, "history"))
    settle()
    assert page.pane.history.rows_model.rowCount() == 1
    page.pane.tabs.choose("enrolments")
    assert page.pane.enrolments.rows_model.row(0).code == "HCIA-5G-07"


def test_grey_is_explained_to_an_instructor(desk: Desk) -> None:
    desk.open(Office(desk.office.engine, Actor(3, "i", "Instructor", frozenset({"instructor"}))))
    page = TraineesPage(desk)
    show(page)
    page.shown()
    settle()
    form = page.pane.form.form
    assert form.note.text() and form.fields["email"].editor.isReadOnly()
    assert "•" in page.pane.form.identity.number.value()


def test_in_malay(desk: Desk) -> None:
    use_language("ms")
    page = TraineesPage(desk)
    show(page)
    page.shown()
    assert page.head.title.text() == "Pelatih"
