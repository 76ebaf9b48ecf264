"""Who works with the records, and what they may do."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Record, UtcDateTime


class User(Record):
    """A person who signs in. Roles are words of app.office.permissions, separated by spaces."""

    __tablename__ = "user_account"

    login: Mapped[str] = mapped_column(unique=True)  # small letters
    name: Mapped[str]
    roles: Mapped[str]
    password_hash: Mapped[str] = mapped_column(default="")
    recovery_hash: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)
    language: Mapped[str] = mapped_column(default="")
    failures: Mapped[int] = mapped_column(default=0)  # wrong passwords in a row
    blocked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_sign_in: Mapped[datetime | None] = mapped_column(UtcDateTime)
