"""Everybody of the cohort: above those who do not qualify yet and why, below those who are ready."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from app.certificates.plan import Plan, PlanLine
from app.exchange.columns import Column
from app.i18n import _
from app.office.command import Ref
from ui.completion.issuing import ISSUING, WAITING, Issuing
from ui.completion.parts import WhyNot
from ui.desk.desk import Desk
from ui.kit.buttons import link
from ui.kit.layout import box, clear, column, least, line, row, scrolled
from ui.kit.look import MUTED, Look
from ui.kit.table import Table
from ui.kit.text import Glyph, IconText, label

LEAST_READY = 190  # pixels that those who are ready keep when the others are many
AT_ONCE = 4  # rows made in one go
KEPT = "splitter:completion-lists"


class People(QWidget):
    """`chosen` the ready line that became current (or None), `ticked` after a change of ticks, `opened` by Enter."""

    chosen = Signal(object)
    ticked = Signal()
    opened = Signal(object)

    def __init__(self, desk: Desk, issuing: Issuing) -> None:
        super().__init__()
        self.desk, self.issuing = desk, issuing
        self.left_out: set[int] = set()
        self._filling = False
        self._plan: Plan | None = None
        self._not_shown: list[PlanLine] = []
        self._rows: list[WhyNot] = []
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self._not_part())
        self.split.addWidget(self._ready_part())
        self.split.splitterMoved.connect(lambda *_a: self._keep())
        self._moved = desk.kept.get(KEPT)
        self.policy = label("", "caption", wrap=True)
        self.to_policy = link(_("Attendance policy…"), self._show_policy)
        foot = row(self.policy, self.to_policy, margins=(24, 4, 24, 4))
        foot.setStretch(0, 1)
        made = column(self.split, line(), box(foot, "sunken"), spacing=0)
        made.setStretch(0, 1)
        self.setLayout(made)
        issuing.changed.connect(self._states_changed)

    def _show_policy(self) -> None:
        if self._plan is not None:
            self.desk.show(Ref("cohort", self._plan.sheet.cohort.id, "attendance:policy"))

    def _not_part(self) -> QWidget:
        self.not_title = label("", "strong")
        legend = row(IconText("circle-x", _("not met"), "danger", role="caption"),
                     IconText("circle-dashed", _("not yet known"), role="caption"), spacing=16)
        self._not_head = box(row(Glyph("circle-minus", "warn"), self.not_title, None, legend,
                                 margins=(24, 7, 24, 7)), "sunken")
        self._not_list = column(spacing=0)
        self._not_box = box(self._not_list, "surface")
        self._not_area = scrolled(self._not_box)
        self._not = box(column(self._not_head, line(), self._not_area, spacing=0))
        least(self._not, height=90)
        return self._not

    def _ready_part(self) -> QWidget:
        self.ready_title = label("", "strong")
        self.ready_state = label("", "caption")
        head = box(row(Glyph("circle-check", "ok"), self.ready_title, None, self.ready_state,
                       margins=(24, 7, 24, 7)), "sunken")
        columns: tuple[Column[PlanLine], ...] = (
            Column("name", lambda: _("Name"), lambda r: r.name, width=30),
            Column("attendance", lambda: _("Attendance"), lambda r: r.row.attendance.value, width=10, align="right"),
            Column("total", lambda: _("Total"), lambda r: r.row.total_text, width=6, align="right"),
            Column("grade", lambda: _("Grade"), lambda r: _("waived") if any(f.waiver for f in r.row.findings)
                   else r.row.grade_text, width=11),
            Column("state", lambda: _("Certificate"), self._state, width=17, align="right"))
        self.table = Table(columns, looks={"attendance": lambda _r: MUTED, "grade": self.grade_look,
                                           "state": self._state_look}, name="name", check=True,
                           key=lambda r: r.enrolment_id, row="table", accessible_name=_("Ready for a certificate"))
        self.table.tint_checked = False
        self.table.chosen.connect(self.chosen)
        self.table.rows_model.checks_changed.connect(self._ticked)
        self.table.opened.connect(self.opened)
        made = column(head, line(), self.table, spacing=0)
        made.setStretch(2, 1)
        part = box(made)
        least(part, height=110)
        return part

    # -- filling -------------------------------------------------------------------------------------------------
    def forget(self) -> None:
        """Another cohort: nobody is left out yet."""
        self.left_out = set()
        self._plan = None
        self._not_shown = []
        clear(self._not_list)
        self.table.set_rows([])

    def show_plan(self, plan: Plan) -> None:
        """Both lists anew; ticks and places stay."""
        self._plan = plan
        policy = plan.sheet.cohort.policy
        self.policy.setText(_("Attendance policy: {words}").format(words=policy.notable()))
        self.policy.setToolTip("\n".join(policy.details()))
        self._show_not(plan)
        self._show_ready(plan)
        QTimer.singleShot(0, self, self._divide)

    def _show_not(self, plan: Plan) -> None:
        found = plan.not_ready()
        self.not_title.setText(_("Does not qualify yet  {n}").format(n=len(found)))
        self._not.setVisible(bool(found))
        if found == self._not_shown:
            return
        self._not_shown = list(found)
        bar = self._not_area.verticalScrollBar()
        before = bar.value()
        clear(self._not_list)
        self._not_list.addStretch(1)
        self._rows = []
        self._add_rows(found, plan.sheet.cohort.course_id)
        QTimer.singleShot(0, self, lambda: bar.setValue(before))

    def _add_rows(self, left: Sequence[PlanLine], course_id: int) -> None:
        """A few rows at a time, so that a long list holds up no key."""
        now = len(left) if self.desk.synchronous else AT_ONCE
        for line_ in left[:now]:
            made = WhyNot(self.desk, line_, course_id)
            self._rows.append(made)
            self._not_list.insertWidget(self._not_list.count() - 1, made)
        widest = max((each.go.sizeHint().width() for each in self._rows), default=0)
        for each in self._rows:
            each.go.setFixedWidth(widest)  # so that reasons stand below each other
        shown = self._not_shown
        if len(left) > now:
            QTimer.singleShot(0, self, lambda: self._add_rows(left[now:], course_id) if shown is self._not_shown
                              else None)
        else:
            QTimer.singleShot(0, self, self._divide)

    def _show_ready(self, plan: Plan) -> None:
        lines = [line_ for line_ in plan.lines if not line_.why_not]
        self.ready_title.setText(_("Ready  {n}").format(n=len(lines)))
        self._count(len(plan.issued()), len(plan.ready()))
        wanted = {line_.enrolment_id for line_ in lines if line_.ready} - self.left_out
        self._filling = True
        self.table.set_rows(lines)
        self.table.rows_model.clear_checks()
        self.table.rows_model.set_checked(wanted, True)
        self._filling = False

    def _count(self, issued: int, left: int) -> None:
        self.ready_state.setText(_("{issued} issued, {left} to go").format(issued=issued, left=left))

    def picked(self) -> list[PlanLine]:
        """Those who are ready and ticked."""
        ready = self._plan.ready() if self._plan is not None else []
        return [line_ for line_ in ready if line_.enrolment_id in self.table.rows_model.checked]

    def _ticked(self) -> None:
        if self._plan is not None and not self._filling:
            ready = {line_.enrolment_id for line_ in self._plan.ready()}
            self.left_out = ready - self.table.rows_model.checked
            self.ticked.emit()

    # -- how it is divided -----------------------------------------------------------------------------------------
    def _divide(self) -> None:
        """Those who do not qualify get the height they need, while the others keep theirs."""
        if self._moved:
            sizes = [int(p) for p in self._moved.split() if p.isdigit()]
            if len(sizes) == 2:
                self.split.setSizes(sizes)
                return
        width = self._not_area.viewport().width()
        needs = self._not_list.totalHeightForWidth(width) if self._not_list.hasHeightForWidth() else (
            self._not_list.sizeHint().height())
        needs += self._not_head.sizeHint().height() + 2
        room = self.split.height()
        upper = max(110, min(needs, room - LEAST_READY))
        self.split.setSizes([upper, max(1, room - upper)])

    def _keep(self) -> None:
        self._moved = " ".join(str(size) for size in self.split.sizes())
        self.desk.kept.put(KEPT, self._moved)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._divide)

    # -- how a row looks -------------------------------------------------------------------------------------------
    def _state(self, line_: PlanLine) -> str:
        state = line_.number or self.issuing.state_of(line_.enrolment_id)
        return {ISSUING: _("issuing…"), WAITING: _("waiting")}.get(state, state)

    def _state_look(self, line_: PlanLine) -> Look:
        state = line_.number or self.issuing.state_of(line_.enrolment_id)
        if state == ISSUING:
            return Look("accent", bold=True)
        return MUTED if state in ("", WAITING) else Look("ok", "check")

    def _states_changed(self) -> None:
        """The batch has gone on: draw the states, and keep the one that is being issued in view."""
        if self._plan is None:
            return
        model = self.table.rows_model
        made = self.issuing.made()
        self._count(len(self._plan.issued()) + len(made), len(self._plan.ready()) - len(made))
        last = model.index(max(0, model.rowCount() - 1), model.columnCount() - 1)
        model.dataChanged.emit(model.index(0, 0), last)
        current = self.issuing.current()
        if current is not None and current in {model.key(r) for r in model.rows()}:
            self.table.choose(current)

    @staticmethod
    def grade_look(line_: PlanLine) -> Look:
        """The grade, with a stamp where a requirement was waived."""
        waived = [f.words() for f in line_.row.findings if f.waiver is not None]
        return Look("warn", "stamp", tip="\n".join(waived)) if waived else MUTED
