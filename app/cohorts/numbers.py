"""Identity numbers as a roll shows them: in full, or with the personal digits hidden."""

from __future__ import annotations

DOT = "•"


def show_number(kind: str, number: str) -> str:
    """`900101-14-5567` for twelve digits of an identity card, else the number as it is."""
    if kind.startswith("MY") and len(number) == 12 and number.isdigit():
        return f"{number[:6]}-{number[6:8]}-{number[8:]}"
    return number


def mask_number(kind: str, number: str) -> str:
    """`900101-••-••••`; of other documents only the first two characters are shown."""
    if kind.startswith("MY") and len(number) == 12 and number.isdigit():
        return f"{number[:6]}-{DOT * 2}-{DOT * 4}"
    return number[:2] + DOT * max(len(number) - 2, 0)
