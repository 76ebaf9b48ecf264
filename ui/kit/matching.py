"""Typed words against shown words: capitals, accents and the links of Malaysian names make no difference."""

from __future__ import annotations

import re
import unicodedata

LINKS = frozenset({"bin", "binti", "bt", "bte", "binte", "b", "a", "l", "p", "al", "ap", "s", "o", "d", "anak", "ak"})
"""What stands between a name and the father's; typed, it narrows nothing."""
_LINKED = re.compile(r"(?<!\S)(?:bin|binti|bt|bte|binte|anak|ak|a/l|a/p|s/o|d/o|a/k)\.?(?!\S)", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """The text without accents and capitals, one character for each; what cannot be folded so stays."""
    return "".join(_fold(c) for c in text)


def _fold(char: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c)).casefold()
    return plain if len(plain) == 1 else char


def asked(text: str) -> str:
    """What was typed without the links; unchanged when there is nothing else."""
    left = " ".join(_LINKED.sub(" ", text).split())
    return left or " ".join(text.split())


def words(text: str) -> list[str]:
    """The words of what was typed, folded, without links."""
    return [m.group() for m in _WORD.finditer(fold(asked(text)))]


def spans(text: str, typed: str) -> list[tuple[int, int]]:
    """Where the typed words are in a text: (start, length), at beginnings of words, else inside for 3 and more."""
    folded = fold(text)
    begins = [m.start() for m in _WORD.finditer(folded)]
    found: dict[int, int] = {}
    for word in words(typed):
        starts = [at for at in begins if folded.startswith(word, at)]
        if not starts and len(word) >= 3:
            at = folded.find(word)
            starts = [at] if at >= 0 else []
        for at in starts:
            found[at] = max(found.get(at, 0), len(word))
    return sorted(found.items())


def matches(text: str, typed: str) -> bool:
    """Is every typed word at the beginning of a word of the text, or inside one (3 letters and more)?"""
    folded = fold(text)
    begins = [m.start() for m in _WORD.finditer(folded)]
    return all(any(folded.startswith(word, at) for at in begins) or (len(word) >= 3 and word in folded)
               for word in words(typed))
