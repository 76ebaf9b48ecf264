"""The whole window on a class, everything done at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication

from app.i18n import use_language
from app.office.office import Office
from app.office.permissions import ROLES, Actor
from tests.app.class_room import Class, open_class
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.theme import theme
from ui.shell.window import MainWindow


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    theme().set_mode("light")
    theme().install()
    talk.forget()
    yield
    use_language("en")
    theme().set_mode("light")


@pytest.fixture
def room(sqlite_office: Office) -> Class:
    return open_class(sqlite_office)


@pytest.fixture
def open_window(room: Class) -> Iterator[Callable[..., MainWindow]]:
    """Makes a window for somebody with these roles (all, when none is named); closed at the end."""
    made: list[MainWindow] = []

    def make(*roles: str, read_only: bool = False) -> MainWindow:
        actor = Actor(1, "aminah", "Aminah Yusof", frozenset(roles or ROLES))
        office = Office(room.office.engine, actor, clock=room.office.clock, read_only=read_only)
        window = MainWindow(Desk(office, synchronous=True))
        window.show()
        QApplication.processEvents()
        made.append(window)
        return window

    yield make
    for window in made:
        window.hide()
        window.deleteLater()


@pytest.fixture
def window(open_window: Callable[..., MainWindow]) -> MainWindow:
    return open_window()
