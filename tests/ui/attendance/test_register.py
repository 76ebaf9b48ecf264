"""The register by keyboard: each key is a mark on disk, in the letters of the language; all can be undone."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.attendance.commands import CloseSession, MarkRestPresent
from app.cohorts.queries import CohortDetail
from app.i18n import use_language
from app.office.permissions import Actor
from tests.app.class_room import Class
from tests.ui.attendance.on_screen import TODAY, drawn, letters, open_tab, press
from ui.attendance.dialogs import CommandDialog
from ui.attendance.register import AttendanceTab
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.refused import RefusedCells

Key, Mod = Qt.Key, Qt.KeyboardModifier


def test_opens_at_todays_first_empty_cell(tab: AttendanceTab, room: Class) -> None:
    assert tab.tools.title.text() == "Session 12 · Tue 14 Jul"
    assert tab.grid.current() == (room.view().rows[0].enrolment_id, room.view().sessions[TODAY].id)
    assert tab.tools.state.text() == "0 of 6 marked"
    assert tab.grid.caption.startswith("Needs 80 %")


def test_letters_mark_and_go_down(tab: AttendanceTab, room: Class) -> None:
    press(tab, Key.Key_P, Key.Key_A, Key.Key_L, Key.Key_E, Key.Key_S, Key.Key_D)
    assert letters(room) == "HXLKSR"
    assert drawn(tab) == "PALESD"
    assert tab.tools.state.text() == "6 of 6 marked"
    shown = [tab.grid.model.index(r, 2).data() for r in range(6)]
    assert shown == ["100.0 %", "0.0 %", "100.0 %", "0.0 %", "0.0 %", "100.0 %"]
    assert room.office.undo_label() == 'Mark =HYPERLINK("x") BIN ABU: Official duty'


def test_malay_letters_and_unambiguous_english_ones(room: Class, desk: Desk, qtbot: QtBot) -> None:
    use_language("ms")
    tab = open_tab(room, desk)
    qtbot.addWidget(tab)
    press(tab, Key.Key_H, Key.Key_X, Key.Key_L, Key.Key_K, Key.Key_P, Key.Key_A)
    assert letters(room) == "HXLKPX"
    assert drawn(tab) == "HXLKPX"
    tab.close()


def test_undo_redraws(tab: AttendanceTab, room: Class, desk: Desk) -> None:
    press(tab, Key.Key_P, Key.Key_A)
    desk.undo()
    assert drawn(tab) == "P....." and letters(room) == "H....."
    desk.redo()
    assert drawn(tab) == "PA...."


def test_delete_clears_and_arrows_move(tab: AttendanceTab, room: Class) -> None:
    press(tab, Key.Key_P, Key.Key_A, Key.Key_Up, Key.Key_Delete, Key.Key_Left, Key.Key_L)
    assert letters(room) == "H....."
    assert letters(room, TODAY - 1) == ".L...."


def test_a_block_is_one_step(tab: AttendanceTab, room: Class, desk: Desk) -> None:
    press(tab, Key.Key_Down, Key.Key_Down, mod=Mod.ShiftModifier)
    press(tab, Key.Key_S)
    assert letters(room) == "SSS..."
    desk.undo()
    assert letters(room) == "......"


def test_rest_present_with_ctrl_enter(tab: AttendanceTab, room: Class) -> None:
    press(tab, Key.Key_A)
    press(tab, Key.Key_Return, mod=Mod.ControlModifier)
    assert letters(room) == "XHHHHH" and drawn(tab) == "APPPPP"
    assert room.view().sessions[TODAY].taken_at is not None


def test_next_and_previous_session(tab: AttendanceTab) -> None:
    press(tab, Key.Key_Left, mod=Mod.ControlModifier)
    assert tab.tools.title.text() == "Session 11 · Mon 13 Jul"
    tab.tools.after.click()
    tab.tools.after.click()
    assert tab.tools.title.text() == "Session 13 · Wed 15 Jul"
    assert not tab.tools.rest.isEnabled() and "Wed 15 Jul 2026" in tab.tools.rest.toolTip()


def test_the_next_sheet_of_paper_begins_at_the_top(tab: AttendanceTab, room: Class) -> None:
    rows, sessions = room.view().rows, room.view().sessions
    tab.grid.go(rows[-1].enrolment_id, sessions[0].id)
    press(tab, Key.Key_Right, mod=Mod.ControlModifier)
    assert tab.grid.current() == (rows[0].enrolment_id, sessions[1].id)
    press(tab, Key.Key_P)
    tab.grid.go(rows[-1].enrolment_id, sessions[2].id)
    press(tab, Key.Key_Left, mod=Mod.ControlModifier)
    assert tab.grid.current() == (rows[-1].enrolment_id, sessions[1].id)


def test_the_session_is_moved_cancelled_and_restored_from_palette_and_menu_bar(tab: AttendanceTab) -> None:
    acts = {a.text(): a for a in tab.acts}
    tab.go_to_session(tab.view.sessions[3].id if tab.view else None)
    tab.commands.follow()
    assert acts["Cancel this session…"].isEnabled() and acts["Move this session…"].isEnabled()
    assert acts["Restore this session"].toolTip() == "This session is not cancelled."
    talk.forget()
    talk.answer_next(False)
    acts["Cancel this session…"].trigger()
    assert any("Cancel the session" in question for question in talk.asked)


def test_the_future_is_explained_not_marked(tab: AttendanceTab, room: Class) -> None:
    press(tab, Key.Key_Right, mod=Mod.ControlModifier)
    press(tab, Key.Key_P)
    assert not room.view().marks
    assert "can be marked from that day on" in tab.hint_state[0] and tab.hint_state[1] == "danger"


def test_copy_and_paste(tab: AttendanceTab, room: Class) -> None:
    press(tab, Key.Key_P, Key.Key_A, Key.Key_L)
    press(tab, Key.Key_Up, Key.Key_Up, Key.Key_Up)
    press(tab, Key.Key_Down, Key.Key_Down, mod=Mod.ShiftModifier)
    press(tab, Key.Key_C, mod=Mod.ControlModifier)
    assert QGuiApplication.clipboard().text() == "P\nA\nL"
    QGuiApplication.clipboard().setText("p\nnonsense\na")
    tab.grid.go(room.view().rows[3].enrolment_id, room.view().sessions[TODAY].id)
    press(tab, Key.Key_V, mod=Mod.ControlModifier)
    assert letters(room) == "HXLH.X"
    dialog = tab.findChild(RefusedCells) or tab.window().findChild(RefusedCells)
    assert [(r.name, r.column, r.text) for r in dialog.refused] == [("DANIEL ANAK NYAMBAR", "Tue 14 Jul", "nonsense")]
    assert "2 other cells are saved" in dialog.consequence.text()
    dialog.close()
    room.office.undo()
    assert letters(room) == "HXL..."


def test_reason_with_f2(tab: AttendanceTab, room: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    press(tab, Key.Key_L, Key.Key_Up)
    opened = []

    def fill(dialog: object) -> None:
        opened.append(dialog)
        dialog._reason.set_value("Bus")  # type: ignore[attr-defined]
        dialog._minutes.set_value(15)  # type: ignore[attr-defined]
        dialog.accept()  # type: ignore[attr-defined]

    monkeypatch.setattr(talk, "open_dialog", fill)
    press(tab, Key.Key_F2)
    mark = next(iter(room.view().marks.values()))
    assert opened and (mark.status, mark.reason, mark.minutes) == ("L", "Bus", 15)


def test_closing_names_who_is_empty_then_locks(tab: AttendanceTab, room: Class) -> None:
    talk.forget()
    talk.answer_next(False)
    tab.tools.lock.click()
    assert talk.asked == ["6 trainees are not marked yet"]
    assert room.view().sessions[TODAY].closed_at is None and tab.grid.current() is not None
    tab.tools.rest.click()
    tab.tools.lock.click()
    assert room.view().sessions[TODAY].closed_at is not None
    assert tab.tools.lock.text().strip() == "Reopen"
    talk.answer_next(False)  # what a letter does now is a decision, with a reason
    press(tab, Key.Key_A)
    assert letters(room) == "HHHHHH" and talk.asked[-1].startswith("Change the mark of ")


def test_a_refused_mark_is_taken_back_from_the_screen(tab: AttendanceTab, room: Class) -> None:
    room.office.do(MarkRestPresent(session_id=room.view().sessions[TODAY].id))
    tab.desk.changed.disconnect(tab._changed)  # another PC closes it: this window has not heard of it
    room.office.do(CloseSession(session_id=room.view().sessions[TODAY].id))
    press(tab, Key.Key_A)
    assert drawn(tab) == "PPPPPP" and letters(room) == "HHHHHH"
    assert tab.hint_state == ("The last mark is not saved.", "danger")


def test_below_shows_those_below(tab: AttendanceTab, room: Class) -> None:
    press(tab, Key.Key_P, Key.Key_A, Key.Key_P)
    tab.tools.filter._group.button(1).click()
    assert [p.name for p in tab.grid.model.people] == ["AIMAN HAZIQ BIN SHAHRIL"]


def test_a_viewer_reads_only(room: Class, qtbot: QtBot) -> None:
    room.office.actor = Actor(9, "v", "V", frozenset({"viewer"}))
    tab = open_tab(room, Desk(room.office, synchronous=True))
    qtbot.addWidget(tab)
    press(tab, Key.Key_P)
    assert not room.view().marks and "Administrator or Instructor" in tab.hint_state[0]
    assert not tab.tools.rest.isEnabled()
    tab.close()


def test_excel_export_and_sheet_for_signing(tab: AttendanceTab, tmp_path: Path) -> None:
    book, paper, filled = tmp_path / "a.xlsx", tmp_path / "a.pdf", tmp_path / "b.pdf"
    talk.answer_next(True, str(paper), True, str(book), str(filled))
    tab.print_()
    tab.export()
    assert openpyxl.load_workbook(book).sheetnames == ["Kehadiran", "Nota"]
    assert paper.read_bytes().startswith(b"%PDF")
    next(a for a in tab.tools.more.list.actions() if "filled" in a.text()).trigger()
    assert filled.read_bytes().startswith(b"%PDF") and filled.read_bytes() != paper.read_bytes()


def test_sessions_are_cancelled_and_restored_from_the_menu(tab: AttendanceTab, room: Class,
                                                           monkeypatch: pytest.MonkeyPatch) -> None:
    dialogs: list[CommandDialog] = []
    monkeypatch.setattr(talk, "open_dialog", dialogs.append)
    next(a for a in tab.tools.more.list.actions() if "Cancel" in a.text()).trigger()
    dialogs[0]._do()
    assert not room.view().sessions[TODAY].cancelled  # a reason is needed
    dialogs[0].form.fields["reason"].set_value("Power failure")
    dialogs[0]._do()
    assert room.view().sessions[TODAY].cancelled
    assert tab.tools.title.text() == "Cancelled session · Tue 14 Jul"
    assert tab.tools.state.text() == "Cancelled: Power failure"
    press(tab, Key.Key_P)
    assert not room.view().marks
    next(a for a in tab.tools.more.list.actions() if "Restore" in a.text()).trigger()
    press(tab, Key.Key_P)
    assert letters(room) == "H....."


def test_the_model_keeps_its_promises(tab: AttendanceTab, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(tab.grid.model)
    press(tab, Key.Key_P)


def test_fast_typing_with_undo_in_between_beside_the_window(room: Class, qtbot: QtBot) -> None:
    """With the real lanes: what is on screen in the end is what is on disk."""
    desk = Desk(room.office)
    tab = AttendanceTab(desk)
    qtbot.addWidget(tab)
    tab.resize(1310, 640)
    tab.show_cohort(room.office.ask(CohortDetail(cohort_id=room.cohort_id))[0])
    tab.show()
    tab.shown()
    qtbot.waitUntil(lambda: tab.grid.current() is not None)
    press(tab, Key.Key_P, Key.Key_A, Key.Key_L)
    desk.undo()
    press(tab, Key.Key_E, Key.Key_S, Key.Key_Up, Key.Key_Up, Key.Key_A)
    qtbot.waitUntil(lambda: letters(room) == "HX.XS." and drawn(tab) == "PA.AS." and tab.book.waiting == 0)
    tab.close()
    desk.close()
