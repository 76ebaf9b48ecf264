"""A trainee in the register: the columns that stay while sessions scroll, and how they look."""

from __future__ import annotations

from dataclasses import dataclass

from app.attendance.figures import Figure
from app.attendance.queries import RegisterView
from app.cohorts.queries import RollRow
from app.exchange.columns import Column
from app.i18n import _
from ui.kit.look import MUTED, PLAIN, Look


@dataclass(frozen=True)
class GridRow:
    """A trainee in the register."""

    id: int
    place: int
    person: RollRow
    figure: Figure
    locked: bool = False

    @property
    def name(self) -> str:
        """As it is written on the card."""
        return self.person.name

    @property
    def may_miss(self) -> str:
        """How many sessions may still be missed; 'over' when the threshold is out of reach."""
        if self.figure.over:
            return _("over")
        return "" if self.figure.may_miss is None else str(self.figure.may_miss)

    @property
    def low(self) -> bool:
        """Whether what counts so far does not reach the threshold."""
        return self.figure.reaches is False


def rows_of(view: RegisterView) -> list[GridRow]:
    """Everybody in the register."""
    return [GridRow(r.enrolment_id, n, r, view.figures[r.enrolment_id], r.enrolment_id in view.locked)
            for n, r in enumerate(view.rows, start=1)]


COLUMNS: tuple[Column[GridRow], ...] = (
    Column("place", lambda: _("No."), lambda r: r.place, kind="number", width=4),
    Column("name", lambda: _("Trainee"), lambda r: r.name, width=30),
    Column("so_far", lambda: _("So far"), lambda r: r.figure.text, width=9, align="right"),
    Column("may_miss", lambda: _("May miss"), lambda r: r.may_miss, width=7, align="right"),
)


def _so_far(row: GridRow) -> Look:
    if row.low:
        return Look("danger", "arrow-down", bold=True, tip=row.figure.words())
    return Look(tip=row.figure.words())


def _may_miss(row: GridRow) -> Look:
    if row.figure.over or (row.figure.may_miss == 0 and row.low):
        return Look("danger", bold=True, tip=row.figure.words())
    return Look("muted", tip=row.figure.words())


def _name(row: GridRow) -> Look:
    if row.locked:
        return Look("", "lock", tip=f"{row.name}\n" + locked_words())
    if row.person.on_roll:
        return PLAIN
    return Look("hint", "user-minus", tip=f"{row.name}\n{row.person.status_words}. {row.person.reason}".strip())


def locked_words() -> str:
    """Why the marks of somebody with a certificate stay as they are."""
    return _("A certificate rests on this. Void the certificate first; then it can be changed.")


LOOKS = {"place": lambda r: MUTED, "name": _name, "so_far": _so_far, "may_miss": _may_miss}
