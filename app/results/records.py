"""Tries at what is assessed. A try is corrected, never overwritten by the next one."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Fixed2, Record, UtcDateTime, ref


class Attempt(Record):
    """One try of an enrolment at a component. Absent is not zero."""

    __tablename__ = "attempt"
    __table_args__ = (UniqueConstraint("enrolment_id", "component_id", "number"),)

    enrolment_id: Mapped[int] = ref("enrolment.id", index=False)
    component_id: Mapped[int] = ref("component.id")
    number: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(default="sat")  # sat absent exempt booked
    mark: Mapped[Decimal | None] = mapped_column(Fixed2)  # 0..max, when sat on a mark scale
    competency: Mapped[str] = mapped_column(default="")  # T terampil, BT belum terampil
    on_date: Mapped[date | None]
    remark: Mapped[str] = mapped_column(default="")
    entered_by: Mapped[str] = mapped_column(default="")
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
