"""Waiving a requirement with a reason, and deciding what an enrolment ends with."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.attendance.figures import Figure, units
from app.cohorts.locks import refuse_locked
from app.cohorts.queries import check_own
from app.cohorts.records import Enrolment
from app.completion.queries import CompletionRow, read_completion
from app.completion.records import Decision, Override
from app.completion.rules import DECISIONS
from app.completion.words import decision_word
from app.errors import Invalid, Missing, Refused
from app.i18n import _, ngettext
from app.office.command import Command, Work
from app.office.permissions import Permission


def _mine(work: Work, enrolment_ids: tuple[int, ...]) -> None:
    for key in enrolment_ids:
        check_own(work, work.get(Enrolment, key).cohort_id)
    refuse_locked(work.session, enrolment_ids)


def completion_of(work: Work, enrolment_id: int) -> CompletionRow:
    """The completion of one enrolment. Missing when it is not on the roll any more."""
    sheet = read_completion(work, work.get(Enrolment, enrolment_id).cohort_id, enrolment_id)
    if not sheet.rows:
        raise Missing(_("This trainee has left the cohort."))
    return sheet.rows[0]


def figures_json(row: CompletionRow) -> str:
    """The figures that a decision rested on, to be kept with it."""
    return json.dumps([{"requirement": f.requirement_id, "kind": f.kind,
                        "component": f.component.code if f.component else "", "value": f.value, "limit": f.limit,
                        "outcome": f.outcome, "waived": f.waiver.reason if f.waiver else "",
                        **(_counted(f.figure) if f.figure is not None else {})}
                       for f in row.findings], ensure_ascii=False, sort_keys=True)


def _counted(figure: Figure) -> dict[str, Any]:
    """What the attendance was made of, and by which policy."""
    return {"attended": units(figure.attended), "counted": units(figure.counted), "unmarked": figure.unmarked,
            "policy": json.loads(figure.policy.to_json())}


@dataclass(frozen=True, kw_only=True)
class OverrideRequirement(Command[int]):
    """Waive one requirement for one enrolment; the reason stays with it."""

    needs = Permission.COMPLETION_OVERRIDE

    enrolment_id: int
    requirement_id: int
    reason: str

    def label(self) -> str:
        return _("Waive a requirement: {reason}").format(reason=self.reason.strip())

    def problems(self) -> dict[str, str]:
        if len(self.reason.strip()) < 5:
            return {"reason": _("Write the reason, so that anybody can understand it years later.")}
        return {}

    def check(self, work: Work) -> None:
        _mine(work, (self.enrolment_id,))

    def run(self, work: Work) -> int:
        row = completion_of(work, self.enrolment_id)
        finding = next((f for f in row.findings if f.requirement_id == self.requirement_id and f.requirement_id), None)
        if finding is None:
            raise Missing(_("The course no longer has this requirement."))
        if finding.measured == "met":
            raise Invalid(_("This requirement is met; there is nothing to waive."))
        found = _override(work, self.enrolment_id, self.requirement_id)
        if found is None:
            return work.add(Override(enrolment_id=self.enrolment_id, requirement_id=self.requirement_id,
                                     reason=self.reason.strip(), by=work.actor.name, at=work.now)).id
        found.reason, found.by, found.at = self.reason.strip(), work.actor.name, work.now
        return found.id


@dataclass(frozen=True, kw_only=True)
class RemoveOverride(Command[None]):
    """Ask for a waived requirement again."""

    needs = Permission.COMPLETION_OVERRIDE

    enrolment_id: int
    requirement_id: int

    def label(self) -> str:
        return _("Ask for the requirement again")

    def check(self, work: Work) -> None:
        _mine(work, (self.enrolment_id,))

    def run(self, work: Work) -> None:
        found = _override(work, self.enrolment_id, self.requirement_id)
        if found is None:
            raise Missing(_("This requirement is not waived."))
        work.remove(found)


def _override(work: Work, enrolment_id: int, requirement_id: int) -> Override | None:
    return work.session.scalars(select(Override).where(
        Override.enrolment_id == enrolment_id, Override.requirement_id == requirement_id)).first()


@dataclass(frozen=True, kw_only=True)
class Decide(Command[int]):
    """Write down what enrolments end with; 'pending' takes the decision back. Returns how many."""

    needs = Permission.COMPLETION_OVERRIDE

    enrolment_ids: tuple[int, ...]
    kind: str
    reason: str = ""

    def label(self) -> str:
        n = len(self.enrolment_ids)
        return ngettext("Decide {decision} for {n} trainee", "Decide {decision} for {n} trainees", n).format(
            n=n, decision=decision_word(self.kind).lower())

    def problems(self) -> dict[str, str]:
        found: dict[str, str] = {}
        if self.kind not in DECISIONS:
            found["kind"] = _("Choose one of the decisions.")
        if not self.enrolment_ids:
            found["enrolment_ids"] = _("Choose at least one trainee.")
        if self.kind not in ("completed", "pending") and not self.reason.strip():
            found["reason"] = _("Write the reason.")
        return found

    def check(self, work: Work) -> None:
        _mine(work, self.enrolment_ids)

    def run(self, work: Work) -> int:
        for key in self.enrolment_ids:
            row = completion_of(work, key)
            if self.kind == "completed" and row.open():
                raise Refused(_("{name} does not qualify: {why}. Waive the requirement first.").format(
                    name=row.name, why=row.open()[0].words()))
            if self.kind == "attended_only" and (why := row.attendance_open()):
                raise Refused(_("{name} has not attended enough: {why}. Waive the requirement first.").format(
                    name=row.name, why=why[0].words()))
            put_decision(work, row, self.kind, self.reason.strip())
        return len(self.enrolment_ids)


def put_decision(work: Work, row: CompletionRow, kind: str, reason: str = "") -> None:
    """Write or replace the decision of an enrolment, with the figures it rests on."""
    found = work.session.scalars(select(Decision).where(Decision.enrolment_id == row.enrolment_id)).first()
    values = {"kind": kind, "reason": reason, "figures": figures_json(row), "by": work.actor.name, "at": work.now}
    if found is None:
        work.add(Decision(enrolment_id=row.enrolment_id, **values))
        return
    for name, value in values.items():
        setattr(found, name, value)
