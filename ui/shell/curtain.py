"""What is painted first: the mark on an empty window, while the records are being opened behind it."""

from __future__ import annotations

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.settings import Machine
from ui.kit.layout import row
from ui.kit.seal import Mark


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
        kept = Machine.load().window
        if not (kept and self.restoreGeometry(QByteArray.fromBase64(kept.encode()))):
            self.resize(1440, 868)
