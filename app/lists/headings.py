"""Headings as they are compared, and the fingerprint of a layout."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from app.exchange.tables.header import Heading
from app.i18n import LANGUAGES, N_, _, speaking

REASON = N_("Why not imported")
"""The heading of the column of reasons; in a list that was mended it says nothing."""


def norm(text: str) -> str:
    """A heading for comparing: small letters, words and digits only, no number in front or help in brackets behind."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("'", "").replace("’", "")
    plain = re.sub(r"^\s*(?:q?\d{1,2}|[a-z])\s*[.)]\s+", "", plain)
    outside = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", plain)
    words = re.sub(r"[^\w#]+", " ", outside if re.search(r"\w", outside) else plain).strip()
    return re.sub(r"\s+", " ", words)


@cache
def _reasons() -> frozenset[str]:
    found = set()
    for code in LANGUAGES:
        with speaking(code):
            found.add(norm(_(REASON)))
    return frozenset(found)


def is_reason(text: str) -> bool:
    """Whether a heading is that of our reasons, in whatever language."""
    return norm(text) in _reasons()


def layout_of(heading: Heading) -> str:
    """SHA-256 of the folded headings in their order: the same form again has the same one."""
    return hashlib.sha256("\n".join(f"{at} {norm(t)}" for at, t in heading.texts.items()
                                    if not is_reason(t)).encode()).hexdigest()


def folded(texts: Iterable[str]) -> set[str]:
    """Headings for telling a repeated one."""
    return {" ".join(text.split()).casefold() for text in texts if text.strip()}
