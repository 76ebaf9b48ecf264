"""How results look in the grid: columns, cells and the words of outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from app.exchange.columns import Column
from app.i18n import _, show_date
from app.programmes.queries import ComponentRow
from app.results.queries import CellRow, ResultRow, ResultSheet
from app.results.rules import Try, passes, shown_mark, shown_total
from ui.kit.grid_model import Cell, GridColumn
from ui.kit.look import MUTED

TOTAL, OUTCOME = "total", "outcome"
LOCKED = "lock"


@dataclass(frozen=True)
class GridRow:
    """A trainee in the grid."""

    id: int
    place: int
    result: ResultRow

    @property
    def name(self) -> str:
        """As it is written on the card."""
        return self.result.name


COLUMNS: tuple[Column[GridRow], ...] = (
    Column("place", lambda: _("No."), lambda r: r.place, kind="number", width=5),
    Column("name", lambda: _("Trainee"), lambda r: r.name, width=30),
)
LOOKS = {"place": lambda _r: MUTED}


def plain_number(value: Decimal | None) -> str:
    """A weight or limit without needless zeros."""
    return shown_mark(value)


def columns_of(sheet: ResultSheet) -> list[GridColumn]:
    """A column per component, then total and outcome, which are worked out."""
    found = []
    for component in sheet.components:
        parts = []
        if component.weight:
            parts.append(_("{n} %").format(n=plain_number(component.weight)))
        if component.scale == "competency":
            parts.append(_("T or BT"))
        elif component.pass_mark is not None:
            parts.append(_("pass {mark}").format(mark=plain_number(component.pass_mark)))
        found.append(GridColumn(component.id, component.shown(), " · ".join(parts), align="right", width=104))
    if any(c.weight for c in sheet.components):
        limit = _("pass {mark}").format(mark=plain_number(sheet.limit)) if sheet.limit is not None else ""
        found.append(GridColumn(TOTAL, _("Total"), limit, editable=False, align="right", width=64, rule_before=True))
    found.append(GridColumn(OUTCOME, _("Outcome"), _("worked out"), editable=False, align="left", width=124,
                            rule_before=True))
    return found


def try_text(attempt: Try | None) -> str:
    """A try in a cell: the mark, T or BT, the letter for absent, EX."""
    if attempt is None or attempt.state == "booked":
        return ""
    if attempt.state == "absent":
        return _("A")
    if attempt.state == "exempt":
        return _("EX")
    return attempt.competency or shown_mark(attempt.mark)


def cell_of(component: ComponentRow, cell: CellRow, locked: bool) -> Cell:
    """The cell of one trainee and component."""
    counts = cell.standing.counts
    text = try_text(counts)
    before = after = ""
    sat = [t for t in cell.tries if t.has_result]
    if counts is not None and len(sat) > 1:
        other = next(t for t in reversed(sat) if t is not counts)
        before, after = try_text(other), _("R{n}").format(n=counts.number) if counts.number > 1 else ""
    elif counts is not None and counts.number > 1 and counts.has_result:
        after = _("R{n}").format(n=counts.number)
    bad = counts is not None and counts.has_result and not passes(component, counts)
    tone = "danger" if bad else "muted" if counts is not None and not counts.has_result else ""
    tips = [_("A certificate rests on it; void it first.")] if locked else []
    if cell.standing.booked is not None and cell.standing.booked.on_date:
        tips.append(_("Resit booked {date}").format(date=show_date(cell.standing.booked.on_date, weekday=True)))
    if counts is not None and counts.remark:
        tips.append(counts.remark)
    return Cell(text, tone=tone, bold=bad, before=before, after=after, note=bool(tips) and not locked,
                spoken=spoken(cell), tip="\n".join(tips), editable=False if locked else None)


def spoken(cell: CellRow) -> str:
    """The cell for a screen reader."""
    words = {"none": _("no mark"), "absent": _("absent"), "exempt": _("exempt"), "booked": _("booked")}
    if cell.standing.kind in words:
        return words[cell.standing.kind]
    text = try_text(cell.standing.counts)
    return _("{mark}, passed").format(mark=text) if cell.standing.kind == "passed" else _("{mark}, not passed").format(
        mark=text)


def outcome_words(row: ResultRow) -> str:
    """What the row comes to: 'Merit', 'Resit', 'Below 60', 'Not complete'."""
    found = row.outcome
    if found.kind == "pass":
        return found.grade.shown() if found.grade else _("Pass")
    if found.kind == "resit":
        return _("Resit")
    if found.kind == "below":
        return _("Below {limit}").format(limit=plain_number(found.limit))
    return _("Not complete")


def worked_out(row: ResultRow) -> dict[tuple[int, str], Cell]:
    """Total and outcome of a row."""
    kind = row.outcome.kind
    bad = kind in ("below", "resit") and row.outcome.limit is not None and row.total is not None and (
        row.total < row.outcome.limit)
    icon = "star" if row.outcome.top else {"pass": "circle-check", "resit": "circle-x", "below": "circle-x",
                                           "incomplete": "circle-dashed"}[kind]
    tone = {"pass": "ok", "resit": "danger", "below": "danger", "incomplete": "muted"}[kind]
    total = Cell(shown_total(row.total) or "–", tone="danger" if bad else "", bold=True, spoken=shown_total(row.total)
                 or _("not yet known"))
    words = outcome_words(row)
    return {(row.enrolment_id, TOTAL): total, (row.enrolment_id, OUTCOME): Cell(words, tone=tone, icon=icon,
                                                                               spoken=words)}
