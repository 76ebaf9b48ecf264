"""The lists of a cohort: presets of its people, attendance, results and certificates, and its two workbooks."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from app.i18n import _
from app.job import Progress
from app.office.permissions import Permission
from app.rosters.listing import Where
from ui.rosters.outgoing import Book, Outgoing, offer_lists

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.cohorts.queries import CohortWhole
    from ui.desk.desk import Desk

ENROLLED = ("enrolments", "attendance", "marks", "results")
"""Kinds of lists whose rows are known by the enrolment."""


def offer_cohort(desk: Desk, owner: QWidget, cohort: CohortWhole, place: str, first: str,
                 picked: Iterable[int] = ()) -> None:
    """Ask which list of a cohort leaves; `first` is proposed on that page until another was chosen there."""
    offer_lists(desk, owner, Outgoing(
        name=cohort.code, file=cohort.code, place=place, subjects=(*ENROLLED, "certificates"), first=first,
        where=Where(cohort_id=cohort.id), every=_("Everybody in the cohort"), picked=tuple(picked),
        picked_in=ENROLLED, books=_books(desk, cohort.id)))


def _books(desk: Desk, cohort_id: int) -> tuple[Book, ...]:
    office = desk.office
    if office is None or not desk.may(Permission.ATTENDANCE_VIEW):
        return ()

    def whole(path: Path, step: Progress) -> object:
        from app.attendance.sheets import write_roster
        from app.completion.roster import results_for

        results = results_for(office) if desk.may(Permission.RESULTS_VIEW) else None
        return write_roster(office, cohort_id, path, results=results, step=step)

    def sheet(path: Path, step: Progress) -> object:
        from app.attendance.sheets import write_attendance_book

        return write_attendance_book(office, cohort_id, path, step)

    return (Book(key="whole-cohort", name=_("Whole cohort"), write=whole,
                 about=_("One workbook with the class roster, the attendance sheet, the results and notes.")),
            Book(key="attendance-sheet", name=_("Attendance sheet"), write=sheet,
                 about=_("The attendance sheet as on the screen, with letters, totals and notes.")))
