"""The sum, and the panel that shows it beside a figure, on the page of all parts."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.kit.buttons import Button, secondary
from ui.kit.card import Card
from ui.kit.layout import row
from ui.kit.note import Note
from ui.kit.popover import Popover
from ui.kit.sum_table import SumLine, SumTable, spoken_sum

LINES = (SumLine("Quiz", "7.9", ("10 %", "× 79")), SumLine("Project", "15.4", ("20 %", "× 77")),
         SumLine("Final exam", "20.4", ("30 %", "× 68")), SumLine("Total", "43.7", total=True))


def sum_card() -> Card:
    """The sum as it stands in a panel, and a button that opens it as a popover."""
    return Card("How a figure comes about", SumTable(LINES), Note("Every mark is at or above its pass mark.", "ok"),
                row(_opener(), None), role="label")


def _opener() -> QWidget:
    def show() -> None:
        body = SumTable(LINES)
        body.setAccessibleDescription(spoken_sum(LINES))
        Popover(button, "How the total is worked out", body)

    button: Button = secondary("Open as a popover", show, icon="info", small=True)
    return button
