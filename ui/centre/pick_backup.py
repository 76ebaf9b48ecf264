"""Choosing a backup while no records are open: after a damaged file, or on a new PC."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.i18n import _, show_moment
from app.job import Job, Progress
from ui.centre.backup_rows import COLUMNS, LOOKS, BackupRow, Looker, rows_in
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.buttons import secondary
from ui.kit.dialog import Dialog
from ui.kit.empty_state import EmptyState
from ui.kit.layout import box, column
from ui.kit.list_pane import ListPane
from ui.kit.note import Note
from ui.kit.table import Table
from ui.kit.theme import theme

if TYPE_CHECKING:
    from app.db.restore import Restored

LIST_HEIGHT = 300  # px


class PickBackup(Dialog):
    """The backups of some folders, newest first and looked through. `picked` is the file after it was accepted."""

    def __init__(self, desk: Desk, folders: Sequence[Path], keeps: str, parent: QWidget | None = None) -> None:
        super().__init__(_("Which backup?"), keeps, action=_("Restore this backup"), icon="rotate-ccw", wide=True,
                         parent=parent)
        self.desk, self.folders = desk, folders
        self.picked: Path | None = None
        self.table: Table[BackupRow] = Table(COLUMNS, looks=LOOKS, name="made", edge=12, single=True, stretch="why",
                                             accessible_name=_("Backups"))
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(lambda _row: self._do())
        pane = ListPane(self.table, EmptyState("database-backup", _("No backups here"), _(
            "Choose a backup file on a USB stick or in another folder.")))
        pane.setFixedHeight(theme().px(LIST_HEIGHT))
        self.note = Note("", "danger")
        self.note.hide()
        self.body.addWidget(box(column(pane, margins=(1, 1, 1, 1)), "card"))
        self.body.addWidget(self.note)
        self.foot.insertWidget(0, secondary(_("Another file …"), self._another, icon="folder-search"))
        self.looker = Looker(desk, self._show, self)
        self.check = self._check
        self._chosen(None)
        desk.start(Job(_("Reading the backups"), lambda _step: rows_in(folders), "files"), owner=self,
                   then=self.looker.begin)

    def _show(self, rows: list[BackupRow]) -> None:
        self.table.set_rows(rows)
        if self.table.current_row() is None:
            whole = next((r for r in rows if r.check == "ok"), None)
            if whole is not None:
                self.table.choose(whole.id)
        self._chosen(self.table.current_row())

    def _chosen(self, row: BackupRow | None) -> None:
        bad = row is not None and row.check not in ("", "ok")
        self.action_button.explain(_("Choose a backup first.") if row is None else row.check if bad else "")
        self.note.setVisible(bad)
        if bad and row is not None:
            self.note.show_note(row.check, "danger")
        self.fit()

    def _check(self) -> bool:
        row = self.table.current_row()
        self.picked = self.picked or (row.backup.path if row is not None else None)
        return self.picked is not None

    def _another(self) -> None:
        def take(path: Path) -> None:
            self.picked = path
            self.accept()

        talk.choose_open(_("Choose a backup"), _("Backups (*.db *.dump)"), take, self)


def restore_into(desk: Desk, where: str, owner: QWidget, then: Callable[[Restored], object],
                 failed: Callable[[BaseException], object] | None = None,
                 dismissed: Callable[[], object] | None = None) -> None:
    """Let a backup be chosen and put it in place of the closed records at `where`; what is there is kept aside."""
    from app.db.backup import default_folder
    from app.db.engine import sqlite_path

    path = sqlite_path(where)
    keeps = _("It is looked through first. The file that is there now is kept in the folder of the backups.") if (
        path is not None and path.exists()) else _("It is looked through first, and copied; the backup itself stays.")
    dialog = PickBackup(desk, [default_folder(where)], keeps, owner if owner.isVisible() else None)

    def put_back() -> None:
        file = dialog.picked
        if file is None:
            return
        desk.start(Job(_("Restoring"), lambda step: _restore(file, where, step), "files",
                       _("If you cancel, everything stays as it is.")), owner=owner, then=then, failed=failed)

    dialog.accepted.connect(put_back)
    if dismissed is not None:
        dialog.rejected.connect(dismissed)
    talk.open_dialog(dialog)


def _restore(file: Path, where: str, step: Progress) -> Restored:
    from app.centre.backups import restore_closed
    from app.db.engine import sqlite_path

    path = sqlite_path(where)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    return restore_closed(file, where, step)


def restored_words(done: Restored) -> str:
    """What happened, with where the earlier file is."""
    said = _("Restored: the records of {moment}").format(moment=show_moment(done.backup.made))
    return said + (". " + _("What you had before is kept as {name}.").format(name=done.aside.name)
                   if done.aside else "")
