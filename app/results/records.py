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
    state: Mapped[str] = mapped_column(default="sat")  # sat absent excused withheld exempt deferred booked
    mark: Mapped[Decimal | None] = mapped_column(Fixed2)  # 0..max, when sat on a mark scale
    competency: Mapped[str] = mapped_column(default="")  # T terampil, BT belum terampil; P passed, F failed
    stage: Mapped[str] = mapped_column(default="draft", server_default="draft")  # draft submitted verified locked
    assessor: Mapped[str] = mapped_column(default="", server_default="")
    evidence: Mapped[str] = mapped_column(default="", server_default="")  # for exempt: prior learning shown by what
    submitted_by: Mapped[str] = mapped_column(default="", server_default="")
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    verified_by: Mapped[str] = mapped_column(default="", server_default="")
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    locked_by: Mapped[str] = mapped_column(default="", server_default="")
    locked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    on_date: Mapped[date | None]
    remark: Mapped[str] = mapped_column(default="")
    entered_by: Mapped[str] = mapped_column(default="")
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Amendment(Record):
    """A change of a try after it was verified or locked, by a verifier and with a reason; both values stay."""

    __tablename__ = "amendment"

    attempt_id: Mapped[int] = ref("attempt.id")
    old_state: Mapped[str]
    old_mark: Mapped[Decimal | None] = mapped_column(Fixed2)
    old_competency: Mapped[str] = mapped_column(default="")
    new_state: Mapped[str]
    new_mark: Mapped[Decimal | None] = mapped_column(Fixed2)
    new_competency: Mapped[str] = mapped_column(default="")
    reason: Mapped[str]
    appeal_id: Mapped[int | None] = ref("appeal.id", null=True)
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Appeal(Record):
    """An appeal (rayuan) against a try."""

    __tablename__ = "appeal"

    attempt_id: Mapped[int] = ref("attempt.id")
    received_on: Mapped[date]
    grounds: Mapped[str]
    fee: Mapped[Decimal | None] = mapped_column(Fixed2)  # ringgit
    state: Mapped[str] = mapped_column(default="open")  # open, upheld, dismissed, withdrawn
    panel: Mapped[str] = mapped_column(default="")
    decision: Mapped[str] = mapped_column(default="")
    decided_on: Mapped[date | None]
    decided_by: Mapped[str] = mapped_column(default="")
    noted_by: Mapped[str] = mapped_column(default="")


class Assessor(Record):
    """Who assesses a component in a cohort; with any named, only these (and verifiers) enter its results."""

    __tablename__ = "assessor"
    __table_args__ = (UniqueConstraint("cohort_id", "component_id", "name"),)

    cohort_id: Mapped[int] = ref("cohort.id", index=False)
    component_id: Mapped[int] = ref("component.id")
    user_id: Mapped[int | None] = ref("user_account.id", null=True)
    name: Mapped[str]


class Capstone(Record):
    """A capstone project of a cohort; its score feeds a component of each member."""

    __tablename__ = "capstone"

    cohort_id: Mapped[int] = ref("cohort.id")
    component_id: Mapped[int | None] = ref("component.id", null=True)
    title: Mapped[str]
    owner: Mapped[str] = mapped_column(default="")  # organisation whose problem it is
    supervisor: Mapped[str] = mapped_column(default="")
    presented_on: Mapped[date | None]
    place: Mapped[str] = mapped_column(default="")
    award: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")


class CapstoneMember(Record):
    """A member of the team of a project."""

    __tablename__ = "capstone_member"
    __table_args__ = (UniqueConstraint("capstone_id", "enrolment_id"),)

    capstone_id: Mapped[int] = ref("capstone.id", index=False)
    enrolment_id: Mapped[int] = ref("enrolment.id")
    role: Mapped[str] = mapped_column(default="")


class Criterion(Record):
    """What a panel scores in the projects of a cohort."""

    __tablename__ = "capstone_criterion"

    cohort_id: Mapped[int] = ref("cohort.id")
    position: Mapped[int] = mapped_column(default=1)
    title: Mapped[str]
    title_ms: Mapped[str] = mapped_column(default="")
    max_score: Mapped[Decimal] = mapped_column(Fixed2, default=Decimal(10))
    weight: Mapped[Decimal] = mapped_column(Fixed2, default=Decimal(1))


class PanelScore(Record):
    """What one judge gave a project for one criterion."""

    __tablename__ = "panel_score"
    __table_args__ = (UniqueConstraint("capstone_id", "criterion_id", "judge"),)

    capstone_id: Mapped[int] = ref("capstone.id", index=False)
    criterion_id: Mapped[int] = ref("capstone_criterion.id")
    judge: Mapped[str]
    score: Mapped[Decimal] = mapped_column(Fixed2)
