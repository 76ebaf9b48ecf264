"""Why full identity numbers leave, who receives them and who agreed: asked before, kept with the export."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.cohorts.exports import Release
from app.i18n import _
from ui.kit.field import Field
from ui.kit.layout import column, row
from ui.kit.text_box import TextBox

LONGEST = 300  # letters


class GateFields(QWidget):
    """Three fields that must be filled; `complete()` says below each what is missing. `edited` while one is typed."""

    edited = Signal()

    def __init__(self, *, narrow: bool = False, parent: QWidget | None = None) -> None:
        """`narrow` puts them all below each other."""
        super().__init__(parent)
        self.purpose = Field(_("&Purpose"), TextBox(max_length=LONGEST), required=True,
                             help=_("What the numbers are needed for, such as a claim or an exam."))
        self.recipient = Field(_("&Recipient"), TextBox(max_length=LONGEST), required=True,
                               help=_("Person or office that gets the file."))
        self.approver = Field(_("Approved &by"), TextBox(max_length=LONGEST), required=True,
                              help=_("Who in the centre agreed."))
        who = column if narrow else row
        self.setLayout(column(self.purpose, who(self.recipient, self.approver, spacing=10 if narrow else 12),
                              spacing=10))
        for field in (self.purpose, self.recipient, self.approver):
            field.edited.connect(self.edited)

    def complete(self) -> bool:
        """Is everything filled? Otherwise the cursor stands in the first field that is not."""
        problems = self.release().problems()
        fields = {"purpose": self.purpose, "recipient": self.recipient, "approver": self.approver}
        for key, field in fields.items():
            field.set_error(problems.get(key, ""))
        for key in problems:
            fields[key].focus()
            break
        return not problems

    def release(self) -> Release:
        """What was written."""
        return Release(purpose=str(self.purpose.value()), recipient=str(self.recipient.value()),
                       approver=str(self.approver.value()))
