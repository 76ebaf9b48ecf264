"""The results of one enrolment as lines for paper: what counted, in which try, and the points it gave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.exchange.pen import Both
from app.programmes.queries import ComponentRow, CourseDetail, GradeRow
from app.results.moderation import counted_text
from app.results.rules import Standing, shown_mark, weighted

OUTCOMES: Mapping[str, Both] = {
    "passed": ("Lulus", "Pass"), "failed": ("Gagal", "Fail"), "exempt": ("Dikecualikan", "Exempt"),
    "absent": ("Tidak hadir", "Absent"), "booked": ("Ulangan", "Resit"), "none": ("Belum ada", "None yet"),
    "excused": ("Dimaafkan", "Excused"), "withheld": ("Ditahan", "Withheld"), "deferred": ("Tangguh", "Deferred"),
    "T": ("Terampil", "Competent"), "BT": ("Belum terampil", "Not yet competent")}


@dataclass(frozen=True)
class Line:
    """One assessment."""

    code: str
    title: Both
    weight: Decimal
    most: Decimal
    pass_mark: Decimal | None
    mark: str  # '68', 'TH' for absent, 'T' or 'BT', '' for none
    outcome: str  # a key of OUTCOMES
    attempt: int  # the try that counts; 0 for none
    points: Fraction | None  # of 100, when it is in the total


def lines_of(detail: CourseDetail, standings: Mapping[int, Standing]) -> tuple[Line, ...]:
    """A line for each component, in its order."""
    heavy = {c.id for c in weighted(detail.components)}
    share = sum((Fraction(c.weight) for c in detail.components if c.id in heavy
                 and standings.get(c.id, Standing("none")).kind != "exempt"), Fraction(0))
    return tuple(_line(c, standings.get(c.id, Standing("none")), c.id in heavy, share) for c in detail.components)


def _line(component: ComponentRow, found: Standing, heavy: bool, share: Fraction) -> Line:
    counts = found.counts
    mark, outcome, points = "", str(found.kind), None
    if found.kind == "absent":
        mark = "TH"
    elif counts is not None and found.kind in ("passed", "failed"):
        if counts.competency in ("T", "BT"):
            mark = outcome = counts.competency
        else:
            mark = counted_text(found)
            if component.pass_mark is None and component.scale == "mark":
                outcome = ""
        if heavy and found.value is not None and share:
            points = Fraction(component.weight) * found.value / Fraction(component.max_mark) * 100 / share
    return Line(component.code, (component.title_ms or component.title, component.title), component.weight,
                component.max_mark, component.pass_mark, mark, outcome, counts.number if counts else 0, points)


def grade_key(grades: Sequence[GradeRow]) -> list[tuple[Both, str]]:
    """Each grade with its range, from the highest: (Distinction, '85 – 100'), (Merit, '75 – 84.9')."""
    found: list[tuple[Both, str]] = []
    above: Decimal | None = None
    for band in sorted(grades, key=lambda g: -g.floor):
        end = "100" if above is None else shown_mark(above - Decimal("0.1"))
        found.append(((band.title_ms or band.title, band.title), f"{shown_mark(band.floor)} – {end}"))
        above = band.floor
    return found
