"""What templates know a signatory by: one of the roles that shipped templates ask for, or a word of one's own."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.i18n import N_, _
from ui.kit.combo import Choice
from ui.kit.layout import column
from ui.kit.text_box import TextBox

ROLES = {"director": N_("Director"), "registrar": N_("Registrar"), "expert": N_("Expert or instructor"),
         "partner": N_("Partner")}
OWN = "*"


def role_words(role: str) -> str:
    """The role as people read it."""
    return _(ROLES[role]) if role in ROLES else role


class RoleBox(QWidget):
    """An editor: value() is the role, '' for none."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = Choice([("", _("By order on the paper")), *((key, _(words)) for key, words in ROLES.items()),
                              (OWN, _("Another role…"))])
        self.word = TextBox(max_length=40)
        self.word.setAccessibleName(_("The other role"))
        self.word.hide()
        self.choice.edited.connect(self._chosen)
        self.word.edited.connect(self.edited)
        self.setLayout(column(self.choice, self.word, spacing=6))
        self.choice.setAccessibleName(_("Role"))
        self.setFocusProxy(self.choice)
        self.setAccessibleName(_("Role"))

    def _chosen(self) -> None:
        self.word.setVisible(self.choice.value() == OWN)
        if self.choice.value() == OWN:
            self.word.setFocus()
        self.edited.emit()

    def value(self) -> Any:
        """See the class."""
        return (self.word.value() or "").strip() if self.choice.value() == OWN else self.choice.value() or ""

    def set_value(self, value: Any) -> None:
        """Show what is saved."""
        role = value or ""
        own = bool(role) and role not in ROLES
        self.choice.set_value(OWN if own else role)
        self.word.set_value(role if own else "")
        self.word.setVisible(own)

    def show_error(self, on: bool) -> None:
        """The word is what can be wrong."""
        self.word.show_error(on)

    def set_read_only(self, on: bool) -> None:
        """Only to be looked at."""
        self.choice.set_read_only(on)
        self.word.set_read_only(on)
