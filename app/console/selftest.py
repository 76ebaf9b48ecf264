"""The data-safety protocol: records through the real door, told line by line to whoever pulls the plug.

`write` reads RC_DB (file, made with a small centre when it does not exist), RC_START (first number), RC_COUNT (how
many, 0 for ever) and prints `TRY n` before each record, `ACK n` after its commit, `FAIL n why` when it was refused;
it goes on after a refusal. `list` prints `HAVE n` for every record that is whole. A record is a trainee with an
identity, an enrolment, a mark and a certificate: four commands of the rooms in one transaction.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.attendance.commands import Cell, MarkAttendance
from app.attendance.generate import Slot
from app.attendance.records import ClassSession, Mark
from app.attendance.sessions import GenerateSessions
from app.centre.open_centre import OpenCentre
from app.centre.queries import CentreProfile
from app.certificates.commands import IssueCertificate
from app.certificates.facts import Facts
from app.certificates.records import Certificate
from app.cohorts.commands import AddCohort
from app.cohorts.enrolments import Enrol
from app.cohorts.records import Cohort, Enrolment
from app.db.migrate import create
from app.db.open import open_database
from app.errors import SijilError
from app.i18n import speaking
from app.office.command import Command, Query, Work
from app.office.office import Office
from app.office.permissions import SYSTEM, Permission
from app.programmes.commands import SaveCourse
from app.programmes.records import Course
from app.seeds import seeds
from app.trainees.commands import AddTrainee
from app.trainees.records import Identity

CODE = "UJIAN"
PREFIX = "RC"
DAYS = 7  # the session was so long ago that every mark and every date of issue is in order


@dataclass(frozen=True, kw_only=True)
class WriteRecord(Command[int]):
    """Add a trainee, enrol, mark, issue."""

    needs = Permission.CERTIFICATES_ISSUE
    undoable = False

    number: int
    cohort_id: int
    session_id: int

    def label(self) -> str:
        return f"Self-test {self.number}"

    def run(self, work: Work) -> int:
        trainee = _step(work, AddTrainee(full_name="PELATIH UJIAN KESELAMATAN", identity_type="LAIN",
                                         identity_number=f"{PREFIX}{self.number:08}", override_reason="self-test"))
        enrolment = _step(work, Enrol(cohort_id=self.cohort_id, trainee_ids=(trainee,)))[0]
        _step(work, MarkAttendance(cells=(Cell(enrolment, self.session_id, "H"),), source="console"))
        return int(_step(work, IssueCertificate(enrolment_id=enrolment, issued_on=work.today)).id)


def _step(work: Work, command: Command[Any]) -> Any:
    problems = command.problems()
    if problems:
        raise RuntimeError(f"self-test: {problems}")
    command.check(work)
    value = command.run(work)
    work.session.flush()
    return value


@dataclass(frozen=True)
class Place:
    """Where the records go."""

    cohort_id: int
    session_id: int


@dataclass(frozen=True, kw_only=True)
class Places(Query[Place]):
    """The cohort of the self-test with its session."""

    needs = Permission.COHORTS_VIEW

    def rows(self, work: Work) -> Sequence[Place]:
        found = work.session.execute(select(Cohort.id, ClassSession.id).join(
            ClassSession, ClassSession.cohort_id == Cohort.id).where(Cohort.code == CODE))
        return [Place(cohort, session) for cohort, session in found]


@dataclass(frozen=True, kw_only=True)
class Whole(Query[int]):
    """The numbers of the records of which every part is there and can be read."""

    needs = Permission.TRAINEES_VIEW

    def rows(self, work: Work) -> Sequence[int]:
        wanted = (select(Identity.number, Certificate.facts)
                  .join(Enrolment, Enrolment.trainee_id == Identity.trainee_id)
                  .join(Mark, Mark.enrolment_id == Enrolment.id)
                  .join(Certificate, Certificate.enrolment_id == Enrolment.id)
                  .where(Identity.number.like(f"{PREFIX}%"), Mark.status == "H", Certificate.state == "issued")
                  .order_by(Identity.number))
        found = []
        for number, facts in work.session.execute(wanted):
            Facts.from_json(facts)
            found.append(int(str(number).removeprefix(PREFIX)))
        return found


@dataclass(frozen=True, kw_only=True)
class _Courses(Query[int]):
    needs = Permission.PROGRAMMES_VIEW

    def rows(self, work: Work) -> Sequence[int]:
        return list(work.session.scalars(select(Course.id).where(Course.code == CODE)))


@dataclass(frozen=True, kw_only=True)
class _Cohorts(Query[int]):
    needs = Permission.COHORTS_VIEW

    def rows(self, work: Work) -> Sequence[int]:
        return list(work.session.scalars(select(Cohort.id).where(Cohort.code == CODE)))


def prepare(office: Office) -> Place:
    """The small centre, made step by step; goes on where an earlier run was stopped."""
    if not office.ask(CentreProfile()):
        office.do(OpenCentre(code="UJ", name="Pusat Ujian", sign_in_required=False, seeds=seeds()))
    courses = office.ask(_Courses()) or [office.do(SaveCourse(code=CODE, title="Ujian keselamatan data")).value]
    day = office.clock().date() - timedelta(days=DAYS)
    while day.weekday() > 4:
        day -= timedelta(days=1)
    cohorts = office.ask(_Cohorts()) or [office.do(AddCohort(
        code=CODE, course_id=courses[0], starts=day, ends=day, status="running")).value]
    places = office.ask(Places())
    if not places:
        office.do(GenerateSessions(cohort_id=cohorts[0], slots=(Slot(),), weekdays=frozenset({day.weekday()})))
        places = office.ask(Places())
    return places[0]


def _say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def write_records() -> int:
    """The writer; the exit status is 1 when anything was refused."""
    where = Path(os.environ.get("RC_DB", "selftest.db"))
    first, count = int(os.environ.get("RC_START", "1")), int(os.environ.get("RC_COUNT", "0"))
    refused = 0
    with speaking("en"):
        if not where.exists():
            create(where)
        with open_database(where) as opened:
            office = Office(opened.engine, SYSTEM)
            place = _patiently(lambda: prepare(office))
            number = first
            while not count or number < first + count:
                _say("TRY", number)
                try:
                    office.do(WriteRecord(number=number, cohort_id=place.cohort_id, session_id=place.session_id))
                    _say("ACK", number)
                except SijilError as error:
                    refused += 1
                    _say("FAIL", number, _one_line(error))
                    time.sleep(0.05)
                number += 1
    return 1 if refused else 0


def _patiently(work: Any) -> Any:
    """Try for a minute: the disk may be full just now."""
    for _n in range(120):
        try:
            return work()
        except SijilError as error:
            sys.stderr.write(_one_line(error) + "\n")
            time.sleep(0.5)
    return work()


def list_records() -> int:
    """Print `HAVE n` for every whole record."""
    with open_database(Path(os.environ.get("RC_DB", "selftest.db")), read_only=True) as opened:
        for number in Office(opened.engine, SYSTEM, read_only=True).ask(Whole()):
            _say("HAVE", number)
    return 0
