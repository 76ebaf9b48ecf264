"""Files signed with an authority's key, from a PKCS#12 file and from a token; the PIN is asked once, never kept."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
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
from app.errors import Invalid, Refused
from app.office.office import Office
from app.settings import config_dir
from app.trust import authority, keys
from app.trust.authority import Place, choose
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
