"""A certificate's Open Badge as a file of its own, and whether such a file is the centre's and unaltered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.certificates.badge import bake, credential_of, name_of, unbake
from app.certificates.facts import Facts
from app.certificates.queries import READS, CertificateWhole, find, read_certificate
from app.certificates.signing import credential
from app.certificates.verify import Verdict, identity_shown, judge
from app.errors import Invalid, Refused, Unavailable
from app.exchange.files import write_bytes
from app.i18n import _, local_time, show_date
from app.office.command import Query, Work
from app.office.office import Office
from app.office.permissions import Permission
from app.trust.keys import distrust, raw_public
from app.trust.records import SigningKey

WIDTH = 1000  # pixels of the picture
MOST_BYTES = 20_000_000


def export(whole: CertificateWhole, path: Path) -> Path:
    """Write the credential as JSON, or baked into a picture of the paper where the name ends in .png.

    Invalid for another ending. Refused where there is none: for void ones, old papers, and where this PC cannot sign.
    Unavailable when it cannot be written.
    """
    ending = path.suffix.lower()
    if ending not in (".json", ".png"):
        raise Invalid(_("A badge is a file that ends in .json, or a picture that ends in .png. {name} is neither."
                        ).format(name=path.name))
    if whole.row.state == "void":
        raise Refused(_("{number} is void: it gets no badge any more.").format(number=whole.row.number))
    data = credential(whole)
    if data is None:
        raise Refused(_("An old paper has no badge.") if whole.row.legacy else
                      _("This PC cannot sign, so it can make no badge. See Settings, Signing keys."))
    write_bytes(path, bake(_picture(whole), data) if ending == ".png" else data)
    return path


def _picture(whole: CertificateWhole) -> bytes:
    """The paper as a PNG. It is made to be posted, so the identity number is masked whatever the paper shows."""
    from PIL import Image

    from app.certificates.press import picture

    facts = replace(whole.facts, identity_text=identity_shown(whole.facts))
    found = picture(facts, WIDTH, whole.layout, whole.assets)
    out = BytesIO()
    Image.frombytes("RGB", (found.width, found.height), found.data, "raw", "BGRX", found.stride).save(out, "PNG")
    return out.getvalue()


@dataclass(frozen=True)
class BadgeKey:
    """A key that badges were signed with: `public` is raw."""

    kid: str
    public: bytes
    revoked_from: datetime | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class BadgeKeys(Query[BadgeKey]):
    """All keys that badges were ever signed with."""

    needs = Permission.CERTIFICATES_VIEW
    reads = frozenset({"signing_key"})

    def rows(self, work: Work) -> list[BadgeKey]:
        return [BadgeKey(key.kid, raw_public(key.public), key.revoked_from, key.reason)
                for key in work.session.scalars(select(SigningKey).where(SigningKey.use == "statement"))]


@dataclass(frozen=True, kw_only=True)
class JudgeBadge(Query[Verdict]):
    """How the print stands that a badge was made of, and whether it says what was issued. Its seal was checked."""

    needs = Permission.CERTIFICATES_VIEW
    reads = READS

    text: str  # the credential

    def rows(self, work: Work) -> list[Verdict]:
        given: dict[str, Any] = json.loads(self.text)
        number, issuer = str(_of(given, "credentialSubject").get("licenseNumber", "")), _of(given, "issuer").get("id")
        record = find(work, number)
        if record is None:
            return [Verdict("unknown", number, None, (
                _("The badge was signed by this centre, but this register does not hold the certificate. Was an older "
                  "backup restored?"),))]
        whole = read_certificate(work, record.id)
        codes = (whole.row.code, *(e.code for e in whole.earlier))
        code = next((c for c in codes if name_of(str(issuer), whole.row.number, c) == given.get("id")), None)
        if code is None:
            return [Verdict("not_genuine", number, whole, (
                _("The badge is of no print of {number} that this register holds.").format(number=number),))]
        verdict = judge(work, record.id, number, code)
        wrong = _differences(given, verdict.facts, whole.issued_at) if (
            verdict.facts and verdict.state != "not_genuine") else ()
        return [replace(verdict, state="not_genuine", reasons=wrong) if wrong else verdict]


def _differences(given: Mapping[str, Any], facts: Facts, at: datetime) -> tuple[str, ...]:
    """What a badge says otherwise than the register, a sentence each: whoever stole a key can sign anything."""
    ours = credential_of(facts, "", at)
    said, meant = _of(given, "credentialSubject"), _of(ours, "credentialSubject")
    wrong = []
    if said.get("identifier") != meant["identifier"]:
        wrong.append(_("The name was changed: {number} was issued to another person.").format(number=facts.number))
    if _of(said, "achievement").get("name") != _of(meant, "achievement")["name"] or given.get("name") != ours["name"]:
        wrong.append(_("The course was changed."))
    if any(said.get(key) != meant.get(key) for key in ("activityStartDate", "activityEndDate")) or (
            given.get("validUntil") != ours.get("validUntil")):
        wrong.append(_("The dates were changed."))
    return tuple(wrong)


def verify_badge(office: Office, path: Path) -> Verdict:
    """The verdict on a badge: whose it is, whether it was altered, and how the print it is of stands. Unavailable
    when the file is none."""
    given = _read(path)
    from app.trust.credential import holds, method_of

    method = str(_of(given, "proof").get("verificationMethod", ""))
    key = next((k for k in office.ask(BadgeKeys()) if method_of(k.public) == method), None)
    if key is None:
        return Verdict("not_ours", path.name)
    if not holds(given, key.public):
        return Verdict("altered", path.name)
    day = _day(str(_of(given, "proof").get("created", "")))
    told = distrust(key, day)
    if told:
        return Verdict("not_genuine", path.name, None, (told,))
    verdict = office.ask(JudgeBadge(text=json.dumps(given)))[0]
    if verdict.certificate is None or verdict.state == "not_genuine":
        return verdict
    return replace(verdict, what=path.name, reasons=(
        _("Sealed by this centre on {date}; nothing in the badge was changed since.").format(date=show_date(day)),))


def _day(moment: str) -> date | None:
    try:
        return local_time(datetime.fromisoformat(moment)).date()
    except ValueError:
        return None


def _of(given: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = given.get(key)
    return found if isinstance(found, dict) else {}


def _read(path: Path) -> dict[str, Any]:
    picture = path.suffix.lower() == ".png"
    try:
        data = path.read_bytes()[:MOST_BYTES]
        given = json.loads((unbake(data) or b"null") if picture else data)
    except OSError as error:
        raise Unavailable(_("The file {name} cannot be read.").format(name=path.name)) from error
    except (ValueError, SyntaxError, RecursionError) as error:
        raise Unavailable(_("{name} is not an Open Badge.").format(name=path.name)) from error
    if given is None and picture:
        raise Unavailable(_("The picture {name} holds no badge. Type the number or the verification code instead, or "
                            "scan the QR code.").format(name=path.name))
    if not isinstance(given, dict) or "credentialSubject" not in given:
        raise Unavailable(_("{name} is not an Open Badge.").format(name=path.name))
    return given
