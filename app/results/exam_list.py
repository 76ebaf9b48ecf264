"""Exam records of a cohort from a vendor's list: who sat which exam when, with what score."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select

from app.cohorts.queries import check_own
from app.cohorts.records import Cohort, Enrolment
from app.i18n import N_, _, ngettext
from app.lists.cells import choice_cell, day_cell, number_cell, text_cell
from app.lists.draft import ListDraft, OnRecord
from app.lists.kinds import Field, Kind, Read
from app.office.command import Command, Query, Work
from app.office.permissions import Permission
from app.programmes.records import Component, Exam
from app.results.commands import Cell, EnterResults
from app.results.exams import read_results
from app.results.rules import WORDS_OF, shown_mark
from app.trainees.layouts import remember_layout
from app.trainees.records import Identity, ImportBatch, Trainee

_RESULT: Final = {"lulus": "P", "pass": "P", "passed": "P", "p": "P", "l": "P", "gagal": "F", "fail": "F",
                  "failed": "F", "f": "F", "g": "F", "tidak hadir": "absent", "absent": "absent",
                  "no show": "absent", "th": "absent"}
OUTCOMES: Final = (("P", N_("Passed")), ("F", N_("Failed")), ("absent", N_("Absent")))


@dataclass(frozen=True)
class ExamDesk:
    """Whom and what a list of exam records may name: numbers of the roll, codes of the course, and tries there are."""

    people: Mapping[str, int]  # number -> enrolment
    exams: Mapping[str, tuple[int, bool, Decimal]]  # code -> component, judged by words, highest mark
    tries: Mapping[Hashable, OnRecord]


@dataclass(frozen=True, kw_only=True)
class ReadExamDesk(Query[ExamDesk]):
    """The desk of a cohort."""

    needs = Permission.RESULTS_ENTER
    reads = frozenset({"enrolment", "identity", "trainee", "component", "exam", "attempt", "cohort"})

    cohort_id: int

    def rows(self, work: Work) -> Sequence[ExamDesk]:
        check_own(work, self.cohort_id)
        roll = select(Enrolment.id, Trainee.number, Identity.number).join(
            Trainee, Trainee.id == Enrolment.trainee_id).outerjoin(
            Identity, Identity.trainee_id == Trainee.id).where(Enrolment.cohort_id == self.cohort_id)
        people: dict[str, int] = {}
        for key, number, identity in work.session.execute(roll):
            people |= {squeeze(n): key for n in (number, identity) if n}
        found = [r for r in read_results(work, cohort_id=self.cohort_id) if r.cohort_id == self.cohort_id]
        codes = select(Exam.code, Component.id, Component.scale, Component.max_mark).join(
            Component, Component.exam_id == Exam.id).where(
            Component.course_id == work.get(Cohort, self.cohort_id).course_id)
        return [ExamDesk(people, {
            squeeze(code): (key, scale in WORDS_OF, most) for code, key, scale, most in work.session.execute(codes)}, {
            (r.enrolment_id, r.component_id, r.on_date): OnRecord(r.attempt, {"score": r.score}) for r in found})]


def squeeze(text: str) -> str:
    """A number or code without hyphens and spaces."""
    return "".join(c for c in text.upper() if c.isalnum())


def exam_kind(desk: ExamDesk) -> Kind:
    """The kind of list, for one cohort."""
    def whole(values: Mapping[str, Any]) -> Mapping[str, Read]:
        found: dict[str, Read] = {}
        who, what = desk.people.get(squeeze(values["who"])), desk.exams.get(squeeze(values["exam"]))
        if who is None:
            found["who"] = Read(None, "reject", _("Nobody on the roll has this number."))
        if what is None:
            found["exam"] = Read(None, "reject", _("'{code}' is no exam of this course.").format(code=values["exam"]))
        elif said := _unfit(values, what[1], what[2]):
            found["score"] = Read(None, "reject", said)
        return found or {"enrolment": Read(who), "component": Read(what[0] if what else None),
                         "by_words": Read(bool(what and what[1]))}

    def identity(values: Mapping[str, Any]) -> Hashable | None:
        return (values["enrolment"], values["component"], values["day"]) if "enrolment" in values else None

    return Kind("exams", N_("Exam records"), (
        Field("who", N_("Identity number"), r"kad pengenalan|pengenalan|\bk ?p\b|\bi ?c\b|mykad|nric|pas?sport|"
              r"(no|number|id) (pelatih|peserta|calon)|(trainee|candidate|student) (no|number|id)", text_cell(60),
              required=True, looks=r"\d{6}-?\d{2}-?\d{4}"),
        Field("exam", N_("Exam"), r"(kod|code).*(peperiksaan|exam)|(peperiksaan|exam)( code| kod)?$|^(kod|code)$",
              text_cell(60), required=True, looks=r"H\d\d-\d{3}.*"),
        Field("day", N_("Day"), r"tarikh|\bdate\b|^tkh", day_cell, required=True, is_date=True),
        Field("score", N_("Score"), r"markah|skor|score|\bmarks?\b", number_cell(Decimal(0), Decimal(10_000))),
        Field("outcome", N_("Result"), r"keputusan|result|status|outcome", choice_cell(_RESULT), choices=OUTCOMES),
    ), identity, whole)


def _unfit(values: Mapping[str, Any], by_words: bool, most: Decimal) -> str:
    """Why a score and a result are not what the exam is judged by."""
    score, outcome = values.get("score"), values.get("outcome")
    if outcome == "absent":
        return "" if score in (None, 0) else _("A score stands beside 'absent'.")
    if by_words:
        return "" if outcome else _("This exam is passed or failed; the result is missing.")
    if score is None:
        return _("This exam needs a score.")
    return "" if score <= most else _("The highest score is {most}.").format(most=shown_mark(most))


def cells_of(draft: ListDraft) -> tuple[Cell, ...]:
    """What a draft would record, earlier days first."""
    found = []
    for row in sorted(draft.ready(), key=lambda r: r.fields["day"]):
        score, said = row.fields.get("score"), row.fields.get("outcome", "")
        absent, words = said == "absent", row.fields["by_words"]
        found.append(Cell(
            enrolment_id=row.fields["enrolment"], component_id=row.fields["component"],
            state="absent" if absent else "sat", mark=None if absent or words else score,
            competency=said if words and not absent else "", number=row.on_record, next=row.on_record is None,
            on_date=row.fields["day"]))
    return tuple(found)


@dataclass(frozen=True, kw_only=True)
class ImportExams(Command[int]):
    """Record the tries of a list, all or none. Returns the batch."""

    needs = Permission.RESULTS_ENTER

    cohort_id: int
    cells: tuple[Cell, ...]
    file_name: str
    file_hash: str
    sheet: str = ""
    mode: str = "add"
    unchanged: int = 0
    left_out: int = 0
    layout: str = ""
    matches: Mapping[str, Any] = field(default_factory=dict)

    def label(self) -> str:
        n = len(self.cells)
        return ngettext("Import {n} exam record", "Import {n} exam records", n).format(n=n)

    def problems(self) -> dict[str, str]:
        return EnterResults(cells=self.cells).problems()

    def check(self, work: Work) -> None:
        EnterResults(cells=self.cells).check(work)

    def run(self, work: Work) -> int:
        EnterResults(cells=self.cells).run(work)
        new = sum(c.next for c in self.cells)
        if self.layout:
            remember_layout(work, "exams", self.layout, self.matches)
        return work.add(ImportBatch(
            kind="exams", file_name=self.file_name, file_hash=self.file_hash, cohort_id=self.cohort_id, added=new,
            changed=len(self.cells) - new, unchanged=self.unchanged, left_out=self.left_out, sheet=self.sheet,
            mode=self.mode, by=work.actor.name, at=work.now)).id
