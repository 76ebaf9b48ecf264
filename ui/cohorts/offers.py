"""Which tabs the rooms above offer to the page of a cohort. Light: menus read it before any tab exists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from app.i18n import _

if TYPE_CHECKING:
    from ui.cohorts.tab import CohortTab
    from ui.desk.desk import Desk


@dataclass(frozen=True)
class TabMaker:
    """A tab that a room offers: key, words (marked with N_), and 'module:Class' or a function that makes it."""

    key: str
    words: str
    make: str | Callable[[Desk], CohortTab]

    def text(self) -> str:
        """The words in the language in use."""
        return _(self.words)

    def build(self, desk: Desk) -> CohortTab:
        """The tab itself, its module imported only now."""
        if not isinstance(self.make, str):
            return self.make(desk)
        module, name = self.make.split(":")
        maker: Callable[[Desk], CohortTab] = getattr(import_module(module), name)
        return maker(desk)


_OFFERED: list[TabMaker] = []


def offer(makers: Sequence[TabMaker]) -> None:
    """The shell says which tabs stand between Roster and History, in order."""
    _OFFERED[:] = list(makers)


def offered() -> Sequence[TabMaker]:
    """The tabs of the rooms above."""
    return tuple(_OFFERED)
