"""Before a list leaves: which list, its columns at a glance, how identity numbers leave, as which file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from app.exchange.columns import Column
from app.i18n import _, ngettext
from app.office.command import Ref
from app.office.journal import Changes
from app.office.permissions import Permission
from app.rosters.preset import Preset
from app.rosters.presets import PresetRow, Presets, SavePreset
from app.rosters.subjects import SUBJECTS
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.kit.buttons import Segments, link, secondary
from ui.kit.check import CheckBox, OneOf
from ui.kit.combo import Choice
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.layout import box, column, line, row, scrolled
from ui.kit.look import MUTED
from ui.kit.table import Table
from ui.kit.text import label
from ui.kit.theme import theme
from ui.rosters.editor import PresetEditor
from ui.rosters.gate import GateFields
from ui.rosters.lock import PasswordFields
from ui.rosters.outgoing import Book, Outgoing
from ui.rosters.sending import Sending, send_book
from ui.rosters.words import (
    GROUPS,
    IDENTITIES,
    LANGUAGES,
    columns_words,
    formats,
    options,
    photos_words,
    row_key,
    whose,
)

Row = PresetRow | Book
COLUMNS: tuple[Column[Row], ...] = (
    Column("name", lambda: _("List"), lambda r: r.name, width=26),
    Column("whose", lambda: _("From"), whose, width=10))
LOCKED = ("xlsx", "pdf")
"""Files that a password can lock."""


class ExportDialog(Dialog):
    """The action chooses the file, or copies at once."""

    def __init__(self, desk: Desk, outgoing: Outgoing, parent: QWidget) -> None:
        super().__init__(_("Export {name}").format(name=outgoing.name),
                         _("Choose a list. Identity numbers leave with their digits hidden, unless somebody has "
                           "agreed to more."), action=_("Choose the file"), icon="file-output", wide=True,
                         parent=parent)
        self.setObjectName("export-list")
        self.desk, self.outgoing, self.owner = desk, outgoing, parent
        self._rows: dict[str, Row] = {}
        self._at = ""  # the list whose choices are shown
        self.table = Table(COLUMNS, looks={"whose": lambda _r: MUTED}, single=True, name="name", sortable=(), edge=12,
                           key=row_key, accessible_name=_("List"))
        self.table.setMinimumHeight(theme().row_height("table") * 6)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(lambda _row: self._do())
        self.change = secondary(_("Change…"), self.edit, icon="pencil", small=True)
        self.new = secondary(_("New list…"), self.add, icon="plus", small=True)
        for button in (self.change, self.new):
            guard(button, SavePreset, desk)
        self.title = label("", "strong", wrap=True)
        self.kind = label("", "muted", wrap=True)
        self.columns = label("", "", wrap=True)
        self.whom = OneOf([("all", outgoing.every or _("All that the page shows")), ("picked", ngettext(
            "The {n} ticked row", "The {n} ticked rows", len(outgoing.picked)).format(n=len(outgoing.picked)))])
        self.whom.set_value("picked" if outgoing.picked else "all")
        self.identity, self.language = Choice(), Choice(options(LANGUAGES))
        self.format = Segments(formats(), "xlsx")
        self.format.setAccessibleName(_("File"))
        self.gate, self.lock = GateFields(), PasswordFields()
        self.opens = CheckBox(_("&Open it when it is saved"))
        self.opens.set_value(desk.kept.get("export-open", "yes") == "yes")
        self.left = link(_("What has left"), self._show_left)
        if desk.why_not(Permission.HISTORY_VIEW):
            self.left.hide()
        self._build()
        self.identity.edited.connect(self._follow)
        self.language.edited.connect(self._follow)
        self.format.changed.connect(lambda _v: self._follow())
        for part in (self.lock.on, self.whom):
            part.edited.connect(self._follow)
        self.check = self._complete
        self.accepted.connect(self.send)
        desk.changed.connect(self._changed)
        self.table.setFocus()
        self.load()

    def _build(self) -> None:
        self._identity = Field(_("&Identity numbers"), self.identity)
        self._language = Field(_("&Language of the headings"), self.language)
        files = column(label(_("File"), "label"), row(self.format, None), spacing=4)
        self.choices = box(column(self.whom, row(self._identity, self._language, spacing=12), self.gate, box(files),
                                  self.lock, spacing=12))
        right = scrolled(box(column(self.title, self.kind, self.columns, line(), self.choices, self.opens, None,
                                    margins=(16, 0, 4, 0), spacing=12)))
        side = column(box(column(self.table, margins=(1, 1, 1, 1)), "card"), row(self.change, self.new, None),
                      row(self.left, None), spacing=8)
        both = row(box(side), right, spacing=0)
        both.setStretch(0, 2)
        both.setStretch(1, 3)
        held = box(both)
        held.setMinimumHeight(min(theme().px(510), self.room().height() - theme().px(220)))
        self.body.addWidget(held, 1)

    # -- which list ---------------------------------------------------------------------------------------------------
    def load(self, choose: str = "") -> None:
        """Ask for the lists; `choose` is the key of the one to show."""
        wanted = choose or self._at or self.desk.kept.get(f"list:{self.outgoing.place}") or self.outgoing.first
        self.desk.ask(Presets(), owner=self, then=lambda rows: self._show(rows, wanted))

    def _changed(self, changes: Changes) -> None:
        if changes.touches(Presets.reads):
            self.load()

    def _show(self, rows: Sequence[PresetRow], wanted: str) -> None:
        usable = [r for r in rows if r.preset.subject in self.outgoing.subjects
                  and not self.desk.why_not(SUBJECTS[r.preset.subject].needs)]
        own = [r for r in usable if r.id is not None]
        mine: list[Row] = [*own, *self.outgoing.books, *(r for r in usable if r.id is None)]
        self._rows = {row_key(r): r for r in mine}
        self._at = ""  # what is kept under this name may be another now
        self.table.set_rows(mine)
        if not (self.table.choose(wanted) or self.table.choose(self.outgoing.first)) and mine:
            self.table.choose(row_key(mine[0]))
        self._chosen(self.table.current_row())

    def _chosen(self, found: Row | None) -> None:
        if found is None or row_key(found) == self._at:
            return
        self._at = row_key(found)
        if isinstance(found, PresetRow):
            self._begin_with(found.preset)
        self._follow()

    def _begin_with(self, preset: Preset) -> None:
        fields = [SUBJECTS[preset.subject].by_key[c.key] for c in preset.columns]
        photos = photos_words() if any(f.kind == "photo" for f in fields) else ""
        may = self.desk.may(Permission.EXPORT_FULL)
        self.identity.set_options([(k, w) for k, w in options(IDENTITIES) if k != "full" or may])
        self.identity.set_value("masked" if preset.identity == "full" and not may else preset.identity)
        self._identity.setVisible(any(f.secret for f in fields))
        self._identity.set_help(photos if may or preset.identity != "full" else self.desk.why_not(
            Permission.EXPORT_FULL))
        self.language.set_value(preset.language)
        self.format.set_value(preset.format)

    def preset(self) -> Preset | None:
        """The list as it will leave now; what is chosen here is not kept with it."""
        found = self._rows.get(self._at)
        if not isinstance(found, PresetRow):
            return None
        chosen: dict[str, Any] = {"identity": self.identity.value(), "language": self.language.value()}
        if self.format.value() != "text":
            chosen["format"] = self.format.value()
        return replace(found.preset, **chosen)

    def _follow(self) -> None:
        found, preset = self._rows.get(self._at), self.preset()
        self.action_button.explain("" if found is not None else _("Choose a list."))
        self.change.explain("" if preset else _("Choose a list.") if found is None else _(
            "This workbook is always the same."))
        self.choices.setVisible(preset is not None)
        self.gate.setVisible(preset is not None and preset.gives_full)
        if isinstance(found, Book):
            self._say(found.name, _("Workbook of several sheets; digits of identity numbers are hidden"), found.about)
        elif preset is not None:
            fields = preset.fields()
            facts = [_(SUBJECTS[preset.subject].title), ngettext("{n} column", "{n} columns", len(fields)).format(
                n=len(fields)), *([_(GROUPS[preset.group])] if preset.group else [])]
            self._say(preset.shown_title, " · ".join(facts), columns_words(preset))
            self.whom.setVisible(bool(self.outgoing.picked) and preset.subject in self.outgoing.picked_in)
        copies = preset is not None and self.format.value() == "text"
        self.lock.setVisible(preset is not None and self.format.value() in LOCKED)
        self.opens.setVisible(not copies)
        self.action_button.setText(_("Copy") if copies else _("Choose the file"))
        self.fit()

    def _say(self, title: str, kind: str, columns: str) -> None:
        self.title.setText(title)
        self.kind.setText(kind)
        self.columns.setText(columns)

    # -- making lists -------------------------------------------------------------------------------------------------
    def edit(self) -> None:
        """Change the list that is chosen, or make another of it."""
        found = self._rows.get(self._at)
        if isinstance(found, PresetRow):
            talk.open_dialog(PresetEditor(self.desk, found, self.outgoing.subjects, self, self.load))

    def add(self) -> None:
        """A list from the start."""
        talk.open_dialog(PresetEditor(self.desk, None, self.outgoing.subjects, self, self.load))

    def _show_left(self) -> None:
        self.reject()
        self.desk.show(Ref("settings", None, "left"))

    # -- leaving ----------------------------------------------------------------------------------------------------
    def _complete(self) -> bool:
        preset = self.preset()
        if preset is None:
            return self._at in self._rows
        admitted = not preset.gives_full or self.gate.complete()
        return admitted and (self.format.value() not in LOCKED or self.lock.complete())

    def send(self) -> None:
        """On its way: the file is chosen, the list written as a job."""
        found, preset, kept = self._rows[self._at], self.preset(), self.desk.kept
        kept.put(f"list:{self.outgoing.place}", self._at)
        kept.put("export-open", "yes" if self.opens.value() else "no")
        if isinstance(found, Book):
            send_book(self.desk, self.owner, found, self.outgoing.file, open_it=bool(self.opens.value()))
            return
        assert preset is not None
        where = self.outgoing.rows(preset.subject, only_picked=self.whom.value() == "picked")
        sending = Sending(self.desk, self.owner, preset, where, self.outgoing.file,
                          self.gate.release() if preset.gives_full else None,
                          self.lock.value() if self.format.value() in LOCKED else "", bool(self.opens.value()))
        if self.format.value() == "text":
            sending.copy()
        else:
            sending.choose()
