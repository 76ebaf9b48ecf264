"""Changes to what is taught. An edition that has cohorts keeps what completion rests on; a new edition is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import column, func, select, table

from app.errors import Invalid
from app.i18n import _
from app.office.command import Command, Work
from app.office.permissions import Permission
from app.programmes.records import Component, Course, GradeBand, Programme, Requirement, Unit

SCALES = ("mark", "competency", "pass")
RULES = ("best", "last", "first_pass", "average")
KINDS = ("theory", "practical", "project", "coursework", "exam")
REQUIREMENTS = ("attendance", "component", "total")
MOST_MONTHS = 600  # that a certificate is valid for
FIXED = ("scale", "weight", "max_mark", "pass_mark", "must_pass", "max_attempts", "rule", "unit_id", "capped")
"""What results rest on: it stays while cohorts use the edition."""
_HUNDRED = Decimal(100)


@dataclass(frozen=True, kw_only=True)
class SaveProgramme(Command[int]):
    """Add a programme, or change one (with the version that was seen)."""

    needs = Permission.PROGRAMMES_CHANGE

    programme_id: int | None = None
    version: int | None = None
    code: str
    name: str
    name_ms: str = ""
    owner: str = ""
    partner: str = ""
    technology: str = ""
    period_from: date | None = None
    period_to: date | None = None
    description: str = ""
    active: bool = True

    def label(self) -> str:
        return _("Save programme {code}").format(code=self.code)

    def problems(self) -> dict[str, str]:
        found: dict[str, str] = {}
        if not self.code.strip():
            found["code"] = _("Write a short code.")
        if not self.name.strip():
            found["name"] = _("Write the name of the programme.")
        if self.period_from and self.period_to and self.period_to < self.period_from:
            found["period_to"] = _("The period ends before it begins.")
        return found

    def run(self, work: Work) -> int:
        values = {"code": self.code.strip(), "name": self.name.strip(), "name_ms": self.name_ms.strip(),
                  "owner": self.owner.strip(), "partner": self.partner.strip(),
                  "technology": self.technology.strip(), "period_from": self.period_from,
                  "period_to": self.period_to, "description": self.description.strip(), "active": self.active}
        same = work.session.scalars(select(Programme).where(Programme.code == values["code"])).first()
        if same is not None and same.id != self.programme_id:
            raise Invalid({"code": _("There is a programme with this code already.")})
        if self.programme_id is None:
            return work.add(Programme(**values)).id
        programme = work.get(Programme, self.programme_id, self.version)
        for key, value in values.items():
            setattr(programme, key, value)
        return programme.id


@dataclass(frozen=True)
class ComponentSpec:
    """A component as a form fills it in. Weight of 100; marks up to max_mark, two decimals."""

    code: str
    title: str
    title_ms: str = ""
    kind: str = "theory"
    scale: str = "mark"
    weight: Decimal = Decimal(0)
    max_mark: Decimal = _HUNDRED
    pass_mark: Decimal | None = Decimal(50)
    must_pass: bool = True
    max_attempts: int = 3
    rule: str = "best"
    unit: str = ""  # code of the unit it belongs to
    exam_id: int | None = None  # of the catalogue
    capped: bool = False  # a later try counts at most the pass mark


@dataclass(frozen=True)
class UnitSpec:
    """A unit with an outcome of its own."""

    code: str
    title: str
    title_ms: str = ""


@dataclass(frozen=True)
class RequirementSpec:
    """A requirement: kind, the code of its component, or the limit of the weighted total."""

    kind: str
    component: str = ""
    limit: Decimal | None = None


@dataclass(frozen=True)
class GradeSpec:
    """A grade from a weighted total on."""

    floor: Decimal
    title: str
    title_ms: str = ""


DEFAULT_GRADES = (GradeSpec(Decimal(85), "Distinction", "Cemerlang"), GradeSpec(Decimal(75), "Merit", "Kepujian"),
                  GradeSpec(Decimal(60), "Pass", "Lulus"))


@dataclass(frozen=True, kw_only=True)
class SaveCourse(Command[int]):
    """Add an edition of a course with its components, requirements and grades, or change one.

    The components of an edition that cohorts use can only be renamed: marks rest on the rest.
    """

    needs = Permission.PROGRAMMES_CHANGE

    course_id: int | None = None
    version: int | None = None
    programme_id: int | None = None
    code: str
    edition: str = "1"
    title: str
    title_ms: str = ""
    title_en: str = ""
    kind: str = "short"
    hours_theory: Decimal = Decimal(0)
    hours_practical: Decimal = Decimal(0)
    threshold: int = 80
    certificate_kind: str = "completion"
    certificate_design: str = ""  # code of a template, '' takes the centre's
    certificate_months: int | None = None  # the certificate is valid for so long; None = for good
    valid_from: date | None = None
    active: bool = True
    components: tuple[ComponentSpec, ...] = ()
    requirements: tuple[RequirementSpec, ...] = (RequirementSpec("attendance"),)
    grades: tuple[GradeSpec, ...] = ()
    units: tuple[UnitSpec, ...] = ()

    def label(self) -> str:
        return _("Save course {code}").format(code=self.code)

    def problems(self) -> dict[str, str]:
        found: dict[str, str] = {}
        if not self.code.strip():
            found["code"] = _("Write a short code.")
        if not self.title.strip():
            found["title"] = _("Write the title as it is printed.")
        if not 0 <= self.threshold <= 100:
            found["threshold"] = _("Attendance is 0 to 100 per cent.")
        if self.hours_theory < 0 or self.hours_practical < 0:
            found["hours_theory"] = _("Hours cannot be less than zero.")
        if self.certificate_months is not None and not 1 <= self.certificate_months <= MOST_MONTHS:
            found["certificate_months"] = _("A certificate is valid for 1 to 600 months, or for good.")
        found.update(self._component_problems())
        codes = {c.code for c in self.components}
        if any(r.kind not in REQUIREMENTS or (r.kind == "component" and r.component not in codes)
               or (r.kind == "total" and r.limit is None) for r in self.requirements):
            found["requirements"] = _("Each requirement needs its component or its limit.")
        return found

    def _component_problems(self) -> dict[str, str]:
        codes = [c.code.strip() for c in self.components]
        if any(not code for code in codes) or any(not c.title.strip() for c in self.components):
            return {"components": _("Each component needs a code and a title.")}
        if len(set(codes)) < len(codes):
            return {"components": _("Two components have the same code.")}
        told = self._unit_problem()
        if told:
            return told
        for c in self.components:
            if c.max_mark <= 0 or (c.pass_mark is not None and not 0 <= c.pass_mark <= c.max_mark):
                return {"components": _("{title}: the pass mark lies between 0 and the highest mark.").format(
                    title=c.title)}
            if c.kind not in KINDS or c.scale not in SCALES or c.rule not in RULES:
                return {"components": _("{title}: choose its kind, scale and which try counts.").format(title=c.title)}
            if not 1 <= c.max_attempts <= 20:
                return {"components": _("{title}: 1 to 20 tries are possible.").format(title=c.title)}
            if c.weight and c.scale != "mark":
                return {"components": _("{title} has no marks, so it has no weight.").format(title=c.title)}
        weights = sum((c.weight for c in self.components), Decimal(0))
        if weights not in (0, 100):
            return {"components": _("The weights add up to {sum}; they must add up to 100.").format(
                sum=f"{weights.normalize():f}")}
        return {}

    def _unit_problem(self) -> dict[str, str]:
        codes = [u.code.strip() for u in self.units]
        if any(not code for code in codes) or any(not u.title.strip() for u in self.units):
            return {"units": _("Each unit needs a code and a title, such as: CU1 Install the network.")}
        if len(set(codes)) < len(codes):
            return {"units": _("Two units have the same code.")}
        for c in self.components:
            if c.unit and c.unit not in codes:
                return {"components": _("{title}: there is no unit {code}.").format(title=c.title, code=c.unit)}
        return {}

    def run(self, work: Work) -> int:
        values = {"programme_id": self.programme_id, "code": self.code.strip(), "edition": self.edition.strip() or "1",
                  "title": self.title.strip(), "title_ms": self.title_ms.strip(), "title_en": self.title_en.strip(),
                  "kind": self.kind, "hours_theory": self.hours_theory, "hours_practical": self.hours_practical,
                  "threshold": self.threshold, "certificate_kind": self.certificate_kind,
                  "certificate_design": self.certificate_design, "certificate_months": self.certificate_months,
                  "valid_from": self.valid_from, "active": self.active}
        same = work.session.scalars(select(Course).where(
            Course.code == values["code"], Course.edition == values["edition"])).first()
        if same is not None and same.id != self.course_id:
            raise Invalid({"code": _("This edition of the course is there already.")})
        if self.course_id is None:
            course = work.add(Course(**values))
        else:
            course = work.get(Course, self.course_id, self.version)
            for key, value in values.items():
                setattr(course, key, value)
        units = self._write_units(work, course.id)
        by_code = self._write_components(work, course.id, units)
        self._drop_units(work, course.id)
        self._write_rules(work, course.id, by_code)
        return course.id

    def _write_units(self, work: Work, course_id: int) -> dict[str, int]:
        known = {u.code: u for u in work.session.scalars(select(Unit).where(Unit.course_id == course_id))}
        keys: dict[str, int] = {}
        for place, spec in enumerate(self.units, 1):
            unit = known.get(spec.code.strip()) or work.add(
                Unit(course_id=course_id, code=spec.code.strip(), title=spec.title.strip()))
            unit.position, unit.title, unit.title_ms = place, spec.title.strip(), spec.title_ms.strip()
            keys[unit.code] = unit.id
        return keys

    def _drop_units(self, work: Work, course_id: int) -> None:
        wanted = {u.code.strip() for u in self.units}
        work.session.flush()
        for unit in work.session.scalars(select(Unit).where(Unit.course_id == course_id)):
            if unit.code not in wanted:
                work.session.delete(unit)

    def _write_components(self, work: Work, course_id: int, units: dict[str, int]) -> dict[str, int]:
        known = {c.code: c for c in work.session.scalars(select(Component).where(Component.course_id == course_id))}
        fixed = in_use(work, course_id)
        keys: dict[str, int] = {}
        for place, spec in enumerate(self.components, 1):
            values = {"position": place, "code": spec.code.strip(), "title": spec.title.strip(),
                      "title_ms": spec.title_ms.strip(), "kind": spec.kind, "scale": spec.scale,
                      "weight": spec.weight, "max_mark": spec.max_mark, "pass_mark": spec.pass_mark,
                      "must_pass": spec.must_pass, "max_attempts": spec.max_attempts, "rule": spec.rule,
                      "unit_id": units.get(spec.unit), "exam_id": spec.exam_id, "capped": spec.capped}
            component = known.pop(spec.code.strip(), None)
            if component is None:
                if fixed:
                    raise Invalid({"components": _in_use_sentence()})
                component = work.add(Component(course_id=course_id, **values))
            else:
                if fixed and any(getattr(component, k) != values[k] for k in
                                 FIXED):
                    raise Invalid({"components": _in_use_sentence()})
                for key, value in values.items():
                    setattr(component, key, value)
            keys[component.code] = component.id
        if known and fixed:
            raise Invalid({"components": _in_use_sentence()})
        gone = list(known.values())
        if gone:
            ids = [c.id for c in gone]
            for requirement in work.session.scalars(select(Requirement).where(Requirement.component_id.in_(ids))):
                work.session.delete(requirement)
            work.session.flush()
            for component in gone:
                work.remove(component)
        return keys

    def _write_rules(self, work: Work, course_id: int, components: dict[str, int]) -> None:
        known = {(r.kind, r.component_id): r for r in work.session.scalars(
            select(Requirement).where(Requirement.course_id == course_id))}
        for place, spec in enumerate(self.requirements, 1):
            key = (spec.kind, components.get(spec.component) if spec.kind == "component" else None)
            found = known.pop(key, None)
            if found is None:
                work.add(Requirement(course_id=course_id, position=place, kind=key[0], component_id=key[1],
                                     limit=spec.limit))
            else:
                found.position, found.limit = place, spec.limit
        for requirement in known.values():
            work.remove(requirement)
        bands = {b.floor: b for b in work.session.scalars(select(GradeBand).where(GradeBand.course_id == course_id))}
        for grade in self.grades:
            band = bands.pop(grade.floor, None)
            if band is None:
                work.add(GradeBand(course_id=course_id, floor=grade.floor, title=grade.title,
                                   title_ms=grade.title_ms))
            else:
                band.title, band.title_ms = grade.title, grade.title_ms
        for band in bands.values():
            work.remove(band)


def in_use(work: Work, course_id: int) -> bool:
    """Whether a cohort runs on this edition (the cohorts' room is above, so the table is named)."""
    cohort = table("cohort", column("course_id"))
    return bool(work.session.scalar(
        select(func.count()).select_from(cohort).where(cohort.c.course_id == course_id)))


def _in_use_sentence() -> str:
    return _("Cohorts use this edition, so its components cannot change. Make a new edition instead.")
