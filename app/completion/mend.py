"""Where the reasons are put right that keep somebody from qualifying."""

from __future__ import annotations

from app.attendance.figures import expected
from app.attendance.queries import read_marks, read_sessions
from app.cohorts.queries import read_roll
from app.completion.queries import CompletionSheet
from app.office.command import Work


def first_unmarked(work: Work, sheet: CompletionSheet) -> dict[int, int]:
    """Enrolment -> the first session held that has no mark for it; only those who have one."""
    wanted = {row.enrolment_id for row in sheet.rows
              if row.attendance.figure is not None and row.attendance.figure.unmarked}
    if not wanted:
        return {}
    marks = read_marks(work, sheet.cohort.id)
    held = [s for s in read_sessions(work, sheet.cohort.id) if s.held]
    found: dict[int, int] = {}
    for person in read_roll(work, sheet.cohort.id, everyone=False):
        if person.enrolment_id in wanted:
            first = next((s.id for s in held if (person.enrolment_id, s.id) not in marks
                          and expected(s.day, person.joined_on, person.left_on)), None)
            if first is not None:
                found[person.enrolment_id] = first
    return found
