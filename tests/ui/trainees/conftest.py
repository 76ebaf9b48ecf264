"""A desk with a few trainees and one cohort, dressed, with a scripted talk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from app import i18n
from app.cohorts.commands import AddCohort
from app.cohorts.enrolments import Enrol
from app.office.office import Office
from app.programmes.commands import SaveCourse, SaveProgramme
from app.trainees.commands import AddTrainee
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.theme import theme

AISYAH = AddTrainee(full_name="NUR AISYAH BINTI ZULKIFLI", identity_number="040229-14-0126",
                    phone_mobile="012-000 4417", email="aisyah.z@pelatih.example")
NAMES = ("AHMAD FAIZAL BIN AHMAD", "CHONG WAI LOON", "DEEPA A/P KRISHNASAMY", "GOH XIN YI", "ZAINAB BINTI MUSA")


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    theme().mode = "light"
    theme().install()
    talk.forget()
    yield
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            window.close()
            window.deleteLater()  # what is left would be dressed anew by every later test
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    i18n.use_language("en")


@pytest.fixture
def desk(sqlite_office: Office) -> Desk:
    office = sqlite_office
    office.do(AISYAH)
    for n, name in enumerate(NAMES):
        office.do(replace(AISYAH, full_name=name, identity_number=f"90010114{n:04}", phone_mobile="", email=""))
    programme = office.do(SaveProgramme(code="ICT", name="ICT")).value
    course = office.do(SaveCourse(programme_id=programme, code="HCIA-5G", title="5G")).value
    cohort = office.do(AddCohort(code="HCIA-5G-07", course_id=course, starts=date(2026, 6, 29),
                                 ends=date(2026, 7, 24), status="running")).value
    office.do(Enrol(cohort_id=cohort, trainee_ids=(1, 2)))
    return Desk(office, synchronous=True)


def show(page: QWidget, width: int = 1366, height: int = 700) -> None:
    """Bring a page to the screen and let Qt settle."""
    page.resize(width, height)
    page.show()
    settle()


def settle() -> None:
    """Let Qt do what is due."""
    QApplication.processEvents()
    QApplication.processEvents()
