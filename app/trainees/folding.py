"""What a trainee is found by, and what was typed, as words: folded, and every gap between them one space.

A folded text has a space before each word and nothing else between words, so that `' ' || word` finds the
beginnings of words; no sign that SQL takes for a wildcard is in it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_lowercase

from app.trainees.names import LINK_WORDS, fold, spellings

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


@dataclass(frozen=True)
class Typed:
    """A typed word in the ways in which it may stand in a folded text. A `link` is BIN, A/L and the like between
    other words: some lists leave it out."""

    ways: tuple[str, ...]
    link: bool = False


def typed_words(text: str) -> list[Typed]:
    """What was typed, word by word."""
    found: list[Typed] = []
    words = text.split()
    for place, word in enumerate(words):
        ways = dict.fromkeys((words_of(word),))
        if any(c.isdigit() for c in word):  # a number may be typed with other hyphens than it is shown with
            ways[words_of(word.translate(_JOINERS))] = None
        for way in tuple(ways):
            ways.update(dict.fromkeys(spellings(way)))
        ways.pop("", None)
        if ways:
            found.append(Typed(tuple(ways), 0 < place < len(words) - 1 and word.casefold().rstrip(".") in LINK_WORDS))
    return found


def nearly(word: str) -> list[str]:
    """A word of small Latin letters with one put in, left out, changed, or swapped with its neighbour; itself not."""
    parts = [(word[:n], word[n:]) for n in range(len(word) + 1)]
    made = {a + c + b[skip:] for a, b in parts for c in ascii_lowercase for skip in (0, 1)}
    made |= {a + b[1:] for a, b in parts if b} | {a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1}
    return sorted(made - {word})
