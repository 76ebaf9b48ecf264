"""Bringing in a list of any kind in four steps: file, columns, review, import. Nothing is recorded before the last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.cohorts.names import CohortName, CohortNames
from app.cohorts.queries import CohortList, CohortRow
from app.errors import SijilError
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
from ui.trainees.import_columns import ALL, ColumnsStep, Looked, look
from ui.trainees.import_done import DoneStep, back_up, offer_problems, read_cells, read_file
from ui.trainees.import_history import ask_undo
from ui.trainees.import_kinds import Importing, again_words, facts_of
from ui.trainees.import_people import ImportingPeople
from ui.trainees.import_review import ReviewStep

KINDS = "(*.xlsx *.xls *.ods *.xlsb *.xlsm *.csv *.txt)"
FILE, COLUMNS, REVIEW, DONE = FIRST, 1, 2, 3
LOW, NARROW = 560, 1000  # pixels
MANY = 2000
"""Rows that are judged anew while nobody notices."""


class ImportPage(FilePage):
    """A Ref's key is the cohort the list is for. `open_file(path)` begins with a dropped file."""

    def __init__(self, desk: Desk, kind: Importing | None = None) -> None:
        self.kind = kind or ImportingPeople(desk)
        words = self.kind.words()
        super().__init__(desk, words.title)
        self._batch: int | None = None  # the import that was made
        self._why = desk.why_not(self.kind.command)
        if self._why:
            self.add(EmptyState("lock", words.refused, self._why), 1)
            return
        self.setAcceptDrops(True)
        self.matching = ColumnsStep(self.kind)
        self.review = ReviewStep(self.kind, full=desk.may(Permission.IDENTITY_FULL))
        self.done = DoneStep(self.undo)
        self.wizard = Wizard([_("Choose file"), _("Match columns"), _("Review problems"), _("Import")])
        self.wizard.add(self._first(), missing=self._no_file, next=_("Match columns"), leave=self._to_columns)
        self.wizard.add(self.matching, missing=self.matching.missing, leave=self._judge_first,
                        next=_("Review problems"))
        self.wizard.add(self.review, missing=self._waiting, leave=self._record_first)
        self.wizard.add(self.done, next=words.finish)
        self.stack, self.next, self.back, self.foot = (self.wizard.stack, self.wizard.next, self.wizard.back,
                                                       self.wizard.foot)
        self.skip = secondary("", self.record)
        self.wizard.add_button(self.skip)
        self.rest = secondary("", self._leave_rest)
        self.wizard.add_button(self.rest)
        self.remember = CheckBox(_("Remember these matches for files with the same headings"))
        self.remember.set_value(True)
        self.foot.row.insertWidget(0, self.remember)
        self.add(self.wizard, 1)
        self.wizard.moved.connect(self._moved)
        self.wizard.finished.connect(self._finish)
        self.wizard.gave_up.connect(self.leave)
        self.wizard.problem_asked.connect(self._next_problem)
        self.matching.changed.connect(self._follow)
        self.matching.again.connect(self._again)
        self.review.changed.connect(self._follow)
        self.review.corrected.connect(self._recheck)
        self.review.run = self._run
        self.set_hints([("Alt N", _("next")), ("Alt B", _("back")), ("F8", _("next problem")),
                        ("Enter", _("answers")), ("1|2", _("left or right value")), ("Esc", _("cancel"))])
        self.wizard.go(FILE)

    def _first(self) -> QWidget:
        choose = self.first = primary(_("Choose a file"), self.choose, icon="folder-open")
        paste = self.paste_button = secondary(_("Paste from Excel"), self.paste, icon="table-2")
        before = quiet(_("Import history"), lambda: self.desk.show(Ref("imports")), icon="history")
        return self.first_step(EmptyState(
            self.kind.words().icon, self.kind.words().choose,
            _("Excel, LibreOffice or CSV, as you received it. You can also drop the file here."),
            box(row(choose, paste, before))))

    # -- coming and going -----------------------------------------------------------------------------------------
    def show_ref(self, ref: Ref) -> None:
        """Begin anew, for a cohort when the Ref has its key; detail is a file to read at once. A list that is being
        looked at stays: asking for the import once more must not throw its corrections away."""
        if self.draft is not None and self.wizard.current in (COLUMNS, REVIEW):
            if ref.detail:
                self.open_file(Path(ref.detail))
            return
        self.kind.cohort, self.kind.cohort_words = ref.key, ""
        if self._why:
            return
        self.restart()
        if ref.key and not self.kind.enrols:
            self.desk.ask(CohortNames(keys=(ref.key,)), owner=self, then=self._name_cohort)
        self.problem.hide()
        why = self.kind.why_not_here()
        for button in (self.first, self.paste_button):
            button.explain(why)
        if why:
            self.refused(why)
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
        if not self._why and self.kind.enrols:
            self.desk.ask(CohortList(), owner=self, then=self._show_cohorts)

    def _name_cohort(self, rows: Sequence[CohortName]) -> None:
        self.kind.cohort_words = rows[0].words if rows else ""
        self._show_facts()

    def _show_cohorts(self, rows: Sequence[CohortRow]) -> None:
        self.matching.show_cohorts(rows, self.matching.cohort.value() or self.kind.cohort)

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
        """To where the list would have been seen."""
        self.desk.show(self.kind.after(self.kind.cohort if not self.kind.enrols else None))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._why:  # the rows need the height more than the keys, which F1 shows as well
            self.hints.setVisible(self.height() >= theme().px(LOW))
            self._follow()

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
        self._show_facts()
        self._follow()
        target = self.work()
        if target is not None:
            target.setFocus()

    def _show_facts(self) -> None:
        self.head.set_facts(facts_of(self.kind, self.draft))

    def _follow(self) -> None:
        step = self.wizard.current
        self.skip.setVisible(False)
        self.back.setVisible(step != DONE)
        words = ""
        if step == REVIEW and self.draft is not None:
            ready, open_rows = self.kind.ready(self.review.effect), self.review.counts["problems"]
            words = _("{effect}. The whole import can be undone.").format(effect=self.review.foot_words())
            self.wizard.set_next(_("Import {n}").format(n=f"{ready + open_rows:,}"))
            self.skip.setText(_("Skip {n} and import {ready}").format(n=f"{open_rows:,}", ready=f"{ready:,}"))
            self.skip.setVisible(bool(open_rows and ready))
        rest = self.matching.open_fields() if step == COLUMNS else 0
        self.rest.setText(ngettext("Do not import it", "Do not import these {n}", rest).format(n=rest))
        self.rest.setVisible(bool(rest) and not self.matching.needs_field())
        self.remember.setVisible(step == COLUMNS and (self.rest.isHidden() or self.width() >= theme().px(NARROW)))
        self.foot.words.setText(words)
        self.wizard.follow()

    def _no_file(self) -> str:
        return "" if self.draft is not None else _("Choose a file, paste cells, or drop a file here.")

    def _waiting(self) -> str:
        return self.review.missing() if self.draft is not None else ""

    def _leave_rest(self) -> None:
        self.matching.leave_rest()
        self.next.setFocus()

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

    def _finish(self) -> None:
        cohort = self._into()
        self.restart()
        self.desk.show(self.kind.after(cohort))

    def _into(self) -> int | None:
        """The cohort that the list goes into."""
        found = self.matching.cohort.value() if self.kind.enrols else self.kind.cohort
        return int(found) if found else None

    # -- 1 file --------------------------------------------------------------------------------------------------------
    def choose(self) -> None:
        """Ask for the file."""
        talk.choose_open(self.kind.words().choose, _("Lists") + " " + KINDS, self.read, self)

    def paste(self) -> None:
        """Take the cells that were copied in Excel."""
        text = QGuiApplication.clipboard().text()
        self._begin(_("Reading what was copied"), lambda _step: read_cells(self.kind, text))

    def read(self, path: Path) -> None:
        """Read a file; what is wrong with it is said on the page."""
        self._begin(_("Reading {file}").format(file=path.name), lambda step: read_file(self.kind, path, step))

    def _begin(self, title: str, work: Callable[[Progress], Any]) -> None:
        if self._reading is None and not self.kind.why_not_here():
            self.kind.prepare(self, lambda: self.start_reading(title, work, "files", _("Nothing was read."),
                                                               self._opened))

    def busy_changed(self, busy: bool) -> None:
        self.first.setEnabled(not busy)
        self.paste_button.setEnabled(not busy)

    def _opened(self, found: Any) -> None:
        self.not_busy()
        if self.refused(found):
            return
        self.draft = found

        def shown() -> None:
            self.kind.before(found, self, lambda rows: self.matching.say(again_words(rows)))

        self.kind.remembered(found, self, lambda matches: self._match(self.kind.apply(found, matches), shown))

    def _match(self, remembered: set[int], then: Callable[[], object] = lambda: None) -> None:
        """Show the columns; those of a long list are looked at beside the window."""
        draft = self.draft

        def show(looked: Looked) -> None:
            self.not_busy()
            if self.draft is draft:
                self.matching.begin(draft, remembered, looked)
                self.wizard.go(COLUMNS)
                then()

        if len(draft.table.rows) <= MANY:
            show(look(self.kind, draft))
        else:
            self.start_reading(_("Looking at the columns"), lambda _step: look(self.kind, draft), "files",
                               _("Nothing was read."), show)

    # -- 2 columns -----------------------------------------------------------------------------------------------------
    def _again(self, sheet: int, heading: int) -> None:
        if self.draft is None:
            return
        try:
            if sheet == ALL:
                self.draft.together(self.kind.together(self.draft))
            else:
                self.draft.use(sheet, heading)
        except SijilError as error:
            talk.tell(str(error), parent=self)
        self._match(set())

    def judge(self) -> None:
        """Read all rows and compare them with who is on record."""
        draft, office = self.draft, self.desk.office
        if draft is None or office is None:
            return
        cohort = self._into()

        def work(step: Progress) -> Any:
            if not draft.reviewed:
                self.kind.judge(draft, office, step)
            self.kind.look(office, cohort, step)
            return self.kind.figures(draft)

        self.start_reading(_("Checking the rows"), work, "office", _("Nothing was recorded."), self._judged)

    def _judged(self, figures: Any) -> None:
        self.not_busy()
        self.review.show_draft(self.draft, figures)
        self.wizard.go(REVIEW)

    def _run(self, do: Callable[[], object], then: Callable[[], object]) -> None:
        """Judge the rows anew: at once, or beside the window when there are many."""
        if self.draft is None or len(self.draft.rows) <= MANY:
            do()
            then()
            return

        def done(_nothing: object = None) -> None:
            self.wizard.set_busy("")
            self.review.setEnabled(True)
            then()
            self.review.table.setFocus()

        self.review.setEnabled(False)
        self.wizard.set_busy(_("Looking at the rows again"))
        self.desk.start(Job(_("Looking at the rows again"), lambda _step: do(), "files"), owner=self, then=done,
                        failed=lambda _error: done())

    def _recheck(self) -> None:
        """A cell was corrected: somebody on record may have what stands there now."""
        draft = self.draft

        def known(settle: Callable[[], object] = lambda: None) -> None:
            if self.draft is draft:
                self.review.change(settle)

        if draft is not None:
            self.kind.recheck(draft, self, known)

    # -- 3 and 4 -------------------------------------------------------------------------------------------------------
    def export_problems(self) -> None:
        """The rows that are not ready, with their reasons, as a workbook to correct and bring in again."""
        if self.draft is not None:
            offer_problems(self.desk, self, self.kind, self.draft)

    def record(self) -> None:
        """Back up, then record what is ready, in one step that one undo takes back."""
        if self.desk.keeper is not None and self.draft is not None:
            self.wizard.set_busy(_("Backing up"))
        back_up(self.desk, self, self._record, self.not_busy)

    def _record(self) -> None:
        self.not_busy()
        draft = self.draft
        if draft is None:
            return
        command = self.kind.make(draft, self._into(), bool(self.remember.value()))
        ready = self.kind.ready(self.review.effect)
        self.desk.do(command, owner=self, then=self._recorded,
                     tell=ngettext("{n} row imported", "{n} rows imported", ready).format(n=f"{ready:,}"),
                     title=_("Importing {file}").format(file=draft.path.name), consequence=_("Nothing was recorded."))

    def _recorded(self, result: Any) -> None:
        self._batch = self.kind.batch_of(result)
        self.done.show_result(self.kind.done(self.draft, result))
        self.wizard.go(DONE)
        self.next.setFocus()

    def undo(self) -> None:
        """Take the whole import back and return to the review."""
        if self._batch is not None and self.draft is not None:
            ask_undo(self.desk, self, self._batch, self.kind.key, self.draft.path.name,
                     then=lambda: self.wizard.go(REVIEW))
