"""The two ends of an import: reading the list, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.cohorts.draft import Draft, open_draft, paste_draft
from app.cohorts.import_trainees import ImportResult
from app.errors import SijilError
from app.i18n import _, ngettext
from app.job import Progress
from ui.kit.buttons import secondary
from ui.kit.layout import clear
from ui.kit.text import Glyph, label


class DoneStep(QWidget):
    """The last step: how many were added, and the way to take it all back."""

    def __init__(self, undo: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._undo = undo
        self._lines = QVBoxLayout(self)

    def show_result(self, result: ImportResult, out: int, *, enrolled: bool) -> None:
        """What was recorded; `out` rows were left out."""
        clear(self._lines)
        lines = [ngettext("{n} trainee added", "{n} trainees added", result.added).format(n=result.added)]
        if result.attached:
            lines.append(ngettext("{n} was on record before", "{n} were on record before", result.attached).format(
                n=result.attached))
        if enrolled:
            lines.append(ngettext("{n} enrolled", "{n} enrolled", result.enrolled).format(n=result.enrolled))
        if out:
            lines.append(ngettext("{n} row left out", "{n} rows left out", out).format(n=out))
        centre = Qt.AlignmentFlag.AlignHCenter
        self._lines.addStretch(2)
        self._lines.addWidget(Glyph("circle-check", "ok", 40), 0, centre)
        for place, words in enumerate(lines):
            self._lines.addWidget(label(words, "section" if not place else ""), 0, centre)
        self._lines.addWidget(secondary(_("Take back this import"), self._undo, icon="undo-2"), 0, centre)
        self._lines.addStretch(3)


def read_file(path: Path, step: Progress) -> Draft | str:
    """The draft, or the sentence that says why there is none."""
    try:
        return open_draft(path, step)
    except SijilError as error:
        return str(error)


def read_cells(text: str) -> Draft | str:
    """The draft of copied cells, or the sentence that says why there is none."""
    try:
        return paste_draft(text)
    except SijilError as error:
        return str(error)
