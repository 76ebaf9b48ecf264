"""The wizard: steps by keys and clicks, Back always, Next only when nothing is missing."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit

from ui.kit.wizard import Wizard

KEYS = Qt.KeyboardModifier.AltModifier


def made(qtbot: Any, side: Any = "top") -> Wizard:
    wizard = Wizard(["File", "Columns", "Done"], side=side)
    wizard.first = QLineEdit()
    wizard.add(wizard.first, missing=lambda: "" if wizard.first.text() else "Choose a file")
    wizard.second = QLineEdit()
    wizard.stays = False
    wizard.add(wizard.second, leave=lambda: not wizard.stays, next="Check")
    wizard.add(QLineEdit())
    qtbot.addWidget(wizard)
    wizard.resize(960, 520)
    wizard.show()
    wizard.activateWindow()
    qtbot.waitUntil(wizard.isActiveWindow)
    return wizard


@pytest.mark.parametrize("side", ["top", "left"])
def test_keys_go_on_and_back_and_the_foot_says_what_is_missing(qtbot: Any, side: Any) -> None:
    wizard = made(qtbot, side)
    wizard.first.setFocus()
    assert wizard.foot.missing() == "Choose a file" and not wizard.next.isEnabled()
    qtbot.keyClick(wizard.first, Qt.Key.Key_N, KEYS)
    assert wizard.current == 0
    qtbot.keyClicks(wizard.first, "a")
    wizard.follow()
    assert wizard.foot.missing() == "" and wizard.next.isEnabled()
    qtbot.keyClick(wizard.first, Qt.Key.Key_N, KEYS)
    assert wizard.current == 1 and wizard.next.text().strip() == "Check"
    assert "2" in wizard.steps.accessibleName() and "Columns" in wizard.steps.accessibleName()
    wizard.second.setFocus()
    wizard.stays = True
    qtbot.keyClick(wizard.second, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert wizard.current == 1
    wizard.stays = False
    qtbot.mouseClick(wizard.next, Qt.MouseButton.LeftButton)
    assert wizard.current == 2
    with qtbot.waitSignal(wizard.finished):
        qtbot.mouseClick(wizard.next, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(wizard.back, Qt.MouseButton.LeftButton)
    wizard.second.setFocus()
    qtbot.keyClick(wizard.second, Qt.Key.Key_B, KEYS)
    assert wizard.current == 0
    with qtbot.waitSignal(wizard.gave_up):
        qtbot.mouseClick(wizard.back, Qt.MouseButton.LeftButton)


def test_a_done_step_is_clicked_and_one_to_come_is_not(qtbot: Any) -> None:
    wizard = made(qtbot)
    wizard.go(2)
    wizard.grab()
    qtbot.mouseClick(wizard.steps, Qt.MouseButton.LeftButton, pos=QPoint(34, 26))
    assert wizard.current == 0
    wizard.grab()
    qtbot.mouseClick(wizard.steps, Qt.MouseButton.LeftButton, pos=wizard.steps._places[1].center())
    assert wizard.current == 0


def test_nothing_is_pressed_while_it_works_and_f8_asks_for_the_next_problem(qtbot: Any) -> None:
    wizard = made(qtbot)
    wizard.go(1)
    wizard.second.setFocus()
    with qtbot.waitSignal(wizard.problem_asked):
        qtbot.keyClick(wizard.second, Qt.Key.Key_F8)
    wizard.set_busy("Checking the rows")
    qtbot.keyClick(wizard.second, Qt.Key.Key_N, KEYS)
    qtbot.keyClick(wizard.second, Qt.Key.Key_B, KEYS)
    assert wizard.current == 1 and wizard.foot.missing() == "Checking the rows"
    wizard.set_busy("")
    qtbot.keyClick(wizard.second, Qt.Key.Key_B, KEYS)
    assert wizard.current == 0
