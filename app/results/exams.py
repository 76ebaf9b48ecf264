"""Vendors' exams: who passed which, until when that is valid, and which first papers are about to lapse.

There is one store: an exam's results are the tries at the components that are linked to it. Months are calendar
months; the 31st goes to the last day of a shorter month.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from sqlalchemy import select

from app.cohorts.queries import check_own, own_cohorts
from app.cohorts.records import Cohort, Enrolment
from app.i18n import _, show_date
from app.office.command import Query, Work
from app.office.permissions import Permission
from app.programmes.exams import CatalogueRow, catalogue_row
from app.programmes.records import Component, Exam
from app.results.records import Attempt
from app.results.rules import shown_mark
from app.trainees.records import Trainee

Standing = Literal["valid", "soon", "expired", "renewed", "paper", "lapsing", "lapsed", "failed", "absent", "booked",
                   "other"]
SOON = 90  # days


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class ExamResult:
    """One try at an exam, and what it is worth today."""

    id: int
    trainee_id: int
    enrolment_id: int
    cohort_id: int
    component_id: int
    number: str  # of the trainee
    name: str
    cohort: str
    exam: CatalogueRow
    attempt: int
    state: str
    score: Decimal | None
    passed: bool | None  # None while there is no result
    on_date: date | None
    expires: date | None = None
    standing: Standing = "other"
    why: str = ""

    @property
    def score_text(self) -> str:
        """'650', or how it stands in words."""
        if self.state == "sat":
            return shown_mark(self.score) if self.score is not None else (_("Passed") if self.passed else _("Failed"))
        return {"absent": _("Absent"), "booked": _("Booked"), "exempt": _("Exempt"), "excused": _("Excused"),
                "withheld": _("Withheld"), "deferred": _("Deferred")}.get(self.state, self.state)

    @property
    def flagged(self) -> bool:
        """Whether a first paper lapses or has lapsed."""
        return self.standing in ("lapsing", "lapsed")


def standing_words(standing: str) -> str:
    """A standing in words."""
    return {"valid": _("Valid"), "soon": _("Expires soon"), "expired": _("Expired"), "renewed": _("Renewed since"),
            "paper": _("Paper passed"), "lapsing": _("About to lapse"), "lapsed": _("Lapsed"), "failed": _("Failed"),
            "absent": _("Absent"), "booked": _("Booked")}.get(standing, "")


def passed(exam: CatalogueRow, component_max: Decimal, component_pass: Decimal | None, state: str, mark: Decimal | None,
           competency: str) -> bool | None:
    """Whether a try passes: 600 of 1,000 does, 599 does not; None while nothing was measured."""
    if state == "exempt":
        return True
    if state != "sat":
        return None
    if mark is None:
        return {"T": True, "P": True, "BT": False, "F": False}.get(competency)
    if component_max == exam.max_score:
        return mark >= exam.pass_score
    return component_pass is None or mark >= component_pass


def judge(results: Iterable[ExamResult], groups: Mapping[str, Sequence[CatalogueRow]], today: date,
          within: int = SOON) -> list[ExamResult]:
    """Give every try its standing: what counts of an exam is the latest pass, papers of a group count together."""
    people: dict[int, list[ExamResult]] = {}
    for one in results:
        people.setdefault(one.trainee_id, []).append(one)
    found = []
    for mine in people.values():
        passes = sorted((r for r in mine if r.passed and r.on_date), key=lambda r: (r.on_date or today, r.attempt))
        latest = {r.exam.id: r.id for r in passes}
        for one in mine:
            found.append(_judged(one, passes, latest, groups, today, within))
    return found


def _judged(one: ExamResult, passes: Sequence[ExamResult], latest: Mapping[int, int],
            groups: Mapping[str, Sequence[CatalogueRow]], today: date, within: int) -> ExamResult:
    if not one.passed or one.on_date is None:
        standing: Standing = "failed" if one.passed is False else one.state if one.state in (
            "absent", "booked") else "other"  # type: ignore[assignment]
        return replace(one, standing=standing)
    papers = groups.get(one.exam.paper_group, ()) if one.exam.paper_group else ()
    if len(papers) > 1:
        return _paper(one, papers, passes, latest, today, within)
    expires = add_months(one.on_date, one.exam.valid_months) if one.exam.valid_months else None
    if latest.get(one.exam.id) != one.id:
        return replace(one, expires=expires, standing="renewed")
    return replace(one, expires=expires, standing=_valid(expires, today, within))


def _valid(expires: date | None, today: date, within: int) -> Standing:
    if expires is None or expires > today + timedelta(days=within):
        return "valid"
    return "soon" if expires >= today else "expired"


def _paper(one: ExamResult, papers: Sequence[CatalogueRow], passes: Sequence[ExamResult], latest: Mapping[int, int],
           today: date, within: int) -> ExamResult:
    """A paper of several: the certification runs from the last of them, if all were passed within the window."""
    assert one.on_date is not None
    if latest.get(one.exam.id) != one.id:
        return replace(one, standing="renewed")
    held = {r.exam.id: r for r in passes if latest.get(r.exam.id) == r.id and r.on_date}
    missing = [p.code for p in papers if p.id not in held]
    window = one.exam.window_months or max((p.window_months or 0 for p in papers), default=0)
    until = add_months(one.on_date, window) if window else None
    days = sorted(r.on_date for p in papers if (r := held.get(p.id)) and r.on_date)
    whole = not missing and (not window or days[-1] <= add_months(days[0], window))
    if whole:
        months = one.exam.valid_months or max((p.valid_months or 0 for p in papers), default=0)
        expires = add_months(days[-1], months) if months else None
        return replace(one, expires=expires, standing=_valid(expires, today, within))
    if until is None:
        return replace(one, standing="paper")
    lapsed = until < today or (not missing and days[-1] > until)
    told = (_("{codes} not passed by {day}.") if lapsed else _("{codes} must be passed by {day}.")).format(
        codes=", ".join(missing or [p.code for p in papers if p.id != one.exam.id]), day=show_date(until))
    standing: Standing = "lapsed" if lapsed else "lapsing" if until <= today + timedelta(days=within) else "paper"
    return replace(one, expires=until, standing=standing, why=told)


def read_exams(work: Work) -> dict[int, CatalogueRow]:
    """The catalogue."""
    return {exam.id: catalogue_row(exam) for exam in work.session.scalars(select(Exam))}


def read_results(work: Work, *, cohort_id: int | None = None, trainee_id: int | None = None,
                 within: int = SOON) -> list[ExamResult]:
    """Exam results read inside a transaction, by name, the latest first. Whole people are judged, then those asked."""
    exams = read_exams(work)
    if not exams:
        return []
    wanted = (
        select(Attempt.id, Enrolment.trainee_id, Attempt.enrolment_id, Enrolment.cohort_id, Attempt.component_id,
               Trainee.number, Trainee.full_name, Cohort.code, Component.exam_id, Attempt.number, Attempt.state,
               Attempt.mark, Attempt.competency, Attempt.on_date, Component.max_mark, Component.pass_mark)
        .join(Component, Component.id == Attempt.component_id).join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Trainee, Trainee.id == Enrolment.trainee_id).join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(Component.exam_id.is_not(None))
        .order_by(Trainee.sort_key, Trainee.id, Attempt.on_date.desc(), Attempt.number.desc()))
    if trainee_id is not None:
        wanted = wanted.where(Enrolment.trainee_id == trainee_id)
    if cohort_id is not None:
        wanted = wanted.where(Enrolment.trainee_id.in_(
            select(Enrolment.trainee_id).where(Enrolment.cohort_id == cohort_id)))
    found = []
    for (key, who, enrolment, cohort, component, number, name, code, exam_id, attempt, state, mark, competency, day,
         most, least) in work.session.execute(wanted):
        exam = exams[exam_id or 0]
        found.append(ExamResult(key, who, enrolment, cohort, component, number, name, code, exam, attempt, state, mark,
                                passed(exam, most, least, state, mark, competency), day))
    groups: dict[str, list[CatalogueRow]] = {}
    for exam in exams.values():
        if exam.paper_group:
            groups.setdefault(exam.paper_group, []).append(exam)
    judged = judge(found, groups, work.today, within)
    mine = own_cohorts(work.actor)
    own = set(work.session.scalars(mine)) if mine is not None else None
    return [r for r in judged if (cohort_id is None or r.cohort_id == cohort_id)
            and (own is None or r.cohort_id in own)]


@dataclass(frozen=True, kw_only=True)
class ExamResults(Query[ExamResult]):
    """Exam results of a cohort, of a trainee or of all; an instructor's own cohorts only."""

    needs = Permission.RESULTS_VIEW
    reads = frozenset({"attempt", "component", "exam", "enrolment", "trainee", "cohort"})

    cohort_id: int | None = None
    trainee_id: int | None = None
    only: Literal["", "passed", "expiring", "flagged"] = ""
    within: int = SOON

    def rows(self, work: Work) -> Sequence[ExamResult]:
        if self.cohort_id is not None:
            check_own(work, self.cohort_id)
        found = read_results(work, cohort_id=self.cohort_id, trainee_id=self.trainee_id, within=self.within)
        return [r for r in found if wanted(r, self.only)]


def wanted(row: ExamResult, only: str) -> bool:
    """Whether a row belongs to a list."""
    if only == "passed":
        return bool(row.passed)
    if only == "expiring":
        return row.standing == "soon"
    return row.flagged if only == "flagged" else True
