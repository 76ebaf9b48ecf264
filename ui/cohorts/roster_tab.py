"""Who is in the cohort: the roll with attendance, and what can be done with those who are ticked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.attendance.figures import Figure
from app.attendance.queries import AttendanceFigures, FigureRow
from app.cohorts.commands import ChangeCohort
from app.cohorts.enrolments import Enrol, Replace, Transfer, Withdraw
from app.cohorts.queries import CohortWhole, Roll, RollRow
from app.i18n import _, ngettext, show_span
from app.job import Progress
from app.office.command import Ref
from app.office.journal import Changes
from app.office.permissions import Permission
from ui.cohorts.form import CohortDialog
from ui.cohorts.own_form import OwnFormDialog
from ui.cohorts.roll_dialogs import EnrolDialog, MoveDialog, ReplaceDialog, WithdrawDialog
from ui.cohorts.roster_rows import COLUMNS, HIDDEN, LOOKS, RosterRow, hidden, lines, searched
from ui.cohorts.tab import CohortTab
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.desk.list_tools import ListTools
from ui.desk.printing import offer_list
from ui.kit.buttons import Button, link, primary, secondary
from ui.kit.empty_state import EmptyState
from ui.kit.layout import line
from ui.kit.list_pane import ListPane
from ui.kit.progress import Bar
from ui.kit.table import Table
from ui.kit.text import label
from ui.kit.toolbar import Chips, SearchBox, Toolbar

FULL_FOR = 5 * 60 * 1000  # ms that identity numbers stay readable


class RosterTab(CohortTab):
    """The roll of the cohort."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._roll: Sequence[RollRow] = ()
        self._figures: dict[int, Figure] = {}
        self._full = False
        self._hide = QTimer(self)
        self._hide.setSingleShot(True)
        self._hide.setInterval(FULL_FOR)
        self._hide.timeout.connect(self._mask)
        self.search = SearchBox(_("Find in this cohort"))
        self.search.searched.connect(lambda _t: self._fill())
        self.chips = Chips([("all", _("All")), ("low", _("Below")), ("identity", _("No identity number")),
                            ("left", _("Left"))])
        self.chips.changed.connect(lambda _k: self._fill())
        self.places = label("", "muted")
        self.bar = Bar(0, 1, width=84)
        self._reveal = link(_("Show for 5 minutes"), self.reveal)
        guard(self._reveal, Permission.IDENTITY_FULL, desk)
        self.hint_extra = self._reveal
        self.table = Table(COLUMNS, looks=LOOKS, name="name", check=True, sort=("place", False), sort_here=True,
                           hidden=HIDDEN, accessible_name=_("Roster"))
        self.table.opened.connect(lambda row: self.desk.show(Ref("trainee", row.person.trainee_id)))
        self.table.for_copy = lambda rows: [hidden(r) for r in rows] if self._full else rows
        self.search.to_list.connect(self.table.setFocus)
        self.tools = ListTools(desk, "roster", self.table)
        self.tools.said.connect(self._said)
        self._words = ""
        tools = Toolbar(self.search, self.chips, right=(self.places, self.bar, self.tools.columns))
        tools.row.insertWidget(tools.row.count() - 1, line(vertical=True, length=24))
        self.body.addWidget(tools)
        self.body.addWidget(line())
        self._commands()
        self.pane = ListPane(self.table, self._empty(), self._buttons)
        self.body.addWidget(self.pane, 1)
        desk.changed.connect(self._changed)

    def _empty(self) -> EmptyState:
        enrol = secondary(_("Enrol trainees"), self.enrol, icon="user-plus")
        guard(enrol, Enrol, self.desk)
        return EmptyState("users", _("Nobody is shown here"), _("Enrol trainees, or bring in an Excel list."), enrol)

    def _commands(self) -> None:
        act, why = self.act, self.desk.why_not
        opened = act(_("Open trainee"), self._open, icon="user-round")
        move = act(_("Move to another cohort"), self.move_on, icon="arrow-right", why_not=why(Transfer))
        swap = act(_("Replace by another"), self.replace_one, icon="replace", why_not=why(Replace))
        mails = act(_("Copy e-mail addresses"), self.copy_mails, icon="mail")
        copy = act(_("Copy for Excel"), self.table.copy, icon="copy")
        out_list = act(_("Export the selected…"), self.export, icon="file-spreadsheet")
        form = act(_("Fill our form…"), self.fill_form, icon="file-pen")
        out = act(_("Withdraw"), self.withdraw, keys="Del", icon="user-x", why_not=why(Withdraw))
        self.table.actions_for_menu = [opened, None, move, swap, None, copy, mails, out_list, form, None, out]
        self._buttons = [Button.of(move, kind="quiet"), Button.of(swap, kind="quiet"), Button.of(mails, kind="quiet"),
                         Button.of(out_list, kind="quiet"), Button.of(out, kind="quietdanger")]
        self.tools.give_acts(self)

    # -- showing -----------------------------------------------------------------------------------------------
    def show_cohort(self, cohort: CohortWhole) -> None:
        if self.cohort is None or cohort.id != self.cohort.id:
            self._roll, self._figures, self._full = (), {}, False
            self.table.set_rows([])
        super().show_cohort(cohort)
        self.chips.chip("low").name = _("Below {n} %").format(n=cohort.policy.threshold)
        places = cohort.places
        self.bar.setVisible(places is not None)
        self.places.setText(_("{n} of {places} places taken").format(n=cohort.enrolled, places=places)
                            if places else "")
        if places:
            self.bar.set(cohort.enrolled, places)

    def shown(self) -> None:
        self.load()
        self.table.setFocus()

    def load(self) -> None:
        """Ask again."""
        if self.cohort is None:
            return
        self.tools.ask(Roll(cohort_id=self.cohort.id, full=self._full), self._show_roll, pane=self.pane,
                       again=self.load, owner=self)
        self.desk.ask(AttendanceFigures(cohort_id=self.cohort.id), owner=self, then=self._show_figures)

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.touches(Roll.reads | AttendanceFigures.reads):
            self.load()

    def _show_roll(self, rows: Sequence[RollRow]) -> None:
        self._roll = rows
        self._fill()

    def _show_figures(self, rows: Sequence[FigureRow]) -> None:
        self._figures = {r.enrolment_id: r.figure for r in rows}
        self._fill()

    def _fill(self) -> None:
        found = lines(self._roll, self._figures)
        for key, rows in found.items():
            self.chips.set_count(key, len(rows))
        self.chips.chip("identity").setVisible(bool(found["identity"]) or self.chips.value() == "identity")
        words = self.search.text().casefold().split()
        shown = [r for r in found[self.chips.value()] if all(w in searched(r) for w in words)]
        self.table.set_rows(shown)
        self.tools.show_counts(len(shown), len(self._roll) if self.chips.value() == "left" else len(found["all"]))
        if not shown:
            self.pane.set_empty(self._empty() if not self._roll else EmptyState(
                "search-x", _("Nobody found"), _("Try fewer letters, or another filter.")))

    def _said(self, words: str) -> None:
        self._words = words
        self.hints_changed.emit()

    def reveal(self) -> None:
        """Identity numbers in full for five minutes."""
        if not self.desk.may(Permission.IDENTITY_FULL):
            return
        self._show_numbers(not self._full)

    def _mask(self) -> None:
        self._show_numbers(False)

    def _show_numbers(self, on: bool) -> None:
        self._full = on
        if on:
            self._hide.start()
        self._reveal.setText(_("Hide them") if on else _("Show for 5 minutes"))
        self.load()
        self.hints_changed.emit()

    def new(self) -> None:
        """Ctrl+N."""
        self.enrol()

    # -- acting ------------------------------------------------------------------------------------------------
    def _picked(self) -> list[RosterRow]:
        keys = set(self.table.picked())
        return [r for r in (RosterRow(p.enrolment_id, 0, p, None) for p in self._roll) if r.id in keys]

    def _open(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self.desk.show(Ref("trainee", row.person.trainee_id))

    def enrol(self) -> None:
        """Choose trainees to enrol."""
        if self.cohort is not None and self.desk.may(Enrol):
            talk.open_dialog(EnrolDialog(self.desk, self.cohort, {r.trainee_id for r in self._roll if r.on_roll}, self))

    def withdraw(self) -> None:
        """Those picked leave, with a reason."""
        rows = [r for r in self._picked() if r.person.on_roll]
        if rows:
            talk.open_dialog(WithdrawDialog(self.desk, tuple(r.id for r in rows), [r.person.name for r in rows], self))

    def move_on(self) -> None:
        """Those picked go to another cohort."""
        rows = [r for r in self._picked() if r.person.on_roll]
        if rows and self.cohort is not None:
            talk.open_dialog(MoveDialog(self.desk, self.cohort, tuple(r.id for r in rows), self))

    def replace_one(self) -> None:
        """The one picked is replaced by another trainee."""
        rows = [r for r in self._picked() if r.person.on_roll]
        if len(rows) != 1:
            self.desk.tell(_("Choose one trainee to replace."))
        elif self.cohort is not None:
            talk.open_dialog(ReplaceDialog(self.desk, self.cohort, rows[0].person,
                                           {r.trainee_id for r in self._roll if r.on_roll}, self))

    def copy_mails(self) -> None:
        """E-mail addresses of those picked, for a message."""
        found = [r.person.email for r in self._picked() if r.person.email]
        QGuiApplication.clipboard().setText("; ".join(found))
        self.desk.tell(ngettext("{n} address copied", "{n} addresses copied", len(found)).format(n=len(found)))

    def change(self) -> None:
        """The form of the cohort."""
        if self.cohort is not None:
            talk.open_dialog(CohortDialog(self.desk, self.cohort, self))

    def export(self) -> None:
        """Ask which list of the cohort, or of those that are ticked, leaves."""
        from ui.rosters.cohort import offer_cohort

        if self.cohort is not None:
            offer_cohort(self.desk, self, self.cohort, "roster", "class-roster",
                         [r.id for r in self._picked()] if self.table.rows_model.checked else ())

    def fill_form(self) -> None:
        """A form of the centre's own, filled with the roll or those picked."""
        if self.cohort is not None:
            picked = [r.id for r in self._picked() if r.person.on_roll]
            talk.open_dialog(OwnFormDialog(self.desk, self.cohort, picked, self))

    def print_(self) -> None:
        """Ctrl+P: the roster on paper, with the columns and rows that are shown; never with full identity numbers."""
        cohort, office = self.cohort, self.desk.office
        if cohort is None or office is None:
            return
        shown = [c for key in self.table.visible_keys() for c in COLUMNS if c.key == key]
        listed = self.table.rows_model.rows()

        def rows(_step: Progress) -> Sequence[RosterRow]:
            if not self._full:
                return listed
            masked = {r.enrolment_id: r for r in office.ask(Roll(cohort_id=cohort.id))}  # full ones leave by export
            return [replace(r, person=masked[r.id]) for r in listed if r.id in masked]

        title = _("Roster {code}").format(code=cohort.code)
        facts = [cohort.course_title, show_span(cohort.starts, cohort.ends), cohort.instructor_names]
        offer_list(self.desk, title, [f for f in facts if f], shown, rows, owner=self, name=title)

    def actions(self) -> Sequence[QWidget]:
        change = secondary(_("Change"), self.change, icon="pencil")
        guard(change, ChangeCohort, self.desk)
        bring = secondary(_("Import"), lambda: self.desk.show(Ref("import", self.cohort.id if self.cohort else None)),
                          icon="upload")
        guard(bring, Permission.TRAINEES_IMPORT, self.desk)
        enrol = primary(_("Enrol"), self.enrol, icon="user-plus")
        guard(enrol, Enrol, self.desk)
        return [change, bring, secondary(_("Fill our form…"), self.fill_form, icon="file-pen"),
                secondary(_("Export to Excel"), self.export, icon="file-spreadsheet"), enrol]

    def hints(self) -> Sequence[tuple[str, str]]:
        digits = _("MyKad digits are shown for 5 minutes.") if self._full else _("MyKad digits are hidden.")
        self.hint_state = (f"{self._words} · {digits}" if self._words else digits, "neutral")
        enrols, withdraws = self.desk.may(Enrol), self.desk.may(Withdraw)
        return [("Space", _("select")), ("Enter", _("open trainee")), *([("Ctrl N", _("enrol"))] if enrols else []),
                ("Ctrl A", _("select all")), *([("Del", _("withdraw"))] if withdraws else []), ("Ctrl F", _("find"))]
