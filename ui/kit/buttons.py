"""Buttons: one primary per view, secondary, quiet, danger (outlined until the last confirmation), link, chips."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from app.i18n import _
from ui.kit.icons import icon as line_icon
from ui.kit.text import set_look
from ui.kit.theme import theme

Kind = Literal["secondary", "primary", "quiet", "danger", "destroy", "quietdanger", "link", "nav", "chip", "seg", "row"]
_ICON_TOKEN = {
    "primary": "on-accent",
    "danger": "danger",
    "destroy": "on-danger",
    "quiet": "text-2",
    "quietdanger": "danger",
    "link": "accent-text",
    "nav": "text-2",
    "chip": "text-2",
    "seg": "text-2",
}


def plain(words: str) -> str:
    """The words of an action without the mark of its underlined letter."""
    return words.replace("&&", "\0").replace("&", "").replace("\0", "&")


class Button(QPushButton):
    """A button: verb and object, perhaps an icon, perhaps its key shown as a cap at the right end."""

    def __init__(
        self,
        text: str,
        on_click: Callable[[], object] | None = None,
        *,
        kind: Kind = "secondary",
        icon: str = "",
        keys: str = "",
        small: bool = False,
        large: bool = False,
        tip: str = "",
        checkable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.kind, self.keys, self._icon = kind, keys, icon
        self._words = text
        self._tip, self._why, self._refusal = tip, "", ""
        self._action: QAction | None = None
        self._short: str | None = None
        self._shown = True
        self.setProperty("kind", kind)
        if small or large:
            self.setProperty("fit", "small" if small else "large")
        if keys:
            self.setProperty("caps", True)
        if kind in ("nav", "chip", "seg") or checkable:
            self.setCheckable(True)
        self.set_icon(icon)
        self.setText(text)
        if not text and icon:
            self.setProperty("square", True)
            self.setAccessibleName(tip)
        if tip:
            self.setToolTip(tip)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        if kind == "link":
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        if on_click is not None:
            self.clicked.connect(lambda _checked=False: on_click())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it on a page too; Qt knows only the space bar there."""
        if (event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat()
                and event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)):
            self.click()
            return
        super().keyPressEvent(event)

    @classmethod
    def of(
        cls,
        action: QAction,
        *,
        kind: Kind = "secondary",
        icon: str = "",
        text: str | None = None,
        keys: bool = False,
        small: bool = False,
        large: bool = False,
        parent: QWidget | None = None,
    ) -> Button:
        """A button that does an action and follows its words, icon, tooltip, greyness and visibility.

        `text` shortens the words ('' shows the icon only); `icon` overrides the action's own; `keys` shows its key.
        """
        caps = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
        icon = icon or str(action.property("icon_name") or "")
        made = cls("", action.trigger, kind=kind, icon=icon, keys=caps, small=small, large=large,
                   checkable=action.isCheckable(), parent=parent)
        made._action, made._short = action, text
        action.changed.connect(made._follow_action)
        made._follow_action()
        return made

    def _follow_action(self) -> None:
        action = self._action
        assert action is not None
        words = plain(action.text())
        shown = words if self._short is None else self._short
        self.setText(shown.replace("&", "&&"))
        set_look(self, square=not shown)
        if not shown:
            self.setAccessibleName(words)
        if action.isCheckable():
            self.setChecked(action.isChecked())
        self.setEnabled(action.isEnabled())
        key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        tip = "" if plain(action.toolTip()) in (words, words.rstrip(" …")) else action.toolTip()
        with_key = f"{words.rstrip(' …')}  ({key})" if key else "" if shown else words
        self.setToolTip(tip or with_key)
        if self._shown != action.isVisible():  # the page may hide it for reasons of its own
            self._shown = action.isVisible()
            if self.parent() is not None or not self._shown:  # shown before it has a parent it would be a window
                self.setVisible(self._shown)

    def setText(self, text: str) -> None:
        self._words = text
        super().setText(f" {text}" if self._icon and text else text)

    def set_icon(self, name: str, token: str = "") -> None:
        """Show another icon ('' for none)."""
        self._icon = name
        if not name:
            return
        token = token or _ICON_TOKEN.get(self.kind, "text")
        on = "accent-text" if self.kind in ("nav", "chip", "seg", "quiet") else token
        self.setIcon(line_icon(name, token, on))
        side = 18 if self.kind == "nav" else 14 if self.property("fit") == "small" else 16
        self.setIconSize(QSize(side, side))

    def set_kind(self, kind: Kind) -> None:
        """Change what kind of button this is."""
        self.kind = kind
        set_look(self, kind=kind)
        self.set_icon(self._icon)

    def explain(self, why: str) -> None:
        """Grey with a reason in the tooltip; '' makes it usable again (unless it is refused to the person)."""
        self._why = why
        shown = self._refusal or why
        self.setEnabled(not shown)
        self.setToolTip(shown or self._tip)

    def refuse(self, why: str) -> None:
        """Refused to whoever sits at the desk; '' lifts that."""
        self._refusal = why
        self.explain(self._why)

    def _cap_width(self) -> int:
        return QFontMetrics(theme().font(8.25)).horizontalAdvance(self.keys) + 12 if self.keys else 0

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + (self._cap_width() + 6 if self.keys else 0), hint.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.keys:
            self._paint_cap(painter)
        if self.kind == "nav" and self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().color("accent"))
            painter.drawRoundedRect(QRectF(0, 8, 3, self.height() - 16), 1.5, 1.5)
        painter.end()

    def _paint_cap(self, painter: QPainter) -> None:
        width = self._cap_width()
        rect = QRectF(self.width() - width - 9, (self.height() - 19) / 2, width, 19).adjusted(0.5, 0.5, -0.5, -0.5)
        if not self.isEnabled():
            ink, edge = theme().color("text-3"), theme().color("ctl")
        elif self.kind in ("primary", "destroy"):
            ink = edge = theme().color("on-accent" if self.kind == "primary" else "on-danger")
        else:
            ink, edge = theme().color("text-2"), theme().color("ctl")
        painter.setPen(QPen(edge, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, 4, 4)
        painter.setFont(theme().font(8.25))
        painter.setPen(ink)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.keys)


def primary(text: str, on_click: Callable[[], object] | None = None, icon: str = "", keys: str = "") -> Button:
    """The one thing to do on this view."""
    return Button(text, on_click, kind="primary", icon=icon, keys=keys)


def secondary(text: str, on_click: Callable[[], object] | None = None, icon: str = "", small: bool = False) -> Button:
    """Another thing to do."""
    return Button(text, on_click, icon=icon, small=small)


def quiet(text: str, on_click: Callable[[], object] | None = None, icon: str = "", small: bool = False) -> Button:
    """Without a border, for toolbars."""
    return Button(text, on_click, kind="quiet", icon=icon, small=small)


def danger(text: str, on_click: Callable[[], object] | None = None, icon: str = "") -> Button:
    """Leads to something that cannot be taken back; outlined."""
    return Button(text, on_click, kind="danger", icon=icon)


def destroy(text: str, on_click: Callable[[], object] | None = None) -> Button:
    """The last confirmation of something that cannot be taken back; filled."""
    return Button(text, on_click, kind="destroy")


def link(text: str, on_click: Callable[[], object] | None = None, icon: str = "") -> Button:
    """A word that leads somewhere."""
    return Button(text, on_click, kind="link", icon=icon)


def icon_button(
    icon: str, name: str, on_click: Callable[[], object] | None = None, *, small: bool = False, kind: Kind = "secondary"
) -> Button:
    """A square button with an icon only; `name` is its tooltip and what a screen reader says."""
    return Button("", on_click, kind=kind, icon=icon, small=small, tip=name)


class MoreButton(Button):
    """Three dots that open a menu of actions."""

    def __init__(
        self,
        actions: Sequence[QAction | None] = (),
        *,
        small: bool = False,
        kind: Kind = "secondary",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", None, kind=kind, icon="ellipsis", small=small, tip=_("More"), parent=parent)
        self.list = QMenu(self)
        self.list.setToolTipsVisible(True)  # a grey entry says why
        self.clicked.connect(self._open)
        self.set_actions(actions)

    def set_actions(self, actions: Sequence[QAction | None]) -> None:
        """The actions of the menu; None is a line."""
        self.list.clear()
        for action in actions:
            self.list.addAction(action) if action is not None else self.list.addSeparator()

    def add(self, text: str, on_click: Callable[[], object], icon: str = "") -> QAction:
        """One more action."""
        action = QAction(text, self)
        if icon:
            action.setIcon(line_icon(icon, "text-2"))
        action.triggered.connect(lambda _checked=False: on_click())
        self.list.addAction(action)
        return action

    def _open(self) -> None:
        place = self.mapToGlobal(QPoint(self.width() - self.list.sizeHint().width(), self.height() + 2))
        self.list.popup(place)


class Chip(Button):
    """A filter that can be on, with the number of rows it leaves; the number always shows."""

    def __init__(self, text: str, count: int | None = None, *, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, kind="chip", icon=icon, parent=parent)
        self.name = text
        self.set_count(count)

    def set_count(self, count: int | None) -> None:
        """Show how many rows there are."""
        self.count = count
        self.setText(self.name if count is None else f"{self.name}  {count:,}")


class Segments(QWidget):
    """A few choices side by side, one of them on."""

    changed = Signal(object)

    def __init__(
        self,
        options: Sequence[tuple[object, str]],
        value: object = None,
        *,
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._group = QButtonGroup(self)
        self._values = [v for v, _t in options]
        for index, (_value, text) in enumerate(options):
            button = Button(text, kind="seg", small=small)
            edge = "only" if len(options) == 1 else "first" if index == 0 else "middle"
            button.setProperty("edge", "last" if index and index == len(options) - 1 else edge)
            self._group.addButton(button, index)
            layout.addWidget(button)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_value(value if value is not None else self._values[0])
        self._group.idClicked.connect(lambda number: self.changed.emit(self._values[number]))

    def value(self) -> object:
        """The choice that is on."""
        return self._values[self._group.checkedId()]

    def set_value(self, value: object) -> None:
        """Turn a choice on, without a signal; ValueError when it is none of them."""
        self._group.button(self._values.index(value)).setChecked(True)

    def set_text(self, value: object, text: str) -> None:
        """Other words for a choice (a count that changed)."""
        self._group.button(self._values.index(value)).setText(text)
