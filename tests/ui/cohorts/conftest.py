"""A class on screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from app.i18n import use_language
from app.office.office import Office
from tests.app.class_room import Class, open_class
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.theme import theme


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    theme().mode = "light"
    theme().install()
    talk.forget()
    yield
    use_language("en")


@pytest.fixture
def room(sqlite_office: Office) -> Class:
    return open_class(sqlite_office)


@pytest.fixture
def desk(room: Class, qapp: QApplication) -> Desk:
    return Desk(room.office, synchronous=True)
