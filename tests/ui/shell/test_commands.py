"""Every command is in the menu bar once, has a key of its own, says why it is grey, and does what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from app.i18n import use_language
from app.office.command import Ref
from tests.app.class_room import Class
from ui.desk import talk
from ui.kit.buttons import plain
from ui.shell.keys_sheet import KeysSheet, key_words, rows_of
from ui.shell.menus import MOST
from ui.shell.window import MainWindow

Key, Mod = Qt.Key, Qt.KeyboardModifier
CALLED_BY_NAME = {"Ctrl+N", "Ctrl+S", "Ctrl+F", "Ctrl+P", "Ctrl+Shift+E"}  # keys of the window, methods of the page


def settle() -> None:
    for _turn in range(4):
        QApplication.processEvents()


def press(window: MainWindow, key: Qt.Key, how: Qt.KeyboardModifier = Mod.NoModifier) -> None:
    window.activateWindow()
    settle()
    QTest.keyClick(window.focusWidget() or window, key, how)
    settle()


def in_menu(menu: QMenu) -> Iterator[QAction]:
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from in_menu(inner)
        elif not action.isSeparator():
            yield action


def levels(window: MainWindow) -> Iterator[tuple[str, list[QAction]]]:
    def walk(name: str, menu: QMenu) -> Iterator[tuple[str, list[QAction]]]:
        shown = [a for a in menu.actions() if a.isVisible() and not a.isSeparator()]
        yield name, shown
        for action in shown:
            inner = action.menu()
            if isinstance(inner, QMenu):
                yield from walk(f"{name} > {plain(action.text())}", inner)

    yield "bar", window.menuBar().actions()
    for menu in window.menus.menus.values():
        yield from walk(plain(menu.title()), menu)


def places(window: MainWindow, room: Class) -> Iterator[str]:
    """Every page and every tab, one after the other, in front."""
    for key in ("home", "trainees", "programmes", "cohorts", "certificates", "settings", "import", "imports"):
        window.go(key)
        settle()
        yield key
    for kind in ("import-sessions", "import-exams"):
        window.show_ref(Ref(kind, room.cohort_id))
        settle()
        yield kind
    window.show_ref(Ref("cohort", room.cohort_id))
    for _tab in range(window.page.tabs.count()):
        settle()
        yield f"cohort {window.page.tabs.key()}"
        window.page.tabs.step(1)


class Flashes(QObject):
    """Widgets that are shown as windows of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(repr(watched))
        return False


def test_no_part_of_a_page_flashes_as_a_window(window: MainWindow, room: Class) -> None:
    flashes = Flashes()
    QApplication.instance().installEventFilter(flashes)
    shown = list(places(window, room))
    QApplication.instance().removeEventFilter(flashes)
    assert len(shown) > 10 and not flashes.seen


@pytest.mark.parametrize("language", ["en", "ms"])
def test_every_command_is_in_the_menu_bar_with_a_letter_and_a_key_of_its_own(
        open_window: Callable[..., MainWindow], room: Class, language: str) -> None:
    use_language(language)
    window = open_window()
    for place in places(window, room):
        window.menus.refresh()
        reached = [a for menu in window.menus.menus.values() for a in in_menu(menu)]
        missing = [plain(a.text()) for a in window.actions_.live() if a not in reached]
        assert not missing, (place, missing)
        for name, actions in levels(window):
            assert len(actions) <= MOST, (place, name, [a.text() for a in actions])
            letters = [a.text().replace("&&", "")[a.text().replace("&&", "").find("&") + 1].lower()
                       for a in actions if "&" in a.text().replace("&&", "")]
            assert len(letters) == len(set(letters)), (place, name, [a.text() for a in actions])
        keys = [s.toString() for a in dict.fromkeys(window.actions_.live()) for s in a.shortcuts()]
        own = [s.key().toString() for s in window.page.findChildren(QShortcut) if s.isEnabled() and _shown(s)]
        own += [s.toString() for a in window.page.findChildren(QAction) if a not in window.page_acts()
                and isinstance(a.parent(), QWidget) and a.parent().isVisible() and a in a.parent().actions()
                for s in a.shortcuts()]
        twice = {k for k in keys if keys.count(k) > 1} | {k for k in own if k in keys}
        assert not twice, (place, twice)


def _shown(shortcut: QShortcut) -> bool:
    parent = shortcut.parent()
    return isinstance(parent, QWidget) and parent.isVisible()


def test_grey_says_why(open_window: Callable[..., MainWindow], room: Class) -> None:
    window = open_window("viewer")
    for place in places(window, room):
        for action in window.actions_.all():
            if not action.isEnabled():
                assert action.toolTip() and action.toolTip() != plain(action.text()), (place, action.text())


@pytest.mark.parametrize(("menu", "letters", "place"), [("T&rainee", "rn", "trainees"), ("&Cohort", "cn", "cohorts")])
@pytest.mark.qt_log_ignore("grabbing the keyboard", "raise()", extend=True)
def test_a_command_of_a_place_goes_there_first(window: MainWindow, monkeypatch: pytest.MonkeyPatch, menu: str,
                                               letters: str, place: str) -> None:
    window.go("settings")
    called: list[str] = []
    page = window._page(place)
    monkeypatch.setattr(page, "new", lambda: called.append(place))
    window.activateWindow()
    settle()
    QTest.keyClick(window.focusWidget() or window, Key.Key_Alt)
    settle()
    assert window.menuBar().isVisible()
    assert window.menuBar().activeAction() is window.menuBar().actions()[0]
    assert QApplication.activePopupWidget() is None
    QTest.keyClick(window.menuBar(), letters[0])
    settle()
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu) and popup.title() == menu
    QTest.keyClick(popup, letters[1])
    settle()
    assert window.where_now()[0] == place and called == [place]


def test_the_menu_bar_stays_when_asked_to(open_window: Callable[..., MainWindow]) -> None:
    window = open_window()
    assert not window.menuBar().isVisible()
    window.actions_["bar_always"].trigger()
    assert window.menuBar().isVisible()
    QTest.keyClick(window, Key.Key_Alt)
    assert window.menuBar().isVisible()
    window.desk.kept.write()
    again = open_window()
    assert again.menuBar().isVisible() and again.actions_["bar_always"].isChecked()


def test_alt_with_a_letter_leaves_the_bar_alone(window: MainWindow) -> None:
    window.go("trainees")
    window.go("cohorts")
    press(window, Key.Key_Left, Mod.AltModifier)
    QTest.keyRelease(window, Key.Key_Alt)
    assert window.where_now()[0] == "trainees" and not window.menuBar().isVisible()
    press(window, Key.Key_Right, Mod.AltModifier)
    assert window.where_now()[0] == "cohorts"


def test_recent_cohorts_are_in_the_file_menu(window: MainWindow, room: Class) -> None:
    assert not window.menus.recent.isEnabled()
    window.show_ref(Ref("cohort", room.cohort_id, "attendance"))
    window.go("trainees")
    (entry,) = window.menus.recent.actions()
    assert "HCIA-5G-07" in entry.text()
    entry.trigger()
    assert window.where_now()[0] == "cohort"
    window.go("trainees")
    window.actions_["cohort_results"].trigger()
    assert window.where_now()[1] == Ref("cohort", room.cohort_id, "results")


def test_pin_by_the_menu(window: MainWindow, room: Class) -> None:
    assert not window.actions_["pin"].isEnabled()
    window.show_ref(Ref("cohort", room.cohort_id))
    window.actions_["pin"].trigger()
    assert list(window.sidebar.pins) == [room.cohort_id] and "Unpin" in plain(window.actions_["pin"].text())
    window.sidebar.unpinned.emit(room.cohort_id)
    assert not window.sidebar.pins


def test_pin_in_the_list_by_its_context_menu(window: MainWindow, room: Class) -> None:
    window.go("cohorts")
    settle()
    pin = next(a for a in window.page.table.actions_for_menu if a is not None and a.property("icon_name") == "pin")
    window.page.table.choose(room.cohort_id)
    settle()
    assert pin.isEnabled() and pin.text() == "Pin" and not window.actions_["pin"].isVisible()
    pin.trigger()
    assert list(window.sidebar.pins) == [room.cohort_id] and pin.text() == "Unpin"
    window.sidebar.pins[room.cohort_id].click()
    assert window.where_now()[0] == "cohort" and window.actions_["pin"].isVisible()


def test_f6_goes_round_the_window_and_shows_where(window: MainWindow) -> None:
    window.showNormal()
    window.resize(1440, 868)
    window.go("trainees")
    settle()
    seen: list[QWidget] = []
    for _step in range(8):
        press(window, Key.Key_F6)
        focus = window.focusWidget()
        assert focus is not None and focus.isVisible()
        seen.append(focus)
        if len(seen) > 1 and focus is seen[0]:
            break
    assert len(set(map(id, seen))) >= 4 and seen[-1] is seen[0]
    assert any(window.sidebar.isAncestorOf(w) for w in seen) and any(window.status.isAncestorOf(w) for w in seen)
    press(window, Key.Key_F6, Mod.ShiftModifier)
    assert window.focusWidget() is seen[-2]


def test_escape_leaves_a_field_for_the_list(window: MainWindow) -> None:
    window.go("trainees")
    press(window, Key.Key_F, Mod.ControlModifier)
    field = window.focusWidget()
    press(window, Key.Key_Escape)
    assert window.focusWidget() is not field


def test_all_keys_are_listed_found_and_printed(window: MainWindow, tmp_path: Path) -> None:
    window.go("trainees")
    press(window, Key.Key_Slash, Mod.ControlModifier)
    sheet = next(w for w in QApplication.topLevelWidgets() if isinstance(w, KeysSheet) and w.isVisible())
    listed = {r.keys for r in sheet.shown_rows()}
    for action in window.actions_.live():
        assert not key_words(action) or key_words(action) in listed, action.text()
    for keys, _words in window.page.hints.shown:
        assert keys.replace("|", " ") in listed
    QTest.keyClicks(sheet.search, "undo")
    assert sheet.shown_rows() and all("ndo" in r.what for r in sheet.shown_rows())
    out = tmp_path / "keys.pdf"
    talk.answer_next(str(out))
    sheet.print_()
    text = pypdfium2.PdfDocument(out)[0].get_textpage().get_text_range()
    assert "Ctrl Z" in text and "Undo" in text
    sheet.done(0)


def test_no_two_rows_of_the_sheet_say_the_same(window: MainWindow) -> None:
    window.go("cohorts")
    rows = [(r.what, r.keys, r.where) for r in rows_of(window)]
    assert len(rows) == len(set(rows)) > 30


def test_keys_are_written_as_on_the_keyboard() -> None:
    action = QAction("x")
    action.setShortcuts([QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")])
    assert key_words(action) == "Ctrl + / Ctrl ="
