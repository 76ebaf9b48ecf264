"""The grid: keys reach the handler, typing moves on, blocks copy and paste, names stay in step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.exchange.columns import Column
from ui.kit.grid import Grid
from ui.kit.grid_model import Cell, GridColumn, GridModel
from ui.kit.marks import SHAPES, shape_of
from ui.kit.problem_card import ProblemCard


@dataclass(frozen=True)
class Person:
    id: int
    name: str


FROZEN = [
    Column[Person]("no", lambda: "No.", lambda r: r.id, kind="number", width=4),
    Column[Person]("name", lambda: "Trainee", lambda r: r.name, width=30),
]
PEOPLE = [Person(i, f"Person {i}") for i in range(1, 61)]
DAYS = [
    GridColumn(f"d{n}", str(n), "Mon", group=f"Week {n // 5}", editable=n != 4, time="now" if n == 2 else "past")
    for n in range(1, 5)
]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def grid(qtbot: QtBot) -> Grid:
    made = Grid(FROZEN, accessible_name="Attendance")
    qtbot.addWidget(made)
    made.resize(800, 400)
    made.fill(PEOPLE, DAYS, {(1, "d1"): Cell("P", shape_of("attended"), spoken="Present")})
    made.show()
    made.go(1, "d1")
    return made


def test_model_keeps_the_rules_of_qt(qtbot: QtBot) -> None:
    model = GridModel(FROZEN)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.fill(PEOPLE, DAYS, {})
    model.set_cells({(3, "d1"): Cell("A"), (5, "d3"): Cell("L")})
    assert model.index(2, 2).data() == "A"
    model.fill(PEOPLE[:5], DAYS[:2], {})
    assert model.columnCount() == 4


def test_a_screen_reader_hears_who_when_and_what(grid: Grid) -> None:
    spoken = grid.model.place(1, "d1").data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Person 1, 1 Mon: Present"


def test_keys_reach_the_handler_with_the_selected_cells(qtbot: QtBot, grid: Grid) -> None:
    got: list[tuple[str, Any]] = []

    def on_key(event: QKeyEvent, cells: Any) -> bool:
        if event.text().upper() in ("P", "A"):
            got.append((event.text().upper(), cells))
            grid.step(down=1)
            return True
        return False

    grid.on_key = on_key
    qtbot.keyClicks(grid.view, "pa")
    assert got == [("P", [(1, "d1")]), ("A", [(2, "d1")])]
    assert grid.current() == (3, "d1")
    qtbot.keyClick(grid.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(grid.view, "a")
    assert got[-1] == ("A", [(3, "d1"), (4, "d1")])


def test_columns_that_may_not_be_edited_are_left_alone(qtbot: QtBot, grid: Grid) -> None:
    cleared: list[Any] = []
    grid.cleared.connect(cleared.append)
    grid.go(1, "d4")
    qtbot.keyClick(grid.view, Qt.Key.Key_Delete)
    assert cleared == []
    grid.go(1, "d3")
    qtbot.keyClick(grid.view, Qt.Key.Key_Delete)
    assert cleared == [[(1, "d3")]]


def test_a_block_is_pasted_and_what_does_not_fit_is_counted(qtbot: QtBot, grid: Grid) -> None:
    got: list[tuple[Any, int]] = []
    grid.pasted.connect(lambda cells, left: got.append((cells, left)))
    QGuiApplication.clipboard().setText("P\tA\tL\r\n H \tX\tS\r\n")
    grid.go(59, "d2")
    qtbot.keyClick(grid.view, Qt.Key.Key_V, CTRL)
    assert got[-1] == ([(59, "d2", "P"), (59, "d3", "A"), (60, "d2", "H"), (60, "d3", "X")], 2)
    QGuiApplication.clipboard().setText("P")
    grid.select_column("d1")
    qtbot.keyClick(grid.view, Qt.Key.Key_V, CTRL)
    assert len(got[-1][0]) == 60


def test_copy_gives_the_block(qtbot: QtBot, grid: Grid) -> None:
    grid.set_cells({(1, "d2"): Cell("A"), (2, "d1"): Cell("L")})
    grid.go(1, "d1")
    qtbot.keyClick(grid.view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(grid.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(grid.view, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "P\tA\nL\t"


def test_typing_opens_the_cell_keeps_the_first_digit_and_moves_on(qtbot: QtBot, grid: Grid) -> None:
    grid.edit_on_type = True
    edits: list[Any] = []
    grid.edited.connect(lambda *what: edits.append(what))
    for first, rest, key in (("7", "5", Qt.Key.Key_Return), ("8", "", Qt.Key.Key_Tab)):
        qtbot.keyClicks(grid.view, first)
        box = next(b for b in grid.view.findChildren(QLineEdit) if b.isVisible())
        qtbot.wait(1)
        qtbot.keyClicks(box, rest)
        qtbot.keyClick(box, key)
    assert edits == [(1, "d1", "75"), (2, "d1", "8")]
    assert grid.current() == (2, "d2")


def test_escape_leaves_the_cell_as_it_was(qtbot: QtBot, grid: Grid) -> None:
    grid.edit_on_type = True
    edits: list[Any] = []
    grid.edited.connect(lambda *what: edits.append(what))
    qtbot.keyClicks(grid.view, "9")
    box = next(b for b in grid.view.findChildren(QLineEdit) if b.isVisible())
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert edits == []
    assert grid.current() == (1, "d1")


def test_names_scroll_with_the_marks_and_the_cursor_stays(qtbot: QtBot, grid: Grid) -> None:
    grid.go(60, "d3")
    qtbot.wait(1)
    assert grid.view.verticalScrollBar().value() > 0
    assert grid.frozen_view.verticalScrollBar().value() == grid.view.verticalScrollBar().value()
    grid.fill(list(reversed(PEOPLE)), DAYS, {})
    assert grid.current() == (60, "d3")
    assert grid.current_row_number() == 0


def test_a_mistake_offers_its_fix(qtbot: QtBot, grid: Grid) -> None:
    fixed: list[str] = []
    grid.show_problem(2, "d1", "820 is more than 100", "Not saved.", [("Use 82", lambda: fixed.append("82"))])
    card = grid.findChild(ProblemCard)
    assert card is not None
    from ui.kit.buttons import Button

    qtbot.mouseClick(card.findChild(Button), Qt.MouseButton.LeftButton)
    assert fixed == ["82"]
    assert card.isHidden()


def test_every_meaning_has_its_own_shape() -> None:
    assert len(set(SHAPES.values())) == len(SHAPES)
