"""The scan of a leave: shown by the system's own viewer, or saved where one wants it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from app.attendance.leave import BEGINS
from app.attendance.leave_lists import Evidence, LeaveRow
from app.exchange.files import safe_file_name
from app.i18n import _
from app.job import Job, Progress
from app.settings import cache_dir
from ui.desk import talk
from ui.desk.desk import Desk


def open_scan(desk: Desk, owner: QWidget, leave: LeaveRow) -> None:
    """Show it; where no program of this PC can, it is saved instead."""
    def write(name: str, data: bytes) -> Path:
        folder = cache_dir() / "scans"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for old in folder.iterdir():  # papers of trainees do not stay on this PC
            with suppress(OSError):  # one that a viewer still holds goes the next time
                old.unlink()
        # what the bytes are decides, and not the name, by which a system would choose what to run
        suffix = next((kind for begin, kind in BEGINS.items() if data.startswith(begin)), "pdf")
        path = folder / safe_file_name([Path(name).stem], f".{suffix}", folder)
        path.write_bytes(data)
        path.chmod(0o600)
        return path

    def show(path: Path) -> None:
        if talk.scripted or not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            save_scan(desk, owner, leave)

    _with_scan(desk, owner, leave, write, show)


def save_scan(desk: Desk, owner: QWidget, leave: LeaveRow) -> None:
    """Write it into a file."""
    def chosen(path: Path) -> None:
        def write(_name: str, data: bytes) -> Path:
            Path(path).write_bytes(data)
            return Path(path)

        _with_scan(desk, owner, leave, write,
                   lambda made: desk.tell(_("The scan is {name}.").format(name=made.name)))

    talk.choose_save(_("Save the scan"), _("All files (*)"), leave.file_name, chosen, owner)


def _with_scan(desk: Desk, owner: QWidget, leave: LeaveRow, write: Callable[[str, bytes], Path],
               then: Callable[[Path], object]) -> None:
    """Read it, and write it beside the window."""
    def came(rows: Sequence[tuple[str, bytes]]) -> None:
        def work(_step: Progress) -> Path:
            return write(*rows[0])

        if rows:
            desk.start(Job(_("Opening the scan"), work, "files"), owner=owner, then=then)

    desk.ask(Evidence(leave_id=leave.id), owner=owner, then=came)
