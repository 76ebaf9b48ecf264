"""The registers that nobody has taken, by instructor and day."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.exchange.columns import Column
from app.exchange.files import safe_file_name
from app.home.settle import NotTaken, RegistersNotTaken
from app.i18n import _, ngettext, show_date
from app.job import Job, Progress
from app.office.command import Ref
from ui.desk import printing, talk
from ui.desk.desk import Desk
from ui.kit.buttons import secondary
from ui.kit.dialog import Dialog
from ui.kit.layout import row
from ui.kit.look import MUTED, STRONG
from ui.kit.table import Table
from ui.kit.text import label
from ui.kit.theme import theme

HEIGHT = 300
COLUMNS: tuple[Column[NotTaken], ...] = (
    Column("instructor", lambda: _("Instructor"), lambda r: r.instructor or _("nobody named"), width=24),
    Column("day", lambda: _("Day"), lambda r: show_date(r.day, weekday=True), width=18),
    Column("time", lambda: _("Time"), lambda r: f"{r.starts_at} – {r.ends_at}", width=14),
    Column("cohort", lambda: _("Cohort"), lambda r: r.cohort, width=16))


def open_not_taken(desk: Desk, parent: QWidget) -> None:
    """The whole list."""
    talk.open_dialog(NotTakenDialog(desk, parent))


class NotTakenDialog(Dialog):
    """Enter opens the register."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(_("Registers not taken"), _("Sessions of earlier days without any mark."), safe=_("Close"),
                         icon="triangle-alert", wide=True, parent=parent.window())
        self.desk = desk
        self.rows: list[NotTaken] = []
        self.table = Table(COLUMNS, looks={"instructor": lambda r: STRONG, "time": lambda r: MUTED}, row="marks",
                           stretch="instructor", name="instructor", edge=12, sortable=(), single=True,
                           accessible_name=_("Registers not taken"))
        self.table.setFixedHeight(theme().px(HEIGHT))
        self.table.opened.connect(self._open)
        self.said = label(_("Reading …"), "muted")
        self.print_button = secondary(_("Print…"), self.print_, icon="printer")
        self.export_button = secondary(_("Export to Excel"), self.export, icon="file-spreadsheet")
        self.body.addWidget(self.table)
        self.body.addWidget(self.said)
        self.body.addLayout(row(self.print_button, self.export_button, None, spacing=8))
        desk.ask(RegistersNotTaken(), owner=self, then=self._show)

    def _show(self, rows: Sequence[NotTaken]) -> None:
        self.rows = list(rows)
        self.table.set_rows(self.rows)
        self.said.setText(ngettext("{n} register", "{n} registers", len(rows)).format(n=len(rows)))

    def _open(self, one: NotTaken) -> None:
        self.reject()
        self.desk.show(Ref("cohort", one.cohort_id, f"attendance:{one.id}"))

    def print_(self) -> None:
        """On paper."""
        rows = tuple(self.rows)
        printing.offer_list(self.desk, _("Registers not taken"), [], COLUMNS, lambda _step: rows, owner=self,
                            name=_("Registers not taken"))

    def export(self) -> None:
        """As a workbook."""
        rows, title = tuple(self.rows), _("Registers not taken")

        def save(path: Path) -> None:
            def work(step: Progress) -> Path:
                from app.exchange.sheet import write_sheet

                return write_sheet(Path(path), COLUMNS, rows, step, title=title)

            self.desk.start(Job(_("Exporting"), work, "files"), owner=self,
                            then=lambda made: self.desk.tell(_("The workbook is {name}.").format(name=made.name)))

        talk.choose_save(_("Export to Excel"), _("Excel workbook (*.xlsx)"), safe_file_name([title], ".xlsx"), save,
                         self)
