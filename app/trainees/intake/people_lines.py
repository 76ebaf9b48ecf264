"""Which lines of a list of people are nobody."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from app.i18n import _
from app.lists.lines import FEW, TOTAL, is_heading_again


def no_person(cells: Sequence[str], values: Collection[str], heads: Collection[str], below: bool) -> str:
    """Why a line is no person: a total, a signature, a heading once more; '' when it is one. `cells` are those that
    hold anything, `values` the fields among them, `below` says that the line is under the last person."""
    if is_heading_again(cells, heads):
        return _("A repeated heading")
    if len(cells) <= FEW and (below or ("id_number" not in values and any(TOTAL.search(text) for text in cells))):
        return _("Not a person: a total, a note or a signature")
    return "" if values else _("Nothing in the columns that are imported")
