"""What surrounds registers and results in the sample centre: leave, a walk-in, a request, other policies, a timetable
with a session made up for, checked results with an amendment and an appeal, capstone projects, and a week of exams.

Nothing of it changes the figures of the two cohorts that the handbook shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from app.attendance.commands import Cell, MarkAttendance
from app.attendance.credit import CreditMakeUp
from app.attendance.door_marks import CheckIn
from app.attendance.leave import GrantLeave, NoteLeave
from app.attendance.queries import Register, RegisterView, Sessions
from app.attendance.requests import DecideMark, RequestMark
from app.attendance.session_states import CancelSession, PostponeSession
from app.attendance.sessions import AddSession
from app.attendance.timetable_change import ChangeSessions, SetTopics
from app.attendance.walk_ins import NoteWalkIn
from app.cohorts.commands import AddCohort, ChangePolicy, Instructor
from app.cohorts.enrolments import Enrol
from app.cohorts.policy import Policy
from app.cohorts.queries import CohortDetail, Roll
from app.office.office import Office
from app.office.permissions import Actor
from app.programmes.commands import ComponentSpec, RequirementSpec, SaveCourse
from app.programmes.exams import ExamCatalogue
from app.programmes.queries import CourseWhole
from app.results.amending import AmendResult, RecordAppeal
from app.results.capstone import Capstones
from app.results.capstone_commands import CriterionSpec, Member, SaveCapstone, SaveCriteria, Score, ScorePanel
from app.results.checking import LockResults, SubmitResults, VerifyResults
from app.results.commands import Cell as ResultCell
from app.results.commands import EnterResults
from app.results.queries import ResultsGrid
from app.sample import story
from app.sample.clock import Clock
from app.staff.queries import Users

TOPICS = ("Introduction to 5G", "Network architecture", "Radio access", "Core network", "NSA and SA", "Frequencies",
          "Antennas and MIMO", "Site survey", "Cabling", "Base station", "Alarms", "NR air interface", "Handover",
          "Slicing", "Edge computing", "Security", "Optimisation", "Case study", "Revision", "Mock exam")
PROJECTS = (("Flood warning for Kampung Baru", "Jabatan Pengairan dan Saliran", 3),
            ("One counter for small permits", "Dewan Bandaraya Kuala Lumpur", 4))
CRITERIA = (("Problem and benefit", "Masalah dan faedah", 30), ("Solution", "Penyelesaian", 40),
            ("Presentation", "Pembentangan", 30))
JURY = (("Dr. Faridah", (Decimal(7), Decimal(8), Decimal("7.5"))), ("En. Lim", (Decimal(6), Decimal(8), Decimal(7))))
SCORES = (Decimal(580), Decimal(599), Decimal(600), Decimal(764), Decimal(1000))


def surround(office: Office, clock: Clock) -> None:
    """All of it; `clock` is the story's."""
    _timetable(office, clock)
    _policies(office)
    _around_the_class(office, clock)
    _after_closing(office, clock)
    _checked(office, clock)
    _capstone(office, clock)
    _exam_week(office, clock)


@contextmanager
def _as(office: Office, login: str) -> Iterator[None]:
    """Let one of the sample's users do it."""
    user = next(u for u in office.ask(Users()) if u.login == login)
    before, office.actor = office.actor, Actor(user.id, user.login, user.name, frozenset(user.roles))
    try:
        yield
    finally:
        office.actor = before


def _cohort(office: Office, code: str) -> int:
    return office.ask(CohortDetail(code=code))[0].id


def _register(office: Office, code: str) -> RegisterView:
    return office.ask(Register(cohort_id=_cohort(office, code)))[0]


def _timetable(office: Office, clock: Clock) -> None:
    clock.set(date(2026, 6, 29))
    sessions = office.ask(Sessions(cohort_id=_cohort(office, "HCIA-5G-07")))
    office.do(SetTopics(topics=tuple(zip((s.id for s in sessions), TOPICS, strict=False))))
    practical = tuple(s.id for s in sessions[7:11])
    office.do(ChangeSessions(session_ids=practical, kind="practical"))
    office.do(ChangeSessions(session_ids=(sessions[-1].id,), kind="exam"))
    cyber = _cohort(office, "CYBER-05")
    planned = office.ask(Sessions(cohort_id=cyber))
    clock.set(date(2026, 7, 14), 12)
    gone = next(s for s in planned if s.day == date(2026, 7, 16))
    office.do(CancelSession(session_id=gone.id, reason="No power in block B"))
    office.do(AddSession(cohort_id=cyber, day=date(2026, 7, 18), starts_at=gone.starts_at, ends_at=gone.ends_at,
                         topic="Instead of 16 July", replaces_id=gone.id))
    waiting = next(s for s in planned if s.day == date(2026, 7, 23))
    office.do(PostponeSession(session_id=waiting.id, reason="The speaker is abroad"))


def _policies(office: Office) -> None:
    office.do(ChangePolicy(cohort_id=_cohort(office, "CYBER-05"), policy=Policy(basis="minutes", late_limit=60)))
    office.do(ChangePolicy(cohort_id=_cohort(office, "DLE-CH2"), policy=Policy(
        threshold=75, joiner="whole", kinds=("theory", "practical", "study_visit", "capstone"))))


def _around_the_class(office: Office, clock: Clock) -> None:
    clock.set(story.NOW.date(), 7)
    view = _register(office, "HCIA-5G-07")
    people = {row.name: row.enrolment_id for row in view.rows}
    today = next(s for s in view.sessions if s.day == story.NOW.date())
    office.do(NoteLeave(enrolment_id=people["Priya Darshini a/p Gopal"], first_day=date(2026, 7, 14),
                        last_day=date(2026, 7, 15), status="S", reason="Fever", document="MC 004417",
                        issuer="Klinik Rakyat"))
    granted = office.do(NoteLeave(enrolment_id=people["Yap Chee Keong"], first_day=date(2026, 7, 20),
                                  last_day=date(2026, 7, 21), status="R", reason="WorldSkills selection",
                                  document="ILPKL/100-2/4", issuer="JTM")).value
    office.do(GrantLeave(leave_id=granted))
    office.do(NoteWalkIn(cohort_id=view.cohort.id, name="Roslan bin Abu Kassim", contact="+60120000199",
                         note="Says that his employer has registered him", session_ids=(today.id,)))
    office.do(CheckIn(session_id=today.id, code="0199"))
    finished = _register(office, "HCIA-AI-03")
    absent = next((row.enrolment_id, s.id) for row in finished.rows if row.name == "Benedict anak Lawai"
                  for s in finished.sessions
                  if (mark := finished.marks.get((row.enrolment_id, s.id))) is not None and mark.status == "X")
    with _as(office, "farah"):
        office.do(RequestMark(cells=(Cell(*absent, "S", reason="Brought the MC two weeks later", evidence="MC 2291"),),
                              who="Benedict anak Lawai"))
    cyber = _register(office, "CYBER-05")
    late = [row.enrolment_id for row in cyber.rows
            if (m := cyber.marks.get((row.enrolment_id, cyber.sessions[0].id))) is not None and m.status == "L"]
    if late:
        office.do(MarkAttendance(cells=tuple(Cell(key, cyber.sessions[0].id, "L", minutes=25) for key in late)))


def _after_closing(office: Office, clock: Clock) -> None:
    """What the office decided on closed registers, beside what was taken in class; and a session made up for."""
    clock.set(date(2026, 4, 27), 9)
    view = _register(office, "CLOUD-02")
    absences = [(row, s) for row in view.rows for s in view.sessions
                if (mark := view.marks.get((row.enrolment_id, s.id))) is not None and mark.status == "X"]
    with _as(office, "aminah"):
        for row, session in absences[:1]:
            office.do(DecideMark(cells=(Cell(row.enrolment_id, session.id, "S", reason="MC handed in on Monday",
                                             evidence="MC 88121"),), who=row.name))
        for row, session in absences[1:2]:
            office.do(CreditMakeUp(enrolment_id=row.enrolment_id, session_id=session.id, on_day=date(2026, 4, 25),
                                   reason="Practical repeated on Saturday"))


def _checked(office: Office, clock: Clock) -> None:
    """The results of CLOUD-02 went all the way; one was amended after an appeal, another appeal is open."""
    key = _cohort(office, "CLOUD-02")
    clock.set(date(2026, 4, 27), 10)
    office.do(SubmitResults(cohort_id=key, missing_too=True))
    with _as(office, "aminah"):
        office.do(VerifyResults(cohort_id=key))
        office.do(LockResults(cohort_id=key))
    rows = office.ask(ResultsGrid(cohort_id=key))[0].rows
    tries = [row.cells[0].tries[0] for row in rows[:2]]
    clock.set(date(2026, 5, 4), 10)
    mark = tries[0].mark or Decimal(0)
    with _as(office, "aminah"):
        office.do(AmendResult(attempt_id=tries[0].id, mark=min(mark + 3, Decimal(100)),
                              reason="A page was not counted in the first sum"))
    office.do(RecordAppeal(attempt_id=tries[1].id, received_on=date(2026, 5, 4), fee=Decimal(20),
                           grounds="The network failed during the practical"))


def _capstone(office: Office, clock: Clock) -> None:
    clock.set(date(2026, 7, 13), 15)
    key = _cohort(office, "DLE-CH2")
    course = office.ask(CourseWhole(course_id=office.ask(CohortDetail(cohort_id=key))[0].course_id))[0]
    roll = office.ask(Roll(cohort_id=key))
    office.do(SaveCriteria(cohort_id=key, criteria=tuple(
        CriterionSpec(title=title, title_ms=malay, max_score=Decimal(10), weight=Decimal(weight))
        for title, malay, weight in CRITERIA)))
    first, keys = 0, []
    for title, owner, size in PROJECTS:
        team = tuple(Member(row.enrolment_id) for row in roll[first:first + size])
        first += size
        keys.append(office.do(SaveCapstone(
            cohort_id=key, title=title, owner=owner, supervisor="Prof. Madya Dr. Noraini Salleh",
            component_id=course.components[0].id, presented_on=date(2026, 7, 30), place="Dewan Seminar INTAN",
            members=team)).value)
    criteria = office.ask(Capstones(cohort_id=key))[0].criteria
    for judge, scores in JURY:
        office.do(ScorePanel(capstone_id=keys[0], title=PROJECTS[0][0], scores=tuple(
            Score(c.id, judge, score) for c, score in zip(criteria, scores, strict=True))))


def _exam_week(office: Office, clock: Clock) -> None:
    """Six of HCIA-AI-03 sat the vendor's exam: 599 fails, 600 passes, one was absent."""
    clock.set(date(2026, 7, 13), 9)
    exam = next(e for e in office.ask(ExamCatalogue()) if e.code == "H13-311")
    course = office.do(SaveCourse(
        code="HCIA-AI-EXAM", title="HCIA-AI, exam H13-311", title_ms="Peperiksaan HCIA-AI",
        components=(ComponentSpec("H13-311", exam.name, kind="exam", max_mark=exam.max_score,
                                  pass_mark=exam.pass_score, exam_id=exam.id),),
        requirements=(RequirementSpec("component", "H13-311"),))).value
    key = office.do(AddCohort(code="AI-EXAM-07", course_id=course, title="July", starts=date(2026, 7, 13),
                              ends=date(2026, 7, 13), places=12, venue="Makmal AI, Blok C", status="running",
                              instructors=(Instructor("Ts. Farah Nadia Hassan"),))).value
    people = office.ask(Roll(cohort_id=_cohort(office, "HCIA-AI-03")))[:6]
    office.do(Enrol(cohort_id=key, trainee_ids=tuple(p.trainee_id for p in people)))
    component = office.ask(CourseWhole(course_id=course))[0].components[0].id
    cells = [ResultCell(enrolment_id=row.enrolment_id, component_id=component, mark=score, on_date=date(2026, 7, 13))
             for row, score in zip(office.ask(Roll(cohort_id=key)), SCORES, strict=False)]
    absent = office.ask(Roll(cohort_id=key))[len(SCORES)]
    office.do(EnterResults(cells=(*cells, ResultCell(enrolment_id=absent.enrolment_id, component_id=component,
                                                     state="absent", on_date=date(2026, 7, 13)))))
