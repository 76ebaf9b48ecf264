"""A cohort that three employers have sent: nine, eight and seven trainees, ten sessions in one week of March."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from app.attendance.generate import Slot
from app.attendance.records import Status
from app.attendance.sessions import GenerateSessions
from app.attendance.statuses import shipped_statuses
from app.centre.records import Centre
from app.cohorts.commands import AddCohort, Instructor
from app.cohorts.records import Enrolment
from app.office.command import Command, Work
from app.office.office import Office
from app.office.permissions import Permission
from app.programmes.records import Course
from app.trainees.names import sort_key
from app.trainees.records import Identity, Organisation, Title, Trainee
from tests.app.class_room import Class
from tests.app.told import told_once

FIRST, LAST = date(2025, 3, 10), date(2025, 3, 14)
AFTER = datetime(2025, 3, 17, 1, 0, tzinfo=UTC)
LONG = ("PUTERI NUR SYAFIQAH HIDAYATUL HUSNA BINTI MUHAMMAD KHAIRUL ANUAR ABDUL RAHMAN AL-HAJ BIN SYED PUTRA "
        "JAMALULLAIL IBNI ALMARHUM SYED HASSAN AL-QADRI BIN ALI")
TAMIL = "விக்னேஸ்வரன் சுப்பிரமணியம்"
CHINESE = "陈美玲"
NAMES = [LONG, f"VIKNESWARAN A/L SUBRAMANIAM {TAMIL}", f"CHAN MEI LING {CHINESE}",
         *(f"PESERTA {n:02} BIN AHMAD" for n in range(21))]
EMPLOYERS = (("Telekom Wawasan Sdn Bhd", 9), ("Maju Rangkaian Berhad", 8), ("Kilang Isyarat (M) Sdn Bhd", 7))
STREET = (("Dato'", "Ir."), ("Tan Sri", "Ts."), ("Ts.",))


@dataclass(frozen=True, kw_only=True)
class _Plant(Command[tuple[int, tuple[int, ...]]]):
    needs = Permission.COHORTS_CHANGE

    def label(self) -> str:
        return "Plant"

    def run(self, work: Work) -> tuple[int, tuple[int, ...]]:
        course = work.add(Course(code="HW-MW", title="Microwave Module (HCIA-Transmission)", threshold=75))
        if not work.session.query(Status).count():
            work.insert_many(Status, shipped_statuses())
        if work.session.get(Centre, 1) is None:
            work.add(Centre(id=1, code="KL", name="Institut Latihan Perindustrian Kuala Lumpur", city="Kuala Lumpur"))
        people = []
        for n, name in enumerate(NAMES, start=1):
            person = work.add(Trainee(number=f"T25-{n:05}", full_name=name, match_key=name, sort_key=sort_key(name),
                                      gender="P" if n % 3 else "L", citizenship="NON" if n == 3 else "MY"))
            if n == 3:
                work.add(Identity(trainee_id=person.id, type="PASPORT", type_group="PASPORT", number="E12345678",
                                  country="CN"))
            else:
                work.add(Identity(trainee_id=person.id, type="MYKAD", type_group="NRIC",
                                  number=f"9001{n % 28 + 1:02}14{n:04}"))
            for place, title in enumerate(STREET[n - 4] if 4 <= n < 7 else (), start=1):
                work.add(Title(trainee_id=person.id, position=place, text=title))
            people.append(person.id)
        return course.id, tuple(people)


@dataclass(frozen=True, kw_only=True)
class _Send(Command[int]):
    needs = Permission.COHORTS_CHANGE
    cohort_id: int
    people: tuple[int, ...]

    def label(self) -> str:
        return "Send"

    def run(self, work: Work) -> int:
        at = 0
        for name, count in EMPLOYERS:
            firm = work.add(Organisation(name=name, name_key=name.upper()))
            for key in self.people[at:at + count]:
                work.add(Enrolment(cohort_id=self.cohort_id, trainee_id=key, joined_on=FIRST,
                                   organisation_id=firm.id))
            at += count
        return at


@told_once
def send(office: Office) -> Class:
    """Plant and open; the clock stands in the week after."""
    office.clock = lambda: AFTER
    course, people = office.do(_Plant()).value
    cohort = office.do(AddCohort(code="HW-MW-0325", course_id=course, starts=FIRST, ends=LAST, title="03/2025",
                                 venue="Makmal 5G", status="running", funding="hrdcorp",
                                 instructors=(Instructor("Pn. Rohaya Idris", None),))).value
    office.do(_Send(cohort_id=cohort, people=people))
    office.do(GenerateSessions(cohort_id=cohort, slots=(Slot(), Slot("PM", "14:00", "17:00"))))
    return Class(office, cohort, course, people, ())
