"""Printing in the window: the log with its filter, envelope labels, and the lists around a ceremony."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.certificates.commands import IssueCertificate, RecordPrint
from app.certificates.queries import Register
from app.certificates.runs import PrintLog, Run
from app.cohorts.queries import CohortDetail
from app.exchange.pages import Pages
from app.office.office import Office
from tests.app.cohort_story import QUALIFY, Story, tell
from ui.certificates.print_log import PrintLogDialog
from ui.completion.labels import LabelsDialog, print_labels
from ui.completion.papers import PatternDialog, Stack
from ui.completion.stage import StageDialog
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.paper import Place
from ui.desk.print_dialog import PrintDialog, about

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def story(sqlite_office: Office) -> Story:
    made = tell(sqlite_office)
    keys = [made.office.do(IssueCertificate(enrolment_id=made.enrolments[name], issued_on=date(2026, 7, 14))).value.id
            for name in QUALIFY]
    made.office.do(RecordPrint(certificate_ids=tuple(keys), where=Run("Pejabat", "Tray 2", down=Decimal("1.5"))))
    made.office.do(RecordPrint(certificate_ids=tuple(keys[1:]), where=Run("Pejabat", "Tray 2", sheets=(2, 3))))
    return made


@pytest.fixture
def owner(qtbot: QtBot) -> Iterator[QWidget]:
    talk.forget()
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    yield made


def ids(story: Story) -> list[int]:
    return [row.id for row in story.office.ask(Register(order="number", descending=False))]


def test_the_log_shows_runs_their_sheets_and_what_came_twice(story: Story, owner: QWidget, tmp_path: Path) -> None:
    log = PrintLogDialog(Desk(story.office, synchronous=True), owner)
    log.show()
    QApplication.processEvents()
    model = log.runs.rows_model
    assert [model.row(n).sheets for n in range(2)] == [2, 3] and model.rowCount() == 2
    assert [log.sheets.rows_model.row(n).sheet for n in range(2)] == [2, 3]
    log.runs.setFocus()
    QTest.keyClick(log.runs, Qt.Key.Key_Down)
    QApplication.processEvents()
    assert [log.sheets.rows_model.row(n).again for n in range(3)] == [False, True, True]
    assert "1.5 mm" in log.said.text()
    day = log.runs.rows_model.row(0).at.date()
    log.until.set_value(day - timedelta(days=1))
    log.load()
    assert log.runs.rows_model.rowCount() == 0 and not log.export_button.isEnabled()
    log.until.set_value(day + timedelta(days=1))
    log.since.set_value(day - timedelta(days=1))
    log.load()
    assert log.runs.rows_model.rowCount() == 2
    talk.answer_next(tmp_path / "log.xlsx")
    log.export_button.click()
    rows = list(openpyxl.load_workbook(tmp_path / "log.xlsx").active.iter_rows(values_only=True))
    assert any("Pejabat" in str(cell) for row in rows for cell in row) and len(rows) >= 3
    log.search.setText("nobody at all")
    log.load()
    assert log.runs.rows_model.rowCount() == log.sheets.rows_model.rowCount() == 0
    log.search.setText("pejabat")
    log.twice.set_value(True)
    log.load()
    assert log.runs.rows_model.rowCount() == 2
    log.close()


def test_the_run_notes_printer_tray_offset_order_and_sheets(story: Story, owner: QWidget) -> None:
    paper = Stack(Desk(story.office, synchronous=True), owner, ids(story), "Certificates").paper()
    assert [key for key, _words, _paper in paper.orders] == ["stage", "roll", "name", "number"]
    by_number = paper.orders[3][2]
    pages = Pages(by_number.make(lambda *_a: None))
    assert len(pages) == 3
    pages.close()
    told = by_number.told(Place("Pejabat", "Tray 3", Decimal("0.5")))
    assert told is not None
    told([1, 2])
    run = story.office.ask(PrintLog())[0]
    assert (run.place, run.right, run.order, run.first_sheet, run.last_sheet) == (
        "Pejabat, Tray 3", Decimal("0.5"), "number", 2, 3)
    assert paper.sample is not None and paper.plain is not None
    assert len(paper.plain(lambda *_a: None)) < len(paper.make(lambda *_a: None))


def test_the_window_before_printing_leaves_out_the_background_when_that_is_ticked(
        story: Story, owner: QWidget) -> None:
    desk = Desk(story.office, synchronous=True)
    paper = Stack(desk, owner, ids(story), "Certificates").paper()
    data = paper.make(lambda *_a: None)
    window = PrintDialog(desk, paper, data, owner)
    window.show()
    QApplication.processEvents()
    assert window.pages is not None and window.options.plain.isVisible()
    before = len(window.pages.data)
    window.options.plain.click()
    QApplication.processEvents()
    assert window.pages is not None and len(window.pages.data) < before
    window.options.note_pace(5.2)
    assert window.options.pace() == 5.2 and about(150 * 5.2) == "about 13 minutes"
    assert window.options.family.strip()
    window.reject()


def test_labels_are_asked_for_by_their_sheet_and_the_choice_is_kept(story: Story, owner: QWidget,
                                                                    tmp_path: Path) -> None:
    desk = Desk(story.office, synchronous=True)
    made = LabelsDialog(desk, owner)
    made.show()
    made.sheet.set_value("own")
    made._show()
    made.own[0].set_value("9")
    made.action_button.click()
    assert made.isVisible(), "nine columns do not fit"
    made.own[0].set_value("2")
    made.first.set_value(99)
    made.action_button.click()
    assert made.isVisible(), "there is no label 99"
    made.first.set_value(2)
    made.action_button.click()
    assert not made.isVisible() and desk.kept.get("labels").startswith("own 2 7")
    print_labels(desk, owner, [])


def test_the_programme_book_goes_to_excel(story: Story, owner: QWidget, tmp_path: Path) -> None:
    stage = StageDialog(Desk(story.office, synchronous=True),
                        story.office.ask(CohortDetail(cohort_id=story.cohort_id))[0], owner)
    stage.show()
    talk.answer_next(tmp_path / "book.xlsx")
    stage.book.click()
    rows = list(openpyxl.load_workbook(tmp_path / "book.xlsx").active.iter_rows(values_only=True))
    assert any("Goh Xin Yi" in str(r[0]) for r in rows)
    talk.answer_next(tmp_path / "proof.pdf")
    stage.proof.click()
    assert (tmp_path / "proof.pdf").stat().st_size > 1000
    stage.close()


def test_files_are_named_as_the_user_writes_it(story: Story, owner: QWidget) -> None:
    asked: list[str] = []
    desk = Desk(story.office, synchronous=True)
    made = PatternDialog(desk, "{number} - {name}", owner, asked.append)
    made.show()
    made.pattern.setText("{colour}")
    made.action_button.click()
    assert made.isVisible() and not asked
    made.pattern.setFocus()
    made.pattern.selectAll()
    QTest.keyClicks(made.pattern, "{seq} {name}")
    made.action_button.click()
    assert asked == ["{seq} {name}"] and desk.kept.get("file pattern") == "{seq} {name}"
