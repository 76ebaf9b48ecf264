"""The parts of the completion tab: why somebody does not qualify, each reason with the way to put it right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.certificates.plan import PlanLine
from app.completion.commands import OverrideRequirement
from app.completion.rules import Finding
from app.i18n import _
from app.office.command import Ref
from ui.attendance.sum import show_attendance_sum
from ui.completion.decisions import decide, waive
from ui.completion.ways import ways_of
from ui.desk.desk import Desk
from ui.kit.buttons import Button, MoreButton, secondary
from ui.kit.layout import box, column, line, row
from ui.kit.text import Glyph, label, strong_text

SIGNS = {"not_met": ("circle-x", "danger"), "unknown": ("circle-dashed", "text-2"), "met": ("circle-check", "ok")}


def finding_widget(finding: Finding) -> QWidget:
    """A requirement with its sign, the fact and the limit, and a second line."""
    sign, token = SIGNS[finding.outcome]
    tail = f", {finding.tail()}" if finding.tail() else ""
    first = strong_text(finding.head(), "")
    first.setText(strong_text(finding.head(), tail).text().replace("</b> ,", "</b>,"))
    lines = column(first, spacing=0)
    if finding.detail():
        lines.addWidget(label(finding.detail(), "caption", wrap=True))
    glyph = Glyph(sign, token, 16)
    glyph.setAccessibleName(_("not met") if finding.outcome == "not_met" else _("not yet known"))
    made = row(glyph, box(lines))
    made.setAlignment(glyph, Qt.AlignmentFlag.AlignTop)
    made.setStretch(1, 1)
    return box(made)


class WhyNot(QWidget):
    """A row of the list of those who do not qualify: name, reasons, the way to put it right, and more."""

    def __init__(self, desk: Desk, line_: PlanLine, course_id: int) -> None:
        super().__init__()
        self.desk, self.line_ = desk, line_
        found = line_.row.open()
        reasons = column(None, *(finding_widget(f) for f in found), None, spacing=4)
        told = [f.words() for f in found]
        for why in (w for w in line_.why_not if w not in told):
            reasons.insertWidget(reasons.count() - 1, label(why, "strong", wrap=True))
        name = label(line_.name, "strong", wrap=True)
        name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.ways = ways_of(line_, course_id)
        parts = row(name, reasons, margins=(24, 6, 12, 6), spacing=12)
        parts.setStretch(0, 4)
        parts.setStretch(1, 6)
        self.go = self._go()
        parts.addWidget(self.go)
        parts.addWidget(self._more(found))
        self.setLayout(column(box(parts), line(), spacing=0))
        self.setAccessibleName(f"{line_.name}: {'. '.join(line_.why_not)}")

    def _go(self) -> QWidget:
        """The button that leads to where the first reason can be put right."""
        made = row(None)
        if self.ways:
            words, ref = self.ways[0]
            go = secondary(words, lambda: self.desk.show(ref), small=True)
            go.setAccessibleName(_("{action}, {name}").format(action=words, name=self.line_.name))
            made.addWidget(go)
        return box(made)

    def _more(self, found: list[Finding]) -> Button:
        more = MoreButton(kind="quiet", small=True)
        more.setAccessibleName(_("More for {name}").format(name=self.line_.name))
        for words, ref in self.ways[1:]:
            more.add(words, lambda ref=ref: self.desk.show(ref), icon="arrow-right")
        figure = self.line_.row.attendance.figure
        if figure is not None:
            more.add(_("How the attendance is worked out"),
                     lambda: show_attendance_sum(more, self.line_.name, figure), icon="info")
        why = self.desk.why_not(OverrideRequirement)
        for finding in found:
            if finding.requirement_id:
                self._allowed(more, _("Waive: {what}").format(what=finding.head()), "stamp", why,
                              lambda f=finding: waive(self.desk, self, self.line_, f))
        self._allowed(more, _("Decide…"), "pencil", why, lambda: decide(self.desk, self, [self.line_]))
        more.add(_("Open trainee"), lambda: self.desk.show(Ref("trainee", self.line_.row.trainee_id)), icon="users")
        self.more = more
        return more

    @staticmethod
    def _allowed(more: MoreButton, words: str, icon: str, why: str, act: object) -> None:
        action = more.add(words, act, icon=icon)  # type: ignore[arg-type]
        action.setEnabled(not why)
        action.setToolTip(why)
