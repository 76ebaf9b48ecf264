"""Is this certificate genuine? By number, verification code, what a QR code says, or the PDF, chosen or dropped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.certificates.verify import Verdict, Verify
from app.certificates.verify_file import verify_pdf
from app.i18n import _
from app.job import Job
from ui.certificates.verdict import VerdictPanel
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.buttons import secondary
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.key_names import sequence
from ui.kit.layout import box, column, row, scrolled
from ui.kit.text import label
from ui.kit.text_box import TextBox

SPARE = 330  # pixels of the screen that the dialog needs around the answer


class CheckDialog(Dialog):
    """Stays open, so that one paper after the other can be checked. `found(certificate key)` shows it behind."""

    def __init__(self, desk: Desk, found: Callable[[int], object], parent: QWidget | None = None) -> None:
        super().__init__(_("Check a certificate"),
                         _("Type the number or the verification code, scan the QR code, or choose the PDF."),
                         action=_("Check"), safe=_("Close"), icon="qr-code", parent=parent)
        self.setObjectName("check")
        self.setAcceptDrops(True)
        self.desk, self._found = desk, found
        self.box = TextBox()
        self.box.setObjectName("what")
        self.body.addWidget(Field(_("Number, code or QR text"), self.box))
        choose = secondary(_("Choose PDF"), self.choose, icon="file-text")
        choose.setToolTip(sequence("Ctrl+O").toString(QKeySequence.SequenceFormat.NativeText))
        self.body.addWidget(box(row(choose, label(_("or drop it here"), "muted"), None)))
        self.answer = VerdictPanel()
        self.answer.setObjectName("answer")
        self._area = scrolled(box(column(self.answer)))
        self._area.hide()
        self.body.addWidget(self._area)
        self.check = self._check
        QShortcut(sequence("Ctrl+O"), self, self.choose)

    def _check(self) -> bool:
        said = str(self.box.value() or "").strip()
        if said:
            self.desk.ask(Verify(what=said), owner=self, then=self._show)
        return False

    def choose(self) -> None:
        """Choose a PDF and judge every page."""
        talk.choose_open(_("Check a certificate"), _("PDF (*.pdf)"), self.judge, self)

    def judge(self, path: Path) -> None:
        """Judge every page of a PDF."""
        office = self.desk.office
        if office is not None:
            self.desk.start(Job(_("Checking the PDF"), lambda step: verify_pdf(office, Path(path), step), "files"),
                            owner=self, then=self._show)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _pdf(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _pdf(event)
        if path is not None:
            event.acceptProposedAction()
            self.judge(path)

    def _show(self, verdicts: Sequence[Verdict]) -> None:
        self.answer.show_verdicts(verdicts)
        if len(verdicts) == 1 and (whole := verdicts[0].certificate) is not None:
            self._found(whole.row.id)
        self._area.show()
        screen = self.screen() or QGuiApplication.primaryScreen()
        width = self._area.viewport().width()
        wanted = self.answer.layout().heightForWidth(width) if self.answer.layout() is not None else 0
        self._area.setFixedHeight(min(wanted + 4, max(160, screen.availableGeometry().height() - SPARE)))
        self.fit()
        self.box.setFocus()
        self.box.selectAll()


def _pdf(event: QDropEvent) -> Path | None:
    """The PDF that is dragged, when it is one."""
    for url in event.mimeData().urls():
        if url.isLocalFile() and url.toLocalFile().lower().endswith(".pdf"):
            return Path(url.toLocalFile())
    return None
