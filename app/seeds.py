"""What other rooms put into a new centre."""

from __future__ import annotations

from app.centre.open_centre import Seed
from app.office.command import Work


def seeds() -> tuple[Seed, ...]:
    """The seeds of every room that has some, in order."""
    return (_statuses, _exams)


def _statuses(work: Work) -> None:
    from app.attendance.records import Status
    from app.attendance.statuses import shipped_statuses

    work.insert_many(Status, shipped_statuses())


def _exams(work: Work) -> None:
    from app.programmes.exams import shipped_exams
    from app.programmes.records import Exam

    work.insert_many(Exam, shipped_exams())
