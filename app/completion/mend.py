"""Where the reasons are put right that keep somebody from qualifying."""

from __future__ import annotations

from app.attendance.figures import expected
from app.attendance.queries import read_credits, read_marks, read_sessions
from app.cohorts.queries import read_roll
from app.cohorts.records import Enrolment
from app.completion.queries import CompletionSheet
from app.office.command import Work


def first_unmarked(work: Work, sheet: CompletionSheet) -> dict[int, int]:
    """Enrolment -> the first session held that has no mark for it; only those who have one."""
    wanted = {row.enrolment_id for row in sheet.rows
              if row.attendance.figure is not None and row.attendance.figure.unmarked}
    if not wanted:
        return {}
    marks = read_marks(work, sheet.cohort.id)
    made_up = {(key, given.session_id) for key, credits in read_credits(
        work, Enrolment.cohort_id == sheet.cohort.id).items() for given in credits}
    held = [s for s in read_sessions(work, sheet.cohort.id) if s.held and sheet.cohort.policy.counts_kind(s.kind)]
    found: dict[int, int] = {}
    for person in read_roll(work, sheet.cohort.id, everyone=False):
        if person.enrolment_id in wanted:
            first = next((s.id for s in held if (person.enrolment_id, s.id) not in marks
                          and (person.enrolment_id, s.id) not in made_up
                          and expected(s.day, person.joined_on, person.left_on)), None)
            if first is not None:
                found[person.enrolment_id] = first
    return found
