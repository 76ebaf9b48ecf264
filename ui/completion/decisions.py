"""Waiving a requirement with a reason, and writing down what was decided."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from app.certificates.plan import PlanLine
from app.completion.commands import Decide, OverrideRequirement, RemoveOverride
from app.completion.rules import DECISIONS, Finding
from app.completion.words import decision_word
from app.i18n import _, ngettext
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.combo import Choice
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.text_box import TextArea


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


def decide(desk: Desk, owner: QWidget, lines: Sequence[PlanLine]) -> None:
    """Ask what was decided and why, for one or for several at once."""
    n = len(lines)
    if not n:
        return
    question = (_("What was decided for {name}?").format(name=lines[0].name) if n == 1 else
                ngettext("What was decided for {n} trainee?", "What was decided for {n} trainees?", n).format(n=n))
    dialog = Dialog(question, action=_("Write decision"), safe=_("Cancel"), icon="pencil", parent=owner.window())
    dialog.setObjectName("decide")
    choice = Choice([(kind, decision_word(kind)) for kind in DECISIONS])
    before = lines[0].row.decision
    choice.set_value(before.kind if before else "attended_only")
    dialog.body.addWidget(Field(_("Decision"), choice, required=True))
    _ask_reason(dialog, lambda reason: Decide(enrolment_ids=tuple(line_.enrolment_id for line_ in lines),
                                              kind=choice.value(), reason=reason), desk)


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
