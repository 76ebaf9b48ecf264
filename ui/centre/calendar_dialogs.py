"""What the calendar asks: another weekend, the weekends of a state, a holiday, a list of holidays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.attendance.holiday_list import HolidayLine
from app.attendance.timetable import OnClosedDays, Standing
from app.centre.commands import AddHolidays, SetWeekend
from app.centre.queries import CentreProfile, CentreRow, WeekendRow, Weekends
from app.centre.state_weekends import ALWAYS, STATES, FollowState, same_as_state, weekends_of
from app.exchange.columns import Column
from app.i18n import _, day_name, ngettext, show_date
from ui.desk.desk import Desk
from ui.kit.check import CheckBox
from ui.kit.combo import Choice
from ui.kit.date_field import DateBox
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.layout import column, least
from ui.kit.look import MUTED, Look
from ui.kit.table import Table
from ui.kit.text import label
from ui.kit.text_box import TextBox


def weekend_words(days: frozenset[int]) -> str:
    """'Saturday, Sunday'."""
    return ", ".join(day_name(day) for day in sorted(days)) or _("none")


def standing_words(found: Sequence[Standing]) -> str:
    """What falls on the days that would be free: it is not touched."""
    if not found:
        return _("No session to come falls on these days.")
    n, marks = sum(s.sessions for s in found), sum(s.marks for s in found)
    said = ngettext("{n} session falls on these days and stays where it is: {codes}.",
                    "{n} sessions fall on these days and stay where they are: {codes}.", n).format(
                        n=n, codes=", ".join(f"{s.code} ({s.sessions})" for s in found[:5]))
    if marks:
        said += " " + ngettext("{n} mark stands in them.", "{n} marks stand in them.", marks).format(n=marks)
    return said


class WeekendDialog(Dialog):
    """Which days, from when."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(_("Which days are the weekend?"), _("Sessions that are planned already stay where they are."),
                         action=_("Set weekend"), icon="calendar-range", parent=parent.window())
        self.desk = desk
        self.days = [CheckBox(day_name(day)) for day in range(7)]
        for day in (5, 6):
            self.days[day].set_value(True)
        self.from_field = Field(_("From"), DateBox(), required=True)
        self.words = label("", "muted", wrap=True)
        for editor in (*self.days, self.from_field.editor):
            editor.edited.connect(self._look)
        self._error = label("", "error", wrap=True)
        self._error.hide()
        self.body.addLayout(column(*self.days, spacing=6))
        self.body.addWidget(self._error)
        self.body.addWidget(self.from_field)
        self.body.addWidget(self.words)
        self.check = self._save

    def _look(self) -> None:
        start = self.from_field.value()
        if isinstance(start, date):
            days = frozenset(day for day, check in enumerate(self.days) if check.value())
            self.desk.ask(OnClosedDays(since=start, days=days), owner=self, then=self._show)

    def _show(self, found: Sequence[Standing]) -> None:
        self.words.setText(standing_words(found))
        self.fit()

    def _save(self) -> bool:
        start = self.from_field.value()
        if not isinstance(start, date):
            self.from_field.set_error(_("Write the date as 14 Jul 2026."))
            self.from_field.focus()
            self.fit()
            return False
        days = frozenset(day for day, check in enumerate(self.days) if check.value())
        self.desk.do(SetWeekend(valid_from=start, days=days), owner=self, invalid=self._refused,
                     then=lambda _v: self.accept(), tell=_("The weekend is set."))
        return False

    def _refused(self, problems: dict[str, str]) -> None:
        self._error.setText(" ".join(problems.values()))
        self._error.show()
        self.fit()


class HolidayDialog(Dialog):
    """A day and its name."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(_("Add a holiday"), action=_("Add holiday"), icon="calendar-plus", parent=parent.window())
        self.desk = desk
        self.day = Field(_("Day"), DateBox(), required=True)
        self.name_field = Field(_("Name"), TextBox(max_length=100), required=True)
        self.body.addWidget(self.day)
        self.body.addWidget(self.name_field)
        self.check = self._save
        self.day.focus()

    def _save(self) -> bool:
        day: Any = self.day.value()
        if not isinstance(day, date):
            self.day.set_error(_("Write the date as 14 Jul 2026."))
            self.day.focus()
            self.fit()
            return False
        self.desk.do(AddHolidays(days=((day, self.name_field.value()),)), owner=self, invalid=self._refused,
                     then=lambda _v: self.accept(), tell=_("The holiday is added."))
        return False

    def _refused(self, problems: dict[str, str]) -> None:
        self.day.set_error("")
        self.name_field.set_error(problems.get("name", ""))
        self.name_field.focus()
        self.fit()


class StateDialog(Dialog):
    """The weekends of a state in the place of the centre's rules."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(_("Take the weekends of a state"), _("They replace the rules of the list. Sessions stay where "
                                                             "they are."),
                         action=_("Take these weekends"), icon="calendar-range", parent=parent.window())
        self.desk = desk
        self.state = Choice([(name, name) for name in STATES], placeholder=_("Choose a state"))
        self.state.setAccessibleName(_("State (of Malaysia)"))
        self.words = label("", "muted", wrap=True)
        self.body.addWidget(self.state)
        self.body.addWidget(self.words)
        self.state.edited.connect(self._look)
        self.action_button.explain(_("Choose a state."))
        self.accepted.connect(lambda: desk.do(FollowState(state=self.state.value()), owner=parent,
                                              tell=_("The weekends are set.")))
        self._rules: list[tuple[date, frozenset[int]]] = []
        desk.ask(Weekends(), owner=self, then=self._known)
        desk.ask(CentreProfile(), owner=self, then=self._propose)

    def _known(self, rows: Sequence[WeekendRow]) -> None:
        self._rules = [(row.valid_from, row.days) for row in rows]

    def _propose(self, rows: Sequence[CentreRow]) -> None:
        if rows and rows[0].state in STATES:
            self.state.set_value(rows[0].state)
            self._look()

    def _look(self) -> None:
        state = self.state.value()
        if state is None:
            return
        rules = weekends_of(state)
        said = [weekend_words(days) if start == ALWAYS else _("from {date}: {days}").format(
            date=show_date(start), days=weekend_words(days)) for start, days in rules]
        same = same_as_state(self._rules, state, ALWAYS)
        self.words.setText("; ".join(said) + ". " + (_("The centre has these already.") if same else ""))
        self.action_button.explain(_("The centre has these already.") if same else "")
        self.fit()


_LINES: tuple[Column[HolidayLine], ...] = (
    Column("row", lambda: _("Row"), lambda r: r.row, kind="number", width=6),
    Column("day", lambda: _("Day"), lambda r: r.day, show=lambda d: show_date(d, weekday=True), kind="date", width=19),
    Column("name", lambda: _("Holiday"), lambda r: r.name, width=28),
    Column("said", lambda: _("Remark"), lambda r: r.problem or (
        _("recorded as {name}").format(name=r.known) if r.known else ""), width=50),
)


class HolidayListDialog(Dialog):
    """What a list of holidays holds: what is new, what is known, and which rows cannot be taken and why."""

    def __init__(self, desk: Desk, path: Path, lines: Sequence[HolidayLine], parent: QWidget) -> None:
        good = tuple((r.day, r.name) for r in lines if r.day is not None and not r.problem and r.known != r.name)
        bad = sum(bool(r.problem) for r in lines)
        said = ngettext("{n} row cannot be taken.", "{n} rows cannot be taken.", bad).format(n=bad) if bad else ""
        super().__init__(_("Holidays in {file}").format(file=path.name), said, wide=True, icon="calendar-days",
                         action=ngettext("Add {n} holiday", "Add {n} holidays", len(good)).format(n=len(good)),
                         parent=parent.window())
        self.table = Table(_LINES, name="name", edge=12, sort=("row", False), sort_here=True, looks={
            "said": lambda r: Look("danger", "circle-alert") if r.problem else MUTED},
            accessible_name=_("Holidays"))
        self.table.set_rows(list(lines))
        least(self.table, height=260)
        self.body.addWidget(self.table)
        self.action_button.explain("" if good else _("Every day of this list is recorded already."))
        self.accepted.connect(lambda: desk.do(AddHolidays(days=good), owner=parent, tell=lambda n: ngettext(
            "{n} holiday added", "{n} holidays added", n).format(n=n)))
