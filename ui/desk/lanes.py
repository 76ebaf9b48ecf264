"""Two lanes of work beside the window: one thread that owns the database, one for files."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.job import Cancelled

PROGRESS_PAUSE = 0.05  # seconds between two reports of progress to the window


class Bridge(QObject):
    """Brings calls from other threads into the thread this was made in (the window's)."""

    _called = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._called.connect(self._call, Qt.ConnectionType.QueuedConnection)

    def post(self, call: Callable[[], object]) -> None:
        """Have it called soon, in the window's thread. From any thread."""
        self._called.emit(call)

    @Slot(object)
    def _call(self, call: Callable[[], object]) -> None:
        call()


class Running:
    """A piece of work on its way: what it is, how far, and how to stop it."""

    def __init__(self, title: str, consequence: str = "", lane: str = "office") -> None:
        self.title, self.consequence, self.lane = title, consequence, lane
        self.done, self.total, self.text = 0, 0, ""
        self.began = time.monotonic()
        self.visible = False
        self.quiet = False  # never shown
        self.own = False  # shown by its page, for as long as that is in front
        self.watched: Callable[[], None] | None = None  # called in the window's thread after progress
        self._stop = threading.Event()
        self._told = 0.0

    def cancel(self) -> None:
        """Ask it to stop at its next step."""
        self._stop.set()

    @property
    def stopping(self) -> bool:
        """Has it been asked to stop?"""
        return self._stop.is_set()

    def step(self, bridge: Bridge) -> Callable[..., None]:
        """The Progress handed to the work."""

        def report(done: int, total: int, text: str = "") -> None:
            if self._stop.is_set():
                raise Cancelled
            self.done, self.total, self.text = done, total, text
            now = time.monotonic()
            if self.watched is not None and (now - self._told >= PROGRESS_PAUSE or done >= total):
                self._told = now
                bridge.post(self.watched)

        return report


class Lane:
    """One thread that does one thing after the other.

    What a piece of work holds, often a page, may only go in the window's thread: Qt objects are destroyed where they
    live, or the program dies. So a lane keeps the box of a piece of work alone, and `bridge` empties it.
    """

    def __init__(self, name: str, bridge: Bridge) -> None:
        self._queue: SimpleQueue[list[Callable[[], Any]] | None] = SimpleQueue()
        self._bridge = bridge
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def put(self, work: Callable[[], Any]) -> None:
        """Do it after what is already waiting."""
        self._queue.put([work])

    def close(self, seconds: float = 10) -> bool:
        """Finish what is waiting and end; False when it did not in time."""
        self._queue.put(None)
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (box := self._queue.get()) is not None:
            box[0]()
            self._bridge.post(box.clear)
