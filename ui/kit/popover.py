"""A small panel beside what it explains: a title, a body, closed by Esc, by a click elsewhere or by leaving it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.i18n import _
from ui.kit.buttons import icon_button
from ui.kit.spoken import say
from ui.kit.text import label
from ui.kit.theme import theme

WIDTH = 340  # pixels at the normal text size
GAP, EDGE = 6, 8


class Popover(QFrame):
    """Opens at once, below its anchor (above where there is no room), inside the window.

    `anchor` is a widget, or a rectangle in the coordinates of `owner`. `spoken` is said when it opens; without it,
    title and the accessible description of the body. The focus goes back to where it was. `closed` when it is gone.
    """

    closed = Signal()

    def __init__(self, anchor: QWidget | QRect, title: str, body: QWidget, *, owner: QWidget | None = None,
                 spoken: str = "", width: int = WIDTH) -> None:
        place = anchor if isinstance(anchor, QWidget) else owner
        assert place is not None, "a rectangle needs the widget whose coordinates it has"
        window = place.window()
        before = window.findChild(Popover)
        if before is not None:
            before.close_now()
        super().__init__(window)
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(title)
        words = spoken or body.accessibleDescription()
        self.setAccessibleDescription(words)
        self._back = QApplication.focusWidget()
        self._over = False
        self.body = body
        head = QHBoxLayout()
        head.addWidget(label(title, "strong", wrap=True), 1)
        self.close_button = icon_button("x", _("Close (Esc)"), self.close_now, small=True, kind="quiet")
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 10, 14)
        layout.setSpacing(8)
        layout.addLayout(head)
        inner = QVBoxLayout()
        inner.setContentsMargins(0, 0, 6, 0)
        inner.addWidget(body)
        layout.addLayout(inner)
        self._place(place, anchor.rect() if isinstance(anchor, QWidget) else anchor, theme().px(width))
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        say(self, f"{title}. {words}".strip())
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def _place(self, place: QWidget, rect: QRect, width: int) -> None:
        window = self.parentWidget()
        assert window is not None
        width = min(width, window.width() - 2 * EDGE)
        self.ensurePolished()
        layout = self.layout()
        assert layout is not None
        layout.activate()
        height = min(max(layout.heightForWidth(width), self.sizeHint().height() if not layout.hasHeightForWidth()
                         else 0), window.height() - 2 * EDGE)
        self.setFixedSize(width, height)
        corner = place.mapTo(window, rect.bottomLeft()) + QPoint(0, GAP)
        top = place.mapTo(window, rect.topLeft()).y()
        if corner.y() + height > window.height() - EDGE and top - GAP - height >= EDGE:
            corner.setY(top - GAP - height)
        corner.setX(max(EDGE, min(corner.x(), window.width() - width - EDGE)))
        corner.setY(max(EDGE, min(corner.y(), window.height() - height - EDGE)))
        self.move(corner)

    def close_now(self) -> None:
        """Take it away and give the focus back."""
        if self._over:
            return
        self._over = True
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        focus = QApplication.focusWidget()
        inside = focus is None or focus is self or self.isAncestorOf(focus)
        self.hide()
        back = self._back
        try:
            if inside and back is not None and back.isVisible():
                back.setFocus(Qt.FocusReason.PopupFocusReason)
        except RuntimeError:
            pass  # what had the focus is gone
        self.closed.emit()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.close_now()
            return
        event.ignore()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._over or not isinstance(watched, QWidget):
            return False
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:  # Esc is ours, whatever the page does with it
                event.accept()
        elif event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            if not self.rect().contains(self.mapFromGlobal(event.globalPosition().toPoint())):
                self.close_now()
        elif event.type() == QEvent.Type.FocusIn and watched is not self and not self.isAncestorOf(watched):
            self.close_now()
        elif event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self.close_now()
        return False
