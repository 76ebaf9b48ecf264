"""Bringing in a list of marks in three steps: file, columns, review. Nothing is recorded before the last button."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.cohorts.import_history import ImportBatches, ImportRow
from app.i18n import _, ngettext
from app.job import Job
from app.results.bring import BringDraft, column_options, open_bring, paste_bring
from app.results.bring_cells import shown_value
from app.results.bring_columns import LEAVE, BringColumn
from app.results.bring_command import BringResults
from app.results.bring_report import write_left
from ui.cohorts.tab import CohortTab
from ui.desk import talk
from ui.kit.buttons import primary, secondary
from ui.kit.check import CheckBox
from ui.kit.combo import Choice
from ui.kit.dialog import Dialog
from ui.kit.empty_state import EmptyState
from ui.kit.layout import box, clear, column, least, row, scrolled
from ui.kit.note import Note
from ui.kit.text import Elided, Glyph, key_cap, label
from ui.kit.wizard import Wizard
from ui.results.bring_review import ReviewStep
from ui.trainees.import_kinds import again_words

KINDS = "(*.xlsx *.xls *.ods *.xlsb *.xlsm *.csv *.txt)"
FILE, COLUMNS, REVIEW = range(3)


class BringDialog(Dialog):
    """The wizard in a dialog of the results tab."""

    def __init__(self, tab: CohortTab) -> None:
        super().__init__(_("Import a list of marks"), _("Every cell is looked at first; totals of the list are never "
                                                        "taken."), safe=_("Cancel"), icon="file-input", wide=True,
                         parent=tab.window())
        self.setObjectName("bring-results")
        self.tab, self.desk = tab, tab.desk
        self.draft: BringDraft | None = None
        self.columns = ColumnsStep()
        self.review = ReviewStep()
        self.wizard = Wizard([_("Choose file"), _("Match columns"), _("Review")])
        self.wizard.add(self._first(), missing=lambda: "" if self.draft else _("Choose a file first."))
        self.wizard.add(self.columns, missing=lambda: self.draft.missing() if self.draft else "", leave=self._judge)
        self.wizard.add(self.review, missing=self._nothing, next=_("Record"))
        self.remember = CheckBox(_("Remember these matches for the course"))
        self.remember.set_value(True)
        self.wizard.foot.row.insertWidget(0, self.remember)
        self.keep = secondary(_("Save problem rows to Excel"), self.export_problems, icon="file-spreadsheet")
        self.wizard.foot.row.insertWidget(1, self.keep)
        self.wizard.finished.connect(self.record)
        self.wizard.gave_up.connect(self.reject)
        self.wizard.problem_asked.connect(self.review.next_problem)
        self.wizard.moved.connect(self._moved)
        self.columns.changed.connect(self.wizard.follow)
        self.columns.again.connect(self._again)
        self.review.changed.connect(self._counts)
        least(self.wizard, height=460)
        self.body.addWidget(self.wizard, 1)
        self._moved(FILE)
        self.first.setFocus()  # Enter chooses the file; the button before would leave

    def _first(self) -> QWidget:
        self.first = primary(_("Choose a file"), self.choose, icon="folder-open")
        paste = secondary(_("Paste from Excel"), self.paste, icon="table-2")
        self.problem = Note("", "danger")
        self.problem.hide()
        return box(column(self.problem, EmptyState(
            "file-spreadsheet", _("Choose the list of marks"),
            _("Excel, LibreOffice or CSV, as the instructor keeps it: a row for each trainee, a column for each "
              "assessment."), box(row(self.first, paste)))), "surface")

    # -- steps ------------------------------------------------------------------------------------------------------
    def _moved(self, step: int) -> None:
        self.remember.setVisible(step == COLUMNS)
        self.keep.setVisible(step == REVIEW)
        foot = self.foot.parentWidget()
        assert foot is not None
        foot.setVisible(step != FILE)  # the wizard's own Back leads out of the first step
        if step == REVIEW:
            self._counts()
            self.review.grid.view.setFocus()

    def choose(self) -> None:
        """Ask for the file."""
        talk.choose_open(_("Import a list of marks"), f"{_('Lists')} {KINDS}", self.read, self)

    def read(self, path: Path) -> None:
        """Read a file beside the window."""
        office, cohort = self.desk.office, self.tab.cohort
        assert office is not None and cohort is not None
        self.problem.hide()
        self.desk.start(Job(_("Reading {file}").format(file=Path(path).name),
                            lambda step: open_bring(office, Path(path), cohort.id, step), "files"),
                        owner=self, then=self._read)

    def paste(self) -> None:
        """Cells copied in a spreadsheet."""
        office, cohort = self.desk.office, self.tab.cohort
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            self.problem.show_note(_("The clipboard is empty. Copy the cells with their headings in Excel first."),
                                   "danger")
            self.problem.show()
            return
        assert office is not None and cohort is not None
        self.desk.start(Job(_("Reading the clipboard"), lambda step: paste_bring(office, text, cohort.id), "files"),
                        owner=self, then=self._read)

    def _read(self, draft: BringDraft) -> None:
        self.draft = draft
        self.columns.show_draft(draft)
        self.wizard.go(COLUMNS)
        self.columns.focus_open()
        if self.desk.may(ImportBatches):
            self.desk.ask(ImportBatches(file_hash=draft.digest, limit=1), owner=self, then=self._say_again)

    def _say_again(self, rows: Sequence[ImportRow]) -> None:
        if rows:
            self.desk.tell(again_words(rows))

    def _again(self, sheet: int, heading: int) -> None:
        if self.draft is not None:
            self.draft.read(sheet, heading)
            self.columns.show_draft(self.draft)
            self.wizard.follow()

    def _judge(self) -> bool:
        assert self.draft is not None
        self.review.show_draft(self.draft)
        return True

    def _nothing(self) -> str:
        if self.draft is None:
            return ""
        return "" if self.draft.counts()["cells"] else _("There is nothing new to record.")

    def _counts(self) -> None:
        if self.draft is None or self.wizard.current != REVIEW:
            return
        n = self.draft.counts()["cells"]
        self.wizard.set_next(ngettext("Record {n} result", "Record {n} results", n).format(n=n))
        self.wizard.follow()

    def record(self) -> None:
        """All good cells at once; what is still open stays out."""
        assert self.draft is not None
        why = self.desk.why_not(BringResults)
        if why:
            talk.tell(_("Nothing was recorded."), why, parent=self, icon="lock")
            return
        command = self.draft.command(remember=bool(self.remember.value()))
        left = self.draft.counts()["ask"] + self.draft.counts()["reject"]

        def done(n: int) -> str:
            words = ngettext("{n} result recorded", "{n} results recorded", n).format(n=n)
            if left:
                words += ". " + ngettext("{n} row has open questions", "{n} rows have open questions", left).format(
                    n=left)
            return words

        self.desk.do(command, owner=self, then=lambda _n: self.accept(), tell=done, invalid=self._refused)

    def export_problems(self) -> None:
        """The rows with open questions, with their reasons, as a workbook to correct and bring in again."""
        draft = self.draft
        if draft is None:
            return

        def write(path: Path) -> None:
            self.desk.start(Job(_("Save problem rows to Excel"), lambda _step: write_left(draft, path), "files"),
                            owner=self, then=lambda n: self.desk.tell(ngettext(
                                "{n} row written to {file}", "{n} rows written to {file}", n).format(
                                    n=n, file=path.name)))

        talk.choose_save(_("Save problem rows to Excel"), _("Excel workbook (*.xlsx)"),
                         _("Problem rows of {file}").format(file=Path(draft.book.name).stem) + ".xlsx", write, self)

    def _refused(self, problems: dict[str, str]) -> None:
        talk.tell(_("Nothing was recorded."), "\n".join(dict.fromkeys(problems.values())), parent=self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and (
                self.wizard.current != FILE):
            return  # Enter answers cells here; Alt+N goes on
        super().keyPressEvent(event)

    def reject(self) -> None:
        """Close; ask when answers would be lost."""
        if self.draft is not None and (self.draft.answers or self.draft.people) and self.isVisible():
            told = _("Nothing has been recorded. Your answers are lost; the file stays as it is.")
            talk.ask(_("Cancel the import?"), told, _("Cancel import"), super().reject, safe=_("Go on"), parent=self)
        else:
            super().reject()


class ColumnsStep(QWidget):
    """What each column is; a question stands beside the column it is about. `changed()` after each answer,
    `again(sheet, heading row)` to read the list anew."""

    changed = Signal()
    again = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.draft: BringDraft | None = None
        self.choices: dict[int, Choice] = {}
        self.sheet = Choice([])
        self.sheet.setAccessibleName(_("Sheet"))
        self.sheet.edited.connect(lambda: self.again.emit(self.sheet.value() or 0, 0))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        for place, share in enumerate((0, 24, 22, 30, 34)):
            self._grid.setColumnStretch(place, share)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._sheet_row = box(row(label(_("Sheet"), "muted"), self.sheet, None, margins=(0, 8, 0, 0)))
        outer.addWidget(self._sheet_row)
        outer.addWidget(scrolled(box(column(self._grid, None, margins=(0, 8, 12, 8)), "surface")), 1)

    def show_draft(self, draft: BringDraft) -> None:
        """The columns of the list."""
        self.draft = draft
        self.sheet.set_options([(n, t.sheet or draft.book.name) for n, t in enumerate(draft.book.sheets)])
        self.sheet.set_value(draft.sheet)
        self._sheet_row.setVisible(len(draft.book.sheets) > 1)
        clear(self._grid)
        self.choices.clear()
        for place, words in enumerate((_("Col"), _("Heading in your file"), _("First rows"), _("Becomes in Sijil"),
                                       _("Check"))):
            self._grid.addWidget(label(words, "muted"), 0, place)
        options = [(LEAVE, _("Do not import")), *column_options(draft.known.components)]
        for number, one in enumerate(draft.columns, start=1):
            self._line(number, one, options)

    def _line(self, number: int, one: BringColumn, options: Sequence[tuple[str, str]]) -> None:
        assert self.draft is not None
        choice = Choice(options, placeholder=_("Choose what it is"))
        choice.setAccessibleName(_("Column {letter}, {heading}").format(letter=one.letter, heading=one.heading))
        choice.set_value(None if one.use == "open" else LEAVE if one.use == "ignored" else one.value
                         if one.use == "component" else one.use)
        choice.edited.connect(lambda: self._chosen(one.index, choice))
        self.choices[one.index] = choice
        samples = ", ".join(s for at in range(self.draft.heading_row + 1, self.draft.heading_row + 4)
                            if (s := shown_value(self.draft.table.value(at, one.index))))
        cells = (key_cap(one.letter), Elided(" ".join(one.heading.split()), "strong" if one.use != "ignored"
                                             else "muted"), Elided(samples, "muted"), choice, self._check(one))
        for place, widget in enumerate(cells):
            self._grid.addWidget(widget, number, place)

    def _check(self, one: BringColumn) -> QWidget:
        if not one.question:
            sign = "minus" if one.use == "ignored" else "circle-check"
            return box(row(Glyph(sign, "text-3" if one.use == "ignored" else "ok", 16),
                           Elided(one.why, "hint"), spacing=6))
        parts: list[QWidget | None] = [Glyph("triangle-alert", "warn", 16)]
        words = label(one.question, "warn", wrap=True)
        parts.append(words)
        made = row(*parts, spacing=6)
        made.setStretch(1, 1)
        if one.use == "open":
            return box(made)
        buttons: list[QWidget | None] = []
        if one.convert:
            buttons.append(secondary(_("Convert the marks"), lambda: self._agree(one.index, True), small=True))
            buttons.append(secondary(_("Take them as they are"), lambda: self._agree(one.index, False), small=True))
        else:
            buttons.append(secondary(_("Yes"), lambda: self._agree(one.index, None), icon="check", small=True))
        return box(column(made, row(*buttons, None), spacing=4))

    def _agree(self, index: int, convert: bool | None) -> None:
        assert self.draft is not None
        self.draft.agree(index, convert=convert)
        self._after(index)

    def _chosen(self, index: int, choice: Choice) -> None:
        assert self.draft is not None
        self.draft.assign(index, str(choice.value()))
        self._after(index)

    def _after(self, index: int) -> None:
        assert self.draft is not None
        self.show_draft(self.draft)
        self.choices[index].setFocus()
        self.changed.emit()

    def focus_open(self) -> None:
        """The cursor to the first column that must be looked at."""
        assert self.draft is not None
        first = next((c.index for c in self.draft.columns if c.question), None)
        if first is not None:
            self.choices[first].setFocus()


def open_bring_dialog(tab: CohortTab) -> None:
    """From the results of a cohort."""
    why = tab.desk.why_not(BringResults)
    if why:
        talk.tell(_("You may not enter results."), why, parent=tab, icon="lock")
    elif tab.cohort is not None:
        talk.open_dialog(BringDialog(tab))

