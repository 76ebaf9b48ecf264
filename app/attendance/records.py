"""When a cohort meets, and who was there."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

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
    state: Mapped[str] = mapped_column(default="planned")  # planned, cancelled; held is: register taken
    reason: Mapped[str] = mapped_column(default="")  # why cancelled or moved
    replaces_id: Mapped[int | None] = ref("class_session.id", null=True)
    taken_by: Mapped[str] = mapped_column(default="")  # register taken
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


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
    position: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)


class Mark(Record):
    """The status of one enrolment in one session; no row is *unmarked*."""

    __tablename__ = "mark"
    __table_args__ = (UniqueConstraint("enrolment_id", "session_id"),)

    enrolment_id: Mapped[int] = ref("enrolment.id", index=False)
    session_id: Mapped[int] = ref("class_session.id")
    status: Mapped[str] = mapped_column(
        ForeignKey("attendance_status.code", deferrable=True, initially="IMMEDIATE"))
    meaning: Mapped[str]  # what the status meant when it was set
    fraction: Mapped[Decimal] = mapped_column(Fixed2, default=Decimal(1))
    minutes: Mapped[int | None]  # late or left early
    reason: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="grid")  # grid roll import console
    marked_by: Mapped[str] = mapped_column(default="")
    marked_at: Mapped[datetime] = mapped_column(UtcDateTime)
