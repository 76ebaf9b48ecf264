"""The register as a spreadsheet: blocks, fills and refusals in one step of undo; states; what is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.attendance.queries import SessionRow
from app.cohorts.queries import CohortDetail
from app.office.permissions import Actor
from tests.app.class_room import Class
from tests.ui.attendance.on_screen import TODAY, letters, open_tab, press
from ui.attendance.moment import moment_of
from ui.attendance.reason import ReasonDialog
from ui.attendance.register import AttendanceTab
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.empty_state import EmptyState
from ui.kit.popover import Popover
from ui.kit.refused import RefusedCells

Key, Mod = Qt.Key, Qt.KeyboardModifier
CTRL, SHIFT, ALT = Mod.ControlModifier, Mod.ShiftModifier, Mod.AltModifier


@pytest.fixture
def dialogs(monkeypatch: pytest.MonkeyPatch) -> list[RefusedCells]:
    opened: list[RefusedCells] = []
    monkeypatch.setattr(talk, "open_dialog", opened.append)
    return opened


def person(room: Class, number: int) -> int:
    return room.view().rows[number].enrolment_id


def session(room: Class, number: int = TODAY) -> int:
    return room.view().sessions[number].id


def test_a_block_from_excel_marks_what_it_can_and_lists_the_rest_in_one_step(
        tab: AttendanceTab, room: Class, desk: Desk, dialogs: list[RefusedCells]) -> None:
    room.mark(0, TODAY - 1, "X")
    tab.load()
    tab.grid.go(person(room, 0), session(room, TODAY - 1))
    QGuiApplication.clipboard().setText('\tHadir\tP\r\nA\t"maybe\r\nlater"\t\r\n1\tmc\t\r\n')
    press(tab, Key.Key_V, mod=CTRL)
    assert letters(room, TODAY - 1) == ".XH..." and letters(room) == "H....."  # an empty cell clears, as in Excel
    assert [(r.column, r.text, r.why) for r in dialogs[0].refused] == [
        ("Wed 15 Jul", "P", "This session is on Wed 15 Jul 2026. It can be marked from that day on."),
        ("Tue 14 Jul", "maybe later", "It is no mark of this register."),
        ("Tue 14 Jul", "mc", "It is no mark of this register.")]
    assert "saved. Undo takes them back together" in dialogs[0].consequence.text()
    desk.undo()
    assert letters(room, TODAY - 1) == "X....." and letters(room) == "......"
    assert tab.grid.model.cell(tab.grid.model.place(person(room, 0), session(room, TODAY - 1))).text == "A"


def test_a_block_that_hangs_over_is_cut_and_said(tab: AttendanceTab, room: Class, dialogs: list[RefusedCells]) -> None:
    tab.grid.go(person(room, 4), session(room))
    QGuiApplication.clipboard().setText("P\nP\nP\nP\n")
    press(tab, Key.Key_V, mod=CTRL)
    assert letters(room) == "....HH"
    assert "2 rows hung over" in dialogs[0].consequence.text() and not dialogs[0].refused


def test_fill_down_cut_and_undo(tab: AttendanceTab, room: Class, desk: Desk) -> None:
    press(tab, Key.Key_S, Key.Key_Up)
    press(tab, Key.Key_Down, mod=CTRL | SHIFT)
    press(tab, Key.Key_D, mod=CTRL)
    assert letters(room) == "SSSSSS"
    desk.undo()
    assert letters(room) == "S....."
    desk.redo()
    press(tab, Key.Key_X, mod=CTRL)
    assert letters(room) == "......" and QGuiApplication.clipboard().text() == "\n".join("SSSSSS")
    desk.undo()
    assert letters(room) == "SSSSSS"


def test_a_whole_session_a_whole_row_and_only_the_empty_ones(tab: AttendanceTab, room: Class, desk: Desk) -> None:
    press(tab, Key.Key_A, Key.Key_Up)
    press(tab, Key.Key_Space, mod=CTRL)
    press(tab, Key.Key_Return, mod=CTRL)
    assert letters(room) == "XHHHHH"
    press(tab, Key.Key_P)
    assert letters(room) == "HHHHHH"
    desk.undo()
    assert letters(room) == "XHHHHH"
    press(tab, Key.Key_Right)
    press(tab, Key.Key_Left)
    press(tab, Key.Key_Space, mod=SHIFT)
    press(tab, Key.Key_E)
    row = [m.status for (p, _s), m in room.view().marks.items() if p == person(room, 0)]
    assert row == ["K"] * 12  # sessions to come are left alone


def test_space_turns_present_into_absent(tab: AttendanceTab, room: Class) -> None:
    press(tab, Key.Key_Space, Key.Key_Up, Key.Key_Space)
    assert letters(room) == "X....."


def test_saved_with_the_time(tab: AttendanceTab) -> None:
    press(tab, Key.Key_P)
    assert tab.hint_state == ("Saved 12:00", "ok")


def test_todays_session_from_anywhere(tab: AttendanceTab, room: Class) -> None:
    press(tab, Key.Key_Home, mod=CTRL)
    assert tab.tools.title.text().startswith("Session 1 ")
    press(tab, Key.Key_Semicolon, mod=CTRL)
    assert tab.tools.title.text() == "Session 12 · Tue 14 Jul"


def test_the_session_of_the_moment(room: Class) -> None:
    template = room.view().sessions[TODAY]

    def at(key: int, starts: str, ends: str, **more: object) -> SessionRow:
        return replace(template, id=key, starts_at=starts, ends_at=ends, **more)  # type: ignore[arg-type]

    morning, afternoon = at(1, "08:30", "12:30"), at(2, "14:00", "17:00")

    def found(now: str, *sessions: SessionRow) -> int | None:
        chosen = moment_of(list(sessions), template.day, now)
        return chosen.id if chosen else None

    assert found("08:00", morning, afternoon) == 1 and found("10:00", morning, afternoon) == 1
    assert found("15:00", morning, afternoon) == 2 and found("18:00", morning, afternoon) == 2
    closed = replace(morning, closed_at=template.taken_at or room.office.clock())
    assert found("12:00", closed, afternoon) == 2
    assert found("10:00", replace(morning, state="cancelled"), afternoon) == 2


def test_a_certificate_locks_the_row_and_says_so(tab: AttendanceTab, room: Class) -> None:
    base = tab.book.base
    assert base is not None
    tab.book._show(replace(base, locked=frozenset({person(room, 0)})))
    press(tab, Key.Key_P)
    assert letters(room) == "......" and "certificate" in tab.hint_state[0]
    name = tab.grid.model.index(0, 1)
    assert "certificate" in name.data(Qt.ItemDataRole.ToolTipRole)
    tab.marking.mark_session("H")
    assert letters(room) == ".HHHHH"


def test_a_status_that_needs_a_reason_asks_for_it_at_once(tab: AttendanceTab, room: Class,
                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    base = tab.book.base
    assert base is not None
    tab.book._show(replace(base, statuses=tuple(
        replace(s, needs_reason=True) if s.code == "S" else s for s in base.statuses)))
    opened: list[ReasonDialog] = []
    monkeypatch.setattr(talk, "open_dialog", opened.append)
    press(tab, Key.Key_S)
    assert letters(room) == "......" and opened[0].check is not None and not opened[0].check()
    opened[0]._reason.set_value("MC 77")
    opened[0]._do()
    assert letters(room) == "S....." and next(iter(room.view().marks.values())).reason == "MC 77"


def test_history_of_a_cell_and_the_sum_of_a_row_beside_them(tab: AttendanceTab, room: Class, qtbot: QtBot) -> None:
    press(tab, Key.Key_P, Key.Key_Up, Key.Key_A, Key.Key_Up)
    press(tab, Key.Key_F2, mod=SHIFT)
    card = tab.findChild(Popover)
    assert card is not None and "Present → Absent" in card.body.accessibleDescription()
    card.close_now()
    QApplication.sendPostedEvents(None, 0)
    press(tab, Key.Key_Return, mod=ALT)
    cards = [c for c in tab.findChildren(Popover) if c.isVisible()]
    assert len(cards) == 1 and "AHMAD DANISH" in cards[0].accessibleName()
    cards[0].close_now()


def test_the_menu_of_a_cell_has_marks_and_blocks(tab: AttendanceTab, room: Class, qtbot: QtBot,
                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, *_a: shown.append(menu))
    rect = tab.grid.view.visualRect(tab.grid.view.currentIndex())
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, rect.center(), tab.grid.view.mapToGlobal(QPoint(0, 0)))
    tab.grid.view.contextMenuEvent(event)
    press(tab, Key.Key_F10, mod=SHIFT)
    assert len(shown) == 2
    words = [a.text() for a in shown[0].actions()]
    assert "Absent\tA" in words and "Fill down\tCtrl+D" in words
    next(a for a in shown[0].actions() if a.text() == "Absent\tA").trigger()
    assert letters(room) == "X....."
    for menu in shown:
        menu.close()


def test_every_command_is_named_once_for_menus_and_palette(tab: AttendanceTab) -> None:
    keys = [k.toString() for a in tab.acts for k in a.shortcuts()]
    assert len(keys) == len(set(keys)) and "F11" in keys and "F2" in keys
    assert all(a.text() for a in tab.acts)
    assert QKeySequence("Ctrl+Z").toString() not in keys


def test_search_and_filter_leave_nobody_and_come_back(tab: AttendanceTab) -> None:
    assert tab.width() == 1310  # the toolbar asks for no more room than there is
    tab.find()
    assert tab.tools.search.isVisible() and not tab.tools.find_button.isVisible()
    QTest.keyClicks(tab.tools.search, "mei ling")
    tab.tools.search.now()
    assert [p.name for p in tab.grid.model.people] == ["CHONG MEI LING"]
    QTest.keyClicks(tab.tools.search, "xx")
    tab.tools.search.now()
    assert tab.states.state == "none" and tab.grid.isHidden()
    state = tab.states.findChild(EmptyState)
    assert state is not None
    tab.show_everybody()
    assert tab.states.state == "" and len(tab.grid.model.people) == 6
    press(tab, Key.Key_Down)
    assert not tab.tools.search.isVisible() and tab.tools.find_button.isVisible()


def test_no_sessions_and_nobody_enrolled_are_explained(tab: AttendanceTab, room: Class) -> None:
    base = tab.book.base
    assert base is not None
    tab.book._show(replace(base, sessions=()))
    assert tab.states.state == "sessions"
    tab.book._show(replace(base, rows=()))
    assert tab.states.state == "people"
    tab.book.base = tab.book.view = None
    tab.states.failed(tab.load)
    state = tab.states.findChildren(EmptyState)[-1]
    assert "could not be read" in state.sentence.text()


def test_filter_and_width_of_the_names_are_kept(room: Class, qtbot: QtBot) -> None:
    room.office.actor = Actor(1, "rohaya", "Rohaya", frozenset({"administrator"}))
    desk = Desk(room.office, synchronous=True)
    tab = open_tab(room, desk)
    qtbot.addWidget(tab)
    tab.tools.filter._group.button(1).click()
    tab.grid.set_frozen_width(480)
    tab.grid.frozen_dragged.emit(480)
    desk.kept.write()
    tab.close()
    again = open_tab(room, Desk(room.office, synchronous=True))
    qtbot.addWidget(again)
    assert again.tools.filter.value() == "low" and again.grid.frozen_width == 480
    again.close()


def test_a_reference_opens_roll_call_at_its_session(room: Class, desk: Desk, qtbot: QtBot) -> None:
    tab = AttendanceTab(desk)
    qtbot.addWidget(tab)
    tab.resize(1310, 640)
    tab.show_detail(f"{session(room, TODAY - 1)}:roll")
    tab.show_cohort(room.office.ask(CohortDetail(cohort_id=room.cohort_id))[0])
    tab.show()
    tab.shown()
    qtbot.waitUntil(lambda: tab.roll is not None)
    assert tab.roll is not None and tab.roll.turns.session_id == session(room, TODAY - 1)
    tab.roll.close()
    tab.close()


def test_a_cell_is_spoken_with_name_day_and_mark(tab: AttendanceTab, room: Class) -> None:
    column = tab.grid.model.place(person(room, 0), session(room))
    assert column.data(Qt.ItemDataRole.AccessibleTextRole) == "AHMAD DANISH BIN ROSLAN, Tue 14 Jul: Not marked"
    press(tab, Key.Key_L)
    assert column.data(Qt.ItemDataRole.AccessibleTextRole) == "AHMAD DANISH BIN ROSLAN, Tue 14 Jul: Late"


def test_a_register_is_taken_from_the_menu_though_nobody_is_marked(tab: AttendanceTab, room: Class) -> None:
    next(a for a in tab.tools.more.list.actions() if a.text() == "Take the register").trigger()
    assert room.view().sessions[TODAY].taken_at is not None
    assert all(a.text() != "Take the register" for a in tab.tools.more.list.actions())


def test_a_closed_cohort_says_so_at_once(tab: AttendanceTab) -> None:
    base = tab.book.base
    assert base is not None
    tab.book._show(replace(base, cohort=replace(base.cohort, status="closed")))
    assert tab.hint_state == ("The cohort is closed, so its registers cannot be changed.", "neutral")
    press(tab, Key.Key_P)
    assert tab.hint_state[1] == "danger" and not tab.tools.rest.isEnabled()
