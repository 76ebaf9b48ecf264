"""Who assesses what: with anybody named for a component of a cohort, only these and verifiers enter its results."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.cohorts.commands import open_cohort
from app.cohorts.queries import check_own
from app.errors import Refused
from app.i18n import _
from app.office.command import Command, Work
from app.office.permissions import Actor, Permission
from app.programmes.records import Component
from app.results.records import Assessor

Named = Sequence[tuple[str, int | None]]


def read_assessors(work: Work, cohort_id: int) -> dict[int, list[tuple[str, int | None]]]:
    """Component -> name and user account of those who assess it; a component without any is not in it."""
    found: dict[int, list[tuple[str, int | None]]] = {}
    for component, name, user in work.session.execute(
            select(Assessor.component_id, Assessor.name, Assessor.user_id)
            .where(Assessor.cohort_id == cohort_id).order_by(Assessor.id)):
        found.setdefault(component, []).append((name, user))
    return found


def assesses(actor: Actor, named: Named) -> bool:
    """Whether the actor may enter results of a component for which these are named."""
    if not actor.may(Permission.RESULTS_ENTER):
        return False
    return not named or actor.may(Permission.RESULTS_VERIFY) or any(
        user is not None and user == actor.user_id for _name, user in named)


def is_own(work: Work, cohort_id: int) -> bool:
    """Whether the cohort is one the actor works with anyway."""
    try:
        check_own(work, cohort_id)
    except Refused:
        return False
    return True


def check_results(work: Work, cohort_id: int, component_ids: Collection[int] | None = None) -> None:
    """Raise Refused unless the cohort is the actor's own, or he assesses there: these components, or any."""
    named = read_assessors(work, cohort_id)
    his = {key for key, people in named.items() if any(
        user is not None and user == work.actor.user_id for _name, user in people)}
    if not his or (component_ids is not None and not set(component_ids) <= his):
        check_own(work, cohort_id)


def check_assessor(work: Work, cohort_id: int, component_ids: Collection[int]) -> None:
    """Raise Refused, naming who does, when somebody else assesses one of these components."""
    named = read_assessors(work, cohort_id)
    for key in sorted(component_ids):
        if not assesses(work.actor, named.get(key, ())):
            raise Refused(_("{title} is assessed by {names}. Only they and verifiers enter its results.").format(
                title=work.get(Component, key).title, names=", ".join(name for name, _user in named.get(key, ()))))


@dataclass(frozen=True, kw_only=True)
class SetAssessors(Command[int]):
    """Name who assesses a component in a cohort, as (name, user id); nobody leaves it to every instructor of it."""

    needs = Permission.COHORTS_CHANGE

    cohort_id: int
    component_id: int
    people: tuple[tuple[str, int | None], ...]

    def label(self) -> str:
        return _("Name the assessors")

    def check(self, work: Work) -> None:
        check_own(work, self.cohort_id)

    def run(self, work: Work) -> int:
        open_cohort(work, self.cohort_id)
        wanted = {name.strip(): user for name, user in self.people if name.strip()}
        for row in work.session.scalars(select(Assessor).where(
                Assessor.cohort_id == self.cohort_id, Assessor.component_id == self.component_id)):
            if row.name in wanted:
                row.user_id = wanted.pop(row.name)
            else:
                work.session.delete(row)
        work.session.flush()
        for name, user in wanted.items():
            work.add(Assessor(cohort_id=self.cohort_id, component_id=self.component_id, user_id=user, name=name))
        return len(self.people)
