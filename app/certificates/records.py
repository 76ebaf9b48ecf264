"""Issued certificates: number, frozen facts, life."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Record, UtcDateTime, ref

_LIVE = text("state <> 'void'")


class Certificate(Record):
    """A paper with a number. Its facts are what was printed and never change again."""

    __tablename__ = "certificate"
    __table_args__ = (
        Index("uq_certificate_live", "enrolment_id", "kind", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
    )

    number: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str] = mapped_column(unique=True)  # verification code, without look-alike letters
    enrolment_id: Mapped[int] = ref("enrolment.id", index=False)
    series_id: Mapped[int] = ref("series.id")
    kind: Mapped[str]
    language: Mapped[str]  # ms, en, bi
    design: Mapped[str]
    facts: Mapped[str]  # JSON of app.certificates.facts.Facts
    search: Mapped[str] = mapped_column(default="")  # folded name, number, code
    holder: Mapped[str]  # the printed name, for lists
    issued_on: Mapped[date] = mapped_column(index=True)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    issued_by: Mapped[str]
    state: Mapped[str] = mapped_column(default="issued")  # issued collected superseded void
    prints: Mapped[int] = mapped_column(default=0)


class CertificateEvent(Record):
    """Something that happened to a certificate."""

    __tablename__ = "certificate_event"

    certificate_id: Mapped[int] = ref("certificate.id")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str]
    kind: Mapped[str]  # issued printed void collected
    reason: Mapped[str] = mapped_column(default="")
    print_no: Mapped[int | None]


class Picture(Record):
    """A signature or logo as it was when a certificate was issued; kept once, named by its SHA-256."""

    __tablename__ = "certificate_picture"

    digest: Mapped[str] = mapped_column(unique=True)
    data: Mapped[bytes]
