"""Changes to who is on the roll of a cohort."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from app.cohorts.commands import open_cohort
from app.cohorts.locks import refuse_locked
from app.cohorts.records import Cohort, Enrolment
from app.cohorts.words import ENROLMENT_STATUSES, ON_ROLL
from app.errors import Invalid
from app.i18n import _, ngettext
from app.office.command import Command, Work, chunks
from app.office.permissions import Permission
from app.trainees.records import Trainee


def roll_trainee(work: Work, cohort: Cohort, trainee: Trainee, joined_on: date,
                 import_batch_id: int | None = None) -> Enrolment:
    """Put a trainee on the roll with the employer of today; takes back one who had left. Invalid when on it."""
    if trainee.status != "active":
        raise Invalid(_("{name} has been merged with another trainee or removed. Choose the other one.").format(
            name=trainee.full_name))
    before = work.session.scalars(select(Enrolment).where(
        Enrolment.cohort_id == cohort.id, Enrolment.trainee_id == trainee.id)).first()
    if before is not None and before.status in ON_ROLL:
        raise Invalid(_("{name} is already on the roll of {code}.").format(name=trainee.full_name, code=cohort.code))
    if before is not None:
        before.status, before.left_on, before.reason = "active", None, ""
        before.replaced_by_id = before.moved_to_id = None
        return before
    made = Enrolment(cohort_id=cohort.id, trainee_id=trainee.id, joined_on=joined_on, status="active",
                     organisation_id=trainee.organisation_id, category=trainee.category, sector=trainee.sector,
                     position=trainee.position, import_batch_id=import_batch_id)
    work.session.add(made)
    return made


@dataclass(frozen=True, kw_only=True)
class Enrol(Command[list[int]]):
    """Put trainees on the roll of a cohort. Without a date they join on its first day."""

    needs = Permission.COHORTS_CHANGE

    cohort_id: int
    trainee_ids: tuple[int, ...]
    joined_on: date | None = None

    def label(self) -> str:
        n = len(self.trainee_ids)
        return ngettext("Enrol {n} trainee", "Enrol {n} trainees", n).format(n=n)

    def problems(self) -> dict[str, str]:
        return {} if self.trainee_ids else {"trainee_ids": _("Choose at least one trainee.")}

    def run(self, work: Work) -> list[int]:
        cohort = open_cohort(work, self.cohort_id)
        joined = self.joined_on or cohort.starts
        wanted = list(dict.fromkeys(self.trainee_ids))
        found = {}
        for part in chunks(wanted):
            found.update({t.id: t for t in work.session.scalars(select(Trainee).where(Trainee.id.in_(part)))})
        made = [roll_trainee(work, cohort, found[key] if key in found else work.get(Trainee, key), joined)
                for key in wanted]
        work.session.flush()
        return [e.id for e in made]


@dataclass(frozen=True, kw_only=True)
class ChangeEnrolment(Command[int]):
    """Change the dates or the state of an enrolment; fields left None stay."""

    needs = Permission.COHORTS_CHANGE

    enrolment_id: int
    version: int | None = None
    status: str | None = None
    joined_on: date | None = None
    category: str | None = None
    sector: str | None = None
    position: str | None = None
    organisation_id: int | None = None
    reason: str = ""

    def label(self) -> str:
        return _("Change an enrolment")

    def problems(self) -> dict[str, str]:
        if self.status is not None and self.status not in ENROLMENT_STATUSES:
            return {"status": _("Choose one of the states of an enrolment.")}
        return {}

    def run(self, work: Work) -> int:
        enrolment = work.get(Enrolment, self.enrolment_id, self.version)
        open_cohort(work, enrolment.cohort_id)
        if self.status is not None or self.joined_on is not None:
            refuse_locked(work.session, [enrolment.id])
        for name in ("status", "joined_on", "category", "sector", "position", "organisation_id"):
            value = getattr(self, name)
            if value is not None:
                setattr(enrolment, name, value)
        if self.reason:
            enrolment.reason = self.reason.strip()
        if enrolment.status in ON_ROLL:
            enrolment.left_on = None
        if enrolment.left_on is not None and enrolment.left_on < enrolment.joined_on:
            raise Invalid({"joined_on": _("The trainee left before this date.")})
        return enrolment.id


@dataclass(frozen=True, kw_only=True)
class Withdraw(Command[int]):
    """Take trainees off the roll. `on` is the last day they are expected; marks made before stay."""

    needs = Permission.COHORTS_CHANGE

    enrolment_ids: tuple[int, ...]
    reason: str
    on: date | None = None
    status: str = "withdrawn"  # withdrawn, dismissed, deferred

    def label(self) -> str:
        n = len(self.enrolment_ids)
        return ngettext("Withdraw {n} trainee", "Withdraw {n} trainees", n).format(n=n)

    def problems(self) -> dict[str, str]:
        found = {}
        if not self.reason.strip():
            found["reason"] = _("Write the reason; it is shown on the roll and in the history.")
        if self.status not in ("withdrawn", "dismissed", "deferred"):
            found["status"] = _("Choose one of the states of an enrolment.")
        if not self.enrolment_ids:
            found["enrolment_ids"] = _("Choose at least one trainee.")
        return found

    def run(self, work: Work) -> int:
        for key in self.enrolment_ids:
            enrolment = _on_roll(work, key)
            enrolment.status, enrolment.reason = self.status, self.reason.strip()
            enrolment.left_on = self.on or work.today
        return len(self.enrolment_ids)


def _on_roll(work: Work, enrolment_id: int) -> Enrolment:
    enrolment = work.get(Enrolment, enrolment_id)
    open_cohort(work, enrolment.cohort_id)
    refuse_locked(work.session, [enrolment.id])
    if enrolment.status not in ON_ROLL:
        raise Invalid(_("This trainee has already left the cohort."))
    return enrolment


@dataclass(frozen=True, kw_only=True)
class Transfer(Command[list[int]]):
    """Move trainees to another cohort from a day on. Their marks stay with the old one, and can be seen there."""

    needs = Permission.COHORTS_CHANGE

    enrolment_ids: tuple[int, ...]
    to_cohort_id: int
    on: date | None = None
    reason: str = ""

    def label(self) -> str:
        n = len(self.enrolment_ids)
        return ngettext("Move {n} trainee to another cohort", "Move {n} trainees to another cohort", n).format(n=n)

    def problems(self) -> dict[str, str]:
        return {} if self.enrolment_ids else {"enrolment_ids": _("Choose at least one trainee.")}

    def run(self, work: Work) -> list[int]:
        target = open_cohort(work, self.to_cohort_id)
        day = self.on or max(work.today, target.starts)
        made = []
        for key in self.enrolment_ids:
            enrolment = _on_roll(work, key)
            if enrolment.cohort_id == target.id:
                raise Invalid({"to_cohort_id": _("The trainee is in this cohort already. Choose another.")})
            new = roll_trainee(work, target, work.get(Trainee, enrolment.trainee_id), day)
            work.session.flush()
            enrolment.status, enrolment.left_on = "transferred", day - timedelta(days=1)
            enrolment.reason, enrolment.moved_to_id = self.reason.strip(), new.id
            made.append(new.id)
        return made


@dataclass(frozen=True, kw_only=True)
class Replace(Command[int]):
    """A is replaced by B from a day on: B gets the place, A keeps his history with the link."""

    needs = Permission.COHORTS_CHANGE

    enrolment_id: int
    by_trainee_id: int
    on: date | None = None
    reason: str = ""

    def label(self) -> str:
        return _("Replace a trainee by another")

    def run(self, work: Work) -> int:
        old = _on_roll(work, self.enrolment_id)
        cohort = open_cohort(work, old.cohort_id)
        if old.trainee_id == self.by_trainee_id:
            raise Invalid({"by_trainee_id": _("Choose another trainee than the one who is replaced.")})
        day = self.on or max(work.today, cohort.starts)
        new = roll_trainee(work, cohort, work.get(Trainee, self.by_trainee_id), day)
        work.session.flush()
        old.status, old.left_on, old.reason = "replaced", day - timedelta(days=1), self.reason.strip()
        old.replaced_by_id = new.id
        return new.id
