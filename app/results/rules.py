"""What tries amount to: which one counts, passed or not, the weighted total, the grade. Pure, exact, no database.

Absent is not zero, and a total is unknown while a weighted component has no result: nothing is averaged that
was never measured. Fractions keep every comparison exact; what is shown is cut, never rounded up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from app.programmes.queries import ComponentRow, GradeRow, UnitRow

State = Literal["sat", "absent", "excused", "withheld", "exempt", "deferred", "booked"]
Kind = Literal["passed", "failed", "exempt", "absent", "excused", "withheld", "deferred", "booked", "none"]
STATES: tuple[State, ...] = ("sat", "absent", "excused", "withheld", "exempt", "deferred", "booked")
COMPETENT, NOT_YET = "T", "BT"  # terampil, belum terampil
PASS, FAIL = "P", "F"
WORDS_OF = {"competency": (COMPETENT, NOT_YET), "pass": (PASS, FAIL)}
"""What may be said on the scales without marks: the good word first."""
RULES = ("best", "last", "first_pass", "average")
STAGES = ("draft", "submitted", "verified", "locked")


@dataclass(frozen=True)
class Try:
    """One try at a component."""

    number: int
    state: str  # one of STATES
    mark: Decimal | None = None
    competency: str = ""  # T, BT; P, F
    on_date: date | None = None
    remark: str = ""
    by: str = ""
    stage: str = "draft"  # one of STAGES
    assessor: str = ""
    evidence: str = ""
    id: int = 0
    verified_by: str = ""
    amended: bool = False
    appeal: str = ""  # state of the latest appeal

    @property
    def has_result(self) -> bool:
        """Whether something was measured."""
        return self.state == "sat" and (self.mark is not None or self.competency != "")

    @property
    def checked(self) -> bool:
        """Whether a verifier has seen it."""
        return self.stage in ("verified", "locked")


@dataclass(frozen=True)
class Standing:
    """Where an enrolment stands with a component: how, by which try, and what is booked next.

    `value` is the mark that counts, exact: an average, or one that is capped, may be no single try's.
    """

    kind: Kind
    counts: Try | None = None  # the try that decides; for absent and the like, the one that has no result
    booked: Try | None = None  # a try that is still to come
    value: Fraction | None = None

    @property
    def met(self) -> bool | None:
        """Whether the component is passed; None while there is no result."""
        if self.kind in ("passed", "exempt"):
            return True
        return False if self.kind == "failed" else None


def passes(component: ComponentRow, attempt: Try) -> bool:
    """Whether this try reaches the pass mark, or is competent. Without a pass mark, sitting is passing."""
    if component.scale in WORDS_OF:
        return attempt.competency == WORDS_OF[component.scale][0]
    return attempt.mark is not None and (component.pass_mark is None or attempt.mark >= component.pass_mark)


def worth(component: ComponentRow, attempt: Try, first: Try) -> Fraction | None:
    """What a try counts: its mark, a later one at most the pass mark where the component caps it; None without."""
    if attempt.mark is None:
        return None
    value = Fraction(attempt.mark)
    if component.capped and component.pass_mark is not None and attempt.number > first.number:
        return min(value, Fraction(component.pass_mark))
    return value


def counting(component: ComponentRow, tries: Sequence[Try]) -> Try | None:
    """The try that counts of those that were sat, by the component's rule; None without one.

    best: the highest that counts, the earliest of equals. last: the latest. first_pass: the first that passes, else
    the latest. average: the latest stands for all of them.
    """
    sat = sorted((t for t in tries if t.has_result), key=lambda t: t.number)
    if not sat:
        return None
    if component.rule in ("last", "average") and not (component.rule == "average" and component.scale in WORDS_OF):
        return sat[-1]
    if component.rule == "first_pass" or component.scale in WORDS_OF:
        return next((t for t in sat if passes(component, t)), sat[-1])
    return max(sat, key=lambda t: (worth(component, t, sat[0]) or Fraction(-1), -t.number))


def counted(component: ComponentRow, tries: Sequence[Try]) -> Fraction | None:
    """The mark that counts, exact; None without one, and on a scale without marks."""
    sat = sorted((t for t in tries if t.has_result and t.mark is not None), key=lambda t: t.number)
    chosen = counting(component, tries)
    if not sat or chosen is None or chosen.mark is None:
        return None
    if component.rule == "average":
        return sum((worth(component, t, sat[0]) or Fraction(0) for t in sat), Fraction(0)) / len(sat)
    return worth(component, chosen, sat[0])


def standing(component: ComponentRow, tries: Sequence[Try]) -> Standing:
    """Where these tries leave the trainee. A result that is withheld is nobody's before it is released."""
    ordered = sorted(tries, key=lambda t: t.number)
    booked = next((t for t in ordered if t.state == "booked"), None)
    exempt = next((t for t in ordered if t.state == "exempt"), None)
    if exempt is not None:
        return Standing("exempt", exempt)
    done = [t for t in ordered if t.state != "booked"]
    if done and done[-1].state == "withheld":
        return Standing("withheld", done[-1], booked)
    best = counting(component, done)
    if best is not None:
        value = counted(component, done)
        met = passes(component, best) if value is None else (
            component.pass_mark is None or value >= Fraction(component.pass_mark))
        return Standing("passed" if met else "failed", best, booked, value)
    if done:
        kind: Kind = {"absent": "absent", "excused": "excused", "deferred": "deferred"}.get(  # type: ignore[assignment]
            done[-1].state, "none")
        return Standing(kind, done[-1], booked)
    return Standing("booked", None, booked) if booked else Standing("none")


def is_checked(component: ComponentRow, found: Standing, tries: Sequence[Try]) -> bool:
    """Whether a verifier has seen what decides this standing; of an average, every try in it."""
    if found.met is None or found.counts is None:
        return True  # nothing stands here that could be checked
    if component.rule == "average" and found.counts.mark is not None:
        return all(t.checked for t in tries if t.has_result)
    return found.counts.checked


def weighted(components: Sequence[ComponentRow]) -> list[ComponentRow]:
    """The components that make the total."""
    return [c for c in components if c.scale == "mark" and c.weight > 0]


def total(components: Sequence[ComponentRow], standings: Mapping[int, Standing]) -> Fraction | None:
    """The weighted total of 100, exact; None while a weighted component has no result.

    An exemption takes its component out, and the others share its weight.
    """
    gained = share = Fraction(0)
    for component in weighted(components):
        found = standings.get(component.id, Standing("none"))
        if found.kind == "exempt":
            continue
        if found.value is None:
            return None
        weight = Fraction(component.weight)
        gained += weight * found.value / Fraction(component.max_mark)
        share += weight
    return gained * 100 / share if share else None


def shown_total(value: Fraction | None) -> str:
    """'76.1', cut to one decimal; '' for none."""
    if value is None:
        return ""
    tenths = value * 10 // 1
    return f"{tenths // 10}.{tenths % 10}"


def grade(bands: Sequence[GradeRow], value: Fraction | None) -> GradeRow | None:
    """The highest band whose floor the total reaches; None below all of them."""
    if value is None:
        return None
    reached = [band for band in bands if value >= Fraction(band.floor)]
    return max(reached, key=lambda band: band.floor) if reached else None


@dataclass(frozen=True)
class Outcome:
    """What a row of results comes to. `limit` is the total that was needed."""

    kind: Literal["pass", "resit", "below", "incomplete"]
    grade: GradeRow | None = None
    limit: Decimal | None = None
    top: bool = False  # the highest band


def outcome(components: Sequence[ComponentRow], standings: Mapping[int, Standing], value: Fraction | None,
            bands: Sequence[GradeRow], limit: Decimal | None) -> Outcome:
    """Pass with a grade, resit (a must-pass mark is missed), below the total, or not complete."""
    must = [standings.get(c.id, Standing("none")) for c in components if c.must_pass]
    if any(s.kind == "failed" for s in must):
        return Outcome("resit", limit=limit)
    if any(s.met is None for s in must) or (weighted(components) and value is None and not _all_exempt(
            components, standings)):
        return Outcome("incomplete", limit=limit)
    if limit is not None and value is not None and value < Fraction(limit):
        return Outcome("below", limit=limit)
    found = grade(bands, value)
    return Outcome("pass", found, limit, found is not None and found.floor == max(b.floor for b in bands))


def _all_exempt(components: Sequence[ComponentRow], standings: Mapping[int, Standing]) -> bool:
    return all(standings.get(c.id, Standing("none")).kind == "exempt" for c in weighted(components))


@dataclass(frozen=True)
class UnitOutcome:
    """What a unit of a course comes to: passed when every component of it is; None while one has no result."""

    unit: UnitRow
    met: bool | None
    value: Fraction | None  # of 100, by the weights within the unit; None without them


def unit_outcomes(units: Sequence[UnitRow], components: Sequence[ComponentRow],
                  standings: Mapping[int, Standing]) -> tuple[UnitOutcome, ...]:
    """The outcome of each unit that has components."""
    found = []
    for unit in units:
        parts = [c for c in components if c.unit_id == unit.id]
        mets = [standings.get(c.id, Standing("none")).met for c in parts]
        if parts:
            met = False if False in mets else None if None in mets else True
            found.append(UnitOutcome(unit, met, total(parts, standings)))
    return tuple(found)


def shown_mark(value: Decimal | None) -> str:
    """A mark without needless zeros: '68', '68.5'; '' for none."""
    return "" if value is None else f"{value.normalize():f}"
