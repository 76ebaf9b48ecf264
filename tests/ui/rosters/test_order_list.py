"""Lines ticked, moved and renamed by keys, buttons and the mouse."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ui.kit.order_list import Line, OrderList
from ui.kit.toast import Offer, Toast

Key, Mod = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def made(qtbot: QtBot, qtmodeltester: ModelTester) -> Iterator[OrderList]:
    found = OrderList("Column", lambda: "Heading")
    qtbot.addWidget(found)
    found.resize(560, 420)
    found.show()
    found.set_lines([Line(k, k.title()) for k in ("place", "name", "identity", "phone")], ("place", "name"))
    found.table.setFocus()
    yield found
    qtmodeltester.check(found.table.model())


def keys(made: OrderList) -> list[str]:
    return [line.key for line in made.value()]


def test_keys_tick_move_and_rename(made: OrderList) -> None:
    told: list[int] = []
    made.edited.connect(lambda: told.append(1))
    made.table.choose("phone")
    QTest.keyClick(made.table, Key.Key_Space)
    assert keys(made) == ["place", "name", "phone"] and made.said.text() == "3 of 4"
    QTest.keyClick(made.table, Key.Key_Up, Mod.AltModifier)
    QTest.keyClick(made.table, Key.Key_Up, Mod.AltModifier)
    assert keys(made) == ["place", "phone", "name"] and made.table.current_row().key == "phone"
    QTest.keyClick(made.table, Key.Key_F2)
    editor = QApplication.focusWidget()
    QTest.keyClicks(editor, "Telefon  bimbit")
    QTest.keyClick(editor, Key.Key_Return)
    assert made.value()[1] == Line("phone", "Phone", "Telefon bimbit")
    assert len(told) == 4


def test_a_line_stays_within_the_list(made: OrderList) -> None:
    made.table.choose("place")
    made.up.click()
    assert keys(made) == ["place", "name"]
    for _turn in range(6):
        made.down.click()
    made.table.rows_model.set_checked({"phone"}, True)
    assert keys(made) == ["name", "phone", "place"]


def test_a_line_is_dragged(made: OrderList) -> None:
    view = made.table.viewport()

    def middle(row: int) -> QPoint:
        return made.table.visualRect(made.table.rows_model.index(row, 1)).center()

    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=middle(1))
    QTest.mouseMove(view, middle(2))
    QTest.mouseMove(view, middle(3) + QPoint(0, 8))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=middle(3) + QPoint(0, 8))
    assert [line.key for line in made.table.rows_model.rows()] == ["place", "identity", "phone", "name"]


def test_a_toast_offers_what_it_is_given(qtbot: QtBot, made: OrderList) -> None:
    opened: list[int] = []
    toast = Toast(made)
    toast.tell("40 rows saved", Offer("Open", "external-link", lambda: opened.append(1)))
    assert toast.button.text().strip() == "Open"
    toast.button.click()
    assert opened == [1] and not toast.isVisible()
    toast.tell("Kavitha marked absent", lambda: None)
    assert toast.button.text().strip() == "Undo"
