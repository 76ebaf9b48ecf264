"""The list of trainees: filters, views, orders, letters, copy, a narrow window; by keys and clicks."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from sqlalchemy import event

from app.cohorts.people import CountPeople
from app.errors import Unavailable
from app.office.command import Ref
from app.office.office import Office
from app.office.permissions import Actor
from app.trainees.commands import AddTrainee
from tests.ui.trainees.conftest import settle, show
from tests.ui.trainees.test_page import names
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.dialog import Dialog
from ui.kit.empty_state import EmptyState
from ui.trainees.page import TraineesPage

Key, Held = Qt.Key, Qt.KeyboardModifier
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def open_page(desk: Desk, width: int = 1366) -> TraineesPage:
    made = TraineesPage(desk)
    show(made, width)
    made.shown()
    settle()
    return made


@pytest.fixture
def page(desk: Desk) -> TraineesPage:
    return open_page(desk)


def state(page: TraineesPage) -> str:
    shown = page.list.shows()
    return shown.sentence.text() if isinstance(shown, EmptyState) else ""


def entry(menu: QMenu, words: str) -> Any:
    return next(a for a in menu.actions() if a.text() == words)


# -- filters ---------------------------------------------------------------------------------------------------
def test_narrowed_by_keys_and_freed_again(page: TraineesPage) -> None:
    page.filters.button.setFocus()
    QTest.keyClick(page.filters.button, Key.Key_Space)
    QTest.keyClicks(page.filters.list.search, "cohort")
    QTest.keyClick(page.filters.list.search, Key.Key_Return)
    QTest.keyClick(page.filters.list.search, Key.Key_Return)
    settle()
    assert names(page) == ["AHMAD FAIZAL BIN AHMAD", "NUR AISYAH BINTI ZULKIFLI"]
    chip = page.filters.chip("cohort")
    assert chip is not None and "HCIA-5G-07" in chip.text() and chip.count == 2
    assert page.head.count.text() == "6" and "2 of 6" in page.hints._words.text()
    QTest.mouseClick(page.chips.chip("none"), Qt.MouseButton.LeftButton)
    settle()
    assert names(page) == [] and "Nobody found" in state(page)
    chip = page.filters.chip("cohort")
    assert chip is not None
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    settle()
    assert len(names(page)) == 4


def test_missing_numbers_and_duplicates(page: TraineesPage, desk: Desk) -> None:
    desk.office.do(AddTrainee(full_name="WITHOUT A NUMBER"))
    settle()
    page.filters.choose("identity")
    settle()
    assert names(page) == ["WITHOUT A NUMBER"]
    page.filters.clear_all()
    page.filters.choose("twin")
    settle()
    assert names(page) == [] and "1 of" not in state(page)


def test_a_reference_with_a_filter_lights_its_chip(page: TraineesPage) -> None:
    QTest.keyClicks(page.search, "zzz")
    page.show_ref(Ref("trainees", 0, "training"))
    settle()
    assert page.chips.value() == "training" and page.search.text() == "" and len(names(page)) == 2
    page.show_ref(Ref("trainees", 0, "identity"))
    settle()
    assert page.filters.chip("identity") is not None and page.chips.value() == "all"
    page.show_ref(Ref("trainees", 0, "status=left&employer=0"))
    settle()
    assert page.filters.where() == {"status": "left", "employer": "0"}
    assert page.filters.chip("status") is not None  # no lit chip shows it, so it has one of its own
    page.show_ref(Ref("trainees", 0, "all"))
    settle()
    assert len(names(page)) == 6


def test_the_first_page_asks_little(page: TraineesPage, desk: Desk) -> None:
    """A filter costs a handful of statements, however many rows there are."""
    said: list[str] = []
    event.listen(desk.office.engine, "before_cursor_execute", lambda *a: said.append(a[2]))
    page.tools.set_where({"status": "training", "course": "1"})
    settle()
    assert len([s for s in said if s.startswith("SELECT")]) < 30


# -- orders, columns, views --------------------------------------------------------------------------------------
def test_order_and_columns_are_kept_for_the_user(page: TraineesPage, desk: Desk) -> None:
    page.table.sort_by("cohort", True)
    page.table.show_column("phone", True)
    settle()
    assert names(page)[:2] == ["AHMAD FAIZAL BIN AHMAD", "NUR AISYAH BINTI ZULKIFLI"]
    again = open_page(desk)
    assert again.tools.sort() == ("cohort", True) and "phone" in again.table.visible_keys()
    again.table.reset_columns()
    assert "phone" not in open_page(desk).table.visible_keys()
    other = Desk(Office(desk.office.engine, Actor(5, "wong", "Wong", desk.office.actor.roles)), synchronous=True)
    assert open_page(other).tools.sort() == ("name", False)


def name_it(dialog: Dialog, name: str) -> None:
    from ui.kit.text_box import TextBox

    box = dialog.findChild(TextBox)
    assert box is not None
    box.setText(name)
    dialog._do()
    settle()


def test_a_view_is_saved_taken_renamed_and_deleted(page: TraineesPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
                                                   ) -> None:
    dialogs: list[Dialog] = []
    monkeypatch.setattr(talk, "open_dialog", dialogs.append)
    page.tools.set_where({"status": "training"})
    page.table.show_column("email", True)
    entry(page.tools.menu.build(), "Save this view…").trigger()
    name_it(dialogs[0], "")
    name_it(dialogs[0], "Not enrolled")  # one of the ready ones has this name
    assert not page.tools.saved().views
    name_it(dialogs[0], "Mine & yours")
    entry(page.tools.menu.build(), "All trainees").trigger()
    page.table.show_column("email", False)
    settle()
    assert len(names(page)) == 6
    entry(page.tools.menu.build(), "Mine && yours").trigger()
    settle()
    assert len(names(page)) == 2 and "email" in page.table.visible_keys() and page.chips.value() == "training"
    entry(page.tools.menu.build(), "Rename the view…").trigger()
    name_it(dialogs[1], "Ours")
    entry(page.tools.menu.build(), "Open the list with this view").trigger()
    again = open_page(desk)
    assert again.chips.value() == "training" and len(names(again)) == 2
    told: list[Any] = []
    desk.told.connect(lambda words, undo: told.append((words, undo)))
    entry(again.tools.menu.build(), "Delete the view").trigger()
    assert not again.tools.saved().views
    told[-1][1]()
    assert [v.name for v in again.tools.saved().views] == ["Ours"]


def test_ready_views_tell_which_is_shown(page: TraineesPage) -> None:
    entry(page.tools.menu.build(), "Not enrolled").trigger()
    settle()
    menu = page.tools.menu.build()
    assert entry(menu, "Not enrolled").isChecked() and not entry(menu, "All trainees").isChecked()
    assert not entry(menu, "Delete the view").isEnabled() and entry(menu, "Delete the view").toolTip()


# -- keys ----------------------------------------------------------------------------------------------------------
def test_letters_find_a_name(page: TraineesPage) -> None:
    page.table.setFocus()
    QTest.keyClicks(page.table, "de")
    settle()
    assert page.table.current_row().name == "DEEPA A/P KRISHNASAMY"
    assert page.pane.name.text() == "DEEPA A/P KRISHNASAMY"


def test_everything_is_copied_with_masked_numbers(page: TraineesPage) -> None:
    page.table.show_column("identity", True)
    page.table.setFocus()
    QTest.keyClick(page.table, Key.Key_A, Held.ControlModifier)
    settle()
    assert "6 selected" in page.hints._words.text()
    QTest.keyClick(page.table, Key.Key_C, Held.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == 6 and lines[0].startswith("AHMAD FAIZAL BIN AHMAD\t") and "•" in lines[0]
    page.table.copy_all(set(page.table.picked()[:2]), page.table.rows_model.columns[:1])
    assert QGuiApplication.clipboard().text() == "AHMAD FAIZAL BIN AHMAD\nCHONG WAI LOON"


def test_a_narrow_window_shows_one_at_a_time(desk: Desk) -> None:
    page = open_page(desk, 700)
    assert page.beside.pane is None and page.list.isVisible()
    page.table.setFocus()
    QTest.keyClick(page.table, Key.Key_Down)
    QTest.keyClick(page.table, Key.Key_Return)
    settle()
    assert page.pane.isVisible() and not page.list.isVisible()
    assert page.pane.name.text() == page.table.current_row().name
    QTest.mouseClick(page.beside.back, Qt.MouseButton.LeftButton)
    settle()
    assert page.list.isVisible() and not page.pane.isVisible()
    assert QApplication.focusWidget() is page.table
    page.new()
    settle()
    assert page.pane.isVisible()
    QTest.keyClick(page.pane, Key.Key_Escape)
    settle()
    assert page.list.isVisible()


# -- states ----------------------------------------------------------------------------------------------------------
def test_what_fails_stands_in_the_list_and_is_tried_again(page: TraineesPage, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = CountPeople.rows

    def fail(_query: CountPeople, _work: object) -> Any:
        raise Unavailable("The network folder is away.")

    monkeypatch.setattr(CountPeople, "rows", fail)
    page.load()
    settle()
    assert "could not be read" in state(page)
    monkeypatch.setattr(CountPeople, "rows", whole)
    again = next(b for b in page.list.shows().findChildren(type(page.filters.button)))  # type: ignore[union-attr]
    QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    settle()
    assert len(names(page)) == 6


def test_who_may_not_see_them_reads_why(desk: Desk) -> None:
    nobody = Desk(Office(desk.office.engine, Actor(7, "x", "X", frozenset())), synchronous=True)
    page = TraineesPage(nobody)
    show(page)
    page.load()
    assert state(page)


def test_the_list_goes_on_paper(page: TraineesPage, monkeypatch: pytest.MonkeyPatch) -> None:
    from ui.desk import printing

    asked: list[tuple[Any, ...]] = []
    monkeypatch.setattr(printing, "offer_list", lambda *what, **more: asked.append(what))
    page.tools.set_where({"status": "training"})
    page.print_()
    _desk, title, facts, columns, rows = asked[0]
    assert title == "Trainees" and facts == ["In training"]
    assert [c.key for c in columns] == page.table.visible_keys()
    assert len(rows(lambda *_a: None)) == 2


def test_another_filter_shows_whom_it_leaves(page: TraineesPage) -> None:
    assert page.pane.name.text() == "AHMAD FAIZAL BIN AHMAD"
    QTest.mouseClick(page.chips.chip("none"), Qt.MouseButton.LeftButton)
    settle()
    assert page.pane.name.text() == page.table.current_row().name == "CHONG WAI LOON"
    page.load()  # the same filter asked again moves nobody
    settle()
    assert page.pane.name.text() == "CHONG WAI LOON"
