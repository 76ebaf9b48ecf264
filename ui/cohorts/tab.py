"""A tab of the page of a cohort. Rooms above give theirs to the page through `offer`, so that it imports none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.cohorts.queries import CohortWhole
from app.i18n import local_time
from ui.desk.desk import Desk
from ui.kit.acts import Acts


def today() -> date:
    """The day in Malaysia, for what a form proposes."""
    return local_time(datetime.now(UTC)).date()


class CohortTab(Acts):
    """Subclass it and fill `body`.

    `hints_changed` asks the page to show the hints anew, `actions_changed` the buttons of the head; `counted` shows a
    number in the tab.
    """

    hints_changed = Signal()
    actions_changed = Signal()
    counted = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.cohort: CohortWhole | None = None
        self.hint_state: tuple[str, str] = ("", "ok")  # words, tone
        self.hint_extra: QWidget | None = None  # a link after them
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)

    def show_cohort(self, cohort: CohortWhole) -> None:
        """Another cohort, or the same with other facts; called before the tab comes to the front."""
        self.cohort = cohort

    def shown(self) -> None:
        """The tab comes to the front: ask again what is stale."""

    def actions(self) -> Sequence[QWidget]:
        """New buttons for the page head, the primary one last."""
        return ()

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys that matter."""
        return ()

    def may_leave(self) -> bool:
        """False while something unsaved would be lost."""
        return True

    def show_detail(self, detail: str) -> None:
        """What a reference names within the tab."""
