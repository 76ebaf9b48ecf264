"""Settings, backups: when the last one was made, make one now, where they are kept, put one back in three clicks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QWidget

from app.centre.backups import Keeper
from app.centre.commands import SaveCentre
from app.db import backup as store
from app.db.backup import Backup
from app.db.restore import Restored
from app.exchange.columns import Column
from app.i18n import _, local_time, ngettext, show_moment
from app.job import Job, Progress
from app.office.permissions import NOBODY, SYSTEM, Actor, Permission
from app.staff.queries import Me, UserRow
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.kit.buttons import primary, secondary
from ui.kit.card import Card
from ui.kit.dialog import Dialog
from ui.kit.empty_state import EmptyState
from ui.kit.layout import box, column, row, scrolled
from ui.kit.list_pane import ListPane
from ui.kit.look import MUTED
from ui.kit.note import Note
from ui.kit.table import Table
from ui.kit.text import Elided, Glyph, label


def size_words(size: int) -> str:
    """'48.2 MB'; bytes in, decimal units out."""
    for unit, step in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)):
        if size >= step:
            return f"{size / step:.1f} {unit}"
    return f"{size} B"


def _of(table: str, backup: Backup) -> str:
    return f"{backup.counts[table]:,}" if table in backup.counts else "–"


COLUMNS: tuple[Column[Backup], ...] = (
    Column("made", lambda: _("Made"), lambda b: b.made, show=show_moment, width=20),
    Column("why", lambda: _("Why"), lambda b: b.reason(), width=22),
    Column("trainees", lambda: _("Trainees"), lambda b: _of("trainee", b), kind="number", width=12),
    Column("certificates", lambda: _("Certificates"), lambda b: _of("certificate", b), kind="number", width=14),
    Column("size", lambda: _("Size"), lambda b: size_words(b.size), kind="number", width=12),
    Column("file", lambda: _("File"), lambda b: b.path.name, width=20),
)
LOOKS = {"why": lambda b: MUTED, "size": lambda b: MUTED, "file": lambda b: MUTED, "trainees": lambda b: MUTED,
         "certificates": lambda b: MUTED}


class BackupsSection(QWidget):
    """See the module. The desk's keeper does the work."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.sign = Glyph("circle-check", "ok", 24)
        self.last = Elided("", "section")
        self.detail = label("", "muted", wrap=True)
        self.now_button = primary(_("Back up now"), self.back_up, icon="database-backup")
        self.open_button = secondary(_("Open folder"), self._open_folder, icon="folder-open")
        self.copy_button = secondary(_("Copy elsewhere"), self._copy, icon="usb")
        self.folder_button = secondary(_("Change folder"), self._choose_folder, icon="folder")
        self.restore_button = secondary(_("Restore"), self.restore, icon="rotate-ccw")
        self.file_button = secondary(_("Restore from a file"), self._restore_file, icon="folder-search")
        for button, what in ((self.now_button, Permission.BACKUP), (self.copy_button, Permission.BACKUP),
                             (self.folder_button, SaveCentre), (self.restore_button, Permission.RESTORE),
                             (self.file_button, Permission.RESTORE)):
            guard(button, what, desk)
        self.folder = Elided("", "muted")
        self.table = Table(COLUMNS, looks=LOOKS, name="made", edge=12, single=True, key=lambda b: str(b.path),
                           stretch="file", accessible_name=_("Backups"))
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(lambda _b: self.restore())
        self.table.setMinimumHeight(200)
        pane = ListPane(self.table, EmptyState("database-backup", _("No backups yet"), _(
            "Sijil makes one when it closes, after 30 minutes of work, and before an import or upgrade.")))
        kept = row(label(_("Keep in")), self.folder, self.folder_button)
        kept.setStretch(1, 1)
        layout = column(
            Card("", row(self.sign, column(self.last, self.detail, spacing=2), spacing=12),
                 row(self.now_button, self.copy_button, self.open_button, None)),
            Card(_("When and where"), label(_("When Sijil closes, after every 30 minutes of work, and before every "
                                              "import or upgrade. Kept: all of 2 days, then one a day for 12 days, one "
                                              "a week for 10 weeks, one a month for 9 months."), "muted", wrap=True),
                 kept),
            row(label(_("Restore"), "section"), None, self.restore_button, self.file_button),
            box(column(pane, margins=(1, 1, 1, 1)), "card"),
            Note(_("Restoring never deletes: Sijil checks the backup, saves what you have now as a backup, shows both "
                   "counts and asks before anything is put in its place."), "neutral"),
            margins=(24, 16, 24, 16), spacing=16)
        layout.setStretch(3, 1)
        self.setLayout(column(scrolled(box(layout))))
        self._chosen(None)

    @property
    def keeper(self) -> Keeper | None:
        """The keeper of the open database."""
        return self.desk.keeper

    def shown(self) -> None:
        """Look into the folder again."""
        self.load()

    def load(self) -> None:
        """Look into the folder; beside the window, for it may be a slow stick."""
        keeper = self.keeper
        if keeper is None or not self.desk.may(Permission.BACKUP):
            self.last.setText(_("Backups are looked after by an administrator."))
            return
        self.desk.start(Job(_("Reading the backups"), lambda _s: (keeper.folder(), keeper.listed()), "files"),
                        owner=self, then=self._show)

    def _show(self, found: tuple[Path, Sequence[Backup]]) -> None:
        folder, rows = found
        self.folder.setText(str(folder))
        self.table.set_rows(rows)
        if not rows:
            self.sign.show_icon("triangle-alert", "warn")
            self.last.setText(_("No backup yet"))
            self.detail.setText(_("If this computer is lost, the work is lost with it."))
            return
        newest = rows[0]
        old = self._now() - newest.made > timedelta(days=7)
        self.sign.show_icon("triangle-alert" if old else "circle-check", "warn" if old else "ok")
        self.last.setText(_("Last backup: {moment}").format(moment=show_moment(newest.made)))
        self.detail.setText(_("{size}, opened and checked, in {folder}").format(
            size=size_words(newest.size), folder=folder))

    def _now(self):  # type: ignore[no-untyped-def]
        assert self.desk.office is not None
        return self.desk.office.clock()

    def _chosen(self, backup: Backup | None) -> None:
        self.restore_button.explain("" if backup else _("Choose a backup first."))

    def back_up(self, folder: Path | None = None) -> None:
        """Make one now."""
        keeper = self.keeper
        if keeper is None:
            return

        def work(step: Progress) -> Backup:
            return keeper.back_up("manual", step, folder=folder)

        self.desk.start(Job(_("Backing up"), work, "files", _("If you cancel, no backup is made; older ones stay.")),
                        owner=self, then=self._made)

    def _made(self, made: Backup) -> None:
        self.desk.tell(_("Backed up and checked: {name}").format(name=made.path.name))
        self.load()

    def _copy(self) -> None:
        talk.choose_folder(_("Where to make a copy, such as a USB stick"), self.back_up, self)

    def _open_folder(self) -> None:
        if self.keeper is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.keeper.folder())))

    def _choose_folder(self) -> None:
        def chosen(folder: Path) -> None:
            self.desk.do(SaveCentre(backup_folder=str(folder)), owner=self, then=lambda _v: self.load(),
                         tell=_("Backups go to {folder} from now on.").format(folder=folder))

        talk.choose_folder(_("Where to keep the backups"), chosen, self, self.folder.text())

    # -- restore ---------------------------------------------------------------------------------------------------
    def restore(self) -> None:
        """Check the chosen backup, then show what it holds and ask."""
        chosen = self.table.current_row()
        if chosen is not None and self.desk.may(Permission.RESTORE):
            self._look(chosen.path)

    def _restore_file(self) -> None:
        talk.choose_open(_("Choose a backup"), _("Backups (*.db *.dump)"), self._look, self,
                         self.folder.text())

    def _look(self, file: Path) -> None:
        keeper = self.keeper
        if keeper is None:
            return

        def work(step: Progress) -> tuple[Backup, dict[str, int]]:
            return store.verify(file, step), store.present_counts(keeper.opened.where)

        self.desk.start(Job(_("Checking the backup"), work, "files"), owner=self,
                        then=lambda found: self._ask(*found))

    def _ask(self, backup: Backup, present: dict[str, int]) -> None:
        dialog = RestoreDialog(backup, present, self)
        dialog.accepted.connect(lambda: self._put_back(backup.path))
        talk.open_dialog(dialog)

    def _put_back(self, file: Path) -> None:
        keeper = self.keeper
        if keeper is None:
            return
        self.desk.start(Job(_("Restoring"), lambda step: keeper.restore(file, step), "office",
                            _("If you cancel, the present records stay.")), owner=self, then=self._restored)

    def _restored(self, done: Restored) -> None:
        self.desk.steps_changed.emit()
        kept = _("What you had before is kept as {name}.").format(name=done.aside.name) if done.aside else ""
        talk.tell(_("Restored: the records of {moment}").format(moment=show_moment(done.backup.made)), kept, self)
        self.load()
        self.desk.ask(Me(), owner=self, then=self._who_am_i)

    def _who_am_i(self, rows: Sequence[UserRow]) -> None:
        """Whoever sits here may be nobody, or another, in the restored records."""
        office = self.desk.office
        if office is None or not office.actor.user_id:
            return
        row_ = rows[0] if rows else None
        same = row_ is not None and row_.login == office.actor.login and row_.active
        if row_ is None or not same:
            office.actor = NOBODY
            self.desk.signed.emit(NOBODY)
            leave = getattr(self.window(), "sign_out_asked", None)
            if leave is not None:
                leave.emit()
            return
        everything = office.actor.roles == SYSTEM.roles  # a centre of one person that asks for no password
        office.actor = Actor(row_.id, row_.login, row_.name,
                             office.actor.roles if everything else frozenset(row_.roles))
        self.desk.signed.emit(office.actor)


class RestoreDialog(Dialog):
    """What the backup holds beside what is there now."""

    def __init__(self, backup: Backup, present: dict[str, int], parent: QWidget) -> None:
        there = local_time(backup.made)
        super().__init__(
            _("Put the records of {moment} in place?").format(moment=show_moment(there)),
            _("The backup was opened and checked. What you have now is saved as a backup first, so you can go back."),
            action=_("Restore this backup"), safe=_("Keep it as it is"), destructive=True, icon="rotate-ccw",
            parent=parent.window())
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        for at, head in enumerate((_("Now"), _("In the backup")), 1):
            grid.addWidget(label(head, "caption"), 0, at)
        words = {"trainee": _("Trainees"), "cohort": _("Cohorts"), "mark": _("Attendance marks"),
                 "certificate": _("Certificates"), "history_entry": _("Changes in the history")}
        for down, (key, name) in enumerate(words.items(), 1):
            now, then = present.get(key, 0), backup.counts.get(key, 0)
            grid.addWidget(label(name), down, 0)
            grid.addWidget(label(f"{now:,}", "muted"), down, 1)
            grid.addWidget(label(f"{then:,}", "dangerstrong" if then < now else "strong"), down, 2)
        grid.setColumnStretch(0, 1)
        self.body.addWidget(box(grid))
        lost = present.get("history_entry", 0) - backup.counts.get("history_entry", 0)
        if lost > 0:
            self.body.addWidget(Note(ngettext("{n} change made since then would be taken back.",
                                              "{n} changes made since then would be taken back.", lost).format(n=lost),
                                     "warn"))
