"""Settings: a field to find any of them, a list of sections at the left, one section at the right."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QLabel, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.i18n import _
from app.office.command import Ref
from ui.centre.sections import SECTIONS, Section
from ui.desk.desk import Desk
from ui.kit.buttons import Button, Segments
from ui.kit.field import Field
from ui.kit.form import FormFoot
from ui.kit.layout import box, clear, column, least, line, row, scrolled
from ui.kit.page import Page
from ui.kit.text import label
from ui.kit.theme import theme
from ui.kit.toolbar import SearchBox

SIDE = 232  # px
MOST = 9  # hits shown


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
        self.search = SearchBox(_("Find a setting"))
        least(self.search, SIDE - 28)
        self.search.searched.connect(self._find)
        self.search.to_list.connect(self._first_hit)
        self._places = box(column(*self.buttons.values(), spacing=2))
        self._hits: list[tuple[Section, str]] = []
        self._found = QVBoxLayout()
        self._found.setContentsMargins(0, 0, 0, 0)
        self._found.setSpacing(2)
        self.hits = box(self._found)
        self.hits.hide()
        list_ = scrolled(box(column(self._places, self.hits, None, margins=(3, 3, 3, 3), spacing=0)))  # for the ring
        side = box(column(self.search, list_, margins=(12, 12, 12, 12), spacing=8), "sunken")
        self._side = side
        self.add(box(row(side, line(vertical=True), self.stack, spacing=0)), 1)
        desk.signed.connect(self._allow)
        self._allow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setFixedWidth(max(SIDE, min(theme().px(SIDE), self.width() * 3 // 10)))

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

    def section(self) -> QWidget | None:
        """The section in front."""
        return self._made.get(self._now)

    def work(self) -> QWidget | None:
        """The keys begin in the list of sections: the arrows open another one."""
        return self.buttons.get(self._now)

    def save(self) -> None:
        """Ctrl+S from anywhere on the page: what is changed in the section in front."""
        section = self.section()
        for foot in section.findChildren(FormFoot) if section is not None else ():
            foot.ask()

    @property
    def new(self) -> Callable[[], object] | None:
        """Ctrl+N: another signatory, holiday or user, as the section in front has them; None where there is none."""
        button = getattr(self.section(), "add_button", None)
        return button.click if button is not None and button.isEnabled() else None

    @property
    def export(self) -> Callable[[], object] | None:
        """Ctrl+Shift+E: the list of the section in front; None where it has none."""
        return getattr(self.section(), "export", None)

    @property
    def print_(self) -> Callable[[], object] | None:
        """Ctrl+P: the same on paper."""
        return getattr(self.section(), "print_", None)

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

    # -- finding ----------------------------------------------------------------------------------------------------
    def _find(self, text: str) -> None:
        """Sections and what is in them by a part of their words; every word typed must be in it."""
        wanted = text.casefold().split()
        self._places.setVisible(not wanted)
        self.hits.setVisible(bool(wanted))
        clear(self._found)
        self._hits = []
        for section in SECTIONS if wanted else ():
            for words in (section.words, *section.finds):
                said = f"{_(words)} {_(section.words)}".casefold()
                if all(w in said for w in wanted) and not self.desk.why_not(section.needs):
                    self._hits.append((section, words))
        by_itself = [h for h in self._hits if all(w in _(h[1]).casefold() for w in wanted)]
        self._hits = (by_itself or self._hits)[:MOST]
        for section, words in self._hits:
            self._found.addWidget(self._hit(section, words))
        if wanted and not self._hits:
            self._found.addWidget(label(_("Nothing found. Try fewer letters."), "muted", wrap=True))

    def _hit(self, section: Section, words: str) -> Button:
        made = Button(_(words), lambda: self.go_to(section.key, words), kind="nav", icon=section.icon)
        made.setCheckable(False)
        made.setToolTip(_(section.words))
        made.setAccessibleDescription(_(section.words))
        return made

    def _first_hit(self) -> None:
        self.search.now()
        if self._hits:
            section, words = self._hits[0]
            self.go_to(section.key, words)
        elif self._now and not self.search.text():
            self.buttons[self._now].setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to(self, key: str, words: str) -> None:
        """Open a section with the cursor in what is called so."""
        self.open(key)
        if self._now == key:
            QTimer.singleShot(0, self, lambda: self._point(_(words)))

    def _point(self, title: str) -> None:
        section = self.section()
        if section is None:
            return
        target = next((f.editor for f in section.findChildren(Field) if f.title == title), None)
        target = target or next((w for w in section.findChildren(QWidget) if w.accessibleName() == title), None)
        target = target or next((b for b in section.findChildren(QPushButton) if b.text().strip() == title), None)
        target = target or next((w for w in section.findChildren(QLabel) if w.text() == title), None)
        if target is None:
            return
        for area in section.findChildren(QScrollArea):
            if area.isAncestorOf(target):
                area.ensureWidgetVisible(target)
        if isinstance(target, Segments):
            target = next((b for b in target.findChildren(QPushButton) if b.isChecked()), target)
        if target.focusPolicy() != Qt.FocusPolicy.NoFocus:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- unsaved ----------------------------------------------------------------------------------------------------
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
