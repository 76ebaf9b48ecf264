"""How a total comes about: each mark by its weight, the total below, and what it means, in words and numbers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from app.i18n import _
from app.programmes.queries import ComponentRow
from app.results.moderation import counted_text
from app.results.queries import ResultRow, ResultSheet
from app.results.rules import Standing, shown_mark, shown_total, weighted
from ui.kit.layout import box, column
from ui.kit.note import Note
from ui.kit.popover import Popover
from ui.kit.sum_table import SumLine, SumTable, spoken_sum
from ui.kit.text import label
from ui.results.drawing import outcome_words


def total_lines(sheet: ResultSheet, person: ResultRow) -> list[SumLine]:
    """A line for each part of the total, then the total. Empty where nothing is weighted."""
    parts = weighted(sheet.components)
    if not parts:
        return []
    by_key = {c.component_id: c.standing for c in person.cells}
    found = [_part(c, by_key[c.id]) for c in parts]
    taken_out = sum((c.weight for c in parts if by_key[c.id].kind == "exempt"), Decimal(0))
    if taken_out and person.total is not None:
        left = sum((c.weight for c in parts), Decimal(0)) - taken_out
        gained = person.total * Fraction(left) / 100
        found.append(SumLine(_("Shared among the {n} % that are left").format(n=shown_mark(left)),
                             shown_total(gained), ("", f"÷ {shown_mark(left)} %")))
    found.append(SumLine(_("Total"), shown_total(person.total) or "–", total=True))
    return found


def _part(component: ComponentRow, standing: Standing) -> SumLine:
    weight = _("{n} %").format(n=shown_mark(component.weight))
    if standing.kind == "exempt":
        return SumLine(component.shown(), "–", (weight, _("exempt")))
    if standing.value is None:
        why = {"absent": _("absent"), "excused": _("excused"), "withheld": _("withheld"), "deferred": _("deferred")}
        return SumLine(component.shown(), "–", (weight, why.get(standing.kind, _("no mark"))))
    share = Fraction(component.weight) * standing.value / Fraction(component.max_mark)
    of = "" if component.max_mark == 100 else f"/{shown_mark(component.max_mark)}"
    return SumLine(component.shown(), shown_total(share), (weight, f"× {counted_text(standing)}{of}"))


def cut_words(lines: list[SumLine]) -> str:
    """Why the parts do not add up to the total as shown; '' where they do."""
    try:
        parts = sum((Decimal(each.result) for each in lines[:-1]), Decimal(0))
        told = parts != Decimal(lines[-1].result)
    except (ArithmeticError, IndexError):
        return ""
    return _("Each part is cut to one decimal; the total is worked out exactly, then cut.") if told else ""


def verdict(person: ResultRow) -> tuple[str, str]:
    """What the row comes to and why, and the tone of it."""
    found, words = person.outcome, outcome_words(person)
    if found.kind == "pass" and found.grade is not None:
        return _("{grade}: total {floor} or more and every mark at or above its pass mark.").format(
            grade=words, floor=shown_mark(found.grade.floor)), "ok"
    if found.kind == "pass":
        return _("Every mark is at or above its pass mark."), "ok"
    if found.kind == "below":
        return _("The total is below {limit}.").format(limit=shown_mark(found.limit)), "danger"
    if found.kind == "resit":
        return _("A mark is below its pass mark. Only a resit can change it."), "danger"
    return _("A mark is missing, so the total is not yet known. Absent is not zero."), "neutral"


def sum_parts(sheet: ResultSheet, person: ResultRow) -> list[QWidget]:
    """Sum and verdict as widgets, for the panel and for the popover."""
    lines = total_lines(sheet, person)
    made: list[QWidget] = [SumTable(lines)] if lines else []
    words = cut_words(lines)
    if words:
        made.append(label(words, "smallhint", wrap=True))
    made.append(Note(*verdict(person)))
    return made


def show_total(anchor: QWidget | QRect, sheet: ResultSheet, person: ResultRow, owner: QWidget | None = None) -> Popover:
    """The sum beside the total; `anchor` may be a rectangle in the coordinates of `owner`."""
    spoken = f"{spoken_sum(total_lines(sheet, person))}. {verdict(person)[0]}"
    return Popover(anchor, _("Total of {name}").format(name=person.name),
                   box(column(*sum_parts(sheet, person), spacing=10)), owner=owner, spoken=spoken)
