"""A short list of rows that hold words and a button: arrows move, Enter opens. For cards; long lists are tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.kit.layout import Item, _fill
from ui.kit.theme import theme


class Row(QWidget):
    """One row. `spoken` is what a screen reader says of all of it; `tone` 'warn' is for what needs somebody first."""

    def __init__(self, *items: Item, spoken: str, open_: Callable[[], object] | None = None, tone: str = "",
                 edge: int = 16, height: int = 50) -> None:
        super().__init__()
        self.opens, self.tone = open_, tone
        self.setAccessibleName(spoken)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._least = theme().px(height)
        layout = QHBoxLayout(self)
        _fill(layout, items, (edge, 6, edge, 7), 12)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), max(self._least, hint.height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def open(self) -> None:
        """What Enter does."""
        if self.opens is not None:
            self.opens()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.opens is not None:
            self.open()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.open()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()
        parent = self.parentWidget()
        if isinstance(parent, RowList):
            parent.remember(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        color = theme().color
        if self.hasFocus():
            painter.fillRect(self.rect(), color("accent-tint"))
            painter.fillRect(0, 0, 3, self.height(), color("accent"))
        elif self.tone == "warn":
            painter.fillRect(self.rect(), color("warn-tint"))
        elif self.underMouse() and self.opens is not None:
            painter.fillRect(self.rect(), color("hover"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, color("line-soft"))
        if self.hasFocus():
            painter.setPen(QPen(color("focus"), 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -2))
        painter.end()


class RowList(QWidget):
    """Rows below each other. Tab comes to the row that had the keys last; up, down, Home and End move among them."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.rows: list[Row] = []
        self._at = 0
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    def set_rows(self, rows: Sequence[Row], first: int | None = None) -> None:
        """Other rows. The keys stay where they were; `first` is the row they come to otherwise."""
        focus = self.window().focusWidget()
        had = focus is not None and any(row is focus or row.isAncestorOf(focus) for row in self.rows)
        at = self._at
        for old in self.rows:
            old.hide()
            self._layout.removeWidget(old)
            old.deleteLater()
        self.rows = list(rows)
        for row in self.rows:
            self._layout.addWidget(row)
            row.setVisible(True)  # not only when the layout comes to it: the keys may go there at once
        self._at = min(at, max(0, len(self.rows) - 1)) if had or first is None else first
        self._share_tab()
        if had and self.rows:
            self.rows[self._at].setFocus(Qt.FocusReason.OtherFocusReason)

    def remember(self, row: Row) -> None:
        """The row that has the keys."""
        if row in self.rows:
            self._at = self.rows.index(row)
            self._share_tab()

    def current(self) -> Row | None:
        """The row that has the keys, or had them last."""
        return self.rows[self._at] if self._at < len(self.rows) else None

    def _share_tab(self) -> None:
        for number, row in enumerate(self.rows):
            here = number == self._at
            row.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)
            for button in row.findChildren(QAbstractButton):
                button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: self._at + 1, Qt.Key.Key_Up: self._at - 1, Qt.Key.Key_Home: 0,
                 Qt.Key.Key_End: len(self.rows) - 1}
        wanted = steps.get(Qt.Key(event.key()))
        if wanted is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif 0 <= wanted < len(self.rows):
            self.rows[wanted].setFocus(Qt.FocusReason.OtherFocusReason)
            self.remember(self.rows[wanted])
            into_view(self.rows[wanted])


def into_view(widget: QWidget) -> None:
    """Scroll the area around a widget so that it is seen."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget, 0, 24)
            return
        above = above.parentWidget()
