"""The panel of the designer: colours chosen and typed, the columns of a transcript, letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QColorDialog
from pytestqt.qtbot import QtBot

from app.certificates.templates import shipped
from app.certificates.templates.arrange import colours_of
from app.certificates.templates.model import Frame, Layout, Name, Paragraph, Text, Things, Type
from app.i18n import use_language
from tests.ui.dressed import dressed  # noqa: F401
from ui.certificates.designer.properties import Properties
from ui.kit.colour_box import ColourBox, Swatch

FRAME = Frame(id="box", x=20, y=20, w=50, h=30, colour="#0B5F77", second="#123456")
LETTERS = Text(id="title", x=20, y=60, w=90, h=12, paragraphs=(
    Paragraph(ms="Sijil", type=Type(colour="#abcdef"), second=Type(colour="#8E6A1A")),))
PAGE = Layout(things=(FRAME, LETTERS, Name(id="name", x=20, y=90, w=200, h=15)))


class Shown:
    """The panel as a page holds it: what is changed is shown again."""

    def __init__(self, panel: Properties, layout: Layout, name: str) -> None:
        self.panel, self.layout, self.name = panel, layout, name
        self.words: list[str] = []
        panel.put.connect(self.put)
        self.again()

    def put(self, thing: Things, words: str) -> None:
        self.layout, _words = self.layout.put(thing), self.words.append(words)
        self.again()

    def again(self) -> None:
        self.panel.show(self.layout, [self.thing()], [], False)

    def thing(self) -> Things:
        found = self.layout.thing(self.name)
        assert found is not None
        return found


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[Properties]:
    made = Properties()
    qtbot.addWidget(made)
    made.resize(300, 700)
    made.show()
    QApplication.processEvents()
    yield made


def colour(panel: Properties, key: str) -> ColourBox:
    found = panel.editors[key]
    assert isinstance(found, ColourBox)
    return found


def swatches(box: ColourBox) -> dict[str, Swatch]:
    assert box.popover is not None
    return {made.colour: made for made in box.popover.findChildren(Swatch)}


def test_a_swatch_offers_the_inks_and_what_is_on_the_page(panel: Properties) -> None:
    shown = Shown(panel, PAGE, "box")
    box = colour(panel, "colour")
    assert box.swatch.colour == "#0B5F77"
    QTest.keyClick(box.swatch, Qt.Key.Key_Space)
    offered = swatches(box)
    assert {"#10303B", "#8E6A1A", "#123456", "#ABCDEF"} <= set(offered)
    assert offered["#0B5F77"].on and not offered["#8E6A1A"].on
    offered["#8E6A1A"].click()
    assert shown.thing().colour == "#8E6A1A" and box.swatch.colour == "#8E6A1A"  # type: ignore[union-attr]
    assert box.popover is None and len(shown.words) == 1


def test_another_colour_comes_from_the_window_of_all(panel: Properties) -> None:
    shown = Shown(panel, PAGE, "title")
    box = colour(panel, "0/type.colour")
    box.open()
    box.ask()
    dialog = panel.findChild(QColorDialog)
    assert dialog is not None and box.popover is None
    dialog.setCurrentColor(QColor("#00a060"))
    dialog.accept()
    thing = shown.thing()
    assert isinstance(thing, Text) and thing.paragraphs[0].type.colour == "#00A060"
    assert box.value() == "#00A060"


def test_a_colour_is_typed_with_or_without_its_sign(panel: Properties) -> None:
    shown = Shown(panel, PAGE, "box")
    box = colour(panel, "second")
    box.box.setFocus()
    box.box.selectAll()
    QTest.keyClicks(box.box, "00ff7")
    assert shown.thing().second == "#123456"  # type: ignore[union-attr]
    QTest.keyClicks(box.box, "f")
    assert shown.thing().second == "#00FF7F"  # type: ignore[union-attr]
    QTest.keyClick(box.box, Qt.Key.Key_Return)
    assert box.box.text() == "#00FF7F"


def test_what_is_no_colour_is_said_and_changes_nothing(panel: Properties) -> None:
    shown = Shown(panel, PAGE, "box")
    box = colour(panel, "colour")
    box.box.setFocus()
    box.box.selectAll()
    QTest.keyClicks(box.box, "red")
    QTest.keyClick(box.box, Qt.Key.Key_Return)
    assert shown.thing() == FRAME and not shown.words
    assert "such as #0B5F77" in box.box.accessibleDescription()


def test_colours_of_a_page_are_each_named_once() -> None:
    twice = PAGE.put(replace(FRAME, id="other"))
    assert colours_of(twice) == ("#0B5F77", "#123456", "#ABCDEF", "#8E6A1A", "#10303B")


def test_things_alike_share_their_editors_and_nothing_typed_goes_over(panel: Properties) -> None:
    other = replace(FRAME, id="other", x=55, colour="#8E6A1A")
    shown = Shown(panel, PAGE.put(other), "box")
    x = panel.editors["x"]
    x.setFocus()
    x.selectAll()
    QTest.keyClicks(x, "wide")
    QTest.keyClick(x, Qt.Key.Key_Return)
    assert x.property("error") and shown.thing() == FRAME
    shown.name = "other"
    shown.again()
    assert panel.editors["x"] is x and not x.property("error") and x.value() == 55
    assert colour(panel, "colour").value() == "#8E6A1A"
    x.selectAll()
    QTest.keyClicks(x, "60")
    QTest.keyClick(x, Qt.Key.Key_Return)
    assert shown.thing().x == 60 and shown.layout.thing("box") == FRAME
    shown.name = "title"
    shown.again()
    assert not x.isVisible() and panel.editors["0.ms"].isVisible()
    shown.name = "box"
    shown.again()
    assert panel.editors["x"] is x and x.isVisible() and x.value() == 20


def test_only_a_few_sheets_are_kept(panel: Properties, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.certificates.designer.properties.MOST_SHEETS", 3)
    for count in range(1, 6):
        text = replace(LETTERS, paragraphs=LETTERS.paragraphs * count)
        panel.show(PAGE.put(text), [text], [], False)
        assert f"{count - 1}.ms" in panel.editors and f"{count}.ms" not in panel.editors
    assert len(panel._sheets) == 3
    panel.show(PAGE, [LETTERS], [], False)
    assert panel.editors["0.ms"].value() == "Sijil"


def test_a_field_is_offered_by_name(panel: Properties) -> None:
    Shown(panel, PAGE, "title")
    choice = panel.editors["0.field"]
    assert choice.currentText() == "Insert a field" and choice.value() == ""


def test_all_columns_of_a_transcript_are_seen(panel: Properties) -> None:
    use_language("ms")
    layout = next(made for made in shipped.layouts().values() if made.table)
    assert layout.table is not None
    Shown(panel, layout, layout.table.id)
    QApplication.processEvents()
    columns = panel.editors["columns"]
    assert len(columns.boxes) == 4
    for box in columns.boxes.values():
        assert columns.rect().contains(box.geometry()), f"{box.text()} is cut"
