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
from ui.desk.list_tools import ListTools
from ui.kit.buttons import Button
from ui.kit.empty_state import EmptyState
from ui.kit.layout import line
from ui.kit.list_pane import ListPane
from ui.kit.look import MUTED
from ui.kit.table import Table
from ui.kit.toolbar import SearchBox, Toolbar

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
                           sortable=(), accessible_name=_("History of the cohort"))
        self.tools = ListTools(desk, "cohort-history", self.table)
        self.tools.said.connect(self._said)
        self.search = SearchBox(_("Find a change"))
        self.search.searched.connect(lambda _text: self._fill())
        self.search.to_list.connect(self.table.setFocus)
        self._rows: Sequence[HistoryLine] = ()
        copy = self.act(_("Copy for Excel"), self.table.copy, icon="copy")
        self.table.actions_for_menu = [copy]
        self.tools.give_acts(self)
        self.body.addWidget(Toolbar(self.search, right=(self.tools.columns,)))
        self.body.addWidget(line())
        self.pane = ListPane(self.table, EmptyState("history", _("Nothing has been changed yet")),
                             actions=[Button.of(copy, kind="quiet")])
        self.body.addWidget(self.pane, 1)
        desk.changed.connect(self._changed)

    def show_cohort(self, cohort: CohortWhole) -> None:
        if self.cohort is not None and cohort.id != self.cohort.id:
            self.table.set_rows([])
        super().show_cohort(cohort)

    def shown(self) -> None:
        if self.cohort is not None:
            self.tools.ask(CohortHistory(cohort_id=self.cohort.id), self._show, pane=self.pane, again=self.shown,
                           owner=self)

    def _show(self, rows: Sequence[HistoryLine]) -> None:
        self._rows = rows
        self._fill()

    def _fill(self) -> None:
        words = self.search.text().casefold().split()
        shown = [r for r in self._rows
                 if all(w in " ".join(c.text(r) for c in COLUMNS).casefold() for w in words)]
        self.table.set_rows(shown)
        self.tools.show_counts(len(shown), len(self._rows))

    def _said(self, words: str) -> None:
        self.hint_state = (words, "neutral")
        self.hints_changed.emit()

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.touches(CohortHistory.reads):
            self.shown()

    def hints(self) -> Sequence[tuple[str, str]]:
        return [("Ctrl C", _("copy as columns for Excel")), ("Ctrl F", _("find"))]
