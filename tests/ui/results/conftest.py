"""A cohort with results, and its tab."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.office.office import Office
from tests.app.cohort_story import Story, tell
from tests.ui.dressed import open_tab
from ui.kit.dialog import Dialog
from ui.results.grid import ResultsTab


@pytest.fixture
def story(sqlite_office: Office) -> Story:
    """The story of one cohort, told into new records."""
    return tell(sqlite_office)


@pytest.fixture
def tab(qtbot: QtBot, story: Story) -> Iterator[ResultsTab]:
    """The results of that cohort on screen; dialogs a test leaves open are closed."""
    made = open_tab(story, ResultsTab)
    qtbot.addWidget(made)
    assert isinstance(made, ResultsTab)
    yield made
    for dialog in (w for w in QApplication.topLevelWidgets() if isinstance(w, Dialog)):
        dialog.close()
