"""A centre that has issued a certificate, and its settings of signing keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication

from app import i18n
from app.certificates.commands import IssueCertificate
from app.office.office import Office
from tests.app.cohort_story import QUALIFY, Story, tell
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.theme import theme
from ui.trust.keys import KeysSection


@pytest.fixture
def story(qapp: QApplication, sqlite_office: Office) -> Iterator[Story]:
    theme().mode = "light"
    theme().install()
    talk.forget()
    made = tell(sqlite_office)
    yield made
    i18n.use_language("en")


def issue(story: Story, at: int) -> str:
    return story.office.do(IssueCertificate(enrolment_id=story.enrolments[QUALIFY[at]],
                                            issued_on=date(2026, 7, 14))).value.number


@pytest.fixture
def page(qtbot, story: Story) -> KeysSection:
    issue(story, 0)
    made = KeysSection(Desk(story.office, synchronous=True))
    qtbot.addWidget(made)
    made.resize(1000, 900)
    made.show()
    made.shown()
    return made
