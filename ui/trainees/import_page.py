"""Bringing in a list in four steps: file, columns, review, import. Nothing is recorded before the last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.centre.backups import before_import
from app.cohorts.draft import Draft
from app.cohorts.import_trainees import ImportResult, ImportTrainees
from app.cohorts.intake import write_problems
from app.cohorts.queries import CohortList, CohortRow
from app.i18n import _, ngettext
from app.job import Job, Progress
from app.office.command import Ref
from app.office.permissions import Permission
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.file_page import FIRST, FilePage
from ui.kit.buttons import primary, quiet, secondary
from ui.kit.check import CheckBox
from ui.kit.empty_state import EmptyState
from ui.kit.layout import box, row
from ui.kit.theme import theme
from ui.kit.wizard import Wizard
from ui.trainees import import_matches as matches
from ui.trainees.import_columns import ColumnsStep
from ui.trainees.import_done import DoneStep, read_cells, read_file
from ui.trainees.import_review import ReviewStep, ready_words

KINDS = "(*.xlsx *.xls *.ods *.xlsb *.xlsm *.csv *.txt)"
FILE, COLUMNS, REVIEW, DONE = FIRST, 1, 2, 3
LOW = 560  # pixels


class ImportPage(FilePage):
    """A Ref's key is the cohort in which everybody is enrolled. `open_file(path)` begins with a dropped file."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Import trainees"))
        self.draft: Draft | None = None
        self._cohort: int | None = None
        self._label = ""  # what the import that was made is called by undo
        self._why = desk.why_not(ImportTrainees)
        if self._why:
            self.add(EmptyState("lock", _("You may not import trainees"), self._why), 1)
            return
        self.setAcceptDrops(True)
        self.matching = ColumnsStep()
        self.review = ReviewStep(full=desk.may(Permission.IDENTITY_FULL))
        self.done = DoneStep(self.undo)
        self.wizard = Wizard([_("Choose file"), _("Match columns"), _("Review problems"), _("Import")])
        self.wizard.add(self._first(), missing=self._no_file, next=_("Match columns"), leave=self._to_columns)
        self.wizard.add(self.matching, missing=lambda: self.draft.missing() if self.draft else "",
                        leave=self._judge_first, next=_("Review problems"))
        self.wizard.add(self.review, missing=self._waiting, leave=self._record_first)
        self.wizard.add(self.done, next=_("Show the trainees"))
        self.stack, self.next, self.back, self.foot = (self.wizard.stack, self.wizard.next, self.wizard.back,
                                                       self.wizard.foot)
        self.skip = secondary("", self.record)
        self.wizard.add_button(self.skip)
        self.remember = CheckBox(_("Remember these matches for files with the same headings"))
        self.remember.set_value(True)
        self.foot.row.insertWidget(0, self.remember)
        self.add(self.wizard, 1)
        self.wizard.moved.connect(self._moved)
        self.wizard.finished.connect(self._show_trainees)
        self.wizard.gave_up.connect(self.leave)
        self.wizard.problem_asked.connect(self._next_problem)
        self.matching.changed.connect(self._follow)
        self.matching.again.connect(self._again)
        self.review.changed.connect(self._follow)
        self.set_hints([("Alt N", _("next")), ("Alt B", _("back")), ("F8", _("next problem")),
                        ("Enter", _("answers")), ("1|2", _("left or right value")), ("Esc", _("cancel"))])
        self.wizard.go(FILE)

    def _first(self) -> QWidget:
        choose = self.first = primary(_("Choose a file"), self.choose, icon="folder-open")
        paste = self.paste_button = secondary(_("Paste from Excel"), self.paste, icon="table-2")
        return self.first_step(EmptyState(
            "file-spreadsheet", _("Choose the list of trainees"),
            _("Excel, LibreOffice or CSV, as you received it. You can also drop the file here."),
            box(row(choose, paste))))

    # -- coming and going -----------------------------------------------------------------------------------------
    def show_ref(self, ref: Ref) -> None:
        """Begin anew, for a cohort when the Ref has its key; detail is a file to read at once. A list that is being
        looked at stays: asking for the import once more must not throw its corrections away."""
        if self.draft is not None and self.wizard.current in (COLUMNS, REVIEW):
            if ref.detail:
                self.open_file(Path(ref.detail))
            return
        self._cohort = ref.key
        if self._why:
            return
        self.restart()
        if ref.detail:
            self.read(Path(ref.detail))

    def open_file(self, path: Path) -> None:
        """Begin with this file. A list that is being looked at is asked about first."""
        if self._why:
            return
        self.begin_with(Path(path), _("Nothing has been recorded of the list you are looking at; your corrections of "
                                      "it are lost."))

    def looked_at(self) -> bool:
        return self.draft is not None and self.wizard.current in (COLUMNS, REVIEW)

    def to_lose(self) -> bool:
        return self.draft is not None and self.wizard.current != DONE

    def shown(self) -> None:
        if not self._why:
            self.desk.ask(CohortList(), owner=self, then=self._show_cohorts)

    def _show_cohorts(self, rows: Sequence[CohortRow]) -> None:
        self.matching.show_cohorts(rows, self.matching.cohort.value() or self._cohort)

    def work(self) -> QWidget | None:
        """Where the keys begin in each step; in the first, Enter asks for the file."""
        if self._why:
            return None
        return {FILE: self.first, COLUMNS: self.matching.first_open(), REVIEW: self.review.table}.get(
            self.wizard.current, self.next)

    def may_leave(self) -> bool:
        if not self._why and self.wizard.current in (COLUMNS, REVIEW):
            talk.tell(_("The import is not finished. Finish it, or cancel it first."), parent=self)
            return False
        return True

    def leave(self) -> None:
        """Give up, after asking when a list has been read. While one is being read: stop that."""
        self.give_up(_("Cancel the import?"),
                     _("Nothing has been recorded. Your corrections are lost; the file stays as it is."),
                     _("Cancel import"))

    def go_away(self) -> None:
        """To the trainees."""
        self.desk.show(Ref("trainees"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._why:  # the rows need the height more than the keys, which F1 shows as well
            self.hints.setVisible(self.height() >= theme().px(LOW))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.open_file(Path(files[0]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._why:
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Paste) and self.wizard.current == FILE:
            self.paste()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
                event.modifiers() & Qt.KeyboardModifier.ControlModifier):
            self.wizard.forward()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    # -- steps ------------------------------------------------------------------------------------------------------
    def _moved(self, step: int) -> None:
        buttons = [quiet(_("Cancel import"), self.leave, icon="x")] if step != DONE else []
        if step == REVIEW:
            buttons.insert(0, secondary(_("Save problem rows to Excel"), self.export_problems, icon="file-spreadsheet"))
        self.head.set_actions(*buttons)
        if self.draft is None:
            self.head.set_facts([])
        else:
            rows = max(0, len(self.draft.table.rows) - self.draft.heading_row)
            self.head.set_facts([("file-spreadsheet", _("{file} · {rows} rows · {columns} columns").format(
                file=self.draft.path.name, rows=f"{rows:,}", columns=len(self.draft.columns)))])
        self._follow()
        target = self.work()
        if target is not None:
            target.setFocus()

    def _follow(self) -> None:
        step = self.wizard.current
        self.remember.setVisible(step == COLUMNS)
        self.skip.setVisible(False)
        self.back.setVisible(step != DONE)
        words = ""
        if step == REVIEW and self.draft is not None:
            counts = self.draft.counts()
            ready, open_rows = counts["ready"], counts["problems"]
            words = ready_words(ready, open_rows)
            self.wizard.set_next(_("Import {n}").format(n=f"{ready + open_rows:,}"))
            self.skip.setText(_("Skip {n} and import {ready}").format(n=f"{open_rows:,}", ready=f"{ready:,}"))
            self.skip.setVisible(bool(open_rows and ready))
        self.foot.words.setText(words)
        self.wizard.follow()
        if step == COLUMNS and not self.foot.missing():
            self.foot.set_missing(self.matching.words())

    def _no_file(self) -> str:
        return "" if self.draft is not None else _("Choose a file, paste cells, or drop a file here.")

    def _waiting(self) -> str:
        if self.draft is None:
            return ""
        counts = self.draft.counts()
        if counts["problems"]:
            return ngettext("{n} row needs your attention first.", "{n} rows need your attention first.",
                            counts["problems"]).format(n=counts["problems"])
        return "" if counts["ready"] else _("No row of this list is ready to be recorded.")

    def _to_columns(self) -> bool:
        return self.draft is not None

    def _judge_first(self) -> bool:
        self.judge()
        return False

    def _record_first(self) -> bool:
        self.record()
        return False

    def _next_problem(self) -> None:
        if self.wizard.current == COLUMNS:
            self.matching.next_open()
        elif self.wizard.current == REVIEW:
            self.review.next_problem()

    def _show_trainees(self) -> None:
        cohort = self.matching.cohort.value()
        self.restart()
        self.desk.show(Ref("cohort", cohort) if cohort else Ref("trainees"))

    # -- 1 file --------------------------------------------------------------------------------------------------------
    def choose(self) -> None:
        """Ask for the file."""
        talk.choose_open(_("Choose the list of trainees"), _("Lists") + " " + KINDS, self.read, self)

    def paste(self) -> None:
        """Take the cells that were copied in Excel."""
        text = QGuiApplication.clipboard().text()
        self._begin(_("Reading what was copied"), lambda _step: read_cells(text))

    def read(self, path: Path) -> None:
        """Read a file; what is wrong with it is said on the page."""
        self._begin(_("Reading {file}").format(file=path.name), lambda step: read_file(path, step))

    def _begin(self, title: str, work: Callable[[Progress], Draft | str]) -> None:
        if self._reading is None:
            self.start_reading(title, work, "files", _("Nothing was read."), self._opened)

    def busy_changed(self, busy: bool) -> None:
        self.first.setEnabled(not busy)
        self.paste_button.setEnabled(not busy)

    def _opened(self, found: Draft | str) -> None:
        self.not_busy()
        if self.refused(found):
            return
        self.draft = found
        matches.apply(self.desk, found)
        self.matching.show_draft(found)
        self.wizard.go(COLUMNS)

    # -- 2 columns -----------------------------------------------------------------------------------------------------
    def _again(self, sheet: int, heading: int) -> None:
        if self.draft is not None:
            self.draft.use(sheet, heading)
            self.matching.show_draft(self.draft)
            self.wizard.go(COLUMNS)

    def judge(self) -> None:
        """Read all rows and compare them with who is on record."""
        draft, office = self.draft, self.desk.office
        if draft is None or office is None:
            return
        if self.remember.value():
            matches.keep(self.desk, draft)
        if draft.reviewed:
            self._judged(draft)
            return

        def work(step: Progress) -> Draft:
            draft.review(lambda query: office.ask(query, step), step)
            return draft

        self.start_reading(_("Checking the rows"), work, "office", _("Nothing was recorded."), self._judged)

    def _judged(self, draft: Draft) -> None:
        self.not_busy()
        self.review.show_draft(draft)
        self.wizard.go(REVIEW)

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
        self.wizard.set_busy(_("Backing up"))
        self.desk.start(Job(_("Backing up"), lambda step: before_import(where, step), "files",
                            _("Nothing was recorded.")), owner=self, then=lambda _made: self._record(),
                        failed=lambda _error: self.not_busy())

    def _record(self) -> None:
        self.not_busy()
        draft = self.draft
        if draft is None:
            return
        ready = draft.ready()
        out = sum(not r.skipped for r in draft.rows) - len(ready)
        command = ImportTrainees(rows=ready, file_name=draft.path.name, file_hash=draft.digest,
                                 cohort_id=self.matching.cohort.value(), left_out=out)
        self._label = command.label()
        self.desk.do(command, owner=self,
                     then=lambda result: self._recorded(result, out),
                     tell=ngettext("{n} trainee imported", "{n} trainees imported", len(ready)).format(n=len(ready)),
                     title=_("Importing {file}").format(file=draft.path.name), consequence=_("Nothing was recorded."))

    def _recorded(self, result: ImportResult, out: int) -> None:
        self.done.show_result(result, out, enrolled=self.matching.cohort.value() is not None)
        self.wizard.go(DONE)
        self.next.setFocus()

    def undo(self) -> None:
        """Take the whole import back and return to the review."""
        office = self.desk.office
        if office is None or office.undo_label() != self._label:
            talk.tell(_("Something was changed after the import. Take that back first, with Ctrl Z, or keep both."),
                      parent=self)
            return
        self.desk.undo()
        self.wizard.go(REVIEW)
