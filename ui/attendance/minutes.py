"""Minutes typed after a mark: L, then 15, and the late mark before has its minutes while the next name waits."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.i18n import _
from ui.attendance.book import Book, Place

MOST_DIGITS = 3
AFTER = 900  # ms without another digit until they are saved
WITH_MINUTES = ("late", "early")


class MinutesTyping(QObject):
    """`marked` remembers the place; `digit` takes a key; `flush` saves what was typed (any other key, or a pause)."""

    def __init__(self, book: Book, say: Callable[[str], object], source: str, parent: QObject,
                 saved: Callable[[Place], object] | None = None) -> None:
        super().__init__(parent)
        self.book, self.say, self.source, self.saved = book, say, source, saved
        self._last: Place | None = None
        self._typed = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(AFTER)
        self._pause.timeout.connect(self.flush)

    def marked(self, place: Place | None) -> None:
        """This cell was marked last; None when several were."""
        self._last = place if place is not None and self._takes(place) else None

    def digit(self, text: str, current: Place | None) -> bool:
        """A key: True when it is a digit and belongs to a mark that has minutes."""
        if len(text) != 1 or text not in "0123456789":
            return False
        place = self._last or current
        if place is None or not self._takes(place) or self.book.why_not(*place):
            return False
        self._last = place
        self._typed = (self._typed + text)[-MOST_DIGITS:]
        person = self.book.person(place[0])
        self.say(_("{name}: {n} minutes").format(name=person.name if person else "", n=int(self._typed)))
        self._pause.start()
        return True

    def flush(self) -> None:
        """Save the minutes that were typed."""
        self._pause.stop()
        place, typed = self._last, self._typed
        self._typed = ""
        if place is not None and typed and self._takes(place):
            mark = self.book.marks[place]
            self.book.put([place], mark.status, minutes=int(typed), source=self.source)
            if self.saved is not None:
                self.saved(place)

    def forget(self) -> None:
        """The next digits belong to the cell where the keys are."""
        self.flush()
        self._last = None

    def _takes(self, place: Place) -> bool:
        mark = self.book.marks.get(place)
        status = self.book.status(mark.status) if mark is not None else None
        return status is not None and status.policy_key in WITH_MINUTES
