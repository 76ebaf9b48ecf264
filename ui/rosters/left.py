"""Settings, what has left: every list with full identity numbers that left, with why, to whom and the file's hash."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from textwrap import wrap

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.cohorts.exports import ExportRow, ExportsLeft
from app.exchange.columns import Column
from app.exchange.files import safe_file_name
from app.exchange.sheet import Sheet, write_book
from app.i18n import _, local_time, show_date, show_moment
from app.job import Job, Progress
from app.office.journal import Changes
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.list_tools import ListTools
from ui.desk.printing import offer_list
from ui.desk.saved import tell_saved
from ui.kit.buttons import Button, secondary
from ui.kit.date_field import DateBox
from ui.kit.empty_state import EmptyState
from ui.kit.field import Field
from ui.kit.layout import box, column, row, scrolled
from ui.kit.list_pane import ListPane
from ui.kit.look import MUTED
from ui.kit.table import Table
from ui.kit.text import label
from ui.kit.theme import theme
from ui.kit.toolbar import SearchBox
from ui.rosters.words import log_word

COLUMNS: tuple[Column[ExportRow], ...] = (
    Column("at", lambda: _("When"), lambda r: r.at, show=show_moment, width=17),
    Column("by", lambda: _("By"), lambda r: r.by, width=12),
    Column("list", lambda: _("List"), lambda r: r.preset or log_word(r.kind), width=19),
    Column("cohort", lambda: _("Cohort"), lambda r: r.cohort, width=11),
    Column("rows", lambda: _("Rows"), lambda r: r.rows, show=lambda n: f"{n:,}", kind="number", width=7),
    Column("purpose", lambda: _("Purpose"), lambda r: r.purpose, width=16),
    Column("recipient", lambda: _("Recipient"), lambda r: r.recipient, width=16),
    Column("approver", lambda: _("Approved by"), lambda r: r.approver, width=13),
    Column("file", lambda: _("File"), lambda r: r.file_name, width=30),
    Column("hash", lambda: _("Fingerprint of the file (SHA-256)"), lambda r: r.file_hash, width=66),
)
HIDDEN = ("file", "hash")
LOOKS = {"at": lambda _r: MUTED, "cohort": lambda _r: MUTED, "approver": lambda _r: MUTED}


class LeftSection(QWidget):
    """The list by day, newest first; the line under the cursor is said in full below."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._rows: Sequence[ExportRow] = ()
        self.search = SearchBox(_("Person, recipient, purpose or file"))
        self.search.searched.connect(lambda _text: self._fill())
        self.since, self.until = DateBox(), DateBox()
        self.days = []
        for name, day, words in (("since", self.since, _("From day")), ("until", self.until, _("To day"))):
            day.setObjectName(name)
            day.setPlaceholderText(words)
            field = Field("", day)
            day.setAccessibleName(words)
            field.setFixedWidth(theme().px(132))
            field.edited.connect(self._fill)
            field.left.connect(self._look_at_days)
            self.days.append(field)
        self.table = Table(COLUMNS, looks=LOOKS, name="recipient", stretch="purpose", edge=12, hidden=HIDDEN,
                           sortable=(), accessible_name=_("What has left"))
        self.tools = ListTools(desk, "left", self.table)
        copy = QAction(_("Copy for Excel"), self.table)
        copy.triggered.connect(lambda _on=False: self.table.copy())
        self.table.actions_for_menu = [copy]
        self.table.chosen.connect(self._show_one)
        self.search.to_list.connect(self.table.setFocus)
        self.export_button = secondary(_("Export to Excel"), self.export, icon="file-spreadsheet")
        self.print_button = Button("", self.print_, icon="printer", tip=_("Print the list"))
        self.said = label("", "muted", wrap=True)
        self.detail = label("", "muted", wrap=True)
        self.list = ListPane(self.table, self._empty())
        tools = row(self.search, *self.days, None, self.tools.columns)
        tools.setStretch(0, 1)
        layout = column(
            row(label(_("What has left"), "section"), None, self.print_button, self.export_button), self.said,
            box(tools), box(column(self.list, margins=(1, 1, 1, 1)), "card"),
            box(column(self.detail, margins=(12, 8, 12, 8)), "card"), margins=(24, 16, 24, 16), spacing=12)
        layout.setStretch(3, 1)
        self.setLayout(column(scrolled(box(layout))))
        desk.changed.connect(self._changed)
        self._show_one(None)

    def _empty(self) -> EmptyState:
        if self._rows or self._filtered():
            return EmptyState("search-x", _("Nothing found"), _("Try fewer letters, or other days."))
        return EmptyState("shield-check", _("Nothing has left yet"),
                          _("A list with identity numbers in full is noted here when it is saved."))

    def _filtered(self) -> bool:
        return bool(self.search.text().strip() or self.since.text() or self.until.text())

    # -- reading ------------------------------------------------------------------------------------------------------
    def _days(self) -> tuple[date | None, date | None]:
        since, until = self.since.value(), self.until.value()
        return since if isinstance(since, date) else None, until if isinstance(until, date) else None

    def _look_at_days(self) -> None:
        for field in self.days:
            field.set_error(field.editor.unread())

    def shown(self) -> None:
        """Ask again."""
        self.tools.ask(ExportsLeft(limit=None), self._show, pane=self.list, again=self.shown, owner=self)

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.touches(ExportsLeft.reads):
            self.shown()

    def _show(self, rows: Sequence[ExportRow]) -> None:
        self._rows = rows
        self._fill()

    def listed(self) -> list[ExportRow]:
        """The lines that fit the search and the days."""
        words = self.search.text().casefold().split()
        since, until = self._days()
        days = [r for r in self._rows if (since or date.min) <= local_time(r.at).date() <= (until or date.max)]
        texts = ((r, " ".join(c.text(r) for c in COLUMNS).casefold()) for r in days)
        return [r for r, text in texts if all(w in text for w in words)]

    def _fill(self) -> None:
        rows = self.listed()
        self.table.set_rows(rows)
        if not rows:
            self.list.set_empty(self._empty())
        people = sum(r.rows for r in rows)
        count = _("{lists} lists, {rows} numbers.").format(lists=f"{len(rows):,}", rows=f"{people:,}")
        what = _("Lists that left with identity numbers in full; those with masked numbers are not noted.")
        self.said.setText(f"{count} {what}" if rows else what)
        for button in (self.print_button, self.export_button):
            button.explain("" if rows else _("There is nothing in this list."))
        if rows and self.table.current_row() is None:
            self.table.choose(rows[0].id)
        if not rows:
            self._show_one(None)

    def _show_one(self, one: ExportRow | None) -> None:
        if one is None:
            self.detail.setText(_("Choose a line to see all of it."))
            return
        said = [(_("File"), one.file_name), (_("Purpose"), one.purpose), (_("Recipient"), one.recipient),
                (_("Approved by"), one.approver),
                (_("Fingerprint of the file (SHA-256)"), " ".join(wrap(one.file_hash, 8)))]
        self.detail.setText("\n".join(f"{name}: {text or '–'}" for name, text in said))

    # -- leaving -------------------------------------------------------------------------------------------------------
    def _facts(self) -> list[str]:
        since, until = self._days()
        text = self.search.text().strip()
        return [*([_("Searched: {text}").format(text=text)] if text else []),
                *([_("From {day}").format(day=show_date(since))] if since else []),
                *([_("To {day}").format(day=show_date(until))] if until else [])]

    def export(self) -> None:
        """What is shown, as a workbook."""
        rows, facts = self.listed(), self._facts()

        def write(path: Path) -> None:
            def work(step: Progress) -> Path:
                sheet = Sheet(_("What has left"), COLUMNS, rows, _("What has left"), [[(1, fact)] for fact in facts])
                return write_book(path, [sheet], step)

            self.desk.start(Job(_("Writing {name}").format(name=path.name), work, "files"), owner=self,
                            then=lambda made: tell_saved(self.desk, _("Saved as {name}").format(name=made.name), made))

        if rows:
            talk.choose_save(_("Export to Excel"), _("Excel workbook (*.xlsx)"),
                             safe_file_name([_("What has left")], ".xlsx"), write, self)

    def print_(self) -> None:
        """What is shown, on paper."""
        rows = self.listed()
        shown = [c for key in self.table.visible_keys() for c in COLUMNS if c.key == key]
        if rows:
            offer_list(self.desk, _("What has left"), self._facts(), shown, lambda _step: rows, owner=self,
                       name=_("What has left"))
