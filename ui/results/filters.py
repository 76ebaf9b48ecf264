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
                          ("missing", _("Not entered")), ("draft", _("Not submitted")), ("wrong", _("Not saved"))])
        self.chip("wrong").hide()

    def leave(self, rows: Sequence[GridRow], wrong: Collection[int], limit: str) -> Sequence[GridRow]:
        """The rows of the chip that is on. `wrong` are those with something not saved, `limit` the total needed."""
        found = {"all": rows, "missing": [r for r in rows if not all(entered(c) for c in r.result.cells)],
                 "draft": [r for r in rows if any(map(open_draft, r.result.cells))],
                 "wrong": [r for r in rows if r.id in wrong]}
        found.update({kind: [r for r in rows if r.result.outcome.kind == kind] for kind in KINDS})
        self.chip("below").name = _("Below {limit}").format(limit=limit) if limit else _("Below")
        self.chip("below").setVisible(bool(limit))
        self.chip("wrong").setVisible(bool(wrong))
        self.chip("draft").setVisible(any(t.stage != "draft" for r in rows for c in r.result.cells for t in c.tries))
        for key in ("wrong", "draft"):
            if self.value() == key and not self.chip(key).isVisibleTo(self):
                self.set_value("all")
        for key, left in found.items():
            self.set_count(key, len(left))
        return found[self.value()]

    def words(self) -> str:
        """The filter that is on, in words; '' for all."""
        return "" if self.value() == "all" else self.chip(self.value()).name


def open_draft(cell: CellRow) -> bool:
    """Whether the latest result has still to be submitted, or there is none."""
    done = [t for t in cell.tries if t.state != "booked"]
    return not done or done[-1].stage == "draft"


def entered(cell: CellRow) -> bool:
    """Whether there is a result, or none is needed."""
    return cell.standing.kind not in ("none", "booked", "absent")
