"""Walk-ins of a cohort: noted and marked in class, merged or refused by the office."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.attendance.session_words import part_word
from app.attendance.walk_ins import MergeWalkIn, NoteWalkIn, RefuseWalkIn, WalkInRow, WalkIns
from app.exchange.columns import Column
from app.i18n import _, ngettext, show_date
from ui.attendance.walk_in_merge import MergeDialog
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.kit.buttons import primary, secondary
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.layout import row
from ui.kit.look import MUTED, Look
from ui.kit.table import Table
from ui.kit.text import label
from ui.kit.text_box import TextBox
from ui.kit.theme import theme

if TYPE_CHECKING:
    from app.attendance.queries import RegisterView, SessionRow
    from ui.attendance.register import AttendanceTab

HEIGHT = 200


def columns(all_cohorts: bool) -> list[Column[WalkInRow]]:
    """The cohort only where there are several."""
    found: list[Column[WalkInRow]] = [
        Column("name", lambda: _("Name"), lambda r: r.name, width=22),
        Column("contact", lambda: _("Phone or e-mail"), lambda r: r.contact, width=18),
        Column("marks", lambda: _("Sessions"), lambda r: len(r.marks), width=9),
        Column("noted", lambda: _("Noted by"), lambda r: r.noted_by, width=16),
        Column("state", lambda: _("State"), lambda r: r.state_words, width=18)]
    if all_cohorts:
        found.insert(0, Column("cohort", lambda: _("Cohort"), lambda r: r.cohort, width=12))
    return found


def open_walk_ins(tab: AttendanceTab) -> None:
    """Of the cohort in front; a new one is present in the session in front."""
    if tab.cohort is not None and tab.view is not None:
        talk.open_dialog(WalkInsDialog(tab.desk, tab, tab.cohort.id, tab.view, tab.session()))


def open_all_walk_ins(desk: Desk, parent: QWidget) -> None:
    """Those of all cohorts that wait."""
    talk.open_dialog(WalkInsDialog(desk, parent, None, None, None))


class WalkInsDialog(Dialog):
    """The list above, what can be done below."""

    def __init__(self, desk: Desk, parent: QWidget, cohort_id: int | None, view: RegisterView | None,
                 session: SessionRow | None) -> None:
        super().__init__(_("Walk-ins"), _(
            "Somebody in class who is not on the roll. The office merges the name into an enrolment, or refuses it; "
            "until then it counts for nobody."), safe=_("Close"), icon="user-plus", wide=True, parent=parent.window())
        self.desk, self.cohort_id, self.view, self.session = desk, cohort_id, view, session
        self.rows: list[WalkInRow] = []
        self.table = Table(columns(cohort_id is None), looks={
            "state": lambda r: Look("warn", "clock") if r.state == "open" else MUTED}, row="marks", stretch="name",
            name="name", edge=12, sortable=(), single=True, accessible_name=_("Walk-ins"))
        self.table.setFixedHeight(theme().px(HEIGHT))
        self.said = label("", "muted", wrap=True)
        self.name = Field(_("&Name of who came"), TextBox(max_length=120))
        self.contact = Field(_("&Phone or e-mail"), TextBox(max_length=120))
        self.reason = Field(_("&Why the walk-in is refused"), TextBox(max_length=300))
        self.note_button = primary(_("Note as present"), self.note, icon="plus")
        guard(self.note_button, NoteWalkIn, desk)
        self.merge_button = secondary(_("Merge…"), self.merge, icon="git-merge")
        self.refuse_button = secondary(_("Refuse"), self.refuse_walk_in, icon="x")
        for widget in (self.merge_button, self.refuse_button, self.reason):
            widget.setVisible(desk.may(MergeWalkIn))
        for widget in (self.name, self.contact, self.note_button):
            widget.setVisible(cohort_id is not None and desk.may(NoteWalkIn))
        self.body.addLayout(row(self.name, self.contact, spacing=12))
        self.body.addLayout(row(self.note_button, None))
        self.body.addWidget(self.table)
        self.body.addWidget(self.said)
        self.body.addWidget(self.reason)
        self.body.addLayout(row(self.merge_button, self.refuse_button, None, spacing=8))
        self.table.chosen.connect(lambda _r: self._follow())
        self.table.opened.connect(lambda _r: self.merge())
        desk.changed.connect(lambda changes: self.load() if changes.touches({"walk_in", "walk_in_mark"}) else None)
        self._follow()
        self.load()

    def load(self) -> None:
        """Ask again."""
        self.desk.ask(WalkIns(cohort_id=self.cohort_id, open_only=self.cohort_id is None), owner=self,
                      then=self._show)

    def _show(self, rows: Sequence[WalkInRow]) -> None:
        self.rows = list(rows)
        self.table.set_rows(self.rows)
        n = sum(r.state == "open" for r in rows)
        self.said.setText(ngettext("{n} walk-in to settle.", "{n} walk-ins to settle.", n).format(n=n) if n
                          else _("No walk-in waits."))
        if rows and self.table.current_row() is None:
            self.table.choose(rows[0].id)
        self._follow()

    def chosen(self) -> WalkInRow | None:
        """The one that the buttons are about."""
        found = self.table.current_row()
        return next((r for r in self.rows if found is not None and r.id == found.id), None)

    def _follow(self) -> None:
        one = self.chosen()
        why = (_("Choose a walk-in in the list.") if one is None else "" if one.state == "open"
               else _("This is settled already."))
        self.merge_button.explain(why)
        self.refuse_button.explain(why)
        if self.session is not None and self.view is not None:
            coming = self.session.day > self.view.today or self.session.cancelled
            self.note_button.explain(self.desk.why_not(NoteWalkIn) or (
                _("Choose a session that has begun.") if coming else ""))
            self.name.set_help(_("Present on {day}, {part}").format(
                day=show_date(self.session.day, weekday=True), part=part_word(self.session.part)))

    def note(self) -> None:
        """Note a name, present in the session in front."""
        sessions = (self.session.id,) if self.session is not None else ()
        self.desk.do(NoteWalkIn(cohort_id=self.cohort_id or 0, name=str(self.name.value() or ""),
                                contact=str(self.contact.value() or ""), session_ids=sessions), owner=self,
                     invalid=lambda problems: self._problem(self.name, problems), then=self._noted,
                     tell=_("The walk-in is noted"))

    def _noted(self, _key: Any) -> None:
        for field in (self.name, self.contact):
            field.set_value("")
            field.set_error("")
        self.load()
        self.name.focus()

    def merge(self) -> None:
        """Who the walk-in is."""
        one = self.chosen()
        if one is not None and one.state == "open" and self.desk.may(MergeWalkIn):
            talk.open_dialog(MergeDialog(self.desk, one, self, self.load))

    def refuse_walk_in(self) -> None:
        """Refuse with a reason."""
        one = self.chosen()
        if one is not None:
            self.desk.do(RefuseWalkIn(walk_in_id=one.id, reason=str(self.reason.value() or "")), owner=self,
                         invalid=lambda problems: self._problem(self.reason, problems), then=self._refused,
                         tell=_("The walk-in is refused"), reload=self.load)

    def _refused(self, _key: Any) -> None:
        self.reason.set_value("")
        self.reason.set_error("")
        self.load()

    def _problem(self, field: Field, problems: dict[str, str]) -> None:
        field.set_error(" ".join(problems.values()))
        self.fit()
