"""Certificates that wait, cohorts that end soon, and the year in numbers, on the story of HCIA-AI-03."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.certificates.approve import AskVoid, RefuseVoid
from app.certificates.commands import IssueCertificate, Issued, RecordPrint, VoidCertificate
from app.certificates.life import CollectCertificates
from app.certificates.plan import IssuePlan
from app.cohorts.commands import ChangeCohort, ChangeCohortStatus
from app.completion.commands import Decide
from app.home.certificates import (
    CohortReadiness,
    Readiness,
    Unprinted,
    UnprintedCount,
    WaitingCohort,
    WaitingCohorts,
    reasons,
)
from app.home.ending import EndingSoon
from app.home.year import CourseCount, YearSoFar
from app.office.office import Office
from app.office.permissions import SYSTEM
from tests.app.cohort_story import QUALIFY, Story, tell

DAY = date(2026, 7, 14)


@pytest.fixture
def story(office: Office) -> Story:
    return tell(office)


def readiness(story: Story) -> Readiness:
    return story.office.ask(CohortReadiness(cohort_id=story.cohort_id))[0]


def issue(story: Story, name: str) -> Issued:
    return story.office.do(IssueCertificate(enrolment_id=story.enrolments[name], issued_on=DAY)).value


def test_who_is_ready_and_why_the_others_are_not(story: Story) -> None:
    found = readiness(story)
    assert (found.ready, found.attendance, found.no_mark, found.too_low) == (3, 2, 2, 2)
    assert reasons([found]) == "2 attendance · 2 no mark · 2 too low"
    plan = story.office.ask(IssuePlan(cohort_id=story.cohort_id))[0]
    assert (found.ready, found.waiting) == (len(plan.ready()), len(plan.not_ready())), "the same as the plan says"


def test_the_cohort_waits_until_everybody_has_his_or_was_decided(story: Story) -> None:
    assert story.office.ask(WaitingCohorts()) == [WaitingCohort(story.cohort_id, "HCIA-AI-03", date(2026, 7, 10))]
    for name in QUALIFY:
        issue(story, name)
    assert readiness(story).ready == 0 and readiness(story).waiting == 6
    rest = tuple(key for name, key in story.enrolments.items() if name not in QUALIFY)
    story.office.do(Decide(enrolment_ids=rest, kind="failed", reason="-"))
    assert readiness(story).waiting == 0
    assert story.office.ask(WaitingCohorts()) == []


def test_old_cohorts_and_those_of_other_instructors_do_not_wait(story: Story) -> None:
    assert story.acting("instructor").ask(WaitingCohorts()) == []
    assert len(story.acting("certificates").ask(WaitingCohorts())) == 1
    story.office.clock = lambda: datetime(2026, 12, 1, tzinfo=UTC)
    assert story.office.ask(WaitingCohorts()) == []


def test_issued_without_a_noted_print(story: Story) -> None:
    assert story.office.ask(Unprinted()) == [UnprintedCount(0, None)]
    first, second, _third = [issue(story, name) for name in QUALIFY]
    assert story.office.ask(Unprinted()) == [UnprintedCount(3, DAY)]
    story.office.do(RecordPrint(certificate_ids=(first.id,)))
    story.office.do(VoidCertificate(number=second.number, reason="Wrong name"))
    assert story.office.ask(Unprinted()) == [UnprintedCount(1, DAY)]
    assert story.acting("instructor").ask(Unprinted()) == [UnprintedCount(0, None)]


def test_the_year_counts_persons_who_were_there_and_of_them_those_with_a_certificate(story: Story) -> None:
    found = story.office.ask(YearSoFar())[0]
    assert (found.trained, found.certified, found.issued) == (9, 0, ())
    assert found.courses == (CourseCount(story.course_id, "HCIA-AI", 9, 0),)
    first = issue(story, QUALIFY[0])
    issue(story, QUALIFY[1])
    found = story.office.ask(YearSoFar())[0]
    assert (found.trained, found.certified, found.issued) == (9, 2, ((DAY, 2),))
    story.office.do(VoidCertificate(number=first.number, reason="Wrong name"))
    assert story.office.ask(YearSoFar())[0].certified == 1
    story.office.clock = lambda: datetime(2027, 3, 1, tzinfo=UTC)
    assert story.office.ask(YearSoFar())[0].trained == 0, "nobody attended anything in the next year"


def test_what_is_missing_in_a_cohort_that_ends_soon(office: Office) -> None:
    story = tell(office, finished=False)
    office = story.office
    found = office.ask(EndingSoon())[0]  # its first day has come, though nobody set it running
    office.do(ChangeCohortStatus(cohort_id=story.cohort_id, status="cancelled", reason="Flood"))
    assert office.ask(EndingSoon()) == [], "only cohorts under way"
    office.do(ChangeCohortStatus(cohort_id=story.cohort_id, status="running"))
    assert office.ask(EndingSoon()) == [found]
    assert (found.cohort, found.roll, found.days_left(DAY)) == ("HCIA-AI-03", 9, -4)
    assert found.missing() == "Lab practical 2: 8 of 9 entered"
    office.do(ChangeCohort(cohort_id=story.cohort_id, ends=date(2026, 8, 5)))
    assert office.ask(EndingSoon()) == [], "three weeks and a day"
    office.do(ChangeCohort(cohort_id=story.cohort_id, ends=date(2026, 8, 4)))
    assert len(office.ask(EndingSoon())) == 1
    assert story.acting("instructor").ask(EndingSoon()) == []


def test_what_is_asked_to_be_void_and_what_lies_about_is_counted(story: Story) -> None:
    made = story.office.do(IssueCertificate(enrolment_id=story.enrolments["Goh Xin Yi"], issued_on=DAY)).value
    story.office.do(RecordPrint(certificate_ids=(made.id,)))
    story.office.do(AskVoid(number=made.number, reason="Wrong name"))
    assert story.office.ask(Unprinted())[0].asked == 1
    assert story.office.ask(Unprinted())[0].lying == 0
    month = Office(story.office.engine, SYSTEM, clock=lambda: story.office.clock() + timedelta(days=31))
    assert month.ask(Unprinted())[0].lying == 1
    month.do(CollectCertificates(certificate_ids=(made.id,)))
    month.do(RefuseVoid(number=made.number, reason="The name is right"))
    assert month.ask(Unprinted()) == [UnprintedCount(0, None)]
