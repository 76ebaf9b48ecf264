"""The register as it is being written: what was typed is shown at once and is on disk when the office says so.

Grid and roll call write through the same book, so both always show the same marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.attendance.commands import Cell, MarkAttendance, MarkedMeanwhile
from app.attendance.marking import too_old_words
from app.attendance.queries import MarkCell, Register, RegisterView, SessionRow
from app.attendance.statuses import StatusRow, key_map
from app.cohorts.queries import RollRow
from app.i18n import _, local_time, show_date
from app.office.journal import Changes
from app.office.permissions import role_label
from ui.attendance.rows import locked_words
from ui.desk.desk import Desk

Place = tuple[int, int]  # enrolment, session


class Book(QObject):
    """read(first time) after the register was asked again, changed(places) after marks were typed,
    said(words, tone) when there is something to tell, failed(error) when the register could not be read,
    clashed(clashes, other cells of the step, source) when somebody else has marked the same cells."""

    read = Signal(bool)
    changed = Signal(object)
    said = Signal(str, str)
    failed = Signal(object)
    clashed = Signal(object, object, str)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self.cohort_id: int | None = None
        self.base: RegisterView | None = None  # as it was read
        self.view: RegisterView | None = None  # with what has been typed since
        self.marks: dict[Place, MarkCell] = {}
        self.waiting = 0  # own changes on their way to the disk
        self._passed = 0  # changes of marks that were taken for one of them

    # -- reading ---------------------------------------------------------------------------------------------------
    def open(self, cohort_id: int) -> None:
        """Another cohort; nothing is asked yet."""
        self.cohort_id, self.base, self.view, self.marks = cohort_id, None, None, {}

    def load(self) -> None:
        """Ask for the register again."""
        if self.cohort_id is not None:
            self.desk.ask(Register(cohort_id=self.cohort_id), owner=self, then=lambda rows: self._show(rows[0]),
                          failed=self.failed.emit)

    def _show(self, view: RegisterView) -> None:
        first = self.base is None
        self.base = self.view = view
        self.marks = dict(view.marks)
        self.read.emit(first)

    def heard(self, changes: Changes) -> bool:
        """A commit, whoever made it; True when the register must be asked again."""
        if self.waiting and changes.kinds == {"mark"}:
            self._passed += 1
            return False
        return changes.touches(Register.reads)

    # -- what may be done ------------------------------------------------------------------------------------------
    def session(self, key: int | None) -> SessionRow | None:
        """A session by its key."""
        return next((s for s in self.view.sessions if s.id == key), None) if self.view else None

    def person(self, key: int) -> RollRow | None:
        """A trainee by enrolment."""
        return next((r for r in self.view.rows if r.enrolment_id == key), None) if self.view else None

    def status(self, code: str) -> StatusRow | None:
        """A status by its code."""
        return next((s for s in self.view.statuses if s.code == code), None) if self.view else None

    def code_of(self, text: str) -> str | None:
        """The status that a key means in the language in use."""
        return key_map(self.view.statuses).get(text.upper()) if self.view and text else None

    def awaited(self, session: SessionRow) -> list[RollRow]:
        """Who should be there."""
        return [r for r in self.view.rows if self.view.expected(r, session)] if self.view else []

    def unmarked(self, session: SessionRow) -> list[RollRow]:
        """Of these, who has no mark yet."""
        return [r for r in self.awaited(session) if (r.enrolment_id, session.id) not in self.marks]

    def offered(self) -> list[StatusRow]:
        """The statuses that whoever sits here may set, in the order of the centre."""
        roles = getattr(self.desk.actor, "roles", frozenset())
        return [s for s in self.view.statuses if s.offered(roles)] if self.view else []

    def why_status(self, code: str) -> str:
        """Why a status cannot be set anew by whoever sits here; '' when it can."""
        status = self.status(code)
        if status is None or status.offered(getattr(self.desk.actor, "roles", frozenset())):
            return ""
        if not status.active:
            return _("The status “{name}” is retired. Choose another one.").format(name=status.label)
        return _("The status “{name}” is set by: {roles}.").format(
            name=status.label, roles=", ".join(role_label(r) for r in status.roles.split(",")))

    def closed(self, place: Place) -> bool:
        """Whether the register of a cell is closed."""
        session = self.session(place[1])
        return session is not None and session.closed_at is not None

    def decidable(self, place: Place) -> bool:
        """Whether a mark is changed by asking for it or by a decision: its register is closed, or it is too old."""
        session, row = self.session(place[1]), self.person(place[0])
        if self.view is None or session is None or row is None or session.cancelled or session.day > self.view.today:
            return False
        if self.view.cohort.status in ("closed", "cancelled") or place[0] in self.view.locked:
            return False
        return (session.closed_at is not None or self._too_old(session)) and self.view.expected(row, session)

    def _too_old(self, session: SessionRow) -> bool:
        return self.view is not None and self.view.oldest is not None and session.day < self.view.oldest

    def why_closed(self, session: SessionRow) -> str:
        """Why nothing can be marked in a session; '' when it can."""
        assert self.view is not None
        if self.view.cohort.status in ("closed", "cancelled"):
            return _("The cohort is closed, so its registers cannot be changed.")
        if session.state == "postponed":
            return _("This session is postponed. Attendance is marked in the session that replaces it.")
        if session.cancelled:
            return _("This session is cancelled. Restore it to mark attendance.")
        if session.closed_at is not None:
            return _("This register is closed. Reopen it with a reason to change a mark.")
        if self._too_old(session):
            return too_old_words(self.view.oldest)
        if session.day > self.view.today:
            return _("This session is on {date}. It can be marked from that day on.").format(
                date=show_date(session.day, weekday=True))
        return ""

    def why_not(self, person: int, session: int) -> str:
        """Why one cell cannot be marked by whoever sits here; '' when it can."""
        refused = self.desk.why_not(MarkAttendance)
        row, meeting = self.person(person), self.session(session)
        if refused or row is None or meeting is None or self.view is None:
            return refused
        closed = self.why_closed(meeting)
        if closed:
            return closed
        if not self.view.expected(row, meeting):
            return _("The trainee was not on the roll on that day.")
        return locked_words() if person in self.view.locked else ""

    def needs_reason(self, code: str, place: Place) -> bool:
        """Whether this mark would be refused without a reason or the number of a document."""
        status, mark = self.status(code), self.marks.get(place)
        if status is None:
            return False
        return (status.needs_reason and not (mark is not None and mark.reason.strip())) or (
            status.needs_evidence and not (mark is not None and mark.evidence.strip()))

    def proposal(self, place: Place) -> str:
        """The status that planned leave proposes for an empty cell; '' for none."""
        return self.view.proposed.get(place, "") if self.view is not None and place not in self.marks else ""

    # -- writing ---------------------------------------------------------------------------------------------------
    def put(self, places: Sequence[Place], code: str | None, reason: str | None = None, minutes: int | None = None,
            source: str = "grid", evidence: str | None = None) -> None:
        """Mark or clear cells: drawn now, on disk when it is said."""
        self.send([Cell(person, session, code, reason, minutes, evidence) for person, session in places], source)

    def send(self, wanted: Sequence[Cell], source: str = "grid") -> int:
        """Several cells as one step of undo; returns how many really change."""
        if self.view is None:
            return 0
        changed = [c if c.seen is not None else replace(c, seen=self._shown(c)) for c in wanted if not self._same(c)]
        if not changed:
            return 0
        for cell in changed:
            self._draw(cell)
        row = self.person(changed[0].enrolment_id) if len(changed) == 1 else None
        self.waiting += 1
        self._work_out({c.enrolment_id for c in changed})
        self.changed.emit({(c.enrolment_id, c.session_id) for c in changed})
        status = self.status(changed[0].status or "")
        self.desk.do(MarkAttendance(cells=tuple(changed), who=row.name if row else "", source=source,
                                    what=status.label if status is not None else ""), owner=self,
                     then=self._on_disk, failed=lambda error: self._failed(error, changed, source),
                     conflict=lambda: None)
        return len(changed)

    def _shown(self, cell: Cell) -> str:
        """What the screen shows where a cell goes."""
        mark = self.marks.get((cell.enrolment_id, cell.session_id))
        return mark.status if mark is not None else ""

    def _same(self, cell: Cell) -> bool:
        mark = self.marks.get((cell.enrolment_id, cell.session_id))
        if mark is None:
            return cell.status is None
        return mark.status == cell.status and cell.reason in (None, mark.reason) and cell.minutes in (
            None, mark.minutes) and cell.evidence in (None, mark.evidence)

    def _draw(self, cell: Cell) -> None:
        key = (cell.enrolment_id, cell.session_id)
        status = self.status(cell.status) if cell.status is not None else None
        if status is None:
            self.marks.pop(key, None)
            return
        before = self.marks.get(key)
        reason = cell.reason if cell.reason is not None else before.reason if before else ""
        evidence = cell.evidence if cell.evidence is not None else before.evidence if before else ""
        same = before is not None and before.status == cell.status
        if before is not None and same:
            self.marks[key] = replace(before, reason=reason, evidence=evidence, minutes=(
                cell.minutes if cell.minutes is not None else before.minutes))
            return
        self.marks[key] = MarkCell(status.code, status.meaning, int(status.fraction * 100), cell.minutes, reason,
                                   status.policy_key, evidence)

    def _work_out(self, people: set[int]) -> None:
        """Count again: these people, or all when a session became held or is no longer."""
        assert self.base is not None and self.view is not None
        counted: dict[int, int] = {}
        for _enrolment, session in self.marks:
            counted[session] = counted.get(session, 0) + 1
        sessions = tuple(s if s.marked == counted.get(s.id, 0) else replace(s, marked=counted.get(s.id, 0))
                         for s in self.base.sessions)
        bare = replace(self.base, sessions=sessions, marks=self.marks)
        if [s.held for s in sessions] != [s.held for s in self.view.sessions]:
            figures = bare.work_out(bare.rows)
        else:
            figures = {**self.view.figures, **bare.work_out(r for r in bare.rows if r.enrolment_id in people)}
        self.view = replace(bare, figures=figures)

    def _on_disk(self, _count: int) -> None:
        """One of ours is saved. When more changed meanwhile than we did (an undo, another window), ask again."""
        self.waiting -= 1
        self._passed -= 1
        office = self.desk.office
        if office is not None:
            self.said.emit(_("Saved {time}").format(time=f"{local_time(office.clock()):%H:%M}"), "ok")
        if self.waiting <= 0:
            others, self.waiting, self._passed = self._passed > 0, 0, 0
            if others:
                self.load()

    def _failed(self, error: BaseException, cells: Sequence[Cell], source: str) -> None:
        self.waiting = max(0, self.waiting - 1)
        self.said.emit(_("The last mark is not saved."), "danger")
        self.load()
        if isinstance(error, MarkedMeanwhile):
            touched = {(c.cell.enrolment_id, c.cell.session_id) for c in error.clashes}
            rest = [replace(c, seen=None) for c in cells if (c.enrolment_id, c.session_id) not in touched]
            self.clashed.emit(error.clashes, rest, source)
