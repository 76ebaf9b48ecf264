"""Forms of a programme and of a course with its components, requirements and grades."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QWidget

from app.certificates.templates.queries import TemplateRow, Templates
from app.i18n import _
from app.office.command import Command
from app.programmes.commands import (
    DEFAULT_GRADES,
    ComponentSpec,
    GradeSpec,
    RequirementSpec,
    SaveCourse,
    SaveProgramme,
    UnitSpec,
)
from app.programmes.exams import CatalogueRow, ExamCatalogue
from app.programmes.queries import CourseDetail, CourseWhole, ProgrammeRow, Programmes
from ui.desk.desk import Desk
from ui.desk.form_dialog import FormDialog
from ui.desk.merge import resolve
from ui.kit.check import CheckBox
from ui.kit.combo import Choice
from ui.kit.form import Form, Spec
from ui.kit.note import Note
from ui.kit.text_box import NumberBox, TextBox
from ui.kit.theme import theme
from ui.programmes.components import ComponentRows, row_of, rows_words, spec_of

NAMES = ("code", "name", "name_ms", "owner", "partner")
NUMBERS = ("hours_theory", "hours_practical", "threshold", "total", "certificate_months")
PLAIN = ("code", "edition", "programme_id", "certificate_kind", "certificate_design", "certificate_months", "title",
         "title_ms", "title_en", "hours_theory", "hours_practical", "threshold")


@dataclass(frozen=True)
class Checked:
    """A command with what is wrong before it can be made."""

    command: Command[int]
    wrong: dict[str, str] = field(default_factory=dict)

    def problems(self) -> dict[str, str]:
        """Field -> sentence."""
        return self.command.problems() | self.wrong


class ProgrammeForm(FormDialog):
    """A programme."""

    def __init__(self, desk: Desk, programme: ProgrammeRow | None, parent: QWidget) -> None:
        super().__init__(desk, _("New programme") if programme is None
                         else _("Programme {code}").format(code=programme.code), action=_("Save programme"),
                         parent=parent)
        self._programme = programme
        form = Form([Spec("code", _("&Code"), TextBox(), required=True),
                     Spec("name", _("&Name"), TextBox(), required=True),
                     Spec("name_ms", _("Name in &Malay"), TextBox()),
                     Spec("owner", _("&Owner"), TextBox()),
                     Spec("partner", _("&Partner"), TextBox())], build=self._command, columns=1)
        self.put_form(form)
        self.fields = form.fields
        form.set_values({} if programme is None else self._shown(programme),
                        f"programme:{programme.id if programme else 'new'}")
        self.check = self._save

    def _shown(self, programme: ProgrammeRow) -> dict[str, Any]:
        return {key: getattr(programme, key) for key in NAMES}

    def _command(self, values: dict[str, Any]) -> SaveProgramme:
        given: dict[str, Any] = {key: value or "" for key, value in values.items()}
        kept: dict[str, Any] = {}
        if self._programme is not None:
            p = self._programme
            kept = {"programme_id": p.id, "version": p.version, "technology": p.technology,
                    "period_from": p.period_from, "period_to": p.period_to, "description": p.description}
        return SaveProgramme(**given, **kept)

    def _save(self) -> bool:
        if self.form.check(all_fields=True):
            self.desk.do(self.form.command(), owner=self, then=lambda _key: self.accept(), invalid=self.form.refuse,
                         conflict=self._conflict if self._programme else None)
        self.fit()
        return False

    def _conflict(self) -> None:
        """Somebody else saved in between: both values, field by field."""
        if self._programme is not None:
            key = self._programme.id
            resolve(self.desk, self.form, Programmes(), table="programme", key=key, shown=self._shown,
                    adopt=self._adopt, save=self._save, pick=lambda rows: next(p for p in rows if p.id == key))

    def _adopt(self, programme: ProgrammeRow) -> None:
        self._programme = programme


class CourseForm(FormDialog):
    """A course: titles, hours, components, what completes it."""

    def __init__(self, desk: Desk, programmes: Sequence[ProgrammeRow], whole: CourseDetail | None,
                 parent: QWidget) -> None:
        course = whole.course if whole else None
        super().__init__(desk, _("New course") if course is None else _("Course {code}").format(code=course.code),
                         action=_("Save course"), wide=True, parent=parent)
        self._whole = whole
        self.parts = ComponentRows()
        self.parts.set_fixed(bool(whole and whole.in_use))
        self._add = self.parts.add_button
        self.parts.units = self._units
        self.each = CheckBox(_("Every pass mark must be met"))
        form = Form(self._specs(programmes), build=self._build, columns=4)
        more = []
        if whole is not None and whole.in_use:
            more.append(Note(_("Cohorts use this edition: weights, highest and pass marks stay as they are. "
                               "Save under another edition to change them for new cohorts."), "neutral"))
        self.put_form(form, *more)
        self.fields = form.fields
        form.edited.connect(self.fit)
        form.edited.connect(self._weigh)
        form.set_values(self._new() if whole is None else self._shown(whole),
                        f"course:{course.id if course else 'new'}")
        self.check = self._save
        desk.ask(ExamCatalogue(active_only=True), owner=self, then=self._show_exams)
        desk.ask(Templates(usable=True), owner=self, then=self._show_templates)
        self._weigh()

    def _specs(self, programmes: Sequence[ProgrammeRow]) -> list[Spec]:
        given = self._whole.course.certificate_design if self._whole else ""
        kinds = [("completion", _("Completion")), ("attendance", _("Attendance")), ("achievement", _("Achievement")),
                 ("participation", _("Participation")), ("award", _("Award"))]
        return [
            Spec("code", _("&Code"), TextBox(), required=True),
            Spec("edition", _("&Edition"), TextBox()),
            Spec("programme_id", _("&Programme"), Choice([(p.id, p.code) for p in programmes], empty=_("None"))),
            Spec("certificate_kind", _("Certi&ficate"), Choice(kinds)),
            Spec("title", _("&Title, as it is printed"), TextBox(), required=True, wide=True),
            Spec("title_ms", _("Subtitle in &Malay"), TextBox(), wide=True),
            Spec("title_en", _("Subtitle in En&glish"), TextBox(), wide=True),
            Spec("hours_theory", _("Theory, &hours"), NumberBox(places=2)),
            Spec("hours_practical", _("P&ractical, hours"), NumberBox(places=2)),
            Spec("threshold", _("&Attendance needed, %"), NumberBox()),
            Spec("total", _("&Weighted total needed"), NumberBox(places=2), help=_("Empty: no limit")),
            Spec("certificate_design", _("Certificate temp&late"), Choice(
                [(given, given)] if given else [], empty=_("The centre's"))),
            Spec("certificate_months", _("&Valid for (months)"), NumberBox(), help=_("Empty: for good")),
            Spec("units", _("&Units with an outcome of their own"), TextBox(max_length=1000), wide=True,
                 help=_("Such as: CU1 Install the network; CU2 Test it. Empty: none")),
            Spec("components", _("Assessments"), self.parts, wide=True),
            Spec("each", "", self.each, wide=True),
        ]

    def _new(self) -> dict[str, Any]:
        return {"edition": "1", "threshold": "80", "certificate_kind": "completion", "each": True,
                "components": [row_of(ComponentSpec("FINAL", "", weight=Decimal(100)))]}

    def _shown(self, whole: CourseDetail) -> dict[str, Any]:
        """What is saved of a course, by field."""
        values = {key: getattr(whole.course, key) for key in PLAIN}
        values["total"] = next((r.limit for r in whole.requirements if r.kind == "total"), None)
        values = {k: f"{v.normalize():f}" if isinstance(v, Decimal) else v for k, v in values.items()}
        codes = {u.id: u.code for u in whole.units}
        values["certificate_design"] = values["certificate_design"] or None  # the centre's
        return values | {"units": "; ".join(f"{u.code} {u.title}" for u in whole.units),
                         "components": [row_of(c, codes.get(c.unit_id, "")) for c in whole.components],
                         "each": any(r.kind == "component" for r in whole.requirements)}

    def _build(self, values: dict[str, Any]) -> Checked:
        specs = [spec_of(one) for one in values["components"]]
        wrong = {k: _("Write a number.") for k in NUMBERS if isinstance(values[k], str)}
        told = next((s for s in specs if isinstance(s, str)), "")
        if told:
            wrong["components"] = told
        number = {k: None if isinstance(values[k], str) else values[k] for k in NUMBERS}
        parts = [s for s in specs if isinstance(s, ComponentSpec)]
        return Checked(SaveCourse(
            **self._identity(values), programme_id=values["programme_id"], code=values["code"] or "",
            edition=values["edition"] or "1", title=values["title"] or "", title_ms=values["title_ms"] or "",
            title_en=values["title_en"] or "", certificate_kind=values["certificate_kind"] or "completion",
            certificate_design=values["certificate_design"] or "",
            certificate_months=number["certificate_months"],
            hours_theory=Decimal(number["hours_theory"] or 0), hours_practical=Decimal(number["hours_practical"] or 0),
            threshold=80 if number["threshold"] is None else number["threshold"], components=tuple(parts),
            requirements=requirements(parts, bool(values["each"]), number["total"]), grades=self._grades(),
            units=units_of(values["units"], self._whole)), wrong)

    def _units(self) -> list[tuple[str, str]]:
        return [(u.code, f"{u.code} {u.title}") for u in units_of(self.form.values()["units"], self._whole)]

    def _show_exams(self, rows: Sequence[CatalogueRow]) -> None:
        self.parts.exams = rows

    def _show_templates(self, rows: Sequence[TemplateRow]) -> None:
        """Those that certificates can be issued with; one that the course has stays to be chosen, retired or not."""
        given = self._whole.course.certificate_design if self._whole else ""
        found = [(r.code, r.name) for r in rows if r.serves("completion")]
        if given and given not in dict(found):
            found.append((given, given))
        choice = self.fields["certificate_design"].editor
        assert isinstance(choice, Choice)
        choice.set_options(found)

    def go_to_assessments(self) -> None:
        """Begin where the assessments are, for whoever comes from the results."""
        (self.parts.rows[0]["code"] if self.parts.rows else self._add).setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, self._scroll_to_assessments)  # once it is laid out

    def _scroll_to_assessments(self) -> None:
        above = theme().px(32)  # the name of the field
        self._area.verticalScrollBar().setValue(self.parts.mapTo(self._inner, QPoint(0, 0)).y() - above)

    def _weigh(self) -> None:
        """Say what the weights add up to, while they are typed."""
        self.form.fields["components"].set_help(weight_words(self.parts.value()))

    def _identity(self, values: dict[str, Any]) -> dict[str, Any]:
        """The key of what is changed; another edition makes a new course."""
        if self._whole is None or values["edition"] != self._whole.course.edition:
            return {}
        return {"course_id": self._whole.course.id, "version": self._whole.course.version}

    def _grades(self) -> tuple[GradeSpec, ...]:
        if self._whole is None:
            return DEFAULT_GRADES
        return tuple(GradeSpec(g.floor, g.title, g.title_ms) for g in self._whole.grades)

    def _save(self) -> bool:
        if self.form.check(all_fields=True):
            self.desk.do(self.form.command().command, owner=self, then=lambda _key: self.accept(),
                         invalid=self.form.refuse, conflict=self._conflict if self._whole else None)
        self.fit()
        return False

    def _conflict(self) -> None:
        """Somebody else saved in between: both values, field by field."""
        if self._whole is not None:
            key = self._whole.course.id
            resolve(self.desk, self.form, CourseWhole(course_id=key), table="course", key=key, shown=self._shown,
                    adopt=self._adopt, save=self._save,
                    words=lambda name, value: rows_words(value) if name == "components" else "")

    def _adopt(self, whole: CourseDetail) -> None:
        self._whole = whole


def requirements(parts: Sequence[ComponentSpec], each: bool, total: Any) -> tuple[RequirementSpec, ...]:
    """Attendance, the pass marks when each must be met, the weighted total when there is a limit."""
    rules = [RequirementSpec("attendance")]
    if each:
        rules += [RequirementSpec("component", c.code) for c in parts
                  if c.pass_mark is not None or c.scale != "mark"]
    if total is not None:
        rules.append(RequirementSpec("total", limit=Decimal(total)))
    return tuple(rules)


def units_of(text: str | None, whole: CourseDetail | None) -> tuple[UnitSpec, ...]:
    """Units as they are typed: 'CU1 Title; CU2 Title'. A Malay title that is recorded stays with its code."""
    malay = {u.code: u.title_ms for u in whole.units} if whole is not None else {}
    parts = [part.split(maxsplit=1) for part in (text or "").split(";") if part.strip()]
    return tuple(UnitSpec(part[0], part[1] if len(part) > 1 else "", malay.get(part[0], "")) for part in parts)


def weight_words(rows: Sequence[dict[str, Any]]) -> str:
    """What the weights add up to; '' when they are right or there are none."""
    weights = [one["weight"] for one in rows]
    if any(isinstance(w, str) for w in weights):
        return ""
    total = sum((Decimal(w or 0) for w in weights), Decimal(0))
    return "" if total in (0, 100) else _("The weights add up to {sum} of 100.").format(sum=f"{total.normalize():f}")
