"""Bringing in old certificates by keys: a file or pasted cells, columns, compare, record, undo."""

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
from ui.certificates.old import COLUMNS, COMPARE, FILE, OldPage
from ui.desk import talk
from ui.desk.desk import Desk


def open_page(qtbot: QtBot, office: Office) -> OldPage:
    page = OldPage(Desk(office, synchronous=True))
    qtbot.addWidget(page)
    page.resize(1310, 700)
    page.show()
    QApplication.processEvents()
    return page


@pytest.fixture
def office(sqlite_office: Office) -> Office:
    return tell(sqlite_office).office


@pytest.fixture
def page(qtbot: QtBot, office: Office) -> Iterator[OldPage]:
    talk.forget()
    yield open_page(qtbot, office)
    talk.forget()


def states(page: OldPage) -> list[str]:
    model = page.table.rows_model
    return [r.state for n in range(model.rowCount()) if (r := model.row(n)) is not None]


def test_pasted_cells_are_compared_recorded_and_taken_back(page: OldPage, office: Office) -> None:
    QGuiApplication.clipboard().setText(LIST)
    page.paste()
    assert page.wizard.current == COMPARE
    assert sorted(states(page)) == ["new", "new", "there", "wrong", "wrong", "wrong"]
    page.chips.set_value("wrong")
    page._fill()
    assert states(page) == ["wrong"] * 3
    assert not page.may_leave() and talk.asked
    page.wizard.forward()
    assert len(office.ask(Register())) == 2
    assert page.wizard.current == FILE and page.may_leave()
    page.desk.undo()
    assert office.ask(Register()) == []


def test_columns_are_chosen_where_the_headings_do_not_say(page: OldPage, office: Office, tmp_path: Path) -> None:
    file = tmp_path / "lama.csv"
    file.write_text("Kod,Nama,Kursus,Tarikh\nA/1,Ali,Kimpalan,1/2/2010\n", "utf-8")
    page.read(file)
    assert page.wizard.current == COLUMNS and "Number" in page.draft.missing()  # type: ignore[union-attr]
    page.columns.choices["number"].set_value(0)
    page.columns.changed.emit()
    page.wizard.forward()
    assert states(page) == ["new"]
    page.wizard.forward()
    assert [r.number for r in office.ask(Register())] == ["A/1"]


def test_what_is_wrong_goes_to_a_workbook(page: OldPage, tmp_path: Path) -> None:
    QGuiApplication.clipboard().setText(LIST)
    page.paste()
    talk.answer_next(str(tmp_path / "wrong.xlsx"))
    page.export_wrong()
    told = [[c.value for c in row] for row in load_workbook(tmp_path / "wrong.xlsx").active.iter_rows()]  # type: ignore[union-attr]
    assert any("B: There is no number." in str(line) for line in told)


def test_a_strange_file_is_refused_with_a_sentence(page: OldPage, tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04 nonsense")
    page.read(tmp_path / "x.xlsx")
    assert page.wizard.current == FILE and page.draft is None


def test_who_may_not_issue_is_told(qtbot: QtBot, office: Office) -> None:
    viewer = Office(office.engine, Actor(9, "v", "V", frozenset({"viewer"})))
    assert not hasattr(open_page(qtbot, viewer), "wizard")
