"""Bringing in a list in four steps, driven by keys and clicks, on the sample lists."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QRadioButton, QWidget

from app.cohorts.draft import open_draft
from app.cohorts.queries import Roll
from app.i18n import use_language
from app.office.command import Ref
from app.office.office import Office
from app.office.permissions import Actor
from app.trainees.commands import AddTrainee
from app.trainees.queries import TraineeCount, TraineeDetail, TraineePage
from tests.ui.trainees.conftest import settle, show
from ui.desk import talk
from ui.desk.desk import Desk
from ui.trainees.import_page import COLUMNS, DONE, FILE, REVIEW, ImportPage
from ui.trainees.import_people import ImportingPeople
from ui.trainees.import_review import ReviewStep
from ui.trainees.import_values import ValuesDialog

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
    assert page.foot.words.text() == "40 new, 40 enrolled. The whole import can be undone."
    assert desk.office.ask(TraineeCount()) == [6]  # nothing is recorded before the last step
    on(page)
    assert page.stack.currentIndex() == DONE
    assert desk.office.ask(TraineeCount()) == [46] and len(desk.office.ask(Roll(cohort_id=1))) == 42
    talk.answer_next(True)
    click(page, "Take back this import")
    assert page.stack.currentIndex() == REVIEW
    assert desk.office.ask(TraineeCount()) == [6] and len(desk.office.ask(Roll(cohort_id=1))) == 2


def test_a_column_without_a_field_is_asked_about(page: ImportPage, tmp_path: Path) -> None:
    page.read(write(tmp_path / "a.xlsx", ("Orang", "No. KP", "Saiz baju"), ("ALI BIN ABU", "900101-14-5567", "XL")))
    assert not page.next.isEnabled() and "names" in page.next.toolTip()
    assert [c.value() for c in page.matching.choices.values()] == [None, "id_number", None]
    page.matching.choices[0].setFocus()
    page.matching.choices[0].set_value("full_name")
    page.matching.choices[0].edited.emit()
    assert not page.next.isEnabled() and "1 column" in page.foot.missing()
    click(page, "Do not import it")
    assert page.next.isEnabled() and page.focusWidget() is page.next and page.matching.choices[2].value() == ""
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
    QTest.mouseClick(radio, Qt.MouseButton.LeftButton, pos=QPoint(8, radio.height() // 2))
    click(page.review, "Update with what I picked")
    assert page.review.chips.chip("ready").count == 1
    on(page)
    found = desk.office.ask(TraineeDetail(trainee_id=1))[0]
    assert found.values["email"] == "new@mel.example" and found.name == "NUR AISYAH BINTI ZULKIFLI"
    assert desk.office.ask(TraineeCount()) == [6]


def test_problem_rows_are_saved_and_the_others_imported(page: ImportPage, desk: Desk, tmp_path: Path) -> None:
    page.read(INPUTS / "registration-form.csv")
    click(page, "Do not import these 4")
    on(page)
    path = tmp_path / "rest.xlsx"
    talk.answer_next(str(path))
    click(page, "Save problem rows")
    rows = list(load_workbook(path).active.iter_rows(values_only=True))
    assert sum(bool(row[-1]) for row in rows) == 9  # a heading, and why each row is left out
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


def press(page: ImportPage, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    page.activateWindow()
    QTest.qWait(1)
    QTest.keyClick(QApplication.focusWidget() or page, key, modifiers)
    settle()


ALT = Qt.KeyboardModifier.AltModifier
TWO_KNOWN = (("Nama Penuh", "No. KP", "E-mel", "No. Telefon"),
             ("NUR AISHAH BINTI ZULKIFLI", "040229-14-0126", "new@mel.example", "012-000 9999"),
             ("ALI BIN ABU", "900101-14-5567", "ali@mel.example", ""),
             ("SITI BINTI ALI", "900230-14-5566", "", ""))


def test_on_and_back_by_keys_and_nothing_is_lost(page: ImportPage, tmp_path: Path) -> None:
    assert "Choose a file" in page.foot.missing() and not page.next.isEnabled()
    page.open_file(write(tmp_path / "d.xlsx", *TWO_KNOWN))
    assert page.wizard.current == COLUMNS
    press(page, Qt.Key.Key_N, ALT)
    assert page.wizard.current == REVIEW and "2 rows need" in page.foot.missing()
    page.review.draft.leave_out(4)
    page.review.refresh()
    press(page, Qt.Key.Key_B, ALT)
    press(page, Qt.Key.Key_B, ALT)
    assert page.wizard.current == FILE and page.next.isEnabled()
    press(page, Qt.Key.Key_N, ALT)
    press(page, Qt.Key.Key_N, ALT)
    assert page.wizard.current == REVIEW and page.review.chips.chip("left").count == 1  # still left out


def test_f8_and_the_keys_1_and_2(page: ImportPage, desk: Desk, tmp_path: Path) -> None:
    page.open_file(write(tmp_path / "e.xlsx", *TWO_KNOWN))
    press(page, Qt.Key.Key_N, ALT)
    assert page.review.table.current_row().row == 2
    press(page, Qt.Key.Key_F8)
    assert page.review.table.current_row().row == 4
    press(page, Qt.Key.Key_F8)
    assert page.review.table.current_row().row == 2 and page.review.pick is not None
    fields = [line.key for line in page.review.pick.sides.lines if not line.same]
    assert fields == ["full_name", "phone_mobile", "email"]
    press(page, Qt.Key.Key_2)
    press(page, Qt.Key.Key_1)
    press(page, Qt.Key.Key_2)
    assert page.review.pick.picked() == ("full_name", "email")
    press(page, Qt.Key.Key_Return)
    assert page.review.chips.chip("known").count == 0


def test_asking_for_the_import_again_keeps_the_list_that_is_looked_at(page: ImportPage, tmp_path: Path) -> None:
    page.open_file(write(tmp_path / "again.xlsx", *TWO_KNOWN))
    press(page, Qt.Key.Key_N, ALT)
    page.review.draft.leave_out(4)
    kept = page.draft
    page.show_ref(Ref("import"))
    assert page.wizard.current == REVIEW and page.draft is kept


def test_proposals_are_accepted_by_enter_alone(page: ImportPage, tmp_path: Path) -> None:
    page.open_file(write(tmp_path / "p.xlsx", ("Full name", "MyKad", "Postcode"), *(
        (f"AMIR BIN ALI {word}", f"90010{n}-14-556{n}", "2600") for n, word in enumerate(("SATU", "DUA", "TIGA"), 1))))
    press(page, Qt.Key.Key_N, ALT)
    table, chips = page.review.table, page.review.chips
    before = chips.chip("problems").count
    assert before == 3 and page.focusWidget() is table
    press(page, Qt.Key.Key_Return)
    assert "Accept" in page.focusWidget().text()
    press(page, Qt.Key.Key_Escape)
    assert page.wizard.current == REVIEW and page.focusWidget() is table
    press(page, Qt.Key.Key_Return)
    press(page, Qt.Key.Key_Return)
    assert chips.chip("problems").count == 2 and page.focusWidget() is table and table.current_row() is not None


def test_cells_copied_in_excel_are_a_source(page: ImportPage) -> None:
    QApplication.clipboard().setText("\n".join("\t".join(row) for row in TWO_KNOWN))
    press(page, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert page.wizard.current == COLUMNS and page.draft.path.name == "Pasted from Excel"
    page.restart()
    QApplication.clipboard().setText("only a word")
    click(page, "Paste from Excel")
    assert page.wizard.current == FILE and "no cells" in page.problem.text()


@pytest.mark.parametrize(("roles", "shown"), [({"administrator"}, "900101-14-5567"), (set(), "900101-••-••••")])
def test_numbers_are_masked_unless_they_may_be_seen(desk: Desk, tmp_path: Path, roles: set[str], shown: str) -> None:
    step = ReviewStep(ImportingPeople(desk), full=bool(roles))
    draft = open_draft(write(tmp_path / "f.xlsx", *TWO_KNOWN))
    draft.review(desk.office.ask)
    step.show_draft(draft, step.kind.figures(draft))
    show(step)
    step.chips.set_value("ready")
    step.refresh()
    assert step.table.rows_model.index(0, step.table.column_at("id_number")).data() == shown
    step.chips.set_value("reject")
    step.refresh()
    assert step.table.rows_model.index(0, step.table.column_at("id_number")).data() == "900230-14-5566"


def test_the_first_rows_are_masked_and_a_column_says_how_much_is_valid(page: ImportPage, tmp_path: Path) -> None:
    page.open_file(write(tmp_path / "g.xlsx", *TWO_KNOWN))
    words = [w.text() for w in page.matching.findChildren(QLabel) if w.isVisible()]
    assert any("040229-••-••••" in w for w in words) and not any("0126" in w for w in words)
    assert "2 of 3 are valid · Matched by heading" in words and "2 empty, allowed · Matched by heading" in words


def test_matches_are_remembered_for_the_same_headings(page: ImportPage, desk: Desk, tmp_path: Path) -> None:
    odd = (("Orang", "No. KP", "Saiz baju"), ("ALI BIN ABU", "900101-14-5567", "XL"))
    page.open_file(write(tmp_path / "h.xlsx", *odd))
    page.matching.choices[0].set_value("full_name")
    page.matching.choices[0].edited.emit()
    click(page, "Do not import it")
    page.wizard.forward()
    page.wizard.forward()
    assert page.wizard.current == DONE
    page.open_file(write(tmp_path / "i.xlsx", *odd))
    assert page.wizard.current == COLUMNS and page.matching.choices[0].value() == "full_name"
    assert any("as last time" in w.text() for w in page.matching.findChildren(QLabel) if w.isVisible())
    assert page.next.isEnabled()  # nothing is asked twice


def test_an_import_is_taken_back_also_after_other_changes(page: ImportPage, desk: Desk) -> None:
    page.open_file(INPUTS / "intake-clean.xlsx")
    on(page)
    on(page)
    assert page.wizard.current == DONE and not page.back.isVisible()
    desk.office.do(AddTrainee(full_name="SOMEBODY ELSE"))
    talk.answer_next(False)
    click(page, "Take back this import")
    assert desk.office.ask(TraineeCount()) == [47] and page.wizard.current == DONE
    talk.answer_next(True)
    click(page, "Take back this import")
    assert "intake-clean.xlsx" in talk.asked[-1] and page.wizard.current == REVIEW
    assert desk.office.ask(TraineeCount()) == [7]


def test_who_may_not_import_is_told_why(desk: Desk, tmp_path: Path) -> None:
    desk.open(Office(desk.office.engine, Actor(3, "i", "Instructor", frozenset({"instructor"}))))
    page = ImportPage(desk)
    show(page)
    page.show_ref(Ref("import"))
    page.open_file(tmp_path / "x.xlsx")
    words = [w.text() for w in page.findChildren(QLabel) if w.isVisible()]
    assert "You may not import trainees" in words and page.may_leave()


def test_nothing_is_cut_on_a_small_screen_in_malay(desk: Desk, tmp_path: Path) -> None:
    use_language("ms")
    page = ImportPage(desk)
    show(page, 904, 460)
    page.open_file(write(tmp_path / "j.xlsx", *TWO_KNOWN))
    for _step in (COLUMNS, REVIEW):
        settle()
        assert page.width() == 904
        for button in page.findChildren(QAbstractButton):
            if button.isVisible() and button.text().strip() and not isinstance(button, QRadioButton):
                assert button.width() >= button.sizeHint().width(), button.text()
        page.wizard.forward()


def test_reading_can_be_stopped_and_nothing_can_be_pressed_meanwhile(desk: Desk, monkeypatch: pytest.MonkeyPatch,
                                                                     tmp_path: Path) -> None:
    from ui.trainees import import_page

    go, slow = threading.Event(), Desk(desk.office)

    def read(_kind: Any, path: Path, step: Any) -> Any:
        for turn in range(2000):
            step(turn, 2000, "")
            go.wait(0.005)
        raise AssertionError("nobody stopped it")

    monkeypatch.setattr(import_page, "read_file", read)
    page = ImportPage(slow)
    show(page)
    page.open_file(tmp_path / "long.xlsx")
    assert page.foot.missing() == "Reading long.xlsx" and not page.first.isEnabled() and not page.next.isEnabled()
    page.open_file(tmp_path / "other.xlsx")  # one at a time
    QTest.keyClick(page, Qt.Key.Key_Escape)
    for _turn in range(200):
        settle()
        if page.first.isEnabled():
            break
        QTest.qWait(10)
    assert page.first.isEnabled() and page.wizard.current == FILE and page.draft is None
    slow.close()


def test_a_corrected_number_finds_whose_it_is(page: ImportPage, desk: Desk, tmp_path: Path) -> None:
    page.open_file(write(tmp_path / "k.xlsx", ("Nama Penuh", "No. KP"), ("NUR AISYAH BINTI ZULKIFLI", "04029-14-0126")))
    on(page)
    assert page.review.chips.chip("reject").count == 1 and page.draft.rows[0].person is None
    page.review._answer(page.draft.rows[0], "id_number", "040229-14-0126")
    settle()
    assert page.draft.rows[0].person.id == 1 and page.draft.rows[0].standing == "same"
    assert page.review.chips.chip("same").isVisible() and not page.review.chips.chip("new").isVisible()


def test_somebody_alike_may_be_somebody_else(page: ImportPage, desk: Desk, tmp_path: Path) -> None:
    page.open_file(write(tmp_path / "l.xlsx", ("Nama Penuh", "No. KP", "No. Telefon"),
                         ("NUR AISYAH BINTI ZULKIFLI", "040229-14-0128", "012-000 4417")))
    on(page)
    row = page.draft.rows[0]
    assert row.standing == "possible" and page.review.chips.chip("known").count == 1
    page.review.table.choose(row.row)
    settle()
    words = [w.text() for w in page.review.findChildren(QLabel) if w.isVisible()]
    assert "Row 2 may be someone you already have" in words and row.person.why in words
    click(page.review, "Somebody else: record as new")
    assert page.next.text().strip() == "Import 1" and "1 new" in page.foot.words.text()
    on(page)
    assert desk.office.ask(TraineeCount()) == [7]


def test_the_mode_decides_what_is_done_with_those_on_record(page: ImportPage, desk: Desk, tmp_path: Path) -> None:
    page.open_file(write(tmp_path / "m.xlsx", *TWO_KNOWN[:1],
                         ("NUR AISYAH BINTI ZULKIFLI", "040229-14-0126", "new@mel.example", ""), TWO_KNOWN[2]))
    on(page)
    assert page.review.chips.chip("known").count == 1 and not page.next.isEnabled()  # her e-mail would change
    page.review.mode.setFocus()
    page.review.mode.set_value("update")
    page.review.mode.edited.emit()
    assert page.next.text().strip() == "Import 1" and "1 changed" in page.foot.words.text()
    on(page)
    assert desk.office.ask(TraineeCount()) == [6]
    assert desk.office.ask(TraineeDetail(trainee_id=1))[0].values["email"] == "new@mel.example"


def test_a_long_list_is_judged_anew_beside_the_window(desk: Desk, tmp_path: Path,
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    from ui.trainees import import_page

    monkeypatch.setattr(import_page, "MANY", 0)
    slow = Desk(desk.office)
    page = ImportPage(slow)
    show(page)

    def wait() -> None:
        for _turn in range(400):
            settle()
            if not slow.busy():
                return
            QTest.qWait(10)

    page.open_file(write(tmp_path / "n.xlsx", *TWO_KNOWN))
    wait()
    page.wizard.forward()
    wait()
    assert page.wizard.current == REVIEW and page.review.chips.chip("reject").count == 1
    page.review.table.choose(4)
    settle()
    go, figures = threading.Event(), page.kind.figures
    monkeypatch.setattr(page.kind, "figures", lambda draft: figures(draft) if go.wait(9) else None)
    click(page.review, "Leave this row out")
    assert not page.review.isEnabled() and not page.next.isEnabled()  # nothing is said of rows that are being judged
    go.set()
    wait()
    assert page.review.isEnabled() and page.review.chips.chip("left").count == 1 and not page.wizard.busy
    assert page.focusWidget() is page.review.table
    slow.close()


def test_words_of_a_gender_are_explained_once_for_all_rows(page: ImportPage, desk: Desk, tmp_path: Path,
                                                           monkeypatch: pytest.MonkeyPatch) -> None:
    rows = (("Nama Penuh", "No. KP", "Jantina"), ("ALI BIN ABU", "900101-14-5567", "jejaka"),
            ("BALA A/L RAJU", "900102-14-5567", "jejaka"), ("SITI BINTI ALI", "900103-14-5566", "P"))
    page.open_file(write(tmp_path / "o.xlsx", *rows))
    assert any(w.text() == "1 value unknown" for w in page.matching.findChildren(QLabel) if w.isVisible())

    def choose(dialog: ValuesDialog) -> None:
        assert list(dialog.choices) == ["jejaka"]
        dialog.choices["jejaka"].set_value("L")
        dialog.accept()

    monkeypatch.setattr(talk, "open_dialog", choose)
    page.matching.ask_values(2)
    assert not any("unknown" in w.text() for w in page.matching.findChildren(QLabel) if w.isVisible())
    on(page)
    assert [r.fields["gender"] for r in page.draft.rows] == ["L", "L", "P"]
    on(page)
    assert page.wizard.current == DONE
    page.open_file(write(tmp_path / "p.xlsx", *rows))  # what a word means is remembered with the headings
    assert not any("unknown" in w.text() for w in page.matching.findChildren(QLabel) if w.isVisible())


def test_hidden_rows_are_taken_in_all_at_once(page: ImportPage, tmp_path: Path) -> None:
    book = Workbook()
    for row in (("Nama Penuh", "No. KP"), *(
            (f"{name} BIN ABU", f"90010{n}-14-5567") for n, name in enumerate(("ALI", "OMAR", "ZAID", "YUSOF"), 1))):
        book.active.append(row)
    for hidden in (3, 4):
        book.active.row_dimensions[hidden].hidden = True
    book.save(tmp_path / "q.xlsx")
    page.open_file(tmp_path / "q.xlsx")
    on(page)
    assert page.review.chips.chip("check").count == 2
    click(page.review, "So in all 2 rows")
    assert page.review.chips.chip("problems").count == 0 and page.next.text().strip() == "Import 4"
