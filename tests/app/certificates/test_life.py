"""What happens to a certificate after its issue: handed out, posted, come back, made void by two people."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.certificates.approve import ApproveVoid, AskVoid, RefuseVoid
from app.certificates.commands import IssueCertificate, Issued, RecordPrint, VoidCertificate
from app.certificates.editions import ReplaceCertificate
from app.certificates.facts import qr_payload
from app.certificates.life import CollectCertificates, PostCertificates, ReturnCertificate, TakeBackHandOut
from app.certificates.queries import CertificateDetail, CertificateRow, CountRegister, Register
from app.certificates.verify import Verify
from app.certificates.words import place_word, printed_word, state_word
from app.cohorts.commands import ChangePolicy
from app.cohorts.people import People
from app.cohorts.policy import Policy
from app.errors import Invalid, Missing, Refused
from app.office.office import Office
from app.office.permissions import SYSTEM, Actor
from app.staff.commands import AddUser
from app.trainees.identities import AddIdentity
from app.trainees.queries import TraineeDetail
from tests.app.cohort_story import QUALIFY, Story, tell

DAY = date(2026, 7, 14)
GOH, DEEPA = QUALIFY[1], "Deepa a/p Krishnasamy"


@pytest.fixture
def story(sqlite_office: Office) -> Story:
    return tell(sqlite_office)


def issue(story: Story, name: str = GOH, *, prints: int = 1) -> Issued:
    made = story.office.do(IssueCertificate(enrolment_id=story.enrolments[name], issued_on=DAY)).value
    for _time in range(prints):
        story.office.do(RecordPrint(certificate_ids=(made.id,)))
    return made


def row_of(story: Story, number: str) -> CertificateRow:
    return story.office.ask(CertificateDetail(wanted=number))[0].row


def kinds(story: Story, number: str) -> list[str]:
    return [e.kind for e in story.office.ask(CertificateDetail(wanted=number))[0].events]


def desk(story: Story, name: str, *roles: str, user_id: int) -> Office:
    return Office(story.office.engine, Actor(user_id, name.lower(), name, frozenset(roles)), clock=story.office.clock)


def account(story: Story, name: str, *roles: str) -> int:
    return story.office.do(AddUser(login=name.lower(), name=name, roles=frozenset(roles),
                                   password="Kata-laluan 93 bunga")).value


def test_as_21_void_with_approval_and_the_right_person_gets_the_next_number(story: Story) -> None:
    wrong = issue(story)
    staff = desk(story, "Zul", "certificates", user_id=31)
    verifier = desk(story, "Rohani", "verifier", user_id=32)
    staff.do(AskVoid(number=wrong.number, reason="Issued to the wrong person"))
    assert staff.ask(Verify(what=wrong.number))[0].state == "valid"  # until somebody has decided
    assert [r.number for r in verifier.ask(Register(where=(("void-asked", "yes"),)))] == [wrong.number]
    verifier.do(ApproveVoid(number=wrong.number))
    right = issue(story, DEEPA)
    whole = story.office.ask(CertificateDetail(wanted=wrong.number))[0]
    assert (whole.row.standing, whole.void_reason) == ("void", "Issued to the wrong person")
    assert (whole.events[0].approver, whole.events[0].person) == ("Rohani", "Zul")
    assert whole.row.voided_at is not None
    assert not verifier.ask(Register(where=(("void-asked", "yes"),)))
    verdict = staff.ask(Verify(what=wrong.code))[0]
    assert verdict.state == "void"
    assert "wrong person" in verdict.words()
    assert wrong.number.startswith("KL26-00001-")
    assert right.number.startswith("KL26-00002-")
    assert {r.number for r in story.office.ask(Register())} == {wrong.number, right.number}


def test_as_22_a_paper_at_the_counter_is_valid_superseded_void_unknown_or_not_genuine(story: Story) -> None:
    counter = desk(story, "Counter", "viewer", user_id=50)
    made, other = issue(story), issue(story, DEEPA)

    def state(what: str) -> str:
        return counter.ask(Verify(what=what))[0].state

    facts = story.office.ask(CertificateDetail(wanted=made.number))[0].facts
    qr = facts.verify_text
    old = qr_payload(number=facts.number, name=facts.name, identity_last4="", course=facts.course_title,
                     issued_on=DAY, code=made.code)  # what QR codes said before there were keys
    for what in (made.number, made.number.lower(), made.code, f"{made.code[:5]}-{made.code[5:]}", old, qr):
        assert state(what) == "valid", what
    for forged in (old.replace(GOH, "Somebody Else"), old.replace("2026-07-14", "2026-07-15"),
                   old.replace(made.code, other.code)):
        assert state(forged) == "not_genuine", forged
    story.office.do(ReplaceCertificate(number=made.number, why="damaged"))
    assert (state(made.code), state(qr), state(made.number)) == ("superseded", "superseded", "valid")
    story.office.do(VoidCertificate(number=other.number, reason="Issued too early"))
    assert (state(other.number), state(other.code)) == ("void", "void")
    assert state("KL26-00077-X") == "unknown"


def test_nobody_approves_what_he_asked_for_while_another_verifier_has_an_account(story: Story) -> None:
    made = issue(story)
    one = account(story, "Rohani", "verifier", "certificates")
    both = desk(story, "Rohani", "verifier", "certificates", user_id=one)
    both.do(AskVoid(number=made.number, reason="Issued too early"))
    other = account(story, "Hamid", "verifier")
    for command in (ApproveVoid(number=made.number), VoidCertificate(number=made.number, reason="Issued too early")):
        with pytest.raises(Refused, match="Another verifier"):
            both.do(command)
    desk(story, "Hamid", "verifier", user_id=other).do(ApproveVoid(number=made.number))
    assert row_of(story, made.number).standing == "void"


def test_in_a_small_centre_one_person_asks_and_approves(story: Story) -> None:
    made = issue(story)
    both = desk(story, "Rohani", "verifier", "certificates",
                user_id=account(story, "Rohani", "verifier", "certificates"))
    both.do(AskVoid(number=made.number, reason="Issued too early"))
    both.do(ApproveVoid(number=made.number))
    event = story.office.ask(CertificateDetail(wanted=made.number))[0].events[0]
    assert (event.person, event.approver) == ("Rohani", "Rohani")


def test_what_was_refused_can_be_asked_again(story: Story) -> None:
    made = issue(story)
    staff, verifier = (desk(story, n, r, user_id=k) for n, r, k in (("Zul", "certificates", 31),
                                                                    ("Rohani", "verifier", 32)))
    with pytest.raises(Refused, match="Nobody has asked"):
        verifier.do(ApproveVoid(number=made.number))
    staff.do(AskVoid(number=made.number, reason="Issued too early"))
    with pytest.raises(Refused, match="has asked for this already"):
        staff.do(AskVoid(number=made.number, reason="Issued too early"))
    with pytest.raises(Refused):
        staff.do(ApproveVoid(number=made.number))
    verifier.do(RefuseVoid(number=made.number, reason="The date is right"))
    assert row_of(story, made.number).standing == "valid"
    staff.do(AskVoid(number=made.number, reason="The name is not"))
    assert kinds(story, made.number)[:3] == ["void_asked", "void_refused", "void_asked"]


def test_requests_need_a_reason_and_a_certificate_that_is_not_void(story: Story) -> None:
    made = issue(story)
    with pytest.raises(Invalid):
        story.office.do(AskVoid(number=made.number, reason="no"))
    with pytest.raises(Missing):
        story.office.do(AskVoid(number="KL26-99999-A", reason="Issued too early"))
    story.office.do(VoidCertificate(number=made.number, reason="Issued too early"))
    with pytest.raises(Refused, match="void already"):
        story.office.do(AskVoid(number=made.number, reason="Issued too early"))


def test_a_void_certificate_lets_the_policy_be_changed_again(story: Story) -> None:
    made = issue(story)
    change = ChangePolicy(cohort_id=story.cohort_id, policy=Policy(threshold=70))
    story.office.do(AskVoid(number=made.number, reason="Issued too early"))
    with pytest.raises(Refused):
        story.office.do(change)
    story.office.do(ApproveVoid(number=made.number))
    story.office.do(change)


def test_papers_wait_until_they_are_collected(story: Story) -> None:
    one, two = issue(story), issue(story, DEEPA)
    unprinted = issue(story, QUALIFY[2], prints=0)
    waiting = Register(where=(("uncollected", "yes"),), order="number", descending=False)
    assert [r.number for r in story.office.ask(waiting)] == [one.number, two.number]
    with pytest.raises(Refused, match="not been printed"):
        story.office.do(CollectCertificates(certificate_ids=(one.id, unprinted.id)))
    assert row_of(story, one.number).state == "issued"  # nothing half done
    story.office.do(CollectCertificates(certificate_ids=(one.id, two.id), on=DAY))
    assert not story.office.ask(waiting)
    row = row_of(story, one.number)
    assert (row.state, row.collected_on) == ("collected", DAY)
    with pytest.raises(Refused, match="handed out already"):
        story.office.do(CollectCertificates(certificate_ids=(one.id,)))


def test_the_days_of_waiting_are_counted(story: Story) -> None:
    made = issue(story)
    printed = row_of(story, made.number).printed_at
    assert printed is not None
    for days, waits in ((29, False), (30, True), (31, True)):
        later = Office(story.office.engine, SYSTEM, clock=lambda d=days: printed + timedelta(days=d))
        assert bool(later.ask(Register(where=(("uncollected", "30"),)))) == waits


def test_somebody_else_shows_a_document_that_lists_mask(story: Story) -> None:
    made = issue(story)
    with pytest.raises(Invalid) as told:
        story.office.do(CollectCertificates(certificate_ids=(made.id,), person="Goh Ah Kow"))
    assert "shown" in told.value.problems
    story.office.do(CollectCertificates(certificate_ids=(made.id,), person="Goh Ah Kow", shown="MyKad 600101145567"))
    words = story.office.ask(CertificateDetail(wanted=made.number))[0].events[0].words()
    assert "Collected by Goh Ah Kow" in words
    assert "MyKad 600101" in words
    assert "5567" not in words


def test_a_posted_paper_comes_back_and_is_collected(story: Story) -> None:
    made = issue(story)
    with pytest.raises(Invalid):
        story.office.do(PostCertificates(certificate_ids=(made.id,), address=" "))
    story.office.do(PostCertificates(certificate_ids=(made.id,), address="12 Jalan Ipoh", posting_no="EP123456789MY"))
    assert place_word(row_of(story, made.number).state, 1) == "Posted"
    story.office.do(ReturnCertificate(certificate_id=made.id, reason="Moved away"))
    assert row_of(story, made.number).collected_on is None
    story.office.do(CollectCertificates(certificate_ids=(made.id,)))
    assert kinds(story, made.number)[:3] == ["collected", "returned", "posted"]


def test_a_wrong_note_is_taken_back_and_stays_to_be_seen(story: Story) -> None:
    made = issue(story)
    with pytest.raises(Refused, match="not been handed out"):
        story.office.do(TakeBackHandOut(certificate_id=made.id, reason="Wrong row"))
    story.office.do(CollectCertificates(certificate_ids=(made.id,)))
    story.office.do(TakeBackHandOut(certificate_id=made.id, reason="Wrong row"))
    assert row_of(story, made.number).state == "issued"
    assert kinds(story, made.number)[:2] == ["taken_back", "collected"]


@pytest.mark.parametrize("day", [date(2026, 7, 1), date(2099, 1, 1)])
def test_a_day_of_handing_out_is_believable(story: Story, day: date) -> None:
    made = issue(story)
    with pytest.raises(Invalid) as told:
        story.office.do(CollectCertificates(certificate_ids=(made.id,), on=day))
    assert "on" in told.value.problems


def test_who_may_hand_out_and_ask(story: Story) -> None:
    made = issue(story)
    for role in ("administrator", "instructor", "verifier", "viewer"):
        for command in (CollectCertificates(certificate_ids=(made.id,)),
                        AskVoid(number=made.number, reason="Issued too early")):
            with pytest.raises(Refused):
                desk(story, "X", role, user_id=40).do(command)
    desk(story, "X", "certificates", user_id=40).do(CollectCertificates(certificate_ids=(made.id,)))


def test_the_register_counts_states_and_searches_between_days(story: Story) -> None:
    one, two = issue(story), issue(story, DEEPA)
    story.office.do(VoidCertificate(number=two.number, reason="Issued too early"))
    counts = story.office.ask(CountRegister())[0]
    assert (counts.all, counts.valid, counts.void, counts.expired, counts.replaced) == (2, 1, 1, 0, 0)
    assert len(story.office.ask(Register(where=(("since", "2026-07-14"), ("until", "2026-07-14"))))) == 2
    assert not story.office.ask(Register(where=(("since", "2026-07-15"),)))
    assert not story.office.ask(Register(where=(("until", "2026-07-13"),)))
    assert [r.number for r in story.office.ask(Register(state="void"))] == [two.number]
    assert one.number


def test_dates_are_kept_apart(story: Story) -> None:
    made = issue(story)
    story.office.do(CollectCertificates(certificate_ids=(made.id,), on=DAY))
    late = Office(story.office.engine, SYSTEM, clock=lambda: datetime(2027, 1, 2, 1, tzinfo=UTC))
    late.do(VoidCertificate(number=made.number, reason="Issued too early"))
    row = row_of(story, made.number)
    assert row.printed_at is not None
    assert row.voided_at == datetime(2027, 1, 2, 1, tzinfo=UTC)
    assert (row.issued_on, row.collected_on) == (DAY, DAY)


def test_states_have_words() -> None:
    assert [state_word(s) for s in ("ready", "valid", "superseded", "expired", "void", "legacy")] == [
        "Ready to issue", "Valid", "Earlier print", "Expired", "Void", "Old paper"]
    assert (printed_word(0), printed_word(1), printed_word(2)) == ("Not printed", "Printed 1 time", "Printed 2 times")


def test_a_certificate_is_found_by_an_identity_of_then_and_by_a_newer_one(story: Story) -> None:
    made = issue(story)
    trainee = row_of(story, made.number).trainee_id
    number = story.office.ask(TraineeDetail(trainee_id=trainee))[0].identities[0].number
    story.office.do(AddIdentity(trainee_id=trainee, type="PASPORT", number="K12345678", country="SG"))
    for text in (number, f"{number[:6]}-{number[6:8]}-{number[8:]}", "K12345678"):
        assert [r.number for r in story.office.ask(Register(text=text))] == [made.number], text
    assert not story.office.ask(Register(text="K99999999"))


def test_whose_paper_was_posted_is_certified_and_waits_for_nothing(story: Story) -> None:
    made = issue(story)
    story.office.do(PostCertificates(certificate_ids=(made.id,), address="12 Jalan Ipoh"))
    assert [p.name for p in story.office.ask(People(where=(("status", "certified"),)))] == [GOH]
    assert not story.office.ask(People(where=(("uncollected", "yes"),)))
