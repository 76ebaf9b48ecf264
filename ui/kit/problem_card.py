"""A card beside a cell with a mistake: what is wrong, and the likely fixes as buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.kit.buttons import Button
from ui.kit.text import label

WIDTH = 290


class ProblemCard(QFrame):
    """The last of several fixes is drawn quiet: it usually clears."""

    def __init__(
        self, parent: QWidget, title: str, sentence: str, fixes: Sequence[tuple[str, Callable[[], object]]]
    ) -> None:
        super().__init__(parent)
        self.setObjectName("problem")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(4)
        layout.addWidget(label(title, "dangerstrong", wrap=True))
        layout.addWidget(label(sentence, "", wrap=True))
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for number, (words, act) in enumerate(fixes):
            last = number == len(fixes) - 1 and number > 0
            buttons.addWidget(Button(words, act, kind="quiet" if last else "secondary", small=True))
        buttons.addStretch(1)
        layout.addLayout(buttons)
        self.ensurePolished()
        for button in self.findChildren(Button):
            button.ensurePolished()
        width = max(WIDTH, buttons.sizeHint().width() + 24)
        self.setFixedSize(width, layout.heightForWidth(width) + 4)
