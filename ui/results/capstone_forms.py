"""Forms of the capstone: a project with its team, and what the panel scores."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QGridLayout

from app.i18n import _
from app.results.capstone import CapstoneSheet, ProjectRow
from app.results.capstone_commands import CriterionSpec, Member, SaveCapstone, SaveCriteria
from ui.desk import talk
from ui.desk.form_dialog import FormDialog
from ui.kit.buttons import icon_button, secondary
from ui.kit.check import Several
from ui.kit.combo import Choice
from ui.kit.date_field import DateBox
from ui.kit.dialog import Dialog
from ui.kit.form import Form, Spec
from ui.kit.layout import box, clear, column, least, row, scrolled
from ui.kit.text import label
from ui.kit.text_box import NumberBox, TextArea, TextBox

if TYPE_CHECKING:
    from ui.results.capstone import CapstoneDialog


def edit_project(owner: CapstoneDialog, sheet: CapstoneSheet, project: ProjectRow | None,
                 then: Callable[[int], object]) -> None:
    """The form of a project; `then` gets its key once it is saved."""
    form = _project_form(sheet, project)
    dialog = FormDialog(owner.desk, _("Change the project") if project else _("New project"),
                        action=_("Save project"), wide=True, icon="presentation", parent=owner)
    dialog.setObjectName("project-form")
    dialog.put_form(form)
    form.set_values(_project_values(sheet, project),
                    subject=f"capstone:{project.id if project else sheet.cohort_id}")

    def save() -> bool:
        if not form.check(True):
            return False

        def saved(key: int) -> None:
            dialog.accept()
            then(key)

        owner.desk.do(form.command(), owner=dialog, then=saved, invalid=form.refuse)
        return False

    dialog.check = save
    talk.open_dialog(dialog)


def _project_form(sheet: CapstoneSheet, project: ProjectRow | None) -> Form:
    roles = {m.enrolment_id: m.role for m in project.members} if project else {}

    def build(values: dict[str, Any]) -> SaveCapstone:
        team = tuple(Member(key, roles.get(key, "")) for key in values.pop("members") or ())
        return SaveCapstone(cohort_id=sheet.cohort_id, capstone_id=project.id if project else None,
                            version=project.version if project else None, members=team, **values)

    return Form([
        Spec("title", _("Title of the project"), TextBox(max_length=300), required=True, wide=True),
        Spec("owner", _("Owner organisation"), TextBox(max_length=200),
             help=_("Whose problem it is.")),
        Spec("supervisor", _("Supervisor"), TextBox(max_length=120)),
        Spec("component_id", _("Counts as"),
             Choice([(c.id, c.shown()) for c in sheet.components], empty=_("No assessment")),
             help=_("The score goes into this assessment of each member.")),
        Spec("presented_on", _("Presented on"), DateBox()),
        Spec("place", _("Place"), TextBox(max_length=200)),
        Spec("award", _("Award"), TextBox(max_length=120), help=_("Best project, say.")),
        Spec("members", _("Team"), Several(list(sheet.people)), wide=True),
        Spec("note", _("Remarks"), TextArea(lines=2), wide=True),
    ], build=lambda values: build(dict(values)))


def _project_values(sheet: CapstoneSheet, project: ProjectRow | None) -> dict[str, Any]:
    """What the form shows: the project, or what a new one begins with."""
    if project is None:
        first = sheet.components[0] if sheet.components else None
        return {"title": "", "owner": "", "supervisor": "", "presented_on": None, "place": "", "award": "", "note": "",
                "component_id": first.id if first is not None and first.kind == "project" else None, "members": ()}
    return {"title": project.title, "owner": project.owner, "supervisor": project.supervisor,
            "component_id": project.component_id, "presented_on": project.presented_on, "place": project.place,
            "award": project.award, "note": project.note,
            "members": tuple(m.enrolment_id for m in project.members)}


class CriteriaDialog(Dialog):
    """One line for each criterion."""

    def __init__(self, owner: CapstoneDialog, sheet: CapstoneSheet, then: Callable[[], object]) -> None:
        super().__init__(_("What the panel scores"), _("Weights are shares of each other: 60 and 40 are the same as 3 "
                                                       "and 2."), action=_("Save criteria"), safe=_("Cancel"),
                         icon="list-checks", wide=True, parent=owner)
        self.setObjectName("criteria")
        self.desk, self.sheet, self.then = owner.desk, sheet, then
        self.lines: list[tuple[int | None, TextBox, TextBox, NumberBox, NumberBox]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        for place, share in enumerate((5, 5, 1, 1, 0)):
            self._grid.setColumnStretch(place, share)
        area = scrolled(box(column(self._grid, None, margins=(0, 0, 12, 0)), "surface"))
        least(area, height=220)
        self.problem = label("", "danger", wrap=True)
        self.problem.hide()
        self.body.addWidget(area, 1)
        self.body.addLayout(row(secondary(_("Add criterion"), self.add, icon="plus", small=True), self.problem, None))
        for one in sheet.criteria:
            self._line(one.id, one.title, one.title_ms, one.max_score, one.weight)
        if not sheet.criteria:
            self._line(None, "", "", Decimal(10), Decimal(1))
        self._draw()
        self.check = self._save

    def _line(self, key: int | None, title: str, title_ms: str, most: Decimal, weight: Decimal) -> None:
        boxes = (TextBox(max_length=200), TextBox(max_length=200), NumberBox(places=2), NumberBox(places=2))
        number = len(self.lines) + 1
        for one, value, words in zip(boxes, (title, title_ms, most, weight), (
                _("Criterion {n}"), _("Criterion {n} in Malay"), _("Highest score of criterion {n}"),
                _("Weight of criterion {n}")), strict=True):
            one.set_value(value)
            one.setAccessibleName(words.format(n=number))
        self.lines.append((key, *boxes))

    def _draw(self) -> None:
        keep = [b for line in self.lines for b in line[1:]]
        for one in keep:
            one.setParent(self)
        clear(self._grid)
        for place, words in enumerate((_("Criterion"), _("In Malay"), _("Out of"), _("Weight"))):
            self._grid.addWidget(label(words, "muted"), 0, place)
        for at, line in enumerate(self.lines, start=1):
            for place, one in enumerate(line[1:]):
                self._grid.addWidget(one, at, place)
                one.show()
            self._grid.addWidget(icon_button("trash-2", _("Remove criterion"), lambda at=at: self._drop(at - 1)), at, 4)

    def add(self) -> None:
        """Another line."""
        self._line(None, "", "", Decimal(10), Decimal(1))
        self._draw()
        self.lines[-1][1].setFocus()

    def _drop(self, at: int) -> None:
        for one in self.lines.pop(at)[1:]:
            one.setParent(None)
            one.deleteLater()
        self._draw()

    def command(self) -> SaveCriteria:
        """What saves it; lines without a title are left out."""
        return SaveCriteria(cohort_id=self.sheet.cohort_id, criteria=tuple(
            CriterionSpec(str(title.value()), str(malay.value()), most.value() or Decimal(0),
                          weight.value() if weight.value() is not None else Decimal(0), key)
            for key, title, malay, most, weight in self.lines if title.value() or key is not None))

    def _save(self) -> bool:
        def told(problems: dict[str, str]) -> None:
            self.problem.setText(" ".join(dict.fromkeys(problems.values())))
            self.problem.show()

        def saved(_value: object) -> None:
            self.accept()
            self.then()

        self.desk.do(self.command(), owner=self, then=saved, invalid=told)
        return False


def edit_criteria(owner: CapstoneDialog, sheet: CapstoneSheet, then: Callable[[], object]) -> None:
    """Change what the panel scores."""
    talk.open_dialog(CriteriaDialog(owner, sheet, then))
