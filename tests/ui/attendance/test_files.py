"""A file of attendance by keys: chosen or dropped, asked about, compared, recorded and taken back."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.attendance.files.packet import Packets
from app.attendance.files.packet_back import PacketDraft
from app.attendance.queries import Register
from app.office.command import Ref
from app.office.office import Office
from tests.app.attendance.test_files_online import INPUTS, online
from tests.app.attendance.test_packets import by_somebody_else, fill, packet, put
from tests.app.class_room import Class
from tests.ui.attendance.on_screen import open_tab
from ui.attendance.files_open import PacketDialog
from ui.attendance.files_page import COMPARE, FILE, QUESTIONS, FilesPage
from ui.desk import talk
from ui.desk.desk import Desk

Key = Qt.Key


def press(page: FilesPage, *keys: Qt.Key, how: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(page.focusWidget() or page, key, how)
        QApplication.processEvents()


def page_for(desk: Desk, qtbot: QtBot, cohort: int, path: Path | None = None) -> FilesPage:
    page = FilesPage(desk)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    page.activateWindow()
    page.show_ref(Ref("attendance-files", cohort, str(path or "")))
    QApplication.processEvents()
    return page


def test_a_report_is_answered_compared_recorded_and_undone(sqlite_office: Office, qtbot: QtBot, dressed: None) -> None:
    _draft, _truth, cohort = online(sqlite_office, "teams-attendance")
    desk = Desk(sqlite_office, synchronous=True)
    gone: list[Ref] = []
    desk.show = gone.append  # type: ignore[assignment]
    page = page_for(desk, qtbot, cohort, INPUTS / "teams-attendance.csv")
    assert page.wizard.current == QUESTIONS and page.questions.table.rows_model.rowCount() == 9
    page.questions.table.setFocus()
    assert [b.text().strip() for b in page.questions.buttons] == [
        "NURUL SYAFIQAH BINTI HANAFI", "NURUL ATHIRAH BINTI KAMAL", "Leave out"]
    press(page, Key.Key_1)
    assert page.draft is not None and page.draft.open_questions() == 8
    page.questions.agree.click()
    assert page.draft.open_questions() == 4 and not page.questions.agree.isVisible()
    press(page, Key.Key_N, how=Qt.KeyboardModifier.AltModifier)
    assert page.wizard.current == COMPARE and page.wizard.next.text() == "Record 15 marks"
    page.compare.absent.click()
    assert page.wizard.next.text() == "Record 16 marks"
    assert page.compare.table is not None
    page.compare.chips.chip("new").click()
    page.compare.table.selectRow(0)
    page.compare.table.setFocus()
    press(page, Key.Key_Space)
    assert page.wizard.next.text() == "Record 15 marks"
    press(page, Key.Key_Space)
    page.save()
    assert page.draft is None and gone == [Ref("cohort", cohort, "attendance")]
    assert len(sqlite_office.ask(Register(cohort_id=cohort))[0].marks) == 16
    desk.undo()
    assert not sqlite_office.ask(Register(cohort_id=cohort))[0].marks
    desk.close()


def test_what_is_no_file_of_attendance_is_said_on_the_page(room: Class, desk: Desk, qtbot: QtBot,
                                                          dressed: None) -> None:
    page = page_for(desk, qtbot, room.cohort_id, INPUTS / "hostile" / "jpeg-renamed.xlsx")
    assert page.wizard.current == FILE and "JPEG" in page.problem.text() and not page.problem.isHidden()
    talk.answer_next(INPUTS / "hostile" / "empty.csv")
    page.first.click()
    assert "0 bytes" in page.problem.text()


def test_a_conflict_is_decided_by_keys_and_what_is_left_out_is_saved(room: Class, desk: Desk, qtbot: QtBot,
                                                                    tmp_path: Path, dressed: None) -> None:
    path = packet(room, tmp_path / "p.xlsx")
    room.mark(0, 0, "S")
    for cell in (put(0, 0, "P"), put(1, 0, "Q"), put(2, 0, "P")):
        fill(path, cell)
    page = page_for(desk, qtbot, room.cohort_id, path)
    assert page.wizard.current == COMPARE and page.compare.chips.value() == "conflict"
    assert page.compare.table is not None
    page.compare.table.setFocus()
    assert page.compare.sides is not None and page.wizard.next.text() == "Record 1 mark"
    press(page, Key.Key_2)
    assert page.wizard.next.text() == "Record 2 marks"
    press(page, Key.Key_1)
    assert page.wizard.next.text() == "Record 1 mark"
    talk.answer_next(tmp_path / "out.xlsx")
    page.export_left_out()
    assert openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0].max_row == 6
    talk.answer_next(True)
    page.leave()
    assert page.draft is None and room.view().marks[room.view().rows[0].enrolment_id, room.view().sessions[0].id] \
        .status == "S"


def test_marked_meanwhile_is_compared_again(room: Class, desk: Desk, qtbot: QtBot, tmp_path: Path,
                                            dressed: None) -> None:
    path = fill(packet(room, tmp_path / "p.xlsx"), put(0, 0, "P"))
    page = page_for(desk, qtbot, room.cohort_id, path)
    by_somebody_else(room, 0, 0, "S")
    talk.forget()
    page.record()
    assert isinstance(page.draft, PacketDraft) and page.draft.counts()["conflict"] == 1
    assert page.compare.chips.value() == "conflict"


def test_a_file_that_is_looked_at_is_not_thrown_away(room: Class, desk: Desk, qtbot: QtBot, tmp_path: Path,
                                                    dressed: None) -> None:
    path = fill(packet(room, tmp_path / "p.xlsx"), put(0, 0, "P"))
    page = page_for(desk, qtbot, room.cohort_id, path)
    before = page.draft
    talk.answer_next(False)
    page.take_file(path)
    assert page.draft is before and not page.may_leave()
    page.show_ref(Ref("attendance-files"))
    page.show_ref(Ref("attendance-files", room.cohort_id, str(path)))
    assert page.draft is before and page.unsaved()
    anew = FilesPage(desk)
    qtbot.addWidget(anew)
    anew.take(page.held())
    assert anew.draft is before and anew.wizard.current == COMPARE and anew.wizard.next.text() == "Record 1 mark"


def test_from_the_register_a_packet_goes_out_and_a_dropped_file_comes_in(room: Class, desk: Desk, qtbot: QtBot,
                                                                        tmp_path: Path, dressed: None) -> None:
    tab = open_tab(room, desk)
    qtbot.addWidget(tab)
    shown: list[Ref] = []
    desk.show = shown.append  # type: ignore[assignment]
    talk.answer_next(True, tmp_path / "packet.xlsx")
    acts = {a.text(): a for a in tab.commands.more if a is not None}
    acts["Make an attendance packet…"].trigger()
    made = room.office.ask(Packets(cohort_id=room.cohort_id))
    assert len(made) == 1 and (tmp_path / "packet.xlsx").exists()
    tab.take_file(tmp_path / "packet.xlsx")
    acts["Bring in a file…"].trigger()
    assert shown == [Ref("attendance-files", room.cohort_id, str(tmp_path / "packet.xlsx")),
                     Ref("attendance-files", room.cohort_id)]
    dialog = PacketDialog(desk, tab.view, tab)  # type: ignore[arg-type]
    assert "1 packet of this cohort has not come back" in dialog.out.text()
    dialog.form.fields["first"].editor.set_value("soon")
    assert dialog.check is not None and not dialog.check() and dialog.form.fields["first"].problem
    dialog.close()
    tab.close()


@pytest.fixture(autouse=True)
def nothing_asked() -> None:
    talk.forget()
