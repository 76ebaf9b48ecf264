"""Backups: copied by the database's own means, opened and checked, and only then given their name.

Beside each lies a manifest with counts and the anchor of the history, so that a later change to the history can
be told. An older backup is never touched by a new one that fails; a damaged database is never backed up.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url

from app.db import migrate
from app.db.engine import connect_sqlite, make_engine, plain_errors, sqlite_path
from app.db.open import _recognise, quick_check
from app.errors import Damaged, Unavailable
from app.i18n import N_, _, local_time
from app.job import SILENT, Progress

log = logging.getLogger(__name__)

REASONS = {"quit": N_("When Sijil closed"), "time": N_("After 30 minutes of work"), "manual": N_("Made by hand"),
           "import": N_("Before an import"), "migration": N_("Before an upgrade"), "restore": N_("Before a restore")}
COUNTED = ("trainee", "cohort", "enrolment", "mark", "attempt", "certificate", "user_account", "history_entry")
PAGES = 2000  # copied between two looks at the cancel button; 8 MB
SPARE = 1 << 20  # bytes of a disk that a backup leaves free


@dataclass(frozen=True)
class Backup:
    """A backup and what its manifest says. Sizes in bytes; `anchor` is number:hash of the history."""

    path: Path
    made: datetime
    why: str = ""
    size: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    anchor: str = ""
    schema: str = ""
    sha256: str = ""

    def reason(self) -> str:
        """Why it was made, in words."""
        return _(REASONS[self.why]) if self.why in REASONS else ""


def default_folder(where: str) -> Path:
    """Where backups go when the centre has named no folder: beside the database, or the user's data folder."""
    path = sqlite_path(where)
    if path is None:
        from app.settings import data_dir

        return data_dir() / "backups"
    return path.absolute().parent / "backups"


def folder_of(where: str) -> Path:
    """The folder that the centre has set, else the default."""
    told = ""
    path = sqlite_path(where)
    try:
        if path is not None:
            with closing(connect_sqlite(path, read_only=True)) as raw:
                found = raw.execute("SELECT backup_folder FROM centre WHERE id = 1").fetchone()
            told = found[0] if found else ""
        else:
            engine = make_engine(where, read_only=True)
            with engine.connect() as connection:
                told = connection.exec_driver_sql("SELECT backup_folder FROM centre WHERE id = 1").scalar() or ""
            engine.dispose()
    except Exception:
        log.warning("the backup folder could not be read from the database; the default is used", exc_info=True)
    return Path(told) if told else default_folder(where)


def possible(where: str) -> bool:
    """Whether this PC can back the database up: a file always, a server only with PostgreSQL's own tools."""
    return sqlite_path(where) is not None or shutil.which("pg_dump") is not None


def make_backup(where: str, *, why: str = "manual", folder: Path | None = None, step: Progress = SILENT,
                now: datetime | None = None) -> Backup:
    """Copy, check, name, thin. Raises Unavailable (disk, folder), Damaged (the database is), Cancelled."""
    folder = folder or folder_of(where)
    made = now or datetime.now(UTC)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = sqlite_path(where)
        stem = path.stem if path else (make_url(where).database or "sijil")
        target = _free_name(folder / f"{stem}-{local_time(made):%Y-%m-%d-%H%M%S}-{why}{'.db' if path else '.dump'}")
        beside = target.with_name(target.name + ".part")
        try:
            counts, anchor, schema = _copy_file(path, beside, step) if path else _dump(where, beside)
            backup = Backup(target, made, why, beside.stat().st_size, counts, anchor, schema, _digest(beside))
            _sync(beside)
            _write_manifest(backup)
            _rename(beside, target)
            _sync(folder)
        except BaseException:
            beside.unlink(missing_ok=True)
            if not target.exists():
                manifest_of(target).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise Unavailable(_("The backup could not be written to {folder}: {why}. Older backups are untouched. Free "
                            "some space or choose another folder: Settings, Backups.").format(
                                folder=folder, why=error.strerror or error)) from error
    thin(folder, stem, made)
    return backup


def _free_name(path: Path) -> Path:
    tried, n = path, 1
    while tried.exists():
        n += 1
        tried = path.with_name(f"{path.stem}.{n}{path.suffix}")
    return tried


def _copy_file(path: Path, beside: Path, step: Progress) -> tuple[dict[str, int], str, str]:
    def tell(_status: int, remaining: int, total: int) -> None:
        step(total - remaining, total, _("Copying"))

    beside.unlink(missing_ok=True)
    if shutil.disk_usage(beside.parent).free < path.stat().st_size + SPARE:
        raise OSError(28, _("the disk is full"))
    try:
        with closing(connect_sqlite(path, read_only=True)) as source, closing(sqlite3.connect(beside)) as copy:
            source.backup(copy, pages=PAGES, progress=tell)
        with closing(sqlite3.connect(beside)) as copy:
            copy.execute("PRAGMA journal_mode = DELETE")
        step(1, 1, _("Checking"))
        quick_check(beside)
        counts, anchor, schema = _contents(beside)
        _same_chain(path, anchor)
        return counts, anchor, schema
    except Damaged as error:
        raise Damaged(_("The database is damaged, so no backup was made of it; the older backups are untouched. "
                        "Restore the last one.")) from error
    except sqlite3.DatabaseError as error:
        if "malformed" in str(error).lower() or "not a database" in str(error).lower():
            raise Damaged(_("The database is damaged, so no backup was made of it; the older backups are untouched. "
                            "Restore the last one.")) from error
        raise OSError(28, _("the disk is full")) from error
    finally:
        beside.with_name(beside.name + "-journal").unlink(missing_ok=True)


def _contents(path: Path) -> tuple[dict[str, int], str, str]:
    """Counts, anchor and schema of a file."""
    with closing(connect_sqlite(path, read_only=True)) as raw:
        tables = {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        counts = {t: int(raw.execute(f'SELECT count(*) FROM "{t}"').fetchone()[0]) for t in COUNTED if t in tables}
        last = raw.execute("SELECT number, hash FROM history_entry ORDER BY number DESC LIMIT 1").fetchone()
        schema = raw.execute(f"SELECT version_num FROM {migrate.STAMP}").fetchone()
    return counts, _anchor(last), str(schema[0]) if schema else ""


def present_counts(where: str) -> dict[str, int]:
    """What the database holds now, as a backup would count it."""
    path = sqlite_path(where)
    if path is not None:
        return _contents(path)[0]
    engine = make_engine(where, read_only=True)
    try:
        with plain_errors(), engine.connect() as connection:
            return {t: int(connection.exec_driver_sql(f'SELECT count(*) FROM "{t}"').scalar_one()) for t in COUNTED}
    finally:
        engine.dispose()


def _anchor(last: Any) -> str:
    return f"{last[0]}:{last[1][:16]}" if last else "0:" + "0" * 16


def _same_chain(path: Path, anchor: str) -> None:
    """The copy's last entry must be in the source: else the copy is of something else."""
    number, start = anchor.split(":")
    if number == "0":
        return
    with closing(connect_sqlite(path, read_only=True)) as raw:
        found = raw.execute("SELECT hash FROM history_entry WHERE number = ?", (int(number),)).fetchone()
    if not found or not found[0].startswith(start):
        raise Damaged(_("The backup does not hold what the database holds, so it was thrown away. Try again."))


def manifest_of(path: Path) -> Path:
    """The manifest beside a backup."""
    return path.with_name(path.name + ".json")


def _write_manifest(backup: Backup) -> None:
    data = {k: v for k, v in asdict(backup).items() if k != "path"} | {"made": backup.made.isoformat(), "sijil": 1}
    beside = manifest_of(backup.path).with_suffix(".json.part")
    try:
        beside.write_text(json.dumps(data, indent=1, sort_keys=True), "utf-8")
        _sync(beside)
        _rename(beside, manifest_of(backup.path))
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def read_manifest(path: Path) -> Backup:
    """What is known of a backup without opening it: its manifest, else only date and size."""
    stat = path.stat()
    plain = Backup(path, datetime.fromtimestamp(stat.st_mtime, UTC), size=stat.st_size)
    try:
        data = json.loads(manifest_of(path).read_text("utf-8"))
        known = {k: data[k] for k in ("why", "counts", "anchor", "schema", "sha256")}
        return Backup(path, datetime.fromisoformat(data["made"]), size=stat.st_size, **known)
    except (OSError, ValueError, TypeError, KeyError):
        return plain


def list_backups(folder: Path) -> list[Backup]:
    """The backups in a folder, newest first. Nothing is opened; `verify` says whether one is whole."""
    try:
        files = [p for p in folder.iterdir() if p.suffix in (".db", ".dump") and p.is_file()]
    except OSError:
        return []
    return sorted((read_manifest(p) for p in files), key=lambda b: (b.made, b.path.name), reverse=True)


def verify(path: Path, step: Progress = SILENT) -> Backup:
    """Open a backup and look through it. Raises Damaged or Unavailable; returns its true counts."""
    if not path.is_file():
        raise Unavailable(_("There is no backup at {path}.").format(path=path))
    told = read_manifest(path)
    damaged = Damaged(_("The backup {name} is damaged. Nothing was overwritten. Choose another one.").format(
        name=path.name))
    step(0, 3, _("Checking"))
    if told.sha256 and _digest(path) != told.sha256:
        raise damaged
    if path.suffix == ".dump":
        _pg("pg_restore", ["--list", str(path)])
        return told
    try:
        if path.stat().st_size == 0:
            raise damaged
        _recognise(path)
        step(1, 3, _("Checking"))
        quick_check(path, whole=True)
        step(2, 3, _("Checking"))
        counts, anchor, schema = _contents(path)
    except sqlite3.DatabaseError as error:
        raise damaged from error
    if (told.counts and told.counts != counts) or (told.anchor and told.anchor != anchor):
        raise damaged
    return Backup(path, told.made, told.why, told.size, counts, anchor, schema, told.sha256)


def keep(made: Iterable[datetime], now: datetime) -> set[datetime]:
    """Which backups stay: all of 2 days, then the last of 12 days, 10 weeks and 9 months; always the newest."""
    all_ = sorted(set(made), reverse=True)
    kept = {m for m in all_ if now - m <= timedelta(days=2)} | set(all_[:1])
    rest = [m for m in all_ if m not in kept]
    for slots, name in ((12, "%Y-%m-%d"), (10, "%G-%V"), (9, "%Y-%m")):
        seen: dict[str, datetime] = {}
        for moment in rest:
            seen.setdefault(local_time(moment).strftime(name), moment)
        kept |= set(list(seen.values())[:slots])
    return kept


def thin(folder: Path, stem: str, now: datetime) -> list[Path]:
    """Delete the backups of this database that nobody needs any more; only those that have a manifest of ours."""
    mine = [b for b in list_backups(folder) if b.sha256 and b.path.name.startswith(stem + "-")]
    staying = keep((b.made for b in mine), now)
    gone = []
    for backup in mine:
        if backup.made in staying:
            continue
        try:
            backup.path.unlink()
            manifest_of(backup.path).unlink(missing_ok=True)
            gone.append(backup.path)
        except OSError:
            log.warning("an old backup could not be deleted")
    return gone


def _digest(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    """Have the disk write it. Folders can be synced on POSIX only."""
    if path.is_dir() and os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _rename(source: Path, target: Path) -> None:
    """Replace, tried again for 2 s where a virus scanner has the file open (Windows)."""
    import time

    for attempt in range(20):
        try:
            os.replace(source, target)
            return
        except PermissionError:
            if os.name != "nt" or attempt == 19:
                raise
            time.sleep(0.1)


def _pg(program: str, arguments: list[str], where: str | None = None) -> None:
    """Run a tool of PostgreSQL; the password goes by the environment, never on the command line."""
    tool = shutil.which(program)
    if tool is None:
        raise Unavailable(_("To back up a PostgreSQL database Sijil needs the program {program} on this PC. Install "
                            "PostgreSQL's client programs, or let the server make its backups.").format(
                                program=program))
    environment = dict(os.environ)
    if where is not None:
        url = make_url(where)
        arguments = [*arguments, "-h", url.host or str(url.query.get("host", "localhost")), "-p", str(url.port or 5432),
                     "-U", url.username or "", "-d" if program == "pg_restore" else "--dbname", url.database or ""]
        if url.password:
            environment["PGPASSWORD"] = str(url.password)
    done = subprocess.run([tool, "--no-password", *arguments] if where else [tool, *arguments],
                          env=environment, capture_output=True, check=False)
    if done.returncode:
        log.error("%s failed with status %d", program, done.returncode)
        if where is None:
            raise Damaged(_("This backup is damaged, or of a newer PostgreSQL. Nothing was overwritten."))
        raise Unavailable(_("{program} did not succeed. Its version must be that of the server or newer, and the user "
                            "must own the tables. Nothing was changed.").format(program=program))


def _dump(where: str, beside: Path) -> tuple[dict[str, int], str, str]:
    engine = make_engine(where, read_only=True)
    try:
        with plain_errors(), engine.connect() as connection:
            counts = {t: int(connection.exec_driver_sql(f'SELECT count(*) FROM "{t}"').scalar_one()) for t in COUNTED}
            last = connection.exec_driver_sql(
                "SELECT number, hash FROM history_entry ORDER BY number DESC LIMIT 1").fetchone()
            schema = str(connection.exec_driver_sql(f"SELECT version_num FROM {migrate.STAMP}").scalar())
    finally:
        engine.dispose()
    _pg("pg_dump", ["--format=custom", "--no-owner", "--file", str(beside)], where)
    _pg("pg_restore", ["--list", str(beside)])
    return counts, _anchor(last), schema
