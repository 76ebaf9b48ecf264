"""Commands on the centre itself: sample, new centre, users."""

from __future__ import annotations

import getpass
import os
import sys
from argparse import Namespace
from pathlib import Path

from app.console.desk import database_of, office_for, password_for
from app.console.output import Console, UsageError
from app.db.engine import is_url, make_engine, sqlite_path
from app.errors import Refused
from app.i18n import _, show_moment
from app.office.office import Office
from app.office.permissions import ROLES, SYSTEM


def demo(args: Namespace, console: Console) -> None:
    """The sample centre with its roster, attendance sheet and certificates in a folder."""
    from app.sample.papers import write_papers
    from app.sample.sample import sample_centre

    folder = Path(args.dir)
    target = folder / "sijil.db"
    if target.exists():
        raise Refused(_("{file} is there already. Choose another folder, or move it away.").format(file=target))
    folder.mkdir(parents=True, exist_ok=True)
    with sample_centre(target, console.progress) as office:
        files, left = write_papers(office, folder, console.progress)
    console.result = {"database": target, "files": files, "left_out": left}
    console.say(_("The sample centre is in {file}.").format(file=target))
    for file in files[:6]:
        console.say(f"  {file}")
    if len(files) > 6:
        console.say("  " + _("and {n} more").format(n=len(files) - 6))
    console.say(_("Open it: python3 main.py --database {file}").format(file=target))


def init(args: Namespace, console: Console) -> None:
    """A new, empty centre with its first administrator, who holds every role until others are added."""
    from app.centre.open_centre import OpenCentre
    from app.db.migrate import create
    from app.db.place import refusal
    from app.seeds import seeds
    from app.staff.commands import AddUser

    where = database_of(args)
    path = sqlite_path(where)
    opening = OpenCentre(code=args.code.strip().upper(), name=args.name, state=args.state,
                         sign_in_required=not args.no_sign_in, seeds=seeds())
    password = os.urandom(24).hex() if args.no_sign_in else password_for(args.admin, again=True)
    first = AddUser(login=args.admin, name=args.admin_name or args.admin, roles=frozenset(ROLES) - {"viewer"},
                    password=password)
    told = {**opening.problems(), **first.problems()}
    if told:
        raise UsageError("\n".join(told.values()))
    if path is not None:
        why = refusal(path)
        if why:
            raise Refused(why)
        if path.exists():
            raise Refused(_("{file} is there already. Choose another name with --database.").format(file=path))
        path.parent.mkdir(parents=True, exist_ok=True)
    create(where)
    engine = make_engine(where)
    try:
        office = Office(engine, SYSTEM)
        office.do(opening)
        office.do(first)
    finally:
        engine.dispose()
    console.result = {"database": where if is_url(where) else str(path), "code": opening.code, "admin": args.admin}
    console.say(_("The centre {name} is open. Its records are in {file}.").format(
        name=args.name, file=path or _("the server")))


def users_list(args: Namespace, console: Console) -> None:
    """Everybody who may sign in."""
    from app.staff.queries import Users

    with office_for(args, writes=False) as office:
        rows = office.ask(Users())
    console.result = [{"login": r.login, "name": r.name, "roles": list(r.roles), "active": r.active,
                       "last_sign_in": r.last_sign_in} for r in rows]
    console.table((_("Sign-in name"), _("Name"), _("Roles"), _("Active"), _("Last here")),
                  [(r.login, r.name, " ".join(r.roles), _("yes") if r.active else _("no"),
                    show_moment(r.last_sign_in)) for r in rows])


def users_add(args: Namespace, console: Console) -> None:
    """Add a user; the password by prompt or in SIJIL_NEW_PASSWORD."""
    from app.staff.commands import AddUser

    unknown = set(args.role) - set(ROLES)
    if unknown:
        raise UsageError(_("'{role}' is no role; use {all}.").format(role=", ".join(sorted(unknown)),
                                                                     all=", ".join(ROLES)))
    with office_for(args) as office:
        office.do(AddUser(login=args.login, name=args.name or args.login, roles=frozenset(args.role),
                          password=_new_password(args.login)))
    console.result = {"login": args.login, "roles": args.role}
    console.say(_("{login} may sign in.").format(login=args.login))


def users_disable(args: Namespace, console: Console) -> None:
    """Stop a user from signing in; what he did stays in the history."""
    from app.staff.commands import DisableUser

    with office_for(args) as office:
        office.do(DisableUser(login=args.login))
    console.result = {"login": args.login, "active": False}
    console.say(_("{login} may no longer sign in.").format(login=args.login))


def users_password(args: Namespace, console: Console) -> None:
    """Set a password, by prompt or in SIJIL_NEW_PASSWORD."""
    from app.staff.commands import SetPassword

    with office_for(args) as office:
        office.do(SetPassword(login=args.login, password=_new_password(args.login)))
    console.result = {"login": args.login}
    console.say(_("The password of {login} is set.").format(login=args.login))


def _new_password(login: str) -> str:
    told = os.environ.get("SIJIL_NEW_PASSWORD")
    if told is not None:
        return told
    if not sys.stdin.isatty():
        raise UsageError(_("There is nobody to ask for the new password. Put it into SIJIL_NEW_PASSWORD."))
    given = getpass.getpass(_("New password of {login}: ").format(login=login), sys.stderr)
    if given != getpass.getpass(_("Once more: "), sys.stderr):
        raise UsageError(_("The two passwords differ. Nothing was changed."))
    return given


