"""What is brought into a template from elsewhere: fonts, logos of partners, names of one cohort."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image as Picture
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.certificates.templates.arrange import box_of
from app.certificates.templates.commands import NewDraft
from app.certificates.templates.model import Text
from app.office.command import Ref
from app.office.office import Office
from tests.app.cohort_story import Story, tell
from tests.ui.dressed import dressed  # noqa: F401
from ui.certificates.designer.page import DesignerPage
from ui.desk import talk
from ui.desk.desk import Desk


@pytest.fixture
def story(sqlite_office: Office) -> Story:
    return tell(sqlite_office)


@pytest.fixture
def key(story: Story) -> int:
    return int(story.office.do(NewDraft(code="klasik", name="Klasik")).value)


def opened(qtbot: QtBot, office: Office, key: int) -> DesignerPage:
    page = DesignerPage(Desk(office, synchronous=True))
    qtbot.addWidget(page)
    page.resize(1250, 800)
    page.show()
    page.show_ref(Ref("template", key))
    QApplication.processEvents()
    return page


@pytest.fixture
def page(qtbot: QtBot, story: Story, key: int) -> Iterator[DesignerPage]:
    yield opened(qtbot, story.office, key)


def box(page: DesignerPage, name: str) -> tuple[float, ...]:
    thing = page.steps.now.thing(name)
    assert thing is not None
    return tuple(round(v, 2) for v in box_of(thing))


def place(page: DesignerPage, x: float, y: float) -> QPoint:
    return page.canvas.pixels((x, y, 0, 0)).topLeft().toPoint()


def test_a_font_of_the_centre_is_added_and_used(page: DesignerPage) -> None:
    from app.exchange.fonts import FONT_DIR

    page.canvas.choose(("title",))
    choice = page.properties.editors["0/type.font"]
    talk.answer_next(FONT_DIR / "Inter_400Regular.ttf")
    choice.set_value("+")
    choice.edited.emit()
    thing = page.steps.now.thing("title")
    assert isinstance(thing, Text) and thing.paragraphs[0].type.font.startswith("asset:")
    assert page.canvas.drawn == page.steps.now and not page.trial.refused


def test_a_partners_logo_stands_beside_the_centres(page: DesignerPage, tmp_path: Path) -> None:
    Picture.new("RGB", (60, 40), "blue").save(tmp_path / "partner.png")
    page.canvas.choose(("logo",))
    talk.answer_next(tmp_path / "partner.png")
    page.properties.asked.emit("logo")
    assert len(page.steps.now.thing("logo").logos) == 2  # type: ignore[union-attr]
    assert page.canvas.drawn == page.steps.now


def test_names_of_one_cohort(page: DesignerPage, story: Story) -> None:
    page.tools.of.set_value(story.cohort_id)
    page.tools.of.edited.emit()
    assert page.trial.names is not None and page.trial.names.count == len(story.enrolments)
