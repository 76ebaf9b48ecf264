"""What a column of a list looks like once it has a field: how many values are valid, how many are empty."""

from __future__ import annotations

import re
from itertools import islice

from app.cohorts.draft import Draft
from app.cohorts.draft_rows import DraftColumn
from app.errors import Invalid
from app.i18n import _, ngettext
from app.trainees.fields import email_problem, phone_problem
from app.trainees.identity import mask, normalise, read_nric

MOST_ROWS = 1000
NEEDED = ("full_name",)
_CARD = re.compile(r"\d{6}[- ]?\d{2}[- ]?\d{4}")


def masked_samples(one: DraftColumn) -> str:
    """The first values under a heading, card numbers without their tails."""
    return " · ".join(_CARD.sub(lambda m: mask(normalise("MYKAD", m.group())), text) for text in one.samples)


def column_check(draft: Draft, one: DraftColumn) -> tuple[str, str]:
    """Tone ('ok' or 'warn') and words, over the first rows that hold anything."""
    rows = [r for r in islice(draft.table.rows, draft.heading_row, draft.heading_row + MOST_ROWS)
            if any(v not in (None, "") for v in r)]
    texts = [" ".join(str(r[one.index]).split()) if one.index < len(r) and r[one.index] not in (None, "") else ""
             for r in rows]
    filled = [t for t in texts if t]
    empty = len(texts) - len(filled)
    judge = {"id_number": _is_number, "phone_mobile": lambda t: not phone_problem(t),
             "email": lambda t: not email_problem(t)}.get(one.field or "")
    if judge is not None and filled:
        valid = sum(map(judge, filled))
        if valid < len(filled):
            return "warn", _("{n} of {total} are valid").format(n=valid, total=len(filled))
    if empty and one.field in NEEDED:
        return "warn", ngettext("{n} empty", "{n} empty", empty).format(n=empty)
    if judge is _is_number and filled:
        return "ok", _("{n} of {total} are valid").format(n=len(filled), total=len(filled))
    if empty:
        return "ok", ngettext("{n} empty, allowed", "{n} empty, allowed", empty).format(n=empty)
    return "ok", one.why or _("Matched by heading")


def _is_number(text: str) -> bool:
    try:
        read_nric(text)
    except Invalid:
        return bool(re.fullmatch("[A-Z0-9]{5,15}", normalise("PASPORT", text))) and not text[:1].isdigit()
    return True
