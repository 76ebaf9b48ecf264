"""The people at the desks of the sample centre. Sign-in is off there; their passwords serve whoever switches it on."""

from __future__ import annotations

from collections.abc import Sequence

from app.office.office import Office
from app.staff.commands import AddUser

PASSWORD = "pusat-contoh-sijil"
"""Of every user of the sample. Nothing real is behind it."""


def add_users(office: Office, users: Sequence[tuple[str, str, tuple[str, ...]]]) -> dict[str, int]:
    """Add them; name -> key."""
    return {name: office.do(AddUser(login=login, name=name, roles=frozenset(roles), password=PASSWORD)).value
            for login, name, roles in users}
