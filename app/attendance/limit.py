"""How far back marks may be changed by hand, and what waits for a decision: small things each register reads."""

from __future__ import annotations

import json
from datetime import date, timedelta

from sqlalchemy import select

from app.attendance.around import MarkRequest
from app.centre.queries import setting
from app.cohorts.records import Enrolment
from app.office.command import Work
from app.office.permissions import Permission

MARK_DAYS = "attendance.mark_days"
"""Days after a session in which its marks may be changed; 0 = always. Who reopens registers is not bound."""
MOST_DAYS = 3650


def mark_days(work: Work) -> int:
    """The setting; 0 when there is no limit."""
    text = setting(work, MARK_DAYS)
    try:
        found = json.loads(text) if text else 0
    except ValueError:
        return 0
    return found if isinstance(found, int) and 0 < found <= MOST_DAYS else 0


def oldest_day(work: Work) -> date | None:
    """The first day whose marks the actor may still change; None without a limit."""
    if work.actor.may(Permission.ATTENDANCE_REOPEN):
        return None
    days = mark_days(work)
    return work.today - timedelta(days=days) if days else None


def requested_cells(work: Work, cohort_id: int) -> dict[tuple[int, int], str]:
    """(enrolment, session) of a cohort -> the status code that an open request asks for, '' to clear."""
    return {(e, s): code for e, s, code in work.session.execute(
        select(MarkRequest.enrolment_id, MarkRequest.session_id, MarkRequest.new_status)
        .join(Enrolment, Enrolment.id == MarkRequest.enrolment_id)
        .where(Enrolment.cohort_id == cohort_id, MarkRequest.state == "open"))}
