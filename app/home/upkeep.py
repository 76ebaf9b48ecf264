"""What an administrator looks after: trainees who may be recorded twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.cohorts.narrow import condition
from app.office.command import Query, Work
from app.office.permissions import Permission
from app.trainees.records import Trainee


@dataclass(frozen=True)
class TwinCount:
    """How many trainees have the same name and birth date as another one."""

    count: int


@dataclass(frozen=True, kw_only=True)
class PossibleTwins(Query[TwinCount]):
    """Trainees who may be recorded twice, as the list of trainees finds them."""

    needs = Permission.TRAINEES_MERGE
    reads = frozenset({"trainee", "not_same"})

    def rows(self, work: Work) -> Sequence[TwinCount]:
        same = condition("twin", "yes")
        assert same is not None
        found = work.session.scalar(select(func.count()).select_from(Trainee).where(Trainee.status == "active", same))
        return [TwinCount(found or 0)]
