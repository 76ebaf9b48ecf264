"""What helps whoever reads or fills a list in Excel: cells that colour by what stands in them, lists to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LONGEST = 255  # characters that Excel takes in a list of choices


@dataclass(frozen=True)
class Fill:
    """One column, or several side by side: what may stand in them, and the colours of some texts.

    `colours` are text, ground ('' for none), ink and whether bold. Letters say the same without colour. `most` is the
    highest number that may stand there.
    """

    columns: tuple[str, ...]
    choices: tuple[str, ...] = ()
    colours: tuple[tuple[str, str, str, bool], ...] = ()
    most: Decimal | None = None


def put_fills(page: Worksheet, fills: Sequence[Fill], keys: Sequence[str], first: int, last: int) -> None:
    """Put them on the rows of a list; an empty list gets none."""
    from openpyxl.utils import get_column_letter

    if last < first:
        return
    for fill in fills:
        at = sorted(keys.index(key) + 1 for key in fill.columns if key in keys)
        for start, end in _runs(at):
            span = f"{get_column_letter(start)}{first}:{get_column_letter(end)}{last}"
            _choices(page, span, fill.choices)
            _numbers(page, span, fill.most)
            _colours(page, span, fill.colours)


def _runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbours as one: (first, last)."""
    found: list[tuple[int, int]] = []
    for place in places:
        if found and found[-1][1] == place - 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found


def _numbers(page: Worksheet, span: str, most: Decimal | None) -> None:
    if most is None:
        return
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(type="decimal", operator="between", formula1="0", formula2=f"{most.normalize():f}",
                          allow_blank=True)
    rule.showErrorMessage = True
    rule.errorStyle = "warning"  # 'absent' is a word there
    rule.add(span)
    page.add_data_validation(rule)


def _choices(page: Worksheet, span: str, choices: Sequence[str]) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    listed = ",".join(choices)
    if not choices or len(listed) > LONGEST or any(c in choice for choice in choices for c in ',"'):
        return  # Excel takes no other list here
    rule = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
    rule.showErrorMessage = True
    rule.errorStyle = "warning"  # somebody may know better; the reading of the list judges again
    rule.add(span)
    page.add_data_validation(rule)


def _colours(page: Worksheet, span: str, colours: Sequence[tuple[str, str, str, bool]]) -> None:
    from openpyxl.formatting.rule import CellIsRule
    from openpyxl.styles import Font, PatternFill

    for text, ground, ink, bold in colours:
        quoted = text.replace('"', '""')
        page.conditional_formatting.add(span, CellIsRule(  # type: ignore[no-untyped-call]
            operator="equal", formula=[f'"{quoted}"'], font=Font(color=ink, bold=bold),
            fill=PatternFill("solid", bgColor=ground) if ground else None))
