"""The list of what is on the page: it and the paper choose alike; order, lock and removal from the list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.certificates.templates import arrange, shipped
from app.certificates.templates.commands import NewDraft
from app.office.command import Ref
from app.office.office import Office
from tests.app.certificates.templates.conftest import PLAIN
from tests.app.cohort_story import tell
from tests.ui.dressed import dressed  # noqa: F401
from ui.certificates.designer.layers import LOCK, NAME, LayerModel
from ui.certificates.designer.page import DesignerPage
from ui.desk.desk import Desk

ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def two_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shipped, "layouts", lambda: {"klasik": PLAIN, "moden": replace(PLAIN, margin=10)})


@pytest.fixture
def page(qtbot: QtBot, sqlite_office: Office) -> Iterator[DesignerPage]:
    office = tell(sqlite_office).office
    made = DesignerPage(Desk(office, synchronous=True))
    qtbot.addWidget(made)
    made.resize(1230, 800)
    made.show()
    made.show_ref(Ref("template", office.do(NewDraft(code="klasik", name="Klasik")).value))
    made.side.tabs.choose("layers")
    QApplication.processEvents()
    yield made


def listed(page: DesignerPage) -> list[str]:
    return [t.id for t in page.layers.model.things]


def ordered(page: DesignerPage) -> list[str]:
    return [t.id for t in page.steps.now.things]


def at(page: DesignerPage, name: str, column: int = NAME) -> QPoint:
    index = page.layers.model.index(listed(page).index(name), column)
    return page.layers.table.visualRect(index).center()


def test_the_front_is_first_with_its_kind(page: DesignerPage) -> None:
    assert listed(page) == list(reversed(ordered(page))) and len(listed(page)) == 3
    assert page.layers.isVisible()
    assert page.side.tabs.tabText(1).endswith("3")
    index = page.layers.model.index(listed(page).index("qr"), NAME)
    assert index.data() == "QR to verify" and not index.data(Qt.ItemDataRole.DecorationRole).isNull()


def test_two_of_a_kind_are_told_apart_by_their_condition(page: DesignerPage) -> None:
    one = page.steps.now.things[1]
    page.do("two", arrange.add(page.steps.now.put(replace(one, only="award")), replace(one, unless="award"))[0])
    shown = {page.layers.model.index(row, NAME).data() for row in range(page.layers.model.rowCount())}
    assert {"QR to verify · with Award", "QR to verify · without Award"} <= shown


def test_list_and_paper_choose_alike(page: DesignerPage) -> None:
    table = page.layers.table
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at(page, "qr"))
    assert page.canvas.selection == ("qr",)
    assert float(page.properties.editors["x"].value()) == arrange.box_of(page.steps.now.things[1])[0]
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, SHIFT, at(page, "no"))
    assert set(page.canvas.selection) == {"qr", "no"}
    page.canvas.choose(("name",))
    assert table.ids() == ("name",)
    page.canvas.choose(())
    assert table.ids() == () and not page.layers.delete.isEnabled()


def test_order_by_keys_and_buttons(page: DesignerPage) -> None:
    page.canvas.choose(("name",))
    table = page.layers.table
    QTest.keyClick(table, Qt.Key.Key_Up, ALT)
    assert ordered(page) == ["qr", "name", "no"] and table.ids() == ("name",)
    QTest.keyClick(table, Qt.Key.Key_Up, ALT | SHIFT)
    assert ordered(page) == ["qr", "no", "name"]
    page.layers.backward.click()
    assert ordered(page) == ["qr", "name", "no"]
    page.undo()
    assert ordered(page) == ["qr", "no", "name"] == list(reversed(listed(page)))


def test_a_line_is_dragged_to_another_place(page: DesignerPage) -> None:
    view = page.layers.table.viewport()
    first, last = listed(page)[0], listed(page)[-1]
    start, end = at(page, first), at(page, last) + QPoint(0, 10)

    def send(kind: QEvent.Type, place: QPoint) -> None:
        held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
        QApplication.sendEvent(view, QMouseEvent(kind, QPointF(place), view.mapToGlobal(QPointF(place)),
                                                 Qt.MouseButton.LeftButton, held, Qt.KeyboardModifier.NoModifier))

    send(QEvent.Type.MouseButtonPress, start)
    send(QEvent.Type.MouseMove, (start + end) / 2)
    send(QEvent.Type.MouseMove, end)
    send(QEvent.Type.MouseButtonRelease, end)
    assert ordered(page)[0] == first and listed(page)[-1] == first
    assert page.canvas.selection == (first,)


def test_a_lock_is_pressed_and_holds(page: DesignerPage) -> None:
    table = page.layers.table
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at(page, "no", LOCK))
    assert page.steps.now.thing("no").locked  # type: ignore[union-attr]
    index = page.layers.model.index(listed(page).index("no"), NAME)
    assert "locked" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert "no" in ordered(page)
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert not page.steps.now.thing("no").locked  # type: ignore[union-attr]
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert "no" not in ordered(page) and page.side.tabs.tabText(1).endswith("2")


def test_nothing_is_ordered_where_one_only_looks(page: DesignerPage) -> None:
    assert page.whole is not None
    page.whole = replace(page.whole, state="published")
    page.canvas.choose(("name",))
    before = page.steps.now
    QTest.keyClick(page.layers.table, Qt.Key.Key_Up, ALT)
    QTest.mouseClick(page.layers.table.viewport(), Qt.MouseButton.LeftButton, pos=at(page, "no", LOCK))
    page.layers.drag.moved.emit(0, 2)
    assert page.steps.now == before and not page.layers.forward.isEnabled()


def test_the_model_keeps_its_promises(qtbot: QtBot) -> None:
    model = LayerModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for layout in (PLAIN, arrange.reorder(PLAIN, ("qr",), "front"), arrange.locked(PLAIN, ("no",)),
                   arrange.remove(PLAIN, ("qr",)), replace(PLAIN, things=())):
        model.show_layout(layout)
        assert model.rowCount() == len(layout.things)
    assert tester.model() is model
