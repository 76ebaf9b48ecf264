"""Making and upgrading the schema. Alembic is imported only when a database is not at the present revision."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, create_engine, event, inspect, text

from app.db.engine import APPLICATION_ID, connect_sqlite, make_engine, plain_errors, sqlite_path, writing
from app.errors import Damaged, Newer, Unavailable
from app.i18n import _
from app.job import SILENT, Progress

REVISIONS = ("0001", "0002", "0003", "0004")
"""Every schema that was released, oldest first; the last is this program's."""

SCRIPTS = Path(__file__).parent / "migrations"
STAMP = "alembic_version"
LOCK_KEY = 5343421  # advisory lock of PostgreSQL: one PC migrates, the others wait


def head() -> str:
    """The schema of this program."""
    return REVISIONS[-1]


def metadata() -> MetaData:
    """All tables. The rooms stand above the ground, so the catalogue is looked up by name when it is needed."""
    found: MetaData = importlib.import_module("app.catalogue").METADATA
    return found


def create(where: str | Path) -> None:
    """A new, empty database with the present schema.

    The file must not exist; a server's database must be empty. Raises Unavailable. Nothing is left on failure.
    """
    path = sqlite_path(str(where))
    if path is not None:
        _create_file(path)
        return
    engine = make_engine(where)
    try:
        with plain_errors(), engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:k)"), {"k": LOCK_KEY})
            if inspect(connection).get_table_names():
                raise Unavailable(_("This database is not empty. Give an empty one for a new centre."))
            metadata().create_all(connection)
            _stamp(connection)
    finally:
        engine.dispose()


def _create_file(path: Path) -> None:
    if path.exists():
        raise Unavailable(_("There is a file at {path} already. Choose another name.").format(path=path))
    if not path.parent.is_dir():
        raise Unavailable(_("There is no folder {path}. Make it first, or choose another.").format(path=path.parent))
    beside = path.with_name(path.name + ".new")  # named only when it is whole: a kill leaves no empty database
    beside.unlink(missing_ok=True)
    engine = make_engine(beside, create=True)
    try:
        with plain_errors(), writing(engine).begin() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            metadata().create_all(connection)
            _stamp(connection)
        engine.dispose()
        os.replace(beside, path)
    finally:
        engine.dispose()
        beside.unlink(missing_ok=True)
        beside.with_name(beside.name + "-journal").unlink(missing_ok=True)


def _stamp(connection: Connection) -> None:
    connection.exec_driver_sql(f"CREATE TABLE {STAMP} (version_num VARCHAR(32) NOT NULL, "
                               f"CONSTRAINT {STAMP}_pkc PRIMARY KEY (version_num))")
    connection.exec_driver_sql(f"INSERT INTO {STAMP} (version_num) VALUES ('{head()}')")
    _mark_version(connection)


def _mark_version(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA user_version = {len(REVISIONS)}")


def revision_of(connection: Connection) -> str:
    """The schema a database is at. Raises Damaged when it is not a database of ours, or a newer Sijil's."""
    tables = set(inspect(connection).get_table_names())
    if not {STAMP, "centre", "history_entry"} <= tables:
        if not tables:
            raise Damaged(_("This database is empty. Make a new centre in it, or open another."))
        raise Damaged(_("This database belongs to another program. Nothing was changed."))
    stamp = str(connection.exec_driver_sql(f"SELECT version_num FROM {STAMP}").scalar())
    if stamp not in REVISIONS:
        raise Newer(_("This database was written by a newer Sijil (schema {theirs}; this program knows {ours}). "
                        "Install the newer Sijil to open it. Nothing was changed.").format(theirs=stamp, ours=head()))
    return stamp


def needs_upgrade(engine: Engine) -> bool:
    """Whether the database is at an older schema. Raises Damaged as `revision_of`."""
    with plain_errors(), engine.connect() as connection:
        return revision_of(connection) != head()


def upgrade(where: str | Path, step: Progress = SILENT, *, backup: Callable[[], object] | None = None) -> bool:
    """Bring a database to the present schema; whether there was anything to do.

    `backup` is called first and must raise when it fails. All revisions are one transaction: a kill or a full
    disk leaves the old schema whole.
    """
    engine = make_engine(where)
    try:
        if not needs_upgrade(engine):
            return False
        step(0, 2, _("Making a backup"))
        if backup is not None:
            backup()
        step(1, 2, _("Bringing the database up to date"))
        with plain_errors(), _migrating(where) as connection:
            _run_alembic(connection)
            _check_references(connection)
        step(2, 2, "")
        return True
    finally:
        engine.dispose()


@contextmanager
def _migrating(where: str | Path) -> Iterator[Connection]:
    """One transaction with foreign keys off on SQLite, and with the advisory lock on PostgreSQL.

    With foreign keys on, a batch change of a parent table deletes its children in silence.
    """
    path = sqlite_path(str(where))
    engine = make_engine(where) if path is None else _unchecked_engine(path)
    try:
        with writing(engine).begin() as connection:
            if path is None:
                connection.execute(text("SELECT pg_advisory_xact_lock(:k)"), {"k": LOCK_KEY})
                connection.info["upgraded_elsewhere"] = revision_of(connection) == head()
            yield connection
    finally:
        engine.dispose()


def _unchecked_engine(path: Path) -> Engine:
    def connect() -> Any:
        raw = connect_sqlite(path)
        raw.execute("PRAGMA foreign_keys = OFF")
        return raw

    engine = create_engine("sqlite://", creator=connect)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _run_alembic(connection: Connection) -> None:
    if connection.info.pop("upgraded_elsewhere", False):
        return
    from alembic import command

    command.upgrade(alembic_config(connection), head())
    _mark_version(connection)


def alembic_config(connection: Connection) -> Any:
    """Alembic's configuration for our scripts on an open connection; there is no ini file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _check_references(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise Damaged(_("The upgrade would have lost {n} references, so it was taken back. The database is as it was; "
                        "send the log to whoever looks after Sijil.").format(n=len(broken)))
