"""What each page offers to let leave: of whom, which list first, and of those that are ticked only."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.certificates.commands import IssueCertificate
from app.cohorts.enrolments import Withdraw
from app.cohorts.queries import CohortDetail
from app.office.office import Office
from tests.app.class_room import Class
from tests.app.cohort_story import QUALIFY, tell
from ui.attendance.register import AttendanceTab
from ui.certificates.register import RegisterPage
from ui.cohorts.roster_tab import RosterTab
from ui.desk import talk
from ui.desk.desk import Desk
from ui.results.grid import ResultsTab
from ui.rosters.dialog import ExportDialog
from ui.trainees.page import TraineesPage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def offered(page: Any, monkeypatch: pytest.MonkeyPatch) -> ExportDialog:
    """What Ctrl+Shift+E opens there."""
    found: list[Any] = []
    with monkeypatch.context() as patched:
        patched.setattr(talk, "open_dialog", found.append)
        page.export()
    assert isinstance(found[0], ExportDialog)
    found[0].open()
    return found[0]


def said(path: Path) -> str:
    return "\n".join(str(c.value) for line in openpyxl.load_workbook(path).worksheets[0].iter_rows() for c in line
                     if c.value is not None)


@pytest.mark.parametrize(("make", "first"), [
    (RosterTab, "class-roster"), (AttendanceTab, "attendance-sheet"), (ResultsTab, "results")])
def test_a_tab_proposes_its_own_list(room: Class, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch,
                                     make: Any, first: str) -> None:
    tab = make(desk)
    qtbot.addWidget(tab)
    tab.resize(1180, 700)
    tab.show_cohort(room.office.ask(CohortDetail(cohort_id=room.cohort_id))[0])
    tab.show()
    dialog = offered(tab, monkeypatch)
    assert dialog.table.current_row().key == first and dialog.outgoing.where.cohort_id == room.cohort_id
    assert "HCIA-5G-07" in dialog.windowTitle()
    dialog.reject()


def test_who_has_left_leaves_when_he_is_ticked(room: Class, desk: Desk, qtbot: QtBot, tmp_path: Path,
                                               monkeypatch: pytest.MonkeyPatch) -> None:
    rows = room.view().rows
    room.office.do(Withdraw(enrolment_ids=(rows[0].enrolment_id,), reason="Ill", on=date(2026, 7, 1)))
    tab = RosterTab(desk)
    qtbot.addWidget(tab)
    tab.resize(1180, 700)
    tab.show_cohort(room.office.ask(CohortDetail(cohort_id=room.cohort_id))[0])
    tab.show()
    tab.shown()
    tab.chips.chip("left").click()
    tab.table.setFocus()
    tab.table.selectRow(0)
    QTest.keyClick(tab.table, Qt.Key.Key_Space)
    dialog = offered(tab, monkeypatch)
    talk.answer_next(str(tmp_path / "r.xlsx"))
    dialog._do()
    assert "AHMAD DANISH" in said(tmp_path / "r.xlsx") and "AIMAN" not in said(tmp_path / "r.xlsx")


def test_trainees_that_are_ticked(room: Class, desk: Desk, qtbot: QtBot, tmp_path: Path,
                                  monkeypatch: pytest.MonkeyPatch) -> None:
    page = TraineesPage(desk)
    qtbot.addWidget(page)
    page.resize(1366, 700)
    page.show()
    page.shown()
    QTest.qWait(20)
    page.table.rows_model.set_checked(room.trainees[1:3], True)
    dialog = offered(page, monkeypatch)
    assert dialog.whom.isVisible() and dialog.outgoing.picked == tuple(room.trainees[1:3])
    talk.answer_next(str(tmp_path / "t.xlsx"))
    dialog._do()
    assert "AIMAN" in said(tmp_path / "t.xlsx") and "AHMAD DANISH" not in said(tmp_path / "t.xlsx")


def test_certificates_that_the_filters_leave(sqlite_office: Office, qtbot: QtBot, tmp_path: Path,
                                             monkeypatch: pytest.MonkeyPatch) -> None:
    story = tell(sqlite_office)
    made = [story.office.do(IssueCertificate(enrolment_id=story.enrolments[name], issued_on=date(2026, 7, 14))).value
            for name in QUALIFY]
    page = RegisterPage(Desk(story.office, synchronous=True))
    qtbot.addWidget(page)
    page.resize(1366, 700)
    page.show()
    page.shown()
    QApplication.processEvents()
    page.search.put(made[1].number)
    page.load()
    dialog = offered(page, monkeypatch)
    assert dialog.table.current_row().key == "certificates" and not dialog.whom.isVisible()
    talk.answer_next(str(tmp_path / "c.xlsx"))
    dialog._do()
    text = said(tmp_path / "c.xlsx")
    assert made[1].number in text and made[0].number not in text
