"""Bringing in old certificates by keys: pasted cells, columns, review, record, undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.certificates.queries import Register
from app.office.office import Office
from app.office.permissions import Actor
from tests.app.certificates.test_legacy import LIST
from tests.app.cohort_story import tell
from ui.certificates.import_old import ImportOldPage
from ui.desk import talk
from ui.desk.desk import Desk
from ui.trainees.import_page import COLUMNS, DONE, FILE, REVIEW


def open_page(qtbot: QtBot, office: Office) -> ImportOldPage:
    page = ImportOldPage(Desk(office, synchronous=True))
    qtbot.addWidget(page)
    page.resize(1310, 700)
    page.show()
    QApplication.processEvents()
    return page


@pytest.fixture
def office(sqlite_office: Office) -> Office:
    return tell(sqlite_office).office


@pytest.fixture
def page(qtbot: QtBot, office: Office) -> Iterator[ImportOldPage]:
    talk.forget()
    yield open_page(qtbot, office)
    talk.forget()


def states(page: ImportOldPage) -> list[tuple[str, str]]:
    assert page.draft is not None
    return [(r.state, r.standing) for r in page.draft.rows if r.state != "left"]


def test_pasted_cells_are_compared_recorded_and_taken_back(page: ImportOldPage, office: Office) -> None:
    QGuiApplication.clipboard().setText(LIST)
    page.paste()
    assert page.wizard.current == COLUMNS
    page.rest.click()
    page.wizard.forward()
    assert page.wizard.current == REVIEW
    assert states(page) == [("ok", "new")] * 2 + [("reject", "new")] * 4
    assert not page.may_leave() and talk.asked
    page.skip.click()
    assert len(office.ask(Register())) == 2
    assert page.wizard.current == DONE and page.may_leave()
    talk.answer_next(True)
    page.undo()
    assert office.ask(Register()) == []


def test_columns_are_chosen_where_the_headings_do_not_say(page: ImportOldPage, office: Office, tmp_path: Path) -> None:
    file = tmp_path / "lama.csv"
    file.write_text("Kod,Nama,Kursus,Tarikh\nA/1,Ali,Kimpalan,1/2/2010\n", "utf-8")
    page.read(file)
    assert page.wizard.current == COLUMNS and "Number" in page.draft.missing()
    choice = page.matching.choices[0]
    choice.set_value("number")
    choice.edited.emit()
    QApplication.processEvents()
    page.wizard.forward()
    assert states(page) == [("ok", "new")]
    page.wizard.forward()
    assert [r.number for r in office.ask(Register())] == ["A/1"]


def test_a_corrected_number_that_is_in_the_register_is_seen(page: ImportOldPage, office: Office) -> None:
    QGuiApplication.clipboard().setText("No Siri\tNama\tKursus\tTarikh\nA/1\tAli\tKimpalan\t1/2/2010\n")
    page.paste()
    page.wizard.forward()
    page.wizard.forward()
    page.restart()
    QGuiApplication.clipboard().setText("No Siri\tNama\tKursus\tTarikh\nA/\tAbu\tKimpalan\t1/2/2010\n")
    page.paste()
    page.wizard.forward()
    assert states(page) == [("ok", "new")]
    row = page.draft.rows[0].row
    page.draft.answer(row, "number", "A/1")
    page._recheck()
    assert states(page) == [("reject", "change")]
    assert "The register has this number for Ali" in page.draft.rows[0].sentence


def test_what_is_wrong_goes_to_a_workbook(page: ImportOldPage, tmp_path: Path) -> None:
    QGuiApplication.clipboard().setText(LIST)
    page.paste()
    page.rest.click()
    page.wizard.forward()
    talk.answer_next(str(tmp_path / "wrong.xlsx"))
    page.export_problems()
    told = [[c.value for c in row] for row in load_workbook(tmp_path / "wrong.xlsx").active.iter_rows()]  # type: ignore[union-attr]
    assert any("Number is empty." in str(line) for line in told)


def test_a_strange_file_is_refused_with_a_sentence(page: ImportOldPage, tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04 nonsense")
    page.read(tmp_path / "x.xlsx")
    assert page.wizard.current == FILE and page.draft is None


def test_who_may_not_issue_is_told(qtbot: QtBot, office: Office) -> None:
    viewer = Office(office.engine, Actor(9, "v", "V", frozenset({"viewer"})))
    assert not hasattr(open_page(qtbot, viewer), "wizard")
