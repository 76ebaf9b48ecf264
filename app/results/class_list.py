"""The class result list in Excel: everybody with marks, total and outcome; how totals are distributed, with a chart of
Excel's own; and the moderation figures."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.centre.queries import CentreProfile
from app.cohorts.queries import CohortDetail
from app.exchange.columns import Column
from app.exchange.sheet import ACCENT, MUTED, Drawn, font, print_setup, put_text, write_sheet
from app.i18n import _, show_moment, show_span
from app.job import SILENT, Progress
from app.office.office import Office
from app.programmes.queries import ComponentRow
from app.results.bring_cells import STATE_TEXT
from app.results.moderation import Band, Moderation, ModerationSheet, Spread, counted_text, cut
from app.results.queries import ResultRow, ResultsGrid, ResultSheet
from app.results.rules import shown_mark, shown_total

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def outcome_word(row: ResultRow) -> str:
    """The outcome of a row in words."""
    found = row.outcome
    if found.kind == "pass":
        return found.grade.shown() if found.grade else _("Pass")
    return {"resit": _("Resit"), "below": _("Below {limit}").format(limit=shown_mark(found.limit)),
            "incomplete": _("Not complete")}[found.kind]


def counted(row: ResultRow, component: ComponentRow) -> Decimal | str | None:
    """The mark that counts as a number; how it stands where there is none. Absent is never 0."""
    cell = next((c for c in row.cells if c.component_id == component.id), None)
    if cell is None:
        return None
    one = cell.standing.counts
    if cell.standing.kind in STATE_TEXT:
        return STATE_TEXT[cell.standing.kind]
    if one is None:
        return None
    return Decimal(counted_text(cell.standing)) if cell.standing.value is not None else one.competency or None


def columns(sheet: ResultSheet) -> list[Column[tuple[int, ResultRow]]]:
    """No., name, a column for each assessment, total, outcome."""
    def mark(component: ComponentRow) -> Column[tuple[int, ResultRow]]:
        weight = f" ({shown_mark(component.weight)} %)" if component.weight else ""
        title = component.shown() + weight
        return Column(f"c{component.id}", lambda: title, lambda r: counted(r[1], component),
                      width=max(14, len(title) + 4), kind="number")

    return [Column("no", lambda: _("No."), lambda r: r[0], width=6, kind="number"),
            Column("name", lambda: _("Name"), lambda r: r[1].name, width=40),
            *(mark(c) for c in sheet.components),
            Column("total", lambda: _("Total"), lambda r: Decimal(shown_total(r[1].total)) if r[1].total is not None
                   else None, width=10, kind="number"),
            Column("outcome", lambda: _("Outcome"), lambda r: outcome_word(r[1]), width=18)]


def write_class_list(office: Office, cohort_id: int, path: Path, *, step: Progress = SILENT) -> Path:
    """Write the workbook; no identity numbers are in it."""
    sheet = office.ask(ResultsGrid(cohort_id=cohort_id))[0]
    figures = office.ask(Moderation(cohort_id=cohort_id))[0]
    cohort = office.ask(CohortDetail(cohort_id=cohort_id))[0]
    centre = office.ask(CentreProfile())
    facts = [[(1, centre[0].name if centre else "")],
             [(1, f"{cohort.code} · {cohort.course_title} · {show_span(cohort.starts, cohort.ends)}")],
             [(1, show_moment(office.clock()))]]
    rows = list(enumerate(sheet.rows, start=1))
    failing = {id(r): r[1].outcome.kind in ("resit", "below") for r in rows}
    return write_sheet(path, columns(sheet), rows, step, name=_("Results"), title=_("Class result list"), lines=facts,
                       alert=lambda c, r: c.key in ("total", "outcome") and failing.get(id(r), False),
                       more=[Drawn(_("Distribution"), lambda page: draw_distribution(page, figures)),
                             Drawn(_("Moderation"), lambda page: draw_moderation(page, figures))])


def draw_distribution(page: Worksheet, figures: ModerationSheet) -> None:
    """Bands with counts, and a column chart of them."""
    from openpyxl.chart import BarChart, Reference

    put_text(page, 1, 1, _("Distribution of totals")).font = font(size=16, bold=True, color=ACCENT)
    n = len(figures.totals)
    mean = cut(sum(figures.totals, Fraction(0)) / n) if n else "–"
    put_text(page, 2, 1, _("{n} totals, mean {mean}").format(n=n, mean=mean)).font = font(color=MUTED)
    last = _bands(page, 4, 1, _("Total"), figures.tens)
    _bands(page, last + 3, 1, _("Grade"), figures.grades)
    page.column_dimensions["A"].width = 20
    chart: Any = BarChart()
    chart.type, chart.title, chart.legend = "col", _("Distribution of totals"), None
    chart.y_axis.title, chart.x_axis.title = _("Trainees"), _("Total")
    chart.y_axis.delete = chart.x_axis.delete = False
    chart.y_axis.majorUnit = 1 if n <= 20 else None
    chart.add_data(Reference(page, min_col=2, min_row=5, max_row=last))
    chart.set_categories(Reference(page, min_col=1, min_row=5, max_row=last))
    chart.series[0].graphicalProperties.solidFill = ACCENT
    chart.gapWidth = 40
    chart.width, chart.height = 18, 9
    page.add_chart(chart, "E4")
    print_setup(page, "4:4", _("Distribution"))


def _bands(page: Worksheet, row: int, column: int, title: str, bands: Sequence[Band]) -> int:
    """A small table; its last row."""
    if not bands:
        return row
    for at, text in enumerate((title, _("Trainees"), "%")):
        _head(page, row, column + at, text)
    for at, band in enumerate(bands, start=1):
        put_text(page, row + at, column, band.name)
        page.cell(row + at, column + 1, band.count)
        cell = page.cell(row + at, column + 2, float(band.share) / 100)
        cell.number_format = "0.0%"
    return row + len(bands)


def _head(page: Worksheet, row: int, column: int, text: str) -> None:
    from openpyxl.styles import PatternFill

    cell = put_text(page, row, column, text)
    cell.font = font(bold=True, color="FFFFFF")
    cell.fill = PatternFill("solid", fgColor=ACCENT)


SPREAD: tuple[Column[Spread], ...] = (
    Column("title", lambda: _("Assessment"), lambda s: s.title, width=30),
    Column("assessor", lambda: _("Assessor"), lambda s: s.assessor or _("All"), width=24),
    Column("count", lambda: _("Marks"), lambda s: s.count, width=8, kind="number"),
    Column("absent", lambda: _("Absent"), lambda s: s.absent, width=8, kind="number"),
    Column("mean", lambda: _("Mean"), lambda s: cut(s.mean), width=9, align="right"),
    Column("deviation", lambda: _("Std. deviation"), lambda s: s.deviation, width=14, kind="number"),
    Column("least", lambda: _("Lowest"), lambda s: cut(s.quartile(0)), width=9, align="right"),
    Column("q1", lambda: _("Lower quartile"), lambda s: cut(s.quartile(1)), width=14, align="right"),
    Column("median", lambda: _("Median"), lambda s: cut(s.quartile(2)), width=9, align="right"),
    Column("q3", lambda: _("Upper quartile"), lambda s: cut(s.quartile(3)), width=14, align="right"),
    Column("most", lambda: _("Highest"), lambda s: cut(s.quartile(4)), width=9, align="right"),
    Column("failed", lambda: _("Failed"), lambda s: s.failed if s.pass_at is not None else None, width=8,
           kind="number"),
    Column("rate", lambda: _("Failed %"), lambda s: cut(s.fail_rate), width=10, align="right"),
)


def draw_moderation(page: Worksheet, figures: ModerationSheet) -> None:
    """The figures of each assessment and assessor, and a chart of the means."""
    from openpyxl.chart import BarChart, Reference
    from openpyxl.utils import get_column_letter

    put_text(page, 1, 1, _("Moderation")).font = font(size=16, bold=True, color=ACCENT)
    put_text(page, 2, 1, _("Marks in per cent of the highest mark, of the try that counts. Quartiles as QUARTILE.INC, "
                           "deviation of a sample.")).font = font(color=MUTED)
    rows = [*figures.components, *figures.assessors]
    for at, column in enumerate(SPREAD, start=1):
        _head(page, 4, at, column.title())
        page.column_dimensions[get_column_letter(at)].width = max(column.width, len(column.title()) + 4)
        for down, one in enumerate(rows, start=5):
            value = column.read(one)
            if value is None or value == "":
                continue
            if column.key in ("title", "assessor"):
                put_text(page, down, at, value)
            else:
                page.cell(down, at, float(value) if isinstance(value, str | Decimal) else value)
    count = len(figures.components)
    if count:
        chart: Any = BarChart()
        chart.type, chart.title, chart.legend = "bar", _("Mean of each assessment"), None
        chart.y_axis.delete = chart.x_axis.delete = False
        chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 100
        chart.x_axis.scaling.orientation = "maxMin"
        chart.add_data(Reference(page, min_col=5, min_row=5, max_row=4 + count))
        chart.set_categories(Reference(page, min_col=1, min_row=5, max_row=4 + count))
        chart.series[0].graphicalProperties.solidFill = ACCENT
        chart.width, chart.height = 18, max(5.0, 1.2 * count + 3)
        page.add_chart(chart, f"A{len(rows) + 7}")
    print_setup(page, "4:4", _("Moderation"))
