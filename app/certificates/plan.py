"""Before a batch: who will get a certificate, who will not and why, with which numbers, and what was checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.centre.queries import centre_row
from app.certificates import numbering
from app.certificates.checks import Check, checks_of, roles_of
from app.certificates.collect import Award, collect
from app.certificates.facts import Design, Facts, Kind, Language
from app.certificates.queries import live_certificates
from app.certificates.templates import queries
from app.certificates.templates.model import Layout
from app.cohorts.queries import check_own
from app.completion.mend import first_unmarked
from app.completion.queries import CompletionRow, CompletionSheet, read_completion
from app.errors import Missing, Refused
from app.office.command import Query, Ref, Work
from app.office.permissions import Permission
from app.trust.keys import why_not


@dataclass(frozen=True)
class PlanLine:
    """One enrolment in the plan. `draft` is the paper without number, for those who are ready or issued."""

    row: CompletionRow
    why_not: tuple[str, ...] = ()  # a sentence each; empty for those who are ready
    certificate_id: int | None = None
    number: str = ""  # of the certificate that was issued
    state: str = ""
    draft: Facts | None = None
    paper: tuple[str, ...] = ()  # of `why_not`, what keeps the paper from being printed
    name_lines: int = 1  # lines that the name takes on the paper
    unmarked: int | None = None  # the first session held without a mark for the trainee
    cohort_id: int = 0

    @property
    def enrolment_id(self) -> int:
        """The key of the enrolment."""
        return self.row.enrolment_id

    @property
    def name(self) -> str:
        """The name of the trainee."""
        return self.row.name

    @property
    def ready(self) -> bool:
        """Whether a certificate can be issued now."""
        return not self.why_not and not self.number


@dataclass(frozen=True)
class Plan:
    """A cohort's certificates of one kind: everybody on its roll by name."""

    sheet: CompletionSheet
    kind: Kind
    language: Language
    design: Design
    issued_on: date
    lines: tuple[PlanLine, ...]
    first_number: str  # the next numbers, first and last, if nobody else issues in between
    last_number: str
    checks: tuple[Check, ...]
    layout: Layout | None = None  # what the drafts are drawn with; None: the shipped one of the design
    assets: Mapping[str, bytes] = field(default_factory=dict)
    templates: tuple[tuple[str, str], ...] = ()  # code and name of those that this kind may be issued with
    award: Award = field(default_factory=Award)

    def ready(self) -> list[PlanLine]:
        """Those who will get one."""
        return [line for line in self.lines if line.ready]

    def issued(self) -> list[PlanLine]:
        """Those who have one."""
        return [line for line in self.lines if line.number]

    def not_ready(self) -> list[PlanLine]:
        """Those who will not, with why."""
        return [line for line in self.lines if line.why_not]


@dataclass(frozen=True, kw_only=True)
class IssuePlan(Query[Plan]):
    """The plan of a batch. Empty kind, language or design take the course's or the centre's."""

    needs = Permission.CERTIFICATES_VIEW
    reads = frozenset({"attempt", "enrolment", "trainee", "trainee_title", "identity", "cohort", "component", "course",
                       "requirement", "grade_band", "mark", "class_session", "attendance_status",
                       "requirement_override", "decision", "certificate", "centre", "signatory", "series", "setting",
                       "template", "template_version"})

    cohort_id: int
    kind: Kind | None = None
    language: Language | None = None
    design: Design | None = None
    issued_on: date | None = None
    award: Award = field(default_factory=Award)

    def rows(self, work: Work) -> Sequence[Plan]:
        check_own(work, self.cohort_id)
        sheet = read_completion(work, self.cohort_id)
        centre = centre_row(work)
        kind: Kind = self.kind or sheet.course.course.certificate_kind  # type: ignore[assignment]
        language: Language = self.language or (centre.certificate_language if centre else "bi")  # type: ignore[assignment]
        design: Design = (self.design or sheet.course.course.certificate_design
                          or (centre.certificate_design if centre else "klasik"))
        day = self.issued_on or work.today
        layout, assets, refused = template_for(work, design)
        live = live_certificates(work, [row.enrolment_id for row in sheet.rows])
        unmarked = first_unmarked(work, sheet)
        lines = []
        for row in sheet.rows:
            held = live.get((row.enrolment_id, kind))
            why = () if held else tuple(row.why_not(kind))
            draft: Facts | None = None
            paper: tuple[str, ...] = ()
            name_lines = 1
            if not why and centre is not None:
                draft = collect(work, sheet, row, kind=kind, language=language, design=design, issued_on=day,
                                award=self.award)
                if not held:
                    paper, name_lines = _examined(draft, layout, assets)
            key, number, state = held or (None, "", "")
            lines.append(PlanLine(row, why + paper, key, number, state, draft, paper, name_lines,
                                  unmarked.get(row.enrolment_id), self.cohort_id))
        ready = sum(1 for line in lines if line.ready)
        numbers = _numbers(work, sheet, centre.code if centre else "", kind, day, ready)
        checks = checks_of(work, lines, centre, day, numbers)
        checks[:0] = roles_of(layout, lines)
        checks[:0] = [Check(False, words) for words in dict.fromkeys(self.award.problems(kind, language, day).values())]
        if refused:
            checks.insert(0, Check(False, refused, Ref("templates", 0)))
        unsigned = why_not(work)
        if unsigned:
            checks.insert(0, Check(False, unsigned, Ref("settings", detail="keys")))
        return [Plan(sheet, kind, language, design, day, tuple(lines), *numbers, tuple(checks), layout, assets,
                     templates_for(work, kind, design), self.award)]


def templates_for(work: Work, kind: str, design: str) -> tuple[tuple[str, str], ...]:
    """Code and name of the templates that are offered for a kind; the one that is chosen is always among them."""
    return tuple((row.code, row.name) for row in queries.all_templates(work)
                 if row.code == design or (row.state == "published" and row.serves(kind)))


def template_for(work: Work, design: str) -> tuple[Layout | None, Mapping[str, bytes], str]:
    """Layout and assets of a template, and why certificates cannot be issued with it."""
    try:
        layout, _digest = queries.current(work, design)
        return layout, queries.assets_of(work, layout), ""
    except (Missing, Refused) as problem:
        return None, {}, str(problem)


def _examined(draft: Facts, layout: Layout | None, assets: Mapping[str, bytes]) -> tuple[tuple[str, ...], int]:
    from app.certificates.paper import examine

    told, lines = examine(draft, layout, assets)
    return tuple(told), lines


def _numbers(work: Work, sheet: CompletionSheet, centre: str, kind: str, day: date, count: int) -> tuple[str, str]:
    programme = numbering.programme_of(work, sheet.rows[0].enrolment_id) if sheet.rows else ""
    series = numbering.active_series(work, programme, kind)
    found = numbering.following(work, series, centre, day.year, programme, kind, max(count, 1))
    return found[0], found[-1]
