"""Backups as the people at the desk have them: who may make and restore them, and when they are made by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from app.db import backup, restore
from app.db.backup import Backup
from app.db.base import Base
from app.db.open import Opened
from app.db.restore import Restored
from app.errors import Refused, Unavailable
from app.i18n import _, show_moment
from app.job import SILENT, Progress
from app.office import history
from app.office.command import Command, Work
from app.office.journal import Changes
from app.office.office import Office
from app.office.permissions import NOBODY, SYSTEM, Actor, Permission

EVERY = timedelta(minutes=30)


@dataclass(frozen=True, kw_only=True)
class NoteRestore(Command[None]):
    """Write into the history that a backup was put in place; earlier backups may hold entries that are gone."""

    needs = Permission.RESTORE
    undoable = False

    made: datetime
    anchor: str

    def label(self) -> str:
        return _("Restore the backup of {moment}").format(moment=show_moment(self.made))

    def run(self, work: Work) -> None:
        history.write(work.session, work.actor, work.now, "note", "Restore", self.label(), ())


class Keeper:
    """The backups of one open database. Its work may run on a thread of its own: it has its own connections."""

    def __init__(self, office: Office, opened: Opened) -> None:
        self.office = office
        self.opened = opened
        self._changed_at: datetime | None = None  # the first change since the last backup
        self.made = 0  # how many since the database was opened; whoever shows the last one looks at it
        office.on_change(self._changed)

    def folder(self) -> Path:
        """Where backups go."""
        return backup.folder_of(self.opened.where)

    def listed(self) -> Sequence[Backup]:
        """The backups there, newest first."""
        self._admit(Permission.BACKUP)
        return backup.list_backups(self.folder())

    def due(self) -> bool:
        """Whether there was change for 30 minutes without a backup; for a timer."""
        return self.dirty() and self._changed_at is not None and self.office.clock() - self._changed_at >= EVERY

    def dirty(self) -> bool:
        """Whether there was any change since the last backup; asked when Sijil closes.

        Never where this PC cannot back up: a server whose tools are not here makes its own.
        """
        return self._changed_at is not None and backup.possible(self.opened.where)

    def back_up(self, why: str = "manual", step: Progress = SILENT, *, folder: Path | None = None) -> Backup:
        """Make a backup now. Those that make themselves (`quit`, `time`, `import`) need no right."""
        if why == "manual":
            self._admit(Permission.BACKUP)
        changed, self._changed_at = self._changed_at, None
        try:
            done = backup.make_backup(self.opened.where, why=why, folder=folder, step=step, now=self.office.clock())
            self.made += 1
            return done
        except BaseException:
            self._changed_at = self._changed_at or changed
            raise

    def before_import(self, step: Progress = SILENT) -> Backup | None:
        """The backup before a list is brought in; None where this PC cannot back up. Raises Unavailable."""
        return self.back_up("import", step) if backup.possible(self.opened.where) else None

    def restore(self, file: Path, step: Progress = SILENT) -> Restored:
        """Put a backup in place of the open database, which goes on working with it. All screens must ask anew.

        Undo and redo are emptied. Whoever works may be unknown to the restored file: sign in again afterwards.
        """
        self._admit(Permission.RESTORE)
        if self.opened.read_only:
            raise Refused(_("This database is open for reading only."))
        self.opened.pause()
        try:
            done = restore.restore(file, self.opened.where, step, held=self.opened.lock, folder=self.folder_kept())
        finally:
            self.opened.resume()
        self._after(done, self.office.actor)
        return done

    def folder_kept(self) -> Path | None:
        """The folder for the present file, read before it goes; None for the default."""
        try:
            return self.folder()
        finally:
            self.opened.pause()

    def _after(self, done: Restored, actor: Actor) -> None:
        self.office.forget_steps()
        note_restore(self.office, done, actor)
        self._changed_at = None
        everything = frozenset(Base.metadata.tables)
        self.office.tell(Changes(everything))

    def carry(self, before: Keeper) -> None:
        """Take over from the keeper of whoever sat here before: his changes are not backed up yet."""
        if before.opened is self.opened:
            self._changed_at = before._changed_at

    def _changed(self, changes: Changes) -> None:
        if self._changed_at is None and self.office.actor != NOBODY:  # signing in is no change worth a backup
            self._changed_at = self.office.clock()

    def _admit(self, permission: Permission) -> None:
        told = self.office.why_not(permission)
        if told:
            raise Refused(told)


def before_import(where: str, step: Progress = SILENT) -> Backup | None:
    """The backup before a list is brought in; None where the server makes its own. Raises Unavailable."""
    return backup.make_backup(where, why="import", step=step) if backup.possible(where) else None


def note_restore(office: Office, done: Restored, actor: Actor) -> None:
    """Write the restore into the history of the file that is now in place."""
    before, office.actor = office.actor, actor if actor.may(Permission.RESTORE) else SYSTEM
    try:
        office.do(NoteRestore(made=done.backup.made, anchor=done.backup.anchor))
    finally:
        office.actor = before


def restore_closed(file: Path, where: str, step: Progress = SILENT, *, actor: Actor = SYSTEM) -> Restored:
    """Put a backup in place of a database that nobody has open, and note it. For the command line."""
    from app.db.open import open_database

    done = restore.restore(file, where, step)
    with open_database(where) as opened:
        note_restore(Office(opened.engine, actor), done, actor)
    return done


def move_records(keeper: Keeper, target: Path, step: Progress = SILENT) -> str:
    """Copy the open records to a file that is not there yet, looked through; where they are now. The old file stays.

    Raises Unavailable when the place is a network drive, is taken or cannot be written.
    """
    from app.db import place

    told = place.refusal(target)
    if told:
        raise Unavailable(told)
    if target.exists():
        raise Unavailable(_("There is a file at {path} already. Choose another name.").format(path=target))
    target.parent.mkdir(parents=True, exist_ok=True)
    made = keeper.back_up("manual", step)
    restore.restore(made.path, str(target), step)
    return str(target)
