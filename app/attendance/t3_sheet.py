"""The sponsor's attendance report as a workbook: the same facts as on paper, totals as formulas."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.attendance.paper_ink import both, short
from app.attendance.queries import SessionRow
from app.attendance.sheet_pages import letters_line
from app.attendance.t3 import FORM, TITLE, Report
from app.exchange.sheet import ACCENT, DANGER, LINE, MUTED, Drawn, font, print_setup, put_text, write_book
from app.i18n import N_

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

HEAD, FIRST, LEAD = 9, 11, 5  # header rows, first trainee, columns before the sessions
WIDTHS = (6, 44, 20, 15, 9)


def write_report(report: Report, path: Path) -> Path:
    """One employer's report."""
    return write_book(path, [Drawn("T3", lambda page: _draw(page, report))])


def _draw(page: Worksheet, report: Report) -> None:
    sessions = [s for s in report.view.sessions if not s.cancelled]
    _title(page, report, sessions)
    _header(page, sessions)
    for n, row in enumerate(report.people):
        _line(page, report, sessions, row, FIRST + n, n + 1)
    last = FIRST + len(report.people) - 1
    _totals(page, report, sessions, last)
    _certified(page, report, last + 4)
    page.freeze_panes = f"F{FIRST}"
    print_setup(page, f"{HEAD}:{HEAD + 1}", f"{report.view.cohort.code} {report.employer}")
    page.print_title_cols = "A:C"


def _title(page: Worksheet, report: Report, sessions: list[SessionRow]) -> None:
    cohort = report.view.cohort
    put_text(page, 1, 1, report.centre).font = font(size=14, bold=True)
    put_text(page, 2, 1, f"{both(TITLE)}").font = font(size=13, bold=True, color=ACCENT)
    put_text(page, 3, 1, both(FORM)).font = font(color=MUTED)
    span = ((sessions[0].day, sessions[-1].day) if sessions else (cohort.starts, cohort.ends))
    times = ", ".join(sorted({f"{s.starts_at} - {s.ends_at}" for s in sessions}))
    pairs = ((N_("Course"), f"{cohort.course_title} ({cohort.course_code})"),
             (N_("Cohort"), " ".join(p for p in (cohort.code, cohort.title) if p)),
             (N_("Date"), f"{span[0]:%d/%m/%Y} - {span[1]:%d/%m/%Y}"), (N_("Time and venue"), ", ".join(
                 p for p in (times, cohort.venue) if p)),
             (N_("Instructors"), cohort.instructor_names), (N_("Employer"), report.employer))
    for n, (name, value) in enumerate(pairs):
        put_text(page, 4 + n // 2, 1 + n % 2 * 3, f"{both(name)}: {value}").font = font(bold=True)
    put_text(page, 7, 1, letters_line(report.view, policy=True)).font = font(color=MUTED)


def _header(page: Worksheet, sessions: list[SessionRow]) -> None:
    from openpyxl.styles import Alignment, PatternFill
    from openpyxl.utils import get_column_letter

    titles = [short(N_("No.")), both(N_("Name (as on the card)")), both(N_("MyKad or passport")),
              both(N_("Citizenship")), both(N_("Gender"))]
    after = LEAD + len(sessions)
    ends = [both(N_("Total present")), "%", both(N_("Remarks"))]
    for column, text in enumerate(titles, start=1):
        put_text(page, HEAD, column, text)
        page.column_dimensions[get_column_letter(column)].width = WIDTHS[column - 1]
    for n, session in enumerate(sessions, start=LEAD + 1):
        page.cell(HEAD, n, session.day).number_format = "d/m"
        put_text(page, HEAD + 1, n, session.part)
        page.column_dimensions[get_column_letter(n)].width = 6
    for n, (text, width) in enumerate(zip(ends, (12, 9, 40), strict=True), start=after + 1):
        put_text(page, HEAD, n, text)
        page.column_dimensions[get_column_letter(n)].width = width
    for row in (HEAD, HEAD + 1):
        for column in range(1, after + 4):
            cell = page.cell(row, column)
            cell.fill = PatternFill("solid", fgColor=ACCENT)
            cell.font = font(bold=True, color="FFFFFF")
            cell.alignment = Alignment(horizontal="left" if column in (2, 3, 4) else "center", vertical="center",
                                       wrap_text=row == HEAD)
    page.row_dimensions[HEAD].height = 46


def _line(page: Worksheet, report: Report, sessions: list[SessionRow], row: Any, at: int, place: int) -> None:
    from openpyxl.styles import Alignment, Border, PatternFill, Side
    from openpyxl.utils import get_column_letter

    side = Side("thin", color=LINE)
    view = report.view
    letters = {s.code: s.letter_ms for s in view.statuses}
    page.cell(at, 1, place).alignment = Alignment(horizontal="center")
    page.row_dimensions[at].height = 16 * max(1, -(-len(row.name) // 40))
    page.cell(at, 2).alignment = Alignment(wrap_text=True, vertical="top")
    for column, text in enumerate((row.name, row.identity, report.citizenship(row), row.gender), start=2):
        put_text(page, at, column, text).number_format = "@"
    for n, session in enumerate(sessions, start=LEAD + 1):
        mark = view.marks.get((row.enrolment_id, session.id))
        if mark is not None:
            put_text(page, at, n, letters.get(mark.status, mark.status))
        elif not view.expected(row, session):
            page.cell(at, n).fill = PatternFill("solid", fgColor="E7ECEF")
        page.cell(at, n).alignment = Alignment(horizontal="center")
    after = LEAD + len(sessions)
    span = f"{get_column_letter(LEAD + 1)}{at}:{get_column_letter(max(after, LEAD + 1))}{at}"
    page.cell(at, after + 1, "=" + ("+".join(f'COUNTIF({span},"{a}")' for a in _counting(report)) or "0"))
    figure = view.figures.get(row.enrolment_id)
    share = page.cell(at, after + 2)
    share.value = None if figure is None or figure.tenths is None else figure.tenths / 1000
    share.number_format = "0.0%"
    low = figure is not None and figure.reaches is False
    put_text(page, at, after + 3, report.remark(row))
    for column in range(1, after + 4):
        page.cell(at, column).border = Border(left=side, right=side, top=side, bottom=side)
    share.font = font(bold=low, color=DANGER if low else None)


def _counting(report: Report) -> list[str]:
    policy = report.view.cohort.policy
    return [s.letter_ms for s in report.view.statuses
            if (policy.counts(s.policy_key) or s.meaning) in ("attended", "half", "part")]


def _totals(page: Worksheet, report: Report, sessions: list[SessionRow], last: int) -> None:
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    put_text(page, last + 1, 2, both(N_("Total present"))).font = font(bold=True)
    for n, session in enumerate(sessions, start=LEAD + 1):
        if session.held:
            letter = get_column_letter(n)
            span = f"{letter}{FIRST}:{letter}{last}"
            cell = page.cell(last + 1, n, "=" + ("+".join(f'COUNTIF({span},"{a}")' for a in _counting(report)) or "0"))
            cell.font = font(bold=True)
            cell.alignment = Alignment(horizontal="center")


def _certified(page: Worksheet, report: Report, at: int) -> None:
    from openpyxl.styles import Border, Side

    side = Side("thin", color=MUTED)
    for who, whose, column, wide in ((N_("Certified by the training provider"), report.centre, 2, 1),
                                     (N_("Certified by the employer"), report.employer, 4, 9)):
        put_text(page, at, column, both(who)).font = font(bold=True)
        put_text(page, at + 1, column, whose)
        put_text(page, at + 2, column, both(N_("I certify that the attendance above is true."))).font = font(
            color=MUTED)
        for n, words in enumerate((N_("Signature"), N_("Name"), N_("Post"), N_("Date"), N_("Company stamp"))):
            row = at + 4 + n
            put_text(page, row, column, f"{both(words)}:").font = font(color=MUTED)
            page.row_dimensions[row].height = 22 if n < 4 else 90
            for cell in range(column, column + wide + 1):
                page.cell(row, cell).border = Border(bottom=side)
