"""What is offered for printing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from app.job import Progress

Make = Callable[[Progress], bytes]
Printed = Callable[[list[int]], object]


@dataclass(frozen=True)
class Place:
    """Where it came out: printer (or words for a file) and tray, moved by so many mm."""

    target: str
    tray: str = ""
    right: Decimal = Decimal(0)
    down: Decimal = Decimal(0)


@dataclass(frozen=True)
class Paper:
    """What is offered. `labels` name the pages; `orders` are other orders of the same sheets: key, words, paper.

    `printed(pages)` is told what came out, or instead `printed_at(pages, place)` with printer and tray too. `plain`
    makes the same without what pre-printed paper has, `sample` one sheet that nobody can take for a real one; who
    prints that one is told to `tested`. `family` says what a test sheet is good for: the templates.
    """

    title: str
    make: Make
    name: str
    kind: str = "sheet"
    printed: Printed | None = None
    labels: Callable[[], Sequence[str]] | None = None
    orders: tuple[tuple[Any, str, Paper], ...] = ()
    printed_at: Callable[[list[int], Place], object] | None = None
    plain: Make | None = None
    sample: Make | None = None
    tested: Callable[[Place], object] | None = None
    family: Callable[[], str] | None = None

    def without_background(self) -> Paper:
        """The same for paper that is printed already."""
        return self if self.plain is None else replace(self, make=self.plain)

    def told(self, place: Place) -> Printed | None:
        """Whom to tell what came out of that place."""
        at = self.printed_at
        return self.printed if at is None else lambda pages: at(pages, place)
