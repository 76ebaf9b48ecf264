"""Signing in: who is at the desk. Wrong passwords are counted in the database, so a restart does not help."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, select

from app.db.engine import make_engine
from app.errors import Refused, Unavailable
from app.i18n import _, show_moment
from app.office import history
from app.office.command import Command, Query, Work
from app.office.office import Office
from app.office.permissions import SYSTEM, Actor, Permission
from app.staff import passwords
from app.staff.queries import roles_of
from app.staff.records import User

FREE_TRIES = 5
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)


EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
NAMES = 4  # hexadecimal digits of a name's hash: enough to tell names apart, too few to fill the database


def _scope(login: str, what: str) -> str:
    """The counter of a name nobody has. What was typed is not kept: it may be a password in the wrong field."""
    digest = hashlib.sha256(login.strip().lower().encode()).hexdigest()
    return f"sign-in/{digest[:NAMES]}/{what}"


class SignInRefused(Refused):
    """Wrong name or password, or a waiting time. `tries_left` before the next wait; `until` while it lasts."""

    def __init__(self, sentence: str, tries_left: int | None = None, until: datetime | None = None) -> None:
        super().__init__(sentence)
        self.tries_left = tries_left
        self.until = until


def wait_after(failures: int) -> timedelta:
    """How long nobody is let in after so many wrong passwords in a row."""
    if failures < FREE_TRIES:
        return timedelta(0)
    doubled: int = 2 ** min(failures - FREE_TRIES, 10)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


@dataclass(frozen=True)
class Answer:
    """What came of a try: an actor, or why not."""

    actor: Actor | None = None
    refusal: SignInRefused | None = None


def actor_of(user: User) -> Actor:
    """The user as whoever acts."""
    return Actor(user.id, user.login, user.name, frozenset(roles_of(user)))


@dataclass(frozen=True, kw_only=True)
class SignIn(Command[Answer]):
    """Try a name with a password or a recovery code. Failures are kept, so a refusal is an answer, not an error.

    Use `sign_in`, which raises.
    """

    needs = Permission.ANYONE
    undoable = False

    login: str
    password: str = field(repr=False)
    _said: list[str] = field(default_factory=list, repr=False, compare=False)

    def label(self) -> str:
        return self._said[-1] if self._said else _("Sign in")

    def run(self, work: Work) -> Answer:
        user = work.session.scalars(select(User).where(User.login == self.login.strip().lower())).first()
        if user is None or not user.active:
            return self._unknown(work)
        if self._is_recovery(user):
            user.recovery_hash = ""
            return self._welcome(work, user, _("{login} signed in with the recovery code"))
        if user.blocked_until is not None and user.blocked_until > work.now:
            return Answer(refusal=_wait(user.blocked_until))
        if not passwords.matches(user.password_hash, self.password):
            return self._failed(work, user)
        if passwords.is_old(user.password_hash):
            user.password_hash = passwords.hash_password(self.password)
        return self._welcome(work, user, _("{login} signed in"))

    def _unknown(self, work: Work) -> Answer:
        """Answered in the same words, after the same work and with the same waits as a wrong password."""
        tries, until = _scope(self.login, "tries"), _scope(self.login, "until")
        blocked = EPOCH + timedelta(seconds=work.next_number(until, 0, 0))
        if blocked > work.now:
            return Answer(refusal=_wait(blocked))
        passwords.matches("", self.password)
        history.write(work.session, work.actor, work.now, "note", "SignIn",
                      _("Refused: sign-in with an unknown or closed name"), ())
        failures = work.next_number(tries)  # counts from 1
        wait = wait_after(failures)
        if not wait:
            return Answer(refusal=_wrong(FREE_TRIES - failures))
        then = work.now + wait
        work.next_number(until, 0, round((then - blocked).total_seconds()))
        return Answer(refusal=_wait(then))

    def _is_recovery(self, user: User) -> bool:
        code = passwords.plain_code(self.password)
        return bool(code and user.recovery_hash) and passwords.matches(user.recovery_hash, code)

    def _welcome(self, work: Work, user: User, said: str) -> Answer:
        self._said.append(said.format(login=user.login))
        user.failures, user.blocked_until, user.last_sign_in = 0, None, work.now
        return Answer(actor_of(user))

    def _failed(self, work: Work, user: User) -> Answer:
        user.failures += 1
        self._said.append(_("Refused: wrong password for {login}, {n} in a row").format(
            login=user.login, n=user.failures))
        wait = wait_after(user.failures)
        if wait:
            user.blocked_until = work.now + wait
            return Answer(refusal=_wait(user.blocked_until))
        return Answer(refusal=_wrong(FREE_TRIES - user.failures))


def _wrong(left: int | None) -> SignInRefused:
    return SignInRefused(_("Name or password is not right."), left)


def _wait(until: datetime) -> SignInRefused:
    return SignInRefused(_("Too many wrong passwords. Try again after {moment}, or ask an administrator to set a new "
                           "one.").format(moment=show_moment(until + timedelta(minutes=1))), 0, until)


def sign_in(office: Office, login: str, password: str, *, where: str = "") -> Actor:
    """The actor of a name and password. Raises SignInRefused; the try is in the history.

    An office that only reads counts the tries too, through a connection of its own to `where`; on a medium that
    cannot be written the password is only compared.
    """
    if office.read_only:
        return _beside(office, login, password, where)
    answer = office.do(SignIn(login=login, password=password)).value
    if answer.actor is None:
        raise answer.refusal or _wrong(None)
    return answer.actor


def _beside(office: Office, login: str, password: str, where: str) -> Actor:
    if where:
        engine = make_engine(where)
        try:
            return sign_in(Office(engine, office.actor, clock=office.clock), login, password)
        except Unavailable:
            pass  # write-protected: tries cannot be counted there
        finally:
            engine.dispose()
    found = office.ask(Compare(login=login, password=password))
    if not found:
        raise _wrong(None)
    return found[0]


@dataclass(frozen=True, kw_only=True)
class Compare(Query[Actor]):
    """The actor of a name and password, without counting; nothing when they are wrong."""

    needs = Permission.ANYONE

    login: str
    password: str = field(repr=False)

    def rows(self, work: Work) -> list[Actor]:
        user = work.session.scalars(select(User).where(User.login == self.login.strip().lower())).first()
        known = user is not None and user.active
        if user is not None and user.blocked_until is not None and user.blocked_until > work.now:
            raise _wait(user.blocked_until)
        if not passwords.matches(user.password_hash if user and known else "", self.password):
            return []
        return [actor_of(user)] if user and known else []


def actor_without_sign_in(engine: Engine, login: str | None = None) -> Actor | None:
    """Who works where the centre has switched sign-in off, or has no users yet; None where a password is asked.

    That is the named user, else the only administrator, else the owner without a name: all with every role of a
    centre of one person.
    """
    found = Office(engine, SYSTEM).ask(WithoutSignIn(login=login))
    return found[0] if found else None


@dataclass(frozen=True, kw_only=True)
class WithoutSignIn(Query[Actor]):
    """Who works without a password; nothing when one is asked for."""

    needs = Permission.ANYONE

    login: str | None = None

    def rows(self, work: Work) -> list[Actor]:
        actor = self._actor(work)
        return [] if actor is None else [actor]

    def _actor(self, work: Work) -> Actor | None:
        session, login = work.session, self.login
        asked = session.connection().exec_driver_sql("SELECT sign_in_required FROM centre WHERE id = 1").scalar()
        everybody = list(session.scalars(select(User)))
        if not everybody:
            return SYSTEM
        if asked or asked is None:
            return None
        users = [u for u in everybody if u.active]
        named = [u for u in users if u.login == (login or "").lower()] if login else users
        if login and not named:
            raise Refused(_("There is no user {login}.").format(login=login))
        admins = [u for u in named if "administrator" in u.roles.split()]
        if login:
            return actor_of(named[0])
        if len(admins) != 1:
            return replace(SYSTEM, name=_("Owner"))
        return replace(actor_of(admins[0]), roles=SYSTEM.roles)


