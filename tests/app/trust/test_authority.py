"""Files signed with an authority's key, from a PKCS#12 file and from a token; the PIN is asked once, never kept."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

from app.certificates.commands import IssueCertificate
from app.certificates.press import write_pdfs
from app.certificates.queries import CertificateDetail, CertificateWhole
from app.certificates.verify_file import verify_pdf
from app.errors import Invalid, Refused, Unavailable
from app.office.office import Office
from app.office.permissions import SYSTEM
from app.settings import config_dir
from app.trust import authority, keys, safe
from app.trust.authority import Place, choose
from app.trust.commands import RevokeKey
from app.trust.published import KeyFile
from app.trust.queries import SigningKeys
from tests.app.cohort_story import QUALIFY, Story, tell

NOW = datetime(2026, 7, 14, 8, tzinfo=UTC)
PIN = "rahsia-token-1"
MODULE = "/usr/lib/softhsm/libsofthsm2.so"


@pytest.fixture
def story(sqlite_office: Office) -> Iterator[Story]:
    authority.forget()
    made = tell(sqlite_office)
    made.office.do(IssueCertificate(enrolment_id=made.enrolments[QUALIFY[0]], issued_on=date(2026, 7, 14)))
    yield made
    authority.forget()


def whole_of(story: Story) -> CertificateWhole:
    return story.office.ask(CertificateDetail(wanted=1))[0]


def key_and_certificate(private: object) -> bytes:
    """A leaf of some authority, DER."""
    root, certificate, _kid = keys._new_root("Pihak Berkuasa Berlesen", NOW)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Pusat Contoh (berlesen)")])
    issuer = x509.load_der_x509_certificate(certificate).subject
    return keys._certificate(name, issuer, private, root, NOW, 5)  # type: ignore[arg-type]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    private = rsa.generate_private_key(65537, 2048)
    path = tmp_path / "authority.p12"
    path.write_bytes(serialize_key_and_certificates(
        b"x", private, x509.load_der_x509_certificate(key_and_certificate(private)), None,
        BestAvailableEncryption(PIN.encode())))
    return path


def test_a_key_file_signs_and_its_files_are_valid_here_and_elsewhere(story: Story, file: Path, tmp_path: Path) -> None:
    own = write_pdfs([whole_of(story)], tmp_path / "own")[0].file
    said = choose(story.office, Place("pkcs12", str(file)), PIN)
    assert "Pusat Contoh (berlesen)" in said
    theirs = write_pdfs([whole_of(story)], tmp_path / "theirs")[0].file
    told = subprocess.run(["pdfsig", theirs], capture_output=True, text=True, stdin=subprocess.DEVNULL).stdout
    assert "Pusat Contoh (berlesen)" in told and "Signature is Valid" in told
    for path in (own, theirs):
        assert verify_pdf(story.office, path)[0].state == "valid", path
    choose(story.office, Place())
    again = write_pdfs([whole_of(story)], tmp_path / "again")[0].file
    assert again.read_bytes() == own.read_bytes()


def test_the_pin_is_kept_nowhere_and_asked_again(story: Story, file: Path, tmp_path: Path) -> None:
    choose(story.office, Place("pkcs12", str(file)), PIN)
    authority.forget()  # as after a new start
    with pytest.raises(Refused, match="locked"):
        write_pdfs([whole_of(story)], tmp_path / "out")
    assert not list((tmp_path / "out").glob("*.pdf"))
    assert all(PIN.encode() not in path.read_bytes() for path in config_dir().rglob("*") if path.is_file())
    authority.unlock(authority.place(), PIN)
    assert write_pdfs([whole_of(story)], tmp_path / "out")


def test_a_wrong_pin_or_file_changes_nothing(story: Story, file: Path, tmp_path: Path) -> None:
    for where, pin in ((Place("pkcs12", str(file)), "another"), (Place("pkcs12", str(tmp_path / "no.p12")), PIN)):
        with pytest.raises(Invalid):
            choose(story.office, where, pin)
        assert authority.place() == Place()
    with pytest.raises(Refused):
        choose(story.acting("instructor"), Place("pkcs12", str(file)), PIN)


def test_a_token_signs(story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm.conf").write_text(f"directories.tokendir = {tmp_path / 'tokens'}\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm.conf"))
    subprocess.run(["softhsm2-util", "--init-token", "--free", "--label", "pusat", "--pin", PIN, "--so-pin",
                    "12345678"], check=True, capture_output=True, env=os.environ)
    private = ec.generate_private_key(ec.SECP256R1())
    put_on_token(private, key_and_certificate(private))
    where = Place("pkcs11", MODULE, "pusat", "sijil")
    with pytest.raises(Invalid):
        choose(story.office, where, "000000")
    assert "Pusat Contoh (berlesen)" in choose(story.office, where, PIN)
    path = write_pdfs([whole_of(story)], tmp_path / "out")[0].file
    assert verify_pdf(story.office, path)[0].state == "valid"


def put_on_token(private: ec.EllipticCurvePrivateKey, certificate: bytes) -> None:
    """The key pair's private half and the certificate, as the tools of a token's maker put them there."""
    import pkcs11
    from pkcs11.util.ec import decode_ec_private_key
    from pkcs11.util.x509 import decode_x509_certificate

    token = pkcs11.lib(MODULE).get_token(token_label="pusat")
    with token.open(rw=True, user_pin=PIN) as session:
        found = decode_ec_private_key(private.private_bytes(
            Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption()))
        found |= {pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: "sijil", pkcs11.Attribute.ID: b"1",
                  pkcs11.Attribute.SIGN: True}
        session.create_object(found)
        held = decode_x509_certificate(certificate)
        session.create_object(held | {pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: "sijil",
                                      pkcs11.Attribute.ID: b"1"})


def test_a_path_with_any_sign_is_kept_as_it_is(story: Story, file: Path, tmp_path: Path) -> None:
    odd = tmp_path / 'kunci | "pusat" {é}.p12'
    odd.write_bytes(file.read_bytes())
    choose(story.office, Place("pkcs12", str(odd)), PIN)
    assert authority.place() == Place("pkcs12", str(odd)) and authority.opened() is not None
    for text in ("", "pkcs12|a|b|c", "[1]", '{"kind": "other"}', '{"kind": "pkcs12", "path": 3}', '{"kin": "pkcs12"}'):
        assert Place.of(text) == Place()


def test_a_key_that_other_programs_would_not_believe_signs_nothing(
        story: Story, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(story.office, Place("pkcs12", str(file)), PIN)
    key = authority.opened()
    assert key is not None
    late = Office(story.office.engine, SYSTEM, clock=lambda: NOW + timedelta(days=5 * 365 + 2))
    with pytest.raises(Refused, match="ended on"):
        write_pdfs([late.ask(CertificateDetail(wanted=1))[0]], tmp_path / "out")
    soon = Office(story.office.engine, SYSTEM, clock=lambda: NOW + timedelta(days=5 * 365 - 30))
    assert any(key.kid in told and "authority" in told for told in soon.ask(SigningKeys())[0].due)
    story.office.do(RevokeKey(kid=key.kid, since=date(2026, 7, 14), reason="The token was lost"))
    with pytest.raises(Refused, match="The token was lost"):
        write_pdfs([whole_of(story)], tmp_path / "out")
    assert not list((tmp_path / "out").glob("*.pdf"))


def test_an_authoritys_key_is_no_reason_to_back_up_again(story: Story, file: Path, tmp_path: Path) -> None:
    safe.back_up(story.office, tmp_path / "k", "kuda makan rumput hijau")
    safe.drill(story.office, tmp_path / "k.sijilkeys", "kuda makan rumput hijau")
    choose(story.office, Place("pkcs12", str(file)), PIN)
    assert story.office.ask(SigningKeys())[0].due == ()
    told = {k["use"]: k["algorithm"] for k in story.office.ask(KeyFile())[0]["keys"]}
    assert told == {"root": "ECDSA P-256", "pdf": "ECDSA P-256", "statement": "Ed25519", "authority": "RSA 2048"}


def test_without_the_package_for_tokens_it_is_said_what_to_install(
        story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [n for n in sys.modules if n.startswith(("pkcs11", "pyhanko.sign.pkcs11"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pkcs11", None)  # as where it is not installed
    with pytest.raises(Invalid, match="python-pkcs11"):
        choose(story.office, Place("pkcs11", MODULE, "pusat", "sijil"), PIN)
    assert authority.place() == Place()


def test_a_folder_that_fills_up_keeps_the_signed_files_that_are_whole(story: Story, tmp_path: Path) -> None:
    for name in QUALIFY[1:]:
        story.office.do(IssueCertificate(enrolment_id=story.enrolments[name], issued_on=date(2026, 7, 14)))
    papers = [story.office.ask(CertificateDetail(wanted=key))[0] for key in (1, 2, 3)]
    resource = pytest.importorskip("resource")  # not on Windows
    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(done: int, total: int, text: str = "") -> None:
        if done == 2:  # no file may grow beyond this: the third is cut off in the middle
            resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))

    try:
        with pytest.raises(Unavailable, match=r"\.pdf"):
            write_pdfs(papers, tmp_path / "out", step=fill)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    found = sorted((tmp_path / "out").iterdir())
    assert len(found) == 2 and all(path.stat().st_size > 20_000 for path in found)
    assert [verify_pdf(story.office, path)[0].state for path in found] == ["valid", "valid"]
