"""A file that was written: said, and opened by the program of its kind, at once or by a button of the message."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from app.i18n import _
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.toast import Offer

opened: list[Path] = []
"""Tests: what would have been opened."""


def open_file(path: Path) -> None:
    """With the program that the system has for it; in tests it is only noted."""
    if talk.scripted:
        opened.append(path)
    elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        talk.tell(_("No program on this PC opens {file}. It is in {folder}.").format(file=path.name,
                                                                                    folder=path.parent))


def tell_saved(desk: Desk, sentence: str, path: Path, *, at_once: bool = False) -> None:
    """Say it with a button that opens the file; `at_once` opens it as well."""
    desk.tell(sentence, Offer(_("Open"), "external-link", lambda: open_file(path)))
    if at_once:
        open_file(path)
