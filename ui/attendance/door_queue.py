"""What was read at the door and waits for a decision: say whose it was, or drop it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.attendance.door import WaitingCode, WaitingCodes
from app.attendance.door_marks import DropDoorCode, SettleDoorCode
from app.cohorts.queries import Roll, RollRow
from app.exchange.columns import Column
from app.i18n import _, ngettext, show_date, show_moment
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.buttons import Button
from ui.kit.combo import Choice
from ui.kit.dialog import Dialog
from ui.kit.empty_state import EmptyState
from ui.kit.field import Field
from ui.kit.layout import box, row
from ui.kit.list_pane import ListPane
from ui.kit.table import Table
from ui.kit.theme import theme

if TYPE_CHECKING:
    from ui.attendance.register import AttendanceTab

COLUMNS: tuple[Column[WaitingCode], ...] = (
    Column("seen", lambda: _("Read at"), lambda r: r.seen_at, show=show_moment, width=18),
    Column("session", lambda: _("Session"), lambda r: f"{show_date(r.day)} {r.starts_at}", width=17),
    Column("code", lambda: _("Code"), lambda r: r.code, width=20),
    Column("who", lambda: _("Trainee"), lambda r: r.name, width=30))


def open_queue(tab: AttendanceTab) -> None:
    """From the register, days later too."""
    if tab.cohort is not None:
        talk.open_dialog(DoorQueue(tab.desk, tab.cohort.id, tab))


class DoorQueue(Dialog):
    """A list; below it the trainee whose code the current line was."""

    def __init__(self, desk: Desk, cohort_id: int, parent: QWidget) -> None:
        super().__init__(_("Codes that wait for a decision"),
                         _("The mark is that of the moment at which the code was read."), safe=_("Close"), wide=True,
                         icon="list-checks", parent=parent)
        self.desk, self.cohort_id = desk, cohort_id
        self.table = Table(COLUMNS, single=True, name="who", stretch="who", accessible_name=_("Waiting codes"))
        self.table.chosen.connect(self._chosen)
        self.table.setMinimumHeight(theme().px(180))
        self.pane = ListPane(self.table, EmptyState("circle-check", _("Nothing waits"),
                                                    _("Every code that was read is settled.")))
        self.who = Choice(placeholder=_("Choose a trainee"))
        self.who.edited.connect(self._follow)
        self.mark = Button(_("Mark this trainee"), self.settle, kind="primary", icon="user-check")
        self.drop = Button(_("Drop the code"), self.drop_code, icon="x")
        self.foot_row = box(row(Field(_("&Whose code it was"), self.who), None, self.drop, self.mark))
        self.body.addWidget(self.pane)
        self.body.addWidget(self.foot_row)
        desk.ask(Roll(cohort_id=cohort_id, everyone=False), owner=self, then=self._people)
        self.load()

    def _people(self, rows: list[RollRow]) -> None:
        self.who.set_options([(r.enrolment_id, f"{r.name} · {r.number}") for r in rows])
        self._chosen(self.table.current_row())

    def load(self) -> None:
        """The list anew."""
        self.desk.ask(WaitingCodes(cohort_id=self.cohort_id), owner=self, then=self._show)

    def _show(self, rows: list[WaitingCode]) -> None:
        self.table.set_rows(rows)
        self.consequence.setText(ngettext(
            "{n} code. The mark is that of the moment at which it was read.",
            "{n} codes. The mark is that of the moment at which each was read.", len(rows)).format(n=len(rows)))
        if rows and self.table.current_row() is None:
            self.table.choose(rows[0].id)
        self._chosen(self.table.current_row())
        self.fit()

    def _chosen(self, code: Any) -> None:
        self.who.set_value(code.enrolment_id if code is not None else None)
        self._follow()

    def _follow(self) -> None:
        code = self.table.current_row()
        none = "" if code is not None else _("Choose a code first.")
        self.drop.explain(none)
        self.mark.explain(none or ("" if self.who.value() is not None else _("Choose whose code it was.")))

    def settle(self) -> None:
        """Mark the trainee as of the moment of the code."""
        code, who = self.table.current_row(), self.who.value()
        if code is not None and who is not None:
            self.desk.do(SettleDoorCode(code_id=code.id, enrolment_id=who), owner=self, tell=_("Marked"),
                         then=lambda _status: self.load(), reload=self.load)

    def drop_code(self) -> None:
        """Nobody is marked; undo brings it back."""
        code = self.table.current_row()
        if code is not None:
            self.desk.do(DropDoorCode(code_id=code.id), owner=self, tell=_("The code is dropped"),
                         then=lambda _id: self.load(), reload=self.load)
