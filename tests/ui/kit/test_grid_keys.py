"""The grid as a spreadsheet: ranges, jumps, filling, blocks from and to Excel, what a paste refuses, all by keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.kit.test_grid import DAYS, FROZEN, PEOPLE
from ui.kit.grid import Grid
from ui.kit.grid_block import read_block, write_block
from ui.kit.grid_model import Cell
from ui.kit.problem_card import ProblemCard
from ui.kit.refused import RefusedCells

Key, Mod = Qt.Key, Qt.KeyboardModifier
CTRL, SHIFT = Mod.ControlModifier, Mod.ShiftModifier


@pytest.fixture
def grid(qtbot: QtBot) -> Grid:
    made = Grid(FROZEN, accessible_name="Attendance")
    qtbot.addWidget(made)
    made.resize(800, 400)
    made.fill(PEOPLE, DAYS, {(p, "d1"): Cell("P") for p in (1, 2, 3, 6)} | {(1, "d2"): Cell("A")})
    made.show()
    made.view.setFocus()
    made.go(1, "d1")
    return made


def press(grid: Grid, *keys: Key, mod: Mod = Mod.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(grid.view, key, mod)


def clip(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def blocks(grid: Grid) -> list[Any]:
    got: list[Any] = []
    grid.pasted.connect(lambda cells, left: got.append((cells, left)))
    return got


def test_ctrl_arrows_jump_to_the_edge_of_what_is_filled(grid: Grid) -> None:
    found = []
    for _jump in range(3):
        press(grid, Key.Key_Down, mod=CTRL)
        found.append(grid.current())
    assert found == [(3, "d1"), (6, "d1"), (60, "d1")]
    press(grid, Key.Key_Up, mod=CTRL)
    assert grid.current() == (6, "d1")
    grid.go(1, "d1")
    press(grid, Key.Key_Right, mod=CTRL)
    assert grid.current() == (1, "d2")


def test_home_and_end(grid: Grid) -> None:
    press(grid, Key.Key_End)
    assert grid.current() == (1, "d4")
    press(grid, Key.Key_End, mod=CTRL)
    assert grid.current() == (60, "d4")
    press(grid, Key.Key_Home)
    assert grid.current() == (60, "d1")
    press(grid, Key.Key_Home, mod=CTRL)
    assert grid.current() == (1, "d1")
    press(grid, Key.Key_PageDown)
    assert grid.current_row_number() == grid.rows_in_sight()


def test_a_range_grows_from_where_the_keys_are_not_from_an_old_click(grid: Grid, qtbot: QtBot) -> None:
    qtbot.mouseClick(grid.view.viewport(), Qt.MouseButton.LeftButton, pos=grid.view.visualRect(
        grid.model.place(2, "d1")).center())
    press(grid, Key.Key_Down, Key.Key_Down)
    press(grid, Key.Key_Down, Key.Key_Right, mod=SHIFT)
    assert grid.selection() == [(4, "d1"), (4, "d2"), (5, "d1"), (5, "d2")]
    press(grid, Key.Key_Down)
    assert grid.selection() == [(6, "d2")]


def test_ctrl_shift_arrows_take_all_that_is_filled(grid: Grid) -> None:
    press(grid, Key.Key_Down, mod=CTRL | SHIFT)
    assert grid.selection() == [(1, "d1"), (2, "d1"), (3, "d1")]


def test_whole_column_row_and_everything(grid: Grid) -> None:
    press(grid, Key.Key_Space, mod=CTRL)
    assert len(grid.selection()) == 60 and grid.current() == (1, "d1")
    press(grid, Key.Key_Right)
    press(grid, Key.Key_Space, mod=SHIFT)
    assert grid.selection(editable=False) == [(1, f"d{n}") for n in (1, 2, 3, 4)]
    press(grid, Key.Key_A, mod=CTRL)
    assert len(grid.selection(editable=False)) == 240


def test_a_click_on_a_head_takes_the_column_and_a_drag_takes_several(grid: Grid, qtbot: QtBot) -> None:
    head = grid.view.horizontalHeader()

    def middle(number: int) -> QPoint:
        at = len(FROZEN) + number
        return QPoint(head.sectionViewportPosition(at) + head.sectionSize(at) // 2, head.height() - 6)

    grid.go(40, "d3")
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=middle(1))
    assert grid.selection() == [(p.id, "d2") for p in PEOPLE]
    qtbot.mousePress(head.viewport(), Qt.MouseButton.LeftButton, pos=middle(0))
    qtbot.mouseMove(head.viewport(), middle(2))
    qtbot.mouseRelease(head.viewport(), Qt.MouseButton.LeftButton, pos=middle(2))
    assert len(grid.selection()) == 180


def test_shift_click_and_dragging_take_a_range(grid: Grid, qtbot: QtBot) -> None:
    def spot(person: int, day: str) -> QPoint:
        return grid.view.visualRect(grid.model.place(person, day)).center()

    port = grid.view.viewport()
    qtbot.mouseClick(port, Qt.MouseButton.LeftButton, pos=spot(2, "d1"))
    qtbot.mouseClick(port, Qt.MouseButton.LeftButton, SHIFT, pos=spot(3, "d2"))
    assert grid.selection() == [(2, "d1"), (2, "d2"), (3, "d1"), (3, "d2")]
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=spot(4, "d1"))
    qtbot.mouseMove(port, spot(4, "d2"))
    qtbot.mouseMove(port, spot(5, "d3"))
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=spot(5, "d3"))
    assert len(grid.selection()) == 6
    press(grid, Key.Key_Down, mod=SHIFT)
    assert len(grid.selection()) == 9


def test_fill_down_and_right(grid: Grid) -> None:
    got = blocks(grid)
    press(grid, Key.Key_Right, mod=SHIFT)
    press(grid, Key.Key_Down, mod=SHIFT)
    press(grid, Key.Key_D, mod=CTRL)
    assert got[-1] == ([(2, "d1", "P"), (2, "d2", "A")], 0)
    grid.go(1, "d3")
    press(grid, Key.Key_R, mod=CTRL)  # one column: from the left of it
    assert got[-1] == ([(1, "d3", "A")], 0)
    grid.go(2, "d2")
    press(grid, Key.Key_D, mod=CTRL)  # one row: from above
    assert got[-1] == ([(2, "d2", "A")], 0)
    grid.go(1, "d1")
    press(grid, Key.Key_D, Key.Key_R, mod=CTRL)  # nothing above, nothing left
    assert len(got) == 3


def test_cut_copies_and_clears_in_one_act(grid: Grid) -> None:
    cleared: list[Any] = []
    grid.cleared.connect(cleared.append)
    press(grid, Key.Key_Down, mod=SHIFT)
    press(grid, Key.Key_X, mod=CTRL)
    assert QGuiApplication.clipboard().text() == "P\nP"
    assert cleared == [[(1, "d1"), (2, "d1")]]


def test_blocks_of_excel_are_read_and_written() -> None:
    assert read_block('P\tA\r\n"two\r\nlines"\t"he said ""no"""\r\n') == [["P", "A"], ["two lines", 'he said "no"']]
    assert read_block("P\r\n\r\nA\r\n") == [["P"], [""], ["A"]]
    rows = [["a\tb", 'c"d'], ["", "e"]]
    assert read_block(write_block(rows) + "\n") == [["a b", 'c"d'], ["", "e"]]


def test_a_block_is_repeated_over_a_selection_that_is_a_multiple_of_it(grid: Grid) -> None:
    got = blocks(grid)
    clip("P\nA\n")
    press(grid, Key.Key_Down, Key.Key_Down, Key.Key_Down, mod=SHIFT)
    press(grid, Key.Key_V, mod=CTRL)
    assert [text for _p, _c, text in got[-1][0]] == ["P", "A", "P", "A"]


def test_what_cannot_be_taken_is_listed_with_its_reason(grid: Grid) -> None:
    got = blocks(grid)
    grid.why_not = lambda person, _column: "Locked." if person == 60 else ""
    clip("P\tA\tL\r\nH\tX\tS\r\nS\tS\tS\r\n")
    grid.go(59, "d3")
    press(grid, Key.Key_V, mod=CTRL)
    assert got[-1] == ([(59, "d3", "P")], 5)
    block = grid.last_block
    assert [(r.name, r.column, r.text, r.why) for r in block.refused] == [
        ("Person 59", "4 Mon", "A", "This cell cannot be changed."), ("Person 60", "3 Mon", "H", "Locked."),
        ("Person 60", "4 Mon", "X", "Locked.")]
    assert "1 row and 1 column hung over" in block.over_words()


def test_the_list_of_refused_cells_can_be_copied(grid: Grid, qtbot: QtBot) -> None:
    clip("P\tA")
    grid.go(59, "d3")
    press(grid, Key.Key_V, mod=CTRL)
    dialog = RefusedCells(grid.last_block.refused, 1, grid.last_block.over_words(), "Session")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().splitlines()[1] == "Person 59\t4 Mon\tA\tThis cell cannot be changed."
    assert dialog.question.text() == "1 cell was not taken"
    dialog.close()


def test_a_changed_cell_is_said_aloud(grid: Grid, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: said.append(event.message()))
    grid.set_cells({(2, "d1"): Cell("A", spoken="Absent")})
    assert said == ["Person 2, 1 Mon: Absent"]


def edit_box(grid: Grid) -> QLineEdit:
    return next(b for b in grid.view.findChildren(QLineEdit) if b.isVisible())


def test_typed_over_arrows_leave_the_cell_with_f2_they_stay_in_it(grid: Grid, qtbot: QtBot) -> None:
    grid.edit_on_type = True
    edits: list[Any] = []
    grid.edited.connect(lambda *what: edits.append(what))
    qtbot.keyClicks(grid.view, "7")
    qtbot.keyClick(edit_box(grid), Key.Key_Right)
    assert edits == [(1, "d1", "7")] and grid.current() == (1, "d2")
    press(grid, Key.Key_F2)
    box = edit_box(grid)
    qtbot.wait(1)
    qtbot.keyClick(box, Key.Key_Left)
    assert box.isVisible() and grid.current() == (1, "d2")
    qtbot.keyClick(box, Key.Key_Escape)


def test_ctrl_enter_fills_the_range_with_what_was_typed(grid: Grid, qtbot: QtBot) -> None:
    grid.edit_on_type = True
    got = blocks(grid)
    press(grid, Key.Key_Down, Key.Key_Down, mod=SHIFT)
    qtbot.keyClicks(grid.view, "8")
    qtbot.keyClick(edit_box(grid), Key.Key_Return, CTRL)
    assert got == [([(1, "d1", "8"), (2, "d1", "8"), (3, "d1", "8")], 0)]


def test_the_menu_of_a_head_is_for_its_column(grid: Grid) -> None:
    asked: list[Any] = []
    grid.head_menu_asked.connect(lambda key, _place: asked.append(key))
    head = grid.view.horizontalHeader()
    at = len(FROZEN) + 2
    spot = QPoint(head.sectionViewportPosition(at) + 5, head.height() - 6)
    head.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, spot))
    assert asked == ["d3"]


@pytest.fixture
def sheet(qtbot: QtBot) -> Iterator[Grid]:
    """Cells are typed, and something else could take the focus."""
    host = QWidget()
    made = Grid(FROZEN, edit_on_type=True, accessible_name="Marks")
    layout = QVBoxLayout(host)
    layout.addWidget(made)
    layout.addWidget(QLineEdit())
    qtbot.addWidget(host)
    host.resize(800, 400)
    made.fill(PEOPLE, DAYS, {})
    host.show()
    made.view.setFocus()
    made.go(1, "d1")
    yield made
    host.close()


def test_two_keys_in_one_breath_are_both_typed(sheet: Grid) -> None:
    press(sheet, Key.Key_T)
    box = sheet.view.findChild(QLineEdit)
    assert box is not None and not box.hasSelectedText() and box.cursorPosition() == 1


def test_tab_goes_to_the_next_cell_and_leaves_behind_the_last(sheet: Grid) -> None:
    press(sheet, Key.Key_Tab)
    assert sheet.current() == (1, "d2") and sheet.window().focusWidget() is sheet.view
    press(sheet, Key.Key_Backtab, mod=SHIFT)
    assert sheet.current() == (1, "d1")
    press(sheet, Key.Key_End)
    press(sheet, Key.Key_Tab)
    assert sheet.current() == (1, "d4") and sheet.window().focusWidget() is not sheet.view


def test_the_card_of_a_mistake_leaves_the_column_free(sheet: Grid) -> None:
    sheet.go(2, "d1")
    sheet.show_problem(1, "d1", "101 is more than 100", "Not saved.", [("Use 10", lambda: None)])
    card = sheet.findChild(ProblemCard)
    assert card is not None
    assert not any(card.geometry().intersects(sheet.cell_rect(n, "d1")) for n in (1, 2, 3, 4))
