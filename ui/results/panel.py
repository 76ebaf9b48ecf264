"""Beside the results: the tries behind the current cell, and how the total is worked out."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from PySide6.QtWidgets import QGridLayout, QWidget

from app.i18n import _, show_date
from app.programmes.queries import ComponentRow
from app.results.queries import CellRow, ResultRow, ResultSheet
from app.results.rules import Try, shown_mark, shown_total, weighted
from ui.kit.buttons import secondary
from ui.kit.layout import box, clear, column, line, row, scrolled
from ui.kit.note import Note
from ui.kit.pill import Pill
from ui.kit.text import IconText, label
from ui.results.drawing import outcome_words, plain_number, try_text

WIDTH = 256


class ResultPanel(QWidget):
    """`resit` adds a try to the cell that is shown; `book` books one."""

    def __init__(self, resit: Callable[[], object], book: Callable[[], object]) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self._resit, self._book = resit, book
        self._content = column(margins=(16, 14, 16, 14), spacing=8)
        outer = column(scrolled(box(self._content, "surface")), spacing=0)
        self.setLayout(outer)

    def show_cell(self, sheet: ResultSheet, person: ResultRow | None, component: ComponentRow | None, why: str) -> None:
        """Show one cell, or nothing. `why` says why a try cannot be added; '' when it can."""
        clear(self._content)
        add = self._content.addWidget
        if person is None:
            add(label(_("Choose a trainee to see the tries and how the total is worked out."), "muted", wrap=True))
            self._content.addStretch(1)
            return
        add(label(person.name, "strong", wrap=True))
        cell = next((c for c in person.cells if component is not None and c.component_id == component.id), None)
        if component is not None and cell is not None:
            self._tries(component, cell, why)
        add(line())
        self._sum(sheet, person)
        self._content.addStretch(1)

    def _tries(self, component: ComponentRow, cell: CellRow, why: str) -> None:
        add = self._content.addWidget
        title = component.shown()
        if component.pass_mark is not None and component.scale == "mark":
            title = _("{title} · pass mark {mark}").format(title=title, mark=shown_mark(component.pass_mark))
        add(label(title, "muted", wrap=True))
        add(line())
        add(label(_("Attempts"), "strong"))
        if not cell.tries:
            add(label(_("No mark yet"), "muted"))
        for attempt in cell.tries:
            add(self._try(attempt, attempt == cell.standing.counts))
        again = secondary(_("Add resit"), self._resit, icon="plus", small=True)
        book = secondary(_("Book resit"), self._book, icon="calendar-days", small=True)
        for button in (again, book):
            button.explain(why)
        self._content.addLayout(row(again, None))
        self._content.addLayout(row(book, None))

    def _try(self, attempt: Try, counts: bool) -> QWidget:
        words = {"absent": _("absent"), "exempt": _("exempt"), "booked": _("booked")}.get(
            attempt.state, try_text(attempt))
        number = str(attempt.number) if attempt.number == 1 else _("R{n}").format(n=attempt.number)
        about = ", ".join(p for p in (show_date(attempt.on_date, weekday=True), attempt.by) if p)
        state = (IconText("check", _("counts"), "ok", role="ok") if counts and attempt.has_result
                 else label(_("not counted") if attempt.has_result else "", "caption"))
        names = box(column(label(words, "strong"), label(about, "caption", wrap=True), spacing=0))
        made = row(Pill(number, "accent" if counts else "neutral"), names, state)
        made.setStretch(1, 1)
        return box(made)

    def _sum(self, sheet: ResultSheet, person: ResultRow) -> None:
        parts = weighted(sheet.components)
        if not parts:
            return
        self._content.addWidget(label(_("How the total is worked out"), "strong"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        by_key = {c.component_id: c for c in person.cells}
        for place, component in enumerate(parts):
            counts = by_key[component.id].standing.counts
            mark = counts.mark if counts is not None and counts.has_result else None
            share = None
            if mark is not None:
                share = Fraction(component.weight) * Fraction(mark) / Fraction(component.max_mark)
            texts = (component.shown(), _("{n} %").format(n=plain_number(component.weight)),
                     f"× {shown_mark(mark)}" if mark is not None else "–", shown_total(share) or "–")
            for at, text in enumerate(texts):
                grid.addWidget(label(text, "strong" if at == 3 else "caption", wrap=at == 0), place, at)
        grid.addWidget(label(_("Total"), "strong"), len(parts), 0)
        grid.addWidget(label(shown_total(person.total) or "–", "strong"), len(parts), 3)
        self._content.addLayout(grid)
        self._content.addWidget(self._verdict(person))

    @staticmethod
    def _verdict(person: ResultRow) -> Note:
        found, words = person.outcome, outcome_words(person)
        limit = plain_number(found.limit)
        if found.kind == "pass" and found.grade is not None:
            return Note(_("{grade}: total {floor} or more and every mark at or above its pass mark.").format(
                grade=words, floor=plain_number(found.grade.floor)), "ok")
        if found.kind == "pass":
            return Note(_("Every mark is at or above its pass mark."), "ok")
        if found.kind == "below":
            return Note(_("The total is below {limit}.").format(limit=limit), "danger")
        if found.kind == "resit":
            return Note(_("A mark is below its pass mark. Only a resit can change it."), "danger")
        return Note(_("A mark is missing, so the total is not yet known. Absent is not zero."), "neutral")
