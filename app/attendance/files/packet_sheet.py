"""The workbook of a packet: cells to fill with drop-down codes, policy and key, and what it is on a hidden sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.attendance.figures import expected
from app.attendance.files.known import PARTS
from app.attendance.files.packet import MAGIC, SHEET, PacketFacts, signature
from app.attendance.queries import SessionRow
from app.cohorts.queries import RollRow
from app.exchange.sheet import ACCENT, LINE, MUTED, Drawn, font, print_setup, put_text
from app.i18n import _, show_date, show_moment, show_span

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SESSIONS = 5  # the row with the hidden keys of sessions; under it day, date, part
FIRST = 9  # the first trainee
LEAD = 4  # columns before the sessions: hidden key, no., name, trainee number
PIECE = 30_000  # characters of the state in a cell


def packet_sheets(facts: PacketFacts) -> list[Drawn]:
    """The three sheets."""
    return [Drawn(_("Attendance"), lambda page: _draw(page, facts)), Drawn(_("Key"), lambda page: _key(page, facts)),
            Drawn(SHEET, lambda page: _hidden(page, facts))]


def _draw(page: Worksheet, facts: PacketFacts) -> None:
    from openpyxl.utils import get_column_letter

    cohort = facts.view.cohort
    put_text(page, 1, 2, _("Attendance packet")).font = font(size=16, bold=True, color=ACCENT)
    page.row_dimensions[1].height = 24
    span = show_span(facts.sessions[0].day, facts.sessions[-1].day)
    who = facts.packet.instructor or cohort.instructor_names
    put_text(page, 2, 2, "    ".join(filter(None, (facts.centre, cohort.code, cohort.course_title, who, span)))
             ).font = font(bold=True)
    put_text(page, 3, 2, _("Fill the white cells with a letter from the list; L 15 is 15 minutes late, other words "
                           "after the letter are the reason. Save the file and bring it back with Attendance, Bring "
                           "in a file.")).font = font(color=MUTED)
    _heads(page, facts)
    for at, row in enumerate(facts.rows, start=FIRST):
        _line(page, facts, row, at)
    _protect(page, facts)
    page.freeze_panes = f"{get_column_letter(LEAD + 1)}{FIRST}"
    print_setup(page, f"{SESSIONS + 1}:{FIRST - 1}", cohort.code)
    page.print_title_cols = "B:D"


def _heads(page: Worksheet, facts: PacketFacts) -> None:
    from openpyxl.styles import Alignment, PatternFill
    from openpyxl.utils import get_column_letter

    for column, words in ((2, _("No.")), (3, _("Name")), (4, _("Trainee no."))):
        put_text(page, FIRST - 1, column, words)
    for at, session in enumerate(facts.sessions, start=LEAD + 1):
        put_text(page, SESSIONS, at, str(session.id))
        put_text(page, SESSIONS + 1, at, show_date(session.day, weekday=True).split(" ")[0])
        put_text(page, SESSIONS + 2, at, f"{session.day.day}/{session.day.month}")
        put_text(page, SESSIONS + 3, at, _short(session))
        page.column_dimensions[get_column_letter(at)].width = 9
    for at in range(SESSIONS + 1, FIRST):
        for column in range(2, LEAD + len(facts.sessions) + 1):
            cell = page.cell(at, column)
            cell.font, cell.fill = font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor=ACCENT)
            cell.alignment = Alignment(horizontal="left" if column in (3, 4) else "center")
    page.row_dimensions[SESSIONS].hidden = True
    page.column_dimensions["A"].hidden = True
    for letter, width in (("B", 5), ("C", 40), ("D", 14)):
        page.column_dimensions[letter].width = width


def _short(session: SessionRow) -> str:
    return session.starts_at if session.part not in PARTS else {"AM": _("AM"), "PM": _("PM"), "EVE": _("Eve"),
                                                               "FULL": _("Day")}[session.part]


def fillable(facts: PacketFacts, row: RollRow, session: SessionRow) -> bool:
    """Whether a cell is to be filled: not of a closed register, and of somebody who should be there."""
    return session.closed_at is None and expected(session.day, row.joined_on, row.left_on) \
        and row.enrolment_id not in facts.view.locked


def _line(page: Worksheet, facts: PacketFacts, row: RollRow, at: int) -> None:
    from openpyxl.styles import Alignment, Border, PatternFill, Protection, Side

    side = Side("thin", color=LINE)
    border = Border(left=side, right=side, top=side, bottom=side)
    put_text(page, at, 1, str(row.enrolment_id))
    page.cell(at, 2, at - FIRST + 1)
    put_text(page, at, 3, row.name)
    put_text(page, at, 4, row.number)
    for column in (2, 3, 4):
        page.cell(at, column).border = border
    letters = {s.code: s.letter for s in facts.view.statuses}
    base = {(e, s): status for e, s, status in facts.packet.state["marks"]}
    for column, session in enumerate(facts.sessions, start=LEAD + 1):
        cell: Any = page.cell(at, column)
        code = base.get((row.enrolment_id, session.id))
        if code is not None:
            put_text(page, at, column, letters.get(code, code))
        cell.number_format, cell.border = "@", border
        cell.alignment = Alignment(horizontal="center")
        if fillable(facts, row, session):
            cell.protection = Protection(locked=False)
        else:
            cell.fill = PatternFill("solid", fgColor="E6EBEE")


def _protect(page: Worksheet, facts: PacketFacts) -> None:
    """Only the cells to fill can be written in, and they offer the letters."""
    from openpyxl.worksheet.datavalidation import DataValidation

    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = False
    offered = [s for s in facts.view.statuses if s.active and not s.roles and not s.needs_evidence]
    rule = DataValidation(type="list", formula1='"{}"'.format(",".join(s.letter for s in offered)), allow_blank=True)
    rule.errorStyle, rule.showErrorMessage, rule.showInputMessage = "warning", True, True
    rule.errorTitle = _("Another text")
    rule.error = _("This is no letter of the list. Right as a letter with minutes or a reason, such as L 15.")
    rule.promptTitle = _("Letters")
    rule.prompt = ", ".join(f"{s.letter} {s.label}" for s in offered)[:250]
    page.add_data_validation(rule)
    last = page.cell(FIRST + len(facts.rows) - 1, LEAD + len(facts.sessions)).coordinate
    rule.add(f"{page.cell(FIRST, LEAD + 1).coordinate}:{last}")


def _key(page: Worksheet, facts: PacketFacts) -> None:
    from openpyxl.styles import Alignment

    view = facts.view
    put_text(page, 1, 1, _("Key")).font = font(size=16, bold=True, color=ACCENT)
    letters = {s.policy_key: s.letter for s in view.statuses if s.policy_key}
    lines = [(s.letter, s.label) for s in view.statuses if s.active]
    lines += [("", ""), (_("Policy"), " ".join(view.cohort.policy.details(letters))),
              (_("Cells"), _("White cells are to be filled. Grey ones are closed, or the trainee is not on the roll "
                             "that day. An empty cell stays unmarked.")),
              (_("Minutes and reasons"), _("L 15 is 15 minutes late. What follows the letter otherwise is the "
                                           "reason.")),
              (_("Coming back"), _("Each cell is compared with the register; nothing is recorded before somebody has "
                                   "looked at it and agreed. The file may be brought back more than once.")),
              (_("Made by"), f"{facts.packet.made_by}, {show_moment(facts.packet.made_at)}"),
              (_("Number"), facts.packet.uid)]
    for at, (name, text) in enumerate(lines, start=3):
        put_text(page, at, 1, name).font = font(bold=True)
        put_text(page, at, 2, text).alignment = Alignment(wrap_text=True, vertical="top")
        page.cell(at, 1).alignment = Alignment(vertical="top")
        page.row_dimensions[at].height = 16 * max(1, -(-len(text) // 90))
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 24, 96
    page.protection.sheet = True
    print_setup(page, "1:1", view.cohort.code)


def _hidden(page: Worksheet, facts: PacketFacts) -> None:
    base = facts.packet.base
    for at, text in enumerate((MAGIC, facts.packet.uid, signature(base),
                               *(base[n:n + PIECE] for n in range(0, len(base), PIECE))), start=1):
        put_text(page, at, 1, text)
    page.sheet_state = "veryHidden"
    page.protection.sheet = True
