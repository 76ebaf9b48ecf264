"""Pages of an attendance list, A4 landscape: its head, a box for each session or day, totals, and what stands below.

Long courses are parted between weeks, long rolls after twenty names; head and names stand on every page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO

from app.attendance.figures import share
from app.attendance.paper_ink import (
    ACCENT,
    BOLD,
    INK,
    PLAIN,
    SHADE,
    SOFT,
    both,
    frame,
    lefts,
    put,
    put_line,
    short,
)
from app.attendance.queries import RegisterView, SessionRow
from app.cohorts.queries import RollRow
from app.exchange.pdf import Document, Ink
from app.i18n import N_, _, speaking
from app.job import SILENT, Progress

WIDTH, HEIGHT, EDGE = 297.0, 210.0, 10.0
LABEL = 34.0  # mm, of what stands before course, cohort, dates
ROWS, SESSIONS = 20, 20  # on a page
TOP, HEAD, ROW = 46.0, 11.0, 5.9
NO, NUMBER, GENDER, CITIZEN, REMARK = 8.0, 32.0, 6.0, 18.0, 26.0
COUNTRY = {"MY": "Malaysia", "PR": "PR", "NON": N_("Other")}


@dataclass(frozen=True)
class Box:
    """A column to be marked or signed: one session, or all of a day."""

    upper: str
    lower: str
    sessions: tuple[SessionRow, ...]


@dataclass(frozen=True)
class Part:
    """Trainees and columns that belong on pages of their own; `employer` when they are of one."""

    people: Sequence[RollRow]
    boxes: Sequence[Box]
    employer: str | None = None


@dataclass(frozen=True)
class Design:
    """What one kind of list has of its own."""

    title: str  # marked with N_
    under: str = ""  # a line beside the title
    filled: bool = False  # with marks, totals and percentages
    rows: int = ROWS
    padded: bool = True  # empty rows to the end of the page, for those who come unannounced
    widest: float = 12.0  # mm of a box
    remark: Callable[[RollRow], str] | None = None
    citizenship: Callable[[RollRow], str] | None = None
    foot: Callable[[Ink, float], None] = field(default=lambda ink, top: None)


@dataclass(frozen=True)
class _Page:
    view: RegisterView
    centre: str
    printed: str
    design: Design
    part: Part
    boxes: Sequence[Box]
    rows: Sequence[RollRow]
    start: int

    @property
    def widths(self) -> list[float]:
        """The name takes what is left."""
        count = len(self.boxes)
        each = min(self.design.widest, max(6.6, (110 if self.design.widest < 20 else 130) / max(count, 1)))
        name = WIDTH - 2 * EDGE - NO - NUMBER - GENDER - CITIZEN - REMARK - each * count
        return [NO, name, NUMBER, GENDER, CITIZEN, *([each] * count), REMARK]


def session_boxes(sessions: Iterable[SessionRow]) -> list[Box]:
    """A box for each session."""
    return [Box(f"{s.day.day}/{s.day.month}", s.part, (s,)) for s in sessions]


def by_weeks(boxes: Sequence[Box], most: int = SESSIONS) -> list[Sequence[Box]]:
    """Whole weeks on a page as long as they fit; a week that alone is too long is parted."""
    weeks: list[list[Box]] = []
    for one in boxes:
        day = one.sessions[0].day
        monday = day - timedelta(days=day.weekday())
        first = weeks[-1][0].sessions[0].day if weeks else None
        if first is not None and first - timedelta(days=first.weekday()) == monday:
            weeks[-1].append(one)
        else:
            weeks.append([one])
    found: list[list[Box]] = []
    for week in weeks:
        if found and len(found[-1]) + len(week) <= most:
            found[-1].extend(week)
        else:
            found.extend(week[at:at + most] for at in range(0, len(week), most))
    return list(found) or [[]]


def draw(view: RegisterView, centre: str, printed: str, parts: Sequence[tuple[Design, Part]],
         step: Progress = SILENT) -> bytes:
    """All pages of all parts as one PDF."""
    pages = [_Page(view, centre, printed, design, part, boxes, part.people[start:start + design.rows], start)
             for design, part in parts for boxes in by_weeks(part.boxes)
             for start in range(0, max(len(part.people), 1), design.rows)]
    out = BytesIO()
    title = parts[0][0].title if parts else N_("Attendance list")
    document = Document(out, title=f"{both(title)} {view.cohort.code}", author=centre)
    for number, page in enumerate(pages, start=1):
        ink = Ink(HEIGHT)
        _draw(ink, page, f"{number} / {len(pages)}")
        document.page(ink, WIDTH, HEIGHT)
        step(number, len(pages), _("Writing page {n} of {total}").format(n=number, total=len(pages)))
    document.close()
    return out.getvalue()


def _draw(ink: Ink, page: _Page, number: str) -> None:
    _title(ink, page, number)
    widths = page.widths
    _head(ink, page, widths)
    shown = page.design.rows if page.design.padded else max(len(page.rows), 1)
    for at in range(shown):
        row = page.rows[at] if at < len(page.rows) else None
        _row(ink, page, widths, row, page.start + at + 1, TOP + HEAD + at * ROW)
    bottom = TOP + HEAD + shown * ROW
    _totals(ink, page, widths, bottom)
    page.design.foot(ink, bottom + ROW)
    _letters(ink, page)


def _title(ink: Ink, page: _Page, number: str) -> None:
    cohort, full = page.view.cohort, WIDTH - 2 * EDGE
    put_line(ink, page.centre.upper(), EDGE, 14, full - 30, 4.2, BOLD)
    put_line(ink, both(page.design.title).upper(), EDGE, 20.5, full * 0.6, 3.6, BOLD, ACCENT)
    if page.design.under:
        put_line(ink, page.design.under, WIDTH - EDGE, 20.5, full * 0.38, 2.5, PLAIN, SOFT, "right")
    ink.text(number, WIDTH - EDGE, 14, 2.9, PLAIN, SOFT, "right")
    half = full / 2 - 4
    held = [s for box in page.boxes for s in box.sessions]
    span = (f"{held[0].day:%d/%m/%Y} - {held[-1].day:%d/%m/%Y}" if held
            else f"{cohort.starts:%d/%m/%Y} - {cohort.ends:%d/%m/%Y}")
    times = ", ".join(sorted({f"{s.starts_at} - {s.ends_at}" for s in held}))
    employer = page.part.employer
    pairs = ((N_("Course"), f"{cohort.course_title} ({cohort.course_code})"),
             (N_("Cohort"), " ".join(p for p in (cohort.code, cohort.title) if p)), (N_("Date"), span),
             (N_("Time"), times) if employer is None else (N_("Time and venue"), ", ".join(
                 p for p in (times, cohort.venue) if p)),
             (N_("Instructors"), cohort.instructor_names),
             (N_("Venue"), cohort.venue) if employer is None else (N_("Employer"), employer))
    for n, (name, value) in enumerate(pairs):
        x, y = EDGE + (n % 2) * (half + 8), 28 + n // 2 * 5.6
        put_line(ink, both(name), x, y, LABEL, 2.6, PLAIN, SOFT)
        put(ink, value or "." * 50, x + LABEL + 2, y, half - LABEL - 2, 3.0, lines=2)


def _head(ink: Ink, page: _Page, widths: list[float]) -> None:
    edges = lefts(EDGE, widths)
    ink.rect(EDGE, TOP, edges[-1] - EDGE, HEAD, fill=SHADE)
    titles = [short(N_("No.")), both(N_("Name (as on the card)")), both(N_("MyKad or passport")), "J",
              both(N_("Citizenship"))]
    for n, text in enumerate(titles):
        put(ink, text, edges[n] + 1, TOP + 6.2, widths[n] - 2, 2.5, BOLD)
    for n, box in enumerate(page.boxes, start=5):
        put(ink, box.upper, edges[n], TOP + 4.6, widths[n] - 0.4, 2.4, BOLD, center=True)
        put(ink, box.lower, edges[n] + 0.3, TOP + 8.8, widths[n] - 0.6, 2.2, center=True)
    put(ink, both(N_("Remarks")), edges[-2] + 1, TOP + 6.2, widths[-1] - 2, 2.5, BOLD)
    frame(ink, edges, TOP, HEAD)


def _row(ink: Ink, page: _Page, widths: list[float], row: RollRow | None, place: int, top: float) -> None:
    edges, view = lefts(EDGE, widths), page.view
    middle = top + ROW / 2 + 1.0
    if row is not None:
        country = (page.design.citizenship or citizenship)(row)
        for n, text in enumerate((str(place), row.name, row.identity, row.gender, country)):
            put(ink, text, edges[n] + 1, middle, widths[n] - 2, 2.8)
        for n, box in enumerate(page.boxes, start=5):
            due = [s for s in box.sessions if view.expected(row, s)]
            if not due:
                ink.rect(edges[n], top, widths[n], ROW, fill=SHADE)
            elif page.design.filled:
                put(ink, _mark(view, row, due), edges[n], middle, widths[n], 2.8, center=True)
        put(ink, _remark(page, row), edges[-2] + 1, middle, widths[-1] - 2, 2.6)
    frame(ink, edges, top, ROW)


def citizenship(row: RollRow) -> str:
    """Citizenship in Malay, as there is room for."""
    country = COUNTRY.get(row.citizenship, row.citizenship)
    return short(country) if country else ""


def _mark(view: RegisterView, row: RollRow, sessions: Sequence[SessionRow]) -> str:
    letters = {s.code: s.letter_ms for s in view.statuses}
    return " ".join(letters.get(mark.status, mark.status) for s in sessions
                    if (mark := view.marks.get((row.enrolment_id, s.id))) is not None)


def _remark(page: _Page, row: RollRow) -> str:
    said = page.design.remark(row) if page.design.remark is not None else ""
    figure = page.view.figures.get(row.enrolment_id) if page.design.filled else None
    return "  ".join(p for p in (figure.text if figure is not None else "", said) if p)


def _totals(ink: Ink, page: _Page, widths: list[float], top: float) -> None:
    edges = lefts(EDGE, widths)
    put(ink, both(N_("Total present")), edges[1] + 1, top + 4, widths[1] - 2, 2.6, BOLD)
    if page.design.filled:
        for n, box in enumerate(page.boxes, start=5):
            if any(s.held for s in box.sessions):
                put(ink, str(attended(page.view, page.part.people, box.sessions)), edges[n], top + 4, widths[n], 2.6,
                    BOLD, center=True)
    frame(ink, [edges[0], *edges[5:]], top, ROW)


def attended(view: RegisterView, people: Sequence[RollRow], sessions: Sequence[SessionRow]) -> int:
    """How many marks of these trainees in these sessions count, at least in part."""
    policy = view.cohort.policy
    cells = (view.marks.get((row.enrolment_id, s.id)) for row in people for s in sessions)
    return sum(bool(share(cell.seen(), policy)) for cell in cells if cell is not None)


def letters_line(view: RegisterView, *, policy: bool) -> str:
    """The letters in words, with the policy where marks are shown."""
    letters = "  ".join(f"{s.letter_ms} {s.label_ms[:1].lower()}{s.label_ms[1:]}" for s in view.statuses)
    said = short(N_("Letters")) + f": {letters}"
    if not policy:
        return said
    with speaking("ms"):
        return said + "    " + view.cohort.policy.words({s.policy_key: s.letter_ms for s in view.statuses
                                                         if s.policy_key})


def _letters(ink: Ink, page: _Page) -> None:
    put_line(ink, letters_line(page.view, policy=page.design.filled), EDGE, HEIGHT - 6.5, WIDTH - 2 * EDGE - 40, 2.2,
             PLAIN, SOFT)
    ink.text(page.printed, WIDTH - EDGE, HEIGHT - 6.5, 2.2, PLAIN, SOFT, "right")


__all__ = ["EDGE", "HEIGHT", "INK", "ROW", "WIDTH", "Box", "Design", "Part", "attended", "by_weeks", "citizenship",
           "draw", "letters_line", "session_boxes"]
