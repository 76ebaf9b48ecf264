"""The one focus ring of the program: 2 px, just outside whatever has the focus, for mouse and keyboard alike."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QFocusFrame, QTabBar, QWidget

from ui.kit.theme import theme


class FocusRing(QObject):
    """Follows the focus over buttons, check boxes and tabs; text fields and tables show their own.

    Qt puts the frame into the window of what it rings, so it goes with that window: then another one is made.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._frame = _Frame()
        app.focusChanged.connect(self.follow)

    @property
    def frame(self) -> QFocusFrame:
        """The ring itself."""
        if not shiboken6.isValid(self._frame):
            self._frame = _Frame()
        return self._frame

    def follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Move to the widget that got the focus."""
        wanted = isinstance(new, QAbstractButton | QTabBar) and not new.property("noring")
        self.frame.setWidget(new if wanted else None)  # type: ignore[arg-type]
        self.frame.clearMask()


class _Frame(QFocusFrame):
    """2 px with round corners."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        taken = super().eventFilter(watched, event)
        self.clearMask()  # Qt masks the frame to a straight border, which would cut our round corners
        return taken

    def paintEvent(self, event: QPaintEvent) -> None:
        widget = self.widget()
        if widget is None:
            return
        rect = QRectF(widget.rect())
        rect.moveTopLeft(self.mapFromGlobal(widget.mapToGlobal(widget.rect().topLeft())))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().color("focus"), 2))
        grow = 1 if not isinstance(widget, QTabBar) else -1
        painter.drawRoundedRect(rect.adjusted(-grow, -grow, grow, grow), 7, 7)
        painter.end()
