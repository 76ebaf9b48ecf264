"""The register of a cohort: a letter marks and goes down, each mark is on disk as it is typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from app.attendance.commands import (
    Cell,
    CloseSession,
    MarkAttendance,
    MarkRestPresent,
    ReopenSession,
    TakeRegister,
)
from app.attendance.figures import Figure
from app.attendance.queries import MarkCell, Register, RegisterView, SessionRow
from app.attendance.statuses import key_map, letters
from app.cohorts.queries import CohortWhole, RollRow
from app.exchange.columns import Column
from app.i18n import _, local_time, show_date
from app.office.journal import Changes
from ui.attendance.dialogs import ReasonDialog, SessionActions, reopen
from ui.attendance.drawing import attended_counts, cells_of, columns_of, legend_of, session_line
from ui.attendance.papers import export_book, print_sheet
from ui.cohorts.tab import CohortTab
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.kit.buttons import Button, MoreButton, Segments, icon_button, primary, secondary
from ui.kit.empty_state import EmptyState
from ui.kit.grid import Grid
from ui.kit.layout import box, column, line
from ui.kit.look import MUTED, PLAIN, Look
from ui.kit.marks import MarkLegend
from ui.kit.text import label
from ui.kit.toolbar import Toolbar

CAPTION_EDGE = 80  # pixels of the frozen columns beside the policy in words
HINTS_FROM = 1500
NARROW = 1000  # below it, closing the register goes into the menu
LEGEND_FROM = 1500  # pixels of width that the legend needs beside the rest


@dataclass(frozen=True)
class GridRow:
    """A trainee in the register."""

    id: int
    place: int
    person: RollRow
    figure: Figure

    @property
    def name(self) -> str:
        """As it is written on the card."""
        return self.person.name

    @property
    def may_miss(self) -> str:
        """How many sessions may still be missed; 'over' when the threshold is out of reach."""
        if self.figure.over:
            return _("over")
        return "" if self.figure.may_miss is None else str(self.figure.may_miss)


COLUMNS: tuple[Column[GridRow], ...] = (
    Column("place", lambda: _("No."), lambda r: r.place, kind="number", width=4),
    Column("name", lambda: _("Trainee"), lambda r: r.name, width=30),
    Column("so_far", lambda: _("So far"), lambda r: r.figure.text, width=9, align="right"),
    Column("may_miss", lambda: _("May miss"), lambda r: r.may_miss, width=7, align="right"),
)


def _so_far(row: GridRow) -> Look:
    if row.figure.reaches is False:
        return Look("danger", "arrow-down", bold=True, tip=row.figure.words())
    return Look(tip=row.figure.words())


def _may_miss(row: GridRow) -> Look:
    if row.figure.over or (row.figure.may_miss == 0 and row.figure.reaches is False):
        return Look("danger", bold=True, tip=row.figure.words())
    return Look("muted", tip=row.figure.words())


def _name(row: GridRow) -> Look:
    if row.person.on_roll:
        return PLAIN
    return Look("hint", "user-minus", tip=f"{row.person.status_words}. {row.person.reason}".strip())


LOOKS = {"place": lambda r: MUTED, "name": _name, "so_far": _so_far, "may_miss": _may_miss}


class AttendanceTab(CohortTab):
    """The grid with its toolbar. What was typed is drawn at once and taken back when it could not be saved."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.view: RegisterView | None = None
        self._now: RegisterView | None = None
        self._marks: dict[tuple[int, int], MarkCell] = {}
        self._session: int | None = None
        self._mine = 0  # own marks on their way to the disk
        self._passed = 0  # changes of marks that were taken for one of them
        self._wanted: str = ""
        self._tools()
        self.grid = Grid(COLUMNS, looks=LOOKS, name="name", row="attendance", accessible_name=_("Attendance"))
        self.grid.on_key = self._key
        self.grid.pasted.connect(self._pasted)
        self.grid.cleared.connect(lambda cells: self.put(cells, None))
        self.grid.moved.connect(self._moved)
        self.body.addWidget(self.grid, 1)
        self._empty = EmptyState("calendar-days", _("No sessions yet"),
                                 _("Make the sessions from the weekdays and times of the cohort."),
                                 secondary(_("Make sessions"), lambda: self.sessions.make(), icon="calendar-plus"))
        self._empty.hide()
        self.body.addWidget(self._empty, 1)
        self.hint_state = (_("Saved as you type"), "ok")
        desk.changed.connect(self._changed)

    def _tools(self) -> None:
        self.sessions = SessionActions(self.desk, self)
        self.before = icon_button("chevron-left", _("Session before (Ctrl+←)"), lambda: self.step_session(-1))
        self.after = icon_button("chevron-right", _("Session after (Ctrl+→)"), lambda: self.step_session(1))
        self.title: QLabel = label("", "strong")
        self.about: QLabel = label("", "caption")
        self.rest = Button(_("Mark the rest present"), self.mark_rest, icon="check-check", tip="Ctrl+Enter")
        guard(self.rest, MarkRestPresent, self.desk)
        self.lock = Button(_("Close the register"), self.toggle_lock, kind="quiet", icon="lock")
        self.state: QLabel = label("", "muted")
        self.more = MoreButton(kind="quiet")
        self._legend_box = column(spacing=0)
        self._legend: MarkLegend | None = None
        self.filter = Segments([("all", _("All")), ("low", _("Below"))])
        self.filter.changed.connect(lambda _v: self._fill())
        names = box(column(self.title, self.about, spacing=0))
        self.toolbar = Toolbar(self.before, names, self.after, line(vertical=True, length=24), self.rest, self.state,
                               self.lock, self.more, right=(box(self._legend_box), self.filter))
        self.body.addWidget(self.toolbar)
        self.body.addWidget(line())

    # -- what is shown ------------------------------------------------------------------------------------------
    def show_cohort(self, cohort: CohortWhole) -> None:
        if self.cohort is None or cohort.id != self.cohort.id:
            self.view = self._now = self._session = None
            self.grid.fill([], [], {})
        super().show_cohort(cohort)

    def shown(self) -> None:
        self.load()
        self.grid.setFocus()

    def show_detail(self, detail: str) -> None:
        """`attendance:17` opens at the session with that key."""
        if detail.isdigit():
            self._session = int(detail)

    def load(self) -> None:
        """Ask for the register again."""
        if self.cohort is not None:
            self.desk.ask(Register(cohort_id=self.cohort.id), owner=self, then=lambda rows: self._show(rows[0]))

    def _changed(self, changes: Changes) -> None:
        if self._mine and changes.kinds == {"mark"}:
            self._passed += 1
            return
        if self.isVisible() and changes.touches(Register.reads):
            self.load()

    def _show(self, view: RegisterView) -> None:
        first = self.view is None
        self.view, self._marks = view, dict(view.marks)
        self._now = view
        self._empty.setVisible(not view.sessions)
        self.grid.setVisible(bool(view.sessions))
        self._caption(view)
        if self._session is None or all(s.id != self._session for s in view.sessions):
            self._session = self._best_session()
        self._fill()
        self._show_legend()
        if first and self._session is not None and self.grid.model.people:
            self._go_to_session()
            QTimer.singleShot(0, self, self._into_view)  # once the rows have their heights
        self.hints_changed.emit()

    def _caption(self, view: RegisterView) -> None:
        """The policy in words above the grid: in fewer where they do not fit, and all of them in the tooltip."""
        known = letters(view.statuses)
        words = view.cohort.policy.words(known)
        header = self.grid.frozen_view.horizontalHeader()
        room = self.grid.frozen_view.width() - CAPTION_EDGE
        fits = header.fontMetrics().horizontalAdvance(words) <= room
        self.grid.set_caption(words if fits else view.cohort.policy.brief(known))
        header.setToolTip("\n".join(view.cohort.policy.details(known)))

    def _best_session(self) -> int | None:
        """Today's first open register, else the last that has been, else the first."""
        assert self.view is not None
        live = [s for s in self.view.sessions if not s.cancelled]
        today = [s for s in live if s.day == self.view.today]
        past = [s for s in live if s.day <= self.view.today]
        chosen = next((s for s in today if s.closed_at is None), None) or (past[-1] if past else None) or (
            live[0] if live else None)
        return chosen.id if chosen else None

    def rows(self) -> list[GridRow]:
        """The trainees that the filter leaves."""
        if self.view is None:
            return []
        view = self.current_view()
        found = [GridRow(r.enrolment_id, n, r, view.figures[r.enrolment_id])
                 for n, r in enumerate(view.rows, start=1)]
        low = [r for r in found if r.figure.reaches is False]
        self.filter.set_text("all", _("All {n}").format(n=len(found)))
        self.filter.set_text("low", _("Below {percent} %  {n}").format(
            percent=view.cohort.policy.threshold, n=len(low)))
        return low if self.filter.value() == "low" else found

    def current_view(self) -> RegisterView:
        """The register with what has been typed since it was read."""
        assert self._now is not None
        return self._now

    def _work_out(self, people: set[int] | None = None) -> None:
        """Count again after marks changed: these people, or all when a session became held or is no longer."""
        assert self.view is not None
        counted: dict[int, int] = {}
        for _enrolment, session in self._marks:
            counted[session] = counted.get(session, 0) + 1
        sessions = tuple(s if s.marked == counted.get(s.id, 0) else replace(s, marked=counted.get(s.id, 0))
                         for s in self.view.sessions)
        before = self._now
        bare = replace(self.view, sessions=sessions, marks=self._marks)
        if before is None or people is None or [s.held for s in sessions] != [s.held for s in before.sessions]:
            figures = bare.work_out(bare.rows)
        else:
            figures = {**before.figures, **bare.work_out(r for r in bare.rows if r.enrolment_id in people)}
        self._now = replace(bare, figures=figures)

    def _fill(self) -> None:
        if self.view is None:
            return
        view = self.current_view()
        rows = self.rows()
        self.grid.fill(rows, columns_of(view), cells_of(view))
        self._totals(view)
        self._describe()

    def _totals(self, view: RegisterView) -> None:
        expected = sum(r.on_roll for r in view.rows)
        self.grid.set_totals(_("Attended, of {n}").format(n=expected), attended_counts(view))

    def _show_legend(self) -> None:
        assert self.view is not None
        while self._legend_box.count():
            item = self._legend_box.takeAt(0)
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        legend = MarkLegend(legend_of(self.view)[:5])
        legend.setVisible(self.width() >= LEGEND_FROM)
        self._legend = legend
        self._legend_box.addWidget(legend)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._legend is not None:
            self._legend.setVisible(self.width() >= LEGEND_FROM)
        if self.view is not None:
            self._describe()
            self.hints_changed.emit()

    # -- the session ----------------------------------------------------------------------------------------------
    def session(self) -> SessionRow | None:
        """The session that the toolbar is about."""
        if self.view is None:
            return None
        return next((s for s in self.current_view().sessions if s.id == self._session), None)

    def step_session(self, by: int) -> None:
        """To the session before (-1) or after (1)."""
        if self.view is None or not self.view.sessions:
            return
        keys = [s.id for s in self.view.sessions]
        at = keys.index(self._session) if self._session in keys else 0
        self._session = keys[max(0, min(len(keys) - 1, at + by))]
        self._go_to_session()
        self._describe()

    def _go_to_session(self) -> None:
        current = self.grid.current()
        person = current[0] if current else self._first_open()
        if person is not None:
            self.grid.go(person, self._session)

    def _into_view(self) -> None:
        current = self.grid.current()
        if current is not None:
            self.grid.view.scrollTo(self.grid.view.currentIndex())

    def _first_open(self) -> Any:
        """The first trainee without a mark in the session, else the first."""
        for row in self.grid.model.people:
            if (row.id, self._session) not in self._marks:
                return row.id
        return self.grid.model.people[0].id if self.grid.model.people else None

    def _moved(self, _row: object, col: Any) -> None:
        if col.key != self._session:
            self._session = col.key
            self._describe()

    def _describe(self) -> None:
        session = self.session()
        narrow = self.width() < NARROW
        for widget in (self.rest, self.state):
            widget.setVisible(session is not None)
        self.lock.setVisible(session is not None and not narrow)
        self.sessions.fill_menu(self.more, session, self.lock if narrow else None)
        if session is None or self.view is None:
            self.title.setText("")
            self.about.setText("")
            return
        title, about = session_line(session)
        self.title.setText(title)
        self.about.setText(about)
        view = self.current_view()
        awaited = sum(view.expected(r, session) for r in view.rows)
        self.state.setText(self._state_words(session, awaited))
        closed = session.closed_at is not None
        self.lock.setText(_("Reopen") if closed else _("Close the register"))
        self.lock.set_icon("lock-open" if closed else "lock")
        self.lock.refuse(self.desk.why_not(ReopenSession if closed else CloseSession))
        why = self.why_locked(session)
        self.rest.explain(why)
        if not closed:
            self.lock.explain(why)

    def _state_words(self, session: SessionRow, awaited: int) -> str:
        if session.cancelled:
            return _("Cancelled: {reason}").format(reason=session.reason)
        if session.closed_at is not None:
            return _("Closed {time} by {name}").format(time=f"{local_time(session.closed_at):%H:%M}",
                                                       name=session.closed_by)
        return _("{n} of {total} marked").format(n=session.marked, total=awaited)

    def why_locked(self, session: SessionRow) -> str:
        """Why nothing can be marked in a session; '' when it can."""
        assert self.view is not None
        if session.cancelled:
            return _("This session is cancelled. Restore it to mark attendance.")
        if session.closed_at is not None:
            return _("This register is closed. Reopen it with a reason to change a mark.")
        if session.day > self.view.today:
            return _("This session is on {date}. It can be marked from that day on.").format(
                date=show_date(session.day, weekday=True))
        return ""

    # -- marking -----------------------------------------------------------------------------------------------
    def _key(self, event: QKeyEvent, cells: list[tuple[Any, Any]]) -> bool:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key = event.key()
        if control and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.step_session(-1 if key == Qt.Key.Key_Left else 1)
        elif control and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.rest.isEnabled():
                self.mark_rest()
        elif key == Qt.Key.Key_F2:
            self.ask_reason()
        elif not control and self.view is not None and event.text().upper() in key_map(self.view.statuses):
            self._letter(key_map(self.view.statuses)[event.text().upper()], cells)
        else:
            return False
        return True

    def _letter(self, code: str, cells: list[tuple[Any, Any]]) -> None:
        if not self.desk.may(MarkAttendance):
            self._say(self.desk.why_not(MarkAttendance), "danger")
            return
        session = self.session()
        if not cells:
            why = self.why_locked(session) if session is not None else ""
            self._say(why or _("The trainee was not on the roll on that day."), "danger")
            return
        several = self.grid.several()
        self.put(cells, code)
        if not several:
            self.grid.step(down=1)

    def put(self, cells: Sequence[tuple[Any, Any]], code: str | None, reason: str | None = None,
            minutes: int | None = None) -> None:
        """Mark or clear cells: drawn now, on disk when the status bar says so."""
        self._send([Cell(person, session, code, reason, minutes) for person, session in cells])

    def _send(self, wanted: Sequence[Cell]) -> None:
        if self.view is None or not wanted:
            return
        changed = [c for c in wanted if not self._same(c)]
        if not changed:
            return
        for cell in changed:
            self._draw(cell)
        names = {r.enrolment_id: r.name for r in self.view.rows}
        who = names.get(changed[0].enrolment_id, "") if len(changed) == 1 else ""
        self._mine += 1
        self._redraw({(c.enrolment_id, c.session_id) for c in changed})
        self._say(_("Saved as you type"), "ok")
        self.desk.do(MarkAttendance(cells=tuple(changed), who=who), owner=self, then=self._on_disk,
                     failed=self._failed)

    def _same(self, cell: Cell) -> bool:
        mark = self._marks.get((cell.enrolment_id, cell.session_id))
        if mark is None:
            return cell.status is None
        return mark.status == cell.status and cell.reason in (None, mark.reason) and cell.minutes in (
            None, mark.minutes)

    def _draw(self, cell: Cell) -> None:
        assert self.view is not None
        key = (cell.enrolment_id, cell.session_id)
        if cell.status is None:
            self._marks.pop(key, None)
            return
        status = next(s for s in self.view.statuses if s.code == cell.status)
        before = self._marks.get(key)
        reason = cell.reason if cell.reason is not None else before.reason if before else ""
        kept = before.minutes if before is not None and before.status == cell.status else None
        self._marks[key] = MarkCell(status.code, status.meaning, int(status.fraction * 100),
                                    cell.minutes if cell.minutes is not None else kept, reason)

    def _redraw(self, keys: set[tuple[int, int]]) -> None:
        self._work_out({person for person, _session in keys})
        view = self.current_view()
        drawn = cells_of(view, keys)
        self.grid.set_cells(drawn)
        shown = {row.id for row in self.grid.model.people}
        people = [GridRow(r.enrolment_id, n, r, view.figures[r.enrolment_id])
                  for n, r in enumerate(view.rows, start=1) if r.enrolment_id in shown]
        self.grid.model.set_people(people)
        self._totals(view)
        self._describe()

    def _on_disk(self, _count: int) -> None:
        """One of ours is saved. When more changed meanwhile than we did (an undo, another window), ask again."""
        self._mine -= 1
        self._passed -= 1
        if self._mine <= 0:
            others, self._mine, self._passed = self._passed > 0, 0, 0
            if others:
                self.load()

    def _failed(self, _error: BaseException) -> None:
        self._mine = max(0, self._mine - 1)
        self._say(_("The last mark is not saved."), "danger")
        self.load()

    def _say(self, words: str, tone: str) -> None:
        if self.hint_state != (words, tone):
            self.hint_state = (words, tone)
            self.hints_changed.emit()

    def _pasted(self, block: list[tuple[Any, Any, str]], left_out: int) -> None:
        if self.view is None:
            return
        known = key_map(self.view.statuses)
        found = [Cell(p, s, known[text.upper()]) for p, s, text in block if text.upper() in known]
        unknown = sum(bool(text) and text.upper() not in known for _p, _s, text in block) + left_out
        self._send(found)
        if unknown:
            self._say(_("{n} of the pasted cells are no marks of this register, or cannot be changed, and were "
                        "left out.").format(n=unknown), "danger")

    def mark_rest(self) -> None:
        """Everybody without a mark in this session is present."""
        session = self.session()
        if session is not None:
            self.desk.do(MarkRestPresent(session_id=session.id), owner=self, tell=_("The rest are marked present"))

    def toggle_lock(self) -> None:
        """Close the register, or open it again with a reason."""
        session = self.session()
        if session is None:
            return
        if session.closed_at is not None:
            reopen(self.desk, self, session.id)
        else:
            self.desk.do(CloseSession(session_id=session.id), owner=self, tell=_("The register is closed"),
                         invalid=self._not_closed)

    def export(self) -> None:
        """Ctrl+Shift+E."""
        if self.cohort is not None:
            export_book(self.desk, self, self.cohort)

    def _not_closed(self, problems: dict[str, str]) -> None:
        """Say who is not marked yet, and go to the first of them."""
        self._say(" ".join(problems.values()), "danger")
        person = self._first_open()
        if person is not None:
            self.grid.go(person, self._session)
            self.grid.setFocus()

    def take(self) -> None:
        """Record that the register was taken."""
        session = self.session()
        if session is not None:
            self.desk.do(TakeRegister(session_id=session.id), owner=self, tell=_("The register is taken"))

    def ask_reason(self) -> None:
        """F2: the reason and the minutes of the current mark."""
        current = self.grid.current()
        mark = self._marks.get(current) if current else None
        if current is None or mark is None or self.view is None:
            self._say(_("Mark the trainee first; then F2 takes the reason."), "danger")
            return
        row = next(r for r in self.view.rows if r.enrolment_id == current[0])
        dialog = ReasonDialog(row.name, mark, self.view.statuses, self)
        dialog.accepted.connect(lambda: self.put([current], mark.status, dialog.reason(), dialog.minutes()))
        talk.open_dialog(dialog)

    # -- the page around -------------------------------------------------------------------------------------------
    def actions(self) -> Sequence[QWidget]:
        found: list[QWidget] = []
        if self.cohort is not None:
            cohort = self.cohort
            found = [secondary(_("Export to Excel"), lambda: export_book(self.desk, self, cohort),
                               icon="file-spreadsheet"),
                     primary(_("Print sheet"), lambda: print_sheet(self.desk, self, cohort), icon="printer")]
        return found

    def hints(self) -> Sequence[tuple[str, str]]:
        if self.view is None:
            return ()
        statuses = self.view.statuses
        wide = self.width() >= HINTS_FROM
        named = statuses if wide else statuses[:4]
        found = [(s.letter, s.label[:1].lower() + s.label[1:]) for s in named]
        if not wide and len(statuses) > len(named):
            found.append(("|".join(s.letter for s in statuses[len(named):]), _("other reasons")))
        found.append(("Del", _("clear")))
        if self.width() < NARROW:
            return found
        found += [("F2", _("reason")), ("Ctrl Enter", _("rest present"))]
        return [*found, ("Ctrl ←|→", _("session"))]
