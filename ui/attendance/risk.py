"""Who is at risk, the worst first: who cannot reach what is needed, who must attend all, who may miss one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.cohorts.queries import CohortDetail, CohortWhole
from app.exchange.columns import Column
from app.exchange.files import safe_file_name
from app.home.attendance import BelowRow
from app.home.risk import AtRisk
from app.i18n import _, local_time, ngettext, show_date
from app.job import Job, Progress
from app.office.command import Ref
from ui.desk import printing, talk
from ui.desk.desk import Desk
from ui.kit.buttons import secondary
from ui.kit.check import OneOf
from ui.kit.dialog import Dialog
from ui.kit.layout import row
from ui.kit.look import MUTED, STRONG, Look
from ui.kit.table import Table
from ui.kit.text import label
from ui.kit.theme import theme

if TYPE_CHECKING:
    from ui.attendance.register import AttendanceTab

HEIGHT = 300
COLUMNS: tuple[Column[BelowRow], ...] = (
    Column("name", lambda: _("Trainee"), lambda r: r.name, width=24),
    Column("cohort", lambda: _("Cohort"), lambda r: r.cohort, width=13),
    Column("so_far", lambda: _("Attendance so far"), lambda r: r.figure.text, width=17),
    Column("needs", lambda: _("Needs"), lambda r: r.figure.policy.limit, width=8),
    Column("finish", lambda: _("To reach what is needed"), lambda r: r.to_finish(), width=28),
    Column("absent", lambda: _("Absent"), lambda r: r.absent, width=10))


def _finish(one: BelowRow) -> Look:
    tone = "danger" if one.figure.over else "warn" if one.figure.may_miss == 0 else ""
    return Look(tone, "circle-x" if one.figure.over else "", tip=one.figure.words())


LOOKS = {"name": lambda r: STRONG, "cohort": lambda r: MUTED, "finish": _finish, "absent": lambda r: MUTED,
         "so_far": lambda r: Look("danger" if r.figure.reaches is False else "", tip=r.figure.words())}


def open_risk(tab: AttendanceTab) -> None:
    """Of the cohort in front, or of all."""
    if tab.cohort is not None:
        talk.open_dialog(RiskDialog(tab.desk, tab, tab.cohort.id))


def open_all_risk(desk: Desk, parent: QWidget) -> None:
    """Of all cohorts that run."""
    talk.open_dialog(RiskDialog(desk, parent, None))


class RiskDialog(Dialog):
    """A list to print, to export, and to go on from."""

    def __init__(self, desk: Desk, parent: QWidget, cohort_id: int | None) -> None:
        super().__init__(_("Who is at risk"), _(
            "Who is below what is needed, or may miss one more session at most."), safe=_("Close"),
            icon="triangle-alert", wide=True, parent=parent.window())
        self.desk, self.cohort_id = desk, cohort_id
        self.rows: list[BelowRow] = []
        self.scope = OneOf([("one", _("This cohort")), ("all", _("All my cohorts"))])
        self.scope.set_value("one" if cohort_id is not None else "all")
        self.scope.setVisible(cohort_id is not None)
        self.scope.edited.connect(self.load)
        self.table = Table(COLUMNS, looks=LOOKS, row="marks", stretch="finish", name="name", check=True,
                           sortable=(), accessible_name=_("Who is at risk"))
        self.table.setFixedHeight(theme().px(HEIGHT))
        self.table.opened.connect(self._open)
        self.said = label(_("Reading …"), "muted", wrap=True)
        self.print_button = secondary(_("Print…"), self.print_, icon="printer")
        self.export_button = secondary(_("Export to Excel"), self.export, icon="file-spreadsheet")
        self.body.addWidget(self.scope)
        self.body.addWidget(self.table)
        self.body.addWidget(self.said)
        self.letters_button = secondary(_("Absence letters…"), self.letters, icon="mail")
        self.body.addLayout(row(self.print_button, self.export_button, None, self.letters_button, spacing=8))
        self.table.picked_changed.connect(lambda _n: self._follow())
        self._follow()
        desk.changed.connect(lambda changes: self.load() if changes.touches(AtRisk.reads) else None)
        self.load()

    def load(self, *_more: object) -> None:
        """Ask again."""
        one = self.cohort_id if self.scope.value() == "one" else None
        self.desk.ask(AtRisk(cohort_id=one), owner=self, then=self._show)

    def _show(self, rows: Sequence[BelowRow]) -> None:
        self.rows = list(rows)
        self.table.set_rows(self.rows)
        n = len(self.rows)
        self.said.setText(ngettext("{n} trainee", "{n} trainees", n).format(n=n) if n else _("Nobody is at risk."))
        for button in (self.print_button, self.export_button):
            button.explain("" if n else _("Nobody is in this list."))
        if n and self.table.current_row() is None:
            self.table.choose(self.rows[0].id)
            self.table.setFocus()
        self._follow()

    def picked(self) -> list[BelowRow]:
        """Those that are ticked or selected."""
        keys = set(self.table.picked())
        return [r for r in self.rows if r.id in keys]

    def _follow(self) -> None:
        some = self.picked()
        self.letters_button.explain(
            _("Choose trainees in the list.") if not some
            else "" if len({r.cohort_id for r in some}) == 1 else _("Choose trainees of one cohort."))

    def letters(self) -> None:
        """Letters to those who are picked."""
        some = self.picked()
        only = frozenset(r.id for r in some)

        def show(found: Sequence[CohortWhole]) -> None:
            from ui.attendance.letter import open_letters

            open_letters(self.desk, found[0], only, self)

        if some:
            self.desk.ask(CohortDetail(cohort_id=some[0].cohort_id), owner=self, then=show)

    def _open(self, one: BelowRow) -> None:
        self.reject()
        self.desk.show(Ref("cohort", one.cohort_id, "attendance:low"))

    def _day(self) -> str:
        assert self.desk.office is not None
        return show_date(local_time(self.desk.office.clock()).date())

    def print_(self) -> None:
        """On paper."""
        rows = tuple(self.rows)
        printing.offer_list(self.desk, _("Who is at risk"), [_("As at {day}").format(day=self._day())], COLUMNS,
                            lambda _step: rows, owner=self, name=_("Who is at risk"))

    def export(self) -> None:
        """As a workbook."""
        rows, title = tuple(self.rows), _("Who is at risk")

        def save(path: Path) -> None:
            def work(step: Progress) -> Path:
                from app.exchange.sheet import write_sheet

                return write_sheet(Path(path), COLUMNS, rows, step, title=title)

            self.desk.start(Job(_("Exporting"), work, "files"), owner=self,
                            then=lambda made: self.desk.tell(_("The workbook is {name}.").format(name=made.name)))

        talk.choose_save(_("Export to Excel"), _("Excel workbook (*.xlsx)"),
                         safe_file_name([title, self._day()], ".xlsx"), save, self)
