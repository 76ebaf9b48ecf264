"""Verifying: numbers, codes, QR texts and PDFs; a forgery is called a forgery."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text

from app.certificates import codes
from app.certificates.collect import claims_of
from app.certificates.commands import IssueCertificate, VoidCertificate
from app.certificates.facts import qr_payload
from app.certificates.paper import draw
from app.certificates.press import write_pdfs
from app.certificates.queries import CertificateDetail, CertificateWhole
from app.certificates.verify import Verdict, Verify, verify
from app.certificates.verify_file import verify_pdf
from app.errors import Unavailable
from app.i18n import speaking
from app.office.command import Query, Work
from app.office.office import Office
from app.office.permissions import Permission
from app.trust.keys import StatementKey, kid_of, public_of, statement_signer
from app.trust.statement import is_statement, make, sample
from tests.app.cohort_story import QUALIFY, Story, tell


class TheKey(Query[StatementKey]):
    """The centre's key for statements, for a test that signs something else with it."""

    needs = Permission.CERTIFICATES_VIEW

    def rows(self, work: Work) -> list[StatementKey]:
        return [statement_signer(work)]


@pytest.fixture
def story(sqlite_office: Office) -> Story:
    return tell(sqlite_office)


@pytest.fixture
def papers(story: Story) -> list[CertificateWhole]:
    found = []
    for name in QUALIFY:
        made = story.office.do(IssueCertificate(enrolment_id=story.enrolments[name], issued_on=date(2026, 7, 14))).value
        found.append(story.office.ask(CertificateDetail(wanted=made.number))[0])
    return found


def ask(story: Story, what: str) -> Verdict:
    return story.office.ask(Verify(what=what))[0]


def test_by_number_or_code_however_it_is_typed(story: Story, papers: list[CertificateWhole]) -> None:
    row = papers[1].row
    for what in (row.number, row.number.lower(), f" {row.number} ", row.code, codes.shown(row.code).lower()):
        found = ask(story, what)
        assert found.state == "valid"
        assert found.words() == f"Valid. {row.number}, Goh Xin Yi, HCIA-AI, issued on 14 Jul 2026."


def test_a_line_copied_from_the_paper_is_understood(story: Story, papers: list[CertificateWhole]) -> None:
    row, other = papers[1].row, papers[2].row
    for what in (f"{row.number} {codes.shown(row.code)}", f"No. Siri: {row.number.lower()}", f"Kod {row.code.lower()}"):
        assert ask(story, what).certificate is not None and ask(story, what).state == "valid", what
    mixed = ask(story, f"{row.number} {codes.shown(other.code)}")
    assert mixed.state == "not_genuine" and "different certificates" in mixed.words()
    assert ask(story, f"{row.number} ACDEF-34679").state == "not_genuine"
    assert "no certificate Ali bin Abu in" in ask(story, "Ali bin Abu").words()


def test_unknown_and_void(story: Story, papers: list[CertificateWhole]) -> None:
    assert ask(story, "KL26-99999-A").state == "unknown"
    story.office.do(VoidCertificate(number=papers[0].row.number, reason="Wrong person"))
    found = ask(story, papers[0].row.number)
    assert found.state == "void"
    assert found.words().startswith("Void since 14 Jul 2026: Wrong person.")


def test_what_a_qr_code_says_is_compared(story: Story, papers: list[CertificateWhole]) -> None:
    facts = papers[1].facts
    said = qr_payload(number=facts.number, name=facts.name, identity_last4="", course=facts.course_title,
                      issued_on=facts.issued_on, code=facts.verification_code)  # as it was before there were keys
    assert ask(story, said).state == "valid"
    forged = ask(story, said.replace("Goh Xin Yi", "Lim Ah Kow"))
    assert forged.state == "not_genuine"
    assert "name was changed" in forged.words()
    assert ask(story, said.replace("2026-07-14", "2025-07-14")).state == "not_genuine"
    assert ask(story, said[:-1] + ("A" if said[-1] != "A" else "C")).state == "not_genuine"


def test_a_scanned_code_is_believed_only_when_this_centre_signed_it(
        story: Story, papers: list[CertificateWhole]) -> None:
    said = papers[1].facts.verify_text
    assert is_statement(said) and ask(story, said).state == "valid"
    altered = ask(story, said[:-40] + ("1" if said[-40] != "1" else "2") + said[-39:])
    assert altered.state == "not_genuine"
    stranger = Ed25519PrivateKey.generate()
    claims = claims_of(replace(papers[1].facts, name="Lim Ah Kow"), "KL", 7)
    theirs = make(claims, kid_of(public_of(stranger)), stranger.sign)
    assert "another key" in ask(story, theirs).words() or "not this centre's" in ask(story, theirs).words()
    assert "sample" in ask(story, sample(claims)).words()
    assert ask(story, said[:-100]).state in ("unknown", "not_genuine")


def test_what_is_signed_but_not_what_was_issued_is_not_genuine(story: Story, papers: list[CertificateWhole]) -> None:
    def signed(**other: object) -> str:
        facts = replace(papers[1].facts, **other)  # type: ignore[arg-type]
        key = story.office.ask(TheKey())[0]
        return make(claims_of(facts, "KL", 7), key.kid, key.sign)

    assert ask(story, signed()).state == "valid"
    for told in ({"name": "Lim Ah Kow"}, {"course_title": "Another"}, {"issued_on": date(2026, 7, 1)}):
        assert ask(story, signed(**told)).state == "not_genuine", told
    assert ask(story, signed(number="KL26-00900-A")).state == "unknown"


def test_a_register_that_was_altered_is_told(story: Story, papers: list[CertificateWhole]) -> None:
    row = papers[1].row
    with story.office.engine.begin() as connection:
        connection.execute(text("UPDATE certificate SET holder = 'Lim Ah Kow', facts = replace(facts, 'Goh Xin Yi', "
                                "'Lim Ah Kow') WHERE id = :id"), {"id": row.id})
    assert ask(story, row.number).state == "not_genuine"
    assert ask(story, papers[0].row.number).state == "valid"


def test_a_file_for_printing_agrees_but_says_that_it_is_not_signed(
        story: Story, papers: list[CertificateWhole], tmp_path: Path) -> None:
    path = tmp_path / "one.pdf"
    whole = papers[1]
    path.write_bytes(draw(whole.facts, whole.layout, assets=whole.assets))
    [found] = verify_pdf(story.office, path)
    assert (found.state, found.exact) == ("unsigned", True)
    with pikepdf.open(path) as document:
        document.save(tmp_path / "again.pdf")
    [found] = verify_pdf(story.office, tmp_path / "again.pdf")
    assert (found.state, found.exact) == ("unsigned", False)
    assert "no signature" in found.words()
    with speaking("ms"):
        assert verify_pdf(story.office, path)[0].exact


def test_another_name_or_date_is_not_genuine(story: Story, papers: list[CertificateWhole], tmp_path: Path) -> None:
    forged = tmp_path / "forged.pdf"
    forged.write_bytes(draw(replace(papers[1].facts, name="Lim Ah Kow")))
    [found] = verify_pdf(story.office, forged)
    assert found.state == "not_genuine"
    assert "name was changed" in found.words()
    forged.write_bytes(draw(replace(papers[1].facts, issued_on=date(2025, 7, 14))))
    assert "date of issue was changed" in verify_pdf(story.office, forged)[0].words()
    forged.write_bytes(draw(replace(papers[1].facts, course_title="HCIP-AI")))
    assert verify_pdf(story.office, forged)[0].state == "not_genuine"


def test_a_picture_laid_over_the_paper_is_seen(story: Story, papers: list[CertificateWhole], tmp_path: Path) -> None:
    path, forged = tmp_path / "one.pdf", tmp_path / "forged.pdf"
    path.write_bytes(draw(papers[1].facts, papers[1].layout, assets=papers[1].assets))
    with pikepdf.open(path) as document:
        page = document.pages[0]
        page.contents_add(document.make_stream(b"q 1 g 250 280 340 60 re f 0 g 260 300 200 20 re f Q"))
        document.save(forged)
    [found] = verify_pdf(story.office, forged)
    assert found.state == "not_genuine"


def test_a_combined_file_is_judged_page_by_page(story: Story, papers: list[CertificateWhole], tmp_path: Path) -> None:
    path = tmp_path / "all.pdf"
    assert write_pdfs(papers, None, combined=path) == []
    story.office.do(VoidCertificate(number=papers[2].row.number, reason="Wrong person"))
    assert [v.state for v in verify_pdf(story.office, path)] == ["valid", "valid", "void"]


def test_what_is_no_certificate(story: Story, tmp_path: Path) -> None:
    path = tmp_path / "text.pdf"
    path.write_bytes(b"hello")
    with pytest.raises(Unavailable, match="not a PDF"):
        verify_pdf(story.office, path)
    with pytest.raises(Unavailable, match="cannot be read"):
        verify_pdf(story.office, tmp_path / "missing.pdf")
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(path)
    assert "picture and no text" in verify_pdf(story.office, path)[0].words()


def test_a_paper_of_another_centre_is_unknown(story: Story, papers: list[CertificateWhole], tmp_path: Path) -> None:
    path = tmp_path / "other.pdf"
    path.write_bytes(draw(replace(papers[0].facts, number="XY26-00001-A", verification_code="AAAAACCCCC",
                                  verify_text="x")))
    [found] = verify_pdf(story.office, path)
    assert found.state == "unknown"
    assert "XY26-00001-A" in found.words()


def test_one_question_for_numbers_and_files(story: Story, papers: list[CertificateWhole], tmp_path: Path) -> None:
    assert verify(story.office, papers[0].row.number).state == "valid"
    path = tmp_path / "all.pdf"
    write_pdfs(papers, None, combined=path)
    answer = verify(story.office, str(path))
    assert answer.state == "valid"
    assert len(answer.lines()) == 3
    story.office.do(VoidCertificate(number=papers[1].row.number, reason="Wrong person"))
    assert verify(story.office, str(path)).state == "void"
    assert answer.to_json()["pages"][0]["name"] == QUALIFY[0]
