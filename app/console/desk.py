"""How a command gets an office: open the database, and say who is at the desk."""

from __future__ import annotations

import getpass
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from app.console.output import UsageError
from app.errors import Refused
from app.i18n import _
from app.office.office import Office, utc_now
from app.office.permissions import Actor

if TYPE_CHECKING:
    from app.cohorts.exports import Release


def release_of(args: Namespace) -> Release:
    """Why, to whom and with whose word full identity numbers leave. UsageError when something is missing."""
    from app.cohorts.exports import Release

    release = Release(purpose=args.purpose, recipient=args.recipient, approver=args.approver)
    if release.problems():
        raise UsageError(_("Identity numbers in full leave only with --purpose, --recipient and --approver; all three "
                           "are logged."))
    return release


def database_of(args: Namespace) -> str:
    """The file or URL that was named, else the machine's last one, else the default."""
    from app.settings import Machine, default_database

    return args.database or os.environ.get("SIJIL_DATABASE") or Machine.load().database or str(default_database())


@contextmanager
def office_for(args: Namespace, *, writes: bool = True,
               clock: Callable[[], datetime] = utc_now) -> Iterator[Office]:
    """An office on the named database with the named user signed in. Raises Refused, Unavailable."""
    from app.db.open import open_database

    with open_database(database_of(args), read_only=not writes) as opened:
        actor = sign_in(opened.engine, args.user, opened.where, read_only=opened.read_only)
        yield Office(opened.engine, actor, read_only=opened.read_only, clock=clock)


def sign_in(engine: Engine, login: str | None, where: str, *, read_only: bool = False) -> Actor:
    """The actor: by password from SIJIL_PASSWORD or the prompt; without one where sign-in is off."""
    from app.office.permissions import NOBODY
    from app.staff.sign_in import actor_without_sign_in
    from app.staff.sign_in import sign_in as try_name

    free = actor_without_sign_in(engine, login)
    if free is not None:
        return free
    if not login:
        raise Refused(_("Say who you are: --user NAME, with the password by prompt or in SIJIL_PASSWORD."))
    return try_name(Office(engine, NOBODY, read_only=read_only), login, password_for(login), where=where)


def password_for(login: str, *, again: bool = False) -> str:
    """The password from SIJIL_PASSWORD, else asked for. Refused where nobody can be asked."""
    told = os.environ.get("SIJIL_PASSWORD")
    if told is not None:
        return told
    if not sys.stdin.isatty():
        raise Refused(_("There is nobody to ask for the password. Put it into SIJIL_PASSWORD."))
    given = getpass.getpass(_("Password of {login}: ").format(login=login), sys.stderr)
    if again and given != getpass.getpass(_("Once more: "), sys.stderr):
        raise Refused(_("The two passwords differ. Nothing was changed."))
    return given
