"""Timetables and exam records through the pages of an import, and the history from which each is taken back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from app.attendance.queries import Sessions
from app.cohorts.import_history import ImportBatches
from app.cohorts.queries import Roll
from app.office.command import Ref
from app.office.office import Office
from app.trainees.commands import AddTrainee
from app.trainees.queries import TraineeCount
from tests.app.class_room import Class, open_class
from tests.ui.trainees.conftest import settle, show
from ui.attendance.import_sessions import ImportSessionsPage
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.note import Note
from ui.trainees.import_history import HistoryPage
from ui.trainees.import_page import COLUMNS, DONE, FILE, REVIEW, ImportPage
from ui.trainees.import_values import FixDialog, ValuesDialog

HEADS = ("Tarikh", "Mula", "Tamat", "Jenis", "Topik")
TIMETABLE = (HEADS, (dt.date(2026, 8, 3), "08:30", "12:30", "Teori", "Antena"),
             (dt.date(2026, 8, 4), "08:30", "12:30", "Bengkel", "Bumbung"),
             (dt.date(2026, 8, 5), "14:00", "12:00", "Amali", "Kabel"))


@pytest.fixture
def room(sqlite_office: Office) -> Class:
    return open_class(sqlite_office)


@pytest.fixture
def desk(room: Class) -> Desk:
    return Desk(room.office, synchronous=True)


@pytest.fixture
def page(desk: Desk, room: Class) -> ImportSessionsPage:
    made = ImportSessionsPage(desk)
    show(made)
    made.show_ref(Ref("import-sessions", room.cohort_id))
    made.shown()
    settle()
    return made


def write(path: Path, *rows: tuple[object, ...]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def click(within: QWidget, words: str) -> None:
    """Click the visible button that begins with these words."""
    found = [b for b in within.findChildren(QAbstractButton) if b.text().strip().startswith(words) and b.isVisible()]
    assert found, [b.text() for b in within.findChildren(QAbstractButton) if b.isVisible()]
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
    settle()


def press(page: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    page.activateWindow()
    QTest.qWait(1)
    QTest.keyClick(QApplication.focusWidget() or page, key, modifiers)
    settle()


def said(page: QWidget) -> list[str]:
    return [w.text() for kind in (QLabel, Note) for w in page.findChildren(kind) if w.isVisible()]


def sessions(room: Class) -> int:
    return len(room.office.ask(Sessions(cohort_id=room.cohort_id)))


def test_a_timetable_comes_in_through_the_same_pages(page: ImportSessionsPage, room: Class, tmp_path: Path,
                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    assert page.head._facts.isVisible() and page.wizard.current == FILE
    page.open_file(write(tmp_path / "jadual.xlsx", *TIMETABLE))
    assert page.wizard.current == COLUMNS and page.next.isEnabled()
    assert any(w.startswith("1 value unknown") for w in said(page.matching))

    def choose(dialog: ValuesDialog) -> None:
        assert list(dialog.choices) == ["Bengkel"]
        dialog.choices["Bengkel"].set_value("practical")
        dialog.accept()

    monkeypatch.setattr(talk, "open_dialog", choose)
    match = next(b for b in page.matching.findChildren(QAbstractButton) if b.accessibleName().startswith("Match the"))
    QTest.mouseClick(match, Qt.MouseButton.LeftButton)
    settle()
    assert not any("unknown" in w for w in said(page.matching))
    press(page, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    review = page.review
    QAbstractItemModelTester(review.table.rows_model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert page.wizard.current == REVIEW and review.chips.chip("reject").count == 1
    assert review.table.rows_model.row(0).number == 4 and not page.next.isEnabled()
    assert "2 new, 1 left out" in page.foot.words.text()
    before = sessions(room)
    index = review.table.rows_model.index(0, review.table.column_at("ends_at"))
    review.table.setCurrentIndex(index)
    press(page, Qt.Key.Key_F2)
    editor = review.table.viewport().focusWidget() or review.table.focusWidget()
    editor.selectAll()
    QTest.keyClicks(editor, "1700")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle()
    assert review.chips.chip("problems").count == 0 and page.next.isEnabled() and sessions(room) == before
    press(page, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    assert page.wizard.current == DONE and sessions(room) == before + 3 and "3 added" in said(page.done)
    [batch] = room.office.ask(ImportBatches())
    assert (batch.kind, batch.added, batch.file_name) == ("sessions", 3, "jadual.xlsx")


def test_what_is_on_record_is_compared_and_the_mode_decides(page: ImportSessionsPage, room: Class, tmp_path: Path) -> (
        None):
    page.open_file(write(tmp_path / "j.xlsx", HEADS, *TIMETABLE[1:2]))
    page.wizard.forward()
    page.wizard.forward()
    assert page.wizard.current == DONE
    later = write(tmp_path / "k.xlsx", HEADS, (dt.date(2026, 8, 3), "08:30", "12:30", "Amali", "Antena"),
                  (dt.date(2026, 8, 6), "08:30", "12:30", "Teori", "Teras"))
    page.open_file(later)
    assert any("as last time" in w for w in said(page.matching))  # the headings are known
    page.wizard.forward()
    review = page.review
    assert {k: review.chips.chip(k).count for k in ("new", "change", "same")} == {"new": 1, "change": 1, "same": 0}
    assert page.next.text().strip() == "Import 1"  # a list only adds until somebody says otherwise
    review.mode.set_value("both")
    review.mode.edited.emit()
    assert page.next.text().strip() == "Import 2" and "1 new, 1 changed" in page.foot.words.text()
    review.chips.set_value("change")
    review.refresh()
    review.table.selectRow(0)
    settle()
    assert review.pick is not None
    assert [(line.key, line.left, line.right) for line in review.pick.sides.lines] == [("kind", "Theory", "Practical")]
    press(page, Qt.Key.Key_1)
    press(page, Qt.Key.Key_Return)
    assert {k: review.chips.chip(k).count for k in ("new", "change", "same")} == {"new": 1, "change": 0, "same": 1}
    page.wizard.forward()
    assert page.wizard.current == DONE and {"1 added", "1 was as on record"} <= set(said(page.done))
    page.open_file(later)
    settle()
    assert any(w.startswith("This very file was imported") for w in said(page.matching))


def test_dates_written_both_ways_wait_for_a_word(page: ImportSessionsPage, room: Class, tmp_path: Path) -> None:
    page.open_file(write(tmp_path / "d.xlsx", HEADS, ("08/13/2026", "08:30", "12:30", "Teori", "A"),
                         ("14/08/2026", "08:30", "12:30", "Teori", "B"), ("09/08/2026", "08:30", "12:30", "", "C")))
    assert not page.next.isEnabled() and "both ways" in page.foot.missing()
    press(page, Qt.Key.Key_F8)
    choice = page.matching.orders[0]
    assert page.focusWidget() is choice and choice.value() is None
    choice.set_value("month")
    choice.edited.emit()
    assert page.next.isEnabled() and page.matching.orders[0].value() == "month"
    page.wizard.forward()
    days = [r.fields.get("day") for r in page.draft.rows]
    assert days == [dt.date(2026, 8, 13), dt.date(2026, 8, 14), dt.date(2026, 9, 8)]


def test_one_value_for_all_rows(page: ImportSessionsPage, room: Class, tmp_path: Path,
                                monkeypatch: pytest.MonkeyPatch) -> None:
    page.open_file(write(tmp_path / "f.xlsx", HEADS[:3], (dt.date(2026, 8, 3), "08:30", "12:30")))

    def fill(dialog: FixDialog) -> None:
        dialog.field.set_value("kind")
        dialog.field.edited.emit()
        assert not dialog._good() and dialog.choice.problem
        dialog.choice.editor.set_value("exam")
        assert dialog._good()
        dialog.accept()

    monkeypatch.setattr(talk, "open_dialog", fill)
    click(page.matching, "One value for all rows")
    assert page.draft.fixed == {"kind": "exam"} and {"All rows", "Exam"} <= set(said(page.matching))
    page.wizard.forward()
    assert page.review.table.rows_model.rowCount() == 1
    assert page.review.table.rows_model.index(0, page.review.table.column_at("kind")).data() == "Exam"
    page.wizard.backward()
    drop = next(b for b in page.matching.findChildren(QAbstractButton) if "Take this value away" in b.toolTip())
    QTest.mouseClick(drop, Qt.MouseButton.LeftButton)
    assert page.draft.fixed == {}


def test_sheets_of_one_layout_are_read_together(page: ImportSessionsPage, room: Class, tmp_path: Path) -> None:
    book = Workbook()
    for name, day in (("Ogos", 3), ("September", 4)):
        sheet = book.active if name == "Ogos" else book.create_sheet(name)
        sheet.title = name
        sheet.append(HEADS)
        sheet.append((dt.date(2026, 8, day), "08:30", "12:30", "Teori", name))
    book.save(tmp_path / "s.xlsx")
    page.open_file(tmp_path / "s.xlsx")
    assert page.matching.sheet.words(-1) == "All 2 sheets together"
    page.matching.sheet.set_value(-1)
    page.matching.sheet.edited.emit()
    assert page.matching.sheet.value() == -1
    page.wizard.forward()
    assert [r.shown("topic") for r in page.draft.rows] == ["Ogos", "September"]


def test_without_a_cohort_the_page_says_where_to_begin(desk: Desk, tmp_path: Path) -> None:
    page = ImportSessionsPage(desk)
    show(page)
    page.show_ref(Ref("import-sessions"))
    assert "Open the timetable" in page.problem.text() and not page.first.isEnabled()
    page.open_file(write(tmp_path / "x.xlsx", *TIMETABLE))
    assert page.draft is None


# -- history ---------------------------------------------------------------------------------------------------------
LIST = (("Nama Penuh", "No. KP", "E-mel"), ("ALI BIN ABU", "900101-14-5567", ""),
        ("SITI BINTI ALI", "900102-14-5566", ""))


def bring(desk: Desk, room: Class, path: Path) -> None:
    page = ImportPage(desk)
    show(page)
    page.show_ref(Ref("import", room.cohort_id))
    page.shown()
    page.open_file(path)
    page.wizard.forward()
    page.wizard.forward()
    assert page.wizard.current == DONE
    page.hide()


@pytest.fixture
def history(desk: Desk, room: Class, tmp_path: Path) -> HistoryPage:
    bring(desk, room, write(tmp_path / "intake.xlsx", *LIST))
    made = HistoryPage(desk)
    show(made)
    made.shown()
    settle()
    return made


def test_history_undoes_an_import_and_only_it(history: HistoryPage, desk: Desk, room: Class) -> None:
    QAbstractItemModelTester(history.table.rows_model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    count, roll = desk.office.ask(TraineeCount())[0], len(desk.office.ask(Roll(cohort_id=room.cohort_id)))
    assert history.table.rows_model.rowCount() == 1 and history.undo_button.isEnabled()
    desk.office.do(AddTrainee(full_name="SOMEBODY ELSE"))
    talk.answer_next(False)
    click(history, "Undo this import")
    assert talk.asked[-1] == "Undo the import of intake.xlsx?" and desk.office.ask(TraineeCount()) == [count + 1]
    talk.answer_next(True)
    history.table.setFocus()
    press(history, Qt.Key.Key_Return)
    assert desk.office.ask(TraineeCount()) == [count - 1]
    assert len(desk.office.ask(Roll(cohort_id=room.cohort_id))) == roll - 2
    assert history.chips.chip("undone").count == 1 and not history.undo_button.isEnabled()
    state = history.table.rows_model.index(0, history.table.column_at("state")).data()
    assert state.startswith("Undone")
    press(history, Qt.Key.Key_Return)  # a second time it is only said why not
    assert talk.asked[-1] == "intake.xlsx is not taken back." and talk.answers() == 0


def test_history_says_why_a_list_stays(history: HistoryPage, desk: Desk, room: Class,
                                       monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(talk, "tell", lambda sentence, detail="", **_more: told.extend((sentence, detail)))
    number = next(n for n, r in enumerate(desk.office.ask(Roll(cohort_id=room.cohort_id))) if r.name == "ALI BIN ABU")
    room.mark(number, 0, "P")
    click(history, "Undo this import")
    assert told[0] == "intake.xlsx is not taken back." and "ALI BIN ABU" in told[1] and not talk.asked
    assert history.chips.chip("undone").count == 0


def test_history_finds_and_filters(history: HistoryPage, desk: Desk, room: Class, tmp_path: Path) -> None:
    bring(desk, room, write(tmp_path / "other.xlsx", LIST[0], ("OMAR BIN ALI", "900103-14-5567", "")))
    assert history.table.rows_model.row(0).file_name == "other.xlsx"  # the latest first, without asking again by hand
    press(history, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    history.find()
    history.search.setText("intake")
    history.search.now()
    assert [history.table.rows_model.row(n).file_name for n in range(history.table.rows_model.rowCount())] == [
        "intake.xlsx"]
    history.search.setText("nothing like it")
    history.search.now()
    assert "No import found" in said(history)
