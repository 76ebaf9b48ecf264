"""The palette by keys: found while typing, rights respected, a whole number goes straight there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from app.cohorts.queries import Roll
from app.i18n import use_language
from app.office.command import Ref
from app.trainees.commands import AddTrainee
from tests.app.class_room import Class
from ui.desk import pins, talk
from ui.kit.matching import asked, matches, spans
from ui.kit.palette import PaletteBox
from ui.kit.palette_list import Entry, Group, PaletteModel
from ui.shell.window import MainWindow

AISYAH = "Nur Aisyah binti Zulkifli"
Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.mark.parametrize(("text", "typed", "marked"), [
    ("Nur Aisyah binti Zulkifli", "aisyah", ["Aisyah"]),
    ("Nur Aisyah binti Zulkifli", "aisyah bin zul", ["Aisyah", "Zul"]),
    ("Renée O’Brien", "renee bri", ["Renée", "Bri"]),
    ("Ganesh a/l Rajendran", "ganesh a/l raj", ["Ganesh", "Raj"]),
    ("KL26-00044-D", "0044", ["0044"]),
    ("Ahmad", "xyz", []),
])
def test_what_was_typed_is_marked(text: str, typed: str, marked: list[str]) -> None:
    found = [text[at:at + length] for at, length in spans(text, typed)]
    assert [f.casefold() for f in found] == [("Renée" if m == "Renée" else m).casefold() for m in marked]
    assert matches(text, typed) == bool(marked)


def test_links_narrow_nothing_unless_they_are_all() -> None:
    assert asked("siti binti daud") == "siti daud" and asked("bin") == "bin" and asked(" a/l ") == "a/l"


def test_model_is_sound() -> None:
    model = PaletteModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    one, two = (Group(words, [Entry(words, lambda: None)]) for words in ("One", "Two"))
    model.show_groups([one, Group("None"), two])
    assert model.rowCount() == 4 and model.entry(0) is None and model.entry(3) is not None
    del tester


@pytest.fixture
def aisyah(room: Class) -> int:
    """Somebody who can be found; the numbers of the class were given without the counter."""
    with room.office.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE trainee SET number = 'C' || number")
    return room.office.do(AddTrainee(full_name=AISYAH, identity_number="900101-14-5566")).value


def open_palette(window: MainWindow) -> PaletteBox:
    window.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(window.focusWidget() or window, Key.Key_K, Ctrl)
    QApplication.processEvents()
    box = next(b for b in window.findChildren(PaletteBox) if not b.isHidden())
    assert box.field.hasFocus()
    return box


def settle() -> None:
    for _turn in range(5):
        QApplication.processEvents()


def say(box: PaletteBox, text: str) -> list[str]:
    QTest.keyClicks(box.field, text)
    settle()
    return [e.words for e in box.entries()]


def heads(box: PaletteBox) -> list[str]:
    return [str(box.model.index(n, 0).data()) for n in range(box.model.rowCount()) if box.model.entry(n) is None]


def test_found_by_name_and_opened_by_enter(window: MainWindow, aisyah: int) -> None:
    window.go("cohorts")
    box = open_palette(window)
    assert say(box, "aisyah bin zul")[0] == AISYAH
    assert heads(box)[0] == "Trainees" and "2 found" in box.found.text()
    QTest.keyClick(box.field, Key.Key_Return)
    settle()
    assert window.where_now() == ("trainees", Ref("trainee", aisyah))
    assert not [b for b in window.findChildren(PaletteBox) if b.isVisible()]


def test_a_setting_is_found_by_what_it_is_called(window: MainWindow) -> None:
    box = open_palette(window)
    assert say(box, "holiday")[0] == "Holidays"
    QTest.keyClick(box.field, Key.Key_Return)
    settle()
    assert window.where_now() == ("settings", Ref("settings", None, "calendar"))


def test_arrows_wrap_and_are_spoken(window: MainWindow) -> None:
    window.go("trainees")
    box = open_palette(window)
    say(box, "b")
    first = box.entry()
    QTest.keyClick(box.field, Key.Key_Down)
    second = box.entry()
    assert first is not None and second is not None and first is not second
    assert QAccessible.queryAccessibleInterface(box.field).text(QAccessible.Text.Description) == second.spoken()
    QTest.keyClick(box.field, Key.Key_Up)
    QTest.keyClick(box.field, Key.Key_Up)
    assert box.entry() is box.entries()[-1]
    index = box.list.currentIndex()
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == box.entries()[-1].spoken()
    QTest.keyClick(box.field, Key.Key_Escape)
    settle()


def test_a_command_about_whoever_was_found(window: MainWindow, aisyah: int, room: Class) -> None:
    window.go("cohorts")
    box = open_palette(window)
    assert say(box, "aisyah")[-1] == "Enrol Nur Aisyah in a cohort"
    QTest.keyClick(box.field, Key.Key_Up)
    talk.answer_next(True)
    QTest.keyClick(box.field, Key.Key_Return)
    settle()
    assert talk.asked and AISYAH in talk.asked[0]
    assert aisyah in [r.trainee_id for r in window.desk.office.ask(Roll(cohort_id=room.cohort_id))]


def test_escape_gives_the_keys_back(window: MainWindow) -> None:
    window.go("trainees")
    before = window.focusWidget()
    box = open_palette(window)
    QTest.keyClick(box.field, Key.Key_Escape)
    settle()
    assert window.focusWidget() is before


@pytest.mark.parametrize("typed", ["900101-14-5566", "900101145566"])
def test_an_identity_typed_whole_goes_straight_there(window: MainWindow, aisyah: int, typed: str) -> None:
    window.go("cohorts")
    box = open_palette(window)
    say(box, typed)
    assert window.where_now() == ("trainees", Ref("trainee", aisyah))


def test_commands_run_and_grey_ones_say_why(open_window: Callable[..., MainWindow]) -> None:
    window = open_window("viewer")
    window.go("trainees")
    box = open_palette(window)
    found = say(box, "new trainee")
    assert found == ["New trainee …"]
    entry = box.entry()
    assert entry is not None and entry.why == window.actions_["new_trainee"].toolTip()
    QTest.keyClick(box.field, Key.Key_Return)
    assert box.isVisible()
    box.field.clear()
    assert say(box, "certificates")[0] == "Certificates"
    QTest.keyClick(box.field, Key.Key_Return)
    settle()
    assert window.where_now()[0] == "certificates"


def test_lately_opened_comes_first_and_pins_show(window: MainWindow, room: Class) -> None:
    window.show_ref(Ref("trainee", room.trainees[2]))
    window.show_ref(Ref("cohort", room.cohort_id))
    box = open_palette(window)
    settle()
    assert heads(box)[0] == "Opened lately"
    assert [e.words for e in box.entries()][:2] == ["HCIA-5G-07", "BRYAN LIM ZHI HAO"]
    QTest.keyClick(box.field, Key.Key_Tab)
    assert [e.words for e in box.entries()][-1] == "Pin"
    QTest.keyClick(box.field, Key.Key_Up)
    QTest.keyClick(box.field, Key.Key_Return)
    settle()
    assert pins.pinned(window.desk) == [room.cohort_id]
    window.resize(1500, 700)
    settle()
    item = window.sidebar.pins[room.cohort_id]
    assert item.lively and item.isChecked() and "HCIA-5G-07" in item.accessibleName()


def test_no_right_no_group(open_window: Callable[..., MainWindow], monkeypatch: pytest.MonkeyPatch) -> None:
    from app.cohorts.people import People

    window = open_window()
    window.go("cohorts")
    may = window.desk.may
    monkeypatch.setattr(window.desk, "may", lambda what: what is not People and may(what))
    box = open_palette(window)
    say(box, "a")
    assert "Trainees" not in heads(box) and "Do something" in heads(box)
    box.leave()


def test_palette_in_malay(open_window: Callable[..., MainWindow]) -> None:
    use_language("ms")
    window = open_window()
    window.go("cohorts")
    box = open_palette(window)
    assert "sijil" in box.field.placeholderText().lower()
    say(box, "kohort")
    assert "Buat sesuatu" in heads(box)
    box.leave()
