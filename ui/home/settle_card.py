"""Home: what waits to be settled: requests, leave, walk-ins, and registers not taken by instructor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from app.home.settle import Settle, ToSettle
from app.i18n import _, ngettext
from app.office.command import Query
from ui.desk.desk import Desk
from ui.home.part import Part
from ui.home.sessions_card import lines_of, spread
from ui.kit.buttons import secondary
from ui.kit.rows import Row, RowList
from ui.kit.text import Glyph

FEW = 3  # instructors that stand there by name


class SettleCard(Part):
    """A row for each thing that waits; where nothing waits, the card is not there."""

    reads = ToSettle.reads

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("To settle"))
        self.found: Settle | None = None
        self.list: RowList | None = None
        self.hide()

    def question(self) -> Query[Any]:
        return ToSettle()

    def forget(self) -> None:
        self.list = None

    def show_rows(self, rows: Sequence[Settle]) -> None:
        self.found = rows[0]
        made = self._rows(self.found)
        self.setVisible(bool(made))
        if self.list is None:
            self.empty()
            self.list = RowList(_("To settle"))
            self.body.addWidget(self.list)
        self.list.set_rows(made)

    def _rows(self, found: Settle) -> list[Row]:
        made = []
        if found.requests:
            made.append(self._row("clipboard-check", ngettext(
                "{n} request for another mark", "{n} requests for other marks", found.requests).format(
                    n=found.requests), _("Asked for after a register was closed"),
                self._later("ui.attendance.requests:open_all")))
        if found.leave:
            made.append(self._row("calendar-x", ngettext(
                "{n} leave to decide", "{n} leaves to decide", found.leave).format(n=found.leave),
                _("Noted ahead, not granted yet"), self._later("ui.attendance.leave:open_all_leave")))
        if found.walk_ins:
            made.append(self._row("user-plus", ngettext(
                "{n} walk-in to settle", "{n} walk-ins to settle", found.walk_ins).format(n=found.walk_ins),
                _("In class and not on the roll"), self._later("ui.attendance.walk_ins:open_all_walk_ins")))
        total = sum(n for _name, n in found.not_taken)
        if total:
            who = ", ".join(f"{name or _('nobody named')} {n}" for name, n in found.not_taken[:FEW])
            if len(found.not_taken) > FEW:
                who = _("{names} and {n} more").format(names=who, n=len(found.not_taken) - FEW)
            made.append(self._row("triangle-alert", ngettext(
                "{n} register not taken", "{n} registers not taken", total).format(n=total), who,
                self._later("ui.home.not_taken:open_not_taken"), "warn"))
        return made

    def _later(self, do: str) -> Callable[[], object]:
        """The list behind a number, its code read only now."""
        module, name = do.split(":")
        return lambda: getattr(import_module(module), name)(self.desk, self)

    def _row(self, icon: str, first: str, second: str, do: Callable[[], object], token: str = "accent") -> Row:
        button = secondary(_("See"), do, small=True)
        button.setAccessibleName(f"{_('See')}: {first}")
        return Row(Glyph(icon, token, 18), spread(lines_of(first, second), 1), button, spoken=f"{first}. {second}",
                   open_=do, height=52)
