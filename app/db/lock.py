"""One program per database file: the lock beside it names who holds it, and carries the wish to be seen.

The operating system frees the lock when its holder dies, so nobody has to judge whether a process number is
still alive. The text in the file is for people: which PC, which user, since when. A text that is found in a
file nobody holds tells that the last end was not a clean one.
"""

from __future__ import annotations

import getpass
import json
import logging
import os
import platform
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from app.errors import Unavailable
from app.i18n import _

log = logging.getLogger(__name__)
LOCKED_BYTE = 1 << 20  # far behind the text, so that others can read it also on Windows, where locks are mandatory


@dataclass(frozen=True)
class Holder:
    """Who holds a database: PC, user, process, since when (seconds of the epoch)."""

    pc: str
    user: str
    pid: int
    since: float

    @staticmethod
    def me() -> Holder:
        """This process."""
        try:
            user = getpass.getuser()
        except (KeyError, OSError, ImportError):
            user = "?"
        return Holder(platform.node() or "?", user, os.getpid(), time.time())

    @staticmethod
    def read(path: Path) -> Holder | None:
        """Who wrote a lock file; None when it is empty or cannot be read."""
        try:
            return Holder(**json.loads(path.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None


class Held(Unavailable):
    """Another program has the database open."""

    def __init__(self, holder: Holder | None) -> None:
        self.holder = holder
        if holder is None:
            super().__init__(_("Another Sijil has this database open. Close it there, or open it here for reading."))
        else:
            super().__init__(_("This database is open on {pc} by {user} (process {pid}). Close it there, or open it "
                               "here for reading.").format(pc=holder.pc, user=holder.user, pid=holder.pid))


def lock_path(database: Path) -> Path:
    """The lock file of a database."""
    return database.with_name(database.name + ".lock")


def _raise_path(database: Path) -> Path:
    return database.with_name(database.name + ".raise")


class FileLock:
    """A held lock. `stale` says that the one before did not let go by itself."""

    def __init__(self, database: Path, descriptor: int, stale: Holder | None) -> None:
        self.database = database
        self.stale = stale
        self._descriptor: int | None = descriptor

    def release(self) -> None:
        """Let go, and take the file away: a clean end. Harmless when called twice."""
        if self._descriptor is None:
            return
        path = lock_path(self.database)
        if sys.platform == "win32":  # an open file cannot be deleted there
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            path.unlink(missing_ok=True)
        else:
            path.unlink(missing_ok=True)
            os.close(self._descriptor)
        self._descriptor = None
        _raise_path(self.database).unlink(missing_ok=True)

    def wanted(self) -> bool:
        """Whether a second start has asked for this window; asking clears it. Cheap, for a timer."""
        path = _raise_path(self.database)
        if not path.exists():
            return False
        try:
            path.unlink(missing_ok=True)
        except OSError:
            return False
        return True


def acquire(database: Path) -> FileLock:
    """Take the lock. Raises Held with the holder's name, or Unavailable where no file can be written."""
    path = lock_path(database)
    while True:
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise Unavailable(_("The lock beside the database could not be written ({why}). Free some space, or check "
                                "that you may write in {folder}.").format(why=error.strerror, folder=path.parent)
                              ) from error
        if not _take(descriptor):
            os.close(descriptor)
            raise Held(Holder.read(path))
        if _same_file(descriptor, path):
            break
        os.close(descriptor)  # the holder has just let go and deleted it: take the new one
    before = Holder.read(path)
    try:
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, json.dumps(asdict(Holder.me())).encode())
    except OSError:
        log.warning("the lock has no name in it: the disk is full")
    _raise_path(database).unlink(missing_ok=True)
    return FileLock(database, descriptor, before)


def ask_for_window(database: Path) -> None:
    """Ask the program that holds the database to show its window."""
    try:
        _raise_path(database).write_text(str(os.getpid()), "utf-8")
    except OSError:
        return


def holder_of(database: Path) -> Holder | None:
    """Who has the database open now; None when nobody has."""
    path = lock_path(database)
    try:
        descriptor = os.open(path, os.O_RDWR)
    except OSError:
        return None
    try:
        if _take(descriptor):
            return None
        return Holder.read(path) or Holder("?", "?", 0, 0.0)
    finally:
        os.close(descriptor)


def _take(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _same_file(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), os.stat(path))
    except OSError:
        return False
