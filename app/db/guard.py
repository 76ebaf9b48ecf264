"""Watches that the open file stays the file it was: not moved, not replaced, not overwritten with older bytes.

SQLite refuses by itself to write to a file that was moved. Older bytes copied over it in place (a sync program,
a restored folder) it takes silently: the change counter in the header (offset 24) then goes backwards.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

from app.db.engine import WRITES
from app.errors import Damaged
from app.i18n import _

COUNTER_AT = 24


class Guard:
    """Checks before every writing transaction; notes the counter after it.

    The descriptor is opened before any connection and closed after the last: closing any descriptor of a file
    frees all locks that this process has on it, also SQLite's.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor = -1
        self._counter = 0
        self.reopen()

    def counter(self) -> int:
        """The change counter in the file now."""
        if hasattr(os, "pread"):
            return int.from_bytes(os.pread(self._descriptor, 4, COUNTER_AT), "big")
        os.lseek(self._descriptor, COUNTER_AT, os.SEEK_SET)
        return int.from_bytes(os.read(self._descriptor, 4), "big")

    def reopen(self) -> None:
        """Take the file that is at the path now as the right one. Before any connection to it."""
        self.close()
        self._descriptor = os.open(self.path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        self._counter = self.counter()

    def close(self) -> None:
        """After the engine was disposed of."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def watch(self, engine: Engine) -> None:
        """Check every writing transaction of an engine."""
        event.listen(engine, "begin", self._begun)
        event.listen(engine, "checkin", self._ended)

    def check(self) -> None:
        """Raises Damaged when the file is no longer the one that was opened."""
        try:
            same = os.path.samestat(os.fstat(self._descriptor), os.stat(self.path))
        except OSError:
            same = False
        if not same:
            raise Damaged(_("The database file was moved, renamed or deleted while Sijil had it open. Nothing was "
                            "written. Put it back and start Sijil again; what was saved before is safe in it."))
        if self.counter() < self._counter:
            raise Damaged(_("An older copy was put over the database file while Sijil had it open. Nothing was "
                            "written. Close Sijil, then restore the last backup: Settings, Backups."))

    def _begun(self, connection: Connection) -> None:
        if not connection.get_execution_options().get(WRITES):
            return
        try:
            self.check()
        except Damaged:
            connection.exec_driver_sql("ROLLBACK")
            raise
        connection.info["guarded"] = True

    def _ended(self, raw: Any, record: Any) -> None:
        if record.info.pop("guarded", False):
            self._counter = max(self._counter, self.counter())
