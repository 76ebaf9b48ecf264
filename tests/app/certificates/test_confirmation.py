"""Letters that confirm certificates: what they say in both languages, what they note, what is refused."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from app.certificates.commands import IssueCertificate, VoidCertificate
from app.certificates.confirmation import MOTTO, Confirmations, NoteConfirmations
from app.certificates.confirmation_paper import confirmation_pdf
from app.certificates.queries import CertificateDetail
from app.certificates.words import event_words
from app.errors import Invalid, Refused
from app.office.office import Office
from tests.app.certificates.paper_facts import text_of
from tests.app.cohort_story import QUALIFY, Story, tell


@pytest.fixture
def story(sqlite_office: Office) -> Story:
    return tell(sqlite_office)


def issued(story: Story, at: int = 0) -> int:
    return int(story.office.do(IssueCertificate(enrolment_id=story.enrolments[QUALIFY[at]],
                                                issued_on=date(2026, 7, 14))).value.id)


def test_a_letter_says_what_the_certificate_says_in_both_languages(story: Story, tmp_path: Path) -> None:
    keys = (issued(story), issued(story, 1))
    found = story.office.ask(Confirmations(certificate_ids=keys))[0]
    assert found.mottos == (MOTTO,)
    malay = confirmation_pdf(found, "ms", "ILP.KL 100-2/3", found.mottos, found.signatories[0])
    (tmp_path / "a.pdf").write_bytes(malay)
    assert subprocess.run(["qpdf", "--check", str(tmp_path / "a.pdf")], capture_output=True).returncode == 0
    said = " ".join(text_of(tmp_path / "a.pdf").split())
    facts = found.certificates[0].facts
    for words in ("KEPADA SESIAPA YANG BERKENAAN", "PENGESAHAN TAMAT KURSUS", "Rujukan kami: ILP.KL 100-2/3",
                  facts.name, facts.number, "telah menamatkan kursus", "Sekian, terima kasih.", MOTTO,
                  "Saya yang menjalankan amanah,", found.signatories[0].name, QUALIFY[1]):
        assert words in said, words
    (tmp_path / "b.pdf").write_bytes(confirmation_pdf(found, "en"))
    english = " ".join(text_of(tmp_path / "b.pdf").split())
    assert "TO WHOM IT MAY CONCERN" in english and "has completed the following course" in english
    assert "14 July 2026" in english and "Signature, name, post, date and stamp" in english


def test_it_is_noted_and_the_mottos_are_kept(story: Story) -> None:
    key = issued(story)
    mottos = ("MALAYSIA MADANI", MOTTO, " ")
    story.office.do(NoteConfirmations(certificate_ids=(key,), reference="RUJ 7", mottos=mottos))
    [event] = [e for e in story.office.ask(CertificateDetail(wanted=key))[0].events if e.kind == "confirmed"]
    assert event_words(event).startswith("Confirmation letter by") and "RUJ 7" in event_words(event)
    assert story.office.ask(Confirmations(certificate_ids=(key,)))[0].mottos == ("MALAYSIA MADANI", MOTTO)
    with pytest.raises(Invalid):
        story.office.do(NoteConfirmations(certificate_ids=(key,), mottos=("x",) * 5))


def test_what_is_void_is_not_confirmed(story: Story) -> None:
    key = issued(story)
    story.office.do(VoidCertificate(number=story.office.ask(CertificateDetail(wanted=key))[0].row.number,
                                    reason="Issued to the wrong person"))
    with pytest.raises(Refused, match="nothing to confirm"):
        story.office.ask(Confirmations(certificate_ids=(key,)))
