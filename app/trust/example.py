"""The QR code of a certificate with a long name, to show what an address costs before anything is printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.exchange.qr import Code, encode, side_needed
from app.trust.statement import Claims, sample

SIDE = 30.0
"""mm, quiet zone included, that the shipped templates keep for it."""
NAME = "Puteri Nur Aisyah Humaira binti Wan Mohd Khairul Anuar Zaman"
COURSE = "Huawei Certified ICT Associate in Artificial Intelligence V3"


@dataclass(frozen=True)
class Example:
    """A code that verifies as a sample, and the side in mm at which it can still be read."""

    code: Code | None
    side: float

    @property
    def fits(self) -> bool:
        """Whether it can be read at the side templates give it."""
        return self.side <= SIDE


def example(address: str, centre: str) -> Example:
    """The code for an address and a centre's code: a name and a course of sixty letters."""
    day = date(2026, 7, 14)
    claims = Claims(number=f"{centre}26-00388-H", name=NAME, course=COURSE, kind="completion", issued_on=day,
                    starts=day, ends=day, status_index=100_000, anchor="100000:" + "ab" * 8, centre=centre)
    text = sample(claims, address)
    return Example(encode(text), side_needed(text))
