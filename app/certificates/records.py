"""Issued certificates: number, frozen facts, life."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Fixed2, Record, UtcDateTime, ref

_LIVE = text("state <> 'void'")
_UNPRINTED = text("printed_at IS NULL AND state <> 'void'")


class Certificate(Record):
    """A paper with a number. What a print of it says never changes; a corrected print is a new edition.

    `code`, `facts` and `status_index` are those of the edition in force; `earlier_edition` keeps the ones before.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        Index("uq_certificate_live", "enrolment_id", "kind", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("ix_certificate_unprinted", "issued_on", sqlite_where=_UNPRINTED, postgresql_where=_UNPRINTED),
    )

    number: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str] = mapped_column(unique=True)  # verification code, without look-alike letters
    enrolment_id: Mapped[int | None] = ref("enrolment.id", index=False, null=True)  # None for an old paper certificate
    trainee_id: Mapped[int | None] = ref("trainee.id", null=True)  # of an old paper certificate, where he is known
    series_id: Mapped[int | None] = ref("series.id", null=True)
    kind: Mapped[str]
    language: Mapped[str]  # ms, en, bi
    design: Mapped[str]  # code of the template
    facts: Mapped[str]  # JSON of app.certificates.facts.Facts
    search: Mapped[str] = mapped_column(default="")  # folded name, number, code
    holder: Mapped[str]  # the printed name, for lists
    issued_on: Mapped[date] = mapped_column(index=True)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    issued_by: Mapped[str]
    state: Mapped[str] = mapped_column(default="issued")  # issued collected posted void
    prints: Mapped[int] = mapped_column(default=0)
    legacy: Mapped[bool] = mapped_column(default=False, server_default=false())  # of the time before, no PDF
    edition: Mapped[int] = mapped_column(default=1, server_default="1")
    status_index: Mapped[int | None] = mapped_column(unique=True)  # its bit in the status list, drawn at random
    key_id: Mapped[str] = mapped_column(default="", server_default="")  # the key that signed its QR code
    awarded_on: Mapped[date | None]  # the day of the result or ceremony, where it is not the day of issue
    expires_on: Mapped[date | None] = mapped_column(index=True)
    printed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # this edition, the last time
    collected_on: Mapped[date | None]
    voided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class EarlierEdition(Record):
    """A print that a corrected or replacing one took the place of: the number is the same, code and facts are not."""

    __tablename__ = "earlier_edition"
    __table_args__ = (UniqueConstraint("certificate_id", "edition"),)

    certificate_id: Mapped[int] = ref("certificate.id", index=False)
    edition: Mapped[int]
    code: Mapped[str] = mapped_column(unique=True)
    facts: Mapped[str]
    status_index: Mapped[int | None] = mapped_column(unique=True)
    key_id: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime] = mapped_column(UtcDateTime)
    why: Mapped[str]  # corrected (before it was handed out, no endorsement) or replaced


class CertificateEvent(Record):
    """Something that happened to a certificate."""

    __tablename__ = "certificate_event"

    certificate_id: Mapped[int] = ref("certificate.id")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str]
    kind: Mapped[str]  # issued printed corrected replaced destroyed collected posted returned taken_back (a wrong note
    # of handing out) void_asked void_refused void
    reason: Mapped[str] = mapped_column(default="")
    print_no: Mapped[int | None]
    edition: Mapped[int] = mapped_column(default=1, server_default="1")
    on: Mapped[date | None]  # the day it happened, where that is not the day it was written down
    run_id: Mapped[int | None] = ref("print_run.id", null=True)
    sheet: Mapped[int | None]  # its place in the run, from 1
    report_no: Mapped[str] = mapped_column(default="", server_default="")  # police report or statutory declaration
    fee: Mapped[Decimal | None] = mapped_column(Fixed2)  # RM
    receipt_no: Mapped[str] = mapped_column(default="", server_default="")
    person: Mapped[str] = mapped_column(default="", server_default="")  # who collected it, or to whom it was posted
    shown: Mapped[str] = mapped_column(default="", server_default="")  # the identity document shown, or
    # the number of the posting
    approver: Mapped[str] = mapped_column(default="", server_default="")


class PrintRun(Record):
    """One go at a printer, or to a file: who, when, where, how many sheets."""

    __tablename__ = "print_run"

    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    by: Mapped[str]
    what: Mapped[str]  # certificate sample test label register programme
    target: Mapped[str] = mapped_column(default="")  # printer, or the file's name
    tray: Mapped[str] = mapped_column(default="")
    right: Mapped[Decimal] = mapped_column(Fixed2, default=Decimal(0))  # offset in mm
    down: Mapped[Decimal] = mapped_column(Fixed2, default=Decimal(0))
    order: Mapped[str] = mapped_column(default="")  # number name roll stage
    sheets: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(default="")


class Picture(Record):
    """A signature or logo as it was when a certificate was issued; kept once, named by its SHA-256."""

    __tablename__ = "certificate_picture"

    digest: Mapped[str] = mapped_column(unique=True)
    data: Mapped[bytes]


class Template(Record):
    """Layout and wording of a certificate, by its code; what it looks like is in its versions."""

    __tablename__ = "template"

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kinds: Mapped[str] = mapped_column(default="")  # kinds it is offered for, with spaces; '' = all but transcript
    active: Mapped[bool] = mapped_column(default=True)


class TemplateVersion(Record):
    """One version of a template. A published one never changes; what it says is named by its SHA-256."""

    __tablename__ = "template_version"
    __table_args__ = (UniqueConstraint("template_id", "number"),)

    template_id: Mapped[int] = ref("template.id", index=False)
    number: Mapped[int]
    state: Mapped[str] = mapped_column(default="draft")  # draft published retired
    content: Mapped[str]  # JSON of app.certificates.templates.model.Layout
    digest: Mapped[str] = mapped_column(index=True)
    note: Mapped[str] = mapped_column(default="")
    made_by: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    approved_by: Mapped[str] = mapped_column(default="")
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class TemplateAsset(Record):
    """A picture or font of templates, kept once, named by its SHA-256."""

    __tablename__ = "template_asset"

    digest: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]  # image font
    name: Mapped[str]
    data: Mapped[bytes]
