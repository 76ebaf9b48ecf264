"""Settings, calendar: the weekend with the dates from which it holds, and the holidays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from app.centre.commands import AddHolidays, RemoveHoliday, RemoveWeekend, SetWeekend
from app.centre.queries import HolidayRow, Holidays, WeekendRow, Weekends
from app.exchange.columns import Column
from app.i18n import _, day_name, show_date
from app.office.journal import Changes
from ui.centre.heads import part_head
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.kit.buttons import quiet, secondary
from ui.kit.check import CheckBox
from ui.kit.date_field import DateBox
from ui.kit.dialog import Dialog
from ui.kit.empty_state import EmptyState
from ui.kit.field import Field
from ui.kit.layout import box, column, least, line, scrolled
from ui.kit.list_pane import ListPane
from ui.kit.table import Table
from ui.kit.text import label
from ui.kit.text_box import TextBox


def weekend_words(days: frozenset[int]) -> str:
    """'Saturday, Sunday'."""
    return ", ".join(day_name(day) for day in sorted(days)) or _("none")


WEEKENDS: tuple[Column[WeekendRow], ...] = (
    Column("from", lambda: _("From"), lambda r: r.valid_from,
           show=lambda d: _("the beginning") if d.year <= 2000 else show_date(d), kind="date", width=18),
    Column("days", lambda: _("Weekend"), lambda r: weekend_words(r.days), width=40),
)
HOLIDAYS: tuple[Column[HolidayRow], ...] = (
    Column("day", lambda: _("Day"), lambda r: r.day, show=lambda d: show_date(d, weekday=True), kind="date", width=20),
    Column("name", lambda: _("Holiday"), lambda r: r.name, width=40),
)


def _card(head: str, about: str, buttons: Sequence[QWidget], table: Table, empty: EmptyState) -> QWidget:
    return box(column(part_head(head, about, *buttons, margins=(16, 12, 16, 12)), line(), ListPane(table, empty),
                      spacing=0, margins=(1, 1, 1, 1)), "card")


class CalendarSection(QWidget):
    """Two lists."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.weekends = Table(WEEKENDS, name="days", edge=12, accessible_name=_("Weekend"))
        self.holidays = Table(HOLIDAYS, name="name", edge=12, sort=("day", False), sort_here=True,
                              accessible_name=_("Holidays"))
        self.set_button = secondary(_("Change the weekend"), self.set_weekend, icon="calendar-range")
        self.drop_button = quiet(_("Remove"), self._remove_weekend, icon="trash-2")
        self.add_button = secondary(_("Add holiday"), self.add_holiday, icon="calendar-plus")
        self.remove_button = quiet(_("Remove"), self._remove_holiday, icon="trash-2")
        for button, what in ((self.set_button, SetWeekend), (self.drop_button, RemoveWeekend),
                             (self.add_button, AddHolidays), (self.remove_button, RemoveHoliday)):
            guard(button, what, desk)
        self.weekends.chosen.connect(lambda r: self.drop_button.explain("" if r else _("Choose a line first.")))
        self.holidays.chosen.connect(lambda r: self.remove_button.explain("" if r else _("Choose a day first.")))
        self.drop_button.explain(_("Choose a line first."))
        self.remove_button.explain(_("Choose a day first."))
        least(self.weekends, height=100)
        least(self.holidays, height=180)
        layout = column(
            _card(_("Weekend"), _("Sessions are not planned on these days. A change holds from its date on; earlier "
                                  "sessions stay."), (self.drop_button, self.set_button), self.weekends,
                  EmptyState("calendar-range", _("No weekend set"), _("Say which days have no sessions."))),
            _card(_("Holidays"), _("Days without sessions for everybody: public holidays and the centre's own."),
                  (self.remove_button, self.add_button), self.holidays,
                  EmptyState("calendar-days", _("No holidays yet"), _("Add the public holidays of your state."))),
            margins=(24, 16, 24, 16), spacing=16)
        layout.setStretch(0, 1)
        layout.setStretch(1, 2)
        self.setLayout(column(scrolled(box(layout))))
        desk.changed.connect(self._changed)

    def shown(self) -> None:
        """Ask again."""
        self.desk.ask(Weekends(), owner=self, then=self.weekends.set_rows)
        self.desk.ask(Holidays(), owner=self, then=self.holidays.set_rows)

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.touches(Weekends.reads | Holidays.reads):
            self.shown()

    def set_weekend(self) -> None:
        """The dialog of another weekend."""
        talk.open_dialog(WeekendDialog(self.desk, self))

    def add_holiday(self) -> None:
        """The dialog of a day."""
        talk.open_dialog(HolidayDialog(self.desk, self))

    def _remove_weekend(self) -> None:
        chosen = self.weekends.current_row()
        if chosen is not None:
            self.desk.do(RemoveWeekend(rule_id=chosen.id), owner=self, tell=_("The rule is removed."))

    def _remove_holiday(self) -> None:
        chosen = self.holidays.current_row()
        if chosen is not None:
            self.desk.do(RemoveHoliday(holiday_id=chosen.id), owner=self,
                         tell=_("{name} is removed.").format(name=chosen.name))


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
        self._error = label("", "error", wrap=True)
        self._error.hide()
        self.body.addLayout(column(*self.days, spacing=6))
        self.body.addWidget(self._error)
        self.body.addWidget(self.from_field)
        self.check = self._save

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
