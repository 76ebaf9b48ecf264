"""Records around a register: leave, walk-ins, credit, requests, what came back in files, and the door."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Fixed2, Record, UtcDateTime, ref


class LeaveRecord(Record):
    """Leave of an enrolment from one day to another, both inclusive. Granted leave fills sessions."""

    __tablename__ = "leave_record"
    __table_args__ = (Index("ix_leave_record_days", "first_day", "last_day"),)

    enrolment_id: Mapped[int] = ref("enrolment.id")
    first_day: Mapped[date]
    last_day: Mapped[date]
    part: Mapped[str] = mapped_column(default="")  # '' the whole day, else AM PM EVE
    status: Mapped[str]  # code of the attendance status it gives: sick, leave, duty
    state: Mapped[str] = mapped_column(default="planned")  # planned (proposed on the day), granted, refused, withdrawn
    reason: Mapped[str] = mapped_column(default="")
    document: Mapped[str] = mapped_column(default="")  # number of the MC or letter
    issuer: Mapped[str] = mapped_column(default="")  # clinic, ministry, approver
    file_id: Mapped[int | None] = ref("evidence_file.id", null=True)
    noted_by: Mapped[str] = mapped_column(default="")
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decision: Mapped[str] = mapped_column(default="")  # why it was refused


class EvidenceFile(Record):
    """A scanned letter or MC, kept once however often it is used."""

    __tablename__ = "evidence_file"

    hash: Mapped[str] = mapped_column(unique=True)  # SHA-256 of the bytes
    name: Mapped[str]
    data: Mapped[bytes]


class WalkIn(Record):
    """Somebody in class who is not on the roll: a name until the office merges or refuses it."""

    __tablename__ = "walk_in"

    cohort_id: Mapped[int] = ref("cohort.id")
    name: Mapped[str]
    contact: Mapped[str] = mapped_column(default="")  # phone or e-mail
    note: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="open")  # open, merged, refused
    reason: Mapped[str] = mapped_column(default="")  # why refused
    enrolment_id: Mapped[int | None] = ref("enrolment.id", null=True)  # merged into
    noted_by: Mapped[str] = mapped_column(default="")
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_by: Mapped[str] = mapped_column(default="")
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class WalkInMark(Record):
    """The mark of a walk-in; it becomes a mark of the enrolment when merged."""

    __tablename__ = "walk_in_mark"
    __table_args__ = (UniqueConstraint("walk_in_id", "session_id"),)

    walk_in_id: Mapped[int] = ref("walk_in.id", index=False)
    session_id: Mapped[int] = ref("class_session.id")
    status: Mapped[str]
    minutes: Mapped[int | None]
    marked_by: Mapped[str] = mapped_column(default="")
    marked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Credit(Record):
    """Attendance earned elsewhere: a missed session made up, or what a transfer brings along."""

    __tablename__ = "attendance_credit"

    enrolment_id: Mapped[int] = ref("enrolment.id")
    kind: Mapped[str]  # makeup (of session_id), transfer
    session_id: Mapped[int | None] = ref("class_session.id", null=True)  # the session of this cohort it makes up for
    attended: Mapped[Decimal] = mapped_column(Fixed2, default=Decimal(0))  # sessions
    counted: Mapped[Decimal] = mapped_column(Fixed2, default=Decimal(0))  # sessions; 0 for makeup
    attended_minutes: Mapped[Decimal] = mapped_column(Fixed2, default=Decimal(0))
    counted_minutes: Mapped[Decimal] = mapped_column(Fixed2, default=Decimal(0))
    from_enrolment_id: Mapped[int | None] = ref("enrolment.id", null=True)  # transfer: what it was
    from_session_id: Mapped[int | None] = ref("class_session.id", null=True)  # makeup: where it was made up
    on_day: Mapped[date | None]
    reason: Mapped[str] = mapped_column(default="")
    given_by: Mapped[str] = mapped_column(default="")
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)


class MarkRequest(Record):
    """A change that an instructor asks for after closing; the office decides. `new_status` '' clears the mark."""

    __tablename__ = "mark_request"
    __table_args__ = (Index("ix_mark_request_cell", "enrolment_id", "session_id"),)

    enrolment_id: Mapped[int] = ref("enrolment.id", index=False)
    session_id: Mapped[int] = ref("class_session.id")
    old_status: Mapped[str] = mapped_column(default="")
    new_status: Mapped[str] = mapped_column(default="")
    minutes: Mapped[int | None]
    reason: Mapped[str]
    evidence: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="open")  # open, accepted, refused, withdrawn
    asked_by: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decision: Mapped[str] = mapped_column(default="")


class DoorCode(Record):
    """A code read at the door that nobody was found for; settled later."""

    __tablename__ = "door_code"

    session_id: Mapped[int] = ref("class_session.id")
    code: Mapped[str]
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(default="open")  # open, settled, dropped
    enrolment_id: Mapped[int | None] = ref("enrolment.id", null=True)
    settled_by: Mapped[str] = mapped_column(default="")
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class KnownName(Record):
    """A name or address under which a trainee joins online, remembered once a person has said so."""

    __tablename__ = "known_name"
    __table_args__ = (UniqueConstraint("folded", "trainee_id"),)

    folded: Mapped[str]  # small letters, single spaces
    shown: Mapped[str]
    trainee_id: Mapped[int] = ref("trainee.id")
    by: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class AttendanceFile(Record):
    """A file that marks came from."""

    __tablename__ = "attendance_file"

    cohort_id: Mapped[int] = ref("cohort.id")
    session_id: Mapped[int | None] = ref("class_session.id", null=True)
    kind: Mapped[str]  # teams zoom packet grid
    file_name: Mapped[str]
    file_hash: Mapped[str] = mapped_column(index=True)  # SHA-256 of the bytes
    marks: Mapped[int] = mapped_column(default=0)
    by: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Packet(Record):
    """An attendance packet given out, with the marks it was made from."""

    __tablename__ = "packet"

    uid: Mapped[str] = mapped_column(unique=True)
    cohort_id: Mapped[int] = ref("cohort.id")
    instructor: Mapped[str] = mapped_column(default="")
    base: Mapped[str]  # JSON: sessions, enrolments and marks as they were
    made_by: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    returned_by: Mapped[str] = mapped_column(default="")
    returned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LetterText(Record):
    """The centre's own words of a letter with merge fields, in one language."""

    __tablename__ = "letter_text"
    __table_args__ = (UniqueConstraint("kind", "language"),)

    kind: Mapped[str]  # absence
    language: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
