"""Whether Caps Lock is on. Windows tells; elsewhere a capital letter typed without Shift does."""

from __future__ import annotations

import ctypes
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget


def told_by_system() -> bool | None:
    """What the system says; None where it does not."""
    windll = getattr(ctypes, "windll", None)
    return bool(windll.user32.GetKeyState(0x14) & 1) if windll is not None else None


class CapsWatch(QObject):
    """Watches a field while it is typed in; `told(on)` at every change."""

    def __init__(self, box: QWidget, told: Callable[[bool], object]) -> None:
        super().__init__(box)
        self.on = False
        self._told = told
        box.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._set(told_by_system() or False)
        elif event.type() in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease) and isinstance(event, QKeyEvent):
            self._look(event)
        return False

    def _look(self, event: QKeyEvent) -> None:
        said = told_by_system()
        if said is not None:
            self._set(said)
        elif event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_CapsLock:
            self._set(not self.on)
        elif event.type() == QEvent.Type.KeyPress and len(event.text()) == 1 and event.text().isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._set(event.text().isupper() != shift)

    def _set(self, on: bool) -> None:
        if on != self.on:
            self.on = on
            self._told(on)
