"""One person's whole job through the window: from an empty PC to issued certificates and the roster on paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from app.attendance.queries import Register as Marks
from app.certificates.queries import Register
from app.cohorts.queries import CohortList, Roll
from app.programmes.queries import Courses
from app.results.queries import ResultsGrid
from app.trainees.fields import today
from tests.ui.shell.test_sitting import begin_centre, sitting  # noqa: F401
from ui.cohorts.form import CohortDialog
from ui.desk import talk
from ui.programmes.form import CourseForm
from ui.shell.sitting import Sitting
from ui.shell.window import MainWindow
from ui.trainees.import_page import DONE, REVIEW

INTAKE = Path(__file__).resolve().parents[2] / "inputs" / "intake-clean.xlsx"
Key, Ctrl, Plain = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def window(sitting: Sitting) -> Iterator[MainWindow]:  # noqa: F811
    yield begin_centre(sitting)


def settle() -> None:
    for _turn in range(4):
        QApplication.processEvents()


def press(within: QWidget, words: str) -> None:
    found = [b for b in within.findChildren(QAbstractButton) if b.text().strip().startswith(words) and b.isVisible()]
    assert found, (words, [b.text() for b in within.findChildren(QAbstractButton) if b.isVisible()])
    assert found[0].isEnabled(), found[0].toolTip()
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
    settle()


def key(window: MainWindow, which: Any, how: Any = Plain) -> None:
    window.activateWindow()
    settle()
    QTest.keyClick(window.focusWidget() or window, which, how)
    settle()


def dialog(kind: type) -> Any:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def last_week() -> tuple[date, date]:
    monday = today() - timedelta(days=today().weekday() + 7)
    return monday, monday + timedelta(days=2)


def make_course(window: MainWindow) -> None:
    key(window, Key.Key_3, Ctrl)
    key(window, Key.Key_N, Ctrl)
    form = dialog(CourseForm)
    form.fields["code"].set_value("NET-1")
    form.fields["title"].set_value("Networks")
    form.parts.rows[0]["title"].set_value("Final exam")
    form.parts.rows[0]["max_mark"].set_value("100")
    form.parts.rows[0]["pass_mark"].set_value("50")
    press(form, "Save course")
    assert not shiboken6.isValid(form) or not form.isVisible()
    assert [c.code for c in window.desk.office.ask(Courses())] == ["NET-1"]


def make_cohort(window: MainWindow) -> int:
    key(window, Key.Key_4, Ctrl)
    key(window, Key.Key_N, Ctrl)
    form = dialog(CohortDialog)
    starts, ends = last_week()
    course = window.desk.office.ask(Courses())[0].id
    form.form.set_values({**form.form.values(), "code": "NET-1-01", "course_id": course, "starts": starts,
                          "ends": ends})
    press(form, "Open cohort")
    assert not shiboken6.isValid(form) or not form.isVisible()
    assert window.where_now()[0] == "cohort"
    return window.desk.office.ask(CohortList())[0].id


def bring_in(window: MainWindow, cohort: int) -> None:
    press(window, "Import")
    page = window.page
    talk.answer_next(str(INTAKE))
    press(page, "Choose a file")
    assert page.matching.cohort.value() == cohort
    QTest.keyClick(page, Key.Key_Return, Ctrl)
    settle()
    assert page.stack.currentIndex() == REVIEW
    QTest.keyClick(page, Key.Key_Return, Ctrl)
    settle()
    assert page.stack.currentIndex() == DONE
    assert len(window.desk.office.ask(Roll(cohort_id=cohort))) == 40


def mark(window: MainWindow, cohort: int) -> None:
    """The first person is absent always; the rest are present."""
    tab = window.page.current()
    view = window.desk.office.ask(Marks(cohort_id=cohort))[0]
    assert view.sessions
    for session in view.sessions:
        tab.grid.go(view.rows[0].enrolment_id, session.id)
        settle()
        QTest.keyClick(tab.grid.view, Key.Key_A)
        QTest.keyClick(tab.grid.view, Key.Key_Return, Ctrl)
        settle()
    marks = window.desk.office.ask(Marks(cohort_id=cohort))[0].marks
    assert len(marks) == 40 * len(view.sessions)


def enter_results(window: MainWindow, cohort: int) -> None:
    tab = window.page.current()
    grid = window.desk.office.ask(ResultsGrid(cohort_id=cohort))[0]
    component = grid.components[0]
    tab.grid.go(grid.rows[0].enrolment_id, component.id)
    tab.grid.view.setFocus()
    for number in range(40):
        QTest.keyClicks(window.focusWidget(), "4" if number == 1 else "8")
        settle()
        QTest.keyClicks(window.focusWidget(), "5")
        QTest.keyClick(window.focusWidget(), Key.Key_Return)
        settle()
    rows = window.desk.office.ask(ResultsGrid(cohort_id=cohort))[0].rows
    assert [r.cells[0].tries[0].mark for r in rows][:3] == [85, 45, 85] and len(rows) == 40


def test_from_an_empty_pc_to_certificates(window: MainWindow, tmp_path: Path) -> None:
    office = window.desk.office
    window.showNormal()  # the screen of the tests is smaller than an office PC's
    window.resize(1440, 868)
    make_course(window)
    cohort = make_cohort(window)
    bring_in(window, cohort)
    window.go("cohort")
    window.page.tabs.choose("attendance")
    settle()
    mark(window, cohort)
    window.page.tabs.choose("results")
    settle()
    enter_results(window, cohort)
    window.page.tabs.choose("completion")
    settle()
    tab = window.page.current()
    assert len(tab.table.rows_model.rows()) == 38
    said = " ".join(label.text() for label in tab.findChildren(QLabel))
    assert "Attendance 0.0 %" in said and "Final exam" in said
    talk.answer_next(True)
    press(window, "Issue 38 certificates")
    assert len(office.ask(Register())) == 38
    key(window, Key.Key_5, Ctrl)
    assert window.page.table.rows_model.rowCount() == 38
    key(window, Key.Key_4, Ctrl)
    window.go("cohort")
    window.page.tabs.choose("roster")
    settle()
    out = tmp_path / "roster.xlsx"
    talk.answer_next(True, str(out))
    press(window, "Export to Excel")
    cells = [str(c) for row in load_workbook(out).active.iter_rows(values_only=True) for c in row if c is not None]
    names = [r.name for r in office.ask(Roll(cohort_id=cohort))]
    assert len(names) == 40 and all(any(n in c for c in cells) for n in names)
    window.page.tabs.choose("results")
    settle()
    grid = office.ask(ResultsGrid(cohort_id=cohort))[0]
    tab = window.page.current()
    tab.grid.go(grid.rows[1].enrolment_id, grid.components[0].id)
    tab.grid.view.setFocus()
    QTest.keyClicks(window.focusWidget(), "4")
    settle()
    QTest.keyClicks(window.focusWidget(), "6")
    QTest.keyClick(window.focusWidget(), Key.Key_Return)
    settle()
    assert office.ask(ResultsGrid(cohort_id=cohort))[0].rows[1].cells[0].tries[0].mark == 46
    key(window, Key.Key_Z, Ctrl)
    settle()
    assert office.ask(ResultsGrid(cohort_id=cohort))[0].rows[1].cells[0].tries[0].mark == 45
