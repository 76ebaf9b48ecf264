"""Completion and certificates of a cohort: who qualifies, who does not and why, and issuing those who do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtGui import QAction, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from app.certificates.batch import Report
from app.certificates.commands import IssueCertificate, RecordPrint
from app.certificates.plan import IssuePlan, Plan, PlanLine
from app.certificates.queries import CertificateDetail, CertificateWhole
from app.cohorts.queries import CohortWhole
from app.completion.commands import Decide
from app.completion.rules import KINDS
from app.i18n import _, ngettext
from app.office.command import Ref
from app.office.journal import Changes
from ui.attendance.sum import show_attendance_sum
from ui.cohorts.tab import CohortTab
from ui.completion.decisions import decide, unwaive
from ui.completion.issuing import Issuing
from ui.completion.more import MORE
from ui.completion.papers import print_papers, save_papers
from ui.completion.people import People
from ui.completion.side import SidePanel
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.later import add_later
from ui.kit.beside import Beside
from ui.kit.buttons import Button, link
from ui.kit.empty_state import EmptyState
from ui.kit.instead import Instead
from ui.kit.layout import box, clear, column, line, row
from ui.kit.pill import Pill
from ui.kit.text import label
from ui.kit.theme import theme

SIDE_FROM = 1000  # pixels of width that list and preview need beside each other
KEPT = "splitter:completion"


class CompletionTab(CohortTab):
    """List at the left, paper and batch at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.plan: Plan | None = None
        self._at = 0
        self._asked: tuple[str, ...] = ()  # the requirements that are shown
        self._wanted = ""  # the kind of certificate that somebody came for
        self._issue: Button | None = None
        self.issuing = Issuing(desk, self)
        self.issuing.ended.connect(self._ended)
        self._acts()
        self.people = People(desk, self.issuing)
        self.table = self.people.table
        self.people.chosen.connect(self._chosen)
        self.people.ticked.connect(self._buttons)
        self.people.opened.connect(self._opened)
        self.table.actions_for_menu = [self.sum, self.open_one, None, self.decide, self.ask_again, None,
                                       *self.around]
        self.side = SidePanel(desk, {"back": self.back, "forth": self.forth, "full": self.full, "print": self.on_paper,
                                     "save": self.as_pdf}, self.issuing.progress)
        self.side.went.connect(desk.show)
        self.kind, self.paper, self.day, self.preview = (
            self.side.kind, self.side.paper, self.side.day, self.side.preview)
        for box_ in (self.side.award_ms, self.side.award_en):
            box_.editingFinished.connect(self._award_written)
        for editor in (self.kind, self.paper, self.day, self.side.awarded):
            editor.edited.connect(self.load)
        left = box(column(self._rules(), line(), self.people, spacing=0), "surface")
        self.beside = Beside(left, lambda: self.side, wide_from=theme().px(SIDE_FROM), sizes=(640, 500))
        self.beside.make_pane()
        self.beside.restore(desk.kept.get(KEPT))
        self.beside.moved.connect(lambda: desk.kept.put(KEPT, self.beside.state()))
        self._pages = Instead(self.beside)
        self.body.addWidget(self._pages, 1)
        desk.changed.connect(self._changed)
        self._buttons()

    def _acts(self) -> None:
        """Every command of the tab, once."""
        self.issue_all = self.act(_("Issue certificates"), self.issue, keys="Ctrl+Return|Ctrl+Enter", icon="award")
        self.stop = self.act(_("Cancel the batch"), self.cancel, keys="Esc", icon="x")
        self.on_paper = self.act(_("Print issued"), self.print_, icon="printer")
        self.as_pdf = self.act(_("Save issued as PDF"), self.save_issued, icon="file-text")
        self.back = self.act(_("Preview before (←)"), lambda: self.step_preview(-1), keys="Left")
        self.forth = self.act(_("Next preview (→)"), lambda: self.step_preview(1), keys="Right")
        self.full = self.act(_("Full size"), self.full_size, keys="F11", icon="zoom-in")
        self.look = self.act(_("Preview and checks"), lambda: self.beside.open_pane(), icon="eye")
        self.open_one = self.act(_("Open certificate or trainee"), self._open_current, icon="arrow-right")
        self.sum = self.act(_("How the attendance is worked out"), self.show_sum, icon="info",
                            keys="Alt+Return|Alt+Enter")
        self.decide = self.act(_("Decide…"), self._decide, icon="pencil", why_not=self.desk.why_not(Decide))
        self.ask_again = self.act(_("Ask for waived requirements again"), self._unwaive, icon="stamp",
                                  why_not=self.desk.why_not(Decide))
        self.stage = self.act(_("Stage order and lists…"), self._stage, icon="list-ordered")
        self.course = self.act(_("Change rules"), self._open_course, icon="sliders-horizontal")
        for action in (self.back, self.forth):
            action.setToolTip(action.text())
        self.around = add_later(self, MORE, self.desk.why_not)

    def _stage(self) -> None:
        from ui.completion.stage import open_stage

        open_stage(self)

    def _rules(self) -> QWidget:
        self._chips = row(spacing=8)
        self.change_rules = link(_("Change rules"), self._open_course)
        self._look = Button.of(self.look, small=True)
        made = row(label(_("To qualify"), "muted"), self._chips, None, self.change_rules, self._look,
                   margins=(24, 9, 24, 9))
        return box(made, "tools")

    # -- what is shown --------------------------------------------------------------------------------------------
    def show_cohort(self, cohort: CohortWhole) -> None:
        if self.cohort is None or cohort.id != self.cohort.id:
            self.plan, self._at = None, 0
            self.side.quiet()
            self.people.forget()
        super().show_cohort(cohort)

    def shown(self) -> None:
        self.load()
        self.table.setFocus()

    def show_detail(self, detail: str) -> None:
        """`completion:attendance` shows who is ready for that kind of certificate."""
        if detail in KINDS:
            self._wanted = detail
            self.kind.set_value(detail)
            if self.isVisible():
                self.load()

    def load(self) -> None:
        """Ask for the plan of what is chosen; the first time of what course and centre usually take."""
        if self.cohort is None:
            return
        why = self.desk.why_not(IssuePlan)
        if why:
            self._pages.show_instead(EmptyState("lock", _("Completion is not shown to you"), why))
            return
        given: dict[str, Any] = {"kind": self._wanted} if self._wanted else {}
        self._wanted = ""
        if self.plan is not None:
            design, lang = self.paper.value()
            day = self.day.value()
            given = {"kind": self.kind.value(), "design": design, "language": lang,
                     "issued_on": day if isinstance(day, date) else None, "award": self.side.award()}
        self.desk.ask(IssuePlan(cohort_id=self.cohort.id, **given), owner=self, then=lambda rows: self._show(rows[0]),
                      failed=self._failed)

    def _award_written(self) -> None:
        if self.plan is not None and self.plan.award != self.side.award():
            self.load()

    def _failed(self, error: BaseException) -> None:
        if self.plan is None:
            self._pages.show_instead(EmptyState("triangle-alert", _("Completion could not be read"), str(error),
                                                Button(_("Try again"), self.load)))

    def _changed(self, changes: Changes) -> None:
        if self.issuing.running is None and self.isVisible() and changes.touches(IssuePlan.reads):
            self.load()

    def _show(self, plan: Plan) -> None:
        self.plan = plan
        self.kind.set_value(plan.kind)
        self.side.show_award(plan.kind, plan.language)
        self.side.show_templates(plan.templates, plan.design, plan.language)
        if not isinstance(self.day.value(), date):
            self.day.set_value(plan.issued_on)
        asked = tuple(plan.sheet.chips())
        if asked != self._asked:
            self._asked = asked
            clear(self._chips)
            for words in asked:
                self._chips.addWidget(Pill(words))
        self._pages.show_instead(None if plan.lines else EmptyState(
            "users", _("Nobody is in this cohort yet"), _("Enrol trainees in the roster.")))
        self.people.show_plan(plan)
        self.side.show_checks(plan.checks)
        self._show_preview()
        self._buttons()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._look.setVisible(event.size().width() < theme().px(SIDE_FROM))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.issuing.show_here(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.issuing.show_here(False)

    # -- preview ----------------------------------------------------------------------------------------------------
    def papers(self) -> list[PlanLine]:
        """Those whose paper can be seen."""
        return [line_ for line_ in self.plan.lines if line_.draft is not None] if self.plan else []

    def step_preview(self, by: int) -> None:
        """To the paper before (-1) or after (1)."""
        found = self.papers()
        if found:
            self._at = (self._at + by) % len(found)
            self.table.choose(found[self._at].enrolment_id)
            self._show_preview()

    def _chosen(self, line_: PlanLine | None) -> None:
        found = self.papers()
        if line_ is not None and line_ in found and self.issuing.running is None:  # the batch has the lane of files
            self._at = found.index(line_)
            self._show_preview()

    def _show_preview(self) -> None:
        found = self.papers()
        for action in (self.back, self.forth):
            action.setEnabled(len(found) > 1)
        self.full.setEnabled(bool(found))
        if not found or self.plan is None:
            self.side.which.setText("")
            self.preview.show_facts(None)
            return
        self._at = min(self._at, len(found) - 1)
        shown = found[self._at]
        if self.table.current_row() is None or not self.table.selectionModel().hasSelection():
            self.table.choose(shown.enrolment_id)
        self.side.which.setText(_("{n} of {total} · {name}").format(n=self._at + 1, total=len(found), name=shown.name))
        if shown.certificate_id is None:
            self.preview.show_facts(shown.draft, self.plan.layout, self.plan.assets)
        else:
            self.desk.ask(CertificateDetail(wanted=shown.certificate_id), owner=self,
                          then=lambda rows: self._show_issued(shown, rows[0]))

    def _show_issued(self, line_: PlanLine, whole: CertificateWhole) -> None:
        found = self.papers()
        if found and found[min(self._at, len(found) - 1)].enrolment_id == line_.enrolment_id:
            self.preview.show_facts(whole.facts, whole.layout, whole.assets)

    def full_size(self) -> None:
        """The papers as large as the window."""
        from ui.completion.full_size import FullSize

        found = [(line_.name, line_.draft) for line_ in self.papers() if line_.draft is not None]
        if found:
            assert self.plan is not None
            talk.open_dialog(FullSize(self.desk, found, min(self._at, len(found) - 1), self.window(),
                                      self.plan.layout, self.plan.assets))

    # -- one line ----------------------------------------------------------------------------------------------------
    def _opened(self, line_: PlanLine) -> None:
        if line_.certificate_id is not None:
            self.desk.show(Ref("certificate", line_.certificate_id))
        else:
            self.desk.show(Ref("trainee", line_.row.trainee_id))

    def _open_current(self) -> None:
        line_ = self.table.current_row()
        if line_ is not None:
            self._opened(line_)

    def show_sum(self) -> None:
        """The attendance of the current line, as a sum."""
        line_ = self.table.current_row()
        figure = line_.row.attendance.figure if line_ is not None else None
        if line_ is not None and figure is not None:
            model = self.table.rows_model
            place = next(n for n, r in enumerate(model.rows()) if r.enrolment_id == line_.enrolment_id)
            show_attendance_sum(self.table.visualRect(model.index(place, model.lead + 1)), line_.name, figure,
                                self.table.viewport())

    def _decide(self) -> None:
        line_ = self.table.current_row()
        if line_ is not None and line_.number:
            self.side.tell(_("A certificate rests on it; void it first."), "warn")
        elif line_ is not None:
            decide(self.desk, self, [line_])

    def _unwaive(self) -> None:
        line_ = self.table.current_row()
        if line_ is None:
            return
        waived = [f for f in line_.row.findings if f.waiver is not None]
        if line_.number:
            self.side.tell(_("A certificate rests on it; void it first."), "warn")
        elif not waived:
            self.side.tell(_("No requirement was waived for {name}.").format(name=line_.name), "neutral")
        for finding in waived if not line_.number else []:
            unwaive(self.desk, self, line_, finding)

    def _open_course(self) -> None:
        if self.cohort is not None:
            self.desk.show(Ref("course", self.cohort.course_id))

    # -- issuing ------------------------------------------------------------------------------------------------------
    def chosen_lines(self) -> list[PlanLine]:
        """Those who are ready and ticked."""
        return self.people.picked()

    def _buttons(self) -> None:
        n = len(self.chosen_lines())
        running = self.issuing.running is not None
        self.issue_all.setText(ngettext("Issue {n} certificate", "Issue {n} certificates", n).format(n=n) if n
                               else _("Issue certificates"))
        why = self.desk.why_not(IssueCertificate)
        nobody = _("Nobody is ready.") if not self.plan or not self.plan.ready() else _("Nobody is ticked.")
        _explain(self.issue_all, why or (_("The batch is running.") if running else "" if n else nobody))
        issued = bool(self.plan and self.plan.issued())
        none = "" if issued else _("No certificate has been issued yet.")
        _explain(self.on_paper, self.desk.why_not(RecordPrint) or none)
        _explain(self.as_pdf, none)

    def actions(self) -> Sequence[QWidget]:
        self._issue = Button.of(self.issue_all, kind="primary")
        return [Button.of(self.as_pdf), Button.of(self.on_paper), self._issue]

    def issue(self) -> None:
        """Ask once, then issue to all who are ticked."""
        lines = self.chosen_lines()
        plan = self.plan
        if plan is None or not lines or self.issuing.running is not None:
            return
        why = self.desk.why_not(IssueCertificate)
        if not why and not isinstance(self.day.value(), date):
            why = _("Give the date of issue.")
        why = why or self.side.award_problem(plan.kind, plan.language, plan.issued_on)
        if why:
            self.side.tell(why, "danger")
            return
        n = len(lines)
        warnings = [check.text for check in plan.checks if not check.ok]
        told = _("The numbers begin with {first}. What is issued cannot be undone; a certificate can be made void "
                 "with a reason.").format(first=plan.first_number)
        if warnings:
            told = "\n\n".join((told, _("To check first: {what}.").format(what=". ".join(warnings))))
        talk.ask(ngettext("Issue {n} certificate?", "Issue {n} certificates?", n).format(n=n), told,
                 ngettext("Issue {n} certificate", "Issue {n} certificates", n).format(n=n),
                 lambda: self._start(plan, lines), icon="award", parent=self)

    def _start(self, plan: Plan, lines: Sequence[PlanLine]) -> None:
        self.side.quiet()
        self.issuing.start(plan, lines)
        if self.issuing.running is not None:
            self.beside.open_pane()
            self._buttons()

    def cancel(self) -> None:
        """Esc: stop the batch, or come back to the list; the ticks stay whatever runs."""
        if self.issuing.running is not None:
            self.issuing.cancel()
        else:
            self.beside.close_pane()

    def _ended(self, report: Report | None) -> None:
        self._buttons()
        self.load()
        if report is not None:
            tone = "warn" if report.cancelled or report.refused else "danger" if report.stopped_by else "ok"
            self.side.tell(report.words(), tone, bool(report.issued))

    # -- papers -------------------------------------------------------------------------------------------------------
    def _issued_ids(self) -> tuple[int, ...]:
        found = self.plan.issued() if self.plan is not None else []
        return tuple(line_.certificate_id for line_ in found if line_.certificate_id is not None)

    def print_(self) -> None:
        """Print all issued certificates of this kind in one run."""
        if self.plan is not None and self.plan.issued():
            print_papers(self.desk, self, self._issued_ids(), f"{self.plan.sheet.cohort.code} - {_('certificates')}")

    def save_issued(self) -> None:
        """Write all issued certificates of this kind to PDF."""
        if self.plan is not None and self.plan.issued():
            save_papers(self.desk, self, self._issued_ids(), self.plan.sheet.cohort.code, self._saved)

    def _saved(self, folder: Path, count: int) -> None:
        self.side.tell(ngettext("{n} PDF is in {folder}.", "{n} PDFs are in {folder}.", count).format(
            n=count, folder=folder), "ok")

    def may_leave(self) -> bool:
        """A running batch goes on when the page is left."""
        return True

    def hints(self) -> Sequence[tuple[str, str]]:
        return [("Space", _("include or leave out")), ("←|→", _("preview")), ("Ctrl Enter", _("issue")),
                ("Esc", _("cancel the batch"))]


def _explain(action: QAction, why: str) -> None:
    action.setEnabled(not why)
    action.setToolTip(why)
