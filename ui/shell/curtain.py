"""What is painted first: the mark on an empty window, while the records are being opened behind it."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.settings import Machine
from ui.kit.layout import row
from ui.kit.seal import Mark

DESIGNED = QSize(1440, 868)


class Curtain(QWidget):
    """As large as the window was the last time, so that nothing jumps."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle("Sijil")
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        layout.addLayout(row(None, Mark(56), None))
        layout.addStretch(1)
        put_in_place(self)


def put_in_place(window: QWidget) -> None:
    """Where the window was the last time; the first time as designed, and filling a screen that is smaller."""
    kept = Machine.load().window
    if kept and window.restoreGeometry(QByteArray.fromBase64(kept.encode())):
        return
    room = window.screen().availableGeometry().size()
    window.resize(DESIGNED.boundedTo(room))
    if DESIGNED.boundedTo(room) != DESIGNED:
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)
