"""For tests with a window: nothing may be left on the screen, Qt may not complain (see pyproject.toml), and rubbish is
collected in the window's thread only."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication

MANY = 50_000  # objects made since the last time


def _collect() -> None:
    if gc.get_count()[0] > MANY:
        gc.collect(1)


@pytest.fixture(autouse=True)
def collected_here(request: pytest.FixtureRequest) -> Iterator[None]:
    """As `ui.desk.rubbish` in the program: a widget in a cycle must not be destroyed by a lane that makes objects, or
    the whole run dies."""
    gc.disable()
    timer = None
    if {"qapp", "qtbot"} & set(request.fixturenames):
        request.getfixturevalue("qapp")
        timer = QTimer()
        timer.timeout.connect(_collect)
        timer.start(500)
    yield
    if timer is not None:
        timer.stop()
    gc.enable()  # between tests only the window's thread makes objects


@pytest.fixture(autouse=True)
def no_window_left() -> Iterator[None]:
    """Fails the test that leaves a top-level window showing."""
    before = set(map(id, QApplication.topLevelWidgets()))
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [w for w in QApplication.topLevelWidgets() if w.isVisible() and id(w) not in before]
    names = [f"{type(w).__name__} {w.objectName() or w.windowTitle()!r}" for w in left]
    for window in left:
        window.close()
    assert not names, f"windows left open: {', '.join(names)}"
