"""The numbers beside the places and the pinned cohorts, asked in the background and asked again after a change."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer

from app.cohorts.names import CohortName, CohortNames
from app.cohorts.queries import CohortCounts, CountCohorts
from app.i18n import _, ngettext
from app.office.journal import Changes
from app.trainees.queries import TraineeCount
from ui.desk import pins
from ui.desk.desk import Desk
from ui.shell.sidebar import Sidebar

PAUSE = 400  # ms after a change: many changes are one question
WATCHED = frozenset({"trainee", "cohort", "cohort_instructor", "certificate"})


class Figures(QObject):
    """Keeps a sidebar true. It is asked only for what the person at the desk may see."""

    def __init__(self, desk: Desk, sidebar: Sidebar) -> None:
        super().__init__(sidebar)
        self._desk, self._sidebar = desk, sidebar
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0 if desk.synchronous else PAUSE)
        self._timer.timeout.connect(self.ask)
        desk.changed.connect(self._changed)
        desk.kept.changed.connect(self._kept)
        sidebar.unpinned.connect(self._unpin)

    def _changed(self, changes: Changes) -> None:
        if changes.touches(WATCHED):
            self._timer.start()

    def _kept(self, name: str) -> None:
        if name == "pinned":
            self.ask_pinned()

    def _unpin(self, key: int) -> None:
        pins.pin(self._desk, key, False)

    def begin(self) -> None:
        """Ask for the first time: after the page in front, which matters more."""
        if self._desk.synchronous:
            self.ask()
        else:
            self._timer.start()

    def ask(self) -> None:
        """Ask for everything."""
        desk = self._desk
        if desk.may(TraineeCount):
            desk.ask(TraineeCount(), owner=self, then=self._trainees)
        if desk.may(CountCohorts):
            desk.ask(CountCohorts(), owner=self, then=self._cohorts)
        self._ask_unprinted()
        self.ask_pinned()

    def _ask_unprinted(self) -> None:
        from app.home.certificates import Unprinted

        if self._desk.may(Unprinted):
            self._desk.ask(Unprinted(), owner=self, then=lambda rows: self._unprinted(rows[0].count))

    def ask_pinned(self) -> None:
        """Ask what the pinned cohorts are called and whether they run."""
        keys = tuple(pins.pinned(self._desk))
        if not keys:
            self._sidebar.show_pinned(())
        elif self._desk.may(CohortNames):
            self._desk.ask(CohortNames(keys=keys), owner=self, then=self._pinned)

    def _pinned(self, rows: Sequence[CohortName]) -> None:
        self._sidebar.show_pinned(rows)

    def _trainees(self, rows: Sequence[int]) -> None:
        n = rows[0]
        self._sidebar.show_count("trainees", n or None, ngettext("{n} trainee", "{n} trainees", n).format(n=f"{n:,}"))

    def _cohorts(self, rows: Sequence[CohortCounts]) -> None:
        n = rows[0].running
        self._sidebar.show_count("cohorts", n or None,
                                 ngettext("{n} cohort running", "{n} cohorts running", n).format(n=n))

    def _unprinted(self, n: int) -> None:
        self._sidebar.show_count("certificates", n or None, _("{n} issued, not printed").format(n=f"{n:,}"))
