"""Forms by keys and clicks: problems told late and cleared early, summed up with links; Esc asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.kit.dialog import Dialog
from ui.kit.form import Form, FormFoot, Spec
from ui.kit.page import Page
from ui.kit.text_box import NumberBox, TextBox

CONTROL = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True)
class Change:
    name: str
    age: Any
    town: str = ""

    def problems(self) -> dict[str, str]:
        found = {} if self.name else {"name": "Type a name."}
        return found if isinstance(self.age, int) else found | {"age": "Type a number."}


@dataclass
class Both:
    host: QWidget
    form: Form
    foot: FormFoot
    saved: list[Change]

    def editor(self, key: str) -> Any:
        return self.form.fields[key].editor


@pytest.fixture
def both(qtbot: QtBot) -> Both:
    form = Form([Spec("name", "&Name", TextBox(), required=True), Spec("age", "&Age", NumberBox()),
                 Spec("town", "&Town", TextBox(), wide=True)], build=lambda v: Change(**v),
                warn=lambda v: {"age": "Rather old."} if isinstance(v["age"], int) and v["age"] > 90 else {})
    saved: list[Change] = []
    foot = FormFoot(form, lambda: saved.append(form.command()))
    host = QWidget()
    layout = QVBoxLayout(host)
    layout.addWidget(form)
    layout.addWidget(foot)
    qtbot.addWidget(host)
    host.resize(700, 400)
    host.show()
    host.activateWindow()
    qtbot.waitUntil(host.isActiveWindow)
    form.set_values({"name": "Aisyah", "age": 22, "town": "Ipoh"}, "trainee:1")
    return Both(host, form, foot, saved)


def retype(qtbot: QtBot, editor: Any, text: str) -> None:
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    qtbot.keyClicks(editor, text)


def test_a_problem_is_told_on_leaving_and_cleared_while_typing(qtbot: QtBot, both: Both) -> None:
    age, field = both.editor("age"), both.form.fields["age"]
    retype(qtbot, age, "x")
    assert field.problem == ""
    qtbot.keyClick(age, Qt.Key.Key_Tab)
    assert field.problem == "Type a number." and age.accessibleDescription() == "Type a number."
    assert both.form.strip.isHidden()  # one problem stands where it is
    retype(qtbot, age, "2")
    assert field.problem == "" and age.accessibleDescription() == ""


def test_problems_are_summed_up_with_links_and_the_first_has_the_cursor(qtbot: QtBot, both: Both) -> None:
    retype(qtbot, both.editor("name"), "")
    retype(qtbot, both.editor("age"), "x")
    both.editor("town").setFocus()
    qtbot.keyClick(both.editor("town"), Qt.Key.Key_Return, CONTROL)
    assert both.saved == [] and both.editor("name").hasFocus()
    assert both.form.strip.isVisible() and both.form.strip.accessibleName().startswith("2 problems")
    assert [b.text().strip() for b in both.form.strip.links] == ["Name", "Age"]
    qtbot.mouseClick(both.form.strip.links[1], Qt.MouseButton.LeftButton)
    assert both.editor("age").hasFocus()
    retype(qtbot, both.editor("age"), "23")
    assert len(both.form.strip.links) == 1
    retype(qtbot, both.editor("name"), "Siti")
    assert both.form.strip.isHidden()
    qtbot.keyClick(both.editor("name"), Qt.Key.Key_S, CONTROL)
    assert both.saved == [Change("Siti", 23, "Ipoh")]


def test_a_warning_stops_nobody(qtbot: QtBot, both: Both) -> None:
    retype(qtbot, both.editor("age"), "95")
    qtbot.keyClick(both.editor("age"), Qt.Key.Key_Tab)
    assert both.form.fields["age"].message() == "Rather old." and both.form.problem_count() == 0
    assert both.editor("age").accessibleDescription() == "Rather old."
    qtbot.keyClick(both.editor("town"), Qt.Key.Key_S, CONTROL)
    assert both.saved[0].age == 95


def test_what_is_changed_has_a_dot(qtbot: QtBot, both: Both) -> None:
    retype(qtbot, both.editor("town"), "Melaka")
    assert [key for key, f in both.form.fields.items() if f.changed()] == ["town"]
    assert "1 change" in both.foot.words.text()
    retype(qtbot, both.editor("town"), "Ipoh")
    assert not both.form.modified and not both.form.fields["town"].changed()


def test_esc_asks_only_when_something_is_not_saved(qtbot: QtBot, both: Both) -> None:
    town = both.editor("town")
    town.setFocus()
    qtbot.keyClick(town, Qt.Key.Key_Escape)
    assert both.host.findChild(Dialog) is None
    retype(qtbot, town, "Melaka")
    qtbot.keyClick(town, Qt.Key.Key_Escape)
    dialog = both.host.findChild(Dialog)
    assert dialog is not None and both.form.modified
    qtbot.mouseClick(dialog.safe_button, Qt.MouseButton.LeftButton)
    assert town.value() == "Melaka"
    qtbot.keyClick(town, Qt.Key.Key_Escape)
    dialog = next(d for d in both.host.findChildren(Dialog) if d.isVisible())
    qtbot.mouseClick(dialog.action_button, Qt.MouseButton.LeftButton)
    assert town.value() == "Ipoh" and not both.form.modified


def test_a_page_made_anew_gets_what_was_typed_once_it_shows_the_same(qtbot: QtBot) -> None:
    def page() -> tuple[Page, Form]:
        made, form = Page("x"), Form([Spec("name", "Name", TextBox()), Spec("town", "Town", TextBox())])
        form.setObjectName("person")
        made.add(form)
        qtbot.addWidget(made)
        return made, form

    old, form = page()
    form.set_values({"name": "Aisyah", "town": "Ipoh"}, "trainee:1")
    assert old.held() is None
    retype(qtbot, form.fields["town"].editor, "Melaka")
    held = old.held()
    new, fresh = page()
    new.take(held)
    fresh.set_values({"name": "Siti", "town": ""}, "trainee:2")
    assert not fresh.modified
    fresh.set_values({"name": "Nur Aisyah", "town": "Ipoh"}, "trainee:1")
    assert fresh.typed() == {"town": "Melaka"} and fresh.values()["name"] == "Nur Aisyah"
    QApplication.processEvents()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_S])
def test_ctrl_enter_and_ctrl_s_do_what_the_dialog_around_a_form_does(qtbot: QtBot, key: Qt.Key) -> None:
    dialog = Dialog("Add a holiday", action="Add")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    box = TextBox()
    dialog.body.addWidget(Form([Spec("name", "Name", box)], columns=1))
    dialog.open()
    qtbot.keyClick(box, key, Qt.KeyboardModifier.ControlModifier)
    assert dialog.result() == Dialog.DialogCode.Accepted


def test_esc_closes_a_dialog_that_asks_nobody(qtbot: QtBot) -> None:
    dialog = Dialog("Withdraw?", action="Withdraw")
    qtbot.addWidget(dialog)
    form = Form([Spec("reason", "Reason", TextBox())])
    dialog.body.addWidget(form)
    dialog.open()
    retype(qtbot, form.fields["reason"].editor, "Moved")
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(form.fields["reason"].editor, Qt.Key.Key_Escape)


def test_where_there_is_little_height_only_the_links_are_shown(qtbot: QtBot, both: Both) -> None:
    both.form.strip.set_compact(True)
    both.form.refuse({"name": "Type a name.", "age": "Type a number."})
    links = both.form.strip.links
    qtbot.waitUntil(lambda: links[0].isVisible() and links[0].y() == links[1].y())
    assert both.form.strip.height() < 60 and links[1].accessibleDescription() == "Type a number."
    qtbot.mouseClick(links[1], Qt.MouseButton.LeftButton)
    assert both.editor("age").hasFocus()
