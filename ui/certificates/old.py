"""Bringing old paper certificates into the register: file, columns, compare. Nothing is recorded before the end."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget

from app.certificates.legacy import LegacyDraft, LegacyRow, RecordOld, open_list, paste_list, row_facts
from app.certificates.legacy_read import FIELDS, NEEDED
from app.completion.words import kind_word
from app.exchange.columns import Column
from app.exchange.files import safe_file_name
from app.exchange.sheet import write_sheet
from app.exchange.tables.table import letter
from app.i18n import N_, _, ngettext
from app.job import Job, Progress
from app.office.command import Ref
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.file_page import FIRST, FilePage
from ui.kit.buttons import primary, quiet, secondary
from ui.kit.combo import Choice
from ui.kit.empty_state import EmptyState
from ui.kit.field import Field
from ui.kit.flow import Flow
from ui.kit.layout import box, column, line, row, scrolled
from ui.kit.look import MUTED, Look
from ui.kit.table import Table
from ui.kit.text import label
from ui.kit.toolbar import Chips, Toolbar
from ui.kit.wizard import Wizard

KINDS = "(*.xlsx *.xls *.ods *.xlsb *.xlsm *.csv *.txt)"
FILE, COLUMNS, COMPARE = FIRST, 1, 2
STATES = {"new": (N_("New"), "ok", "plus"), "there": (N_("In the register already"), "muted", "check"),
          "wrong": (N_("Wrong"), "danger", "circle-alert")}

LIST = (
    Column("row", lambda: _("Row"), lambda r: r.id, kind="number", width=7),
    Column("state", lambda: _("State"), lambda r: _(STATES[r.state][0]), width=20),
    Column("why", lambda: _("What is wrong"), lambda r: r.words() if r.state == "wrong" else "", width=40),
    Column("number", lambda: _("Number"), lambda r: row_facts(r)[0], width=20),
    Column("name", lambda: _("Name"), lambda r: row_facts(r)[1], width=28),
    Column("course", lambda: _("Course"), lambda r: row_facts(r)[2], width=26),
    Column("date", lambda: _("Date of issue"), lambda r: row_facts(r)[3], width=14),
    Column("kind", lambda: _("Kind of certificate"),
           lambda r: kind_word(r.read.paper.kind) if r.read.paper else r.read.said.get("kind", ""), width=16),
    Column("trainee", lambda: _("Trainee here"), lambda r: r.trainee, width=22),
)
LOOKS = {"state": lambda r: Look(*STATES[r.state][1:]), "row": lambda _r: MUTED,
         "why": lambda r: Look("danger") if r.state == "wrong" else None}


class OldPage(FilePage):
    """A Ref's detail is a file to read at once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Old certificates"))
        self.draft: LegacyDraft | None = None
        self.head.set_crumbs([(_("Certificates"), self.go_away)])
        self._why = desk.why_not(RecordOld)
        if self._why:
            self.add(EmptyState("lock", _("You may not record certificates"), self._why), 1)
            return
        self.setAcceptDrops(True)
        self.columns = ColumnsStep()
        self.columns.changed.connect(self._columns_changed)
        self.chips = Chips([("", _("All")), *((k, _(words), icon) for k, (words, _tone, icon) in STATES.items())])
        self.chips.changed.connect(lambda _key: self._fill())
        self.table = Table(LIST, looks=LOOKS, name="name", sort=("row", False), sort_here=True,
                           accessible_name=_("Old certificates"))
        self.wizard = Wizard([_("Choose file"), _("Match columns"), _("Compare")])
        self.wizard.add(self._first(), missing=lambda: "" if self.draft else _("Choose a file first."))
        self.wizard.add(self.columns, missing=lambda: self.draft.missing() if self.draft else "", next=_("Compare"))
        self.wizard.add(box(column(Toolbar(self.chips), line(), self.table, spacing=0)), missing=self._nothing)
        self.add(self.wizard, 1)
        self.wizard.moved.connect(lambda _step: self._moved())
        self.wizard.finished.connect(self.record)
        self.wizard.gave_up.connect(self.leave)
        self.set_hints([("Alt N", _("next")), ("Alt B", _("back")), ("Esc", _("cancel"))])
        self._moved()

    def _first(self) -> QWidget:
        self.first = primary(_("Choose a file"), self.choose, icon="folder-open")
        paste = secondary(_("Paste from Excel"), self.paste, icon="table-2")
        return self.first_step(EmptyState(
            "archive", _("Choose the list of old certificates"),
            _("Excel, LibreOffice or CSV: number, name, course and date of issue, a row for each certificate that the "
              "centre gave out before Sijil. You can also drop the file here."), box(row(self.first, paste))))

    # -- coming and going --------------------------------------------------------------------------------------------
    def show_ref(self, ref: Ref) -> None:
        """Begin; a list that is being looked at stays."""
        if not self._why and ref.detail:
            self.open_file(Path(ref.detail))

    def open_file(self, path: Path) -> None:
        """Begin with this file; one that is being looked at is asked about first."""
        if not self._why:
            self.begin_with(Path(path), _("Nothing has been recorded of the list you are looking at."))

    def may_leave(self) -> bool:
        if not self._why and self.draft is not None:
            talk.tell(_("The list has not been recorded. Record it, or cancel it first."), parent=self)
            return False
        return True

    def held(self) -> object:
        """The list, for the page made anew in another language or size."""
        return (self.draft, self.wizard.current) if not self._why and self.draft is not None else None

    def take(self, held: object) -> None:
        if isinstance(held, tuple) and not self._why:
            self._read(held[0])
            self.wizard.go(held[1])

    def leave(self) -> None:
        """Give up, after asking when a list has been read. While one is being read: stop that."""
        self.give_up(_("Cancel without recording?"), _("Nothing of the list is recorded; the file stays as it is."),
                     _("Cancel"))

    def go_away(self) -> None:
        """To the register."""
        self.desk.show(Ref("certificates"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._why and event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.open_file(Path(event.mimeData().urls()[0].toLocalFile()))

    # -- reading -----------------------------------------------------------------------------------------------------
    def choose(self) -> None:
        """Ask for the file."""
        talk.choose_open(_("Old certificates"), f"{_('Lists')} {KINDS}", self.read, self)

    def read(self, path: Path) -> None:
        office = self.desk.office
        assert office is not None
        self.start_reading(_("Reading {file}").format(file=Path(path).name),
                           lambda step: open_list(office, Path(path), step), "files", _("Nothing is recorded yet."),
                           self._read)

    def paste(self) -> None:
        """Cells copied in a spreadsheet."""
        office, text = self.desk.office, QGuiApplication.clipboard().text()
        assert office is not None
        if not text.strip():
            self.refused(_("The clipboard is empty. Copy the cells with their headings in Excel first."))
            return
        self.start_reading(_("Reading the clipboard"), lambda _step: paste_list(office, text), "files",
                           _("Nothing is recorded yet."), self._read)

    def _read(self, draft: LegacyDraft) -> None:
        self.not_busy()
        self.draft = draft
        self.columns.show_draft(draft)
        self.wizard.go(COLUMNS if draft.missing() else COMPARE)

    def _columns_changed(self) -> None:
        draft = self.draft
        if draft is not None:
            sheet, columns = self.columns.values()
            same = sheet == draft.sheet

            def work(_step: Progress) -> None:
                draft.read(sheet, draft.heading if same else None, columns if same else None)

            self.desk.start(Job(_("Comparing"), work, "files", quiet=True), owner=self,
                            then=lambda _v: self._compared())

    def _compared(self) -> None:
        if self.draft is not None:
            self.columns.show_draft(self.draft)
            self._follow()

    # -- comparing ---------------------------------------------------------------------------------------------------
    def _moved(self) -> None:
        buttons = [quiet(_("Cancel"), self.leave, icon="x")] if self.draft is not None else []
        if self.wizard.current == COMPARE:
            buttons.insert(0, secondary(_("Save what is wrong to Excel"), self.export_wrong, icon="file-spreadsheet"))
        self.head.set_actions(*buttons)
        self.head.set_facts([("file-input", self.draft.book.name)] if self.draft is not None else [])
        self._follow()
        {FILE: self.first, COLUMNS: self.columns, COMPARE: self.table}[self.wizard.current].setFocus()

    def _follow(self) -> None:
        if self.draft is not None and self.wizard.current == COMPARE:
            self._fill()
            n = self.draft.counts()["new"]
            self.wizard.set_next(ngettext("Record {n} old certificate", "Record {n} old certificates", n).format(n=n))
        self.wizard.follow()

    def _fill(self) -> None:
        if self.draft is None:
            return
        counts = self.draft.counts()
        self.chips.set_count("", sum(counts.values()))
        for key, n in counts.items():
            self.chips.set_count(key, n)
        wanted = self.chips.value()
        self.table.set_rows([r for r in self.draft.rows if not wanted or r.state == wanted])

    def _nothing(self) -> str:
        return _("There is nothing new to record.") if self.draft and not self.draft.counts()["new"] else ""

    def record(self) -> None:
        """What is new, at once; undo takes it back."""
        if self.draft is None or self._nothing():
            return
        counts, command = self.draft.counts(), self.draft.command()
        n = counts["new"]
        words = ngettext("{n} old certificate is in the register.", "{n} old certificates are in the register.",
                         n).format(n=n)
        if counts["wrong"]:
            words += " " + ngettext("{n} row was left out.", "{n} rows were left out.", counts["wrong"]).format(
                n=counts["wrong"])

        def done(_n: int) -> None:
            self.restart()
            self.go_away()

        self.desk.do(command, owner=self, then=done, tell=words)

    def export_wrong(self) -> None:
        """The rows that stay out, with what is wrong, to be mended and read once more."""
        if self.draft is None:
            return
        rows: list[LegacyRow] = [r for r in self.draft.rows if r.state == "wrong"]
        columns = [c for c in LIST if c.key not in ("state", "trainee")]

        def write(path: Path) -> None:
            self.desk.start(Job(_("Writing the list"), lambda step: write_sheet(Path(path), columns, rows, step),
                                "files"), owner=self,
                            then=lambda made: self.desk.tell(_("The workbook is {name}.").format(name=made.name)))

        talk.choose_save(_("Save what is wrong to Excel"), _("Excel workbook (*.xlsx)"),
                         safe_file_name([_("Old certificates to mend")], ".xlsx"), write, self)


class ColumnsStep(QWidget):
    """Which column says what: a choice for each of our fields, guessed from the headings."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sheet = Choice()
        self.sheet_field = Field(_("Sheet"), self.sheet)
        self.sheet.edited.connect(self.changed)
        self.choices = {name: Choice(empty=None if name in NEEDED else _("None")) for name in FIELDS}
        fields = QWidget()
        flow = Flow(fields, spacing=16)
        flow.addWidget(self.sheet_field)
        for name, choice in self.choices.items():
            choice.setMinimumContentsLength(22)
            choice.edited.connect(self.changed)
            flow.addWidget(Field(_(FIELDS[name]), choice, required=name in NEEDED))
        self.count = label("", "muted", wrap=True)
        inner = column(label(_("Which column says what"), "section"),
                       label(_("Sijil has read the headings. Look whether it understood them."), "muted", wrap=True),
                       fields, self.count, None, margins=(24, 16, 24, 16), spacing=12)
        self.setLayout(column(scrolled(box(inner)), spacing=0))
        self.setFocusProxy(self.choices["number"])

    def show_draft(self, draft: LegacyDraft) -> None:
        """The columns of a list, with what is chosen."""
        self.sheet.set_options([(at, s.sheet or draft.book.name) for at, s in enumerate(draft.book.sheets)])
        self.sheet.set_value(draft.sheet)
        self.sheet_field.setVisible(len(draft.book.sheets) > 1)
        table = draft.book.sheets[draft.sheet]
        wide = max((len(r) for r in table.rows[:200]), default=0)
        options = [(at, _heading(table.value(draft.heading, at) if draft.heading else None, at)) for at in range(wide)]
        for name, choice in self.choices.items():
            choice.set_options(options)
            choice.set_value(draft.columns.get(name))
        n = len(draft.rows)
        self.count.setText(ngettext("{n} row was read.", "{n} rows were read.", n).format(n=n) if n else "")

    def values(self) -> tuple[int, dict[str, int]]:
        """The sheet, and the column of each field."""
        found: Sequence[tuple[str, Any]] = [(name, choice.value()) for name, choice in self.choices.items()]
        return self.sheet.value() or 0, {name: at for name, at in found if at is not None}


def _heading(value: Any, at: int) -> str:
    text = " ".join(str(value).split())[:40] if value not in (None, "") else ""
    return f"{letter(at)} · {text}" if text else letter(at)
