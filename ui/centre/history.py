"""Settings, history: who changed what and when, with the rows before and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.exchange.columns import Column
from app.i18n import _, show_moment
from app.office.journal import Changes
from app.office.reading import HistoryLine, HistoryPage
from ui.desk.desk import Desk
from ui.desk.list_tools import ListTools
from ui.kit.buttons import secondary
from ui.kit.empty_state import EmptyState
from ui.kit.layout import box, column, row, scrolled
from ui.kit.list_pane import ListPane
from ui.kit.look import MUTED
from ui.kit.table import Table
from ui.kit.text import label

STEP, ROWS = 200, 6  # entries at a time; rows shown of one
COLUMNS: tuple[Column[HistoryLine], ...] = (
    Column("number", lambda: "#", lambda r: r.number, kind="number", width=8),
    Column("at", lambda: _("When"), lambda r: r.at, show=show_moment, width=20),
    Column("who", lambda: _("Who"), lambda r: r.user_name, width=24),
    Column("kind", lambda: _("Kind"), lambda r: kind_words(r.kind), width=12),
    Column("label", lambda: _("What"), lambda r: r.label, width=48),
)
LOOKS = {"number": lambda r: MUTED, "at": lambda r: MUTED, "kind": lambda r: MUTED}


def kind_words(kind: str) -> str:
    """How an entry came about, in words."""
    return {"do": _("change"), "undo": _("undone"), "redo": _("done again"), "note": _("note")}.get(kind, kind)


def _value(value: Any) -> str:
    text = "–" if value in (None, "") else str(value)
    return text if len(text) <= 60 else text[:57] + "…"


class HistorySection(QWidget):
    """The last entries; the chosen one shows what it changed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._limit = STEP
        self.table = Table(COLUMNS, looks=LOOKS, name="label", edge=12, key=lambda r: r.number, sortable=(),
                           accessible_name=_("History"))
        self.tools = ListTools(desk, "history", self.table)
        copy = QAction(_("Copy for Excel"), self.table)
        copy.triggered.connect(lambda _on=False: self.table.copy())
        self.table.actions_for_menu = [copy]
        self.table.chosen.connect(self._show_entry)
        self.more = secondary(_("Show older"), self._older)
        self.detail = label("", "muted", wrap=True)
        pane = self.list = ListPane(self.table, EmptyState("history", _("Nothing has been changed yet"), ""))
        layout = column(
            row(label(_("History"), "section"), None, self.tools.columns, self.more),
            box(column(pane, margins=(1, 1, 1, 1)), "card"), box(column(self.detail, margins=(12, 8, 12, 8)), "card"),
            margins=(24, 16, 24, 16), spacing=12)
        layout.setStretch(1, 1)
        self.setLayout(column(scrolled(box(layout))))
        desk.changed.connect(self._changed)
        self._show_entry(None)

    def shown(self) -> None:
        """Ask again."""
        self.tools.ask(HistoryPage(limit=self._limit, rows_each=ROWS + 1), self._show, pane=self.list,
                       again=self.shown, owner=self)

    def _changed(self, _changes: Changes) -> None:
        if self.isVisible():
            self.shown()

    def _show(self, rows: Sequence[HistoryLine]) -> None:
        self.table.set_rows(rows)
        self.more.explain("" if len(rows) >= self._limit else _("These are all."))

    def _older(self) -> None:
        self._limit += STEP
        self.shown()

    def _show_entry(self, entry: HistoryLine | None) -> None:
        if entry is None:
            self.detail.setText(_("Choose an entry to see what it changed."))
            return
        lines = []
        for changed in entry.rows[:ROWS]:
            parts = [f"{name}: {_value(old)} → {_value(new)}" for name, old, new in changed.fields()[:8]]
            lines.append(f"{changed.table} {changed.row_id}: " + "; ".join(parts))
        if len(entry.rows) > ROWS:
            lines.append(_("and more"))
        self.detail.setText("\n".join(lines) or _("No rows were changed."))
