"""Settings, users and roles: who may sign in, and what each role may do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.exchange.columns import Column
from app.i18n import LANGUAGES, _, show_moment
from app.office.journal import Changes
from app.office.permissions import ROLES, role_label
from app.staff.commands import AddUser, ChangeUser, DisableUser, SetPassword
from app.staff.queries import UserRow, Users
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.desk.list_tools import ListTools
from ui.kit.buttons import primary, quiet
from ui.kit.check import CheckBox
from ui.kit.combo import Choice
from ui.kit.dialog import Dialog
from ui.kit.empty_state import EmptyState
from ui.kit.field import Field
from ui.kit.layout import box, column, least, line, row, scrolled
from ui.kit.list_pane import ListPane
from ui.kit.look import MUTED, Look
from ui.kit.table import Table
from ui.kit.text import label
from ui.kit.text_box import PasswordBox, TextBox
from ui.staff.rights import rights_table


def _last(moment: datetime | None) -> str:
    return show_moment(moment) or _("never")


COLUMNS: tuple[Column[UserRow], ...] = (
    Column("name", lambda: _("Name"), lambda r: r.name, width=30),
    Column("login", lambda: _("Sign-in name"), lambda r: r.login, width=16),
    Column("roles", lambda: _("Role"), lambda r: r.role_words(), width=28),
    Column("last", lambda: _("Last here"), lambda r: _last(r.last_sign_in), width=20),
    Column("state", lambda: _("State"), lambda r: r.active, show=lambda on: _("Active") if on else _("Closed"),
           width=12),
)
LOOKS = {"name": lambda r: None if r.active else MUTED, "login": lambda r: MUTED,
         "last": lambda r: MUTED if r.last_sign_in else Look("warn"),
         "state": lambda r: MUTED if r.active else Look("", "ban")}


class UsersSection(QWidget):
    """The users, and below them the table of rights."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.add_button = primary(_("Add user"), self.add, icon="user-plus")
        guard(self.add_button, AddUser, desk)
        self.table = Table(COLUMNS, looks=LOOKS, name="name", sort=("name", False), sort_here=True, edge=12,
                           accessible_name=_("Users"))
        self.table.opened.connect(self.change)
        self.table.chosen.connect(self._chosen)
        self.tools = ListTools(desk, "users", self.table)
        least(self.table, height=240)
        self.edit_button = quiet(_("Change"), self._change_chosen, icon="pencil")
        self.password_button = quiet(_("Set password"), self._set_password, icon="key-round")
        self.close_button = quiet(_("Shut out"), self._shut_out, icon="ban")
        for button, what in ((self.edit_button, ChangeUser), (self.password_button, SetPassword),
                             (self.close_button, DisableUser)):
            guard(button, what, desk)
        copy = QAction(_("Copy for Excel"), self.table)
        copy.triggered.connect(lambda _on=False: self.table.copy())
        self.table.actions_for_menu = [copy]
        pane = self.list = ListPane(self.table, EmptyState("users", _("No users yet"),
                                                           _("Add whoever works with the records.")))
        head = row(column(label(_("Users"), "section"),
                          label(_("Everyone signs in with their own name, so the log shows who changed what."), "muted",
                                wrap=True), spacing=2), self.add_button, spacing=16)
        head.setStretch(0, 1)
        self.setLayout(column(scrolled(box(column(
            head,
            box(column(row(self.edit_button, self.password_button, self.close_button, None, self.tools.columns,
                           margins=(8, 4, 8, 4)),
                       line(), pane, spacing=0, margins=(1, 1, 1, 1)), "card"),
            8, label(_("What each role may do"), "section"), rights_table(), None,
            margins=(24, 16, 24, 16), spacing=12)))))
        desk.changed.connect(self._changed)
        self._chosen(None)

    def shown(self) -> None:
        """Ask again."""
        self.load()

    def load(self) -> None:
        """Ask for the users."""
        self.tools.ask(Users(), self.table.set_rows, pane=self.list, again=self.load, owner=self)

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.touches(Users.reads):
            self.load()

    def _chosen(self, user: UserRow | None) -> None:
        why = "" if user else _("Choose a user first.")
        for button in (self.edit_button, self.password_button, self.close_button):
            button.explain(why)
        if user is not None and not user.active:
            self.close_button.explain(_("This user is shut out already. Change lets him in again."))

    def add(self) -> None:
        """The dialog of a new user."""
        talk.open_dialog(UserDialog(self.desk, None, self))

    def change(self, user: UserRow) -> None:
        """The dialog of a user."""
        if self.desk.may(ChangeUser):
            talk.open_dialog(UserDialog(self.desk, user, self))

    def _change_chosen(self) -> None:
        user = self.table.current_row()
        if user is not None:
            self.change(user)

    def _set_password(self) -> None:
        user = self.table.current_row()
        if user is not None:
            talk.open_dialog(SetPasswordDialog(self.desk, user, self))

    def _shut_out(self) -> None:
        user = self.table.current_row()
        if user is not None:
            talk.ask(_("Shut out {name}?").format(name=user.name),
                     _("{name} can no longer sign in. The name stays in the history, and you can let it in again."
                       ).format(name=user.name), _("Shut out"),
                     lambda: self.desk.do(DisableUser(login=user.login), owner=self,
                                          tell=_("{name} is shut out.").format(name=user.name)),
                     destructive=True, parent=self)


class UserDialog(Dialog):
    """A new user, or another name, other roles, or letting somebody in again."""

    def __init__(self, desk: Desk, user: UserRow | None, parent: QWidget) -> None:
        super().__init__(_("Add a user") if user is None else _("Change {name}").format(name=user.name),
                         action=_("Add user") if user is None else _("Save"), icon="user-cog", parent=parent.window())
        self.desk, self.user = desk, user
        self.fields: dict[str, Field] = {
            "name": Field(_("Name"), TextBox(max_length=200), required=True),
            "login": Field(_("Sign-in name"), TextBox(max_length=32), required=True,
                           help=_("Small letters, no spaces")),
            "language": Field(_("Language"), Choice([("", _("As the centre")), *(
                (code, {"en": "English", "ms": "Bahasa Melayu"}[code]) for code in LANGUAGES)]))}
        self.roles = {role: CheckBox(role_label(role)) for role in ROLES}
        self._roles_error = label("", "error", wrap=True)
        self._roles_error.hide()
        if user is None:
            self.fields["password"] = Field(_("First password"), PasswordBox(), required=True,
                                            help=_("At least 8 characters. Ask that it be changed."))
        for key in ("name", "login", "password"):
            if key in self.fields:
                self.body.addWidget(self.fields[key])
        self.body.addLayout(column(label(_("Roles"), "label"), *self.roles.values(), self._roles_error, spacing=6))
        self.body.addWidget(self.fields["language"])
        self.active = CheckBox(_("May sign in"))
        self.active.setVisible(user is not None)
        self.body.addWidget(self.active)
        self.fields["language"].set_value("")
        if user is not None:
            self._show(user)
        self.check = self._save
        self.fields["name"].focus()

    def _show(self, user: UserRow) -> None:
        self.fields["name"].set_value(user.name)
        self.fields["login"].set_value(user.login)
        self.fields["login"].set_read_only(True, _("The sign-in name stays: the history knows it."))
        self.fields["language"].set_value(user.language)
        self.active.set_value(user.active)
        for role, check in self.roles.items():
            check.set_value(role in user.roles)

    def chosen_roles(self) -> frozenset[str]:
        """The roles that are ticked."""
        return frozenset(role for role, check in self.roles.items() if check.value())

    def _save(self) -> bool:
        values = {key: field.value() for key, field in self.fields.items()}
        command: AddUser | ChangeUser
        if self.user is None:
            command = AddUser(login=values["login"], name=values["name"], roles=self.chosen_roles(),
                              password=values["password"], language=values["language"] or "")
        else:
            command = ChangeUser(user_id=self.user.id, version=self.user.version, name=values["name"],
                                 roles=self.chosen_roles(), language=values["language"] or "",
                                 active=self.active.value())
        self.desk.do(command, owner=self, invalid=self.show_problems, then=lambda _v: self.accept(),
                     tell=command.label())
        return False

    def show_problems(self, problems: dict[str, str]) -> None:
        """Sentences beside their fields."""
        for key, field in self.fields.items():
            field.set_error(problems.get(key, ""))
        self._roles_error.setText(problems.get("roles", ""))
        self._roles_error.setVisible(bool(problems.get("roles")))
        self.fit()
        wrong = next((field for key, field in self.fields.items() if problems.get(key)), None)
        if wrong is not None:
            wrong.focus()
        elif problems.get("roles"):
            next(iter(self.roles.values())).setFocus(Qt.FocusReason.OtherFocusReason)


class SetPasswordDialog(Dialog):
    """A new password for somebody who forgot his."""

    def __init__(self, desk: Desk, user: UserRow, parent: QWidget) -> None:
        super().__init__(_("Set a new password for {name}").format(name=user.name),
                         _("Tell it to {name}, who then changes it.").format(name=user.name),
                         action=_("Set password"), icon="key-round", parent=parent.window())
        self.desk, self.user = desk, user
        self.field = Field(_("New password"), PasswordBox(), required=True, help=_("At least 8 characters"))
        self.body.addWidget(self.field)
        self.check = self._save
        self.field.focus()

    def _save(self) -> bool:
        self.desk.do(SetPassword(login=self.user.login, password=self.field.value()), owner=self,
                     invalid=self._refused, then=self._done)
        return False

    def _done(self, _value: Any) -> None:
        self.desk.tell(_("{name} has a new password.").format(name=self.user.name))
        self.accept()

    def _refused(self, problems: dict[str, str]) -> None:
        self.field.set_error(problems.get("password", ""))
        self.fit()
