"""Bringing in a list in four steps, driven by keys and clicks, on the sample lists."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.cohorts.queries import Roll
from app.office.command import Ref
from app.trainees.queries import TraineeCount, TraineeDetail, TraineePage
from tests.ui.trainees.conftest import settle, show
from ui.desk import talk
from ui.desk.desk import Desk
from ui.trainees.import_page import COLUMNS, DONE, FILE, REVIEW, ImportPage

INPUTS = Path(__file__).resolve().parents[2] / "inputs"


@pytest.fixture
def page(desk: Desk) -> ImportPage:
    made = ImportPage(desk)
    show(made)
    made.show_ref(Ref("import"))
    made.shown()
    settle()
    return made


def on(page: ImportPage) -> None:
    QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()


def click(within: QWidget, words: str) -> None:
    """Click the visible button that begins with these words."""
    found = [b for b in within.findChildren(QAbstractButton) if b.text().strip().startswith(words) and b.isVisible()]
    assert found, [b.text() for b in within.findChildren(QAbstractButton) if b.isVisible()]
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
    settle()


def write(path: Path, *rows: tuple[str, ...]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_clean_list_into_a_cohort_with_one_undo(page: ImportPage, desk: Desk) -> None:
    talk.answer_next(str(INPUTS / "intake-clean.xlsx"))
    click(page, "Choose a file")
    assert page.stack.currentIndex() == COLUMNS and page.next.isEnabled()
    assert "40 rows" in page.head._fact_row.itemAt(0).widget().text()
    page.matching.cohort.set_value(1)
    on(page)
    assert page.stack.currentIndex() == REVIEW and page.next.text().strip() == "Import 40"
    assert desk.office.ask(TraineeCount()) == [6]  # nothing is recorded before the last step
    on(page)
    assert page.stack.currentIndex() == DONE
    assert desk.office.ask(TraineeCount()) == [46] and len(desk.office.ask(Roll(cohort_id=1))) == 42
    click(page, "Undo the import")
    assert page.stack.currentIndex() == REVIEW
    assert desk.office.ask(TraineeCount()) == [6] and len(desk.office.ask(Roll(cohort_id=1))) == 2


def test_a_column_without_a_field_is_asked_about(page: ImportPage, tmp_path: Path) -> None:
    page.read(write(tmp_path / "a.xlsx", ("Orang", "No. KP", "Saiz baju"), ("ALI BIN ABU", "900101-14-5567", "XL")))
    assert not page.next.isEnabled() and "names" in page.next.toolTip()
    assert [c.value() for c in page.matching.choices.values()] == [None, "id_number", None]
    page.matching.choices[0].setFocus()
    page.matching.choices[0].set_value("full_name")
    page.matching.choices[0].edited.emit()
    assert page.next.isEnabled() and "1 column" in page.foot.words.text()
    on(page)
    assert page.review.chips.chip("ready").count == 1


def test_problems_are_corrected_accepted_and_left_out(page: ImportPage, desk: Desk, tmp_path: Path) -> None:
    page.read(write(tmp_path / "b.xlsx", ("Nama Penuh", "No. KP", "E-mel"),
                    ("ALI BIN ABU", "900101-17-5567", ""), ("BALA A/L RAJU", "900102-17-5567", ""),
                    ("", "900103-14-5567", ""), ("SITI BINTI ALI", "900230-14-5566", ""),
                    ("TAN WEI MING(ALEX)", "900104-14-5567", ""), ("SANGEETHA", "900105-14-5566", "sangeetha.v@")))
    on(page)
    review = page.review
    assert (review.chips.chip("problems").count, review.chips.chip("reject").count) == (6, 2)
    assert not page.next.isEnabled()
    review.table.choose(2)
    settle()
    click(review, "Accept all 2")
    assert review.chips.chip("ready").count == 2
    review.table.choose(4)
    settle()
    index = review.table.rows_model.index(review.table.rows_model.find_key(4), review.table.column_at("full_name"))
    review.table.setCurrentIndex(index)
    review.table.setFocus()
    QTest.keyClick(review.table, Qt.Key.Key_F2)
    settle()
    editor = review.table.viewport().focusWidget() or review.table.focusWidget()
    editor.selectAll()
    QTest.keyClicks(editor, "GOH XIN YI")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle()
    assert review.chips.chip("ready").count == 3
    review.table.choose(5)
    settle()
    click(review, "It is so on the card")
    review.table.choose(6)
    settle()
    click(review, "TAN WEI MING @ ALEX")
    review.table.choose(7)
    settle()
    click(review, "Leave this row out")
    assert review.chips.chip("problems").count == 0 and review.chips.chip("left").count == 1
    on(page)
    assert desk.office.ask(TraineeCount()) == [11]
    key = desk.office.ask(TraineePage(text="siti"))[0].id
    assert desk.office.ask(TraineeDetail(trainee_id=key))[0].current.override_reason == "It is so on the card."


def test_somebody_on_record_is_compared_field_by_field(page: ImportPage, desk: Desk, tmp_path: Path) -> None:
    page.read(write(tmp_path / "c.xlsx", ("Nama Penuh", "No. KP", "E-mel", "No. Telefon"),
                    ("NUR AISHAH BINTI ZULKIFLI", "040229-14-0126", "new@mel.example", "012-000 4417")))
    on(page)
    assert page.review.chips.chip("known").count == 1
    page.review.table.choose(2)
    settle()
    assert "Already in Sijil: T" in page.review.table.rows_model.row(0).sentence
    radio = next(b for b in page.review.findChildren(QAbstractButton) if b.text() == "new@mel.example")
    QTest.mouseClick(radio, Qt.MouseButton.LeftButton)
    click(page.review, "Update with what I picked")
    assert page.review.chips.chip("ready").count == 1
    on(page)
    found = desk.office.ask(TraineeDetail(trainee_id=1))[0]
    assert found.values["email"] == "new@mel.example" and found.name == "NUR AISYAH BINTI ZULKIFLI"
    assert desk.office.ask(TraineeCount()) == [6]


def test_problem_rows_are_saved_and_the_others_imported(page: ImportPage, desk: Desk, tmp_path: Path) -> None:
    page.read(INPUTS / "registration-form.csv")
    on(page)
    path = tmp_path / "rest.xlsx"
    talk.answer_next(str(path))
    click(page, "Save problem rows")
    rows = list(load_workbook(path).active.iter_rows(values_only=True))
    assert sum(isinstance(row[0], (int, float)) for row in rows) == 8
    click(page, "Skip 8 and import 20")
    assert page.stack.currentIndex() == DONE and desk.office.ask(TraineeCount()) == [26]


def test_a_bad_file_is_explained_on_the_page(page: ImportPage, tmp_path: Path) -> None:
    bad = tmp_path / "empty.xlsx"
    bad.write_bytes(b"")
    page.read(bad)
    assert page.stack.currentIndex() == FILE and "empty.xlsx" in page.problem.text() and page.problem.isVisible()


def test_cancel_asks_and_changes_nothing(page: ImportPage, desk: Desk) -> None:
    shown: list[Ref] = []
    desk.shown.connect(shown.append)
    page.read(INPUTS / "intake-clean.xlsx")
    assert not page.may_leave()
    talk.answer_next(False)
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert page.stack.currentIndex() == COLUMNS
    talk.answer_next(True)
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert page.stack.currentIndex() == FILE and shown == [Ref("trainees")]
    assert desk.office.ask(TraineeCount()) == [6] and page.may_leave()
