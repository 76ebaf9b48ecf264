"""The statuses in the settings, by clicks: add, put in order, retire, and the limit of days."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.attendance.status_commands import CentreStatuses, StatusesOfCentre
from app.office.permissions import Actor
from tests.app.class_room import Class
from ui.attendance.status_dialog import StatusDialog
from ui.attendance.statuses import LimitDialog, StatusesSection
from ui.desk.desk import Desk
from ui.kit.dialog import Dialog


@pytest.fixture
def section(room: Class, desk: Desk, qtbot: QtBot) -> Iterator[StatusesSection]:
    made = StatusesSection(desk)
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    made.shown()
    yield made
    made.close()


def dialog(kind: type[Dialog]) -> Dialog:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def there(room: Class) -> StatusesOfCentre:
    return room.office.ask(CentreStatuses())[0]


def choose(section: StatusesSection, code: str) -> None:
    section.table.choose(next(s.id for s in section.rows if s.code == code))


def test_a_status_is_added_with_what_is_wrong_beside_its_fields(section: StatusesSection, room: Class) -> None:
    section.add_button.click()
    made = dialog(StatusDialog)
    assert isinstance(made, StatusDialog)
    for name, value in (("code", "W"), ("letter_en", "P"), ("letter_ms", "B"), ("label_en", "Workshop"),
                        ("label_ms", "Bengkel"), ("meaning", "part")):
        made.fields[name].set_value(value)
    made._follow()
    assert made.fields["fraction"].isVisible()
    made._do()
    assert made.isVisible() and len(there(room).statuses) == 7  # P means Present already
    made.fields["letter_en"].set_value("W")
    made.roles["administrator"].click()
    made._do()
    new = there(room).statuses[-1]
    assert (new.code, new.meaning, str(new.fraction), new.roles) == ("W", "part", "0.5", "administrator")
    assert [s.code for s in section.rows][-1] == "W"


def test_order_and_retiring_by_buttons(section: StatusesSection, room: Class) -> None:
    choose(section, "H")
    assert not section.retire_button.isEnabled() and not section.up_button.isEnabled()
    choose(section, "S")
    section.up_button.click()
    assert [s.code for s in there(room).statuses] == list("HLSXKRP")
    section.retire_button.click()
    assert not next(s for s in there(room).statuses if s.code == "S").active
    assert section.retire_button.text().strip() == "Use again"
    section.retire_button.click()
    assert all(s.active for s in there(room).statuses)


def test_a_change_keeps_the_code(section: StatusesSection, room: Class) -> None:
    choose(section, "K")
    section.change_button.click()
    made = dialog(StatusDialog)
    assert isinstance(made, StatusDialog) and made.fields["code"].value() == "K"
    made.fields["label_en"].set_value("Approved leave")
    made.evidence.click()
    made._do()
    found = next(s for s in there(room).statuses if s.code == "K")
    assert (found.label_en, found.needs_evidence) == ("Approved leave", True)


def test_the_limit_is_set_and_said(section: StatusesSection, room: Class) -> None:
    section.limit_button.click()
    made = dialog(LimitDialog)
    assert isinstance(made, LimitDialog)
    made.days.set_value(7)
    made._do()
    assert there(room).days == 7
    assert section.limit_words.text() == "Marks may be changed until 7 days after the session."


def test_who_may_not_change_the_centre_only_reads(room: Class, qtbot: QtBot) -> None:
    room.office.actor = Actor(1, "rohaya", "Pn. Rohaya Idris", frozenset({"instructor"}))
    made = StatusesSection(Desk(room.office, synchronous=True))
    qtbot.addWidget(made)
    made.show()
    made.shown()
    choose(made, "S")
    for button in (made.add_button, made.change_button, made.up_button, made.retire_button, made.limit_button):
        assert not button.isEnabled() and "Administrator" in button.toolTip()
    made.close()
