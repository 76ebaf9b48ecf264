"""What has left: found by words and days, said in full, as a workbook; only for who may see the history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.cohorts.exports import RecordExport, Release
from app.office.permissions import Actor
from tests.app.class_room import NOON, Class
from ui.centre.page import SettingsPage
from ui.desk import saved, talk
from ui.desk.desk import Desk
from ui.rosters.left import LeftSection

DAYS = (date(2026, 7, 1), date(2026, 7, 14))


@pytest.fixture
def section(room: Class, desk: Desk, qtbot: QtBot, qtmodeltester: ModelTester) -> Iterator[LeftSection]:
    for day, recipient, rows in ((DAYS[0], "HRD Corp", 40), (DAYS[1], "Jabatan Audit Negara", 1284)):
        room.office.clock = lambda day=day: NOON.replace(month=day.month, day=day.day)
        room.office.do(RecordExport(
            cohort_id=room.cohort_id, kind="enrolments", rows=rows, preset="Nominal roll", release=Release(
                purpose="Claim of the levy", recipient=recipient, approver="Tuan Haji Rahim"),
            file_name=f"{recipient}.xlsx", file_hash="9f2c" * 16))
    page = SettingsPage(desk)
    qtbot.addWidget(page)
    page.resize(1310, 720)
    page.show()
    page.open("left")
    found = page.section()
    assert isinstance(found, LeftSection)
    yield found
    qtmodeltester.check(found.table.model())


def recipients(section: LeftSection) -> list[str]:
    return [r.recipient for r in section.table.rows_model.rows()]


def test_newest_first_and_all_of_it_below(section: LeftSection) -> None:
    assert recipients(section) == ["Jabatan Audit Negara", "HRD Corp"]
    assert section.said.text().startswith("2 lists, 1,324 numbers.")
    section.table.selectRow(1)
    for words in ("HRD Corp.xlsx", "Claim of the levy", "Tuan Haji Rahim", "9f2c9f2c 9f2c9f2c"):
        assert words in section.detail.text()


def test_words_and_days_narrow_it(section: LeftSection) -> None:
    QTest.keyClicks(section.search, "audit")
    section.search.now()
    assert recipients(section) == ["Jabatan Audit Negara"]
    section.search.reset()
    QTest.keyClicks(section.until, "1/7/2026")
    assert recipients(section) == ["HRD Corp"]
    QTest.keyClicks(section.since, "2/7/2026")
    assert recipients(section) == [] and not section.export_button.isEnabled()
    section.since.set_value("31/2/2026")
    section._look_at_days()
    assert section.days[0].problem


def test_what_is_shown_as_a_workbook(section: LeftSection, tmp_path: Path) -> None:
    saved.opened.clear()
    QTest.keyClicks(section.search, "hrd")
    section.search.now()
    talk.answer_next(str(tmp_path / "left.xlsx"))
    section.export_button.click()
    page = openpyxl.load_workbook(tmp_path / "left.xlsx").worksheets[0]
    texts = [str(cell.value) for line in page.iter_rows() for cell in line]
    assert "HRD Corp" in texts and "Jabatan Audit Negara" not in texts and "9f2c" * 16 in texts


def test_the_keys_of_the_window_print_and_export_it(section: LeftSection, tmp_path: Path) -> None:
    page = next(w for w in QApplication.topLevelWidgets() if isinstance(w, SettingsPage))
    assert page.export == section.export and page.print_ == section.print_
    page.open("centre")
    assert page.export is None and page.print_ is None
    page.open("left")


def test_a_list_that_leaves_meanwhile_appears(section: LeftSection, room: Class) -> None:
    room.office.do(RecordExport(cohort_id=None, kind="trainees", rows=3, file_name="t.xlsx", file_hash="0" * 64,
                                release=Release(purpose="Visa", recipient="Embassy", approver="Pengarah")))
    assert recipients(section)[0] == "Embassy" and section.table.rows_model.row(0).cohort == ""


def test_only_for_who_may_see_the_history(section: LeftSection, room: Class, desk: Desk, qtbot: QtBot) -> None:
    room.office.actor = Actor(1, "rohaya", "Rohaya", frozenset({"instructor"}))
    page = SettingsPage(desk)
    qtbot.addWidget(page)
    assert not page.buttons["left"].isEnabled()
