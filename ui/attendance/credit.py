"""Sessions made up for and attendance brought along: what the office credits, and the list of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app.attendance.credit import (
    BringCredit,
    CreditMakeUp,
    CreditRow,
    Credits,
    MakeUpSessions,
    OtherSession,
    RemoveCredit,
)
from app.attendance.session_words import part_word
from app.exchange.columns import Column
from app.i18n import _, show_date
from ui.desk import talk
from ui.desk.guard import guard
from ui.kit.buttons import primary, secondary
from ui.kit.combo import Choice
from ui.kit.date_field import DateBox
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.layout import row
from ui.kit.look import MUTED
from ui.kit.table import Table
from ui.kit.text import label
from ui.kit.text_box import TextBox
from ui.kit.theme import theme

if TYPE_CHECKING:
    from ui.attendance.register import AttendanceTab

HEIGHT = 180
COLUMNS: tuple[Column[CreditRow], ...] = (
    Column("name", lambda: _("Trainee"), lambda r: r.name, width=22),
    Column("words", lambda: _("Credit"), lambda r: r.words, width=34),
    Column("reason", lambda: _("Reason"), lambda r: r.reason, width=22),
    Column("given", lambda: _("Given by"), lambda r: r.given_by, width=14))


def open_credit(tab: AttendanceTab) -> None:
    """Credits of the cohort in front; a new one is for the trainee in front."""
    if tab.cohort is not None and tab.view is not None:
        talk.open_dialog(CreditDialog(tab))


class CreditDialog(Dialog):
    """A missed session is chosen among those that the trainee missed."""

    def __init__(self, tab: AttendanceTab) -> None:
        super().__init__(_("Sessions made up and credit"), _(
            "A missed session that was made up for counts as attended. A transfer may bring along what was attended in "
            "the cohort before."), safe=_("Close"), icon="rotate-ccw", wide=True, parent=tab.window())
        assert tab.view is not None and tab.cohort is not None
        self.desk, self.view, self.cohort_id = tab.desk, tab.view, tab.cohort.id
        current = tab.grid.current()
        self.person = Field(_("&Trainee"), Choice([(r.enrolment_id, r.name) for r in self.view.rows if r.on_roll]))
        self.session = Field(_("&Missed session"), Choice(placeholder=_("Choose a session")))
        self.on_day = Field(_("Made up &on"), DateBox())
        self.place = Field(_("&In the class of"), Choice(empty=_("No other cohort")))
        self.reason = Field(_("&Where and how"), TextBox(max_length=300))
        self.give_button = primary(_("Credit the session"), self.give, icon="plus")
        self.bring_button = secondary(_("Count the cohort before"), self.bring, icon="arrow-right")
        self.remove_button = secondary(_("Remove"), self.remove, icon="trash-2")
        for button, needs in ((self.give_button, CreditMakeUp), (self.bring_button, BringCredit),
                              (self.remove_button, RemoveCredit)):
            guard(button, needs, self.desk)
        self.table = Table(COLUMNS, looks={"given": lambda r: MUTED}, row="marks", stretch="words", name="name",
                           edge=12, sortable=(), single=True, accessible_name=_("Credits"))
        self.table.setFixedHeight(theme().px(HEIGHT))
        self.said = label("", "muted", wrap=True)
        self.body.addLayout(row(self.person, self.session, spacing=12))
        self.body.addLayout(row(self.on_day, self.place, spacing=12))
        self.body.addWidget(self.reason)
        self.body.addLayout(row(self.give_button, self.bring_button, None, spacing=8))
        self.body.addWidget(self.table)
        self.body.addWidget(self.said)
        self.body.addLayout(row(self.remove_button, None))
        self.person.set_value(current[0] if current else None)
        self.on_day.set_value(self.view.today)
        self.person.edited.connect(self._sessions)
        self.on_day.edited.connect(self._places)
        self.table.chosen.connect(lambda _r: self._follow())
        self.desk.changed.connect(lambda changes: self.load() if changes.touches({"attendance_credit"}) else None)
        self._sessions()
        self._places()
        self._follow()
        self.load()

    def missed(self) -> list[tuple[int, str]]:
        """The sessions until today in which the trainee was not simply present."""
        person = self.person.value()
        one = next((r for r in self.view.rows if r.enrolment_id == person), None)
        if one is None:
            return []
        found = []
        for session in self.view.sessions:
            mark = self.view.marks.get((one.enrolment_id, session.id))
            present = mark is not None and mark.meaning == "attended" and not mark.policy_key
            if not session.cancelled and session.day <= self.view.today and session.held and not present and (
                    self.view.expected(one, session)):
                found.append((session.id, f"{show_date(session.day, weekday=True)} {part_word(session.part)}"))
        return found

    def _sessions(self, *_more: Any) -> None:
        self.session.editor.set_options(self.missed())
        self.session.set_error("")

    def _places(self, *_more: Any) -> None:
        """Classes of the same course on the day, to choose from when it was made up for in one of them."""
        day = self.on_day.value()
        if self.desk.may(MakeUpSessions) and day is not None:
            self.desk.ask(MakeUpSessions(cohort_id=self.cohort_id, day=day), owner=self, then=self._show_places)

    def _show_places(self, rows: Sequence[OtherSession]) -> None:
        self.place.editor.set_options([(r.id, f"{r.cohort} {part_word(r.part)} {r.starts_at} {r.topic}".rstrip())
                                       for r in rows])
        self.place.set_value(None)
        self.place.set_error("")
        self.place.setVisible(bool(rows))

    def load(self) -> None:
        """Ask again."""
        self.desk.ask(Credits(cohort_id=self.cohort_id), owner=self, then=self._show)

    def _show(self, rows: Sequence[CreditRow]) -> None:
        self.table.set_rows(rows)
        self.said.setText("" if rows else _("Nothing is credited in this cohort."))
        self._follow()

    def _follow(self) -> None:
        self.remove_button.explain(self.desk.why_not(RemoveCredit) or (
            "" if self.table.current_row() is not None else _("Choose a credit in the list.")))

    def give(self) -> None:
        """Credit the chosen session."""
        self.desk.do(CreditMakeUp(enrolment_id=self.person.value() or 0, session_id=self.session.value() or 0,
                                  on_day=self.on_day.value() or self.view.today, from_session_id=self.place.value(),
                                  reason=str(self.reason.value() or "")),
                     owner=self, invalid=self._refused, then=lambda _k: self._done(), tell=_("The session is credited"))

    def bring(self) -> None:
        """Count what was attended before the transfer."""
        self.desk.do(BringCredit(enrolment_id=self.person.value() or 0, reason=str(self.reason.value() or "")),
                     owner=self, invalid=self._refused, then=lambda _k: self._done(),
                     tell=_("The attendance of the cohort before counts"))

    def remove(self) -> None:
        """Take the chosen credit away."""
        one = self.table.current_row()
        if one is not None:
            self.desk.do(RemoveCredit(credit_id=one.id), owner=self, then=lambda _k: self.load(), reload=self.load,
                         tell=_("The credit is removed"))

    def _done(self) -> None:
        for field in (self.session, self.on_day, self.place, self.reason):
            field.set_error("")
        self.reason.set_value("")
        self.place.set_value(None)
        self.load()

    def _refused(self, problems: dict[str, str]) -> None:
        known = {"session_id": self.session, "on_day": self.on_day, "reason": self.reason,
                 "from_session_id": self.place}
        for field in known.values():
            field.set_error("")
        for name, words in problems.items():
            known.get(name, self.reason).set_error(words)
        self.fit()
