"""Deflated data never ends in white space, whatever its check sum, and can always be read back."""

from __future__ import annotations

import zlib

import pytest

from app.exchange.packing import BLANK, packed


@pytest.mark.parametrize("pad", [b"\n", b"\1"])
def test_every_check_sum_comes_to_an_end(pad: bytes) -> None:
    for last in range(256):  # the last byte of the stream is one more than that
        data = bytes([last])
        found = packed(data, pad=pad)
        assert found[-1] not in BLANK
        assert zlib.decompress(found).rstrip(pad) == data.rstrip(pad)


def test_zeros_are_refused() -> None:
    with pytest.raises(ValueError, match="zeros"):
        packed(b"a", pad=b"\0")
