"""Which heading became which field, remembered for each user: a list with the same headings is matched at once."""

from __future__ import annotations

import hashlib
import json

from app.cohorts.draft import Draft
from ui.desk.desk import Desk


def _name(draft: Draft) -> str:
    headings = "|".join(" ".join(c.heading.split()).casefold() for c in draft.columns)
    return f"import:{hashlib.sha256(headings.encode()).hexdigest()[:16]}"


def keep(desk: Desk, draft: Draft) -> None:
    """Remember the choices; a column without one is asked about again."""
    desk.kept.put(_name(draft), json.dumps({str(c.index): c.field for c in draft.columns if c.field is not None}))


def apply(desk: Desk, draft: Draft) -> None:
    """Match as the last time, where these headings are known."""
    try:
        found = json.loads(desk.kept.get(_name(draft)) or "{}")
    except ValueError:
        return
    known = {key for key, _words in draft.field_options()} | {""}
    for column in draft.columns:
        field = found.get(str(column.index)) if isinstance(found, dict) else None
        if field in known and field != column.field:
            draft.assign(column.index, field)
