"""What is offered for printing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.job import Progress

Make = Callable[[Progress], bytes]
Printed = Callable[[list[int]], object]


@dataclass(frozen=True)
class Paper:
    """What is offered. `labels` name the pages; `orders` are other orders of the same sheets: key, words, paper.

    `printed(pages)` is told what came out, or instead `printed_at(pages, place)` with printer and tray too.
    """

    title: str
    make: Make
    name: str
    kind: str = "sheet"
    printed: Printed | None = None
    labels: Callable[[], Sequence[str]] | None = None
    orders: tuple[tuple[Any, str, Paper], ...] = ()
    printed_at: Callable[[list[int], str], object] | None = None

    def told(self, place: str) -> Printed | None:
        """Whom to tell what came out of that place."""
        at = self.printed_at
        return self.printed if at is None else lambda pages: at(pages, place)
