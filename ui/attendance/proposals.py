"""Planned leave stands in the register as a proposal: Enter accepts it, nothing is forced."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.attendance.marking import Cell
from app.i18n import _, ngettext
from ui.attendance.book import Book, Place
from ui.desk import talk

if TYPE_CHECKING:
    from ui.attendance.register import AttendanceTab


def proposed_in(book: Book, session_id: int) -> list[Place]:
    """The empty cells of a session with a proposal that may be accepted now."""
    if book.view is None:
        return []
    return [p for p in book.view.proposed if p[1] == session_id and book.proposal(p) and not book.why_not(*p)]


def accept(book: Book, places: Sequence[Place]) -> int:
    """Mark these cells as it is proposed, as one step; returns how many."""
    return book.send([Cell(person, session, book.proposal((person, session))) for person, session in places],
                     source="leave")


def mark_rest(book: Book, session_id: int, rest: Callable[[], object], parent: QWidget) -> None:
    """Before everybody else becomes present: ask when leave is planned for some of them."""
    planned = proposed_in(book, session_id)
    if not planned:
        rest()
        return

    def take() -> None:
        accept(book, planned)
        rest()

    n = len(planned)
    talk.ask(ngettext("{n} trainee has planned leave", "{n} trainees have planned leave", n).format(n=n),
             _("Everybody else who is not marked becomes present."), _("Accept the leave, the others present"), take,
             parent=parent)


def accept_session(tab: AttendanceTab) -> None:
    """All proposals of the session in front."""
    session = tab.session()
    places = proposed_in(tab.book, session.id) if session is not None else []
    if not places:
        tab.say(_("No leave is planned for this session."), "neutral")
        return
    n = accept(tab.book, places)
    tab.say(ngettext("{n} proposal is accepted", "{n} proposals are accepted", n).format(n=n), "ok")
