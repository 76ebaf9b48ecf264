"""The register of a cohort: a letter marks and goes down, each mark is on disk as it is typed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.attendance.commands import MarkAttendance
from app.attendance.queries import RegisterView, SessionRow
from app.attendance.statuses import letters
from app.cohorts.queries import CohortWhole
from app.i18n import _
from app.office.journal import Changes
from ui.attendance.acts import RegisterActs
from ui.attendance.blocks import take_block
from ui.attendance.book import Book, Place
from ui.attendance.cells import cells_of
from ui.attendance.clash import ask_clashes
from ui.attendance.dialogs import SessionActions
from ui.attendance.drawing import attended_counts, columns_of, ordered
from ui.attendance.marking import Marking
from ui.attendance.moment import session_of_the_moment
from ui.attendance.rows import COLUMNS, LOOKS, GridRow, rows_of
from ui.attendance.states import RegisterStates
from ui.attendance.tools import NARROW, RegisterTools
from ui.cohorts.tab import CohortTab
from ui.desk.desk import Desk
from ui.kit.buttons import primary, secondary
from ui.kit.grid import Grid
from ui.kit.grid_parts import FrozenEdge
from ui.kit.layout import line
from ui.kit.spoken import say
from ui.kit.theme import theme

CAPTION_EDGE = 80  # pixels of the frozen columns beside the policy in words
HINTS_FROM = 1500
BESIDE = 3  # sessions to the right of the current one that stay in view
NAMES = (356, 412, 520)  # pixels, least, most, and most in a wide window, unless somebody chose otherwise
WIDE = 1500


class AttendanceTab(CohortTab):
    """The grid with its toolbar. What was typed is drawn at once and taken back when it could not be saved."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.book = Book(desk, self)
        self.session_key: int | None = None
        self._wanted: int | None = None
        self._wants_roll = False
        self.roll: QWidget | None = None
        self.sessions = SessionActions(desk, self)
        self.tools = RegisterTools(desk)
        self.body.addWidget(self.tools)
        self.body.addWidget(line())
        self.grid = Grid(COLUMNS, looks=LOOKS, name="name", row="attendance", frozen_width=theme().px(NAMES[1]),
                         accessible_name=_("Attendance"))
        self.grid.model.empty_spoken = _("Not marked")
        self.grid.gives_way = ("place", "may_miss")
        self.body.addWidget(self.grid, 1)
        self.states = RegisterStates(self)
        self.body.addWidget(self.states, 1)
        self.marking = Marking(self)
        self.commands = RegisterActs(self)
        self._connect()
        self.tools.filter.set_value("low" if desk.kept.get("filter:attendance") == "low" else "all")
        refused = desk.why_not(MarkAttendance)
        self.hint_state = (refused, "neutral") if refused else (_("Saved as you type"), "ok")

    def _connect(self) -> None:
        self.grid.on_key = self.marking.key
        self.grid.why_not = self.book.why_not
        self.grid.pasted.connect(lambda block, _left: take_block(self.book, self.grid, block))
        self.grid.cleared.connect(lambda cells: self.book.put(cells, None))
        self.grid.moved.connect(self._moved)
        self.grid.opened.connect(lambda row: self.commands.show_trainee(row))
        self.grid.frozen_clicked.connect(
            lambda _row, key: self.marking.show_sum() if key in ("so_far", "may_miss") else None)
        self.grid.head_menu_asked.connect(self._session_menu)
        self.grid.menu_asked.connect(lambda _place: self.commands.follow())
        self.grid.frozen_dragged.connect(lambda width: self.desk.kept.put("columns:attendance", str(width)))
        self.book.read.connect(self._show)
        self.book.changed.connect(self._redraw)
        self.book.said.connect(self.say)
        self.book.failed.connect(lambda _error: self.states.failed(self.load))
        self.book.clashed.connect(lambda clashes, others, source: ask_clashes(
            self.book, clashes, others, source, self.roll or self))
        self.tools.stepped.connect(self.step_session)
        self.tools.rest_asked.connect(self.marking.rest)
        self.tools.lock_asked.connect(self.marking.toggle_lock)
        self.tools.searched.connect(lambda _text: self._fill())
        self.tools.search.to_list.connect(self.grid.setFocus)
        self.tools.filtered.connect(self._filtered)
        self.desk.changed.connect(self._changed)

    # -- what is shown ------------------------------------------------------------------------------------------
    @property
    def view(self) -> RegisterView | None:
        """The register with what has been typed."""
        return self.book.view

    def show_cohort(self, cohort: CohortWhole) -> None:
        if self.cohort is None or cohort.id != self.cohort.id:
            self.book.open(cohort.id)
            self.session_key = None
            self.grid.fill([], [], {})
            self.states.wait()
        super().show_cohort(cohort)

    def shown(self) -> None:
        self.load()
        self.grid.setFocus()

    def show_detail(self, detail: str) -> None:
        """`attendance:17` opens at the session with that key, `attendance:17:roll` its roll call.

        `attendance:low` shows those below only. Whoever comes to mark a session sees everybody, whatever was
        filtered or searched before.
        """
        key, _colon, more = detail.partition(":")
        self._wanted = int(key) if key.isdigit() else None
        if key == "low" or self._wanted is not None:
            self.tools.filter.set_value("low" if key == "low" else "all")
            self.tools.search.put("")
            if self.view is not None:
                self._fill()
        if key == "policy":
            from ui.attendance.policy_dialog import open_policy

            QTimer.singleShot(0, self, lambda: open_policy(self))
        if key == "requests":
            QTimer.singleShot(0, self, self.commands.show_requests)
        self._wants_roll = more == "roll" or key == "roll"
        if self.view is not None:
            self._go_wanted()

    def _go_wanted(self) -> None:
        """To what a reference named, once the register of its cohort is here."""
        if self.book.session(self._wanted) is not None:
            self.go_to_session(self._wanted)
            self._wanted = None
        if self._wants_roll:
            self._wants_roll = False
            QTimer.singleShot(0, self, self.marking.roll_call)

    def load(self) -> None:
        """Ask for the register again."""
        self.book.load()

    def _changed(self, changes: Changes) -> None:
        if self.book.heard(changes) and self.isVisible():
            self.load()

    def _show(self, first: bool) -> None:
        view = self.view
        assert view is not None
        if self.session_key is None or all(s.id != self.session_key for s in view.sessions):
            self.session_key = session_of_the_moment(view, self.desk)
        self._fill()
        self._caption(view)
        self.tools.show_legend(view)
        if view.over and not self.desk.why_not(MarkAttendance) and view.cohort.status != "finished":
            self.say(_("The cohort is closed, so its registers cannot be changed."), "neutral")
        if first and self.session_key is not None and self.grid.model.people:
            self.show_session()
            QTimer.singleShot(0, self, self._into_view)  # once the rows have their heights
        self.hints_changed.emit()
        self._go_wanted()

    def _caption(self, view: RegisterView) -> None:
        """The policy in words above the grid: in fewer where they do not fit, and all of them in the tooltip."""
        known = letters(view.statuses)
        words = view.cohort.policy.words(known)
        header = self.grid.frozen_view.horizontalHeader()
        room = self.grid.frozen_view.width() - CAPTION_EDGE
        fits = header.fontMetrics().horizontalAdvance(words) <= room
        self.grid.set_caption(words if fits else view.cohort.policy.brief(known))
        header.setToolTip("\n".join(view.cohort.policy.details(known)))

    def rows(self) -> list[GridRow]:
        """The trainees that search and filter leave."""
        if self.view is None:
            return []
        found = rows_of(self.view)
        low = [r for r in found if r.low]
        self.tools.count(len(found), len(low), self.view.cohort.policy.threshold)
        words = self.tools.search.text().casefold().split()
        return [r for r in (low if self.tools.filter.value() == "low" else found)
                if all(w in r.name.casefold() for w in words)]

    def _filtered(self, key: str) -> None:
        self.desk.kept.put("filter:attendance", "low" if key == "low" else "")
        self._fill()

    def show_everybody(self) -> None:
        """No search and no filter."""
        self.tools.search.reset()
        self.tools.filter.set_value("all")
        self._filtered("all")

    def _fill(self) -> None:
        if self.view is None:
            return
        rows = self.rows()
        fresh = not self.grid.model.columns
        self.grid.fill(rows, columns_of(self.view), cells_of(self.view))
        if fresh:
            self.grid.set_frozen_width(self._names_width())
        self.states.follow(self.view, rows)
        self._totals()
        self._describe()
        if rows and self.grid.current() is None and self.session_key is not None:
            self.show_session()

    def _redraw(self, places: set[Place]) -> None:
        """Marks were typed, here or in roll call."""
        view = self.view
        if view is None:
            return
        self.grid.set_cells(cells_of(view, places))
        shown = {row.id for row in self.grid.model.people}
        self.grid.model.set_people([r for r in rows_of(view) if r.id in shown])
        low = sum(f.reaches is False for f in view.figures.values())
        self.tools.count(len(view.rows), low, view.cohort.policy.threshold)
        self._totals()
        self._describe()

    def _totals(self) -> None:
        assert self.view is not None
        expected = sum(r.on_roll for r in self.view.rows)
        self.grid.set_totals(_("Attended, of {n}").format(n=expected), attended_counts(self.view))

    def _names_width(self) -> int:
        """What somebody chose, else as much as the sessions leave, within reason."""
        kept = self.desk.kept.get("columns:attendance")
        least, most = theme().px(NAMES[0]), theme().px(NAMES[1] if self.width() < theme().px(WIDE) else NAMES[2])
        if kept.isdigit():
            return max(FrozenEdge.LEAST, min(int(kept), self.width() - FrozenEdge.ROOM))
        if self.width() < theme().px(NARROW):
            return min(most, max(FrozenEdge.LEAST, self.width() * 45 // 100))
        sessions = sum(c.width for c in self.grid.model.columns)
        return max(least, min(most, self.width() - sessions - 20))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.grid.set_frozen_width(self._names_width())
        self.tools.fit(self.width())
        if self.view is not None:
            self._caption(self.view)
            self._describe()
            self.hints_changed.emit()
            QTimer.singleShot(0, self, self._into_view)

    # -- the session ----------------------------------------------------------------------------------------------
    def session(self) -> SessionRow | None:
        """The session that the toolbar is about."""
        return self.book.session(self.session_key)

    def step_session(self, by: int) -> None:
        """To the session before (-1) or after (1)."""
        if self.view is None or not self.view.sessions:
            return
        keys = [s.id for s in self.view.sessions]
        at = keys.index(self.session_key) if self.session_key in keys else 0
        self.go_to_session(keys[max(0, min(len(keys) - 1, at + by))])
        self._next_sheet()

    def _next_sheet(self) -> None:
        """From the last trainee into a session without a mark: the next sheet of paper begins at the top."""
        current, session, people = self.grid.current(), self.session(), self.grid.model.people
        if (current is not None and session is not None and len(people) > 1 and current[0] == people[-1].id
                and len(self.book.unmarked(session)) == len(self.book.awaited(session))):
            self.grid.go(people[0].id, session.id)

    def go_to_session(self, key: int | None) -> None:
        """To a session, in the same row."""
        self.session_key = key
        self.show_session()
        self._describe()

    def _session_menu(self, key: int, place: QPoint) -> None:
        """A right click on the head of a session: what the three dots have for it."""
        self.go_to_session(key)
        self.tools.more.list.popup(place)

    def go_to_today(self) -> None:
        """Ctrl+; to the session of the moment."""
        if self.view is not None:
            self.go_to_session(session_of_the_moment(self.view, self.desk))

    def show_session(self) -> None:
        current = self.grid.current()
        person = current[0] if current else self.first_open()
        if person is not None:
            self.grid.go(person, self.session_key)

    def _into_view(self) -> None:
        """The current cell, with what comes after it where there is room: a session is never at the very edge."""
        at, side = self.grid.view.currentIndex(), self.grid.cursor.last[1]
        if self.grid.current() is not None:
            self.grid.view.scrollTo(self.grid.model.index(at.row(), min(side, at.column() + BESIDE)))
            self.grid.view.scrollTo(at)

    def first_open(self) -> Any:
        """The first trainee without a mark in the session, else the first."""
        people = self.grid.model.people
        return next((row.id for row in people if (row.id, self.session_key) not in self.book.marks),
                    people[0].id if people else None)

    def _moved(self, _row: object, col: Any) -> None:
        self.tools.leave_search()
        if col.key != self.session_key:
            self.session_key = col.key
            self._describe()

    def _describe(self) -> None:
        session = self.session()
        why = self.book.why_closed(session) if session is not None else ""
        self.tools.describe(session, len(self.book.awaited(session)) if session else 0, why)
        self.sessions.fill_menu(self.tools.more, session)
        self.commands.extend_menu(self.tools.more)
        self.commands.follow()

    def say(self, words: str, tone: str) -> None:
        """At the foot of the page, and aloud when something was refused."""
        if self.hint_state != (words, tone):
            self.hint_state = (words, tone)
            self.hints_changed.emit()
        if tone == "danger":
            say(self.grid.view, words)

    # -- the page around -------------------------------------------------------------------------------------------
    def find(self) -> None:
        """Ctrl+F."""
        self.tools.find()

    def export(self) -> None:
        """Ctrl+Shift+E: which list of the cohort, the attendance sheet first."""
        from ui.rosters.cohort import offer_cohort

        if self.cohort is not None:
            offer_cohort(self.desk, self, self.cohort, "attendance", "attendance-sheet")

    def take_file(self, path: Path) -> None:
        """A file was dropped on the register: compare it with it."""
        from ui.attendance.files_open import bring

        bring(self, path)

    def print_(self) -> None:
        """Ctrl+P: which paper, for whom, of which days."""
        from ui.attendance.print_choice import open_print

        open_print(self)

    def actions(self) -> Sequence[QWidget]:
        if self.cohort is None:
            return []
        roll = primary(_("Roll call"), self.marking.roll_call, icon="maximize-2")
        roll.setToolTip("F11")
        roll.refuse(self.desk.why_not(MarkAttendance))
        return [secondary(_("Print…"), self.print_, icon="printer"),
                secondary(_("Export to Excel"), self.export, icon="file-spreadsheet"), roll]

    def hints(self) -> Sequence[tuple[str, str]]:
        if self.view is None:
            return ()
        statuses = ordered(self.book.offered())
        wide = self.width() >= theme().px(HINTS_FROM)
        named = statuses if wide else statuses[:4]
        found = [(s.letter, s.label[:1].lower() + s.label[1:]) for s in named]
        if not wide and len(statuses) > len(named):
            found.append(("|".join(s.letter for s in statuses[len(named):]), _("other reasons")))
        found.append(("Del", _("clear")))
        if self.width() < theme().px(NARROW):
            return [*found, ("F2", _("reason"))]
        return [*found, ("F2", _("reason")), ("Ctrl Enter", _("rest present")), ("Ctrl ←|→", _("session")),
                ("F11", _("roll call"))]
