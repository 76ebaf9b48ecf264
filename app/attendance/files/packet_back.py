"""A packet that has come back, compared cell by cell with what it was made from and with the register."""

from __future__ import annotations

import re
from typing import Any

from app.attendance.files.cells import text_of
from app.attendance.files.draft import FileDraft, Wanted
from app.attendance.files.known import Known, Person, session_words
from app.attendance.files.packet import MAGIC, PacketRow, signature
from app.errors import Invalid
from app.exchange.tables.table import Book, Table, letter
from app.i18n import _, show_moment

_MARK = re.compile(r"^\s*([^\W\d_]+|[/✓✔✗✘])[\s,.:;-]*(\d{1,4})?\s*(?:min(?:it|utes?|s)?\b\.?)?[\s,.:;-]*(.*?)\s*$",
                   re.IGNORECASE)


def uid_of(book: Book) -> str:
    """The number of the packet that a workbook is; '' when it is none."""
    page = _hidden(book)
    return text_of(page.value(2, 0)) if page is not None else ""


def _hidden(book: Book) -> Table | None:
    return next((t for t in book.sheets if t.value(1, 0) == MAGIC), None)


def read_mark(text: str, letters: dict[str, str]) -> tuple[str, int | None, str | None] | None:
    """'L 15 jem' -> (code, 15, 'jem') by letters or names in capitals; None when it begins with no status."""
    plain = " ".join(text.split())
    if plain.upper() in letters:
        return letters[plain.upper()], None, None
    found = _MARK.match(plain)
    if found is None or found[1].upper() not in letters:
        return None
    minutes = int(found[2]) if found[2] else None
    if minutes is not None and minutes > 1440:
        return None
    return letters[found[1].upper()], minutes, found[3][:500] or None


class PacketDraft(FileDraft):
    """Raises Invalid when the workbook is not as it was given out."""

    kind = "packet"
    source = "packet"

    def __init__(self, book: Book, known: Known, digest: str, packet: PacketRow) -> None:
        super().__init__(book, known, digest)
        self.packet, self.packet_uid = packet, packet.uid
        self.state: dict[str, Any] = packet.state
        self.tampered = not self._signed()
        self.page = self._page()
        self.base = {(e, s): code for e, s, code in self.state["marks"]}

    def _signed(self) -> bool:
        """Whether the hidden sheet still says what was given out."""
        page = _hidden(self.book)
        assert page is not None
        said = "".join(str(page.value(at, 0) or "") for at in range(4, len(page.rows) + 1))
        return said == self.packet.base and page.value(3, 0) == signature(self.packet.base)

    def _page(self) -> Table:
        """The sheet with the cells: the one whose hidden row names sessions of the packet."""
        wanted = {str(s) for s in self.state["sessions"]}
        for page in self.book.sheets:
            for row in range(1, min(len(page.rows), 12) + 1):
                if len({text_of(v) for v in page.rows[row - 1]} & wanted) >= max(1, len(wanted) // 2) \
                        and page.value(1, 0) != MAGIC:
                    self.head = row
                    return page
        raise Invalid(_("The sheet with the cells of this packet is missing or was built anew. Fill in a packet as it "
                        "was given out."))

    def facts(self) -> list[str]:
        made = _("made {when} by {who}").format(when=show_moment(self.packet.made_at), who=self.packet.made_by)
        found = [_("Attendance packet"), " · ".join(filter(None, (self.packet.instructor, made)))]
        if self.tampered:
            found.append(_("What the packet says about itself was changed; it is compared with what was given out."))
        if self.packet.returned_at is not None:
            found.append(_("came back before, {when}").format(when=show_moment(self.packet.returned_at)))
        return found

    def wanted(self) -> list[Wanted]:
        sessions = {text_of(v): at for at, v in enumerate(self.page.rows[self.head - 1]) if text_of(v).isdigit()}
        numbers = {number: key for key, number in self.state["people"]}
        letters = {**self._letters(), **self.state["letters"]}
        found: list[Wanted] = []
        given = set(self.state["sessions"])
        for at in range(self.head + 1, len(self.page.rows) + 1):
            key, number = text_of(self.page.value(at, 0)), text_of(self.page.value(at, 3))
            name = text_of(self.page.value(at, 2))
            if not key and not number or at <= self.head + 3 and not key:
                continue
            person = self._person(key, number, numbers)
            for said, column in sessions.items():
                one = self._cell(at, column, int(said), person, name or number or key, letters, given)
                if one is not None:
                    found.append(one)
        return found

    def _letters(self) -> dict[str, str]:
        """Names of statuses, for who writes them out."""
        return {name.upper(): s.code for s in self.known.view.statuses if s.active
                for name in (s.label_en, s.label_ms)}

    def _person(self, key: str, number: str, numbers: dict[str, int]) -> Person | None:
        """Who a row is: its hidden key and its number must agree, and both be of the packet."""
        said = int(key) if key.isdigit() else numbers.get(number)
        known = self.known.by_enrolment.get(said) if said is not None else None
        if known is None or numbers.get(number) != known.enrolment_id:
            return None
        return known

    def _cell(self, at: int, column: int, session_id: int, person: Person | None, name: str, letters: dict[str, str],
              given: set[int]) -> Wanted | None:
        text = text_of(self.page.value(at, column))
        session = self.known.sessions.get(session_id)
        where = session_words(session) if session is not None else f"{letter(column)}{at}"
        if person is None or session_id not in given:
            return Wanted(name, where, text, out=_("This trainee is not in the packet.") if person is None
                          else _("This session is not in the packet.")) if text else None
        base = self.base.get((person.enrolment_id, session_id), "")
        read = read_mark(text, letters) if text else None
        if text and read is None:
            return Wanted(person.name, where, text,
                          out=_("“{text}” is no letter of the packet.").format(text=text[:40]))
        code, minutes, reason = read or (None, None, None)
        if (code or "") == base and minutes is None and reason is None:
            return None  # as it was given out
        if session is None:
            return Wanted(person.name, where, text, out=_("This session is no longer there."))
        return Wanted(person.name, where, text, person.enrolment_id, session_id, code, minutes, reason, base=base)
