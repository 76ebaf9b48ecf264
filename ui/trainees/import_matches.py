"""Which heading became which field, remembered for each user: a list with the same headings is matched at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from app.cohorts.draft import Draft
from ui.desk.desk import Desk


def _name(draft: Draft) -> str:
    headings = "|".join(" ".join(c.heading.split()).casefold() for c in draft.columns)
    return f"import:{hashlib.sha256(headings.encode()).hexdigest()[:16]}"


def keep(desk: Desk, draft: Draft) -> None:
    """Remember the choices; a column without one is asked about again."""
    desk.kept.put(_name(draft), json.dumps({str(c.index): c.field for c in draft.columns if c.field is not None}))


def find(desk: Desk, draft: Draft) -> dict[str, Any]:
    """What was remembered of these headings."""
    try:
        found = json.loads(desk.kept.get(_name(draft)) or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def apply(draft: Draft, matches: Mapping[str, Any]) -> set[int]:
    """Match as the last time, where these headings are known; the columns that were."""
    known = {key for key, _words in draft.field_options()} | {""}
    taken = {c.index: matches[str(c.index)] for c in draft.columns if matches.get(str(c.index)) in known}
    for column in draft.columns:
        if column.index in taken and taken[column.index] != column.field:
            draft.assign(column.index, taken[column.index])
    return set(taken)
