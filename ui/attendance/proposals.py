"""Planned leave stands in the register as a proposal: Enter accepts it, nothing is forced."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.i18n import _, ngettext
from ui.attendance.book import Book, Place

if TYPE_CHECKING:
    from ui.attendance.register import AttendanceTab


def proposed_in(book: Book, session_id: int) -> list[Place]:
    """The empty cells of a session with a proposal that may be accepted now."""
    if book.view is None:
        return []
    return [p for p in book.view.proposed if p[1] == session_id and book.proposal(p) and not book.why_not(*p)]


def accept(book: Book, places: Sequence[Place]) -> int:
    """Mark these cells as it is proposed, as one step; returns how many."""
    from app.attendance.marking import Cell

    return book.send([Cell(person, session, book.proposal((person, session))) for person, session in places],
                     source="leave")


def accept_session(tab: AttendanceTab) -> None:
    """All proposals of the session in front."""
    session = tab.session()
    places = proposed_in(tab.book, session.id) if session is not None else []
    if not places:
        tab.say(_("No leave is planned for this session."), "neutral")
        return
    n = accept(tab.book, places)
    tab.say(ngettext("{n} proposal is accepted", "{n} proposals are accepted", n).format(n=n), "ok")
