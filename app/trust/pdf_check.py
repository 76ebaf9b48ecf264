"""Whether a PDF is the one that this centre signed, and nothing else: every byte of it.

Not believed as such is what other programs call valid: text drawn over the page in a later version of the file, notes
laid over it, bytes behind the end, a signature with a key of the forger's own under the centre's name.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, Literal

from sqlalchemy import select

from app.i18n import local_time
from app.office.command import Query, Work
from app.office.permissions import Permission
from app.trust.keys import distrust
from app.trust.records import SigningKey

State = Literal["valid", "altered", "not_ours", "revoked", "unsigned"]
_TRACES = (b"/ETSI.CAdES.detached", b"/ByteRange", b"/Type/Sig", b"/Type /Sig", b"/FT/Sig", b"/FT /Sig")


@dataclass(frozen=True)
class Pinned:
    """A certificate that files were signed with, and from when on it is not believed."""

    kid: str
    revoked_from: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class Checked:
    """The answer. `at` is when it was signed, as the signature says; nobody else confirms it. `why`: not believed."""

    state: State
    kid: str = ""
    at: datetime | None = None
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class PinnedKeys(Query[tuple[bytes, Pinned]]):
    """All certificates that this centre ever signed files with, DER."""

    needs = Permission.CERTIFICATES_VIEW
    reads = frozenset({"signing_key"})

    def rows(self, work: Work) -> list[tuple[bytes, Pinned]]:
        found = work.session.execute(select(
            SigningKey.certificate, SigningKey.kid, SigningKey.revoked_from, SigningKey.reason).where(
            SigningKey.use.in_(("pdf", "authority")), SigningKey.certificate.is_not(None)))
        return [(row.certificate, Pinned(row.kid, row.revoked_from, row.reason)) for row in found]


def check(data: bytes, pinned: Mapping[bytes, Pinned]) -> Checked:
    """What the signature of a file is worth. Never raises: what cannot be read is altered, or was never signed."""
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # it logs what it finds wrong, with a traceback
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(BytesIO(data), strict=False)
        signatures = reader.embedded_signatures
    except (PdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, OSError):
        return Checked("altered" if _was_signed(data) else "unsigned")
    if not signatures:
        return Checked("altered" if b"/ETSI.CAdES.detached" in data else "unsigned")
    if len(signatures) > 1:
        return Checked("altered")
    return _judge(signatures[0], pinned)


def _was_signed(data: bytes) -> bool:
    return sum(trace in data for trace in _TRACES) > 1


def _judge(signature: Any, pinned: Mapping[bytes, Pinned]) -> Checked:
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    try:
        certificate = signature.signer_cert
        known = pinned.get(certificate.dump())
        status = validate_pdf_signature(signature, signer_validation_context=ValidationContext(
            trust_roots=[certificate], allow_fetching=False, moment=signature.self_reported_timestamp))
    except (SignatureValidationError, PdfError, ValueError, KeyError, TypeError, AttributeError):
        return Checked("altered")
    at = signature.self_reported_timestamp
    whole = (status.intact and status.valid and status.docmdp_ok is not False and status.modification_level is not None
             and status.coverage == SignatureCoverageLevel.ENTIRE_FILE)
    if known is None:
        return Checked("not_ours" if status.intact and status.valid else "altered", at=at)
    if not whole:
        return Checked("altered", known.kid, at)
    told = distrust(known, local_time(at).date() if at is not None else None)
    if told:
        return Checked("revoked", known.kid, at, told)
    return Checked("valid", known.kid, at)
