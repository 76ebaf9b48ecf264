"""A class and its desk, for the pages of cohorts and of attendance."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from app.office.office import Office
from tests.app.class_room import Class, open_class
from ui.desk.desk import Desk


@pytest.fixture
def room(sqlite_office: Office) -> Class:
    """The class, in a database of its own."""
    return open_class(sqlite_office)


@pytest.fixture
def desk(room: Class, qapp: QApplication) -> Desk:
    """A desk that does everything at once."""
    return Desk(room.office, synchronous=True)
