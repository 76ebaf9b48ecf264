"""Rows and columns of widgets in one line each; the grid is 4 px: 4, 8, 12, 16, 24."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

Item = QWidget | QLayout | int | None
Margins = tuple[int, int, int, int]
PAGE = 24


def _fill(layout: QHBoxLayout | QVBoxLayout, items: tuple[Item, ...], margins: Margins, spacing: int) -> None:
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, QLayout):
            layout.addLayout(item)
        elif item.property("aligntop") and isinstance(layout, QHBoxLayout):
            layout.addWidget(item, 1, Qt.AlignmentFlag.AlignTop)
        else:
            layout.addWidget(item)


def row(*items: Item, margins: Margins = (0, 0, 0, 0), spacing: int = 8) -> QHBoxLayout:
    """Side by side. None stretches, a number is a gap in pixels."""
    layout = QHBoxLayout()
    _fill(layout, items, margins, spacing)
    return layout


def column(*items: Item, margins: Margins = (0, 0, 0, 0), spacing: int = 8) -> QVBoxLayout:
    """Below each other. None stretches, a number is a gap in pixels."""
    layout = QVBoxLayout()
    _fill(layout, items, margins, spacing)
    return layout


def box(layout: QLayout, name: str = "", parent: QWidget | None = None) -> QWidget:
    """A widget around a layout; `name` is a surface of the stylesheet: surface, sunken, tools, foot, hints, card."""
    widget: QWidget = QFrame(parent) if name in ("card", "popup", "note", "problem") else QWidget(parent)
    widget.setLayout(layout)
    if name:
        widget.setObjectName(name)
        widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return widget


def line(vertical: bool = False, strong: bool = False, length: int | None = None) -> QFrame:
    """A hairline between parts of a page."""
    frame = QFrame()
    frame.setObjectName("line-strong" if strong else "line")
    if vertical:
        frame.setFixedWidth(1)
        if length:
            frame.setFixedHeight(length)
    else:
        frame.setFixedHeight(1)
    return frame


def screen(owner: QWidget, head: QWidget, main: QWidget, side: QWidget, foot: QWidget | None = None) -> QFrame:
    """A screen of its own: a head, below it what is worked on and a narrower side, a foot. The line between both."""
    edge = line(vertical=True)
    middle = QHBoxLayout()
    middle.setSpacing(0)
    middle.addWidget(main, 3)
    middle.addWidget(edge)
    middle.addWidget(side, 2)
    outer = QVBoxLayout(owner)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.setSpacing(0)
    outer.addWidget(head)
    outer.addWidget(line())
    outer.addLayout(middle, 1)
    if foot is not None:
        outer.addWidget(foot)
    return edge


class _Content(QWidget):
    """Inside a scroll area: as high as its words need at this width, not as they would in the narrowest column."""

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(hint.width(), 0 if self.hasHeightForWidth() else hint.height())


def scrolled(content: QWidget) -> QScrollArea:
    """The widget inside an area that scrolls when there is not enough room; never sideways."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.viewport().setAutoFillBackground(False)
    holder = _Content()
    inner = QVBoxLayout(holder)
    inner.setContentsMargins(0, 0, 0, 0)
    inner.addWidget(content)
    area.setWidget(holder)
    holder.setAutoFillBackground(False)  # after setWidget, which turns it on
    return area


def least(widget: QWidget, width: int = 0, height: int = 0) -> None:
    """Keep so many pixels for a part of a page that scrolls or shortens what is in it, whatever the size of text is."""
    if width:
        widget.setMinimumWidth(width)
    if height:
        widget.setMinimumHeight(height)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            return
        inner, widget = item.layout(), item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
