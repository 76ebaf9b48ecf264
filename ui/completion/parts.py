"""The parts of the completion tab: why somebody does not qualify, and the dialogs for waiving and deciding."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.certificates.plan import PlanLine
from app.completion.commands import Decide, OverrideRequirement, RemoveOverride
from app.completion.rules import DECISIONS, Finding
from app.completion.words import decision_word
from app.i18n import _
from app.office.command import Ref
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.buttons import MoreButton, secondary
from ui.kit.combo import Choice
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.layout import box, column, line, row
from ui.kit.text import Glyph, label, strong_text
from ui.kit.text_box import TextArea

GO_WIDTH = 132  # pixels, so that reasons stand below each other
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

    def __init__(self, desk: Desk, line_: PlanLine, cohort_id: int, locked: bool) -> None:
        super().__init__()
        self.desk, self.line_, self.cohort_id = desk, line_, cohort_id
        found = line_.row.open()
        reasons = column(None, *(finding_widget(f) for f in found), None, spacing=4)
        if not found or line_.why_not[0] not in [f.words() for f in found]:
            reasons.insertWidget(1, label(line_.why_not[0], "strong", wrap=True))
        name = label(line_.name, "strong", wrap=True)
        name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        parts = row(name, reasons, margins=(24, 10, 12, 10), spacing=12)
        parts.setStretch(0, 4)
        parts.setStretch(1, 6)
        go = self._go(found) or QWidget()
        go.setMinimumWidth(GO_WIDTH)
        parts.addWidget(go)
        parts.addWidget(self._more(found, locked))
        self.setLayout(column(box(parts), line(), spacing=0))

    def _go(self, found: list[Finding]) -> QWidget | None:
        """The button that leads to where it can be put right."""
        if not found:
            return None
        first = found[0]
        if first.kind == "attendance":
            return secondary(_("Attendance"), lambda: self._show("attendance"), small=True)
        component = first.component or (first.missing[0] if first.missing else None)
        detail = f"results:{self.line_.enrolment_id}" + (f":{component.id}" if component else "")
        words = _("Enter mark") if first.measured == "unknown" else _("Open marks")
        return secondary(words, lambda: self._show(detail), small=True)

    def _show(self, detail: str) -> None:
        self.desk.show(Ref("cohort", self.cohort_id, detail))

    def _more(self, found: list[Finding], locked: bool) -> MoreButton:
        more = MoreButton(kind="quiet")
        more.setAccessibleName(_("More for {name}").format(name=self.line_.name))
        why = self.desk.why_not(OverrideRequirement)
        if locked and not why:
            why = _("A certificate rests on it; void it first.")
        for finding in found:
            if finding.requirement_id:
                action = more.add(_("Waive: {what}").format(what=finding.head()),
                                  lambda f=finding: waive(self.desk, self, self.line_, f), icon="stamp")
                action.setEnabled(not why)
                action.setToolTip(why)
        action = more.add(_("Decide…"), lambda: decide(self.desk, self, self.line_), icon="pencil")
        action.setEnabled(not why)
        action.setToolTip(why)
        more.add(_("Open trainee"), lambda: self.desk.show(Ref("trainee", self.line_.row.trainee_id)), icon="users")
        return more


def waive(desk: Desk, owner: QWidget, line_: PlanLine, finding: Finding) -> None:
    """Ask for the reason, then waive one requirement."""
    dialog = Dialog(_("Waive this requirement for {name}?").format(name=line_.name),
                    _("{what}. The reason stays with the decision and in the history.").format(what=finding.words()),
                    action=_("Waive requirement"), safe=_("Cancel"), icon="stamp", parent=owner.window())
    dialog.setObjectName("waive")
    _ask_reason(dialog, lambda reason: OverrideRequirement(
        enrolment_id=line_.enrolment_id, requirement_id=finding.requirement_id, reason=reason), desk)


def unwaive(desk: Desk, owner: QWidget, line_: PlanLine, finding: Finding) -> None:
    """Ask for a waived requirement again."""
    desk.do(RemoveOverride(enrolment_id=line_.enrolment_id, requirement_id=finding.requirement_id), owner=owner,
            tell=_("The requirement is asked for again."))


def decide(desk: Desk, owner: QWidget, line_: PlanLine) -> None:
    """Ask what was decided and why."""
    dialog = Dialog(_("What was decided for {name}?").format(name=line_.name), action=_("Write decision"),
                    safe=_("Cancel"), icon="pencil", parent=owner.window())
    dialog.setObjectName("decide")
    choice = Choice([(kind, decision_word(kind)) for kind in DECISIONS])
    choice.set_value(line_.row.decision.kind if line_.row.decision else "attended_only")
    dialog.body.addWidget(Field(_("Decision"), choice, required=True))
    _ask_reason(dialog, lambda reason: Decide(enrolment_ids=(line_.enrolment_id,), kind=choice.value(), reason=reason),
                desk)


def _ask_reason(dialog: Dialog, build: Callable[[str], OverrideRequirement | Decide], desk: Desk) -> None:
    reason = TextArea(lines=3)
    reason.setObjectName("reason")
    field = Field(_("Reason"), reason, required=True)
    dialog.body.addWidget(field)

    def check() -> bool:
        told = build(reason.value() or "").problems()
        field.set_error(next(iter(told.values()), ""))
        return not told

    dialog.check = check
    dialog.accepted.connect(lambda: desk.do(build(reason.value() or ""), owner=None, tell=_("Written down.")))
    talk.open_dialog(dialog)
