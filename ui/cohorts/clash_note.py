"""What a time of day would clash with, said below the fields while they are filled in. It forbids nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.attendance.clashes import ClashesOf, Clashing, clashing_words
from app.attendance.generate import time_problem
from ui.desk.desk import Desk
from ui.kit.dialog import Dialog
from ui.kit.note import Note


class ClashNote(Note):
    """Hidden while there is no clash."""

    def __init__(self, desk: Desk, dialog: Dialog) -> None:
        super().__init__("", "warn")
        self.desk, self.dialog = desk, dialog
        self.hide()

    def look(self, cohort_id: int, times: Sequence[tuple[object, str, str]], *, venue: str = "",
             instructors: Sequence[str] = (), session_id: int = 0) -> None:
        """Ask about these times; those that are not yet times are left out."""
        known = tuple((day, starts, ends) for day, starts, ends in times
                      if isinstance(day, date) and time_problem(starts, ends) is None)
        self.desk.ask(ClashesOf(cohort_id=cohort_id, times=known, venue=venue, instructors=tuple(instructors),
                                session_id=session_id), owner=self, then=self._show)

    def _show(self, found: Sequence[Clashing]) -> None:
        words = clashing_words(found)
        self.show_note(words, "warn")
        self.setVisible(bool(words))
        self.dialog.fit()

