"""The heads of the grid with week groups and today's column, and the line of totals at its foot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from ui.kit.grid_paint import PAD, SIDES
from ui.kit.theme import theme

if TYPE_CHECKING:
    from ui.kit.grid import Grid


class GridHead(QHeaderView):
    """The head of either half: group line, bold title, second line; today's column filled."""

    def __init__(self, grid: Grid, frozen: bool) -> None:
        super().__init__(Qt.Orientation.Horizontal, grid)
        self.grid, self.frozen = grid, frozen
        self.setSectionsClickable(not frozen)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(28)
        self._pressed = -1

    def choose_by_mouse(self) -> None:
        """A click on a head selects its column, dragging over heads several; call once the view has made it its own."""
        self.sectionPressed.disconnect()  # Qt's own choice starts at the first row in sight
        self.sectionEntered.disconnect()
        self.sectionPressed.connect(self._press)
        self.sectionEntered.connect(lambda section: self.grid.select_column_number(self._pressed, section))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A right click on a head is for its column."""
        column = self.grid.model.column(self.logicalIndexAt(event.pos()))
        if column is not None and not self.frozen:
            self.grid.head_menu_asked.emit(column.key, event.globalPos())

    def _press(self, section: int) -> None:
        self._pressed = section
        self.grid.select_column_number(section)

    def group_height(self) -> int:
        """Height of the line of groups; 0 when there is neither group nor caption."""
        grouped = any(c.group for c in self.grid.model.columns) or bool(self.grid.caption)
        return QFontMetrics(theme().font(8.5)).height() + 6 if grouped else 0

    def sizeHint(self) -> QSize:
        two = any(c.subtitle for c in self.grid.model.columns)
        line = QFontMetrics(theme().font(9)).height()
        return QSize(0, (line * 2 + 12 if two else line + 14) + self.group_height())

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        if self.frozen:
            self._paint_frozen(painter, rect, section)
        else:
            self._paint_cell(painter, rect, section)

    def _paint_frozen(self, painter: QPainter, rect: QRect, section: int) -> None:
        color, model = theme().color, self.grid.model
        if section >= len(model.frozen):
            return
        painter.save()
        painter.fillRect(rect, color("sunken"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, color("line"))
        column = model.frozen[section]
        area = rect.adjusted(PAD, 0, -(16 if section == len(model.frozen) - 1 else PAD), -6)
        painter.setFont(theme().font(9, QFont.Weight.DemiBold))
        painter.setPen(color("text-2"))
        side = Qt.AlignmentFlag.AlignRight if column.side == "right" else Qt.AlignmentFlag.AlignLeft
        flags = int(side | Qt.AlignmentFlag.AlignBottom) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(area.adjusted(0, self.group_height() - 2, 0, 0), flags, column.title())
        painter.restore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.frozen and self.grid.caption:  # the caption runs over several columns
            painter = QPainter(self.viewport())
            painter.setFont(theme().font(9))
            painter.setPen(theme().color("text-2"))
            left = self.sectionViewportPosition(min(1, self.count() - 1)) + PAD
            room = QRect(left, 4, self.viewport().width() - left - PAD, self.group_height())
            words = painter.fontMetrics().elidedText(self.grid.caption, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, int(SIDES["left"]), words)
            painter.end()
        elif not self.frozen:
            self._paint_groups()

    def _paint_groups(self) -> None:
        height = self.group_height()
        columns = self.grid.model.columns
        if not height or not any(c.group for c in columns):
            return
        painter = QPainter(self.viewport())
        color, lead = theme().color, len(self.grid.model.frozen)
        starts = [n for n, c in enumerate(columns) if c.group and (n == 0 or columns[n - 1].group != c.group)]
        for order, number in enumerate(starts):
            left = self.sectionViewportPosition(lead + number)
            after = starts[order + 1] if order + 1 < len(starts) else len(columns)
            right = self.sectionViewportPosition(lead + after - 1) + self.sectionSize(lead + after - 1)
            rect = QRect(left, 0, right - left, height)
            painter.fillRect(rect, color("sunken"))
            painter.fillRect(left, 0, 1, height, color("line"))
            painter.setFont(theme().font(8.5, QFont.Weight.Medium))
            painter.setPen(color("text-2"))
            area = rect.adjusted(6, 2, -2, 0)
            painter.drawText(
                area,
                int(SIDES["left"]),
                painter.fontMetrics().elidedText(columns[number].group, Qt.TextElideMode.ElideRight, area.width()),
            )
        painter.end()

    def _paint_cell(self, painter: QPainter, rect: QRect, section: int) -> None:
        color, column = theme().color, self.grid.model.column(section)
        if column is None:
            return
        painter.save()
        now, future = column.time == "now", column.time == "future"
        painter.fillRect(rect, color("sunken"))
        below = rect.adjusted(0, self.group_height(), 0, 0)
        if now:
            painter.fillRect(below, color("accent"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, color("line"))
        painter.fillRect(
            rect.left(), rect.top(), 1, rect.height(), color("line" if column.rule_before else "line-soft")
        )
        line = QFontMetrics(theme().font(9)).height()
        area = below.adjusted(PAD if column.align != "center" else 1, 0, -(PAD if column.align != "center" else 1), 0)
        top = area.top() + (area.height() - (line * 2 if column.subtitle else line)) // 2
        painter.setFont(theme().font(9.5 if column.align == "center" else 9, QFont.Weight.DemiBold))
        painter.setPen(color("on-accent" if now else "text-3" if future else "text"))
        first = QRect(area.left(), top, area.width(), line)
        painter.drawText(
            first,
            int(SIDES[column.align]),
            painter.fontMetrics().elidedText(column.title, Qt.TextElideMode.ElideRight, area.width()),
        )
        painter.setFont(theme().font(8.25))
        painter.setPen(color("on-accent" if now else "text-3" if future else "text-2"))
        second = QRect(area.left(), top + line, area.width(), line)
        painter.drawText(
            second,
            int(SIDES[column.align]),
            painter.fontMetrics().elidedText(column.subtitle, Qt.TextElideMode.ElideRight, area.width()),
        )
        painter.restore()


class GridFooter(QWidget):
    """One line of totals under both halves."""

    def __init__(self, grid: Grid) -> None:
        super().__init__(grid)
        self.grid = grid
        self.words = ""
        self.totals: dict[Any, str] = {}
        self.setFixedHeight(28)
        self.hide()

    def show_totals(self, words: str, totals: dict[Any, str]) -> None:
        """`words` under the names, a text under each column by its key; nothing hides the line."""
        self.words, self.totals = words, totals
        self.setVisible(bool(words or totals))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        color, grid = theme().color, self.grid
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("sunken"))
        painter.fillRect(0, 0, self.width(), 1, color("line"))
        painter.setFont(theme().font(9, QFont.Weight.DemiBold))
        painter.setPen(color("text-2"))
        edge = grid.frozen_view.width()
        name = grid.frozen_view.columnViewportPosition(min(1, len(grid.model.frozen) - 1)) + PAD
        painter.drawText(QRect(name, 0, edge - name - PAD, self.height()), int(SIDES["left"]), self.words)
        start = edge + 2
        painter.fillRect(edge, 0, 2, self.height(), color("ctl"))
        painter.setClipRect(QRect(start, 1, grid.view.viewport().width(), self.height()))
        for number, column in enumerate(grid.model.columns):
            text = self.totals.get(column.key, "")
            at = len(grid.model.frozen) + number
            left = start + grid.view.columnViewportPosition(at)
            cell = QRect(left, 0, grid.view.columnWidth(at), self.height())
            if column.time == "now":
                painter.fillRect(cell.adjusted(0, 1, 0, 0), color("accent-tint"))
                painter.fillRect(cell.left(), 1, 1, cell.height(), color("accent"))
                painter.fillRect(cell.right(), 1, 1, cell.height(), color("accent"))
            painter.setPen(color("accent-text" if column.time == "now" else "text-2"))
            area = cell.adjusted(PAD, 0, -PAD, 0) if column.align != "center" else cell
            painter.drawText(area, int(SIDES[column.align]), text)
        painter.end()
