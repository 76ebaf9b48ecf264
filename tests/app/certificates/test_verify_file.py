"""Signed files: other programs accept them as they are, and every alteration is told apart."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import page
import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from app.certificates.commands import IssueCertificate, RecordPrint, VoidCertificate
from app.certificates.editions import ReplaceCertificate
from app.certificates.paper import draw
from app.certificates.press import write_pdfs
from app.certificates.queries import CertificateDetail, CertificateWhole
from app.certificates.transcript import IssueTranscript
from app.certificates.transcript_paper import transcript_pdf
from app.certificates.verify import Verdict
from app.certificates.verify_file import texts_of, verify_pdf
from app.cohorts.queries import Roll
from app.office.office import Office
from app.trust import keys
from app.trust.commands import RevokeKey
from app.trust.credential import holds
from app.trust.pades import sign
from app.trust.queries import SigningKeys
from tests.app.certificates.paper_facts import facts
from tests.app.certificates.test_issue import DAY
from tests.app.cohort_story import QUALIFY, Story, tell

AT = datetime(2026, 7, 14, 8, tzinfo=UTC)


@pytest.fixture
def story(sqlite_office: Office) -> Story:
    return tell(sqlite_office)


@pytest.fixture
def whole(story: Story) -> CertificateWhole:
    made = story.office.do(IssueCertificate(enrolment_id=story.enrolments[QUALIFY[0]], issued_on=DAY)).value
    return story.office.ask(CertificateDetail(wanted=made.number))[0]


@pytest.fixture
def file(whole: CertificateWhole, tmp_path: Path) -> Path:
    return write_pdfs([whole], tmp_path)[0].file


def verdict(story: Story, path: Path, data: bytes | None = None) -> Verdict:
    if data is not None:
        path = path.with_name("altered.pdf")
        path.write_bytes(data)
    found = verify_pdf(story.office, path)
    assert len(found) == 1
    assert found[0].words()
    return found[0]


def told(*command: str | Path) -> str:
    return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60).stdout


def test_a_signed_file_is_valid_here_and_for_other_programs(story: Story, whole: CertificateWhole, file: Path) -> None:
    found = verdict(story, file)
    assert found.state == "valid"
    assert "not a byte was changed" in found.words()
    said = told("pdfsig", file)
    assert "Signature is Valid" in said and "Total document signed" in said and "ETSI.CAdES.detached" in said
    assert "No syntax or stream encoding errors" in told("qpdf", "--check", file)
    fonts = told("pdffonts", file).splitlines()[2:]
    assert fonts and all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts)
    text = told("pdfinfo", "-struct-text", file)
    assert "H1" in text and whole.facts.name in text and "Figure" in text


@pytest.mark.parametrize(("design", "name"), [
    ("klasik", "Adriana Sofia binti Fauzi"), ("moden", "பவித்ரா A/P வினோத்"), ("klasik", "محمد بن عبدالله 陈伟明")])
def test_files_last_and_can_be_read_out(design: str, name: str, whole: CertificateWhole) -> None:
    assert whole.kit is not None
    data = sign(draw(facts(design=design, name=name)), whole.kit.pdf, AT)
    for profile in (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1):
        report = page.validate_pdf_bytes(data, profile=profile)
        assert report.is_compliant, [(f.rule_id, f.message) for f in report.failures]


def test_the_credential_in_the_file_is_signed_too(whole: CertificateWhole, file: Path) -> None:
    with pikepdf.open(file) as document:
        held = document.attachments["credential.json"].get_file().read_bytes()
    assert whole.kit is not None
    assert holds(json.loads(held), whole.kit.statement.public)
    assert json.loads(held)["credentialSubject"]["licenseNumber"] == whole.facts.number


def test_the_same_paper_and_time_give_the_same_bytes(whole: CertificateWhole) -> None:
    assert whole.kit is not None
    one = draw(whole.facts, whole.layout)
    assert one == draw(whole.facts, whole.layout)
    assert sign(one, whole.kit.pdf, AT) == sign(one, whole.kit.pdf, AT)


def overlaid(data: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(data))
    drawn = writer.add_object(generic.StreamObject(stream_data=b"q 1 g 250 280 340 60 re f Q"))
    sheet = writer.find_page_for_modification(0)[0].get_object()
    sheet["/Contents"] = generic.ArrayObject([sheet.raw_get("/Contents"), drawn])
    return written(writer, sheet)


def noted(data: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(data))
    sheet = writer.find_page_for_modification(0)[0].get_object()
    note = writer.add_object(generic.DictionaryObject({
        generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
        generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
        generic.pdf_name("/Contents"): generic.pdf_string("Lim Ah Kow"),
        generic.pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (250, 280, 590, 340)))}))
    held = sheet.get("/Annots", ())
    sheet["/Annots"] = generic.ArrayObject([*(held.raw_get(at) for at in range(len(held))), note])
    return written(writer, sheet)


def written(writer: IncrementalPdfFileWriter, sheet: generic.DictionaryObject) -> bytes:
    writer.update_container(sheet)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def saved_again(data: bytes) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as document:
        document.save(out)
    return out.getvalue()


ALTERED: dict[str, Callable[[bytes], bytes]] = {
    "a byte was flipped": lambda d: d[:len(d) // 2] + bytes([d[len(d) // 2] ^ 1]) + d[len(d) // 2 + 1:],
    "something was drawn over it": overlaid,
    "a note was laid over the name": noted,
    "another program saved it": saved_again,
    "the end was cut off": lambda d: d[:-200],
    "junk was appended": lambda d: d + b"\n% nothing to see here\n",
}


@pytest.mark.parametrize("how", ALTERED)
def test_an_altered_file_is_called_altered(how: str, story: Story, file: Path) -> None:
    assert verdict(story, file, ALTERED[how](file.read_bytes())).state == "altered"


def test_a_forger_with_a_key_of_his_own_and_our_name_is_not_ours(
        story: Story, whole: CertificateWhole, file: Path) -> None:
    root, root_certificate, _kid = keys._new_root(whole.facts.centre_name, AT)
    from cryptography import x509

    name = x509.load_der_x509_certificate(root_certificate).subject
    private = keys._ec_key()
    leaf = keys._certificate(name, name, private, root, AT, 5)
    forged = sign(draw(whole.facts, whole.layout), keys.PdfKey("x", private, (leaf, root_certificate)), AT)
    assert verdict(story, file, forged).state == "not_ours"


def test_an_unsigned_copy_says_so_and_a_changed_one_is_not_genuine(
        story: Story, whole: CertificateWhole, file: Path) -> None:
    from dataclasses import replace

    assert verdict(story, file, draw(whole.facts, whole.layout)).state == "unsigned"
    other = draw(replace(whole.facts, name="Lim Ah Kow"), whole.layout)
    assert verdict(story, file, other).state == "not_genuine"


def test_a_signed_file_of_a_void_or_replaced_certificate_says_so(
        story: Story, whole: CertificateWhole, file: Path) -> None:
    story.office.do(RecordPrint(certificate_ids=(whole.row.id,)))
    story.office.do(ReplaceCertificate(number=whole.row.number, why="damaged"))
    assert verdict(story, file).state == "superseded"
    story.office.do(VoidCertificate(number=whole.row.number, reason="Issued too early"))
    assert verdict(story, file).state == "void"


def test_our_key_on_other_words_is_not_genuine(story: Story, whole: CertificateWhole, file: Path) -> None:
    from dataclasses import replace

    assert whole.kit is not None
    other = sign(draw(replace(whole.facts, name="Lim Ah Kow"), whole.layout), whole.kit.pdf, AT)
    assert verdict(story, file, other).state == "not_genuine"


def test_a_transcript_is_told_by_its_own_code_though_it_names_certificates(
        story: Story, whole: CertificateWhole, tmp_path: Path) -> None:
    roll = {r.name: r.trainee_id for r in story.office.ask(Roll(cohort_id=story.cohort_id))}
    made, other = (story.office.do(IssueTranscript(trainee_id=roll[name], name=name)).value for name in QUALIFY[:2])
    path = tmp_path / "transcript.pdf"

    def said(data: bytes) -> Verdict:
        path.write_bytes(data)
        (verdict,) = verify_pdf(story.office, path)
        return verdict

    good = transcript_pdf(made)
    assert whole.row.number in " ".join(texts_of(good))
    assert said(good).state == "valid"
    assert f"Valid. Transcript {made.number}" in said(good).words() and "not a byte was changed" in said(good).words()
    flipped = bytearray(good)
    flipped[400] ^= 1
    assert said(bytes(flipped)).state == "altered"
    bare = said(transcript_pdf(replace(made, kit=None)))
    assert bare.state == "unsigned" and "the results in it may be changed" in bare.words()
    swapped = said(transcript_pdf(replace(made, kit=None, statement=other.statement)))
    assert swapped.state == "not_genuine" and "another transcript" in swapped.words()
    for key in story.office.ask(SigningKeys())[0].keys:
        if key.use == "pdf":
            story.office.do(RevokeKey(kid=key.kid, since=DAY, reason="The PC was stolen"))
    assert said(good).state == "not_genuine" and "The PC was stolen" in said(good).words()
