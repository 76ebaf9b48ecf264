"""An instructor's own grid: columns to sessions, rows to trainees, codes to statuses; what is open is asked."""

from __future__ import annotations

from collections import Counter

from app.attendance.files.cells import text_of
from app.attendance.files.draft import LEAVE, FileDraft, Question, Wanted
from app.attendance.files.known import Known, Person, session_words
from app.attendance.files.names import Match, row_match
from app.attendance.files.own_sheet import OwnSheet, SheetColumn, SheetRow, find_sheet
from app.attendance.queries import SessionRow
from app.errors import Invalid
from app.exchange.tables.table import Book, letter
from app.i18n import N_, _, ngettext

UNMARKED = "unmarked"
"""The answer that leaves the cells of a code unmarked."""
NOT_THERE = frozenset({"-", "–", "—", "n/a", "na", "tb", "tiada"})
SIGNS = {"/": "H", "✓": "H", "✔": "H", "√": "H", "1": "H", "0": "X", "✗": "X", "✘": "X", "×": "X"}
ASKED_ALWAYS = ("x",)
"""X means present in one class and absent in the next, whatever a legend says."""
MOST_CODES = 40
NOTE = N_("not on the roll then")


class GridDraft(FileDraft):
    """Raises Invalid when no grid is found."""

    kind = "grid"
    source = "import"

    def __init__(self, book: Book, known: Known, digest: str) -> None:
        super().__init__(book, known, digest)
        cohort = known.view.cohort
        found = find_sheet(book, cohort.starts, cohort.ends)
        if found is None:
            raise Invalid(_("No attendance was found in {file}: it needs a row with dates, and under it trainees by "
                            "number or name.").format(file=book.name))
        self.sheet: OwnSheet = found
        people = known.people
        self.matches: dict[int, Match] = {
            r.row: row_match(people, r.number, r.identity, r.name) for r in self.sheet.rows if not r.skip}
        self._met = {c.index: self._sessions_of(c) for c in self.sheet.columns}
        self._texts = Counter(t.casefold() for r in self.sheet.rows if not r.skip for c in self.sheet.columns
                              if not c.off and (t := self.text(r, c)))

    def facts(self) -> list[str]:
        return [_("Attendance grid"), self.sheet.table.sheet or self.book.name]

    def text(self, row: SheetRow, column: SheetColumn) -> str:
        """What stands in a cell."""
        return text_of(self.sheet.table.value(row.row, column.index))

    # -- columns -----------------------------------------------------------------------------------------------------
    def _sessions_of(self, column: SheetColumn) -> list[SessionRow]:
        """Sessions that a column may be."""
        sessions = [s for s in self.known.view.sessions if not s.cancelled]
        if column.day is None:
            return [s for s in sessions if column.number and s.number == column.number]
        there = [s for s in sessions if s.day == column.day]
        if column.part:
            return [s for s in there if s.part == column.part] or [s for s in there if s.part == "FULL"]
        same = [c for c in self.sheet.columns if c.day == column.day and not c.part]
        if len(there) > 1 and len(same) == len(there):
            return [there[same.index(column)]]
        return there

    def session_of(self, column: SheetColumn) -> SessionRow | None:
        """The session of a column: the only one, or the one that was said."""
        said = self.answers.get(f"column:{column.index}")
        if said:
            return self.known.sessions.get(int(said)) if said != LEAVE else None
        met = self._met[column.index]
        return met[0] if len(met) == 1 else None

    # -- rows --------------------------------------------------------------------------------------------------------
    def person_of(self, row: SheetRow) -> Person | None:
        """Who a row is about: certain, or said."""
        said = self.answers.get(f"row:{row.row}")
        if said:
            return self.known.by_enrolment.get(int(said)) if said != LEAVE else None
        match = self.matches.get(row.row)
        return match.person if match is not None and match.cls == "ok" else None

    # -- codes -------------------------------------------------------------------------------------------------------
    def meaning(self, text: str) -> tuple[str, bool]:
        """(status, sure) of what stands in a cell; '' when nothing is likely."""
        plain = text.casefold()
        legend = self._by_words(self.sheet.legend.get(plain, ""))
        if plain in ASKED_ALWAYS:
            return legend or "X", False
        if "?" in plain:
            return UNMARKED, False
        if plain in NOT_THERE:
            return UNMARKED, False
        if legend:
            return legend, True
        if plain in SIGNS:
            return SIGNS[plain], plain not in "01"
        if plain == "mc":
            sick = next((s.code for s in self.known.view.statuses if s.active and s.policy_key == "sick"), "")
            return sick, bool(sick)
        named = {s.code for s in self.known.view.statuses if s.active
                 and plain in (s.letter_en.casefold(), s.letter_ms.casefold(), s.label_en.casefold(),
                               s.label_ms.casefold())}
        if len(named) == 1:
            return named.pop(), True
        mine = next((s.code for s in self.known.view.statuses if s.active and s.letter.casefold() == plain), "")
        return (mine if mine in named else ""), False

    def _by_words(self, words: str) -> str:
        """The status whose name a legend says: the longest that it begins with."""
        fits = [(len(label), s.code) for s in self.known.view.statuses if s.active
                for full in (s.label_en.casefold(), s.label_ms.casefold())
                for label in {full, full.split("(")[0].strip()}
                if label and words.startswith(label)]
        return max(fits)[1] if fits else ""

    def code_of(self, text: str) -> str:
        """The status of a text: sure or said; UNMARKED leaves it, '' is still open."""
        said = self.answers.get(f"code:{text.casefold()}")
        if said:
            return UNMARKED if said == LEAVE else said
        found, sure = self.meaning(text)
        return found if sure else ""

    # -- asked -------------------------------------------------------------------------------------------------------
    def questions(self) -> list[Question]:
        return [*self._code_questions(), *self._column_questions(), *self._row_questions()]

    def _code_questions(self) -> list[Question]:
        statuses = [(s.code, f"{s.letter} {s.label}") for s in self.known.view.statuses if s.offered(self.known.roles)]
        found: list[Question] = []
        for text, count in self._texts.most_common():
            likely, sure = self.meaning(text)
            if len(found) == MOST_CODES:
                break
            said = ngettext("{n} cell", "{n} cells", count).format(n=count)
            if text in ASKED_ALWAYS:
                why = _("X is present for some and absent for others. What is it here?")
            elif text in NOT_THERE:
                why = _("A dash: not on the roll on that day, or not marked?")
            elif "?" in text:
                why = _("Somebody was not sure. It stays unmarked unless you know.")
            else:
                why = _("What does this mean?")
            found.append(self.asked(f"code:{text}", f"{text.upper()}  ·  {said}", why,
                                    [*statuses, (UNMARKED, _("Leave unmarked"))], "" if sure else likely,
                                    sure=likely if sure else ""))
        return found

    def _column_questions(self) -> list[Question]:
        found = []
        for column in self.sheet.columns:
            met = self._met[column.index]
            if column.off:
                continue
            options = [*self.session_options(met or self.known.view.sessions), (LEAVE, _("Leave out"))]
            why = _("Which session is this column?") if met else _("There is no session on this day.")
            words = " ".join(filter(None, (letter(column.index), column.heading, column.part)))
            found.append(self.asked(f"column:{column.index}", words, why, options, "" if met else LEAVE,
                                    sure=str(met[0].id) if len(met) == 1 else ""))
        return found

    def _row_questions(self) -> list[Question]:
        found = []
        for row in self.sheet.rows:
            match = self.matches.get(row.row)
            if match is None:
                continue
            likely = str(match.person.enrolment_id) if match.person is not None else ""
            found.append(self.asked(f"row:{row.row}", f"{row.row}  ·  {row.name or row.number or row.identity}",
                                    match.why, self.people_options(match.candidates),
                                    likely if match.cls == "suggest" else "", len(match.candidates),
                                    sure=likely if match.cls == "ok" else ""))
        return found

    # -- wanted ------------------------------------------------------------------------------------------------------
    def row_class(self, row: SheetRow) -> str:
        """ok, ask or skip, as a careful clerk would say of the whole row."""
        if row.skip:
            return "skip"
        open_cells = any(t and "?" in t or t.casefold() in NOT_THERE for c in self.sheet.columns
                         for t in (self.text(row, c),) if not c.off)
        return "ask" if open_cells or self.matches[row.row].cls == "ask" else "ok"

    def wanted(self) -> list[Wanted]:
        found: list[Wanted] = []
        twice = Counter(p.enrolment_id for r in self.sheet.rows if not r.skip and (p := self.person_of(r)) is not None)
        columns = Counter(s.id for c in self.sheet.columns if not c.off and (s := self.session_of(c)) is not None)
        for row in self.sheet.rows:
            if row.skip:
                continue
            person = self.person_of(row)
            for column in self.sheet.columns:
                text = self.text(row, column)
                if not text or column.off:
                    continue
                session = self.session_of(column)
                again = person is not None and twice[person.enrolment_id] > 1 \
                    or session is not None and columns[session.id] > 1
                one = self._cell(row, column, text, person, session, again)
                if one is not None:
                    found.append(one)
        return found

    def _cell(self, row: SheetRow, column: SheetColumn, text: str, person: Person | None,
              session: SessionRow | None, again: bool) -> Wanted | None:
        name = person.name if person is not None else row.name or row.number
        where = session_words(session) if session is not None else f"{column.heading} {column.part}".strip()
        if person is None:
            return Wanted(name, where, text, out=_("Nobody has said who this is.")
                          if f"row:{row.row}" not in self.answers else _("Left out."))
        if session is None:
            return Wanted(name, where, text, out=_("Which session this is has not been said.")
                          if self._met[column.index] else _("There is no such session."))
        if again:
            return Wanted(name, where, text, out=_("The same cell stands twice in the file."))
        code = self.code_of(text)
        if code == UNMARKED:
            return Wanted(name, where, text, out=_(NOTE) if text.casefold() in NOT_THERE else _("Left unmarked."))
        if not code:
            return Wanted(name, where, text, out=_("What “{text}” means has not been said.").format(text=text[:40]))
        return Wanted(name, where, text, person.enrolment_id, session.id, code)
