"""What a page offers to let leave: whose rows, which kinds of lists, and which list is proposed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.job import Progress
from app.rosters.listing import Where

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.desk.desk import Desk


@dataclass(frozen=True, kw_only=True)
class Book:
    """A workbook of several sheets that is always the same; identity numbers in it are masked."""

    key: str
    name: str
    about: str
    write: Callable[[Path, Progress], object]


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """`name` says of what, `file` stands in the name of the file. `picked` are the ticked rows; they count in lists of
    the kinds `picked_in`, since other kinds have other keys. `place` keeps what was chosen last, for each user."""

    name: str
    place: str
    subjects: tuple[str, ...]
    first: str
    where: Where
    file: str = ""
    every: str = ""  # what all of its rows are called, where some are ticked
    picked: tuple[int, ...] = ()
    picked_in: tuple[str, ...] = ()
    books: tuple[Book, ...] = ()

    def rows(self, subject: str, *, only_picked: bool) -> Where:
        """Whose rows a list of that kind has."""
        if only_picked and subject in self.picked_in:  # exactly these, also who has left since
            return Where(cohort_id=self.where.cohort_id, keys=self.picked, everyone=True)
        return self.where


def offer_lists(desk: Desk, owner: QWidget, outgoing: Outgoing) -> None:
    """The dialog, its code read only now."""
    from ui.desk import talk
    from ui.rosters.dialog import ExportDialog

    talk.open_dialog(ExportDialog(desk, outgoing, owner))
