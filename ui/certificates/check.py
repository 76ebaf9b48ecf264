"""Is this certificate genuine? By number, verification code, what a QR code says, or the PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.certificates.verify import Verdict, Verify, verify_pdf
from app.i18n import _, ngettext
from app.job import Job
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.buttons import secondary
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.layout import box, row
from ui.kit.note import Note
from ui.kit.text_box import TextBox

TONES = {"valid": "ok", "superseded": "warn", "void": "danger", "unknown": "neutral", "not_genuine": "danger"}


class CheckDialog(Dialog):
    """Stays open, so that one paper after the other can be checked. `found(certificate key)` shows it behind."""

    def __init__(self, desk: Desk, found: Callable[[int], object], parent: QWidget | None = None) -> None:
        super().__init__(_("Check a certificate"),
                         _("Type the number or the verification code, scan the QR code, or choose the PDF."),
                         action=_("Check"), safe=_("Close"), icon="qr-code", parent=parent)
        self.setObjectName("check")
        self.desk, self._found = desk, found
        self.box = TextBox()
        self.box.setObjectName("what")
        self.body.addWidget(Field(_("Number, code or QR text"), self.box))
        self.body.addWidget(box(row(secondary(_("Choose PDF"), self.choose, icon="file-text"), None)))
        self.answer = Note("", "neutral")
        self.answer.setObjectName("answer")
        self.answer.hide()
        self.body.addWidget(self.answer)
        self.check = self._check

    def _check(self) -> bool:
        said = str(self.box.value() or "").strip()
        if said:
            self.desk.ask(Verify(what=said), owner=self, then=self._show)
        return False

    def choose(self) -> None:
        """Choose a PDF and judge every page."""
        talk.choose_open(_("Check a certificate"), _("PDF (*.pdf)"), self._pdf, self)

    def _pdf(self, path: Path) -> None:
        office = self.desk.office
        if office is not None:
            self.desk.start(Job(_("Checking the PDF"), lambda step: verify_pdf(office, Path(path), step), "files"),
                            owner=self, then=self._show)

    def _show(self, verdicts: Sequence[Verdict]) -> None:
        if len(verdicts) == 1:
            first = verdicts[0]
            self.answer.show_note(first.words(), TONES[first.state])
            if first.certificate is not None:
                self._found(first.certificate.row.id)
        else:
            bad = [(n, v) for n, v in enumerate(verdicts, start=1) if v.state != "valid"]
            valid = len(verdicts) - len(bad)
            words = ngettext("{n} page is valid.", "{n} pages are valid.", valid).format(n=valid)
            words += "".join("\n" + _("Page {n}: {verdict}").format(n=n, verdict=v.words()) for n, v in bad[:8])
            self.answer.show_note(words, "danger" if bad else "ok")
        self.answer.show()
        self.fit()
