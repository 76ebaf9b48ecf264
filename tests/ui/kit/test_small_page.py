"""A page in a small window: title and tabs share a row when both fit, and part again when there is room."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.kit.buttons import primary, secondary
from ui.kit.page import Page
from ui.kit.tabs import Tabs


def page(qtbot: QtBot, *names: str) -> Page:
    made = Page("HCIA-5G · Cohort 07")
    qtbot.addWidget(made)
    made.set_tabs(Tabs([(n, n) for n in names]))
    made.head.set_actions(secondary("Print sheet"), primary("Roll call"))
    made.head.set_pill("Running", "accent", "play")
    return made


def settle(made: Page, width: int, height: int) -> None:
    made.resize(width, height)
    made.show()
    for _turn in range(3):
        QApplication.processEvents()


def row_of(made: Page) -> tuple[int, int]:
    """Middle of the title and of the tabs, in pixels of the page."""
    assert made.tabs is not None
    title, tabs = made.head.title, made.tabs
    return (title.mapTo(made, title.rect().center()).y(), tabs.mapTo(made, tabs.rect().center()).y())


def test_title_and_tabs_share_a_row_in_a_small_window(qtbot: QtBot) -> None:
    made = page(qtbot, "Roster", "Attendance", "Results", "Completion")
    settle(made, 1400, 800)
    title, tabs = row_of(made)
    assert tabs > title + 20 and made.head.pill.isVisible()
    settle(made, 900, 500)
    title, tabs = row_of(made)
    assert abs(tabs - title) < 10 and not made.head.pill.isVisible()
    settle(made, 1400, 800)
    title, tabs = row_of(made)
    assert tabs > title + 20 and made.head.pill.isVisible()


def test_tabs_that_do_not_fit_beside_keep_their_own_row(qtbot: QtBot) -> None:
    made = page(qtbot, *(f"A rather long name {n}" for n in range(6)))
    settle(made, 960, 520)
    title, tabs = row_of(made)
    assert tabs > title + 20
