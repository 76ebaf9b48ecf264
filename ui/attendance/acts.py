"""The commands of the register, each once: for the menus, the palette, the keys and the menu of a cell."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from app.attendance.commands import MarkAttendance
from app.attendance.session_states import CancelSession, RestoreSession
from app.attendance.sessions import AddSession, ChangeSession, GenerateSessions
from app.i18n import _
from app.office.command import Ref
from ui.attendance.decide import may_change_closed
from ui.attendance.drawing import ordered
from ui.attendance.more import MORE
from ui.attendance.papers import print_sheet
from ui.attendance.rows import GridRow
from ui.desk.later import add_later
from ui.kit.buttons import MoreButton
from ui.kit.icons import icon

if TYPE_CHECKING:
    from app.attendance.queries import SessionRow
    from ui.attendance.register import AttendanceTab


class RegisterActs:
    """Made once for a tab; `follow` greys what makes no sense now and says why."""

    def __init__(self, tab: AttendanceTab) -> None:
        self.tab = tab
        refused = tab.desk.why_not(MarkAttendance)
        marking = tab.marking
        act = tab.act
        self.roll = act(_("Roll call"), marking.roll_call, keys="F11", icon="maximize-2", why_not=refused)
        self.rest = act(_("Mark the rest present"), marking.rest, keys="Ctrl+Return|Ctrl+Enter", icon="check-check",
                        why_not=refused)
        self.everybody = act(_("Mark the whole session present"), lambda: marking.mark_session("H"),
                             why_not=refused)
        self.reason = act(_("Reason and minutes …"), marking.ask_reason, keys="F2", icon="pencil", why_not=refused)
        self.history = act(_("History of this mark"), marking.show_cell_history, keys="Shift+F2", icon="history")
        self.sum = act(_("How the figure comes about"), marking.show_sum, keys="Alt+Return|Alt+Enter", icon="info")
        self.before = act(_("Session before"), lambda: tab.step_session(-1), keys="Ctrl+Left", icon="chevron-left")
        self.after = act(_("Session after"), lambda: tab.step_session(1), keys="Ctrl+Right", icon="chevron-right")
        self.today = act(_("Session of today"), tab.go_to_today, keys="Ctrl+;", icon="calendar-check")
        self.lock = act(_("Close or reopen the register"), marking.toggle_lock, icon="lock")
        self.filled = act(_("Print the filled sheet …"), self.print_filled, icon="printer")
        self.trainee = act(_("Show the trainee"), self._show_current, icon="user")
        tab.tools.requests_asked.connect(self.show_requests)
        tab.tools.walk_ins_asked.connect(self.show_walk_ins)
        self._sessions()
        self.more = add_later(tab, MORE, tab.desk.why_not)
        self._block = self._block_actions()
        for action in tab.acts:
            name = action.property("icon_name")
            if name:
                action.setIcon(icon(str(name), "text-2"))

    def _sessions(self) -> None:
        """What the three dots have for the session in front; here for the menus and the palette."""
        tab, act, refused = self.tab, self.tab.act, self.tab.desk.why_not
        sessions = tab.sessions

        def on(do: Callable[[SessionRow], object]) -> Callable[[], None]:
            def run() -> None:
                session = tab.session()
                if session is not None:
                    do(session)
            return run

        self.move = act(_("Move this session…"), on(sessions.move), icon="calendar-clock",
                        why_not=refused(ChangeSession))
        self.cancel = act(_("Cancel this session…"), on(sessions.cancel), icon="calendar-x",
                          why_not=refused(CancelSession))
        self.restore = act(_("Restore this session"), on(sessions.restore), icon="rotate-ccw",
                           why_not=refused(RestoreSession))
        act(_("Add a session…"), lambda: sessions.add(tab.session()), icon="calendar-plus",
            why_not=refused(AddSession))
        act(_("Make sessions…"), sessions.make, icon="calendar-range", why_not=refused(GenerateSessions))

    def _block_actions(self) -> list[QAction | None]:
        """What every spreadsheet has in this menu; the grid itself has the keys."""
        grid, made = self.tab.grid, []
        for words, keys, do in (
                (_("Cut"), "Ctrl+X", grid.cut), (_("Copy"), "Ctrl+C", grid.copy), (_("Paste"), "Ctrl+V", grid.paste),
                (_("Fill down"), "Ctrl+D", grid.fill_down), (_("Fill right"), "Ctrl+R", grid.fill_right),
                (_("Clear"), "Del", grid.clear_selected)):
            action = QAction(f"{words}\t{keys}", self.tab)
            action.triggered.connect(lambda _on=False, do=do: do())
            made.append(action)
        return [*made[:3], None, *made[3:]]

    def follow(self) -> None:
        """The current cell or its session is another."""
        tab = self.tab
        current, session = tab.grid.current(), tab.session()
        why = tab.book.why_not(*current) if current else _("Choose a cell first.")
        closed = tab.desk.why_not(MarkAttendance) or (tab.book.why_closed(session) if session else why)
        for action in (self.rest, self.everybody):
            _explain(action, closed)
        gone = session is not None and session.cancelled
        none = "" if session is not None else _("There is no session here.")
        held, kept = (_("This session is cancelled."), "") if gone else ("", _("This session is not cancelled."))
        for action, state, needs in ((self.move, held, ChangeSession), (self.cancel, held, CancelSession),
                                     (self.restore, kept, RestoreSession)):
            _explain(action, tab.desk.why_not(needs) or none or state)
        _explain(self.history, "" if current else why)
        decided = current is not None and tab.book.decidable(current) and may_change_closed(tab.desk)
        why = "" if decided else why
        _explain(self.reason, why)
        tab.grid.actions_for_menu = [*self._statuses(why), None, self.reason, self.history, self.sum, None,
                                     *self._block, None, self.rest, self.everybody, None, self.trainee]

    def _statuses(self, why: str) -> list[QAction | None]:
        """A line of the menu for each status, with its letter as the key."""
        view = self.tab.view
        if view is None:
            return []
        if self._marks and self._marks[0] is view.statuses:
            made = self._marks[1]
        else:
            made = []
            for status in ordered(self.tab.book.offered()):
                action = QAction(f"{status.label}\t{status.letter}", self.tab)
                action.triggered.connect(lambda _on=False, code=status.code: self.tab.marking.mark_chosen(code))
                made.append(action)
            self._marks = (view.statuses, made)
        for action in made:
            _explain(action, why)
        return list(made)

    _marks: tuple[object, list[QAction]] | None = None

    def extend_menu(self, more: MoreButton) -> None:
        """What the three dots offer beside the acts on the session itself."""
        more.list.addSeparator()
        for action in (self.everybody, self.lock, self.today, self.filled, None, *self.more):
            if action is None:
                more.list.addSeparator()
            else:
                more.list.addAction(action)

    def show_requests(self) -> None:
        """The requests of the cohort, where Home leads to."""
        from ui.attendance.requests import open_requests

        open_requests(self.tab)

    def show_walk_ins(self) -> None:
        """Who is in class without being on the roll."""
        from ui.attendance.walk_ins import open_walk_ins

        open_walk_ins(self.tab)

    def print_filled(self) -> None:
        """The list with marks and percentages."""
        if self.tab.cohort is not None:
            print_sheet(self.tab.desk, self.tab, self.tab.cohort, filled=True)

    def _show_current(self) -> None:
        current = self.tab.grid.current()
        row = next((r for r in self.tab.grid.model.people if current and r.id == current[0]), None)
        if row is not None:
            self.show_trainee(row)

    def show_trainee(self, row: GridRow) -> None:
        """Open the trainee's own page."""
        self.tab.desk.show(Ref("trainee", row.person.trainee_id))


def _explain(action: QAction, why: str) -> None:
    action.setEnabled(not why)
    action.setToolTip(why or action.text().split("\t")[0])
