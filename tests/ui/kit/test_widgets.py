"""Fields, forms, toasts, dialogs and the rest, as a user meets them."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app import i18n
from ui.kit.buttons import Button, Chip, Segments
from ui.kit.check import CheckBox, OneOf, Switch
from ui.kit.combo import Choice
from ui.kit.date_field import DateBox, read_date
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.form import Form, FormFoot, Spec
from ui.kit.progress import ProgressPanel
from ui.kit.tabs import Tabs
from ui.kit.text import Elided
from ui.kit.text_box import NumberBox, TextArea, TextBox
from ui.kit.toast import Toast
from ui.kit.toolbar import Chips, SearchBox


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("14/7/2026", date(2026, 7, 14)),
        ("14 Jul 2026", date(2026, 7, 14)),
        ("Tue 14 Jul 2026", date(2026, 7, 14)),
        ("14 Ogos 2026", date(2026, 8, 14)),
        ("1 mei 26", date(2026, 5, 1)),
        ("14.07.26", date(2026, 7, 14)),
        ("2026-07-14", date(2026, 7, 14)),
        ("140726", date(2026, 7, 14)),
        ("14072026", date(2026, 7, 14)),
        ("31/12/85", date(1985, 12, 31)),
        ("", None),
    ],
)
def test_dates_are_read_as_people_write_them(typed: str, meant: date | None) -> None:
    assert read_date(typed) == meant


@pytest.mark.parametrize("typed", ["31/2/2026", "7/14/2026", "soon", "14 Foo 2026", "14/7"])
def test_what_is_no_date_is_not_guessed(typed: str) -> None:
    with pytest.raises(ValueError):
        read_date(typed)


def test_a_date_box_keeps_what_it_cannot_read(qtbot: QtBot) -> None:
    box = DateBox()
    qtbot.addWidget(box)
    qtbot.keyClicks(box, "31/2/2026")
    assert box.value() == "31/2/2026"
    box.clear()
    qtbot.keyClicks(box, "140726")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert (box.value(), box.text()) == (date(2026, 7, 14), "14 Jul 2026")


@pytest.mark.parametrize(
    ("places", "typed", "value"),
    [(0, "40", 40), (0, "4.5", "4.5"), (2, "68.25", Decimal("68.25")), (2, "1.234", "1.234"), (2, "NaN", "NaN"),
     (0, "1,000", 1000), (0, "", None), (0, "x", "x")],
)  # fmt: skip
def test_numbers_are_never_rounded(qtbot: QtBot, places: int, typed: str, value: Any) -> None:
    box = NumberBox(places=places)
    qtbot.addWidget(box)
    box.set_value(typed)
    assert box.value() == value


def test_a_field_shows_and_clears_its_error(qtbot: QtBot) -> None:
    field = Field("&MyKad number", TextBox(), required=True, help="12 digits")
    qtbot.addWidget(field)
    field.show()
    assert field.message() == "12 digits"
    assert field.editor.accessibleName() == "MyKad number"
    field.set_error("There is no 31 February.")
    assert field.editor.property("error")
    assert field.editor.accessibleDescription() == "There is no 31 February."
    qtbot.keyClicks(field.editor, "0")
    assert field.problem == ""
    assert field.message() == "12 digits"


def test_programmatic_values_are_not_edits(qtbot: QtBot) -> None:
    editors: list[Any] = [TextBox(), TextArea(), NumberBox(), DateBox(), Choice([(1, "One")]), CheckBox("x"), Switch()]
    editors.append(OneOf([(1, "One"), (2, "Two")]))
    for editor in editors:
        qtbot.addWidget(editor)
        fired: list[int] = []
        editor.edited.connect(lambda fired=fired: fired.append(1))
        editor.set_value(1)
        assert fired == [], type(editor)


def test_enter_presses_a_button_on_a_page(qtbot: QtBot) -> None:
    pressed: list[int] = []
    button = Button("Choose a file", lambda: pressed.append(1))
    qtbot.addWidget(button)
    button.show()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        qtbot.keyClick(button, key)
    qtbot.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pressed == [1, 1, 1]


def test_long_lists_filter_and_short_ones_do_not(qtbot: QtBot) -> None:
    few, many = Choice([(n, f"Course {n}") for n in range(5)]), Choice([(n, f"Course {n}") for n in range(20)])
    for box in (few, many):
        qtbot.addWidget(box)
    assert not few.isEditable()
    assert many.isEditable()
    many.set_value(3)
    many.lineEdit().setText("Course 17")
    many.lineEdit().editingFinished.emit()
    assert many.value() == 17
    many.lineEdit().setText("e 1")  # Enter takes what stands on top of the list below: the first with it
    many.lineEdit().editingFinished.emit()
    assert (many.value(), many.currentText()) == (1, "Course 1")
    many.set_value(17)
    many.lineEdit().setText("nothing like it")
    many.lineEdit().editingFinished.emit()
    assert (many.value(), many.currentText()) == (17, "Course 17")
    many.set_options([(17, "Still there"), (1, "One")])
    assert many.value() == 17


@dataclass(frozen=True)
class Change:
    name: str
    age: Any

    def problems(self) -> dict[str, str]:
        found = {}
        if not self.name:
            found["name"] = "Type a name."
        if not isinstance(self.age, int):
            found["age"] = "Type a number."
        return found


def a_form(qtbot: QtBot) -> Form:
    form = Form(
        [Spec("name", "Name", TextBox(), required=True), Spec("age", "Age", NumberBox())], build=lambda v: Change(**v)
    )
    qtbot.addWidget(form)
    form.resize(700, 200)
    form.show()
    return form


def test_a_form_knows_what_changed_and_saves_once_it_is_right(qtbot: QtBot) -> None:
    form = a_form(qtbot)
    form.set_values({"name": "Aisyah", "age": 22})
    saved: list[Change] = []
    foot = FormFoot(form, lambda: saved.append(form.command()))
    qtbot.addWidget(foot)
    assert not foot.save.isEnabled()
    assert foot.save.toolTip()
    name = form.fields["name"].editor
    name.selectAll()
    qtbot.keyClicks(name, "Nur Aisyah")
    assert form.modified
    assert form.changes() == ["name"]
    assert foot.save.isEnabled()
    age = form.fields["age"].editor
    age.selectAll()
    qtbot.keyClicks(age, "x")
    qtbot.keyClick(age, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert saved == []
    assert form.fields["age"].problem == "Type a number."
    assert not foot.save.isEnabled()
    qtbot.keyClick(age, Qt.Key.Key_Backspace)
    qtbot.keyClicks(age, "23")
    qtbot.keyClick(age, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert saved == [Change("Nur Aisyah", 23)]
    form.mark_saved()
    assert not form.modified


def test_untouched_fields_are_not_scolded_and_discard_restores(qtbot: QtBot) -> None:
    form = a_form(qtbot)
    form.set_values({"name": "", "age": 20})
    age = form.fields["age"].editor
    age.selectAll()
    qtbot.keyClicks(age, "x")
    form.check()
    assert (form.fields["name"].problem, form.fields["age"].problem) == ("", "Type a number.")
    form.discard()
    assert form.values() == {"name": "", "age": 20}
    form.refuse({"": "Already recorded.", "name": "Taken."})
    assert not form.note.isHidden()
    assert form.problem_count() == 2


def test_a_narrow_form_has_one_column(qtbot: QtBot) -> None:
    form = a_form(qtbot)
    assert form.fields["age"].y() == form.fields["name"].y()
    form.resize(400, 300)
    qtbot.wait(1)
    assert form.fields["age"].y() > form.fields["name"].y()


def test_a_toast_undoes_once_and_only_one_is_shown(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(800, 400)
    host.show()
    toast = Toast(host)
    undone: list[int] = []
    toast.tell("Kavitha marked absent", lambda: undone.append(1))
    assert toast.isVisible()
    assert toast.running()
    assert toast.geometry().bottom() < 400
    toast.tell("Exported")
    assert toast.button.isHidden()
    toast.tell("Kavitha marked late", lambda: undone.append(2))
    qtbot.mouseClick(toast.button, Qt.MouseButton.LeftButton)
    assert undone == [2]
    assert not toast.isVisible()


def test_a_toast_waits_while_it_has_the_focus(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(800, 400)
    host.show()
    toast = Toast(host, seconds=0)
    toast.tell("x", lambda: None)
    qtbot.waitUntil(lambda: not toast.isVisible())


def test_enter_does_not_destroy(qtbot: QtBot) -> None:
    done: list[str] = []
    for destructive in (True, False):
        dialog = Dialog("Revoke KL26-00295-L?", action="Revoke certificate", destructive=destructive)
        box = QLineEdit()
        dialog.body.addWidget(box)
        dialog.accepted.connect(lambda d=destructive: done.append(str(d)))
        dialog.open()
        box.setFocus()
        qtbot.keyClick(box, Qt.Key.Key_Return)
        if dialog.isVisible():
            dialog.reject()
    assert done == ["False"]


def test_a_dialog_stays_while_its_check_says_no(qtbot: QtBot) -> None:
    dialog = Dialog("Withdraw?", action="Withdraw")
    dialog.check = lambda: False
    dialog.open()
    qtbot.mouseClick(dialog.action_button, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    dialog.check = lambda: True
    qtbot.mouseClick(dialog.action_button, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()


def test_grey_buttons_say_why_and_a_refusal_is_not_lifted(qtbot: QtBot) -> None:
    button = Button("Issue 26 certificates", tip="Ctrl+Enter")
    qtbot.addWidget(button)
    button.explain("6 do not qualify yet")
    assert (button.isEnabled(), button.toolTip()) == (False, "6 do not qualify yet")
    button.refuse("Only administrators may do this.")
    button.explain("")
    assert (button.isEnabled(), button.toolTip()) == (False, "Only administrators may do this.")
    button.refuse("")
    assert (button.isEnabled(), button.toolTip()) == (True, "Ctrl+Enter")


def test_search_waits_for_a_pause_and_escape_clears(qtbot: QtBot) -> None:
    box = SearchBox("Find")
    qtbot.addWidget(box)
    asked: list[str] = []
    box.searched.connect(asked.append)
    qtbot.keyClicks(box, "aisy")
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == ["aisy"]
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert asked == ["aisy", ""]


def test_chips_tabs_and_segments_tell_their_key(qtbot: QtBot) -> None:
    chips, tabs = Chips([("all", "All"), ("low", "Below 80 %")]), Tabs([("r", "Roster"), ("c", "Completion & papers")])
    segments = Segments([(1, "One"), (2, "Two")])
    got: list[object] = []
    for widget, signal in ((chips, chips.changed), (tabs, tabs.chosen), (segments, segments.changed)):
        qtbot.addWidget(widget)
        signal.connect(got.append)
    chips.set_count("low", 1234)
    chip: Chip = chips.chip("low")
    assert "1,234" in chip.text()
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    tabs.step(1)
    assert tabs.tabText(1) == "Completion && papers"
    segments._group.button(1).click()
    assert got == ["low", "c", 2]


def test_progress_tells_time_left_and_cancels_once(qtbot: QtBot) -> None:
    now = [0.0]
    panel = ProgressPanel("Issuing", "The 12 already issued stay valid.", clock=lambda: now[0])
    qtbot.addWidget(panel)
    now[0] = 10.0
    panel.show_progress(13, 26, "KL26-00399-E")
    assert panel.left.text() == "about 10 seconds left"
    stops: list[int] = []
    panel.cancelled.connect(lambda: stops.append(1))
    panel.button.click()
    panel.button.click()
    assert stops == [1]


def test_names_of_people_are_never_markup(qtbot: QtBot) -> None:
    from ui.kit.note import Note
    from ui.kit.text import label

    assert label("<b>x</b>").textFormat() == Qt.TextFormat.PlainText
    words = Elided("<img src=x>")
    qtbot.addWidget(words)
    assert words.textFormat() == Qt.TextFormat.PlainText
    note = Note("<i>y</i>", strong="<b>x</b>")
    qtbot.addWidget(note)
    assert "<i>" not in note._words.text().replace("&lt;i&gt;", "")


def test_qt_speaks_our_language(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    from ui.kit import qt_texts

    texts = qt_texts.QtTexts()
    assert texts.translate("QWidgetTextControl", "&Copy") is None
    i18n.use_language("ms")
    monkeypatch.setattr(qt_texts, "_", lambda message: {"&Copy": "&Salin"}.get(message, message))
    assert texts.translate("QWidgetTextControl", "&Copy") == "&Salin"
    assert texts.translate("QWidgetTextControl", "unknown") is None


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from 3.12")
def test_qt_calls_keep_none_and_true_alive(qtbot: QtBot) -> None:
    edit = QLineEdit()
    qtbot.addWidget(edit)
    edit.setText("x")
    none, true = sys.getrefcount(None), sys.getrefcount(True)
    for i in range(300):
        edit.setText(str(i))
        edit.textChanged.emit("x")
    assert sys.getrefcount(None) > none - 50
    assert sys.getrefcount(True) > true - 50


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_a_day_is_picked_from_the_calendar(qtbot: QtBot) -> None:
    from PySide6.QtCore import QDate
    from PySide6.QtWidgets import QCalendarWidget

    i18n.use_language("ms")
    box = DateBox(minimum=date(2026, 1, 1), maximum=date(2026, 12, 31))
    qtbot.addWidget(box)
    box.show()
    box.set_value(date(2026, 7, 14))
    fired: list[int] = []
    box.edited.connect(lambda: fired.append(1))
    qtbot.keyClick(box, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = box.findChild(QCalendarWidget)
    assert calendar is not None
    assert calendar.selectedDate() == QDate(2026, 7, 14)
    assert calendar.maximumDate() == QDate(2026, 12, 31)
    calendar.clicked.emit(QDate(2026, 8, 3))
    assert (box.value(), box.text(), fired) == (date(2026, 8, 3), "3 Ogo 2026", [1])


def test_a_button_of_an_action_follows_it(qtbot: QtBot) -> None:
    done: list[int] = []
    action = QAction("&Revoke certificate …")
    action.setShortcut("Ctrl+R")
    action.setProperty("icon_name", "ban")
    action.triggered.connect(lambda: done.append(1))
    words, bare = Button.of(action, kind="danger"), Button.of(action, text="")
    for button in (words, bare):
        qtbot.addWidget(button)
    assert words.text().strip() == "Revoke certificate …" and words.toolTip() == "Revoke certificate  (Ctrl+R)"
    assert not bare.text() and bare.accessibleName() == "Revoke certificate …"
    words.click()
    assert done == [1]
    action.setEnabled(False)
    action.setToolTip("Only Verifier may do this.")
    assert not words.isEnabled() and words.toolTip() == bare.toolTip() == "Only Verifier may do this."
    action.setVisible(False)
    assert words.isHidden()
