"""How tables are drawn: rows by a delegate, heads with the sort arrow after the words, check boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from ui.kit import icons
from ui.kit.look import INK, PLAIN, Look
from ui.kit.pill import paint_pill, pill_width
from ui.kit.progress import paint_bar
from ui.kit.rows_model import LOOK_ROLE
from ui.kit.theme import theme

if TYPE_CHECKING:
    from ui.kit.table import Table

PAD = 8
BAR = 50
Index = QModelIndex | QPersistentModelIndex


def paint_check(painter: QPainter, place: QRect, state: Qt.CheckState, enabled: bool = True) -> None:
    """A check box of 16 px at the left of `place`, in the middle of its height."""
    color = theme().color
    box = QRectF(place.left() + 0.75, place.center().y() - 7.25, 14.5, 14.5)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    on = state != Qt.CheckState.Unchecked
    painter.setPen(QPen(color("accent" if on else "line-strong" if enabled else "line"), 1.5))
    painter.setBrush(color("accent" if on else "surface" if enabled else "sunken"))
    painter.drawRoundedRect(box, 4, 4)
    if state == Qt.CheckState.Checked:
        icons.paint(painter, "check", color("on-accent"), QRect(int(box.left()) + 2, int(box.top()) + 2, 12, 12), 3)
    elif on:
        painter.fillRect(QRectF(box.center().x() - 4, box.center().y() - 1, 8, 2), color("on-accent"))
    painter.restore()


def paint_mistake(painter: QPainter, rect: QRect) -> None:
    """The frame of a cell with a mistake: tint, border and a flag in the corner."""
    color = theme().color
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    frame = QRectF(rect).adjusted(0.75, 0.75, -0.75, -1.25)
    painter.fillRect(frame, color("danger-tint"))
    painter.setPen(QPen(color("danger-solid"), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(frame)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color("danger-solid"))
    corner = frame.topRight()
    painter.drawPolygon(QPolygonF([corner + QPointF(-8, 0), corner, corner + QPointF(0, 8)]))
    painter.restore()


class RowDelegate(QStyledItemDelegate):
    """Draws every cell of a Table: the stylesheet never touches QTableView::item."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self.table = table

    def _area(self, rect: QRect, index: Index) -> QRect:
        head = self.table.horizontalHeader()
        visual = head.visualIndex(index.column())
        left = self.table.edge if visual == 0 else PAD
        right = self.table.edge if index.column() == self.table.last_column() else PAD
        return rect.adjusted(left, 0, -right, 0)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if not theme().contrast:
            self._paint(painter, option, index)
        elif option.state & QStyle.StateFlag.State_Selected:
            with theme().on_selection():
                self._paint(painter, option, index)
        else:
            self._paint(painter, option, index)

    def _paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        color, rect = theme().color, option.rect
        model = self.table.rows_model
        row = model.row(index.row())
        checked = row is not None and bool(model.checked) and model.key(row) in model.checked
        current = self.table.has_current_row(index.row())
        tinted = bool(model.checked) and self.table.tint_checked
        selected = checked if tinted else bool(option.state & QStyle.StateFlag.State_Selected)
        hover = index.row() == self.table.hover_row or (current and not selected)
        painter.save()
        painter.fillRect(rect, color("accent-tint" if selected else "hover" if hover else "surface"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, color("line-soft"))
        if selected and self.table.horizontalHeader().visualIndex(index.column()) == 0:
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), color("accent"))
        area = self._area(rect, index)
        if index.column() < model.lead:
            state = Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked
            paint_check(painter, area, state)
        else:
            look: Look = index.data(LOOK_ROLE) or PLAIN
            self._paint_cell(painter, rect, area, index, look, selected, current and (selected or bool(model.checked)))
        if self.table.shows_cell_focus(index):
            painter.setPen(QPen(color("focus"), 2))
            painter.drawRect(QRectF(rect).adjusted(1, 1, -1, -2))
        painter.restore()

    def _paint_cell(
        self, painter: QPainter, rect: QRect, area: QRect, index: Index, look: Look, selected: bool, current: bool
    ) -> None:
        color, text = theme().color, str(index.data() or "")
        side = index.data(int(Qt.ItemDataRole.TextAlignmentRole))
        if look.problem:
            paint_mistake(painter, rect)
        elif look.warning:
            painter.fillRect(rect.adjusted(0, 0, -1, -1), color("warn-tint"))
            painter.setPen(color("warn-line"))
            painter.drawRect(rect.adjusted(0, 0, -1, -2))
        if look.pill and text:
            paint_pill(painter, area, text, look.tone or "neutral", look.icon, selected)
            return
        if look.share is not None:
            tone = "danger" if look.tone == "danger" else "ok" if look.tone == "ok" else "accent"
            paint_bar(painter, QRectF(area.left(), area.center().y() - 2.5, BAR, 6), look.share, tone,
                      look.tick)
            area = area.adjusted(BAR + PAD, 0, 0, 0)
        ink = color("danger" if look.problem else INK[look.tone])
        if look.icon:
            font_room = QFontMetrics(self._font(look)).horizontalAdvance(text)
            left = area.left()
            if side & Qt.AlignmentFlag.AlignRight:
                left = max(left, area.right() - font_room - 20)
            icons.paint(painter, look.icon, ink, QRect(left, area.center().y() - 7, 15, 15))
            area = area.adjusted(21, 0, 0, 0)
        font = self._font(look, current and index.column() == self.table.name_column())
        painter.setFont(font)
        painter.setPen(ink)
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, max(0, area.width()))
        painter.drawText(area, int(side), shown)

    def _font(self, look: Look, bold: bool = False) -> QFont:
        heavy = look.bold or bold or bool(look.problem) or (look.tone == "danger" and look.share is not None)
        return theme().font(9.75, QFont.Weight.DemiBold if heavy else QFont.Weight.Normal)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        look: Look = index.data(LOOK_ROLE) or PLAIN
        text = str(index.data() or "")
        width = QFontMetrics(self._font(look)).horizontalAdvance(text) + 2 * PAD + (21 if look.icon else 0)
        if look.pill:
            width = pill_width(text, look.icon) + 2 * PAD
        if look.share is not None:
            width += BAR + PAD
        return QSize(width, theme().row_height(self.table.row_kind))

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """The whole text when it was cut, or what is wrong with the cell."""
        if event.type() == QEvent.Type.ToolTip and index.isValid() and index.column() >= self.table.rows_model.lead:
            look: Look = index.data(LOOK_ROLE) or PLAIN
            tip = look.problem or look.warning or look.tip
            text = str(index.data() or "")
            cut = self.sizeHint(option, index).width() > self.table.columnWidth(index.column()) + 2
            if tip or cut:
                QToolTip.showText(event.globalPos(), tip or text, view)
            else:
                QToolTip.hideText()
            return True
        return False

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> Any:
        return self.table.make_editor(parent, index)


class TableHead(QHeaderView):
    """Words in 9 pt semibold, an arrow after those that are sorted, a check box over the check column."""

    def __init__(self, table: Table) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self.table = table
        self.sort_key, self.descending = "", False
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(32)
        self.setSectionsMovable(True)

    def sizeHint(self) -> QSize:
        return QSize(0, max(32, QFontMetrics(theme().font(9)).height() + 14))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        color, model = theme().color, self.table.rows_model
        painter.save()
        painter.fillRect(rect, color("sunken"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, color("line"))
        left = self.table.edge if self.visualIndex(section) == 0 else PAD
        right = self.table.edge if section == self.table.last_column() else PAD
        area = rect.adjusted(left, 0, -right, 0)
        if section < model.lead:
            paint_check(painter, area, self.table.head_check())
            painter.restore()
            return
        column = model.columns[section - model.lead]
        sorted_here = column.key == self.sort_key
        font = theme().font(9, QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(color("text-2"))
        room = area.width() - (18 if sorted_here else 0)
        words = QFontMetrics(font).elidedText(column.title(), Qt.TextElideMode.ElideRight, room)
        width = QFontMetrics(font).horizontalAdvance(words)
        if column.side == "right":
            area.setRight(area.right() - (18 if sorted_here else 0))
        painter.drawText(area, int(model.headerData(section, Qt.Orientation.Horizontal, 7)), words)
        if sorted_here:
            at = area.right() + 4 if column.side == "right" else area.left() + width + 5
            arrow = "arrow-down" if self.descending else "arrow-up"
            icons.paint(painter, arrow, color("text-2"), QRect(at, area.center().y() - 6, 13, 13), 1.75)
        painter.restore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        section = self.logicalIndexAt(event.position().toPoint())
        if section == 0 and self.table.rows_model.lead and event.button() == Qt.MouseButton.LeftButton:
            self.table.toggle_all()
