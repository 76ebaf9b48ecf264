"""How a figure of attendance comes about, in words and numbers, beside the figure."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from app.attendance.figures import FULL, Figure, units
from app.i18n import _
from ui.kit.layout import box, column
from ui.kit.popover import Popover
from ui.kit.sum_table import SumLine, SumTable, spoken_sum
from ui.kit.text import label


def attendance_lines(figure: Figure) -> list[SumLine]:
    """Held, counted, attended, the share, and what is needed."""
    policy = figure.policy
    found: list[SumLine] = []
    if policy.basis == "minutes":
        found.append(SumLine(_("Minutes that count"), units(figure.counted)))
        found.append(SumLine(_("Minutes attended"), units(figure.attended)))
        needed = _("{n} minutes").format(n=units(-(-policy.threshold * figure.counted // 100)))
    else:
        if figure.held * FULL != figure.counted:
            found.append(SumLine(_("Sessions held"), str(figure.held)))
        if figure.unmarked:
            found.append(SumLine(_("of these not marked"), str(figure.unmarked)))
        if policy.lates_per_absence and figure.lates >= policy.lates_per_absence:
            found.append(SumLine(_("{n} late marks, {each} make one absence").format(
                n=figure.lates, each=policy.lates_per_absence), f"−{figure.lates // policy.lates_per_absence}"))
        found.append(SumLine(_("Sessions that count"), units(figure.counted)))
        found.append(SumLine(_("Sessions attended"), units(figure.attended)))
        needed = _("{n} sessions").format(n=figure.needed)
    if figure.counted:
        found.append(SumLine(_("Attendance"), figure.text, (f"{units(figure.attended)} ÷ {units(figure.counted)}",),
                             total=True))
        found.append(SumLine(_("Needed"), f"{policy.threshold} %", (needed,)))
    return found


def attendance_sum(figure: Figure) -> QWidget:
    """The sum, then the rules of the cohort that it follows."""
    lines = attendance_lines(figure)
    rules = [figure.words(), *figure.policy.details()]
    made = box(column(SumTable(lines), 4, *(label(r, "caption", wrap=True) for r in rules), spacing=4))
    made.setAccessibleDescription(f"{spoken_sum(lines)}. {' '.join(rules)}")
    return made


def show_attendance_sum(anchor: QWidget | QRect, name: str, figure: Figure, owner: QWidget | None = None) -> Popover:
    """Open it beside a figure; `anchor` may be a rectangle in the coordinates of `owner`."""
    return Popover(anchor, _("Attendance of {name}").format(name=name), attendance_sum(figure), owner=owner)


def opener(anchor: QWidget, name: str, figure: Figure) -> Callable[[], object]:
    """What a button beside a figure does."""
    return partial(show_attendance_sum, anchor, name, figure)
