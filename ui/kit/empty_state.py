"""What a list shows when it has nothing: an icon, one sentence, one next step, one button."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.kit.text import Glyph, label


class EmptyState(QWidget):
    """Shown instead of an empty table."""

    def __init__(
        self, icon: str, sentence: str, step: str = "", button: QWidget | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(6)
        layout.addStretch(2)
        layout.addWidget(Glyph(icon, "text-3", 40), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(6)
        self.sentence = label(sentence, "strong")
        self.step = label(step, "muted", wrap=True)
        for words in (self.sentence, self.step):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(words)
        self.step.setVisible(bool(step))
        if button is not None:
            layout.addSpacing(6)
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
