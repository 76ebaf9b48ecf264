"""After verifying: amendments with both values, and appeals that may lead to one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import select

from app.centre.queries import setting
from app.cohorts.commands import open_cohort
from app.cohorts.locks import refuse_locked
from app.cohorts.records import Enrolment
from app.errors import Invalid
from app.i18n import _, language, show_date
from app.office.command import Command, Query, Work
from app.office.permissions import Permission
from app.programmes.queries import ComponentRow, course_detail
from app.programmes.records import Component
from app.results.assessors import check_results
from app.results.commands import Cell, fits
from app.results.records import Amendment, Appeal, Attempt
from app.results.rules import STATES
from app.trainees.records import Trainee

APPEAL_DAYS = "results.appeal_days"
"""Setting: days after the assessment within which an appeal is in time."""
USUAL_DAYS = 14


def appeal_days(work: Work) -> int:
    """Days within which an appeal is in time."""
    text = setting(work, APPEAL_DAYS)
    try:
        found = json.loads(text) if text else USUAL_DAYS
    except ValueError:
        return USUAL_DAYS
    return found if isinstance(found, int) and found > 0 else USUAL_DAYS


def _component(work: Work, attempt: Attempt) -> ComponentRow:
    course = work.get(Component, attempt.component_id).course_id
    return next(c for c in course_detail(work, course).components if c.id == attempt.component_id)


def _guard(work: Work, attempt: Attempt) -> None:
    cohort = work.get(Enrolment, attempt.enrolment_id).cohort_id
    check_results(work, cohort, (attempt.component_id,))
    open_cohort(work, cohort)


def amend(work: Work, attempt: Attempt, state: str, mark: Decimal | None, competency: str, reason: str,
          appeal_id: int | None = None) -> int:
    """Put another value in the place of a checked one and keep both. Invalid when it does not fit."""
    refuse_locked(work.session, [attempt.enrolment_id])
    told = fits(Cell(enrolment_id=attempt.enrolment_id, component_id=attempt.component_id, state=state, mark=mark,
                     competency=competency), _component(work, attempt))
    if told:
        raise Invalid({"mark": told})
    if (state, mark, competency) == (attempt.state, attempt.mark, attempt.competency):
        raise Invalid({"mark": _("This is the value that stands there already.")})
    made = work.add(Amendment(
        attempt_id=attempt.id, old_state=attempt.state, old_mark=attempt.mark, old_competency=attempt.competency,
        new_state=state, new_mark=mark, new_competency=competency, reason=reason.strip(), appeal_id=appeal_id,
        by=work.actor.name, at=work.now))
    attempt.state, attempt.mark, attempt.competency = state, mark, competency
    return made.id


@dataclass(frozen=True, kw_only=True)
class AmendResult(Command[int]):
    """Change a verified or locked result, with a reason; the value before stays visible."""

    needs = Permission.RESULTS_VERIFY

    attempt_id: int
    state: str = "sat"
    mark: Decimal | None = None
    competency: str = ""
    reason: str

    def label(self) -> str:
        return _("Amend a result: {reason}").format(reason=self.reason.strip())

    def problems(self) -> dict[str, str]:
        found = {} if self.reason.strip() else {"reason": _("Write why the result is amended.")}
        if self.state not in STATES or self.state == "booked":
            found["state"] = _("Choose one of the states of a result.")
        elif self.state == "sat" and (self.mark is None) == (self.competency == ""):
            found["mark"] = _("Give a mark or a competency.")
        elif self.state != "sat" and (self.mark is not None or self.competency):
            found["mark"] = _("A mark stands only where the assessment was sat.")
        return found

    def run(self, work: Work) -> int:
        attempt = work.get(Attempt, self.attempt_id)
        _guard(work, attempt)
        if attempt.stage not in ("verified", "locked"):
            raise Invalid(_("This result is not verified yet, so it can be changed where it stands."))
        return amend(work, attempt, self.state, self.mark, self.competency, self.reason)


@dataclass(frozen=True, kw_only=True)
class RecordAppeal(Command[int]):
    """Note an appeal against a result. Late ones are noted too, and the form says that they are late."""

    needs = Permission.RESULTS_ENTER

    attempt_id: int
    received_on: date
    grounds: str
    fee: Decimal | None = None  # ringgit

    def label(self) -> str:
        return _("Record an appeal")

    def problems(self) -> dict[str, str]:
        found = {} if self.grounds.strip() else {"grounds": _("Write the grounds of the appeal.")}
        if self.fee is not None and self.fee < 0:
            found["fee"] = _("A fee cannot be below 0.")
        return found

    def run(self, work: Work) -> int:
        attempt = work.get(Attempt, self.attempt_id)
        _guard(work, attempt)
        if self.received_on > work.today:
            raise Invalid({"received_on": _("The appeal cannot be received in the future.")})
        if attempt.stage == "draft":
            raise Invalid(_("This result is a draft and can still be changed; there is nothing to appeal against."))
        if work.session.scalars(select(Appeal).where(
                Appeal.attempt_id == attempt.id, Appeal.state == "open")).first() is not None:
            raise Invalid(_("An appeal against this result is open already."))
        return work.add(Appeal(attempt_id=attempt.id, received_on=self.received_on, grounds=self.grounds.strip(),
                               fee=self.fee, noted_by=work.actor.name)).id


@dataclass(frozen=True, kw_only=True)
class DecideAppeal(Command[int]):
    """Decide an appeal: upheld with the new value (an amendment is made of it), dismissed or withdrawn."""

    needs = Permission.RESULTS_VERIFY

    appeal_id: int
    state: str  # upheld, dismissed, withdrawn
    decision: str
    panel: str = ""
    mark: Decimal | None = None
    competency: str = ""

    def label(self) -> str:
        return _("Decide an appeal")

    def problems(self) -> dict[str, str]:
        found: dict[str, str] = {}
        if self.state not in ("upheld", "dismissed", "withdrawn"):
            found["state"] = _("Choose what became of the appeal.")
        if self.state != "withdrawn" and not self.decision.strip():
            found["decision"] = _("Write how it was decided.")
        if self.state == "upheld" and self.mark is None and not self.competency:
            found["mark"] = _("Give the new result.")
        return found

    def run(self, work: Work) -> int:
        appeal = work.get(Appeal, self.appeal_id)
        attempt = work.get(Attempt, appeal.attempt_id)
        _guard(work, attempt)
        if appeal.state != "open":
            raise Invalid(_("This appeal is decided already."))
        if self.state == "upheld":
            amend(work, attempt, "sat", self.mark, self.competency, self.decision, appeal.id)
        appeal.state, appeal.decision, appeal.panel = self.state, self.decision.strip(), self.panel.strip()
        appeal.decided_on, appeal.decided_by = work.today, work.actor.name
        return appeal.id


@dataclass(frozen=True)
class AmendmentRow:
    """An amendment: what stood there, what stands there now, and why."""

    id: int
    attempt_id: int
    old_state: str
    old_mark: Decimal | None
    old_competency: str
    new_state: str
    new_mark: Decimal | None
    new_competency: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class AppealRow:
    """An appeal with whose it is."""

    id: int
    attempt_id: int
    enrolment_id: int
    name: str
    component: str
    received_on: date
    grounds: str
    fee: Decimal | None
    state: str
    panel: str
    decision: str
    decided_on: date | None
    decided_by: str
    late: bool


@dataclass(frozen=True, kw_only=True)
class Amendments(Query[AmendmentRow]):
    """The amendments of one try, oldest first."""

    needs = Permission.RESULTS_VIEW
    reads = frozenset({"amendment", "attempt"})

    attempt_id: int

    def rows(self, work: Work) -> Sequence[AmendmentRow]:
        attempt = work.get(Attempt, self.attempt_id)
        check_results(work, work.get(Enrolment, attempt.enrolment_id).cohort_id)
        return [AmendmentRow(a.id, a.attempt_id, a.old_state, a.old_mark, a.old_competency, a.new_state, a.new_mark,
                             a.new_competency, a.reason, a.by, a.at)
                for a in work.session.scalars(select(Amendment).where(Amendment.attempt_id == attempt.id)
                                              .order_by(Amendment.id))]


@dataclass(frozen=True, kw_only=True)
class Appeals(Query[AppealRow]):
    """The appeals of a cohort, open ones first, then the newest."""

    needs = Permission.RESULTS_VIEW
    reads = frozenset({"appeal", "attempt", "enrolment", "trainee", "component"})

    cohort_id: int

    def rows(self, work: Work) -> Sequence[AppealRow]:
        check_results(work, self.cohort_id)
        days = timedelta(days=appeal_days(work))
        found = [AppealRow(
            appeal.id, attempt.id, attempt.enrolment_id, name,
            (component.title_ms if language() == "ms" else "") or component.title, appeal.received_on, appeal.grounds,
            appeal.fee, appeal.state, appeal.panel, appeal.decision, appeal.decided_on, appeal.decided_by,
            attempt.on_date is not None and appeal.received_on > attempt.on_date + days)
            for appeal, attempt, component, name in work.session.execute(
                select(Appeal, Attempt, Component, Trainee.full_name)
                .join(Attempt, Attempt.id == Appeal.attempt_id).join(Component, Component.id == Attempt.component_id)
                .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
                .join(Trainee, Trainee.id == Enrolment.trainee_id)
                .where(Enrolment.cohort_id == self.cohort_id).order_by(Appeal.id.desc()))]
        return sorted(found, key=lambda a: a.state != "open")


def late_words(on_date: date | None, received: date, days: int) -> str:
    """Why an appeal is late, as a sentence; '' when it is in time."""
    if on_date is None or received <= on_date + timedelta(days=days):
        return ""
    return _("Appeals were possible until {date}; this one is late.").format(
        date=show_date(on_date + timedelta(days=days)))
