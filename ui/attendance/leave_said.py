"""What granting leave has done to the register, and the offer to decide what is closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.attendance.leave_fill import Filled, LeftOut
from app.attendance.leave_lists import LeaveRow
from app.attendance.marking import Cell
from app.attendance.requests import DecideMark
from app.attendance.session_words import part_word
from app.i18n import _, ngettext, show_date
from ui.desk import talk
from ui.desk.desk import Desk

MOST = 6


@dataclass(frozen=True)
class Said:
    """Leave that was just written, as far as a decision about closed registers needs it."""

    enrolment_id: int
    name: str
    status: str
    kind: str
    reason: str
    document: str


def days(some: Sequence[LeftOut]) -> str:
    """'Mon 13 Jul 2026 Morning, …'."""
    said = ", ".join(f"{show_date(o.day, weekday=True)} {part_word(o.part)}" for o in some[:MOST])
    return said if len(some) <= MOST else _("{names} and {n} more").format(names=said, n=len(some) - MOST)


def filled_words(done: Filled) -> str:
    """What was set and what stays."""
    said = [ngettext("{n} session got the leave.", "{n} sessions got the leave.", done.marks).format(n=done.marks)]
    marked = [o for o in done.kept if o.why == "marked"]
    whole = [o for o in done.kept if o.why == "wholeday"]
    if marked:
        said.append(_("Another mark stays: {days}.").format(days=days(marked)))
    if whole:
        said.append(_("These last the whole day, so mark them yourself: {days}.").format(days=days(whole)))
    if done.closed:
        said.append(_("The register is closed: {days}.").format(days=days(done.closed)))
    return " ".join(said)


def say_filled(desk: Desk, parent: QWidget, done: Filled, leave: LeaveRow | Said | None) -> None:
    """Say it; where registers are closed, offer to decide their marks too."""
    if not done.closed or leave is None or not leave.status or not desk.may(DecideMark):
        desk.tell(filled_words(done), undo=desk.undo)
        return
    reason = leave.reason or leave.kind

    def decide() -> None:
        cells = tuple(Cell(leave.enrolment_id, o.session_id, leave.status, reason, None, leave.document or None)
                      for o in done.closed)
        desk.do(DecideMark(cells=cells, who=leave.name), owner=parent, tell=_("The closed registers are decided"))

    talk.ask(_("Some registers are closed"), filled_words(done) + "\n\n" + _(
        "Decide these marks as well? What was taken in class stays beside them."), _("Decide these marks"), decide,
        safe=_("Leave them"), parent=parent)
