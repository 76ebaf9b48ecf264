"""What other rooms put into a new centre."""

from __future__ import annotations

from app.centre.open_centre import Seed
from app.office.command import Work


def seeds() -> tuple[Seed, ...]:
    """The seeds of every room that has some, in order."""
    return (_statuses,)


def _statuses(work: Work) -> None:
    from app.attendance.records import Status
    from app.attendance.statuses import shipped_statuses

    work.insert_many(Status, shipped_statuses())
