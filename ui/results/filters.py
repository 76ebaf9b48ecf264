"""Which trainees the chips above the results leave, each with its number."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from app.i18n import _
from app.results.queries import CellRow
from ui.kit.toolbar import Chips
from ui.results.drawing import GridRow

KINDS = ("pass", "resit", "below")  # outcomes of a row


class ResultChips(Chips):
    """All, passing, resit, below the total, not entered; and not saved while there is something red."""

    def __init__(self) -> None:
        super().__init__([("all", _("All")), ("pass", _("Passing")), ("resit", _("Resit")), ("below", _("Below")),
                          ("missing", _("Not entered")), ("wrong", _("Not saved"))])
        self.chip("wrong").hide()

    def leave(self, rows: Sequence[GridRow], wrong: Collection[int], limit: str) -> Sequence[GridRow]:
        """The rows of the chip that is on. `wrong` are those with something not saved, `limit` the total needed."""
        found = {"all": rows, "missing": [r for r in rows if not all(entered(c) for c in r.result.cells)],
                 "wrong": [r for r in rows if r.id in wrong]}
        found.update({kind: [r for r in rows if r.result.outcome.kind == kind] for kind in KINDS})
        self.chip("below").name = _("Below {limit}").format(limit=limit) if limit else _("Below")
        self.chip("below").setVisible(bool(limit))
        self.chip("wrong").setVisible(bool(wrong))
        if not wrong and self.value() == "wrong":
            self.set_value("all")
        for key, left in found.items():
            self.set_count(key, len(left))
        return found[self.value()]


def entered(cell: CellRow) -> bool:
    """Whether there is a result, or none is needed."""
    return cell.standing.kind not in ("none", "booked", "absent")
