"""Beside the results: the tries behind the current cell, and how the total is worked out."""

from __future__ import annotations

from datetime import date

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.i18n import _, short_day, short_month, show_date
from app.programmes.queries import ComponentRow
from app.results.queries import CellRow, ResultRow, ResultSheet
from app.results.rules import Try, shown_mark
from app.results.words import appeal_word, stage_word, state_word
from ui.cohorts.tab import today
from ui.kit.buttons import Button
from ui.kit.layout import box, clear, column, line, row, scrolled
from ui.kit.pill import Pill
from ui.kit.text import Glyph, IconText, label
from ui.kit.theme import theme
from ui.results.drawing import try_text
from ui.results.sums import sum_parts, total_lines

WIDTH = 268  # pixels at the normal text size


class ResultPanel(QWidget):
    """`again` adds a try to the cell that is shown; `book` books one or writes one down with its day."""

    def __init__(self, again: QAction, book: QAction) -> None:
        super().__init__()
        self.setFixedWidth(theme().px(WIDTH))
        self._again, self._book = again, book
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
            self._tries(component, cell, why)
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
            add(self._try(attempt, attempt == cell.standing.counts))
        if why:
            reason = row(Glyph("lock"), label(why, "caption", wrap=True))
            reason.setStretch(1, 1)
            add(box(reason))
            return
        for action in (self._again, self._book):
            button = Button.of(action, text=action.text().partition("\t")[0], small=True)
            self._tries_part.addLayout(row(button, None))

    def _try(self, attempt: Try, counts: bool) -> QWidget:
        words = try_text(attempt) if attempt.state == "sat" else state_word(attempt.state).lower()
        number = str(attempt.number) if attempt.number == 1 else _("R{n}").format(n=attempt.number)
        about = ", ".join(p for p in (_day(attempt.on_date), attempt.by) if p)
        struck = attempt.has_result and not counts
        state = (IconText("check", _("counts"), "ok", role="ok") if counts and attempt.has_result
                 else label(_("not counted") if attempt.has_result else "", "caption"))
        names = column(label(words, "struck" if struck else "strong"), label(about, "caption", wrap=True), spacing=0)
        stage = stage_word(attempt.stage) if attempt.stage != "draft" else ""
        for said in (attempt.remark, attempt.evidence, ", ".join(p for p in (stage, attempt.verified_by) if p),
                     _("Amended: the history has both values") if attempt.amended else "",
                     appeal_word(attempt.appeal) if attempt.appeal else ""):
            if said:
                names.addWidget(label(said, "caption", wrap=True))
        made = row(Pill(number, "accent" if counts else "neutral"), box(names), state)
        made.setStretch(1, 1)
        return box(made)


def _day(day: date | None) -> str:
    """'Thu 9 Jul'; the year only where it is another one."""
    if day is None or day.year != today().year:
        return show_date(day, weekday=True)
    return f"{short_day(day.weekday())} {day.day} {short_month(day.month)}"
