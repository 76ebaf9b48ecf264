"""A password on a file, by real encryption: AES-256 as Excel and PDF readers know it."""

from __future__ import annotations

import io

from app.errors import Invalid
from app.i18n import _


def lock_workbook(data: bytes, password: str) -> bytes:
    """An .xlsx that Excel and LibreOffice open with the password only (agile encryption, AES-256, SHA-512)."""
    from msoffcrypto.format.ooxml import OOXMLFile

    out = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(_fit(password), out)
    return out.getvalue()


def lock_pdf(data: bytes, password: str) -> bytes:
    """A PDF that opens with the password only (AES-256 of PDF 2.0)."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.pdf_utils.writer import copy_into_new_writer

    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(data)))
    writer.encrypt(owner_pass=_fit(password))  # type: ignore[no-untyped-call]
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def _fit(password: str) -> str:
    """The password, unless one of the programs would cut it: Excel takes 255 characters, PDF 127 bytes."""
    if len(password.encode()) > 127:
        raise Invalid({"password": _("The password is too long: at most 127 characters.")})
    return password
