"""Dialogs about one's own account: another password, a recovery code."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from app.i18n import _
from app.staff.commands import ChangeOwnPassword, MakeRecoveryCode
from ui.desk.desk import Desk
from ui.kit.buttons import secondary
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.layout import row
from ui.kit.text import label
from ui.kit.text_box import PasswordBox


class PasswordDialog(Dialog):
    """Change one's own password. Closes itself when it is changed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(_("Change your password"), _("At least 8 characters; four words are easy to keep in mind. It "
                                                      "need not be changed again later."),
                         action=_("Change password"), icon="key-round", parent=parent)
        self.desk = desk
        self.fields = {key: Field(words, PasswordBox(), required=True) for key, words in (
            ("old", _("Password now")), ("new", _("New password")), ("again", _("New password once more")))}
        for field in self.fields.values():
            self.body.addWidget(field)
        self.check = self._save
        self.fields["old"].focus()

    def _save(self) -> bool:
        values = {key: field.value() for key, field in self.fields.items()}
        if values["new"] != values["again"]:
            self.show_problems({"again": _("The two are not the same.")})
            return False
        self.desk.do(ChangeOwnPassword(old=values["old"], new=values["new"]), owner=self, invalid=self.show_problems,
                     then=self._done)
        return False

    def _done(self, _value: Any) -> None:
        self.desk.tell(_("Your password is changed."))
        self.accept()

    def show_problems(self, problems: dict[str, str]) -> None:
        """Sentences beside their fields."""
        for key, field in self.fields.items():
            field.set_error(problems.get(key, ""))
        for key in self.fields:
            if problems.get(key):
                self.fields[key].focus()
                break
        self.fit()


def make_recovery_code(desk: Desk, parent: QWidget) -> None:
    """Make a code and show it once."""
    desk.do(MakeRecoveryCode(), owner=parent, then=lambda code: RecoveryDialog(code, parent.window()).open())


class RecoveryDialog(Dialog):
    """The code, shown once."""

    def __init__(self, code: str, parent: QWidget | None = None) -> None:
        super().__init__(_("Keep this code on paper"),
                         _("It signs you in once when you have forgotten the password. It is not shown again; an "
                           "earlier code no longer works."),
                         safe=_("Close"), icon="key-round", parent=parent)
        self.code = label("\n".join((code[:19], code[20:])), "section")
        self.body.addWidget(self.code)
        self.body.addLayout(row(secondary(_("Copy"), lambda: QApplication.clipboard().setText(code), icon="copy"),
                                None))
