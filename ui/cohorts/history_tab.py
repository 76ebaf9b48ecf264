"""What was changed in a cohort, by whom and when."""

from __future__ import annotations

from collections.abc import Sequence

from app.attendance.history import CohortHistory, HistoryLine
from app.cohorts.queries import CohortWhole
from app.exchange.columns import Column
from app.i18n import _, show_moment
from app.office.journal import Changes
from ui.cohorts.tab import CohortTab
from ui.desk.desk import Desk
from ui.kit.empty_state import EmptyState
from ui.kit.list_pane import ListPane
from ui.kit.look import MUTED
from ui.kit.table import Table

KINDS = {"do": "", "undo": "undo-2", "redo": "redo-2", "note": "info"}


def _words(line: HistoryLine) -> str:
    if line.kind == "undo":
        return _("Undone: {label}").format(label=line.label)
    if line.kind == "redo":
        return _("Done again: {label}").format(label=line.label)
    return line.label


COLUMNS: tuple[Column[HistoryLine], ...] = (
    Column("at", lambda: _("When"), lambda r: r.at, show=show_moment, width=20),
    Column("label", lambda: _("What"), _words, width=50),
    Column("before", lambda: _("From"), lambda r: r.before, width=24),
    Column("after", lambda: _("To"), lambda r: r.after, width=24),
    Column("user", lambda: _("Who"), lambda r: r.user, width=24),
)
LOOKS = {"at": lambda r: MUTED, "before": lambda r: MUTED, "user": lambda r: MUTED}


class HistoryTab(CohortTab):
    """The newest change first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.table = Table(COLUMNS, looks=LOOKS, name="label", key=lambda r: r.number,
                           accessible_name=_("History of the cohort"))
        why = desk.why_not(CohortHistory)
        empty = EmptyState("lock", why) if why else EmptyState("history", _("Nothing has been changed yet"))
        self.body.addWidget(ListPane(self.table, empty), 1)
        desk.changed.connect(self._changed)

    def show_cohort(self, cohort: CohortWhole) -> None:
        if self.cohort is not None and cohort.id != self.cohort.id:
            self.table.set_rows([])
        super().show_cohort(cohort)

    def shown(self) -> None:
        if self.cohort is not None and self.desk.may(CohortHistory):
            self.desk.ask(CohortHistory(cohort_id=self.cohort.id), owner=self, then=self._show)

    def _show(self, rows: Sequence[HistoryLine]) -> None:
        self.table.set_rows(rows)

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.touches(CohortHistory.reads):
            self.shown()

    def hints(self) -> Sequence[tuple[str, str]]:
        return [("Ctrl C", _("copy as columns for Excel"))]
