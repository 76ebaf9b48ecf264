"""Check-in by keys alone, as a scanner or a hand types them: who is in, what waits, how one gets out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.attendance.card_codes import card_code
from app.attendance.door import WaitingCodes
from tests.app.class_room import Class
from tests.ui.attendance.on_screen import letters, open_tab
from ui.attendance import door as door_module
from ui.attendance.door import Door
from ui.attendance.door_queue import DoorQueue
from ui.desk import talk
from ui.desk.desk import Desk

Key, Mod = Qt.Key, Qt.KeyboardModifier
START = datetime(2026, 7, 14, 0, 30, tzinfo=UTC)


@pytest.fixture
def noises(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    heard: list[str] = []
    monkeypatch.setattr(door_module, "sound", heard.append)
    return heard


@pytest.fixture
def door(room: Class, desk: Desk, qtbot: QtBot, noises: list[str]) -> Iterator[Door]:
    at(room, -18)
    tab = open_tab(room, desk)
    qtbot.addWidget(tab)
    next(a for a in tab.commands.more if a is not None and a.text() == "Check-in at the door").trigger()
    QApplication.processEvents()
    [made] = tab.findChildren(Door)
    yield made
    if shiboken6.isValid(made):
        made._leave()
    tab.close()
    talk.forget()


def at(room: Class, minutes: float) -> None:
    room.office.clock = lambda: START + timedelta(minutes=minutes)


def scan(door: Door, *codes: str, end: Qt.Key = Key.Key_Return) -> None:
    for code in codes:
        QTest.keyClicks(door, code)
        QTest.keyClick(door, end)


def test_a_scanner_marks_present_and_late_by_the_clock(door: Door, room: Class, noises: list[str]) -> None:
    assert door.isFullScreen() and QApplication.focusWidget() is door
    scan(door, card_code("T26-00001"))
    assert (door.card.name.name, door.card.word.text(), door.card.tone) == ("AHMAD DANISH BIN ROSLAN", "Present", "ok")
    at(room, 12)
    scan(door, card_code("T26-00002"), end=Key.Key_Tab)
    assert (door.card.word.text(), door.card.sentence.text()) == ("Late", "In at 08:42, 12 min late")
    assert letters(room) == "HL...." and door.head.count.text() == "In 2 of 6"
    assert "CHONG MEI LING" in [row.name for row in door.side.names.model_.rows]
    assert noises == ["well", "look"]


def test_two_codes_at_once_are_both_marked_and_both_seen(door: Door, room: Class) -> None:
    scan(door, card_code("T26-00003"), card_code("T26-00004"))
    assert letters(room) == "..HH.."
    assert [e.name for e in door.last.entries] == ["CHONG MEI LING", "BRYAN LIM ZHI HAO"]


def test_a_second_scan_says_when_and_changes_nothing(door: Door, room: Class) -> None:
    scan(door, "1", "2", "1")
    assert door.card.sentence.text() == "Already in at 08:12. Nothing was changed."
    scan(door, "1")
    assert len(door.last.entries) == 3, "a card that lies on the scanner is read once"


def test_half_a_code_does_not_spoil_the_next(door: Door, room: Class) -> None:
    QTest.keyClicks(door, card_code("T26-00005")[:5])
    scan(door, card_code("T26-00005"))
    assert letters(room) == "....H."
    QTest.keyClicks(door, "KT26")
    door._forget()
    assert door.typed == "" and door.card.word.text() == "Read in part"
    QTest.keyClicks(door, "99")
    QTest.keyClick(door, Key.Key_Backspace)
    QTest.keyClick(door, Key.Key_Escape)
    assert door.typed == "" and not talk.asked, "Esc takes back what was typed before it leaves"


def test_unknown_codes_wait_and_are_settled_with_their_moment(door: Door, room: Class, desk: Desk,
                                                              qtbot: QtBot) -> None:
    scan(door, "VISITOR")
    assert door.card.tone == "danger" and door.waiting.text().strip() == "Waiting codes (1)"
    queue = DoorQueue(desk, room.cohort_id, door)
    qtbot.addWidget(queue)
    assert not queue.mark.isEnabled() and "whose" in queue.mark.toolTip()
    queue.who.set_value(room.view().rows[5].enrolment_id)
    queue._follow()
    queue.mark.click()
    assert letters(room) == ".....H" and queue.table.current_row() is None
    assert room.office.ask(WaitingCodes(cohort_id=room.cohort_id)) == []


def test_an_absence_is_said_and_kept(door: Door, room: Class, noises: list[str]) -> None:
    room.mark(0, 11, "X")
    scan(door, "1")
    assert door.card.word.text() == "Marked otherwise" and letters(room) == "X....." and noises == ["look"]


def test_undo_takes_back_only_what_the_door_did(door: Door, room: Class) -> None:
    room.mark(3, 11, "X")
    scan(door, "1")
    QTest.keyClick(door, Key.Key_Z, Mod.ControlModifier)
    assert letters(room) == "...X.."
    QTest.keyClick(door, Key.Key_Z, Mod.ControlModifier)
    assert letters(room) == "...X.."


def test_silence_and_the_way_out(door: Door, desk: Desk, noises: list[str]) -> None:
    QTest.keyClick(door, Key.Key_F3)
    scan(door, "1")
    assert noises == [] and door.mute.text().strip() == "Sound off"
    talk.answer_next(False)
    QTest.keyClick(door, Key.Key_Escape)
    assert talk.asked == ["Leave the check-in?"] and door.isVisible()
    talk.answer_next(False)
    door.close()
    assert door.isVisible(), "nor does the system's key close it without asking"
    talk.answer_next(True)
    QTest.keyClick(door, Key.Key_Escape)
    assert not door.isVisible()


def test_it_says_so_when_the_register_is_closed(door: Door, room: Class) -> None:
    at(room, 5 * 60)
    scan(door, "1")
    assert door.card.word.text() == "Session over" and letters(room) == "......"
