"""A licensed authority's key in place of the centre's own for PDF files: a PKCS#12 file, or a PKCS#11 token.

Which one is a choice of this PC. The PIN is asked once while the program runs, kept in memory only, and never written.
The certificate it signs with becomes a record of the centre when it is first used, so that its files are known again.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.errors import Invalid, Refused
from app.i18n import _, show_date
from app.office.command import Command, Work
from app.office.permissions import Permission
from app.settings import Machine
from app.trust.keys import by_kid, distrust, fingerprint, kid_of, last_day
from app.trust.records import SigningKey

USE = "authority"
"""SigningKey.use of a certificate whose private half is never here."""


@dataclass(frozen=True)
class Place:
    """Where the key is. `kind`: '' the centre's own key, pkcs12 (a file) or pkcs11 (a module with a token)."""

    kind: str = ""
    path: str = ""  # of the file, or of the token's module
    token: str = ""
    label: str = ""  # of the certificate on the token

    def text(self) -> str:
        """As this PC keeps it. JSON, since a path may hold any sign."""
        return json.dumps(asdict(self)) if self.kind else ""

    @staticmethod
    def of(text: str) -> Place:
        """What this PC keeps; the centre's own key where it cannot be read."""
        try:
            made = Place(**json.loads(text))
        except (ValueError, TypeError):
            return Place()
        return made if made.kind in ("pkcs12", "pkcs11") and all(
            isinstance(said, str) for said in (made.path, made.token, made.label)) else Place()


@dataclass(frozen=True)
class AuthorityKey:
    """An opened key. `chain` is its certificate and those above it, DER."""

    kid: str
    chain: tuple[bytes, ...]
    signer: Any  # what pyHanko signs with


_OPEN: dict[str, AuthorityKey] = {}
_LOCK = threading.Lock()


def place() -> Place:
    """What this PC is set to."""
    return Place.of(Machine.load().signer)


def opened() -> AuthorityKey | None:
    """The key of this PC's setting, where its PIN was given since the program began."""
    with _LOCK:
        return _OPEN.get(place().text())


def why_not(work: Work) -> str:
    """Why this PC cannot sign with the key it is set to; '' when it can, or when it is the centre's own."""
    if not place().kind:
        return ""
    key = opened()
    if key is None:
        return _("The signing key of the authority is locked. Give its PIN: Settings, Signing keys.")
    record = by_kid(work, key.kid)
    if record is None:  # chosen while other records were open: its files would be told as somebody else's
        return _("These records do not know the authority's key that this PC signs with. Choose it again: Settings, "
                 "Signing keys.")
    ends = last_day(key.chain[0])
    if ends < work.today:
        return _("The authority's certificate ended on {day}. Choose its new key, or our own: Settings, Signing keys."
                 ).format(day=show_date(ends))
    return distrust(record, None)


def unlock(where: Place, pin: str) -> AuthorityKey:
    """Open a key with its PIN or passphrase and keep it open. Invalid, with a sentence, when it cannot be opened."""
    made = _pkcs12(where, pin) if where.kind == "pkcs12" else _pkcs11(where, pin)
    with _LOCK:
        _OPEN[where.text()] = made
    return made


def forget() -> None:
    """Lock every key again."""
    with _LOCK:
        _OPEN.clear()


def _pkcs12(where: Place, pin: str) -> AuthorityKey:
    from pyhanko.sign.signers import SimpleSigner

    try:
        data = Path(where.path).read_bytes()
    except OSError as error:
        raise Invalid({"path": _("The key file {path} is not there or cannot be read.").format(path=where.path)}
                      ) from error
    try:
        signer: Any = SimpleSigner.load_pkcs12_data(data, other_certs=[], passphrase=pin.encode("utf-8"))
    except ValueError as error:
        raise Invalid({"pin": _("The key file cannot be opened: the passphrase is another, or it is no PKCS#12 file.")}
                      ) from error
    if signer is None or signer.signing_cert is None:
        raise Invalid({"path": _("The key file {path} holds no key with its certificate.").format(path=where.path)})
    return _made(signer)


def _pkcs11(where: Place, pin: str) -> AuthorityKey:
    try:
        from pkcs11.exceptions import PKCS11Error
        from pyhanko.config.pkcs11 import TokenCriteria
        from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
    except ImportError as error:
        raise Invalid({"kind": _("Tokens need the package python-pkcs11. Install it, then try again.")}) from error
    try:
        session = open_pkcs11_session(where.path, token_criteria=TokenCriteria(label=where.token), user_pin=pin)
        signer = PKCS11Signer(session, cert_label=where.label, bulk_fetch=False, use_raw_mechanism=True)
        found = _made(signer)
    except (PKCS11Error, OSError, RuntimeError, ValueError) as error:
        raise Invalid({"pin": _("The token cannot be opened: module, token, certificate or PIN are not as they should "
                                "be.")}) from error
    except Exception as error:
        if type(error).__module__.startswith("pyhanko"):  # its own error for a label that is not on the token
            raise Invalid({"label": _("There is no certificate {label} on the token.").format(
                label=where.label)}) from error
        raise
    return found


def _made(signer: Any) -> AuthorityKey:
    certificate = signer.signing_cert
    others = [c.dump() for c in signer.cert_registry if c.dump() != certificate.dump()]
    public = certificate.public_key.dump()
    return AuthorityKey(kid_of(public), (certificate.dump(), *others), signer)


@dataclass(frozen=True, kw_only=True)
class UseAuthority(Command[str]):
    """Note the certificate that files are signed with from now on; its key id. It is noted once."""

    needs = Permission.KEYS_CHANGE
    undoable = False

    certificate: bytes  # X.509, DER

    def label(self) -> str:
        return _("Sign files with the key of an authority")

    def run(self, work: Work) -> str:
        from asn1crypto import x509

        public = x509.Certificate.load(self.certificate).public_key.dump()
        kid = kid_of(public)
        if work.session.scalar(select(SigningKey.id).where(SigningKey.kid == kid)) is None:
            work.add(SigningKey(kid=kid, use=USE, public=public, certificate=self.certificate, made_at=work.now,
                                made_by=work.actor.name))
        return kid


def choose(office: Any, where: Place, pin: str = "", *, kept: Callable[[], object] = lambda: None) -> str:
    """Set this PC to a key, tried first; what it is in words. Invalid when it cannot be opened, Refused without the
    right; the setting then stays as it was."""
    told = office.why_not(UseAuthority)
    if told:
        raise Refused(told)
    words = _("Files are signed with the centre's own key.")
    if where.kind:
        key = unlock(where, pin)
        office.do(UseAuthority(certificate=key.chain[0]))
        from asn1crypto import x509

        subject = x509.Certificate.load(key.chain[0]).subject.human_friendly
        words = _("Files are signed as {subject}, {print}.").format(
            subject=subject, print=fingerprint(x509.Certificate.load(key.chain[0]).public_key.dump()))
    machine = Machine.load()
    machine.signer = where.text()
    machine.save()
    kept()
    return words
