"""Trainees with where they are: latest cohort and state; who is in training, certified, or in no cohort yet.

State: certified when the latest enrolment has a valid certificate, else what became of that enrolment.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, column, exists, func, select, table

from app.cohorts.records import Cohort, Enrolment
from app.cohorts.words import ON_ROLL, enrolment_status
from app.i18n import N_, _
from app.office.command import Query, Work, chunks
from app.office.permissions import Permission
from app.trainees.queries import TraineeRow, narrowed, page_of, read_rows, refuse_full
from app.trainees.records import Trainee

Filter = Literal["all", "training", "certified", "none"]
READS = frozenset({"trainee", "identity", "organisation", "enrolment", "cohort", "certificate"})
UNDER_WAY = ("planned", "running")
_CERTIFICATE = table("certificate", column("enrolment_id"), column("state"), column("number"))
VALID = ("issued", "collected")
WORDS = {"certified": N_("Certified"), "training": N_("In training"), "planned": N_("Enrolled"),
         "completed": N_("Course over"), "none": N_("Not enrolled")}


@dataclass(frozen=True)
class PersonRow(TraineeRow):
    """A trainee with his latest cohort and state there ('none' in no cohort)."""

    cohort: str = ""
    cohort_id: int | None = None
    status: str = "none"
    cohorts: int = 0
    certificates: int = 0

    @property
    def status_words(self) -> str:
        """The state in the language in use."""
        return status_words(self.status)


def status_words(status: str) -> str:
    """A state of a person in the language in use."""
    return _(WORDS[status]) if status in WORDS else enrolment_status(status)


def _training() -> Select[Any]:
    return (select(Enrolment.trainee_id).join(Cohort, Cohort.id == Enrolment.cohort_id)
            .where(Enrolment.status.in_(ON_ROLL), Cohort.status.in_(UNDER_WAY)))


def _certified() -> Select[Any]:
    return (select(Enrolment.trainee_id).join(_CERTIFICATE, _CERTIFICATE.c.enrolment_id == Enrolment.id)
            .where(_CERTIFICATE.c.state.in_(VALID)))


def condition(wanted: Filter) -> ColumnElement[bool] | None:
    """A filter as a condition on Trainee; None for all."""
    if wanted == "training":
        return Trainee.id.in_(_training())
    if wanted == "certified":
        return Trainee.id.in_(_certified())
    if wanted == "none":
        return ~exists().where(Enrolment.trainee_id == Trainee.id)
    return None


def _wanted(work: Work, text: str, filter_: Filter) -> Select[Any]:
    wanted, _hits = narrowed(work, text)
    limit = condition(filter_)
    return wanted if limit is None else wanted.where(limit)


@dataclass(frozen=True, kw_only=True)
class People(Query[PersonRow]):
    """One page of trainees: those that a text finds, of a filter, by name, number, birth date, e-mail or phone."""

    needs = Permission.TRAINEES_VIEW
    reads = READS

    text: str = ""
    filter: Filter = "all"
    sort: str = "name"
    descending: bool = False
    offset: int = 0
    limit: int = 200
    full: bool = False

    def rows(self, work: Work) -> Sequence[PersonRow]:
        refuse_full(work, self.full)
        wanted = page_of(_wanted(work, self.text, self.filter), self.sort, self.descending, self.offset, self.limit)
        return with_cohorts(work, read_rows(work, work.session.scalars(wanted).all(), full=self.full))


@dataclass(frozen=True, kw_only=True)
class PeopleKeys(Query[int]):
    """The keys of all trainees that a text finds within a filter, by name; for 'select all' and lists to export."""

    needs = Permission.TRAINEES_VIEW
    reads = READS

    text: str = ""
    filter: Filter = "all"

    def rows(self, work: Work) -> Sequence[int]:
        return work.session.scalars(_wanted(work, self.text, self.filter)
                                    .order_by(Trainee.sort_key, Trainee.id)).all()


@dataclass(frozen=True)
class PeopleCounts:
    """How many trainees there are, of each filter."""

    all: int
    training: int
    certified: int
    none: int


@dataclass(frozen=True, kw_only=True)
class CountPeople(Query[PeopleCounts]):
    """How many a text finds, of each filter."""

    needs = Permission.TRAINEES_VIEW
    reads = READS

    text: str = ""

    def rows(self, work: Work) -> Sequence[PeopleCounts]:
        ids = narrowed(work, self.text)[1]
        base = select(func.count()).select_from(Trainee).where(Trainee.status == "active")
        if ids is not None:
            base = base.where(Trainee.id.in_(ids.ids))

        def count(filter_: Filter) -> int:
            limit = condition(filter_)
            return int(work.session.scalar(base if limit is None else base.where(limit)) or 0)

        return [PeopleCounts(count("all"), count("training"), count("certified"), count("none"))]


def with_cohorts(work: Work, rows: Sequence[TraineeRow]) -> list[PersonRow]:
    """The rows with latest cohort and state."""
    found: dict[int, list[EnrolmentLine]] = {}
    for part in chunks([row.id for row in rows]):
        for trainee_id, one in _lines(work, part):
            found.setdefault(trainee_id, []).append(one)
    return [_person(row, found.get(row.id, [])) for row in rows]


def _person(row: TraineeRow, lines: list[EnrolmentLine]) -> PersonRow:
    if not lines:
        return PersonRow(**vars(row))
    last = lines[0]
    return PersonRow(**vars(row), cohort=last.code, cohort_id=last.cohort_id, status=last.state, cohorts=len(lines),
                     certificates=sum(bool(one.certificate) for one in lines))


@dataclass(frozen=True)
class EnrolmentLine:
    """An enrolment of one trainee: where, when, and what came of it."""

    id: int
    cohort_id: int
    code: str
    title: str
    starts: date
    ends: date
    status: str
    cohort_status: str
    certificate: str  # number of the valid certificate

    @property
    def state(self) -> str:
        """certified, training, planned, completed, or the enrolment's own state when it has left."""
        if self.certificate:
            return "certified"
        if self.status not in ON_ROLL:
            return self.status
        return {"planned": "planned", "running": "training"}.get(self.cohort_status, "completed")

    @property
    def status_words(self) -> str:
        """The state in the language in use."""
        return status_words(self.state)


def _lines(work: Work, trainee_ids: Sequence[int]) -> Iterable[tuple[int, EnrolmentLine]]:
    certificate = select(func.max(_CERTIFICATE.c.number)).where(
        _CERTIFICATE.c.enrolment_id == Enrolment.id, _CERTIFICATE.c.state.in_(VALID)).scalar_subquery()
    for r in work.session.execute(
            select(Enrolment.trainee_id, Enrolment.id, Enrolment.cohort_id, Cohort.code, Cohort.title, Cohort.starts,
                   Cohort.ends, Enrolment.status, Cohort.status.label("cohort_status"), certificate.label("number"))
            .join(Cohort, Cohort.id == Enrolment.cohort_id).where(Enrolment.trainee_id.in_(trainee_ids))
            .order_by(Enrolment.trainee_id, Cohort.starts.desc(), Enrolment.id.desc())):
        yield r.trainee_id, EnrolmentLine(r.id, r.cohort_id, r.code, r.title, r.starts, r.ends, r.status,
                                          r.cohort_status, r.number or "")


@dataclass(frozen=True, kw_only=True)
class EnrolmentsOf(Query[EnrolmentLine]):
    """The enrolments of one trainee, the latest first."""

    needs = Permission.TRAINEES_VIEW
    reads = frozenset({"enrolment", "cohort", "certificate"})

    trainee_id: int

    def rows(self, work: Work) -> Sequence[EnrolmentLine]:
        return [one for _key, one in _lines(work, [self.trainee_id])]
