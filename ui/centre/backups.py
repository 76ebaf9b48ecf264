"""Settings, backups: when the last one was made, make one now, where they are kept, put one back in three clicks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.centre.backups import Keeper, move_records
from app.centre.commands import SaveCentre
from app.db import backup as store
from app.db.backup import Backup
from app.db.restore import Restored
from app.i18n import _, local_time, ngettext, show_moment
from app.job import Job, Progress
from app.office.command import Ref
from app.office.permissions import NOBODY, SYSTEM, Actor, Permission
from app.settings import Machine
from app.staff.queries import Me, UserRow
from ui.centre.backup_rows import COLUMNS, LOOKS, BackupRow, Looker, size_words, when_words
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.kit.buttons import primary, secondary
from ui.kit.card import Card
from ui.kit.dialog import Dialog
from ui.kit.empty_state import EmptyState
from ui.kit.layout import box, column, least, row, scrolled
from ui.kit.list_pane import ListPane
from ui.kit.note import Note
from ui.kit.table import Table
from ui.kit.text import Elided, Glyph, IconText, label

COPY_DAYS = 7  # without a copy on another disk, until it is said


def _told(role: str = "muted") -> QLabel:
    return label("", role, wrap=True)


class BackupsSection(QWidget):
    """See the module. The desk's keeper does the work."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.sign, self.last, self.detail = Glyph("circle-check", "ok", 24), _told("section"), _told()
        self.copy_sign, self.copied, self.copy_detail = Glyph("usb", "warn", 24), _told("section"), _told()
        self.now_button = primary(_("Back up now"), self.back_up, icon="database-backup")
        self.open_button = secondary(_("Open folder"), self._open_folder, icon="folder-open")
        self.copy_button = secondary(_("Copy elsewhere"), self._copy, icon="usb")
        self.folder_button = secondary(_("Change folder"), self._choose_folder, icon="folder", small=True)
        self.records, self.move_button = Elided("", "muted"), secondary(_("Move …"), self._move, icon="folder-output",
                                                                        small=True)
        self.move_button.setAccessibleName(_("Move the records to another folder"))
        self.restore_button = secondary(_("Restore"), self.restore, icon="rotate-ccw")
        self.file_button = secondary(_("Restore from a file"), self._restore_file, icon="folder-open")
        for button, what in ((self.now_button, Permission.BACKUP), (self.copy_button, Permission.BACKUP),
                             (self.folder_button, SaveCentre), (self.restore_button, Permission.RESTORE),
                             (self.file_button, Permission.RESTORE), (self.move_button, Permission.RESTORE)):
            guard(button, what, desk)
        self.folder = Elided("", "muted")
        self.table: Table[BackupRow] = Table(COLUMNS, looks=LOOKS, name="made", edge=12, single=True, stretch="why",
                                             accessible_name=_("Backups"))
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(lambda _b: self.restore())
        least(self.table, height=170)
        self.looker = Looker(desk, self._rows, self)
        self._compose()
        self._chosen(None)
        self._show_copied()

    def _compose(self) -> None:
        pane = ListPane(self.table, EmptyState("database-backup", _("No backups yet"), _(
            "Sijil makes one when it closes, after 30 minutes of work, and before an import or upgrade.")))
        times = row(*(IconText("check", words, "ok") for words in (
            _("When Sijil closes"), _("After 30 minutes of work"), _("Before an import or upgrade"))), None, spacing=24)
        places = QGridLayout()
        places.setHorizontalSpacing(12)
        places.setColumnStretch(1, 1)
        for down, widgets in enumerate(((label(_("Records")), self.records, self.move_button),
                                        (label(_("Keep in")), self.folder, self.folder_button))):
            for across, widget in enumerate(widgets):
                places.addWidget(widget, down, across)
        cards = row(
            Card("", row(self.sign, column(self.last, self.detail, spacing=2), spacing=12), None,
                 row(self.now_button, self.open_button, None)),
            Card("", row(self.copy_sign, column(self.copied, self.copy_detail, spacing=2), spacing=12), None,
                 row(self.copy_button, None)), spacing=16)
        cards.setStretch(0, 1)
        cards.setStretch(1, 1)
        layout = column(
            cards,
            Card(_("When and where"), times, places, label(_(
                "Kept: all of 2 days, then one a day for 12 days, one a week for 10 weeks, one a month for 9 months."),
                "hint", wrap=True)),
            row(label(_("Restore"), "section"), None, self.restore_button, self.file_button),
            box(column(pane, margins=(1, 1, 1, 1)), "card"),
            Note(_("Restoring never deletes: Sijil checks the backup, saves what you have now as a backup, shows both "
                   "counts and asks before anything is put in its place."), "neutral"),
            margins=(24, 16, 24, 16), spacing=16)
        layout.setStretch(3, 1)
        self.setLayout(column(scrolled(box(layout))))

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
        self.desk.start(Job(_("Reading the backups"), lambda _s: (keeper.folder(), [
            BackupRow(b) for b in keeper.listed()]), "files"), owner=self, then=self._show)

    def _show(self, found: tuple[Path, list[BackupRow]]) -> None:
        folder, rows = found
        self.folder.setText(str(folder))
        self._show_place()
        self.looker.begin(rows)
        if not rows:
            self.sign.show_icon("triangle-alert", "warn")
            self.last.setText(_("No backup yet"))
            self.detail.setText(_("If this computer is lost, the work is lost with it."))
            return
        newest = rows[0]
        old = self._now() - newest.made > timedelta(days=7)
        self.sign.show_icon("triangle-alert" if old else "circle-check", "warn" if old else "ok")
        self.last.setText(_("Last backup: {moment}").format(moment=when_words(newest.made, self._now())))
        self.detail.setText(_("{size}, opened and checked, in {folder}").format(
            size=size_words(newest.backup.size), folder=folder))

    def _show_place(self) -> None:
        keeper = self.keeper
        path = keeper.opened.path if keeper is not None else None
        self.records.setText(str(path) if path is not None else _("on a server that several PCs share"))
        read_only = self.desk.office is not None and self.desk.office.read_only
        self.move_button.explain(_("The server's administrator decides where it keeps them.") if path is None
                                 else _("This database is open for reading only.") if read_only else "")

    def _move(self) -> None:
        talk.choose_folder(_("Where to keep the records"), self._move_to, self, str(Path(self.records.text()).parent))

    def _move_to(self, folder: Path) -> None:
        keeper = self.keeper
        if keeper is None or keeper.opened.path is None or folder == keeper.opened.path.parent:
            return
        target = folder / keeper.opened.path.name
        talk.ask(_("Keep the records in {folder} from now on?").format(folder=folder),
                 _("They are copied there and looked through, and Sijil opens them there. The file that is here now "
                   "stays where it is, as it is."), _("Move the records"),
                 lambda: self.desk.start(Job(_("Moving the records"), lambda step: move_records(keeper, target, step),
                                             "files", _("If you cancel, everything stays as it is.")), owner=self,
                                         then=lambda where: self.desk.show(Ref("records", None, where))),
                 icon="folder-output", parent=self)

    def _rows(self, rows: list[BackupRow]) -> None:
        self.table.set_rows(rows)
        self._chosen(self.table.current_row())

    def _show_copied(self) -> None:
        """When a backup last went onto another disk, as far as this PC knows."""
        when, _space, where = Machine.load().copied.partition(" ")
        try:
            moment = datetime.fromisoformat(when)
        except ValueError:
            self.copy_sign.show_icon("usb", "warn")
            self.copied.setText(_("No copy outside this computer yet"))
            self.copy_detail.setText(_("A USB stick in another room survives a theft, a fire and a broken disk."))
            return
        days = (local_time(self._now()).date() - local_time(moment).date()).days
        self.copy_sign.show_icon("usb" if days > COPY_DAYS else "circle-check", "warn" if days > COPY_DAYS else "ok")
        self.copied.setText(_("Copied elsewhere: {moment}").format(moment=when_words(moment, self._now()))
                            if days <= COPY_DAYS else
                            ngettext("No copy outside this computer for {n} day",
                                     "No copy outside this computer for {n} days", days).format(n=days))
        self.copy_detail.setText(_("The last one went to {folder}.").format(folder=where))

    def _now(self) -> datetime:
        return self.desk.office.clock() if self.desk.office is not None else datetime.now(UTC)

    def _chosen(self, row_: BackupRow | None) -> None:
        bad = row_ is not None and row_.check not in ("", "ok")
        self.restore_button.explain(_("Choose a backup first.") if row_ is None else row_.check if bad else "")

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
        keeper = self.keeper
        if keeper is not None and made.path.parent != keeper.folder():
            machine = Machine.load()
            machine.copied = f"{made.made.isoformat()} {made.path.parent}"
            machine.save()
            self._show_copied()
        self.load()

    def _copy(self) -> None:
        talk.choose_folder(_("Where to make a copy, such as a USB stick"), self._copy_to, self)

    def _copy_to(self, folder: Path) -> None:
        self.back_up(folder)

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
            self._look(chosen.backup.path)

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
