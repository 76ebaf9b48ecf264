"""Every command and every query declares its right, and the door lets exactly the roles of the table through."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import create_engine

import app
from app.errors import Refused
from app.office.command import Command, Query
from app.office.office import Office
from app.office.permissions import NOBODY, ROLES, Actor, Permission

P = Permission
TABLE: dict[Permission, set[str]] = {
    # written out by hand from the trade's table of rights, so that a change of the program's table shows here
    P.ANYONE: {"administrator", "instructor", "certificates", "verifier", "viewer"},
    P.OWN_ACCOUNT: {"administrator", "instructor", "certificates", "verifier", "viewer"},
    P.ATTENDANCE_VIEW: {"administrator", "instructor", "certificates", "verifier", "viewer"},
    P.CENTRE_VIEW: {"administrator", "instructor", "certificates", "verifier", "viewer"},
    P.CERTIFICATES_VIEW: {"administrator", "instructor", "certificates", "verifier", "viewer"},
    P.COHORTS_VIEW: {"administrator", "instructor", "certificates", "verifier", "viewer"},
    P.COMPLETION_VIEW: {"administrator", "instructor", "certificates", "verifier", "viewer"},
    P.PROGRAMMES_VIEW: {"administrator", "instructor", "certificates", "verifier", "viewer"},
    P.RESULTS_VIEW: {"administrator", "instructor", "certificates", "verifier", "viewer"},
    P.TRAINEES_VIEW: {"administrator", "instructor", "certificates", "verifier", "viewer"},
    P.ATTENDANCE_MARK: {"administrator", "instructor"},
    P.ATTENDANCE_REOPEN: {"administrator", "verifier"},
    P.BACKUP: {"administrator", "certificates"},
    P.CENTRE_CHANGE: {"administrator"},
    P.CERTIFICATES_ISSUE: {"certificates"},
    P.CERTIFICATES_VOID: {"verifier"},
    P.COHORTS_CHANGE: {"administrator"},
    P.COMPLETION_OVERRIDE: {"verifier"},
    P.EXPORT_FULL: {"administrator", "certificates", "verifier"},
    P.HISTORY_VIEW: {"administrator", "verifier", "viewer"},
    P.IDENTITY_FULL: {"administrator", "certificates", "verifier"},
    P.KEYS_CHANGE: {"administrator"},
    P.PROGRAMMES_CHANGE: {"administrator"},
    P.RESTORE: {"administrator"},
    P.RESULTS_ENTER: {"instructor", "verifier"},
    P.RESULTS_VERIFY: {"verifier"},
    P.SESSIONS_CHANGE: {"administrator"},
    P.STAFF_CHANGE: {"administrator"},
    P.STAGE_ORDER: {"administrator", "certificates"},
    P.STAFF_VIEW: {"administrator"},
    P.TEMPLATES_APPROVE: {"administrator", "verifier"},
    P.TEMPLATES_CHANGE: {"administrator", "certificates"},
    P.TRAINEES_CHANGE: {"administrator"},
    P.TRAINEES_IMPORT: {"administrator"},
    P.TRAINEES_MERGE: {"administrator"},
}
FOR_ANYONE = {"SignIn", "Compare", "Faces", "CentreProfile", "WithoutSignIn"}
"""What may be done without signing in; anything else of that kind fails here."""


def everything() -> list[type[Any]]:
    """Every command and query of the program."""
    for module in pkgutil.walk_packages(app.__path__, "app."):
        if ".migrations" not in module.name:
            importlib.import_module(module.name)

    def below(kind: type[Any]) -> Iterator[type[Any]]:
        for found in kind.__subclasses__():
            yield found
            yield from below(found)

    found = {k for base in (Command, Query) for k in below(base) if k.__module__.startswith("app.")}
    return sorted(found, key=lambda k: (k.__module__, k.__name__))


ALL = everything()
CONCRETE = [k for k in ALL if ("run" if issubclass(k, Command) else "rows") in {n for c in k.__mro__ for n in c.__dict__
            if c not in (Command, Query)}]


def test_there_is_something_to_test() -> None:
    assert len(CONCRETE) > 30 and {k.__name__ for k in CONCRETE} >= {"SignIn", "SaveCentre", "Users"}


@pytest.mark.parametrize("what", CONCRETE, ids=lambda k: f"{k.__module__}.{k.__name__}")
def test_the_right_is_declared(what: type[Any]) -> None:
    assert isinstance(getattr(what, "needs", None), Permission), "declare `needs`"
    assert (what.needs == P.ANYONE) == (what.__name__ in FOR_ANYONE), what


def test_the_table_is_the_trades() -> None:
    assert set(TABLE) == set(Permission)
    assert {p: {r for r, rights in ROLES.items() if p in rights} for p in Permission} == TABLE


@pytest.mark.parametrize("role", [*ROLES, ""])
@pytest.mark.parametrize("what", CONCRETE, ids=lambda k: f"{k.__module__}.{k.__name__}")
def test_the_door_lets_through_exactly_who_may(what: type[Any], role: str) -> None:
    actor = Actor(1, role, role, frozenset({role})) if role else NOBODY
    office = Office(create_engine("sqlite://"), actor, clock=lambda: datetime(2026, 7, 14, tzinfo=UTC))
    reached: list[str] = []
    blank = object.__new__(what)  # values do not matter: the right is asked first

    def go(*_a: Any, **_k: Any) -> Any:
        reached.append("door")
        raise _Reached

    office._transaction = go  # type: ignore[method-assign]
    object.__setattr__(blank, "rows", go) if issubclass(what, Query) else object.__setattr__(blank, "problems", dict)
    expected = role in TABLE[what.needs] if role else what.needs == P.ANYONE
    try:
        office.ask(blank) if issubclass(what, Query) else office.do(blank)
    except _Reached:
        assert expected, f"{role} got through"
    except Refused as refused:
        assert not expected, f"{role} was refused"
        assert str(refused)
    assert bool(reached) == expected
    assert office.may(what) == expected


class _Reached(Exception):
    pass
