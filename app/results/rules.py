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

from app.programmes.queries import ComponentRow, GradeRow

State = Literal["sat", "absent", "exempt", "booked"]
Kind = Literal["passed", "failed", "exempt", "absent", "booked", "none"]
STATES: tuple[State, ...] = ("sat", "absent", "exempt", "booked")
COMPETENT, NOT_YET = "T", "BT"  # terampil, belum terampil


@dataclass(frozen=True)
class Try:
    """One try at a component."""

    number: int
    state: str  # one of STATES
    mark: Decimal | None = None
    competency: str = ""  # T, BT
    on_date: date | None = None
    remark: str = ""
    by: str = ""

    @property
    def has_result(self) -> bool:
        """Whether something was measured."""
        return self.state == "sat" and (self.mark is not None or self.competency != "")


@dataclass(frozen=True)
class Standing:
    """Where an enrolment stands with a component: how, by which try, and what is booked next."""

    kind: Kind
    counts: Try | None = None  # the try that decides; for absent, the one that was missed
    booked: Try | None = None  # a try that is still to come

    @property
    def met(self) -> bool | None:
        """Whether the component is passed; None while there is no result."""
        if self.kind in ("passed", "exempt"):
            return True
        return False if self.kind == "failed" else None


def passes(component: ComponentRow, attempt: Try) -> bool:
    """Whether this try reaches the pass mark, or is competent. Without a pass mark, sitting is passing."""
    if component.scale == "competency":
        return attempt.competency == COMPETENT
    return attempt.mark is not None and (component.pass_mark is None or attempt.mark >= component.pass_mark)


def counting(component: ComponentRow, tries: Sequence[Try]) -> Try | None:
    """The try that counts: the best or the last of those that were sat, as the component says; None without one."""
    sat = sorted((t for t in tries if t.has_result), key=lambda t: t.number)
    if not sat:
        return None
    if component.rule == "last":
        return sat[-1]
    if component.scale == "competency":
        return next((t for t in sat if t.competency == COMPETENT), sat[-1])
    return max(sat, key=lambda t: (t.mark if t.mark is not None else Decimal(-1), -t.number))


def standing(component: ComponentRow, tries: Sequence[Try]) -> Standing:
    """Where these tries leave the trainee."""
    booked = next((t for t in sorted(tries, key=lambda t: t.number) if t.state == "booked"), None)
    exempt = next((t for t in tries if t.state == "exempt"), None)
    if exempt is not None:
        return Standing("exempt", exempt)
    best = counting(component, tries)
    if best is not None:
        return Standing("passed" if passes(component, best) else "failed", best, booked)
    missed = [t for t in tries if t.state == "absent"]
    if missed:
        return Standing("absent", max(missed, key=lambda t: t.number), booked)
    return Standing("booked", None, booked) if booked else Standing("none")


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
        if found.counts is None or found.counts.mark is None or found.kind == "absent":
            return None
        weight = Fraction(component.weight)
        gained += weight * Fraction(found.counts.mark) / Fraction(component.max_mark)
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


def shown_mark(value: Decimal | None) -> str:
    """A mark without needless zeros: '68', '68.5'; '' for none."""
    return "" if value is None else f"{value.normalize():f}"
