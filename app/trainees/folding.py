"""What a trainee is found by, and what was typed, as words: folded, and every gap between them one space.

A folded text has a space before each word and nothing else between words, so that `' ' || word` finds the
beginnings of words; no sign that SQL takes for a wildcard is in it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from app.trainees.names import fold

_ASCII = str.maketrans({chr(n): " " for n in range(128) if not chr(n).isalnum()})
_JOINERS = dict.fromkeys(map(ord, "-‐‑–—./"))


def words_of(text: str) -> str:
    """The words of a text, folded, with one space between them; '' when it has no letter and no digit."""
    folded = fold(text)
    if folded.isascii():
        return " ".join(folded.translate(_ASCII).split())
    return " ".join("".join(c if _stays(c) else " " for c in folded).split())


@lru_cache(maxsize=8192)
def _stays(char: str) -> bool:
    category = unicodedata.category(char)  # the same characters as in the index of SQLite
    return category[0] in "LN" or category in ("Co", "Mn", "Mc")


def search_text(names: Iterable[str], numbers: Iterable[str], others: Iterable[str] = ()) -> str:
    """What a trainee is found by: names of any script, numbers as shown and without their hyphens, other texts."""
    parts: dict[str, None] = {}
    for number in numbers:
        shown = words_of(number)
        parts[shown] = None
        parts[shown.replace(" ", "")] = None
    for text in (*names, *others):
        parts[words_of(text)] = None
    parts.pop("", None)
    return "".join(f" {part}" for part in parts)


def typed_words(text: str) -> list[tuple[str, ...]]:
    """What was typed, word by word; each in the ways in which it may stand in a folded text."""
    found: list[tuple[str, ...]] = []
    for word in text.split():
        ways = dict.fromkeys((words_of(word),))
        if any(c.isdigit() for c in word):  # a number may be typed with other hyphens than it is shown with
            ways[words_of(word.translate(_JOINERS))] = None
        ways.pop("", None)
        if ways:
            found.append(tuple(ways))
    return found
