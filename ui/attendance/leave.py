"""Leave and absences: what is noted ahead, granted, refused; what it did to the register is said at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.attendance.leave import GrantLeave, NoteLeave, RefuseLeave, WithdrawLeave
from app.attendance.leave_fill import Filled
from app.attendance.leave_lists import LeaveRow, Leaves
from app.attendance.queries import AttendanceStatuses
from app.attendance.statuses import StatusRow
from app.cohorts.people import EnrolmentLine, EnrolmentsOf
from app.cohorts.words import ON_ROLL
from app.exchange.columns import Column
from app.i18n import _, local_time, ngettext, show_span
from ui.attendance.leave_form import LeaveForm, Who
from ui.attendance.leave_said import Said, say_filled
from ui.attendance.scan import open_scan, save_scan
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.kit.buttons import primary, quiet, secondary
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.layout import row
from ui.kit.look import MUTED, Look
from ui.kit.table import Table
from ui.kit.text import label
from ui.kit.text_box import TextBox
from ui.kit.theme import theme
from ui.kit.toolbar import Chips

if TYPE_CHECKING:
    from ui.attendance.register import AttendanceTab

HEIGHT = 250
TONES = {"planned": Look("warn", "clock"), "granted": Look("ok", "circle-check")}


def columns(all_cohorts: bool, papers: bool, one_trainee: bool = False) -> list[Column[LeaveRow]]:
    """The cohort where there are several; the paper for whoever may see it."""
    found: list[Column[LeaveRow]] = [
        Column("name", lambda: _("Trainee"), lambda r: r.name, width=18),
        Column("days", lambda: _("Days"), lambda r: r.days, width=21),
        Column("kind", lambda: _("Leave"), lambda r: r.kind, width=14),
        Column("state", lambda: _("State"), lambda r: r.state_words, width=18)]
    if papers:
        found[3:3] = [Column("reason", lambda: _("Reason"), lambda r: r.reason, width=14),
                      Column("paper", lambda: _("MC or letter"), lambda r: r.paper, width=16)]
    else:
        found.append(Column("noted", lambda: _("Noted by"), lambda r: r.noted_by, width=14))
    if one_trainee:
        found.pop(0)
    if all_cohorts:
        found.insert(0, Column("cohort", lambda: _("Cohort"), lambda r: r.cohort, width=12))
    return found


def open_leave(tab: AttendanceTab) -> None:
    """Leave of the cohort in front; a new one is for the trainee in front."""
    if tab.cohort is None or tab.view is None:
        return
    people = [(r.enrolment_id, r.name) for r in tab.view.rows if r.on_roll]
    current = tab.grid.current()
    who = Who(people, tab.view.statuses, current[0] if current else None, tab.view.today)
    talk.open_dialog(LeaveDialog(tab.desk, tab, tab.cohort.id, who))


def open_all_leave(desk: Desk, parent: QWidget) -> None:
    """Leave of all cohorts that waits for a decision."""
    talk.open_dialog(LeaveDialog(desk, parent, None, None))


def open_for_trainee(pane: Any) -> None:
    """Leave of the trainee that a pane shows, in all cohorts."""
    if pane.whole is not None:
        talk.open_dialog(LeaveDialog(pane.desk, pane, None, None, Of(pane.whole.id, pane.whole.name)))


@dataclass(frozen=True)
class Of:
    """Whose leave alone is shown."""

    trainee_id: int
    name: str


class LeaveDialog(Dialog):
    """The list, and what is done to the chosen one."""

    def __init__(self, desk: Desk, parent: QWidget, cohort_id: int | None, who: Who | None, of: Of | None = None
                 ) -> None:
        super().__init__(_("Leave of {name}").format(name=of.name) if of else _("Leave and absences"), _(
            "Noted leave is proposed on its days. Granted leave fills past sessions where nobody is marked or just "
            "absent, and coming ones when their register is taken."),
            safe=_("Close"), icon="calendar-x", wide=True, parent=parent.window())
        self.desk, self.cohort_id, self.who, self.of = desk, cohort_id, who, of
        self.rows: list[LeaveRow] = []
        self.filter = "planned" if cohort_id is None and of is None else ""
        self.chips = Chips([("", _("All")), ("planned", _("To decide")), ("granted", _("Granted"))], self.filter)
        self.chips.changed.connect(self._filtered)
        whom = "name" if of is None else "cohort"
        self.table = Table(columns(cohort_id is None, desk.may(GrantLeave), of is not None), looks={
            "state": lambda r: TONES.get(r.state, MUTED)}, row="marks", stretch=whom, name=whom, edge=12,
            sortable=(), single=True, accessible_name=_("Leave and absences"))
        self.table.setFixedHeight(theme().px(HEIGHT))
        self.said = label("", "muted", wrap=True)
        self.reason = Field(_("&Why it is refused"), TextBox(max_length=300))
        self._buttons()
        self.body.addLayout(row(self.chips, None, self.new_button, spacing=8))
        self.body.addWidget(self.table)
        self.body.addWidget(self.said)
        self.body.addWidget(self.reason)
        self.body.addLayout(row(self.grant_button, self.refuse_button, self.change_button, self.withdraw_button, None,
                                self.scan_button, self.save_button, spacing=8))
        self.table.chosen.connect(lambda _r: self._follow())
        self.table.picked_changed.connect(lambda _n: self._follow())
        self.table.opened.connect(lambda _r: self.change())
        desk.changed.connect(lambda changes: self.load() if changes.touches({"leave_record"}) else None)
        self._follow()
        self.load()
        if who is None:
            desk.ask(AttendanceStatuses(), owner=self, then=self._know)

    def _know(self, statuses: Sequence[StatusRow]) -> None:
        """What leave may be; of one trainee also the cohorts that it may be noted in."""
        office = self.desk.office
        assert office is not None
        self.who = Who([], statuses, None, local_time(office.clock()).date(), one_trainee=self.of is not None)
        if self.of is not None:
            self.desk.ask(EnrolmentsOf(trainee_id=self.of.trainee_id), owner=self, then=self._enrolled)

    def _enrolled(self, rows: Sequence[EnrolmentLine]) -> None:
        assert self.who is not None
        cohorts = [(r.id, f"{r.code} · {show_span(r.starts, r.ends)}") for r in rows
                   if r.status in ON_ROLL and r.cohort_status in ("planned", "running", "finished")]
        self.who = replace(self.who, people=cohorts, current=cohorts[0][0] if cohorts else None)
        self.new_button.explain(self.desk.why_not(NoteLeave) or (
            "" if cohorts else _("This trainee is in no cohort that is open.")))

    def _buttons(self) -> None:
        desk = self.desk
        self.new_button = primary(_("New leave…"), self.new, icon="plus")
        self.new_button.setVisible(self.who is not None or self.of is not None)
        self.grant_button = secondary(_("Grant"), self.grant, icon="check")
        self.refuse_button = secondary(_("Refuse"), self.refuse_leave, icon="x")
        self.change_button = secondary(_("Change…"), self.change, icon="pencil")
        self.withdraw_button = secondary(_("Withdraw leave"), self.withdraw, icon="undo-2")
        self.scan_button = quiet(_("Open the scan"), self.show_scan, icon="eye")
        self.save_button = quiet(_("Save the scan…"), self.save_scan, icon="file-down")
        guard(self.new_button, NoteLeave, desk)
        decides = desk.may(GrantLeave)
        for widget in (self.grant_button, self.refuse_button, self.reason, self.scan_button, self.save_button):
            widget.setVisible(decides)
        for button in (self.change_button, self.withdraw_button):
            button.setVisible(desk.may(WithdrawLeave))

    def load(self) -> None:
        """Ask again."""
        self.desk.ask(Leaves(cohort_id=self.cohort_id, trainee_id=self.of.trainee_id if self.of else None,
                             state=self.filter), owner=self, then=self._show)

    def _filtered(self, key: str) -> None:
        self.filter = key
        self.load()

    def _show(self, rows: Sequence[LeaveRow]) -> None:
        self.rows = list(rows)
        self.table.set_rows(self.rows)
        n = sum(r.state == "planned" for r in rows)
        self.said.setText(ngettext("{n} leave waits for a decision.", "{n} leaves wait for a decision.", n).format(
            n=n) if n else _("Nothing waits for a decision.") if rows else _("No leave is noted here."))
        if rows and self.table.current_row() is None:
            self.table.choose(rows[0].id)
            self.table.setFocus()
        elif not rows and self.of is not None:
            self.new_button.setFocus()
        self._follow()

    def chosen(self) -> LeaveRow | None:
        """The one that the buttons are about."""
        found = self.table.current_row()
        return next((r for r in self.rows if found is not None and r.id == found.id), None)

    def _follow(self) -> None:
        one = self.chosen()
        none = _("Choose leave in the list.")
        waits = none if one is None else "" if one.state == "planned" else _("This is decided already.")
        stands = none if one is None else "" if one.state in ("planned", "granted") else _("This is decided already.")
        if one is not None and one.state == "granted" and not self.desk.may(GrantLeave):
            stands = _("This leave is granted. The office can change it.")
        scan = none if one is None else "" if one.file_id is not None else _("No scan is kept with this leave.")
        for button, why in ((self.grant_button, waits), (self.refuse_button, waits), (self.change_button, stands),
                            (self.withdraw_button, stands), (self.scan_button, scan), (self.save_button, scan)):
            button.explain(why)

    # -- what is done -------------------------------------------------------------------------------------------
    def new(self) -> None:
        """Note leave, or grant it at once."""
        if self.who is not None:
            talk.open_dialog(LeaveForm(self.desk, self, self.who, None, self._filled))

    def change(self) -> None:
        """Other days, another paper."""
        one = self.chosen()
        if one is not None and one.state in ("planned", "granted") and self.who is not None:
            who = self.who
            if who.one_trainee or self.cohort_id is None:  # it stays where it is, also where nobody is enrolled now
                there = one.cohort if who.one_trainee else one.name
                who = replace(who, people=[(one.enrolment_id, there)])
            talk.open_dialog(LeaveForm(self.desk, self, who, one, self._filled))

    def grant(self) -> None:
        """Grant the chosen leave."""
        one = self.chosen()
        if one is not None:
            self.desk.do(GrantLeave(leave_id=one.id, version=one.version), owner=self, invalid=self._refused,
                         then=lambda done: self._filled(done, one), reload=self.load)

    def refuse_leave(self) -> None:
        """Refuse it, with a reason."""
        one = self.chosen()
        if one is not None:
            self.desk.do(RefuseLeave(leave_id=one.id, version=one.version, reason=str(self.reason.value() or "")),
                         owner=self, invalid=self._refused, then=lambda _v: self._done(), reload=self.load,
                         tell=_("The leave is refused"))

    def withdraw(self) -> None:
        """Withdraw it; marks go back."""
        one = self.chosen()
        if one is not None:
            self.desk.do(WithdrawLeave(leave_id=one.id, version=one.version), owner=self, reload=self.load,
                         then=lambda _v: self._done(), tell=lambda done: ngettext(
                             "Withdrawn; {n} mark went back", "Withdrawn; {n} marks went back", done.marks).format(
                                 n=done.marks))

    def _filled(self, done: Any, leave: LeaveRow | Said | None) -> None:
        self._done()
        if isinstance(done, Filled):
            say_filled(self.desk, self, done, leave)
        else:
            self.desk.tell(_("The leave is noted"), undo=self.desk.undo)

    def _done(self) -> None:
        self.reason.set_value("")
        self.reason.set_error("")
        self.load()

    def _refused(self, problems: dict[str, str]) -> None:
        if self.reason.isVisibleTo(self):
            self.reason.set_error(" ".join(problems.values()))
            self.fit()

    def show_scan(self) -> None:
        """Show the scan with the system's viewer."""
        one = self.chosen()
        if one is not None and one.file_id is not None:
            open_scan(self.desk, self, one)

    def save_scan(self) -> None:
        """Write the scan into a file."""
        one = self.chosen()
        if one is not None and one.file_id is not None:
            save_scan(self.desk, self, one)
