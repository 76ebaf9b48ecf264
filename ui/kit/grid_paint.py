"""How the cells of the grid are drawn: all that is in sight in one pass, bands before lines before marks.

Nothing is made while drawing: colours and fonts are the theme's, marks are pictures that are kept, words that were
shortened are remembered. A frame of 40 x 60 cells must fit into a sixtieth of a second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QPolygonF, QRegion
from PySide6.QtWidgets import QTableView

from ui.kit import icons
from ui.kit.grid_model import Cell
from ui.kit.look import INK, Look
from ui.kit.marks import mark_picture
from ui.kit.table_paint import paint_mistake
from ui.kit.theme import theme

if TYPE_CHECKING:
    from ui.kit.grid import Grid

PAD = 8
V = Qt.AlignmentFlag.AlignVCenter
SIDES = {
    "left": Qt.AlignmentFlag.AlignLeft | V,
    "right": Qt.AlignmentFlag.AlignRight | V,
    "center": Qt.AlignmentFlag.AlignHCenter | V,
}
_short: dict[tuple[str, int, bool, float], str] = {}
MOST_KEPT = 5000


def shortened(text: str, width: int, bold: bool, font: QFont) -> str:
    """The text as it fits into so many pixels; remembered, because measuring words is most of drawing them."""
    key = (text, width, bold, theme().scale)
    found = _short.get(key)
    if found is None:
        if len(_short) > MOST_KEPT:
            _short.clear()
        found = _short[key] = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
    return found


class Sight:
    """The rows and columns of a view that a region shows: (number, top or left, height or width)."""

    def __init__(self, view: QTableView, region: QRegion, first: int, last: int) -> None:
        area = region.boundingRect()
        self.area = area
        self.rows: list[tuple[int, int, int]] = []
        self.columns: list[tuple[int, int, int]] = []
        row = view.rowAt(max(0, area.top()))
        while row >= 0 and row < view.model().rowCount():
            top = view.rowViewportPosition(row)
            if top > area.bottom():
                break
            self.rows.append((row, top, view.rowHeight(row)))
            row += 1
        for column in range(first, last):
            left, width = view.columnViewportPosition(column), view.columnWidth(column)
            if width and left <= area.right() and left + width > area.left():
                self.columns.append((column, left, width))
        self.top = self.rows[0][1] if self.rows else 0
        self.bottom = self.rows[-1][1] + self.rows[-1][2] if self.rows else 0

    def row(self, number: int) -> tuple[int, int] | None:
        """Top and height of a row that is in sight."""
        return next(((top, height) for row, top, height in self.rows if row == number), None)


def paint_frozen(grid: Grid, painter: QPainter, region: QRegion) -> None:
    """The columns that stay: number, name, figures."""
    color, view, model = theme().color, grid.frozen_view, grid.model
    lead = len(model.frozen)
    sight = Sight(view, region, 0, lead)
    painter.fillRect(sight.area, color("surface"))
    current = grid.current_row_number()
    width = view.viewport().width()
    for row, top, height in sight.rows:
        if row in (current, grid.hover_row):
            painter.fillRect(0, top, width, height, color("accent-tint" if row == current else "hover"))
        painter.fillRect(0, top + height - 1, width, 1, color("line-soft"))
        if row == current:
            painter.fillRect(0, top, 3, height, color("accent"))
        for column, left, room in sight.columns:
            text, look = model.frozen_cell(row, column)
            side = model.frozen[column].side
            bold = look.bold or (row == current and model.frozen[column].key == grid.name_key)
            area = QRect(left + PAD, top, room - PAD - (16 if column == lead - 1 else PAD), height)
            _frozen_text(painter, area, text, look, side, bold)


def _frozen_text(painter: QPainter, area: QRect, text: str, look: Look, side: str, bold: bool) -> None:
    font = theme().font(9.75, QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    ink = theme().color(INK[look.tone])
    if look.icon:
        at = area.left()
        if side == "right":
            at = area.right() - QFontMetrics(font).horizontalAdvance(text) - 20
        icons.paint(painter, look.icon, ink, QRect(at, area.center().y() - 6, 14, 14), 2)
        area = area.adjusted(0 if side == "right" else 20, 0, 0, 0)
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(area, int(SIDES[side]), shortened(text, area.width(), bold, font))


def paint_cells(grid: Grid, painter: QPainter, region: QRegion) -> None:
    """The cells: grounds of columns and rows, lines, the range, the current cell, then what is in them."""
    model, view = grid.model, grid.view
    lead = len(model.frozen)
    sight = Sight(view, region, lead, lead + len(model.columns))
    painter.fillRect(sight.area, theme().color("surface"))
    if not sight.rows or not sight.columns:
        return
    _grounds(grid, painter, sight)
    _lines(grid, painter, sight)
    _range(grid, painter)
    _current(grid, painter, sight)
    _contents(grid, painter, sight)


def _grounds(grid: Grid, painter: QPainter, sight: Sight) -> None:
    color, columns, lead = theme().color, grid.model.columns, len(grid.model.frozen)
    first, last = sight.columns[0], sight.columns[-1]
    across, high = last[1] + last[2] - first[1], sight.bottom - sight.top
    times = [(columns[number - lead].time, left, width) for number, left, width in sight.columns]
    for time, left, width in times:
        if time == "future":
            painter.fillRect(left, sight.top, width, high, color("sunken"))
    hover = sight.row(grid.hover_row)
    if hover is not None:
        painter.fillRect(first[1], hover[0], across, hover[1], color("hover"))
    for time, left, width in times:
        if time == "now":
            painter.fillRect(left, sight.top, width, high, color("accent-tint"))
    current = sight.row(grid.current_row_number())
    if current is not None:
        painter.fillRect(first[1], current[0], across, current[1], color("accent-tint"))
    if grid.several():
        painter.fillRect(grid.range_rect(), color("accent-tint"))


def _lines(grid: Grid, painter: QPainter, sight: Sight) -> None:
    color, columns, lead = theme().color, grid.model.columns, len(grid.model.frozen)
    first, last = sight.columns[0], sight.columns[-1]
    across, high = last[1] + last[2] - first[1], sight.bottom - sight.top
    soft = color("line-soft")
    for _row, top, height in sight.rows:
        painter.fillRect(first[1], top + height - 1, across, 1, soft)
    for number, left, width in sight.columns:
        column = columns[number - lead]
        painter.fillRect(left, sight.top, 1, high, color("line") if column.rule_before else soft)
        if column.time == "now":
            painter.fillRect(left, sight.top, 1, high, color("accent"))
            painter.fillRect(left + width - 1, sight.top, 1, high, color("accent"))


def _range(grid: Grid, painter: QPainter) -> None:
    """A frame around several selected cells: today's column and the current row are tinted already."""
    if grid.several():
        painter.setPen(QPen(theme().color("focus"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(grid.range_rect().adjusted(1, 1, -1, -1))


def _current(grid: Grid, painter: QPainter, sight: Sight) -> None:
    index = grid.view.currentIndex()
    row = sight.row(index.row()) if index.isValid() else None
    if row is None or index.column() < len(grid.model.frozen):
        return
    rect = grid.view.visualRect(index)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme().color("focus" if grid.view.hasFocus() else "line-strong"), 2))
    painter.setBrush(theme().color("surface"))
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 2, 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _contents(grid: Grid, painter: QPainter, sight: Sight) -> None:
    model = grid.model
    lead, cells, keys = len(model.frozen), model.cells, model.row_keys
    device = painter.device()
    ratio = device.devicePixelRatioF() if device is not None else 1.0
    spans = [(model.columns[number - lead], left, width) for number, left, width in sight.columns]
    for row, top, height in sight.rows:
        person = keys[row]
        for column, left, width in spans:
            cell = cells.get((person, column.key))
            if cell is None:
                continue
            if cell.shape != "text":
                if cell.text:
                    picture, across, high = mark_picture(cell.text, cell.shape, height, ratio)
                    painter.drawPixmap(left + (width - across) // 2, top + (height - high) // 2, picture)
            elif cell.text or cell.problem or cell.before:
                rect = QRect(left, top, width, height)
                if cell.problem:
                    paint_mistake(painter, rect)
                paint_text(painter, rect, cell, column.align)
            if cell.under:
                _layer(painter, QRect(left, top, width, height), cell.under)
            if cell.note or cell.asked:
                _corner(painter, left + width, top, "accent" if cell.asked else "text-2")


def _layer(painter: QPainter, cell: QRect, letter: str) -> None:
    """What stood here first, small on a ground of its own at the lower right."""
    font = theme().font(6.75, QFont.Weight.Bold)
    metrics = QFontMetrics(font)
    across, high = metrics.horizontalAdvance(letter) + 5, metrics.ascent() + 1
    chip = QRect(cell.right() - across, cell.bottom() - high, across, high)
    painter.fillRect(chip, theme().color("line-strong"))
    painter.fillRect(chip.adjusted(1, 1, -1, -1), theme().color("surface"))
    painter.setFont(font)
    painter.setPen(theme().color("text"))
    painter.drawText(chip, int(Qt.AlignmentFlag.AlignCenter), letter)


def _corner(painter: QPainter, right: int, top: int, token: str = "text-2") -> None:
    """There is more to read here: a small corner."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().color(token))
    painter.drawPolygon(QPolygonF([QPointF(right - 7, top + 1), QPointF(right - 1, top + 1),
                                   QPointF(right - 1, top + 7)]))


def paint_text(painter: QPainter, rect: QRect, cell: Cell, align: str) -> None:
    """A number or words in a cell, with what stood there before struck through."""
    color = theme().color
    area = rect.adjusted(PAD, 0, -PAD, 0)
    ink = color("danger" if cell.problem else INK[cell.tone])
    heavy = cell.bold or bool(cell.problem) or cell.tone == "danger"
    font = theme().font(9.75, QFont.Weight.DemiBold if heavy else QFont.Weight.Normal)
    metrics = QFontMetrics(font)
    if cell.icon:
        at = area.left() if align != "right" else area.right() - metrics.horizontalAdvance(cell.text) - 20
        icons.paint(painter, cell.icon, ink, QRect(at, area.center().y() - 7, 15, 15))
        area = area.adjusted(20 if align != "right" else 0, 0, 0, 0)
    if cell.after:
        small = theme().font(7.5, QFont.Weight.Bold)
        width = QFontMetrics(small).horizontalAdvance(cell.after)
        painter.setFont(small)
        painter.setPen(color("accent-text"))
        painter.drawText(QRect(area.right() - width + 1, rect.top() + 3, width + 2, 12), 0, cell.after)
        area = area.adjusted(0, 0, -width - 4, 0)
    painter.setFont(font)
    painter.setPen(ink)
    text = shortened(cell.text, area.width(), heavy, font)
    painter.drawText(area, int(SIDES[align]), text)
    if cell.before:
        struck = QFont(theme().font(9.75))
        struck.setStrikeOut(True)
        painter.setFont(struck)
        painter.setPen(color("text-3"))
        room = area.adjusted(0, 0, -metrics.horizontalAdvance(text) - 7, 0)
        painter.drawText(room, int(SIDES["right"]), cell.before)
