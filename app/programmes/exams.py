"""The catalogue of vendors' exams: data that a centre keeps, since codes and versions change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from app.errors import Invalid
from app.i18n import _
from app.office.command import Command, Query, Work
from app.office.permissions import Permission
from app.programmes.records import Component, Exam

_SHIPPED = (
    ("H12-811", "HCIA-Datacom", "HCIA", "", None), ("H12-821", "HCIP-Datacom-Core", "HCIP", "HCIP-Datacom", 18),
    ("H12-831", "HCIP-Datacom-Advanced Routing & Switching", "HCIP", "HCIP-Datacom", 18),
    ("H12-841", "HCIP-Datacom-Campus Network", "HCIP", "HCIP-Datacom", 18),
    ("H12-711", "HCIA-Security", "HCIA", "", None), ("H13-311", "HCIA-AI", "HCIA", "", None),
    ("H31-311", "HCIA-Transmission", "HCIA", "", None), ("H13-511", "HCIA-Cloud Computing", "HCIA", "", None),
    ("H35-660", "HCIA-5G", "HCIA", "", None))


def shipped_exams() -> list[dict[str, Any]]:
    """Exams that every centre begins with: scored to 1,000, passed with 600, valid for three years."""
    return [{"provider": "Huawei", "code": code, "name": name, "level": level, "max_score": Decimal(1000),
             "pass_score": Decimal(600), "valid_months": 36, "paper_group": group, "window_months": window,
             "active": True} for code, name, level, group, window in _SHIPPED]


@dataclass(frozen=True)
class CatalogueRow:
    """An exam of the catalogue, and how many assessments are it."""

    id: int
    version: int
    provider: str
    code: str
    name: str
    level: str
    max_score: Decimal
    pass_score: Decimal
    valid_months: int | None
    paper_group: str
    window_months: int | None
    active: bool
    used: int = 0

    def shown(self) -> str:
        """`H12-811 · HCIA-Datacom`."""
        return f"{self.code} · {self.name}"


def catalogue_row(exam: Exam, used: int = 0) -> CatalogueRow:
    """The exam as it is shown."""
    return CatalogueRow(**{f.name: getattr(exam, f.name) for f in fields(CatalogueRow) if f.name != "used"}, used=used)


@dataclass(frozen=True, kw_only=True)
class ExamCatalogue(Query[CatalogueRow]):
    """The exams by provider and code; those that are given no more come last."""

    needs = Permission.PROGRAMMES_VIEW
    reads = frozenset({"exam", "component"})

    active_only: bool = False

    def rows(self, work: Work) -> Sequence[CatalogueRow]:
        used = dict(work.session.execute(select(Component.exam_id, func.count()).where(
            Component.exam_id.is_not(None)).group_by(Component.exam_id)).all())
        wanted = select(Exam).order_by(Exam.active.desc(), Exam.provider, Exam.code)
        if self.active_only:
            wanted = wanted.where(Exam.active)
        return [catalogue_row(exam, used.get(exam.id, 0)) for exam in work.session.scalars(wanted)]


@dataclass(frozen=True, kw_only=True)
class AddShippedExams(Command[int]):
    """Add the exams that a new centre begins with, for records older than the catalogue. How many were added."""

    needs = Permission.PROGRAMMES_CHANGE

    def label(self) -> str:
        return _("Add the usual Huawei exams")

    def run(self, work: Work) -> int:
        there = {code.casefold() for code in work.session.scalars(select(Exam.code))}
        missing = [values for values in shipped_exams() if values["code"].casefold() not in there]
        if not missing:
            raise Invalid(_("All of these exams are in the catalogue already."))
        work.insert_many(Exam, missing)
        return len(missing)


@dataclass(frozen=True, kw_only=True)
class SaveExam(Command[int]):
    """Add an exam, or change one (with the version that was seen). What is not given any more is made inactive."""

    needs = Permission.PROGRAMMES_CHANGE

    exam_id: int | None = None
    version: int | None = None
    provider: str = "Huawei"
    code: str
    name: str
    level: str = ""
    max_score: Decimal = Decimal(1000)
    pass_score: Decimal = Decimal(600)
    valid_months: int | None = 36
    paper_group: str = ""
    window_months: int | None = None
    active: bool = True

    def label(self) -> str:
        return _("Save exam {code}").format(code=self.code)

    def problems(self) -> dict[str, str]:
        found: dict[str, str] = {}
        if not self.code.strip():
            found["code"] = _("Write a short code.")
        if not self.name.strip():
            found["name"] = _("Write the name of the exam.")
        if self.max_score <= 0 or not 0 <= self.pass_score <= self.max_score:
            found["pass_score"] = _("The pass score lies between 0 and the highest score.")
        for name in ("valid_months", "window_months"):
            value = getattr(self, name)
            if value is not None and not 1 <= value <= 600:
                found[name] = _("Write a number of months from 1 to 600.")
        return found

    def run(self, work: Work) -> int:
        code = self.code.strip()
        same = work.session.scalars(select(Exam).where(func.lower(Exam.code) == code.lower())).first()
        if same is not None and same.id != self.exam_id:
            raise Invalid({"code": _("There is an exam with this code already.")})
        values = {"provider": self.provider.strip(), "code": code, "name": self.name.strip(),
                  "level": self.level.strip(), "max_score": self.max_score, "pass_score": self.pass_score,
                  "valid_months": self.valid_months, "paper_group": self.paper_group.strip(),
                  "window_months": self.window_months, "active": self.active}
        if self.exam_id is None:
            return work.add(Exam(**values)).id
        exam = work.get(Exam, self.exam_id, self.version)
        for key, value in values.items():
            setattr(exam, key, value)
        return exam.id
