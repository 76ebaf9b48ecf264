"""The paper of a register: the sheet for signing."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.attendance.sign_sheet import sign_sheet
from app.cohorts.queries import CohortWhole
from app.i18n import _
from ui.desk.desk import Desk
from ui.desk.printing import offer


def print_sheet(desk: Desk, owner: QWidget, cohort: CohortWhole, *, filled: bool = False) -> None:
    """Show the sheet before it is printed: blank for signing, or filled with the marks."""
    office = desk.office
    assert office is not None
    offer(desk, _("Attendance sheet, filled") if filled else _("Attendance sheet for signing"),
          lambda step: sign_sheet(office, cohort.id, filled=filled, step=step), owner=owner,
          name=f"{_('Attendance')} - {cohort.code}")
