"""The one focus ring of the program: 2 px, just outside whatever has the focus, for mouse and keyboard alike."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QFocusFrame, QTabBar, QWidget

from ui.kit.theme import theme


class FocusRing(QFocusFrame):
    """Follows the focus over buttons, check boxes and tabs; text fields and tables show their own."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        app.focusChanged.connect(self.follow)

    def follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Move to the widget that got the focus."""
        wanted = isinstance(new, QAbstractButton | QTabBar) and not new.property("noring")
        self.setWidget(new if wanted else None)  # type: ignore[arg-type]
        self.clearMask()

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
