"""A row that is somebody on record: what the record says beside what the list says, picked field by field."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.cohorts.draft_rows import DraftRow
from app.i18n import _, ngettext
from app.trainees.identity import mask, normalise
from ui.kit.side_by_side import Line
from ui.trainees.import_pick import Pick, left_or_right


class PersonPick(Pick):
    """`refused()`: one of the two numbers is wrong, or it is somebody else."""

    def __init__(self, one: DraftRow, parent: QWidget | None = None) -> None:
        assert one.person is not None
        person = one.person
        lines = [Line(d.field, d.words, d.ours, d.theirs, left_or_right(person.update, d.field))
                 for d in person.differences]
        number = one.shown("id_number")
        if person.certain and number:
            same = mask(normalise("MYKAD", number))
            lines.insert(1 if lines else 0, Line("", _("Identity number"), same, same, same=True))
        n = person.others if person.certain and not person.conflict else 0  # of others each must be looked at
        others = ngettext("Do the same for the other duplicate", "Do the same for the other {n} duplicates", n)
        super().__init__(
            lines, (_("In Sijil now"), person.number), (_("In your file"), _("Row {row}").format(row=one.row)),
            others=others.format(n=n) if n > 0 else "",
            refuse=(_("One number is wrong: leave out"), "id-card") if person.certain
            else (_("Somebody else: record as new"), "user-plus"),
            safe=_("Enrolments and certificates of {number} stay as they are.").format(number=person.number),
            parent=parent)


def person_words(one: DraftRow) -> str:
    """`same number, 5 fields differ`."""
    assert one.person is not None
    n = len(one.person.differences)
    differ = ngettext("{n} field differs", "{n} fields differ", n).format(n=n) if n else _("nothing differs")
    return ((_("same number") if one.person.certain else _("like name")) + ", " + differ)
