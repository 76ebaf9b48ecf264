"""A course of two units, one of marks and one judged T or BT, and two trainees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from app.cohorts.commands import AddCohort, Instructor
from app.cohorts.enrolments import Enrol
from app.cohorts.queries import Roll
from app.office.command import Command, Work
from app.office.office import Office
from app.office.permissions import Actor, Permission
from app.programmes.commands import ComponentSpec, RequirementSpec, SaveCourse, UnitSpec
from app.programmes.queries import CourseWhole
from app.results.commands import Cell, EnterResults
from app.staff.records import User
from app.trainees.records import Trainee

NOW = datetime(2026, 7, 14, 4, 0, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class _People(Command[tuple[tuple[int, ...], int, int]]):
    needs = Permission.COHORTS_CHANGE

    def label(self) -> str:
        return "People"

    def run(self, work: Work) -> tuple[tuple[int, ...], int, int]:
        people = tuple(work.add(Trainee(number=f"T26-{n:05}", full_name=name, match_key=name, sort_key=name)).id
                       for n, name in enumerate(("Aiman", "Bala"), 1))
        teacher, checker = (work.add(User(login=role, name=name, roles=role)).id
                            for role, name in (("instructor", "Encik Razak"), ("verifier", "Puan Salmah")))
        return people, teacher, checker


@dataclass
class Units:
    """The cohort, with who teaches and who verifies."""

    office: Office
    code: str
    cohort_id: int
    components: dict[str, int]
    enrolments: dict[str, int]
    users: tuple[int, int]

    def cell(self, name: str, code: str, text: str, **more: object) -> Cell:
        """A mark, T or BT."""
        given = {"competency": text} if text in ("T", "BT") else {"mark": Decimal(text)}
        return Cell(enrolment_id=self.enrolments[name], component_id=self.components[code],
                    **given, **more)  # type: ignore[arg-type]

    def enter(self, name: str, code: str, text: str, **more: object) -> None:
        """Enter it."""
        self.office.do(EnterResults(cells=(self.cell(name, code, text, **more),)))

    def teacher(self) -> Office:
        """The instructor at a desk."""
        return self._at(self.users[0], "Encik Razak", "instructor")

    def verifier(self) -> Office:
        """The verifier at a desk."""
        return self._at(self.users[1], "Puan Salmah", "verifier")

    def _at(self, key: int, name: str, role: str) -> Office:
        return Office(self.office.engine, Actor(key, role, name, frozenset({role})), clock=lambda: NOW)


def two_units(office: Office) -> Units:
    """Plant it; nothing is assessed yet."""
    office.clock = lambda: NOW
    course = office.do(SaveCourse(
        code="NOSS-L2", title="Network installation",
        units=(UnitSpec("CU1", "Cabling"), UnitSpec("CU3", "Server set-up")),
        components=(
            ComponentSpec(code="CU1-P", title="Cabling practical", pass_mark=Decimal(50), unit="CU1"),
            ComponentSpec(code="CU3-P", title="Server practical", scale="competency", pass_mark=None, unit="CU3")),
        requirements=(RequirementSpec("component", "CU3-P"),))).value
    people, *users = office.do(_People()).value
    cohort = office.do(AddCohort(code="NOSS-01", course_id=course, starts=date(2026, 7, 1), ends=date(2026, 7, 31),
                                 status="running", instructors=(Instructor("Encik Razak", users[0]),))).value
    office.do(Enrol(cohort_id=cohort, trainee_ids=people))
    detail = office.ask(CourseWhole(course_id=course))[0]
    return Units(office, "NOSS-01", cohort, {c.code: c.id for c in detail.components},
                 {r.name: r.enrolment_id for r in office.ask(Roll(cohort_id=cohort))}, (users[0], users[1]))
