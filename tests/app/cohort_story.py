"""A finished cohort of eight: two who qualify plainly, one by a resit, and five of the reasons why not."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from app.attendance.records import ClassSession, Mark, Status
from app.attendance.statuses import shipped_statuses
from app.centre.records import Centre, Series, Signatory
from app.cohorts.commands import AddCohort, ChangeCohortStatus, Instructor
from app.cohorts.records import Enrolment
from app.office.command import Command, Work
from app.office.office import Office
from app.office.permissions import SYSTEM, Actor, Permission
from app.programmes.commands import DEFAULT_GRADES, ComponentSpec, RequirementSpec, SaveCourse
from app.programmes.queries import CourseDetail, CourseWhole
from app.results.commands import Cell, EnterResults
from app.trainees.records import Identity, Trainee
from tests.app.told import told_once

NOW = datetime(2026, 7, 14, 1, 0, tzinfo=UTC)  # 09:00 in Malaysia
FIRST, LAST = date(2026, 6, 15), date(2026, 7, 10)

PEOPLE: dict[str, tuple[int, tuple[str, ...]]] = {
    # name: (absences of 20, marks for quiz, lab 1, lab 2, project, final); '' none, 'A' absent
    "Benedict anak Lawai": (5, ("70", "74", "69", "72", "66")),
    "Cheah Yong Sheng": (0, ("61", "72", "70", "74", "44")),
    "Deepa a/p Krishnasamy": (1, ("79", "82", "80", "77", "47")),
    "Goh Xin Yi": (0, ("90", "87", "92", "94", "88")),
    "Hakim Luqman bin Saidin": (0, ("52", "60", "57", "64", "56")),
    "Kartini binti Sulong": (2, ("70", "78", "", "76", "71")),
    "Melvin Jipanus": (6, ("70", "72", "74", "38", "58")),
    "Nik Adlina binti Nik Rosdi": (4, ("76", "79", "77", "84", "73")),
    "Sanjay Singh a/l Balwant Singh": (0, ("70", "72", "74", "76", "A")),
}
QUALIFY = ("Deepa a/p Krishnasamy", "Goh Xin Yi", "Nik Adlina binti Nik Rosdi")
TITLES = ("Quiz", "Lab practical 1", "Lab practical 2", "Project", "Final exam")


@dataclass(frozen=True, kw_only=True)
class Plant(Command[dict[str, int]]):
    """Centre, trainees, enrolments, sessions and marks straight into the tables."""

    needs = Permission.COHORTS_CHANGE
    cohort_id: int
    people: tuple[tuple[str, int], ...]

    def label(self) -> str:
        return "Plant"

    def run(self, work: Work) -> dict[str, int]:
        work.insert_many(Status, shipped_statuses())
        work.add(Centre(id=1, code="KL", name="ILP Kuala Lumpur TVET Centre", city="Kuala Lumpur",
                        name_ms="Institut Latihan Perindustrian Kuala Lumpur"))
        work.add(Series(code="MAIN"))
        work.add(Signatory(name="Ts. Dr. Azman bin Haji Sulaiman", post_ms="Pengarah", post_en="Director",
                           valid_from=date(2020, 1, 1), position=1))
        days = [d for n in range(26) if (d := FIRST + timedelta(days=n)).weekday() < 5]
        sessions = work.insert_many(ClassSession, [
            {"cohort_id": self.cohort_id, "day": day, "part": "AM", "starts_at": "08:30", "ends_at": "12:30",
             "kind": "theory", "mode": "onsite", "hours": Decimal(4), "state": "planned", "taken_by": "Farah",
             "taken_at": NOW, "venue": "", "topic": "", "reason": "", "closed_by": "", "replaces_id": None,
             "closed_at": None} for day in days])
        found = {}
        for n, (name, absences) in enumerate(self.people):
            trainee = work.add(Trainee(number=f"T26-{n:05}", full_name=name, match_key=name.upper(),
                                       sort_key=name.upper()))
            work.add(Identity(trainee_id=trainee.id, type="MYKAD", type_group="NRIC",
                              number=f"0409{n % 28 + 1:02}14{n:04}"))
            enrolment = work.add(Enrolment(cohort_id=self.cohort_id, trainee_id=trainee.id, joined_on=FIRST))
            found[name] = enrolment.id
            work.insert_many(Mark, [
                {"enrolment_id": enrolment.id, "session_id": key, "status": "X" if place < absences else "H",
                 "meaning": "absent" if place < absences else "attended", "fraction": Decimal(1), "minutes": None,
                 "reason": "", "source": "grid", "marked_by": "Farah", "marked_at": NOW}
                for place, key in enumerate(sessions)])
        return found


@dataclass
class Story:
    """The planted cohort: keys by name and by component title."""

    office: Office
    cohort_id: int
    course_id: int
    enrolments: dict[str, int]
    components: dict[str, int] = field(default_factory=dict)

    def acting(self, *roles: str, user_id: int = 7) -> Office:
        """The same database with somebody in these roles at the desk."""
        return Office(self.office.engine, Actor(user_id, "user", "Puan Aminah", frozenset(roles)), clock=lambda: NOW)

    def cell(self, name: str, title: str, text: str, **more: object) -> Cell:
        """A cell with a mark, or 'A' for absent."""
        given = {"state": "absent"} if text == "A" else {"mark": Decimal(text)}
        return Cell(enrolment_id=self.enrolments[name], component_id=self.components[title],
                    **given, **more)  # type: ignore[arg-type]


def detail_of(office: Office, course_id: int) -> CourseDetail:
    """The course, through the door."""
    return office.ask(CourseWhole(course_id=course_id))[0]


@told_once
def tell(office: Office, people: dict[str, tuple[int, tuple[str, ...]]] | None = None, *,
         finished: bool = True) -> Story:
    """Plant the story in an empty database and enter its results."""
    people = people or PEOPLE
    owner = Office(office.engine, SYSTEM, clock=lambda: NOW)
    weights = ("10", "20", "20", "20", "30")
    passes = ("40", "50", "50", "50", "50")
    codes = ("QUIZ", "LAB1", "LAB2", "PROJ", "FINAL")
    course = owner.do(SaveCourse(
        code="HCIA-AI", title="HCIA-AI", title_ms="Kecerdasan Buatan", title_en="Artificial Intelligence",
        hours_theory=Decimal(40), hours_practical=Decimal(40),
        components=tuple(ComponentSpec(code=c, title=t, weight=Decimal(w), pass_mark=Decimal(p))
                         for c, t, w, p in zip(codes, TITLES, weights, passes, strict=True)),
        requirements=(RequirementSpec("attendance"), *(RequirementSpec("component", c) for c in codes),
                      RequirementSpec("total", limit=Decimal(60))),
        grades=DEFAULT_GRADES)).value
    cohort = owner.do(AddCohort(code="HCIA-AI-03", course_id=course, starts=FIRST, ends=LAST, venue="Makmal AI, Blok C",
                                instructors=(Instructor("Ts. Farah Nadia Hassan", None),))).value
    enrolments = owner.do(Plant(cohort_id=cohort, people=tuple((n, a) for n, (a, _m) in people.items()))).value
    story = Story(owner, cohort, course, enrolments)
    story.components = {c.title: c.id for c in detail_of(owner, course).components}
    cells = [story.cell(name, title, mark, on_date=date(2026, 7, 9))
             for name, (_a, marks) in people.items() for title, mark in zip(TITLES, marks, strict=True) if mark]
    owner.do(EnterResults(cells=tuple(cells)))
    if people is PEOPLE:
        resit = date(2026, 7, 21)
        owner.do(EnterResults(cells=(
            story.cell("Deepa a/p Krishnasamy", "Final exam", "68", next=True, on_date=date(2026, 7, 13)),
            Cell(enrolment_id=enrolments["Cheah Yong Sheng"], component_id=story.components["Final exam"],
                 state="booked", next=True, on_date=resit),
            Cell(enrolment_id=enrolments["Sanjay Singh a/l Balwant Singh"],
                 component_id=story.components["Final exam"], state="booked", next=True, on_date=resit))))
    if finished:
        owner.do(ChangeCohortStatus(cohort_id=cohort, status="finished"))
    return story



