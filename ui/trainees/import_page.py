"""Bringing in a list in four steps: file, columns, review, import. Nothing is recorded before the last."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.centre.backups import before_import
from app.cohorts.draft import Draft, open_draft
from app.cohorts.import_trainees import ImportResult, ImportTrainees
from app.cohorts.intake import write_problems
from app.cohorts.queries import CohortList, CohortRow
from app.i18n import _, ngettext
from app.job import Job, Progress
from app.office.command import Ref
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.kit.buttons import Button, primary, quiet, secondary
from ui.kit.empty_state import EmptyState
from ui.kit.layout import box, column, row
from ui.kit.note import Note
from ui.kit.page import Page
from ui.kit.steps import Steps, WizardFoot
from ui.kit.text import Glyph, label
from ui.trainees.import_columns import ColumnsStep
from ui.trainees.import_review import ReviewStep, ready_words

KINDS = "(*.xlsx *.xls *.ods *.xlsb *.xlsm *.csv *.txt)"
FILE, COLUMNS, REVIEW, DONE = range(4)


class ImportPage(Page):
    """A Ref's key is the cohort in which everybody is enrolled."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Import trainees"))
        self.desk = desk
        self.draft: Draft | None = None
        self._cohort: int | None = None
        self.setAcceptDrops(True)
        self.steps = Steps([_("Choose file"), _("Match columns"), _("Review problems"), _("Import")])
        self.add(self.steps)
        self.stack = QStackedWidget()
        self.matching = ColumnsStep()
        self.review = ReviewStep()
        self.done = QWidget()
        self._done = QVBoxLayout(self.done)
        self.stack.addWidget(self._first())
        self.stack.addWidget(self.matching)
        self.stack.addWidget(self.review)
        self.stack.addWidget(self.done)
        self.add(self.stack, 1)
        self.back = Button(_("Back"), self.step_back, icon="arrow-left")
        self.next = primary(_("Review problems"), self.step_on)
        self.skip = secondary("", self.record)
        guard(self.next, ImportTrainees, desk)
        self.foot = WizardFoot(self.back, self.skip, self.next)
        self.add(self.foot)
        self.matching.changed.connect(self._follow)
        self.matching.again.connect(self._again)
        self.review.changed.connect(self._follow)
        self._go(FILE)

    def _first(self) -> QWidget:
        choose = self.first = primary(_("Choose a file"), self.choose, icon="folder-open")
        hint = EmptyState("file-spreadsheet", _("Choose the list of trainees"),
                          _("Excel, LibreOffice or CSV, as you received it. You can also drop the file here."), choose)
        self.problem = Note("", "danger")
        self.problem.hide()
        return box(column(row(self.problem, margins=(24, 16, 24, 0)), hint), "surface")

    # -- coming and going -----------------------------------------------------------------------------------------
    def show_ref(self, ref: Ref) -> None:
        """Begin anew, for a cohort when the Ref has its key; detail is a file to read at once."""
        self._cohort = ref.key
        self.restart()
        if ref.detail:
            self.read(Path(ref.detail))

    def shown(self) -> None:
        self.desk.ask(CohortList(), owner=self, then=self._show_cohorts)

    def _show_cohorts(self, rows: Sequence[CohortRow]) -> None:
        self.matching.show_cohorts(rows, self.matching.cohort.value() or self._cohort)

    def may_leave(self) -> bool:
        if self.stack.currentIndex() in (COLUMNS, REVIEW):
            talk.tell(_("The import is not finished. Finish it, or cancel it first."), parent=self)
            return False
        return True

    def leave(self) -> None:
        """Give up, after asking when a list has been read."""
        def go() -> None:
            self.restart()
            self.desk.show(Ref("trainees"))

        if self.draft is None or self.stack.currentIndex() == DONE:
            go()
            return
        talk.ask(_("Cancel the import?"), _("Nothing has been recorded. Your corrections are lost; the file stays as "
                                            "it is."), _("Cancel import"), go, safe=_("Go on"), parent=self)

    def restart(self) -> None:
        """The first step, without a file."""
        self.draft = None
        self.problem.hide()
        self._go(FILE)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.stack.currentIndex() == FILE and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.read(Path(files[0]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.next.isEnabled():
            self.step_on()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    # -- steps ------------------------------------------------------------------------------------------------------
    def _go(self, step: int) -> None:
        self.stack.setCurrentIndex(step)
        self.steps.set_current(step)
        buttons = [quiet(_("Cancel import"), self.leave, icon="x")] if step != DONE else []
        if step == REVIEW:
            buttons.insert(0, secondary(_("Save problem rows to Excel"), self.export_problems, icon="file-spreadsheet"))
        self.head.set_actions(*buttons)
        self.foot.setVisible(step != FILE)
        if self.draft is None:
            self.head.set_facts([])
        else:
            rows = max(0, len(self.draft.table.rows) - self.draft.heading_row)
            self.head.set_facts([("file-spreadsheet", _("{file} · {rows} rows · {columns} columns").format(
                file=self.draft.path.name, rows=f"{rows:,}", columns=len(self.draft.columns)))])
        self._follow()
        target = {FILE: self.first, COLUMNS: self.matching.first_open(), REVIEW: self.review.table}.get(step, self.next)
        target.setFocus()

    def _follow(self) -> None:
        step = self.stack.currentIndex()
        self.skip.setVisible(False)
        if step == COLUMNS:
            missing = "" if self.draft is None else self.draft.missing()
            self.foot.words.setText(self.matching.words() or _("Nothing is changed until step 4."))
            self.next.setText(_("Review problems"))
            self.next.explain(missing)
        elif step == REVIEW and self.draft is not None:
            counts = self.draft.counts()
            ready, open_rows = counts["ready"], counts["problems"]
            self.foot.words.setText(ready_words(ready, open_rows))
            self.next.setText(_("Import {n}").format(n=f"{ready + open_rows:,}"))
            self.next.explain(ngettext("{n} row needs your attention first.", "{n} rows need your attention first.",
                                       open_rows).format(n=open_rows) if open_rows
                              else "" if ready else _("No row of this list is ready to be recorded."))
            self.skip.setText(_("Skip {n} and import {ready}").format(n=f"{open_rows:,}", ready=f"{ready:,}"))
            self.skip.setVisible(bool(open_rows and ready))
        elif step == DONE:
            self.foot.words.setText("")
            self.next.setText(_("Show the trainees"))
            self.next.explain("")
        self.back.setVisible(step in (COLUMNS, REVIEW))

    def step_back(self) -> None:
        """One step back."""
        if self.stack.currentIndex() == REVIEW:
            self._go(COLUMNS)
        else:
            self.restart()

    def step_on(self) -> None:
        """The next step."""
        step = self.stack.currentIndex()
        if step == COLUMNS:
            self.judge()
        elif step == REVIEW:
            self.record()
        elif step == DONE:
            cohort = self.matching.cohort.value()
            self.restart()
            self.desk.show(Ref("cohort", cohort) if cohort else Ref("trainees"))

    # -- 1 file --------------------------------------------------------------------------------------------------------
    def choose(self) -> None:
        """Ask for the file."""
        talk.choose_open(_("Choose the list of trainees"), _("Lists") + " " + KINDS, self.read, self)

    def read(self, path: Path) -> None:
        """Read a file; what is wrong with it is said on the page."""
        self.problem.hide()
        self.desk.start(Job(_("Reading {file}").format(file=path.name), lambda step: _read(path, step), "files",
                            _("Nothing was read.")), owner=self, then=self._opened)

    def _opened(self, found: Draft | str) -> None:
        if isinstance(found, str):
            self.problem.show_note(found, "danger")
            self.problem.show()
            return
        self.draft = found
        self.matching.show_draft(found)
        self._go(COLUMNS)

    # -- 2 columns -----------------------------------------------------------------------------------------------------
    def _again(self, sheet: int, heading: int) -> None:
        if self.draft is not None:
            self.draft.use(sheet, heading)
            self.matching.show_draft(self.draft)
            self._go(COLUMNS)

    def judge(self) -> None:
        """Read all rows and compare them with who is on record."""
        draft, office = self.draft, self.desk.office
        if draft is None or office is None:
            return
        if draft.reviewed:
            self._judged(draft)
            return

        def work(step: Progress) -> Draft:
            draft.review(lambda query: office.ask(query, step), step)
            return draft

        self.desk.start(Job(_("Checking the rows"), work, "office", _("Nothing was recorded.")), owner=self,
                        then=self._judged)

    def _judged(self, draft: Draft) -> None:
        self.review.show_draft(draft)
        self._go(REVIEW)

    # -- 3 and 4 -------------------------------------------------------------------------------------------------------
    def export_problems(self) -> None:
        """The rows that are not ready, with their reasons, as a workbook to correct and bring in again."""
        draft = self.draft
        if draft is None:
            return
        rows = [r for r in draft.rows if r.state != "ok" and not r.skipped]
        talk.choose_save(_("Save problem rows to Excel"), _("Excel workbook (*.xlsx)"),
                         _("Problem rows of {file}").format(file=draft.path.stem) + ".xlsx",
                         lambda path: self.desk.start(
                             Job(_("Save problem rows to Excel"), lambda _step: write_problems(draft, rows, path),
                                 "files"), owner=self,
                             then=lambda _n: self.desk.tell(ngettext(
                                 "{n} row written to {file}", "{n} rows written to {file}", len(rows)).format(
                                     n=len(rows), file=path.name))), self)

    def record(self) -> None:
        """Back up, then record what is ready, in one step that one undo takes back."""
        keeper = self.desk.keeper
        if keeper is None or self.draft is None:
            self._record()
            return
        where = keeper.opened.where
        self.next.setEnabled(False)
        self.desk.start(Job(_("Backing up"), lambda step: before_import(where, step), "files",
                            _("Nothing was recorded.")), owner=self, then=lambda _made: self._record(),
                        failed=lambda _error: self.next.setEnabled(True))

    def _record(self) -> None:
        self.next.setEnabled(True)
        draft = self.draft
        if draft is None:
            return
        ready = draft.ready()
        out = sum(not r.skipped for r in draft.rows) - len(ready)
        self.desk.do(ImportTrainees(rows=ready, file_name=draft.path.name, file_hash=draft.digest,
                                    cohort_id=self.matching.cohort.value(), left_out=out), owner=self,
                     then=lambda result: self._recorded(result, out),
                     tell=ngettext("{n} trainee imported", "{n} trainees imported", len(ready)).format(n=len(ready)),
                     title=_("Importing {file}").format(file=draft.path.name), consequence=_("Nothing was recorded."))

    def _recorded(self, result: ImportResult, out: int) -> None:
        from ui.kit.layout import clear

        clear(self._done)
        lines = [ngettext("{n} trainee added", "{n} trainees added", result.added).format(n=result.added)]
        if result.attached:
            lines.append(ngettext("{n} was on record before", "{n} were on record before", result.attached).format(
                n=result.attached))
        if self.matching.cohort.value():
            lines.append(ngettext("{n} enrolled", "{n} enrolled", result.enrolled).format(n=result.enrolled))
        if out:
            lines.append(ngettext("{n} row left out", "{n} rows left out", out).format(n=out))
        self._done.addStretch(2)
        self._done.addWidget(Glyph("circle-check", "ok", 40), 0, Qt.AlignmentFlag.AlignHCenter)
        for place, words in enumerate(lines):
            self._done.addWidget(label(words, "section" if not place else ""), 0, Qt.AlignmentFlag.AlignHCenter)
        undo = secondary(_("Undo the import"), self.undo, icon="undo-2")
        self._done.addWidget(undo, 0, Qt.AlignmentFlag.AlignHCenter)
        self._done.addStretch(3)
        self._go(DONE)
        self.next.setFocus()

    def undo(self) -> None:
        """Take the whole import back and return to the review."""
        self.desk.undo()
        self._go(REVIEW)


def _read(path: Path, step: Progress) -> Draft | str:
    """The draft, or the sentence that says why there is none."""
    from app.errors import SijilError

    try:
        return open_draft(path, step)
    except SijilError as error:
        return str(error)


