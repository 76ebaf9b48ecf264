"""Settings, attendance statuses: the list with its letters, what each means, and how far back marks may be changed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from app.attendance.status_commands import (
    ALWAYS,
    CentreStatuses,
    OrderStatuses,
    RemoveStatus,
    RetireStatus,
    SaveStatus,
    SetMarkLimit,
    StatusesOfCentre,
)
from app.attendance.statuses import StatusRow
from app.exchange.columns import Column
from app.i18n import _, ngettext
from app.office.journal import Changes
from app.office.permissions import role_label
from ui.attendance.status_dialog import StatusDialog, look_words, meaning_words
from ui.centre.heads import part_head
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.kit.buttons import quiet, secondary
from ui.kit.dialog import Dialog
from ui.kit.empty_state import EmptyState
from ui.kit.field import Field
from ui.kit.layout import box, column, least, line, row, scrolled
from ui.kit.list_pane import ListPane
from ui.kit.look import MUTED, Look
from ui.kit.table import Table
from ui.kit.text import label
from ui.kit.text_box import NumberBox


def needs_words(status: StatusRow) -> str:
    """'reason, MC number'."""
    return ", ".join(words for on, words in ((status.needs_reason, _("reason")),
                                             (status.needs_evidence, _("document number"))) if on)


def roles_words(status: StatusRow) -> str:
    """Who may use it."""
    return ", ".join(role_label(r) for r in status.roles.split(",")) if status.roles else _("who marks")


COLUMNS: tuple[Column[StatusRow], ...] = (
    Column("letter_en", lambda: "EN", lambda r: r.letter_en, width=4),
    Column("letter_ms", lambda: "MS", lambda r: r.letter_ms, width=4),
    Column("label", lambda: _("Status"), lambda r: r.label, width=21),
    Column("meaning", lambda: _("Means"), lambda r: meaning_words(r.meaning, r.fraction), width=18),
    Column("look", lambda: _("Drawn as"), lambda r: look_words(r.look), width=16),
    Column("needs", lambda: _("Needs"), needs_words, width=14),
    Column("roles", lambda: _("Used by"), roles_words, width=16),
    Column("active", lambda: _("State"), lambda r: _("in use") if r.active else _("retired"), width=10),
)
LOOKS = {"label": lambda r: None if r.active else MUTED,
         "active": lambda r: Look("ok", "circle-check") if r.active else Look("muted", "archive")}


class StatusesSection(QWidget):
    """One list and one number."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.rows: Sequence[StatusRow] = ()
        self.days = 0
        self.table = Table(COLUMNS, looks=LOOKS, name="label", edge=12, sortable=(), single=True,
                           accessible_name=_("Attendance statuses"))
        self.add_button = secondary(_("Add status"), self.add, icon="plus")
        self.change_button = quiet(_("Change"), self._change_chosen, icon="pencil")
        self.up_button = quiet(_("Up"), lambda: self.move(-1), icon="arrow-up")
        self.down_button = quiet(_("Down"), lambda: self.move(1), icon="arrow-down")
        self.retire_button = quiet(_("Retire"), self.retire, icon="archive")
        self.remove_button = quiet(_("Remove"), self.remove, icon="trash-2")
        for button, what in ((self.add_button, SaveStatus), (self.change_button, SaveStatus),
                             (self.up_button, OrderStatuses), (self.down_button, OrderStatuses),
                             (self.retire_button, RetireStatus), (self.remove_button, RemoveStatus)):
            guard(button, what, desk)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self.change)
        self._chosen(None)
        least(self.table, height=250)
        layout = column(self._statuses_card(), self._limit_card(), margins=(24, 16, 24, 16), spacing=16)
        layout.setStretch(0, 1)
        self.setLayout(column(scrolled(box(layout))))
        desk.changed.connect(self._changed)

    def _statuses_card(self) -> QWidget:
        pane = ListPane(self.table, EmptyState("clipboard-list", _("No statuses"), _("Add the first one.")))
        return box(column(
            part_head(_("Attendance statuses"),
                      _("A letter marks. What a status means is kept with every mark, so a change here changes no mark "
                        "that is there. One in use is retired and not deleted."), self.add_button,
                      margins=(16, 12, 16, 12)),
            line(), pane, line(),
            box(row(self.change_button, self.up_button, self.down_button, self.retire_button, self.remove_button, None,
                    margins=(12, 6, 12, 6), spacing=4)), spacing=0, margins=(1, 1, 1, 1)), "card")

    def _limit_card(self) -> QWidget:
        self.limit_words = label("", wrap=True)
        self.limit_button = secondary(_("Change the limit"), self.set_limit, icon="calendar-clock")
        guard(self.limit_button, SetMarkLimit, self.desk)
        return box(column(
            part_head(_("How far back marks may be changed"),
                      _("For instructors. Whoever may reopen registers is not bound; others ask for the change."),
                      self.limit_button, margins=(16, 12, 16, 12)),
            line(), box(column(self.limit_words, margins=(16, 12, 16, 12))), spacing=0, margins=(1, 1, 1, 1)), "card")

    def shown(self) -> None:
        """Ask again."""
        self.desk.ask(CentreStatuses(), owner=self, then=lambda rows: self._show(rows[0]))

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.touches(CentreStatuses.reads):
            self.shown()

    def _show(self, found: StatusesOfCentre) -> None:
        self.rows, self.days = found.statuses, found.days
        self.table.set_rows(self.rows)
        self.limit_words.setText(
            ngettext("Marks may be changed until {n} day after the session.",
                     "Marks may be changed until {n} days after the session.", self.days).format(n=self.days)
            if self.days else _("Marks may always be changed while the register is open."))
        self._chosen(self.table.current_row())

    def _chosen(self, status: StatusRow | None) -> None:
        none = "" if status is not None else _("Choose a status first.")
        kept = _("Present is needed: everything that marks present leans on it.") if (
            status is not None and status.code == ALWAYS) else ""
        keys = [s.id for s in self.rows]
        at = keys.index(status.id) if status is not None and status.id in keys else -1
        self.change_button.explain(none)
        self.up_button.explain(none or (_("It is the first.") if at == 0 else ""))
        self.down_button.explain(none or (_("It is the last.") if at == len(keys) - 1 else ""))
        for button in (self.retire_button, self.remove_button):
            button.explain(none or kept)
        active = status is None or status.active
        self.retire_button.setText(_("Retire") if active else _("Use again"))
        self.retire_button.set_icon("archive" if active else "archive-restore")

    def add(self) -> None:
        """A new status."""
        talk.open_dialog(StatusDialog(self.desk, None, self))

    def change(self, status: StatusRow) -> None:
        """The dialog of one."""
        if self.desk.may(SaveStatus):
            talk.open_dialog(StatusDialog(self.desk, status, self))

    def _change_chosen(self) -> None:
        chosen = self.table.current_row()
        if chosen is not None:
            self.change(chosen)

    def move(self, by: int) -> None:
        """Up or down in the order in which they are offered."""
        chosen = self.table.current_row()
        keys = [s.id for s in self.rows]
        if chosen is None or not 0 <= keys.index(chosen.id) + by < len(keys):
            return
        at = keys.index(chosen.id)
        keys[at], keys[at + by] = keys[at + by], keys[at]
        self.desk.do(OrderStatuses(ids=tuple(keys)), owner=self, reload=self.shown)

    def retire(self) -> None:
        """Offer it no longer, or again."""
        chosen = self.table.current_row()
        if chosen is not None:
            said = _("{name} is offered no longer.") if chosen.active else _("{name} is offered again.")
            self.desk.do(RetireStatus(status_id=chosen.id, active=not chosen.active), owner=self,
                         tell=said.format(name=chosen.label))

    def remove(self) -> None:
        """Delete one that nothing has used."""
        chosen = self.table.current_row()
        if chosen is not None:
            self.desk.do(RemoveStatus(status_id=chosen.id), owner=self,
                         tell=_("{name} is removed.").format(name=chosen.label))

    def set_limit(self) -> None:
        """The dialog of the limit."""
        talk.open_dialog(LimitDialog(self.desk, self.days, self))


class LimitDialog(Dialog):
    """How many days."""

    def __init__(self, desk: Desk, days: int, parent: QWidget) -> None:
        super().__init__(_("How far back may marks be changed?"),
                         _("After that an instructor asks, and the office decides."), action=_("Set the limit"),
                         icon="calendar-clock", parent=parent.window())
        self.desk = desk
        self.days = Field(_("&Days after the session"), NumberBox(), help=_("0: without a limit"))
        self.days.set_value(Decimal(days))
        self.body.addWidget(self.days)
        self.check = self._save

    def _save(self) -> bool:
        value = self.days.value()
        if value is None or isinstance(value, str):
            self.days.set_error(_("Write the days as a number."))
            self.fit()
            return False
        self.desk.do(SetMarkLimit(days=int(value)), owner=self, then=lambda _v: self.accept(), invalid=self._refused,
                     tell=_("The limit is set."))
        return False

    def _refused(self, problems: dict[str, str]) -> None:
        self.days.set_error(" ".join(problems.values()))
        self.fit()
