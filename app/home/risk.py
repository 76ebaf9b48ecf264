"""Who is at risk of missing the attendance that is needed, before it is too late: one cohort, or all that run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.attendance.figures import Figure, Given, Meeting, figure
from app.cohorts.policy import Policy
from app.cohorts.queries import check_own
from app.cohorts.records import Cohort
from app.home import attendance as sums
from app.home.attendance import BelowRow, BelowThreshold, absences_in_a_row
from app.office.command import Query, Work
from app.office.permissions import Permission

SPARE = 1
"""Who may miss no more sessions than this is at risk."""


def at_risk(found: Figure) -> bool:
    """Below what is needed, out of reach of it, or close to it while sessions are still to come."""
    if found.reaches is False or found.over:
        return True
    return bool(found.left) and found.may_miss is not None and found.may_miss <= min(SPARE, found.left - 1)


def danger(row: BelowRow) -> tuple[bool, int, int, str]:
    """What comes first: out of reach, then how little may be missed, then the lowest."""
    may = row.figure.may_miss
    return (not row.figure.over, may if may is not None else 0, row.figure.tenths or 0, row.name)


@dataclass(frozen=True, kw_only=True)
class AtRisk(Query[BelowRow]):
    """The trainees at risk, the worst first: of a cohort, or of all running ones that the actor sees."""

    needs = Permission.ATTENDANCE_VIEW
    reads = BelowThreshold.reads

    cohort_id: int | None = None

    def rows(self, work: Work) -> Sequence[BelowRow]:
        cohorts = self._cohorts(work)
        policies = {key: Policy.from_json(policy) for key, (_code, policy) in cohorts.items()}
        meetings, off = sums._meetings(work, policies)
        roll = sums._roll(work, sorted(cohorts))
        credits = sums._credits(work, sorted(cohorts))
        full = sums._full(work, sorted(cohorts), roll, policies, off)
        doubtful = {key: one for key, one in roll.items()
                    if key in credits or not _far(full.get(key, 0), meetings.get(one[0], ()), policies[one[0]], one[2],
                                                  one[3])}
        found = list(self._among(work, doubtful, cohorts, policies, meetings, credits, self._over(work)))
        return sorted(found, key=danger)

    def _cohorts(self, work: Work) -> dict[int, tuple[str, str]]:
        if self.cohort_id is None:
            return sums._running(work)
        check_own(work, self.cohort_id)
        cohort = work.get(Cohort, self.cohort_id)
        return {cohort.id: (cohort.code, cohort.policy)}

    def _over(self, work: Work) -> bool:
        """Whether it is one cohort in which no session can be held any more."""
        return self.cohort_id is not None and work.get(Cohort, self.cohort_id).status in ("finished", "closed")

    @staticmethod
    def _among(work: Work, doubtful: Mapping[int, tuple[int, int, date, date | None]],
               cohorts: Mapping[int, tuple[str, str]], policies: Mapping[int, Policy],
               meetings: Mapping[int, Sequence[Meeting]], credits: Mapping[int, Sequence[Given]], over: bool
               ) -> Sequence[BelowRow]:
        marks, met = sums._marks(work, doubtful), {}
        for key, (cohort, _trainee, joined, left) in doubtful.items():
            one = figure(policies[cohort], meetings.get(cohort, ()), marks.get(key, {}), joined, left,
                         credits=credits.get(key, ()), over=over)
            if at_risk(one):
                met[key] = one
        names = sums._names(work, {doubtful[key][1] for key in met})
        rows = []
        for key, one in met.items():
            cohort, trainee, joined, left = doubtful[key]
            run = absences_in_a_row(policies[cohort], meetings.get(cohort, ()), marks.get(key, {}), joined, left)
            rows.append(BelowRow(key, trainee, names[trainee], cohort, cohorts[cohort][0], one, run))
        return rows


def _far(full: int, meetings: Sequence[Meeting], policy: Policy, joined: date, left: date | None) -> bool:
    """Whether sessions attended in full alone leave more than enough to spare, so that no mark need be read."""
    if not meetings or left is not None or joined > meetings[0].day:
        return False
    if not sums._safe(full, meetings, policy, joined, left) or policy.basis == "minutes":
        return False
    coming = sum(not m.held for m in meetings)
    missed = len(meetings) - coming - full
    if policy.allowed_misses is not None and policy.allowed_misses - missed <= SPARE:
        return False
    return (full + coming - SPARE - 1) * 100 >= policy.threshold * len(meetings)
