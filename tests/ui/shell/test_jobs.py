"""Long work: shown with its count, stopped when asked, asked about before closing, and survived when it fails."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.cohorts.queries import CohortList
from app.exchange.columns import Column
from app.exchange.sheet import write_sheet
from app.job import Job, Progress
from app.office.office import Office
from app.office.permissions import ROLES, Actor
from tests.app.class_room import Class
from ui.desk import errors, talk
from ui.desk.desk import Desk
from ui.kit.palette import PaletteBox
from ui.kit.progress import ProgressPanel
from ui.shell.window import MainWindow

ROWS = [(n, f"Trainee {n}", f"2026-{n % 12 + 1:02}") for n in range(400_000)]
COLUMNS = (Column("n", lambda: "No.", lambda r: r[0], kind="number"), Column("name", lambda: "Name", lambda r: r[1]),
           Column("month", lambda: "Month", lambda r: r[2]))


@pytest.fixture
def window(room: Class) -> Iterator[MainWindow]:
    """A window whose work runs beside it, as it does for people."""
    office = Office(room.office.engine, Actor(1, "aminah", "Aminah Yusof", frozenset(ROLES)), clock=room.office.clock)
    desk = Desk(office)
    made = MainWindow(desk)
    made.show()
    made.go("cohorts")
    yield made
    for running in list(desk._running):
        running.cancel()
    QTest.qWait(50)
    made.hide()
    desk.close()
    made.deleteLater()


def export(window: MainWindow, path: Path) -> None:
    """A workbook of 400,000 rows: some seconds of work."""
    window.desk.start(Job("Export to Excel", lambda step: write_sheet(path, COLUMNS, ROWS, step), "files",
                          "No file is left half written."), owner=window)


def test_a_long_job_is_shown_and_the_window_stays_usable(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    export(window, tmp_path / "all.xlsx")
    qtbot.waitUntil(lambda: window.status.work.isVisible(), timeout=5000)
    panel = window.jobs.findChild(ProgressPanel)
    assert panel is not None and panel.isVisible() and panel.consequence.text() == "No file is left half written."
    qtbot.waitUntil(lambda: "400,000" in window.status.work.text(), timeout=5000)
    window.go("trainees")
    assert window.where_now()[0] == "trainees"
    panel.button.click()
    assert not panel.button.isEnabled()
    qtbot.waitUntil(lambda: not window.desk.busy(), timeout=10_000)
    assert not list(tmp_path.glob("*.xlsx*")) and not window.jobs.isVisible() and not window.status.work.isVisible()


def test_closing_asks_while_a_long_job_runs(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    closed: list[bool] = []
    window.closing.connect(lambda: closed.append(True))
    export(window, tmp_path / "all.xlsx")
    talk.answer_next(False)
    window.close()
    qtbot.waitUntil(lambda: bool(talk.asked), timeout=5000)
    assert "Export to Excel" in talk.asked[0] and window.isVisible() and window.desk.busy() and not closed
    talk.answer_next(True)
    window.close()
    qtbot.waitUntil(lambda: closed == [True], timeout=10_000)
    assert not window.isVisible() and not list(tmp_path.glob("*.xlsx*"))


def test_nobody_is_asked_about_a_question_that_takes_a_moment(window: MainWindow, qtbot: QtBot) -> None:
    closed: list[bool] = []
    window.closing.connect(lambda: closed.append(True))
    window.desk.ask(CohortList(), owner=window, then=lambda _rows: None)
    window.close()
    qtbot.waitUntil(lambda: closed == [True], timeout=5000)
    assert talk.asked == []


def test_a_job_that_fails_by_our_mistake_leaves_the_window_usable(window: MainWindow, qtbot: QtBot,
                                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[BaseException] = []
    monkeypatch.setattr(errors, "show", lambda error, *_more: told.append(error))

    def broken(step: Progress) -> None:
        step(1, 3, "")
        raise ZeroDivisionError("our mistake")

    window.desk.start(Job("Broken", broken, "files"), owner=window)
    qtbot.waitUntil(lambda: bool(told), timeout=5000)
    assert isinstance(told[0], ZeroDivisionError) and not window.desk.busy() and not window.jobs.isVisible()
    answered: list[int] = []
    window.desk.ask(CohortList(), owner=window, then=lambda rows: answered.append(len(rows)))
    qtbot.waitUntil(lambda: answered == [1], timeout=5000)
    window.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    box = window.findChild(PaletteBox)
    assert box is not None and box.isVisible()
    QTest.keyClick(box.field, Qt.Key.Key_Escape)
