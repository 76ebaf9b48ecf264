"""How the marks of a cohort lie: mean, spread and failures by assessment and assessor, and how totals fall into bands.

Marks are compared in per cent of the highest mark, and it is the try that counts that is looked at. Mean and quartiles
are exact: a quartile lies between two marks in proportion (as QUARTILE.INC of Excel); the standard deviation is that of
a sample (n - 1). Whoever was absent has no mark and is in none of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from sqlalchemy import select

from app.cohorts.queries import check_own, read_roll
from app.cohorts.records import Cohort
from app.i18n import _
from app.office.command import Query, Work, chunks
from app.office.permissions import Permission
from app.programmes.queries import ComponentRow, CourseDetail, course_detail
from app.results.queries import read_tries, standings_of
from app.results.records import Attempt
from app.results.rules import Standing, grade, total, weighted


@dataclass(frozen=True)
class Spread:
    """The marks of one assessment (and one assessor, '' for all) in per cent, ascending."""

    component_id: int
    title: str
    assessor: str
    values: tuple[Fraction, ...]
    failed: int
    absent: int
    pass_at: Fraction | None  # per cent

    @property
    def count(self) -> int:
        """How many have a mark."""
        return len(self.values)

    @property
    def mean(self) -> Fraction | None:
        """The mean."""
        return sum(self.values, Fraction(0)) / self.count if self.values else None

    @property
    def deviation(self) -> Decimal | None:
        """The standard deviation of a sample, to two decimals; None below two marks."""
        if self.count < 2:
            return None
        mean = self.mean or Fraction(0)
        variance = sum(((v - mean) ** 2 for v in self.values), Fraction(0)) / (self.count - 1)
        with localcontext() as exact:
            exact.prec = 30
            return (Decimal(variance.numerator) / Decimal(variance.denominator)).sqrt().quantize(Decimal("0.01"))

    def quartile(self, quarter: int) -> Fraction | None:
        """0 is the least, 1 the lower quartile, 2 the median, 3 the upper quartile, 4 the highest."""
        if not self.values:
            return None
        place = Fraction((self.count - 1) * quarter, 4)
        low = int(place)
        part = place - low
        if not part:
            return self.values[low]
        return self.values[low] + (self.values[low + 1] - self.values[low]) * part

    @property
    def fail_rate(self) -> Fraction | None:
        """The share of marks that fail, in per cent."""
        return Fraction(self.failed * 100, self.count) if self.count and self.pass_at is not None else None


@dataclass(frozen=True)
class Band:
    """How many totals lie in a band, and the share of all totals in per cent."""

    name: str
    count: int
    share: Fraction


@dataclass(frozen=True)
class ModerationSheet:
    """What a moderator looks at."""

    cohort_id: int
    components: tuple[Spread, ...]
    assessors: tuple[Spread, ...]  # only where more than one assessor gave marks in the cohort
    tens: tuple[Band, ...]
    grades: tuple[Band, ...]
    totals: tuple[Fraction, ...]


def spread(component: ComponentRow, assessor: str, standings: Sequence[Standing]) -> Spread:
    """The spread of those with a mark; T and BT count as failed or not, without a value."""
    most = Fraction(component.max_mark)
    values = sorted(s.value * 100 / most for s in standings if s.kind in ("passed", "failed") and s.value is not None)
    failed = sum(s.kind == "failed" and s.value is not None for s in standings)
    return Spread(component.id, component.shown(), assessor, tuple(values), failed,
                  sum(s.kind == "absent" for s in standings),
                  Fraction(component.pass_mark) * 100 / most if component.pass_mark is not None else None)


def tens(totals: Sequence[Fraction]) -> tuple[Band, ...]:
    """Ten bands of ten; 100 belongs to the last."""
    counts = [0] * 10
    for value in totals:
        counts[min(9, max(0, int(value // 10)))] += 1
    return tuple(Band(f"{n * 10}–{n * 10 + 9 if n < 9 else 100}", count, _share(count, len(totals)))
                 for n, count in enumerate(counts))


def by_grade(detail: CourseDetail, totals: Sequence[Fraction]) -> tuple[Band, ...]:
    """Totals by grade, from the highest; what reaches none of them last."""
    if not detail.grades:
        return ()
    found: dict[str, int] = {g.shown(): 0 for g in sorted(detail.grades, key=lambda g: -g.floor)}
    none = 0
    for value in totals:
        band = grade(detail.grades, value)
        if band is None:
            none += 1
        else:
            found[band.shown()] += 1
    return tuple(Band(name, n, _share(n, len(totals))) for name, n in [*found.items(), (_("Below"), none)])


def _share(count: int, of: int) -> Fraction:
    return Fraction(count * 100, of) if of else Fraction(0)


def read_moderation(work: Work, cohort_id: int) -> ModerationSheet:
    """Read inside a transaction."""
    detail = course_detail(work, work.get(Cohort, cohort_id).course_id)
    keys = [r.enrolment_id for r in read_roll(work, cohort_id, everyone=False)]
    tries = read_tries(work, keys)
    standings = {key: standings_of(detail, tries, key) for key in keys}
    marked = [c for c in detail.components if c.scale not in ("competency", "pass")]
    whole = tuple(spread(c, "", [standings[k][c.id] for k in keys]) for c in marked)
    totals = sorted(t for k in keys if weighted(detail.components)
                    and (t := total(detail.components, standings[k])) is not None)
    return ModerationSheet(cohort_id, whole, _assessors(work, keys, marked, standings), tens(totals),
                           by_grade(detail, totals), tuple(totals))


def _assessors(work: Work, keys: Sequence[int], components: Sequence[ComponentRow],
               standings: Mapping[int, Mapping[int, Standing]]) -> tuple[Spread, ...]:
    who: dict[tuple[int, int, int], str] = {}
    for part in chunks(sorted(keys)):
        for e, c, n, assessor, by in work.session.execute(
                select(Attempt.enrolment_id, Attempt.component_id, Attempt.number, Attempt.assessor,
                       Attempt.entered_by).where(Attempt.enrolment_id.in_(part))):
            who[e, c, n] = assessor or by
    if len(set(who.values())) < 2:
        return ()
    found = []
    for component in components:
        groups: dict[str, list[Standing]] = {}
        for key in keys:
            one = standings[key][component.id]
            if one.counts is not None:
                name = who.get((key, component.id, one.counts.number), "")
                groups.setdefault(name, []).append(one)
        found += [spread(component, name or _("Unknown"), groups[name]) for name in sorted(groups)]
    return tuple(found)


@dataclass(frozen=True, kw_only=True)
class Moderation(Query[ModerationSheet]):
    """How the marks of a cohort lie."""

    needs = Permission.RESULTS_VIEW
    reads = frozenset({"attempt", "enrolment", "component", "grade_band", "cohort"})

    cohort_id: int

    def rows(self, work: Work) -> Sequence[ModerationSheet]:
        check_own(work, self.cohort_id)
        return [read_moderation(work, self.cohort_id)]


def cut(value: Fraction | None, places: int = 1) -> str:
    """'76.1', cut and never rounded up; '' for none."""
    if value is None:
        return ""
    scaled = int(value * 10 ** places // 1)
    whole, rest = divmod(scaled, 10 ** places)
    return f"{whole}.{rest:0{places}}"


def counted_text(standing: Standing) -> str:
    """The mark that counts, cut to two decimals and without needless zeros; '' for none."""
    text = cut(standing.value, 2)
    return text.rstrip("0").rstrip(".") if text else ""
