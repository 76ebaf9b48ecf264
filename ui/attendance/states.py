"""What stands in place of the register when there is nothing to mark, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.attendance.queries import RegisterView
from app.attendance.sessions import GenerateSessions
from app.i18n import _
from app.office.command import Ref
from ui.attendance.rows import GridRow
from ui.desk.guard import guard
from ui.kit.buttons import secondary
from ui.kit.empty_state import EmptyState
from ui.kit.layout import clear

if TYPE_CHECKING:
    from ui.attendance.register import AttendanceTab

AFTER = 400  # ms of waiting before it is said


class RegisterStates(QWidget):
    """One sentence and one next step; the grid is hidden while it shows."""

    def __init__(self, tab: AttendanceTab) -> None:
        super().__init__(tab)
        self.tab = tab
        self.state = ""
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(AFTER)
        self._late.timeout.connect(lambda: self._show("wait", "hourglass", _("Reading the register …"), ""))
        self.hide()

    def wait(self) -> None:
        """The register has been asked for."""
        self._late.start()

    def failed(self, again: Callable[[], object]) -> None:
        """It could not be read; what was shown before stays."""
        self._late.stop()
        if self.tab.view is None:
            self._show("failed", "circle-alert", _("The register could not be read"),
                       _("Nothing is lost. The marks are where they were."), secondary(_("Try again"), again))

    def follow(self, view: RegisterView, rows: Sequence[GridRow]) -> None:
        """The register is here."""
        self._late.stop()
        tab = self.tab
        if not view.sessions:
            make = secondary(_("Make sessions"), tab.sessions.make, icon="calendar-plus")
            guard(make, GenerateSessions, tab.desk)
            self._show("sessions", "calendar-days", _("No sessions yet"),
                       _("Make the sessions from the weekdays and times of the cohort."), make)
        elif not view.rows:
            self._show("people", "users", _("Nobody is enrolled yet"),
                       _("Enrol trainees in the roster, then mark their attendance here."),
                       secondary(_("Open the roster"), lambda: tab.desk.show(Ref("cohort", view.cohort.id, "roster"))))
        elif not rows:
            self._show("none", "search", _("No trainee matches"),
                       _("The search and the filter leave nobody."), secondary(_("Show all"), tab.show_everybody))
        else:
            self._show("")

    def _show(self, state: str, icon: str = "", sentence: str = "", step: str = "", button: QWidget | None = None
              ) -> None:
        if state != self.state or button is not None:
            clear(self._box)
            if state:
                self._box.addWidget(EmptyState(icon, sentence, step, button))
        self.state = state
        self.setVisible(bool(state))
        self.tab.grid.setVisible(not state)
