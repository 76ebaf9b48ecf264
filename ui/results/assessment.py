"""Settings, assessment: whether results count before they are verified, and how long an appeal is in time."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.i18n import _
from app.office.journal import Changes
from app.results.assessment import Assessment, AssessmentRow, SetAssessment
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.kit.card import Card
from ui.kit.check import Switch
from ui.kit.form import Form, FormFoot, Spec
from ui.kit.layout import box, column, row, scrolled
from ui.kit.text import label
from ui.kit.text_box import NumberBox
from ui.kit.theme import theme

WIDTH = 760  # px


class AssessmentSection(QWidget):
    """Two fields, saved together."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.form = Form([
            Spec("must_be_verified", _("Results count only once they are verified"), Switch(), help=_(
                "Until then completion says “not verified yet”, and no certificate is issued on them.")),
            Spec("appeal_days", _("Days for an appeal"), NumberBox(), required=True, help=_(
                "After the day of the assessment. A later appeal can be noted and is marked late.")),
        ], self._build)
        self.form.setObjectName("assessment")
        self.foot = FormFoot(self.form, self.save)
        guard(self.foot.save, SetAssessment, desk)
        whole = column(
            column(label(_("Assessment"), "section"),
                   label(_("Results go from draft to submitted, verified and locked. A certificate locks those it "
                           "rests on."), "muted", wrap=True), spacing=2),
            Card(_("Results and appeals"), self.form), None, spacing=16)
        inner = box(whole)
        inner.setMaximumWidth(theme().px(WIDTH))
        outer = row(inner, None, margins=(24, 16, 24, 16))
        outer.setStretch(0, 1000)
        self.setLayout(column(scrolled(box(outer)), self.foot, spacing=0))
        desk.changed.connect(self._changed)

    def shown(self) -> None:
        """Ask again, unless something is being typed."""
        if self.may_leave():
            self.desk.ask(Assessment(), owner=self, then=lambda rows: self._show(rows[0]))

    def may_leave(self) -> bool:
        """False while there are changes that are not saved."""
        return not self.form.modified

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.touches(Assessment.reads):
            self.shown()

    def _show(self, found: AssessmentRow) -> None:
        self.form.set_values({"must_be_verified": found.must_be_verified, "appeal_days": found.appeal_days},
                             "assessment")
        if not self.desk.may(SetAssessment):
            self.form.set_read_only(True, self.desk.why_not(SetAssessment))

    def _build(self, values: dict[str, Any]) -> SetAssessment:
        days = values["appeal_days"]
        return SetAssessment(must_be_verified=bool(values["must_be_verified"]),
                             appeal_days=0 if days is None or isinstance(days, str) else int(days))

    def save(self) -> None:
        """Write it."""
        self.desk.do(self.form.command(), owner=self, invalid=self.form.refuse, then=self._saved, reload=self.shown)

    def _saved(self, _value: Any) -> None:
        self.form.mark_saved()
        self.shown()
