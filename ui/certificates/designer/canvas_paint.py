"""Painting the paper one designs on: what is above the picture of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.certificates.templates import arrange
from app.certificates.templates.model import Layout, Things
from app.i18n import _
from ui.certificates.designer.words import thing_word
from ui.kit.theme import theme
from ui.kit.tokens import PAPER

if TYPE_CHECKING:
    from ui.certificates.designer.canvas import Canvas

HANDLE = 8
SMALL = 8.0  # pt


def paint(canvas: Canvas, painter: QPainter) -> None:
    """The page, what is dragged, grid and margins, boxes with handles, guides."""
    layout = canvas.live or canvas.layout_
    page = canvas.pixels((0, 0, layout.width, layout.height))
    painter.fillRect(page, QColor(PAPER["paper"]))
    if canvas.image is not None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(page, canvas.image)
    if canvas.live is not None:
        _ghosts(canvas, painter, page)
    if canvas.grid:
        _grid(canvas, painter, layout, page)
    if canvas.margins:
        painter.setPen(QPen(theme().color("focus"), 1, Qt.PenStyle.DashLine))
        painter.drawRect(canvas.pixels((layout.margin, layout.margin, layout.width - 2 * layout.margin,
                                      layout.height - 2 * layout.margin)))
    painter.setPen(QPen(theme().color("ctl"), 1))
    painter.drawRect(page)
    _boxes(canvas, painter)
    _guides(canvas, painter, page)


def _ghosts(canvas: Canvas, painter: QPainter, page: QRectF) -> None:
    """What is being dragged, cut out of the picture, until the page is drawn anew."""
    if canvas.image is None:
        return
    kx, ky = canvas.image.width() / canvas.drawn.width, canvas.image.height() / canvas.drawn.height
    for thing in canvas.chosen_now():
        before = canvas.layout_.thing(thing.id)
        if before is None or (before.w, before.h) != (thing.w, thing.h):
            continue
        painter.fillRect(canvas.pixels(arrange.box_of(before)), QColor(PAPER["paper"]))
        painter.drawImage(canvas.pixels(arrange.box_of(thing)), canvas.image,
                          QRectF(before.left * kx, before.top * ky, before.w * kx, before.h * ky))


def _grid(canvas: Canvas, painter: QPainter, layout: Layout, page: QRectF) -> None:
    painter.setPen(QPen(theme().color("line-soft"), 1))
    for n in range(1, int(layout.width / 5) + 1):
        x = canvas.pixels((n * 5, 0, 0, 0)).left()
        painter.drawLine(QPointF(x, page.top()), QPointF(x, page.bottom()))
    for n in range(1, int(layout.height / 5) + 1):
        y = canvas.pixels((0, n * 5, 0, 0)).top()
        painter.drawLine(QPointF(page.left(), y), QPointF(page.right(), y))


def _boxes(canvas: Canvas, painter: QPainter) -> None:
    accent = theme().color("accent")
    things = canvas.chosen_now()
    for thing in things:
        r = canvas.pixels(arrange.box_of(thing))
        painter.setPen(QPen(accent, 1.4, Qt.PenStyle.DashLine if thing.locked else Qt.PenStyle.SolidLine))
        painter.drawRect(r)
    if len(things) == 1:
        _name(canvas, painter, things[0])
    painter.setPen(QPen(accent, 1.2))
    painter.setBrush(QColor(PAPER["paper"]))
    for at in canvas.handles().values():
        painter.drawRect(QRectF(at.x() - HANDLE / 2, at.y() - HANDLE / 2, HANDLE, HANDLE))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if canvas.band is not None:
        painter.setPen(QPen(accent, 1, Qt.PenStyle.DashLine))
        painter.drawRect(canvas.band)


def _name(canvas: Canvas, painter: QPainter, thing: Things) -> None:
    """The name of the chosen thing on a small flag above it."""
    r = canvas.pixels(arrange.box_of(thing))
    _flag(canvas, painter, thing_word(thing), r.left(), r.top() - 4, "accent", "on-accent", above=True)


def _flag(canvas: Canvas, painter: QPainter, words: str, x: float, y: float, ground: str, ink: str, *,
          above: bool = False) -> None:
    painter.setFont(theme().font(SMALL))
    metrics = painter.fontMetrics()
    w, h = metrics.horizontalAdvance(words) + 12, metrics.height() + 4
    flag = QRectF(x, y - h if above else y, w, h)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().color(ground))
    painter.drawRoundedRect(flag, 3, 3)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(theme().color(ink))
    painter.drawText(flag, Qt.AlignmentFlag.AlignCenter, words)


def _guides(canvas: Canvas, painter: QPainter, page: QRectF) -> None:
    for guide in canvas.shown_guides:
        painter.setPen(QPen(theme().color("guide"), 1.2))
        said = {"centre": _("centre"), "margin": _("margin")}.get(guide.words, "")
        words = f"{said} {guide.at:.1f} mm".strip()
        if guide.vertical:
            x = canvas.pixels((guide.at, 0, 0, 0)).left()
            painter.drawLine(QPointF(x, page.top() - 14), QPointF(x, page.bottom() + 14))
            _flag(canvas, painter, words, x + 5, page.top() - 24, "guide", "on-guide")
        else:
            y = canvas.pixels((0, guide.at, 0, 0)).top()
            painter.drawLine(QPointF(page.left() - 14, y), QPointF(page.right() + 14, y))
            _flag(canvas, painter, words, page.right() - 90, y + 3, "guide", "on-guide")
