"""One person in two rows of a list: the same number, or the same name and birth date with nearly the same number."""

from __future__ import annotations

from functools import lru_cache

from app.cohorts.draft_rows import DraftIssue, DraftRow
from app.cohorts.import_trainees import Number, numbers_of
from app.i18n import _
from app.lists.match import SHEET
from app.trainees.names import match_key

SAME = "="
"""The field of an issue that is about another row."""

name_key = lru_cache(maxsize=200_000)(match_key)


def twin(row: DraftRow, first: dict[Number, int], alike: dict[tuple[str, str], tuple[int, str]]
          ) -> tuple[int | None, DraftIssue | None]:
    """An earlier row that is the same person, or may be; the rows seen so far are noted in both dicts."""
    same = next((first[n] for n in numbers_of(row.fields) if first.setdefault(n, row.row) != row.row), None)
    if same is not None:
        return same, DraftIssue(SAME, "ask", _("Same identity number as row {row}: one person. Leave one of them "
                                               "out.").format(row=same % SHEET))
    born, name = str(row.fields.get("birth_date") or ""), str(row.fields.get("full_name") or "")
    if not born or not name:
        return None, None
    number = str(row.fields.get("id_number") or "")
    other, its = alike.setdefault((name_key(name), born), (row.row, number))
    if other == row.row or (number and its and not _near(number, its)):
        return None, None
    words = _("Same name and birth date as row {row}, another number: one person?").format(row=other % SHEET)
    return other, DraftIssue(SAME, "ask", words, keepable=True)


def _near(one: str, other: str) -> bool:
    """Whether two numbers differ by one character, or by two neighbours in the other order."""
    from rapidfuzz.distance import OSA

    return bool(OSA.distance(one, other, score_cutoff=1) <= 1)
