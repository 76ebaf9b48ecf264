"""The timetable of a cohort: every session with who teaches, what became of it, and what it clashes with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.attendance.session_states import (
    CancelSession,
    PostponeSession,
    RemoveSessions,
    RestoreSession,
    RestoreSessions,
)
from app.attendance.sessions import AddSession, ChangeSession, GenerateSessions
from app.attendance.timetable import Timetable, TimetableRow
from app.attendance.timetable_change import ChangeSessions, CopyTimetable, SetTopics
from app.cohorts.queries import CohortWhole
from app.exchange.files import safe_file_name
from app.i18n import _, ngettext, show_span
from app.job import Job
from app.office.command import Ref
from app.office.journal import Changes
from ui.attendance.dialogs import SessionActions
from ui.attendance.timetable_rows import COLUMNS, HIDDEN, LOOKS, narrowed
from ui.cohorts.tab import CohortTab
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.desk.list_tools import ListTools
from ui.desk.printing import offer_list
from ui.kit.buttons import Button, primary, secondary
from ui.kit.empty_state import EmptyState
from ui.kit.layout import box, line, row
from ui.kit.list_pane import ListPane
from ui.kit.table import Table
from ui.kit.text import label
from ui.kit.toolbar import Chips, SearchBox, Toolbar


class TimetableTab(CohortTab):
    """The sessions of the cohort as a list; topics are typed straight into it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._rows: list[TimetableRow] = []
        self.sessions = SessionActions(desk, self)
        self.search = SearchBox(_("Find a session"))
        self.search.searched.connect(lambda _t: self._fill())
        self.chips = Chips([("all", _("All")), ("due", _("Not marked")), ("coming", _("To come")),
                            ("off", _("Not held")), ("clash", _("Clashing"))])
        self.chips.changed.connect(lambda _k: self._fill())
        self.sum = label("", "muted")
        editable = ("topic",) if desk.may(SetTopics) else ()
        self.table = Table(COLUMNS, looks=LOOKS, name="topic", check=True, sort=("day", False), sort_here=True,
                           hidden=HIDDEN, editable=editable, accessible_name=_("Timetable"))
        self.table.opened.connect(self._open)
        self.table.cell_edited.connect(self._typed)
        self.search.to_list.connect(self.table.setFocus)
        self.tools = ListTools(desk, "timetable", self.table)
        self.tools.said.connect(self._said)
        self._words = ""
        self.body.addWidget(Toolbar(self.search, self.chips, right=(self.sum, self.tools.columns)))
        self.body.addWidget(line())
        self._commands()
        self.pane = ListPane(self.table, self._empty(), self._buttons)
        self.body.addWidget(self.pane, 1)
        desk.changed.connect(self._changed)

    def _empty(self) -> EmptyState:
        make = secondary(_("Make sessions"), self.make, icon="calendar-range")
        guard(make, GenerateSessions, self.desk)
        copy = secondary(_("Copy a timetable"), self.copy, icon="copy-plus")
        guard(copy, CopyTimetable, self.desk)
        bring = secondary(_("Import a list…"), self.bring, icon="upload")
        guard(bring, GenerateSessions, self.desk)
        return EmptyState("calendar-range", _("No sessions yet"),
                          _("Make them from weekdays and times, or take over another cohort's."),
                          box(row(make, copy, bring)))

    def _commands(self) -> None:
        act, why = self.act, self.desk.why_not
        show = act(_("Show in the register"), self._open, icon="clipboard-check")
        change = act(_("Change…"), self.change, keys="F4", icon="pencil", why_not=why(ChangeSessions))
        instead = act(_("Make up for it…"), self.make_up, icon="calendar-plus", why_not=why(AddSession))
        cancel = act(_("Cancel…"), self.cancel, icon="calendar-x", why_not=why(CancelSession))
        put_off = act(_("Postpone…"), self.put_off, icon="calendar-clock", why_not=why(PostponeSession))
        restore = act(_("Restore"), self.restore, icon="rotate-ccw", why_not=why(RestoreSession))
        remove = act(_("Remove"), self.remove, keys="Del", icon="trash-2", why_not=why(RemoveSessions))
        act(_("Make sessions…"), self.make, icon="calendar-range", why_not=why(GenerateSessions))
        act(_("Copy a timetable…"), self.copy, icon="copy-plus", why_not=why(CopyTimetable))
        act(_("Import a list…"), self.bring, icon="upload", why_not=why(GenerateSessions))
        copy = act(_("Copy for Excel"), self.table.copy, icon="copy")
        self.table.actions_for_menu = [show, change, None, instead, cancel, put_off, restore, None, copy, None, remove]
        self._buttons = [Button.of(one, kind="quiet") for one in (change, cancel, put_off, restore)]
        self._buttons.append(Button.of(remove, kind="quietdanger"))
        self.tools.give_acts(self)

    # -- showing -----------------------------------------------------------------------------------------------
    def show_cohort(self, cohort: CohortWhole) -> None:
        if self.cohort is None or cohort.id != self.cohort.id:
            self._rows = []
            self.table.set_rows([])
        super().show_cohort(cohort)

    def shown(self) -> None:
        self.load()
        self.table.setFocus()

    def load(self) -> None:
        """Ask again."""
        if self.cohort is not None:
            self.tools.ask(Timetable(cohort_id=self.cohort.id), self._came, pane=self.pane, again=self.load, owner=self)

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.touches(Timetable.reads):
            self.load()

    def _came(self, rows: Sequence[TimetableRow]) -> None:
        self._rows = list(rows)
        self._fill()
        if rows and self.table.current_row() is None:  # the keys act at once, on the session that is next
            self.table.choose(next((r.id for r in rows if r.state == "planned"), rows[-1].id))

    def _fill(self) -> None:
        for key in ("all", "due", "coming", "off", "clash"):
            count = len(narrowed(self._rows, key, ""))
            self.chips.set_count(key, count)
            self.chips.chip(key).setVisible(key == "all" or count > 0 or self.chips.value() == key)
        shown = narrowed(self._rows, self.chips.value(), self.search.text())
        self.table.set_rows(shown)
        self.tools.show_counts(len(shown), len(self._rows))
        hours = sum(r.hours for r in self._rows)
        held = sum(not r.session.cancelled for r in self._rows)
        self.sum.setText(ngettext("{n} session, {hours} h", "{n} sessions, {hours} h", held).format(
            n=held, hours=f"{hours:f}".rstrip("0").rstrip(".") if "." in f"{hours:f}" else hours))
        if not shown:
            self.pane.set_empty(self._empty() if not self._rows else EmptyState(
                "search-x", _("No session found"), _("Try fewer letters, or another filter.")))

    def _said(self, words: str) -> None:
        self._words = words
        self.hints_changed.emit()

    def show_detail(self, detail: str) -> None:
        """The key of a filter, as a reference names it."""
        if self.chips.has(detail):
            self.chips.set_value(detail)
            self._fill()

    # -- acting ------------------------------------------------------------------------------------------------
    def _picked(self) -> list[TimetableRow]:
        keys = set(self.table.picked())
        return [row for row in self._rows if row.id in keys]

    def _one(self, do: Callable[[TimetableRow], object]) -> None:
        rows = self._picked()
        if len(rows) == 1:
            do(rows[0])
        else:
            self.desk.tell(_("Choose one session."))

    def _open(self, row: TimetableRow | None = None) -> None:
        row = row or self.table.current_row()
        if row is not None and self.cohort is not None:
            self.desk.show(Ref("cohort", self.cohort.id, f"attendance:{row.id}"))

    def _typed(self, row: TimetableRow, _key: str, text: str) -> None:
        if text.strip() != row.session.topic:
            self.desk.do(SetTopics(topics=((row.id, text),)), owner=self, reload=self.load)

    def change(self) -> None:
        """One session in full, several in what they share."""
        from ui.attendance.timetable_dialogs import change_many, change_one

        rows = self._picked()
        if self.cohort is None or not rows:
            self.desk.tell(_("Choose one session."))
        elif len(rows) == 1 and self.desk.may(ChangeSession):
            change_one(self.desk, self, self.cohort, rows[0])
        else:
            change_many(self.desk, self, self.cohort, rows)

    def new(self) -> None:
        """Ctrl+N: one more session."""
        from ui.attendance.timetable_dialogs import add_session

        if self.cohort is not None and self.desk.may(AddSession):
            add_session(self.desk, self, self.cohort)

    def make_up(self) -> None:
        """A session in the place of one that is cancelled or postponed."""
        from ui.attendance.timetable_dialogs import add_session

        def do(row: TimetableRow) -> None:
            if not row.session.cancelled:
                self.desk.tell(_("Cancel or postpone the session first; then another can make up for it."))
            elif self.cohort is not None:
                add_session(self.desk, self, self.cohort, row.session)

        self._one(do)

    def cancel(self) -> None:
        """The sessions do not take place."""
        from ui.attendance.timetable_dialogs import cancel_many

        picked = self._picked()
        rows = [row for row in picked if not row.session.cancelled]
        if len(rows) == 1:
            self.sessions.cancel(rows[0].session)
        elif rows:
            cancel_many(self.desk, self, rows)
        else:
            self.desk.tell(_("This session is cancelled already.") if picked else _("Choose one session."))

    def put_off(self) -> None:
        """The sessions wait for a new day."""
        from ui.attendance.timetable_dialogs import postpone, postpone_many

        picked = self._picked()
        rows = [row for row in picked if not row.session.cancelled]
        if len(picked) == 1:
            postpone(self.desk, self, picked[0])
        elif rows:
            postpone_many(self.desk, self, rows)
        else:
            self.desk.tell(_("Choose one session."))

    def restore(self) -> None:
        """Those picked take place after all."""
        rows = [row for row in self._picked() if row.session.cancelled]
        if len(rows) == 1:
            self.sessions.restore(rows[0].session)
        elif rows:
            self.desk.do(RestoreSessions(session_ids=tuple(row.id for row in rows)), owner=self,
                         tell=lambda n: ngettext("{n} session restored", "{n} sessions restored", n).format(n=n))

    def remove(self) -> None:
        """Sessions made by mistake go; they can be had back with undo."""
        keys = tuple(row.id for row in self._picked())
        if keys:
            self.desk.do(RemoveSessions(session_ids=keys), owner=self, tell=lambda n: ngettext(
                "{n} session removed", "{n} sessions removed", n).format(n=n))

    def make(self) -> None:
        """Sessions from weekdays and times."""
        self.sessions.make()

    def copy(self) -> None:
        """Another cohort's timetable."""
        from ui.attendance.timetable_dialogs import CopyDialog

        if self.cohort is not None:
            talk.open_dialog(CopyDialog(self.desk, self.cohort, self))

    def bring(self) -> None:
        """A timetable that somebody made in Excel."""
        if self.cohort is not None:
            self.desk.show(Ref("import-sessions", self.cohort.id))

    def print_(self) -> None:
        """Ctrl+P: the timetable on paper, as it is shown."""
        cohort = self.cohort
        if cohort is None:
            return
        columns = [c for key in self.table.visible_keys() for c in COLUMNS if c.key == key]
        rows = list(self.table.rows_model.rows())
        title = _("Timetable {code}").format(code=cohort.code)
        facts = [cohort.course_title, show_span(cohort.starts, cohort.ends), cohort.instructor_names, cohort.venue]
        offer_list(self.desk, title, [f for f in facts if f], columns, lambda _step: rows, owner=self, name=title)

    def export(self) -> None:
        """Ctrl+Shift+E: the whole timetable as a workbook."""
        cohort, rows = self.cohort, list(self._rows)
        if cohort is None:
            return

        def write(path: Path) -> None:
            from app.exchange.sheet import write_sheet

            self.desk.start(Job(_("Writing {name}").format(name=path.name), lambda step: write_sheet(
                path, COLUMNS, rows, step, name=_("Timetable")), "files"), owner=self,
                then=lambda _p: self.desk.tell(_("Saved as {name}").format(name=path.name)))

        talk.choose_save(_("Save the timetable"), "Excel (*.xlsx)",
                         safe_file_name([_("Timetable"), cohort.code], ".xlsx"), write, self)

    def actions(self) -> Sequence[QWidget]:
        make = secondary(_("Make sessions"), self.make, icon="calendar-range")
        guard(make, GenerateSessions, self.desk)
        copy = secondary(_("Copy a timetable"), self.copy, icon="copy-plus")
        guard(copy, CopyTimetable, self.desk)
        add = primary(_("Add session"), self.new, icon="calendar-plus")
        guard(add, AddSession, self.desk)
        bring = secondary(_("Import a list…"), self.bring, icon="upload")
        guard(bring, GenerateSessions, self.desk)
        return [secondary(_("Export to Excel"), self.export, icon="file-spreadsheet"), bring, copy, make, add]

    def hints(self) -> Sequence[tuple[str, str]]:
        self.hint_state = (self._words, "neutral")
        own = [("F2", _("topic"))] if self.desk.may(SetTopics) else []
        many = [("F4", _("change"))] if self.desk.may(ChangeSessions) else []
        return [("Space", _("select")), ("Enter", _("show in the register")), *own, *many, ("Ctrl N", _("add session")),
                ("Ctrl F", _("find"))]
