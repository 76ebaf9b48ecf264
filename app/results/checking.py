"""Results from draft to locked: submitted by who teaches, verified by another person, locked, or returned.

Source of the flow: draft, submitted, verified, locked, as Malaysian assessment practice has it (assessor, verifier).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.cohorts.commands import open_cohort
from app.cohorts.queries import check_own
from app.cohorts.records import Cohort, Enrolment
from app.cohorts.words import ON_ROLL
from app.errors import Invalid, Refused
from app.i18n import _, ngettext
from app.office.command import Command, Work, chunks
from app.office.permissions import ROLES, Permission
from app.programmes.queries import ComponentRow, course_detail
from app.results.assessors import check_assessor, check_results
from app.results.records import Attempt
from app.staff.records import User
from app.trainees.records import Trainee

MOST_NAMES = 5


def _parts(work: Work, cohort_id: int, component_ids: Sequence[int]) -> list[ComponentRow]:
    """The components meant: those named, or all of the course."""
    detail = course_detail(work, work.get(Cohort, cohort_id).course_id)
    return [c for c in detail.components if not component_ids or c.id in component_ids]


def _attempts(work: Work, cohort_id: int, component_ids: Sequence[int], stage: str) -> list[Attempt]:
    """Tries of everybody of the cohort at these components that are at a stage; what is only booked has none."""
    return list(work.session.scalars(
        select(Attempt).join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.cohort_id == cohort_id, Attempt.component_id.in_(component_ids), Attempt.stage == stage,
               Attempt.state != "booked").order_by(Attempt.id)))


def missing(work: Work, cohort_id: int, components: Sequence[ComponentRow]) -> list[tuple[str, str]]:
    """(trainee, component) of those on the roll without any try; absent, excused or deferred is not missing."""
    roll = work.session.execute(
        select(Enrolment.id, Trainee.full_name).join(Trainee, Trainee.id == Enrolment.trainee_id)
        .where(Enrolment.cohort_id == cohort_id, Enrolment.status.in_(ON_ROLL)).order_by(Trainee.sort_key)).all()
    there: set[tuple[int, int]] = set()
    for part in chunks([r.id for r in roll]):
        there.update((e, c) for e, c in work.session.execute(
            select(Attempt.enrolment_id, Attempt.component_id)
            .where(Attempt.enrolment_id.in_(part), Attempt.state != "booked")))
    return [(name, c.shown()) for key, name in roll for c in components if (key, c.id) not in there]


@dataclass(frozen=True, kw_only=True)
class _Stage(Command[int]):
    """One step of a cohort's results at some components (none named: all of the course)."""

    cohort_id: int
    component_ids: tuple[int, ...] = ()

    def check(self, work: Work) -> None:
        check_own(work, self.cohort_id)
        open_cohort(work, self.cohort_id)

    def _at(self, work: Work, stage: str) -> list[Attempt]:
        return _attempts(work, self.cohort_id, [c.id for c in _parts(work, self.cohort_id, self.component_ids)], stage)


@dataclass(frozen=True, kw_only=True)
class SubmitResults(_Stage):
    """Submit drafts for checking. Invalid, naming them, while results are missing, unless `missing_too`. How many."""

    needs = Permission.RESULTS_ENTER

    missing_too: bool = False

    def check(self, work: Work) -> None:
        check_results(work, self.cohort_id, self.component_ids or None)
        open_cohort(work, self.cohort_id)

    def label(self) -> str:
        return _("Submit results for checking")

    def run(self, work: Work) -> int:
        parts = _parts(work, self.cohort_id, self.component_ids)
        check_assessor(work, self.cohort_id, [c.id for c in parts])
        lacking = [] if self.missing_too else missing(work, self.cohort_id, parts)
        if lacking:
            shown = "; ".join(f"{name}: {title}" for name, title in lacking[:MOST_NAMES])
            raise Invalid({"missing_too": ngettext(
                "{n} result is missing: {shown}.", "{n} results are missing: {shown}.", len(lacking)).format(
                    n=len(lacking), shown=shown + (" …" if len(lacking) > MOST_NAMES else ""))})
        found = self._at(work, "draft")
        if not found:
            raise Invalid(_("There is no draft to submit."))
        for attempt in found:
            attempt.stage, attempt.submitted_by, attempt.submitted_at = "submitted", work.actor.name, work.now
        return len(found)


@dataclass(frozen=True, kw_only=True)
class ReturnResults(_Stage):
    """Give submitted results back to who entered them, with a reason that the history keeps. How many."""

    needs = Permission.RESULTS_VERIFY

    reason: str

    def label(self) -> str:
        return _("Return results: {reason}").format(reason=self.reason.strip())

    def problems(self) -> dict[str, str]:
        return {} if self.reason.strip() else {"reason": _("Write why the results are returned.")}

    def run(self, work: Work) -> int:
        found = self._at(work, "submitted")
        if not found:
            raise Invalid(_("Nothing is submitted here."))
        for attempt in found:
            attempt.stage, attempt.submitted_by, attempt.submitted_at = "draft", "", None
        return len(found)


@dataclass(frozen=True, kw_only=True)
class VerifyResults(_Stage):
    """Verify submitted results. One's own are refused while another verifier has an account. How many.

    A small centre has one verifier only: he may verify what he entered, and the history says whose it was.
    """

    needs = Permission.RESULTS_VERIFY

    def label(self) -> str:
        return _("Verify results")

    def run(self, work: Work) -> int:
        found = self._at(work, "submitted")
        if not found:
            raise Invalid(_("Nothing is submitted here."))
        own = [a for a in found if work.actor.name in (a.entered_by, a.submitted_by)]
        if own and others_verify(work):
            raise Refused(ngettext(
                "{n} of these results is yours. Another verifier has to verify it.",
                "{n} of these results are yours. Another verifier has to verify them.", len(own)).format(n=len(own)))
        for attempt in found:
            attempt.stage, attempt.verified_by, attempt.verified_at = "verified", work.actor.name, work.now
        return len(found)


def others_verify(work: Work) -> bool:
    """Whether anybody but the actor has an account that may verify."""
    return any(user.id != work.actor.user_id and any(
        Permission.RESULTS_VERIFY in ROLES.get(role, ()) for role in user.roles.split())
        for user in work.session.scalars(select(User).where(User.active)))


@dataclass(frozen=True, kw_only=True)
class LockResults(_Stage):
    """Lock verified results: from now on only an amendment changes them. How many."""

    needs = Permission.RESULTS_VERIFY

    def label(self) -> str:
        return _("Lock results")

    def run(self, work: Work) -> int:
        found = self._at(work, "verified")
        if not found:
            raise Invalid(_("Nothing is verified here that is not locked."))
        for attempt in found:
            attempt.stage, attempt.locked_by, attempt.locked_at = "locked", work.actor.name, work.now
        return len(found)
