"""How a figure of attendance comes about, in words and numbers, beside the figure."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from app.attendance.figures import FULL, Figure, Share, units
from app.i18n import _
from ui.kit.layout import box, column
from ui.kit.popover import Popover
from ui.kit.sum_table import SumLine, SumTable, spoken_sum
from ui.kit.text import label


def attendance_lines(figure: Figure) -> list[SumLine]:
    """What was held, what the policy made of it, and the three figures: to date, over the plan, best possible."""
    minutes = figure.policy.basis == "minutes"
    found = [*_held(figure), *_earned(figure)]
    found.append(SumLine(_("Minutes that count") if minutes else _("Sessions that count"), units(figure.counted)))
    found.append(SumLine(_("Minutes attended") if minutes else _("Sessions attended"), units(figure.attended)))
    if figure.counted:
        found.append(SumLine(_("Attendance"), figure.text, (_division(figure.to_date),), total=True))
        found += _wanted(figure)
    if figure.plan.counted:
        found.append(SumLine(_("Over the whole plan"), figure.plan.text, (_division(figure.plan),), total=True))
    if figure.possible.counted:
        found.append(SumLine(_("Best still possible"), figure.possible.text, (_division(figure.possible),), total=True))
    return found


def _division(share: Share) -> str:
    return f"{units(share.attended)} ÷ {units(share.counted)}"


def _held(figure: Figure) -> list[SumLine]:
    """Sessions, where they are not all that counts."""
    policy, found = figure.policy, []
    if policy.basis == "minutes" or figure.held * FULL != figure.counted:
        found.append(SumLine(_("Sessions held"), str(figure.held)))
    for words, count in ((_("of these not marked"), figure.unmarked), (_("of these left out"), figure.left_out),
                         (_("Before joining or after leaving, absent"), figure.outside),
                         (_("More than {n} minutes late, absent").format(n=policy.late_limit), figure.too_late)):
        if count:
            found.append(SumLine(words, str(count)))
    if figure.late_absences:
        found.append(SumLine(_("{n} late marks, {each} make one absence").format(
            n=figure.lates, each=policy.lates_per_absence), f"−{figure.late_absences}"))
    return found


def _earned(figure: Figure) -> list[SumLine]:
    found = []
    if figure.made_up:
        found.append(SumLine(_("Made up elsewhere"), f"+{units(figure.made_up)}"))
    if figure.brought.counted:
        found.append(SumLine(_("Brought along"), f"+{units(figure.brought.attended)}",
                             (_("of {n}").format(n=units(figure.brought.counted)),)))
    return found


def _wanted(figure: Figure) -> list[SumLine]:
    policy, found = figure.policy, []
    if policy.threshold or policy.allowed_misses is None:
        needed = (_("{n} minutes").format(n=units(-(-policy.threshold * figure.counted // 100)))
                  if policy.basis == "minutes" else _("{n} sessions").format(n=figure.needed))
        found.append(SumLine(_("Needed"), f"{policy.threshold} %", (needed,)))
    if policy.allowed_misses is not None:
        found.append(SumLine(_("Sessions missed"), units(figure.missed),
                             (_("{n} may be").format(n=policy.allowed_misses),)))
    return found


def attendance_sum(figure: Figure) -> QWidget:
    """The sum, then the rules of the cohort that it follows."""
    lines = attendance_lines(figure)
    rules = [w for w in (figure.words(), figure.plan_words(), figure.best_words(), *figure.policy.details()) if w]
    shown = (figure.words(), " ".join(figure.policy.details()))  # the other figures are lines of the sum
    made = box(column(SumTable(lines), 4, *(label(each, "caption", wrap=True) for each in shown), spacing=6))
    made.setAccessibleDescription(f"{spoken_sum(lines)}. {' '.join(rules)}")
    return made


def show_attendance_sum(anchor: QWidget | QRect, name: str, figure: Figure, owner: QWidget | None = None) -> Popover:
    """Open it beside a figure; `anchor` may be a rectangle in the coordinates of `owner`."""
    return Popover(anchor, _("Attendance of {name}").format(name=name), attendance_sum(figure), owner=owner)


def opener(anchor: QWidget, name: str, figure: Figure) -> Callable[[], object]:
    """What a button beside a figure does."""
    return partial(show_attendance_sum, anchor, name, figure)
