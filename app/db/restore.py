"""Putting a backup in place of the present database, which is kept aside first."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.db import lock as locks
from app.db import migrate
from app.db.backup import (
    Backup,
    _free_name,
    _pg,
    _rename,
    _sync,
    default_folder,
    make_backup,
    verify,
)
from app.db.engine import sqlite_path
from app.db.open import quick_check
from app.errors import Damaged, Unavailable
from app.i18n import _, local_time
from app.job import SILENT, Progress


@dataclass(frozen=True)
class Restored:
    """What was put in place, and where the file that was there is kept (None when there was none)."""

    backup: Backup
    aside: Path | None


def restore(file: Path, where: str, step: Progress = SILENT, *, held: locks.FileLock | None = None,
            folder: Path | None = None) -> Restored:
    """Verify the backup, make a new file of it, keep the present one aside, swap.

    The database must be closed; `held` is its lock when the caller holds it (else it is taken here). Raises
    Damaged, Unavailable, Held; then the present file is as it was.
    """
    path = sqlite_path(where)
    if path is None:
        return _restore_server(file, where, step)
    if path.exists() and file.exists() and os.path.samefile(file, path):
        raise Unavailable(_("This file is the open database itself. Choose a backup."))
    backup = verify(file, step)
    lock = held or (locks.acquire(path) if path.parent.is_dir() else None)
    if lock is None:
        raise Unavailable(_("There is no folder {path}. Make it first, or choose another.").format(path=path.parent))
    try:
        return _swap(backup, path, folder or default_folder(where), step)
    except OSError as error:
        raise Unavailable(_("The backup could not be put in place: {why}. The present database is as it was.").format(
            why=error.strerror or error)) from error
    finally:
        if held is None:
            lock.release()


def _swap(backup: Backup, path: Path, folder: Path, step: Progress) -> Restored:
    fresh = path.with_name(path.name + ".restoring")
    fresh.unlink(missing_ok=True)
    try:
        step(0, 3, _("Copying the backup"))
        shutil.copyfile(backup.path, fresh)
        _sync(fresh)
        quick_check(fresh)
        migrate.upgrade(fresh)
        step(1, 3, _("Keeping the present database aside"))
        aside = _keep_aside(path, folder)
        step(2, 3, _("Putting the backup in place"))
        path.with_name(path.name + "-journal").unlink(missing_ok=True)  # it belongs to the file that goes
        _rename(fresh, path)
        _sync(path.parent)
    finally:
        fresh.unlink(missing_ok=True)
        fresh.with_name(fresh.name + "-journal").unlink(missing_ok=True)
    step(3, 3, "")
    return Restored(backup, aside)


def _keep_aside(path: Path, folder: Path) -> Path | None:
    """A copy of the present file; a sound one becomes a backup, a damaged one is copied byte for byte."""
    if not path.exists() or path.stat().st_size == 0:
        return None
    try:
        return make_backup(str(path), why="restore", folder=folder).path
    except Damaged:
        aside = _free_name(folder / f"{path.stem}-{local_time(datetime.now(UTC)):%Y-%m-%d-%H%M%S}-damaged.db.aside")
        for ending in ("", "-journal"):
            source = path.with_name(path.name + ending)
            if source.exists():
                target = aside.with_name(aside.name + ending)
                shutil.copyfile(source, target)
                _sync(target)
        return aside


def _restore_server(file: Path, where: str, step: Progress) -> Restored:
    backup = verify(file, step)
    if file.suffix != ".dump":
        raise Unavailable(_("This backup is a SQLite file; a PostgreSQL database takes only backups made from one."))
    aside = make_backup(where, why="restore").path
    _pg("pg_restore", ["--clean", "--if-exists", "--no-owner", "--single-transaction", str(file)], where)
    return Restored(backup, aside)

