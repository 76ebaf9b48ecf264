"""A vendor's list of exam records through the pages of an import, from the records of a cohort."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.cohorts.import_history import ImportBatches
from app.office.command import Ref
from app.office.office import Office
from app.results.exams import ExamResults
from tests.app.results.exam_week import Week, exam_week
from tests.ui.results.test_papers_of_results import opened, tab_on
from tests.ui.trainees.conftest import settle, show
from ui.desk.desk import Desk
from ui.results.exams import ExamsDialog, open_exams
from ui.results.import_exams import ImportExamsPage
from ui.trainees.import_page import COLUMNS, DONE, REVIEW

VENDOR = ("Candidate ID;Exam Code;Score;Exam Date;Result\n"
          "900101-14-5561;H12-811;640;07/01/2026;Pass\n900102145562;h12-811;;07/13/2026;No show\n"
          "T26-00003;H12-811;;07/01/2026;Pass\n")


@pytest.fixture
def week(sqlite_office: Office) -> Week:
    return exam_week(sqlite_office)


@pytest.fixture
def desk(week: Week, qapp: QApplication) -> Desk:
    return Desk(week.office, synchronous=True)


def words(within: QWidget) -> list[str]:
    return [one.text() for one in within.findChildren(QLabel) if one.isVisible()]


def test_a_vendors_list_comes_in_and_a_second_time_changes_nothing(desk: Desk, week: Week, tmp_path: Path,
                                                                     qtbot: QtBot) -> None:
    page = ImportExamsPage(desk)
    qtbot.addWidget(page)
    show(page)
    page.show_ref(Ref("import-exams", week.cohort_id))
    file = tmp_path / "vendor.csv"
    file.write_text(VENDOR)
    page.open_file(file)
    assert page.wizard.current == COLUMNS and page.matching.orders[3].value() == "month"  # a 13th says so
    assert any("900101-14-••••" in w or "900101-••-••••" in w for w in words(page.matching))
    page.wizard.forward()
    table = page.review.table
    QAbstractItemModelTester(table.rows_model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert page.wizard.current == REVIEW and page.review.chips.chip("reject").count == 1
    assert "This exam needs a score." in words(page.review)
    page.review.chips.set_value("ready")
    page.review.refresh()
    assert table.rows_model.index(1, table.column_at("outcome")).data() == "Absent"
    page.review.chips.set_value("problems")
    page.review.refresh()
    table.setCurrentIndex(table.rows_model.index(0, table.column_at("score")))
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_F2)
    settle()
    editor = table.viewport().focusWidget() or table.focusWidget()
    editor.selectAll()
    QTest.keyClicks(editor, "700")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle()
    assert page.next.text().strip() == "Import 3" and page.next.isEnabled()
    page.wizard.forward()
    found = {r.number: r.score_text for r in desk.office.ask(ExamResults(cohort_id=week.cohort_id))}
    assert page.wizard.current == DONE and found == {
        "T26-00001": "640", "T26-00002": "Absent", "T26-00003": "700"}
    assert desk.office.ask(ImportBatches())[0].kind == "exams"
    page.open_file(file)
    assert any("as last time" in w for w in words(page.matching))  # the order of the dates is remembered as well
    page.wizard.forward()
    assert page.review.chips.chip("same").count == 2 and page.review.chips.chip("new").count == 1
    page.review.draft.leave_out(page.draft.rows[2].row)
    page.review.refresh()
    assert not page.next.isEnabled() and "on record already" in page.foot.missing()


def test_the_records_of_a_cohort_lead_to_it(week: Week, qtbot: QtBot) -> None:
    shown: list[Ref] = []
    tab = tab_on(qtbot, week.office, week.cohort_id)
    tab.desk.shown.connect(shown.append)
    open_exams(tab)
    dialog = opened(ExamsDialog)
    button = next(b for b in dialog.findChildren(QAbstractButton) if b.text().strip() == "Import a list…")
    button.click()
    assert shown == [Ref("import-exams", week.cohort_id)] and not dialog.isVisible()
