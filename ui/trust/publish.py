"""Settings, verify page: how old the page that strangers check with is, giving it out anew, and where to put it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTemporaryDir, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QWidget

from app.centre.queries import CentreProfile, CentreRow
from app.certificates.publish import (
    PAGE_FILE,
    LastPublication,
    Made,
    MakePublication,
    NotePublication,
    Published,
    write_files,
)
from app.i18n import _, ngettext, show_moment
from app.job import Job
from app.office.command import Ref
from app.office.journal import Changes
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.kit.buttons import primary, secondary
from ui.kit.card import Card
from ui.kit.layout import box, column, row, scrolled
from ui.kit.note import Note
from ui.kit.text import Glyph, label


class PublishSection(QWidget):
    """See the module."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.last: Published | None = None
        self._preview = QTemporaryDir()  # goes with the section
        self.sign, self.head, self.detail = Glyph("circle-check", "ok", 24), label("", "section"), label(
            "", "muted", wrap=True)
        self.since = label("", "", wrap=True)
        self.publish_button = primary(_("Publish…"), self.publish, icon="upload")
        self.preview_button = secondary(_("Look at it"), self.preview, icon="eye")
        self.open_button = secondary(_("Open folder"), self.open_folder, icon="folder-open")
        guard(self.publish_button, NotePublication, desk)
        guard(self.preview_button, MakePublication, desk)
        self.address = label("", "strong")
        self.address_button = secondary(_("Change address"), lambda: desk.show(Ref("settings", detail="numbering")),
                                        icon="pencil", small=True)
        self.setLayout(column(scrolled(box(column(
            Card("", row(self.sign, column(self.head, self.detail, self.since, spacing=2), spacing=12),
                 row(self.publish_button, self.preview_button, self.open_button, None)),
            self._steps(),
            Note(_("The page holds public keys, places in the list of void certificates, and hashes that confirm a "
                   "number typed with its code, or the number of an old paper. Nobody can be listed from it, and it "
                   "sends nothing anywhere."),
                 "neutral"), None, margins=(24, 16, 24, 16), spacing=16)))))
        desk.changed.connect(self._changed)

    def _steps(self) -> Card:
        steps = QGridLayout()
        steps.setHorizontalSpacing(12)
        steps.setVerticalSpacing(12)
        steps.setColumnStretch(1, 1)
        address = box(row(self.address, self.address_button, None, spacing=12))
        for number, (words, more) in enumerate((
                (_("Publish into a folder. The page semak.html is written, with keys and lists beside it for other "
                   "programs."), None),
                (_("Give these files to whoever looks after the centre's web site, to be put side by side. Any web "
                   "space will do; semak.html also works alone, from a USB stick or sent by mail."), None),
                (_("Enter the page's address, so that the QR code of new certificates opens it:"), address),
                (_("Publish again when a certificate was made void or replaced, and once a week: the page says how old "
                   "its list is."), None)), start=1):
            steps.addWidget(label(f"{number}.", "strong"), number, 0, Qt.AlignmentFlag.AlignTop)
            said = label(words, "", wrap=True)
            steps.addWidget(box(column(said, more, spacing=4)) if more is not None else said, number, 1)
        return Card(_("Where to put it"), steps)

    def shown(self) -> None:
        """Ask again."""
        self.desk.ask(LastPublication(), owner=self, then=self._show)
        self.desk.ask(CentreProfile(), owner=self, then=self._show_address)

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.touches(LastPublication.reads | CentreProfile.reads):
            self.shown()

    def _show_address(self, rows: Sequence[CentreRow]) -> None:
        self.address.setText(rows[0].verify_url if rows and rows[0].verify_url else _("no address yet"))

    def _show(self, rows: Sequence[Published]) -> None:
        told = self.last = rows[0]
        warn = told.stale
        self.sign.show_icon("triangle-alert" if warn else "circle-check" if told.at else "info",
                            "warn" if warn else "ok" if told.at else "text-2")
        self.since.setText(" ".join(told.since()))
        self.since.setVisible(bool(self.since.text()))
        self.open_button.explain("" if told.target and Path(told.target).is_dir() else _(
            "The folder is not on this PC."))
        if told.at is None:
            self.head.setText(_("Not published yet"))
            self.detail.setText(_(
                "Without the page, a stranger has to ask the centre whether a certificate is genuine.")
                if told.may_publish else _("It can be published after the first certificate."))
            return
        self.head.setText(_("Last published: {moment}").format(moment=show_moment(told.at)))
        self.detail.setText(ngettext("{n} certificate, by {who}, into {folder}", "{n} certificates, by {who}, into "
                                     "{folder}", told.certificates).format(
            n=told.certificates, who=told.by, folder=told.target))

    def publish(self) -> None:
        """Choose a folder and write the files there."""
        talk.choose_folder(_("Where to write the verify page"), self._publish_to, self,
                           self.last.target if self.last and Path(self.last.target or "?").is_dir() else "")

    def _publish_to(self, folder: Path) -> None:
        self.desk.ask(MakePublication(), owner=self, then=lambda made: self._write(made[0], folder))

    def _write(self, made: Made, folder: Path) -> None:
        self.desk.start(Job(_("Writing the verify page"), partial(write_files, made, folder), "files",
                            _("If you cancel, files already written stay, each of them whole.")),
                        owner=self, then=lambda _done: self._note(made, folder))

    def _note(self, made: Made, folder: Path) -> None:
        said = _("Written into {folder}. Now put the files on the web space.").format(folder=folder)
        self.desk.do(NotePublication(target=str(folder), status_digest=made.digest, certificates=made.certificates),
                     owner=self, then=lambda _id: self.desk.tell(said))

    def preview(self) -> None:
        """Open the page in the browser as it would be published now."""
        self.desk.ask(MakePublication(), owner=self, then=self._open_preview)

    def _open_preview(self, made: Sequence[Made]) -> None:
        path = Path(self._preview.filePath(PAGE_FILE))
        path.write_bytes(made[0].files[PAGE_FILE])
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def open_folder(self) -> None:
        """Show the folder of the last time."""
        if self.last is not None and self.last.target:
            QDesktopServices.openUrl(QUrl.fromLocalFile(self.last.target))
