"""Entering results: many cells at once, a try corrected or the next one added; never one written over another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from app.cohorts.commands import open_cohort
from app.cohorts.locks import refuse_locked
from app.cohorts.records import Cohort, Enrolment
from app.errors import Invalid, Missing
from app.i18n import _, ngettext, show_moment
from app.office.command import Command, Work, chunks
from app.office.permissions import Permission
from app.programmes.queries import ComponentRow, course_detail
from app.results.assessors import check_assessor, check_results
from app.results.locks import CHECKED
from app.results.reading import mark_problem
from app.results.records import Attempt
from app.results.rules import STATES, WORDS_OF, Try, shown_mark
from app.results.words import state_word


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One result. Without a number it corrects the latest try (or makes the first); `next` adds one after it.

    State '' takes the try away. `on_date` None leaves a date that is there, or means today for a new try.
    """

    enrolment_id: int
    component_id: int
    state: str = "sat"
    mark: Decimal | None = None
    competency: str = ""
    number: int | None = None
    next: bool = False
    on_date: date | None = None
    remark: str | None = None
    evidence: str | None = None  # for exempt: by what prior learning was shown
    assessor: str | None = None
    seen: str | None = None  # what the screen showed (`seen_of`), '' for an empty cell; None does not look


def seen_of(attempt: Try | Attempt | None) -> str:
    """A try as a screen shows it, for `Cell.seen`: what another PC has changed since is asked about."""
    if attempt is None:
        return ""
    mark = "" if attempt.mark is None else f"{attempt.mark.normalize():f}"
    return f"{attempt.number}:{attempt.state}:{mark}:{attempt.competency}"


def cell_key(cell: Cell) -> str:
    """How the problems of a command name a cell: 'enrolment:component'."""
    return f"{cell.enrolment_id}:{cell.component_id}"


@dataclass(frozen=True, kw_only=True)
class EnterResults(Command[int]):
    """Write results of one or many cells of cohorts; all of them or none. Returns how many tries changed."""

    needs = Permission.RESULTS_ENTER

    cells: tuple[Cell, ...]
    subject: str = ""  # 'Deepa: Final exam 68', for the label of a single cell

    def label(self) -> str:
        if self.subject:
            return _("Enter result, {subject}").format(subject=self.subject)
        n = len(self.cells)
        return ngettext("Enter {n} result", "Enter {n} results", n).format(n=n)

    def problems(self) -> dict[str, str]:
        found: dict[str, str] = {}
        if not self.cells:
            found[""] = _("There is nothing to enter.")
        for cell in self.cells:
            told = _cell_problem(cell)
            if told:
                found[cell_key(cell)] = told
        return found

    def check(self, work: Work) -> None:
        ids = {c.enrolment_id for c in self.cells}
        cohorts = cohorts_of(work, ids)
        for cohort_id in sorted(set(cohorts.values())):
            parts = {c.component_id for c in self.cells if cohorts[c.enrolment_id] == cohort_id}
            check_results(work, cohort_id, parts)
            open_cohort(work, cohort_id)
            check_assessor(work, cohort_id, parts)
        refuse_locked(work.session, ids)

    def run(self, work: Work) -> int:
        cohorts = cohorts_of(work, {c.enrolment_id for c in self.cells})
        components = _components(work, set(cohorts.values()))
        tries = _tries(work, sorted(cohorts))
        problems: dict[str, str] = {}
        changed = 0
        for cell in self.cells:
            component = components[cohorts[cell.enrolment_id]].get(cell.component_id)
            if component is None:
                raise Missing(_("This is not assessed in the course of this cohort."))
            told = fits(cell, component)
            if told:
                problems[cell_key(cell)] = told
                continue
            here = tries.setdefault((cell.enrolment_id, cell.component_id), {})
            changed += self._write(work, cell, component, here, problems)
        if problems:
            raise Invalid(problems)
        return changed

    def _write(self, work: Work, cell: Cell, component: ComponentRow, here: dict[int, Attempt],
               problems: dict[str, str]) -> bool:
        latest = max(here, default=0)
        number = cell.number or (latest + 1 if cell.next else latest or 1)
        if number > latest + 1 or number < 1:
            problems[cell_key(cell)] = _("Try {n} comes after a try that is not there.").format(n=number)
            return False
        attempt = here.get(number)
        told = stage_problem(attempt) if attempt is not None and not _same(attempt, cell) else ""
        told = told or _stale(cell, here.get(latest))
        if told:
            problems[cell_key(cell)] = told
            return False
        if cell.state == "":
            if attempt is None:
                return False
            if number < latest:
                problems[cell_key(cell)] = _("Take the later try away first.")
                return False
            work.remove(here.pop(number))
            return True
        if attempt is None:
            if number > component.max_attempts:
                problems[cell_key(cell)] = _("{title} allows {n} tries. All of them are used.").format(
                    title=component.shown(), n=component.max_attempts)
                return False
            attempt = Attempt(enrolment_id=cell.enrolment_id, component_id=cell.component_id, number=number,
                              on_date=cell.on_date or work.today, entered_by=work.actor.name, entered_at=work.now)
            _fill(attempt, cell)
            here[number] = work.add(attempt)
            return True
        if _same(attempt, cell):
            return False
        _fill(attempt, cell)
        attempt.stage = "draft"
        attempt.entered_by, attempt.entered_at = work.actor.name, work.now
        return True


def _cell_problem(cell: Cell) -> str:
    if cell.state not in (*STATES, ""):
        return _("Choose one of the states of a result.")
    if cell.state == "sat" and (cell.mark is None) == (cell.competency == ""):
        return _("Give a mark or a competency.")
    if cell.state != "sat" and (cell.mark is not None or cell.competency):
        return _("A mark stands only where the assessment was sat.")
    if cell.competency not in ("", *(word for words in WORDS_OF.values() for word in words)):
        return _("Competency is T or BT.")
    if cell.state == "exempt" and cell.evidence is not None and not cell.evidence.strip():
        return _("Write what shows the prior learning, such as a certificate and its number.")
    if cell.state == "booked" and cell.on_date is None:
        return _("Give the date of the resit.")
    return ""


def fits(cell: Cell, component: ComponentRow) -> str:
    """Why a cell does not fit its component, as a sentence; '' when it does."""
    if cell.state != "sat":
        return ""
    if component.scale in WORDS_OF:
        good, bad = WORDS_OF[component.scale]
        return "" if cell.competency in (good, bad) else _("{title} is judged {good} or {bad}, not by a mark.").format(
            title=component.shown(), good=good, bad=bad)
    if cell.mark is None:
        return _("{title} needs a mark.").format(title=component.shown())
    return mark_problem(component, cell.mark)


def _fill(attempt: Attempt, cell: Cell) -> None:
    attempt.state, attempt.mark, attempt.competency = cell.state, cell.mark, cell.competency
    if cell.on_date is not None:
        attempt.on_date = cell.on_date
    for name in ("remark", "evidence", "assessor"):
        value = getattr(cell, name)
        if value is not None:
            setattr(attempt, name, value.strip())


def _same(attempt: Attempt, cell: Cell) -> bool:
    return ((attempt.state, attempt.mark, attempt.competency) == (cell.state, cell.mark, cell.competency)
            and cell.on_date in (None, attempt.on_date) and cell.remark in (None, attempt.remark)
            and cell.evidence in (None, attempt.evidence) and cell.assessor in (None, attempt.assessor))


def stage_problem(attempt: Attempt) -> str:
    """Why a try is not to be written over any more; '' while it is a draft."""
    if attempt.stage == "submitted":
        return _("This result is submitted for checking. A verifier can return it.")
    if attempt.stage in CHECKED:
        return _("This result is verified. A verifier amends it with a reason.")
    return ""


def _stale(cell: Cell, latest: Attempt | None) -> str:
    """What another PC has entered since the screen was drawn, in words; '' when nothing, or the same."""
    if cell.seen is None or cell.seen == seen_of(latest):
        return ""
    if latest is None:
        return _("Somebody else has taken this result away. Enter it once more if it is to stand.")
    if not cell.next and (latest.state, latest.mark, latest.competency) == (cell.state, cell.mark, cell.competency):
        return ""
    return _("{name} has entered {value} here, {when}. Nothing was overwritten.").format(
        name=latest.entered_by, value=shown_mark(latest.mark) or latest.competency or state_word(latest.state),
        when=show_moment(latest.entered_at))


def cohorts_of(work: Work, enrolment_ids: set[int]) -> dict[int, int]:
    """Enrolment -> cohort. Missing when one is not there."""
    found: dict[int, int] = {}
    for part in chunks(sorted(enrolment_ids)):
        found.update(work.session.execute(
            select(Enrolment.id, Enrolment.cohort_id).where(Enrolment.id.in_(part))).all())
    if len(found) < len(enrolment_ids):
        raise Missing(_("This trainee is no longer in the cohort. Open the cohort again."))
    return found


def _components(work: Work, cohort_ids: set[int]) -> dict[int, dict[int, ComponentRow]]:
    found = {}
    for cohort_id in cohort_ids:
        detail = course_detail(work, work.get(Cohort, cohort_id).course_id)
        found[cohort_id] = {c.id: c for c in detail.components}
    return found


def _tries(work: Work, enrolment_ids: Sequence[int]) -> dict[tuple[int, int], dict[int, Attempt]]:
    found: dict[tuple[int, int], dict[int, Attempt]] = {}
    for part in chunks(enrolment_ids):
        for attempt in work.session.scalars(select(Attempt).where(Attempt.enrolment_id.in_(part))):
            found.setdefault((attempt.enrolment_id, attempt.component_id), {})[attempt.number] = attempt
    return found
