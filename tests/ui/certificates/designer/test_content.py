"""What is put on the paper in the designer: texts, fields, pictures, fonts, logos; what is refused; what is printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image as Picture
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.certificates.templates.arrange import box_of
from app.certificates.templates.commands import NewDraft
from app.certificates.templates.model import Qr, Text
from app.certificates.templates.queries import Templates
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


def press(page: DesignerPage, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(page.canvas, key, held)


CTRL, SHIFT, ALT = (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier,
                    Qt.KeyboardModifier.AltModifier)


def test_the_paper_is_the_real_one_with_the_longest_name(page: DesignerPage) -> None:
    assert page.canvas.image is not None
    facts = page.facts()
    assert facts is not None and len(facts.name) == max(len(n) for n in (page.names.long if page.names else ()))
    page.tried.set_value("shortest")
    page.tried.edited.emit()
    assert page.facts() != facts
    assert page.canvas.drawn == page.steps.now


def test_typed_millimetres_and_a_number_that_is_none(page: DesignerPage) -> None:
    page.canvas.choose(("qr",))
    editor = page.properties.editors["x"]
    editor.setText("31.5")
    editor.editingFinished.emit()
    assert box(page, "qr")[0] == 31.5
    editor = page.properties.editors["x"]
    editor.setText("wide")
    editor.editingFinished.emit()
    assert box(page, "qr")[0] == 31.5


def test_a_text_is_written_in_both_languages_with_a_field(page: DesignerPage) -> None:
    page.add_thing("text")
    name = page.canvas.selection[0]
    page.properties.editors["0.ms"].setPlainText("Bersama {course}")
    thing = page.steps.now.thing(name)
    assert isinstance(thing, Text)
    assert thing.paragraphs[0].ms == "Bersama {course}"
    choice = page.properties.editors["0.field"]
    choice.set_value("centre")
    choice.edited.emit()
    thing = page.steps.now.thing(name)
    assert isinstance(thing, Text) and thing.paragraphs[0].en.endswith("{centre}")
    assert page.steps.can_undo


def test_the_palette_puts_things_on_the_page_and_ticks_them(page: DesignerPage) -> None:
    award = next(shown.item(at) for shown in page.palette_.lists for at in range(shown.count())
                 if "Award" in shown.item(at).text())
    assert "✓" not in award.text()
    page.palette_.lists[0].wanted.emit("award")
    assert "✓" in award.text()
    page.drop("line", 10, 10)
    left, _top, w, _h = box(page, page.canvas.selection[0])
    assert left >= page.steps.now.margin and w == 60


def test_a_small_qr_code_cannot_be_published(page: DesignerPage) -> None:
    assert page.publish.isEnabled()
    page.do("Resize", page.steps.now.put(Qr(id="qr", x=24, y=160, w=18, h=18)))
    assert not page.publish.isEnabled()
    assert "too small to be read" in page.note.text()
    page.undo()
    assert page.publish.isEnabled()


def test_a_name_box_too_small_for_eighty_letters_cannot_be_published(page: DesignerPage) -> None:
    from dataclasses import replace

    name = page.steps.now.thing("name")
    assert name is not None
    page.do("Resize", page.steps.now.put(replace(name, w=60, least=14)))  # type: ignore[call-arg]
    assert "80 letters" in page.note.text()


def test_publishing_asks_and_makes_it_the_version_in_force(story: Story, page: DesignerPage, key: int) -> None:
    page.canvas.choose(("qr",))
    press(page, Qt.Key.Key_Right)
    talk.answer_next(True)
    page.publish.click()
    row = next(r for r in story.office.ask(Templates()) if r.code == "klasik")
    assert (row.version, row.draft) == (2, 0)
    assert page.read_only
    before = page.steps.now
    press(page, Qt.Key.Key_Right)
    assert page.steps.now == before


def test_a_picture_comes_in_small_and_clean(page: DesignerPage, tmp_path: Path) -> None:
    Picture.new("RGB", (60, 40), "red").save(tmp_path / "logo.png")
    talk.answer_next(tmp_path / "logo.png")
    page.add_picture()
    thing = page.steps.now.thing(page.canvas.selection[0])
    assert thing is not None and thing.kind == "image"
    assert page.steps.now.assets and page.canvas.drawn == page.steps.now


def test_a_test_sheet_says_that_it_is_a_sample(page: DesignerPage, tmp_path: Path) -> None:
    import pypdfium2

    talk.answer_next(tmp_path / "test.pdf")
    page.test_print()
    document = pypdfium2.PdfDocument(tmp_path / "test.pdf")
    assert "CONTOH / SAMPLE" in document[0].get_textpage().get_text_range()
    document.close()


def test_arranging_from_the_list(page: DesignerPage) -> None:
    page.layers.set_value("seal")
    page.layers.edited.emit()
    assert page.canvas.selection == ("seal",)
    page.more.set_value("middle")
    page.more.edited.emit()
    assert box(page, "seal")[1] == 90.0
    assert page.more.value() == ""


def test_a_font_of_the_centre_is_added_and_used(page: DesignerPage) -> None:
    from app.exchange.fonts import FONT_DIR

    page.canvas.choose(("title",))
    choice = page.properties.editors["0/type.font"]
    talk.answer_next(FONT_DIR / "Inter_400Regular.ttf")
    choice.set_value("+")
    choice.edited.emit()
    thing = page.steps.now.thing("title")
    assert isinstance(thing, Text) and thing.paragraphs[0].type.font.startswith("asset:")
    assert page.canvas.drawn == page.steps.now and not page._refused


def test_a_partners_logo_stands_beside_the_centres(page: DesignerPage, tmp_path: Path) -> None:
    Picture.new("RGB", (60, 40), "blue").save(tmp_path / "partner.png")
    page.canvas.choose(("logo",))
    talk.answer_next(tmp_path / "partner.png")
    page.properties.asked.emit("logo")
    assert len(page.steps.now.thing("logo").logos) == 2  # type: ignore[union-attr]
    assert page.canvas.drawn == page.steps.now


def test_names_of_one_cohort(page: DesignerPage, story: Story) -> None:
    page.of.set_value(story.cohort_id)
    page.of.edited.emit()
    assert page.names is not None and page.names.count == len(story.enrolments)
