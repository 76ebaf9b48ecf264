"""What another attendance policy would do to a cohort, before it is accepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.attendance.figures import Figure
from app.attendance.queries import read_facts
from app.cohorts.policy import Policy
from app.cohorts.queries import read_roll
from app.i18n import N_, _, ngettext
from app.office.command import Query, Work
from app.office.permissions import Permission

Turn = Literal["gains", "loses", "opens", "moves", "same"]
TURNS = {"gains": N_("Meets it then"), "loses": N_("Does not meet it then"), "opens": N_("Is open then"),
         "moves": N_("Another figure"), "same": N_("Stays as it is")}
_ORDER = {"loses": 0, "gains": 1, "opens": 2, "moves": 3, "same": 4}


@dataclass(frozen=True)
class EffectRow:
    """One trainee by the policy of today and by the other."""

    id: int  # of the enrolment
    name: str
    before: Figure
    after: Figure

    @property
    def turn(self) -> Turn:
        """gains or loses (meets the policy), opens (is no longer decided), moves (the figure only), same."""
        then, now = self.before.outcome, self.after.outcome
        if then != now:
            return "gains" if now == "met" else "loses" if now == "not_met" else "opens"
        if (self.before.reaches, self.after.reaches) in ((True, False), (False, True)):
            return "gains" if self.after.reaches else "loses"
        moved = (self.before.attended, self.before.counted) != (self.after.attended, self.after.counted)
        return "moves" if moved else "same"

    @property
    def words(self) -> str:
        """The turn in words."""
        return _(TURNS[self.turn])


@dataclass(frozen=True)
class Effect:
    """Everybody on the roll, who changes first."""

    before: Policy
    after: Policy
    rows: tuple[EffectRow, ...]

    def count(self, *turns: Turn) -> int:
        """How many take one of these turns."""
        return sum(row.turn in turns for row in self.rows)

    def words(self) -> str:
        """'2 trainees meet it then, 1 does not any more, 3 get another figure.'"""
        found = []
        if n := self.count("gains"):
            found.append(ngettext("{n} trainee meets it then", "{n} trainees meet it then", n).format(n=n))
        if n := self.count("loses"):
            found.append(ngettext("{n} trainee does not meet it then", "{n} trainees do not meet it then",
                                  n).format(n=n))
        if n := self.count("opens"):
            found.append(ngettext("{n} trainee is open then", "{n} trainees are open then", n).format(n=n))
        if n := self.count("moves"):
            found.append(ngettext("{n} trainee gets another figure", "{n} trainees get another figure", n).format(n=n))
        if not found:
            return _("Nothing changes for anybody on the roll.")
        return ", ".join(found) + "."


@dataclass(frozen=True, kw_only=True)
class PolicyEffect(Query[Effect]):
    """The figures of a cohort by its policy and by another, of everybody on the roll."""

    needs = Permission.ATTENDANCE_VIEW
    reads = frozenset({"cohort", "class_session", "mark", "enrolment", "attendance_credit", "trainee"})

    cohort_id: int
    policy: Policy

    def rows(self, work: Work) -> Sequence[Effect]:
        facts = read_facts(work, self.cohort_id)
        before, after = facts.figures(), facts.figures(self.policy)
        rows = [EffectRow(r.enrolment_id, r.name, before[r.enrolment_id], after[r.enrolment_id])
                for r in read_roll(work, self.cohort_id, everyone=False)]
        rows.sort(key=lambda r: _ORDER[r.turn])
        return [Effect(facts.policy, self.policy, tuple(rows))]
