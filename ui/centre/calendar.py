"""Settings, calendar: the weekend with the dates from which it holds, and the holidays."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.attendance.holiday_list import read_holidays
from app.centre.commands import AddHolidays, RemoveHoliday, RemoveWeekend, SetWeekend
from app.centre.queries import HolidayRow, Holidays, WeekendRow, Weekends
from app.centre.state_weekends import FollowState
from app.exchange.columns import Column
from app.exchange.files import safe_file_name
from app.i18n import _, show_date
from app.job import Job
from app.office.journal import Changes
from ui.centre.calendar_dialogs import (
    HolidayDialog,
    HolidayListDialog,
    StateDialog,
    WeekendDialog,
    weekend_words,
)
from ui.centre.heads import part_head
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.kit.buttons import quiet, secondary
from ui.kit.empty_state import EmptyState
from ui.kit.layout import box, column, least, line, scrolled
from ui.kit.list_pane import ListPane
from ui.kit.table import Table

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
        self.state_button = secondary(_("Weekends of a state"), self.follow_state, icon="map-pin")
        self.set_button = secondary(_("Change the weekend"), self.set_weekend, icon="calendar-range")
        self.drop_button = quiet(_("Remove"), self._remove_weekend, icon="trash-2")
        self.bring_button = secondary(_("From a list"), self.bring, icon="upload")
        self.give_button = quiet(_("Export to Excel"), self.give, icon="file-spreadsheet")
        self.add_button = secondary(_("Add holiday"), self.add_holiday, icon="calendar-plus")
        self.remove_button = quiet(_("Remove"), self._remove_holiday, icon="trash-2")
        for button, what in ((self.state_button, FollowState), (self.bring_button, AddHolidays),
                             (self.set_button, SetWeekend), (self.drop_button, RemoveWeekend),
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
                                  "sessions stay."), (self.drop_button, self.state_button, self.set_button),
                  self.weekends,
                  EmptyState("calendar-range", _("No weekend set"), _("Say which days have no sessions."))),
            _card(_("Holidays"), _("Days without sessions for everybody: public holidays and the centre's own."),
                  (self.remove_button, self.give_button, self.bring_button, self.add_button),
                  self.holidays,
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

    def follow_state(self) -> None:
        """The weekends of a state of Malaysia."""
        talk.open_dialog(StateDialog(self.desk, self))

    def bring(self) -> None:
        """Holidays from a list that somebody has."""
        talk.choose_open(_("Choose a list of holidays"), _("Lists (*.xlsx *.xls *.ods *.csv *.txt)"), self._read, self)

    def _read(self, path: Path) -> None:
        known = [(row.day, row.name) for row in self.holidays.rows_model.rows()]
        self.desk.start(Job(_("Reading {file}").format(file=path.name), lambda step: read_holidays(path, known, step),
                            "files"), owner=self,
                        then=lambda lines: talk.open_dialog(HolidayListDialog(self.desk, path, lines, self)))

    def give(self) -> None:
        """The holidays as a workbook that can be read back."""
        rows = list(self.holidays.rows_model.rows())

        def write(path: Path) -> None:
            from app.exchange.sheet import write_sheet

            self.desk.start(Job(_("Writing {name}").format(name=path.name), lambda step: write_sheet(
                path, HOLIDAYS, rows, step, name=_("Holidays")), "files"), owner=self,
                then=lambda _p: self.desk.tell(_("Saved as {name}").format(name=path.name)))

        talk.choose_save(_("Save the holidays"), "Excel (*.xlsx)", safe_file_name([_("Holidays")], ".xlsx"), write,
                         self)
