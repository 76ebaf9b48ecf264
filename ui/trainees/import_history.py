"""Which lists were brought in, from which file, by whom and with what effect; each can be taken back from here."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.cohorts.import_history import ImportBatches, ImportRow
from app.cohorts.undo_import import BeforeUndo, Undone, UndoView, undoing
from app.errors import Refused
from app.exchange.columns import Column
from app.i18n import N_, _, ngettext, show_moment
from app.office.command import Ref
from app.office.journal import Changes
from app.office.permissions import Permission
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.list_tools import ListTools
from ui.kit.buttons import Button, secondary
from ui.kit.empty_state import EmptyState
from ui.kit.layout import line
from ui.kit.list_pane import ListPane
from ui.kit.look import MUTED, Look
from ui.kit.page import Page
from ui.kit.table import Table
from ui.kit.toolbar import Chips, SearchBox, Toolbar

MODES = {"add": N_("Only add what is new"), "update": N_("Only change what is on record"),
         "both": N_("Add and change")}


def state_words(one: ImportRow) -> str:
    """`Undone on 3 Aug 2026 08:14 by Siti`; '' while the import stands."""
    if one.undone_at is None:
        return ""
    return _("Undone {date} by {who}").format(date=show_moment(one.undone_at), who=one.undone_by)


COLUMNS: tuple[Column[ImportRow], ...] = (
    Column("at", lambda: _("When"), lambda r: show_moment(r.at), width=17),
    Column("file", lambda: _("File"), lambda r: r.file_name, width=24),
    Column("sheet", lambda: _("Sheet"), lambda r: r.sheet, width=14),
    Column("kind", lambda: _("Kind"), lambda r: r.kind_words, width=12),
    Column("cohort", lambda: _("Cohort"), lambda r: r.cohort, width=13),
    Column("mode", lambda: _("What was done"), lambda r: _(MODES[r.mode]) if r.mode in MODES else "", width=20),
    Column("by", lambda: _("Who"), lambda r: r.by, width=15),
    Column("added", lambda: _("Added"), lambda r: r.added, kind="number", width=8),
    Column("changed", lambda: _("Changed"), lambda r: r.changed, kind="number", width=8),
    Column("unchanged", lambda: _("Unchanged"), lambda r: r.unchanged, kind="number", width=14),
    Column("left_out", lambda: _("Left out"), lambda r: r.left_out, kind="number", width=13),
    Column("state", lambda: _("State"), state_words, width=20),
)
HIDDEN = ("sheet", "mode")


class HistoryPage(Page):
    """The latest first. A Ref's key is the import the cursor is put on."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Import history"))
        self.desk = desk
        self._rows: Sequence[ImportRow] = ()
        self._wanted: int | None = None
        self.head.set_crumbs([(_("Trainees"), lambda: desk.show(Ref("trainees")))])
        why = desk.why_not(ImportBatches)
        self._why = why
        if why:
            self.add(EmptyState("lock", _("You may not see the imports"), why), 1)
            return
        self.search = SearchBox(_("Find a file, a cohort or a person"))
        self.search.searched.connect(lambda _text: self._fill())
        self.chips = Chips([("all", _("All")), ("stands", _("In force"), "check"), ("undone", _("Undone"), "undo-2")])
        self.chips.changed.connect(lambda _key: self._fill())
        self.table = Table(COLUMNS, looks=dict.fromkeys((c.key for c in COLUMNS), self._look) | {
            "state": lambda r: Look("muted", "undo-2") if r.undone_at else None},
            name="file", stretch="file", hidden=HIDDEN, single=True, sort=("at", True), sortable=(),
            accessible_name=_("Import history"))
        self.table.opened.connect(lambda _row: self.undo())
        self.search.to_list.connect(self.table.setFocus)
        self.undo_act = self.act(_("Undo this import…"), self.undo, icon="undo-2")
        show = self.act(_("Show the cohort"), self._show_cohort, icon="graduation-cap")
        copy = self.act(_("Copy for Excel"), self.table.copy, icon="copy")
        self.table.actions_for_menu = [self.undo_act, show, None, copy]
        self.tools = ListTools(desk, "imports", self.table)
        self.tools.give_acts(self)
        bring = secondary(_("Import list"), lambda: desk.show(Ref("import")), icon="upload")
        bring.refuse(desk.why_not(Permission.TRAINEES_IMPORT))
        self.undo_button = Button.of(self.undo_act, kind="secondary")
        self.head.set_actions(bring, self.undo_button)
        self.list = ListPane(self.table, self._empty())
        self.add(Toolbar(self.search, self.chips, right=(self.tools.columns,)))
        self.add(line())
        self.add(self.list, 1)
        self.table.chosen.connect(self._chosen)
        self.set_hints([("↑|↓", _("move")), ("Enter", _("undo this import")), ("Ctrl F", _("find"))])
        desk.changed.connect(self._changed)
        self._chosen(None)

    def _empty(self) -> EmptyState:
        return EmptyState("history", _("No list has been imported yet"),
                          _("Each import is kept here with its file, and can be taken back."))

    @staticmethod
    def _look(one: ImportRow) -> Look | None:
        return MUTED if one.undone_at is not None else None

    # -- showing -----------------------------------------------------------------------------------------------------
    def shown(self) -> None:
        if not self._why:
            self.load()
            self.table.setFocus()

    def show_ref(self, ref: Ref) -> None:
        """Put the cursor on an import."""
        if ref.key and not self._why:
            self._wanted = ref.key
            self.chips.set_value("all")
            self.search.put("")
            self._fill()

    def find(self) -> None:
        """Ctrl+F."""
        if not self._why:
            self.search.setFocus()

    def load(self) -> None:
        """Ask again."""
        self.tools.ask(ImportBatches(), self._came, pane=self.list, again=self.load, owner=self)

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.touches(ImportBatches.reads):
            self.load()

    def _came(self, rows: Sequence[ImportRow]) -> None:
        self._rows = rows
        self._fill()

    def _fill(self) -> None:
        words = self.search.text().casefold().split()
        found = [r for r in self._rows if all(w in " ".join((
            r.file_name, r.sheet, r.cohort, r.by, r.kind_words)).casefold() for w in words)]
        kept = {"all": found, "stands": [r for r in found if r.undone_at is None],
                "undone": [r for r in found if r.undone_at is not None]}
        for key, rows in kept.items():
            self.chips.set_count(key, len(rows))
        shown = kept[self.chips.value()]
        self.list.set_empty(EmptyState("search-x", _("No import found"), _("Try fewer letters, or another filter."))
                            if self._rows else self._empty())
        self.table.set_rows(shown)
        self.tools.show_counts(len(shown), len(self._rows))
        if self._wanted is not None and self.table.choose(self._wanted):
            self._wanted = None
        elif shown and self.table.current_row() is None:
            self.table.selectRow(0)
        self._chosen(self.table.current_row())

    def _chosen(self, one: ImportRow | None) -> None:
        self.undo_button.explain(_("Choose an import.") if one is None else one.why_not)

    def _show_cohort(self) -> None:
        one = self.table.current_row()
        if one is not None and one.cohort_id:
            self.desk.show(Ref("cohort", one.cohort_id))
        elif one is not None:
            self.desk.show(Ref("trainees"))

    # -- taking back -------------------------------------------------------------------------------------------------
    def undo(self) -> None:
        """Say what would go, and take it back when that is agreed to."""
        one = self.table.current_row()
        if one is not None:
            ask_undo(self.desk, self, one.id, one.kind, one.file_name, one.why_not)


def ask_undo(desk: Desk, owner: Page, batch_id: int, kind: str, file_name: str, why_not: str = "",
             then: Callable[[], object] | None = None) -> None:
    """Take a list back: what would go is said first; where something rests on it, that is said instead."""
    def refuse(why: str) -> None:
        talk.tell(_("{file} is not taken back.").format(file=file_name), why, parent=owner, icon="lock")

    if why_not:
        refuse(why_not)
        return

    def came(rows: Sequence[UndoView]) -> None:
        view = rows[0]
        if view.refused:
            refuse(view.refused)
            return
        talk.ask(_("Undo the import of {file}?").format(file=file_name), undo_words(kind, view),
                 _("Undo this import"), lambda: go(bool(view.changed)), safe=_("Keep it"), destructive=True,
                 parent=owner)

    def go(changed_too: bool) -> None:
        try:
            command = undoing(kind, batch_id, changed_too=changed_too, about=file_name)
        except Refused as refusal:
            refuse(str(refusal))
            return
        desk.do(command, owner=owner, then=done, title=_("Taking back {file}").format(file=file_name),
                consequence=_("Nothing was taken back."),
                tell=lambda made: _("{file} taken back: {what}").format(
                    file=file_name, what=", ".join(effect_of(kind, made)) or _("nothing of it stood any more")))

    def done(_made: Undone) -> None:
        if then is not None:
            then()

    desk.ask(BeforeUndo(batch_id=batch_id), owner=owner, then=came)


def effect_of(kind: str, made: Undone) -> list[str]:
    """What goes and what comes back, in parts of a sentence."""
    removed = {
        "trainees": ngettext("{n} trainee removed", "{n} trainees removed", made.removed),
        "sessions": ngettext("{n} session removed", "{n} sessions removed", made.removed),
    }.get(kind, ngettext("{n} entry removed", "{n} entries removed", made.removed))
    parts = [(made.removed, removed),
             (made.enrolments, ngettext("{n} enrolment removed", "{n} enrolments removed", made.enrolments)),
             (made.restored, ngettext("{n} entry as before", "{n} entries as before", made.restored)),
             (made.kept, ngettext("{n} entry keeps what was written since", "{n} entries keep what was written since",
                                  made.kept))]
    return [words.format(n=f"{n:,}") for n, words in parts if n]


def undo_words(kind: str, view: UndoView) -> str:
    """The consequence, in sentences."""
    parts = effect_of(kind, view.effect)
    said = [_("This would happen: {what}.").format(what=", ".join(parts)) if parts else _(
        "Nothing of it stands any more; it is only marked as undone.")]
    if view.changed:
        said.append(_("Changed since, and removed all the same: {names}.").format(names=view.changed))
    said.append(_("What was entered otherwise stays as it is. The history keeps both."))
    return " ".join(said)
