"""Collects Python's reference cycles in the window's thread only.

A cycle may hold a widget or a timer, and Qt objects may only be destroyed where they live: left to itself, Python
collects in whichever thread happens to make objects, here often the one that owns the database.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 500  # ms
YOUNG, MIDDLE, OLD = 2_000, 10, 20  # objects made since, and rounds between deeper ones


class Collector(QObject):
    """Takes the place of Python's own timing for as long as it lives; what exists at the start is left alone."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        self._rounds = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(EVERY)

    def collect(self) -> None:
        """Young objects when there are many; older ones now and then."""
        if gc.get_count()[0] < YOUNG:
            return
        self._rounds += 1
        depth = 2 if self._rounds % (MIDDLE * OLD) == 0 else 1 if self._rounds % MIDDLE == 0 else 0
        gc.collect(depth)
