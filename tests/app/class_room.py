"""A small class for tests: one course, trainees with identity cards, a cohort of twenty sessions in June and July."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from app.attendance.commands import Cell, MarkAttendance
from app.attendance.generate import Slot
from app.attendance.queries import Register, RegisterView
from app.attendance.records import Status
from app.attendance.sessions import GenerateSessions
from app.attendance.statuses import shipped_statuses
from app.cohorts.commands import AddCohort, Instructor
from app.cohorts.enrolments import Enrol
from app.cohorts.policy import Policy
from app.office.command import Command, Work
from app.office.office import Office
from app.office.permissions import Permission
from app.programmes.records import Course
from app.staff.records import User
from app.trainees.records import Identity, Trainee
from tests.app.told import told_once

STARTS, ENDS = date(2026, 6, 29), date(2026, 7, 24)
NOON = datetime(2026, 7, 14, 4, 0, tzinfo=UTC)
NAMES = ("AHMAD DANISH BIN ROSLAN", "AIMAN HAZIQ BIN SHAHRIL", "BRYAN LIM ZHI HAO", "CHONG MEI LING",
         "DANIEL ANAK NYAMBAR", "=HYPERLINK(\"x\") BIN ABU")


@dataclass(frozen=True, kw_only=True)
class _Seed(Command[tuple[int, tuple[int, ...], tuple[int, ...]]]):
    needs = Permission.COHORTS_CHANGE
    names: Sequence[str]

    def label(self) -> str:
        return "Seed"

    def run(self, work: Work) -> tuple[int, tuple[int, ...], tuple[int, ...]]:
        course = work.add(Course(code="HCIA-5G", title="HCIA-5G", threshold=80))
        work.insert_many(Status, shipped_statuses())
        users = tuple(work.add(User(login=n, name=n.title(), roles="instructor")).id for n in ("rohaya", "other"))
        work.next_number("trainee-26", count=len(self.names))
        people = work.insert_many(Trainee, [
            {"number": f"T26-{n:05}", "full_name": name, "match_key": name, "sort_key": f"{n:04} {name}",
             "phone_mobile": "+60120001180", "email": f"t{n}@pelatih.example"}
            for n, name in enumerate(self.names, start=1)])
        work.insert_many(Identity, [
            {"trainee_id": key, "type": "MYKAD", "type_group": "NRIC", "number": f"0301{n % 28 + 1:02}14{n:04}"}
            for n, key in enumerate(people)])
        return course.id, tuple(people), users


@dataclass
class Class:
    """The class and its office."""

    office: Office
    cohort_id: int
    course_id: int
    trainees: tuple[int, ...]
    users: tuple[int, ...]

    def view(self) -> RegisterView:
        return self.office.ask(Register(cohort_id=self.cohort_id))[0]

    def mark(self, person: int, session: int, status: str | None, **more: object) -> None:
        """Mark by place in the list and place of the session, both from 0."""
        seen = self.view()
        cell = Cell(seen.rows[person].enrolment_id, seen.sessions[session].id, status, **more)  # type: ignore[arg-type]
        self.office.do(MarkAttendance(cells=(cell,), who=seen.rows[person].name))

    def fill(self, *rows: str, **more: object) -> None:
        """Mark the first trainees from the first session on, a letter for each and '.' for none, in one command."""
        seen = self.view()
        self.office.do(MarkAttendance(cells=tuple(
            Cell(row.enrolment_id, session.id, status, **more)  # type: ignore[arg-type]
            for row, letters in zip(seen.rows, rows, strict=False)
            for session, status in zip(seen.sessions, letters, strict=False) if status != ".")))


@told_once
def open_class(office: Office, names: Sequence[str] = NAMES, policy: Policy | None = None) -> Class:
    """Seed and open; the clock stands at noon of session 12."""
    office.clock = lambda: NOON
    course, people, users = office.do(_Seed(names=names)).value
    cohort = office.do(AddCohort(
        code="HCIA-5G-07", course_id=course, starts=STARTS, ends=ENDS, places=40, venue="Makmal 3, Blok B",
        status="running", policy=policy, instructors=(Instructor("Pn. Rohaya Idris", users[0]),))).value
    office.do(Enrol(cohort_id=cohort, trainee_ids=people))
    office.do(GenerateSessions(cohort_id=cohort, slots=(Slot(),)))
    return Class(office, cohort, course, people, users)
