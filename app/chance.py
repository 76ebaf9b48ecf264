"""Where chance comes from: the system's secure source, except while the sample centre is made.

The sample must be the same every time, its codes and keys too; nothing real is ever made under `fixed`.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_FIXED: ContextVar[random.Random | None] = ContextVar("fixed_chance", default=None)


@contextmanager
def fixed(seed: str) -> Iterator[None]:
    """In this thread, inside the block, chance is the same for the same seed. For the sample only."""
    before = _FIXED.set(random.Random(seed))
    try:
        yield
    finally:
        _FIXED.reset(before)


def some_bytes(count: int) -> bytes:
    """So many bytes, secret unless fixed."""
    dice = _FIXED.get()
    return dice.randbytes(count) if dice else secrets.token_bytes(count)


def choice(letters: str) -> str:
    """One of the letters, unpredictable unless fixed."""
    dice = _FIXED.get()
    return dice.choice(letters) if dice else secrets.choice(letters)
