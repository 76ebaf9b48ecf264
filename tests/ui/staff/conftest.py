"""A centre with users, and a desk at which nobody sits yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app import i18n
from app.centre.open_centre import OpenCentre
from app.db.open import open_database
from app.office.office import Office
from app.office.permissions import NOBODY, SYSTEM
from app.staff.commands import AddUser
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.theme import theme

PASSWORD = "kuda makan rumput hijau"


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[None]:
    theme().mode = "light"
    theme().install()
    talk.forget()
    yield
    i18n.use_language("en")


@pytest.fixture
def desk(dressed: None, sqlite_file: Path) -> Iterator[Desk]:
    opened = open_database(sqlite_file)
    office = Office(opened.engine, SYSTEM)
    office.do(OpenCentre(code="KL", name="ILP Kuala Lumpur"))
    for login, name, role in (("aminah", "Aminah Yusof", "administrator"), ("rohaya", "Rohaya Idris", "instructor")):
        office.do(AddUser(login=login, name=name, roles=frozenset({role}), password=PASSWORD))
    office.forget_steps()
    office.actor = NOBODY
    made = Desk(office, synchronous=True)
    yield made
    opened.close()
