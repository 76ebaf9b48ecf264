"""Signed PDF: PAdES baseline B-B with the centre's key, certified against any change."""

from __future__ import annotations

import hashlib
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.trust.authority import AuthorityKey
    from app.trust.keys import PdfKey

FIELD = "Signature"
ROOM = 16384
"""Hex digits kept for the signature; given, since it would be made twice to find the size."""


def make_signer(key: PdfKey) -> Any:
    """What pyHanko signs with. The key object is kept: reading it anew for each file costs more than the signature."""
    from asn1crypto import x509
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.hashes import SHA256
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    chain = [x509.Certificate.load(der) for der in key.chain]
    store: Any = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(chain[1:])

    class Signer(SimpleSigner):
        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
            return key.private.sign(data, ec.ECDSA(SHA256(), deterministic_signing=True))

    return Signer(signing_cert=chain[0], signing_key=None, cert_registry=store)


def sign(pdf: bytes, key: PdfKey | AuthorityKey, at: datetime, *, reason: str = "", place: str = "") -> bytes:
    """The PDF with the centre's signature, said to be made at that time. The same input gives the same bytes."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

    class Writer(IncrementalPdfFileWriter):
        def _update_meta(self) -> None:
            """The metadata is ours and stays: a date in it of the moment of signing would break PDF/A."""

        @classmethod
        def _handle_id(cls, prev: Any) -> Any:
            """Of the file and the time instead of chance, so that signing again gives the same bytes."""
            found = super()._handle_id(prev)  # type: ignore[no-untyped-call]
            told = hashlib.sha256(pdf + at.isoformat().encode("ascii")).digest()[:16]
            return generic.ArrayObject([found[0], generic.ByteStringObject(told)])

    told = PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES, reason=reason or None, location=place or None)

    class Signed(PdfSigner):
        def init_signing_session(self, *given: Any, **more: Any) -> Any:
            session = super().init_signing_session(*given, **more)
            session.system_time = at
            return session

    out = BytesIO()
    Signed(told, signer=key.signer).sign_pdf(Writer(BytesIO(pdf)), output=out, bytes_reserved=ROOM)
    return out.getvalue()
