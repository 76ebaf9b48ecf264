"""QR codes, level M, in microseconds: the places of all bits are worked out once for each size.

segno draws the first code of a size, which gives its fixed patterns; Reed-Solomon and placing follow
ISO/IEC 18004 with one mask, which the standard lets the encoder choose (every reader takes all eight).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any

MASK = 2  # column % 3 == 0
_BLOCKS: dict[int, tuple[int, tuple[tuple[int, int], ...]]] = {  # version: error bytes a block, (blocks, data bytes)
    1: (10, ((1, 16),)), 2: (16, ((1, 28),)), 3: (26, ((1, 44),)), 4: (18, ((2, 32),)), 5: (24, ((2, 43),)),
    6: (16, ((4, 27),)), 7: (18, ((4, 31),)), 8: (22, ((2, 38), (2, 39))), 9: (22, ((3, 36), (2, 37))),
    10: (26, ((4, 43), (1, 44))), 11: (30, ((1, 50), (4, 51))), 12: (22, ((6, 36), (2, 37))),
    13: (22, ((8, 37), (1, 38))), 14: (24, ((4, 40), (5, 41))), 15: (24, ((5, 41), (5, 42))),
    16: (28, ((7, 45), (3, 46))), 17: (28, ((10, 46), (1, 47))), 18: (26, ((9, 43), (4, 44))),
    19: (26, ((3, 44), (11, 45))), 20: (26, ((3, 41), (13, 42))), 21: (26, ((17, 42),)), 22: (28, ((17, 46),)),
    23: (28, ((4, 47), (14, 48))), 24: (28, ((6, 45), (14, 46))), 25: (28, ((8, 47), (13, 48))),
}
_DIGITS = re.compile(r"[0-9]{12,}$", re.ASCII)


@dataclass(frozen=True)
class Code:
    """A code as a bitmap for PDF: rows padded to bytes, 0 is ink."""

    rows: bytes
    side: int


QUIET = 4
"""Cells of paper that a code needs on each side."""
FINEST = 0.40
"""mm of a cell that phones and office scanners still read."""
TOO_FINE = 0.35
"""mm of a cell: names of 200 letters at 30 mm come near it and are read at 200 dpi; nothing finer is issued."""


@lru_cache(maxsize=8)
def encode(text: str) -> Code | None:
    """The code of a text; None when it is longer than the largest size used here. Digits at the end of a text take
    3.33 bits each, all else 8 a byte."""
    segments: dict[bool, tuple[int, int]] = {}
    for version in _BLOCKS:
        wide = version > 9
        if wide not in segments:
            segments[wide] = _segments(text, wide)
        value, bits = segments[wide]
        if bits <= 8 * _capacity(version):
            frame = _frame(version)
            return Code(frame.paint(_codewords(value, bits, version)), frame.side)
    return None


def side_needed(text: str, finest: float = FINEST) -> float:
    """The smallest side in mm, quiet zone included, at which a text can still be read; infinite when never."""
    code = encode(text)
    return float("inf") if code is None else (code.side + 2 * QUIET) * finest


def _segments(text: str, wide: bool) -> tuple[int, int]:
    """Mode, count and data of the segments as one number, and how many bits it has (ISO/IEC 18004, 7.4)."""
    digits = _DIGITS.search(text)
    head = text if digits is None else text[:digits.start()]
    data = head.encode("utf-8")
    value, bits = 1, 0  # the 1 keeps zeros at the start
    if data or digits is None:
        width = 16 if wide else 8
        value = (value << 4 | 4) << width | len(data)
        value = value << 8 * len(data) | int.from_bytes(data, "big")
        bits += 4 + width + 8 * len(data)
    if digits is not None:
        width, said = (12 if wide else 10), digits[0]
        value = (value << 4 | 1) << width | len(said)
        bits += 4 + width
        for at in range(0, len(said), 3):
            group = said[at:at + 3]
            size = (4, 7, 10)[len(group) - 1]
            value = value << size | int(group)
            bits += size
    return value - (1 << bits), bits


def _capacity(version: int) -> int:
    return sum(blocks * size for blocks, size in _BLOCKS[version][1])


def _codewords(value: int, bits: int, version: int) -> bytes:
    ec, groups = _BLOCKS[version]
    total = _capacity(version)
    end = min(4, 8 * total - bits)  # the terminator, then up to a whole byte
    fill = -(bits + end) % 8
    stream = (value << end + fill).to_bytes((bits + end + fill) // 8, "big")
    stream += (b"\xec\x11" * total)[:total - len(stream)]
    blocks: list[bytes] = []
    at = 0
    for count, size in groups:
        for _block in range(count):
            blocks.append(stream[at:at + size])
            at += size
    checks = [_remainder(block, ec) for block in blocks]
    longest = max(map(len, blocks))
    out = bytearray()
    for index in range(longest):
        out += bytes(block[index] for block in blocks if index < len(block))
    for index in range(ec):
        out += bytes(check[index] for check in checks)
    return bytes(out)


@cache
def _field() -> tuple[list[int], list[int]]:
    powers, logs, value = [0] * 512, [0] * 256, 1
    for power in range(255):
        powers[power] = powers[power + 255] = value
        logs[value] = power
        value = value << 1 ^ (0x11D if value & 0x80 else 0)
    return powers, logs


@cache
def _multiples(ec: int) -> tuple[int, ...]:
    """The generator polynomial times each byte, as one number each."""
    powers, logs = _field()
    generator = [1]
    for root in range(ec):
        longer = [*generator, 0]
        for index, factor in enumerate(generator):
            longer[index + 1] ^= powers[logs[factor] + root]
        generator = longer
    return tuple(0 if byte == 0 else int.from_bytes(bytes(powers[logs[g] + logs[byte]] for g in generator[1:]), "big")
                 for byte in range(256))


def _remainder(block: bytes, ec: int) -> bytes:
    table, shift, mask, value = _multiples(ec), 8 * (ec - 1), (1 << 8 * ec) - 1, 0
    for byte in block:
        value = value << 8 & mask ^ table[byte ^ value >> shift]
    return value.to_bytes(ec, "big")


class _Frame:
    """Where every bit of a version goes."""

    def __init__(self, version: int) -> None:
        import segno

        matrix = segno.make("x", version=version, error="m", mask=MASK, boost_error=False, mode="byte").matrix
        self.side = side = len(matrix)
        fixed = _fixed(version, side)
        places: dict[tuple[int, int], int] = {}
        for pair in range(side - 1, 0, -2):
            right = pair if pair > 6 else pair - 1
            up = (right + 1) & 2 == 0
            for step in range(side):
                row = side - 1 - step if up else step
                for column in (right, right - 1):
                    if not fixed[row][column]:
                        places[row, column] = len(places)
        size = len(places)
        stride = (side + 7) // 8 * 8
        order: list[int] = []
        flip = 0
        for row in range(side):
            for column in range(stride):
                flip <<= 1
                if column >= side:
                    order.append(size + 1)  # padding: paper
                elif fixed[row][column]:
                    order.append(size if matrix[row][column] else size + 1)
                else:
                    order.append(places[row, column])
                    flip |= column % 3 == 0
        self._size, self._flip, self._length = size, flip, side * stride // 8
        self._take: Any = itemgetter(*order)

    def paint(self, words: bytes) -> bytes:
        # A data bit 1 is ink; as 0 is ink in the bitmap, bits are turned over: '0' for a dark fixed cell.
        bits = bin(int.from_bytes(b"\x01" + words, "big"))[3:].ljust(self._size, "0").translate(_TURN) + "01"
        return (int("".join(self._take(bits)), 2) ^ self._flip).to_bytes(self._length, "big")


_TURN = str.maketrans("01", "10")


def _fixed(version: int, side: int) -> Sequence[Sequence[bool]]:
    """Cells of finders, timing, alignment, format and version."""
    fixed = [[False] * side for _row in range(side)]

    def block(row: int, column: int, height: int, width: int) -> None:
        for r in range(row, row + height):
            for c in range(column, column + width):
                fixed[r][c] = True

    block(0, 0, 9, 9)
    block(0, side - 8, 9, 8)
    block(side - 8, 0, 8, 9)
    block(6, 0, 1, side)
    block(0, 6, side, 1)
    if version >= 7:
        block(0, side - 11, 6, 3)
        block(side - 11, 0, 3, 6)
    for row in (centres := _alignment(version, side)):
        for column in centres:
            if (row, column) not in ((6, 6), (6, side - 7), (side - 7, 6)):
                block(row - 2, column - 2, 5, 5)
    return fixed


def _alignment(version: int, side: int) -> list[int]:
    if version == 1:
        return []
    count = version // 7 + 2
    step = (version * 8 + count * 3 + 5) // (count * 4 - 4) * 2
    return sorted([6, *(side - 7 - step * index for index in range(count - 1))])


@cache
def _frame(version: int) -> _Frame:
    return _Frame(version)
