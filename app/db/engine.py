"""Opening a database: SQLite with the settings that lose nothing, or PostgreSQL. The driver is chosen here alone.

Settings as measured for safety: rollback journal TRUNCATE, synchronous EXTRA, BEGIN IMMEDIATE for writers,
never WAL; the file is opened only when it exists.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from app.errors import Conflict, Unavailable
from app.i18n import _

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
    mode = "ro" if read_only else "rwc" if create else "rw"
    address = f"file:{quote(str(path.resolve()))}?mode={mode}"
    raw = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False, timeout=5)
    for pragma in ("trusted_schema = OFF", "foreign_keys = ON", "busy_timeout = 5000", "synchronous = EXTRA",
                   "recursive_triggers = ON"):
        raw.execute(f"PRAGMA {pragma}")
    if not read_only:
        raw.execute("PRAGMA journal_mode = TRUNCATE")
    return raw


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _server_engine(url: str, read_only: bool) -> Engine:
    if url.startswith("postgresql://"):
        url = "postgresql+psycopg://" + url.removeprefix("postgresql://")
    engine = create_engine(url, pool_pre_ping=True, pool_size=4, connect_args={
        "connect_timeout": 5, "keepalives": 1, "keepalives_idle": 10, "keepalives_interval": 5,
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
    except (OperationalError, InterfaceError) as error:
        raise Unavailable(sentence(error)) from error
    except DBAPIError as error:
        if error.connection_invalidated or "malformed" in str(error.orig) or "not a database" in str(error.orig):
            raise Unavailable(sentence(error)) from error
        raise


def _is_duplicate(error: IntegrityError) -> bool:
    said = str(error.orig)
    return "UNIQUE constraint failed" in said or getattr(error.orig, "sqlstate", "") == "23505"


def sentence(error: DBAPIError) -> str:
    """What a driver's error means for the user. It never repeats the driver's words or any data."""
    said = str(error.orig).lower()
    if "full" in said or "disk i/o" in said or "no space" in said:
        return _("Could not save. The disk is full. Nothing is lost: free some space and try again.")
    if "readonly" in said or "read-only" in said:
        return _("Could not save. The database file was moved, replaced or made read-only. "
                 "Close Sijil and open the file again; what was saved before is safe.")
    if "locked" in said or "lock timeout" in said or "busy" in said:
        return _("Another program is writing to the database. Try again in a moment.")
    if "malformed" in said or "not a database" in said:
        return _("The database file is damaged. Restore the last backup: Settings, Backups.")
    if "unable to open" in said:
        return _("The database file cannot be opened. Check that it is still there and that you may read it.")
    return _("The database server does not answer. Check the network, then try again.")
