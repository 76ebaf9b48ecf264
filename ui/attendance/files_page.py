"""Bringing in a file of attendance: choose it, answer what it leaves open, compare it with the register, record."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.attendance.files.command import BringAttendance
from app.attendance.files.draft import FileDraft
from app.attendance.files.opening import KINDS, compare_again, earlier_words, open_file, write_left_out
from app.attendance.files.packet_back import PacketDraft
from app.cohorts.queries import CohortDetail, CohortWhole
from app.errors import SijilError
from app.i18n import _, ngettext
from app.job import Job, Progress
from app.office.command import Ref
from ui.attendance.files_compare import CompareStep
from ui.attendance.files_questions import QuestionsStep
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.file_page import FIRST, FilePage
from ui.kit.buttons import primary, quiet, secondary
from ui.kit.empty_state import EmptyState
from ui.kit.layout import box, row
from ui.kit.note import Note
from ui.kit.wizard import Wizard

FILE, QUESTIONS, COMPARE = FIRST, 1, 2


class FilesPage(FilePage):
    """A Ref's key is the cohort, its detail a file to read at once. `take_file(path)` begins with a dropped one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Bring in attendance"))
        self.cohort: CohortWhole | None = None
        self.draft: FileDraft | None = None
        self._waiting: Path | None = None
        self._why = desk.why_not(BringAttendance)
        if self._why:
            self.add(EmptyState("lock", _("You may not mark attendance"), self._why), 1)
            return
        self.questions = QuestionsStep()
        self.compare = CompareStep()
        self.wizard = Wizard([_("Choose file"), _("Answer questions"), _("Compare")])
        self.wizard.add(self._first(), missing=self._no_file)
        self.wizard.add(self.questions, leave=self._compared, next=_("Compare"))
        self.wizard.add(self.compare, missing=self._nothing)
        self.notes = Note("", "warn")
        self.notes.hide()
        self.add(box(row(self.notes, margins=(24, 8, 24, 8))))
        self._note_box = self.notes.parentWidget()
        self._note_box.hide()
        self.add(self.wizard, 1)
        self.wizard.moved.connect(lambda _step: self._moved())
        self.wizard.finished.connect(self.record)
        self.wizard.gave_up.connect(self.leave)
        self.wizard.problem_asked.connect(self._next_problem)
        self.questions.changed.connect(self._follow)
        self.compare.changed.connect(self._follow)
        self.set_hints([("Alt N", _("next")), ("Alt B", _("back")), ("F8", _("next problem")),
                        ("1|2", _("answers")), ("Space", _("take or leave")), ("Esc", _("cancel"))])
        self._moved()

    def _first(self) -> QWidget:
        self.first = primary(_("Choose a file"), self.choose, icon="folder-open")
        return self.first_step(EmptyState(
            "file-input", _("Choose a file of attendance"),
            _("The report of a Teams or Zoom meeting, an attendance packet, or an instructor's own sheet. You can also "
              "drop the file here."), box(row(self.first))))

    # -- coming and going --------------------------------------------------------------------------------------------
    def show_ref(self, ref: Ref) -> None:
        """The cohort of a Ref; a file that is being looked at stays."""
        if self._why:
            return
        path = Path(ref.detail) if ref.detail else None
        if ref.key is None or (self.cohort is not None and self.cohort.id == ref.key):
            if path is not None and (self.draft is None or self.draft.book.path != path):
                self.take_file(path)
            return
        self.restart()
        self.cohort, self._waiting = None, path
        self.desk.ask(CohortDetail(cohort_id=ref.key), owner=self, then=lambda rows: self._show_cohort(rows[0]))

    def _show_cohort(self, cohort: CohortWhole) -> None:
        self.cohort = cohort
        self.head.set_crumbs([(_("Cohorts"), lambda: self.desk.show(Ref("cohorts"))),
                              (cohort.code, self.go_away), (_("Bring in attendance"), None)])
        self._follow()
        if self._waiting is not None:
            path, self._waiting = self._waiting, None
            self.read(path)

    def take_file(self, path: Path) -> None:
        """Begin with this file; one that is being looked at is asked about first."""
        if self._why:
            return
        if self.cohort is None:
            self._waiting = path
        else:
            self.begin_with(path, _("Nothing has been recorded of the file you are looking at; your answers are lost."))

    def held(self) -> object:
        """The file with its answers, for the page made anew in another language or size."""
        return (self.cohort, self.draft, self.wizard.current) if not self._why and self.draft is not None else None

    def unsaved(self) -> bool:
        """Is a file being looked at?"""
        return self.draft is not None

    def take(self, held: object) -> None:
        if isinstance(held, tuple) and not self._why:
            cohort, self.draft, step = held
            if cohort is not None:
                self._show_cohort(cohort)
            if self.draft is not None:
                self.draft.forget()
                self.questions.show_draft(self.draft)
                self.compare.show_draft(self.draft)
            self.wizard.go(step)

    def may_leave(self) -> bool:
        if not self._why and self.draft is not None:
            talk.tell(_("The file has not been recorded. Record it, or cancel it first."), parent=self)
            return False
        return True

    def leave(self) -> None:
        """Give up, after asking when a file has been read. While one is being read: stop that."""
        self.give_up(_("Cancel without recording?"), _("Nothing of the file is recorded; it stays as it is."),
                     _("Cancel"))

    def go_away(self) -> None:
        """To the register it was for."""
        if self.cohort is not None:
            self.desk.show(Ref("cohort", self.cohort.id, "attendance"))
        else:
            self.desk.show(Ref("cohorts"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._why and event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    def save(self) -> None:
        """Ctrl+S: record, where everything is compared."""
        if not self._why and self.wizard.current == COMPARE:
            self.wizard.forward()

    # -- steps -------------------------------------------------------------------------------------------------------
    def _moved(self) -> None:
        buttons = [quiet(_("Cancel"), self.leave, icon="x")] if self.draft is not None else []
        if self.wizard.current == COMPARE:
            buttons.insert(0, secondary(_("Save what is left out to Excel"), self.export_left_out,
                                        icon="file-spreadsheet"))
        self.head.set_actions(*buttons)
        self.head.set_facts([("file-input", " · ".join((self.draft.book.name, *self.draft.facts())))]
                            if self.draft is not None else [])
        self._warn()
        self._follow()
        target = {FILE: self.first, QUESTIONS: self.questions.table, COMPARE: self.compare.table}[self.wizard.current]
        if target is not None:
            target.setFocus()

    def _warn(self) -> None:
        """What is worth knowing before: the same file came before, or says of itself what is not so."""
        words = []
        if self.draft is not None:
            words.append(earlier_words(self.draft))
            if isinstance(self.draft, PacketDraft) and self.draft.tampered:
                words.append(_("What the packet says about itself was changed after it was given out."))
        said = " ".join(filter(None, words))
        self.notes.show_note(said, "warn")
        self.notes.setVisible(bool(said))
        self._note_box.setVisible(bool(said))

    def _follow(self) -> None:
        if self.draft is not None and self.wizard.current == COMPARE:
            taken = self.draft.counts()["taken"]
            self.wizard.set_next(ngettext("Record {n} mark", "Record {n} marks", taken).format(n=taken))
        words = ""
        if self.draft is not None and self.wizard.current == QUESTIONS:
            n = self.draft.open_questions()
            words = ngettext("{n} question is open; what it is about is left out.",
                             "{n} questions are open; what they are about is left out.", n).format(n=n) if n else ""
        elif self.draft is not None and self.wizard.current == COMPARE:
            words = _("Nothing is recorded yet. The whole file can be undone.")
        self.wizard.foot.words.setText(words)
        self.wizard.follow()

    def _no_file(self) -> str:
        if self.cohort is None:
            return _("Open a cohort first and bring the file in from its attendance.")
        return "" if self.draft is not None else _("Choose a file, or drop one here.")

    def _nothing(self) -> str:
        return "" if self.draft is not None and self.draft.counts()["taken"] else _("Nothing of this file is new.")

    def _compared(self) -> bool:
        if self.draft is not None:
            self.compare.show_draft(self.draft)
        return self.draft is not None

    def _next_problem(self) -> None:
        if self.wizard.current == QUESTIONS:
            self.questions.next_open()
        elif self.wizard.current == COMPARE:
            self.compare.next_problem()

    # -- reading -----------------------------------------------------------------------------------------------------
    def choose(self) -> None:
        """Ask for the file."""
        talk.choose_open(_("Choose a file of attendance"), _("Attendance files") + " " + KINDS, self.read, self)

    def read(self, path: Path) -> None:
        """Read a file and compare it; what is wrong with it is said on the page."""
        office, cohort = self.desk.office, self.cohort
        if office is None or cohort is None or self._reading is not None:
            return

        def work(step: Progress) -> FileDraft | str:
            try:
                return open_file(office, path, cohort.id, step)
            except SijilError as error:
                return str(error)

        self.start_reading(_("Reading {file}").format(file=path.name), work, "office", _("Nothing was recorded."),
                           self._opened)

    def _opened(self, found: FileDraft | str) -> None:
        self.not_busy()
        if self.refused(found):
            return
        self.draft = found
        self.questions.show_draft(found)
        if found.open_questions():
            self.wizard.go(QUESTIONS)
        else:
            self.compare.show_draft(found)
            self.wizard.go(COMPARE)

    # -- recording ---------------------------------------------------------------------------------------------------
    def record(self) -> None:
        """Record the cells that are taken, in one step that one undo takes back."""
        if self.draft is None:
            return
        command = self.draft.command()
        self.desk.do(command, owner=self, then=lambda n: self._recorded(n, command.file), conflict=self._compare)

    def _recorded(self, n: int, file: str) -> None:
        """To the register first: what is told here would stay behind with this page."""
        self.restart()
        self.go_away()
        self.desk.tell(ngettext("{n} mark recorded from {file}", "{n} marks recorded from {file}", n).format(
            n=n, file=file), self.desk.undo)

    def _compare(self) -> None:
        """Somebody marked the same cells in between: compare again, the answers stay."""
        office, draft = self.desk.office, self.draft
        if office is not None and draft is not None:
            self.start_reading(_("Comparing again"), lambda _step: compare_again(office, draft), "office",
                               _("Nothing was recorded."), self._again)

    def _again(self, _found: FileDraft | str) -> None:
        self.not_busy()
        if self.draft is not None:
            self.compare.show_draft(self.draft)
            self.wizard.go(COMPARE)

    def export_left_out(self) -> None:
        """What the register does not get, with the reasons, as a workbook."""
        draft = self.draft
        if draft is None:
            return
        talk.choose_save(_("Save what is left out"), _("Excel workbook (*.xlsx)"),
                         _("Left out of {file}").format(file=draft.book.path.stem) + ".xlsx",
                         lambda path: self.desk.start(
                             Job(_("Save what is left out"), lambda step: write_left_out(draft, path, step), "files"),
                             owner=self, then=lambda n: self.desk.tell(ngettext(
                                 "{n} cell written to {file}", "{n} cells written to {file}", n).format(
                                     n=n, file=path.name))), self)
