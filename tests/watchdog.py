"""Watches the window's thread: how long it is kept from answering, and what it did."""

from __future__ import annotations

import sys
import threading
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from PySide6.QtCore import Qt, QTimer

ROOT = str(Path(__file__).resolve().parents[1])
LIMIT = 0.05  # seconds that nobody notices
BEAT = 5  # ms
LOOK = 0.005  # seconds


@dataclass(frozen=True)
class Stall:
    """The window did not answer for `seconds`; `where` is the deepest line of ours that was running most."""

    seconds: float
    where: str


class Watchdog:
    """Use it as a context around work in the window's thread; afterwards `stalls` and `longest` tell."""

    def __init__(self, limit: float = LIMIT) -> None:
        self.limit = limit
        self.longest = 0.0
        self.beats = 0
        self.stalls: list[Stall] = []
        self._since = 0.0
        self._seen: dict[str, int] = {}
        self._thread = threading.get_ident()
        self._done = threading.Event()
        self._looker = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watchdog:
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT)
        self._since = time.perf_counter()
        self._looker.start()
        return self

    def __exit__(self, *_why: object) -> None:
        self._timer.stop()
        self._timer.deleteLater()
        self._done.set()
        self._looker.join()

    def _beat(self) -> None:
        """The window answers; the time since the last beat, less the beat itself, was spent on something else."""
        now = time.perf_counter()
        took = now - self._since - BEAT / 1000
        seen = dict(self._seen)
        self._since = now
        self._seen.clear()
        self.beats += 1
        self.longest = max(self.longest, took)
        if took > self.limit:
            self.stalls.append(Stall(took, max(seen, key=lambda k: seen[k]) if seen else "?"))

    def _look(self) -> None:
        while not self._done.wait(LOOK):
            if time.perf_counter() - self._since < self.limit / 2:
                continue
            frames = sys._current_frames()
            where = _ours(frames.get(self._thread)) or "Qt"
            if where == "Qt":  # then perhaps another thread keeps Python to itself
                others = [_ours(f) for key, f in frames.items() if key not in (self._thread, threading.get_ident())]
                where = " | ".join(filter(None, [where, *others]))
            self._seen[where] = self._seen.get(where, 0) + 1


def _ours(frame: FrameType | None) -> str:
    found = [f for f in traceback.extract_stack(frame) if f.filename.startswith(ROOT + "/")
             and "/tests/" not in f.filename and "/.venv/" not in f.filename]
    return " < ".join(f"{f.filename.removeprefix(ROOT + '/')}:{f.lineno} {f.name}" for f in found[:-4:-1])
