"""The lines of the roster: columns, looks, and by which chip each is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.attendance.figures import Figure
from app.attendance.sheets import show_phone
from app.cohorts.queries import RollRow
from app.exchange.columns import Column
from app.i18n import _, show_date
from app.trainees.identity import mask
from ui.kit.look import MUTED, Look


@dataclass(frozen=True)
class RosterRow:
    """A line of the roll."""

    id: int
    place: int
    person: RollRow
    figure: Figure | None

    @property
    def low(self) -> bool:
        """Below the threshold."""
        return self.figure is not None and self.figure.reaches is False


COLUMNS: tuple[Column[RosterRow], ...] = (
    Column("place", lambda: _("No."), lambda r: r.place, kind="number", width=6),
    Column("name", lambda: _("Name"), lambda r: r.person.name, width=34),
    Column("number", lambda: _("Number"), lambda r: r.person.number, width=13),
    Column("identity", lambda: _("MyKad"), lambda r: r.person.identity, width=17, kind="identity"),
    Column("phone", lambda: _("Phone"), lambda r: show_phone(r.person.phone), width=15, kind="identity"),
    Column("email", lambda: _("E-mail"), lambda r: r.person.email, width=26),
    Column("organisation", lambda: _("Sent by"), lambda r: r.person.organisation or _("Self"), width=24),
    Column("joined", lambda: _("Joined"), lambda r: r.person.joined_on, show=show_date, width=14, kind="date"),
    Column("attendance", lambda: _("Attendance"), lambda r: r.figure.text if r.figure else "", width=17),
    Column("status", lambda: _("Status"), lambda r: _status(r), width=20),
)


def _status(row: RosterRow) -> str:
    if row.person.on_roll and row.low and row.figure is not None:
        return _("Below {n} %").format(n=row.figure.policy.threshold)
    if row.person.left_on is not None:
        return f"{row.person.status_words} · {show_date(row.person.left_on)}"
    return row.person.status_words


def _attendance(row: RosterRow) -> Look:
    if row.figure is None or row.figure.tenths is None:
        return MUTED
    return Look("danger" if row.low else "", share=row.figure.tenths / 1000, bold=row.low, tip=row.figure.words())


def _status_look(row: RosterRow) -> Look:
    if not row.person.on_roll:
        return Look("neutral", "user-minus", pill=True, tip=row.person.reason)
    return Look("danger", "arrow-down", pill=True) if row.low else MUTED


HIDDEN = ("number", "email", "joined")
LOOKS = {**{key: lambda _r: MUTED for key in ("place", "identity", "phone", "organisation", *HIDDEN)},
         "attendance": _attendance, "status": _status_look}


def lines(roll: Sequence[RollRow], figures: Mapping[int, Figure]) -> dict[str, list[RosterRow]]:
    """The lines that each chip shows; those on the roll are numbered first."""
    here = [r for r in roll if r.on_roll]
    gone = [r for r in roll if not r.on_roll]
    rows = [RosterRow(r.enrolment_id, n, r, figures.get(r.enrolment_id)) for n, r in enumerate(here, start=1)]
    left = [RosterRow(r.enrolment_id, n, r, figures.get(r.enrolment_id))
            for n, r in enumerate(gone, start=len(here) + 1)]
    return {"all": rows, "low": [r for r in rows if r.low], "identity": [r for r in rows if not r.person.identity],
            "left": left}


def hidden(row: RosterRow) -> RosterRow:
    """The same line with its identity number masked: full ones leave by export alone."""
    shown = row.person.identity
    bare = shown.replace("-", "")
    masked = mask(bare if len(bare) == 12 and bare.isdigit() else shown)
    return replace(row, person=replace(row.person, identity=masked))


def searched(row: RosterRow) -> str:
    """What a search looks through."""
    p = row.person
    return f"{p.name} {p.identity} {p.number} {p.phone} {p.email} {p.organisation}".casefold()
