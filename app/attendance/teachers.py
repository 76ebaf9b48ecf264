"""Who teaches a single session; a session without any is taught by the instructors of its cohort."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.attendance.records import SessionInstructor
from app.office.command import Work, chunks


@dataclass(frozen=True)
class Teacher:
    """An instructor by name, with the user account if there is one."""

    name: str
    user_id: int | None = None


def teach(work: Work, session_ids: Sequence[int], teachers: Sequence[Teacher]) -> None:
    """Let these teach the sessions, in this order, instead of whoever did; nobody gives them back to the cohort."""
    wanted = list({t.name.strip(): Teacher(t.name.strip(), t.user_id) for t in teachers if t.name.strip()}.values())
    there: dict[int, list[SessionInstructor]] = {}
    for part in chunks(list(session_ids)):
        for row in work.session.scalars(select(SessionInstructor).where(SessionInstructor.session_id.in_(part))):
            there.setdefault(row.session_id, []).append(row)
    fresh = []
    for key in session_ids:
        known = {row.name: row for row in there.get(key, ())}
        for place, teacher in enumerate(wanted, 1):
            if teacher.name in known:
                row = known.pop(teacher.name)
                row.user_id, row.position = teacher.user_id, place
            else:
                fresh.append({"session_id": key, "user_id": teacher.user_id, "name": teacher.name, "position": place})
        for gone in known.values():
            work.session.delete(gone)
    work.session.flush()
    if fresh:
        work.insert_many(SessionInstructor, fresh)
