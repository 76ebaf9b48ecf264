"""The centre's key pairs: made with the first certificate, opened once and kept in memory, published for ever.

Three of them: a root that only vouches for others and is taken off this PC once it is backed up; one that signs PDF
files (ECDSA P-256, with an X.509 certificate by the root); one that signs QR codes and credentials (Ed25519).
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import select

from app.centre.queries import centre_row, setting
from app.chance import some_bytes
from app.errors import Refused
from app.i18n import _, local_time, show_date
from app.office.command import Work
from app.trust import secret
from app.trust.records import SigningKey

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ROOT_YEARS, PDF_YEARS = 30, 5
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256


@dataclass(frozen=True)
class StatementKey:
    """The key in use for QR codes and credentials."""

    kid: str
    public: bytes  # raw, 32 bytes
    private: Ed25519PrivateKey

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of an Ed25519 signature."""
        return self.private.sign(message)


@dataclass(frozen=True)
class PdfKey:
    """The key in use for PDF files. `chain` is its certificate and those above it, DER."""

    kid: str
    private: EllipticCurvePrivateKey
    chain: tuple[bytes, ...]

    @cached_property
    def signer(self) -> Any:
        """What pyHanko signs with; made once."""
        from app.trust.pades import make_signer

        return make_signer(self)


_OPENED: dict[str, Any] = {}
_LOCK = threading.Lock()


def ensure(work: Work) -> None:
    """Make the centre's keys when it has none; of several PCs that issue their first certificate at once, one does."""
    if _any(work):
        return
    work.next_number("signing keys")  # locks: whoever comes second waits here, and then finds them made
    if not _any(work):
        make_all(work)


def _any(work: Work) -> bool:
    return work.session.scalar(select(SigningKey.id).limit(1)) is not None


def make_all(work: Work) -> None:
    """A root, a key for PDF files and one for statements, all new, in force from now."""
    centre = centre_row(work)
    name = centre.name if centre else "Sijil"
    root, root_certificate, root_kid = _new_root(name, work.now)
    held, sealed_for = _new_secret(work, root_kid)
    _retire(work, "root")
    work.add(SigningKey(kid=root_kid, use="root", public=public_of(root), certificate=root_certificate,
                        made_at=work.now, made_by=work.actor.name))
    if sealed_for is not None:
        secret.write(f"{root_kid}.root", secret.wrap(held, root_kid, private_bytes(root)))
    make_pdf_key(work, held, root, root_certificate)
    make_statement_key(work, held)


def make_pdf_key(work: Work, held: bytes, root: EllipticCurvePrivateKey, root_certificate: bytes) -> SigningKey:
    """A key for PDF files that the root vouches for; those before it are retired."""
    from cryptography import x509

    private = _ec_key()
    kid = kid_of(public_of(private))
    issuer = x509.load_der_x509_certificate(root_certificate)
    certificate = _certificate(_named(_centre_in(issuer), ""), issuer.subject, private, root, work.now, PDF_YEARS)
    _retire(work, "pdf")
    return work.add(SigningKey(kid=kid, use="pdf", public=public_of(private), certificate=certificate,
                               wrapped=secret.wrap(held, kid, private_bytes(private)), made_at=work.now,
                               made_by=work.actor.name))


def make_statement_key(work: Work, held: bytes) -> SigningKey:
    """A key for statements; those before it are retired."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.from_private_bytes(some_bytes(32))
    kid = kid_of(public_of(private))
    _retire(work, "statement")
    return work.add(SigningKey(kid=kid, use="statement", public=public_of(private),
                               wrapped=secret.wrap(held, kid, private_bytes(private)), made_at=work.now,
                               made_by=work.actor.name))


def _retire(work: Work, use: str) -> None:
    for record in work.session.scalars(select(SigningKey).where(SigningKey.use == use, SigningKey.state == "active")):
        record.state, record.retired_at = "retired", work.now


def _new_secret(work: Work, root_kid: str) -> tuple[bytes, str | None]:
    """The secret that seals private keys, and where it is kept on this PC; the sample's is in its own database."""
    told = secret.of_sample(setting(work, secret.SAMPLE) or None)
    if told is not None:
        return told, None
    held = secret.new()
    secret.write(f"{root_kid}.secret", held)
    return held, root_kid


def held_secret(work: Work) -> bytes | None:
    """The secret for the keys in force; None where this PC has none."""
    told = secret.of_sample(setting(work, secret.SAMPLE) or None)
    if told is not None:
        return told
    root = active(work, "root")
    return secret.read(f"{root.kid}.secret") if root is not None else None


def active(work: Work, use: str) -> SigningKey | None:
    """The key in force for a use."""
    return work.session.scalars(select(SigningKey).where(SigningKey.use == use, SigningKey.state == "active")
                                .order_by(SigningKey.id.desc())).first()


def why_not(work: Work) -> str:
    """Why this PC cannot sign; '' when it can, or when the keys are still to be made."""
    if not _any(work):
        return ""
    if active(work, "root") is not None and held_secret(work) is None:
        return _("This PC does not have the centre's signing keys. Restore them from their backup, or make new ones: "
                 "Settings, Signing keys.")
    if any(active(work, use) is None for use in ("root", "statement", "pdf")):
        return _("The centre has no signing key in force. Make new ones: Settings, Signing keys.")
    return ""


def none_yet() -> str:
    """What to say before the first certificate."""
    return _("There are no signing keys yet. They are made with the first certificate.")


def root_private(work: Work) -> Any:
    """The root's private half while it is still on this PC: until the first backup was written. None later."""
    root, held = active(work, "root"), held_secret(work)
    sealed = secret.read(f"{root.kid}.root") if root is not None else None
    if root is None or held is None or sealed is None:
        return None
    return load_private(secret.unwrap(held, root.kid, sealed))


class Revocable(Protocol):
    """A key as far as believing it goes."""

    @property
    def kid(self) -> str: ...
    @property
    def revoked_from(self) -> datetime | None: ...
    @property
    def reason(self) -> str: ...


def distrust(key: Revocable, made_on: date | None) -> str:
    """Why a signature of that day (None: of no known day) is not believed, since its key was revoked; '' when it is.

    The one rule for PDF files, QR codes and badges.
    """
    if key.revoked_from is None:
        return ""
    day = local_time(key.revoked_from).date()
    if made_on is not None and made_on < day:
        return ""
    return _("The key {kid} is not believed from {day} on: {reason}").format(
        kid=key.kid, day=show_date(day), reason=key.reason)


def ends(record: SigningKey) -> date | None:
    """The last day of a key's X.509 certificate, as it was made: reading it would load a large library for Home. An
    authority's is read, since the authority chose the day."""
    if record.use == "authority" and record.certificate is not None:
        return last_day(record.certificate)
    years = {"root": ROOT_YEARS, "pdf": PDF_YEARS}.get(record.use)
    return None if years is None else (record.made_at.astimezone(UTC) + timedelta(days=365 * years)).date()


def last_day(certificate: bytes) -> date:
    """The day in Malaysia on which an X.509 certificate (DER) ends."""
    from asn1crypto import x509

    return local_time(x509.Certificate.load(certificate).not_valid_after).date()


def algorithm(public: bytes) -> str:
    """What kind of key a public key (DER) is: 'RSA 2048', 'ECDSA P-256'."""
    from asn1crypto import keys as asn1

    info = asn1.PublicKeyInfo.load(public)
    if info.algorithm == "ec":
        curve = str(info.curve[1])
        return "ECDSA " + {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521"}.get(curve, curve)
    return f"RSA {info.bit_size}" if info.algorithm == "rsa" else str(info.algorithm).capitalize()


def by_kid(work: Work, kid: str) -> SigningKey | None:
    """The key of that name, in force or not."""
    return work.session.scalars(select(SigningKey).where(SigningKey.kid == kid)).first()


def statement_signer(work: Work) -> StatementKey:
    """The key for QR codes and credentials. Refused, with what to do, where this PC cannot sign."""
    record, private = _open(work, "statement")
    return StatementKey(record.kid, raw_public(record.public), private)


def pdf_signer(work: Work) -> PdfKey:
    """The key for PDF files. Refused, with what to do, where this PC cannot sign."""
    record, private = _open(work, "pdf")
    root = active(work, "root")
    chain = tuple(c for c in (record.certificate, root.certificate if root else None) if c)
    with _LOCK:
        found = _OPENED.get("pdf " + record.kid)
        if found is None or found.chain != chain:
            found = _OPENED["pdf " + record.kid] = PdfKey(record.kid, private, chain)
    return found


def _open(work: Work, use: str) -> tuple[SigningKey, Any]:
    told = why_not(work)
    record = active(work, use)
    if told or record is None or record.wrapped is None:
        raise Refused(told or _("The centre has no signing key in force. Make new ones: Settings, Signing keys."))
    with _LOCK:
        private = _OPENED.get(record.kid)
    if private is None:
        held = held_secret(work)
        assert held is not None
        private = load_private(secret.unwrap(held, record.kid, record.wrapped))
        with _LOCK:
            _OPENED[record.kid] = private
    return record, private


def statement_keys(work: Work) -> Mapping[str, bytes]:
    """All keys that statements were ever signed with: kid -> raw public key."""
    found = work.session.execute(select(SigningKey.kid, SigningKey.public).where(SigningKey.use == "statement"))
    return {row.kid: raw_public(row.public) for row in found}


def kid_of(public: bytes) -> str:
    """The short name of a public key (DER): 8 hex digits of its SHA-256."""
    return hashlib.sha256(public).hexdigest()[:8]


def fingerprint(public: bytes) -> str:
    """The SHA-256 of a public key (DER) in groups of four, for reading out."""
    digits = hashlib.sha256(public).hexdigest().upper()
    return " ".join(digits[at:at + 4] for at in range(0, 32, 4))


def public_of(private: Any) -> bytes:
    """The public half, SubjectPublicKeyInfo in DER."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return bytes(private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def raw_public(public: bytes) -> bytes:
    """The 32 bytes of an Ed25519 public key."""
    return public[-32:]


def private_bytes(private: Any) -> bytes:
    """The private half, PKCS#8 in DER."""
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return bytes(private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))


def load_private(data: bytes) -> Any:
    """The private key of PKCS#8 bytes."""
    from cryptography.hazmat.primitives.serialization import load_der_private_key

    return load_der_private_key(data, None)


def _ec_key() -> EllipticCurvePrivateKey:
    from cryptography.hazmat.primitives.asymmetric import ec

    return ec.derive_private_key(int.from_bytes(some_bytes(40), "big") % (_ORDER - 1) + 1, ec.SECP256R1())


def _new_root(centre: str, now: datetime) -> tuple[EllipticCurvePrivateKey, bytes, str]:
    private, subject = _ec_key(), _named(centre, "Sijil ")
    return private, _certificate(subject, subject, private, private, now, ROOT_YEARS, ca=True), kid_of(
        public_of(private))


def _named(centre: str, before: str) -> Any:
    """The X.509 name of a centre; root and key have different ones, or a key would look like its own issuer."""
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    return x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "MY"),
                      x509.NameAttribute(NameOID.ORGANIZATION_NAME, centre[:64]),
                      x509.NameAttribute(NameOID.COMMON_NAME, f"{before}{centre}"[:64])])


def _centre_in(certificate: Any) -> str:
    from cryptography.x509.oid import NameOID

    return str(certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value)


def _certificate(subject: Any, issuer: Any, private: EllipticCurvePrivateKey, signer: EllipticCurvePrivateKey,
                 now: datetime, years: int, *, ca: bool = False) -> bytes:
    """An X.509 certificate, DER. The same keys, time and chance give the same bytes."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.serialization import Encoding

    since = now.astimezone(UTC).replace(microsecond=0)
    made = (x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(private.public_key())
            .serial_number(int.from_bytes(some_bytes(16), "big") >> 1 | 1)
            .not_valid_before(since - timedelta(days=1)).not_valid_after(since + timedelta(days=365 * years))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=0 if ca else None), critical=True)
            .add_extension(x509.KeyUsage(
                digital_signature=not ca, content_commitment=not ca, key_encipherment=False, data_encipherment=False,
                key_agreement=False, key_cert_sign=ca, crl_sign=ca, encipher_only=False, decipher_only=False),
                critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False))
    return made.sign(signer, hashes.SHA256(), ecdsa_deterministic=True).public_bytes(Encoding.DER)
