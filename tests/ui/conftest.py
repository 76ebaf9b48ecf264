"""For tests with a window: nothing may be left on the screen, and Qt may not complain (see pyproject.toml)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication


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
