"""A centre with an administrator at the desk and a keeper of backups."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app import i18n
from app.centre.backups import Keeper
from app.centre.open_centre import OpenCentre
from app.db.open import open_database
from app.office.office import Office
from app.office.permissions import SYSTEM
from app.staff.commands import AddUser
from app.staff.sign_in import sign_in
from ui.centre.page import SettingsPage
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.theme import theme

PASSWORD = "kuda makan rumput hijau"


@pytest.fixture
def desk(qapp: QApplication, sqlite_file: Path) -> Iterator[Desk]:
    theme().mode = "light"
    theme().install()
    talk.forget()
    opened = open_database(sqlite_file)
    office = Office(opened.engine, SYSTEM)
    office.do(OpenCentre(code="KL", name="ILP Kuala Lumpur"))
    office.do(AddUser(login="aminah", name="Aminah", roles=frozenset({"administrator"}), password=PASSWORD))
    office.actor = sign_in(office, "aminah", PASSWORD)
    office.forget_steps()
    made = Desk(office, synchronous=True)
    made.keeper = Keeper(office, opened)
    yield made
    i18n.use_language("en")
    opened.close()


@pytest.fixture
def page(qtbot, desk: Desk) -> SettingsPage:
    made = SettingsPage(desk)
    qtbot.addWidget(made)
    made.resize(1200, 720)
    made.show()
    made.shown()
    return made
