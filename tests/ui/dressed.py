"""Pages under test: a dressed application, a scripted talk, one desk that does everything at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app import i18n
from app.cohorts.queries import CohortDetail
from tests.app.cohort_story import Story
from ui.cohorts.tab import CohortTab
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.theme import theme


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    """The application in light dress, nothing answered yet."""
    theme().mode = "light"
    theme().install()
    talk.forget()
    yield
    i18n.use_language("en")
    theme().set_mode("light")
    theme().set_scale(1.0)
    theme().density = "normal"


def open_tab(story: Story, make: Callable[[Desk], CohortTab], office: object = None,
             size: tuple[int, int] = (1180, 700)) -> CohortTab:
    """A tab of the story's cohort, shown."""
    tab = make(Desk(office or story.office, synchronous=True))  # type: ignore[arg-type]
    tab.resize(*size)
    tab.show_cohort(story.office.ask(CohortDetail(cohort_id=story.cohort_id))[0])
    tab.show()
    tab.shown()
    QApplication.processEvents()
    return tab


def keys(widget: QWidget, *typed: str | Qt.Key) -> None:
    """Type as a person would: into whatever has the focus of this widget's window."""
    for each in typed:
        target = widget.window().focusWidget() or widget
        if isinstance(each, str):
            for character in each:
                QTest.keyClicks(widget.window().focusWidget() or target, character)
                QApplication.processEvents()
        else:
            QTest.keyClick(target, each)
        QApplication.processEvents()
