"""Certificates to PDF files from the window: choose a folder, write, note the print, and open the folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from app.certificates.commands import RecordPrint
from app.certificates.press import Written, write_pdfs
from app.certificates.queries import CertificatesWhole, CertificateWhole
from app.exchange.files import safe_file_name
from app.i18n import _, ngettext
from app.job import Job
from ui.desk import talk
from ui.desk.desk import Desk


def save_papers(desk: Desk, owner: QWidget, ids: tuple[int, ...], name: str,
                then: Callable[[Path, int], object]) -> None:
    """Ask for a folder and write each certificate there, and more than one also into one file by `name`."""
    talk.choose_folder(_("Where to put the certificates"), lambda folder: desk.ask(
        CertificatesWhole(ids=ids), owner=owner, latest=False,
        then=lambda found: _write(desk, owner, found, Path(folder), name, then)), owner)


def _write(desk: Desk, owner: QWidget, found: Sequence[CertificateWhole], folder: Path, name: str,
           then: Callable[[Path, int], object]) -> None:
    usable = [whole for whole in found if whole.row.state != "void"]
    if not usable:
        desk.tell(_("These certificates are void and are not printed any more."))
        return
    combined = folder / safe_file_name([name, _("certificates")], ".pdf") if len(usable) > 1 else None
    title = ngettext("Writing {n} PDF", "Writing {n} PDFs", len(usable)).format(n=len(usable))

    def done(written: Sequence[Written]) -> None:
        if desk.may(RecordPrint):
            desk.do(RecordPrint(certificate_ids=tuple(w.certificate_id for w in written)), owner=owner)
        then(folder, len(written))

    desk.start(Job(title, lambda step: write_pdfs(usable, folder, combined=combined, step=step), "files",
                   _("Files that are written stay; each is whole.")), owner=owner, then=done)


def open_folder(folder: Path) -> None:
    """Show a folder in the file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
