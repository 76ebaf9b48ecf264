"""What is taught, as frozen rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from app.i18n import language
from app.office.command import Query, Work
from app.office.permissions import Permission
from app.programmes.commands import in_use
from app.programmes.records import Component, Course, GradeBand, Programme, Requirement, Unit


@dataclass(frozen=True)
class ProgrammeRow:
    """A programme, with how many courses it has."""

    id: int
    version: int
    code: str
    name: str
    name_ms: str
    owner: str
    partner: str
    technology: str
    period_from: date | None
    period_to: date | None
    description: str
    active: bool
    courses: int = 0


@dataclass(frozen=True, kw_only=True)
class Programmes(Query[ProgrammeRow]):
    """All programmes by code."""

    needs = Permission.PROGRAMMES_VIEW
    reads = frozenset({"programme", "course"})

    def rows(self, work: Work) -> Sequence[ProgrammeRow]:
        counts = dict(work.session.execute(
            select(Course.programme_id, func.count()).group_by(Course.programme_id)).all())
        names = [f.name for f in fields(ProgrammeRow) if f.name != "courses"]
        return [ProgrammeRow(**{n: getattr(p, n) for n in names}, courses=counts.get(p.id, 0))
                for p in work.session.scalars(select(Programme).order_by(Programme.code))]


@dataclass(frozen=True)
class CourseRow:
    """An edition of a course, for lists and choices."""

    id: int
    version: int
    programme_id: int | None
    programme: str
    code: str
    edition: str
    title: str
    title_ms: str
    title_en: str
    kind: str
    hours_theory: Decimal
    hours_practical: Decimal
    threshold: int
    certificate_kind: str
    valid_from: date | None
    active: bool
    certificate_design: str = ""  # code of a template, '' takes the centre's
    certificate_months: int | None = None  # how long a certificate is valid; None = for good

    @property
    def hours(self) -> Decimal:
        """Theory and practical hours together."""
        return self.hours_theory + self.hours_practical

    def shown(self) -> str:
        """`HCIA-AI · Artificial Intelligence` in the language in use."""
        title = (self.title_ms if language() == "ms" else self.title_en) or self.title
        return f"{self.code} · {title}"


def course_row(record: Course, programme: str = "") -> CourseRow:
    """The row of a record."""
    names = [f.name for f in fields(CourseRow) if f.name != "programme"]
    return CourseRow(**{n: getattr(record, n) for n in names}, programme=programme)


@dataclass(frozen=True, kw_only=True)
class Courses(Query[CourseRow]):
    """Courses by code and edition, newest edition first; of one programme or all."""

    needs = Permission.PROGRAMMES_VIEW
    reads = frozenset({"course", "programme"})

    programme_id: int | None = None
    active_only: bool = False

    def rows(self, work: Work) -> Sequence[CourseRow]:
        wanted = select(Course, Programme.code).outerjoin(Programme, Programme.id == Course.programme_id)
        if self.programme_id is not None:
            wanted = wanted.where(Course.programme_id == self.programme_id)
        if self.active_only:
            wanted = wanted.where(Course.active)
        found = work.session.execute(wanted.order_by(Course.code, Course.id.desc()))
        return [course_row(course, programme or "") for course, programme in found]


@dataclass(frozen=True)
class ComponentRow:
    """Something that is assessed."""

    id: int
    course_id: int
    position: int
    code: str
    title: str
    title_ms: str
    kind: str
    scale: str
    weight: Decimal
    max_mark: Decimal
    pass_mark: Decimal | None
    must_pass: bool
    max_attempts: int
    rule: str
    unit_id: int | None = None
    exam_id: int | None = None
    capped: bool = False

    def shown(self) -> str:
        """The title in the language in use."""
        return (self.title_ms if language() == "ms" else "") or self.title


@dataclass(frozen=True)
class RequirementRow:
    """One condition of completion."""

    id: int
    position: int
    kind: str
    component_id: int | None
    limit: Decimal | None


@dataclass(frozen=True)
class GradeRow:
    """A grade from a weighted total on."""

    floor: Decimal
    title: str
    title_ms: str

    def shown(self) -> str:
        """The grade in the language in use."""
        return (self.title_ms if language() == "ms" else "") or self.title


@dataclass(frozen=True)
class UnitRow:
    """A part of a course with an outcome of its own."""

    id: int
    position: int
    code: str
    title: str
    title_ms: str

    def shown(self) -> str:
        """The title in the language in use."""
        return (self.title_ms if language() == "ms" else "") or self.title


@dataclass(frozen=True)
class CourseDetail:
    """A course with everything in it; grades from the highest down."""

    course: CourseRow
    components: tuple[ComponentRow, ...]
    requirements: tuple[RequirementRow, ...]
    grades: tuple[GradeRow, ...]
    in_use: bool
    units: tuple[UnitRow, ...] = ()


def course_detail(work: Work, course_id: int) -> CourseDetail:
    """A course read inside a transaction. Missing when it is not there."""
    course = work.get(Course, course_id)
    components = work.session.scalars(
        select(Component).where(Component.course_id == course_id).order_by(Component.position, Component.id))
    requirements = work.session.scalars(
        select(Requirement).where(Requirement.course_id == course_id).order_by(Requirement.position, Requirement.id))
    grades = work.session.scalars(
        select(GradeBand).where(GradeBand.course_id == course_id).order_by(GradeBand.floor.desc()))
    return CourseDetail(
        course_row(course),
        tuple(ComponentRow(**{f.name: getattr(c, f.name) for f in fields(ComponentRow)}) for c in components),
        tuple(RequirementRow(**{f.name: getattr(r, f.name) for f in fields(RequirementRow)}) for r in requirements),
        tuple(GradeRow(g.floor, g.title, g.title_ms) for g in grades),
        in_use(work, course_id),
        tuple(UnitRow(u.id, u.position, u.code, u.title, u.title_ms) for u in work.session.scalars(
            select(Unit).where(Unit.course_id == course_id).order_by(Unit.position, Unit.id))))


@dataclass(frozen=True, kw_only=True)
class CourseWhole(Query[CourseDetail]):
    """One course with components, requirements and grades."""

    needs = Permission.PROGRAMMES_VIEW
    reads = frozenset({"course", "component", "requirement", "grade_band", "course_unit"})

    course_id: int

    def rows(self, work: Work) -> Sequence[CourseDetail]:
        return [course_detail(work, self.course_id)]
