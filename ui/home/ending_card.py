"""Home: cohorts that end soon, with what is still missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.completion.rules import day_month
from app.home.ending import EndingCohort, EndingSoon
from app.i18n import _, local_time, ngettext
from app.office.command import Query, Ref
from ui.desk.desk import Desk
from ui.home.part import Part
from ui.home.sessions_card import lines_of, spread
from ui.home.words import in_days
from ui.kit.layout import box, column
from ui.kit.rows import Row, RowList
from ui.kit.text import label


class EndingCard(Part):
    """The first end first; `below` tells how many of a cohort have too little attendance."""

    reads = EndingSoon.reads

    def __init__(self, desk: Desk, below: Callable[[int], int]) -> None:
        super().__init__(desk, _("Cohorts ending soon"))
        self.below = below
        self.rows: Sequence[EndingCohort] = ()
        self.list: RowList | None = None

    def question(self) -> Query[Any]:
        return EndingSoon()

    def show_rows(self, rows: Sequence[EndingCohort]) -> None:
        self.rows = rows
        self.minute()

    def minute(self) -> None:
        """The words that depend on the day, and on who is below."""
        if not self.answered:
            return
        if not self.rows:
            self.say(_("No cohort ends in the next three weeks."))
            return
        if self.list is None:
            self.empty()
            self.list = RowList(_("Cohorts ending soon"))
            self.body.addWidget(self.list)
        self.list.set_rows([self._row(one) for one in self.rows])

    def forget(self) -> None:
        self.list = None

    def _row(self, one: EndingCohort) -> Row:
        assert self.desk.office is not None
        left = one.days_left(local_time(self.desk.office.clock()).date())
        low = self.below(one.id)
        parts = [one.missing()] if one.missing() else []
        if low:
            parts.append(ngettext("{n} trainee below what is needed", "{n} trainees below what is needed", low).format(
                n=low))
        parts = parts or [_("On schedule")]
        tab = "results:missing" if one.missing() else "attendance:low" if low else "roster"
        day = day_month(one.ends, weekday=True)
        ends = box(column(_right(day, ""), _right(in_days(left), "warn" if left < 0 else "caption"), spacing=1))
        return Row(spread(lines_of(one.cohort, *parts), 1), ends,
                   spoken=f"{one.cohort}. {'. '.join(parts)}. {day}, {in_days(left)}", height=52,
                   open_=partial(self.desk.show, Ref("cohort", one.id, tab)))


def _right(words: str, role: str) -> QLabel:
    made = label(words, role)
    made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made
