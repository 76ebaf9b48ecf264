"""Recording a list of marks at once, and what must be known of a cohort before one can be judged."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select

from app.centre.records import Setting
from app.cohorts.locks import locked_enrolments
from app.cohorts.queries import check_own, read_roll
from app.cohorts.records import Cohort
from app.i18n import _
from app.office.command import Query, Work, chunks
from app.office.permissions import Permission
from app.programmes.queries import ComponentRow, course_detail
from app.results.commands import EnterResults
from app.results.queries import read_tries
from app.results.rules import Try
from app.trainees.names import match_key
from app.trainees.records import Identity, ImportBatch

MOST_KEPT = 200  # headings remembered for a course


@dataclass(frozen=True)
class Person:
    """Somebody on the roll."""

    enrolment_id: int
    trainee_id: int
    number: str
    name: str
    key: str  # for comparing names
    identities: tuple[str, ...]
    locked: bool


@dataclass(frozen=True)
class Known:
    """What a list is compared with."""

    components: tuple[ComponentRow, ...]
    people: tuple[Person, ...]
    tries: Mapping[tuple[int, int], tuple[Try, ...]]
    remembered: Mapping[str, str]

    @cached_property
    def by_number(self) -> dict[str, Person]:
        """Trainee number -> person."""
        return {p.number.upper(): p for p in self.people}

    @cached_property
    def by_identity(self) -> dict[str, Person]:
        """Identity number -> person."""
        return {number: p for p in self.people for number in p.identities}

    def person(self, enrolment_id: int) -> Person | None:
        """The person of an enrolment."""
        return next((p for p in self.people if p.enrolment_id == enrolment_id), None)


def setting_key(course_id: int) -> str:
    """Where the headings of a course are remembered."""
    return f"results.headings.{course_id}"


@dataclass(frozen=True, kw_only=True)
class BringKnown(Query[Known]):
    """The roll, the assessments and the results of a cohort. Identity numbers are compared, never shown."""

    needs = Permission.RESULTS_VIEW
    reads = frozenset({"attempt", "enrolment", "trainee", "identity", "component", "setting"})

    cohort_id: int

    def rows(self, work: Work) -> Sequence[Known]:
        check_own(work, self.cohort_id)
        course_id = work.get(Cohort, self.cohort_id).course_id
        roll = read_roll(work, self.cohort_id, everyone=False)
        keys = [r.enrolment_id for r in roll]
        locked = locked_enrolments(work.session, keys)
        held: dict[int, list[str]] = {}
        for part in chunks([r.trainee_id for r in roll]):
            for trainee_id, number in work.session.execute(
                    select(Identity.trainee_id, Identity.number).where(Identity.trainee_id.in_(part))):
                held.setdefault(trainee_id, []).append(number)
        people = tuple(Person(r.enrolment_id, r.trainee_id, r.number, r.name, match_key(r.name),
                              tuple(held.get(r.trainee_id, ())), r.enrolment_id in locked) for r in roll)
        kept = work.session.scalar(select(Setting.value).where(Setting.key == setting_key(course_id)))
        return [Known(course_detail(work, course_id).components, people, read_tries(work, keys),
                      json.loads(kept) if kept else {})]


@dataclass(frozen=True, kw_only=True)
class BringResults(EnterResults):
    """Record a list of marks: all of its cells or none; undone at once. Headings are remembered for the course."""

    cohort_id: int
    file: str
    digest: str = ""  # SHA-256 of the file
    unchanged: int = 0
    left_out: int = 0
    remember: tuple[tuple[str, str], ...] = ()

    def label(self) -> str:
        return _("Import {n} results from {file}").format(n=len(self.cells), file=self.file)

    def run(self, work: Work) -> int:
        before = set(read_tries(work, sorted({c.enrolment_id for c in self.cells})))
        changed = super().run(work)
        if self.remember:
            self._remember(work)
        there = sum((c.enrolment_id, c.component_id) in before for c in self.cells)
        work.add(ImportBatch(kind="results", file_name=self.file, file_hash=self.digest, cohort_id=self.cohort_id,
                             added=len(self.cells) - there, changed=there, unchanged=self.unchanged,
                             left_out=self.left_out, mode="both", by=work.actor.name, at=work.now))
        return changed

    def _remember(self, work: Work) -> None:
        key = setting_key(work.get(Cohort, self.cohort_id).course_id)
        record = work.session.scalar(select(Setting).where(Setting.key == key))
        kept = json.loads(record.value) if record is not None else {}
        merged = dict(list({**kept, **dict(self.remember)}.items())[-MOST_KEPT:])
        if merged == kept:
            return
        if record is None:
            work.add(Setting(key=key, value=json.dumps(merged)))
        else:
            record.value = json.dumps(merged)
