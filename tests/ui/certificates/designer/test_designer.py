"""The designer by keys and clicks: choose, drag, size, type, line up, copy, take back, save, refuse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image as Picture
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.certificates.templates.arrange import box_of
from app.certificates.templates.commands import NewDraft
from app.certificates.templates.model import Layout, Qr, Text
from app.certificates.templates.queries import Templates, VersionOf
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


def drag(page: DesignerPage, start: QPoint, end: QPoint, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
         ) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    def send(kind: QEvent.Type, at: QPointF, buttons: Qt.MouseButton) -> None:
        QApplication.sendEvent(page.canvas, QMouseEvent(
            kind, at, page.canvas.mapToGlobal(at), Qt.MouseButton.LeftButton, buttons, held))

    send(QEvent.Type.MouseButtonPress, QPointF(start), Qt.MouseButton.LeftButton)
    for part in (0.5, 1.0):
        send(QEvent.Type.MouseMove, QPointF(start) + (QPointF(end) - QPointF(start)) * part, Qt.MouseButton.LeftButton)
    send(QEvent.Type.MouseButtonRelease, QPointF(end), Qt.MouseButton.NoButton)


def press(page: DesignerPage, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(page.canvas, key, held)


CTRL, SHIFT, ALT = (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier,
                    Qt.KeyboardModifier.AltModifier)


def test_the_paper_is_the_real_one_with_the_longest_name(page: DesignerPage) -> None:
    assert page.canvas.image is not None
    facts = page.trial.facts()
    assert facts is not None and page.trial.names is not None
    assert len(facts.name) == max(len(name) for name in page.trial.names.long)
    page.tools.tried.set_value("shortest")
    page.tools.tried.edited.emit()
    assert page.trial.facts() != facts
    assert page.canvas.drawn == page.steps.now


def test_a_click_chooses_and_the_panel_shows_it(page: DesignerPage) -> None:
    left, top, w, h = box(page, "qr")
    QTest.mouseClick(page.canvas, Qt.MouseButton.LeftButton, pos=place(page, left + w / 2, top + h / 2))
    assert page.canvas.selection == ("qr",)
    assert float(page.properties.editors["x"].value()) == left
    assert "QR" in page.canvas.accessibleDescription()
    QTest.mouseClick(page.canvas, Qt.MouseButton.LeftButton, pos=QPoint(page.canvas.width() - 2, 60))
    assert page.canvas.selection == ()
    assert "margin" in page.properties.editors


def test_dragging_moves_and_the_middle_of_the_page_draws(page: DesignerPage) -> None:
    left, top, w, h = box(page, "qr")
    start = place(page, left + w / 2, top + h / 2)
    drag(page, start, place(page, 148.5 + 0.5, 120))
    assert box(page, "qr")[0] + w / 2 == 148.5
    page.undo()
    assert box(page, "qr")[:2] == (left, top)
    drag(page, start, place(page, 148.5 + 0.9, 120), ALT)
    assert box(page, "qr")[0] + w / 2 != 148.5
    assert box(page, "qr")[2:] == (w, h)


def test_a_handle_sizes(page: DesignerPage) -> None:
    page.canvas.choose(("name",))
    handle = page.canvas.handles()["e"].toPoint()
    before = box(page, "name")
    drag(page, handle, handle - QPoint(40, 0), ALT)
    after = box(page, "name")
    assert after[0] == before[0] and after[2] < before[2] - 10
    assert after[1::2] == before[1::2]
    handle = page.canvas.handles()["e"].toPoint()
    drag(page, handle, place(page, page.steps.now.width - page.steps.now.margin - 0.6, after[1] + 8))
    assert box(page, "name")[0] + box(page, "name")[2] == page.steps.now.width - page.steps.now.margin


def test_a_rubber_band_and_shift_choose_several(page: DesignerPage) -> None:
    page.canvas.choose(())
    drag(page, place(page, -4, 205), place(page, 100, 158))
    assert {"qr", "numbers"} <= set(page.canvas.selection)
    left, top, w, h = box(page, "seal")
    QTest.mouseClick(page.canvas, Qt.MouseButton.LeftButton, SHIFT, place(page, left + w / 2, top + h / 2))
    assert "seal" in page.canvas.selection


def test_arrow_keys_move_by_half_a_millimetre_and_are_one_step(page: DesignerPage) -> None:
    page.canvas.choose(("qr",))
    left, top, *_size = box(page, "qr")
    for _press in range(4):
        press(page, Qt.Key.Key_Right)
    press(page, Qt.Key.Key_Down, SHIFT)
    press(page, Qt.Key.Key_Up, CTRL)
    assert box(page, "qr")[:2] == (left + 2, round(top + 4.9, 2))
    press(page, Qt.Key.Key_Z, CTRL)
    assert box(page, "qr")[:2] == (left, top)
    press(page, Qt.Key.Key_Y, CTRL)
    assert box(page, "qr")[0] == left + 2


def test_tab_goes_through_the_things_and_leaves_at_the_end(page: DesignerPage) -> None:
    page.canvas.setFocus()
    page.canvas.choose(())
    seen = []
    names = [t.id for t in page.steps.now.things if not t.background]
    for _name in names:
        press(page, Qt.Key.Key_Tab)
        seen += page.canvas.selection
    assert seen == names


def test_copies_order_and_removal_by_keys(page: DesignerPage) -> None:
    page.canvas.choose(("qr",))
    press(page, Qt.Key.Key_C, CTRL)
    press(page, Qt.Key.Key_V, CTRL)
    assert page.canvas.selection == ("qr-2",)
    press(page, Qt.Key.Key_D, CTRL)
    assert page.canvas.selection == ("qr-3",)
    press(page, Qt.Key.Key_BraceLeft, CTRL | SHIFT)
    assert page.steps.now.things[0].id == "qr-3"
    press(page, Qt.Key.Key_Delete)
    assert page.steps.now.thing("qr-3") is None
    press(page, Qt.Key.Key_A, CTRL)
    assert len(page.canvas.selection) > 8


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
    page.hand.add("text")
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
    page.hand.drop("line", 10, 10)
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


def test_what_happens_to_long_names_is_said(page: DesignerPage, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    name = page.steps.now.thing("name")
    assert name is not None and page.trial.names is not None
    page.do("Resize", page.steps.now.put(replace(name, w=110)))
    assert "instead of" in page.note.text() and "Nothing is cut off" in page.note.text()
    assert page.names_link.isVisible() and page.foot.isVisible()
    page.names_link.click()
    assert talk.asked[-1] == "Names that are set smaller"
    page.trial.affected = ((page.trial.names.longest, 0.0), ("Ali", 20.0))
    page._tell()
    assert "does not fit" in page.note.text() and "1 of" in page.note.text()
    monkeypatch.setattr("ui.certificates.designer.trial.MOST_LONG", 2)
    page.trial.affected = (("Abu", 19.0), ("Ali", 20.0))
    page._tell()
    assert "At least 2 of" in page.note.text()


def test_the_draft_saves_itself_and_is_there_again(qtbot: QtBot, story: Story, page: DesignerPage, key: int) -> None:
    page.canvas.choose(("qr",))
    press(page, Qt.Key.Key_Right)
    assert page.unsaved()
    page.save_now()
    assert not page.unsaved()
    saved = story.office.ask(VersionOf(version_id=key))[0].layout
    assert saved == page.steps.now
    press(page, Qt.Key.Key_Right)
    page.hide()
    assert story.office.ask(VersionOf(version_id=key))[0].layout == page.steps.now
    again = opened(qtbot, story.office, key)
    assert again.steps.now == page.steps.now


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


def test_a_published_version_is_looked_at_and_a_draft_made_of_it(qtbot: QtBot, story: Story, key: int) -> None:
    viewer = story.acting("viewer")
    page = opened(qtbot, viewer, key)
    assert page.read_only
    left, top, w, h = box(page, "qr")
    drag(page, place(page, left + w / 2, top + h / 2), place(page, 148, 100))
    assert box(page, "qr")[:2] == (left, top)
    assert not any(editor.isEnabled() for name, editor in page.properties.editors.items() if name == "locked")


def test_a_picture_comes_in_small_and_clean(page: DesignerPage, tmp_path: Path) -> None:
    Picture.new("RGB", (60, 40), "red").save(tmp_path / "logo.png")
    talk.answer_next(tmp_path / "logo.png")
    page.hand.add_picture()
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


def test_a_test_sheet_of_a_transcript_has_its_table(qtbot: QtBot, story: Story, tmp_path: Path) -> None:
    import pypdfium2

    code = next(r.code for r in story.office.ask(Templates()) if "transcript" in r.kinds)
    page = opened(qtbot, story.office, story.office.do(NewDraft(code=code, name="Transkrip")).value)
    talk.answer_next(tmp_path / "test.pdf")
    page.test_print()
    document = pypdfium2.PdfDocument(tmp_path / "test.pdf")
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert "HCIA-Security" in text and "CONTOH / SAMPLE" in text
    assert not page.tools.kind.isVisible() and page.tools.language.isVisible()


def test_guides_margins_grid_and_zoom(page: DesignerPage) -> None:
    page.tools.grid.click()
    assert page.canvas.grid
    before = page.canvas.zoom
    press(page, Qt.Key.Key_Plus, CTRL)
    assert page.canvas.zoom > before
    press(page, Qt.Key.Key_0, CTRL)
    assert page.canvas.width() <= page.view.area.viewport().width() + 2


def test_arranging_from_the_list(page: DesignerPage) -> None:
    page.canvas.choose(("seal",))
    page.tools.more.set_value("middle")
    page.tools.more.edited.emit()
    assert box(page, "seal")[1] == 90.0
    assert page.tools.more.value() == ""


def test_a_layout_that_is_empty_is_said_to_lack_name_and_number(page: DesignerPage) -> None:
    page.do("Remove", Layout())
    assert {"name", "number"} <= {w for t in page.troubles for w in ("name", "number") if w in t.sentence}
