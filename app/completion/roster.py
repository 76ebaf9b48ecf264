"""Results and completion of a cohort as columns for its roster workbook."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from app.attendance.sheets import Provider, ResultsSheet
from app.completion.queries import Completion, CompletionRow
from app.i18n import _
from app.office.office import Office
from app.programmes.queries import ComponentRow
from app.results.queries import CellRow, ResultsGrid


def results_for(office: Office) -> Provider:
    """What `write_roster` takes as `results`: the marks that count, total, grade, and whether all is met."""
    return lambda cohort_id: _sheet(office, cohort_id)


def _sheet(office: Office, cohort_id: int) -> ResultsSheet:
    grid = office.ask(ResultsGrid(cohort_id=cohort_id))[0]
    done = {row.enrolment_id: row for row in office.ask(Completion(cohort_id=cohort_id))[0].rows}
    titles = [*(c.shown() for c in grid.components), _("Total"), _("Grade"), _("Completion")]
    values: dict[int, list[Any]] = {}
    for row in grid.rows:
        cells = {cell.component_id: cell for cell in row.cells}
        found = done.get(row.enrolment_id)
        values[row.enrolment_id] = [*(_value(c, cells.get(c.id)) for c in grid.components),
                                    *(_completion(found) if found else (None, "", ""))]
    return ResultsSheet(titles, values, words=2)


def _value(component: ComponentRow, cell: CellRow | None) -> Decimal | str | None:
    """The mark as a number; absent is a word, never 0."""
    counts = cell.standing.counts if cell is not None else None
    if cell is not None and cell.standing.kind == "exempt":
        return _("Exempt")
    if counts is None:
        return None
    if counts.state == "absent":
        return _("Absent")
    if component.scale == "competency":
        return {"T": _("Competent"), "BT": _("Not yet competent")}.get(counts.competency, "")
    return counts.mark


def _completion(row: CompletionRow) -> tuple[Decimal | None, str, str]:
    total = Decimal(row.total_text) if row.total_text else None
    return total, row.grade_text, _("Completed") if row.qualifies else "; ".join(row.why_not("completion"))
