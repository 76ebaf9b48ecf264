"""Policies by chance, and credit given without the rooms that give it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal

from app.attendance.around import Credit
from app.cohorts.policy import BASES, COUNTS, JOINER, KEYS, LEAVER, UNMARKED, Policy
from app.office.command import Command, Work
from app.office.permissions import Permission


def any_policy(dice: random.Random) -> Policy:
    """A policy with every rule set by chance."""
    return Policy(
        threshold=dice.choice((0, 60, 75, 80, 90, 100)), basis=dice.choice(BASES), unmarked=dice.choice(UNMARKED),
        joiner=dice.choice(JOINER), leaver=dice.choice(LEAVER), lates_per_absence=dice.choice((0, 0, 1, 2, 3)),
        late_limit=dice.choice((0, 0, 15, 60)), allowed_misses=dice.choice((None, None, 0, 2, 5)),
        kinds=dice.choice(((), (), ("theory",), ("theory", "practical", "ceremony"))),
        **{key: dice.choice(COUNTS) for key in KEYS})  # type: ignore[arg-type]


@dataclass(frozen=True, kw_only=True)
class GiveCredit(Command[int]):
    """A credit as the rooms above write it: makeup of a session, or (session None) a transfer."""

    needs = Permission.ATTENDANCE_MARK

    enrolment_id: int
    session_id: int | None = None
    attended: int = 1
    counted: int = 0
    minutes: tuple[int, int] = (0, 0)

    def label(self) -> str:
        return "Credit"

    def run(self, work: Work) -> int:
        return work.add(Credit(
            enrolment_id=self.enrolment_id, kind="makeup" if self.session_id else "transfer",
            session_id=self.session_id, attended=Decimal(self.attended), counted=Decimal(self.counted),
            attended_minutes=Decimal(self.minutes[0]), counted_minutes=Decimal(self.minutes[1]), reason="-",
            given_by=work.actor.name, given_at=work.now)).id
