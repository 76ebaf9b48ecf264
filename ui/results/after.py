"""What became of a result after it was checked, for the panel: amendments with both values, appeals and decisions."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.i18n import _, show_date, show_moment
from app.results.amending import AmendmentRow, Amendments, AppealRow, Appeals
from app.results.rules import Try, shown_mark
from app.results.words import appeal_word
from ui.desk.desk import Desk
from ui.kit.layout import box, column, row
from ui.kit.text import label
from ui.results.drawing import state_letters


def tell_after(desk: Desk, cohort_id: int, attempt: Try, into: QVBoxLayout) -> None:
    """Ask for both and add them; few tries have either, so most ask nothing."""
    if attempt.amended:
        place, inner = _place(into)
        desk.ask(Amendments(attempt_id=attempt.id), owner=place, then=lambda rows: _amendments(rows, inner))
    if attempt.appeal:
        place, below = _place(into)
        desk.ask(Appeals(cohort_id=cohort_id), owner=place, then=lambda rows: _appeals(
            [r for r in rows if r.attempt_id == attempt.id], below))


def _place(into: QVBoxLayout) -> tuple[QWidget, QVBoxLayout]:
    """Room that stays in its order, whichever answer comes first."""
    inner = column(spacing=2)
    place = box(inner)
    into.addWidget(place)
    return place, inner


def _value(state: str, mark: Decimal | None, competency: str) -> str:
    return competency or shown_mark(mark) or state_letters(state)


def _amendments(rows: Sequence[AmendmentRow], into: QVBoxLayout) -> None:
    for one in rows:
        before = label(_value(one.old_state, one.old_mark, one.old_competency), "struck")
        before.setAccessibleName(_("before: {value}").format(value=before.text()))
        into.addLayout(row(label(_("Amended"), "caption"), before, label("→", "caption"),
                           label(_value(one.new_state, one.new_mark, one.new_competency), "strong"), None, spacing=6))
        into.addWidget(label(_("{name}, {when}: {reason}").format(
            name=one.by, when=show_moment(one.at), reason=one.reason), "caption", wrap=True))


def _appeals(rows: Sequence[AppealRow], into: QVBoxLayout) -> None:
    for one in rows:
        into.addWidget(label(_("{state}, received {date}{late}: {grounds}").format(
            state=appeal_word(one.state), date=show_date(one.received_on), late=_(" (late)") if one.late else "",
            grounds=one.grounds), "caption", wrap=True))
        if one.decided_on is not None:
            said = ", ".join(p for p in (one.decided_by, show_date(one.decided_on),
                                         _("panel {names}").format(names=one.panel) if one.panel else "") if p)
            into.addWidget(label(_("Decided by {said}").format(said=said) + (
                f": {one.decision}" if one.decision else ""), "caption", wrap=True))
