"""Changing capstone projects: the project, its team, the criteria, the scores of the panel, and feeding a component."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import select

from app.cohorts.commands import open_cohort
from app.cohorts.queries import check_own
from app.cohorts.records import Cohort, Enrolment
from app.errors import Conflict, Invalid, Missing
from app.i18n import _
from app.office.command import Command, Work
from app.office.permissions import Permission
from app.programmes.queries import ComponentRow, course_detail
from app.results.capstone import FINAL, final_score, mark_of, read_criteria
from app.results.commands import Cell, EnterResults
from app.results.records import Attempt, Capstone, CapstoneMember, Criterion, PanelScore
from app.results.rules import shown_mark


def _own_open(work: Work, cohort_id: int) -> None:
    check_own(work, cohort_id)
    open_cohort(work, cohort_id)


@dataclass(frozen=True)
class Member:
    """A member of a team as it is saved."""

    enrolment_id: int
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class SaveCapstone(Command[int]):
    """Record a project or change it; its team is replaced by the one given. Returns its key."""

    needs = Permission.RESULTS_ENTER

    cohort_id: int
    capstone_id: int | None = None
    version: int | None = None
    title: str
    owner: str = ""
    supervisor: str = ""
    component_id: int | None = None
    presented_on: date | None = None
    place: str = ""
    award: str = ""
    note: str = ""
    members: tuple[Member, ...] = ()

    def label(self) -> str:
        return _("Save project {title}").format(title=self.title.strip())

    def problems(self) -> dict[str, str]:
        found: dict[str, str] = {}
        if not self.title.strip():
            found["title"] = _("Write the title of the project.")
        keys = [m.enrolment_id for m in self.members]
        if len(set(keys)) < len(keys):
            found["members"] = _("A trainee stands in the team twice.")
        return found

    def check(self, work: Work) -> None:
        _own_open(work, self.cohort_id)

    def run(self, work: Work) -> int:
        self._team_fits(work)
        values = {"title": self.title.strip(), "owner": self.owner.strip(), "supervisor": self.supervisor.strip(),
                  "component_id": self.component_id, "presented_on": self.presented_on, "place": self.place.strip(),
                  "award": self.award.strip(), "note": self.note.strip()}
        if self.capstone_id is None:
            record = work.add(Capstone(cohort_id=self.cohort_id, **values))
        else:
            record = work.get(Capstone, self.capstone_id, self.version)
            for name, value in values.items():
                setattr(record, name, value)
        self._team(work, record.id)
        return record.id

    def _team_fits(self, work: Work) -> None:
        keys = [m.enrolment_id for m in self.members]
        here = set(work.session.scalars(select(Enrolment.id).where(
            Enrolment.id.in_(keys), Enrolment.cohort_id == self.cohort_id)))
        if set(keys) - here:
            raise Missing(_("This trainee is no longer in the cohort. Open the cohort again."))
        taken = work.session.execute(
            select(Capstone.title).join(CapstoneMember, CapstoneMember.capstone_id == Capstone.id).where(
                CapstoneMember.enrolment_id.in_(keys), Capstone.cohort_id == self.cohort_id,
                Capstone.component_id == self.component_id, Capstone.id != (self.capstone_id or 0))).first()
        if taken is not None and self.component_id is not None:
            raise Invalid({"members": _("A member is also in the project {title}, which feeds the same assessment."
                                        ).format(title=taken[0])})

    def _team(self, work: Work, key: int) -> None:
        wanted = {m.enrolment_id: m.role.strip() for m in self.members}
        for old in list(work.session.scalars(select(CapstoneMember).where(CapstoneMember.capstone_id == key))):
            if old.enrolment_id in wanted:
                old.role = wanted.pop(old.enrolment_id)
            else:
                work.remove(old)
        for enrolment_id, role in wanted.items():
            work.add(CapstoneMember(capstone_id=key, enrolment_id=enrolment_id, role=role))


@dataclass(frozen=True, kw_only=True)
class RemoveCapstone(Command[None]):
    """Take a project away with its team and scores; results it has fed stay."""

    needs = Permission.RESULTS_ENTER

    capstone_id: int
    version: int | None = None
    title: str = ""

    def label(self) -> str:
        return _("Remove project {title}").format(title=self.title)

    def check(self, work: Work) -> None:
        _own_open(work, work.get(Capstone, self.capstone_id).cohort_id)

    def run(self, work: Work) -> None:
        record = work.get(Capstone, self.capstone_id, self.version)
        for kind in (PanelScore, CapstoneMember):
            for part in list(work.session.scalars(select(kind).where(kind.capstone_id == record.id))):
                work.remove(part)
        work.remove(record)


@dataclass(frozen=True)
class CriterionSpec:
    """A criterion as it is saved; with a key it changes that one."""

    title: str
    title_ms: str = ""
    max_score: Decimal = Decimal(10)
    weight: Decimal = Decimal(1)
    key: int | None = None


@dataclass(frozen=True, kw_only=True)
class SaveCriteria(Command[None]):
    """The criteria of a cohort, in this order; those not named are removed, unless they have scores."""

    needs = Permission.RESULTS_ENTER

    cohort_id: int
    criteria: tuple[CriterionSpec, ...]

    def label(self) -> str:
        return _("Change the criteria of the panel")

    def problems(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for at, one in enumerate(self.criteria):
            if not one.title.strip():
                found[f"title:{at}"] = _("Write what is scored.")
            if one.max_score <= 0:
                found[f"max_score:{at}"] = _("The highest score must be above 0.")
            if one.weight < 0:
                found[f"weight:{at}"] = _("A weight cannot be below 0.")
        if self.criteria and not any(c.weight > 0 for c in self.criteria):
            found["weight:0"] = _("At least one criterion must weigh something.")
        return found

    def check(self, work: Work) -> None:
        _own_open(work, self.cohort_id)

    def run(self, work: Work) -> None:
        before = [(p, fed_mark(work, p)) for p in list(work.session.scalars(
            select(Capstone).where(Capstone.cohort_id == self.cohort_id)))]
        here = {c.id: c for c in work.session.scalars(select(Criterion).where(Criterion.cohort_id == self.cohort_id))}
        kept = {c.key for c in self.criteria if c.key is not None}
        for key in set(here) - kept:
            if work.session.execute(select(PanelScore.id).where(PanelScore.criterion_id == key)).first() is not None:
                raise Invalid(_("{title} has scores. Clear them first, or give it the weight 0.").format(
                    title=here[key].title))
            work.remove(here[key])
        for position, one in enumerate(self.criteria, start=1):
            highest = work.session.scalars(select(PanelScore.score).where(PanelScore.criterion_id == one.key).order_by(
                PanelScore.score.desc())).first() if one.key is not None else None
            if highest is not None and highest > one.max_score:
                raise Invalid({f"max_score:{position - 1}": _("A score of {score} is already given.").format(
                    score=shown_mark(highest))})
            record = here.get(one.key or 0) or Criterion(cohort_id=self.cohort_id)
            record.position, record.title, record.title_ms = position, one.title.strip(), one.title_ms.strip()
            record.max_score, record.weight = one.max_score, one.weight
            if one.key is None:
                work.add(record)
        work.session.flush()
        for project, mark in before:
            _carry(work, project, mark)


@dataclass(frozen=True)
class Score:
    """A judge's score for a criterion; None takes it away."""

    criterion_id: int
    judge: str
    score: Decimal | None


@dataclass(frozen=True, kw_only=True)
class ScorePanel(Command[int]):
    """Enter scores of a project. Returns how many changed; what it has fed and nobody has submitted follows."""

    needs = Permission.RESULTS_ENTER

    capstone_id: int
    scores: tuple[Score, ...]
    title: str = ""

    def label(self) -> str:
        return _("Enter panel scores, {title}").format(title=self.title)

    def problems(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for one in self.scores:
            key = f"{one.criterion_id}:{one.judge}"
            if not one.judge.strip():
                found[key] = _("Name the judge.")
            elif one.score is not None and one.score < 0:
                found[key] = _("A score cannot be below 0.")
            elif one.score is not None and one.score != one.score.quantize(Decimal("0.01")):
                found[key] = _("A score has at most two decimals.")
        return found

    def check(self, work: Work) -> None:
        _own_open(work, work.get(Capstone, self.capstone_id).cohort_id)

    def run(self, work: Work) -> int:
        project = work.get(Capstone, self.capstone_id)
        before = fed_mark(work, project)
        criteria = {c.id: c for c in read_criteria(work, project.cohort_id)}
        here = {(s.criterion_id, s.judge): s for s in work.session.scalars(select(PanelScore).where(
            PanelScore.capstone_id == project.id))}
        problems: dict[str, str] = {}
        changed = 0
        for one in self.scores:
            criterion = criteria.get(one.criterion_id)
            if criterion is None:
                raise Missing(_("This criterion is no longer there. Open the projects again."))
            if one.score is not None and one.score > criterion.max_score:
                problems[f"{one.criterion_id}:{one.judge}"] = _("{mark} is more than {max}").format(
                    mark=shown_mark(one.score), max=shown_mark(criterion.max_score))
                continue
            changed += _put_score(work, project.id, here, one)
        if problems:
            raise Invalid(problems)
        work.session.flush()
        _carry(work, project, before)
        return changed


def _put_score(work: Work, project_id: int, here: dict[tuple[int, str], PanelScore], one: Score) -> bool:
    found = here.get((one.criterion_id, one.judge.strip()))
    if one.score is None:
        if found is not None:
            work.remove(found)
        return found is not None
    if found is None:
        work.add(PanelScore(capstone_id=project_id, criterion_id=one.criterion_id, judge=one.judge.strip(),
                            score=one.score))
        return True
    if found.score == one.score:
        return False
    found.score = one.score
    return True


@dataclass(frozen=True, kw_only=True)
class FeedCapstone(Command[int]):
    """Put the score of a project into its component, for each member. A mark that stands there and is another one is
    changed only when `replace` says so. Returns how many results changed."""

    needs = Permission.RESULTS_ENTER

    capstone_id: int
    replace: bool = False
    title: str = ""

    def label(self) -> str:
        return _("Carry the score of {title} into the results").format(title=self.title)

    def check(self, work: Work) -> None:
        _own_open(work, work.get(Capstone, self.capstone_id).cohort_id)

    def run(self, work: Work) -> int:
        project = work.get(Capstone, self.capstone_id)
        component = _component(work, project)
        if component is None:
            raise Invalid({"component_id": _("Choose which assessment the score counts for.")})
        score = _score(work, project)
        if score is None:
            raise Invalid(_("A criterion has no score yet."))
        keys = _members(work, project.id)
        if not keys:
            raise Invalid({"members": _("The project has no team yet.")})
        mark = mark_of(score, component)
        here = _standing(work, keys, component.id)
        other = [a for a in here.values() if (a.state, a.mark) != ("sat", mark)]
        if other and not self.replace:
            raise Conflict(_("{n} of the team have another result there.").format(n=len(other)))
        return _enter(work, keys, component.id, mark, project.presented_on)


def _component(work: Work, project: Capstone) -> ComponentRow | None:
    detail = course_detail(work, work.get(Cohort, project.cohort_id).course_id)
    return next((c for c in detail.components if c.id == project.component_id), None)


def _score(work: Work, project: Capstone) -> Fraction | None:
    scores = {(s.criterion_id, s.judge): s.score for s in work.session.scalars(select(PanelScore).where(
        PanelScore.capstone_id == project.id))}
    return final_score(read_criteria(work, project.cohort_id), scores)


def _members(work: Work, project_id: int) -> list[int]:
    return list(work.session.scalars(select(CapstoneMember.enrolment_id).where(
        CapstoneMember.capstone_id == project_id)))


def _standing(work: Work, keys: Sequence[int], component_id: int) -> dict[int, Attempt]:
    """Enrolment -> its latest try at the component."""
    found: dict[int, Attempt] = {}
    for attempt in work.session.scalars(select(Attempt).where(
            Attempt.enrolment_id.in_(keys), Attempt.component_id == component_id).order_by(Attempt.number)):
        found[attempt.enrolment_id] = attempt
    return found


def _enter(work: Work, keys: Sequence[int], component_id: int, mark: Decimal, day: date | None) -> int:
    command = EnterResults(cells=tuple(Cell(enrolment_id=key, component_id=component_id, mark=mark, on_date=day)
                                       for key in keys))
    command.check(work)
    return command.run(work)


def fed_mark(work: Work, project: Capstone) -> Decimal | None:
    """The mark the project gives as it stands; None without a component or while a score is missing."""
    component = _component(work, project)
    score = _score(work, project) if component is not None else None
    return mark_of(score, component) if component is not None and score is not None else None


def _carry(work: Work, project: Capstone, before: Decimal | None) -> None:
    """After a change of scores or criteria: the members whose result is the one the project gave before follow, as long
    as nobody has submitted it. Another result stays, and whoever has none yet gets none of itself."""
    after = fed_mark(work, project)
    if before is None or after is None or after == before or project.component_id is None:
        return
    keys = [k for k, a in _standing(work, _members(work, project.id), project.component_id).items()
            if a.state == "sat" and a.stage not in FINAL and a.mark == before]
    if keys:
        _enter(work, keys, project.component_id, after, project.presented_on)
