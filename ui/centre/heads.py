"""The head of a part of the settings: title and one sentence at the left, what can be done at the right."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.kit.flow import Flow
from ui.kit.layout import box, column, least, row
from ui.kit.text import label
from ui.kit.theme import theme

WORDS = 200


def part_head(title: str, about: str, *buttons: QWidget, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
              ) -> QHBoxLayout:
    """See the module; the words take what room the buttons leave, which go on in the next line before they lose it."""
    sentence = label(about, "muted", wrap=True)
    words = box(column(label(title, "section"), sentence, spacing=2))
    acts = QWidget()
    flow = Flow(acts, spacing=12)
    for button in buttons:
        flow.addWidget(button)
    if buttons:
        words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        least(words, width=theme().px(WORDS))
    made = row(words, acts, margins=margins, spacing=12)
    made.setStretch(0, 1)
    return made
