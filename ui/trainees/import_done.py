"""The two ends of an import: reading the list, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import SijilError
from app.i18n import _, ngettext
from app.job import Job, Progress
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.buttons import secondary
from ui.kit.layout import clear
from ui.kit.text import Glyph, label
from ui.trainees.import_kinds import Importing


class DoneStep(QWidget):
    """The last step: what was recorded, and the way to take it all back."""

    def __init__(self, undo: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._undo = undo
        self._lines = QVBoxLayout(self)

    def show_result(self, lines: Sequence[str]) -> None:
        """What was recorded, the most important first."""
        clear(self._lines)
        centre = Qt.AlignmentFlag.AlignHCenter
        self._lines.addStretch(2)
        self._lines.addWidget(Glyph("circle-check", "ok", 40), 0, centre)
        for place, words in enumerate(lines):
            self._lines.addWidget(label(words, "section" if not place else ""), 0, centre)
        self._lines.addWidget(secondary(_("Take back this import"), self._undo, icon="undo-2"), 0, centre)
        self._lines.addStretch(3)


def read_file(kind: Importing, path: Path, step: Progress) -> Any:
    """The draft, or the sentence that says why there is none."""
    try:
        return kind.open(path, step)
    except SijilError as error:
        return str(error)


def read_cells(kind: Importing, text: str) -> Any:
    """The draft of copied cells, or the sentence that says why there is none."""
    try:
        return kind.paste(text)
    except SijilError as error:
        return str(error)


def offer_problems(desk: Desk, owner: QWidget, kind: Importing, draft: Any) -> None:
    """The rows that are not ready, with their reasons, as a workbook to correct and bring in again."""
    def write(path: Path) -> None:
        desk.start(Job(_("Save problem rows to Excel"), lambda _step: kind.write_problems(draft, path), "files"),
                   owner=owner, then=lambda n: desk.tell(ngettext(
                       "{n} row written to {file}", "{n} rows written to {file}", n).format(n=n, file=path.name)))

    talk.choose_save(_("Save problem rows to Excel"), _("Excel workbook (*.xlsx)"),
                     _("Problem rows of {file}").format(file=draft.path.stem) + ".xlsx", write, owner)


def back_up(desk: Desk, owner: QWidget, then: Callable[[], object], failed: Callable[[], object]) -> None:
    """A copy of the records first, where they are a file; then go on."""
    keeper = desk.keeper
    if keeper is None:
        then()
        return
    desk.start(Job(_("Backing up"), keeper.before_import, "files", _("Nothing was recorded.")), owner=owner,
               then=lambda _made: then(), failed=lambda _error: failed())
