"""A week of exams: one HCIA, an HCIP of two papers, and the people who sat them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from app.attendance.records import Status
from app.attendance.statuses import shipped_statuses
from app.cohorts.commands import AddCohort
from app.cohorts.enrolments import Enrol
from app.office.command import Command, Work
from app.office.office import Office
from app.office.permissions import Permission
from app.programmes.records import Component, Course, Exam
from app.results.commands import Cell, EnterResults
from app.trainees.records import Identity, Trainee
from app.trainees.searchable import refresh_search

NOW = datetime(2026, 7, 14, 4, 0, tzinfo=UTC)
NAMES = ("Ahmad bin Ali", "Bala a/l Kumar", "Chong Mei Ling", "Dayang binti Awang")


@dataclass(frozen=True, kw_only=True)
class _Plant(Command[tuple[int, dict[str, int], tuple[int, ...]]]):
    needs = Permission.COHORTS_CHANGE

    def label(self) -> str:
        return "Plant"

    def run(self, work: Work) -> tuple[int, dict[str, int], tuple[int, ...]]:
        work.insert_many(Status, shipped_statuses())
        course = work.add(Course(code="HCIA-DC", title="HCIA-Datacom"))
        keys = {}
        for code, level, group in (("H12-811", "HCIA", ""), ("H12-821", "HCIP", "HCIP-DC"),
                                   ("H12-831", "HCIP", "HCIP-DC")):
            exam = work.add(Exam(code=code, name=f"{level}-Datacom", level=level, valid_months=36, paper_group=group,
                                 window_months=18 if group else None))
            keys[code] = work.add(Component(course_id=course.id, code=code, title=code, kind="exam", exam_id=exam.id,
                                            max_mark=Decimal(1000), pass_mark=Decimal(600), must_pass=False)).id
        people = []
        for n, name in enumerate(NAMES, start=1):
            trainee = work.add(Trainee(number=f"T26-{n:05}", full_name=name, match_key=name, sort_key=name,
                                       certificate_name=name if n > 1 else "Ahmad Ali",
                                       email=f"p{n}@pelatih.example"))
            work.add(Identity(trainee_id=trainee.id, type="MYKAD", type_group="NRIC", number=f"9001{n:02}14556{n}",
                              checked_by="Aminah" if n != 2 else ""))
            refresh_search(work, trainee)
            people.append(trainee.id)
        return course.id, keys, tuple(people)


@dataclass
class Week:
    """The cohort of the week."""

    office: Office
    cohort_id: int
    components: dict[str, int]
    enrolments: dict[str, int]

    def enter(self, name: str, code: str, text: str, day: date, **more: object) -> None:
        """A score, or 'TH'."""
        given = {"state": "absent"} if text == "TH" else {"mark": Decimal(text)}
        self.office.do(EnterResults(cells=(Cell(
            enrolment_id=self.enrolments[name], component_id=self.components[code], on_date=day,
            **given, **more),)))  # type: ignore[arg-type]


def exam_week(office: Office) -> Week:
    """Plant it; nothing has been sat yet."""
    office.clock = lambda: NOW
    course, components, people = office.do(_Plant()).value
    cohort = office.do(AddCohort(code="DC-01", course_id=course, starts=date(2026, 7, 1), ends=date(2026, 7, 31),
                                 status="running")).value
    office.do(Enrol(cohort_id=cohort, trainee_ids=people))
    from app.cohorts.queries import Roll

    roll = {r.name: r.enrolment_id for r in office.ask(Roll(cohort_id=cohort))}
    return Week(office, cohort, components, roll)
