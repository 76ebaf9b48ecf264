"""What a row of the assessments has no room for: kind, unit, exam, tries, and which of them counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.i18n import N_, _
from app.programmes.commands import KINDS, RULES
from app.programmes.exams import CatalogueRow
from ui.kit.check import CheckBox
from ui.kit.combo import Choice
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.text_box import NumberBox

KIND_WORDS = {"theory": N_("Theory"), "practical": N_("Practical"), "project": N_("Project"),
              "coursework": N_("Coursework"), "exam": N_("Exam")}
RULE_WORDS = {"best": N_("The best try counts"), "last": N_("The last try counts"),
              "first_pass": N_("The first try that passes counts"), "average": N_("The average of all tries counts")}


class ComponentDialog(Dialog):
    """The rest of an assessment; `value()` holds it, and `exam()` the exam that was newly chosen."""

    def __init__(self, behind: Mapping[str, Any], title: str, units: Sequence[tuple[str, str]],
                 exams: Sequence[CatalogueRow], parent: QWidget, *, fixed: bool, read_only: bool) -> None:
        super().__init__(title or _("Assessment"), _("Results rest on this: it stays as it is.") if fixed else "",
                         action=_("Take over"), icon="sliders-horizontal", parent=parent.window())
        self._behind, self._exams = behind, {e.id: e for e in exams}
        self.kind = Field(_("&Kind"), Choice([(k, _(KIND_WORDS[k])) for k in KINDS]))
        self.unit = Field(_("&Unit"), Choice(list(units), empty=_("None")))
        self.exam_box = Field(_("&Exam"), Choice([(e.id, e.shown()) for e in exams], empty=_("None of the catalogue")),
                              help=_("Choosing one fills in the highest and the pass score"))
        self.must = CheckBox(_("Its pass mark must be met"))
        self.tries = Field(_("&Tries that are possible"), NumberBox())
        self.rule = Field(_("&Which try counts"), Choice([(r, _(RULE_WORDS[r])) for r in RULES]))
        self.capped = CheckBox(_("A later try counts at most the pass mark"))
        values = {"kind": self.kind, "unit": self.unit, "exam_id": self.exam_box, "max_attempts": self.tries,
                  "rule": self.rule}
        for key, field in values.items():
            field.editor.set_value(behind[key] or None if key in ("unit", "exam_id") else behind[key])
            self.body.addWidget(field)
            if read_only or fixed and key not in ("kind", "exam_id"):
                field.editor.set_read_only(True)
        for key, box in (("must_pass", self.must), ("capped", self.capped)):
            box.set_value(bool(behind[key]))
            box.setEnabled(not (read_only or fixed))
            self.body.addWidget(box)
        self.check: Callable[[], bool] = self._good
        self.kind.focus()

    def _good(self) -> bool:
        tries = self.tries.value()
        if not isinstance(tries, int) or not 1 <= tries <= 20:
            self.tries.set_error(_("Write a number from 1 to 20."))
            self.tries.focus()
            self.fit()
            return False
        return True

    def value(self) -> dict[str, Any]:
        """What stands in the fields."""
        return {"kind": self.kind.value() or "theory", "unit": self.unit.value() or "",
                "exam_id": self.exam_box.value(), "max_attempts": self.tries.value(), "rule": self.rule.value(),
                "must_pass": self.must.value(), "capped": self.capped.value()}

    def exam(self) -> CatalogueRow | None:
        """The exam, when another one was chosen here."""
        chosen = self.exam_box.value()
        return self._exams.get(chosen) if chosen is not None and chosen != self._behind["exam_id"] else None
