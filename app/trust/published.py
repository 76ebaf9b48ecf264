"""The published key file: every key the centre ever had, public halves only, signed.

Whoever wants to check a certificate without us needs this file and the root's fingerprint, read out to him.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.centre.queries import centre_row
from app.errors import Refused
from app.i18n import local_time
from app.office.command import Query, Work
from app.office.permissions import Permission
from app.trust import keys
from app.trust.records import SigningKey

DOMAIN = b"Sijil keys\n"
ALGORITHMS = {"root": "ECDSA P-256", "pdf": "ECDSA P-256", "statement": "Ed25519"}
"""Of the centre's own keys; an authority's may be of any kind."""


def key_file(work: Work) -> dict[str, Any]:
    """The key file as JSON values. Refused where there are no keys, or this PC cannot sign.

    Signed by the root while it is on this PC, else by the statement key in force; `signed_by` says which.
    """
    root = keys.active(work, "root")
    if root is None:
        raise Refused(keys.why_not(work) or keys.none_yet())
    centre = centre_row(work)
    found = work.session.scalars(select(SigningKey).order_by(SigningKey.id))
    told: dict[str, Any] = {
        "format": "sijil public keys", "version": 1, "centre": centre.name if centre else "",
        "code": centre.code if centre else "", "made": work.now.replace(microsecond=0).isoformat(),
        "fingerprint": keys.fingerprint(root.public), "keys": [public_key(record) for record in found]}
    return {**told, **_signature(work, root, told)}


def public_key(record: SigningKey) -> dict[str, str]:
    """A key as it is published; days are those of Malaysia."""
    kind = ALGORITHMS.get(record.use) or keys.algorithm(record.public)
    said = {"kid": record.kid, "use": record.use, "algorithm": kind, "state": record.state,
            "public": _b64(record.public), "certificate": _b64(record.certificate or b""),
            "from": _day(record.made_at), "to": _day(record.retired_at), "revoked": _day(record.revoked_from),
            "reason": record.reason}
    return {key: value for key, value in said.items() if value}


def _signature(work: Work, root: SigningKey, told: Mapping[str, Any]) -> dict[str, Any]:
    private = keys.root_private(work)
    if private is not None:
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.hazmat.primitives.hashes import SHA256

        by: dict[str, Any] = {"signed_by": {"kid": root.kid, "use": "root"}}
        return {**by, "signature": _b64(private.sign(canonical({**told, **by}), ec.ECDSA(SHA256())))}
    signer = keys.statement_signer(work)
    by = {"signed_by": {"kid": signer.kid, "use": "statement"}}
    return {**by, "signature": _b64(signer.sign(canonical({**told, **by})))}


def canonical(told: Mapping[str, Any]) -> bytes:
    """What is signed: all but the signature, sorted, without blanks."""
    bare = {key: value for key, value in told.items() if key != "signature"}
    return DOMAIN + json.dumps(bare, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode("ascii")


def holds(told: Mapping[str, Any]) -> bool:
    """Whether a key file is signed by one of its own keys. Whose it is, only the fingerprint says."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    try:
        kid, use = told["signed_by"]["kid"], told["signed_by"]["use"]
        record = next(k for k in told["keys"] if (k["kid"], k["use"]) == (kid, use))
        public: Any = load_der_public_key(base64.b64decode(record["public"]))
        more = (ec.ECDSA(SHA256()),) if use == "root" else ()
        public.verify(base64.b64decode(told["signature"]), canonical(told), *more)
    except (InvalidSignature, ValueError, KeyError, TypeError, StopIteration):
        return False
    return True


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _day(moment: datetime | None) -> str:
    return "" if moment is None else local_time(moment).date().isoformat()


@dataclass(frozen=True, kw_only=True)
class KeyFile(Query[dict[str, Any]]):
    """The published key file: one row."""

    needs = Permission.CENTRE_VIEW
    reads = frozenset({"signing_key", "centre"})

    def rows(self, work: Work) -> Sequence[dict[str, Any]]:
        return [key_file(work)]
