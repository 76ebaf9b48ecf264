"""What a certificate's own file carries besides its page: the centre's signature, and the credential as attachment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.centre.queries import centre_row
from app.certificates.status import address_of, file_of
from app.errors import Refused
from app.office.command import Work
from app.trust import authority, keys
from app.trust.authority import AuthorityKey

if TYPE_CHECKING:
    from app.certificates.queries import CertificateWhole
    from app.exchange.lasting import Attachment


@dataclass(frozen=True)
class Kit:
    """The keys of this PC, opened once, and where the status list is published ('' = nowhere)."""

    pdf: keys.PdfKey | AuthorityKey
    since: datetime  # when that key was made
    statement: keys.StatementKey
    status_url: str
    locked: str = ""  # why files cannot be signed now, though they should be


def kit_of(work: Work) -> Kit | None:
    """What this PC signs with; None where it has no keys: its files are then not signed, and say so when checked."""
    if "kit" not in work.session.info:
        centre = centre_row(work)
        try:
            signer, record = keys.pdf_signer(work), keys.active(work, "pdf")
            statement = keys.statement_signer(work)
            theirs, since = authority.opened(), record.made_at if record else work.now
            found = Kit(theirs or signer, work.now if theirs else since, statement,
                        address_of(centre.verify_url, file_of(statement.kid)) if centre else "",
                        authority.why_not(work))
        except Refused:
            found = None
        work.session.info["kit"] = found
    kept: Kit | None = work.session.info["kit"]
    return kept


def attachments(whole: CertificateWhole) -> tuple[Attachment, ...]:
    """The certificate as an Open Badge, for the file of this certificate."""
    from app.certificates.badge import FILE_NAME
    from app.exchange.lasting import Attachment

    data = credential(whole)
    return (Attachment(FILE_NAME, "application/ld+json", data, "Open Badge 3.0"),) if data else ()


def made_at(whole: CertificateWhole) -> datetime:
    """When the print in force was made: a correction or a replacement is later than the issue."""
    later = (e.at for e in whole.events if e.kind in ("corrected", "replaced"))
    return next(later, whole.issued_at)


def credential(whole: CertificateWhole) -> bytes | None:
    """The signed credential; None where this PC cannot sign, and for old papers."""
    from app.certificates.badge import badge

    if whole.kit is None or whole.row.legacy:
        return None
    key = whole.kit.statement
    return badge(whole.facts, key.sign, key.public, made_at(whole), status_index=whole.status_index,
                 status_url=whole.kit.status_url)


def signed(pdf: bytes, whole: CertificateWhole) -> bytes:
    """The file with the centre's signature; as it was given where this PC has no keys.

    Its time is that of the print, or that of the key where the key is younger, so that the file of a certificate is
    the same whenever it is written.
    """
    from app.trust.pades import sign

    if whole.kit is None or whole.row.legacy:
        return pdf
    if whole.kit.locked:
        raise Refused(whole.kit.locked)
    at = max(made_at(whole), whole.kit.since).replace(microsecond=0)
    return sign(pdf, whole.kit.pdf, at, place=whole.facts.centre_name)
