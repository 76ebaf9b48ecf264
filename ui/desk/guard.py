"""Grey is explained: what the person at the desk may not do is disabled and says why."""

from __future__ import annotations

from typing import Any

import shiboken6
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from ui.desk.desk import Desk
from ui.kit.buttons import Button


def guard(thing: QAction | QWidget, what: Any, desk: Desk) -> bool:
    """Disable an action or button when `what` (a Command or Query class, or a Permission) is refused; follow sign-in.

    Returns whether it is allowed now. A kit Button remembers the refusal: `explain('')` does not undo it.
    """
    tip = thing.toolTip()

    def follow(*_actor: object) -> None:
        if not shiboken6.isValid(thing):
            return
        why = desk.why_not(what)
        if isinstance(thing, Button):
            thing.refuse(why)
            return
        thing.setEnabled(not why)
        thing.setToolTip(why or tip)

    desk.signed.connect(follow)
    follow()
    return not desk.why_not(what)
