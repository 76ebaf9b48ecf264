"""The sidebar: the centre, the places, settings, who is at the desk. A rail of icons on narrow windows."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from app.i18n import _
from app.office.permissions import Actor, role_label
from ui.kit.buttons import Button
from ui.kit.layout import column, line, row
from ui.kit.seal import Mark
from ui.kit.text import Avatar, Elided
from ui.shell.places import PLACES, SETTINGS, Place

WIDE, RAIL = 216, 56


class Sidebar(QWidget):
    """Where one can go. `went` carries the key of a place."""

    went = Signal(str)
    account = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDE)
        self._rail = False
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, Button] = {}
        self._words: dict[str, str] = {}
        self.name = Elided("", "strong")
        self.kind = Elided("", "caption")
        self._names = QWidget()
        self._names.setLayout(column(self.name, self.kind, spacing=0))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(8, 12, 8, 8)
        outer.setSpacing(2)
        outer.addLayout(row(Mark(), self._names, margins=(7, 0, 0, 0), spacing=10))
        outer.addSpacing(14)
        for place in PLACES:
            outer.addWidget(self._item(place))
        outer.addStretch(1)
        outer.addWidget(self._item(SETTINGS))
        outer.addSpacing(6)
        outer.addWidget(line())
        self._user = self._user_button()
        outer.addSpacing(4)
        outer.addWidget(self._user)

    def _item(self, place: Place) -> Button:
        key = f"Ctrl+{place.digit}" if place.digit else "Ctrl+,"
        button = Button(place.text(), lambda: self.went.emit(place.key), kind="nav", icon=place.icon,
                        tip=f"{place.text()}  ({key})")
        button.setAccessibleName(place.text())
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._group.addButton(button)
        self._buttons[place.key] = button
        self._words[place.key] = place.text()
        return button

    def _user_button(self) -> QWidget:
        self.avatar = Avatar("", 30)
        self.user = Elided("", "strong")
        self.role = Elided("", "caption")
        self._user_names = QWidget()
        self._user_names.setLayout(column(self.user, self.role, spacing=0))
        more = Button("", self.account.emit, kind="quiet", icon="ellipsis", small=True, tip=_("Account"))
        holder = QWidget()
        holder.setLayout(row(self.avatar, self._user_names, more, margins=(6, 4, 0, 4), spacing=8))
        self._account_button = more
        return holder

    def show_centre(self, name: str, under: str) -> None:
        """Whose records these are."""
        self.name.setText(name)
        self.kind.setText(under)

    def show_actor(self, actor: Actor) -> None:
        """Who is at the desk."""
        self.avatar.set_name(actor.name)
        self.user.setText(actor.name)
        order = ("administrator", "verifier", "certificates", "instructor", "viewer")
        self.role.setText(next((role_label(r) for r in order if r in actor.roles), ""))

    def allow(self, key: str, why_not: str) -> None:
        """Grey a place with the reason."""
        button = self._buttons[key]
        button.setEnabled(not why_not)
        if why_not:
            button.setToolTip(why_not)

    def light(self, key: str) -> None:
        """Show which place is open."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def set_rail(self, on: bool) -> None:
        """Icons only, where the window is narrow; the words are tooltips."""
        if on == self._rail:
            return
        self._rail = on
        self.setFixedWidth(RAIL if on else WIDE)
        for key, button in self._buttons.items():
            button.setText("" if on else self._words[key])
        for widget in (self._names, self._user_names):
            widget.setVisible(not on)
        self._account_button.setVisible(not on)
