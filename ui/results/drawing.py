"""How results look in the grid: columns, cells, the line of averages, and the words of outcomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from PySide6.QtGui import QFont, QFontMetrics

from app.exchange.columns import Column
from app.i18n import _, show_date
from app.programmes.queries import ComponentRow
from app.results.moderation import counted_text
from app.results.queries import CellRow, ResultRow, ResultSheet
from app.results.rules import Try, shown_mark, shown_total
from app.results.words import appeal_word, stage_word
from ui.kit.grid_model import Cell, GridColumn
from ui.kit.look import MUTED, PLAIN, Look
from ui.kit.theme import theme

TOTAL, OUTCOME = "total", "outcome"
MARK_WIDTH, MOST_WIDTH, TOTAL_WIDTH = 88, 136, 62  # pixels, least but the second


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


def locked_words() -> str:
    """Why a mark cannot be changed any more."""
    return _("A certificate rests on it; void it first.")


COLUMNS: tuple[Column[GridRow], ...] = (
    Column("place", lambda: _("No."), lambda r: r.place, kind="number", width=6),
    Column("name", lambda: _("Trainee"), lambda r: r.name, width=30),
)
LOOKS = {"place": lambda r: Look("muted", "lock", tip=locked_words()) if r.result.locked else MUTED,
         "name": lambda r: Look(tip=locked_words()) if r.result.locked else PLAIN}


def columns_of(sheet: ResultSheet, may_enter: bool = True) -> list[GridColumn]:
    """A column per component, then total and outcome, which are worked out."""
    found = []
    for component in sheet.components:
        parts = []
        if component.weight:
            parts.append(_("{n} %").format(n=shown_mark(component.weight)))
        if component.scale == "competency":
            parts.append(_("T or BT"))
        elif component.scale == "pass":
            parts.append(_("P or F"))
        elif component.pass_mark is not None:
            parts.append(_("pass {mark}").format(mark=shown_mark(component.pass_mark)))
        under = " · ".join(parts)
        found.append(GridColumn(component.id, component.shown(), under, align="right",
                                editable=may_enter and component.id in sheet.mine,
                                width=_width(component.shown(), under), spoken=component.shown(),
                                tip=_column_tip(component, under, others_words(sheet, component))))
    with_parts = {c.unit_id for c in sheet.components}
    found += [GridColumn(unit_key(u.id), u.code, _("unit"), editable=False, align="left", width=theme().px(MARK_WIDTH),
                         rule_before=n == 0, spoken=u.shown(), tip=u.shown())
              for n, u in enumerate(u for u in sheet.units if u.id in with_parts)]
    if any(c.weight for c in sheet.components):
        limit = _("pass {mark}").format(mark=shown_mark(sheet.limit)) if sheet.limit is not None else ""
        found.append(GridColumn(TOTAL, _("Total"), limit, editable=False, align="right", width=theme().px(TOTAL_WIDTH),
                                rule_before=True, spoken=_("Total"), tip=_("Enter or Space shows the sum")))
    found.append(GridColumn(OUTCOME, _("Outcome"), _("worked out"), editable=False, align="left",
                            width=_outcome_width(sheet), rule_before=True, spoken=_("Outcome"),
                            tip=_("Enter or Space shows the sum")))
    return found


def _width(title: str, under: str) -> int:
    """As wide as the head needs, within reason; a longer one ends in … and is its own tooltip."""
    needs = max(QFontMetrics(theme().font(9, QFont.Weight.DemiBold)).horizontalAdvance(title),
                QFontMetrics(theme().font(8.25)).horizontalAdvance(under)) + 17
    return max(theme().px(MARK_WIDTH), min(theme().px(MOST_WIDTH), needs))


def _outcome_width(sheet: ResultSheet) -> int:
    """As wide as the longest outcome with its sign."""
    said = {outcome_words(r) for r in sheet.rows} | {_("Not complete")}
    metrics = QFontMetrics(theme().font(9.75, QFont.Weight.DemiBold))
    return max(metrics.horizontalAdvance(words) for words in said) + 36


def others_words(sheet: ResultSheet, component: ComponentRow) -> str:
    """Why the person at the desk enters nothing of a component that somebody else assesses; '' where he may."""
    if component.id in sheet.mine:
        return ""
    names = sheet.assessors.get(component.id, ())
    if names:
        return _("{title} is assessed by {names}. Only they and verifiers enter its results.").format(
            title=component.shown(), names=", ".join(names))
    return _("The instructors of the cohort enter these results; you assess other parts of it.")


def _column_tip(component: ComponentRow, under: str, others: str = "") -> str:
    parts = [f"{component.shown()}: {under}" if under else component.shown()]
    if component.scale == "mark":
        parts.append(_("Highest mark {max}").format(max=shown_mark(component.max_mark)))
    if component.max_attempts > 1:
        parts.append(rule_words(component.rule).format(n=component.max_attempts))
        if component.capped and component.pass_mark is not None:
            parts.append(_("A later try counts at most {mark}").format(mark=shown_mark(component.pass_mark)))
    if others:
        parts.append(others)
    return "\n".join(parts)


def rule_words(rule: str) -> str:
    """Which of several tries counts; {n} is how many there may be."""
    return {"last": _("The last of {n} tries counts"), "first_pass": _("The first pass of {n} tries counts"),
            "average": _("The average of {n} tries counts")}.get(rule, _("The best of {n} tries counts"))


def try_text(attempt: Try | None) -> str:
    """A try in a cell: the mark, T or BT, the letter for absent, EX."""
    if attempt is None or attempt.state == "booked":
        return ""
    return attempt.competency or shown_mark(attempt.mark) or state_letters(attempt.state)


def state_letters(state: str) -> str:
    """What stands in a cell, and is typed there, instead of a mark; '' for a state that has none."""
    letters = {"absent": _("A"), "exempt": _("EX"), "excused": _("EXC"), "withheld": _("WH"), "deferred": _("DEF")}
    return letters.get(state, "")


def why_fixed(cell: CellRow) -> str:
    """Why the latest try of a cell is not typed over; '' while it is a draft, or only booked."""
    stage = cell.tries[-1].stage if cell.tries else "draft"
    if stage == "submitted":
        return _("Submitted for checking. A verifier can return it.")
    if stage == "verified":
        return _("Verified. A verifier amends it with a reason.")
    return _("Locked. A verifier amends it with a reason.") if stage == "locked" else ""


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
    told = counted_words(component, cell)
    if told and counts is not None:  # what was measured stays beside what it counts
        before, text = try_text(counts), counted_text(cell.standing)
    bad = cell.standing.kind == "failed"
    tone = "danger" if bad else "muted" if counts is not None and not counts.has_result else ""
    tips = [locked_words()] if locked else []
    if cell.standing.booked is not None and cell.standing.booked.on_date:
        tips.append(_("Resit booked {date}. A mark typed here is its result.").format(
            date=show_date(cell.standing.booked.on_date, weekday=True)))
    if counts is not None:
        tips += [words for words in (
            counts.remark, counts.evidence, _("Amended: both values are kept.") if counts.amended else "",
            appeal_word(counts.appeal) if counts.appeal else "") if words]
    tips += [told] if told else []
    noted = bool(tips)
    fixed = why_fixed(cell)
    if fixed and not locked:
        tips.append(fixed)
    return Cell(text, tone=tone, bold=bad, before=before, after=after, note=noted and not locked,
                asked=counts is not None and counts.appeal == "open", spoken=cell_words(component, cell),
                tip="\n".join(tips), editable=False if locked or fixed else None)


def counted_words(component: ComponentRow, cell: CellRow) -> str:
    """'70 counts as 50 …', 'The average of 2 tries is 65.5'; '' where a try counts as it is."""
    counts, value = cell.standing.counts, cell.standing.value
    if counts is None or counts.mark is None or value is None or value == Fraction(counts.mark):
        return ""
    if component.rule == "average":
        return _("The average of {n} tries is {mark}").format(
            n=sum(t.has_result for t in cell.tries), mark=counted_text(cell.standing))
    return _("{mark} counts as {value}, as a later try does at most").format(
        mark=shown_mark(counts.mark), value=counted_text(cell.standing))


def cell_words(component: ComponentRow, cell: CellRow) -> str:
    """The cell as a screen reader says it: '68 of 100, passed', 'absent, resit booked Tue 21 Jul 2026'."""
    words = [_standing_words(component, cell)]
    counts = cell.standing.counts
    if counts is not None and counts.number > 1 and counts.has_result:
        words.append(_("try {n}").format(n=counts.number))
    words += [said for said in (counted_words(component, cell), _signs(cell)) if said]
    if cell.standing.booked is not None and cell.standing.booked.on_date:
        words.append(_("resit booked {date}").format(date=show_date(cell.standing.booked.on_date, weekday=True)))
    return ", ".join(words)


def _signs(cell: CellRow) -> str:
    """Stage, amendment and appeal of what counts, for who does not see the corner."""
    counts = cell.standing.counts
    if counts is None:
        return ""
    return ", ".join(words for words in (
        stage_word(counts.stage).lower() if counts.stage != "draft" else "", _("amended") if counts.amended else "",
        appeal_word(counts.appeal).lower() if counts.appeal else "") if words)


def _standing_words(component: ComponentRow, cell: CellRow) -> str:
    kind, counts = cell.standing.kind, cell.standing.counts
    plain = {"none": _("no mark"), "absent": _("absent"), "exempt": _("exempt"), "booked": _("no mark"),
             "excused": _("excused"), "withheld": _("withheld"), "deferred": _("deferred")}
    if kind in plain or counts is None:
        return plain.get(kind, _("no mark"))
    if component.scale == "competency":
        return _("competent") if kind == "passed" else _("not yet competent")
    if component.scale == "pass":
        return _("passed") if kind == "passed" else _("failed")
    words = _("{mark} of {max}, passed") if kind == "passed" else _("{mark} of {max}, not passed")
    return words.format(mark=counted_text(cell.standing) or shown_mark(counts.mark),
                        max=shown_mark(component.max_mark))


def outcome_words(row: ResultRow) -> str:
    """What the row comes to: 'Merit', 'Resit', 'Below 60', 'Not complete'."""
    found = row.outcome
    if found.kind == "pass":
        return found.grade.shown() if found.grade else _("Pass")
    if found.kind == "resit":
        return _("Resit")
    if found.kind == "below":
        return _("Below {limit}").format(limit=shown_mark(found.limit))
    return _("Not complete")


def unit_key(unit_id: int) -> str:
    """The column of a unit."""
    return f"unit:{unit_id}"


def units_of(row: ResultRow) -> dict[tuple[int, str], Cell]:
    """The outcome of each unit of a row."""
    looks = {True: (_("met"), "ok", "circle-check"), False: (_("not met"), "danger", "circle-x"),
             None: ("–", "muted", "")}
    return {(row.enrolment_id, unit_key(u.unit.id)): Cell(
        looks[u.met][0], tone=looks[u.met][1], icon=looks[u.met][2],
        spoken=looks[u.met][0] if u.met is not None else _("not yet known")) for u in row.units}


def worked_out(row: ResultRow) -> dict[tuple[int, str], Cell]:
    """Total and outcome of a row."""
    kind = row.outcome.kind
    bad = kind in ("below", "resit") and row.outcome.limit is not None and row.total is not None and (
        row.total < row.outcome.limit)
    icon = "star" if row.outcome.top else {"pass": "circle-check", "resit": "circle-x", "below": "circle-x",
                                           "incomplete": "circle-dashed"}[kind]
    tone = {"pass": "ok", "resit": "danger", "below": "danger", "incomplete": "muted"}[kind]
    said = _("{total} of 100").format(total=shown_total(row.total)) if row.total is not None else _("not yet known")
    total = Cell(shown_total(row.total) or "–", tone="danger" if bad else "", bold=True, spoken=said)
    words = outcome_words(row)
    return {(row.enrolment_id, TOTAL): total, (row.enrolment_id, OUTCOME): Cell(words, tone=tone, icon=icon,
                                                                               spoken=words)}


def cells_of(sheet: ResultSheet, rows: Sequence[GridRow],
             wrong: Mapping[tuple[int, int], tuple[str, str]]) -> dict[tuple[int, int | str], Cell]:
    """All cells of these rows. `wrong` has the text and the problem of what is typed and not saved."""
    found: dict[tuple[int, int | str], Cell] = {}
    for each in rows:
        for component, cell in zip(sheet.components, each.result.cells, strict=True):
            drawn = cell_of(component, cell, each.result.locked)
            told = wrong.get((each.id, component.id))
            found[each.id, component.id] = replace(drawn, text=told[0], problem=told[1], before="",
                                                   after="") if told else drawn
        found.update(units_of(each.result))
        found.update(worked_out(each.result))
    return found


def keyed(words: str, keys: str) -> str:
    """Words for a menu with a key that the grid itself takes."""
    return f"{words}\t{keys}"


def totals_of(sheet: ResultSheet, rows: Sequence[ResultRow]) -> dict[int | str, str]:
    """The line at the foot: average and passes by column, of the rows that are shown."""
    found: dict[int | str, str] = {}
    for place, component in enumerate(sheet.components):
        cells = [r.cells[place] for r in rows]
        passed = sum(c.standing.kind in ("passed", "exempt") for c in cells)
        share = f"{passed}/{len(cells)}"
        marks = [c.standing.value for c in cells if c.standing.value is not None]
        found[component.id] = f"{average(marks)} · {share}" if marks else share
    totals = [r.total for r in rows if r.total is not None]
    if totals:
        found[TOTAL] = shown_total(sum(totals, Fraction(0)) / len(totals))
    found[OUTCOME] = f"{sum(r.outcome.kind == 'pass' for r in rows)}/{len(rows)}"
    return found


def average(marks: Sequence[Fraction]) -> str:
    """Cut to one decimal, as every figure is."""
    return shown_total(sum(marks, Fraction(0)) / len(marks))
