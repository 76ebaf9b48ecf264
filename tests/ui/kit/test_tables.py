"""Rows in tables: models by Qt's own tester, keys kept over a refresh, checks, copy, paging."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.exchange.columns import Column
from ui.kit.empty_state import EmptyState
from ui.kit.list_pane import ListPane
from ui.kit.look import Look
from ui.kit.rows_model import PAGE, WAITING, PagedModel, RowsModel
from ui.kit.table import Table


@dataclass(frozen=True)
class Row:
    id: int
    name: str
    mark: int | None = None


COLUMNS = [
    Column[Row]("name", lambda: "Name", lambda r: r.name, width=30),
    Column[Row]("mark", lambda: "Mark", lambda r: r.mark, kind="number"),
]
ROWS = [Row(i, f"Person {i}", i if i % 3 else None) for i in range(1, 31)]


def watched(model: QAbstractItemModel) -> QAbstractItemModelTester:
    return QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)


def table(qtbot: QtBot, **more: Any) -> Table:
    made = Table(COLUMNS, accessible_name="People", **more)
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    return made


@pytest.mark.parametrize("check", [False, True])
def test_models_keep_the_rules_of_qt(qtbot: QtBot, check: bool) -> None:
    model = RowsModel(COLUMNS, check=check)
    watched(model)
    model.set_rows(ROWS)
    model.set_rows([replace(r, name=r.name.upper()) for r in ROWS])
    assert model.index(0, model.lead).data() == "PERSON 1"
    model.set_rows(ROWS[:4])
    model.set_checked([1], True)
    model.sort_rows("mark", True)
    assert [r.mark for r in model.rows()] == [4, 2, 1, None]


def test_same_rows_only_draw_what_changed(qtbot: QtBot) -> None:
    model = RowsModel(COLUMNS, ROWS)
    resets, drawn = [], []
    model.modelReset.connect(lambda: resets.append(1))
    model.dataChanged.connect(lambda first, last, _roles: drawn.append((first.row(), last.row())))
    model.set_rows([replace(r, mark=99) if r.id == 5 else r for r in ROWS])
    assert not resets
    assert drawn == [(4, 4)]


def test_selection_and_cursor_stay_with_their_people(qtbot: QtBot) -> None:
    view = table(qtbot)
    view.set_rows(ROWS)
    view.choose(7)
    seen: list[Any] = []
    view.chosen.connect(seen.append)
    view.set_rows(list(reversed(ROWS)))
    assert view.picked() == [7]
    assert view.current_row().id == 7
    view.set_rows([r for r in ROWS if r.id != 7])
    assert view.picked() == []


def test_ticks_are_kept_by_key_and_win_over_the_selection(qtbot: QtBot) -> None:
    view = table(qtbot, check=True)
    counts: list[int] = []
    view.picked_changed.connect(counts.append)
    view.set_rows(ROWS)
    view.selectRow(1)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    view.selectRow(3)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert view.picked() == [2, 4]
    assert view.head_check() == Qt.CheckState.PartiallyChecked
    view.set_rows([r for r in reversed(ROWS) if r.id != 2])
    assert view.picked() == [4]
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(view.picked()) == 29
    assert counts[-1] == 29
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.rows_model.checked == set()


def test_copies_visible_columns_for_a_spreadsheet(qtbot: QtBot) -> None:
    view = table(qtbot)
    view.set_rows([Row(1, "A\tb\nc", 5), Row(2, "D", None)])
    view.selectAll()
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "A b c\t5\nD\t"
    view.setColumnHidden(view.column_at("mark"), True)
    view.copy()
    assert QGuiApplication.clipboard().text() == "A b c\nD"


def test_sorting_is_asked_for_and_letters_go_to_a_name(qtbot: QtBot) -> None:
    view = table(qtbot)
    view.set_rows(ROWS)
    asked: list[tuple[str, bool]] = []
    view.sort_asked.connect(lambda key, down: asked.append((key, down)))
    head = view.horizontalHeader()
    for _click in range(2):
        qtbot.mouseClick(
            head.viewport(), Qt.MouseButton.LeftButton, pos=head.viewport().rect().topLeft() + _in(view, "mark")
        )
    assert asked == [("mark", False), ("mark", True)]
    view.selectRow(0)
    qtbot.keyClicks(view, "Person 9")
    assert view.current_row().id == 9


def _in(view: Table, key: str) -> Any:
    from PySide6.QtCore import QPoint

    return QPoint(view.columnViewportPosition(view.column_at(key)) + 20, 10)


def test_enter_opens_and_the_empty_state_shows(qtbot: QtBot) -> None:
    view = Table(COLUMNS)
    pane = ListPane(view, EmptyState("users", "Nobody yet"))
    qtbot.addWidget(pane)
    pane.show()
    assert not view.isVisible()
    view.set_rows(ROWS)
    assert view.isVisible()
    opened: list[Row] = []
    view.opened.connect(opened.append)
    view.choose(3)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened == [ROWS[2]]


def test_a_cell_is_typed_into(qtbot: QtBot) -> None:
    view = table(qtbot, editable=("name",))
    view.set_rows(ROWS)
    edits: list[tuple[Any, str, str]] = []
    view.cell_edited.connect(lambda *what: edits.append(what))
    view.setCurrentIndex(view.rows_model.index(1, 0))
    qtbot.keyClick(view, Qt.Key.Key_F2)
    box = next(b for b in view.findChildren(QLineEdit) if b.isVisible())
    qtbot.keyClicks(box, "New name")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert edits == [(ROWS[1], "name", "New name")]


Answer = Callable[[Sequence[Row]], None]


def paged(answers: list[tuple[int, int, Answer]]) -> PagedModel[Row]:
    model: PagedModel[Row] = PagedModel(COLUMNS)
    watched(model)
    model.reset(54_000, lambda offset, limit, then: answers.append((offset, limit, then)))
    return model


def people(offset: int, limit: int) -> list[Row]:
    return [Row(n, f"Person {n}") for n in range(offset, min(54_000, offset + limit))]


def test_only_pages_looked_at_are_fetched_and_old_answers_dropped(qtbot: QtBot) -> None:
    answers: list[tuple[int, int, Answer]] = []
    model = paged(answers)
    assert model.rowCount() == 54_000
    assert model.index(53_999, 0).data() == WAITING
    qtbot.waitUntil(lambda: bool(answers))
    asked = {a[0] for a in answers}
    assert 53_800 in asked
    assert len(asked) <= 6
    for offset, limit, then in answers:
        then(people(offset, limit))
    assert model.index(53_999, 0).data() == "Person 53999"
    late = answers[-1]
    model.reset(3, lambda offset, limit, then: then([Row(1, "New")]))
    late[2](people(0, PAGE))
    assert model.index(0, 0).data() == WAITING


def test_a_paged_table_asks_once_per_page_in_view(qtbot: QtBot) -> None:
    view = table(qtbot, paged=True)
    asked: list[int] = []

    def fetch(offset: int, limit: int, then: Answer) -> None:
        asked.append(offset)
        then(people(offset, limit))

    view.set_source(54_000, fetch)
    qtbot.waitUntil(lambda: view.rows_model.row(0) is not None)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: view.rows_model.row(53_999) is not None)
    assert asked == [0, 53_800]
    view.choose(53_990)
    assert view.current_row().name == "Person 53990"


def test_looks_are_asked_per_row(qtbot: QtBot) -> None:
    model = RowsModel(COLUMNS, ROWS, looks={"mark": lambda r: Look("danger", pill=True) if r.id == 2 else None})
    from ui.kit.rows_model import LOOK_ROLE

    assert model.index(1, 1).data(LOOK_ROLE).pill
    assert not model.index(0, 1).data(LOOK_ROLE).pill
    assert not model.index(1, 0).data(LOOK_ROLE).pill
