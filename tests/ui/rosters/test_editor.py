"""A list of one's own: made, ordered, named, kept, copied, removed and had back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.office.permissions import Actor
from app.rosters.listing import Where
from app.rosters.preset import Chosen, Preset, chosen
from app.rosters.presets import PresetRow, Presets, SavePreset
from tests.app.class_room import Class
from ui.desk import talk
from ui.desk.desk import Desk
from ui.rosters.dialog import ExportDialog
from ui.rosters.editor import PresetEditor
from ui.rosters.outgoing import Outgoing

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
SUBJECTS = ("enrolments", "results")
Key, Mod = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def owner(qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    yield made


def rows(desk: Desk) -> dict[str, PresetRow]:
    assert desk.office is not None
    return {r.name: r for r in desk.office.ask(Presets()) if r.id is not None}


def open_editor(desk: Desk, owner: QWidget, found: PresetRow | None) -> tuple[PresetEditor, list[str]]:
    kept: list[str] = []
    made = PresetEditor(desk, found, SUBJECTS, owner, kept.append)
    made.open()
    QApplication.processEvents()
    return made, kept


def shipped(desk: Desk, key: str) -> PresetRow:
    assert desk.office is not None
    return next(r for r in desk.office.ask(Presets()) if r.key == key)


def test_a_new_list_is_made_by_keys(desk: Desk, owner: QWidget) -> None:
    editor, kept = open_editor(desk, owner, None)
    editor._do()
    assert editor.name.problem and not kept  # it has no name yet
    QTest.keyClicks(editor.name.editor, "HRD Corp")
    table = editor.columns.table
    table.setFocus()
    table.choose("email")
    QTest.keyClick(table, Key.Key_Space)
    for _turn in range(table.currentIndex().row() - 1):
        QTest.keyClick(table, Key.Key_Up, Mod.AltModifier)
    QTest.keyClick(table, Key.Key_F2)
    typed = QApplication.focusWidget()
    QTest.keyClicks(typed, "E-mel pejabat")
    QTest.keyClick(typed, Key.Key_Return)
    QApplication.processEvents()
    QTest.keyClick(table, Key.Key_S, Mod.ControlModifier)
    found = rows(desk)["HRD Corp"]
    assert kept == [f"#{found.id}"] and found.shared and found.mine and not editor.isVisible()
    assert found.preset.columns == (Chosen("place"), Chosen("email", "E-mel pejabat"), Chosen("name"), Chosen("number"))


def test_another_kind_has_other_columns(desk: Desk, owner: QWidget) -> None:
    editor, _kept = open_editor(desk, owner, None)
    editor.subject.set_value("results")
    editor.subject.edited.emit()
    keys = [line.key for line in editor.columns.table.rows_model.rows()]
    assert "total" in keys and "passport" not in keys
    assert [line.key for line in editor.columns.value()] == ["place", "name", "number"]
    editor._changed = False
    editor.reject()


def test_a_list_of_the_program_is_changed_as_a_copy(desk: Desk, owner: QWidget) -> None:
    editor, kept = open_editor(desk, owner, shipped(desk, "class-roster"))
    assert editor.action_button.text() == "Save as a new list" and editor.name.value() == "Class roster, ours"
    editor.name.set_value("class ROSTER")
    editor._do()
    assert "Class ROSTER" in talk.asked[-1] or "class ROSTER" in talk.asked[-1]
    assert not kept and editor.isVisible()
    editor.name.set_value("Register for signing")
    editor.columns.table.rows_model.clear_checks()
    editor._do()
    assert editor.columns.said.text() == "Choose at least one column."
    editor.columns.table.rows_model.set_checked({"name", "signature"}, True)
    editor.group.set_value("sheets")
    editor.shared.set_value(False)
    editor._do()
    found = rows(desk)["Register for signing"]
    assert [c.key for c in found.preset.columns] == ["name", "signature"]
    assert found.preset.group == "sheets" and not found.shared


def test_own_lists_are_changed_copied_removed_and_had_back(desk: Desk, owner: QWidget) -> None:
    assert desk.office is not None
    desk.office.do(SavePreset(preset=Preset(name="Ours", subject="enrolments", columns=chosen(("name", "phone")))))
    editor, kept = open_editor(desk, owner, rows(desk)["Ours"])
    editor.language.set_value("ms")
    editor._do()
    assert rows(desk)["Ours"].preset.language == "ms" and len(kept) == 1
    editor, kept = open_editor(desk, owner, rows(desk)["Ours"])
    editor.save_as()
    assert editor.name.problem and not kept
    editor.name.set_value("Theirs")
    editor.save_as()
    assert set(rows(desk)) == {"Ours", "Theirs"}
    editor, kept = open_editor(desk, owner, rows(desk)["Ours"])
    next(b for b in editor.findChildren(QPushButton) if "Remove" in b.text()).click()
    assert set(rows(desk)) == {"Theirs"} and kept == [""]
    desk.undo()
    assert set(rows(desk)) == {"Ours", "Theirs"}


def test_a_list_of_another_user_stays_as_it_is(room: Class, desk: Desk, owner: QWidget) -> None:
    room.office.actor = Actor(1, "rohaya", "Rohaya", frozenset({"administrator"}))
    room.office.do(SavePreset(preset=Preset(name="Hers", subject="enrolments", columns=chosen(("name",)))))
    room.office.actor = Actor(2, "other", "Other", frozenset({"instructor"}))
    editor, _kept = open_editor(desk, owner, rows(desk)["Hers"])
    assert editor.action_button.text() == "Save as a new list"
    assert not any("Remove" in b.text() for b in editor.findChildren(QPushButton))
    assert not editor.shared.isEnabled()
    editor._do()
    assert {name: row.shared for name, row in rows(desk).items()} == {"Hers": True, "Hers, ours": False}


def test_leaving_with_changes_asks(desk: Desk, owner: QWidget) -> None:
    editor, kept = open_editor(desk, owner, None)
    QTest.keyClicks(editor.name.editor, "x")
    talk.answer_next(False, True)
    QTest.keyClick(editor, Key.Key_Escape)
    assert editor.isVisible()
    QTest.keyClick(editor, Key.Key_Escape)
    assert not editor.isVisible() and not kept


def test_what_was_made_is_chosen_and_leaves(room: Class, desk: Desk, owner: QWidget, tmp_path: Path,
                                            monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = ExportDialog(desk, Outgoing(name="HCIA-5G-07", place="roster", subjects=SUBJECTS, first="class-roster",
                                         where=Where(cohort_id=room.cohort_id)), owner)
    dialog.open()
    found: list[PresetEditor] = []
    with monkeypatch.context() as patched:
        patched.setattr(talk, "open_dialog", found.append)
        dialog.add()
    found[0].open()
    found[0].name.set_value("Names")
    found[0]._do()
    assert dialog.table.current_row().name == "Names" and dialog.title.text() == "Names"
    talk.answer_next(str(tmp_path / "n.xlsx"))
    dialog._do()
    page = openpyxl.load_workbook(tmp_path / "n.xlsx").worksheets[0]
    assert any(c.value == "CHONG MEI LING" for line in page.iter_rows() for c in line)
