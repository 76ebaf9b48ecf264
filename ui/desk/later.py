"""Commands of a page whose code is read only when they are used, named in one list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from PySide6.QtGui import QAction

from app.i18n import _
from app.office.permissions import Permission
from ui.kit.acts import Acts


@dataclass(frozen=True)
class Later:
    """A command: words (marked with N_), icon, who may, and 'module:function', which gets the page."""

    words: str
    icon: str
    needs: Permission
    do: str
    keys: str = ""

    def run(self, page: Acts) -> None:
        """Read the code and do it."""
        module, name = self.do.split(":")
        function: Callable[[Any], object] = getattr(import_module(module), name)
        function(page)


def add_later(page: Acts, commands: Sequence[Later | None], why_not: Callable[[Any], str]) -> list[QAction | None]:
    """Make the page's acts of these; None is a line between groups and stays one."""
    return [page.act(_(c.words), lambda c=c: c.run(page), keys=c.keys, icon=c.icon, why_not=why_not(c.needs))
            if c is not None else None for c in commands]
