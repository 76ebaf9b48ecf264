"""What the keys and commands of the register do to marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.attendance.commands import MarkAttendance, MarkRestPresent, TakeRegister
from app.attendance.marking import Cell
from app.i18n import _, ngettext
from ui.attendance.book import Place
from ui.attendance.closing import close_register
from ui.attendance.decide import CLEAR, may_change_closed, open_decision
from ui.attendance.dialogs import reopen
from ui.attendance.history_card import show_history
from ui.attendance.minutes import MinutesTyping
from ui.attendance.moment import session_of_the_moment
from ui.attendance.proposals import accept, mark_rest
from ui.attendance.reason import ReasonDialog
from ui.attendance.roll_call import open_roll_call
from ui.attendance.sum import show_attendance_sum
from ui.desk import talk

if TYPE_CHECKING:
    from ui.attendance.register import AttendanceTab


ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class Marking:
    """Of one tab; every act is one step of undo."""

    def __init__(self, tab: AttendanceTab) -> None:
        self.tab = tab
        self.book, self.grid, self.desk = tab.book, tab.grid, tab.desk
        self.minutes = MinutesTyping(self.book, lambda words: tab.say(words, "ok"), "grid", tab)

    def key(self, event: QKeyEvent, cells: list[Place]) -> bool:
        """A key in the grid, before the grid itself; True when it was meant for the register."""
        mods, key = event.modifiers(), event.key()
        if not mods & ~Qt.KeyboardModifier.KeypadModifier and self.minutes.digit(event.text(), self.grid.current()):
            return True
        if event.text() or key in MOVES:
            self.minutes.forget()
        control = bool(mods & Qt.KeyboardModifier.ControlModifier)
        shift = bool(mods & Qt.KeyboardModifier.ShiftModifier)
        if control and not shift and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.tab.step_session(-1 if key == Qt.Key.Key_Left else 1)
        elif control and key in ENTER:
            self.rest()
        elif key in ENTER and not shift and not mods & Qt.KeyboardModifier.AltModifier and self._accept_here():
            pass
        elif mods & Qt.KeyboardModifier.AltModifier and key in ENTER:
            self.show_sum()
        elif control and event.key() == Qt.Key.Key_Semicolon:
            self.tab.go_to_today()
        elif key == Qt.Key.Key_F2:
            self.show_cell_history() if shift else self.ask_reason()
        elif key == Qt.Key.Key_F11:
            self.roll_call()
        elif key == Qt.Key.Key_Space and not mods:
            self.letter(self._toggled(), cells)
        elif not control and (code := self.book.code_of(event.text())) is not None:
            self.letter(code, cells)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not cells:
            self.letter("", cells)
        else:
            return False
        return True

    def _toggled(self) -> str:
        current = self.grid.current()
        mark = self.book.marks.get(current) if current else None
        return "X" if mark is not None and mark.status == "H" else "H"

    def letter(self, code: str, cells: list[Place]) -> None:
        """A status for these cells; says why when there is none that may be marked.

        In a closed register it becomes a request, or the decision of whoever may decide.
        """
        current = self.grid.current()
        decided = self._decidable()
        why = self.book.why_status(code) if code else ""
        if decided and (not cells or not self.desk.may(MarkAttendance)) and may_change_closed(self.desk) and not why:
            open_decision(self.book, decided, code or CLEAR, self.tab)
            return
        if not self.desk.may(MarkAttendance) or why:
            self.tab.say(self.desk.why_not(MarkAttendance) or why, "danger")
            return
        if not cells:
            self.tab.say(self.book.why_not(*current) if current else "", "danger")
            return
        if any(self.book.needs_reason(code, place) for place in cells):
            self.ask_reason(code, cells)
            return
        several = self.grid.several()
        self.book.put(cells, code)
        self.minutes.marked(None if several else cells[0])
        if not several:
            self.grid.step(down=1)

    def _decidable(self) -> list[Place]:
        """The selected cells of closed registers, or of days that are too long ago."""
        current = self.grid.current()
        places = self.grid.selection(editable=False) if self.grid.several() else [current] if current else []
        return [p for p in places if self.book.decidable(p)]

    def _accept_here(self) -> bool:
        """Enter on planned leave: accept what is proposed in the selected cells. False when nothing is."""
        current = self.grid.current()
        several = self.grid.several()
        places = self.grid.selection() if several else [current] if current else []
        wanted = [p for p in places if self.book.proposal(p) and not self.book.why_not(*p)]
        if not wanted:
            return False
        accept(self.book, wanted)
        if not several:
            self.grid.step(down=1)
        return True

    def mark_chosen(self, code: str | None, *, empty_only: bool = False) -> None:
        """Mark the selected cells, or of these the empty ones."""
        cells = [c for c in self.grid.selection() if not empty_only or c not in self.book.marks]
        if code is None:
            self.book.put(cells, None)
        elif cells or not empty_only:
            self.letter(code, cells)

    def mark_session(self, code: str) -> None:
        """Everybody who should be there gets this mark, whatever stood there."""
        session = self.tab.session()
        if session is None:
            return
        places = [(r.enrolment_id, session.id) for r in self.book.awaited(session)]
        open_ = [p for p in places if not self.book.why_not(*p)]
        if open_:
            self.book.put(open_, code)
        elif places:
            self.tab.say(self.book.why_not(*places[0]), "danger")

    def rest(self) -> None:
        """Everybody without a mark in this session is present; of several selected cells only the empty ones."""
        session = self.tab.session()
        if self.grid.several() and len(self.grid.selection()) > 0 and self.desk.may(MarkAttendance):
            self.mark_chosen("H", empty_only=True)
        elif session is not None and self.tab.tools.rest.isEnabled():
            mark_rest(self.book, session.id, lambda: self._rest(session.id), self.tab)
        elif session is not None:
            self.tab.say(self.desk.why_not(MarkRestPresent) or self.book.why_closed(session), "danger")

    def _rest(self, session_id: int) -> None:
        self.desk.do(MarkRestPresent(session_id=session_id), owner=self.tab, tell=_("The rest are marked present"))

    def toggle_lock(self) -> None:
        """Close the register, or open it again with a reason."""
        session = self.tab.session()
        if session is None:
            return
        if session.closed_at is not None:
            reopen(self.desk, self.tab, session.id)
        else:
            close_register(self.tab, session)

    def take(self) -> None:
        """Record that the register was taken."""
        session = self.tab.session()
        if session is not None:
            self.desk.do(TakeRegister(session_id=session.id), owner=self.tab, tell=_("The register is taken"))

    def ask_reason(self, code: str = "", cells: Sequence[Place] = ()) -> None:
        """F2: reason, document and minutes of the selected marks; or of new ones that need a reason."""
        decided = [] if code else self._decidable()
        if decided and may_change_closed(self.desk):
            open_decision(self.book, decided, "", self.tab)
            return
        places = list(cells) or self._marked_here()
        mark = self.book.marks.get(places[0]) if places else None
        row = self.book.person(places[0][0]) if places else None
        if row is None or self.book.view is None or not (code or mark):
            self.tab.say(_("Mark the trainee first; then F2 takes the reason."), "danger")
            return
        why = self.book.why_not(*places[0])
        if why:
            self.tab.say(why, "danger")
            return
        name = row.name if len(places) == 1 else ngettext("{n} trainee", "{n} trainees", len(places)).format(
            n=len(places))
        kept = code or mark.status  # type: ignore[union-attr]
        dialog = ReasonDialog(name, kept, mark, self.book.view.statuses, self.tab)
        dialog.accepted.connect(lambda: self.book.send([
            Cell(*p, code or self.book.marks[p].status, dialog.changed_reason(),
                 dialog.minutes() if code or self.book.marks[p].status == kept else None, dialog.changed_evidence())
            for p in places]))
        talk.open_dialog(dialog)

    def _marked_here(self) -> list[Place]:
        """The selected cells with a mark, the current one first."""
        current = self.grid.current()
        if not self.grid.several():
            return [current] if current else []
        return [p for p in self.grid.selection() if p in self.book.marks]

    def show_cell_history(self) -> None:
        """Shift+F2: who marked this cell what and when."""
        current = self.grid.current()
        if current is not None:
            show_history(self.book, self.grid, current)

    def show_sum(self) -> None:
        """Alt+Enter, or a click on a figure: how the attendance of the current trainee comes about."""
        number = self.grid.current_row_number()
        if 0 <= number < len(self.grid.model.people):
            row = self.grid.model.people[number]
            show_attendance_sum(self.grid.frozen_rect(number, "so_far"), row.name, row.figure, owner=self.grid)

    def roll_call(self) -> None:
        """F11: one name at a time, in large type."""
        session = self.tab.session()
        if self.book.view is None or session is None:
            return
        if self.book.why_closed(session):
            session = self.book.session(session_of_the_moment(self.book.view, self.desk)) or session
        why = self.desk.why_not(MarkAttendance) or self.book.why_closed(session)
        if why or not self.book.awaited(session):
            self.tab.say(why or _("Nobody is expected in this session."), "danger")
            return
        self.tab.go_to_session(session.id)
        self.tab.roll = open_roll_call(self.tab, session.id)
