"""Settings: a list of sections at the left, one of them at the right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QWidget

from app.i18n import N_, _
from app.office.command import Ref
from app.office.permissions import Permission
from ui.desk.desk import Desk
from ui.kit.buttons import Button
from ui.kit.layout import box, column, line, row
from ui.kit.page import Page

SIDE = 220  # px


@dataclass(frozen=True)
class Section:
    """A part of the settings. The widget is named, since its room may stand beside this one."""

    key: str
    words: str
    icon: str
    target: str
    needs: Permission


SECTIONS = (
    Section("centre", N_("Centre, signatories"), "landmark", "ui.centre.profile:ProfileSection",
            Permission.CENTRE_VIEW),
    Section("numbering", N_("Certificate numbering"), "award", "ui.centre.numbering:NumberingSection",
            Permission.CENTRE_VIEW),
    Section("calendar", N_("Weekend and holidays"), "calendar-days", "ui.centre.calendar:CalendarSection",
            Permission.CENTRE_VIEW),
    Section("users", N_("Users and roles"), "users", "ui.staff.users:UsersSection", Permission.STAFF_VIEW),
    Section("backups", N_("Backups"), "database-backup", "ui.centre.backups:BackupsSection", Permission.BACKUP),
    Section("history", N_("History"), "history", "ui.centre.history:HistorySection", Permission.HISTORY_VIEW),
)


class SettingsPage(Page):
    """`show_ref(Ref("settings", detail="backups"))` opens a section."""

    text_page = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Settings"))
        self.desk = desk
        self._made: dict[str, QWidget] = {}
        self._now = ""
        self.stack = QStackedWidget()
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.buttons: dict[str, Button] = {}
        for section in SECTIONS:
            button = Button(_(section.words), self._opener(section.key), kind="nav", icon=section.icon)
            button.setCheckable(True)
            self._group.addButton(button)
            self.buttons[section.key] = button
        side = box(column(*self.buttons.values(), None, margins=(10, 12, 10, 12), spacing=2), "sunken")
        side.setFixedWidth(SIDE)
        self.add(box(row(side, line(vertical=True), self.stack, spacing=0)), 1)
        desk.signed.connect(self._allow)
        self._allow()

    def _opener(self, key: str) -> Callable[[], None]:
        return lambda: self.open(key)

    def _allow(self, *_actor: object) -> None:
        for section in SECTIONS:
            self.buttons[section.key].refuse(self.desk.why_not(section.needs))

    def open(self, key: str) -> None:
        """Show a section; it is made when it is first wanted."""
        section = next((s for s in SECTIONS if s.key == key), SECTIONS[0])
        if self.desk.why_not(section.needs) or (self._now != section.key and not self.may_leave()):
            self._light()
            return
        if section.key not in self._made:
            module, name = section.target.split(":")
            made: QWidget = getattr(import_module(module), name)(self.desk)
            self._made[section.key] = made
            self.stack.addWidget(made)
        self._now = section.key
        self.stack.setCurrentWidget(self._made[section.key])
        self._light()
        self._shown()

    def _light(self) -> None:
        if self._now:
            self.buttons[self._now].setChecked(True)

    def front_part(self) -> QWidget | None:
        return self.section()

    def section(self) -> QWidget | None:
        """The section in front."""
        return self._made.get(self._now)

    def _shown(self) -> None:
        shown = getattr(self.section(), "shown", None)
        if shown is not None:
            shown()

    def shown(self) -> None:
        if self._now:
            self._shown()
        else:
            self.open(SECTIONS[0].key)

    def show_ref(self, ref: Ref) -> None:
        """Open the section that `detail` names."""
        self.open(ref.detail or SECTIONS[0].key)

    def held(self) -> object:
        """The section in front, and what is typed in its forms."""
        return self._now, super().held()

    def take(self, held: object) -> None:
        """Put back what `held` gave; a form gets its part when it shows what it is about."""
        if isinstance(held, tuple):
            now, forms = held
            super().take(forms)
            if now:
                self.open(now)

    def may_leave(self) -> bool:
        """False, with a sentence, while a section has changes that are not saved."""
        may = getattr(self.section(), "may_leave", None)
        if may is None or may():
            return True
        self.desk.tell(_("Save or discard the changes first."))
        return False
