"""The certificate as an Open Badge: judged by a verifier that shares nothing with ours, told apart when altered."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from PIL import Image

from app.certificates.badge import badge, bake, unbake
from app.certificates.badge_file import export
from app.certificates.commands import IssueCertificate, VoidCertificate
from app.certificates.editions import CorrectCertificate, Wording
from app.certificates.press import write_pdfs
from app.certificates.queries import CertificateDetail
from app.certificates.verify import verify
from app.errors import Invalid, Refused, Unavailable
from app.office.office import Office
from app.trust.commands import RevokeKey
from app.trust.credential import W3C, did_key, holds, seal, unknown_terms
from app.trust.queries import SigningKeys
from tests.app.certificates.paper_facts import FACTS
from tests.app.cohort_story import QUALIFY, Story, tell

ROOT = Path(__file__).resolve().parents[3]
HERE = Path(__file__).parent / "vc"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
AT = datetime(2026, 7, 14, 8, tzinfo=UTC)
LIST = "https://semak.example/status.json"
Verdicts = list[dict[str, Any]]
Judge = Callable[..., Verdicts]


def made(index: int | None = None, **more: Any) -> dict[str, Any]:
    where = {"status_index": index, "status_url": LIST} if index is not None else {}
    found: dict[str, Any] = json.loads(badge(replace(FACTS, **more), KEY.sign, PUBLIC, AT, **where))
    return found


@pytest.fixture(scope="session")
def modules() -> Path:
    """The verifier's packages, installed once for each lock file."""
    lock = (HERE / "package-lock.json").read_bytes()
    folder = ROOT / ".venv" / "node" / hashlib.sha256(lock).hexdigest()[:16]
    if not (folder / "whole").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, folder)
        npm = shutil.which("npm")
        assert npm, "npm is needed to try credentials with another implementation"
        subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=optional"], cwd=folder,
                       check=True, capture_output=True, stdin=subprocess.DEVNULL, timeout=110)
        (folder / "whole").touch()
    return folder


@pytest.fixture
def judge(modules: Path, tmp_path: Path) -> Judge:
    """The verdicts on credentials, as of a day."""
    def ask(*credentials: dict[str, Any], revoked: tuple[int, ...] = (), now: str = "2026-08-01") -> Verdicts:
        bits = bytearray(131072 // 8)
        for index in revoked:
            bits[index // 8] |= 0x80 >> index % 8
        told = "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode("ascii").rstrip("=")
        status = seal({"@context": [W3C], "id": LIST, "type": ["VerifiableCredential", "BitstringStatusListCredential"],
                       "issuer": did_key(PUBLIC), "validFrom": "2026-07-14T08:00:00Z",
                       "credentialSubject": {"id": f"{LIST}#list", "type": "BitstringStatusList",
                                             "statusPurpose": "revocation", "encodedList": told}}, KEY.sign, PUBLIC, AT)
        (tmp_path / "status.json").write_text(json.dumps(status), "utf-8")
        files = []
        for at, credential in enumerate(credentials):
            files.append(tmp_path / f"{at}.json")
            files[-1].write_text(json.dumps(credential), "utf-8")
        node = shutil.which("node")
        assert node, "Node is needed to try credentials with another implementation"
        answer = subprocess.run(
            [node, HERE / "check.mjs", ROOT / "resources" / "contexts", tmp_path / "status.json", *files],
            env={**os.environ, "MODULES": str(modules), "NOW": f"{now}T00:00:00Z"}, check=True, capture_output=True,
            text=True, stdin=subprocess.DEVNULL, timeout=60)
        return [json.loads(line) for line in answer.stdout.splitlines()]
    return ask


def test_another_implementation_accepts_a_badge_and_tells_alterations_apart(judge: Judge) -> None:
    altered = made(5)
    altered["credentialSubject"]["licenseNumber"] = "KL26-00999-A"
    added = made(5)
    added["credentialSubject"]["grade"] = "A+"
    stranger = Ed25519PrivateKey.generate()
    forged = {**made(5), "proof": {**made(5)["proof"]}}
    forged["proof"]["proofValue"] = json.loads(badge(FACTS, stranger.sign, PUBLIC, AT))["proof"]["proofValue"]
    verdicts = judge(made(5), made(7), made(), altered, added, forged, made(expires_on=date(2026, 7, 20)), revoked=(7,))
    assert [v["verified"] for v in verdicts] == [True, True, True, False, False, False, False]
    assert [v["revoked"] for v in verdicts][:3] == [False, True, False]
    assert "Invalid signature." in verdicts[3]["errors"]
    assert any("Safe mode" in error for error in verdicts[4]["errors"])
    assert "validUntil" in " ".join(verdicts[6]["errors"])


def test_names_of_any_script_are_signed_as_they_are(judge: Judge) -> None:
    names = ["பவித்ரா A/P வினோத் " * 6, "陈伟明 @ Alex", "محمد بن عبدالله", 'O\'Neil "Ts." <b>\\', "D’CRUZ\u200d, MARIA"]
    credentials = [made(name=name.strip()) for name in names]
    assert all(v["verified"] for v in judge(*credentials))
    assert [c["credentialSubject"]["identifier"][0]["identityHash"] for c in credentials] == [
        replace(FACTS, name=n.strip()).full_name for n in names]


def test_no_identity_number_is_in_a_badge() -> None:
    text = json.dumps(made(5))
    assert FACTS.identity_text and FACTS.identity_text not in text
    assert FACTS.identity_text.replace("-", "") not in text


def test_ours_agrees_on_what_is_good_and_what_is_not() -> None:
    good = made(5)
    assert holds(good, PUBLIC)
    assert json.dumps(made(5)) == json.dumps(good)  # the same certificate, the same bytes
    other = Ed25519PrivateKey.generate().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    assert not holds(good, other)
    for spoil in (lambda c: c.update(name="Another"), lambda c: c.pop("proof"),
                  lambda c: c["proof"].update(created="2026-07-15T08:00:00Z"),
                  lambda c: c["proof"].update(proofValue="z"), lambda c: c.update(grade="A+")):
        bad = json.loads(json.dumps(good))
        spoil(bad)
        assert not holds(bad, PUBLIC)


def test_a_term_without_meaning_is_refused_before_signing() -> None:
    credential = {key: value for key, value in made().items() if key != "proof"}
    credential["credentialSubject"]["achievement"]["grade"] = "A+"
    assert unknown_terms(credential) == ["grade"]
    with pytest.raises(ValueError, match="grade"):
        seal(credential, KEY.sign, PUBLIC, AT)
    assert unknown_terms({**credential, "@context": ["https://elsewhere.example/context"]}) == ["@context"]


def test_a_badge_is_baked_into_a_picture_and_comes_out_byte_for_byte() -> None:
    plain = BytesIO()
    Image.new("RGB", (40, 30), "white").save(plain, "PNG")
    credential = badge(replace(FACTS, name="陈伟明 @ Alex"), KEY.sign, PUBLIC, AT)
    baked = bake(plain.getvalue(), credential)
    assert unbake(baked) == credential
    assert unbake(plain.getvalue()) is None
    with Image.open(BytesIO(baked)) as image:
        assert image.size == (40, 30)


@pytest.fixture
def issued(sqlite_office: Office) -> Story:
    story = tell(sqlite_office)
    story.office.do(IssueCertificate(enrolment_id=story.enrolments[QUALIFY[0]], issued_on=date(2026, 7, 14)))
    return story


@pytest.mark.parametrize("ending", [".json", ".png"])
def test_a_badge_of_an_earlier_print_says_which_is_in_force(ending: str, issued: Story, tmp_path: Path) -> None:
    office = issued.office
    first = office.ask(CertificateDetail(wanted=1))[0]
    old = export(first, tmp_path / f"first{ending}")
    office.do(CorrectCertificate(number=first.row.number, wording=Wording(name="Deepa Krishnan"), reason="Misspelt"))
    said = verify(office, str(old)).verdicts[0]
    assert (said.state, said.facts and said.facts.name) == ("superseded", QUALIFY[0])
    assert "Print 1 was corrected" in said.words() and "Print 2 is in force" in said.words()
    new = export(office.ask(CertificateDetail(wanted=1))[0], tmp_path / f"second{ending}")
    assert verify(office, str(new)).state == "valid"


def test_what_a_revoked_key_signed_from_that_day_on_is_not_believed_on_any_way(issued: Story, tmp_path: Path) -> None:
    office = Office(issued.office.engine, issued.office.actor, clock=lambda: datetime(2026, 7, 20, 2, tzinfo=UTC))
    whole = office.ask(CertificateDetail(wanted=1))[0]
    ways = (str(export(whole, tmp_path / "badge.json")), str(export(whole, tmp_path / "badge.png")),
            str(write_pdfs([whole], tmp_path)[0].file), whole.facts.verify_text)
    for since, state in ((date(2026, 7, 15), "valid"), (date(2026, 7, 14), "not_genuine")):
        for key in office.ask(SigningKeys())[0].keys:
            office.do(RevokeKey(kid=key.kid, since=since, reason="The PC was stolen"))
        for way in ways:
            said = verify(office, way)
            assert said.state == state, (way, said.lines())
            assert state == "valid" or "not believed from 14 Jul 2026 on: The PC was stolen" in said.lines()[0]


def test_a_badge_that_the_register_does_not_hold_as_it_is_was_signed_by_a_thief(issued: Story, tmp_path: Path) -> None:
    office, path = issued.office, tmp_path / "badge.json"
    whole = office.ask(CertificateDetail(wanted=1))[0]
    assert whole.kit is not None
    key = whole.kit.statement
    for more, said in (({"name": "Lim Ah Kow"}, "The name was changed"), ({"course_title": "PhD"}, "The course was"),
                       ({"verification_code": "ACDEFACDEF"}, "no print of"), ({"number": "KL26-00077-X"}, "not hold")):
        path.write_bytes(badge(replace(whole.facts, **more), key.sign, key.public, whole.issued_at))
        verdict = verify(office, str(path))
        assert verdict.state == ("unknown" if "number" in more else "not_genuine")
        assert said in verdict.lines()[0]


def test_the_picture_that_is_posted_masks_the_identity_number(issued: Story, tmp_path: Path) -> None:
    whole = issued.office.ask(CertificateDetail(wanted=1))[0]
    paper = replace(whole, facts=replace(whole.facts, identity_text="040901-14-0002"))
    masked = replace(whole, facts=replace(whole.facts, identity_text="040901-••-••••"))
    other = replace(whole, facts=replace(whole.facts, identity_text="040902-••-••••"))
    found = []
    for which in (paper, masked, other):
        with Image.open(export(which, tmp_path / "badge.png")) as image:
            found.append(image.convert("RGB").tobytes())
    assert found[0] == found[1] != found[2]


def test_a_badge_has_one_of_two_endings(issued: Story, tmp_path: Path) -> None:
    whole = issued.office.ask(CertificateDetail(wanted=1))[0]
    for name in ("badge.txt", "badge", "badge.pdf"):
        with pytest.raises(Invalid, match=r"\.json.*\.png"):
            export(whole, tmp_path / name)
    assert not list(tmp_path.glob("badge*"))


@pytest.mark.parametrize("ending", [".json", ".png"])
def test_a_badge_is_written_and_told_genuine_altered_or_not_ours(ending: str, issued: Story, tmp_path: Path) -> None:
    office = issued.office
    whole = office.ask(CertificateDetail(wanted=1))[0]
    path = export(whole, tmp_path / f"badge{ending}")
    assert verify(office, str(path)).state == "valid"
    held = unbake(path.read_bytes()) if ending == ".png" else path.read_bytes()
    assert held is not None
    told = json.loads(held)
    told["credentialSubject"]["identifier"][0]["identityHash"] = "Lim Ah Kow"
    forged = json.dumps(told).encode()
    path.write_bytes(bake(path.read_bytes(), forged) if ending == ".png" else forged)
    assert verify(office, str(path)).state == "altered"
    theirs = badge(whole.facts, KEY.sign, PUBLIC, AT)
    path.write_bytes(bake(path.read_bytes(), theirs) if ending == ".png" else theirs)
    assert verify(office, str(path)).state == "not_ours"
    office.do(VoidCertificate(number=whole.row.number, reason="Wrong person"))
    assert verify(office, str(export(whole, path))).state == "void"
    with pytest.raises(Refused, match="is void"):
        export(office.ask(CertificateDetail(wanted=1))[0], path)


def test_what_is_no_badge_gets_a_sentence(issued: Story, tmp_path: Path) -> None:
    Image.new("RGB", (9, 9)).save(tmp_path / "photo.png")
    Image.new("1", (20_000, 20_000)).save(tmp_path / "bomb.png")
    (tmp_path / "hostname").write_text("pc")
    for name, said in (("photo.png", "holds no badge"), ("bomb.png", "not an Open Badge"), ("none.json", "be read"),
                       ("hostname", "choose a PDF, or a badge")):
        with pytest.raises(Unavailable, match=said):
            verify(issued.office, str(tmp_path / name))
    for name, data in (("a.json", b"[1]"), ("b.json", b"{"), ("c.png", b"\xff\xd8\xff"), ("d.json", b"[" * 20_000)):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(Unavailable, match=name):
            verify(issued.office, str(tmp_path / name))
