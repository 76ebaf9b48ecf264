"""Giving out the verify page: what is in the files, what a phone says of real papers, and code that shares nothing."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import NoEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from PIL import Image

from app.centre.commands import SaveCentre
from app.centre.queries import CentreProfile
from app.certificates import status
from app.certificates.commands import IssueCertificate, VoidCertificate
from app.certificates.editions import CorrectCertificate, ReplaceCertificate, Wording
from app.certificates.legacy import RecordOld
from app.certificates.old_list import OldPaper
from app.certificates.press import one_pdf, write_pdfs
from app.certificates.publish import (
    KEYS_FILE,
    PAGE_FILE,
    LastPublication,
    Made,
    MakePublication,
    publish,
)
from app.certificates.queries import CertificateDetail, CertificateWhole
from app.certificates.records import Certificate, EarlierEdition
from app.certificates.signing import credential
from app.console.main import main
from app.errors import Invalid, Refused
from app.exchange.pdf import Document, Ink
from app.office.command import Query, Work
from app.office.office import Office
from app.office.permissions import SYSTEM, Permission
from app.trust import authority, keys, pades, published
from app.trust.commands import RevokeKey, RotateKeys
from app.trust.credential import holds
from app.trust.keys import PdfKey
from tests.app.certificates.phone import INSECURE, Phone, phone, serving
from tests.app.certificates.test_badge import modules  # noqa: F401  a fixture
from tests.app.cohort_story import Story, tell
from tests.app.trust.test_authority import PIN, file, key_and_certificate  # noqa: F401  a fixture

HERE = Path(__file__).resolve().parent
DAY = date(2026, 7, 14)
GOH, NIK = "Goh Xin Yi", "Nik Adlina binti Nik Rosdi"


@pytest.fixture
def story(sqlite_office: Office) -> Story:
    told = tell(sqlite_office)
    centre = sqlite_office.ask(CentreProfile())[0]
    told.office.do(SaveCentre(version=centre.version, verify_url="https://ilpkl.example/semak.html"))
    return told


@pytest.fixture(scope="module")
def browser() -> Iterator[Phone]:
    if not shutil.which("chromium") or not shutil.which("chromedriver"):
        pytest.skip("chromium is not there")
    with phone() as made:
        yield made


def issue(story: Story, name: str = GOH) -> CertificateWhole:
    made = story.office.do(IssueCertificate(enrolment_id=story.enrolments[name], issued_on=DAY)).value
    return whole(story, made.number)


def whole(story: Story, number: str) -> CertificateWhole:
    return story.office.ask(CertificateDetail(wanted=number))[0]


def make(office: Office) -> Made:
    return office.ask(MakePublication())[0]


def printed(paper: CertificateWhole, dots: int, folder: Path) -> Image.Image:
    """The paper as another program puts it on a sheet."""
    (folder / "paper.pdf").write_bytes(one_pdf([paper]))
    subprocess.run(["pdftoppm", "-r", str(dots), "-png", "-singlefile", str(folder / "paper.pdf"),
                    str(folder / "paper")], check=True)
    with Image.open(folder / "paper.png") as image:
        sheet = image.convert("RGB")
    for left in ("paper.pdf", "paper.png"):
        (folder / left).unlink()
    return sheet


def pdf_of(text: str) -> bytes:
    out = BytesIO()
    document = Document(out, title="Sijil", keywords=text)
    ink = Ink(210)
    ink.rect(10, 10, 50, 50, stroke="#000000")
    document.page(ink, 297, 210)
    document.close()
    return out.getvalue()


def test_places_are_told_apart_in_the_list_and_any_other_text_is_refused() -> None:
    places = [0, 7, 8, 77_000, status.PLACES - 1]
    told = status.encode(places)
    assert told == status.encode(reversed(places))
    bits = status.decode(told)
    assert [n for n in range(status.PLACES) if status.is_set(bits, n)] == places
    assert bits[0] == 0b10000001  # place 0 is the leftmost bit, as the recommendation has it
    for bad in ("", "u", told[1:], told[:-9], "z" + told[1:], "u" + base64.urlsafe_b64encode(bytes(90)).decode(),
                "uéé"):
        with pytest.raises(Invalid):
            status.decode(bad)


def test_a_place_is_given_once(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    first = issue(story)
    drawn = iter([place_of(story, first.row.number), 5, 5])
    monkeypatch.setattr(status, "some_bytes", lambda _n: next(drawn).to_bytes(3, "big"))

    @dataclass(frozen=True, kw_only=True)
    class Ask(Query[int]):
        needs = Permission.CERTIFICATES_VIEW

        def rows(self, work: Work) -> Sequence[int]:
            return [status.free_index(work)]

    assert story.office.ask(Ask()) == [5]
    taken = place_of(story, first.row.number)
    monkeypatch.setattr(status, "some_bytes", lambda _n: taken.to_bytes(3, "big"))
    with pytest.raises(Refused, match="status list is full"):
        story.office.ask(Ask())


def place_of(story: Story, number: str) -> int:
    @dataclass(frozen=True, kw_only=True)
    class Ask(Query[int]):
        needs = Permission.CERTIFICATES_VIEW

        def rows(self, work: Work) -> Sequence[int]:
            return [p for n, p in work.session.query(Certificate.number, Certificate.status_index)
                    if n == number and p is not None]

    return story.office.ask(Ask())[0]


def test_nothing_is_given_out_before_the_first_certificate(story: Story) -> None:
    assert not story.office.ask(LastPublication())[0].may_publish
    with pytest.raises(Refused, match="first certificate"):
        make(story.office)


def test_lists_and_keys_are_signed_and_say_nothing_of_anybody(story: Story) -> None:
    first, second = issue(story), issue(story, NIK)
    story.office.do(CorrectCertificate(number=second.row.number, wording=Wording(name="Nik Adlina Nik Rosdi"),
                                       reason="x"))
    replaced_place = place_before(story)
    story.office.do(VoidCertificate(number=first.row.number, reason="Issued by mistake"))
    made = make(story.office)
    public = story.office.ask(Publics())[0]
    for name, purpose, expected in (
            (status.STATUS_FILE, "revocation", {place_of(story, first.row.number), replaced_place}),
            (status.REPLACED_FILE, "refresh", {replaced_place})):
        told = json.loads(made.files[name])
        assert told["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
        assert told["id"] == f"https://ilpkl.example/{name}"
        subject = told["credentialSubject"]
        assert (subject["type"], subject["statusPurpose"]) == ("BitstringStatusList", purpose)
        bits = status.decode(subject["encodedList"])
        assert {n for n in range(status.PLACES) if status.is_set(bits, n)} == expected
        assert holds(told, public)
        assert not holds(told | {"validFrom": "2026-01-01T00:00:00Z"}, public)
    assert published.holds(json.loads(made.files[KEYS_FILE]))
    assert (made.certificates, made.void) == (2, 1)
    everything = b"".join(made.files.values()).decode("utf-8")
    assert not [said for said in (GOH, "Adlina", first.row.number, second.row.number, first.facts.verification_code,
                                  first.facts.identity_text or "no identity", "mistake") if said in everything]


@dataclass(frozen=True, kw_only=True)
class Publics(Query[bytes]):
    needs = Permission.CERTIFICATES_VIEW

    def rows(self, work: Work) -> Sequence[bytes]:
        return list(keys.statement_keys(work).values())


def place_before(story: Story) -> int:
    @dataclass(frozen=True, kw_only=True)
    class Ask(Query[int]):
        needs = Permission.CERTIFICATES_VIEW

        def rows(self, work: Work) -> Sequence[int]:
            return [p for (p,) in work.session.query(EarlierEdition.status_index) if p is not None]

    return story.office.ask(Ask())[0]


def test_c5_what_is_made_void_is_void_on_the_page_from_the_next_publication_on(
        story: Story, browser: Phone, tmp_path: Path) -> None:
    paper, other = issue(story), issue(story, NIK)
    web = tmp_path / "web"
    publish(story.office, web)
    address = (web / PAGE_FILE).as_uri()
    browser.open(address, paper.facts.verify_text)
    assert (browser.state, GOH in browser.text) == ("valid", True)
    browser.open(address)
    browser.type(paper.row.number.lower(), paper.facts.verification_code)
    assert browser.state == "code_valid"
    later = Office(story.office.engine, SYSTEM, clock=lambda: datetime(2026, 7, 22, 2, tzinfo=UTC))
    later.do(VoidCertificate(number=paper.row.number, reason="Issued by mistake"))
    corrected = later.do(CorrectCertificate(
        number=other.row.number, wording=Wording(name="Nik Adlina Nik Rosdi"), reason="Spelled wrongly")).value
    browser.open(address, paper.facts.verify_text)
    assert browser.state == "valid"  # the old page cannot know, and says how old it is
    told = later.ask(LastPublication())[0]
    assert (told.days, told.void_since, told.replaced_since, told.stale) == (8, 1, 1, True)
    publish(later, web)
    assert not later.ask(LastPublication())[0].stale
    for text, state in ((paper.facts.verify_text, "void"), (other.facts.verify_text, "replaced"),
                        (whole(story, corrected.number).facts.verify_text, "valid")):
        browser.open(address, text)
        assert browser.state == state
    browser.open(address)
    browser.type(paper.row.number, paper.facts.verification_code)
    assert browser.state == "void"
    assert [re.sub("[0-9a-f]{8}", "KID", p.name) for p in sorted(web.iterdir())] == [
        "keys.json", "replaced.json", "semak.html", "status-KID.json", "status.json"]


def test_a_photo_of_the_paper_is_read(story: Story, browser: Phone, tmp_path: Path) -> None:
    paper = issue(story)
    publish(story.office, tmp_path)
    sheet = printed(paper, 200, tmp_path)
    for turn in (3, 184):
        sheet.rotate(turn, expand=True, fillcolor="#777", resample=Image.Resampling.BICUBIC).save(
            tmp_path / "photo.jpg", quality=80)
        browser.open((tmp_path / PAGE_FILE).as_uri())
        browser.upload(tmp_path / "photo.jpg")
        assert (browser.state, GOH in browser.text) == ("valid", True), turn
    Image.new("RGB", (800, 600), "#999").save(tmp_path / "grey.png")
    browser.open((tmp_path / PAGE_FILE).as_uri())
    browser.upload(tmp_path / "grey.png")
    assert browser.state == "unreadable"


def test_a_pdf_is_believed_only_when_it_is_what_the_centre_signed(story: Story, browser: Phone, tmp_path: Path) -> None:
    paper = issue(story)
    publish(story.office, tmp_path)
    address, text = (tmp_path / PAGE_FILE).as_uri(), paper.facts.verify_text
    bare = pdf_of(text)
    good = write_pdfs([paper], tmp_path)[0].file.read_bytes()
    flipped = bytearray(good)
    flipped[400] ^= 1
    overlay = good + pdf_update(good)
    private, certificate, _kid = keys._new_root("ILP Kuala Lumpur TVET Centre", datetime(2026, 7, 1, tzinfo=UTC))
    forger = PdfKey("99999999", private, (certificate,))
    cases = {"good": (good, "valid", "the file was not changed"), "bare": (bare, "valid", "The file is not signed"),
             "flipped": (bytes(flipped), "altered", ""), "overlay": (overlay, "altered", ""),
             "junk": (good + b"\n% more", "altered", ""), "cut": (good[:-200], "altered", ""),
             "forger": (pades.sign(bare, forger, datetime(2026, 7, 14, tzinfo=UTC)), "not_ours", ""),
             "no code": (pdf_of("x"), "unreadable", ""), "no pdf": (b"%PDF-1.7 \x00\xff", "unreadable", "")}
    for name, (data, state, said) in cases.items():
        (tmp_path / "sijil.pdf").write_bytes(data)
        browser.open(address)
        browser.language("en")
        browser.upload(tmp_path / "sijil.pdf")
        assert browser.state == state, name
        assert said in browser.text, name
        assert (GOH in browser.text) == (state == "valid"), name
    with serving(tmp_path) as port:  # plain http has no cryptography for P-256: said, not hidden
        (tmp_path / "sijil.pdf").write_bytes(good)
        browser.open(f"http://{INSECURE}:{port}/{PAGE_FILE}")
        browser.language("en")
        browser.upload(tmp_path / "sijil.pdf")
        assert browser.state == "valid"
        assert "cannot check the file's signature at this address" in browser.text


def pdf_update(data: bytes) -> bytes:
    """What a later save appends: a comment laid over the page."""
    start = re.findall(rb"startxref\s+(\d+)", data)[-1]
    return (b"9999 0 obj\n<</Type/Annot/Subtype/FreeText/Rect[0 0 99 99]/Contents(Other)>>\nendobj\nxref\n9999 1\n"
            b"%010d 00000 n \ntrailer\n<</Size 10000/Prev %b>>\nstartxref\n%d\n%%%%EOF\n" % (
                len(data), start, len(data) + 79))


def test_what_a_key_signed_before_it_was_revoked_stays_good(story: Story, browser: Phone, tmp_path: Path) -> None:
    paper = issue(story)
    kid = re.findall(r'"kid":"(\w+)","use":"statement"', make(story.office).files[PAGE_FILE].decode())[0]
    assert kid
    later = Office(story.office.engine, SYSTEM, clock=lambda: datetime(2026, 8, 20, 2, tzinfo=UTC))
    later.do(RotateKeys())
    later.do(RevokeKey(kid=kid, since=DAY + timedelta(days=1), reason="The PC was stolen"))
    publish(later, tmp_path)
    browser.open((tmp_path / PAGE_FILE).as_uri(), paper.facts.verify_text)
    assert browser.state == "valid"
    (tmp_path / "sijil.pdf").write_bytes(write_pdfs([paper], tmp_path / "out")[0].file.read_bytes())
    pdf_kid = re.findall(r'"kid":"(\w+)","use":"pdf"', make(story.office).files[PAGE_FILE].decode())[0]
    later.do(RevokeKey(kid=pdf_kid, since=DAY + timedelta(days=1), reason="The PC was stolen"))
    publish(later, tmp_path)
    browser.open((tmp_path / PAGE_FILE).as_uri())
    browser.language("en")
    browser.upload(tmp_path / "sijil.pdf")
    assert browser.state == "valid"
    assert "only the code in it is believed" in browser.text
    later.do(RevokeKey(kid=kid, since=DAY, reason="The PC was stolen a day before"))
    publish(later, tmp_path)
    browser.open((tmp_path / PAGE_FILE).as_uri(), paper.facts.verify_text)
    assert browser.state == "revoked_key"


@pytest.mark.skipif(not shutil.which("node"), reason="node is not there")
@pytest.mark.parametrize("dots", [200, 300])
def test_c3_code_that_shares_nothing_with_ours_reads_the_paper_and_refuses_every_forgery(
        story: Story, tmp_path: Path, dots: int) -> None:
    paper = issue(story)
    (tmp_path / KEYS_FILE).write_bytes(make(story.office).files[KEYS_FILE])
    sheet = printed(paper, dots, tmp_path)
    read = [zxingcpp.read_barcodes(sheet.rotate(turn, expand=True, fillcolor="#fff"))[0].text for turn in (0, 4, 180)]
    assert read == [paper.facts.verify_text] * 3
    head, _hash, digits = read[0].rpartition("#")
    forged = [f"{head}#{digits[:at]}{other}{digits[at + 1:]}" for at in range(len(digits))
              for other in "0123456789" if other != digits[at]] if dots == 200 else []
    told = node(tmp_path / KEYS_FILE, [read[0], *forged])
    said = told[0]
    assert {key: said[key] for key in ("good", "number", "name", "course", "issued_on", "place")} == {
        "good": True, "number": paper.row.number, "name": GOH, "course": paper.facts.course_title,
        "issued_on": DAY.isoformat(), "place": place_of(story, paper.row.number)}
    assert len(told) == 1 + len(forged)
    assert [n for n, one in enumerate(told[1:]) if one["good"]] == []


def node(key_file: Path, texts: list[str]) -> list[dict[str, Any]]:
    done = subprocess.run(["node", str(HERE / "independent.mjs"), str(key_file)], input="\n".join(texts) + "\n",
                          capture_output=True, text=True, timeout=120, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_another_implementation_finds_in_our_list_which_badge_is_void(
        story: Story, modules: Path, tmp_path: Path) -> None:  # noqa: F811
    papers = [issue(story), issue(story, NIK)]
    story.office.do(VoidCertificate(number=papers[0].row.number, reason="Issued by mistake"))
    files = []
    for at, paper in enumerate(papers):
        data = credential(paper)
        assert data is not None
        files.append(tmp_path / f"{at}.json")
        files[-1].write_bytes(data)
    listed = json.loads(files[0].read_bytes())["credentialStatus"]["statusListCredential"]
    story.office.do(RotateKeys())  # a list counts only for credentials of its own issuer
    (tmp_path / "status.json").write_bytes(make(story.office).files[listed.rpartition("/")[2]])
    done = subprocess.run(["node", HERE / "vc" / "check.mjs", HERE.parents[2] / "resources" / "contexts",
                           tmp_path / "status.json", *files], check=True, capture_output=True, text=True, timeout=60,
                          env={**os.environ, "MODULES": str(modules), "NOW": "2026-07-20T00:00:00Z"})
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {"verified": True, "revoked": True, "errors": []}, {"verified": True, "revoked": False, "errors": []}]


def test_the_command_line_publishes(story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                    capsys: pytest.CaptureFixture[str]) -> None:
    from app.console import publish as command

    issue(story)
    monkeypatch.setattr(command, "office_for", lambda _args, writes=True: nullcontext(story.office))
    assert main(["--json", "publish", str(tmp_path / "web")]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["certificates"], told["void"]) == (1, 0)
    assert {one["file"]: one["bytes"] for one in told["files"]} == {
        p.name: p.stat().st_size for p in (tmp_path / "web").iterdir()}
    last = story.office.ask(LastPublication())[0]
    assert (last.certificates, last.target) == (1, str(tmp_path / "web"))


def test_a_pdf_that_an_authoritys_key_signed_is_checked_on_the_page(
        story: Story, browser: Phone, file: Path, tmp_path: Path) -> None:  # noqa: F811
    paper = issue(story)
    curve = ec.generate_private_key(ec.SECP384R1())
    (tmp_path / "p384.p12").write_bytes(serialize_key_and_certificates(
        b"x", curve, x509.load_der_x509_certificate(key_and_certificate(curve)), None, NoEncryption()))
    try:
        for where, pin in ((file, PIN), (tmp_path / "p384.p12", "")):
            authority.choose(story.office, authority.Place("pkcs12", str(where)), pin)
            good = write_pdfs([whole(story, paper.row.number)], tmp_path / where.stem)[0].file.read_bytes()
            publish(story.office, tmp_path)
            flipped = bytearray(good)
            flipped[400] ^= 1
            for data, state in ((good, "valid"), (bytes(flipped), "altered")):
                (tmp_path / "sijil.pdf").write_bytes(data)
                browser.open((tmp_path / PAGE_FILE).as_uri())
                browser.language("en")
                browser.upload(tmp_path / "sijil.pdf")
                assert (browser.state, "the file was not changed" in browser.text) == (state, state == "valid"), where
    finally:
        authority.forget()


def test_an_old_paper_is_known_by_its_number_and_nothing_else_is_told_of_it(
        story: Story, browser: Phone, tmp_path: Path) -> None:
    numbers = [f"JTM/2009/00{n}" for n in (12, 13, 14)]
    story.office.do(RecordOld(file_name="list", papers=tuple(
        OldPaper(n, "Ahmad bin Ali", "Kimpalan", date(2009, 7, 14), identity="800101145566") for n in numbers)))
    issue(story)
    story.office.do(VoidCertificate(number=numbers[1], reason="Issued by mistake"))
    story.office.do(ReplaceCertificate(number=numbers[2], why="damaged"))
    publish(story.office, tmp_path)
    web = (tmp_path / PAGE_FILE).read_text("utf-8")
    assert not [said for said in (*numbers, "Ahmad", "Kimpalan", "800101") if said in web]
    address = (tmp_path / PAGE_FILE).as_uri()
    for number, state in zip((*numbers, "JTM/2009/0099"), ("old_paper", "void", "replaced", "code_unknown"),
                             strict=True):
        browser.open(address)
        browser.language("en")
        browser.type(number.lower())
        assert browser.state == state, number
    assert "An old paper has no code" in browser.text and "Ahmad" not in browser.text
