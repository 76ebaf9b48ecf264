"""The place of each print in the status list: one bit, drawn at random so that the place tells nothing.

131,072 places, as the W3C's Bitstring Status List wants them at least; a place is never given twice. A list is told
as the recommendation has it: gzip, base64url without padding, 'u' before it; place 0 is the leftmost bit.
"""

from __future__ import annotations

import base64
import gzip
import zlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from sqlalchemy import exists, select

from app.certificates.records import Certificate, EarlierEdition
from app.chance import some_bytes
from app.errors import Invalid, Refused
from app.i18n import _
from app.office.command import Work

PLACES = 131_072
TRIES = 400
STATUS_FILE, REPLACED_FILE = "status.json", "replaced.json"


def free_index(work: Work) -> int:
    """A place that no print has or had. Refused when hardly any is left."""
    for _try in range(TRIES):
        place = int.from_bytes(some_bytes(3), "big") % PLACES
        if not work.session.scalar(select(exists().where(Certificate.status_index == place) | exists().where(
                EarlierEdition.status_index == place))):
            return place
    raise Refused(_("The status list is full. Tell whoever looks after Sijil; nothing was issued."))


def encode(places: Iterable[int]) -> str:
    """The list in which these bits are set. The same places give the same text."""
    bits = bytearray(PLACES // 8)
    for place in places:
        bits[place >> 3] |= 0x80 >> (place & 7)
    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits), 9, mtime=0)).rstrip(b"=").decode("ascii")


def decode(text: str) -> bytes:
    """The bits of an encoded list. Invalid when it is none, or is longer than ours."""
    try:
        if not text.startswith("u"):
            raise ValueError("multibase")
        packed = base64.b64decode(text[1:] + "=" * (-(len(text) - 1) % 4), altchars="-_", validate=True)
        bits = zlib.decompressobj(wbits=31).decompress(packed, PLACES // 8 + 1)
    except (ValueError, zlib.error) as problem:
        raise Invalid(_("This is not a status list.")) from problem
    if len(bits) != PLACES // 8:
        raise Invalid(_("This is not a status list."))
    return bits


def is_set(bits: bytes, place: int) -> bool:
    """Whether the bit of a place is set."""
    return bool(bits[place >> 3] & 0x80 >> (place & 7))


def file_of(kid: str) -> str:
    """The list that a key signed. A list counts for credentials of its own issuer only, so each key keeps its list."""
    return f"status-{kid}.json"


def address_of(verify_url: str, name: str = STATUS_FILE) -> str:
    """Where a file beside the verify page is found; '' when the page has no address."""
    return urljoin(verify_url, name) if urlsplit(verify_url).scheme in ("http", "https") else ""


def list_credential(places: Iterable[int], purpose: str, issuer: dict[str, Any], at: datetime, address: str,
                    ) -> dict[str, Any]:
    """A BitstringStatusListCredential without its proof. `purpose`: revocation (void, or another print took its
    place) or refresh (another print took its place)."""
    from app.trust.credential import W3C

    told: dict[str, Any] = {"@context": [W3C]}
    if address:
        told["id"] = address
    told |= {"type": ["VerifiableCredential", "BitstringStatusListCredential"], "issuer": issuer,
             "validFrom": at.strftime("%Y-%m-%dT%H:%M:%SZ")}
    subject: dict[str, Any] = {"id": f"{address}#list"} if address else {}
    told["credentialSubject"] = subject | {"type": "BitstringStatusList", "statusPurpose": purpose,
                                           "encodedList": encode(places)}
    return told
