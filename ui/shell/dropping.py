"""A file dropped anywhere in the window: a list of trainees goes to the import, a PDF to the check of certificates."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from app.i18n import _
from app.office.permissions import Permission
from ui.kit.drop_veil import DropVeil

if TYPE_CHECKING:
    from ui.shell.window import MainWindow

LISTS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".csv", ".txt")
_DRAGGING = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.DragLeave, QEvent.Type.Drop)


class Dropping(QObject):
    """Watches what is dragged over the window. A part that takes files itself is asked first."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.veil = DropVeil(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind not in _DRAGGING or watched is not self._window:
            return super().eventFilter(watched, event)
        if kind == QEvent.Type.DragLeave:
            self.veil.hide()
            return True
        if not isinstance(event, QDropEvent | QDragEnterEvent | QDragMoveEvent):
            return False
        path = file_of(event)
        if path is None:
            event.ignore()
            return True
        if kind == QEvent.Type.Drop:
            self.veil.hide()
            event.acceptProposedAction()
            self.take(path)
        elif kind == QEvent.Type.DragEnter:
            words, why = self.words(path)
            self.veil.show_words(words, why)
            event.acceptProposedAction()
        else:
            event.acceptProposedAction()
        return True

    def words(self, path: Path) -> tuple[str, str]:
        """What dropping this file would do, and why it would not."""
        if self.blocked():
            return _("Finish the open window first."), ""
        if self._taker(path) is not None:
            return _("Drop the file here to compare it with the register"), self._window.desk.why_not(
                Permission.ATTENDANCE_MARK)
        needs = Permission.TRAINEES_IMPORT if path.suffix.lower() in LISTS else Permission.CERTIFICATES_VIEW
        why = self._window.desk.why_not(needs)
        if needs is Permission.TRAINEES_IMPORT:
            return _("Drop the list here to import it"), why
        return _("Drop the PDF here to check the certificate"), why

    def _taker(self, path: Path) -> Callable[[Path], object] | None:
        """The page or tab in front, when it takes lists itself (`take_file`)."""
        page = self._window.page
        if page is None or path.suffix.lower() not in LISTS:
            return None
        found: Callable[[Path], object] | None = getattr(page.front_part() or page, "take_file", None)
        return found

    @staticmethod
    def blocked() -> bool:
        """Is a dialog open that must be answered first?"""
        return QApplication.activeModalWidget() is not None

    def take(self, path: Path) -> None:
        """Open the file where it belongs."""
        window = self._window
        _words, why = self.words(path)
        if self.blocked() or why:
            window.tell(why or _("Finish the open window first."))
            return
        taker = self._taker(path)
        if taker is not None:
            taker(path)
            return
        key = "import" if path.suffix.lower() in LISTS else "certificates"
        window.go(key)
        opening = getattr(window.page, "open_file", None)
        if window.where_now()[0] == key and opening is not None:
            opening(path)


def file_of(event: QDropEvent) -> Path | None:
    """The one file of a drag that the program can use; None for anything else."""
    urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
    if len(urls) != 1 or not event.possibleActions() & Qt.DropAction.CopyAction:
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.lower() in (*LISTS, ".pdf") else None
