"""What every test stands on: a real office on a real database, and a home of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy import Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_ACCESSIBILITY", "1")

from app.i18n import use_language
from app.office.office import Office
from app.office.permissions import SYSTEM
from tests import postgres


def _compile_once() -> None:
    """Let all databases of a run share compiled statements: a new engine for each test would compile all of them anew,
    a sixth of the time that tests take. Dialects of a kind count as equal, since all servers here are alike."""
    caches: dict[str, Any] = {}
    make = Engine.__init__

    def make_sharing(self: Engine, pool: Any, dialect: Any, *given: Any, **more: Any) -> None:
        make(self, pool, dialect, *given, **more)
        self._compiled_cache = caches.setdefault(dialect.name, LRUCache(5000))

    Engine.__init__ = make_sharing  # type: ignore[method-assign]
    DefaultDialect.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[assignment, method-assign]
    DefaultDialect.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign]


_compile_once()
settings.register_profile("sijil", deadline=None, derandomize=True, database=None)
settings.load_profile("sijil")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of settings, data and log: never the person's own; English again after every test."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("SIJIL_HOME", str(folder))
    for name in ("SIJIL_DATABASE", "SIJIL_PASSWORD", "SIJIL_NEW_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    yield folder
    use_language("en")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new centre's file, made once; tests work on copies."""
    from app.db.migrate import create

    path = tmp_path_factory.mktemp("template") / "template.db"
    create(path)
    return path


@pytest.fixture
def sqlite_file(sqlite_template: Path, tmp_path: Path) -> Path:
    """A fresh SQLite database with the present schema."""
    path = tmp_path / "sijil.db"
    shutil.copyfile(sqlite_template, path)
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """The PostgreSQL server of this run, started when the first test asks for it."""
    with postgres.server() as running:
        yield running


@pytest.fixture
def postgres_url(postgres_server: postgres.Server) -> Iterator[str]:
    """A fresh PostgreSQL database with the present schema."""
    name = postgres_server.make()
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture
def postgres_lent(postgres_server: postgres.Server) -> Iterator[str]:
    """An empty PostgreSQL database with the present schema, for tests that leave the schema as it is."""
    name = postgres_server.lend()
    yield postgres_server.url(name)
    postgres_server.take_back(name)


@pytest.fixture
def pg_url(postgres_url: str) -> str:
    """Short for `postgres_url`."""
    return postgres_url


@pytest.fixture
def empty_postgres_url(postgres_server: postgres.Server) -> Iterator[str]:
    """A PostgreSQL database with nothing in it."""
    name = postgres_server.make(empty=True)
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database, once on SQLite and once on PostgreSQL; run one half with -k sqlite."""
    return str(request.getfixturevalue("sqlite_file" if request.param == "sqlite" else "postgres_lent"))


def _office(where: str) -> Iterator[Office]:
    from app.db.engine import make_engine

    engine = make_engine(where)
    yield Office(engine, SYSTEM)
    engine.dispose()


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    """An office with every right, on each of the two databases."""
    yield from _office(database_url)


@pytest.fixture
def sqlite_office(sqlite_file: Path) -> Iterator[Office]:
    """An office with every right on SQLite alone, for tests of what stands above the database."""
    yield from _office(str(sqlite_file))
