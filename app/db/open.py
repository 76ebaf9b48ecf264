"""Opening a database for work: whatever stands at the address is named in words, and never replaced by an empty one."""

from __future__ import annotations

import logging
import os
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from sqlalchemy import Engine

from app.db import lock as locks
from app.db import migrate, place
from app.db.engine import APPLICATION_ID, connect_sqlite, make_engine, plain_errors, sqlite_path
from app.db.guard import Guard
from app.errors import Damaged, Unavailable
from app.i18n import _
from app.job import SILENT, Progress

log = logging.getLogger(__name__)


@dataclass
class Opened:
    """An open database. Close it, or use it in a `with`."""

    where: str
    engine: Engine
    read_only: bool
    warnings: tuple[str, ...] = ()
    lock: locks.FileLock | None = None
    unclean: bool = False  # the last end was a crash or a power cut; the file was checked before it was handed out
    _guard: Guard | None = field(default=None, repr=False)

    @property
    def path(self) -> Path | None:
        """The file; None for a server."""
        return sqlite_path(self.where)

    def quick_check(self) -> None:
        """Look through the whole file, for a thread of its own. Raises Damaged."""
        if self.path is not None:
            quick_check(self.path)

    def pause(self) -> None:
        """Let go of all connections, but not of the lock: another file is put in place."""
        self.engine.dispose()
        if self._guard is not None:
            self._guard.close()

    def resume(self) -> None:
        """After `pause`: the same engine goes on with the file that is there now."""
        if self._guard is not None:
            self._guard.reopen()

    def close(self) -> None:
        """Let go of the connections and of the lock."""
        self.pause()
        if self.lock is not None:
            self.lock.release()

    def __enter__(self) -> Opened:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()


def open_database(where: str | Path, *, read_only: bool = False, allow_share: bool = False, step: Progress = SILENT,
                  held: locks.FileLock | None = None) -> Opened:
    """Open the database at a file name or URL, upgraded to the present schema.

    Raises Held (another program has it: its `holder` says who), Damaged (not ours, broken, newer), Unavailable
    (missing, on a share, server away). With `read_only` no lock is taken and nothing is written. `held` is a lock
    that is held already (after a restore). A medium that cannot be written opens read-only by itself.
    """
    address = str(where)
    path = sqlite_path(address)
    if path is None:
        return _open_server(address, read_only, step)
    _must_be_file(path)
    told = place.refusal(path)
    if told and not allow_share:
        raise Unavailable(told)
    warnings = [w for w in (place.warning(path),) if w]
    if not read_only and not _writable(path):
        read_only = True
        warnings.append(_("This database can only be read: the file or its folder is write-protected."))
    if read_only:
        _recognise(path)
        return Opened(address, make_engine(path, read_only=True), True, tuple(warnings))
    lock = held or locks.acquire(path)
    try:
        return _open_file(address, path, lock, warnings, step)
    except BaseException:
        if held is None:
            lock.release()
        raise


def _open_file(address: str, path: Path, lock: locks.FileLock, warnings: list[str], step: Progress) -> Opened:
    unclean = lock.stale is not None or _left_over(path)
    guard = Guard(path)
    engine: Engine | None = None
    try:
        _recognise(path)
        if unclean:
            log.warning("the last end was not clean; checking the file first")
            quick_check(path)
        engine = make_engine(path)
        if migrate.needs_upgrade(engine):
            engine.dispose()
            migrate.upgrade(path, step, backup=lambda: _backup_before(path))
            engine = make_engine(path)
        guard.watch(engine)
        return Opened(address, engine, False, tuple(warnings), lock, unclean, guard)
    except BaseException:
        if engine is not None:
            engine.dispose()
        guard.close()
        raise


def _backup_before(path: Path) -> object:
    from app.db.backup import make_backup

    return make_backup(str(path), why="migration")


def _open_server(url: str, read_only: bool, step: Progress) -> Opened:
    engine = make_engine(url, read_only=read_only)
    try:
        if migrate.needs_upgrade(engine):
            if read_only:
                raise Unavailable(_("This database has an older schema. Open it for writing once to upgrade it."))
            from app.db.backup import make_backup

            migrate.upgrade(url, step, backup=lambda: make_backup(url, why="migration"))
    except BaseException:
        engine.dispose()
        raise
    return Opened(url, engine, read_only)


def _must_be_file(path: Path) -> None:
    if path.is_dir():
        raise Unavailable(_("{path} is a folder. Name the database file in it.").format(path=path))
    if not path.exists():
        raise Unavailable(_("There is no database at {path}. Check the name, or make a new centre.").format(path=path))
    if not path.is_file():
        raise Unavailable(_("{path} is not an ordinary file, so it cannot be a database.").format(path=path))
    if path.stat().st_size == 0:
        raise Damaged(_("The file {path} is empty: there is no database in it. It was left as it is. Restore a backup, "
                        "or make a new centre under another name.").format(path=path))
    if not os.access(path, os.R_OK):
        raise Unavailable(_("The file {path} may not be read by you. Ask whoever set up this PC.").format(path=path))


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _left_over(path: Path) -> bool:
    journal = path.with_name(path.name + "-journal")
    try:
        return journal.stat().st_size > 0
    except OSError:
        return False


def _recognise(path: Path) -> None:
    """Raises Damaged unless the file is a database of ours, with a schema that this program knows."""
    try:
        application, version, tables = _marks(path)
    except sqlite3.DatabaseError as error:
        raise _named(path, error) from error
    if application != APPLICATION_ID:
        raise Damaged(_("The file {path} is a database of another program. It was left as it is.").format(path=path))
    if not {"centre", "history_entry", migrate.STAMP} <= tables:
        raise Damaged(_("The file {path} is a Sijil database without its tables, so something has emptied it. It was "
                        "left as it is. Restore a backup.").format(path=path))
    if version > len(migrate.REVISIONS):
        engine = make_engine(path, read_only=True)
        try:
            migrate.needs_upgrade(engine)
        finally:
            engine.dispose()


def _marks(path: Path) -> tuple[int, int, set[str]]:
    raw = connect_sqlite(path, read_only=True)
    try:
        application = int(raw.execute("PRAGMA application_id").fetchone()[0])
        version = int(raw.execute("PRAGMA user_version").fetchone()[0])
        tables = {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        return application, version, tables
    finally:
        raw.close()


def _named(path: Path, error: sqlite3.Error) -> Unavailable:
    said = str(error).lower()
    if "not a database" in said:
        return Damaged(_("The file {path} is not a Sijil database, or its beginning is damaged. It was left as it is. "
                         "Choose another file, or restore a backup.").format(path=path))
    if "malformed" in said:
        return Damaged(damaged_sentence(path))
    if "locked" in said or "busy" in said:
        return Unavailable(_("Another program is writing to the database. Try again in a moment."))
    return Unavailable(_("The file {path} cannot be opened. Check that you may read and write it and its folder."
                         ).format(path=path))


def damaged_sentence(path: Path) -> str:
    """What to say of a file that is ours and broken."""
    return _("The database {path} is damaged. Nothing was changed in it. Restore the last backup.").format(path=path)


def quick_check(path: Path, *, whole: bool = False) -> None:
    """SQLite's own check of a file, and of its references. Raises Damaged. `whole` compares indexes too."""
    with plain_errors():
        raw = connect_sqlite(path, read_only=True)
    try:
        found = raw.execute("PRAGMA integrity_check(5)" if whole else "PRAGMA quick_check(5)").fetchall()
        broken = raw.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        raise _named(path, error) from error
    finally:
        raw.close()
    if found != [("ok",)]:
        log.error("check of the database file: %d problems", len(found))
        raise Damaged(damaged_sentence(path))
    if broken:
        log.error("check of the database file: %d references without their rows", len(broken))
        raise Damaged(damaged_sentence(path))
