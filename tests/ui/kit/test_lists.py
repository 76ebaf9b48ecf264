"""What lists share: columns that are kept, letters, the menu key, copy, filters, a pane over a narrow list, states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.exchange.columns import Column
from ui.kit.beside import Beside
from ui.kit.buttons import Button, quiet
from ui.kit.empty_state import EmptyState
from ui.kit.filters import FilterBar, FilterKind, Take
from ui.kit.layout import box, column
from ui.kit.list_pane import WAIT_BEFORE_SAYING, ListPane
from ui.kit.look import Look
from ui.kit.pick_list import Option
from ui.kit.table import Table
from ui.kit.toolbar import SearchBox

Key = Qt.Key
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@dataclass(frozen=True)
class Person:
    id: int
    name: str
    number: str = ""
    mark: int | None = None


COLUMNS = [
    Column[Person]("name", lambda: "Name", lambda r: r.name, width=20),
    Column[Person]("number", lambda: "Number", lambda r: r.number, width=14, kind="identity"),
    Column[Person]("mark", lambda: "Mark", lambda r: r.mark, width=8, kind="number"),
]
PEOPLE = [Person(n, name, f"00{n}", n * 10) for n, name in enumerate(("Ali", "Bala", "Chong", "Che Nor", "Dayang"))]


def table(qtbot: QtBot, **more: Any) -> Table:
    made = Table(COLUMNS, name="name", accessible_name="People", **more)
    qtbot.addWidget(made)
    made.resize(700, 300)
    made.show()
    made.set_rows(PEOPLE)
    return made


# -- columns ------------------------------------------------------------------------------------------------------
def test_columns_are_kept_by_name_and_reset(qtbot: QtBot) -> None:
    one = table(qtbot, hidden=("mark",), check=True)
    told: list[int] = []
    one.columns_changed.connect(lambda: told.append(1))
    one.show_column("mark", True)
    one.show_column("name", False)
    assert one.visible_keys() == ["name", "number", "mark"]
    head = one.horizontalHeader()
    head.moveSection(head.visualIndex(one.column_at("mark")), 1)
    head.resizeSection(one.column_at("number"), 222)
    assert told and one.visible_keys() == ["mark", "name", "number"]
    state = one.columns_state()
    other = table(qtbot, hidden=("mark",), check=True)
    other.restore_columns(state)
    assert other.visible_keys() == ["mark", "name", "number"]
    assert abs(other.columnWidth(other.column_at("number")) - 222) <= 4
    assert other.horizontalHeader().visualIndex(0) == 0  # the boxes stay first
    other.reset_columns()
    assert other.visible_keys() == ["name", "number"]
    for broken in ("", "nonsense", "[1]", '{"order": ["gone"], "widths": {"mark": "x"}}'):
        other.restore_columns(broken)
    assert "name" in other.visible_keys()


def test_the_head_has_a_menu_of_columns_and_orders(qtbot: QtBot) -> None:
    view = table(qtbot, sort=("name", False), sort_here=True)
    menu = view.column_menu()
    by_words = {a.text(): a for a in menu.actions()}
    assert not by_words["Name"].isEnabled()
    by_words["Mark"].trigger()
    assert view.visible_keys() == ["name", "number"]
    orders = by_words["Sort by"].menu()
    assert orders is not None
    asked: list[tuple[str, bool]] = []
    view.sort_asked.connect(lambda key, down: asked.append((key, down)))
    next(a for a in orders.actions() if a.text() == "Number").trigger()
    next(a for a in view.column_menu().actions()[-3].menu().actions() if a.text() == "Descending").trigger()
    assert asked == [("number", False), ("number", True)]
    assert view.current_row() is None and view.rows_model.row(0).name == "Dayang"


def test_a_column_that_cannot_sort_does_not(qtbot: QtBot) -> None:
    view = table(qtbot, sortable=("name",), sort=("name", False))
    asked: list[str] = []
    view.sort_asked.connect(lambda key, _down: asked.append(key))
    head = view.horizontalHeader()
    for key in ("mark", "name"):
        at = QPoint(view.columnViewportPosition(view.column_at(key)) + 20, 10)
        QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert asked == ["name"]


# -- keys ----------------------------------------------------------------------------------------------------------
def test_letters_home_end_and_ranges(qtbot: QtBot) -> None:
    view = table(qtbot)
    view.selectRow(0)
    QTest.keyClicks(view, "che n")
    assert view.current_row().name == "Che Nor"
    QTest.keyClick(view, Key.Key_Home)
    assert view.current_row().name == "Ali"
    QTest.keyClick(view, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert view.picked() == [0, 1]
    QTest.keyClick(view, Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert view.current_row().name == "Dayang"
    QTest.keyClick(view, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(view.picked()) == 5


def test_letters_ask_where_a_name_stands_in_a_long_list(qtbot: QtBot) -> None:
    view = table(qtbot, sort=("name", False))
    asked: list[str] = []

    def seek(text: str, then: Any) -> None:
        asked.append(text)
        then(2)

    view.seek = seek
    QTest.keyClicks(view, "ch")
    assert asked == ["c", "ch"] and view.current_row().name == "Chong"
    view.show_sort("mark", False)
    QTest.qWait(1)
    view._typed = ""
    QTest.keyClicks(view, "b")
    assert asked == ["c", "ch"] and view.current_row().name == "Bala"


@pytest.mark.parametrize(("key", "held"), [(Key.Key_Menu, Qt.KeyboardModifier.NoModifier),
                                           (Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)])
def test_the_menu_key_opens_the_commands_of_the_row(qtbot: QtBot, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
    view = table(qtbot)
    done: list[int] = []
    action = QAction("Withdraw", view)
    action.triggered.connect(lambda _on=False: done.append(1))
    view.actions_for_menu = [action, None]
    view.selectRow(1)
    QTest.keyClick(view, key, held)
    menu = view._shown_menu
    assert menu is not None and menu.activeAction() is action
    QTest.keyClick(menu, Key.Key_Return)
    assert done == [1]


def test_cells_speak(qtbot: QtBot) -> None:
    view = Table(COLUMNS, looks={"mark": lambda r: Look(problem="Too low")}, check=True)
    qtbot.addWidget(view)
    view.set_rows(PEOPLE)
    model, spoken = view.rows_model, int(Qt.ItemDataRole.AccessibleTextRole)
    assert model.index(1, 0).data(spoken) == "Not ticked"
    model.toggle([1])
    assert model.index(1, 0).data(spoken) == "Ticked"
    assert model.index(1, 3).data(spoken) == "10. Too low"
    assert model.index(1, 3).data(int(Qt.ItemDataRole.AccessibleDescriptionRole)) == "Mark"


# -- copy ------------------------------------------------------------------------------------------------------------
def test_copied_cells_stay_texts(qtbot: QtBot) -> None:
    view = table(qtbot)
    view.set_rows([Person(1, "=2+3", "007", 5), Person(2, "<b>@x", "+60 12-3", -1), Person(3, "-CMD|x", "", None)])
    view.selectAll()
    view.copy()
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == "'=2+3\t007\t5\n<b>@x\t+60 12-3\t-1\n'-CMD|x\t\t"
    html = data.html()
    assert "mso-number-format:'\\@'\">007</td>" in html and "<td>5</td>" in html and "&lt;b&gt;" in html


def test_rows_that_are_not_read_yet_are_copied_by_whoever_can(qtbot: QtBot) -> None:
    view = Table(COLUMNS, paged=True, check=True)
    qtbot.addWidget(view)
    view.set_source(54_000, lambda offset, limit, then: then([Person(n, str(n)) for n in range(offset, offset + 2)]))
    view.rows_model.set_checked(range(54_000), True)
    asked: list[tuple[int, list[str]]] = []
    view.copy_all = lambda keys, columns: asked.append((len(keys), [c.key for c in columns]))
    view.copy()
    assert asked == [(54_000, ["name", "number", "mark"])]


# -- filters -----------------------------------------------------------------------------------------------------------
def bar(qtbot: QtBot) -> FilterBar:
    def ask(then: Take) -> None:
        then([Option("1", "HCIA-AI", 12), Option("2", "Cloud", 4), Option("3", "Nothing", 0)])

    made = FilterBar([FilterKind("course", "Course", ask), FilterKind("none", "No number")])
    whole = box(column(made.button, made, None))
    qtbot.addWidget(whole)
    whole.resize(420, 300)
    whole.show()
    made.whole = whole  # type: ignore[attr-defined]
    return made


def test_a_filter_is_chosen_by_typing_and_taken_away(qtbot: QtBot) -> None:
    filters = bar(qtbot)
    told: list[dict[str, str]] = []
    filters.changed.connect(lambda: told.append(filters.where()))
    QTest.mouseClick(filters.button, Qt.MouseButton.LeftButton)
    QTest.keyClick(filters.list.search, Key.Key_Return)  # the first kind
    QTest.keyClicks(filters.list.search, "clo")
    QTest.keyClick(filters.list.search, Key.Key_Return)
    assert told == [{"course": "2"}]
    chip = filters.chip("course")
    assert chip is not None and chip.isVisible() and "Course: Cloud" in chip.text()
    filters.set_count("course", 1234)
    assert "1,234" in chip.text()
    filters.open()
    QTest.keyClick(filters.list.search, Key.Key_Down)
    QTest.keyClick(filters.list.search, Key.Key_Return)
    assert told[-1] == {"course": "2", "none": "yes"}
    chip = filters.chip("course")
    assert chip is not None
    QTest.keyClick(chip, Key.Key_Delete)
    assert told[-1] == {"none": "yes"}
    every = next(b for b in filters.findChildren(Button) if b.text().strip() == "Clear all" and b.isVisible())
    QTest.mouseClick(every, Qt.MouseButton.LeftButton)
    assert told[-1] == {} and not filters.isVisible()


def test_escape_leaves_the_list_of_filters(qtbot: QtBot) -> None:
    filters = bar(qtbot)
    filters.open()
    opened = filters.list
    assert opened.isVisible() and opened.table.rows_model.rowCount() == 2
    QTest.keyClicks(opened.search, "zzz")
    assert opened.nothing.isVisible() and not opened.table.isVisible()
    QTest.keyClick(opened.search, Key.Key_Escape)  # clears what was typed
    assert opened.isVisible() and opened.table.isVisible()
    QTest.keyClick(opened.search, Key.Key_Escape)
    QApplication.processEvents()
    assert filters.where() == {}


def test_values_from_elsewhere_get_their_words(qtbot: QtBot) -> None:
    filters = bar(qtbot)
    filters.set_where({"course": "1"})
    chip = filters.chip("course")
    assert chip is not None and "Course: HCIA-AI" in chip.text()
    filters.set_where({"course": "99"})
    chip = filters.chip("course")
    assert chip is not None and "Course: 99" in chip.text()


def test_chips_go_on_in_the_next_line(qtbot: QtBot) -> None:
    filters = bar(qtbot)
    filters.set_where({"course": "1", "none": "yes"})
    QApplication.processEvents()
    wide = filters.height()
    filters.whole.resize(200, 300)  # type: ignore[attr-defined]
    QApplication.processEvents()
    assert filters.height() > wide
    chip = filters.chip("none")
    assert chip is not None and chip.geometry().right() <= filters.width()


# -- list and pane, states -------------------------------------------------------------------------------------------
def test_a_pane_is_made_when_needed_and_lies_over_a_narrow_list(qtbot: QtBot) -> None:
    made: list[QWidget] = []

    def make() -> QWidget:
        made.append(QLabel("pane"))
        made[0].setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return made[0]

    left = QLabel("list")
    both = Beside(left, make, wide_from=600, sizes=(300, 400))
    qtbot.addWidget(both)
    both.resize(500, 300)
    both.show()
    assert not made and left.isVisible() and not both.shows_pane()
    both.open_pane()
    assert made and made[0].isVisible() and not left.isVisible() and both.back.isVisible()
    back: list[int] = []
    both.came_back.connect(lambda: back.append(1))
    QTest.keyClick(made[0], Key.Key_Escape)
    assert left.isVisible() and not made[0].isVisible() and back == [1]
    both.resize(900, 300)
    assert left.isVisible() and made[0].isVisible() and not both.back.isVisible()


def test_a_list_says_what_it_waits_for_and_what_failed(qtbot: QtBot) -> None:
    view = Table(COLUMNS)
    pane = ListPane(view, EmptyState("users", "Nobody yet"))
    qtbot.addWidget(pane)
    pane.show()

    def sentence() -> str:
        state = pane.shows()
        return state.sentence.text() if isinstance(state, EmptyState) else ""

    pane.wait()
    assert sentence() == "Nobody yet"
    QTest.qWait(WAIT_BEFORE_SAYING + 60)
    assert "Reading" in sentence()
    pane.arrived()
    assert sentence() == "Nobody yet"
    tried: list[int] = []
    pane.fail("The network folder is away.", lambda: tried.append(1))
    assert "could not be read" in sentence()
    again = next(b for b in pane.shows().findChildren(Button))  # type: ignore[union-attr]
    QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    assert tried == [1]
    pane.arrived()
    view.set_rows(PEOPLE)
    assert view.isVisible()
    pane.refuse("Only an administrator may see this.")
    assert "administrator" in sentence()
    pane.arrived()
    assert "administrator" in sentence()
    pane.refuse("")
    assert view.isVisible()


def test_a_list_that_becomes_empty_keeps_the_keys(qtbot: QtBot) -> None:
    view = Table(COLUMNS, accessible_name="People")
    before = QLineEdit()
    pane = ListPane(view, EmptyState("users", "Nobody yet"))
    host = QWidget()
    layout = QVBoxLayout(host)
    layout.addWidget(before)
    layout.addWidget(pane)
    qtbot.addWidget(host)
    host.show()
    view.set_rows(PEOPLE)
    view.setFocus()
    view.set_rows([])
    assert host.focusWidget() is pane
    view.set_rows(PEOPLE[:2])
    assert host.focusWidget() is view


def test_actions_that_do_not_fit_are_behind_the_dots(qtbot: QtBot) -> None:
    done: list[str] = []
    view = Table(COLUMNS, check=True)
    pane = ListPane(view, actions=[quiet(f"Do number {n} of many", lambda n=n: done.append(str(n))) for n in range(5)])
    qtbot.addWidget(pane)
    pane.resize(520, 300)
    pane.show()
    view.set_rows(PEOPLE)
    view.rows_model.toggle([0])
    assert pane.bar is not None
    QApplication.processEvents()
    hidden = pane.bar.more.list.actions()
    assert pane.bar.more.isVisible() and hidden
    hidden[-1].trigger()
    assert done == ["4"]
    pane.resize(1600, 300)
    QApplication.processEvents()
    assert not pane.bar.more.isVisible()


def test_what_was_selected_in_pages_is_selected_again(qtbot: QtBot) -> None:
    view = Table(COLUMNS, paged=True, check=True)
    qtbot.addWidget(view)
    view.resize(600, 300)
    view.show()

    def fetch(offset: int, limit: int, then: Any) -> None:
        then([Person(n, f"P{n:05}") for n in range(offset, offset + limit)])

    view.set_source(1000, fetch)
    qtbot.waitUntil(lambda: view.rows_model.row(4) is not None)
    view.choose(4)
    view.set_source(1000, fetch)  # asked again, as after a change
    qtbot.waitUntil(lambda: view.rows_model.row(4) is not None)
    assert view.picked() == [4] and view.current_row().id == 4
    view.set_source(1000, fetch)
    view.clearSelection()  # by the user, before the page is there
    qtbot.waitUntil(lambda: view.rows_model.row(4) is not None)
    assert view.picked() == []


def test_a_search_that_is_emptied_from_elsewhere_asks_nobody_and_drops_its_cross(qtbot: QtBot) -> None:
    box, asked = SearchBox("Find"), []
    qtbot.addWidget(box)
    box.searched.connect(asked.append)
    QTest.keyClicks(box, "goh")
    qtbot.waitUntil(lambda: asked == ["goh"])
    box.put("")
    assert not any(action.isVisible() for action in box.actions() if action.toolTip() == "Clear the search")
    qtbot.wait(250)
    assert asked == ["goh"]
