"""What the register asks about a session: to add, move, cancel or reopen one, and why."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.attendance.commands import ReopenSession
from app.attendance.generate import PARTS
from app.attendance.queries import SessionRow
from app.attendance.session_states import CancelSession, RestoreSession
from app.attendance.session_words import part_word
from app.attendance.sessions import AddSession, ChangeSession, GenerateSessions
from app.attendance.timetable import Timetable, TimetableRow
from app.i18n import _
from app.office.command import Command
from ui.attendance.drawing import day_words
from ui.cohorts.sessions_dialog import SessionsDialog
from ui.cohorts.tab import CohortTab
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.buttons import MoreButton
from ui.kit.dialog import Dialog
from ui.kit.form import Form, Spec
from ui.kit.text_box import TextBox


def part_options() -> list[tuple[str, str]]:
    """Parts of the day in words."""
    return [(part, part_word(part)) for part in PARTS]


class CommandDialog(Dialog):
    """A small form whose command is sent when its action is pressed; problems keep it open."""

    def __init__(self, desk: Desk, form: Form, question: str, consequence: str, action: str, parent: QWidget, *,
                 tell: str, destructive: bool = False, wide: bool = False) -> None:
        super().__init__(question, consequence, action=action, destructive=destructive, parent=parent, wide=wide,
                         safe=_("Keep it") if destructive else "")  # "Cancel" beside "Cancel session" says nothing
        self.form = form
        self.body.addWidget(form)
        self.check = lambda: form.check(all_fields=True)
        self.accepted.connect(lambda: desk.do(form.command(), owner=parent, tell=tell))
        form.save_asked.connect(self._do)
        form.focus_first()


def ask_reason(desk: Desk, parent: QWidget, question: str, consequence: str, action: str,
               make: type[Command[int]], session_id: int, tell: str, destructive: bool = False) -> None:
    """Ask a reason and send the command with it."""
    form = Form([Spec("reason", _("&Reason"), TextBox(max_length=300), required=True, wide=True)],
                build=lambda v: make(session_id=session_id, reason=v["reason"]), columns=1)  # type: ignore[call-arg]
    talk.open_dialog(CommandDialog(desk, form, question, consequence, action, parent, tell=tell,
                                   destructive=destructive))


def reopen(desk: Desk, parent: QWidget, session_id: int) -> None:
    """Open a closed register again."""
    ask_reason(desk, parent, _("Reopen this register?"),
               _("Marks can be changed again. The history keeps the reason."), _("Reopen"), ReopenSession, session_id,
               _("The register is open again"))


class SessionActions:
    """The menu of a session: take, add, move, cancel, restore, make."""

    def __init__(self, desk: Desk, tab: CohortTab) -> None:
        self.desk, self.tab = desk, tab

    def fill_menu(self, more: MoreButton, session: SessionRow | None) -> None:
        """The actions that make sense for the session."""
        more.list.clear()
        if session is not None and not session.cancelled:
            if session.taken_at is None and session.closed_at is None:
                self._add(more, _("Take the register"), lambda: self.tab.marking.take(), "clipboard-check",  # type: ignore[attr-defined]
                          CancelSession)
            self._add(more, _("Move this session…"), lambda: self.move(session), "calendar-clock", ChangeSession)
            self._add(more, _("Cancel this session…"), lambda: self.cancel(session), "calendar-x", CancelSession)
        elif session is not None:
            self._add(more, _("Restore this session"), lambda: self.restore(session), "rotate-ccw", RestoreSession)
        more.list.addSeparator()
        self._add(more, _("Add a session…"), lambda: self.add(session), "calendar-plus", AddSession)
        self._add(more, _("Make sessions…"), self.make, "calendar-range", GenerateSessions)

    def _add(self, more: MoreButton, words: str, act: object, icon: str, needs: type[Command[object]]) -> None:
        action = more.add(words, act, icon)  # type: ignore[arg-type]
        why = self.desk.why_not(needs)
        action.setEnabled(not why)
        action.setToolTip(why)

    def restore(self, session: SessionRow) -> None:
        """A cancelled session takes place after all."""
        self.desk.do(RestoreSession(session_id=session.id), owner=self.tab, tell=_("The session is restored"))

    def make(self) -> None:
        """Sessions from weekdays and times."""
        if self.tab.cohort is not None:
            talk.open_dialog(SessionsDialog(self.desk, self.tab.cohort, self.tab))

    def add(self, session: SessionRow | None) -> None:
        """One more session; it makes up for the chosen one when that is cancelled."""
        if self.tab.cohort is None:
            return
        from ui.attendance.timetable_dialogs import add_session

        add_session(self.desk, self.tab, self.tab.cohort,
                    session if session is not None and session.cancelled else None)

    def move(self, session: SessionRow) -> None:
        """Another day, time, room or instructor; marks go with it."""
        if self.tab.cohort is None:
            return
        self.desk.ask(Timetable(cohort_id=self.tab.cohort.id), owner=self.tab,
                      then=lambda rows: self._change(next((r for r in rows if r.id == session.id), None)))

    def _change(self, row: TimetableRow | None) -> None:
        from ui.attendance.timetable_dialogs import change_one

        if row is not None and self.tab.cohort is not None:
            change_one(self.desk, self.tab, self.tab.cohort, row)

    def cancel(self, session: SessionRow) -> None:
        """The session does not take place."""
        ask_reason(self.desk, self.tab, _("Cancel the session of {day}?").format(day=day_words(session)),
                   _("It leaves the count. Its marks stay and come back when it is restored."), _("Cancel session"),
                   CancelSession, session.id, _("The session is cancelled"), destructive=True)
