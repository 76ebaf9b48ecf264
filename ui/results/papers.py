"""Results on paper and as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.exchange.columns import Column
from app.i18n import _, show_span
from app.results.moderation import counted_text
from app.results.rules import shown_total
from ui.results.drawing import COLUMNS, GridRow, outcome_words, try_text

if TYPE_CHECKING:
    from app.cohorts.queries import CohortWhole
    from app.results.queries import CellRow, ResultSheet
    from ui.desk.desk import Desk


def paper_columns(sheet: ResultSheet) -> list[Column[GridRow]]:
    """The grid as a list for paper: the mark that counts in each column."""
    def mark(place: int) -> Column[GridRow]:
        component = sheet.components[place]
        return Column(f"c{component.id}", component.shown, lambda r: cell_text(r.result.cells[place]),
                      width=12, align="right")

    return [*COLUMNS, *(mark(n) for n in range(len(sheet.components))),
            Column("total", lambda: _("Total"), lambda r: shown_total(r.result.total), width=8, align="right"),
            Column("outcome", lambda: _("Outcome"), lambda r: outcome_words(r.result), width=16)]


def cell_text(cell: CellRow) -> str:
    """The mark that counts, or what stands instead of it."""
    found = cell.standing
    return counted_text(found) if found.value is not None else try_text(found.counts)


def print_results(desk: Desk, owner: QWidget, cohort: CohortWhole, sheet: ResultSheet,
                  rows: Sequence[GridRow], shown: str = "") -> None:
    """The rows as they are shown, on paper; `shown` names the filter, so that a list of resits says what it is."""
    from ui.desk.printing import offer_list

    facts = [f"{cohort.code} · {cohort.title}" if cohort.title else cohort.code, show_span(cohort.starts, cohort.ends),
             cohort.instructor_names, shown]
    offer_list(desk, _("Results"), [f for f in facts if f], paper_columns(sheet), lambda _step: rows, owner=owner,
               name=f"{_('Results')} {cohort.code}")
