"""The certificate as an Open Badge 3.0: a signed W3C credential that other programs and wallets can check.

It says what the paper says but no identity number. Issuer and key are one did:key, so nobody need be asked; a later
key of the centre has another, and the earlier credentials stay good.
"""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from io import BytesIO
from typing import Any

from app.certificates.facts import Facts
from app.trust.credential import BADGES, W3C, Credential, Sign, did_key, seal

KEYWORD = "openbadgecredential"
"""Of the PNG chunk that carries the credential."""
FILE_NAME = "credential.json"
MOST_PIXELS = 40_000_000
_TYPES = {"completion": "Certificate", "attendance": "Certificate", "participation": "Certificate",
          "achievement": "CertificateOfCompletion", "award": "Award"}


def credential_of(facts: Facts, issuer: str, issued_at: datetime, *, status_index: int | None = None,
                  status_url: str = "") -> Credential:
    """The credential without its proof. `status_url` is where the status list is published, '' = nowhere."""
    found: Credential = {
        "@context": [W3C, BADGES],
        "id": name_of(issuer, facts.number, facts.verification_code),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": facts.course_title,
        "issuer": {"id": issuer, "type": ["Profile"], "name": facts.centre_name},
        "validFrom": _moment(issued_at),
        "credentialSubject": _subject(facts),
    }
    if facts.expires_on is not None:
        found["validUntil"] = f"{facts.expires_on.isoformat()}T15:59:59Z"  # the end of the day in Malaysia
    if status_url and status_index is not None:
        found["credentialStatus"] = {
            "id": f"{status_url}#{status_index}", "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
            "statusListIndex": str(status_index), "statusListCredential": status_url}
    return found


def name_of(issuer: str, number: str, code: str) -> str:
    """What a credential is called: another for each print, since each has its own code."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{issuer}/{number}/{code}')}"


def _subject(facts: Facts) -> dict[str, Any]:
    course = f"{facts.centre_name}/{facts.course_title}/{facts.kind}"
    subject: dict[str, Any] = {
        "type": ["AchievementSubject"],
        "identifier": [{"type": "IdentityObject", "hashed": False, "identityHash": facts.full_name,
                        "identityType": "name"}],
        "licenseNumber": facts.number,
        "achievement": {
            "id": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, course)}",
            "type": ["Achievement"], "achievementType": _TYPES[facts.kind], "name": facts.course_title,
            "description": " · ".join(dict.fromkeys(
                t for t in (facts.course_title_ms, facts.course_title_en, facts.course_title) if t)),
            "criteria": {"narrative": _criteria(facts)}},
    }
    for key, day in (("activityStartDate", facts.starts), ("activityEndDate", facts.ends)):
        if day is not None:
            subject[key] = day.isoformat()
    return subject


def _criteria(facts: Facts) -> str:
    """What it was given for, as the paper words it in English."""
    from dataclasses import replace

    from app.certificates.paper.words import wording

    words = wording(replace(facts, language="en"))
    parts = (words.title.en, f"{words.verb.en} {facts.course_title}", words.period.en, words.result.en, words.place.en)
    return ". ".join(part for part in parts if part.strip()) + "."


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def badge(facts: Facts, sign: Sign, public: bytes, issued_at: datetime, *, status_index: int | None = None,
          status_url: str = "") -> bytes:
    """The signed credential as JSON. The same certificate and key give the same bytes."""
    bare = credential_of(facts, did_key(public), issued_at, status_index=status_index, status_url=status_url)
    return json.dumps(seal(bare, sign, public, issued_at), ensure_ascii=False, indent=1).encode("utf-8")


def bake(picture: bytes, credential: bytes) -> bytes:
    """A PNG with the credential in it, as Open Badges want it."""
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    told = PngInfo()
    told.add_itxt(KEYWORD, credential.decode("utf-8"))
    out = BytesIO()
    with Image.open(BytesIO(picture)) as image:
        image.save(out, "PNG", pnginfo=told)
    return out.getvalue()


def unbake(picture: bytes) -> bytes | None:
    """The credential of a baked PNG; None when it has none. ValueError for a picture of more dots than any badge."""
    from PIL import Image

    try:
        with Image.open(BytesIO(picture), formats=["PNG"]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise ValueError("too large")
            image.load()
            found = getattr(image, "text", {}).get(KEYWORD)
    except Image.DecompressionBombError as error:
        raise ValueError("too large") from error
    return str(found).encode("utf-8") if found else None
