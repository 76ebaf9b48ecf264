"""Check-in at the door: a window over everything that reads a scanner or typed numbers and says who came.

It shows one session and nothing else. The keys belong to the window itself, so no field can lose them to a scanner.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.attendance.door import Door as DoorQuery
from app.attendance.door import DoorView, Entry
from app.attendance.door_marks import CheckIn
from app.i18n import _, local_time
from ui.attendance.door_parts import DoorHead, DoorLast, DoorSide, look_of_entry
from ui.attendance.moment import moment_of
from ui.desk import talk
from ui.kit.announce import Announcement
from ui.kit.buttons import Button
from ui.kit.layout import box, column, row, screen, scrolled
from ui.kit.sound import sound
from ui.kit.spoken import say
from ui.kit.text import label
from ui.kit.theme import theme

if TYPE_CHECKING:
    from ui.attendance.register import AttendanceTab

Key = Qt.Key
SHOWN = 4_000  # ms that a name stays
SCANNER = 0.06  # seconds between two keys: nobody types as fast
CUT_OFF, FORGOTTEN = 1_200, 12_000  # ms until half a code of a scanner, or of a hand, is dropped
AGAIN = 1.0  # seconds in which the same code is the same card still lying there
SIDE_FROM = 1000
LONGEST = 200
MUTE = "door:mute"


def open_door(tab: AttendanceTab) -> Door | None:
    """Open it for the chosen session when it is today, else for that of the moment."""
    view = tab.view
    if view is None or tab.desk.office is None:
        return None
    session = tab.session()
    if session is None or session.day != view.today or session.cancelled:
        now = f"{local_time(tab.desk.office.clock()):%H:%M}"
        session = moment_of([s for s in view.sessions if s.day == view.today], view.today, now)
    if session is None:
        talk.tell(_("There is no session today"), _("The check-in is for a session of today. Add one to begin."),
                  parent=tab)
        return None
    made = Door(tab, session.id)
    made.resize(tab.window().size())
    made.showFullScreen()
    made.activateWindow()
    made.setFocus()
    return made


class Door(QWidget):
    """Every code goes through the desk in the order it was read."""

    def __init__(self, tab: AttendanceTab, session_id: int) -> None:
        super().__init__(tab.window(), Qt.WindowType.Window)
        self.tab, self.desk, self.session_id = tab, tab.desk, session_id
        self.view: DoorView | None = None
        self.typed, self._fast = "", False
        self._key_at, self._code_at, self._code = 0.0, 0.0, ""
        self._marked = 0  # check-ins of this sitting, which may be undone here
        self._leaving = False
        self.setObjectName("page")
        self.setWindowTitle(_("Check-in – Sijil"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()
        self._timer(1_000, self.head.tick, once=False).start()
        self._quiet = self._timer(SHOWN, self.show_idle)
        self._drop = self._timer(FORGOTTEN, self._forget)
        self.desk.changed.connect(self._changed)
        self.show_idle()
        self.load()

    def _timer(self, after: int, do: Callable[[], object], once: bool = True) -> QTimer:
        made = QTimer(self)
        made.setInterval(after)
        made.setSingleShot(once)
        made.timeout.connect(do)
        return made

    def _build(self) -> None:
        self.head = DoorHead(self.desk)
        self.card = Announcement()
        self.input = label("", "title")
        self.input.setAccessibleName(_("What has been typed"))
        self.last = DoorLast()
        self.side = DoorSide()
        buttons = [Button(words, do, icon=icon, keys=keys) for words, do, icon, keys in (
            (_("Waiting codes"), self.settle, "list-checks", "F2"),
            (_("Sound"), self.toggle_sound, "bell", "F3"), (_("Undo"), self.undo, "undo-2", "Ctrl Z"),
            (_("Leave the check-in"), self.ask_leave, "log-out", "Esc"))]
        self.waiting, self.mute, self.back, self.leave = buttons
        for button in buttons:
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Enter belongs to the code
        body = column(None, self.card, self.input, self.last, None, margins=(32, 12, 32, 12), spacing=14)
        left = column(scrolled(box(body)), box(row(*buttons, None, margins=(32, 8, 32, 14))), spacing=0)
        left.setStretch(0, 1)
        self._edge = screen(self, self.head, box(left), self.side)
        self._show_mute()

    # -- what is shown ------------------------------------------------------------------------------------------
    def load(self) -> None:
        """Who is in and who is missing."""
        self.desk.ask(DoorQuery(session_id=self.session_id), owner=self, then=lambda rows: self._show(rows[0]))

    def _changed(self, changes: object) -> None:
        touches = getattr(changes, "touches", None)
        if touches is not None and touches(DoorQuery.reads):
            self.load()

    def _show(self, view: DoorView) -> None:
        self.view = view
        self.head.show_view(view)
        self.side.show_view(view)
        self.waiting.setText(_("Waiting codes ({n})").format(n=len(view.waiting)) if view.waiting
                             else _("Waiting codes"))
        if not self._quiet.isActive():
            self.show_idle()

    def show_idle(self) -> None:
        """Between two people."""
        why = self.view.why_not if self.view is not None else ""
        self.card.show_state("", why or _("Hold your card to the scanner"),
                             "" if why else _("Or type your trainee number, its last digits or your number on the "
                                              "roster, then Enter."), "danger" if why else "neutral")

    def show_entry(self, entry: Entry) -> None:
        """Name big and brief, with its sound, and aloud."""
        tone, icon, noise = look_of_entry(entry)
        self.card.show_state(entry.name, entry.words(), entry.sentence(), tone, icon)
        self._quiet.start()
        self.last.add(entry)
        if not self.desk.kept.get(MUTE):
            sound(noise)
        say(self, self.card.accessibleName())

    # -- codes ---------------------------------------------------------------------------------------------------
    def take(self, code: str) -> None:
        """A whole code, at this moment."""
        now = time.monotonic()
        if code == self._code and now - self._code_at < AGAIN:
            return
        self._code, self._code_at = code, now
        office = self.desk.office
        if office is None:
            return
        self.desk.do(CheckIn(session_id=self.session_id, code=code, seen_at=office.clock()), owner=self,
                     then=self._came, invalid=lambda problems: self._refused(" ".join(problems.values())))

    def _came(self, entry: Entry) -> None:
        self._marked += entry.kind in ("in", "late")
        self.show_entry(entry)

    def _refused(self, words: str) -> None:
        self.card.show_state("", _("Not taken"), words, "danger")
        self._quiet.start()

    def _type(self, text: str) -> None:
        now = time.monotonic()
        self._fast = bool(self.typed) and now - self._key_at < SCANNER
        self._key_at = now
        self.typed = (self.typed + text)[-LONGEST:]
        self._typed()

    def _typed(self) -> None:
        self.input.setText(self.typed if self.typed.strip() else "")
        self._drop.setInterval(CUT_OFF if self._fast else FORGOTTEN)
        self._drop.start() if self.typed else self._drop.stop()

    def _forget(self) -> None:
        """A code that never came to its end; the next one must not begin with it."""
        self.typed = ""
        if self._fast:
            self.card.show_state("", _("Read in part"), _("Hold the card to the scanner once more."), "danger")
            self._quiet.start()
        self._fast = False
        self._typed()

    def _end(self) -> None:
        code, self.typed, self._fast = self.typed.strip(), "", False
        self._typed()
        if code:
            self.take(code)

    # -- acts ----------------------------------------------------------------------------------------------------
    def settle(self) -> None:
        """What waits for a decision."""
        if self.view is not None:
            from ui.attendance.door_queue import DoorQueue

            talk.open_dialog(DoorQueue(self.desk, self.view.cohort_id, self))

    def toggle_sound(self) -> None:
        """With or without sounds, kept for this person."""
        self.desk.kept.put(MUTE, "" if self.desk.kept.get(MUTE) else "1")
        self._show_mute()

    def _show_mute(self) -> None:
        self.mute.setText(_("Sound off") if self.desk.kept.get(MUTE) else _("Sound on"))

    def undo(self) -> None:
        """Take back the last check-in of this sitting, and nothing that was done before it."""
        if self._marked:
            self._marked -= 1
            self._code = ""
            self.desk.undo()
            self.show_idle()

    def ask_leave(self) -> None:
        """Out of here only when meant: a scanner that sends Enter does not answer yes."""
        talk.ask(_("Leave the check-in?"), _("The register is open to whoever stands here then."),
                 _("Leave the check-in"), self._leave, safe=_("Stay"), destructive=True, icon="log-out", parent=self)

    def _leave(self) -> None:
        self._leaving = True
        self.close()

    # -- keys ----------------------------------------------------------------------------------------------------
    def event(self, event: QEvent) -> bool:
        """Tab ends a code here, as scanners can be set to send it; Qt would go to the next field."""
        if (event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
                and event.key() in (Key.Key_Tab, Key.Key_Backtab)):
            self._end()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = Key(event.key()), event.text()
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
        elif key in (Key.Key_Return, Key.Key_Enter):
            self._end()
        elif key == Key.Key_Escape:
            if self.typed:
                self.typed, self._fast = "", False
                self._typed()
            else:
                self.ask_leave()
        elif key == Key.Key_Backspace:
            self.typed = self.typed[:-1]
            self._typed()
        elif key == Key.Key_F2:
            self.settle()
        elif key == Key.Key_F3:
            self.toggle_sound()
        elif text and text.isprintable() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._type(text)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= theme().px(SIDE_FROM)
        self.side.setVisible(wide)
        self._edge.setVisible(wide)
        self.head.fit(self.width())
        self.last.setVisible(self.height() >= theme().px(560))

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._leaving and self.isVisible():
            event.ignore()
            self.ask_leave()
            return
        super().closeEvent(event)
        self.desk.changed.disconnect(self._changed)
        self.tab.load()
        QTimer.singleShot(0, self.tab, self.tab.grid.setFocus)
