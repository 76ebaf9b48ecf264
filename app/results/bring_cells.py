"""One cell of a marks list, judged: good, to be asked about, or refused. A dash, a comma and an error are never 0."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Literal

from app.exchange.tables.table import CellError, NoValue, Value
from app.i18n import _
from app.programmes.queries import ComponentRow
from app.results.bring_columns import BringColumn
from app.results.reading import Reading, mark_problem, read
from app.results.rules import STATES, shown_mark

Class = Literal["blank", "ok", "same", "ask", "reject", "left"]
_SHARE = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)\s*%")
_OF = re.compile(r"(\d{1,4}(?:\.\d{1,2})?)\s*/\s*(\d{1,4}(?:\.\d{1,2})?)")
_LONG = re.compile(r"\d{1,4}\.\d{3,}")
_DASH = re.compile(r"[-–—−.]+")
_NOT_YET = {"BELUM DINILAI", "BELUM", "NOT ASSESSED", "PENDING", "BD", "N/A", "NA"}
STATE_WORDS: dict[str, str] = {
    "TANGGUH": "deferred", "DITANGGUHKAN": "deferred", "DEFERRED": "deferred", "DITAHAN": "withheld",
    "WITHHELD": "withheld", "DIMAAFKAN": "excused", "BERSEBAB": "excused", "EXCUSED": "excused", "MC": "excused",
    "CUTI SAKIT": "excused"}
STATE_TEXT = {"absent": "TH", "exempt": "EX", "excused": "BERSEBAB", "withheld": "DITAHAN", "deferred": "TANGGUH"}
"""How a state is written into a list that is to be read back."""


@dataclass(frozen=True)
class Judged:
    """A cell understood: state and mark when its class is ok, else a sentence and the texts that may be meant."""

    cls: Class
    state: str = ""
    mark: Decimal | None = None
    competency: str = ""
    what: str = ""
    choices: tuple[str, ...] = ()


def shown_value(value: Value) -> str:
    """A cell as text."""
    if value is None:
        return ""
    if isinstance(value, CellError):
        return value.text
    if isinstance(value, NoValue):
        return _("formula")
    if isinstance(value, float | int) and not isinstance(value, bool):
        return shown_mark(Decimal(str(round(value, 6))))  # what a formula left in the 15th place is no mark
    return str(value)


def judge(value: Value, column: BringColumn, *, answered: bool = False) -> Judged:
    """What a cell of a column of marks says; `answered` when a person typed it and a state is meant as it stands."""
    component = column.component
    assert component is not None
    if isinstance(value, CellError):
        return Judged("reject", what=_("The cell has the formula error {text}.").format(text=value.text))
    if isinstance(value, NoValue):
        return Judged("ask", what=_("The file does not hold what this formula comes to. Open it in Excel, save it, and "
                                    "choose it again, or type the mark."))
    if isinstance(value, bool) or not isinstance(value, str | int | float | None):
        return Judged("ask", what=_("{text} is not a mark.").format(text=shown_value(value)))
    text = " ".join(shown_value(value).split())
    if not text:
        return Judged("blank")
    return _text(text.upper(), column, component, answered)


def _text(said: str, column: BringColumn, component: ComponentRow, answered: bool) -> Judged:
    if said in _NOT_YET:
        return Judged("blank", what=_("Not assessed yet: nothing is stored."))
    if _DASH.fullmatch(said):
        return Judged("ask", what=_("A dash: absent, or not marked yet? It is never 0."), choices=("TH",))
    state = STATE_WORDS.get(said)
    if state is not None:
        known = state in STATES
        if known and answered:
            return Judged("ok", state=state)
        told = _("'{text}' is not a mark: how does the result stand?").format(text=said)
        return Judged("ask", state=state, what=told, choices=(*((said,) if known else ()), "TH"))
    if component.scale not in ("competency", "pass"):
        share, of = _SHARE.fullmatch(said), _OF.fullmatch(said)
        if share or of:
            return _fraction(said, share, of, column, component)
    return _from(read(said, component), said, column, component)


def _fraction(said: str, share: re.Match[str] | None, of: re.Match[str] | None, column: BringColumn,
              component: ComponentRow) -> Judged:
    """'78%' of the highest mark, '45/50' when it is out of the highest mark."""
    top = component.max_mark
    if share:
        mark = Decimal(share[1]) * top / 100
    else:
        assert of is not None
        if Decimal(of[2]) == top:
            mark = Decimal(of[1])
        elif column.convert and Decimal(of[2]) == column.most and column.most:
            mark = Decimal(of[1]) * top / column.most
        else:
            return Judged("ask", what=_("{text}: the highest mark here is {max}.").format(
                text=said, max=shown_mark(top)), choices=(of[1],))
    return _checked(mark, component)


def _from(reading: Reading, said: str, column: BringColumn, component: ComponentRow) -> Judged:
    if column.convert and column.most and reading.mark is not None:
        if reading.mark > column.most:
            return Judged("reject", what=_("{mark} is more than {max}").format(
                mark=shown_mark(reading.mark), max=shown_mark(column.most)) + ".")
        return _checked(reading.mark * component.max_mark / column.most, component)
    if reading.problem and _LONG.fullmatch(said):
        return Judged("ask", what=_("A mark has at most two decimals."),
                      choices=(shown_mark(Decimal(said).quantize(Decimal("0.01"), ROUND_DOWN)),))
    if reading.problem:
        cls: Class = "ask" if "," in said or not said[:1].isdigit() else "reject"
        return Judged(cls, what=reading.problem + ".", choices=tuple(reading.fixes))
    if not reading.state:
        return Judged("blank")
    return Judged("ok", state=reading.state, mark=reading.mark, competency=reading.competency)


def _checked(mark: Decimal, component: ComponentRow) -> Judged:
    told = mark_problem(component, mark)
    if told:
        return Judged("reject", what=told + ("" if told.endswith(".") else "."))
    return Judged("ok", state="sat", mark=mark)
