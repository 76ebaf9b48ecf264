"""Is this certificate genuine? By number, code, what a QR code says, or a file: PDF or badge, chosen or dropped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.certificates.verify import FILES, Verdict, Verify, verify
from app.errors import SijilError
from app.i18n import _
from app.job import Job, Progress
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
                         _("Type or paste the number, the verification code or what the QR code says, or choose the "
                           "file: a PDF or a badge."),
                         action=_("Check"), safe=_("Close"), icon="qr-code", parent=parent)
        self.setObjectName("check")
        self.setAcceptDrops(True)
        self.desk, self._found = desk, found
        self.box = TextBox()
        self.box.setObjectName("what")
        self.field = Field(_("Number, code or QR text"), self.box)
        self.body.addWidget(self.field)
        choose = secondary(_("Choose file"), self.choose, icon="file-text")
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
        path = Path(QUrl(said).toLocalFile() if said.startswith("file:") else said.strip('"'))
        if path.suffix.lower() in FILES and path.is_file():  # copied from where files are shown
            self.judge(path)
        elif said:
            self.field.set_error("")
            self.desk.ask(Verify(what=said), owner=self, then=self._show)
        return False

    def choose(self) -> None:
        """Choose a file and judge it."""
        talk.choose_open(_("Check a certificate"), _("PDF or badge") + f" (*{' *'.join(FILES)})", self.judge, self)

    def judge(self, path: Path) -> None:
        """Judge a badge, or every page of a PDF."""
        office = self.desk.office
        if office is None:
            return

        def work(step: Progress) -> tuple[Sequence[Verdict], str]:
            try:
                return verify(office, str(path), step).verdicts, ""
            except SijilError as problem:  # said beside the field, so that another file can be chosen at once
                return (), str(problem)

        def done(found: tuple[Sequence[Verdict], str]) -> None:
            verdicts, problem = found
            self.field.set_error(problem)
            self._area.setVisible(not problem)
            if verdicts:
                self._show(verdicts)
            else:
                self.fit()

        self.desk.start(Job(_("Checking the file"), work, "files"), owner=self, then=done)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _file(event)
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


def _file(event: QDropEvent) -> Path | None:
    """The file that is dragged. What cannot be checked is said when it is dropped."""
    return next((Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()), None)
