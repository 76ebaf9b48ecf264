"""Deflated data as a PDF stream takes it."""

from __future__ import annotations

import zlib

BLANK = b"\0\t\n\f\r "


def packed(data: bytes, level: int = 9, *, pad: bytes = b"\n") -> bytes:
    """The data deflated, not ending in white space, which some readers take away before `endstream`.

    The last bytes are a check sum, so `pad` is added to the data until they are others; it must mean nothing there.
    The sum does not see zeros.
    """
    if not pad.strip(b"\0"):
        raise ValueError("a pad of zeros never changes the end")
    while True:
        found = zlib.compress(data, level)
        if found[-1] not in BLANK:
            return found
        data += pad
