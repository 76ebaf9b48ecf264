"""Which tabs the page of a cohort gets from the rooms above it: only the shell knows all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n import N_
from ui.cohorts.offers import TabMaker, offer

if TYPE_CHECKING:
    from ui.cohorts.workspace import CohortWorkspace
    from ui.desk.desk import Desk

TABS = (
    TabMaker("timetable", N_("Timetable"), "ui.attendance.timetable_tab:TimetableTab"),
    TabMaker("attendance", N_("Attendance"), "ui.attendance.register:AttendanceTab"),
    TabMaker("results", N_("Results"), "ui.results.grid:ResultsTab"),
    TabMaker("completion", N_("Completion & certificates"), "ui.completion.tab:CompletionTab"),
)


def cohort_workspace(desk: Desk) -> CohortWorkspace:
    """The page of a cohort with all its tabs."""
    from ui.cohorts.workspace import CohortWorkspace

    offer(TABS)
    return CohortWorkspace(desk)
