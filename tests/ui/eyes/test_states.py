"""Every page for every role, on full, empty and read-only records: it opens, breaks nothing, and is never blank."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel

from app.cohorts.queries import CohortList
from app.db.engine import make_engine
from app.office.command import Ref
from app.office.office import Office
from app.office.permissions import ROLES, SYSTEM, Actor
from ui.desk import talk
from ui.desk.desk import Desk
from ui.shell.making import Answers, make_centre
from ui.shell.places import HIDDEN, PLACES, SETTINGS
from ui.shell.window import MainWindow

TABS = ("roster", "timetable", "attendance", "results", "completion", "history")
RECORDS = ("sample", "empty")


@pytest.fixture(scope="module")
def empty_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A centre on its first day."""
    path = tmp_path_factory.mktemp("empty") / "sijil.db"
    make_centre(Answers(name="Akademi", code="AK", state="Selangor", alone=True, admin_name="Aminah", login="aminah",
                        file=str(path)))
    return path


@pytest.fixture(params=[(records, role) for records in RECORDS for role in (*ROLES, None)],
                ids=lambda p: f"{p[0]}-{p[1] if p[1] else 'read-only'}")
def window(request: pytest.FixtureRequest, sample_once: Path, empty_once: Path, home: Path, qtbot: Any
           ) -> Iterator[MainWindow]:
    """The window of one role; None is somebody with all rights who may only read."""
    records, role = request.param
    talk.forget()
    path = sample_once if records == "sample" else empty_once
    actor = Actor(1, "aminah", "Aminah", frozenset({role}) if role is not None else SYSTEM.roles)
    office = Office(make_engine(path, read_only=True), actor, read_only=role is None)
    desk = Desk(office, synchronous=True)
    made = MainWindow(desk)
    qtbot.addWidget(made)
    made.showNormal()
    made.resize(1440, 868)
    yield made
    made.hide()
    desk.close()


def says_something(window: MainWindow) -> bool:
    """Rows of a list, or words beside the title."""
    page = window.page
    assert page is not None
    rows = any(view.isVisible() and view.model() is not None and view.model().rowCount() > 0
               for view in page.findChildren(QAbstractItemView))
    words = [one for one in page.findChildren(QLabel) if one.isVisible() and one.text().strip()]
    return rows or len(words) > 3


def test_every_page_opens_and_is_never_blank(window: MainWindow, qapp: QApplication) -> None:
    blank: list[str] = []

    def look(where: str) -> None:
        for _round in range(2):
            qapp.processEvents()
        if not says_something(window):
            blank.append(where)

    desk = window.desk
    for place in (*PLACES, SETTINGS, HIDDEN["import"], HIDDEN["imports"]):
        if desk.why_not(place.needs):
            continue
        window.go(place.key)
        look(place.key)
    if desk.may(CohortList):
        for cohort in desk.office.ask(CohortList())[:1]:  # type: ignore[union-attr]
            for tab in TABS:
                window.show_ref(Ref("cohort", cohort.id, tab))
                look(f"{cohort.code} {tab}")
    assert not blank
    assert not talk.asked, talk.asked
