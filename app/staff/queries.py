"""Who works here, as frozen rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.office.command import Query, Work
from app.office.permissions import ROLES, Permission, role_label
from app.staff.records import User


@dataclass(frozen=True)
class UserRow:
    """A user. `roles` are words of app.office.permissions."""

    id: int
    version: int
    login: str
    name: str
    roles: tuple[str, ...]
    active: bool
    language: str
    last_sign_in: datetime | None
    blocked_until: datetime | None
    has_recovery_code: bool

    def role_words(self) -> str:
        """The roles in words."""
        return ", ".join(role_label(role) for role in self.roles)


def user_row(user: User) -> UserRow:
    """The row of a record."""
    return UserRow(user.id, user.version, user.login, user.name, roles_of(user), user.active, user.language,
                   user.last_sign_in, user.blocked_until, bool(user.recovery_hash))


def roles_of(user: User) -> tuple[str, ...]:
    """The roles of a user, in the order of the table of rights."""
    held = set(user.roles.split())
    return tuple(role for role in ROLES if role in held)


@dataclass(frozen=True, kw_only=True)
class Users(Query[UserRow]):
    """All users by name; those who are shut out last."""

    needs = Permission.STAFF_VIEW
    reads = frozenset({"user_account"})

    active_only: bool = False

    def rows(self, work: Work) -> Sequence[UserRow]:
        wanted = select(User).order_by(User.active.desc(), User.name, User.id)
        if self.active_only:
            wanted = wanted.where(User.active)
        return [user_row(user) for user in work.session.scalars(wanted)]


@dataclass(frozen=True)
class FaceRow:
    """What the sign-in screen shows of a user."""

    login: str
    name: str
    roles: tuple[str, ...]
    last_sign_in: datetime | None

    def role_words(self) -> str:
        """The roles in words."""
        return ", ".join(role_label(role) for role in self.roles)


@dataclass(frozen=True, kw_only=True)
class Faces(Query[FaceRow]):
    """Who has signed in here lately, for the sign-in screen: at most `limit`, the latest first."""

    needs = Permission.ANYONE
    reads = frozenset({"user_account"})

    limit: int = 6

    def rows(self, work: Work) -> Sequence[FaceRow]:
        wanted = (select(User).where(User.active)
                  .order_by(User.last_sign_in.is_(None), User.last_sign_in.desc(), User.name).limit(self.limit))
        return [FaceRow(u.login, u.name, roles_of(u), u.last_sign_in) for u in work.session.scalars(wanted)]


@dataclass(frozen=True, kw_only=True)
class Instructors(Query[UserRow]):
    """Users who may teach, for pickers."""

    needs = Permission.COHORTS_VIEW
    reads = frozenset({"user_account"})

    def rows(self, work: Work) -> Sequence[UserRow]:
        found = work.session.scalars(select(User).where(User.active).order_by(User.name, User.id))
        return [user_row(u) for u in found if "instructor" in u.roles.split()]


@dataclass(frozen=True, kw_only=True)
class Me(Query[UserRow]):
    """The user who asks; nothing where sign-in is off."""

    needs = Permission.OWN_ACCOUNT
    reads = frozenset({"user_account"})

    def rows(self, work: Work) -> Sequence[UserRow]:
        user = work.session.get(User, work.actor.user_id) if work.actor.user_id else None
        return [user_row(user)] if user else []
