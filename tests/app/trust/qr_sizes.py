"""How many cells a QR code of level M has for segments of given lengths, by the figures of ISO/IEC 18004."""

from __future__ import annotations

from collections.abc import Iterable

BYTES = (16, 28, 44, 64, 86, 108, 124, 154, 182, 216, 254, 290, 334, 365, 415, 453, 507, 563, 627, 669)
"""Data codewords of the sizes 1 to 20 at level M."""


def side_of(parts: Iterable[tuple[str, int]]) -> tuple[int, int]:
    """Cells a side and bits of segments ('byte', 'letters', 'digits') with so many characters each."""
    wanted = list(parts)
    for version, room in enumerate(BYTES, 1):
        bits = sum(4 + _width(mode, version) + _bits(mode, count) for mode, count in wanted)
        if bits <= 8 * room:
            return 17 + 4 * version, bits
    raise ValueError("too long")


def _width(mode: str, version: int) -> int:
    return {"byte": (8, 16), "letters": (9, 11), "digits": (10, 12)}[mode][version > 9]


def _bits(mode: str, count: int) -> int:
    if mode == "byte":
        return 8 * count
    if mode == "letters":
        return 11 * (count // 2) + 6 * (count % 2)
    return 10 * (count // 3) + (0, 4, 7)[count % 3]
