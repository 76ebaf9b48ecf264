"""The life of a certificate after its issue: each thing that happens to it is an event, and the record says the sum.

The record holds where the paper is now (`issued`: here, `collected`, `posted`, `void`); the events hold how it came
there. A wrong note is taken back by a further event, since nothing that was noted disappears.
"""

from __future__ import annotations

from typing import Any

from app.certificates.records import Certificate, CertificateEvent
from app.office.command import Work


def note(work: Work, record: Certificate, kind: str, **more: Any) -> CertificateEvent:
    """Add an event of now and of the actor to a certificate; `more` are columns of the event."""
    given = {"edition": record.edition, **more}
    return work.add(CertificateEvent(certificate_id=record.id, at=work.now, by=work.actor.name, kind=kind, **given))
