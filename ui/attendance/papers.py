"""The papers of a register: the workbook, and the sheet for signing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from app.attendance.sheets import write_attendance_book
from app.attendance.sign_sheet import sign_sheet
from app.cohorts.queries import CohortWhole
from app.exchange.files import safe_file_name
from app.i18n import _
from app.job import Job
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.printing import offer


def export_book(desk: Desk, owner: QWidget, cohort: CohortWhole) -> None:
    """Write the attendance sheet as a workbook."""
    def write(path: Path) -> None:
        office = desk.office
        assert office is not None
        desk.start(Job(_("Writing {name}").format(name=path.name),
                       lambda step: write_attendance_book(office, cohort.id, path, step), "files"),
                   owner=owner, then=lambda p: told(desk, p))

    talk.choose_save(_("Save the attendance sheet"), "Excel (*.xlsx)",
                     safe_file_name([_("Attendance"), cohort.code], ".xlsx"), write, owner)


def print_sheet(desk: Desk, owner: QWidget, cohort: CohortWhole, *, filled: bool = False) -> None:
    """Show the sheet before it is printed: blank for signing, or filled with the marks."""
    office = desk.office
    assert office is not None
    offer(desk, _("Attendance sheet, filled") if filled else _("Attendance sheet for signing"),
          lambda step: sign_sheet(office, cohort.id, filled=filled, step=step), owner=owner,
          name=f"{_('Attendance')} - {cohort.code}")


def told(desk: Desk, path: Path) -> None:
    """Say where the file is and open it with the program of its kind."""
    desk.tell(_("Saved as {name}").format(name=path.name))
    if not talk.scripted:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
