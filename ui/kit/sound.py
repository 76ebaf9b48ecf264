"""Short sounds to be told apart without looking: one for well, two for look here, three for no."""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

TIMES = {"well": 1, "look": 2, "no": 3}
GAP = 170  # ms


def sound(kind: str) -> None:
    """Play it: the system's own sounds on Windows, elsewhere its beep so many times."""
    if sys.platform == "win32":
        import winsound

        winsound.MessageBeep({"well": winsound.MB_OK, "look": winsound.MB_ICONEXCLAMATION,
                              "no": winsound.MB_ICONHAND}[kind])
        return
    for n in range(TIMES[kind]):
        QTimer.singleShot(n * GAP, QApplication.beep)
