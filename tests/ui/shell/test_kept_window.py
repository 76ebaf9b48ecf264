"""What is kept for each user: window, place, look, menu bar; put back also where the screens have changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QSplitter

from app.office.command import Ref
from tests.app.class_room import Class
from ui.kit.page import Page
from ui.kit.theme import theme
from ui.shell import remembered
from ui.shell.remembered import fitted, next_zoom
from ui.shell.window import MainWindow

OFFICE, BESIDE = QRect(0, 0, 1920, 1040), QRect(1920, 0, 1280, 984)


@pytest.fixture(autouse=True)
def normal_look() -> Iterator[None]:
    yield
    theme().set_density("normal")
    theme().set_scale(1.0)


def settle() -> None:
    for _turn in range(4):
        QApplication.processEvents()


@pytest.mark.parametrize(("wanted", "screens", "found"), [
    (QRect(100, 100, 1440, 868), [OFFICE], QRect(100, 100, 1440, 868)),
    (QRect(2000, 50, 1200, 800), [OFFICE, BESIDE], QRect(2000, 50, 1200, 800)),
    (QRect(2000, 50, 1200, 800), [OFFICE], QRect(720, 50, 1200, 800)),  # the second screen is gone
    (QRect(-1900, -1000, 1200, 800), [OFFICE], QRect(0, 0, 1200, 800)),
    (QRect(100, 100, 1800, 1000), [QRect(0, 0, 1366, 728)], QRect(0, 0, 1366, 728)),  # a smaller one now
    (QRect(300, -200, 1200, 800), [OFFICE], QRect(300, 0, 1200, 800)),  # its title cannot be taken hold of
])
def test_a_window_comes_back_where_it_can_be_reached(wanted: QRect, screens: list[QRect], found: QRect) -> None:
    assert fitted(wanted, screens) == found


def test_the_window_of_each_user_comes_back(open_window: Callable[..., MainWindow]) -> None:
    window = open_window()
    window.showNormal()
    window.resize(1010, 560)
    window.go("cohorts")
    window.close()
    again = open_window()
    assert again.height() == 560 and again.width() in (1010, again.minimumWidth())  # the test screen is narrow


def test_a_maximised_window_comes_back_maximised(open_window: Callable[..., MainWindow]) -> None:
    window = open_window()
    window.go("cohorts")
    window.showMaximized()
    settle()
    window.close()
    again = open_window()
    assert again.isMaximized()


def test_the_place_comes_back_on_the_same_day_only(open_window: Callable[..., MainWindow], room: Class,
                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    window = open_window()
    window.show_ref(Ref("cohort", room.cohort_id, "attendance"))
    window.page.tabs.choose("results")
    window.close()
    again = open_window()
    again.begin("home")
    assert again.where_now() == ("cohort", Ref("cohort", room.cohort_id, "results"))
    again.close()
    monkeypatch.setattr(remembered, "_today", lambda: "2031-01-01")
    tomorrow = open_window()
    tomorrow.begin("home")
    assert tomorrow.where_now() == ("home", None)
    tomorrow.actions_["last_cohort"].trigger()
    assert tomorrow.where_now()[1] == Ref("cohort", room.cohort_id, "results") or tomorrow.cohort_in_front() == 1


def test_rows_and_colours_change_at_once_and_are_kept(open_window: Callable[..., MainWindow]) -> None:
    window = open_window()
    window.go("cohorts")
    before = theme().row_height("table")
    window.actions_["density_roomy"].trigger()
    assert theme().row_height("table") > before and window.actions_["density_roomy"].isChecked()
    window.actions_["theme_dark"].trigger()
    assert theme().dark
    window.close()
    theme().set_density("normal")
    theme().set_mode("light")
    again = open_window()
    assert theme().density == "roomy" and theme().dark and again.actions_["density_roomy"].isChecked()


def test_larger_text_at_once_with_what_was_typed(open_window: Callable[..., MainWindow],
                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    window = open_window()
    window.go("trainees")
    given: list[object] = []
    monkeypatch.setattr(type(window.page), "held", lambda _page: {"half": "typed"})
    monkeypatch.setattr(type(window.page), "take", lambda _page, held: given.append(held))
    window.status.show_backup("Backup 07:00")
    before, page = window.sidebar.name.font().pointSizeF(), window.page
    window.activateWindow()
    settle()
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert theme().scale == 1.1 and window.page is not page and window.where_now()[0] == "trainees"
    assert given == [{"half": "typed"}] and window.status.backup.text() == "Backup 07:00"
    assert QApplication.font().pointSizeF() > before * 1.05
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert theme().scale == 1.0
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert theme().scale == 0.9 and window.desk.kept.get("zoom") == "0.9"


def test_typed_words_are_there_after_larger_text(window: MainWindow) -> None:
    window.go("trainees")
    window.page.new()
    settle()
    field = next(f for f in window.page.findChildren(QLineEdit) if f.isVisible() and f.isEnabled()
                 and f.hasFocus())
    QTest.keyClicks(field, "Nurul Huda")
    window.zoom(1)
    settle()
    texts = [f.text() for f in window.page.findChildren(QLineEdit)]
    assert "Nurul Huda" in texts


def test_zoom_stays_within_its_bounds() -> None:
    assert next_zoom(2.0, 1) == 2.0 and next_zoom(0.8, -1) == 0.8 and next_zoom(1.37, 0) == 1.0


def test_how_a_page_is_divided_comes_back(open_window: Callable[..., MainWindow]) -> None:
    window = open_window()
    page = Page("Divided")
    split = QSplitter()
    for _n in range(2):
        split.addWidget(QLineEdit())
    page.add(split)
    remembered.watch_splitters(window.desk, "divided", page)
    split.resize(600, 100)
    split.setSizes([100, 500])
    split.splitterMoved.emit(100, 1)
    again = QSplitter()
    for _n in range(2):
        again.addWidget(QLineEdit())
    other = Page("Divided")
    other.add(again)
    remembered.watch_splitters(window.desk, "divided", other)
    again.resize(600, 100)
    assert again.sizes()[0] < 200
    page.deleteLater()
    other.deleteLater()


def test_the_account_is_on_the_rail(window: MainWindow) -> None:
    window.showNormal()
    window.resize(1100, 700)
    window.go("trainees")
    settle()
    person = window.sidebar._user
    assert window.sidebar.width() == 56 and person.isVisible() and "Aminah Yusof" in person.toolTip()
    assert person.width() >= 26 and person.height() >= 26 and person.avatar.isVisible()
    assert window.sidebar.search.isVisible() and "Ctrl+K" in window.sidebar.search.toolTip()
    menu = window.actions_.account_menu()
    assert [a.objectName() for a in menu.actions()] == ["password", "recovery", "lock", "sign_out"]


def test_ctrl_l_locks_where_passwords_are_asked(window: MainWindow) -> None:
    window.go("trainees")
    assert not window.actions_["lock"].isEnabled() and window.actions_["lock"].toolTip()
    locked: list[int] = []
    window.offer_lock(lambda: locked.append(1))
    window.activateWindow()
    settle()
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert locked == [1]


def test_numbers_stand_beside_the_places(window: MainWindow, room: Class) -> None:
    window.go("trainees")
    settle()
    assert window.sidebar._buttons["trainees"].count == len(room.trainees)
    assert window.sidebar._buttons["cohorts"].count == 1
    assert "cohort running" in window.sidebar._buttons["cohorts"].accessibleDescription()


def test_text_pages_stop_at_1440(window: MainWindow) -> None:
    window.showNormal()
    window.resize(2400, 1000)
    window.go("settings")
    settle()
    page = window.page
    assert page.layout().contentsMargins().right() == page.width() - 1440
    window.go("cohorts")
    settle()
    assert window.page.layout().contentsMargins().right() == 0
