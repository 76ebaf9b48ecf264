"""A password on a file that leaves: asked twice, never kept."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.i18n import _
from app.rosters.gate import SHORTEST
from ui.kit.check import CheckBox
from ui.kit.field import Field
from ui.kit.layout import column, row
from ui.kit.text import label
from ui.kit.text_box import PasswordBox


class PasswordFields(QWidget):
    """A tick, and the password twice. `value()` is '' where none is wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.on = CheckBox(_("Lock the file with a pass&word"))
        self.first = Field(_("Password"), PasswordBox(), required=True)
        self.again = Field(_("The same again"), PasswordBox(), required=True)
        self.told = label(_("Nobody can open the file without it, and Sijil does not keep it. Give it to the recipient "
                            "another way than the file."), "smallhint", wrap=True)
        self.setLayout(column(self.on, row(self.first, self.again, spacing=12), self.told, spacing=8))
        self.on.edited.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """The fields are there while the tick is set."""
        for part in (self.first, self.again, self.told):
            part.setVisible(bool(self.on.value()))

    def complete(self) -> bool:
        """Are both the same and long enough?"""
        if not self.on.value():
            return True
        first, again = str(self.first.value()), str(self.again.value())
        short = len(first) < SHORTEST
        self.first.set_error(_("The password has at least {n} characters.").format(n=SHORTEST) if short else "")
        self.again.set_error("" if short or first == again else _("The two are not the same."))
        wrong = self.first if short else self.again if first != again else None
        if wrong is not None:
            wrong.focus()
        return wrong is None

    def value(self) -> str:
        """The password, or ''."""
        return str(self.first.value()) if self.on.value() else ""
