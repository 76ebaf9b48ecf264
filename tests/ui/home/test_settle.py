"""What waits stands on Home, and every number opens the list behind it."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.attendance.leave import NoteLeave
from app.attendance.walk_ins import NoteWalkIn
from app.home.settle import RegistersNotTaken, ToSettle
from app.office.permissions import Actor
from tests.app.class_room import Class
from ui.attendance.leave import LeaveDialog
from ui.attendance.walk_ins import WalkInsDialog
from ui.desk.desk import Desk
from ui.home.not_taken import NotTakenDialog
from ui.home.settle_card import SettleCard

OTHER = Actor(2, "other", "Other", frozenset({"instructor"}))


@pytest.fixture
def card(room: Class, desk: Desk, qtbot: QtBot) -> SettleCard:
    person = room.view().rows[0].enrolment_id
    room.mark(0, 0, "H")
    room.office.do(NoteLeave(enrolment_id=person, first_day=date(2026, 7, 20), last_day=date(2026, 7, 20), status="K"))
    room.office.do(NoteWalkIn(cohort_id=room.cohort_id, name="Siti"))
    made = SettleCard(desk)
    qtbot.addWidget(made)
    made.load()
    return made


def test_each_number_opens_its_list(card: SettleCard) -> None:
    rows = card.list.rows
    assert len(rows) == 3
    for made, kind in zip(rows, (LeaveDialog, WalkInsDialog, NotTakenDialog), strict=True):
        made.open()
        found = next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())
        assert found.rows
        found.reject()


def test_registers_not_taken_are_told_by_instructor_and_day_to_whom_they_concern(card: SettleCard, room: Class) -> None:
    found = room.office.ask(RegistersNotTaken())
    assert (found[0].instructor, found[0].day) == ("Pn. Rohaya Idris", date(2026, 6, 30))
    assert len(found) == 10 and room.office.ask(ToSettle())[0].not_taken == (("Pn. Rohaya Idris", 10),)
    room.office.actor = OTHER
    waits = room.office.ask(ToSettle())[0]
    assert (waits.leave, waits.walk_ins, waits.not_taken) == (0, 0, ())
