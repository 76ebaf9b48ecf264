"""Who is in the cohort: the roll with attendance, and what can be done with those who are ticked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget

from app.attendance.figures import Figure
from app.attendance.queries import AttendanceFigures, FigureRow
from app.attendance.sheets import show_phone, write_roster
from app.cohorts.commands import ChangeCohort
from app.cohorts.enrolments import Enrol, Replace, Transfer, Withdraw
from app.cohorts.queries import CohortWhole, Roll, RollRow
from app.completion.roster import results_for
from app.exchange.columns import Column
from app.exchange.files import safe_file_name
from app.i18n import _, ngettext, show_date
from app.job import Job
from app.office.command import Ref
from app.office.journal import Changes
from app.office.permissions import Permission
from ui.cohorts.form import CohortDialog
from ui.cohorts.roll_dialogs import EnrolDialog, ExportDialog, MoveDialog, ReplaceDialog, WithdrawDialog
from ui.cohorts.tab import CohortTab
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.kit.buttons import Button, link, primary, quiet, secondary
from ui.kit.empty_state import EmptyState
from ui.kit.layout import line
from ui.kit.list_pane import ListPane
from ui.kit.look import MUTED, Look
from ui.kit.progress import Bar
from ui.kit.table import Table
from ui.kit.text import label
from ui.kit.toolbar import Chips, SearchBox, Toolbar

FULL_FOR = 5 * 60 * 1000  # ms that identity numbers stay readable


@dataclass(frozen=True)
class RosterRow:
    """A line of the roll."""

    id: int
    place: int
    person: RollRow
    figure: Figure | None

    @property
    def low(self) -> bool:
        """Below the threshold."""
        return self.figure is not None and self.figure.reaches is False


COLUMNS: tuple[Column[RosterRow], ...] = (
    Column("place", lambda: _("No."), lambda r: r.place, kind="number", width=6),
    Column("name", lambda: _("Name"), lambda r: r.person.name, width=34),
    Column("identity", lambda: _("MyKad"), lambda r: r.person.identity, width=17),
    Column("phone", lambda: _("Phone"), lambda r: show_phone(r.person.phone), width=15),
    Column("organisation", lambda: _("Sent by"), lambda r: r.person.organisation or _("Self"), width=24),
    Column("attendance", lambda: _("Attendance"), lambda r: r.figure.text if r.figure else "", width=17),
    Column("status", lambda: _("Status"), lambda r: _status(r), width=20),
)


def _status(row: RosterRow) -> str:
    if row.person.on_roll and row.low and row.figure is not None:
        return _("Below {n} %").format(n=row.figure.policy.threshold)
    if row.person.left_on is not None:
        return f"{row.person.status_words} · {show_date(row.person.left_on)}"
    return row.person.status_words


def _attendance(row: RosterRow) -> Look:
    if row.figure is None or row.figure.tenths is None:
        return MUTED
    return Look("danger" if row.low else "", share=row.figure.tenths / 1000, bold=row.low, tip=row.figure.words())


def _status_look(row: RosterRow) -> Look:
    if not row.person.on_roll:
        return Look("neutral", "user-minus", pill=True, tip=row.person.reason)
    return Look("danger", "arrow-down", pill=True) if row.low else MUTED


LOOKS = {"place": lambda r: MUTED, "identity": lambda r: MUTED, "phone": lambda r: MUTED,
         "organisation": lambda r: MUTED, "attendance": _attendance, "status": _status_look}


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
        self.chips = Chips([("all", _("All")), ("low", _("Below")), ("left", _("Left"))])
        self.chips.changed.connect(lambda _k: self._fill())
        self.places = label("", "muted")
        self.bar = Bar(0, 1)
        self.bar.setFixedWidth(84)
        self.columns = quiet(_("Columns"), self._choose_columns, icon="columns-3")
        self._reveal = link(_("Show MyKad for 5 minutes"), self.reveal)
        guard(self._reveal, Permission.IDENTITY_FULL, desk)
        self.body.addWidget(Toolbar(self.search, self.chips,
                                    right=(self.places, self.bar, self._reveal, self.columns)))
        self.body.addWidget(line())
        self.table = Table(COLUMNS, looks=LOOKS, name="name", check=True, sort=("place", False), sort_here=True,
                           accessible_name=_("Roster"))
        self.table.opened.connect(lambda row: self.desk.show(Ref("trainee", row.person.trainee_id)))
        self.search.to_list.connect(self.table.setFocus)
        self.body.addWidget(ListPane(self.table, self._empty(), self._acts()), 1)
        self._menu()
        desk.changed.connect(self._changed)

    def _empty(self) -> EmptyState:
        enrol = secondary(_("Enrol trainees"), self.enrol, icon="user-plus")
        guard(enrol, Enrol, self.desk)
        return EmptyState("users", _("Nobody is shown here"), _("Enrol trainees, or bring in an Excel list."), enrol)

    def _acts(self) -> list[QWidget]:
        move = quiet(_("Move to another cohort"), self.move_on, icon="arrow-right")
        guard(move, Transfer, self.desk)
        swap = quiet(_("Replace by another"), self.replace_one, icon="replace")
        guard(swap, Replace, self.desk)
        mails = quiet(_("Copy e-mail addresses"), self.copy_mails, icon="mail")
        out = Button(_("Withdraw"), self.withdraw, kind="quiet", icon="user-x")
        guard(out, Withdraw, self.desk)
        return [move, swap, mails, out]

    def _menu(self) -> None:
        for words, act in ((_("Open trainee"), self._open), (_("Move to another cohort"), self.move_on),
                           (_("Replace by another"), self.replace_one), (_("Withdraw"), self.withdraw)):
            action = QAction(words, self)
            action.triggered.connect(lambda _checked=False, act=act: act())
            self.table.actions_for_menu.append(action)

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
        self.desk.ask(Roll(cohort_id=self.cohort.id, full=self._full), owner=self, then=self._show_roll)
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
        here = [r for r in self._roll if r.on_roll]
        gone = [r for r in self._roll if not r.on_roll]
        rows = [RosterRow(r.enrolment_id, n, r, self._figures.get(r.enrolment_id))
                for n, r in enumerate(here, start=1)]
        left = [RosterRow(r.enrolment_id, len(here) + n, r, self._figures.get(r.enrolment_id))
                for n, r in enumerate(gone, start=1)]
        low = [r for r in rows if r.low]
        for key, found in (("all", rows), ("low", low), ("left", left)):
            self.chips.set_count(key, len(found))
        chosen = {"all": rows, "low": low, "left": left}[self.chips.value()]
        words = self.search.text().casefold().split()
        self.table.set_rows([r for r in chosen if all(w in self._text(r) for w in words)])

    @staticmethod
    def _text(row: RosterRow) -> str:
        p = row.person
        return f"{p.name} {p.identity} {p.number} {p.phone} {p.email} {p.organisation}".casefold()

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
        self._reveal.setText(_("Hide MyKad") if on else _("Show MyKad for 5 minutes"))
        self.load()
        self.hints_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.withdraw()
            return
        super().keyPressEvent(event)

    def new(self) -> None:
        """Ctrl+N."""
        self.enrol()

    def _choose_columns(self) -> None:
        self.table.column_menu().popup(self.columns.mapToGlobal(self.columns.rect().bottomLeft()))

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
            talk.open_dialog(ReplaceDialog(self.desk, self.cohort, rows[0].person, self))

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
        """The roster as a workbook; identity numbers stay masked unless purpose and recipient are given."""
        if self.cohort is None:
            return
        if not self.desk.may(Permission.EXPORT_FULL):
            self._write(None)
            return
        dialog = ExportDialog(self)
        dialog.accepted.connect(lambda: self._write(dialog))
        talk.open_dialog(dialog)

    def _write(self, asked: ExportDialog | None) -> None:
        cohort, office = self.cohort, self.desk.office
        assert office is not None and cohort is not None
        full = asked is not None and asked.full()
        purpose, recipient = (asked.purpose(), asked.recipient()) if asked is not None else ("", "")

        def write(path: Path) -> None:
            self.desk.start(
                Job(_("Writing {name}").format(name=path.name), lambda step: write_roster(
                    office, cohort.id, path, full=full, purpose=purpose, recipient=recipient,
                    results=results_for(office) if self.desk.may(Permission.RESULTS_VIEW) else None, step=step),
                    "files"),
                owner=self, then=lambda p: self.desk.tell(_("Saved as {name}").format(name=p.name)))

        name = safe_file_name([_("Roster"), cohort.code], ".xlsx")
        talk.choose_save(_("Save the roster"), "Excel (*.xlsx)", name, write, self)

    def actions(self) -> Sequence[QWidget]:
        change = secondary(_("Change"), self.change, icon="pencil")
        guard(change, ChangeCohort, self.desk)
        bring = secondary(_("Import"), lambda: self.desk.show(Ref("import", self.cohort.id if self.cohort else None)),
                          icon="upload")
        guard(bring, Permission.TRAINEES_IMPORT, self.desk)
        enrol = primary(_("Enrol"), self.enrol, icon="user-plus")
        guard(enrol, Enrol, self.desk)
        return [change, bring, secondary(_("Export to Excel"), self.export, icon="file-spreadsheet"), enrol]

    def hints(self) -> Sequence[tuple[str, str]]:
        self.hint_state = ((_("MyKad digits are shown for 5 minutes.") if self._full
                            else _("MyKad digits are hidden.")), "neutral")
        return [("Space", _("select")), ("Enter", _("open trainee")), ("Ctrl N", _("enrol")),
                ("Ctrl A", _("select all")), ("Del", _("withdraw")), ("Ctrl F", _("find"))]
