"""The sidebar: the centre, search, the places with their numbers, pinned cohorts, settings, who is at the desk.

A rail of icons on narrow windows, where the words are tooltips.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QMenu, QVBoxLayout, QWidget

from app.cohorts.names import CohortName
from app.cohorts.words import cohort_status
from app.i18n import _
from app.office.permissions import Actor, role_label
from ui.kit.buttons import Button
from ui.kit.layout import box, clear, column, line, row, scrolled
from ui.kit.nav import RAIL, NavItem, PersonButton, PinnedItem
from ui.kit.seal import Mark
from ui.kit.text import Elided, label
from ui.kit.theme import theme
from ui.shell.places import PLACES, SETTINGS, Place

WIDE = 216
RAIL_BELOW = 1400  # pixels of the window
ROLES = ("administrator", "verifier", "certificates", "instructor", "viewer")


class Sidebar(QWidget):
    """Where one can go. `went` carries the key of a place, `cohort_asked` and `unpinned` that of a cohort."""

    went = Signal(str)
    account = Signal()
    search_asked = Signal()
    cohort_asked = Signal(int)
    unpinned = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(theme().px(WIDE))
        self._rail = False
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, NavItem] = {}
        self.pins: dict[int, PinnedItem] = {}
        self._lit: tuple[str, int | None] = ("", None)
        self.name = Elided("", "strong")
        self.kind = Elided("", "caption")
        self._names = QWidget()
        self._names.setLayout(column(self.name, self.kind, spacing=0))
        self.search = Button(_("Search"), self.search_asked.emit, icon="search", keys="Ctrl K",
                             tip=_("Search everything and find any command") + "  (Ctrl+K)")
        self.search.setAccessibleName(_("Search"))
        self._pinned = QVBoxLayout()
        self._pinned.setContentsMargins(0, 12, 0, 4)
        self._pinned.setSpacing(1)
        self._pin_area = scrolled(box(self._pinned))
        self._pin_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._user = PersonButton(self.account.emit)
        self._compose()

    def _compose(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(8, 12, 8, 8)
        outer.setSpacing(2)
        outer.addLayout(row(Mark(), self._names, margins=(6, 0, 0, 0), spacing=10))
        outer.addSpacing(10)
        outer.addWidget(self.search)
        outer.addSpacing(8)
        for place in PLACES:
            outer.addWidget(self._item(place))
        outer.addWidget(self._pin_area, 1)
        outer.addWidget(self._item(SETTINGS))
        outer.addSpacing(6)
        outer.addWidget(line())
        outer.addSpacing(4)
        outer.addWidget(self._user)

    def _item(self, place: Place) -> NavItem:
        key = f"Ctrl+{place.digit}" if place.digit else "Ctrl+,"
        button = NavItem(place.text(), partial(self.went.emit, place.key), place.icon, key)
        self._group.addButton(button)
        self._buttons[place.key] = button
        return button

    def show_centre(self, name: str, under: str) -> None:
        """Whose records these are."""
        self.name.setText(name)
        self.kind.setText(under)

    def show_actor(self, actor: Actor) -> None:
        """Who is at the desk."""
        role = next((role_label(r) for r in ROLES if r in actor.roles), "")
        self._user.show_person(actor.name, role, _("Account"))

    def person(self) -> str:
        """Whose name stands at the foot."""
        return self._user.person.text()

    def account_corner(self) -> QPoint:
        """Where the menu of the account hangs, on the screen: its lower left corner."""
        return self._user.mapToGlobal(QPoint(self._user.width() + 10, self._user.height()))

    def allow(self, key: str, why_not: str) -> None:
        """Grey a place with the reason."""
        self._buttons[key].refuse(why_not)

    def show_count(self, key: str, count: int | None, words: str = "") -> None:
        """The number beside a place, and what it counts in words."""
        if key in self._buttons:
            self._buttons[key].set_count(count, words)

    def show_pinned(self, cohorts: Sequence[CohortName]) -> None:
        """The pinned cohorts; a right click lets one go."""
        clear(self._pinned)
        self.pins = {}
        if cohorts:
            title = label(_("Pinned"), "caption")
            title.setContentsMargins(10, 0, 0, 4)
            self._pinned.addWidget(title)
        for cohort in cohorts:
            item = PinnedItem(cohort.code, partial(self.cohort_asked.emit, cohort.id), cohort.running,
                              f"{cohort.title}, {cohort_status(cohort.status)}".removeprefix(", "))
            item.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            item.customContextMenuRequested.connect(partial(self._pin_menu, item, cohort.id))
            self._group.addButton(item)
            self.pins[cohort.id] = item
            self._pinned.addWidget(item)
        self._pinned.addStretch(1)
        self.light(*self._lit)

    def _pin_menu(self, item: PinnedItem, key: int, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Open"), partial(self.cohort_asked.emit, key))
        menu.addAction(_("Unpin"), partial(self.unpinned.emit, key))
        menu.popup(item.mapToGlobal(at))

    def light(self, key: str, cohort: int | None = None) -> None:
        """Show which place is open, or which pinned cohort."""
        self._lit = (key, cohort)
        item: Button | None = None if self._rail or cohort is None else self.pins.get(cohort)
        item = item or self._buttons.get(key)
        if item is not None:
            item.setChecked(True)

    def fit(self, window_width: int) -> None:
        """Words where the window has room for them beside the work, else the rail."""
        self.set_rail(window_width < RAIL_BELOW + theme().px(WIDE) - WIDE)

    def set_rail(self, on: bool) -> None:
        """Icons only, where the window is narrow; the words are tooltips."""
        if on == self._rail:
            return
        self._rail = on
        self.setFixedWidth(RAIL if on else theme().px(WIDE))
        for button in self._buttons.values():
            button.set_small(on)
        self.search.setProperty("caps", not on)
        self.search.set_kind("quiet" if on else "secondary")
        self.search.keys = "" if on else "Ctrl K"
        self.search.setText("" if on else _("Search"))
        self._user.set_small(on)
        self._names.setVisible(not on)
        self._pin_area.widget().setVisible(not on)
        self._pin_area.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAlwaysOff if on else Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.light(*self._lit)
