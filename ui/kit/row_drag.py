"""Rows of a table dragged to another place with the mouse; the keys for it belong to whoever owns the order."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QTableView

from ui.kit.theme import theme


class RowDrag(QObject):
    """`moved(row, place)`: the row was dropped so that it stands at that place, both from 0."""

    moved = Signal(int, int)

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self.table = table
        self.line = QFrame(table.viewport())
        self.line.setObjectName("drop-line")
        self.line.hide()
        self._row, self._from = -1, QPoint()
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent):
            kind, at = event.type(), event.position().toPoint()
            if kind == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
                self._row, self._from = self.table.rowAt(at.y()), at
            elif kind == QEvent.Type.MouseMove and self._row >= 0:
                far = (at - self._from).manhattanLength() >= QApplication.startDragDistance()
                if self.line.isVisible() or far:
                    self._show(at)
                    return True
            elif kind == QEvent.Type.MouseButtonRelease:
                row, self._row = self._row, -1
                if self.line.isVisible():
                    self.line.hide()
                    self.table.viewport().unsetCursor()
                    gap = self._gap(at)
                    place = gap - 1 if gap > row else gap
                    if place != row:
                        self.moved.emit(row, place)
                    return True
        return False

    def _gap(self, at: QPoint) -> int:
        """Before which row it would fall; the number of rows behind the last."""
        count = self.table.model().rowCount()
        row = self.table.rowAt(max(0, at.y()))
        if row < 0:
            return count
        top, height = self.table.rowViewportPosition(row), self.table.rowHeight(row)
        return row + (at.y() > top + height / 2)

    def _show(self, at: QPoint) -> None:
        self.table.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        view, gap = self.table.viewport(), self._gap(at)
        edge = theme().px(24)
        if at.y() < edge or at.y() > view.height() - edge:  # on to what lies beyond the edge
            bar = self.table.verticalScrollBar()
            bar.setValue(bar.value() + (1 if at.y() > edge else -1))
        last = gap - 1
        y = self.table.rowViewportPosition(gap) if gap < self.table.model().rowCount() else (
            self.table.rowViewportPosition(last) + self.table.rowHeight(last))
        self.line.setGeometry(0, max(0, y - 1), view.width(), 2)
        self.line.show()
        self.line.raise_()
