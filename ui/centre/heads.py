"""The head of a part of the settings: title and one sentence at the left, what can be done at the right."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.kit.layout import column, row
from ui.kit.text import label


def part_head(title: str, about: str, *buttons: QWidget, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
              ) -> QHBoxLayout:
    """See the module; the words take what room the buttons leave."""
    made = row(column(label(title, "section"), label(about, "muted", wrap=True), spacing=2), *buttons,
               margins=margins, spacing=12)
    made.setStretch(0, 1)
    return made
