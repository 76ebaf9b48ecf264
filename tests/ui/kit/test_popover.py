"""The small panel beside what it explains: it opens with the focus, says what it shows, and gives the focus back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from ui.kit.buttons import Button, secondary
from ui.kit.layout import box, column
from ui.kit.popover import Popover
from ui.kit.sum_table import SumLine, SumTable, spoken_sum
from ui.kit.theme import theme

LINES = [SumLine("Quiz", "7.9", ("10 %", "× 79")), SumLine("Total", "7.9", total=True)]


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    theme().install()
    made = box(column(secondary("Why"), None, secondary("Other")))
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    made.activateWindow()
    QApplication.processEvents()
    return made


def buttons(page: QWidget) -> list[Button]:
    return [b for b in page.findChildren(Button) if b.text()]


def opened(page: QWidget, anchor: Button) -> Popover:
    anchor.setFocus()
    body = SumTable(LINES)
    body.setAccessibleDescription(spoken_sum(LINES))
    return Popover(anchor, "How the total is worked out", body)


def test_it_has_the_focus_and_says_what_it_shows(page: QWidget) -> None:
    made = opened(page, buttons(page)[0])
    assert made.hasFocus()
    assert made.accessibleName() == "How the total is worked out"
    assert made.accessibleDescription() == "Quiz, 10 %, × 79: 7.9. Total: 7.9"
    assert {"Quiz", "7.9", "× 79"} <= {w.text() for w in made.findChildren(QLabel)}
    made.close_now()


def test_esc_closes_it_and_the_focus_returns(page: QWidget) -> None:
    first = buttons(page)[0]
    made = opened(page, first)
    QTest.keyClick(made, Qt.Key.Key_Escape)
    assert not made.isVisible()
    assert first.hasFocus()


def test_a_click_elsewhere_closes_it_and_still_does_its_work(page: QWidget) -> None:
    first, other = buttons(page)
    done: list[bool] = []
    other.clicked.connect(lambda: done.append(True))
    made = opened(page, first)
    other.click()
    QTest.mouseClick(other, Qt.MouseButton.LeftButton)
    assert not made.isVisible()
    assert done == [True, True]


def test_a_second_one_takes_the_place_of_the_first(page: QWidget) -> None:
    first = opened(page, buttons(page)[0])
    second = opened(page, buttons(page)[1])
    assert not first.isVisible()
    assert second.isVisible()
    second.close_now()


@pytest.mark.parametrize("place", [QRect(590, 390, 8, 8), QRect(0, 0, 4, 4)])
def test_it_stays_inside_the_window(page: QWidget, place: QRect) -> None:
    made = Popover(place, "Sum", SumTable(LINES), owner=page)
    assert page.rect().contains(made.geometry())
    made.close_now()
