"""The attendance list on paper (A4 landscape): blank for signing, or filled with the marks and the percentage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from app.attendance.queries import Register, RegisterView, SessionRow
from app.centre.queries import CentreProfile
from app.cohorts.queries import RollRow
from app.exchange.files import write_bytes
from app.exchange.pdf import Document, Ink
from app.exchange.shaping import Style, fit
from app.i18n import N_, _, show_moment, speaking
from app.job import SILENT, Progress
from app.office.office import Office
from app.office.permissions import Permission

WIDTH, HEIGHT, EDGE = 297.0, 210.0, 10.0
ROWS, SESSIONS = 20, 20  # on a page
TOP, HEAD, ROW = 46.0, 11.0, 5.9
PLAIN, BOLD = Style("inter"), Style("inter-semibold")
INK, SOFT, LINE, SHADE = "#10303B", "#5B6C75", "#9FB0B8", "#E7ECEF"
NO, NUMBER, GENDER, CITIZEN, REMARK = 8.0, 32.0, 6.0, 18.0, 26.0
COUNTRY = {"MY": "Malaysia", "PR": "PR", "NON": N_("Other")}


@dataclass(frozen=True)
class _Facts:
    centre: str
    view: RegisterView
    filled: bool
    printed: str


def both(text: str) -> str:
    """A title in Malay and English with a stroke between."""
    with speaking("ms"):
        malay = _(text)
    with speaking("en"):
        english = _(text)
    return malay if malay == english else f"{malay} / {english}"


def write_sign_sheet(office: Office, cohort_id: int, path: Path, *, filled: bool = False,
                     step: Progress = SILENT) -> Path:
    """Write the list as a PDF file. Identity numbers are in full for whoever may see them so."""
    write_bytes(path, sign_sheet(office, cohort_id, filled=filled, step=step))
    return path


def sign_sheet(office: Office, cohort_id: int, *, filled: bool = False, step: Progress = SILENT) -> bytes:
    """The same in memory."""
    view = office.ask(Register(cohort_id=cohort_id, full=office.may(Permission.IDENTITY_FULL)))[0]
    centre = office.ask(CentreProfile())
    facts = _Facts(centre[0].name if centre else "", view, filled, show_moment(office.clock()))
    people = [r for r in view.rows if r.on_roll]
    sessions = [s for s in view.sessions if not s.cancelled]
    blocks = [(sessions[at:at + SESSIONS], people[start:start + ROWS], start)
              for at in range(0, max(len(sessions), 1), SESSIONS) for start in range(0, max(len(people), 1), ROWS)]
    out = BytesIO()
    document = Document(out, title=f"{both(N_('Attendance list'))} {view.cohort.code}", author=facts.centre)
    for number, (columns, rows, start) in enumerate(blocks, start=1):
        ink = Ink(HEIGHT)
        _page(ink, facts, columns, rows, start, f"{number} / {len(blocks)}")
        document.page(ink, WIDTH, HEIGHT)
        step(number, len(blocks), _("Writing page {n} of {total}").format(n=number, total=len(blocks)))
    document.close()
    return out.getvalue()


def _put(ink: Ink, text: str, x: float, y: float, width: float, size: float = 2.9, style: Style = PLAIN,
         colour: str = INK, center: bool = False) -> None:
    """One line in a box, smaller when it must be; a name too long for one line gets two."""
    if not text:
        return
    found = fit(text, style, width, size, least=1.5, lines=2)
    if found is None:
        found = fit(text, style, width, size, least=0.4, lines=2)
    if found is not None:
        ink.fitted(found, x + (width / 2 if center else 0), y - found.height / 2, style, colour,
                   "center" if center else "left")


def _page(ink: Ink, facts: _Facts, sessions: Sequence[SessionRow], rows: Sequence[RollRow], start: int,
          number: str) -> None:
    _title(ink, facts, sessions, number)
    widths = _widths(len(sessions))
    _head(ink, widths, sessions)
    for at in range(ROWS):
        row = rows[at] if at < len(rows) else None
        _row(ink, facts, widths, sessions, row, start + at + 1, TOP + HEAD + at * ROW)
    bottom = TOP + HEAD + ROWS * ROW
    _totals(ink, facts, widths, sessions, bottom)
    _signatures(ink, facts, bottom + ROW)


def _title(ink: Ink, facts: _Facts, sessions: Sequence[SessionRow], number: str) -> None:
    cohort = facts.view.cohort
    full = WIDTH - 2 * EDGE
    _put(ink, facts.centre.upper(), EDGE, 14, full - 30, 4.2, BOLD)
    _put(ink, both(N_("Attendance list")).upper(), EDGE, 20.5, full - 30, 3.6, BOLD, "#0B5F77")
    ink.text(number, WIDTH - EDGE, 14, 2.9, PLAIN, SOFT, "right")
    half = full / 2 - 4
    span = (f"{sessions[0].day:%d/%m/%Y} - {sessions[-1].day:%d/%m/%Y}" if sessions
            else f"{cohort.starts:%d/%m/%Y} - {cohort.ends:%d/%m/%Y}")
    times = sorted({f"{s.starts_at} - {s.ends_at}" for s in sessions})
    pairs = ((N_("Course"), f"{cohort.course_title} ({cohort.course_code})"), (N_("Cohort"), " ".join(
        p for p in (cohort.code, cohort.title) if p)), (N_("Date"), span), (N_("Time"), ", ".join(times)),
        (N_("Instructors"), cohort.instructor_names), (N_("Venue"), cohort.venue))
    for n, (name, value) in enumerate(pairs):
        x, y = EDGE + (n % 2) * (half + 8), 28 + n // 2 * 5.6
        ink.text(both(name), x, y, 2.6, PLAIN, SOFT)
        _put(ink, value or "." * 50, x + 34, y, half - 34, 3.0)


def _widths(count: int) -> list[float]:
    """Widths of the columns; the name takes what is left, sessions 6.6 to 12 mm."""
    each = min(12.0, max(6.6, 110 / max(count, 1)))
    name = WIDTH - 2 * EDGE - NO - NUMBER - GENDER - CITIZEN - REMARK - each * count
    return [NO, name, NUMBER, GENDER, CITIZEN, *([each] * count), REMARK]


def _lefts(widths: Sequence[float]) -> list[float]:
    found = [EDGE]
    for width in widths:
        found.append(found[-1] + width)
    return found


def _head(ink: Ink, widths: list[float], sessions: Sequence[SessionRow]) -> None:
    lefts = _lefts(widths)
    ink.rect(EDGE, TOP, lefts[-1] - EDGE, HEAD, fill=SHADE)
    titles = [_short(N_("No.")), both(N_("Name (as on the card)")), both(N_("MyKad or passport")), "J",
              both(N_("Citizenship"))]
    for n, text in enumerate(titles):
        _put(ink, text, lefts[n] + 1, TOP + 6.2, widths[n] - 2, 2.5, BOLD)
    for n, session in enumerate(sessions, start=5):
        day = f"{session.day.day}/{session.day.month}"
        _put(ink, day, lefts[n], TOP + 4.6, widths[n] - 0.4, 2.4, BOLD, center=True)
        _put(ink, session.part, lefts[n], TOP + 8.8, widths[n], 2.2, center=True)
    _put(ink, both(N_("Remarks")), lefts[-2] + 1, TOP + 6.2, widths[-1] - 2, 2.5, BOLD)
    _frame(ink, lefts, TOP, HEAD)


def _short(text: str) -> str:
    with speaking("ms"):
        return _(text)


def _frame(ink: Ink, lefts: Sequence[float], top: float, height: float) -> None:
    for left in lefts:
        ink.path([(left, top), (left, top + height)], stroke=LINE, width=0.15)
    for y in (top, top + height):
        ink.path([(lefts[0], y), (lefts[-1], y)], stroke=LINE, width=0.15)


def _row(ink: Ink, facts: _Facts, widths: list[float], sessions: Sequence[SessionRow], row: RollRow | None,
         place: int, top: float) -> None:
    lefts, view = _lefts(widths), facts.view
    line = top + ROW / 2 + 1.0
    if row is not None:
        letters = {s.code: s.letter_ms for s in view.statuses}
        country = COUNTRY.get(row.citizenship, row.citizenship)
        for n, text in enumerate((str(place), row.name, row.identity, row.gender, _(country) if country else "")):
            _put(ink, text, lefts[n] + 1, line, widths[n] - 2, 2.8)
        for n, session in enumerate(sessions, start=5):
            if not view.expected(row, session):
                ink.rect(lefts[n], top, widths[n], ROW, fill=SHADE)
            elif facts.filled and (mark := view.marks.get((row.enrolment_id, session.id))) is not None:
                _put(ink, letters.get(mark.status, mark.status), lefts[n], line, widths[n], 2.8, center=True)
        figure = view.figures.get(row.enrolment_id)
        if facts.filled and figure is not None:
            _put(ink, figure.text, lefts[-2] + 1, line, widths[-1] - 2, 2.8)
    _frame(ink, lefts, top, ROW)


def _totals(ink: Ink, facts: _Facts, widths: list[float], sessions: Sequence[SessionRow], top: float) -> None:
    lefts = _lefts(widths)
    _put(ink, both(N_("Total present")), lefts[1] + 1, top + 4, widths[1] - 2, 2.6, BOLD)
    if facts.filled:
        attended = _attended(facts.view)
        for n, session in enumerate(sessions, start=5):
            if session.held:
                _put(ink, str(attended(session)), lefts[n], top + 4, widths[n], 2.6, BOLD, center=True)
    _frame(ink, [lefts[0], *lefts[5:]], top, ROW)


def _attended(view: RegisterView) -> Callable[[SessionRow], int]:
    from app.attendance.figures import share

    return lambda session: sum(bool(share(cell.seen(), view.cohort.policy))
                               for (_e, s), cell in view.marks.items() if s == session.id)


def _signatures(ink: Ink, facts: _Facts, top: float) -> None:
    width = (WIDTH - 2 * EDGE) / 3
    for n, who in enumerate((N_("Certified by the instructor"), N_("Certified by the training provider"),
                             N_("Certified by the employer"))):
        x = EDGE + n * width
        _put(ink, both(who), x, top + 4.5, width - 6, 2.5, BOLD)
        ink.path([(x, top + 13), (x + width - 10, top + 13)], stroke=SOFT, width=0.15)
        _put(ink, both(N_("Signature, name, post, date and stamp")), x, top + 16.2, width - 6, 2.2, PLAIN, SOFT)
    letters = "  ".join(f"{s.letter_ms} {s.label_ms[:1].lower()}{s.label_ms[1:]}" for s in facts.view.statuses)
    with speaking("ms"):
        policy = facts.view.cohort.policy.words({s.policy_key: s.letter_ms for s in facts.view.statuses
                                                 if s.policy_key})
    said = f"{_short(N_('Letters'))}: {letters}    {policy}" if facts.filled else f"{_short(N_('Letters'))}: {letters}"
    _put(ink, said, EDGE, HEIGHT - 6.5, WIDTH - 2 * EDGE - 40, 2.2, PLAIN, SOFT)
    ink.text(facts.printed, WIDTH - EDGE, HEIGHT - 6.5, 2.2, PLAIN, SOFT, "right")
