"""Certificates on paper from the window: printed in one run, or written to PDF files; noted as printed when said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from app.certificates.commands import RecordPrint
from app.certificates.naming import USUAL, pattern_problem
from app.certificates.press import Written, write_pdfs
from app.certificates.queries import CertificatesWhole, CertificateWhole
from app.certificates.runs import ORDERS, RecordRun, Run
from app.certificates.stack import in_order, read_stack, run_pdf
from app.exchange.files import safe_file_name
from app.i18n import _, ngettext
from app.job import Job, Progress
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.paper import Place
from ui.desk.printing import Paper, offer_paper
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.text_box import TextBox

PATTERN = "file pattern"


class Stack:
    """Certificates that are printed together, read once; void ones are left out."""

    def __init__(self, desk: Desk, owner: QWidget, ids: Sequence[int], name: str) -> None:
        self.desk, self.owner, self.ids, self.name = desk, owner, tuple(ids), name
        self._read: list[CertificateWhole] | None = None

    def whole(self, step: Progress) -> list[CertificateWhole]:
        """All that can be printed. Refused when there is none."""
        if self._read is None:
            office = self.desk.office
            assert office is not None
            self._read = read_stack(office, self.ids, step)
        return self._read

    def paper(self) -> Paper:
        """What is offered, in each order."""
        orders = tuple((key, _(words), self._ordered(key)) for key, words, _sort in ORDERS)
        return replace(orders[0][2], orders=orders if len(self.ids) > 1 else ())

    def _ordered(self, key: str) -> Paper:
        order: list[CertificateWhole] = []

        def make(step: Progress) -> bytes:
            order[:] = in_order(self.whole(step), key)
            return run_pdf(order, step)

        def plain(step: Progress) -> bytes:
            order[:] = in_order(self.whole(step), key)
            return run_pdf(order, step, background=False)

        def printed(pages: list[int], place: Place) -> None:
            sheets = list(dict.fromkeys(pages))
            self.desk.do(RecordPrint(certificate_ids=tuple(order[n].row.id for n in sheets), where=Run(
                place.target, place.tray, place.right, place.down, key, tuple(n + 1 for n in sheets))),
                owner=self.owner)

        def tested(place: Place) -> None:
            self.desk.do(RecordRun(what="sample", sheets=1, where=Run(
                place.target, place.tray, place.right, place.down)), owner=self.owner)

        n = len(self.ids)
        return Paper(ngettext("Print {n} certificate", "Print {n} certificates", n).format(n=n), make, self.name,
                     "certificate", labels=lambda: [f"{w.facts.name}, {w.row.number}" for w in order],
                     printed_at=printed, plain=plain, tested=tested,
                     sample=lambda step: run_pdf(in_order(self.whole(step), key)[:1], step, sample=True),
                     family=lambda: "".join(sorted({f" {w.facts.template[:8] or w.facts.design}" for w in order})))


def print_papers(desk: Desk, owner: QWidget, ids: Sequence[int], name: str) -> None:
    """Show these certificates before they are printed in one run; `name` is the file's when they are saved."""
    if ids and desk.may(RecordPrint):
        offer_paper(desk, Stack(desk, owner, ids, name).paper(), owner)


def save_papers(desk: Desk, owner: QWidget, ids: tuple[int, ...], name: str,
                then: Callable[[Path, int], object]) -> None:
    """Ask for a folder and write each certificate there, and more than one also into one file by `name`.

    How more than one are named is asked first; the pattern is kept.
    """
    def folder(pattern: str) -> None:
        talk.choose_folder(_("Where to put the certificates"), lambda where: desk.ask(
            CertificatesWhole(ids=ids), owner=owner, latest=False,
            then=lambda found: _write(desk, owner, found, Path(where), name, then, pattern)), owner)

    kept = desk.kept.get(PATTERN, USUAL)
    if len(ids) < 2 or talk.scripted:
        folder(kept if len(ids) > 1 else "")
    else:
        PatternDialog(desk, kept, owner, folder).open()


class PatternDialog(Dialog):
    """How the files are named."""

    def __init__(self, desk: Desk, kept: str, owner: QWidget, then: Callable[[str], object]) -> None:
        super().__init__(_("Names of the files"),
                         _("{number}, {name}, {cohort} and {seq} are filled in. What no file name may have is left "
                           "out."), action=_("Choose the folder"), safe=_("Cancel"), icon="file-text",
                         parent=owner.window())
        self.setObjectName("pattern")
        self.pattern = TextBox()
        self.pattern.setObjectName("pattern")
        self.pattern.setText(kept)
        self._field = Field(_("How to name the files"), self.pattern)
        self.body.addWidget(self._field)
        self.check = self._check

        def go() -> None:
            desk.kept.put(PATTERN, self.pattern.text().strip())
            then(self.pattern.text().strip())

        self.accepted.connect(go)

    def _check(self) -> bool:
        wrong = pattern_problem(self.pattern.text().strip())
        self._field.set_error(wrong)
        return not wrong


def _write(desk: Desk, owner: QWidget, found: Sequence[CertificateWhole], folder: Path, name: str,
           then: Callable[[Path, int], object], pattern: str) -> None:
    usable = [whole for whole in found if whole.row.state != "void" and not whole.row.legacy]
    if not usable:
        desk.tell(_("These certificates are void and are not printed any more."))
        return
    combined = folder / safe_file_name([name, _("certificates")], ".pdf") if len(usable) > 1 else None
    title = ngettext("Writing {n} PDF", "Writing {n} PDFs", len(usable)).format(n=len(usable))

    def done(written: Sequence[Written]) -> None:
        then(folder, len(written))
        if any(whole.kit is None for whole in usable):
            desk.tell(_("This PC has no signing keys, so the files carry no signature. See Settings, Signing keys."))
        if desk.may(RecordPrint):
            ask_printed(desk, owner, [w.certificate_id for w in written])

    desk.start(Job(title, lambda step: write_pdfs(usable, folder, combined=combined, step=step, pattern=pattern),
                   "files", _("Files that are written stay; each is whole.")), owner=owner, then=done)


def ask_printed(desk: Desk, owner: QWidget, ids: Sequence[int]) -> None:
    """A file is no paper: they are noted as printed only when somebody says so."""
    n = len(ids)
    talk.ask(ngettext("Note the certificate as printed?", "Note the {n} certificates as printed?", n).format(n=n),
             _("Do so once they are on paper. Otherwise they stay among those that are not printed yet."),
             _("Note as printed"), lambda: desk.do(
                 RecordPrint(certificate_ids=tuple(ids), where=Run(_("from a PDF"))), owner=owner),
             safe=_("Not yet"), icon="printer", parent=owner)


def open_folder(folder: Path) -> None:
    """Show a folder in the file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
