"""Rulers that stay, the pointer on them, the size the paper is shown in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.certificates.templates.model import Layout, Name
from tests.ui.dressed import dressed  # noqa: F401
from ui.certificates.designer.canvas import Canvas
from ui.certificates.designer.rulers import Ruler
from ui.certificates.designer.view import PaperView

PAGE = Layout(things=(Name(id="name", x=40, y=90, w=200, h=15),))


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[PaperView]:
    made = PaperView(Canvas())
    qtbot.addWidget(made)
    made.canvas.show_layout(PAGE)
    made.resize(640, 520)
    made.show()
    QApplication.processEvents()
    yield made


def wheel(view: PaperView, at: QPointF, turned: int) -> None:
    event = QWheelEvent(at, view.canvas.mapToGlobal(at), QPoint(), QPoint(0, turned), Qt.MouseButton.NoButton,
                        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(view.canvas, event)
    QApplication.processEvents()


def seen(view: PaperView, mm: tuple[float, float]) -> QPointF:
    """Where a place of the page is in the window."""
    return view.canvas.mapTo(view, view.canvas.pixels((*mm, 0, 0)).topLeft())


def test_the_whole_page_fits_until_somebody_zooms(view: PaperView) -> None:
    assert not view.area.horizontalScrollBar().maximum() and not view.area.verticalScrollBar().maximum()
    first = view.canvas.zoom
    view.resize(900, 700)
    QApplication.processEvents()
    assert view.canvas.zoom > first
    view.set_zoom(1.0)
    view.resize(700, 560)
    QApplication.processEvents()
    assert view.canvas.zoom == 1.0 and view.area.horizontalScrollBar().maximum() > 100
    view.fit()
    assert view.canvas.zoom < 1.0 and view.canvas.width() <= view.area.viewport().width()


def test_ctrl_and_the_wheel_zoom_where_the_pointer_is(view: PaperView) -> None:
    told: list[float] = []
    view.zoomed.connect(lambda: told.append(view.canvas.zoom))
    at = view.canvas.pixels((60, 50, 0, 0)).topLeft()
    view.set_zoom(1.0)
    at = view.canvas.pixels((150, 100, 0, 0)).topLeft()
    before = view.canvas.mapTo(view, at)
    wheel(view, at, 120)
    assert view.canvas.zoom == told[-1] == 1.25
    after = seen(view, (150, 100))
    assert (after - before).manhattanLength() <= 3
    wheel(view, QPointF(view.canvas.rect().center()), -60)
    assert view.canvas.zoom == 1.25
    wheel(view, QPointF(view.canvas.rect().center()), -60)
    assert view.canvas.zoom == 1.0


def test_rulers_stay_and_follow_the_paper(view: PaperView) -> None:
    def agrees(ruler: Ruler, mm: float) -> bool:
        there = seen(view, (mm, mm)) - QPointF(view.above.x(), view.beside.y())
        return abs(ruler.place(mm) - (there.x() if ruler.across else there.y())) < 0.01

    assert agrees(view.above, 0) and agrees(view.above, 150) and agrees(view.beside, 100)
    view.set_zoom(2.0)
    for bar in (view.area.horizontalScrollBar(), view.area.verticalScrollBar()):
        bar.setValue(bar.maximum() // 2)
    assert agrees(view.above, 150) and agrees(view.beside, 100)
    assert view.above.isVisible() and view.above.y() == 0 and view.beside.x() == 0


def test_the_pointer_is_marked_on_both(view: PaperView) -> None:
    at = view.canvas.pixels((123, 45, 0, 0)).topLeft().toPoint()
    QTest.mouseMove(view.canvas, at)
    assert view.above.pointer == pytest.approx(123, abs=0.5) and view.beside.pointer == pytest.approx(45, abs=0.5)
    before = view.above.grab().toImage()
    view.above.point(60)
    assert view.above.grab().toImage() != before
    view.canvas.pointed.emit(None)
    assert view.above.pointer is None and view.beside.pointer is None


def test_numbers_have_room_at_every_size(view: PaperView) -> None:
    for zoom in (0.25, 0.5, 1.0, 3.0):
        view.set_zoom(zoom)
        number, line = view.above.steps()
        k = view.canvas.scale()
        assert number * k >= 47 and line * k >= 4 and (number / line) % 1 == 0
    view.canvas.show_layout(replace(PAGE, width=420.0, height=297.0))
    view.grab()


def test_what_is_chosen_is_shown_on_the_rulers(view: PaperView) -> None:
    before = view.beside.grab().toImage()
    view.canvas.choose(("name",))
    assert view.beside.grab().toImage() != before
