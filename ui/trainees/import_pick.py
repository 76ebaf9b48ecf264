"""A row that is on record: what the record says beside what the list says, picked field by field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.i18n import _, ngettext
from ui.kit.buttons import Button
from ui.kit.check import CheckBox
from ui.kit.side_by_side import LEFT, RIGHT, Line, SideBySide
from ui.kit.text import label


class Pick(QWidget):
    """`decided(fields of the list that are taken, do the same for the others)`, `refused()`: leave the row out.

    `right` are the texts of the three answers and, below them, what is safe.
    """

    decided = Signal(tuple, bool)
    refused = Signal()

    def __init__(self, lines: Sequence[Line], left: tuple[str, str], right: tuple[str, str], *, others: str,
                 refuse: tuple[str, str], safe: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(16)
        self.sides = SideBySide(list(lines), left, right)
        outer.addWidget(self.sides, 1)
        self.take = Button(_("Update with what I picked"), self.decide, kind="primary", icon="git-merge")
        self.keep = Button(_("Keep Sijil as it is"), lambda: self.decided.emit((), self._alike()), icon="user-check")
        self.refuse = Button(refuse[0], self.refused.emit, icon=refuse[1])
        self.others = CheckBox(others)
        self.others.setVisible(bool(others))
        side = QVBoxLayout()
        side.setSpacing(8)
        for widget in (self.take, self.keep, self.refuse, self.others):
            side.addWidget(widget)
        for words in (safe, _("1 takes the left value, 2 the right one, Enter updates.")):
            if words:
                side.addWidget(label(words, "hint", wrap=True))
        side.addStretch(1)
        outer.addLayout(side)

    def decide(self) -> None:
        """Take what is picked."""
        self.decided.emit(self.picked(), self._alike())

    def picked(self) -> tuple[str, ...]:
        """Fields taken from the list."""
        return tuple(self.sides.taken(RIGHT))

    def _alike(self) -> bool:
        return bool(self.others.value())


class ChangePick(Pick):
    """Fields that stand otherwise on record, as (field, its words, old, new); the list's are proposed."""

    def __init__(self, row: int, fields: Sequence[tuple[str, str, str, str]], others: int,
                 parent: QWidget | None = None) -> None:
        same = ngettext("Do the same for the other row that changes something",
                        "Do the same for the other {n} rows that change something", others).format(n=others)
        super().__init__(
            [Line(field, words, old, new, RIGHT) for field, words, old, new in fields],
            (_("In Sijil now"), ""), (_("In your file"), _("Row {row}").format(row=row)),
            others=same if others > 0 else "", refuse=(_("Leave this row out"), "minus"), parent=parent)


def left_or_right(update: Sequence[str], field: str) -> int:
    """The side that is taken of a field."""
    return RIGHT if field in update else LEFT
