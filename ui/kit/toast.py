"""A short message at the bottom left after something was done, with Undo; one at a time; never for errors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from app.i18n import _
from ui.kit.buttons import Button
from ui.kit.text import Elided, Glyph
from ui.kit.theme import theme

SECONDS = 8
MARGIN = 16


@dataclass(frozen=True)
class Offer:
    """What a toast offers instead of Undo: open the file that was written."""

    words: str
    icon: str
    do: Callable[[], object]

    def __call__(self) -> None:
        self.do()


class Toast(QFrame):
    """Lives over the content of a window; pause while the pointer or the focus is on it."""

    def __init__(self, host: QWidget, seconds: int = SECONDS) -> None:
        super().__init__(host)
        self.setObjectName("toast")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme().px(44))
        self.left_margin = MARGIN  # the shell moves it past the sidebar
        self.bottom_margin = MARGIN
        self._host = host
        self._action: Callable[[], object] | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 0, 8, 0)
        layout.setSpacing(12)
        self.words = Elided()
        self.words.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
        self.button = Button(_("Undo"), self._act, icon="undo-2")
        self.button.set_icon("undo-2", "on-tooltip")
        self.close_button = Button("", self.dismiss, kind="quiet", icon="x", tip=_("Close"))
        self.close_button.set_icon("x", "on-tooltip")
        layout.addWidget(Glyph("check", "on-tooltip", 16))
        layout.addWidget(self.words, 1)
        layout.addWidget(self.button)
        layout.addWidget(self.close_button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(seconds * 1000)
        self._timer.timeout.connect(self._time_up)
        for widget in (self.button, self.close_button):
            widget.installEventFilter(self)
        host.installEventFilter(self)
        self.hide()

    def tell(
        self, sentence: str, undo: Callable[[], object] | None = None, action: str = "", icon: str = "undo-2"
    ) -> None:
        """Show a sentence; `undo` is what its button does, called Undo unless `action` or an Offer names it."""
        if isinstance(undo, Offer):
            action, icon = undo.words, undo.icon
        self.words.setText(sentence)
        self.words.setMinimumWidth(self.words.fontMetrics().horizontalAdvance(sentence) + 8)
        self._action = undo
        self.button.setVisible(undo is not None)
        self.button.set_icon(icon, "on-tooltip")
        self.button.setText(action or _("Undo"))
        self.setAccessibleName(sentence)
        self.show()
        self.raise_()
        self._place()
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def dismiss(self) -> None:
        """Away at once."""
        self._timer.stop()
        self.hide()

    def running(self) -> bool:
        """Is its time running (not paused)?"""
        return self._timer.isActive()

    def _act(self) -> None:
        action = self._action
        self.dismiss()
        if action is not None:
            action()

    def _time_up(self) -> None:
        if not self.underMouse() and not self.button.hasFocus() and not self.close_button.hasFocus():
            self.hide()

    def _place(self) -> None:
        room = self._host.width() - self.left_margin - MARGIN
        self.setMaximumWidth(max(200, min(720, room)))
        self.words.setMinimumWidth(min(self.words.minimumWidth(), max(60, room - 200)))
        self.adjustSize()
        self.setFixedHeight(theme().px(44))
        self.move(self.left_margin, self._host.height() - self.height() - self.bottom_margin)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        if self.isVisible():
            self._timer.start()
        super().leaveEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        elif event.type() == QEvent.Type.FocusIn and watched is not self._host:
            self._timer.stop()
        elif event.type() == QEvent.Type.FocusOut and watched is not self._host and self.isVisible():
            self._timer.start()
        return super().eventFilter(watched, event)
