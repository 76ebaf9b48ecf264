"""The register of a class on screen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.cohorts.queries import CohortDetail
from tests.app.class_room import Class
from ui.attendance.register import AttendanceTab
from ui.desk.desk import Desk

Mod = Qt.KeyboardModifier
TODAY = 11
"""The place of the session of the day on which the clock of the class stands."""


def open_tab(room: Class, desk: Desk) -> AttendanceTab:
    """The tab, shown."""
    made = AttendanceTab(desk)
    made.resize(1310, 640)
    made.show_cohort(room.office.ask(CohortDetail(cohort_id=room.cohort_id))[0])
    made.show()
    made.shown()
    return made


def letters(room: Class, session: int = TODAY) -> str:
    """The marks of a session on disk, '.' for none."""
    view = room.view()
    marks = (view.marks.get((row.enrolment_id, view.sessions[session].id)) for row in view.rows)
    return "".join(m.status if m else "." for m in marks)


def press(tab: AttendanceTab, *keys: Qt.Key, mod: Qt.KeyboardModifier = Mod.NoModifier) -> None:
    """Press keys in the grid."""
    for key in keys:
        QTest.keyClick(tab.grid.view, key, mod)


def drawn(tab: AttendanceTab) -> str:
    """The letters of the session of the day as they are drawn."""
    column = len(tab.grid.model.frozen) + TODAY
    return "".join(tab.grid.model.cell(tab.grid.model.index(r, column)).text or "."
                   for r in range(len(tab.grid.model.people)))
