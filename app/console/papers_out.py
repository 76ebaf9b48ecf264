"""Rosters and attendance sheets for the command line: the same papers as the window writes."""

from __future__ import annotations

from pathlib import Path

from app.attendance.sheets import write_attendance_book
from app.attendance.sheets import write_roster as write_book
from app.attendance.sign_sheet import write_sign_sheet
from app.cohorts.queries import CohortWhole
from app.completion.roster import results_for
from app.job import SILENT, Progress
from app.office.office import Office


def write_roster(office: Office, cohort: CohortWhole, path: Path, *, full: bool = False, purpose: str = "",
                 recipient: str = "", step: Progress = SILENT) -> int:
    """Write the roster workbook; returns how many trainees are on it."""
    write_book(office, cohort.id, path, full=full, purpose=purpose or "", recipient=recipient or "",
               results=results_for(office), step=step)
    return cohort.enrolled


def write_attendance_sheet(office: Office, cohort: CohortWhole, path: Path, *, blank: bool = False,
                           step: Progress = SILENT) -> int:
    """Write the attendance sheet, as workbook or PDF by its ending; a PDF is filled unless `blank`."""
    if path.suffix.lower() == ".pdf":
        write_sign_sheet(office, cohort.id, path, filled=not blank, step=step)
    else:
        write_attendance_book(office, cohort.id, path, step)
    return cohort.enrolled
