"""The attendance sheet of a cohort in Excel: a letter per session, totals as formulas, the policy in words."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from app.attendance.figures import Seen, share
from app.attendance.queries import RegisterView, SessionRow
from app.cohorts.queries import RollRow
from app.exchange.sheet import ACCENT, DANGER, LINE, MUTED, font, print_setup, put_text
from app.i18n import N_, _, day_name, speaking

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

FILLS = {"block": ("F6C9C7", DANGER), "bar": ("FBE3AE", "754A00"), "outline": ("E0DAF7", "54409C"),
         "dashed": ("EFECFA", "54409C"), "letter": ("", "17663A")}
HEAD = 5  # the three header rows begin here
FIRST = 8  # the first trainee
LEAD = 3  # columns before the sessions


def weeks(sessions: list[SessionRow]) -> list[tuple[int, int]]:
    """Runs of sessions of one week, Monday to Sunday: (start, count)."""
    found: list[tuple[int, int]] = []
    last: date | None = None
    for n, session in enumerate(sessions):
        monday = session.day - timedelta(days=session.day.weekday())
        if monday != last:
            found.append((n, 1))
            last = monday
        else:
            found[-1] = (found[-1][0], found[-1][1] + 1)
    return found


def _both(text: str) -> str:
    with speaking("ms"):
        malay = _(text)
    with speaking("en"):
        english = _(text)
    return english if malay == english else f"{malay} · {english}"


def _two(text: str) -> tuple[str, str]:
    """Malay above English; a word that is the same in both is said once."""
    upper, _between, lower = _both(text).partition(" · ")
    return upper, lower


def draw_register(page: Worksheet, view: RegisterView, facts: tuple[str, str, str]) -> None:
    """Draw the whole sheet. `facts` are centre, cohort and who exported when."""
    sessions = [s for s in view.sessions if not s.cancelled]
    _title(page, view, facts)
    _header(page, view, sessions)
    for n, row in enumerate((r for r in view.rows if r.on_roll), start=0):
        _line(page, view, sessions, row, FIRST + n, n + 1)
    last = max(FIRST, FIRST + sum(r.on_roll for r in view.rows) - 1)
    _colours(page, view, len(sessions), last)
    _totals_row(page, view, sessions, last)
    page.freeze_panes = f"D{FIRST}"
    print_setup(page, f"{HEAD}:{HEAD + 2}", view.cohort.code)
    page.print_title_cols = "A:C"


def _title(page: Worksheet, view: RegisterView, facts: tuple[str, str, str]) -> None:
    from openpyxl.styles import Alignment

    centre, cohort, exported = facts
    put_text(page, 1, 1, _both(N_("Attendance sheet"))).font = font(size=16, bold=True, color=ACCENT)
    page.row_dimensions[1].height = 24
    put_text(page, 2, 1, f"{centre}    {cohort}").font = font(bold=True)
    letters = {s.policy_key: s.letter for s in view.statuses if s.policy_key}
    said = "   ".join(_legend(s.letter, s.label_ms, s.label_en) for s in view.statuses)
    line = put_text(page, 3, 1, f"{said}   {view.cohort.policy.words(letters)}   {exported}")
    line.font = font(color=MUTED)
    line.alignment = Alignment(wrap_text=True, vertical="top")
    last = LEAD + sum(not s.cancelled for s in view.sessions) + len(view.statuses) + 1
    page.merge_cells(start_row=3, start_column=1, end_row=3, end_column=max(last, LEAD + 18))
    page.row_dimensions[3].height = 32


def _legend(letter: str, malay: str, english: str) -> str:
    return f"{letter} {malay[:1].lower()}{malay[1:]} · {english[:1].lower()}{english[1:]}"


def _header(page: Worksheet, view: RegisterView, sessions: list[SessionRow]) -> None:
    count = len(sessions)
    totals = LEAD + count + 1
    for row in (HEAD, HEAD + 1, HEAD + 2):
        for column in range(1, totals + len(view.statuses) + 1):
            _style_head(page.cell(row, column))
    for column, (upper, lower) in enumerate((_two(N_("No.")), (_both(N_("Name")), ""), _two(N_("Trainee no."))),
                                            start=1):
        put_text(page, HEAD + 1, column, upper)
        put_text(page, HEAD + 2, column, lower)
    for number, (start, length) in enumerate(weeks(sessions), start=1):
        put_text(page, HEAD, LEAD + 1 + start, (_both(N_("Week")) + f" {number}") if length > 2 else str(number))
    several = Counter(session.day for session in sessions)
    for n, session in enumerate(sessions):
        column = LEAD + 1 + n
        put_text(page, HEAD + 1, column, day_name(session.day.weekday())[:3]
                 + (f" {session.part}" if several[session.day] > 1 else ""))
        cell = page.cell(HEAD + 2, column, session.day)
        cell.number_format = "d/m"
        page.column_dimensions[cell.column_letter].width = 9 if several[session.day] > 1 else 6
    put_text(page, HEAD, totals, _both(N_("Total")))
    for n, status in enumerate(view.statuses):
        page.column_dimensions[put_text(page, HEAD + 1, totals + n, status.letter).column_letter].width = 5
    page.column_dimensions[put_text(page, HEAD + 1, totals + len(view.statuses), "%").column_letter].width = 9
    for letter, width in (("A", 6), ("B", 44), ("C", 13)):
        page.column_dimensions[letter].width = width


def _style_head(cell: Any) -> None:
    from openpyxl.styles import Alignment, PatternFill

    cell.fill = PatternFill("solid", fgColor=ACCENT)
    cell.font = font(bold=True, color="FFFFFF")
    cell.alignment = Alignment(horizontal="left" if cell.column == 2 else "center")


def _line(page: Worksheet, view: RegisterView, sessions: list[SessionRow], row: RollRow, at: int, place: int) -> None:
    from openpyxl.styles import Alignment, Border, PatternFill, Side
    from openpyxl.utils import get_column_letter

    side = Side("thin", color=LINE)
    border = Border(left=side, right=side, top=side, bottom=side)
    letters = {s.code: s.letter for s in view.statuses}
    totals = LEAD + len(sessions) + 1
    page.cell(at, 1, place).alignment = Alignment(horizontal="right", indent=1)
    put_text(page, at, 2, row.name)
    put_text(page, at, 3, row.number).alignment = Alignment(horizontal="center")
    page.cell(at, 3).number_format = "@"
    for n, session in enumerate(sessions):
        cell = page.cell(at, LEAD + 1 + n)
        mark = view.marks.get((row.enrolment_id, session.id))
        if mark is not None:
            put_text(page, at, LEAD + 1 + n, letters.get(mark.status, mark.status))
        elif not view.expected(row, session):
            cell.fill = PatternFill("solid", fgColor="E7ECEF")
        cell.alignment = Alignment(horizontal="center")
    span = f"{get_column_letter(LEAD + 1)}{at}:{get_column_letter(max(totals - 1, LEAD + 1))}{at}"
    for n, status in enumerate(view.statuses):
        formula = f'=IF(COUNTIF({span},"{status.letter}")=0,"",COUNTIF({span},"{status.letter}"))'
        page.cell(at, totals + n, formula).alignment = Alignment(horizontal="center")
    figure = view.figures.get(row.enrolment_id)
    cell = page.cell(at, totals + len(view.statuses))
    cell.value = None if figure is None or figure.tenths is None else (
        _formula(view, row, sessions, figure.tenths, totals, at) or figure.tenths / 1000)
    cell.number_format = "0.0%"
    low = figure is not None and figure.reaches is False
    for column in range(1, totals + len(view.statuses) + 1):
        page.cell(at, column).border = border if column != LEAD else Border(
            left=side, right=Side("medium", color=MUTED), top=side, bottom=side)
    cell.font = font(bold=low, color=DANGER if low else None)


def _formula(view: RegisterView, row: RollRow, sessions: list[SessionRow], tenths: int, first: int, at: int) -> str:
    """The percentage out of the totals beside it, where counting letters gives the figure; '' where it does not.

    Minutes, credit, n lates as one absence and changed statuses are more than a workbook can count.
    """
    from openpyxl.utils import get_column_letter

    seen = Counter(mark.status for s in sessions if (mark := view.marks.get((row.enrolment_id, s.id))) is not None)
    attended, counted, weights = 0, 0, []
    for n, status in enumerate(view.statuses):
        hundredths = share(Seen(status.meaning, status.policy_key, int(status.fraction * 100)), view.cohort.policy)
        cell = f"{get_column_letter(first + n)}{at}"
        if hundredths is not None:
            weights.append((cell, hundredths))
            attended += hundredths * seen[status.code]
            counted += 100 * seen[status.code]
    if not counted or attended * 1000 // counted != tenths:
        return ""
    above = ",".join(cell if value == 100 else f"{cell}*{value / 100:g}" for cell, value in weights if value)
    below = ",".join(cell for cell, _value in weights)
    if "*" in above:  # an empty total is a text, which can be summed but not multiplied
        above = ",".join(f"N({part})" if "*" not in part else f"N({part.split('*')[0]})*{part.split('*')[1]}"
                         for part in above.split(","))
    return f'=IF(SUM({below})=0,"",ROUNDDOWN(SUM({above})/SUM({below}),3))'


def _colours(page: Worksheet, view: RegisterView, count: int, last: int) -> None:
    from openpyxl.formatting.rule import CellIsRule
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    if not count:
        return
    span = f"{get_column_letter(LEAD + 1)}{FIRST}:{get_column_letter(LEAD + count)}{last}"
    for status in view.statuses:
        fill, ink = FILLS.get(status.look, FILLS["letter"])
        page.conditional_formatting.add(span, CellIsRule(  # type: ignore[no-untyped-call]
            operator="equal", formula=[f'"{status.letter}"'], font=Font(color=ink, bold=status.look == "block"),
            fill=PatternFill("solid", bgColor=fill) if fill else None))


def _totals_row(page: Worksheet, view: RegisterView, sessions: list[SessionRow], last: int) -> None:
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    attended = [s.letter for s in view.statuses
                if (view.cohort.policy.counts(s.policy_key) or s.meaning) in ("attended", "half", "part")]
    put_text(page, last + 1, 2, _both(N_("Attended"))).font = font(bold=True)
    for n, session in enumerate(sessions):
        if session.held:
            letter = get_column_letter(LEAD + 1 + n)
            parts = "+".join(f'COUNTIF({letter}{FIRST}:{letter}{last},"{a}")' for a in attended) or "0"
            cell = page.cell(last + 1, LEAD + 1 + n, f"={parts}")
            cell.alignment = Alignment(horizontal="center")
            cell.font = font(bold=True)
