"""Runs of a course and who is on their roll."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Record, UtcDateTime, ref


class Cohort(Record):
    """One run of a course, with its own attendance policy (frozen by the first certificate)."""

    __tablename__ = "cohort"

    code: Mapped[str] = mapped_column(unique=True)
    course_id: Mapped[int] = ref("course.id")
    title: Mapped[str] = mapped_column(default="")  # series or chapter
    starts: Mapped[date] = mapped_column(index=True)
    ends: Mapped[date]
    places: Mapped[int | None]
    venue: Mapped[str] = mapped_column(default="")
    mode: Mapped[str] = mapped_column(default="onsite")  # onsite online hybrid overseas
    funding: Mapped[str] = mapped_column(default="")
    organiser: Mapped[str] = mapped_column(default="")
    partner: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(default="planned")  # planned running finished closed cancelled
    policy: Mapped[str]  # JSON of app.cohorts.policy.Policy
    policy_frozen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    notes: Mapped[str] = mapped_column(default="")


class CohortInstructor(Record):
    """Who teaches a cohort; an instructor marks and enters results of these only."""

    __tablename__ = "cohort_instructor"

    cohort_id: Mapped[int] = ref("cohort.id")
    user_id: Mapped[int | None] = ref("user_account.id", null=True)
    name: Mapped[str]
    role: Mapped[str] = mapped_column(default="lead")
    position: Mapped[int] = mapped_column(default=1)


class Enrolment(Record):
    """A trainee in a cohort."""

    __tablename__ = "enrolment"
    __table_args__ = (UniqueConstraint("cohort_id", "trainee_id"),)

    cohort_id: Mapped[int] = ref("cohort.id", index=False)
    trainee_id: Mapped[int] = ref("trainee.id")
    status: Mapped[str] = mapped_column(default="active")
    # nominated active withdrawn dismissed transferred replaced deferred finished
    joined_on: Mapped[date]
    left_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(default="")
    organisation_id: Mapped[int | None] = ref("organisation.id", null=True)  # employer at that time
    category: Mapped[str] = mapped_column(default="")
    sector: Mapped[str] = mapped_column(default="")
    position: Mapped[str] = mapped_column(default="")
    replaced_by_id: Mapped[int | None] = ref("enrolment.id", null=True)
    moved_to_id: Mapped[int | None] = ref("enrolment.id", null=True)
    import_batch_id: Mapped[int | None]
    stage_order: Mapped[int | None]


class ExportLog(Record):
    """A list with full identity numbers that left the program; kept for audits."""

    __tablename__ = "export_log"

    cohort_id: Mapped[int | None]
    kind: Mapped[str]
    rows: Mapped[int]
    purpose: Mapped[str]
    recipient: Mapped[str]
    file_name: Mapped[str]
    file_hash: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    approver: Mapped[str] = mapped_column(default="", server_default="")
    preset: Mapped[str] = mapped_column(default="", server_default="")


class RosterPreset(Record):
    """A list as a centre wants it: columns, language, identity numbers, groups. Its own of one user, or shared."""

    __tablename__ = "roster_preset"

    name: Mapped[str]
    subject: Mapped[str]  # what its rows are: trainees, enrolments, attendance, results, certificates
    spec: Mapped[str]  # JSON of the preset
    owner_id: Mapped[int | None] = ref("user_account.id", null=True)
    shared: Mapped[bool] = mapped_column(default=True)


class CentreForm(Record):
    """A workbook of the centre with {{fields}} that is filled from the records."""

    __tablename__ = "centre_form"

    name: Mapped[str]
    file_name: Mapped[str]
    file_hash: Mapped[str]  # SHA-256
    content: Mapped[bytes]
    by: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    retired: Mapped[bool] = mapped_column(default=False)
