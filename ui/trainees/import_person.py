"""A row that is somebody on record: what the record says beside what the list says, picked field by field."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.cohorts.draft_rows import DraftRow
from app.i18n import _, ngettext
from app.trainees.identity import mask, normalise
from ui.kit.buttons import Button
from ui.kit.check import CheckBox
from ui.kit.side_by_side import LEFT, RIGHT, Line, SideBySide
from ui.kit.text import label


class PersonPick(QWidget):
    """`decided(fields of the list that are taken, do the same for the others)`, `refused()`: one number is wrong."""

    decided = Signal(tuple, bool)
    refused = Signal()

    def __init__(self, one: DraftRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        assert one.person is not None
        person = one.person
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(16)
        lines = [Line(d.field, d.words, d.ours, d.theirs, RIGHT if d.field in person.update else LEFT)
                 for d in person.differences]
        number = one.shown("id_number")
        if person.certain and number:
            same = mask(normalise("MYKAD", number))
            lines.insert(1 if lines else 0, Line("", _("Identity number"), same, same, same=True))
        self.sides = SideBySide(lines, (_("In Sijil now"), person.number), (
            _("In your file"), _("Row {row}").format(row=one.row)))
        outer.addWidget(self.sides, 1)
        self.take = Button(_("Update with what I picked"), self.decide, kind="primary", icon="git-merge")
        self.keep = Button(_("Keep Sijil as it is"), lambda: self.decided.emit((), self._alike()), icon="user-check")
        wrong = Button(_("One number is wrong: leave out"), self.refused.emit, icon="id-card")
        n = person.others
        self.others = CheckBox(ngettext("Do the same for the other duplicate",
                                        "Do the same for the other {n} duplicates", n).format(n=n))
        self.others.setVisible(n > 0)
        side = QVBoxLayout()
        side.setSpacing(8)
        for widget in (self.take, self.keep, wrong, self.others,
                       label(_("Enrolments and certificates of {number} stay as they are.").format(
                           number=person.number), "hint", wrap=True),
                       label(_("1 takes the left value, 2 the right one, Enter updates."), "hint", wrap=True)):
            side.addWidget(widget)
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


def person_words(one: DraftRow) -> str:
    """`same number, 5 fields differ`."""
    assert one.person is not None
    n = len(one.person.differences)
    differ = ngettext("{n} field differs", "{n} fields differ", n).format(n=n) if n else _("nothing differs")
    return ((_("same number") if one.person.certain else _("like name")) + ", " + differ)
