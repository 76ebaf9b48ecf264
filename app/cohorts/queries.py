"""Cohorts and their rolls, as frozen rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, column, exists, func, or_, select, table
from sqlalchemy.orm import Session

from app.cohorts.commands import Instructor
from app.cohorts.policy import Policy
from app.cohorts.records import Cohort, CohortInstructor, Enrolment
from app.cohorts.words import ON_ROLL, enrolment_status
from app.errors import Missing, Refused
from app.i18n import _, language
from app.office.command import Query, Work
from app.office.permissions import Actor, Permission
from app.programmes.records import Course
from app.trainees.identity import mask, show
from app.trainees.records import Identity, Organisation, Trainee


@dataclass(frozen=True)
class CohortRow:
    """A cohort in a list."""

    id: int
    code: str
    title: str
    course_id: int
    course_code: str
    course_title: str
    starts: date
    ends: date
    places: int | None
    enrolled: int
    venue: str
    mode: str
    status: str
    instructors: str


# records of the rooms above, by name
_ASSESSES = table("assessor", column("cohort_id"), column("user_id"))
_SESSION = table("class_session", column("id"), column("cohort_id"))
_TEACHES = table("session_instructor", column("session_id"), column("user_id"))


def own_cohorts(actor: Actor) -> Select[int] | None:
    """The cohorts of an instructor without a wider role; None for everybody else, who sees all.

    Whoever teaches a single session has the cohort too, or could not call its roll.
    """
    if not actor.instructs_only:
        return None
    return select(Cohort.id).where(or_(
        exists().where(CohortInstructor.cohort_id == Cohort.id, CohortInstructor.user_id == actor.user_id),
        exists().where(_TEACHES.c.session_id == _SESSION.c.id, _SESSION.c.cohort_id == Cohort.id,
                       _TEACHES.c.user_id == actor.user_id)))


def seen_cohorts(actor: Actor) -> Select[int] | None:
    """The cohorts that an instructor sees: those he teaches, and those in which he assesses something."""
    mine = own_cohorts(actor)
    return None if mine is None else select(Cohort.id).where(or_(
        Cohort.id.in_(mine), exists().where(_ASSESSES.c.cohort_id == Cohort.id, _ASSESSES.c.user_id == actor.user_id)))


def check_own(work: Work, cohort_id: int) -> None:
    """Refused when the actor is an instructor of other cohorts only."""
    _check(work, cohort_id, own_cohorts(work.actor))


def check_seen(work: Work, cohort_id: int) -> None:
    """The same for what is only looked at: whoever assesses there may, without teaching there."""
    _check(work, cohort_id, seen_cohorts(work.actor))


def _check(work: Work, cohort_id: int, mine: Select[int] | None) -> None:
    if mine is None:
        return
    if work.session.execute(mine.where(Cohort.id == cohort_id)).first() is None:
        raise Refused(_("You are not an instructor of this cohort. The administrator can add you."))


@dataclass(frozen=True, kw_only=True)
class CohortList(Query[CohortRow]):
    """Cohorts, the latest start first; an instructor's own only. `text` looks in code, title and course."""

    needs = Permission.COHORTS_VIEW
    reads = frozenset({"cohort", "cohort_instructor", "enrolment", "course", "assessor"})

    text: str = ""
    status: str = ""
    course_id: int | None = None
    year: int | None = None  # in which it starts
    instructor: str = ""  # a name, as written
    limit: int = 500

    def rows(self, work: Work) -> Sequence[CohortRow]:
        wanted = select(Cohort, Course).join(Course, Course.id == Cohort.course_id)
        mine = seen_cohorts(work.actor)
        if mine is not None:
            wanted = wanted.where(Cohort.id.in_(mine))
        if self.status:
            wanted = wanted.where(Cohort.status == self.status)
        if self.course_id is not None:
            wanted = wanted.where(Cohort.course_id == self.course_id)
        if self.year is not None:
            wanted = wanted.where(Cohort.starts >= date(self.year, 1, 1), Cohort.starts < date(self.year + 1, 1, 1))
        if self.instructor:
            wanted = wanted.where(Cohort.id.in_(
                select(CohortInstructor.cohort_id).where(CohortInstructor.name == self.instructor)))
        for word in self.text.lower().split():
            like = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
            wanted = wanted.where(or_(*(func.lower(column).like(like, escape="\\") for column in (
                Cohort.code, Cohort.title, Course.code, Course.title, Course.title_ms, Course.title_en))))
        found = work.session.execute(wanted.order_by(Cohort.starts.desc(), Cohort.code).limit(self.limit)).all()
        keys = [cohort.id for cohort, _course in found]
        counts = enrolled_counts(work.session, keys)
        names = _instructors(work.session, keys)
        return [CohortRow(c.id, c.code, c.title, c.course_id, k.code, course_title(k), c.starts, c.ends, c.places,
                          counts.get(c.id, 0), c.venue, c.mode, c.status,
                          ", ".join(one.name for one in names.get(c.id, ()))) for c, k in found]


def course_title(course: Course) -> str:
    """The title of a course in the language in use."""
    return (course.title_ms if language() == "ms" else course.title_en) or course.title


def enrolled_counts(session: Session, cohort_ids: Sequence[int]) -> dict[int, int]:
    """Cohort -> how many are on its roll."""
    if not cohort_ids:
        return {}
    return dict(session.execute(
        select(Enrolment.cohort_id, func.count()).where(
            Enrolment.cohort_id.in_(cohort_ids), Enrolment.status.in_(ON_ROLL))
        .group_by(Enrolment.cohort_id)).all())


def _instructors(session: Session, cohort_ids: Sequence[int]) -> dict[int, list[Instructor]]:
    found: dict[int, list[Instructor]] = {}
    if cohort_ids:
        for row in session.execute(select(CohortInstructor.cohort_id, CohortInstructor.name, CohortInstructor.user_id,
                                          CohortInstructor.role)
                                   .where(CohortInstructor.cohort_id.in_(cohort_ids))
                                   .order_by(CohortInstructor.position, CohortInstructor.id)):
            found.setdefault(row.cohort_id, []).append(Instructor(row.name, row.user_id, row.role))
    return found


@dataclass(frozen=True)
class CohortWhole:
    """A cohort with everything its page and papers say."""

    id: int
    version: int
    code: str
    title: str
    course_id: int
    course_code: str
    course_edition: str
    course_title: str
    course_title_ms: str
    course_title_en: str
    starts: date
    ends: date
    places: int | None
    venue: str
    mode: str
    funding: str
    organiser: str
    partner: str
    status: str
    notes: str
    policy: Policy
    policy_frozen_at: datetime | None
    instructors: tuple[Instructor, ...]
    enrolled: int

    @property
    def instructor_names(self) -> str:
        """All instructors in one line."""
        return ", ".join(one.name for one in self.instructors)


def read_cohort(work: Work, cohort_id: int) -> CohortWhole:
    """The cohort, read inside a transaction. Missing, or Refused for who neither teaches nor assesses there."""
    check_seen(work, cohort_id)
    found = work.session.execute(select(Cohort, Course).join(Course, Course.id == Cohort.course_id)
                                 .where(Cohort.id == cohort_id)).first()
    if found is None:
        raise Missing(_("This cohort is no longer there."))
    c, k = found
    return CohortWhole(
        c.id, c.version, c.code, c.title, c.course_id, k.code, k.edition, k.title, k.title_ms, k.title_en,
        c.starts, c.ends, c.places, c.venue, c.mode, c.funding, c.organiser, c.partner, c.status, c.notes,
        Policy.from_json(c.policy), c.policy_frozen_at,
        tuple(_instructors(work.session, [c.id]).get(c.id, ())),
        enrolled_counts(work.session, [c.id]).get(c.id, 0))


@dataclass(frozen=True, kw_only=True)
class CohortDetail(Query[CohortWhole]):
    """One cohort, by key or by code (in capitals or not)."""

    needs = Permission.COHORTS_VIEW
    reads = frozenset({"cohort", "cohort_instructor", "enrolment", "course", "assessor"})

    cohort_id: int | None = None
    code: str = ""

    def rows(self, work: Work) -> Sequence[CohortWhole]:
        key = self.cohort_id
        if key is None:
            key = work.session.execute(
                select(Cohort.id).where(func.lower(Cohort.code) == self.code.strip().lower())).scalar()
            if key is None:
                raise Missing(_("There is no cohort {code}.").format(code=self.code))
        return [read_cohort(work, key)]


@dataclass(frozen=True)
class RollRow:
    """An enrolment with the person. `identity` is masked unless it was asked in full by someone who may."""

    enrolment_id: int
    version: int
    trainee_id: int
    number: str
    name: str
    certificate_name: str
    identity: str
    identity_type: str
    gender: str
    citizenship: str
    phone: str
    email: str
    organisation: str
    category: str
    sector: str
    position: str
    status: str
    joined_on: date
    left_on: date | None
    reason: str
    replaced_by_id: int | None
    moved_to_id: int | None

    @property
    def on_roll(self) -> bool:
        """Whether the enrolment takes a place."""
        return self.status in ON_ROLL

    @property
    def status_words(self) -> str:
        """The state in the language in use."""
        return enrolment_status(self.status)


def read_roll(work: Work, cohort_id: int, *, full: bool = False, everyone: bool = True,
              only: int | None = None) -> list[RollRow]:
    """The roll by name (or one enrolment on it), read inside a transaction; with `everyone` also who has left."""
    if full and not work.actor.may(Permission.IDENTITY_FULL):
        raise Refused(_("You may see identity numbers only masked."))
    found = (RollRow(r.enrolment_id, r.version, r.trainee_id, r.trainee_number, r.full_name, r.certificate_name,
                     (show(r.type, r.number) if full else mask(r.number)) if r.number else "", r.type or "", r.gender,
                     r.citizenship, r.phone_mobile, r.email, r.organisation or "", r.category, r.sector, r.position,
                     r.status, r.joined_on, r.left_on, r.reason, r.replaced_by_id, r.moved_to_id)
             for r in work.session.execute(_roll(cohort_id, everyone, only)))
    return list({row.enrolment_id: row for row in found}.values())  # two current identities are one row


def _roll(cohort_id: int, everyone: bool, only: int | None = None) -> Any:
    wanted = (
        select(Enrolment.id.label("enrolment_id"), Enrolment.version, Enrolment.trainee_id,
               Trainee.number.label("trainee_number"), Trainee.full_name, Trainee.certificate_name, Trainee.gender,
               Trainee.citizenship, Trainee.phone_mobile, Trainee.email, Organisation.name.label("organisation"),
               Enrolment.category, Enrolment.sector, Enrolment.position, Enrolment.status, Enrolment.joined_on,
               Enrolment.left_on, Enrolment.reason, Enrolment.replaced_by_id, Enrolment.moved_to_id,
               Identity.type, Identity.number)
        .join(Trainee, Trainee.id == Enrolment.trainee_id)
        .outerjoin(Organisation, Organisation.id == Enrolment.organisation_id)
        .outerjoin(Identity, (Identity.trainee_id == Trainee.id) & Identity.is_current)
        .where(Enrolment.cohort_id == cohort_id)
        .order_by(Trainee.sort_key, Trainee.id))
    if only is not None:
        wanted = wanted.where(Enrolment.id == only)
    return wanted if everyone else wanted.where(Enrolment.status.in_(ON_ROLL))


@dataclass(frozen=True, kw_only=True)
class Roll(Query[RollRow]):
    """Who is in a cohort, by name."""

    needs = Permission.COHORTS_VIEW
    reads = frozenset({"enrolment", "trainee", "identity", "organisation", "trainee_title"})

    cohort_id: int
    full: bool = False
    everyone: bool = True

    def rows(self, work: Work) -> Sequence[RollRow]:
        check_seen(work, self.cohort_id)
        return read_roll(work, self.cohort_id, full=self.full, everyone=self.everyone)


@dataclass(frozen=True)
class CohortCounts:
    """How many cohorts there are, by state."""

    planned: int = 0
    running: int = 0
    finished: int = 0
    closed: int = 0
    cancelled: int = 0

    @property
    def all(self) -> int:
        """All of them."""
        return self.planned + self.running + self.finished + self.closed + self.cancelled


@dataclass(frozen=True, kw_only=True)
class CountCohorts(Query[CohortCounts]):
    """Cohorts by state, of those the actor sees."""

    needs = Permission.COHORTS_VIEW
    reads = frozenset({"cohort", "cohort_instructor", "assessor"})

    def rows(self, work: Work) -> Sequence[CohortCounts]:
        wanted = select(Cohort.status, func.count()).group_by(Cohort.status)
        mine = seen_cohorts(work.actor)
        if mine is not None:
            wanted = wanted.where(Cohort.id.in_(mine))
        return [CohortCounts(**dict(work.session.execute(wanted).all()))]
