"""Home: the year in numbers, each with its definition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.completion.rules import day_month
from app.home.year import YearNumbers, YearSoFar
from app.i18n import _, ngettext
from app.office.command import Query, Ref
from ui.desk.desk import Desk
from ui.home.part import Part
from ui.kit.buttons import link
from ui.kit.chart import BarChart, BarRow, StepChart, StepLine
from ui.kit.layout import box, column, line, row
from ui.kit.text import Elided, label

FEW = 6  # courses


class YearCard(Part):
    """Persons trained, those of them certified, by course; and certificates as they were issued."""

    reads = YearSoFar.reads

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Trained this year"))
        self.numbers: YearNumbers | None = None
        self.forget()

    def forget(self) -> None:
        self.bars = BarChart()
        self.bars.setAccessibleName(_("Trained, by course"))
        self.steps = StepChart()
        self.steps.setAccessibleName(_("Certificates issued this year"))
        self.total = label("", "display")
        self.words = Elided("", "muted")
        self.rest = label("", "caption")
        self._made = False

    def question(self) -> Query[Any]:
        return YearSoFar()

    def show_rows(self, rows: Sequence[YearNumbers]) -> None:
        numbers = self.numbers = rows[0]
        self.count.setText(f"{day_month(numbers.since)} – {day_month(numbers.until)} {numbers.until.year}")
        if not numbers.trained:
            self.say(_("Nobody has attended a session this year yet."))
            return
        if not self._made:
            self._make()
        self.total.setText(f"{numbers.trained:,}")
        self.words.setText(_("persons, {n} with a certificate").format(n=f"{numbers.certified:,}"))
        shown = numbers.courses[:FEW]
        self.bars.set_rows([BarRow(one.course, one.trained, _("{n}, {certified} certified").format(
            n=f"{one.trained:,}", certified=f"{one.certified:,}")) for one in shown])
        more = len(numbers.courses) - len(shown)
        self.rest.setText(ngettext("and {n} more course", "and {n} more courses", more).format(n=more))
        self.rest.setVisible(more > 0)
        self.steps.setVisible(bool(numbers.issued))
        self.steps.set_lines([StepLine(_("certificates issued"), (
            (numbers.since, 0), *numbers.issued, (numbers.until, numbers.issued[-1][1])))] if numbers.issued else [],
            numbers.since, numbers.until)

    def _certificates(self) -> None:
        if self.numbers is not None:
            self.desk.show(Ref("certificates", 0, f"year={self.numbers.until.year}"))

    def _make(self) -> None:
        self.empty()
        self._made = True
        tip = _("Trained: a person with at least one session attended this year. With a certificate: one that is not "
                "void, from a course of this year.")
        for widget in (self.total, self.words):
            widget.setToolTip(tip)
        self.body.addWidget(box(column(
            row(self.total, self.words, None, spacing=8), self.bars, self.rest, line(), self.steps,
            column(link(_("Programmes and courses"), lambda: self.desk.show(Ref("programmes"))),
                   link(_("Certificates of this year"), self._certificates), spacing=2),
            margins=(16, 8, 16, 10), spacing=8)))
