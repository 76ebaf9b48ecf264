"""A PostgreSQL server for one test run, in a folder of its own; it listens on this computer only and is thrown away.

SIJIL_TEST_POSTGRESQL=postgresql://owner:password@host:port/postgres uses a server that is there already.
"""

from __future__ import annotations

import contextlib
import ctypes
import glob
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest

OWNER = "sijil"
TEMPLATE = "sijil_template"
START_SECONDS = 60
PDEATHSIG = 1  # prctl: the server gets a signal when the test run dies, however it dies


def programs() -> Path | None:
    """The folder with `initdb` and `postgres`, the newest there is; None when PostgreSQL is not installed."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda p: float(p.split("/")[4]))
    on_path = shutil.which("initdb")
    if found or on_path:
        return Path(found[-1] if found else str(on_path)).resolve().parent
    return None

_EMPTY = """
SET session_replication_role = replica;
DO $$ DECLARE name text; BEGIN
  PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
    EXECUTE format('DELETE FROM %I', name);
  END LOOP;
  PERFORM setval(format('%I', sequencename), 1, false) FROM pg_sequences
    WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$"""
_SHAPE = """
SELECT string_agg(relname || oid, ',' ORDER BY oid) FROM pg_class WHERE relnamespace = 'public'::regnamespace"""


class Server:
    """A running server; `make` and `drop` are its databases."""

    def __init__(self, address: str) -> None:
        self.address = address  # with {name} where the database goes
        self._numbers = count(1)
        self._prefix = f"t{os.getpid()}"
        self._has_template = False
        self._kept: list[str] = []
        self._shapes: dict[str, object] = {}

    def url(self, name: str) -> str:
        """The SQLAlchemy URL of one of its databases."""
        return self.address.format(name=name)

    def run(self, statement: str) -> None:
        """One statement of the owner, outside any transaction."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def make(self, *, empty: bool = False) -> str:
        """A fresh database with the present schema, or with nothing in it; its name."""
        if not empty and not self._has_template:
            from app.db.migrate import create

            self.run(f"CREATE DATABASE {self._prefix}_{TEMPLATE}")
            create(self.url(f"{self._prefix}_{TEMPLATE}"))
            self._has_template = True
        name = f"{self._prefix}_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name}" + ("" if empty else f" TEMPLATE {self._prefix}_{TEMPLATE}"))
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def lend(self) -> str:
        """A database as `make` makes it, which an earlier test may have had: a new one takes half a second."""
        if self._kept:
            return self._kept.pop()
        name = self.make()
        self._shapes[name] = self._shape(name)
        return name

    def take_back(self, name: str) -> None:
        """Empty it for the next test; one whose tables or indexes are others is removed."""
        if self._shape(name) != self._shapes[name]:
            self.drop(name)
            return
        with psycopg.connect(self.url(name), autocommit=True) as connection:
            connection.execute(_EMPTY.encode())
        self._kept.append(name)

    def _shape(self, name: str) -> object:
        with psycopg.connect(self.url(name), autocommit=True) as connection:
            return connection.execute(_SHAPE.encode()).fetchone()

    def close(self) -> None:
        """Leave nothing behind on a server that is not ours."""
        for name in self._kept:
            self.drop(name)
        if self._has_template:
            self.drop(f"{self._prefix}_{TEMPLATE}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _as_owner() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as the user its package made."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return {}
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


def _die_with_parent() -> None:
    with contextlib.suppress(OSError):
        ctypes.CDLL(None).prctl(PDEATHSIG, signal.SIGQUIT)


@contextlib.contextmanager
def server() -> Iterator[Server]:
    """A server for the time of the block. Fails the test where PostgreSQL is missing, skips it off Linux."""
    told = os.environ.get("SIJIL_TEST_POSTGRESQL")
    if told:
        there = Server(told.rsplit("/", 1)[0] + "/{name}")
        try:
            yield there
        finally:
            there.close()
        return
    bin_dir = programs()
    if bin_dir is None:
        if not sys.platform.startswith("linux"):
            pytest.skip("PostgreSQL is not installed here; give a server in SIJIL_TEST_POSTGRESQL")
        pytest.fail("PostgreSQL is not installed. Run once:  sudo apt-get install -y postgresql", pytrace=False)
    folder = Path(tempfile.mkdtemp(prefix="sijil-pg-"))
    try:
        yield from _started(bin_dir, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _started(bin_dir: Path, folder: Path) -> Iterator[Server]:
    owner = _as_owner()
    if owner:
        shutil.chown(folder, "postgres", "postgres")
    data = folder / "data"
    made = subprocess.run([str(bin_dir / "initdb"), "-D", str(data), "-U", OWNER, "-A", "trust", "-E", "UTF8",
                           "--locale=C", "--no-sync"], cwd=folder, capture_output=True, text=True, **owner)
    assert made.returncode == 0, made.stderr
    port = _free_port()
    log = (folder / "log").open("wb")
    extra = {"preexec_fn": _die_with_parent} if sys.platform.startswith("linux") else {}
    # Sync is off: a test server has nothing to keep. Durability is proven elsewhere, on SQLite and by hand.
    process = subprocess.Popen(
        [str(bin_dir / "postgres"), "-D", str(data), "-p", str(port), "-k", str(folder), "-h", "127.0.0.1",
         "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off", "-c", "timezone=UTC",
         "-c", "autovacuum=off"],
        cwd=folder, stdout=log, stderr=subprocess.STDOUT, **extra, **owner)
    try:
        ready = Server(f"postgresql://{OWNER}@127.0.0.1:{port}/{{name}}")
        _wait_until_ready(ready, process, folder / "log")
        yield ready
    finally:
        _stop(process)
        log.close()


def _wait_until_ready(made: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            made.run("SELECT 1")
            return
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(log.read_text(errors="replace")) from None
            time.sleep(0.05)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Never SIGKILL: the sockets of a killed server stay. Fast first, then at once."""
    for how in (signal.SIGINT, signal.SIGQUIT):
        if process.poll() is None:
            process.send_signal(how)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(15)
