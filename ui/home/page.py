"""Home: what is to be done today, the next register first."""

from __future__ import annotations

from app.i18n import _
from ui.desk.desk import Desk
from ui.kit.page import Page


class HomePage(Page):
    """What is to be done today."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Home"))
        self.desk = desk
