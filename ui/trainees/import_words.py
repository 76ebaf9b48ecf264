"""Words of a list of people that have few meanings, such as a gender: which of them nobody knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from typing import Final

from app.cohorts.draft import Draft
from app.i18n import ngettext
from app.lists.rows import ColumnCheck
from app.lists.texts import as_text
from app.trainees import contact
from app.trainees.words import CITIZENSHIPS, GENDERS

MOST = 50
"""Values that are asked about at once."""


def _gender(word: str) -> bool:
    return bool(contact.read_gender(word))


def _citizenship(word: str) -> bool:
    kind, country = contact.read_citizenship(word)
    return bool(kind or country)


KNOWN: Final[dict[str, Callable[[str], bool]]] = {"gender": _gender, "citizenship": _citizenship}


def choices_of(field: str) -> tuple[tuple[str, str], ...]:
    """What a word of a field may mean; none for a field of many meanings. The words are marked for translation."""
    return tuple({"gender": GENDERS, "citizenship": CITIZENSHIPS}.get(field, {}).items())


def unknown(draft: Draft, index: int, field: str, meant: Collection[tuple[str, str]]) -> ColumnCheck | None:
    """The words of a column that are not understood; None when all are. `meant` are those that somebody explained."""
    if field not in KNOWN:
        return None
    found: Counter[str] = Counter()
    for row in range(draft.heading_row + 1, len(draft.table.rows) + 1):
        if word := " ".join(as_text(draft.table.value(row, index)).split()):
            found[word] += 1
    strange = {word: n for word, n in found.items() if not contact.is_none(word) and not KNOWN[field](word)
               and (field, word.casefold()) not in meant}
    if not strange:
        return None
    words = ngettext("{n} value unknown", "{n} values unknown", len(strange)).format(n=len(strange))
    return ColumnCheck("warn", words, tuple(Counter(strange).most_common(MOST)), choices_of(field))
