"""What is taught: programmes made of courses, courses made of components, and what completes them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Fixed2, Record, ref


class Programme(Record):
    """An undertaking with owners and partners, made of courses."""

    __tablename__ = "programme"

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_ms: Mapped[str] = mapped_column(default="")
    owner: Mapped[str] = mapped_column(default="")
    partner: Mapped[str] = mapped_column(default="")
    technology: Mapped[str] = mapped_column(default="")
    period_from: Mapped[date | None]
    period_to: Mapped[date | None]
    description: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)


class Course(Record):
    """One edition of a course; cohorts and certificates keep the edition they were made with."""

    __tablename__ = "course"
    __table_args__ = (UniqueConstraint("code", "edition"),)

    programme_id: Mapped[int | None] = ref("programme.id", null=True)
    code: Mapped[str]
    edition: Mapped[str] = mapped_column(default="1")
    title: Mapped[str]  # official title, as it is printed
    title_ms: Mapped[str] = mapped_column(default="")
    title_en: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="short")
    hours_theory: Mapped[Decimal] = mapped_column(Fixed2, default=Decimal(0))
    hours_practical: Mapped[Decimal] = mapped_column(Fixed2, default=Decimal(0))
    threshold: Mapped[int] = mapped_column(default=80)  # per cent of attendance, default for cohorts
    certificate_kind: Mapped[str] = mapped_column(default="completion")
    certificate_months: Mapped[int | None]  # the certificate expires so many months after its issue; None = never
    certificate_design: Mapped[str] = mapped_column(default="", server_default="")  # template, '' = the centre's
    valid_from: Mapped[date | None]
    active: Mapped[bool] = mapped_column(default=True)


class Unit(Record):
    """A part of a course with an outcome of its own (competency unit, CU)."""

    __tablename__ = "course_unit"
    __table_args__ = (UniqueConstraint("course_id", "code"),)

    course_id: Mapped[int] = ref("course.id", index=False)
    position: Mapped[int] = mapped_column(default=1)
    code: Mapped[str]
    title: Mapped[str]
    title_ms: Mapped[str] = mapped_column(default="")


class Exam(Record):
    """A vendor's exam: scored out of a maximum, valid for months from passing. Codes change, so it is data."""

    __tablename__ = "exam"

    provider: Mapped[str] = mapped_column(default="Huawei")
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    level: Mapped[str] = mapped_column(default="")  # HCIA HCIP HCIE
    max_score: Mapped[Decimal] = mapped_column(Fixed2, default=Decimal(1000))
    pass_score: Mapped[Decimal] = mapped_column(Fixed2, default=Decimal(600))
    valid_months: Mapped[int | None]  # of the certification, from passing; None = for good
    paper_group: Mapped[str] = mapped_column(default="")  # papers of one certification share it
    window_months: Mapped[int | None]  # within which all papers of the group must be passed
    active: Mapped[bool] = mapped_column(default=True)


class Component(Record):
    """Something that is assessed in a course."""

    __tablename__ = "component"
    __table_args__ = (UniqueConstraint("course_id", "code"),)

    course_id: Mapped[int] = ref("course.id")
    position: Mapped[int] = mapped_column(default=1)
    code: Mapped[str]
    title: Mapped[str]
    title_ms: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="theory")  # theory practical project coursework exam
    unit_id: Mapped[int | None] = ref("course_unit.id", null=True)
    exam_id: Mapped[int | None] = ref("exam.id", null=True)  # the vendor's exam it is
    scale: Mapped[str] = mapped_column(default="mark")  # mark, competency (T BT), pass (P F)
    weight: Mapped[Decimal] = mapped_column(Fixed2, default=Decimal(0))  # of 100; 0 = not in the total
    max_mark: Mapped[Decimal] = mapped_column(Fixed2, default=Decimal(100))
    pass_mark: Mapped[Decimal | None] = mapped_column(Fixed2)
    must_pass: Mapped[bool] = mapped_column(default=True)
    max_attempts: Mapped[int] = mapped_column(default=3)
    rule: Mapped[str] = mapped_column(default="best")  # best, last, first_pass, average
    capped: Mapped[bool] = mapped_column(default=False, server_default=false())  # a later try counts at most the
    # pass mark


class Requirement(Record):
    """One condition of completion: attendance, component, total."""

    __tablename__ = "requirement"

    course_id: Mapped[int] = ref("course.id")
    position: Mapped[int] = mapped_column(default=1)
    kind: Mapped[str]  # attendance (limit = the cohort's policy), component (its pass mark), total (limit)
    component_id: Mapped[int | None] = ref("component.id", null=True)
    limit: Mapped[Decimal | None] = mapped_column(Fixed2)


class GradeBand(Record):
    """A grade given from a weighted total on."""

    __tablename__ = "grade_band"
    __table_args__ = (UniqueConstraint("course_id", "floor"),)

    course_id: Mapped[int] = ref("course.id")
    floor: Mapped[Decimal] = mapped_column(Fixed2)
    title: Mapped[str]
    title_ms: Mapped[str] = mapped_column(default="")
