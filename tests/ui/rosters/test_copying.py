"""Copied rows leave as columns for a spreadsheet: identity numbers masked, nothing a formula."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.office.command import Ref
from app.rosters.listing import Where
from app.rosters.preset import Preset, chosen
from tests.app.class_room import Class
from ui.cohorts.offers import offer, offered
from ui.cohorts.roster_tab import RosterTab
from ui.cohorts.workspace import CohortWorkspace
from ui.desk.desk import Desk
from ui.kit.copy_block import from_text
from ui.rosters.sending import Sending
from ui.trainees.page import TraineesPage


@pytest.fixture
def tab(room: Class, desk: Desk, qtbot: QtBot) -> Iterator[RosterTab]:
    before = offered()
    offer([])
    page = CohortWorkspace(desk)
    qtbot.addWidget(page)
    page.resize(1310, 742)
    page.show()
    page.show_ref(Ref("cohort", room.cohort_id))
    found = page.current()
    assert isinstance(found, RosterTab)
    yield found
    page.close()
    offer(before)


def copied() -> list[list[str]]:
    return [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]


def test_numbers_that_are_shown_for_a_while_are_copied_masked(tab: RosterTab) -> None:
    tab.reveal()
    assert tab.table.rows_model.row(0).person.identity == "030101-14-0000"
    tab.table.setFocus()
    QTest.keyClick(tab.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(tab.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = copied()
    assert len(lines) == 6 and {len(line) for line in lines} == {len(tab.table.visible_keys())}
    assert lines[0][:3] == ["1", "AHMAD DANISH BIN ROSLAN", "030101-••-••••"]
    mime = QGuiApplication.clipboard().mimeData()
    assert "030101-14-0000" not in mime.text() + mime.html()


def test_a_name_that_begins_like_a_formula_is_copied_as_text(tab: RosterTab) -> None:
    tab.table.setFocus()
    tab.table.choose(tab.table.rows_model.row(5).id)
    QTest.keyClick(tab.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert copied()[0][1] == "'=HYPERLINK(\"x\") BIN ABU"


def test_trainees_are_copied_masked(room: Class, desk: Desk, qtbot: QtBot) -> None:
    page = TraineesPage(desk)
    qtbot.addWidget(page)
    page.resize(1366, 700)
    page.show()
    page.shown()
    QTest.qWait(20)
    page.table.setFocus()
    page.table.toggle_all()
    QTest.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert len(copied()) == 6
    assert "14-0000" not in QGuiApplication.clipboard().text()


def test_only_columns_of_numbers_are_numbers_on_the_clipboard(desk: Desk) -> None:
    def numbers(width: int, *keys: str, subject: str = "enrolments") -> list[bool]:
        sending = Sending(desk, None, Preset(name="x", subject=subject, columns=chosen(keys)),  # type: ignore[arg-type]
                          Where(), "")
        return [sending._numbers(place, width) for place in range(width)]

    assert numbers(4, "place", "name", "postcode", "attendance") == [True, False, False, True]
    # a column for each of three components, between a name and a text
    assert numbers(5, "name", "components", "grade", subject="results") == [False, True, True, True, False]
    mime = from_text("No.\tPostcode\tName\r\n1\t05000\t'=1+1\r\n", lambda place, _width: place == 0)
    assert "<td>1</td>" in mime.html() and "mso-number-format:'\\@'\">05000" in mime.html()
    assert ">=1+1<" in mime.html() and "'=1+1" in mime.text()
