"""Exam records: results of vendors' exams of a cohort or of all, until when they are valid, and the list of names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal, cast

from PySide6.QtWidgets import QWidget

from app.exchange.files import safe_file_name
from app.i18n import _, ngettext
from app.job import Job, Progress
from app.office.command import Ref
from app.office.permissions import Permission
from app.results.exam_sheets import COLUMNS, NameCheck, write_exams, write_names
from app.results.exams import ExamResult, ExamResults, wanted
from ui.cohorts.tab import CohortTab
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.printing import offer_list
from ui.kit.buttons import secondary
from ui.kit.check import OneOf
from ui.kit.combo import Choice
from ui.kit.dialog import Dialog
from ui.kit.empty_state import EmptyState
from ui.kit.field import Field
from ui.kit.layout import least, row
from ui.kit.list_pane import ListPane
from ui.kit.look import MUTED, Look
from ui.kit.table import Table
from ui.kit.toolbar import Chips, SearchBox
from ui.rosters.gate import GateFields

LISTS = ("", "passed", "expiring", "flagged")
TONES = {"valid": ("ok", "circle-check"), "soon": ("warn", "timer"), "expired": ("danger", "circle-x"),
         "renewed": ("", ""), "paper": ("accent", "circle-check"), "lapsing": ("warn", "triangle-alert"),
         "lapsed": ("danger", "triangle-alert"), "failed": ("danger", "circle-x")}


def standing_look(one: ExamResult) -> Look | None:
    """The tone of a standing, with its reason as a tip."""
    tone, icon = TONES.get(one.standing, ("muted", ""))
    return Look(tone=tone, icon=icon, tip=one.why) if tone else MUTED


LOOKS = {"cohort": lambda r: MUTED, "exam": lambda r: Look(tip=r.exam.name),
         "standing": standing_look,
         "outcome": lambda r: None if r.passed is not False else Look("danger")}


WIDTHS = {"name": 21, "cohort": 11, "exam": 9, "attempt": 8, "date": 10, "score": 10, "outcome": 9, "expires": 10,
          "standing": 16}
SHOWN = tuple(replace(c, width=WIDTHS[c.key]) for c in COLUMNS if c.key in WIDTHS)


class ExamsDialog(Dialog):
    """The list with its filters; a double click opens the trainee."""

    def __init__(self, desk: Desk, owner: QWidget, cohort_id: int | None, cohort: str) -> None:
        super().__init__(_("Exam records"), _("What is worth what today: passed, until when, and first papers that "
                                              "lapse. Scores are entered in the results of the cohort."),
                         safe=_("Close"), icon="medal", wide=True, parent=owner.window())
        self.setObjectName("exam-records")
        self.desk, self.owner, self.cohort_id, self.cohort = desk, owner, cohort_id, cohort
        self.rows: Sequence[ExamResult] = ()
        self.search = SearchBox(_("Find a trainee or an exam"))
        self.search.searched.connect(lambda _t: self.fill())
        self.scope = Choice([(c, w) for c, w in ((cohort_id, cohort), (0, _("All cohorts"))) if c is not None])
        self.scope.setAccessibleName(_("Whose exams"))
        self.scope.set_value(cohort_id if cohort_id is not None else 0)
        self.scope.edited.connect(self.load)
        self.chips = Chips([("", _("All")), ("passed", _("Passed"), "circle-check"),
                            ("expiring", _("Expire in 90 days"), "timer"),
                            ("flagged", _("First paper lapses"), "triangle-alert")], wrap=True)
        self.chips.changed.connect(lambda _k: self.fill())
        self.table = Table(SHOWN, looks=LOOKS, name="name", edge=12, sort_here=True, stretch="name",
                           accessible_name=_("Exam results"))
        self.table.opened.connect(self._open)
        self.pane = ListPane(self.table, EmptyState("medal", _("No exam results here"), _(
            "An assessment that is linked to a vendor's exam shows its results here.")))
        least(self.pane, height=300)
        self.body.addLayout(row(self.search, self.scope))
        self.body.addWidget(self.chips)
        self.body.addWidget(self.pane, 1)
        self.foot.insertWidget(0, secondary(_("Export to Excel"), self.export, icon="file-spreadsheet"))
        self.foot.insertWidget(1, secondary(_("Print"), self.print_, icon="printer"))
        if cohort_id is not None:
            names = secondary(_("Name check list…"), self.names, icon="id-card")
            names.explain(desk.why_not(NameCheck))
            self.foot.insertWidget(2, names)
            bring = secondary(_("Import a list…"), self.bring, icon="upload")
            bring.explain(desk.why_not(Permission.RESULTS_ENTER))
            self.foot.insertWidget(3, bring)
        self.load()

    def load(self) -> None:
        """Ask again."""
        self.pane.wait()
        self.desk.ask(ExamResults(cohort_id=self.scope.value() or None), owner=self, then=self._show,
                      failed=lambda error: self.pane.fail(str(error), self.load))

    def _show(self, rows: Sequence[ExamResult]) -> None:
        self.rows = rows
        self.pane.arrived()
        for key in LISTS:
            self.chips.set_count(key, sum(wanted(r, key) for r in rows))
        self.fill()

    def shown(self) -> list[ExamResult]:
        """What search and filter leave."""
        words = self.search.text().casefold().split()
        return [r for r in self.rows if wanted(r, self.chips.value()) and all(
            w in f"{r.name} {r.number} {r.exam.code} {r.exam.name}".casefold() for w in words)]

    def fill(self) -> None:
        """Show the rows anew."""
        self.table.set_rows(self.shown())

    def _open(self, one: ExamResult) -> None:
        self.accept()
        self.desk.show(Ref("trainee", one.trainee_id))

    def export(self) -> None:
        """The list of the filter as a workbook."""
        office = self.desk.office
        assert office is not None
        only = cast(Literal["", "passed", "expiring", "flagged"], self.chips.value())
        cohort_id = self.scope.value() or None

        def write(path: Path) -> None:
            self.desk.start(Job(_("Writing {name}").format(name=path.name), lambda step: write_exams(
                office, path, cohort_id=cohort_id, only=only, step=step), "files"), owner=self.owner,
                then=lambda n: self.desk.tell(ngettext("{n} exam result saved", "{n} exam results saved", n).format(
                    n=n)))

        talk.choose_save(_("Export to Excel"), _("Excel (*.xlsx)"), safe_file_name([_("Exam results")], ".xlsx"), write,
                         self)

    def print_(self) -> None:
        """The list on paper."""
        rows = self.shown()
        offer_list(self.desk, _("Exam results"), [self.scope.words(self.scope.value())],
                   [c for c in COLUMNS if c.key != "exam_name"], lambda _step: rows, owner=self.owner,
                   name=_("Exam results"))

    def bring(self) -> None:
        """A list that the vendor sent."""
        self.accept()
        self.desk.show(Ref("import-exams", self.cohort_id))

    def names(self) -> None:
        """The check list of names before the exam."""
        if self.cohort_id is not None:
            ask_names(self.desk, self.owner, self.cohort_id, self.cohort)


def open_exams(tab: CohortTab) -> None:
    """From the results of a cohort."""
    if tab.cohort is not None:
        talk.open_dialog(ExamsDialog(tab.desk, tab, tab.cohort.id, tab.cohort.code))


def open_names(tab: CohortTab) -> None:
    """The check list of a cohort's names."""
    if tab.cohort is not None:
        ask_names(tab.desk, tab, tab.cohort.id, tab.cohort.code)


class NamesDialog(Dialog):
    """Why full identity numbers leave, who gets them, and as what."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(_("Name check list"),
                         _("Names and identity numbers in full, as they must stand on the vendor's account. What "
                           "leaves is recorded."), action=_("Choose the file"), safe=_("Cancel"), icon="id-card",
                         parent=parent)
        self.setObjectName("name-check")
        self.kind = OneOf([("pdf", _("PDF, to be signed by the trainees")), ("xlsx", "Excel")])
        self.kind.set_value("pdf")
        self.gate = GateFields(narrow=True)
        for widget in (Field(_("As"), self.kind), self.gate):
            self.body.addWidget(widget)
        self.check = self.gate.complete


def ask_names(desk: Desk, owner: QWidget, cohort_id: int, cohort: str) -> None:
    """Ask what for, then write the file."""
    why = desk.why_not(Permission.EXPORT_FULL)
    if why:
        talk.tell(_("The list has identity numbers in full."), why, parent=owner, icon="lock")
        return
    dialog = NamesDialog(owner.window())

    def choose() -> None:
        kind, release = str(dialog.kind.value()), dialog.gate.release()
        office = desk.office
        assert office is not None

        def make(path: Path, step: Progress) -> int:
            return write_names(office, cohort_id, path, release=release, step=step)

        def write(path: Path) -> None:
            desk.start(Job(_("Writing {name}").format(name=path.name), lambda step: make(path, step), "files"),
                       owner=owner, then=lambda n: desk.tell(ngettext("{n} name saved", "{n} names saved", n).format(
                           n=n)))

        kinds = _("PDF (*.pdf)") if kind == "pdf" else _("Excel (*.xlsx)")
        talk.choose_save(_("Name check list"), kinds, safe_file_name([_("Name check list"), cohort], f".{kind}"), write,
                         owner)

    dialog.accepted.connect(choose)
    talk.open_dialog(dialog)
