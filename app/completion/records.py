"""Who has completed: overrides of single requirements, and the decision per enrolment."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Record, UtcDateTime, ref


class Override(Record):
    """A requirement that a person has waived for one enrolment, with the reason."""

    __tablename__ = "requirement_override"
    __table_args__ = (UniqueConstraint("enrolment_id", "requirement_id"),)

    enrolment_id: Mapped[int] = ref("enrolment.id", index=False)
    requirement_id: Mapped[int] = ref("requirement.id")
    reason: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Decision(Record):
    """What was decided of an enrolment, with the figures it rested on."""

    __tablename__ = "decision"

    enrolment_id: Mapped[int] = mapped_column(
        ForeignKey("enrolment.id", deferrable=True, initially="IMMEDIATE"), unique=True)
    kind: Mapped[str]  # completed attended_only failed attendance_short withdrew deferred pending
    figures: Mapped[str] = mapped_column(default="")  # JSON: requirement, value, limit, outcome
    reason: Mapped[str] = mapped_column(default="")
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
