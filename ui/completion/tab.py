"""Completion and certificates of a cohort: who qualifies, who does not and why, and issuing those who do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from app.certificates.batch import Batch, Report
from app.certificates.commands import IssueCertificate, RecordPrint
from app.certificates.facts import Facts
from app.certificates.plan import IssuePlan, Plan, PlanLine
from app.certificates.queries import CertificateDetail
from app.cohorts.queries import CohortWhole
from app.completion.commands import Decide
from app.exchange.columns import Column
from app.i18n import _, ngettext
from app.job import Job
from app.office.command import Ref
from app.office.journal import Changes
from ui.cohorts.tab import CohortTab
from ui.completion.papers import print_papers, save_papers
from ui.completion.parts import WhyNot, decide, unwaive
from ui.completion.side import SidePanel
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.lanes import Running
from ui.kit.buttons import Button, link, primary, secondary
from ui.kit.icons import icon as line_icon
from ui.kit.layout import box, clear, column, line, row, scrolled
from ui.kit.look import MUTED, Look
from ui.kit.pill import Pill
from ui.kit.table import Table
from ui.kit.text import Glyph, IconText, label

POLL = 100  # ms between two looks at the running batch
SIDE_FROM = 900  # pixels of width that list and preview need beside each other


class CompletionTab(CohortTab):
    """List at the left, paper and batch at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.plan: Plan | None = None
        self.running: Running | None = None
        self._batch: Batch | None = None
        self._left_out: set[int] = set()
        self._filling = False
        self._at = 0
        self._issue: Button | None = None
        self._save: Button | None = None
        self._print: Button | None = None
        left = box(column(self._rules(), line(), self._people(), spacing=0), "surface")
        right = self._right = self._side()
        split = row(left, line(vertical=True), right, spacing=0)
        split.setStretch(0, 6)
        split.setStretch(2, 4)
        self.body.addLayout(split, 1)
        self._poll = QTimer(self)
        self._poll.setInterval(POLL)
        self._poll.timeout.connect(self._progress)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut  # a field with the cursor keeps its arrows
        for keys, act in (("Ctrl+Return", self.issue), ("Ctrl+Enter", self.issue),
                          ("Left", lambda: self.step_preview(-1)), ("Right", lambda: self.step_preview(1))):
            QShortcut(keys, self, act, context=here)
        self._escape = QShortcut("Esc", self, self.cancel, context=here)
        self._escape.setEnabled(False)  # only a running batch takes it
        desk.changed.connect(self._changed)

    # -- building -------------------------------------------------------------------------------------------------
    def _rules(self) -> QWidget:
        self._chips = row(spacing=8)
        self.change_rules = link(_("Change rules"), self._open_course)
        made = row(label(_("To qualify"), "muted"), self._chips, None, self.change_rules, margins=(24, 9, 24, 9))
        return box(made, "tools")

    def _people(self) -> QWidget:
        self.not_title = label("", "strong")
        legend = row(IconText("circle-x", _("not met"), "danger", role="caption"),
                     IconText("circle-dashed", _("not yet known"), role="caption"), spacing=16)
        self._not_head = box(row(Glyph("circle-minus", "warn"), self.not_title, None, legend,
                                 margins=(24, 7, 24, 7)), "sunken")
        self._not_list = column(spacing=0)
        self._not_area = scrolled(box(self._not_list))
        self.ready_title = label("", "strong")
        self.ready_state = label("", "caption")
        self._ready_head = box(row(Glyph("circle-check", "ok"), self.ready_title, None, self.ready_state,
                                   margins=(24, 7, 24, 7)), "sunken")
        columns: tuple[Column[PlanLine], ...] = (
            Column("name", lambda: _("Name"), lambda r: r.name, width=30),
            Column("attendance", lambda: _("Attendance"), lambda r: r.row.attendance.value, width=11, align="right"),
            Column("total", lambda: _("Total"), lambda r: r.row.total_text, width=8, align="right"),
            Column("grade", lambda: _("Grade"), lambda r: _("waived") if any(f.waiver for f in r.row.findings)
                   else r.row.grade_text, width=13),
            Column("state", lambda: _("Certificate"), self._state, width=19, align="right"))
        self.table = Table(columns, looks={"attendance": lambda _r: MUTED, "grade": self._grade_look,
                                           "state": self._state_look}, name="name", check=True,
                           key=lambda r: r.enrolment_id, row="table", accessible_name=_("Ready for a certificate"))
        self.table.chosen.connect(self._chosen)
        self.table.rows_model.checks_changed.connect(self._ticked)
        self.table.opened.connect(self._opened)
        self.table.actions_for_menu = [self._menu_action(_("Decide…"), "pencil", self._decide),
                                       self._menu_action(_("Ask for waived requirements again"), "stamp",
                                                         self._unwaive)]
        made = column(self._not_head, line(), self._not_area, line(), self._ready_head, line(), self.table, spacing=0)
        made.setStretch(2, 1)
        made.setStretch(6, 1)
        self._list = made
        return box(made)

    def _side(self) -> SidePanel:
        side = SidePanel(self.desk, self.step_preview, self.cancel)
        self.kind, self.paper, self.day, self.preview = side.kind, side.paper, side.day, side.preview
        self.back, self.forth, self.which = side.back, side.forth, side.which
        self.note, self.progress = side.note, side.progress
        for editor in (self.kind, self.paper, self.day):
            editor.edited.connect(self.load)
        return side

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._right.setVisible(self.width() >= SIDE_FROM)

    # -- what is shown --------------------------------------------------------------------------------------------
    def show_cohort(self, cohort: CohortWhole) -> None:
        if self.cohort is None or cohort.id != self.cohort.id:
            self.plan, self._left_out, self._at = None, set(), 0
            self.note.hide()
            self.table.set_rows([])
        super().show_cohort(cohort)

    def shown(self) -> None:
        self.load()

    def load(self) -> None:
        """Ask for the plan of what is chosen; the first time of what course and centre usually take."""
        if self.cohort is None:
            return
        given = {}
        if self.plan is not None:
            design, lang = self.paper.value()
            day = self.day.value()
            given = {"kind": self.kind.value(), "design": design, "language": lang,
                     "issued_on": day if isinstance(day, date) else None}
        self.desk.ask(IssuePlan(cohort_id=self.cohort.id, **given), owner=self, then=lambda rows: self._show(rows[0]))

    def _changed(self, changes: Changes) -> None:
        if self.running is None and self.isVisible() and changes.touches(IssuePlan.reads):
            self.load()

    def _show(self, plan: Plan) -> None:
        self.plan = plan
        self.kind.set_value(plan.kind)
        self.paper.set_value((plan.design, plan.language))
        if not isinstance(self.day.value(), date):
            self.day.set_value(plan.issued_on)
        self._show_rules(plan)
        self._show_not(plan)
        self._show_ready(plan)
        self._right.show_checks(plan.checks)
        self._show_preview()
        self._buttons()

    def _show_rules(self, plan: Plan) -> None:
        clear(self._chips)
        for words in plan.sheet.chips():
            self._chips.addWidget(Pill(words))

    def _show_not(self, plan: Plan) -> None:
        clear(self._not_list)
        found = plan.not_ready()
        self.not_title.setText(_("Does not qualify yet  {n}").format(n=len(found)))
        for line_ in found:
            self._not_list.addWidget(WhyNot(self.desk, line_, plan.sheet.cohort.id, False))
        self._not_list.addStretch(1)
        for widget in (self._not_head, self._not_area):
            widget.setVisible(bool(found))
        ready = len(plan.lines) - len(found)
        self._list.setStretch(2, max(1, min(3, len(found))))
        self._list.setStretch(6, max(1, min(3, ready)))

    def _show_ready(self, plan: Plan) -> None:
        lines = [line_ for line_ in plan.lines if not line_.why_not]
        issued = len(plan.issued())
        self.ready_title.setText(_("Ready  {n}").format(n=len(lines)))
        self.ready_state.setText(_("{issued} issued, {left} to go").format(issued=issued, left=len(plan.ready())))
        wanted = {line_.enrolment_id for line_ in lines if line_.ready} - self._left_out
        self._filling = True
        self.table.set_rows(lines)
        self.table.rows_model.clear_checks()
        self.table.rows_model.set_checked(wanted, True)
        self._filling = False

    def _state(self, line_: PlanLine) -> str:
        if line_.number:
            return line_.number
        return _("waiting") if self.running is not None and line_.enrolment_id in self.table.rows_model.checked else ""

    def _grade_look(self, line_: PlanLine) -> Look:
        waived = [f.words() for f in line_.row.findings if f.waiver is not None]
        return Look("warn", "stamp", tip="\n".join(waived)) if waived else MUTED

    def _state_look(self, line_: PlanLine) -> Look:
        return Look("ok", "check") if line_.number else MUTED

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
        if line_ is not None and line_ in found:
            self._at = found.index(line_)
            self._show_preview()

    def _show_preview(self) -> None:
        found = self.papers()
        for button in (self.back, self.forth):
            button.setEnabled(len(found) > 1)
        if not found:
            self.which.setText("")
            self.preview.show_facts(None)
            return
        self._at = min(self._at, len(found) - 1)
        shown = found[self._at]
        self.which.setText(_("{n} of {total} · {name}").format(n=self._at + 1, total=len(found), name=shown.name))
        if shown.certificate_id is None:
            self.preview.show_facts(shown.draft)
        else:
            self.desk.ask(CertificateDetail(wanted=shown.certificate_id), owner=self,
                          then=lambda rows: self._show_issued(shown, rows[0].facts))

    def _show_issued(self, line_: PlanLine, facts: Facts) -> None:
        found = self.papers()
        if found and found[min(self._at, len(found) - 1)].enrolment_id == line_.enrolment_id:
            self.preview.show_facts(facts)

    def _opened(self, line_: PlanLine) -> None:
        if line_.certificate_id is not None:
            self.desk.show(Ref("certificate", line_.certificate_id))
        else:
            self.desk.show(Ref("trainee", line_.row.trainee_id))

    def _menu_action(self, words: str, icon: str, act: Callable[[PlanLine], object]) -> QAction:
        action = QAction(line_icon(icon), words, self)
        action.setEnabled(self.desk.may(Decide))
        action.setToolTip(self.desk.why_not(Decide))

        def run() -> None:
            line_ = self.table.current_row()
            if line_ is not None:
                act(line_)

        action.triggered.connect(lambda _on=False: run())
        return action

    def _decide(self, line_: PlanLine) -> None:
        if line_.number:
            self._tell(_("A certificate rests on it; void it first."), "warn")
        else:
            decide(self.desk, self, line_)

    def _unwaive(self, line_: PlanLine) -> None:
        waived = [f for f in line_.row.findings if f.waiver is not None]
        if line_.number:
            self._tell(_("A certificate rests on it; void it first."), "warn")
        elif not waived:
            self._tell(_("No requirement was waived for {name}.").format(name=line_.name), "neutral")
        for finding in waived if not line_.number else []:
            unwaive(self.desk, self, line_, finding)

    def _open_course(self) -> None:
        if self.cohort is not None:
            self.desk.show(Ref("course", self.cohort.course_id))

    # -- issuing ------------------------------------------------------------------------------------------------------
    def chosen_lines(self) -> list[PlanLine]:
        """Those who are ready and ticked."""
        if self.plan is None:
            return []
        return [line_ for line_ in self.plan.ready() if line_.enrolment_id in self.table.rows_model.checked]

    def _ticked(self) -> None:
        if self.plan is not None and not self._filling:
            ready = {line_.enrolment_id for line_ in self.plan.ready()}
            self._left_out = ready - self.table.rows_model.checked
            self._buttons()

    def _buttons(self) -> None:
        n = len(self.chosen_lines())
        if self._issue is not None:
            self._issue.setText(ngettext("Issue {n} certificate", "Issue {n} certificates", n).format(n=n) if n
                                else _("Issue certificates"))
            self._issue.refuse(self.desk.why_not(IssueCertificate))
            self._issue.explain(_("The batch is running.") if self.running else "" if n else _("Nobody is ready."))
        if self._save is not None:
            issued = bool(self.plan and self.plan.issued())
            for button in (self._save, self._print):
                if button is not None:
                    button.explain("" if issued else _("No certificate has been issued yet."))

    def actions(self) -> Sequence[QWidget]:
        self._save = secondary(_("Save issued as PDF"), self.save_issued, icon="file-text")
        self._print = secondary(_("Print issued"), self.print_, icon="printer")
        self._print.refuse(self.desk.why_not(RecordPrint))
        self._issue = primary(_("Issue certificates"), self.issue, icon="award")
        self._buttons()
        return [self._save, self._print, self._issue]

    def issue(self) -> None:
        """Ask once, then issue to all who are ticked."""
        lines = self.chosen_lines()
        plan = self.plan
        if plan is None or not lines or self.running is not None:
            return
        why = self.desk.why_not(IssueCertificate)
        if why:
            self._tell(why, "danger")
            return
        if self.day.value() is None or not isinstance(self.day.value(), date):
            self._tell(_("Give the date of issue."), "danger")
            return
        n = len(lines)
        talk.ask(ngettext("Issue {n} certificate?", "Issue {n} certificates?", n).format(n=n),
                 _("The numbers begin with {first}. What is issued cannot be undone; a certificate can be made void "
                   "with a reason.").format(first=plan.first_number),
                 ngettext("Issue {n} certificate", "Issue {n} certificates", n).format(n=n),
                 lambda: self._start(plan, lines), icon="award", parent=self)

    def _start(self, plan: Plan, lines: Sequence[PlanLine]) -> None:
        batch = Batch([(line_.enrolment_id, line_.name) for line_ in lines], plan.kind, plan.language, plan.design,
                      plan.issued_on)
        self._batch = batch
        office = self.desk.office
        assert office is not None
        self.note.hide()
        self.progress.button.setEnabled(True)
        self.progress.button.setText(_("Cancel"))
        title = ngettext("Issuing {n} certificate", "Issuing {n} certificates", len(lines)).format(n=len(lines))
        self.progress.title.setText(title)
        running = self.desk.start(Job(title, lambda step: batch.run(office, step), "files",
                                      _("Certificates that are issued stay valid.")), owner=self, then=self._done,
                                  failed=lambda _e: self._ended())
        if self._batch is batch:  # not yet done
            self.running = running
            running.visible = True  # shown here, not by the window
            self._poll.start()
            self._escape.setEnabled(True)
            self._buttons()

    def _progress(self) -> None:
        running, batch = self.running, self._batch
        if running is None or batch is None:
            return
        self.progress.show()
        self.progress.show_progress(running.done, running.total, running.text)
        self.progress.consequence.setText(batch.consequence())

    def cancel(self) -> None:
        """Stop after the certificate that is being issued."""
        if self.running is not None:
            self.running.cancel()

    def _ended(self) -> None:
        self._poll.stop()
        self._escape.setEnabled(False)
        self.progress.hide()
        self.running = self._batch = None
        self._buttons()
        self.load()

    def _done(self, report: Report) -> None:
        self._ended()
        tone = "warn" if report.cancelled or report.refused else "danger" if report.stopped_by else "ok"
        self._tell(report.words(), tone)

    def _tell(self, words: str, tone: str) -> None:
        self.note.show_note(words, tone)
        self.note.show()

    def print_(self) -> None:
        """Print all issued certificates of this kind in one run."""
        if self.plan is not None and self.plan.issued():
            ids = [line_.certificate_id for line_ in self.plan.issued() if line_.certificate_id is not None]
            print_papers(self.desk, self, ids, f"{self.plan.sheet.cohort.code} - {_('certificates')}")

    def save_issued(self) -> None:
        """Write all issued certificates of this kind to PDF."""
        if self.plan is not None and self.plan.issued():
            ids = tuple(line_.certificate_id for line_ in self.plan.issued() if line_.certificate_id is not None)
            save_papers(self.desk, self, ids, self.plan.sheet.cohort.code, self._saved)

    def _saved(self, folder: Path, count: int) -> None:
        self._tell(ngettext("{n} PDF is in {folder}.", "{n} PDFs are in {folder}.", count).format(
            n=count, folder=folder), "ok")

    def may_leave(self) -> bool:
        """A running batch goes on when the page is left."""
        return True

    def hints(self) -> Sequence[tuple[str, str]]:
        return [("Space", _("include or leave out")), ("←|→", _("preview")), ("Ctrl Enter", _("issue")),
                ("Esc", _("cancel the batch"))]
