"""One trainee beside the list: head, form, enrolments, history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.cohorts.enrolments import Enrol
from app.cohorts.people import EnrolmentLine, EnrolmentsOf
from app.cohorts.queries import CohortList, CohortRow
from app.exchange.columns import Column
from app.i18n import N_, _, ngettext, show_moment, show_span
from app.office.command import Ref
from app.office.permissions import Permission
from app.trainees.commands import RemoveTrainee
from app.trainees.duplicates import Duplicate, DuplicatesOf
from app.trainees.identities import AddIdentity
from app.trainees.merge import UndoMerge
from app.trainees.queries import HistoryLine, TraineeDetail, TraineeHistory, TraineeWhole
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.desk.later import Later
from ui.desk.list_tools import ListTools
from ui.kit.buttons import MoreButton, link, secondary
from ui.kit.combo import Choice
from ui.kit.dialog import Dialog
from ui.kit.empty_state import EmptyState
from ui.kit.field import Field
from ui.kit.layout import box, column, line, row
from ui.kit.list_pane import ListPane
from ui.kit.look import MUTED, Look
from ui.kit.note import Note
from ui.kit.pill import Pill
from ui.kit.table import Table
from ui.kit.tabs import Tabs
from ui.kit.text import Elided, label
from ui.trainees.documents import add_document, choose_document
from ui.trainees.form import TraineeForm
from ui.trainees.looks import status_look
from ui.trainees.photo import PhotoBox

ENROLMENTS: tuple[Column[EnrolmentLine], ...] = (
    Column("code", lambda: _("Cohort"), lambda r: r.code, width=16),
    Column("dates", lambda: _("Dates"), lambda r: show_span(r.starts, r.ends), width=22),
    Column("status", lambda: _("Status"), lambda r: r.status_words, width=16),
    Column("certificate", lambda: _("Certificate"), lambda r: r.certificate, width=16),
)
HISTORY: tuple[Column[HistoryLine], ...] = (
    Column("at", lambda: _("When"), lambda r: show_moment(r.at), width=17),
    Column("by", lambda: _("Who"), lambda r: r.by, width=13),
    Column("label", lambda: _("What"), lambda r: r.label, width=24),
    Column("fields", lambda: _("From, to"), lambda r: changes_words(r), width=18),
)
TRANSCRIPT = Later(N_("Transcript…"), "file-badge", Permission.CERTIFICATES_VIEW,
                   "ui.certificates.transcripts:open_transcript")
LEAVE = Later(N_("Leave and absences…"), "calendar-x", Permission.ATTENDANCE_VIEW,
              "ui.attendance.leave:open_for_trainee")


def changes_words(history_line: HistoryLine) -> str:
    """The changed fields in one line."""
    return "; ".join(f"{c.field}: {c.before or '–'} → {c.after or '–'}" for c in history_line.fields)


class TraineePane(QWidget):
    """`show_trainee(id)`, `show_new()`. `saved(id)`, `removed()`, `open_asked(id)`, `cancelled()` tell the list."""

    saved = Signal(int)
    removed = Signal()
    open_asked = Signal(int)
    cancelled = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.trainee_id: int | None = None
        self.whole: TraineeWhole | None = None
        self._leads: Ref | None = None
        self.form = TraineeForm(desk)
        self.form.reload = self.load
        self.photo = PhotoBox(desk)
        self.name = Elided("", "section")
        self.number = label("", "muted")
        self.pill = Pill()
        self.paper = Pill()
        self.enrol = secondary(_("Enrol"), self.ask_cohort, icon="graduation-cap")
        guard(self.enrol, Enrol, desk)
        self.more = MoreButton()
        for words, act in ((_("Add another document"), add_document),
                           (_("Make an earlier document current"), choose_document)):
            guard(self.more.add(words, lambda act=act: self._documents(act), icon="id-card"), AddIdentity, desk)
        for later in (LEAVE, TRANSCRIPT):
            added = self.more.add(_(later.words), lambda later=later: later.run(self), icon=later.icon)
            guard(added, later.needs, desk)
        self._apart = self.more.add(_("Take back a merge …"), self.take_apart, icon="git-merge")
        self._remove = self.more.add(_("Remove trainee"), self.remove, icon="trash-2")
        guard(self._remove, RemoveTrainee, desk)
        self.tabs = Tabs([("details", _("Details")), ("enrolments", _("Enrolments")), ("history", _("History"))])
        self.tabs.setAccessibleName(_("Parts of the record"))
        self._tables: dict[str, Table] = {}
        self._panes: dict[str, QWidget] = {"details": self.form}
        self._lines: Sequence[EnrolmentLine] = ()
        self._build()
        self.tabs.chosen.connect(self._tab)
        self.form.saved.connect(self._saved)
        self.form.open_asked.connect(self.open_asked)
        self.form.cancelled.connect(self.cancelled)

    def _build(self) -> None:
        """From the outside in: what is put into a place that stands already is dressed once."""
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._outer = QStackedWidget()
        whole.addWidget(self._outer)
        self._outer.addWidget(EmptyState("user-round", _("Nobody is selected"), _("Choose a trainee in the list.")))
        self._body = QWidget()
        self._outer.addWidget(self._body)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        self.head = box(column(row(self.photo, column(self.name, row(self.number, self.pill, self.paper, None),
                                                       spacing=2), self.enrol, self.more, spacing=12),
                               margins=(24, 14, 24, 6)))
        body.addWidget(self.head)
        self.go_on = link("", self._go_on)
        self.note = Note(action=self.go_on)
        self._noted = box(row(self.note, margins=(24, 2, 24, 8)))
        self._noted.hide()
        body.addWidget(self._noted)
        self._tab_row = box(row(self.tabs, None, margins=(24, 0, 24, 0)))
        body.addWidget(self._tab_row)
        body.addWidget(line())
        self.stack = QStackedWidget()
        body.addWidget(self.stack, 1)
        self.stack.addWidget(self.form)

    @property
    def enrolments(self) -> Table:
        """The cohorts of the trainee, made when they are first looked at."""
        if "enrolments" not in self._tables:
            made = Table(ENROLMENTS, looks={"dates": lambda r: MUTED, "status": lambda r: status_look(r.state)},
                         name="code", accessible_name=_("Enrolments"))
            made.opened.connect(lambda r: self.desk.show(Ref("cohort", r.cohort_id)))
            made.set_rows(self._lines)
            self._put("enrolments", made, EmptyState("graduation-cap", _("In no cohort yet"),
                                                     _("Enrol this trainee to begin.")))
        return self._tables["enrolments"]

    @property
    def history(self) -> Table:
        """The changes of the trainee, made when they are first looked at."""
        if "history" not in self._tables:
            made = Table(HISTORY, looks={"at": lambda r: MUTED, "by": lambda r: MUTED,
                                         "fields": lambda r: Look(tone="muted", tip=changes_words(r))},
                         name="label", stretch="fields", sortable=(), accessible_name=_("History"))
            self._put("history", made, EmptyState("history", _("Nothing to show")))
        return self._tables["history"]

    def _put(self, key: str, table: Table, empty: EmptyState) -> None:
        self._tables[key] = table
        ListTools(self.desk, f"trainee-{key}", table)
        copy = QAction(_("Copy for Excel"), table)
        copy.triggered.connect(lambda _on=False: table.copy())
        table.actions_for_menu = [copy]
        pane = ListPane(table, empty)
        self.stack.addWidget(pane)
        self._panes[key] = pane

    # -- showing ------------------------------------------------------------------------------------------------------
    def show_new(self) -> None:
        """The form for a new trainee."""
        self.trainee_id, self.whole = None, None
        self.photo.show_new()
        self.name.setText(_("New trainee"))
        self.number.setText("")
        self.pill.show_state("")
        self.paper.show_state("")
        for widget in (self.pill, self.paper, self.enrol, self.more, self._tab_row, self._noted):
            widget.hide()
        self._outer.setCurrentIndex(1)
        self.tabs.choose("details")
        self.form.show_new()

    def show_trainee(self, key: int | None) -> None:
        """A trainee, or nobody."""
        self.trainee_id = key
        if key is None:
            self._outer.setCurrentIndex(0)
            return
        self.load()

    def load(self) -> None:
        """Read the trainee again."""
        if self.trainee_id is not None:
            self.desk.ask(TraineeDetail(trainee_id=self.trainee_id), owner=self, then=self._show)
            self.desk.ask(EnrolmentsOf(trainee_id=self.trainee_id), owner=self, then=self._show_enrolments)
            self._tab(self.tabs.key())

    def _show(self, rows: Sequence[TraineeWhole]) -> None:
        whole = self.whole = rows[0]
        self.photo.show_whole(whole)
        self.name.setText(whole.name)
        self.number.setText(", ".join((whole.number, *(one.number for one in whole.made_of))))
        self.number.setToolTip("\n".join(_("{name}, {number}, was merged into this record.").format(
            name=one.name, number=one.number) for one in whole.made_of))
        for widget in (self.enrol, self.more):
            widget.setVisible(whole.merged_into is None)
        self._tab_row.show()
        self._apart.setVisible(bool(whole.made_of))
        self._apart.setEnabled(self.desk.may(UndoMerge))
        self._apart.setToolTip(self.desk.why_not(UndoMerge))
        self._outer.setCurrentIndex(1)
        self.form.show_trainee(whole)
        self._noted.hide()
        self._leads = None
        if whole.merged_into is not None:
            into = whole.merged_into
            self._say(_("{name}, {number}. Nothing more is changed here.").format(name=into.name, number=into.number),
                      _("Merged into"), "offer", _("Open {number}").format(number=into.number),
                      Ref("trainee", into.id))
        elif self.desk.may(Permission.TRAINEES_MERGE):
            self.desk.ask(DuplicatesOf(trainee_id=whole.id), owner=self, then=self._show_like,
                          in_place=_quietly)

    def _show_like(self, rows: Sequence[Duplicate]) -> None:
        whole = self.whole
        first = next((r for r in rows if whole is not None and whole.id in r.id), None)
        if first is None or whole is None or self.trainee_id != whole.id:
            return
        other = first.other if first.one.id == whole.id else first.one
        self._say(_("{name}, {number}: {why}.").format(name=other.name, number=other.number, why=first.likeness.why()),
                  _("Recorded twice?"), "warn", _("Compare"), Ref("duplicates", whole.id, str(other.id)))

    def _say(self, words: str, strong: str, tone: str, go: str, ref: Ref) -> None:
        self.note.show_note(words, tone, strong=strong)
        self.go_on.setText(go)
        self._leads = ref
        self._noted.show()

    def _go_on(self) -> None:
        """Where the note leads: another trainee on this page, or the two side by side."""
        ref = self._leads
        if ref is not None and ref.kind == "trainee" and ref.key:
            self.open_asked.emit(ref.key)
        elif ref is not None:
            self.desk.show(ref)

    def _show_enrolments(self, rows: Sequence[EnrolmentLine]) -> None:
        self._lines = rows
        if "enrolments" in self._tables:
            self.enrolments.set_rows(rows)
        self.tabs.set_count("enrolments", len(rows))
        look = status_look(rows[0].state if rows else "none")
        tone = look.tone if look.tone in ("accent", "ok") else "neutral"
        self.pill.show_state(rows[0].status_words if rows else _("Not enrolled"), tone, look.icon)
        self.pill.show()
        papers = sum(bool(r.certificate) for r in rows)
        self.paper.show_state(ngettext("{n} certificate", "{n} certificates", papers).format(n=papers) if papers
                              else "", "ok", "award")
        self.paper.setVisible(bool(papers))

    def _tab(self, key: str) -> None:
        if key != "details":
            getattr(self, key)  # makes it
        self.stack.setCurrentWidget(self._panes[key])
        if key == "history" and self.trainee_id is not None and self.desk.may(TraineeHistory):
            self.desk.ask(TraineeHistory(trainee_id=self.trainee_id), owner=self, then=self.history.set_rows)

    def _saved(self, key: int) -> None:
        self.trainee_id = key
        self.load()
        self.saved.emit(key)

    # -- actions --------------------------------------------------------------------------------------------------
    def ask_cohort(self) -> None:
        """Choose the cohort to enrol into."""
        self.desk.ask(CohortList(), owner=self, then=self._ask_cohort)

    def _ask_cohort(self, rows: Sequence[CohortRow]) -> None:
        if self.whole is not None:
            ask_enrol(self.desk, self, rows, (self.whole.id,), self.whole.name, self.load)

    def _documents(self, act: Callable[..., None]) -> None:
        if self.whole is not None:
            act(self.desk, self, self.whole, self.load)

    def take_apart(self) -> None:
        """Ask, then make two records of this one again, as it was before the last merge."""
        if self.whole is None or not self.whole.made_of:
            return
        whole, gone = self.whole, self.whole.made_of[-1]
        talk.ask(_("Take back the merge with {name}, {number}?").format(name=gone.name, number=gone.number),
                 _("Each gets its own enrolments, marks, results, certificates and documents back. What was changed "
                   "since stays with {name}.").format(name=whole.name), _("Two records again"),
                 lambda: self.desk.do(UndoMerge(merge_id=gone.merge_id, about=f"{gone.name} {gone.number}"), owner=self,
                                      then=lambda _key: self.load(), tell=_("The merge has been taken back")),
                 safe=_("Cancel"), icon="git-merge", parent=self)

    def remove(self) -> None:
        """Ask, then remove."""
        if self.whole is None:
            return
        whole = self.whole
        talk.ask(_("Remove {name}?").format(name=whole.name),
                 _("Only possible while this trainee has been in no cohort. It can be undone."), _("Remove trainee"),
                 lambda: self.desk.do(RemoveTrainee(trainee_id=whole.id, version=whole.version, about=whole.name),
                                      owner=self, then=lambda _n: self.removed.emit(), tell=_("Trainee removed")),
                 destructive=True, safe=_("Keep it"), parent=self)


def _quietly(_error: BaseException) -> None:
    """A hint that could not be read is no trouble."""


def ask_enrol(desk: Desk, owner: QWidget, cohorts: Sequence[CohortRow], keys: tuple[int, ...], whom: str,
              then: Any) -> None:
    """A dialog with the cohorts that take trainees; enrols on its action."""
    options = [(c.id, f"{c.code} · {c.course_title} · {show_span(c.starts, c.ends)}") for c in cohorts
               if c.status in ("planned", "running", "finished")]
    choice = Choice(options, placeholder=_("Choose a cohort"))
    dialog = Dialog(_("Enrol {whom}").format(whom=whom), _("They join on the first day of the cohort."),
                    action=_("Enrol"), safe=_("Cancel"), icon="graduation-cap", parent=owner.window())
    field = Field(_("Cohort"), choice, required=True)
    dialog.body.addWidget(field)
    if len(options) == 1:
        choice.set_value(options[0][0])

    def check() -> bool:
        field.set_error("" if choice.value() else _("Choose a cohort."))
        return choice.value() is not None

    dialog.check = check
    dialog.accepted.connect(lambda: desk.do(
        Enrol(cohort_id=choice.value(), trainee_ids=keys), owner=owner, then=lambda _v: then(),
        tell=ngettext("{n} trainee enrolled", "{n} trainees enrolled", len(keys)).format(n=len(keys))))
    talk.open_dialog(dialog)
