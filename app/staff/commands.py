"""Changes to users. A user is never deleted: the history names him."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import select

from app.errors import Conflict, Invalid, Missing, Refused
from app.i18n import LANGUAGES, _
from app.office.command import Command, Work
from app.office.permissions import ROLES, Permission
from app.staff import passwords
from app.staff.records import User

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}")
ADMINISTRATOR = "administrator"


def _login_problem(login: str) -> str | None:
    if LOGIN.fullmatch(login.strip().lower()):
        return None
    return _("A sign-in name has 1 to 32 letters a–z, digits, dots and dashes, without spaces.")


def _role_problem(roles: Collection[str]) -> str | None:
    if not roles:
        return _("Choose at least one role.")
    unknown = [role for role in roles if role not in ROLES]
    if unknown:
        return _("There is no role {role}. Roles: {roles}.").format(role=unknown[0], roles=", ".join(ROLES))
    return None


def _words(roles: Collection[str]) -> str:
    return " ".join(role for role in ROLES if role in roles)


def find_user(work: Work, login: str) -> User:
    """The user of a sign-in name. Raises Missing."""
    user = work.session.scalars(select(User).where(User.login == login.strip().lower())).first()
    if user is None:
        raise Missing(_("There is no user {login}.").format(login=login))
    return user


def _not_the_last(work: Work, user: User) -> None:
    """Refused when nobody would be left who may manage users."""
    others = [u for u in work.session.scalars(select(User).where(User.active, User.id != user.id))
              if ADMINISTRATOR in u.roles.split()]
    if not others:
        raise Refused(_("{name} is the last administrator. Make somebody else administrator first.").format(
            name=user.name))


def _is_administrator(user: User) -> bool:
    return user.active and ADMINISTRATOR in user.roles.split()


@dataclass(frozen=True, kw_only=True)
class AddUser(Command[int]):
    """Add somebody who may sign in. Returns the key."""

    needs = Permission.STAFF_CHANGE

    login: str
    name: str
    roles: frozenset[str]
    password: str = field(repr=False)
    language: str = ""

    def label(self) -> str:
        return _("Add user {name}").format(name=self.name.strip() or self.login)

    def problems(self) -> dict[str, str]:
        told = {"login": _login_problem(self.login), "roles": _role_problem(self.roles),
                "name": None if self.name.strip() else _("Write the name."),
                "password": passwords.problem(self.password, self.login, self.name),
                "language": None if self.language in ("", *LANGUAGES) else _("Choose English or Bahasa Melayu.")}
        return {k: v for k, v in told.items() if v}

    def run(self, work: Work) -> int:
        login = self.login.strip().lower()
        if work.session.scalars(select(User).where(User.login == login)).first() is not None:
            raise Invalid({"login": _("The sign-in name {login} is taken.").format(login=login)})
        return work.add(User(login=login, name=self.name.strip(), roles=_words(self.roles), language=self.language,
                             password_hash=passwords.hash_password(self.password))).id


@dataclass(frozen=True, kw_only=True)
class ChangeUser(Command[None]):
    """Change name, roles, language, or let somebody in again. What is None stays."""

    needs = Permission.STAFF_CHANGE

    user_id: int
    version: int | None = None
    name: str | None = None
    roles: frozenset[str] | None = None
    language: str | None = None
    active: bool | None = None

    def label(self) -> str:
        return _("Change user {name}").format(name=self.name) if self.name else _("Change a user")

    def problems(self) -> dict[str, str]:
        told = {"name": _("Write the name.") if self.name is not None and not self.name.strip() else None,
                "roles": _role_problem(self.roles) if self.roles is not None else None}
        return {k: v for k, v in told.items() if v}

    def run(self, work: Work) -> None:
        user = work.get(User, self.user_id, self.version)
        was = _is_administrator(user)
        if self.name is not None:
            user.name = self.name.strip()
        if self.roles is not None:
            user.roles = _words(self.roles)
        if self.language is not None:
            user.language = self.language
        if self.active is not None:
            user.active = self.active
        if was and not _is_administrator(user):
            _not_the_last(work, user)


@dataclass(frozen=True, kw_only=True)
class DisableUser(Command[None]):
    """Shut a user out. The name stays in the history; ChangeUser lets him in again."""

    needs = Permission.STAFF_CHANGE

    login: str

    def label(self) -> str:
        return _("Shut out user {login}").format(login=self.login)

    def run(self, work: Work) -> None:
        user = find_user(work, self.login)
        if user.id == work.actor.user_id:
            raise Refused(_("You cannot shut yourself out. Another administrator can."))
        if _is_administrator(user):
            _not_the_last(work, user)
        user.active = False


@dataclass(frozen=True, kw_only=True)
class SetPassword(Command[None]):
    """Set somebody's password, for those who forgot theirs. Ends a waiting time."""

    needs = Permission.STAFF_CHANGE
    undoable = False

    login: str
    password: str = field(repr=False)

    def label(self) -> str:
        return _("Set the password of {login}").format(login=self.login)

    def problems(self) -> dict[str, str]:
        told = passwords.problem(self.password, self.login)
        return {"password": told} if told else {}

    def run(self, work: Work) -> None:
        user = find_user(work, self.login)
        user.password_hash = passwords.hash_password(self.password)
        user.failures, user.blocked_until = 0, None


@dataclass(frozen=True, kw_only=True)
class ChangeOwnPassword(Command[None]):
    """Change one's own password; the old one is asked."""

    needs = Permission.OWN_ACCOUNT
    undoable = False

    old: str = field(repr=False)
    new: str = field(repr=False)

    def label(self) -> str:
        return _("Change own password")

    def problems(self) -> dict[str, str]:
        told = passwords.problem(self.new)
        if told is None and self.new == self.old:
            told = _("The new password is the old one.")
        return {"new": told} if told else {}

    def run(self, work: Work) -> None:
        user = work.get(User, work.actor.user_id or None)
        if not passwords.matches(user.password_hash, self.old):
            raise Invalid({"old": _("The old password is not right.")})
        told = passwords.problem(self.new, user.login, user.name)
        if told:
            raise Invalid({"new": told})
        user.password_hash = passwords.hash_password(self.new)


@dataclass(frozen=True, kw_only=True)
class MakeRecoveryCode(Command[str]):
    """A code that signs the user in when the password is lost. Returned once; the earlier code stops working."""

    needs = Permission.OWN_ACCOUNT
    undoable = False

    def label(self) -> str:
        return _("Make a recovery code")

    def run(self, work: Work) -> str:
        if not work.actor.user_id:
            raise Conflict(_("Sign in first: a recovery code belongs to a user."))
        user = work.get(User, work.actor.user_id)
        code = passwords.new_recovery_code()
        user.recovery_hash = passwords.hash_password(passwords.plain_code(code))
        return code
