"""Roll call: the whole window for one session, one name at a time, a letter marks and the next name comes.

It is a window of its own over the main one, so it can stand on a projector; every mark is saved at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from app.attendance.commands import CloseSession, MarkRestPresent
from app.i18n import _, local_time
from ui.attendance.book import Place
from ui.attendance.minutes import MinutesTyping
from ui.attendance.proposals import mark_rest
from ui.attendance.reason import ReasonDialog
from ui.attendance.roll_parts import SIDE_FROM, RollEnd, RollHead, RollPerson, RollSide, show_rest
from ui.attendance.roll_turns import Turns, told
from ui.desk import talk
from ui.kit.big import MarkButton
from ui.kit.buttons import Button
from ui.kit.layout import box, column, row, screen, scrolled
from ui.kit.spoken import say
from ui.kit.text import Elided, Glyph, label, set_look
from ui.kit.theme import theme

if TYPE_CHECKING:
    from ui.attendance.register import AttendanceTab

Key = Qt.Key
ORDER = "roll-order"


def open_roll_call(tab: AttendanceTab, session_id: int) -> RollCall:
    """Open it over the window of the tab, as large as that."""
    made = RollCall(tab, session_id)
    window = tab.window()
    made.resize(window.size())
    made.move(window.pos())
    made.showMaximized() if window.isMaximized() else made.show()
    made.activateWindow()
    made.setFocus()
    return made


class RollCall(QWidget):
    """Writes through the book of the tab. `tab` gets the keys back when it closes."""

    def __init__(self, tab: AttendanceTab, session_id: int) -> None:
        super().__init__(tab.window(), Qt.WindowType.Window)
        self.tab, self.book, self.desk = tab, tab.book, tab.desk
        self.turns = Turns(self.book, session_id, self.desk.kept.get(ORDER) or "name")
        self.minutes = MinutesTyping(self.book, self.tell, "roll", self,
                                     lambda place: self.turns.trail.append(place[0]))
        self._left = self.turns.left()  # as it was last shown
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        view = self.book.view
        assert view is not None
        self.setWindowTitle(_("Roll call: {cohort} – Sijil").format(cohort=" · ".join(
            p for p in (view.cohort.code, view.cohort.title) if p)))
        self._build()
        self.book.changed.connect(self._marks_changed)
        self.book.read.connect(self._read)
        self.book.said.connect(self._said)
        self.refresh()

    def _build(self) -> None:
        self.head = RollHead(self.turns, self.close)
        self.person = RollPerson(self.turns, self.mark)
        self.end = RollEnd(self.turns, self.lock, self.close)
        self.stack = QStackedWidget()
        for part in (self.person, self.end):
            self.stack.addWidget(scrolled(box(column(None, part, None, margins=(40, 8, 40, 8), spacing=0))))
        self.side = RollSide(self.turns, self.go, self.mark_rest, self.sort)
        self.rest = Button(_("Mark the rest present"), self.mark_rest, icon="check-check", tip="Ctrl+Enter")
        self._sign, self._words = Glyph("user", "on-tooltip", 16), Elided("")
        self.undo_button = Button(_("Undo"), self.undo, icon="undo-2")
        self.undo_button.set_icon("undo-2", "on-tooltip")
        self.bar = QFrame()
        self.bar.setObjectName("toast")
        inside = row(self._sign, self._words, self.undo_button, margins=(14, 6, 8, 6), spacing=12)
        inside.setStretch(1, 1)
        self.bar.setLayout(inside)
        self.bar.hide()
        foot = row(self.bar, None, self.rest, margins=(40, 0, 40, 16))
        foot.setStretch(0, 4)
        left = column(self.stack, box(foot), spacing=0)
        left.setStretch(0, 1)
        self.saved, self.who = label("", "okay"), label(getattr(self.desk.actor, "name", ""), "caption")
        status = box(row(self.saved, None, self.who, margins=(24, 4, 24, 4)), "status")
        self._edge = screen(self, self.head, box(left), self.side, status)

    # -- what is shown ------------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Everything anew: it is little."""
        ended, self._left = self.turns.place() < 0, self.turns.left()
        self.stack.setCurrentIndex(1 if ended else 0)
        self.head.refresh()
        self.person.refresh()
        self.end.refresh(self.desk.why_not(CloseSession) or self.book.why_closed(self.turns.session))
        self.side.refresh()
        show_rest(self.rest, self.turns.left())
        self.rest.setVisible(self.turns.left() > 0 and not self._has_side())
        why = self.desk.why_not(MarkRestPresent) or self.book.why_closed(self.turns.session)
        for button in (self.rest, self.side.rest):
            button.explain(why)

    def _marks_changed(self, places: set[Place]) -> None:
        if any(session == self.turns.session_id for _person, session in places):
            self.refresh()

    def _read(self, _first: bool) -> None:
        if self.book.session(self.turns.session_id) is None:
            self.close()
            return
        gone = self.turns.now is not None and self.turns.now not in self.turns.order()
        if gone or (self._left and not self.turns.left()):
            self.turns.begin()
        self.refresh()

    def _said(self, words: str, tone: str) -> None:
        office = self.desk.office
        if tone == "ok" and office is not None:
            words = _("Saved {time}").format(time=f"{local_time(office.clock()):%H:%M:%S}")
        self.saved.setText(words)
        set_look(self.saved, role="error" if tone == "danger" else "okay")

    def tell(self, words: str, undo: bool = False) -> None:
        """The bar at the foot, and aloud."""
        self._words.setText(words)
        self._sign.show_icon("user" if undo else "circle-alert", "on-tooltip")
        self.undo_button.setVisible(undo)
        self.bar.show()
        say(self, words)

    # -- acts ----------------------------------------------------------------------------------------------------
    def mark(self, code: str) -> None:
        """Mark whose turn it is, and on to the next without a mark."""
        key = self.turns.now
        person = self.book.person(key) if key is not None else None
        status = self.book.status(code)
        if key is None or person is None or status is None:
            return
        place = (key, self.turns.session_id)
        why = self.book.why_not(*place) or self.book.why_status(code)
        if why:
            self.tell(why)
            return
        if self.book.needs_reason(code, place):
            self._ask_reason(key, code)
            return
        self._put(key, code)

    def _put(self, key: int, code: str, reason: str | None = None, minutes: int | None = None,
             evidence: str | None = None) -> None:
        person, status = self.book.person(key), self.book.status(code)
        self.person.buttons[code].flash()
        self.turns.trail.append(key)
        onward = self.turns.now == key
        self.book.put([(key, self.turns.session_id)], code, reason, minutes, source="roll",
                      evidence=evidence)
        self.minutes.marked((key, self.turns.session_id))
        if onward:
            self.turns.go(self.turns.following())
        self.refresh()
        if person is not None and status is not None:
            absences = self.turns.absences_in_a_row(key) if status.meaning == "absent" else 0
            self.tell(told(person.name, status.label, absences), undo=True)
        now = self.book.person(self.turns.now) if self.turns.now is not None else None
        say(self, now.name if now is not None else self.end.sums.text())

    def go(self, key: int) -> None:
        """To a name that was clicked."""
        self.turns.go(key)
        self.setFocus()
        self.refresh()

    def sort(self, by: str) -> None:
        """The names by name or by roll number; it is remembered."""
        self.turns.by = by
        self.desk.kept.put(ORDER, by)
        self.setFocus()
        self.refresh()

    def undo(self) -> None:
        """Take back the last mark, and back to that name."""
        self.minutes.forget()
        self.desk.undo()
        self.turns.taken_back()
        self.bar.hide()
        self.setFocus()
        self.refresh()

    def ask_reason(self) -> None:
        """F2: for whose turn it is when marked, else for the one marked last."""
        key = self.turns.now
        if key is None or not self.turns.marked(key):
            key = self.turns.trail[-1] if self.turns.trail else None
        mark = self.book.marks.get((key, self.turns.session_id)) if key is not None else None
        if key is None or mark is None:
            self.tell(_("Mark the trainee first; then F2 takes the reason."))
            return
        self._ask_reason(key, mark.status)

    def _ask_reason(self, key: int, code: str) -> None:
        person, view = self.book.person(key), self.book.view
        if person is None or view is None:
            return
        dialog = ReasonDialog(person.name, code, self.book.marks.get((key, self.turns.session_id)), view.statuses,
                              self)
        dialog.accepted.connect(lambda: self._put(
            key, code, dialog.changed_reason(), dialog.minutes(), dialog.changed_evidence()))
        talk.open_dialog(dialog)

    def mark_rest(self) -> None:
        """Everybody who is left is present."""
        if self.turns.left() and self.rest.isEnabled():
            mark_rest(self.book, self.turns.session_id, self._mark_rest, self)

    def _mark_rest(self) -> None:
        self.turns.trail.append(None)
        self.desk.do(MarkRestPresent(session_id=self.turns.session_id), owner=self, then=self._rest_marked)

    def _rest_marked(self, n: int) -> None:
        self._said("", "ok")
        self.tell(_("{n} marked present").format(n=n), undo=True)

    def lock(self) -> None:
        """Close the register and this window."""
        self.desk.do(CloseSession(session_id=self.turns.session_id), owner=self, tell=_("The register is closed"),
                     then=lambda _id: self.close(), invalid=lambda problems: self.tell(" ".join(problems.values())))

    # -- keys ----------------------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Key(event.key())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        focus = self.focusWidget()
        here = (self.turns.now, self.turns.session_id) if self.turns.now is not None else None
        if not control and self.minutes.digit(event.text(), here):
            return
        if event.text() or key in (Key.Key_Up, Key.Key_Down):
            self.minutes.forget()
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
        elif key in (Key.Key_Escape, Key.Key_F11):
            self.close()
        elif key in (Key.Key_Return, Key.Key_Enter):
            self._enter(control, focus)
        elif key == Key.Key_Up:
            self.turns.back()
            self.refresh()
        elif key == Key.Key_Down:
            self.turns.skip()
            self.refresh()
        elif key == Key.Key_F2:
            self.ask_reason()
        elif not control and (code := self.book.code_of(event.text())) is not None:
            self.mark(code)
        else:
            super().keyPressEvent(event)

    def _enter(self, control: bool, focus: QWidget | None) -> None:
        if control:
            self.mark_rest()
        elif isinstance(focus, Button | MarkButton):
            focus.click()
        elif self.turns.now is not None and self.turns.place() >= 0:
            self.mark(self.turns.proposal(self.turns.now))
        elif self.end.lock.isVisible() and self.end.lock.isEnabled():
            self.end.lock.setFocus()
        else:
            self.close()

    def _has_side(self) -> bool:
        return self.width() >= theme().px(SIDE_FROM)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = self._has_side()
        self.side.setVisible(side)
        self._edge.setVisible(side)
        self.rest.setVisible(not side and self.turns.left() > 0)
        self.head.fit(self.width())
        room = self.width() * 3 // 5 if side else self.width()
        self.person.fit(room - 80, self.height())

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.minutes.forget()
        for signal, slot in ((self.book.changed, self._marks_changed), (self.book.read, self._read),
                             (self.book.said, self._said)):
            signal.disconnect(slot)
        self.tab.roll = None
        if self.turns.now is not None:
            self.tab.grid.go(self.turns.now, self.turns.session_id)
        self.tab.load()
        QTimer.singleShot(0, self.tab, self.tab.grid.setFocus)
