"""What the centre has settled of its assessments: whether a result counts before it is verified, and appeal days."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.centre.queries import setting
from app.centre.records import Setting
from app.i18n import _
from app.office.command import Command, Query, Work
from app.office.permissions import Permission
from app.results.amending import APPEAL_DAYS, appeal_days

MUST_BE_VERIFIED = "results.must_be_verified"
"""Setting: completion counts a result only once it is verified or locked."""
MOST_DAYS = 365


def must_be_verified(work: Work) -> bool:
    """Whether completion counts only what is verified; not unless the centre says so."""
    return setting(work, MUST_BE_VERIFIED) == "true"


@dataclass(frozen=True, kw_only=True)
class SetAssessment(Command[None]):
    """Settle both; what is None stays as it is."""

    needs = Permission.CENTRE_CHANGE

    must_be_verified: bool | None = None
    appeal_days: int | None = None

    def label(self) -> str:
        return _("Change the settings of assessments")

    def problems(self) -> dict[str, str]:
        if self.appeal_days is not None and not 1 <= self.appeal_days <= MOST_DAYS:
            return {"appeal_days": _("Write the days as a number from 1 to {n}.").format(n=MOST_DAYS)}
        return {}

    def run(self, work: Work) -> None:
        for key, value in ((MUST_BE_VERIFIED, self.must_be_verified), (APPEAL_DAYS, self.appeal_days)):
            if value is None:
                continue
            found = work.session.scalars(select(Setting).where(Setting.key == key)).first()
            if found is None:
                work.add(Setting(key=key, value=json.dumps(value)))
            else:
                found.value = json.dumps(value)


@dataclass(frozen=True)
class AssessmentRow:
    """What is settled."""

    must_be_verified: bool
    appeal_days: int


@dataclass(frozen=True, kw_only=True)
class Assessment(Query[AssessmentRow]):
    """What the centre has settled; whoever sees results may know."""

    needs = Permission.CENTRE_VIEW
    reads = frozenset({"setting"})

    def rows(self, work: Work) -> Sequence[AssessmentRow]:
        return [AssessmentRow(must_be_verified(work), appeal_days(work))]
