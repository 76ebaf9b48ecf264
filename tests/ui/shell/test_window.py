"""The main window: where each thing opens, the keys, what undo says, and what each role may press."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.i18n import use_language
from app.office.command import Ref
from app.programmes.commands import SaveProgramme
from app.programmes.queries import Programmes
from app.trainees.commands import AddTrainee
from tests.app.class_room import Class
from ui.desk import talk
from ui.kit.page import Page
from ui.kit.theme import theme
from ui.shell.places import HIDDEN, LIT_BY, PLACES, ROUTES, SETTINGS
from ui.shell.window import MainWindow

GRAB = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
EVERY = {p.key: p for p in (*PLACES, SETTINGS, *HIDDEN.values())}


def press(window: MainWindow, key: Qt.Key, how: Qt.KeyboardModifier = Qt.KeyboardModifier.ControlModifier) -> None:
    window.activateWindow()
    QTest.keyClick(window.focusWidget() or window, key, how)
    QApplication.processEvents()


def places_of(window: MainWindow) -> list[str]:
    return [b.words for b in window.sidebar._buttons.values()]


def menu_texts(window: MainWindow) -> list[str]:
    texts = []
    for top in window.menuBar().actions():
        texts += [top.text(), *(a.text() for a in top.menu().actions() if a.text())]
    return [t.replace("&", "") for t in texts]


@pytest.mark.parametrize("key", EVERY)
def test_every_place_opens_its_page(window: MainWindow, key: str) -> None:
    window.go(key)
    assert isinstance(window.page, Page) and window.stack.currentWidget() is window.page
    lit = [k for k, b in window.sidebar._buttons.items() if b.isChecked()]
    assert lit == [LIT_BY.get(key, key)]


@pytest.mark.parametrize("kind", ROUTES)
def test_every_kind_of_thing_opens_where_it_belongs(window: MainWindow, room: Class, kind: str) -> None:
    window.desk.show(Ref(kind, room.cohort_id if kind == "cohort" else None))
    assert window.where_now()[0] == ROUTES[kind]
    assert window.page is not None and window.page.isVisible()


@GRAB
def test_places_by_keys_and_back(window: MainWindow) -> None:
    window.go("trainees")
    for key, place in ((Qt.Key.Key_3, "programmes"), (Qt.Key.Key_4, "cohorts"), (Qt.Key.Key_5, "certificates"),
                       (Qt.Key.Key_2, "trainees"), (Qt.Key.Key_Comma, "settings")):
        press(window, key)
        assert window.where_now()[0] == place
    press(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.where_now()[0] == "trainees"


@GRAB
def test_alt_shows_and_hides_the_menu_bar(window: MainWindow) -> None:
    window.go("trainees")
    assert not window.menuBar().isVisible()
    QTest.keyClick(window, Qt.Key.Key_Alt)
    assert window.menuBar().isVisible()
    QTest.keyClick(window, Qt.Key.Key_Alt)
    assert not window.menuBar().isVisible()


def test_undo_names_what_it_takes_back_and_ctrl_z_does(window: MainWindow) -> None:
    window.go("trainees")
    desk = window.desk
    assert not window.actions_.undo.isEnabled()
    desk.do(SaveProgramme(code="JK", name="Networks"), owner=window)
    label = desk.office.undo_label()
    assert talk.asked == []
    assert label and "JK" in label and label in window.actions_.undo.text()
    press(window, Qt.Key.Key_Z)
    assert [p.code for p in desk.office.ask(Programmes())] == []
    assert any(label in w.text() for w in window.toast.findChildren(QLabel))
    assert label in window.actions_.redo.text() and not window.actions_.undo.isEnabled()
    press(window, Qt.Key.Key_Y)
    assert [p.code for p in desk.office.ask(Programmes())] == ["JK"]


def test_no_english_is_left_in_the_frame(open_window: Callable[..., MainWindow]) -> None:
    english = open_window()
    said = {*menu_texts(english), *places_of(english), english.status.saved.text()}
    use_language("ms")
    malay = open_window()
    same = said & {*menu_texts(malay), *places_of(malay), malay.status.saved.text()}
    assert same <= {"English / Bahasa Melayu"}


def test_dark_switch_is_kept(window: MainWindow) -> None:
    from app.settings import Machine

    window.actions_["theme_dark"].trigger()
    assert theme().mode == "dark" and Machine.load().theme == "dark"


def test_narrow_window_has_a_rail(window: MainWindow) -> None:
    window.resize(1500, 800)
    QApplication.processEvents()
    assert window.sidebar._buttons["cohorts"].text()
    wide = window.sidebar.width()
    window.resize(1100, 700)
    QApplication.processEvents()
    button = window.sidebar._buttons["cohorts"]
    assert window.sidebar.width() < wide and not button.text() and button.toolTip() and button.accessibleName()


@pytest.mark.parametrize("role", ["viewer", "instructor", "certificates"])
def test_what_a_role_may_not_do_is_grey_with_the_reason(open_window: Callable[..., MainWindow], role: str) -> None:
    window = open_window(role)
    imports = window.actions_["import"]
    assert not imports.isEnabled() and imports.toolTip() == window.desk.why_not(HIDDEN["import"].needs)
    for place in (*PLACES, SETTINGS):
        button = window.sidebar._buttons[place.key]
        why = window.desk.why_not(place.needs)
        assert button.isEnabled() == (not why)
        assert not why or button.toolTip() == why


def test_only_reading_is_said_and_nothing_writes(open_window: Callable[..., MainWindow]) -> None:
    window = open_window(read_only=True)
    assert window.status.note.isVisible() and window.status.note.text() == "Open for reading only"
    assert window.desk.why_not(AddTrainee)
    assert not window.actions_["import"].isEnabled()


def test_closing_over_unsaved_typing_asks_and_can_go_on(window: MainWindow) -> None:
    closed: list[bool] = []
    window.closing.connect(lambda: closed.append(True))
    window.show_ref(Ref("trainee", 1))
    QApplication.processEvents()
    name = window.page.pane.form.form.fields["full_name"].editor  # type: ignore[union-attr]
    name.setFocus()
    QTest.keyClicks(name, " X")
    talk.answer_next(False)
    window.close()
    assert talk.asked[-1] == "Close without saving what you typed?" and not closed and window.isVisible()
    talk.answer_next(True)
    window.close()
    QApplication.processEvents()
    assert closed == [True]
