"""Marks fifteen trainees with their letters and waits to be killed. Argument: the database."""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.cohorts.queries import CohortDetail
from app.db.engine import make_engine
from app.office.office import Office
from app.office.permissions import Actor
from tests.app.class_room import NOON
from ui.attendance.register import AttendanceTab
from ui.desk.desk import Desk


def main(database: str) -> None:
    """Never comes back."""
    app = QApplication([])
    office = Office(make_engine(database), Actor(1, "rohaya", "Pn. Rohaya Idris", frozenset({"instructor"})),
                    clock=lambda: NOON)
    tab = AttendanceTab(Desk(office, synchronous=True))
    tab.show_cohort(office.ask(CohortDetail(cohort_id=1))[0])
    tab.show()
    tab.shown()
    app.processEvents()
    for _n in range(15):
        QTest.keyClick(tab.grid.view, Qt.Key.Key_P)
    print("marked", flush=True)
    time.sleep(60)


if __name__ == "__main__":
    main(sys.argv[1])
