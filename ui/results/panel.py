"""Beside the results: the tries behind the current cell, and how the total is worked out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.i18n import _, short_day, short_month, show_date
from app.programmes.queries import ComponentRow
from app.results.amending import AmendResult, DecideAppeal, RecordAppeal
from app.results.moderation import counted_text
from app.results.queries import CellRow, ResultRow, ResultSheet
from app.results.rules import Try, shown_mark
from app.results.words import stage_word, state_word
from ui.cohorts.tab import today
from ui.kit.buttons import Button, secondary
from ui.kit.layout import box, clear, column, line, row, scrolled
from ui.kit.pill import Pill
from ui.kit.text import Glyph, IconText, label
from ui.kit.theme import theme
from ui.results.after import tell_after
from ui.results.drawing import counted_words, others_words, try_text
from ui.results.sums import sum_parts, total_lines

if TYPE_CHECKING:
    from ui.results.grid import ResultsTab

WIDTH = 268  # pixels at the normal text size


class ResultPanel(QWidget):
    """What can be done with the cell that is shown are acts of the tab: another try, an amendment, an appeal."""

    def __init__(self, tab: ResultsTab) -> None:
        super().__init__()
        self.tab = tab
        self.setFixedWidth(theme().px(WIDTH))
        self._head = column(margins=(16, 14, 16, 12), spacing=2)
        self._tries_part = column(margins=(16, 12, 16, 12), spacing=8)
        self._sum = column(margins=(16, 12, 16, 14), spacing=10)
        self._rule = line()
        self._tries_box = box(self._tries_part)
        content = column(self._head, line(), self._tries_box, self._rule, self._sum, None, spacing=0)
        self.setLayout(column(scrolled(box(content, "surface")), spacing=0))

    def show_cell(self, sheet: ResultSheet, person: ResultRow | None, component: ComponentRow | None, why: str) -> None:
        """Show one cell, or nothing. `why` says why a try cannot be added; '' when it can."""
        for inner in (self._head, self._tries_part, self._sum):
            clear(inner)
        for hidden in (self._tries_box, self._rule):
            hidden.setVisible(person is not None)
        if person is None:
            self._head.addWidget(label(_("Choose a trainee to see the tries and how the total is worked out."), "muted",
                                       wrap=True))
            return
        self._head.addWidget(label(person.name, "strong", wrap=True))
        cell = next((c for c in person.cells if component is not None and c.component_id == component.id), None)
        if component is not None and cell is not None:
            self._tries(component, cell, why or others_words(sheet, component))
            names = sheet.assessors.get(component.id, ())
            if names:
                self._head.addWidget(label(_("Assessed by {names}").format(names=", ".join(names)), "caption",
                                           wrap=True))
        for part in (self._tries_box, self._rule):
            part.setVisible(component is not None)
        if total_lines(sheet, person):
            self._sum.addWidget(label(_("How the total is worked out"), "strong"))
        for part in sum_parts(sheet, person):
            self._sum.addWidget(part)

    def _tries(self, component: ComponentRow, cell: CellRow, why: str) -> None:
        title = component.shown()
        if component.pass_mark is not None and component.scale == "mark":
            title = _("{title} · pass mark {mark}").format(title=title, mark=shown_mark(component.pass_mark))
        self._head.addWidget(label(title, "muted", wrap=True))
        add = self._tries_part.addWidget
        add(label(_("Attempts"), "strong"))
        if not cell.tries:
            add(label(_("No mark yet"), "muted"))
        for number, attempt in enumerate(cell.tries):
            if number:
                add(line())
            add(self._try(component, cell, attempt))
        self._steps(cell)
        if why:
            reason = row(Glyph("lock"), label(why, "caption", wrap=True))
            reason.setStretch(1, 1)
            add(box(reason))
            return
        for action in (self.tab.again, self.tab.book):
            button = Button.of(action, text=action.text().partition("\t")[0], small=True)
            self._tries_part.addLayout(row(button, None))

    def _steps(self, cell: CellRow) -> None:
        """What follows on checking, for who may: amend the latest try, note an appeal against it, decide it."""
        from ui.results import amend

        may, latest = self.tab.desk.may, next((t for t in reversed(cell.tries) if t.state != "booked"), None)
        if latest is None or latest.stage == "draft":
            return
        for shown, words, act in (
                (latest.checked and may(AmendResult), _("Amend…"), amend.amend),
                (latest.appeal != "open" and may(RecordAppeal), _("Record appeal…"), amend.record_appeal),
                (latest.appeal == "open" and may(DecideAppeal), _("Decide appeal…"), amend.decide_appeal)):
            if shown:
                self._tries_part.addLayout(row(secondary(words, lambda act=act: act(self.tab), small=True), None))

    def _try(self, component: ComponentRow, cell: CellRow, attempt: Try) -> QWidget:
        counts = attempt == cell.standing.counts
        averaged = component.rule == "average" and cell.standing.value is not None and attempt.has_result
        words = try_text(attempt) if attempt.state == "sat" else state_word(attempt.state).lower()
        number = str(attempt.number) if attempt.number == 1 else _("R{n}").format(n=attempt.number)
        about = ", ".join(p for p in (_day(attempt.on_date), attempt.by) if p)
        struck = attempt.has_result and not counts and not averaged
        told = counted_words(component, cell) if counts else ""
        good = _("counts {mark}").format(mark=counted_text(cell.standing)) if told and not averaged else _("counts")
        state = (IconText("check", good, "ok", role="ok") if (counts or averaged) and attempt.has_result
                 else label(_("not counted") if attempt.has_result else "", "caption"))
        names = column(label(words, "struck" if struck else "strong"), label(about, "caption", wrap=True), spacing=0)
        stage = stage_word(attempt.stage) if attempt.stage != "draft" else ""
        for said in (told, _("Assessor: {name}").format(name=attempt.assessor) if attempt.assessor else "",
                     attempt.remark, attempt.evidence, ", ".join(p for p in (stage, attempt.verified_by) if p)):
            if said:
                names.addWidget(label(said, "caption", wrap=True))
        made = row(Pill(number, "accent" if counts else "neutral"), box(names), state)
        made.setStretch(1, 1)
        whole = column(made, spacing=4)
        if self.tab.cohort is not None:
            tell_after(self.tab.desk, self.tab.cohort.id, attempt, whole)
        return box(whole)


def _day(day: date | None) -> str:
    """'Thu 9 Jul'; the year only where it is another one."""
    if day is None or day.year != today().year:
        return show_date(day, weekday=True)
    return f"{short_day(day.weekday())} {day.day} {short_month(day.month)}"
