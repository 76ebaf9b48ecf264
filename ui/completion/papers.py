"""Certificates on paper from the window: printed in one run, or written to PDF files; noted as printed when said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from app.certificates.commands import RecordPrint
from app.certificates.press import Written, one_pdf, write_pdfs
from app.certificates.queries import CertificatesWhole, CertificateWhole, folded
from app.errors import Refused
from app.exchange.files import safe_file_name
from app.i18n import N_, _, ngettext
from app.job import Job, Progress
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.printing import Paper, offer_paper

NO_PLACE = 10_000_000  # behind everybody who has one
READ = 50  # certificates asked for at a time
ORDERS: tuple[tuple[str, str, Callable[[CertificateWhole], tuple[str, ...]]], ...] = (
    ("cohort", N_("By cohort, in stage order, then by name"),
     lambda w: (w.row.cohort_code, f"{NO_PLACE if w.row.stage_order is None else w.row.stage_order:08}",
                folded(w.facts.name), w.row.number)),
    ("name", N_("By name"), lambda w: (folded(w.facts.name), w.row.number)),
    ("number", N_("By number"), lambda w: (w.row.number,)))


class Stack:
    """Certificates that are printed together, read once; void ones are left out."""

    def __init__(self, desk: Desk, owner: QWidget, ids: Sequence[int], name: str) -> None:
        self.desk, self.owner, self.ids, self.name = desk, owner, tuple(ids), name
        self._read: list[CertificateWhole] | None = None

    def whole(self, step: Progress) -> list[CertificateWhole]:
        """All that can be printed. Refused when there is none."""
        if self._read is None:
            office, found = self.desk.office, []
            assert office is not None
            for at in range(0, len(self.ids), READ):
                step(at, len(self.ids), _("Reading {n} of {total}").format(n=at + 1, total=len(self.ids)))
                found += office.ask(CertificatesWhole(ids=self.ids[at:at + READ]))
            self._read = [whole for whole in found if whole.row.state != "void" and not whole.row.legacy]
        if not self._read:
            raise Refused(_("These certificates are void and are not printed any more."))
        return self._read

    def paper(self) -> Paper:
        """What is offered, in each order."""
        many = len(self.ids) > 1
        orders = tuple((key, _(words), self._ordered(sort)) for key, words, sort in ORDERS)
        first = orders[0][2]
        return Paper(first.title, first.make, first.name, first.kind, None, first.labels, orders if many else (),
                     first.printed_at)

    def _ordered(self, sort: Callable[[CertificateWhole], tuple[str, ...]]) -> Paper:
        order: list[CertificateWhole] = []

        def make(step: Progress) -> bytes:
            order[:] = sorted(self.whole(step), key=sort)
            return one_pdf(order, step)

        def printed(pages: list[int], place: str) -> None:
            self.desk.do(RecordPrint(certificate_ids=tuple(order[n].row.id for n in dict.fromkeys(pages)),
                                     place=place), owner=self.owner)

        n = len(self.ids)
        return Paper(ngettext("Print {n} certificate", "Print {n} certificates", n).format(n=n), make, self.name,
                     "certificate", labels=lambda: [f"{w.facts.name}, {w.row.number}" for w in order],
                     printed_at=printed)


def print_papers(desk: Desk, owner: QWidget, ids: Sequence[int], name: str) -> None:
    """Show these certificates before they are printed in one run; `name` is the file's when they are saved."""
    if ids and desk.may(RecordPrint):
        offer_paper(desk, Stack(desk, owner, ids, name).paper(), owner)


def save_papers(desk: Desk, owner: QWidget, ids: tuple[int, ...], name: str,
                then: Callable[[Path, int], object]) -> None:
    """Ask for a folder and write each certificate there, and more than one also into one file by `name`."""
    talk.choose_folder(_("Where to put the certificates"), lambda folder: desk.ask(
        CertificatesWhole(ids=ids), owner=owner, latest=False,
        then=lambda found: _write(desk, owner, found, Path(folder), name, then)), owner)


def _write(desk: Desk, owner: QWidget, found: Sequence[CertificateWhole], folder: Path, name: str,
           then: Callable[[Path, int], object]) -> None:
    usable = [whole for whole in found if whole.row.state != "void" and not whole.row.legacy]
    if not usable:
        desk.tell(_("These certificates are void and are not printed any more."))
        return
    combined = folder / safe_file_name([name, _("certificates")], ".pdf") if len(usable) > 1 else None
    title = ngettext("Writing {n} PDF", "Writing {n} PDFs", len(usable)).format(n=len(usable))

    def done(written: Sequence[Written]) -> None:
        then(folder, len(written))
        if desk.may(RecordPrint):
            ask_printed(desk, owner, [w.certificate_id for w in written])

    desk.start(Job(title, lambda step: write_pdfs(usable, folder, combined=combined, step=step), "files",
                   _("Files that are written stay; each is whole.")), owner=owner, then=done)


def ask_printed(desk: Desk, owner: QWidget, ids: Sequence[int]) -> None:
    """A file is no paper: they are noted as printed only when somebody says so."""
    n = len(ids)
    talk.ask(ngettext("Note the certificate as printed?", "Note the {n} certificates as printed?", n).format(n=n),
             _("Do so once they are on paper. Otherwise they stay among those that are not printed yet."),
             _("Note as printed"), lambda: desk.do(
                 RecordPrint(certificate_ids=tuple(ids), place=_("from a PDF")), owner=owner),
             safe=_("Not yet"), icon="printer", parent=owner)


def open_folder(folder: Path) -> None:
    """Show a folder in the file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
