"""Forms of a programme and of a course with its components, requirements and grades."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.i18n import _
from app.programmes.commands import (
    DEFAULT_GRADES,
    ComponentSpec,
    GradeSpec,
    RequirementSpec,
    SaveCourse,
    SaveProgramme,
)
from app.programmes.queries import CourseDetail, ProgrammeRow
from ui.desk.desk import Desk
from ui.kit.buttons import icon_button, secondary
from ui.kit.check import CheckBox
from ui.kit.combo import Choice
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.layout import box, clear, column, row
from ui.kit.note import Note
from ui.kit.text import label
from ui.kit.text_box import NumberBox, TextBox


def show_problems(fields: dict[str, Field], note: Note, problems: dict[str, str]) -> None:
    """Each sentence beside its field; what belongs to no field in the note."""
    rest = [told for key, told in problems.items() if key not in fields]
    for key, field in fields.items():
        field.set_error(problems.get(key, ""))
    note.setVisible(bool(rest))
    note.show_note(" ".join(rest), "danger")
    first = next((f for k, f in fields.items() if k in problems), None)
    if first is not None:
        first.focus()


class ProgrammeForm(Dialog):
    """A programme."""

    def __init__(self, desk: Desk, programme: ProgrammeRow | None, parent: QWidget) -> None:
        super().__init__(_("New programme") if programme is None else _("Programme {code}").format(code=programme.code),
                         action=_("Save programme"), parent=parent)
        self.desk, self._programme = desk, programme
        self.fields = {
            "code": Field(_("&Code"), TextBox(), required=True),
            "name": Field(_("&Name"), TextBox(), required=True),
            "name_ms": Field(_("Name in &Malay"), TextBox()),
            "owner": Field(_("&Owner"), TextBox()),
            "partner": Field(_("&Partner"), TextBox()),
        }
        for key, field in self.fields.items():
            field.set_value(getattr(programme, key, ""))
            self.body.addWidget(field)
        self.note = Note("", "danger")
        self.note.hide()
        self.body.addWidget(self.note)
        self.check = self._save

    def _save(self) -> bool:
        given: dict[str, Any] = {key: field.value() or "" for key, field in self.fields.items()}
        kept: dict[str, Any] = {}
        if self._programme is not None:
            p = self._programme
            kept = {"programme_id": p.id, "version": p.version, "technology": p.technology,
                    "period_from": p.period_from, "period_to": p.period_to, "description": p.description}
        self.desk.do(SaveProgramme(**given, **kept), owner=self, then=lambda _key: self.accept(),
                     invalid=self._tell)
        return False

    def _tell(self, told: dict[str, str]) -> None:
        show_problems(self.fields, self.note, told)
        self.fit()


class ComponentRows(QWidget):
    """The components of a course as rows of fields; rows are added and taken away by button."""

    HEADS = ("code", "title", "title_ms", "scale", "weight", "max_mark", "pass_mark")
    NUMBERS = ("weight", "max_mark", "pass_mark")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(8)
        self.grid.setVerticalSpacing(6)
        self.grid.setColumnStretch(1, 3)
        self.grid.setColumnStretch(2, 3)
        self.rows: list[dict[str, Any]] = []
        self._fixed = False

    def _heads(self) -> tuple[str, ...]:
        return (_("Code"), _("Title"), _("Title in Malay"), _("Scale"), _("Weight %"), _("Out of"), _("Pass mark"))

    def show_components(self, specs: Sequence[ComponentSpec], fixed: bool) -> None:
        """Fill the rows; `fixed` leaves only the titles open."""
        self._fixed = fixed
        clear(self.grid)
        self.rows.clear()
        for place, words in enumerate(self._heads()):
            self.grid.addWidget(label(words, "label"), 0, place)
        for spec in specs:
            self.add(spec)

    def add(self, spec: ComponentSpec | None = None) -> None:
        """One more row."""
        spec = spec or ComponentSpec(f"C{len(self.rows) + 1}", "")
        line_no = len(self.rows) + 1
        editors: dict[str, Any] = {"spec": spec}
        for place, key in enumerate(self.HEADS):
            number = key in self.NUMBERS
            editor: Any = NumberBox(places=2) if number else TextBox()
            if key == "scale":
                editor = Choice([("mark", _("Marks")), ("competency", _("Competent or not"))])
            value = getattr(spec, key)
            editor.set_value(f"{value.normalize():f}" if isinstance(value, Decimal) else value)
            editor.setAccessibleName(f"{self._heads()[place]} {line_no}")
            editor.set_read_only(self._fixed and key not in ("title", "title_ms"))
            if number or key == "code":
                editor.setMaximumWidth(86)
            editors[key] = editor
            self.grid.addWidget(editor, line_no, place)
        if not self._fixed:
            take = icon_button("trash-2", _("Remove component"), lambda: self._take(editors), small=True)
            self.grid.addWidget(take, line_no, len(self.HEADS), Qt.AlignmentFlag.AlignVCenter)
        self.rows.append(editors)

    def _take(self, editors: dict[str, Any]) -> None:
        kept = [self._spec(r) for r in self.rows if r is not editors]
        self.show_components([k for k in kept if isinstance(k, ComponentSpec)], self._fixed)

    def _spec(self, editors: dict[str, Any]) -> ComponentSpec | str:
        numbers = {k: editors[k].value() for k in self.NUMBERS}
        if any(isinstance(v, str) for v in numbers.values()):
            return _("{title}: write numbers with a point, such as 12.5.").format(title=editors["title"].value() or "")
        old: ComponentSpec = editors["spec"]
        return ComponentSpec(
            editors["code"].value() or "", editors["title"].value() or "", editors["title_ms"].value() or "",
            old.kind, editors["scale"].value() or old.scale,
            Decimal(numbers["weight"] or 0), Decimal(numbers["max_mark"] or 0),
            None if numbers["pass_mark"] is None else Decimal(numbers["pass_mark"]), old.must_pass, old.max_attempts,
            old.rule)

    def specs(self) -> tuple[list[ComponentSpec], str]:
        """What the rows hold, and the first sentence about what cannot be read."""
        found = [self._spec(r) for r in self.rows]
        told = next((f for f in found if isinstance(f, str)), "")
        return [f for f in found if isinstance(f, ComponentSpec)], told


class CourseForm(Dialog):
    """A course: titles, hours, components, what completes it."""

    def __init__(self, desk: Desk, programmes: Sequence[ProgrammeRow], whole: CourseDetail | None,
                 parent: QWidget) -> None:
        course = whole.course if whole else None
        super().__init__(_("New course") if course is None else _("Course {code}").format(code=course.code),
                         action=_("Save course"), wide=True, parent=parent)
        self.desk, self._whole = desk, whole
        self.fields = self._make_fields(programmes, whole)
        f = self.fields
        self.body.addLayout(row(f["code"], f["edition"], f["programme_id"], f["certificate_kind"], spacing=16))
        self.body.addLayout(row(f["title"], f["title_ms"], f["title_en"], spacing=16))
        self.body.addLayout(row(f["hours_theory"], f["hours_practical"], f["threshold"], f["total"], spacing=16))
        self.parts = ComponentRows()
        self._add = secondary(_("Add component"), self._one_more, icon="plus", small=True)
        self.each = CheckBox(_("Every pass mark must be met"))
        self._fill(whole)
        self.body.addWidget(box(column(row(label(_("Assessments"), "strong"), None, self._add), self.parts, self.each)))
        self.note = Note("", "danger")
        self.note.hide()
        self.body.addWidget(self.note)
        if whole is not None and whole.in_use:
            self.body.addWidget(Note(_("Cohorts use this edition: weights, highest and pass marks stay as they are. "
                                       "Save under another edition to change them for new cohorts."), "neutral"))
        self.check = self._save

    def _make_fields(self, programmes: Sequence[ProgrammeRow], whole: CourseDetail | None) -> dict[str, Field]:
        course = whole.course if whole else None
        kinds = [("completion", _("Completion")), ("attendance", _("Attendance")), ("achievement", _("Achievement")),
                 ("participation", _("Participation"))]
        fields = {
            "code": Field(_("&Code"), TextBox(), required=True),
            "edition": Field(_("&Edition"), TextBox()),
            "programme_id": Field(_("&Programme"), Choice([(p.id, p.code) for p in programmes], empty=_("None"))),
            "certificate_kind": Field(_("Certi&ficate"), Choice(kinds)),
            "title": Field(_("&Title, as it is printed"), TextBox(), required=True),
            "title_ms": Field(_("Subtitle in &Malay"), TextBox()),
            "title_en": Field(_("Subtitle in En&glish"), TextBox()),
            "hours_theory": Field(_("Theory, &hours"), NumberBox(places=2)),
            "hours_practical": Field(_("P&ractical, hours"), NumberBox(places=2)),
            "threshold": Field(_("&Attendance needed, %"), NumberBox()),
            "total": Field(_("&Weighted total needed"), NumberBox(places=2), help=_("Empty: no limit")),
        }
        for key, field in fields.items():
            if key != "total" and course is not None:
                value = getattr(course, key)
                field.set_value(f"{value.normalize():f}" if isinstance(value, Decimal) else value)
        if course is None:
            fields["edition"].set_value("1")
            fields["threshold"].set_value("80")
            fields["certificate_kind"].set_value("completion")
        return fields

    def _fill(self, whole: CourseDetail | None) -> None:
        if whole is None:
            self.parts.show_components((ComponentSpec("FINAL", "", weight=Decimal(100)),), False)
            self.each.set_value(True)
            return
        specs = [ComponentSpec(c.code, c.title, c.title_ms, c.kind, c.scale, c.weight, c.max_mark, c.pass_mark,
                               c.must_pass, c.max_attempts, c.rule) for c in whole.components]
        self.parts.show_components(specs, whole.in_use)
        self._add.explain(_("Cohorts use this edition.") if whole.in_use else "")
        self.each.set_value(any(r.kind == "component" for r in whole.requirements))
        limit = next((r.limit for r in whole.requirements if r.kind == "total"), None)
        self.fields["total"].set_value("" if limit is None else f"{limit.normalize():f}")

    def _one_more(self) -> None:
        self.parts.add()
        self.fit()

    def _save(self) -> bool:
        specs, told = self.parts.specs()
        values = {k: f.value() for k, f in self.fields.items()}
        wrong = {k: _("Write a number.") for k in ("hours_theory", "hours_practical", "threshold", "total")
                 if isinstance(values[k], str)}
        if told or wrong:
            self._tell({**wrong, **({"components": told} if told else {})})
            return False
        total = values.pop("total")
        rules = [RequirementSpec("attendance")]
        if self.each.value():
            rules += [RequirementSpec("component", c.code) for c in specs
                      if c.pass_mark is not None or c.scale == "competency"]
        if total is not None:
            rules.append(RequirementSpec("total", limit=Decimal(total)))
        self.desk.do(SaveCourse(
            **self._identity(values), programme_id=values["programme_id"], code=values["code"] or "",
            edition=values["edition"] or "1", title=values["title"] or "", title_ms=values["title_ms"] or "",
            title_en=values["title_en"] or "", certificate_kind=values["certificate_kind"] or "completion",
            hours_theory=Decimal(values["hours_theory"] or 0), hours_practical=Decimal(values["hours_practical"] or 0),
            threshold=80 if values["threshold"] is None else values["threshold"], components=tuple(specs),
            requirements=tuple(rules), grades=self._grades()), owner=self, then=lambda _key: self.accept(),
            invalid=self._tell)
        return False

    def _identity(self, values: dict[str, Any]) -> dict[str, Any]:
        """The key of what is changed; another edition makes a new course."""
        if self._whole is None or values["edition"] != self._whole.course.edition:
            return {}
        return {"course_id": self._whole.course.id, "version": self._whole.course.version}

    def _grades(self) -> tuple[GradeSpec, ...]:
        if self._whole is None:
            return DEFAULT_GRADES
        return tuple(GradeSpec(g.floor, g.title, g.title_ms) for g in self._whole.grades)

    def _tell(self, told: dict[str, str]) -> None:
        show_problems(self.fields, self.note, told)
        self.fit()
