"""What a person types into a cell of the results, understood; what is not sure is asked, never guessed.

'7,8' may mean 7.8 or 78 and is asked about. A number above the highest mark is refused, with the likely
slip of the finger offered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from app.i18n import _
from app.programmes.queries import ComponentRow
from app.results.rules import COMPETENT, FAIL, NOT_YET, PASS, shown_mark

PLAIN = re.compile(r"[0-9]{1,4}(\.[0-9]{1,2})?")
COMMA = re.compile(r"([0-9]{1,3}),([0-9]{1,2})")
ABSENT = {"A", "TH", "ABS", "ABSENT", "TIDAK HADIR"}
EXEMPT = {"EX", "EXEMPT", "K", "KECUALI", "DIKECUALIKAN"}
OTHERS = {"EXC": "excused", "EXCUSED": "excused", "DIMAAFKAN": "excused", "WH": "withheld", "WITHHELD": "withheld",
          "TAHAN": "withheld", "DITAHAN": "withheld", "DEF": "deferred", "DEFERRED": "deferred", "TANGGUH": "deferred",
          "DITANGGUH": "deferred", "MF": "excused", "TN": "withheld", "TG": "deferred"}
"""As the cells show them, in either language, and in words."""
PASSES = {"P": PASS, "PASS": PASS, "L": PASS, "LULUS": PASS, "F": FAIL, "FAIL": FAIL, "G": FAIL, "GAGAL": FAIL}
VENDOR_FROM = 200  # a mark of 101 is a slip of the finger, hardly a vendor's score
COMPETENCIES = {"T": COMPETENT, "TERAMPIL": COMPETENT, "C": COMPETENT, "COMPETENT": COMPETENT,
                "BT": NOT_YET, "BELUM TERAMPIL": NOT_YET, "NYC": NOT_YET, "NOT YET COMPETENT": NOT_YET}


@dataclass(frozen=True)
class Reading:
    """A cell understood (state, and mark or competency), or why it is not, with the likely texts meant."""

    state: str = ""  # one of rules.STATES; '' = empty the cell
    mark: Decimal | None = None
    competency: str = ""
    problem: str = ""  # the short sentence, for the head of the message
    advice: str = ""
    fixes: tuple[str, ...] = ()


def mark_problem(component: ComponentRow, mark: Decimal) -> str:
    """Why a mark cannot stand in this component, as a sentence; '' when it can."""
    if mark < 0:
        return _("A mark cannot be below 0.")
    if mark > component.max_mark:
        return _("{mark} is more than {max}").format(mark=shown_mark(mark), max=shown_mark(component.max_mark))
    if mark != mark.quantize(Decimal("0.01")):
        return _("A mark has at most two decimals.")
    return ""


def read(text: str, component: ComponentRow) -> Reading:
    """What was typed or pasted for this component."""
    said = " ".join(text.split()).upper()
    if not said:
        return Reading()
    if said in ABSENT:
        return Reading("absent")
    if said in EXEMPT:
        return Reading("exempt")
    if said in OTHERS:
        return Reading(OTHERS[said])
    if component.scale == "competency":
        return _competency(said)
    if component.scale == "pass":
        return _pass(said)
    return _mark(said, component)


def _competency(said: str) -> Reading:
    found = COMPETENCIES.get(said)
    if found:
        return Reading("sat", competency=found)
    return Reading(problem=_("{text} is neither T nor BT").format(text=said[:20]),
                   advice=_("Not saved. Type T for competent, BT for not yet competent, A for absent."))


def _pass(said: str) -> Reading:
    found = PASSES.get(said)
    if found:
        return Reading("sat", competency=found)
    return Reading(problem=_("{text} is neither P nor F").format(text=said[:20]),
                   advice=_("Not saved. Type P for passed, F for failed, A for absent."))


def _mark(said: str, component: ComponentRow) -> Reading:
    comma = COMMA.fullmatch(said)
    if comma:
        meant = tuple(t for t in (f"{comma[1]}.{comma[2]}", f"{comma[1]}{comma[2]}")
                      if Decimal(t) <= component.max_mark)
        return Reading(problem=_("{text} can mean two marks").format(text=said),
                       advice=_("Not saved. Choose the one that is meant; decimals are written with a point."),
                       fixes=meant)
    if not PLAIN.fullmatch(said):
        return Reading(problem=_("{text} is not a mark").format(text=said[:20]),
                       advice=_("Not saved. Type a number from 0 to {max}, or A for absent.").format(
                           max=shown_mark(component.max_mark)))
    mark = Decimal(said)
    told = mark_problem(component, mark)
    if told:
        return Reading(problem=told, advice=_above(mark, component), fixes=_likely(said, component))
    return Reading("sat", mark=mark)


def _above(mark: Decimal, component: ComponentRow) -> str:
    if component.max_mark <= 100 and VENDOR_FROM <= mark <= 1000:
        return _("Not saved. A vendor score out of 1,000 belongs in Exam records.")
    return _("Not saved. The highest mark is {max}.").format(max=shown_mark(component.max_mark))


def _likely(said: str, component: ComponentRow) -> tuple[str, ...]:
    digits = said.split(".")[0]
    guesses = []
    if len(digits) >= 2 and digits.endswith("0"):
        guesses.append(digits[:-1])
    if len(digits) >= 3:
        guesses.append(f"{digits[:-1]}.{digits[-1]}")
    return tuple(g for g in guesses if Decimal(g) <= component.max_mark and not g.endswith(".0"))
