"""What goes on behind an open window: the check of the file, backups when they fall due, a second start that knocks."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.centre.backups import Keeper
from app.db.open import Opened
from app.errors import Damaged, SijilError
from app.i18n import _
from app.job import Job, Progress
from app.office.command import Ref
from ui.desk import talk
from ui.desk.desk import Desk

log = logging.getLogger(__name__)
LOOK_AGAIN, KNOCK = 60_000, 300  # ms


class Watch(QObject):
    """Make one beside each window; it sets `desk.keeper`. `stop()` before the database is closed.

    damaged(str) when the check found the file broken: whoever works should stop and restore.
    """

    damaged = Signal(str)

    def __init__(self, desk: Desk, opened: Opened, window: QWidget) -> None:
        super().__init__(window)
        self.desk, self.opened, self.window = desk, opened, window
        assert desk.office is not None
        self.keeper = Keeper(desk.office, opened)
        desk.keeper = self.keeper
        self._backing_up = False
        self.due_timer = QTimer(self)
        self.due_timer.timeout.connect(self.look)
        self.knock_timer = QTimer(self)
        self.knock_timer.timeout.connect(self.answer_knock)
        if not opened.read_only:
            self.due_timer.start(LOOK_AGAIN)
            self.knock_timer.start(KNOCK)
        for sentence in opened.warnings:
            desk.tell(sentence)
        if not opened.unclean:  # after a crash it was done before the window
            desk.start(Job(_("Checking the database"), self._check, "files"), owner=self, then=self._checked)

    def _check(self, _step: Progress) -> str:
        try:
            self.opened.quick_check()
        except Damaged as error:
            return str(error)
        except SijilError:
            log.warning("the database could not be checked just now")
        return ""

    def _checked(self, told: str) -> None:
        if not told:
            return
        self.damaged.emit(told)
        talk.ask(_("The database is damaged"), told, _("Show the backups"),
                 lambda: self.desk.show(Ref("settings", detail="backups")), parent=self.window)

    def look(self) -> None:
        """Back up when there was change for 30 minutes. A failure is said once and tried again later."""
        if not self.keeper.due() or self._backing_up:
            return
        self._backing_up = True
        self.desk.start(Job(_("Backing up"), lambda step: self.keeper.back_up("time", step), "files",
                            _("If you cancel, no backup is made; older ones stay.")),
                        owner=self, then=lambda _made: self._done(), failed=lambda _error: self._done())

    def _done(self) -> None:
        self._backing_up = False

    def answer_knock(self) -> None:
        """Come to the front when Sijil was started a second time on this database."""
        if self.opened.lock is None or not self.opened.lock.wanted():
            return
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def stop(self) -> None:
        """No more timers. Then `back_up_and_close`."""
        self.due_timer.stop()
        self.knock_timer.stop()


def back_up_and_close(opened: Opened, keeper: Keeper | None) -> str:
    """The last thing at the end, when no window is left: back up what changed, let go of the file.

    Returns a sentence when the backup failed, else ''.
    """
    told = ""
    try:
        if keeper is not None and keeper.dirty() and not opened.read_only:
            keeper.back_up("quit")
    except SijilError as error:
        log.warning("no backup at the end: %s", type(error).__name__)
        told = str(error)
    finally:
        opened.close()
    return told
