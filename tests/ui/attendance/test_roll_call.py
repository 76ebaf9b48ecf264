"""Roll call by keys: one name after the other, back, skip, reason, the rest, undo, the end; both languages; narrow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.attendance.commands import CloseSession
from app.i18n import use_language
from app.office.office import Office
from app.office.permissions import Actor
from tests.app.class_room import Class, open_class
from tests.ui.attendance.on_screen import TODAY, letters, open_tab
from ui.attendance.reason import ReasonDialog
from ui.attendance.register import AttendanceTab
from ui.attendance.roll_call import RollCall
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit import big
from ui.kit.theme import theme

Key, Mod = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def tab(room: Class, desk: Desk, qtbot: QtBot) -> Iterator[AttendanceTab]:
    made = open_tab(room, desk)
    qtbot.addWidget(made)
    yield made
    if made.roll is not None:
        made.roll.close()
    made.close()


def call(tab: AttendanceTab) -> RollCall:
    QTest.keyClick(tab.grid.view, Key.Key_F11)
    assert isinstance(tab.roll, RollCall)
    QApplication.processEvents()  # the keys are its own once the window is in front
    assert QApplication.focusWidget() is tab.roll
    return tab.roll


def press(roll: RollCall, *keys: Key, mod: Mod = Mod.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(roll, key, mod)


def name(roll: RollCall) -> str:
    return roll.person.name.name


def test_letters_mark_and_the_next_name_comes(tab: AttendanceTab, room: Class) -> None:
    roll = call(tab)
    assert name(roll) == "AHMAD DANISH BIN ROSLAN" and roll.head.title.text() == "Session 12 · Tuesday 14 July"
    press(roll, Key.Key_P, Key.Key_A, Key.Key_Return, Key.Key_L)
    assert letters(room) == "HXHL.."
    assert name(roll) == "DANIEL ANAK NYAMBAR"
    assert (roll.head.done.text(), roll.head.left.text()) == ("4 of 6", "2 left")
    assert roll.head.counts["H"].count == 2 and roll.head.counts["X"].count == 1
    view = room.view()
    assert {m.status for m in view.marks.values()} == {"H", "X", "L"}
    assert roll.saved.text().startswith("Saved 12:00")


def test_back_skip_and_undo(tab: AttendanceTab, room: Class) -> None:
    roll = call(tab)
    press(roll, Key.Key_A, Key.Key_Down)
    assert name(roll) == "BRYAN LIM ZHI HAO"
    press(roll, Key.Key_Up, Key.Key_Up)
    assert name(roll) == "AHMAD DANISH BIN ROSLAN"
    press(roll, Key.Key_P)
    assert letters(room) == "H....." and name(roll) == "AIMAN HAZIQ BIN SHAHRIL"
    press(roll, Key.Key_Z, mod=Mod.ControlModifier)
    assert letters(room) == "X....." and name(roll) == "AHMAD DANISH BIN ROSLAN"


def test_all_others_present_and_the_end_sums_up_and_closes_the_register(tab: AttendanceTab, room: Class) -> None:
    roll = call(tab)
    press(roll, Key.Key_A)
    press(roll, Key.Key_Return, mod=Mod.ControlModifier)
    assert letters(room) == "XHHHHH"
    assert roll.stack.currentIndex() == 1 and roll.end.sums.text() == "5 present · 1 absent"
    assert roll.end.missing.text() == "Absent: AHMAD DANISH BIN ROSLAN"
    press(roll, Key.Key_Up)  # back to the last name: every mark can still be changed
    assert name(roll) == '=HYPERLINK("x") BIN ABU'
    press(roll, Key.Key_S)
    assert letters(room) == "XHHHHS" and roll.stack.currentIndex() == 1
    press(roll, Key.Key_Z, mod=Mod.ControlModifier)
    assert letters(room) == "XHHHHH" and name(roll) == '=HYPERLINK("x") BIN ABU'
    press(roll, Key.Key_Z, mod=Mod.ControlModifier)  # all who were left come back, and the first of them is next
    assert letters(room) == "X....." and name(roll) == "AIMAN HAZIQ BIN SHAHRIL"
    press(roll, Key.Key_Return, mod=Mod.ControlModifier)
    roll.end.lock.click()
    assert room.view().sessions[TODAY].closed_at is not None and tab.roll is None


def test_the_reason_of_the_one_just_marked(tab: AttendanceTab, room: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    roll = call(tab)
    press(roll, Key.Key_L)

    def fill(dialog: ReasonDialog) -> None:
        dialog._reason.set_value("Bus")
        dialog._minutes.set_value(20)
        dialog.accept()

    monkeypatch.setattr(talk, "open_dialog", fill)
    press(roll, Key.Key_F2)
    mark = next(iter(room.view().marks.values()))
    assert (mark.status, mark.reason, mark.minutes) == ("L", "Bus", 20)
    assert name(roll) == "AIMAN HAZIQ BIN SHAHRIL"  # F2 does not move on


def test_escape_leaves_everything_saved_and_the_grid_where_roll_call_was(tab: AttendanceTab, room: Class) -> None:
    roll = call(tab)
    press(roll, Key.Key_P, Key.Key_P)
    press(roll, Key.Key_Escape)
    assert tab.roll is None and letters(room) == "HH...."
    assert tab.grid.current() == (room.view().rows[2].enrolment_id, room.view().sessions[TODAY].id)


def test_malay_letters(room: Class, desk: Desk, qtbot: QtBot) -> None:
    use_language("ms")
    tab = open_tab(room, desk)
    qtbot.addWidget(tab)
    roll = call(tab)
    press(roll, Key.Key_H, Key.Key_X, Key.Key_K, Key.Key_R, Key.Key_P)
    assert letters(room) == "HXKRP."
    assert roll.person.buttons["H"].letter == "H" and "Hadir" in roll.person.buttons["H"].accessibleName()
    roll.close()
    tab.close()


def test_marks_are_told_with_absences_in_a_row(tab: AttendanceTab, room: Class) -> None:
    for session in (TODAY - 2, TODAY - 1):
        room.mark(1, session, "X")
    tab.load()
    roll = call(tab)
    press(roll, Key.Key_P)
    assert [status for _session, status in roll.turns.before(roll.turns.now)] == ["X", "X"]
    press(roll, Key.Key_A)
    assert roll._words.text() == "AIMAN HAZIQ BIN SHAHRIL: absent · absent 3 times in a row"


def test_a_click_on_a_name_and_on_a_mark(tab: AttendanceTab, room: Class, qtbot: QtBot) -> None:
    roll = call(tab)
    QApplication.processEvents()
    index = roll.side.names.model_.index(3)
    qtbot.mouseClick(roll.side.names.viewport(), Qt.MouseButton.LeftButton,
                     pos=roll.side.names.visualRect(index).center())
    assert name(roll) == "CHONG MEI LING"
    qtbot.mouseClick(roll.person.buttons["S"], Qt.MouseButton.LeftButton)
    assert letters(room) == "...S.."
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "4 CHONG MEI LING: Sick leave"


def test_a_closed_register_and_a_viewer_have_no_roll_call(tab: AttendanceTab, room: Class, qtbot: QtBot) -> None:
    QTest.keyClick(tab.grid.view, Key.Key_Return, Mod.ControlModifier)
    room.office.do(CloseSession(session_id=room.view().sessions[TODAY].id))
    tab.load()
    QTest.keyClick(tab.grid.view, Key.Key_F11)
    assert tab.roll is None and "closed" in tab.hint_state[0]
    room.office.actor = Actor(9, "v", "V", frozenset({"viewer"}))
    other = open_tab(room, Desk(room.office, synchronous=True))
    qtbot.addWidget(other)
    QTest.keyClick(other.grid.view, Key.Key_F11)
    assert other.roll is None and "Administrator or Instructor" in other.hint_state[0]
    other.close()


def test_the_name_shrinks_then_takes_two_lines_and_is_never_cut_before(qtbot: QtBot) -> None:
    widget = big.BigName()
    qtbot.addWidget(widget)
    widget.set_name("Dayangku Siti Hajar binti Awang Bungsu")
    assert widget.lines(4000) == (33, [widget.name])
    shrunk = next(w for w in range(4000, 100, -10) if widget.lines(w)[0] < 33)
    assert widget.lines(shrunk)[1] == [widget.name]
    points, lines = widget.lines(420)
    assert points >= 24 and " ".join(lines) == widget.name and len(lines) == 2


@pytest.mark.parametrize(("size", "scale"), [((960, 520), 1.0), ((960, 520), 2.0), ((1366, 728), 1.0)])
def test_it_fits_small_windows_and_large_text(room: Class, desk: Desk, qtbot: QtBot, size: tuple[int, int],
                                              scale: float) -> None:
    theme().set_scale(scale)
    tab = open_tab(room, desk)
    qtbot.addWidget(tab)
    roll = call(tab)
    roll.resize(*size)
    QApplication.processEvents()
    assert roll.person.isVisible() and all(b.isVisible() for b in roll.person.buttons.values())
    buttons = list(roll.person.buttons.values())
    assert all(a.geometry().right() < b.geometry().left() for a, b in pairwise(buttons))
    rest = roll.side.rest if roll.side.isVisible() else roll.rest
    assert rest.isVisible() and rest.width() >= rest.minimumSizeHint().width()
    roll.close()
    tab.close()


def test_the_mark_flashes_only_where_motion_is_wanted(tab: AttendanceTab, monkeypatch: pytest.MonkeyPatch) -> None:
    roll = call(tab)
    monkeypatch.setattr(big, "still", lambda: True)
    press(roll, Key.Key_P)
    assert not roll.person.buttons["H"].lit
    monkeypatch.setattr(big, "still", lambda: False)
    press(roll, Key.Key_P)
    assert roll.person.buttons["H"].lit


def test_names_stand_by_number_when_it_is_asked_for_and_it_is_remembered(tab: AttendanceTab, room: Class) -> None:
    view = room.view()
    assert tab.book.view is not None
    numbers = {r.enrolment_id: r for r in view.rows}
    turned = tuple(replace(r, number=f"T26-{99 - n}") for n, r in enumerate(view.rows))
    tab.book._show(replace(tab.book.view, rows=turned))
    roll = call(tab)
    roll.side.order._group.button(1).click()
    assert roll.turns.order() == list(reversed(list(numbers)))
    assert roll.side.names.model_.rows[0].name.startswith("T26-94  ")
    roll.close()
    roll = call(tab)
    assert roll.turns.by == "number" and roll.side.order.value() == "number"


def test_digits_after_late_are_minutes_and_undo_takes_them_back_first(tab: AttendanceTab, room: Class) -> None:
    roll = call(tab)
    press(roll, Key.Key_L, Key.Key_1, Key.Key_0, Key.Key_P)
    view = room.view()
    late = view.marks[view.rows[0].enrolment_id, view.sessions[TODAY].id]
    assert (late.status, late.minutes, late.source) == ("L", 10, "roll") and letters(room) == "LH...."
    assert name(roll) == "BRYAN LIM ZHI HAO"
    for left in ("L.....", "L.....", "......"):
        press(roll, Key.Key_Z, mod=Mod.ControlModifier)
        assert letters(room) == left
    assert name(roll) == "AHMAD DANISH BIN ROSLAN"


def test_enter_means_planned_leave_where_there_is_some(tab: AttendanceTab, room: Class) -> None:
    view = room.view()
    assert tab.book.view is not None
    tab.book._show(replace(tab.book.view, proposed={(view.rows[0].enrolment_id, view.sessions[TODAY].id): "S"}))
    roll = call(tab)
    assert roll.person.enter.text() == "Enter means Sick leave"
    press(roll, Key.Key_Return, Key.Key_Return)
    assert letters(room) == "SH...."


def test_forty_names_stay_on_a_small_screen(sqlite_office: Office, dressed: None, qtbot: QtBot) -> None:
    room = open_class(sqlite_office, [f"PELATIH NOMBOR {n:02}" for n in range(40)])
    tab = open_tab(room, Desk(room.office, synchronous=True))
    qtbot.addWidget(tab)
    roll = call(tab)
    roll.resize(1366, 736)
    names = roll.side.names
    qtbot.wait(50)  # it lays out a moment later
    last = names.visualRect(names.model_.index(39))
    assert names.viewport().rect().contains(last)
    roll.close()
    tab.close()
