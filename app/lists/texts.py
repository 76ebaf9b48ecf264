"""Cells as text, before anything is made of it."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, time

from app.exchange.tables import CellError, NoValue, Value


def plain(text: str) -> str:
    """NFKC, no invisible characters, single spaces."""
    if text.isascii() and text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":
        return text
    normal = unicodedata.normalize("NFKC", text)
    kept = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in normal
                   if unicodedata.category(c) not in ("Cf", "Cs", "Cn"))
    return " ".join(kept.split())


def as_text(value: Value) -> str:
    """A cell as text; whole numbers without a decimal point."""
    if value.__class__ is str:  # nearly every cell of a long list
        return value
    if value is None or isinstance(value, CellError | NoValue):
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)
