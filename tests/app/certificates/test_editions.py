"""A later print with the same number: corrected in the print room, or replacing one that was lost years ago."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from app.centre.records import Signatory
from app.certificates.commands import IssueCertificate, Issued, RecordPrint, VoidCertificate
from app.certificates.editions import CorrectCertificate, EditionDraft, ReplaceCertificate, Wording
from app.certificates.facts import Facts, qr_payload
from app.certificates.life import CollectCertificates, ReturnCertificate
from app.certificates.press import one_pdf, write_pdfs
from app.certificates.queries import CertificateDetail, CertificatesWhole, CertificateWhole, Register
from app.certificates.records import Certificate
from app.certificates.verify import Verdict, Verify, verify
from app.certificates.verify_file import texts_of
from app.errors import Invalid, Refused
from app.office.command import Command, Work
from app.office.office import Office
from app.office.permissions import SYSTEM, Permission
from app.programmes.records import Course
from app.results.commands import EnterResults
from app.trainees.commands import ConfirmCertificateName
from app.trainees.records import Trainee
from tests.app.cohort_story import Story, tell

DAY = date(2026, 7, 14)
GOH = "Goh Xin Yi"
LONG = "கார்த்திகேயன் " * 11


@dataclass(frozen=True, kw_only=True)
class Years(Command[None]):
    """What passed since: another director, another title of the course."""

    needs = Permission.COHORTS_CHANGE

    def label(self) -> str:
        return "Years"

    def run(self, work: Work) -> None:
        old = work.session.scalars(select(Signatory)).one()
        old.valid_to, old.role = date(2027, 1, 1), "director"
        work.add(Signatory(name="Datin Rohaya binti Yusof", post_ms="Pengarah", post_en="Director", role="director",
                           valid_from=date(2027, 1, 2), position=4))
        work.add(Signatory(name="A guest", post_ms="Tamu", post_en="Guest", role="guest", valid_from=date(2020, 1, 1),
                           position=1))
        course = work.session.scalars(select(Course)).one()
        course.title, course.title_ms, course.title_en = "AI Practitioner", "Pengamal AI", "AI Practitioner"


@pytest.fixture
def story(sqlite_office: Office) -> Story:
    return tell(sqlite_office)


def issue(story: Story, name: str = GOH, **more: object) -> Issued:
    return story.office.do(IssueCertificate(enrolment_id=story.enrolments[name], issued_on=DAY, **more)).value  # type: ignore[arg-type]


def printed(story: Story, made: Issued) -> Issued:
    story.office.do(RecordPrint(certificate_ids=(made.id,)))
    return made


def whole_of(story: Story, number: str) -> CertificateWhole:
    return story.office.ask(CertificateDetail(wanted=number))[0]


def look(office: Office, what: str) -> Verdict:
    return office.ask(Verify(what=what))[0]


def later(story: Story, year: int = 2029) -> Office:
    return Office(story.office.engine, SYSTEM, clock=lambda: datetime(year, 3, 5, 2, tzinfo=UTC))


def paper_text(office: Office, key: int) -> str:
    return " ".join(texts_of(one_pdf(office.ask(CertificatesWhole(ids=(key,)))))[0].split())


def test_as_19_a_misspelt_name_before_the_ceremony_is_corrected_and_printed_again(story: Story) -> None:
    made = printed(story, issue(story))
    edition = story.office.do(CorrectCertificate(number=made.number, wording=Wording(name="Goh Xin Yee"),
                                                 reason="Spelled wrongly on the list")).value
    printed(story, made)
    assert (edition.number, edition.edition) == (made.number, 2)
    whole = whole_of(story, made.number)
    assert (whole.row.holder, whole.row.prints) == ("Goh Xin Yee", 2)
    assert [(e.kind, e.print_no) for e in whole.events] == [
        ("printed", 2), ("corrected", None), ("destroyed", 1), ("printed", 1), ("issued", None)]
    said = paper_text(story.office, made.id)
    assert "Goh Xin Yee" in said
    assert "REPLACEMENT" not in said.upper()
    assert not whole.row.replaced and whole.row.standing == "valid"
    assert [r.edition for r in story.office.ask(Register())] == [2]
    assert [r.number for r in story.office.ask(Register(text="xin yi"))] == [made.number]  # still found by the old name


def test_a_corrected_certificate_waits_to_be_printed_again(story: Story) -> None:
    made = printed(story, issue(story))
    unprinted = Register(where=(("unprinted", "yes"),))
    assert not story.office.ask(unprinted)
    story.office.do(CorrectCertificate(number=made.number, wording=Wording(venue="Dewan Utama"), reason="Moved"))
    assert [r.number for r in story.office.ask(unprinted)] == [made.number]


def test_as_20_a_certificate_of_years_ago_is_replaced(story: Story) -> None:
    made = printed(story, issue(story))
    story.office.do(CollectCertificates(certificate_ids=(made.id,)))
    now = later(story)
    now.do(Years())
    assert [r.number for r in now.ask(Register(text="goh xin"))] == [made.number]
    edition = now.do(ReplaceCertificate(number=made.number, why="lost", report_no="SENTUL/012345/29",
                                        fee=Decimal("20.00"), receipt_no="R-778")).value
    now.do(RecordPrint(certificate_ids=(made.id,)))
    now.do(CollectCertificates(certificate_ids=(made.id,), person="Goh Ah Kow", shown="MyKad 600101-14-5567"))
    whole = now.ask(CertificateDetail(wanted=made.number))[0]
    facts = whole.facts
    assert (facts.number, facts.course_title, facts.issued_on) == (made.number, "HCIA-AI", DAY)
    assert (facts.first_issued_on, facts.replaced_on, facts.replaced_why) == (DAY, date(2029, 3, 5), "lost")
    assert [s.name for s in facts.signatories] == ["Datin Rohaya binti Yusof"]
    event = next(e for e in whole.events if e.kind == "replaced")
    assert (event.report_no, event.fee, event.receipt_no) == ("SENTUL/012345/29", Decimal(20), "R-778")
    collected = whole.events[0].words()
    assert "Goh Ah Kow" in collected
    assert "5567" not in collected
    old, new = look(now, made.code), look(now, edition.code)
    assert (old.state, new.state) == ("superseded", "valid")
    assert "Print 2 is in force" in old.words()
    assert "5 Mar 2029" in old.words()


def test_who_holds_no_post_any_more_cannot_sign_a_replacement(story: Story) -> None:
    made = printed(story, issue(story))
    now = later(story)
    now.do(Years())

    @dataclass(frozen=True, kw_only=True)
    class Leaves(Command[None]):
        needs = Permission.COHORTS_CHANGE

        def label(self) -> str:
            return "Leaves"

        def run(self, work: Work) -> None:
            for person in work.session.scalars(select(Signatory)):
                person.valid_to = date(2028, 1, 1)

    now.do(Leaves())
    with pytest.raises(Refused, match="Director"):
        now.do(ReplaceCertificate(number=made.number, why="damaged"))


def test_a_correction_needs_a_paper_that_is_still_here(story: Story) -> None:
    made = printed(story, issue(story))
    story.office.do(CollectCertificates(certificate_ids=(made.id,)))
    again = CorrectCertificate(number=made.number, wording=Wording(name="Goh Xin Yee"), reason="Misspelt")
    with pytest.raises(Refused, match="replaced, not corrected"):
        story.office.do(again)
    story.office.do(ReturnCertificate(certificate_id=made.id, reason="Brought back at once"))
    assert story.office.do(again).value.edition == 2


def test_a_correction_changes_something_and_says_why(story: Story) -> None:
    made = issue(story)
    for command, field in ((CorrectCertificate(number=made.number, reason="Because"), ""),
                           (CorrectCertificate(number=made.number, wording=Wording(name="Goh"), reason=" "), "reason"),
                           (CorrectCertificate(number=made.number, wording=Wording(name=" "), reason="x"), "name"),
                           (CorrectCertificate(number=made.number, reason="Dates", wording=Wording(
                               ends=date(2020, 1, 1))), "ends")):
        with pytest.raises(Invalid) as told:
            story.office.do(command)
        assert not field or field in told.value.problems
    assert whole_of(story, made.number).row.edition == 1


def test_a_correction_may_take_what_the_records_say_now(story: Story) -> None:
    made = issue(story)
    trainee = whole_of(story, made.number).row.trainee_id
    assert story.office.ask(EditionDraft(number=made.number))[0].records == Wording()
    story.office.do(ConfirmCertificateName(trainee_id=trainee, name="Goh Xin Yee"))
    assert story.office.ask(EditionDraft(number=made.number))[0].records == Wording(name="Goh Xin Yee")
    story.office.do(CorrectCertificate(number=made.number, from_records=True, reason="The card was seen"))
    assert whole_of(story, made.number).facts.name == "Goh Xin Yee"


def test_a_replacement_says_what_is_missing(story: Story) -> None:
    made = printed(story, issue(story))

    def told(**more: object) -> dict[str, str]:
        return ReplaceCertificate(number=made.number, **more).problems()  # type: ignore[arg-type]

    assert "report_no" in told(why="lost")
    assert "why" in told(why="bored")
    assert "receipt_no" in told(why="damaged", fee=Decimal(20))
    assert "fee" in told(why="damaged", fee=Decimal("-1"))
    assert "name" in told(why="damaged", wording=Wording(name="Goh"))
    with pytest.raises(Invalid):
        story.office.do(ReplaceCertificate(number=made.number, why="renamed"))


def test_what_was_never_printed_is_not_replaced(story: Story) -> None:
    made = issue(story)
    with pytest.raises(Refused, match="never been printed"):
        story.office.do(ReplaceCertificate(number=made.number, why="lost", report_no="1"))


def test_a_lawful_name_change_keeps_the_old_name_on_record(story: Story) -> None:
    made = printed(story, issue(story))
    story.office.do(ReplaceCertificate(number=made.number, why="renamed", report_no="Deed 12/2026",
                                       wording=Wording(name="Nur Aisyah Goh binti Abdullah")))
    whole = whole_of(story, made.number)
    assert (whole.facts.name, whole.earlier[0].facts.name) == ("Nur Aisyah Goh binti Abdullah", GOH)
    assert whole.row.standing == "replaced"
    assert len(story.office.ask(Register(state="replaced"))) == 1


def test_a_tamil_name_of_150_letters_survives(story: Story) -> None:
    made = printed(story, issue(story))
    name = LONG[:150].strip()
    story.office.do(CorrectCertificate(number=made.number, wording=Wording(name=name), reason="In the other script"))
    whole = whole_of(story, made.number)
    assert (whole.facts.name, whole.row.holder) == (name, name)
    assert paper_text(story.office, made.id)
    assert look(story.office, whole.row.code).state == "valid"


def test_results_stay_locked_under_a_later_print(story: Story) -> None:
    made = printed(story, issue(story))
    story.office.do(ReplaceCertificate(number=made.number, why="damaged"))
    with pytest.raises(Refused):
        story.office.do(EnterResults(cells=(story.cell(GOH, "Final exam", "40"),)))


def test_a_changed_earlier_edition_is_told(story: Story) -> None:
    made = printed(story, issue(story))
    story.office.do(ReplaceCertificate(number=made.number, why="damaged"))
    with story.office.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE earlier_edition SET facts = replace(facts, 'Goh Xin Yi', 'Goh Xin Yo')")
    assert look(story.office, made.code).state == "not_genuine"


def test_a_paper_with_an_old_code_and_another_name_is_not_genuine(story: Story) -> None:
    made = printed(story, issue(story))
    facts = whole_of(story, made.number).facts
    first = qr_payload(number=made.number, name=GOH, identity_last4="", course=facts.course_title, issued_on=DAY,
                       code=made.code)
    story.office.do(CorrectCertificate(number=made.number, wording=Wording(name="Goh Xin Yee"), reason="Misspelt"))
    assert look(story.office, first).state == "superseded"
    assert look(story.office, facts.verify_text).state == "superseded"  # the code of the destroyed paper
    assert look(story.office, first.replace(GOH, "Goh Xin Yee")).state == "not_genuine"
    code = whole_of(story, made.number).row.code
    assert look(story.office, first.replace(made.code, code)).state == "not_genuine"


def test_void_is_said_of_every_print(story: Story) -> None:
    made = printed(story, issue(story))
    story.office.do(ReplaceCertificate(number=made.number, why="damaged"))
    story.office.do(VoidCertificate(number=made.number, reason="Issued to the wrong person"))
    assert look(story.office, made.code).state == "void"
    with pytest.raises(Refused, match="void already"):
        story.office.do(ReplaceCertificate(number=made.number, why="damaged"))


def test_an_expired_certificate_is_genuine_but_expired(story: Story) -> None:
    @dataclass(frozen=True, kw_only=True)
    class Ends(Command[None]):
        needs = Permission.COHORTS_CHANGE

        def label(self) -> str:
            return "Ends"

        def run(self, work: Work) -> None:
            work.session.scalars(select(Course)).one().certificate_months = 24

    story.office.do(Ends())
    made = issue(story)
    row = whole_of(story, made.number).row
    assert (row.expires_on, row.standing) == (date(2028, 7, 14), "valid")
    verdict = look(later(story), made.number)
    assert verdict.state == "expired"
    assert "14 Jul 2028" in verdict.words()
    assert [r.standing for r in later(story).ask(Register(state="expired"))] == ["expired"]
    assert not later(story).ask(Register(state="valid"))
    assert story.office.ask(Register(where=(("expires", "760"),)))
    assert not story.office.ask(Register(where=(("expires", "100"),)))


@dataclass(frozen=True, kw_only=True)
class OldPaper(Command[int]):
    """A paper of the time before, as an old list has it."""

    needs = Permission.COHORTS_CHANGE

    def label(self) -> str:
        return "Old paper"

    def run(self, work: Work) -> int:
        facts = Facts(number="JTM/99/0012", verification_code="", kind="completion", language="bi", design="klasik",
                      name="Ahmad bin Ali", centre_name="", course_title="CNC Lathe", issued_on=date(1999, 5, 4))
        trainee = work.session.scalars(select(Trainee).order_by(Trainee.id)).first()
        assert trainee is not None
        return work.add(Certificate(
            number=facts.number, code="OLD0000001", enrolment_id=None, trainee_id=trainee.id, kind="completion",
            language="bi", design="klasik", facts=facts.to_json(), holder=facts.name, search="AHMAD BIN ALI",
            issued_on=facts.issued_on, issued_at=work.now, issued_by="Sijil", legacy=True)).id


def test_an_old_paper_is_known_collected_and_replaced(story: Story) -> None:
    key = story.office.do(OldPaper()).value
    rows = story.office.ask(Register(text="ahmad"))
    assert [(r.number, r.standing, r.cohort, r.enrolment_id) for r in rows] == [("JTM/99/0012", "legacy", "", 0)]
    verdict = look(story.office, "jtm/99/0012")
    assert verdict.state == "legacy"
    assert "old list" in verdict.words()
    with pytest.raises(Refused, match="old paper"):
        story.office.do(CorrectCertificate(number="JTM/99/0012", wording=Wording(name="Ahmad"), reason="Misspelt"))
    story.office.do(ReplaceCertificate(number="JTM/99/0012", why="lost", report_no="SD 4"))
    assert "Ahmad bin Ali" in paper_text(story.office, key)
    assert look(story.office, "JTM/99/0012").state == "valid"
    assert look(story.office, "OLD0000001").state == "superseded"


def test_the_file_of_an_earlier_print_says_so(story: Story, tmp_path: Path) -> None:
    made = printed(story, issue(story))
    files = {}
    for place in ("first", "second"):
        whole = whole_of(story, made.number)
        files[place] = write_pdfs([whole], tmp_path / place)[0].file
        if place == "first":
            story.office.do(ReplaceCertificate(number=made.number, why="damaged"))
    assert verify(story.office, str(files["second"])).state == "valid"
    answer = verify(story.office, str(files["first"]))
    assert answer.state == "superseded"
    assert "Print 2 is in force" in answer.lines()[0]
