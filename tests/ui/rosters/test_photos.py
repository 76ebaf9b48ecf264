"""Photos in the dialog of lists: what it says of them, and that they leave only with what full numbers ask for."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from PIL import Image
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.rosters.preset import Preset, chosen
from app.rosters.presets import SavePreset
from app.trainees.photos import SetPhoto
from tests.app.class_room import Class
from tests.ui.rosters.test_editor import open_editor, owner  # noqa: F401
from tests.ui.rosters.test_export_dialog import opened
from ui.desk import talk
from ui.desk.desk import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def test_photos_leave_with_purpose_recipient_and_approver(room: Class, desk: Desk, owner: QWidget,  # noqa: F811
                                                          monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    held = BytesIO()
    Image.new("RGB", (700, 900), (200, 30, 30)).save(held, "JPEG")
    room.office.do(SetPhoto(trainee_id=room.trainees[0], data=held.getvalue()))
    key = room.office.do(SavePreset(preset=Preset(
        name="Faces", subject="enrolments", columns=chosen(("photo", "name")), language="en"))).value
    dialog = opened(room, desk, owner, monkeypatch)
    dialog.table.choose(f"#{key}")
    assert dialog.columns.text() == "Photo (yes or no) · Name" and not dialog.gate.isVisible()
    assert dialog.identity.isVisible() and dialog._identity.message() == "Photos leave only with In full."
    dialog.identity.set_value("full")
    dialog.identity.edited.emit()
    assert dialog.columns.text() == "Photo · Name" and dialog.gate.isVisible()
    for field, words in zip((dialog.gate.purpose, dialog.gate.recipient, dialog.gate.approver),
                            ("Exam hall", "Pearson VUE", "Tuan Haji Rahim"), strict=True):
        field.focus()
        QTest.keyClicks(QApplication.focusWidget(), words)
    dialog.opens.set_value(False)
    talk.answer_next(str(tmp_path / "n.xlsx"))
    dialog._do()
    assert len(openpyxl.load_workbook(tmp_path / "n.xlsx").worksheets[0]._images) == 1


def test_the_column_stands_among_those_of_a_list_of_ones_own(desk: Desk, owner: QWidget) -> None:  # noqa: F811
    editor, _kept = open_editor(desk, owner, None)
    editor.columns.put("photo", 1)
    editor.columns.table.choose("photo")
    assert editor.columns.table.current_row().words == "Photo"
