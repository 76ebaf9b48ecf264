"""Backups as rows of a list: newest first, looked through one after the other beside the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject

from app.db.backup import Backup, list_backups, verify
from app.errors import SijilError
from app.exchange.columns import Column
from app.i18n import _, local_time, show_date
from app.job import Job, Progress
from ui.desk.desk import Desk
from ui.kit.look import MUTED, Look

LOOK_THROUGH = 12  # the newest; an older one is checked when it is chosen


@dataclass(frozen=True)
class BackupRow:
    """A backup, and what came of looking through it: '' not yet, 'ok', or a sentence."""

    backup: Backup
    check: str = ""

    @property
    def id(self) -> str:
        """Its file."""
        return str(self.backup.path)

    @property
    def made(self) -> datetime:
        """When it was made."""
        return self.backup.made


def size_words(size: int) -> str:
    """'48.2 MB'; bytes in, decimal units out."""
    for unit, step in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)):
        if size >= step:
            return f"{size / step:.1f} {unit}"
    return f"{size} B"


def when_words(moment: datetime, now: datetime) -> str:
    """'today 07:00', 'yesterday 18:02', 'Fri 10 Jul 2026 16:40'; Malaysian time."""
    there, here = local_time(moment), local_time(now)
    days = (here.date() - there.date()).days
    clock = f"{there:%H:%M}"
    if days == 0:
        return _("today {time}").format(time=clock)
    if days == 1:
        return _("yesterday {time}").format(time=clock)
    return f"{show_date(there.date(), weekday=True)} {clock}"


def _of(table: str, row: BackupRow) -> str:
    counts = row.backup.counts
    return f"{counts[table]:,}" if table in counts else "–"


def check_words(row: BackupRow) -> str:
    """What is known of it."""
    return {"": _("not checked yet"), "ok": _("Can be restored")}.get(row.check, _("Damaged file"))


COLUMNS: tuple[Column[BackupRow], ...] = (
    Column("made", lambda: _("Made"), lambda r: r.made, show=lambda m: when_words(m, datetime.now(UTC)), width=21),
    Column("why", lambda: _("Why"), lambda r: r.backup.reason() or "–", width=24),
    Column("trainees", lambda: _("Trainees"), lambda r: _of("trainee", r), kind="number", width=10),
    Column("certificates", lambda: _("Certificates"), lambda r: _of("certificate", r), kind="number", width=11),
    Column("size", lambda: _("Size"), lambda r: size_words(r.backup.size), kind="number", width=9),
    Column("where", lambda: _("Folder"), lambda r: r.backup.path.parent.name, width=11),
    Column("check", lambda: _("State"), check_words, width=17),
)


def _check_look(row: BackupRow) -> Look | None:
    if row.check == "ok":
        return Look("", "check")
    return Look("danger", "circle-x", tip=row.check) if row.check else MUTED


LOOKS = {"why": lambda r: MUTED, "size": lambda r: MUTED, "where": lambda r: MUTED, "trainees": lambda r: MUTED,
         "certificates": lambda r: MUTED, "check": _check_look}


def rows_in(folders: Sequence[Path]) -> list[BackupRow]:
    """The backups of these folders, newest first, each once."""
    found = {b.path.resolve(): b for folder in dict.fromkeys(folders) for b in list_backups(folder)}
    return [BackupRow(b) for b in sorted(found.values(), key=lambda b: (b.made, b.path.name), reverse=True)]


class Looker(QObject):
    """Looks through rows one by one; `told` gets all rows each time one is known."""

    def __init__(self, desk: Desk, told: Callable[[list[BackupRow]], object], parent: QObject) -> None:
        super().__init__(parent)
        self.desk, self.told = desk, told
        self._rows: list[BackupRow] = []
        self._known: dict[tuple[str, int, datetime], str] = {}
        self._round = 0

    def begin(self, rows: Sequence[BackupRow]) -> None:
        """Show these, and look through the newest of them."""
        self._round += 1
        self._rows = [replace(r, check=self._known.get(_mark(r), "")) for r in rows]
        self.told(self._rows)
        self._next(self._round)

    def _next(self, number: int) -> None:
        waiting = next((n for n, r in enumerate(self._rows[:LOOK_THROUGH]) if not r.check), None)
        if waiting is None or number != self._round:
            return
        row = self._rows[waiting]
        self.desk.start(Job(_("Checking the backup"), lambda step: checked(row.backup, step), "files"), owner=self,
                        then=lambda found: self._looked(number, waiting, found))

    def _looked(self, number: int, at: int, found: str) -> None:
        if number != self._round:
            return
        self._rows[at] = replace(self._rows[at], check=found)
        self._known[_mark(self._rows[at])] = found
        self.told(list(self._rows))
        self._next(number)


def _mark(row: BackupRow) -> tuple[str, int, datetime]:
    return row.id, row.backup.size, row.made


def checked(backup: Backup, step: Progress) -> str:
    """'ok', or why it cannot be restored."""
    try:
        verify(backup.path, step)
    except SijilError as error:
        return str(error)
    return "ok"
