"""A file of attendance that is being looked at: what it asks, and every cell compared with the register.

Nothing is recorded: `command` makes what would be, of the cells that are taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from app.attendance.commands import Cell
from app.attendance.files.command import BringAttendance
from app.attendance.files.known import Known, Person, session_words
from app.attendance.queries import MarkCell, SessionRow
from app.exchange.tables.table import Book
from app.i18n import _, show_date

CellClass = Literal["new", "same", "conflict", "out"]
CLASSES: tuple[CellClass, ...] = ("new", "conflict", "out", "same")
LEAVE = "-"
"""The answer that leaves out what is asked about."""


@dataclass(frozen=True)
class Question:
    """Something the file leaves open. `proposed`: the answer is only likely until somebody agrees."""

    key: str  # who:3  row:7  column:5  code:x  session
    about: str  # what stands in the file
    text: str
    options: tuple[tuple[str, str], ...]
    answer: str = ""
    proposed: bool = False
    likely: int | None = None  # so many of the options, from the first, are likely; None: all may be

    @property
    def open(self) -> bool:
        """Whether somebody has to say something."""
        return not self.answer or self.proposed

    @property
    def group(self) -> str:
        """Kind of the question: who row column code session."""
        return self.key.split(":")[0]


@dataclass(frozen=True)
class Wanted:
    """What the file says of one cell. `out` is why it cannot be taken; `base` what a packet was made from."""

    who: str
    where: str
    text: str
    enrolment_id: int | None = None
    session_id: int | None = None
    status: str | None = None  # None clears
    minutes: int | None = None
    reason: str | None = None
    out: str = ""
    base: str | None = None


@dataclass(frozen=True)
class FileCell:
    """A cell with its class, and what stands in the register."""

    id: int
    wanted: Wanted
    cls: CellClass
    why: str = ""
    here: str = ""  # code in the register, '' for an empty cell
    here_by: str = ""
    here_at: datetime | None = None
    taken: bool = False


class FileDraft:
    """A file with the answers given so far; the kinds of file say what is asked and what is wanted."""

    kind = ""
    source = "import"

    def __init__(self, book: Book, known: Known, digest: str) -> None:
        self.book, self.known, self.digest = book, known, digest
        self.answers: dict[str, str] = {}
        self.agreed: set[str] = set()
        self.choices: dict[tuple[int | None, int | None, str], bool] = {}  # enrolment, session, class: what was said
        self.session_id: int | None = None
        self._cells: list[FileCell] | None = None

    # -- what the kinds say ------------------------------------------------------------------------------------------
    def questions(self) -> list[Question]:
        """Everything that is asked, answered or not."""
        return []

    def wanted(self) -> list[Wanted]:
        """What the file says, cell by cell."""
        raise NotImplementedError

    def facts(self) -> list[str]:
        """The file in a few words."""
        return []

    def remember(self) -> tuple[tuple[str, str, int], ...]:
        """Names to be remembered: folded, as shown, trainee."""
        return ()

    # -- answers -----------------------------------------------------------------------------------------------------
    def answer(self, key: str, value: str) -> None:
        """Answer a question; '-' leaves out what it is about."""
        self.answers[key] = value
        self.agreed.add(key)
        self.forget()

    def agree_all(self) -> int:
        """Agree with everything that is proposed; how many that were."""
        found = [q for q in self.questions() if q.proposed and q.answer]
        for one in found:
            self.answers[one.key] = one.answer
            self.agreed.add(one.key)
        self.forget()
        return len(found)

    def open_questions(self) -> int:
        """How many wait for an answer."""
        return sum(q.open for q in self.questions())

    def asked(self, key: str, about: str, text: str, options: Iterable[tuple[str, str]],
              proposed: str = "", likely: int | None = None, sure: str = "") -> Question:
        """A question with the answer it has, is certain anyhow (`sure`), or is proposed."""
        answer = self.answers.get(key, "") or sure
        return Question(key, about, text, tuple(options), answer or proposed, not answer and bool(proposed), likely)

    # -- cells -------------------------------------------------------------------------------------------------------
    def forget(self) -> None:
        """Compare anew when asked."""
        self._cells = None

    def cells(self) -> list[FileCell]:
        """Every cell of the file, compared."""
        if self._cells is None:
            self._cells = [self._judged(n, one) for n, one in enumerate(self.wanted())]
        return self._cells

    def _judged(self, number: int, wanted: Wanted) -> FileCell:
        cls, why = judge(self.known, wanted)
        mark = self.known.view.marks.get((wanted.enrolment_id or 0, wanted.session_id or 0))
        return FileCell(number, wanted, cls, why, mark.status if mark else "", mark.by if mark else "",
                        mark.at if mark else None,
                        cls in ("new", "conflict") and self.choices.get(_place(wanted, cls), cls == "new"))

    def choose(self, ids: Iterable[int], taken: bool) -> None:
        """Take cells or leave them out; in a conflict taking means the file's value."""
        cells = self.cells()
        for number in ids:
            if cells[number].cls in ("new", "conflict"):
                self.choices[_place(cells[number].wanted, cells[number].cls)] = taken
                cells[number] = replace(cells[number], taken=taken)

    def counts(self) -> dict[str, int]:
        """Cells by class, and `taken`."""
        found = Counter(c.cls for c in self.cells())
        return {cls: found[cls] for cls in CLASSES} | {"taken": sum(c.taken for c in self.cells())}

    def left_out(self) -> list[FileCell]:
        """What the file says and the register does not get."""
        return [c for c in self.cells() if c.cls == "out" or c.cls in ("new", "conflict") and not c.taken]

    def command(self) -> BringAttendance:
        """What records the cells that are taken."""
        taken = [c for c in self.cells() if c.taken]
        cells = tuple(Cell(c.wanted.enrolment_id or 0, c.wanted.session_id or 0, c.wanted.status, c.wanted.reason,
                           c.wanted.minutes, seen=c.here) for c in taken)
        return BringAttendance(cells=cells, source=self.source, cohort_id=self.known.view.cohort.id, kind=self.kind,
                               file=self.book.name, digest=self.digest, session_id=self.session_id,
                               remember=self.remember(), packet_uid=self.packet_uid)

    packet_uid = ""

    # -- words -------------------------------------------------------------------------------------------------------
    def people_options(self, first: Sequence[Person] = ()) -> list[tuple[str, str]]:
        """Everybody who may be meant, the likely ones first, and nobody."""
        rest = [p for p in self.known.people if p not in first and p.on_roll]
        return [*((str(p.enrolment_id), p.name) for p in (*first, *rest)), (LEAVE, _("Leave out"))]

    def session_options(self, sessions: Iterable[SessionRow]) -> list[tuple[str, str]]:
        """Sessions to choose from."""
        return [(str(s.id), session_words(s)) for s in sessions if not s.cancelled]


def _place(wanted: Wanted, cls: str) -> tuple[int | None, int | None, str]:
    """What a choice is about; it no longer holds when the cell has become a conflict since."""
    return wanted.enrolment_id, wanted.session_id, cls


def judge(known: Known, wanted: Wanted) -> tuple[CellClass, str]:
    """Whether a cell is new, stands already, was marked otherwise, or cannot be taken, and why."""
    if wanted.out or wanted.enrolment_id is None or wanted.session_id is None:
        return "out", wanted.out
    mark = known.view.marks.get((wanted.enrolment_id, wanted.session_id))
    here = mark.status if mark else ""
    if here == (wanted.status or "") and not _says_more(wanted, mark):
        return "same", ""
    why = _why_not(known, wanted) or _why_not_status(known, wanted, here)
    if why:
        return "out", why
    if here in (wanted.base or "", wanted.status or ""):
        return "new", ""
    return "conflict", _("Marked here as {letter}.").format(letter=known.letter(here)) if here \
        else _("The mark was cleared here.")


def _says_more(wanted: Wanted, mark: MarkCell | None) -> bool:
    """Whether the file gives minutes, or a packet a reason, that the same mark here does not have."""
    if mark is None:
        return False
    return wanted.minutes not in (None, mark.minutes) or (
        wanted.base is not None and wanted.reason not in (None, mark.reason))


def _why_not(known: Known, wanted: Wanted) -> str:
    view = known.view
    session, row = known.sessions.get(wanted.session_id or 0), known.rolls.get(wanted.enrolment_id or 0)
    if session is None:
        return _("This session is no longer there.")
    if row is None:
        return _("This trainee is not in the cohort.")
    if view.cohort.status in ("closed", "cancelled"):
        return _("The cohort is closed.")
    if session.cancelled:
        return _("This session does not take place.")
    if session.closed_at is not None:
        return _("This register is closed.")
    if session.day > view.today:
        return _("This session is still to come.")
    if not view.expected(row, session):
        return _("The trainee was not on the roll on {date}.").format(date=show_date(session.day))
    if row.enrolment_id in view.locked:
        return _("A certificate rests on this mark.")
    if view.oldest is not None and session.day < view.oldest:
        return _("Marks from before {date} are changed by the office.").format(date=show_date(view.oldest))
    return ""


def _why_not_status(known: Known, wanted: Wanted, here: str) -> str:
    if wanted.status is None or wanted.status == here:
        return ""
    status = known.statuses.get(wanted.status)
    if status is None:
        return _("There is no attendance status {code}.").format(code=wanted.status)
    if not status.offered(known.roles):
        return _("You may not set the status “{name}”.").format(name=status.label)
    if status.needs_evidence:
        return _("“{name}” needs the number of the MC or letter. Mark it in the register.").format(name=status.label)
    if status.needs_reason and not wanted.reason:
        return _("“{name}” needs a reason, written after the letter.").format(name=status.label)
    return ""
