"""The small pieces of starting and ending: what to say when a file does not open, backups by the clock."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app.i18n import _, show_moment
from app.job import Job
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.buttons import Button, secondary
from ui.kit.dialog import Dialog
from ui.shell.places import PLACES

LEFT = 2  # result of a dialog that was left by one of its ways, neither accepted nor rejected

if TYPE_CHECKING:
    from app.db.lock import Held
    from app.db.open import Opened
    from app.db.restore import Restored
    from app.office.office import Office
    from ui.shell.sitting import Sitting
    from ui.shell.status_bar import StatusBar


def begin_log() -> None:
    """The rotating log, before anything can fail."""
    from app.log import start_log

    start_log()


def held(sitting: Sitting, where: str, error: Held) -> None:
    """Somebody has the file open: show that window, or open for reading only."""
    from app.db.engine import sqlite_path
    from app.db.lock import ask_for_window

    path = sqlite_path(where)

    def raise_first() -> None:
        if path is not None:
            ask_for_window(path)
        sitting.application.quit()

    dialog = Dialog(_("These records are open already"), str(error), action=_("Show that window"), safe=_("Quit"),
                    icon="lock")

    def leave_by(way: Callable[[], object]) -> Callable[[], None]:
        def go() -> None:
            dialog.done(LEFT)
            way()
        return go

    for icon, words, way in (
            ("eye", _("Open it for reading only"), lambda: sitting.open(where, read_only=True)),
            ("refresh-cw", _("Try again"), lambda: sitting.open(where)),
            ("folder-open", _("Open another …"), lambda: _open_another(sitting, lambda: held(sitting, where, error)))):
        dialog.body.addWidget(secondary(words, leave_by(way), icon=icon))
    dialog.accepted.connect(raise_first)
    dialog.rejected.connect(sitting.application.quit)
    talk.open_dialog(dialog)


def cannot_open(sitting: Sitting, where: str, error: BaseException) -> None:
    """Say why, and the ways out of it. The file that did not open is left as it is until a backup takes its place."""
    from app.errors import Damaged, Newer

    damaged = isinstance(error, Damaged) and not isinstance(error, Newer)
    dialog = Dialog(_head(error, damaged), str(error), safe=_("Quit"), icon="triangle-alert")

    def leave_by(way: Callable[[], object]) -> Callable[[], None]:
        def go() -> None:
            dialog.done(LEFT)
            way()
        return go

    def again() -> None:
        cannot_open(sitting, where, error)

    ways = [("refresh-cw", _("Try again"), lambda: sitting.open(where)),
            ("folder-open", _("Open another …"), lambda: _open_another(sitting, again)),
            ("sparkles", _("A new centre, or the sample"), sitting.first_run)]
    if damaged or _is_gone(where):
        ways.insert(0, ("rotate-ccw", _("Restore a backup …"), lambda: _restore(sitting, where, again)))
    for number, (icon, words, way) in enumerate(ways):
        first = number == 0 and damaged
        button = Button(words, leave_by(way), kind="primary" if first else "secondary", icon=icon)
        dialog.body.addWidget(button)
        if number == 0:
            button.setFocus()
    dialog.rejected.connect(sitting.application.quit)
    talk.open_dialog(dialog)


def _head(error: BaseException, damaged: bool) -> str:
    from app.errors import Newer

    if isinstance(error, Newer):
        return _("These records are of a newer Sijil")
    return _("The records are damaged") if damaged else _("The records did not open")


def _is_gone(where: str) -> bool:
    from app.db.engine import sqlite_path

    path = sqlite_path(where)
    return path is not None and not path.exists()


def _open_another(sitting: Sitting, dismissed: Callable[[], object]) -> None:
    talk.choose_open(_("Open existing records"), _("Sijil records (*.db)"), lambda path: sitting.open(str(path)),
                     sitting.front, dismissed=dismissed)


def _restore(sitting: Sitting, where: str, dismissed: Callable[[], object]) -> None:
    from ui.centre.pick_backup import restore_into, restored_words

    def done(restored: Restored) -> None:
        sitting.open(where)
        sitting.desk.tell(restored_words(restored))

    owner = sitting.front or QWidget()
    restore_into(sitting.desk, where, owner, done, failed=lambda _error: dismissed(), dismissed=dismissed)


def free_name(path: Path) -> Path:
    """This name, or one like it where nothing is yet: records that do not open are never written over."""
    found, number = path, 2
    while found.exists():
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return found


def keep(desk: Desk, office: Office, opened: Opened) -> None:
    """Backups of what is open, by one keeper for the sitting."""
    from app.centre.backups import Keeper

    before, desk.keeper = desk.keeper, Keeper(office, opened)
    if before is not None:
        desk.keeper.carry(before)


def first_place(desk: Desk) -> str:
    """Where work begins: at home, or at the first place whoever sits here may see."""
    return next((p.key for p in PLACES if desk.may(p.needs)), "settings")


def show_backup(desk: Desk, status: StatusBar) -> None:
    """When the last backup was made, in the status bar."""
    keeper = desk.keeper
    if keeper is None:
        return
    from app.db.backup import list_backups

    def tell(moment: object) -> None:
        status.show_backup(_("Backup {when}").format(when=moment) if moment else _("No backup yet"))

    desk.start(Job(_("Reading the backups"), lambda _step: _last(list_backups(keeper.folder())), "files"),
               owner=status, then=tell)


def _last(backups: object) -> str:
    found = list(backups)  # type: ignore[call-overload]
    return show_moment(found[0].made) if found else ""


def back_up_if_due(desk: Desk) -> None:
    """Every half hour of change, in the background."""
    keeper = desk.keeper
    if keeper is not None and keeper.due() and desk.office is not None and not desk.office.read_only:
        desk.start(Job(_("Backing up"), lambda step: keeper.back_up("time", step), "files"), owner=None)


def back_up_and_then(desk: Desk, then: Callable[[], object]) -> None:
    """A last backup when there was change; a failure is said, and closing goes on when it has been read."""
    keeper = desk.keeper
    if keeper is None or not keeper.dirty() or desk.office is None or desk.office.read_only:
        then()
        return
    desk.start(Job(_("Backing up"), lambda step: keeper.back_up("quit", step), "files"), owner=None,
               then=lambda _made: then(), failed=lambda _error: _when_read(then))


def _when_read(then: Callable[[], object]) -> None:
    """Go on when the message has been closed."""
    if any(isinstance(w, Dialog) and w.isVisible() for w in QApplication.topLevelWidgets()):
        QTimer.singleShot(200, lambda: _when_read(then))
    else:
        then()


def check(desk: Desk, opened: Opened) -> None:
    """Look through the whole file in the background; silence is good news."""
    desk.start(Job(_("Checking the records"), lambda _step: opened.quick_check(), "files"), owner=None)
