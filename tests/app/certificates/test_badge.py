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
from app.certificates.queries import CertificateDetail
from app.certificates.verify import verify
from app.errors import Unavailable
from app.office.office import Office
from app.trust.credential import W3C, did_key, holds, seal, unknown_terms
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


def test_what_is_no_badge_gets_a_sentence(issued: Story, tmp_path: Path) -> None:
    for name, data in (("a.json", b"[1]"), ("b.json", b"{"), ("c.png", b"\xff\xd8\xff"), ("d.json", b"[" * 20_000)):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(Unavailable, match=name):
            verify(issued.office, str(tmp_path / name))
