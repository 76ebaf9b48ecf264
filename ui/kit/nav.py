"""What stands in the sidebar: a place with its number, a pinned thing with its dot, the person at the desk."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit.buttons import Button
from ui.kit.layout import column, row
from ui.kit.text import Avatar, Elided, Glyph
from ui.kit.theme import theme

RAIL = 56  # px wide, where only icons are shown
EDGE = 9  # px between a number and the right border


class NavItem(Button):
    """A place. `words` are kept when only the icon is shown; the number stands at the right."""

    def __init__(self, words: str, on_click: Callable[[], object], icon: str, keys: str = "") -> None:
        super().__init__(words, on_click, kind="nav", icon=icon)
        self.words, self.key_words = words, keys
        self.count: int | None = None
        self._count_words = ""
        self._refused = ""
        self._small = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._name()

    def set_count(self, count: int | None, words: str = "") -> None:
        """A number beside the place, and what it counts, in words."""
        self.count, self._count_words = count, words
        self._name()
        self.update()

    def refuse(self, why: str) -> None:
        super().refuse(why)
        self._refused = why
        self._name()

    def set_small(self, on: bool) -> None:
        """Only the icon."""
        self._small = on
        self.setText("" if on else self.words)
        self._name()

    def _name(self) -> None:
        self.setAccessibleName(self.words)
        self.setAccessibleDescription(self._count_words)
        key = f"  ({self.key_words})" if self.key_words else ""
        counted = f"\n{self._count_words}" if self._count_words else ""
        self.setToolTip(self._refused or f"{self.words}{key}{counted}")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.count is None or self._small:
            return
        painter = QPainter(self)
        painter.setFont(theme().font(9))
        painter.setPen(theme().color("accent-text" if self.isChecked() else "text-2"))
        painter.drawText(self.rect().adjusted(0, 0, -EDGE, 0),
                         Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{self.count:,}")
        painter.end()


class PinnedItem(Button):
    """A pinned thing: its dot is filled while it goes on."""

    def __init__(self, words: str, on_click: Callable[[], object], lively: bool, state: str) -> None:
        super().__init__("", on_click, kind="nav", tip=f"{words}\n{state}")
        self.words, self.lively = words, lively
        self.setAccessibleName(words)
        self.setAccessibleDescription(state)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(40)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(18.5, self.height() / 2)
        if self.lively:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().color("accent"))
            painter.drawEllipse(middle, 3, 3)
        else:
            painter.setPen(QPen(theme().color("line-strong"), 1.25))
            painter.drawEllipse(middle, 2.5, 2.5)
        painter.setPen(theme().color("accent-text" if self.isChecked() else "text-2"))
        painter.setFont(theme().font())
        room = QRectF(36, 0, self.width() - 36 - EDGE, self.height())
        words = QFontMetrics(theme().font()).elidedText(self.words, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.end()


class PersonButton(Button):
    """Who is at the desk; opens the menu of the account. Only the two letters where there is no room."""

    def __init__(self, on_click: Callable[[], object]) -> None:
        super().__init__("", on_click, kind="quiet")
        self.avatar = Avatar("", 30)
        self.person = Elided("", "strong")
        self.role = Elided("", "caption")
        self._names = QWidget()
        self._names.setLayout(column(self.person, self.role, spacing=0))
        self._more = Glyph("ellipsis", "text-2", 16)
        for part in (self.avatar, self._names, self._more):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setLayout(row(self.avatar, self._names, self._more, margins=(5, 4, 7, 4), spacing=8))
        self.setFixedHeight(theme().px(48))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme().px(48))  # two lines of words, not one as a button

    def show_person(self, name: str, role: str, what: str) -> None:
        """Another person; `what` says what the button opens."""
        self.avatar.set_name(name)
        self.person.setText(name)
        self.role.setText(role)
        self.setAccessibleName(f"{what}: {name}, {role}" if role else f"{what}: {name}")
        self.setToolTip(f"{name}\n{role}" if role else name)

    def set_small(self, on: bool) -> None:
        """Only the letters."""
        self._names.setVisible(not on)
        self._more.setVisible(not on)
