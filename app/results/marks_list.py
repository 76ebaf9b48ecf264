"""The marks of a cohort as a list like those that instructors keep: read back, it changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from app.exchange.columns import Column
from app.exchange.sheet import write_sheet
from app.i18n import _
from app.job import SILENT, Progress
from app.office.office import Office
from app.programmes.queries import ComponentRow
from app.results.bring_cells import STATE_TEXT
from app.results.bring_command import BringKnown, Known, Person
from app.results.class_list import outcome_word
from app.results.queries import ResultRow, ResultsGrid
from app.results.rules import shown_mark, shown_total


@dataclass(frozen=True)
class MarksRow:
    """A line of the list."""

    place: int
    person: Person
    result: ResultRow | None


def heading(component: ComponentRow, number: int) -> str:
    """'Projek (20%) /50', 'Resit Amali /100': what the reading of a list understands."""
    title = component.shown()
    if number == 2:
        title = _("Resit {title}").format(title=title)
    elif number > 2:
        title = f"{title} R{number}"
    weight = f" ({shown_mark(component.weight)}%)" if component.weight and number == 1 else ""
    most = f" /{shown_mark(component.max_mark)}" if component.scale not in ("competency", "pass") else ""
    return title + weight + most


def value(known: Known, person: Person, component: ComponentRow, number: int) -> Decimal | str | None:
    """What stands in a cell."""
    one = next((t for t in known.tries.get((person.enrolment_id, component.id), ()) if t.number == number), None)
    if one is None or one.state == "booked":
        return None
    if one.state == "sat":
        return one.mark if one.mark is not None else one.competency
    return STATE_TEXT.get(one.state, one.state)


def columns(known: Known) -> list[Column[MarksRow]]:
    """No., trainee number, name; a column for every try that somebody has, the first ones always; total, outcome."""
    most = {c.id: max((t.number for (_e, key), tries in known.tries.items() if key == c.id
                       for t in tries if t.state != "booked"), default=1) for c in known.components}

    def mark(component: ComponentRow, number: int) -> Column[MarksRow]:
        return Column(f"c{component.id}.{number}", lambda: heading(component, number),
                      lambda r: value(known, r.person, component, number), width=16, kind="number")

    later = [mark(c, n) for c in known.components for n in range(2, most[c.id] + 1)]
    return [Column("no", lambda: _("No."), lambda r: r.place, width=6, kind="number"),
            Column("number", lambda: _("Trainee no."), lambda r: r.person.number, width=14, kind="identity"),
            Column("name", lambda: _("Name"), lambda r: r.person.name, width=40),
            *(mark(c, 1) for c in known.components), *later,
            Column("total", lambda: _("Total"), lambda r: _total(r), width=10, kind="number"),
            Column("outcome", lambda: _("Outcome"), lambda r: outcome_word(r.result) if r.result else "", width=18)]


def _total(row: MarksRow) -> Decimal | None:
    text = shown_total(row.result.total) if row.result is not None else ""
    return Decimal(text) if text else None


def write_marks_list(office: Office, cohort_id: int, path: Path, *, step: Progress = SILENT) -> Path:
    """Write the list of a cohort."""
    known = office.ask(BringKnown(cohort_id=cohort_id))[0]
    results = {r.enrolment_id: r for r in office.ask(ResultsGrid(cohort_id=cohort_id))[0].rows}
    rows: Sequence[MarksRow] = [MarksRow(n, p, results.get(p.enrolment_id))
                                for n, p in enumerate(known.people, start=1)]
    return write_sheet(path, columns(known), rows, step, name=_("Results"))
