"""A class with its register on screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.app.class_room import Class
from tests.ui.attendance.on_screen import open_tab
from tests.ui.class_on_screen import desk, room  # noqa: F401
from tests.ui.dressed import dressed  # noqa: F401
from ui.attendance.register import AttendanceTab
from ui.desk.desk import Desk


@pytest.fixture
def tab(room: Class, desk: Desk, qtbot: QtBot) -> Iterator[AttendanceTab]:  # noqa: F811
    """The register of the class."""
    made = open_tab(room, desk)
    qtbot.addWidget(made)
    yield made
    made.close()
