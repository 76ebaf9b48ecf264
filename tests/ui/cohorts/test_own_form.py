"""The centre's own form on screen: kept, said what stays open, filled for a cohort, masked or recorded in full."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from app.cohorts.forms import Forms
from app.cohorts.queries import CohortDetail
from tests.app.class_room import Class
from ui.cohorts.own_form import OwnFormDialog
from ui.desk import talk
from ui.desk.desk import Desk


def _form(path: Path) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    page["A1"], page["B1"] = "{{kohort}}", "{{apa_ini}}"
    page["A2"], page["B2"], page["C2"] = "{{#rows}}{{bil}}", "{{nama}}", "{{no_kp}}{{/rows}}"
    page["C3"] = "=COUNTA(B2:B2)"
    book.save(path)
    return path


def test_a_form_is_added_and_filled(room: Class, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    whole = room.office.ask(CohortDetail(cohort_id=room.cohort_id))[0]
    form = _form(tmp_path / "Borang 3.xlsx")
    before = form.read_bytes()
    dialog = OwnFormDialog(desk, whole, (), desk.parent() or None)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog._do()
    assert dialog.chosen.problem  # no form is chosen
    talk.answer_next(str(form))
    dialog.add()
    assert [f.name for f in room.office.ask(Forms())] == ["Borang 3"] and dialog.form.value() == "Borang 3"
    assert "B1" in dialog.said.text() and "apa_ini" in dialog.said.text() and "4 fields" in dialog.said.text()
    dialog.how.set_value(True)
    dialog._do()
    assert dialog.gate.purpose.problem and dialog.gate.recipient.problem and dialog.gate.approver.problem
    for field, words in ((dialog.gate.purpose, "Claim"), (dialog.gate.recipient, "HRD Corp"),
                         (dialog.gate.approver, "Pengarah")):
        field.set_value(words)
    talk.answer_next(str(tmp_path / "out.xlsx"))
    dialog._do()
    page = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    last = 1 + whole.enrolled
    assert page is not None and page["C2"].value == "030101-14-0000" and page.cell(last, 1).value == whole.enrolled
    assert page["B1"].value == "{{apa_ini}}" and page.cell(last + 1, 3).value == f"=COUNTA(B2:B{last})"
    with room.office.engine.connect() as connection:
        assert connection.execute(text("SELECT kind, recipient, approver FROM export_log")).all() == [
            ("form", "HRD Corp", "Pengarah")]
    assert form.read_bytes() == before
