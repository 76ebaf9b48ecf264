"""The order on the stage: typed as a number, moved by keys, or by name; and the two lists that are printed in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QWidget

from app.certificates.proof import programme_book, programme_list, proof_list
from app.certificates.runs import RecordRun, Run
from app.certificates.stage import SetStageOrder, Stage, StageRow, stage_list
from app.cohorts.queries import CohortWhole
from app.exchange.columns import Column
from app.exchange.files import safe_file_name
from app.i18n import _
from app.job import Job, Progress
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.paper import Paper, Place
from ui.desk.printing import offer_paper
from ui.kit.buttons import Button
from ui.kit.dialog import Dialog
from ui.kit.key_names import sequence
from ui.kit.layout import box, row
from ui.kit.row_drag import RowDrag
from ui.kit.table import Table
from ui.kit.theme import theme

if TYPE_CHECKING:
    from ui.completion.tab import CompletionTab


def open_stage(tab: CompletionTab) -> None:
    """For the cohort of the tab."""
    if tab.cohort is not None:
        talk.open_dialog(StageDialog(tab.desk, tab.cohort, tab))


class StageDialog(Dialog):
    """Nothing is kept before Save; the lists are printed in the order that is kept."""

    def __init__(self, desk: Desk, cohort: CohortWhole, parent: QWidget) -> None:
        super().__init__(_("Stage order"), _("Certificates, the stage list and the acceptance register are printed in "
                                             "this order. Type a number, drag a line, or press Alt+↑ and Alt+↓."),
                         action=_("Save order"), safe=_("Close"), wide=True, icon="list-ordered", parent=parent)
        self.desk, self.cohort, self.rows = desk, cohort, list[StageRow]()
        self._by_name = self._changed = False
        columns = (Column("place", lambda: _("No."), self._place, kind="number", width=8),
                   Column("name", lambda: _("Name as it is called"), lambda r: r.name, width=44),
                   Column("number", lambda: _("Trainee no."), lambda r: r.number, width=14),
                   Column("certificate", lambda: _("Certificate no."), lambda r: r.certificate, width=18))
        may = not desk.why_not(SetStageOrder)
        self.table = Table(columns, single=True, name="name", stretch="name", sortable=(),
                           editable=("place",) if may else (), accessible_name=_("Stage order"))
        self.table.setMinimumHeight(theme().px(320))
        self.table.cell_edited.connect(self._typed)
        if may:
            self.drag = RowDrag(self.table)
            self.drag.moved.connect(lambda row, place: self._put(self.rows[row].id, place))
        self.up = Button(_("Up"), lambda: self.move_by(-1), icon="arrow-up", tip="Alt+↑")
        self.down = Button(_("Down"), lambda: self.move_by(1), icon="arrow-down", tip="Alt+↓")
        self.by_name = Button(_("By name"), self.sort_by_name, icon="arrow-down-a-z")
        self.on_stage = Button(_("Stage list…"), lambda: self.print_list("stage"), icon="printer")
        self.accepted_list = Button(_("Acceptance register…"), lambda: self.print_list("register"), icon="printer")
        self.proof = Button(_("Proof list of names…"), lambda: self.print_list("proof"), icon="printer")
        self.programme = Button(_("Programme-book list…"), lambda: self.print_list("programme"), icon="printer")
        self.book = Button(_("Programme-book list in Excel…"), self.save_book, icon="file-spreadsheet")
        for button in (self.up, self.down, self.by_name, self.action_button):
            button.explain(desk.why_not(SetStageOrder))
        for keys, by in (("Alt+Up", -1), ("Alt+Down", 1)):
            key = QShortcut(sequence(keys), self)
            key.activated.connect(lambda by=by: self.move_by(by))
        self.body.addWidget(self.table)
        self.body.addWidget(box(row(self.up, self.down, self.by_name, None, self.on_stage, self.accepted_list)))
        self.body.addWidget(box(row(self.proof, None, self.programme, self.book)))
        self.check = self._save
        self.table.setFocus()  # the arrows move a line from the start
        self.load()

    def _place(self, one: StageRow) -> int:
        return next((n for n, r in enumerate(self.rows, start=1) if r.id == one.id), 0)

    def load(self) -> None:
        """As it is kept."""
        self.desk.ask(Stage(cohort_id=self.cohort.id), owner=self, then=self._show)

    def _show(self, rows: list[StageRow]) -> None:
        self.rows = list(rows)
        self._changed = False
        self._by_name = all(r.place is None for r in rows)
        self._draw(self.rows[0].id if self.rows else None)

    def _draw(self, key: int | None) -> None:
        self.table.set_rows(list(self.rows))
        if key is not None:
            self.table.choose(key)

    def _typed(self, one: Any, _key: str, text: str) -> None:
        if text.strip().isdigit():
            self._put(one.id, int(text) - 1)
        else:
            self._draw(one.id)

    def move_by(self, by: int) -> None:
        """The current line up or down."""
        one = self.table.current_row()
        if one is not None and self.up.isEnabled():
            at = next(n for n, r in enumerate(self.rows) if r.id == one.id)
            self._put(one.id, at + by)

    def _put(self, key: int, at: int) -> None:
        mine = next(r for r in self.rows if r.id == key)
        self.rows.remove(mine)
        self.rows.insert(max(0, min(at, len(self.rows))), mine)
        self._by_name, self._changed = False, True
        self._draw(key)

    def sort_by_name(self) -> None:
        """Titles are left out, as in every list."""
        self.rows.sort(key=lambda r: (r.sort_key, r.id))
        self._by_name = self._changed = True
        self._draw(self.rows[0].id if self.rows else None)

    def reject(self) -> None:
        """Close; ask when an order that is not kept would be lost."""
        if self._changed and self.isVisible() and self.up.isEnabled():
            talk.ask(_("Discard the changes?"), _("The order on screen has not been saved."), _("Discard changes"),
                     super().reject, safe=_("Keep editing"), destructive=True, parent=self)
        else:
            super().reject()

    def _save(self) -> bool:
        self.save(self.load)
        return False

    def save(self, then: Callable[[], object]) -> None:
        """Keep the order, then go on."""
        keys = () if self._by_name else tuple(r.id for r in self.rows)
        self.desk.do(SetStageOrder(cohort_id=self.cohort.id, enrolment_ids=keys), owner=self,
                     tell=_("The stage order is kept"), then=lambda _n: then(), reload=self.load)

    def print_list(self, what: str) -> None:
        """What has been changed is kept first: paper and records say the same."""
        if self._changed:
            self.save(lambda: self._print(what))
        else:
            self._print(what)

    def _print(self, what: str) -> None:
        office, cohort, desk = self.desk.office, self.cohort, self.desk
        assert office is not None
        title = {"stage": _("Stage list"), "register": _("Certificate acceptance register"),
                 "proof": _("Proof list of names"), "programme": _("Programme-book list")}[what]

        def make(step: Progress) -> bytes:
            if what in ("proof", "programme"):
                return (proof_list if what == "proof" else programme_list)(office, cohort.id, step)
            return stage_list(office, cohort.id, register=what == "register", step=step)

        def printed(pages: list[int], place: Place) -> None:
            desk.do(RecordRun(what=what, sheets=len(pages), where=Run(
                place.target, place.tray, place.right, place.down, "stage", note=cohort.code)), owner=self)

        self._changed = False
        noted = what != "stage" and desk.may(RecordRun)
        offer_paper(desk, Paper(title, make, f"{title} - {cohort.code}", printed_at=printed if noted else None), self)

    def save_book(self) -> None:
        """The programme-book list as a workbook, in the order that is kept."""
        office, cohort = self.desk.office, self.cohort
        assert office is not None

        def write(path: Path) -> None:
            self.desk.start(Job(_("Programme-book list"), lambda step: programme_book(
                office, cohort.id, Path(path), step), "files"), owner=self,
                then=lambda made: self.desk.tell(_("The workbook is {name}.").format(name=made.name)))

        talk.choose_save(_("Programme-book list"), _("Excel workbook (*.xlsx)"),
                         safe_file_name([_("Programme-book list"), cohort.code], ".xlsx"), write, self)
