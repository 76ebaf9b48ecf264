"""Issuing: who may, what is frozen, what is refused, that nothing is issued twice and no number is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

import pytest
from sqlalchemy import text

from app.centre.commands import SaveCentre
from app.centre.queries import CentreProfile
from app.certificates.batch import Batch
from app.certificates.commands import AlreadyIssued, IssueCertificate, RecordPrint, VoidCertificate
from app.certificates.issue import issue_cohort
from app.certificates.plan import IssuePlan, Plan
from app.certificates.queries import CertificateDetail, CountRegister, Register
from app.cohorts.commands import ChangePolicy
from app.cohorts.policy import Policy
from app.completion.commands import Decide, OverrideRequirement
from app.completion.queries import Completion
from app.errors import Conflict, Invalid, Refused, Unavailable
from app.job import Cancelled
from app.office.office import Office
from app.results.amending import AmendResult
from app.results.assessment import SetAssessment
from app.results.checking import SubmitResults, VerifyResults
from app.results.commands import Cell, EnterResults
from app.results.queries import ResultsGrid
from app.results.rules import Try
from app.trust.statement import is_statement
from tests.app.cohort_story import PEOPLE, QUALIFY, Story, tell

DAY = date(2026, 7, 14)
GOH = "Goh Xin Yi"


@pytest.fixture
def story(office: Office) -> Story:
    return tell(office)


def issue(story: Story, name: str = GOH, **more: object) -> IssueCertificate:
    return IssueCertificate(enrolment_id=story.enrolments[name], issued_on=DAY, name=name, **more)  # type: ignore[arg-type]


def plan_of(story: Story, **more: object) -> Plan:
    return story.office.ask(IssuePlan(cohort_id=story.cohort_id, issued_on=DAY, **more))[0]  # type: ignore[arg-type]


def batch_of(plan: Plan) -> Batch:
    return Batch([(line.enrolment_id, line.name) for line in plan.ready()], plan.kind, plan.language, plan.design,
                 plan.issued_on)


def numbers(story: Story) -> list[str]:
    return sorted(row.number for row in story.office.ask(Register()))


def test_one_certificate_with_everything_frozen(story: Story) -> None:
    made = story.office.do(issue(story)).value
    whole = story.office.ask(CertificateDetail(wanted=made.number))[0]
    facts = whole.facts
    assert facts.number.startswith("KL26-00001-")
    assert (facts.name, facts.course_title, facts.hours, facts.days) == (GOH, "HCIA-AI", 80, 20)
    assert facts.signatories[0].name == "Ts. Dr. Azman bin Haji Sulaiman"
    assert facts.verification_code == whole.row.code
    assert is_statement(facts.verify_text)
    assert facts.history_anchor
    assert [e.kind for e in whole.events] == ["issued"]


def test_the_policy_is_frozen_by_the_first_certificate_and_results_are_locked(story: Story) -> None:
    story.office.do(issue(story))
    with pytest.raises(Refused):
        story.office.do(ChangePolicy(cohort_id=story.cohort_id, policy=Policy(threshold=70)))
    with pytest.raises(Refused, match="certificate rests on this"):
        story.office.do(EnterResults(cells=(story.cell(GOH, "Quiz", "10"),)))
    with pytest.raises(Refused, match="certificate rests on this"):
        story.office.do(Decide(enrolment_ids=(story.enrolments[GOH],), kind="failed", reason="no"))
    story.office.do(EnterResults(cells=(story.cell("Kartini binti Sulong", "Quiz", "71"),)))


def test_the_policy_is_free_again_once_every_certificate_is_void(story: Story) -> None:
    story.office.do(ChangePolicy(cohort_id=story.cohort_id, policy=Policy(threshold=79)))
    made = story.office.do(issue(story)).value
    with pytest.raises((Refused, Conflict)):
        story.office.undo()
    story.office.do(VoidCertificate(number=made.number, reason="Wrong date of birth"))
    story.office.do(ChangePolicy(cohort_id=story.cohort_id, policy=Policy(threshold=78)))
    again = story.office.do(issue(story)).value
    with pytest.raises(Refused):
        story.office.do(ChangePolicy(cohort_id=story.cohort_id, policy=Policy(threshold=77)))
    assert again.number != made.number


def test_an_issue_is_not_undone(story: Story) -> None:
    before = story.office.undo_label()
    story.office.do(issue(story))
    assert story.office.undo_label() == before


def test_the_decision_is_written_with_its_figures(story: Story) -> None:
    story.office.do(issue(story))
    rows = {r.name: r for r in story.office.ask(Completion(cohort_id=story.cohort_id))[0].rows}
    assert rows[GOH].decision is not None
    assert rows[GOH].decision.kind == "completed"


@pytest.mark.parametrize("name", [n for n in PEOPLE if n not in QUALIFY])
def test_nobody_gets_one_who_does_not_qualify(story: Story, name: str) -> None:
    with pytest.raises(Refused, match="does not qualify"):
        story.office.do(issue(story, name))
    assert story.office.do(issue(story)).value.number.startswith("KL26-00001-")  # the refusal took no number


def test_attendance_alone_earns_a_certificate_of_attendance(story: Story) -> None:
    made = story.office.do(issue(story, "Hakim Luqman bin Saidin", kind="attendance")).value
    facts = story.office.ask(CertificateDetail(wanted=made.id))[0].facts
    assert (facts.attended, facts.held) == (20, 20)


def test_a_waived_requirement_lets_one_be_issued(story: Story) -> None:
    row = next(r for r in story.office.ask(Completion(cohort_id=story.cohort_id))[0].rows if r.name[:8] == "Benedict")
    story.office.do(OverrideRequirement(enrolment_id=row.enrolment_id, requirement_id=row.open()[0].requirement_id,
                                        reason="Flood in his village"))
    assert story.office.do(issue(story, row.name)).value.holder == row.name


def test_twice_is_refused_and_a_void_one_may_be_followed(story: Story) -> None:
    first = story.office.do(issue(story)).value
    with pytest.raises(AlreadyIssued, match=first.number):
        story.office.do(issue(story))
    story.office.do(VoidCertificate(number=first.number, reason="Issued to the wrong person"))
    second = story.office.do(issue(story)).value
    assert second.number.startswith("KL26-00002-")
    assert [(r.state, r.number) for r in story.office.ask(Register(order="number", descending=False))] == [
        ("void", first.number), ("issued", second.number)]


def test_a_void_certificate_needs_a_reason_and_stays_void(story: Story) -> None:
    number = story.office.do(issue(story)).value.number
    with pytest.raises(Invalid):
        story.office.do(VoidCertificate(number=number, reason=" "))
    story.office.do(VoidCertificate(number=number.lower(), reason="Wrong person"))
    with pytest.raises(Refused, match="void already"):
        story.office.do(VoidCertificate(number=number, reason="Wrong person"))
    assert story.office.ask(CertificateDetail(wanted=number))[0].void_reason == "Wrong person"


@pytest.mark.parametrize(("role", "issues", "voids"), [
    ("administrator", False, False), ("instructor", False, False), ("certificates", True, False),
    ("verifier", False, True), ("viewer", False, False)])
def test_who_may_issue_print_and_void(story: Story, role: str, issues: bool, voids: bool) -> None:
    made = story.office.do(issue(story)).value
    desk = story.acting(role)
    for allowed, command in ((issues, issue(story, "Deepa a/p Krishnasamy")),
                             (issues, RecordPrint(certificate_ids=(made.id,))),
                             (voids, VoidCertificate(number=made.number, reason="Wrong person"))):
        if allowed:
            desk.do(command)
        else:
            with pytest.raises(Refused):
                desk.do(command)
    if role != "instructor":
        assert desk.ask(Register())
    else:
        assert not desk.ask(Register())  # another instructor's cohort


def test_prints_are_counted(story: Story) -> None:
    made = story.office.do(issue(story)).value
    for _time in range(2):
        story.office.do(RecordPrint(certificate_ids=(made.id,)))
    whole = story.office.ask(CertificateDetail(wanted=made.code))[0]
    assert whole.row.prints == 2
    assert [e.print_no for e in whole.events] == [2, 1, None]


def test_the_plan_says_who_will_and_who_will_not(story: Story) -> None:
    plan = plan_of(story)
    assert tuple(line.name for line in plan.ready()) == QUALIFY
    assert len(plan.not_ready()) == 6
    assert all(line.why_not for line in plan.not_ready())
    assert (plan.first_number[:10], plan.last_number[:10]) == ("KL26-00001", "KL26-00003")
    assert all(check.ok for check in plan.checks)


def test_a_batch_and_the_same_batch_again(story: Story) -> None:
    plan = plan_of(story)
    report = batch_of(plan).run(story.office)
    assert [i.number[:10] for i in report.issued] == ["KL26-00001", "KL26-00002", "KL26-00003"]
    again = batch_of(plan).run(story.office)
    assert again.issued == ()
    assert [r.number for r in again.refused] == [i.number for i in report.issued]
    assert len(numbers(story)) == 3
    assert plan_of(story).ready() == []


def test_a_cancelled_batch_says_what_stands(story: Story) -> None:
    def stop(done: int, total: int, text: str = "") -> None:
        if done == 2:
            raise Cancelled

    report = batch_of(plan_of(story)).run(story.office, stop)
    assert report.cancelled
    assert len(report.issued) == 2
    assert [name for _key, name in report.waiting] == [QUALIFY[2]]
    assert report.words() == "2 certificates are issued and valid. 1 is still to be issued."
    assert numbers(story) == sorted(i.number for i in report.issued)
    rest = batch_of(plan_of(story)).run(story.office)
    assert [i.number[:10] for i in rest.issued] == ["KL26-00003"]


def test_a_batch_that_the_disk_stops_says_what_stands(story: Story) -> None:
    real, calls = Office.do, []

    def full(self: Office, command: object, *rest: object) -> object:
        calls.append(command)
        if len(calls) == 2:
            raise Unavailable("The disk is full.")
        return real(self, command, *rest)  # type: ignore[arg-type]

    with patch.object(Office, "do", full):
        report = batch_of(plan_of(story)).run(story.office)
    assert (len(report.issued), len(report.waiting), report.stopped_by) == (1, 2, "The disk is full.")


def test_a_letter_that_no_font_has_stops_that_certificate_only(story: Story) -> None:
    from app.trainees.records import Trainee

    with story.office.engine.begin() as connection:
        connection.execute(Trainee.__table__.update().where(Trainee.full_name == GOH).values(
            certificate_name="Goh \U00013000 Xin Yi"))
    plan = plan_of(story)
    assert [line.name for line in plan.ready()] == [QUALIFY[0], QUALIFY[2]]
    told = next(line for line in plan.lines if line.name == GOH).why_not
    assert told
    with pytest.raises(Invalid):
        story.office.do(issue(story))
    assert [i.number[:10] for i in batch_of(plan).run(story.office).issued] == ["KL26-00001", "KL26-00002"]


def test_a_draft_carries_no_number(story: Story) -> None:
    draft = plan_of(story).ready()[0].draft
    assert draft is not None
    assert "KL26" not in draft.number


def test_the_register_is_searched_and_counted(story: Story) -> None:
    batch_of(plan_of(story)).run(story.office)
    first = story.office.ask(Register(order="number", descending=False))[0]
    story.office.do(VoidCertificate(number=first.number, reason="Wrong person"))
    found = story.office.ask(Register(text="goh xin"))
    assert [r.holder for r in found] == [GOH]
    assert story.office.ask(Register(text=found[0].code))[0].holder == GOH
    assert story.office.ask(Register(text=found[0].number.lower()))[0].holder == GOH
    assert len(story.office.ask(Register(text="hcia-ai-03"))) == 3
    assert story.office.ask(Register(text="%")) == []
    assert len(story.office.ask(Register(state="valid"))) == 2
    assert len(story.office.ask(Register(limit=1, offset=2))) == 1
    counts = story.office.ask(CountRegister())[0]
    assert (counts.all, counts.valid, counts.void, counts.years) == (3, 2, 1, (2026,))


def test_other_language_design_and_kind_come_from_course_and_centre(story: Story) -> None:
    plan = plan_of(story)
    assert (plan.kind, plan.language, plan.design) == ("completion", "bi", "klasik")
    assert replace(plan, kind="attendance").kind == "attendance"


def test_a_database_without_centre_is_told_so(office: Office, tmp_path: Path) -> None:
    story = tell(office)
    with office.engine.begin() as connection:
        connection.execute(text("DELETE FROM centre"))
    with pytest.raises(Refused, match="Set up the centre"):
        story.office.do(issue(story))


def test_a_cohort_in_one_go_and_again(story: Story, tmp_path: Path) -> None:
    folder, combined = tmp_path / "papers", tmp_path / "all.pdf"
    first = issue_cohort(story.office, story.cohort_id, issued_on=DAY, folder=folder, combined=combined)
    assert [r.name for r in first.rows if r.number] == list(QUALIFY)
    assert all(r.new and r.file is not None and r.file.is_file() for r in first.rows if r.number)
    assert all(r.why for r in first.rows if not r.number)
    assert len(first.rows) == len(PEOPLE)
    assert combined.read_bytes().startswith(b"%PDF")
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    again = issue_cohort(story.office, story.cohort_id, issued_on=DAY, folder=folder)
    assert not again.report.issued
    assert [r.number for r in again.rows] == [r.number for r in first.rows]
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before  # a reprint is byte for byte the same
    assert [r.number for r in story.office.ask(Register(cohort="hcia-ai-03"))]


def test_files_that_cannot_be_written_leave_the_certificates_valid(story: Story, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be")
    done = issue_cohort(story.office, story.cohort_id, issued_on=DAY, folder=blocked)
    assert len(done.report.issued) == 3
    assert all(r.why for r in done.rows)
    assert len(numbers(story)) == 3


def test_undo_does_not_reach_below_a_certificate(story: Story) -> None:
    story.office.do(EnterResults(cells=(story.cell(GOH, "Quiz", "95"),)))
    made = story.office.do(issue(story)).value
    with pytest.raises(Refused, match="certificate rests on this"):
        story.office.undo()
    story.office.do(VoidCertificate(number=made.number, reason="Issued too early"))
    with pytest.raises(Conflict):  # the certificate is void, the tries it rested on stay locked
        story.office.undo()


def test_a_certificate_locks_the_tries_it_rests_on_and_void_does_not_unlock(story: Story) -> None:
    quiz = {"enrolment_id": story.enrolments[GOH], "component_id": story.components["Quiz"]}

    def tries(name: str) -> list[Try]:
        rows = story.office.ask(ResultsGrid(cohort_id=story.cohort_id))[0].rows
        return [t for r in rows if r.name == name for c in r.cells for t in c.tries]

    made = story.office.do(issue(story)).value
    assert {t.stage for t in tries(GOH)} == {"locked"}
    assert {t.stage for t in tries("Cheah Yong Sheng") if t.state != "booked"} == {"draft"}
    story.office.do(VoidCertificate(number=made.number, reason="Issued too early"))
    with pytest.raises(Invalid):
        story.office.do(EnterResults(cells=(Cell(**quiz, mark=Decimal(95)),)))
    key = tries(GOH)[0].id
    with pytest.raises(Refused):
        story.acting("instructor").do(AmendResult(attempt_id=key, mark=Decimal(95), reason="Page 3"))
    story.acting("verifier").do(AmendResult(attempt_id=key, mark=Decimal(95), reason="Page 3"))
    assert tries(GOH)[0].mark == 95


def test_a_certificate_of_attendance_locks_no_results(story: Story) -> None:
    story.office.do(issue(story, kind="attendance"))
    rows = story.office.ask(ResultsGrid(cohort_id=story.cohort_id))[0].rows
    assert {t.stage for r in rows for c in r.cells for t in c.tries} == {"draft"}


def test_a_certificate_waits_until_results_are_verified_where_the_centre_says_so(story: Story) -> None:
    story.office.do(SetAssessment(must_be_verified=True))
    with pytest.raises(Refused, match="Not verified yet"):
        story.office.do(issue(story))
    plan = story.office.ask(IssuePlan(cohort_id=story.cohort_id))[0]
    assert not plan.ready()
    story.office.do(SubmitResults(cohort_id=story.cohort_id, missing_too=True))
    story.acting("verifier", user_id=8).do(VerifyResults(cohort_id=story.cohort_id))
    assert story.office.do(issue(story)).value.number


def test_a_certificate_of_achievement_says_the_result_only_when_the_centre_wants_it(story: Story) -> None:
    def said() -> tuple[str, str]:
        draft = plan_of(story, kind="achievement").lines[[line.name for line in plan_of(story).lines].index(GOH)].draft
        assert draft is not None
        return draft.grade, draft.result_en

    assert any(said())
    profile = story.office.ask(CentreProfile())[0]
    story.office.do(SaveCentre(version=profile.version, result_on_certificate=False))
    assert said() == ("", "")
    made = story.office.do(issue(story, kind="achievement")).value
    assert story.office.ask(CertificateDetail(wanted=made.number))[0].facts.grade == ""
