"""Whose turn it is in a roll call: the order of the names, and the way through those who are not marked yet."""

from __future__ import annotations

from collections.abc import Sequence

from app.attendance.queries import SessionRow
from app.cohorts.queries import RollRow
from app.i18n import _, ngettext
from ui.attendance.book import Book

LAST = 5
"""Sessions before this one that are shown."""


class Turns:
    """`now` is the enrolment whose turn it is; None after the last."""

    def __init__(self, book: Book, session_id: int, by: str = "name") -> None:
        self.book, self.session_id = book, session_id
        self.by = by  # name, or number
        self.now: int | None = None
        self.trail: list[int | None] = []  # who was marked, in order, for undo; None for all who were left
        self.begin()

    @property
    def session(self) -> SessionRow:
        """The session; it stays in the register even when it is cancelled meanwhile."""
        found = self.book.session(self.session_id)
        assert found is not None
        return found

    @property
    def people(self) -> list[RollRow]:
        """Who should be there, by name or by roll number."""
        found = self.book.awaited(self.session)
        return sorted(found, key=lambda r: r.number) if self.by == "number" else found

    def order(self) -> list[int]:
        """Their enrolments."""
        return [r.enrolment_id for r in self.people]

    def marked(self, key: int) -> bool:
        """Has somebody a mark in this session?"""
        return (key, self.session_id) in self.book.marks

    def proposal(self, key: int) -> str:
        """What Enter marks: planned leave, else present."""
        return self.book.proposal((key, self.session_id)) or "H"

    def left(self) -> int:
        """How many have no mark yet."""
        return sum(not self.marked(k) for k in self.order())

    def begin(self) -> None:
        """To the first who is not marked; to the end when all are."""
        self.now = next((k for k in self.order() if not self.marked(k)), None)

    def place(self) -> int:
        """Number of the turn, from 0; -1 at the end."""
        keys = self.order()
        return keys.index(self.now) if self.now in keys else -1

    def go(self, key: int | None) -> None:
        """To somebody; None is the end."""
        self.now = key

    def back(self) -> None:
        """One up; from the end to the last."""
        keys, at = self.order(), self.place()
        if keys:
            self.now = keys[-1] if at < 0 else keys[max(0, at - 1)]

    def skip(self) -> None:
        """One down, marked or not; after the last comes the end."""
        keys, at = self.order(), self.place()
        if at >= 0:
            self.now = keys[at + 1] if at + 1 < len(keys) else None

    def taken_back(self) -> None:
        """The last mark was undone: back to that name, or to the first of all who were left."""
        key = self.trail.pop() if self.trail else self.now
        if key is None:
            self.begin()
        else:
            self.now = key

    def following(self) -> int | None:
        """The next without a mark after this one, else the first without, else the end."""
        keys, at = self.order(), self.place()
        order = [*keys[at + 1:], *keys[:max(0, at)]]
        return next((k for k in order if not self.marked(k)), None)

    def before(self, key: int) -> list[tuple[SessionRow, str]]:
        """The last held sessions before this one with the status code there ('' for none), the oldest first."""
        view = self.book.view
        assert view is not None
        person, own = self.book.person(key), self.session
        held = [s for s in view.sessions if s.held and person is not None and view.expected(person, s)
                and (s.day, s.starts_at) < (own.day, own.starts_at)]
        return [(s, mark.status if (mark := view.marks.get((key, s.id))) else "") for s in held[-LAST:]]

    def absences_in_a_row(self, key: int) -> int:
        """How many held sessions up to this one were missed without a break."""
        view = self.book.view
        assert view is not None
        own, count = self.session, 0
        for session in reversed([s for s in view.sessions if not s.cancelled and s.held
                                 and (s.day, s.starts_at) <= (own.day, own.starts_at)]):
            mark = view.marks.get((key, session.id))
            if mark is None or mark.meaning != "absent":
                break
            count += 1
        return count


def told(name: str, status: str, absences: int) -> str:
    """'Jeffrey anak Unggang marked absent · third absence in a row'."""
    words = _("{name}: {status}").format(name=name, status=status[:1].lower() + status[1:])
    if absences < 2:
        return words
    return words + " · " + ngettext("absent {n} time in a row", "absent {n} times in a row", absences).format(
        n=absences)


def named(people: Sequence[RollRow], most: int = 12) -> str:
    """Names in one line; so many at most."""
    names = ", ".join(p.name for p in people[:most])
    return names if len(people) <= most else _("{names} and {n} more").format(names=names, n=len(people) - most)
