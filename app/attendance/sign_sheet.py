"""The attendance list on paper (A4 landscape): blank for signing by the day or the week, or filled with the marks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Literal

from app.attendance.paper_ink import BOLD, PLAIN, SOFT, both, put, rule
from app.attendance.queries import Register, RegisterView, SessionRow
from app.attendance.sheet_pages import EDGE, WIDTH, Box, Design, Part, draw, session_boxes
from app.centre.queries import CentreProfile
from app.cohorts.queries import RollRow
from app.exchange.files import write_bytes
from app.exchange.pdf import Ink
from app.i18n import N_, day_name, show_moment
from app.job import SILENT, Progress
from app.office.office import Office
from app.office.permissions import Permission

By = Literal["session", "day", "week"]


def write_sign_sheet(office: Office, cohort_id: int, path: Path, *, filled: bool = False,
                     step: Progress = SILENT) -> Path:
    """Write the list as a PDF file. Identity numbers are in full for whoever may see them so."""
    write_bytes(path, sign_sheet(office, cohort_id, filled=filled, step=step))
    return path


def sign_sheet(office: Office, cohort_id: int, *, filled: bool = False, by: By = "session",
               first: date | None = None, last: date | None = None, per_employer: bool = False,
               only: Collection[int] | None = None, step: Progress = SILENT) -> bytes:
    """The same in memory. `by` 'day' is a page a day with a box a session, 'week' a page a week with a box a day.

    From `first` to `last`, on pages of their own for each employer when asked, and of some enrolments `only`.
    """
    view = office.ask(Register(cohort_id=cohort_id, full=office.may(Permission.IDENTITY_FULL)))[0]
    centre = office.ask(CentreProfile())
    people = [r for r in view.rows if r.on_roll and (only is None or r.enrolment_id in only)]
    sessions = [s for s in view.sessions if not s.cancelled and (first is None or s.day >= first)
                and (last is None or s.day <= last)]
    design = Design(N_("Attendance list"), filled=filled, widest=12.0 if filled or by == "session" else 33.0,
                    foot=signatures)
    parts = [(design, Part(who, boxes, name)) for name, who in employers(people, per_employer)
             for boxes in _spans(sessions, "session" if filled else by)]
    return draw(view, centre[0].name if centre else "", show_moment(office.clock()), parts, step)


def employers(people: Sequence[RollRow], apart: bool = True) -> list[tuple[str | None, list[RollRow]]]:
    """Each employer with its trainees, by name; who comes of himself is last. All together when not `apart`."""
    if not apart:
        return [(None, list(people))]
    names = sorted({r.organisation for r in people}, key=lambda name: (not name, name.casefold()))
    return [(name or both(N_("Individual")), [r for r in people if r.organisation == name]) for name in names]


def _spans(sessions: Sequence[SessionRow], by: By) -> Iterable[Sequence[Box]]:
    """The columns of each span that has pages of its own."""
    if by == "session" or not sessions:
        return [session_boxes(sessions)]
    if by == "day":
        return [[replace(box, upper=f"{box.sessions[0].day:%d/%m} {box.sessions[0].part}",
                         lower=f"{box.sessions[0].starts_at} - {box.sessions[0].ends_at}")
                 for box in session_boxes(some)] for _day, some in groupby(sessions, key=lambda s: s.day)]
    return [[Box(f"{day:%d/%m}", day_name(day.weekday(), "ms"), tuple(held))
             for day, held in groupby(week, key=lambda s: s.day)]
            for _monday, week in groupby(sessions, key=lambda s: s.day - timedelta(days=s.day.weekday()))]


def signatures(ink: Ink, top: float) -> None:
    """Three lines for names, stamps and dates."""
    width = (WIDTH - 2 * EDGE) / 3
    for n, who in enumerate((N_("Certified by the instructor"), N_("Certified by the training provider"),
                             N_("Certified by the employer"))):
        x = EDGE + n * width
        put(ink, both(who), x, top + 4.5, width - 6, 2.5, BOLD, lines=1)
        rule(ink, x, top + 13, width - 10)
        put(ink, both(N_("Signature, name, post, date and stamp")), x, top + 16.2, width - 6, 2.2, PLAIN, SOFT, lines=1)


__all__ = ["By", "RegisterView", "employers", "sign_sheet", "signatures", "write_sign_sheet"]
