"""Trainees with where they are: latest cohort and state; who is in training, certified, or in no cohort yet.

State: certified when the latest enrolment has a valid certificate, else what became of that enrolment.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, column, func, literal_column, select, table

from app.cohorts import narrow
from app.cohorts.narrow import VALID, Where
from app.cohorts.records import Cohort, Enrolment
from app.cohorts.words import ON_ROLL, enrolment_status
from app.i18n import N_, _
from app.office.command import Query, Work, chunks
from app.office.permissions import Permission
from app.trainees.names import sort_key
from app.trainees.queries import SORTS, TraineeRow, merged_number, narrowed, page_of, read_rows, refuse_full
from app.trainees.records import Organisation, Trainee

Filter = Literal["all", "training", "certified", "none"]
READS = frozenset({"trainee", "identity", "organisation", "enrolment", "cohort", "certificate"})
_CERTIFICATE = table("certificate", column("enrolment_id"), column("state"), column("number"))
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


def condition(wanted: Filter) -> ColumnElement[bool] | None:
    """A state as a condition on Trainee; None for all."""
    return None if wanted == "all" else narrow.condition("status", wanted)


def _pairs(filter_: Filter, where: Where) -> Where:
    return where if filter_ == "all" else (*where, ("status", filter_))


def _wanted(work: Work, text: str, filter_: Filter, where: Where) -> Select[Any]:
    wanted, _hits = narrowed(work, text)
    return wanted.where(*narrow.conditions(_pairs(filter_, where)))


def _latest_code() -> Any:
    """Code of the latest cohort of a trainee, for sorting."""
    return (select(Cohort.code).join(Enrolment, Enrolment.cohort_id == Cohort.id)
            .where(Enrolment.trainee_id == Trainee.id).order_by(Cohort.starts.desc(), Enrolment.id.desc())
            .limit(1).correlate(Trainee).scalar_subquery())


def _in_order(wanted: Select[Any], sort: str, descending: bool, offset: int, limit: int | None) -> Select[Any]:
    """One page in the order of a column; those without a value last either way, equal ones by name."""
    if sort == "cohort":
        by = _latest_code()
    elif sort == "organisation":
        by = (select(func.lower(Organisation.name)).where(Organisation.id == Trainee.organisation_id)
              .correlate(Trainee).scalar_subquery())
    elif sort in ("birth_date", "phone", "email"):
        by = func.nullif(SORTS[sort], "") if sort != "birth_date" else SORTS[sort]
    else:
        return page_of(wanted, sort, descending, offset, limit)
    wanted = wanted.order_by(by.is_(None), by.desc() if descending else by, Trainee.sort_key, Trainee.id)
    return wanted.offset(offset).limit(limit)


SORTED_BY = ("name", "number", "cohort", "organisation", "phone", "email", "birth_date")
"""The columns by which People can be sorted."""


@dataclass(frozen=True, kw_only=True)
class People(Query[PersonRow]):
    """One page of trainees: those that a text finds, within filters, in the order of a column of SORTED_BY."""

    needs = Permission.TRAINEES_VIEW
    reads = READS

    text: str = ""
    filter: Filter = "all"
    where: Where = ()
    sort: str = "name"
    descending: bool = False
    offset: int = 0
    limit: int | None = 200
    full: bool = False

    def rows(self, work: Work) -> Sequence[PersonRow]:
        refuse_full(work, self.full)
        wanted = _in_order(_wanted(work, self.text, self.filter, self.where), self.sort, self.descending, self.offset,
                           self.limit)
        return with_cohorts(work, read_rows(work, work.session.scalars(wanted).all(), full=self.full))


@dataclass(frozen=True, kw_only=True)
class PeopleKeys(Query[int]):
    """The keys of all trainees that a text finds within filters, by name; for 'select all' and lists to export."""

    needs = Permission.TRAINEES_VIEW
    reads = READS

    text: str = ""
    filter: Filter = "all"
    where: Where = ()

    def rows(self, work: Work) -> Sequence[int]:
        return work.session.scalars(_wanted(work, self.text, self.filter, self.where)
                                    .order_by(Trainee.sort_key, Trainee.id)).all()


@dataclass(frozen=True, kw_only=True)
class PersonPlace(Query[int]):
    """The place, by name, of the first trainee whose name begins so (or comes after); for letters typed in a list."""

    needs = Permission.TRAINEES_VIEW
    reads = frozenset({"trainee"})

    begins: str
    text: str = ""
    where: Where = ()
    descending: bool = False

    def rows(self, work: Work) -> Sequence[int]:
        key = sort_key(self.begins)
        past = Trainee.sort_key >= key + "\uffff" if self.descending else Trainee.sort_key < key
        wanted = _wanted(work, self.text, "all", self.where).where(past)
        return [int(work.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0)]


@dataclass(frozen=True)
class PeopleCounts:
    """How many trainees there are, of each state, and how many `every` filter leaves."""

    all: int
    training: int
    certified: int
    none: int
    shown: int = 0
    total: int = 0
    near: bool = False  # nobody is written as the text says: those shown are one letter off
    merged: str = ""  # the text is the number of a record that was merged into the one shown


@dataclass(frozen=True, kw_only=True)
class CountPeople(Query[PeopleCounts]):
    """How many a text finds: of each state within the other filters, within all filters (`shown`), and how many
    trainees there are at all (`total`)."""

    needs = Permission.TRAINEES_VIEW
    reads = READS

    text: str = ""
    where: Where = ()

    def rows(self, work: Work) -> Sequence[PeopleCounts]:
        ids = narrowed(work, self.text)[1]
        whole = select(func.count()).select_from(Trainee).where(Trainee.status == "active")
        found = whole if ids is None else whole.where(Trainee.id.in_(ids.ids))
        state = dict(self.where).get("status", "all")
        base = found.where(*narrow.conditions(tuple(pair for pair in self.where if pair[0] != "status")))

        def count(wanted: str) -> int:
            limit = None if wanted == "all" else narrow.condition("status", wanted)
            return int(work.session.scalar(base if limit is None else base.where(limit)) or 0)

        counts = {one: count(one) for one in ("all", "training", "certified", "none")}
        return [PeopleCounts(**counts, shown=counts[state] if state in counts else count(state),
                             total=counts["all"] if not self.where and ids is None
                             else int(work.session.scalar(whole) or 0), near=ids is not None and ids.near,
                             merged=merged_number(work, self.text))]


@dataclass(frozen=True, kw_only=True)
class PeopleNumber(Query[int]):
    """How many trainees a text and filters leave."""

    needs = Permission.TRAINEES_VIEW
    reads = READS

    text: str = ""
    where: Where = ()

    def rows(self, work: Work) -> Sequence[int]:
        wanted = _wanted(work, self.text, "all", self.where)
        return [int(work.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0)]


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
    # as the index of valid certificates says it, word for word: without that SQLite reads all certificates for each
    live = _CERTIFICATE.c.state != literal_column("'void'")
    certificate = select(func.max(_CERTIFICATE.c.number)).where(
        _CERTIFICATE.c.enrolment_id == Enrolment.id, live, _CERTIFICATE.c.state.in_(VALID)).scalar_subquery()
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
