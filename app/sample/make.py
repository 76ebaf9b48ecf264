"""Makes the sample centre through the door like everybody; fixed clock and seed make it the same every time."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from app.attendance.commands import Cell as MarkCell
from app.attendance.commands import CloseSession, MarkAttendance, TakeRegister
from app.attendance.generate import Slot
from app.attendance.queries import Register, RegisterView, Sessions
from app.attendance.sessions import GenerateSessions
from app.centre.commands import AddHolidays, SaveSetting, SaveSignatory
from app.centre.open_centre import OpenCentre
from app.chance import some_bytes
from app.cohorts.commands import AddCohort, Instructor
from app.cohorts.queries import CohortDetail, Roll, RollRow
from app.job import SILENT, Progress
from app.office.office import Office
from app.programmes.commands import RequirementSpec, SaveCourse, SaveProgramme
from app.programmes.queries import CourseWhole
from app.results.commands import Cell as ResultCell
from app.results.commands import EnterResults
from app.sample import story
from app.sample.clock import Clock
from app.sample.ink import signature
from app.sample.paper_shop import set_up
from app.sample.people import Person, gender_of, invent, person
from app.sample.showing import surround
from app.sample.trainees import record
from app.sample.twice import record_twice
from app.sample.users import add_users
from app.seeds import seeds
from app.trust.secret import LENGTH, SAMPLE

LETTERS = {"P": "H", "A": "X", "L": "L", "E": "R", "S": "S"}
"""The handbook's letters -> status codes; its E is official duty."""

MORNING = (Slot("AM", "08:30", "12:30"),)


def make(office: Office, clock: Clock, step: Progress = SILENT) -> None:
    """Fill an empty database."""
    clock.set(date(2026, 1, 5))
    office.do(OpenCentre(code="KL", name=story.CENTRE_NAME, name_ms=story.CENTRE_NAME_MS, short_name="ILP Kuala Lumpur",
                         state="W.P. Kuala Lumpur", language="ms", sign_in_required=False, seeds=seeds()))
    office.do(SaveSetting(key=SAMPLE, value=json.dumps(some_bytes(LENGTH).hex())))  # a copy signs on any PC
    for number, (name, post_ms, post_en, place) in enumerate(story.SIGNATORIES):
        office.do(SaveSignatory(name=name, post_ms=post_ms, post_en=post_en, organisation=story.CENTRE_NAME,
                                valid_from=date(2024, 1, 1), position=place, image=signature(number),
                                role=("director", "head", "partner")[number % 3]))
    office.do(AddHolidays(days=story.HOLIDAYS))
    users = add_users(office, story.USERS)
    courses = _courses(office)
    taken = {name.casefold() for name, *_rest in story.AI_03} | {n.casefold() for n in story.FIVE_G_NAMES}
    for number, cohort in enumerate(story.COHORTS):
        step(number, len(story.COHORTS), cohort.code)
        clock.set(cohort.starts - timedelta(days=14))
        key = office.do(AddCohort(
            code=cohort.code, course_id=courses[cohort.course], title=cohort.title, starts=cohort.starts,
            ends=cohort.ends, places=cohort.places, venue=cohort.venue, status=cohort.status,
            organiser=story.CENTRE_NAME,
            instructors=tuple(Instructor(name, users.get(name)) for name in cohort.instructors))).value
        record(office, _people(cohort, taken), key)
        office.do(GenerateSessions(cohort_id=key, slots=MORNING))
        _attend(office, clock, cohort, key)
        _assess(office, clock, cohort, key)
    surround(office, clock)
    record_twice(office, clock)
    clock.set(story.NOW.date())
    set_up(office)
    step(len(story.COHORTS), len(story.COHORTS))


def _courses(office: Office) -> dict[str, int]:
    programmes = {code: office.do(SaveProgramme(code=code, name=name, name_ms=name_ms, technology=technology)).value
                  for code, name, name_ms, technology in story.PROGRAMMES}
    keys: dict[str, int] = {}
    for course in story.COURSES:
        full = course.components == story.FULL
        rules = story.REQUIREMENTS_FULL if full else (
            RequirementSpec("attendance"), *(RequirementSpec("component", c.code) for c in course.components))
        keys[course.code] = office.do(SaveCourse(
            programme_id=programmes[course.programme], code=course.code, title=course.title, title_ms=course.title_ms,
            title_en=course.title_en, hours_theory=Decimal(course.theory), hours_practical=Decimal(course.practical),
            components=course.components, requirements=rules, grades=story.GRADES)).value
    return keys


def _people(cohort: story.CohortStory, taken: set[str]) -> list[Person]:
    dice = random.Random(f"{story.SEED}{cohort.code}")
    names: Sequence[str] = ()
    if cohort.code == "HCIA-AI-03":
        names = [row[0] for row in story.AI_03]
    elif cohort.code == "HCIA-5G-07":
        names = story.FIVE_G_NAMES
    if names:
        return [person(name, gender_of(name), dice) for name in names]
    return invent(cohort.size, taken, dice.randrange(10**9))


def _attend(office: Office, clock: Clock, cohort: story.CohortStory, key: int) -> None:
    today = story.NOW.date()
    sessions = [s for s in office.ask(Sessions(cohort_id=key)) if s.day <= today]
    if not sessions:
        return
    view = office.ask(Register(cohort_id=key))[0]
    letters = _letters(cohort, view, len(sessions))
    for place, session in enumerate(sessions):
        clock.set(session.day)
        cells = tuple(MarkCell(row.enrolment_id, session.id, LETTERS[marks[place]])
                      for row, marks in letters if place < len(marks))
        if cells:
            office.do(MarkAttendance(cells=cells))
        if all(len(marks) > place for _row, marks in letters):
            office.do(TakeRegister(session_id=session.id))
            if cohort.status == "finished":
                office.do(CloseSession(session_id=session.id))


def _letters(cohort: story.CohortStory, view: RegisterView, count: int) -> list[tuple[RollRow, str]]:
    dice = random.Random(f"{story.SEED}{cohort.code}marks")
    attended = {row[0]: row[1] for row in story.AI_03}
    found: list[tuple[RollRow, str]] = []
    running = cohort.status == "running"
    for place, row in enumerate(view.rows):
        if cohort.code == "HCIA-AI-03":
            marks = _so_many(dice, attended[row.name], count)
        else:
            marks = "".join(dice.choices("PALES", (905, 40, 35, 12, 8), k=count))
            if cohort.status == "finished" and place not in (7, 23):
                marks = marks.replace("A", "P").replace("S", "P") if marks.count("A") + marks.count("S") > 2 else marks
            shown = story.FIVE_G.get(row.name, "")
            marks = shown[:count] + marks[len(shown):] if shown else marks
        found.append((row, marks if not running or place < 17 else marks[: count - 1]))
    return found


def _so_many(dice: random.Random, attended: int, count: int) -> str:
    missed = set(dice.sample(range(count), count - attended))
    return "".join(dice.choice("AAS") if n in missed else dice.choices("PL", (96, 4))[0] for n in range(count))


def _assess(office: Office, clock: Clock, cohort: story.CohortStory, key: int) -> None:
    course_id = office.ask(_cohort(key))[0].course_id
    parts = office.ask(CourseWhole(course_id=course_id))[0].components
    roll = office.ask(Roll(cohort_id=key))
    cells: list[ResultCell] = []
    later: list[ResultCell] = []
    if cohort.code == "HCIA-AI-03":
        marks = {row[0]: row for row in story.AI_03}
        for row in roll:
            given = marks[row.name]
            for part, mark in zip(parts, given[2:7], strict=True):
                cells += _first_try(row.enrolment_id, part.id, mark, absent=part.code == "FINAL")
            later += _resit(row, parts[-1].id, given[7])
    elif cohort.status == "finished":
        dice = random.Random(f"{story.SEED}{cohort.code}results")
        cells = [ResultCell(enrolment_id=row.enrolment_id, component_id=part.id, mark=Decimal(dice.randrange(54, 97)),
                            on_date=cohort.ends) for row in roll for part in parts]
    for day, batch in ((min(story.EXAM_DAY, cohort.ends), cells), (story.RESIT_DAY, later)):
        if batch:
            clock.set(day, 16)
            office.do(EnterResults(cells=tuple(batch)))


def _first_try(enrolment_id: int, component_id: int, mark: int | None, *, absent: bool) -> list[ResultCell]:
    if mark is None:
        return [ResultCell(enrolment_id=enrolment_id, component_id=component_id, state="absent",
                           on_date=story.EXAM_DAY)] if absent else []
    return [ResultCell(enrolment_id=enrolment_id, component_id=component_id, mark=Decimal(mark),
                       on_date=story.EXAM_DAY)]


def _resit(row: RollRow, component_id: int, mark: int | None) -> list[ResultCell]:
    if mark is not None:
        return [ResultCell(enrolment_id=row.enrolment_id, component_id=component_id, mark=Decimal(mark), next=True,
                           on_date=story.RESIT_DAY)]
    if row.name in story.BOOKED_AGAIN:
        return [ResultCell(enrolment_id=row.enrolment_id, component_id=component_id, state="booked", next=True,
                           on_date=story.RESIT_BOOKED)]
    return []


def _cohort(key: int) -> CohortDetail:
    return CohortDetail(cohort_id=key)


