"""When a cohort meets, and who was there. What surrounds a register (leave, walk-ins, credit) is in `around.py`."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.attendance import around as around  # a mark refers to the leave that set it
from app.db.base import Fixed2, Record, UtcDateTime, ref


class ClassSession(Record):
    """One meeting of a cohort (PRODUCT's *session*; the word alone is SQLAlchemy's)."""

    __tablename__ = "class_session"
    __table_args__ = (UniqueConstraint("cohort_id", "day", "part", "starts_at"), Index("ix_class_session_day", "day"))

    cohort_id: Mapped[int] = ref("cohort.id", index=False)
    day: Mapped[date]
    part: Mapped[str] = mapped_column(default="AM")  # AM PM EVE FULL
    starts_at: Mapped[str] = mapped_column(default="08:30")
    ends_at: Mapped[str] = mapped_column(default="12:30")
    kind: Mapped[str] = mapped_column(default="theory")
    mode: Mapped[str] = mapped_column(default="onsite")
    venue: Mapped[str] = mapped_column(default="")
    topic: Mapped[str] = mapped_column(default="")
    hours: Mapped[Decimal] = mapped_column(Fixed2, default=Decimal(0))
    state: Mapped[str] = mapped_column(default="planned")  # planned, postponed, cancelled; held is: register taken
    reason: Mapped[str] = mapped_column(default="")  # why cancelled, postponed or moved
    replaces_id: Mapped[int | None] = ref("class_session.id", null=True)
    taken_by: Mapped[str] = mapped_column(default="")  # register taken
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SessionInstructor(Record):
    """Who teaches one session; a session without any is taught by the instructors of its cohort."""

    __tablename__ = "session_instructor"
    __table_args__ = (UniqueConstraint("session_id", "name"),)

    session_id: Mapped[int] = ref("class_session.id", index=False)
    user_id: Mapped[int | None] = ref("user_account.id", null=True)
    name: Mapped[str]
    position: Mapped[int] = mapped_column(default=1)


class Status(Record):
    """An attendance status: data, so that a centre can have its own. The code is the Malay letter."""

    __tablename__ = "attendance_status"

    code: Mapped[str] = mapped_column(unique=True)
    letter_en: Mapped[str]
    letter_ms: Mapped[str]
    label_en: Mapped[str]
    label_ms: Mapped[str]
    meaning: Mapped[str]  # attended, part, absent, excluded
    fraction: Mapped[Decimal] = mapped_column(Fixed2, default=Decimal(1))  # of a session, for part
    look: Mapped[str]  # letter, block, bar, outline, dashed (STYLE.md states)
    policy_key: Mapped[str] = mapped_column(default="")  # late, sick, leave, duty, early: a cohort may decide
    needs_reason: Mapped[bool] = mapped_column(default=False)
    needs_evidence: Mapped[bool] = mapped_column(default=False, server_default=false())  # a document number
    roles: Mapped[str] = mapped_column(default="", server_default="")  # who may use it, comma-separated; '' = who marks
    position: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)  # retired: no new mark, old ones stay


class Mark(Record):
    """The status of one enrolment in one session; no row is *unmarked*."""

    __tablename__ = "mark"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "session_id"),
        # of a few marks only, so that marking does not pay for it
        Index("ix_mark_leave_id", "leave_id", sqlite_where=text("leave_id IS NOT NULL"),
              postgresql_where=text("leave_id IS NOT NULL")))

    enrolment_id: Mapped[int] = ref("enrolment.id", index=False)
    session_id: Mapped[int] = ref("class_session.id")
    status: Mapped[str] = mapped_column(
        ForeignKey("attendance_status.code", deferrable=True, initially="IMMEDIATE"))
    meaning: Mapped[str]  # what the status meant when it was set, with its fraction and policy key
    fraction: Mapped[Decimal] = mapped_column(Fixed2, default=Decimal(1))
    policy_key: Mapped[str] = mapped_column(default="", server_default="")
    minutes: Mapped[int | None]  # late or left early
    reason: Mapped[str] = mapped_column(default="")
    evidence: Mapped[str] = mapped_column(default="", server_default="")  # number of the MC or letter
    entered: Mapped[str] = mapped_column(default="", server_default="")  # status taken in class, where the office
    # decided otherwise; '' = this is it
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when the card was read at the door
    leave_id: Mapped[int | None] = ref("leave_record.id", null=True, index=False)  # the leave that set it
    source: Mapped[str] = mapped_column(default="grid")  # grid roll door leave online packet import console decision
    marked_by: Mapped[str] = mapped_column(default="")
    marked_at: Mapped[datetime] = mapped_column(UtcDateTime)
