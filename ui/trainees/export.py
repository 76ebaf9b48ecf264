"""Asks how a list of trainees leaves the program: masked, or in full with purpose and recipient."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.i18n import _
from app.office.permissions import Permission
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.kit.check import CheckBox
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.text_box import TextBox

Write = Callable[[Path, bool, str, str], None]


def ask_export(desk: Desk, owner: QWidget, write: Write) -> None:
    """Dialog, then the file; `write(path, full, purpose, recipient)`."""
    dialog = Dialog(_("Export to Excel"), _("Identity numbers are masked, unless you need them in full."),
                    action=_("Choose the file"), safe=_("Cancel"), icon="file-spreadsheet", parent=owner.window())
    full = CheckBox(_("Identity numbers in full; this is recorded"))
    guard(full, Permission.EXPORT_FULL, desk)
    purpose = Field(_("What they are needed for"), TextBox(), required=True)
    recipient = Field(_("Who receives the file"), TextBox(), required=True)
    for widget in (full, purpose, recipient):
        dialog.body.addWidget(widget)

    def follow() -> None:
        purpose.setVisible(full.value())
        recipient.setVisible(full.value())

    def check() -> bool:
        missing = [f for f in (purpose, recipient) if full.value() and not f.value()]
        for field in missing:
            field.set_error(_("Write it here; it is kept with the export."))
        return not missing

    full.edited.connect(follow)
    follow()
    dialog.check = check
    dialog.accepted.connect(lambda: talk.choose_save(
        _("Export to Excel"), _("Excel workbook (*.xlsx)"), _("Trainees.xlsx"),
        lambda path: write(path, full.value(), purpose.value(), recipient.value()), owner))
    talk.open_dialog(dialog)
