"""Opening a database: SQLite with the settings that lose nothing, or PostgreSQL. The driver is chosen here alone.

Settings as measured for safety: rollback journal TRUNCATE, synchronous EXTRA, BEGIN IMMEDIATE for writers,
never WAL; the file is opened only when it exists.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from app.errors import Conflict, Damaged, Unavailable
from app.i18n import N_, _

APPLICATION_ID = 0x53494A4C  # 'SIJL' in the header of a SQLite file of ours
WRITES = "sijil_writes"


def is_url(where: str) -> bool:
    """Whether a database address is a SQLAlchemy URL rather than a file."""
    return "://" in where


def sqlite_path(where: str) -> Path | None:
    """The file of an address, or None for a server."""
    if where.startswith("sqlite:///"):
        return Path(where.removeprefix("sqlite:///"))
    return None if is_url(where) else Path(where)


def make_engine(where: str | Path, *, read_only: bool = False, create: bool = False) -> Engine:
    """An engine for a file or a URL. The file must exist unless `create`; raises Unavailable otherwise."""
    path = sqlite_path(str(where))
    if path is None:
        return _server_engine(str(where), read_only)
    if not create and not path.exists():
        raise Unavailable(_("There is no database at {path}. Check the name, or make a new centre.").format(path=path))
    engine = create_engine("sqlite://", creator=lambda: connect_sqlite(path, read_only=read_only, create=create),
                           poolclass=_file_pool(), pool_size=4, max_overflow=4)
    event.listen(engine, "begin", _begin)
    return engine


def _file_pool() -> Any:
    from sqlalchemy.pool import QueuePool

    return QueuePool


def connect_sqlite(path: Path, *, read_only: bool = False, create: bool = False) -> sqlite3.Connection:
    """A connection with our settings. This is the one place that names the SQLite driver."""
    ro_medium = read_only and not os.access(path, os.W_OK)
    mode = "ro" if ro_medium else "rwc" if create else "rw"
    address = f"file:{quote(str(path.resolve()))}?mode={mode}"
    raw = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False, timeout=5)
    for pragma in ("trusted_schema = OFF", "foreign_keys = ON", "busy_timeout = 5000", "synchronous = EXTRA",
                   "recursive_triggers = ON"):
        raw.execute(f"PRAGMA {pragma}")
    # a reader of a file that may be written is held back by query_only, not by mode=ro: what a killed writer left
    # half done could not be taken back otherwise
    raw.execute("PRAGMA query_only = ON" if read_only else "PRAGMA journal_mode = TRUNCATE")
    return raw


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _server_engine(url: str, read_only: bool) -> Engine:
    if url.startswith("postgresql://"):
        url = "postgresql+psycopg://" + url.removeprefix("postgresql://")
    engine = create_engine(url, pool_pre_ping=True, pool_size=4, connect_args={
        "connect_timeout": 4, "keepalives": 1, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 2,
        "tcp_user_timeout": 5000,
        "options": "-c lock_timeout=5000 -c idle_in_transaction_session_timeout=60000 -c timezone=UTC"
                   + (" -c default_transaction_read_only=on" if read_only else "")})
    return engine


def writing(engine: Engine) -> Engine:
    """The same engine, for transactions that write: SQLite takes its lock at once instead of half-way."""
    return engine.execution_options(**{WRITES: True})


@contextmanager
def plain_errors() -> Iterator[None]:
    """Within the block, what the driver says of disk, server and locks becomes a sentence."""
    try:
        yield
    except StaleDataError as error:
        raise Conflict(_("Somebody else changed the same thing at the same moment. Open it again.")) from error
    except IntegrityError as error:
        if _is_duplicate(error):
            raise Conflict(_("Somebody else recorded the same at the same moment. Open the list again.")) from error
        raise
    except DBAPIError as error:
        if not isinstance(error, (OperationalError, InterfaceError)) and not (
                error.connection_invalidated or type(error.orig) is sqlite3.DatabaseError
                or "read-only transaction" in str(error.orig)):
            raise
        meaning = sentence(error)
        if meaning is None:
            raise
        raise _failure(meaning) from error
    except sqlite3.Error as error:  # what a connection says while it is being opened
        raise _failure(sentence(DBAPIError("", None, error)) or _(SAID[4][1])) from error


def _failure(meaning: str) -> Unavailable:
    return Damaged(meaning) if meaning == _(SAID[3][1]) else Unavailable(meaning)


def _is_duplicate(error: IntegrityError) -> bool:
    said = str(error.orig)
    return "UNIQUE constraint failed" in said or getattr(error.orig, "sqlstate", "") == "23505"


SAID: tuple[tuple[tuple[str, ...], str], ...] = (
    (("is full", "disk i/o", "no space", "could not extend"),
     N_("Could not save. The disk is full. Nothing is lost: free some space and try again.")),
    (("readonly", "read-only"),
     N_("Could not save. The database file was moved, replaced or made read-only. "
        "Close Sijil and open the file again; what was saved before is safe.")),
    (("locked", "lock timeout", "busy", "deadlock", "could not serialize"),
     N_("Another program is writing to the database. Try again in a moment.")),
    (("malformed", "not a database", "invalid page"),
     N_("The database file is damaged. Restore the last backup: Settings, Backups.")),
    (("unable to open",),
     N_("The database file cannot be opened. Check that it is still there and that you may read it.")),
    (("password authentication", "no password supplied", "pg_hba", "role \""),
     N_("The database server refused the name or the password. Check the address of the database.")),
    (("database \"",),
     N_("The server answers, but has no database of that name. Check the address of the database.")),
)
AWAY = N_("The database server does not answer. Check the network, then try again.")


def sentence(error: DBAPIError) -> str | None:
    """What a driver's error means for the user; None when it is a mistake of ours.

    It never repeats the driver's words, which may hold data or a password.
    """
    said = str(error.orig).lower()
    for marks, meaning in SAID:
        if any(mark in said for mark in marks):
            return _(meaning)
    return None if isinstance(error.orig, sqlite3.Error) else _(AWAY)
