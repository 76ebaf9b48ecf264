"""Certificates that wait: to be issued, to be printed, or for what is still missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, exists, func, or_, select

from app.certificates.narrow import condition
from app.certificates.queries import live_certificates
from app.certificates.records import Certificate
from app.cohorts.queries import check_own, own_cohorts
from app.cohorts.records import Cohort, Enrolment
from app.cohorts.words import ON_ROLL
from app.completion.queries import CompletionRow, read_completion
from app.completion.records import Decision
from app.home.running import runs
from app.i18n import _
from app.office.command import Query, Work
from app.office.permissions import Permission
from app.programmes.records import Course

BACK = 120  # days after its end in which a cohort is looked at
LYING = "30"  # days
OPEN = ("pending", "completed", "attended_only")
"""Decisions after which a certificate may still come."""


@dataclass(frozen=True)
class UnprintedCount:
    """Issued certificates without a recorded print, and others that wait for somebody."""

    count: int
    latest: date | None  # the day on which the last of them was issued
    asked: int = 0  # to be made void, and nobody has decided
    lying: int = 0  # printed for a month, and nobody has collected them


@dataclass(frozen=True, kw_only=True)
class Unprinted(Query[UnprintedCount]):
    """How many certificates that are not void have no recorded print, as the register's own filter says."""

    needs = Permission.CERTIFICATES_VIEW
    reads = frozenset({"certificate", "certificate_event", "cohort_instructor"})

    def rows(self, work: Work) -> Sequence[UnprintedCount]:
        mine = own_cohorts(work.actor)

        def count(key: str, value: str) -> tuple[int, date | None]:
            wanted: Any = select(func.count(), func.max(Certificate.issued_on)).where(
                condition(key, value, work.today))
            if mine is not None:
                wanted = wanted.join(Enrolment, Enrolment.id == Certificate.enrolment_id).where(
                    Enrolment.cohort_id.in_(mine))
            found = work.session.execute(wanted).one()
            return found[0], found[1]

        unprinted, latest = count("unprinted", "yes")
        return [UnprintedCount(unprinted, latest, count("void-asked", "yes")[0], count("uncollected", LYING)[0])]


@dataclass(frozen=True)
class WaitingCohort:
    """A cohort that has ended, in which somebody on the roll has no certificate yet and may get one."""

    cohort_id: int
    cohort: str  # its code
    ends: date


@dataclass(frozen=True, kw_only=True)
class WaitingCohorts(Query[WaitingCohort]):
    """Cohorts that ended within the last 120 days and wait for certificates, the latest end first."""

    needs = Permission.CERTIFICATES_VIEW
    reads = frozenset({"cohort", "enrolment", "certificate", "decision", "cohort_instructor"})

    limit: int = 12

    def rows(self, work: Work) -> Sequence[WaitingCohort]:
        decided = exists().where(Decision.enrolment_id == Enrolment.id, Decision.kind.not_in(OPEN))
        held = exists().where(Certificate.enrolment_id == Enrolment.id, Certificate.state != "void",
                              Certificate.kind == Course.certificate_kind)
        waits = exists().where(Enrolment.cohort_id == Cohort.id, Enrolment.status.in_(ON_ROLL), ~decided, ~held)
        wanted: Any = (
            select(Cohort.id, Cohort.code, Cohort.ends).join(Course, Course.id == Cohort.course_id)
            .where(Cohort.ends >= work.today - timedelta(days=BACK), Cohort.starts <= work.today,
                   or_(Cohort.status == "finished",
                       and_(runs(work), Cohort.ends < work.today)), waits)
            .order_by(Cohort.ends.desc(), Cohort.code).limit(self.limit))
        mine = own_cohorts(work.actor)
        if mine is not None:
            wanted = wanted.where(Cohort.id.in_(mine))
        return [WaitingCohort(*row) for row in work.session.execute(wanted)]


@dataclass(frozen=True)
class Readiness:
    """A cohort's certificates of the course's kind. Whoever does not qualify is counted once, by the first reason."""

    cohort_id: int
    cohort: str
    ends: date
    ready: int
    attendance: int  # below the threshold, or not yet known
    no_mark: int
    too_low: int

    @property
    def waiting(self) -> int:
        """How many do not qualify yet."""
        return self.attendance + self.no_mark + self.too_low

    @property
    def id(self) -> int:
        """The key of the cohort."""
        return self.cohort_id


@dataclass(frozen=True, kw_only=True)
class CohortReadiness(Query[Readiness]):
    """Who of one cohort is ready for a certificate, and why the others are not."""

    needs = Permission.CERTIFICATES_VIEW
    reads = frozenset({"attempt", "enrolment", "cohort", "component", "requirement", "grade_band", "mark", "course",
                       "class_session", "attendance_credit", "requirement_override", "decision", "certificate",
                       "setting"})

    cohort_id: int

    def rows(self, work: Work) -> Sequence[Readiness]:
        check_own(work, self.cohort_id)
        sheet = read_completion(work, self.cohort_id)
        kind = sheet.course.course.certificate_kind
        live = live_certificates(work, [row.enrolment_id for row in sheet.rows])
        counts = dict.fromkeys(("ready", "attendance", "no_mark", "too_low"), 0)
        for row in sheet.rows:
            if (row.enrolment_id, kind) not in live and _may_come(row, kind):
                counts[_reason(row, kind)] += 1
        return [Readiness(sheet.cohort.id, sheet.cohort.code, sheet.cohort.ends, **counts)]


def _may_come(row: CompletionRow, kind: str) -> bool:
    """Whether what was decided leaves room for a certificate of this kind."""
    decided = row.decision.kind if row.decision else "pending"
    return decided in OPEN and (decided != "attended_only" or kind in ("attendance", "participation"))


def _reason(row: CompletionRow, kind: str) -> str:
    if not row.why_not(kind):
        return "ready"
    if kind in ("attendance", "participation"):
        return "attendance"
    first = next(iter(row.open()), None)
    if first is None or first.kind == "attendance":
        return "attendance"
    return "no_mark" if first.measured == "unknown" or not first.value else "too_low"


def reasons(rows: Sequence[Readiness]) -> str:
    """Why those who do not qualify yet do not: '2 attendance · 2 no mark · 2 too low'."""
    counted = ((sum(r.attendance for r in rows), _("{n} attendance")), (sum(r.no_mark for r in rows), _("{n} no mark")),
               (sum(r.too_low for r in rows), _("{n} too low")))
    return " · ".join(words.format(n=f"{n:,}") for n, words in counted if n)
