"""A row that is somebody on record: what the record says beside what the list says, picked field by field."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from app.cohorts.draft_rows import DraftRow
from app.i18n import _, ngettext
from ui.kit.buttons import Button
from ui.kit.check import CheckBox
from ui.kit.layout import box
from ui.kit.text import label


class PersonPick(QWidget):
    """`decided(fields of the list that are taken, do the same for the others)`, `refused()`: one number is wrong."""

    decided = Signal(tuple, bool)
    refused = Signal()

    def __init__(self, one: DraftRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        assert one.person is not None
        self._groups: dict[str, QButtonGroup] = {}
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(16)
        grid = QGridLayout()
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setHorizontalSpacing(16)
        grid.addWidget(label(_("Field"), "label"), 0, 0)
        grid.addWidget(label(_("In Sijil now, {number}").format(number=one.person.number), "label"), 0, 1)
        grid.addWidget(label(_("In your file, row {row}").format(row=one.row), "label"), 0, 2)
        for number, difference in enumerate(one.person.differences, start=1):
            grid.addWidget(label(difference.words, "muted"), number, 0)
            group = QButtonGroup(self)
            for place, text in enumerate((difference.ours, difference.theirs)):
                button = QRadioButton(text or "–")
                button.setAccessibleName(f"{difference.words}: {text or '–'}")
                group.addButton(button, place)
                grid.addWidget(button, number, place + 1)
            group.button(int(difference.field in one.person.update)).setChecked(True)
            self._groups[difference.field] = group
        if not one.person.differences:
            grid.addWidget(label(_("Nothing differs."), "muted"), 1, 0, 1, 3)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        outer.addWidget(box(grid, "card"), 1)
        self.take = Button(_("Update with what I picked"), lambda: self.decided.emit(self.picked(), self._alike()),
                           kind="primary", icon="git-merge")
        self.keep = Button(_("Keep Sijil as it is"), lambda: self.decided.emit((), self._alike()), icon="user-check")
        wrong = Button(_("One number is wrong: leave out"), self.refused.emit, icon="id-card")
        n = one.person.others
        self.others = CheckBox(ngettext("Do the same for the other duplicate",
                                        "Do the same for the other {n} duplicates", n).format(n=n))
        self.others.setVisible(one.person.others > 0)
        side = QVBoxLayout()
        side.setSpacing(8)
        for widget in (self.take, self.keep, wrong, self.others,
                       label(_("Enrolments and certificates of {number} stay as they are.").format(
                           number=one.person.number), "hint", wrap=True)):
            side.addWidget(widget)
        side.addStretch(1)
        outer.addLayout(side)

    def picked(self) -> tuple[str, ...]:
        """Fields taken from the list."""
        return tuple(field for field, group in self._groups.items() if group.checkedId() == 1)

    def _alike(self) -> bool:
        return bool(self.others.value())
