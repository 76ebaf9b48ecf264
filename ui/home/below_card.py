"""Home: who is below the attendance that is needed, and what it takes to reach it still."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction

from app.exchange.columns import Column
from app.exchange.files import safe_file_name
from app.home.attendance import BelowList, BelowRow, BelowThreshold
from app.i18n import _, ngettext, show_date
from app.job import Job, Progress
from app.office.command import Query, Ref
from ui.desk import printing, talk
from ui.desk.desk import Desk
from ui.home.part import Part
from ui.kit.buttons import Button, quiet
from ui.kit.look import MUTED, STRONG, Look
from ui.kit.table import Table
from ui.kit.theme import theme

FEW = 8  # rows that stand there before all are asked for
COLUMNS: tuple[Column[BelowRow], ...] = (
    Column("name", lambda: _("Trainee"), lambda r: r.name, width=24),
    Column("cohort", lambda: _("Cohort"), lambda r: r.cohort, width=11),
    Column("so_far", lambda: _("Attendance so far"), lambda r: r.figure.text, width=18),
    Column("finish", lambda: _("To reach what is needed"), lambda r: r.to_finish(), width=26),
    Column("absent", lambda: _("Absent"), lambda r: r.absent, width=9),
)


def _so_far(row: BelowRow) -> Look:
    return Look("danger", share=row.share, tick=row.figure.policy.threshold / 100, tip=row.figure.words())


def _finish(row: BelowRow) -> Look:
    if row.figure.over:
        return Look("danger", "circle-x", tip=row.figure.words())
    return Look("warn" if row.figure.may_miss == 0 else "muted", tip=row.figure.words())


LOOKS = {"name": lambda r: STRONG, "cohort": lambda r: MUTED, "so_far": _so_far, "finish": _finish,
         "absent": lambda r: MUTED}


class BelowCard(Part):
    """The lowest first. The card holds the whole list: a few rows, and all of them when asked."""

    reads = BelowThreshold.reads

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Attendance too low"))
        self.below: BelowList | None = None
        self._all = False
        self.table: Table | None = None
        self.more: Button | None = None
        self.export_button = quiet(_("Export"), self.export, icon="file-spreadsheet")
        self.export_button.setToolTip(_("Export to Excel"))
        self.risk_button = quiet(_("At risk"), self.at_risk, icon="triangle-alert")
        self.risk_button.setToolTip(_("Also who may miss one more session at most"))
        self.head.addWidget(self.risk_button)
        self.head.addWidget(self.export_button)
        self._heard()

    def question(self) -> Query[Any]:
        return BelowThreshold()

    def show_rows(self, rows: Sequence[BelowList]) -> None:
        self.below = rows[0]
        self._heard()
        if not self.below.rows:
            self.say(_("Nobody is below what is needed.") if self.below.cohorts
                     else _("No running cohort has attendance yet."))
            return
        if self.table is None:
            self._make()
        assert self.table is not None
        self.table.set_rows(self.below.rows)
        self._size()

    def forget(self) -> None:
        self.table = self.more = None

    def _make(self) -> None:
        self.empty()
        table = Table(COLUMNS, looks=LOOKS, name="name", row="list", edge=16, sort=("so_far", False), single=True,
                      accessible_name=_("Attendance too low"))
        table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.opened.connect(self.open)
        for text, do in ((_("Open the register"), self.open), (_("Open the trainee"), self.open_trainee)):
            action = QAction(text, table)
            action.triggered.connect(lambda _on=False, do=do: do(table.current_row()))
            table.actions_for_menu.append(action)
        self.table = table
        self.more = quiet("", self._show_all, icon="chevron-down")
        self.body.addWidget(table)
        self.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def open(self, one: BelowRow | None) -> None:
        """The register of the cohort, those below in it."""
        if one is not None:
            self.desk.show(Ref("cohort", one.cohort_id, "attendance:low"))

    def open_trainee(self, one: BelowRow | None) -> None:
        """The person."""
        if one is not None:
            self.desk.show(Ref("trainee", one.trainee_id))

    def at_risk(self) -> None:
        """Those below and those who soon will be, the worst first."""
        from ui.attendance.risk import open_all_risk

        open_all_risk(self.desk, self)

    def _show_all(self) -> None:
        self._all = not self._all
        self._size()

    def _heard(self) -> None:
        """The head: the threshold when all have one, and how many."""
        found = self.below
        one = found.thresholds[0] if found is not None and len(found.thresholds) == 1 else None
        self.title.setText(_("Attendance below {percent} %").format(percent=one) if one
                           else _("Attendance too low"))
        n = len(found.rows) if found is not None else 0
        self.count.setText(ngettext("{n} trainee", "{n} trainees", n).format(n=f"{n:,}") if n else "")
        self.export_button.explain("" if n else _("Nobody is in this list."))

    def _size(self) -> None:
        if self.table is None or self.below is None or self.more is None:
            return
        n = len(self.below.rows)
        shown = n if self._all else min(n, FEW)
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + shown * theme().row_height("list") + 1)
        self.more.setVisible(n > FEW)
        self.more.setText(_("Show fewer") if self._all else _("Show all {n}").format(n=f"{n:,}"))

    def set_width(self, width: int) -> None:
        """In little room the columns that can be read elsewhere go."""
        if self.table is not None:
            self.table.setColumnHidden(self.table.column_at("cohort"), width < theme().px(620))
            self.table.setColumnHidden(self.table.column_at("absent"), width < theme().px(700))

    # -- out of the program ---------------------------------------------------------------------------------------
    def _facts(self) -> list[str]:
        assert self.desk.office is not None and self.below is not None
        return [_("Trainees: {n} · Running cohorts with attendance: {cohorts} · As at {day}").format(
            n=len(self.below.rows), cohorts=self.below.cohorts, day=show_date(self.today()))]

    def today(self) -> Any:
        """The day in Malaysia."""
        from app.i18n import local_time

        assert self.desk.office is not None
        return local_time(self.desk.office.clock()).date()

    def export(self) -> None:
        """The whole list as a workbook."""
        if self._nobody():
            return
        talk.choose_save(_("Export to Excel"), _("Excel workbook (*.xlsx)"),
                         safe_file_name([_("Attendance too low"), show_date(self.today())], ".xlsx"),
                         self._export, self)

    def _nobody(self) -> bool:
        """Says so when there is nothing to take out."""
        if self.below is not None and self.below.rows:
            return False
        self.desk.tell(_("Nobody is in this list."))
        return True

    def _export(self, path: Path) -> None:
        assert self.below is not None
        rows, title = self.below.rows, self.title.text()

        def work(step: Progress) -> Path:
            from app.exchange.sheet import write_sheet

            return write_sheet(Path(path), COLUMNS, rows, step, title=title)

        self.desk.start(Job(_("Exporting"), work, "files"), owner=self,
                        then=lambda made: self.desk.tell(_("The workbook is {name}.").format(name=made.name)))

    def print_(self) -> None:
        """The whole list on paper."""
        if not self._nobody():
            assert self.below is not None
            rows = self.below.rows
            printing.offer_list(self.desk, self.title.text(), self._facts(), COLUMNS, lambda _step: rows, owner=self,
                                name=_("Attendance too low"))
