"""The register of certificates: found by number, name or code; the one the cursor is on stands beside the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QSplitter

from app.certificates.commands import RecordPrint
from app.certificates.queries import CertificateRow, CountRegister, Register, RegisterCounts
from app.exchange.files import safe_file_name
from app.exchange.sheet import write_sheet
from app.i18n import _
from app.job import Job, Progress
from app.office.command import Ref
from app.office.journal import Changes
from ui.certificates.check import CheckDialog
from ui.certificates.columns import COLUMNS, LOOKS
from ui.certificates.detail import CertificatePane
from ui.completion.papers import print_papers, save_papers
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.desk.printing import offer_list
from ui.kit.buttons import quiet, secondary
from ui.kit.combo import Choice
from ui.kit.empty_state import EmptyState
from ui.kit.layout import box, column, line
from ui.kit.list_pane import ListPane
from ui.kit.page import Page
from ui.kit.table import Table
from ui.kit.toolbar import Chips, SearchBox, Toolbar

PANE_FROM = 940  # pixels of width that list and certificate need beside each other


class RegisterPage(Page):
    """The list at the left, the certificate at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Certificates"))
        self.desk = desk
        self._sort = ("issued", True)
        self._wanted: int | None = None
        self.act(_("Print the list"), self.print_list, icon="printer")
        self.head.set_actions(secondary(_("Check a certificate"), self.check, icon="qr-code"),
                              secondary(_("Export to Excel"), self.export, icon="file-spreadsheet"))
        self.search = SearchBox(_("Number, name or MyKad"))
        self.search.searched.connect(lambda _text: self.load())
        self.chips = Chips([("", _("All")), ("valid", _("Valid"), "circle-check"), ("void", _("Void"), "ban")], "")
        self.chips.changed.connect(lambda _key: self.load())
        self.year = Choice([(None, _("All years"))])
        self.year.edited.connect(self.load)
        self.table = Table(COLUMNS, looks=LOOKS, name="holder", check=True, paged=True, sort=self._sort,
                           accessible_name=_("Certificates"))
        self.table.setColumnHidden(self.table.column_at("kind"), True)
        self.table.chosen.connect(self._chosen)
        self.table.sort_asked.connect(self._sort_by)
        self.table.all_keys = self._all_keys
        out = quiet(_("Print"), self.print_picked, icon="printer")
        guard(out, RecordPrint, desk)
        save = quiet(_("Save as PDF"), self.save_picked, icon="file-text")
        self.list = ListPane(self.table, self._empty(), actions=[out, save])
        self.pane = CertificatePane(desk)
        left = box(column(Toolbar(self.search, self.chips, right=(self.year,)), line(), self.list, spacing=0))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        for part, stretch in ((left, 7), (self.pane, 3)):
            split.addWidget(part)
            split.setStretchFactor(split.count() - 1, stretch)
        self.pane.setMinimumWidth(388)
        split.setSizes([800, 380])
        self.add(split, 1)
        self.set_hints([("Ctrl F", _("find")), ("↑|↓", _("move")), ("Ctrl P", _("print")),
                        ("Ctrl Shift C", _("copy the verification link"))])
        for keys, act in (("Ctrl+Shift+C", self.pane.copy_link),):
            QShortcut(QKeySequence(keys), self, act, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        desk.changed.connect(self._changed)

    def _empty(self) -> EmptyState:
        if self.search.text().strip() or self.chips.value() or self.year.value():
            return EmptyState("search-x", _("No certificate found"), _("Try fewer letters, or another filter."))
        return EmptyState("award", _("No certificates yet"),
                          _("Certificates are issued in a cohort, when its results are complete."),
                          secondary(_("Go to cohorts"), lambda: self.desk.show(Ref("cohorts")), icon="graduation-cap"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.pane.setVisible(self.width() >= PANE_FROM)

    # -- what is shown --------------------------------------------------------------------------------------------
    def show_ref(self, ref: Ref) -> None:
        """Show one certificate, or those of a text (`detail`)."""
        self.chips.set_value("")
        self.year.set_value(None)
        self.search.blockSignals(True)
        self.search.setText(ref.detail)
        self.search.blockSignals(False)
        self._wanted = ref.key
        self.load()

    def shown(self) -> None:
        self.load()

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.touches(Register.reads):
            self.load()
            self.pane.reload()

    def _question(self, **more: object) -> Register:
        return Register(text=self.search.text().strip(), state=self.chips.value(), year=self.year.value(),
                        order=self._sort[0], descending=self._sort[1], **more)  # type: ignore[arg-type]

    def load(self) -> None:
        """Ask for the counts, then page by page for what is seen."""
        self.desk.ask(CountRegister(text=self.search.text().strip(), year=self.year.value()), owner=self,
                      then=lambda rows: self._show(rows[0]))

    def _show(self, counts: RegisterCounts) -> None:
        years = [(None, _("All years")), *((year, str(year)) for year in counts.years)]
        kept = self.year.value()
        self.year.set_options(years)
        self.year.set_value(kept)
        self.chips.set_count("", counts.all)
        self.chips.set_count("valid", counts.valid)
        self.chips.set_count("void", counts.void)
        count = {"": counts.all, "valid": counts.valid, "void": counts.void}[self.chips.value()]
        if not count:
            self.list.set_empty(self._empty())
        if self._wanted is not None:
            self.pane.show_key(self._wanted)
        self.table.set_source(count, self._fetch)
        if count:
            self.table.rows_model.row(0)  # ask for the first page at once

    def _fetch(self, offset: int, limit: int, then: Callable[[Sequence[Any]], object]) -> None:
        def arrived(rows: Sequence[CertificateRow]) -> None:
            then(rows)
            QTimer.singleShot(0, self, self._settle)

        self.desk.ask(self._question(offset=offset, limit=limit), owner=self, then=arrived, latest=False)

    def _settle(self) -> None:
        """The cursor goes to the certificate that was asked for, or to the first one."""
        if self._wanted is not None:
            if self.table.choose(self._wanted):
                self._wanted = None
        elif self.table.current_row() is None:
            first = self.table.rows_model.row(0)
            if first is not None:
                self.table.choose(first.id)

    def _all_keys(self, then: object) -> None:
        self.desk.ask(self._question(limit=None), owner=self, tag="keys",
                      then=lambda rows: then([r.id for r in rows]))  # type: ignore[operator]

    def _sort_by(self, key: str, descending: bool) -> None:
        self._sort = (key, descending)
        self.load()

    def _chosen(self, row: CertificateRow | None) -> None:
        if self._wanted is not None and (row is None or row.id != self._wanted):
            return  # the cursor is still on its way to the one that was asked for
        if row is not None and row.id != self.pane.key:
            self.pane.show_key(row.id)

    # -- what can be done -------------------------------------------------------------------------------------------
    def check(self) -> None:
        """Is a certificate genuine?"""
        CheckDialog(self.desk, self.pane.show_key, self.window()).open()

    def print_(self) -> None:
        """Ctrl+P: those that are ticked, or the one that is shown."""
        if self.table.rows_model.checked:
            self.print_picked()
        else:
            self.pane.reprint()

    def print_picked(self) -> None:
        """Print those that are ticked or selected, in one run."""
        print_papers(self.desk, self, self.table.picked(), _("Certificates"))

    def print_list(self) -> None:
        """What the list shows, on paper."""
        question, office = self._question(limit=None), self.desk.office
        assert office is not None
        state = {"valid": _("Valid"), "void": _("Void")}.get(self.chips.value(), "")
        offer_list(self.desk, _("Certificate register"), [w for w in (state, self.search.text().strip()) if w],
                   COLUMNS, lambda _step: office.ask(question), owner=self, name=_("Certificate register"))

    def save_picked(self) -> None:
        """Write those that are ticked or selected to PDF."""
        picked = tuple(self.table.picked())
        if picked:
            save_papers(self.desk, self, picked, _("Certificates"), self._saved)

    def _saved(self, folder: Path, _count: int) -> None:
        self.desk.tell(_("The PDFs are in {folder}.").format(folder=folder))

    def export(self) -> None:
        """What the list shows, as a workbook."""
        talk.choose_save(_("Export to Excel"), _("Excel workbook (*.xlsx)"),
                         safe_file_name([_("Certificate register")], ".xlsx"), self._export, self)

    def _export(self, path: Path) -> None:
        office, question = self.desk.office, self._question(limit=None)
        assert office is not None

        def work(step: Progress) -> Path:
            return write_sheet(Path(path), COLUMNS, office.ask(question), step)

        self.desk.start(Job(_("Exporting the register"), work, "files"), owner=self,
                        then=lambda made: self.desk.tell(_("The workbook is {name}.").format(name=made.name)))
