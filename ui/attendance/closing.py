"""Closing registers: who is not marked yet, by name, and what to do about it; several registers at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.attendance.commands import CloseSession, CloseSessions
from app.attendance.queries import SessionRow
from app.cohorts.queries import RollRow
from app.i18n import _, ngettext
from ui.attendance.drawing import day_words, session_line
from ui.desk import talk
from ui.kit.buttons import secondary
from ui.kit.check import CheckBox
from ui.kit.dialog import Dialog
from ui.kit.layout import box, column, least, row, scrolled
from ui.kit.text import label
from ui.kit.theme import theme

if TYPE_CHECKING:
    from ui.attendance.register import AttendanceTab

ABSENT = "X"
MOST_HIGH = 260
ROW = 22


def close_register(tab: AttendanceTab, session: SessionRow) -> None:
    """Close it; when somebody is not marked, say who and ask what to do."""
    empty = tab.book.unmarked(session)
    if empty:
        talk.open_dialog(NotMarkedDialog(tab, session, empty, lambda: go_to_first(tab)))
        return
    tab.desk.do(CloseSession(session_id=session.id), owner=tab, tell=_("The register is closed"),
                invalid=lambda problems: tab.say(" ".join(problems.values()), "danger"))


def go_to_first(tab: AttendanceTab) -> None:
    """To the first who is not marked."""
    person = tab.first_open()
    if person is not None:
        tab.grid.go(person, tab.session_key)
        tab.grid.setFocus()


class NotMarkedDialog(Dialog):
    """All names. They can be marked absent and the register closed in one step, or the first be looked at."""

    def __init__(self, tab: AttendanceTab, session: SessionRow, empty: Sequence[RollRow],
                 first: Callable[[], object]) -> None:
        n = len(empty)
        super().__init__(
            ngettext("{n} trainee is not marked yet", "{n} trainees are not marked yet", n).format(n=n),
            _("The register of {day} stays open until everybody is marked. Marking them absent closes it.").format(
                day=day_words(session)),
            action=_("Mark them absent"),
            safe=_("Keep it open"), icon="list-checks", parent=tab.window())
        self.tab, self.session = tab, session
        self.names = label("\n".join(r.name for r in empty), wrap=True)
        if n > MOST_HIGH // ROW:
            held = scrolled(box(column(self.names, None)))
            held.setFixedHeight(theme().px(MOST_HIGH))
            self.body.addWidget(held)
        else:
            self.body.addWidget(self.names)
        self.first_button = secondary(_("Go to the first"), self._go, icon="arrow-right")
        self.body.addLayout(row(self.first_button, None))
        self._first = first
        self.accepted.connect(self._close)
        self.first_button.setFocus()

    def _go(self) -> None:
        self.reject()
        self._first()

    def _close(self) -> None:
        self.tab.desk.do(CloseSession(session_id=self.session.id, rest=ABSENT), owner=self.tab,
                         tell=_("The register is closed"))


def close_several(tab: AttendanceTab) -> None:
    """The open registers of the cohort up to today, those of the week of the session in front ticked."""
    view = tab.view
    if view is None:
        return
    open_ = [s for s in view.sessions if not s.cancelled and s.closed_at is None and s.day <= view.today]
    if not open_:
        tab.say(_("Every register up to today is closed."), "ok")
        return
    talk.open_dialog(CloseSeveralDialog(tab, open_))


class CloseSeveralDialog(Dialog):
    """A line per register with how many are not marked."""

    def __init__(self, tab: AttendanceTab, sessions: Sequence[SessionRow]) -> None:
        super().__init__(_("Close several registers?"),
                         _("After that a change of a mark is asked for, and the office decides."),
                         action=_("Close the registers"), icon="lock", wide=True, parent=tab.window())
        self.tab = tab
        near = tab.session()
        monday = near.day - timedelta(days=near.day.weekday()) if near is not None else None
        self.lines: dict[int, CheckBox] = {}
        self.empty: dict[int, list[RollRow]] = {}
        for session in sessions:
            empty = tab.book.unmarked(session)
            said = _("all marked") if not empty else ngettext(
                "{n} not marked: {names}", "{n} not marked: {names}", len(empty)).format(
                n=len(empty), names=", ".join(r.name for r in empty[:3]) + (" …" if len(empty) > 3 else ""))
            line = CheckBox(f"{session_line(session)[0]}, {session.starts_at}: {said}")
            line.set_value(monday is not None and monday <= session.day < monday + timedelta(days=7))
            line.edited.connect(self._follow)
            self.lines[session.id], self.empty[session.id] = line, empty
        held: QWidget = box(column(*self.lines.values(), None, spacing=6))
        if len(self.lines) > MOST_HIGH // ROW:
            held = scrolled(held)
            least(held, height=theme().px(MOST_HIGH))
        self.absent = CheckBox(_("Mark everybody who is not marked absent"))
        self.absent.edited.connect(self._follow)
        self.said = label("", "error", wrap=True)
        self.body.addWidget(held)
        self.body.addWidget(self.absent)
        self.body.addWidget(self.said)
        self._follow()
        self.check = self._close

    def chosen(self) -> tuple[int, ...]:
        """The registers that are ticked."""
        return tuple(key for key, line in self.lines.items() if line.value())

    def _follow(self) -> None:
        missing = sum(len(self.empty[key]) for key in self.chosen())
        self.absent.setVisible(missing > 0)
        why = "" if self.chosen() else _("Choose at least one register.")
        if missing and not self.absent.value():
            why = ngettext("{n} mark is missing in these registers.", "{n} marks are missing in these registers.",
                           missing).format(n=missing)
        self.action_button.explain(why)
        self.said.setText(why)
        self.said.setVisible(bool(why))
        self.fit()

    def _close(self) -> bool:
        self.tab.desk.do(CloseSessions(session_ids=self.chosen(), rest=ABSENT if self.absent.value() else ""),
                         owner=self, invalid=self._refused, then=lambda _n: self.accept(),
                         tell=lambda n: ngettext("{n} register is closed", "{n} registers are closed", n).format(n=n))
        return False

    def _refused(self, problems: dict[str, str]) -> None:
        self.said.setText("\n".join(problems.values()))
        self.said.show()
        self.fit()
