"""Signed files: 200 certificates as PDF/A-3a, tagged, with the badge inside and the centre's signature, against the
obvious ways: a plain page by reportlab, and pyHanko that reads its PKCS#12 file for every signature; and against the
better way, with an EC key and the page read once."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.certificates.press import write_pdfs
from app.certificates.queries import CertificateWhole
from app.certificates.signing import Kit
from app.certificates.templates.shipped import layouts
from app.trust import keys
from tests.app.certificates.paper_facts import FACTS
from tests.bench.bench_certificates import plain

COUNT = 200
NOW = datetime(2026, 7, 14, 8, tzinfo=UTC)


def kit() -> Kit:
    """Keys as a centre has them."""
    from cryptography import x509

    root, certificate, _kid = keys._new_root("Pusat Contoh", NOW)
    leaf = keys._ec_key()
    subject = x509.load_der_x509_certificate(certificate).subject
    chain = (keys._certificate(subject, subject, leaf, root, NOW, 5), certificate)
    statement = Ed25519PrivateKey.generate()
    public = keys.raw_public(keys.public_of(statement))
    return Kit(keys.PdfKey("x", leaf, chain), NOW, keys.StatementKey("0" * 8, public, statement), "")


def wholes(count: int, held: Kit) -> list[CertificateWhole]:
    """Certificates as the register hands them out."""
    from dataclasses import replace

    made = []
    for n in range(1, count + 1):
        facts = replace(FACTS, number=f"KL26-{n:05}-H", name=f"Peserta Nombor {n} bin Abdullah",
                        verify_text=f"https://semak.example/s#{10 ** 330 + n}")
        row: Any = SimpleNamespace(id=n, number=facts.number, legacy=False)
        made.append(CertificateWhole(row, "bi", "klasik", facts, NOW, "", (), layouts()["klasik"], {}, (), n, held))
    return made


def obvious(pdf: bytes, folder: Path) -> Callable[[], bytes]:
    """pyHanko as its handbook shows it, with RSA-2048 and the key file read for each signature."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
    from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf

    private: Any = rsa.generate_private_key(65537, 2048)
    root, certificate, _kid = keys._new_root("Pusat Contoh", NOW)
    subject = x509.load_der_x509_certificate(certificate).subject
    leaf = keys._certificate(subject, subject, private, root, NOW, 5)
    path = folder / "key.p12"
    path.write_bytes(serialize_key_and_certificates(
        b"x", private, x509.load_der_x509_certificate(leaf), None, BestAvailableEncryption(b"secret")))

    def sign() -> bytes:
        signer = SimpleSigner.load_pkcs12(path, passphrase=b"secret")
        out = BytesIO()
        sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), PdfSignatureMetadata(field_name="S"), signer=signer,
                 output=out)
        return out.getvalue()

    return sign


def kept_once(pdf: bytes, held: Kit) -> Callable[[], bytes]:
    """pyHanko with the signer kept and an EC key, over a page that is made beforehand: the least it can cost."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.signers import PdfSignatureMetadata, sign_pdf

    signer: Any = held.pdf.signer

    def sign() -> bytes:
        out = BytesIO()
        sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), PdfSignatureMetadata(field_name="S"), signer=signer,
                 output=out)
        return out.getvalue()

    return sign


def peak() -> float:
    """Memory of the process at its highest, MiB."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """Print the figures."""
    held = kit()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_pdfs(wholes(5, held), folder)  # fonts and libraries read
        begin, before = time.perf_counter(), time.process_time()
        written = write_pdfs(wholes(COUNT, held), folder)
        took, cpu = time.perf_counter() - begin, time.process_time() - before
        low = peak()
        size = written[0].file.stat().st_size
        write_pdfs(wholes(5 * COUNT, held), folder)
        high = peak()
        page = timed(lambda: plain([FACTS]), 10)
        naive = page + timed(obvious(plain([FACTS]), folder), 10)
        least = timed(kept_once(plain([FACTS]), held), 20)
    each = cpu / COUNT
    sys.stdout.write(
        f"{COUNT} signed, tagged certificates with badge: {took:.1f} s (budget 15, must be under 60), "
        f"{each * 1000:.1f} ms each, {size / 1024:.0f} KiB\n"
        f"plain reportlab page {page * 1000:.1f} ms; with pyHanko the obvious way {naive * 1000:.1f} ms, "
        f"{naive / each:.0f} times ours; signing alone with key and page read once "
        f"{least * 1000:.1f} ms, {least / each:.1f} times ours with page, tags and badge\n"
        f"memory at its highest: {low:.0f} MiB after {COUNT}, {high:.0f} MiB after {5 * COUNT} more\n")
    return 0 if took < 60 and high - low < 60 else 1


def timed(do: Callable[[], object], times: int) -> float:
    """Processor seconds of one go, the mean of several."""
    do()
    begin = time.process_time()
    for _time in range(times):
        do()
    return (time.process_time() - begin) / times


if __name__ == "__main__":
    sys.exit(main())
