"""The print log: runs at the left by their day, the sheets of the one under the cursor below; what came out twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.certificates.runs import WHATS, PrintLog, RunRow, RunSheets, SheetRow, what_word
from app.exchange.columns import Column
from app.exchange.sheet import Sheet, write_book
from app.i18n import _, ngettext, show_moment
from app.job import Job
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.printing import offer_list
from ui.kit.buttons import secondary
from ui.kit.check import CheckBox
from ui.kit.combo import Choice
from ui.kit.date_field import DateBox
from ui.kit.dialog import Dialog
from ui.kit.layout import box, row
from ui.kit.table import Table
from ui.kit.text import label
from ui.kit.theme import theme
from ui.kit.toolbar import SearchBox

if TYPE_CHECKING:
    from ui.certificates.register import RegisterPage

RUNS: tuple[Column[RunRow], ...] = (
    Column("at", lambda: _("When"), lambda r: show_moment(r.at), width=16),
    Column("by", lambda: _("By"), lambda r: r.by, width=13),
    Column("what", lambda: _("What"), lambda r: what_word(r.what), width=13),
    Column("place", lambda: _("Where"), lambda r: r.place, width=16),
    Column("sheets", lambda: _("Sheets"), lambda r: r.sheets, width=7, kind="number"),
    Column("from_to", lambda: _("From – to"), lambda r: r.from_to(), width=34),
    Column("again", lambda: _("Printed twice"), lambda r: r.again or None, width=10, kind="number"))
SHEETS: tuple[Column[SheetRow], ...] = (
    Column("sheet", lambda: _("Sheet"), lambda r: r.sheet, width=6, kind="number"),
    Column("number", lambda: _("Number"), lambda r: r.number, width=16),
    Column("holder", lambda: _("Name on certificate"), lambda r: r.holder, width=34),
    Column("print_no", lambda: _("Print"), lambda r: r.print_no, width=7, kind="number"),
    Column("again", lambda: _("Printed twice"), lambda r: _("Yes") if r.again else "", width=11))


class PrintLogDialog(Dialog):
    """Nothing is changed here. `number` looks for one certificate first."""

    def __init__(self, desk: Desk, parent: QWidget, number: str = "") -> None:
        super().__init__(_("Print log"), _("Who printed which sheet, when and where. A paper printed twice has the "
                                           "same number on both sheets: destroy one."),
                         safe=_("Close"), icon="printer", wide=True, parent=parent)
        self.setObjectName("print-log")
        self.setFixedWidth(min(theme().px(1080), self.room().width() - 24))
        self.desk = desk
        self.search = SearchBox(_("Number, name, printer or person"))
        self.search.setText(number)
        self.search.searched.connect(lambda _t: self.load())
        self.what = Choice([("", _("Everything")), *((what, what_word(what)) for what in WHATS)])
        self.what.setAccessibleName(_("What"))
        self.what.set_value("")
        self.what.edited.connect(self.load)
        self.twice = CheckBox(_("Printed twice"))
        self.twice.setObjectName("twice")
        self.twice.edited.connect(self.load)
        self.since, self.until = DateBox(), DateBox()
        for name, day, words in (("since", self.since, _("From")), ("until", self.until, _("To"))):
            day.setObjectName(name)
            day.setAccessibleName(words)
            day.setPlaceholderText(words)
            day.setFixedWidth(theme().px(118))
            day.edited.connect(self.load)
        self.runs = Table(RUNS, single=True, name="from_to", stretch="from_to", sortable=(), edge=12,
                          accessible_name=_("Print log"))
        self.runs.setMinimumHeight(theme().px(190))
        self.runs.chosen.connect(self._chosen)
        self.said = label("", "muted", wrap=True)
        self.sheets = Table(SHEETS, single=True, name="holder", sortable=(), edge=12, accessible_name=_("Sheets"))
        self.sheets.setMinimumHeight(theme().px(170))
        top = row(self.search, self.since, self.until, self.what, self.twice, spacing=10)
        top.setStretch(0, 1)
        self.body.addWidget(box(top))
        self.body.addWidget(self.runs, 2)
        self.body.addWidget(self.said)
        self.body.addWidget(self.sheets, 2)
        self.print_button = secondary(_("Print the list"), self.print_list, icon="printer")
        self.export_button = secondary(_("Export to Excel"), self.export, icon="file-spreadsheet")
        self.foot.insertWidget(0, self.print_button)
        self.foot.insertWidget(1, self.export_button)
        self.search.setFocus()
        self.load()

    def wanted(self, limit: int | None = 500) -> PrintLog:
        """What is asked for with the filter in use."""
        since, until = (day.value() if isinstance(day.value(), date) else None for day in (self.since, self.until))
        return PrintLog(text=self.search.text().strip(), what=str(self.what.value() or ""), since=since, until=until,
                        again=bool(self.twice.value()), limit=limit)

    def load(self) -> None:
        """Ask again."""
        self.desk.ask(self.wanted(), owner=self, tag="print-log", then=self._show)

    def _show(self, rows: list[RunRow]) -> None:
        self.runs.set_rows(list(rows))
        for button in (self.print_button, self.export_button):
            button.explain("" if rows else _("There is nothing in this list."))
        if rows:
            self.runs.choose(rows[0].id)
        else:
            self._chosen(None)

    def _chosen(self, run: RunRow | None) -> None:
        if run is None:
            self.said.setText(_("Nothing was printed that fits."))
            self.sheets.set_rows([])
            return
        said = [ngettext("{n} sheet", "{n} sheets", run.sheets).format(n=run.sheets)]
        if run.right or run.down:
            said.append(_("moved {right} mm to the right and {down} mm down").format(
                right=f"{run.right:g}", down=f"{run.down:g}"))
        if run.again:
            said.append(ngettext("{n} of them was printed in another run too", "{n} of them were printed in another "
                                 "run too", run.again).format(n=run.again))
        self.said.setText(" · ".join([*said, *([run.note] if run.note else [])]))
        self.desk.ask(RunSheets(run_id=run.id), owner=self, tag="run-sheets",
                      then=lambda rows: self.sheets.set_rows(list(rows)))

    def print_list(self) -> None:
        """What is shown, on paper."""
        question, office = self.wanted(None), self.desk.office
        assert office is not None
        offer_list(self.desk, _("Print log"), [], RUNS, lambda step: office.ask(question, step), owner=self,
                   name=_("Print log"))


    def export(self) -> None:
        """What is shown, as a workbook: a line for each run."""
        question, office = self.wanted(None), self.desk.office
        assert office is not None

        def write(path: Path) -> None:
            self.desk.start(Job(_("Print log"), lambda step: write_book(
                path, [Sheet(_("Print log"), RUNS, office.ask(question, step), _("Print log"))], step), "files"),
                owner=self, then=lambda made: self.desk.tell(_("The workbook is {name}.").format(name=made.name)))

        talk.choose_save(_("Print log"), _("Excel workbook (*.xlsx)"), _("Print log") + ".xlsx", write, self)


def open_log(page: RegisterPage) -> None:
    """From the register; the certificate under the cursor is not looked for, the log begins with the last run."""
    talk.open_dialog(PrintLogDialog(page.desk, page.window()))


def open_labels(page: RegisterPage) -> None:
    """Labels for the envelopes of those that are ticked, or of all that have not been handed out."""
    from app.certificates.queries import Register
    from ui.completion.labels import print_labels

    picked = page.table.picked()
    if picked:
        print_labels(page.desk, page, picked)
    else:
        page.desk.ask(Register(where=(("uncollected", "yes"),), limit=None), owner=page, tag="labels",
                      then=lambda rows: print_labels(page.desk, page, [r.id for r in rows]))
