"""What can be asked of any window without a screen reader: names, ways by Tab, letters, sizes of what is pressed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenuBar,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QTextEdit,
    QWidget,
)

from ui.kit.form import Form
from ui.kit.grid_parts import GridHalf

INPUTS = (QLineEdit, QAbstractSpinBox, QComboBox, QTextEdit, QPlainTextEdit, QAbstractItemView, QAbstractButton,
          QAbstractSlider)
LEAST_TARGET = 24  # pixels


def audit(window: QWidget) -> Iterator[str]:
    """All that is wrong with what shows in a window now."""
    yield from unnamed(window)
    yield from same_letters(window)
    yield from small_targets(window)
    yield from low_heads(window)
    for form in window.findChildren(Form):
        if form.isVisible():
            yield from unordered(form)


def inputs(window: QWidget) -> Iterator[QWidget]:
    """What takes input and shows; parts of an input are not counted."""
    for widget in window.findChildren(QWidget):
        above = widget.parent()
        part = isinstance(above, QAbstractSpinBox | QComboBox) or (
            isinstance(widget, QAbstractButton) and isinstance(above, QAbstractItemView | QLineEdit))
        if (isinstance(widget, INPUTS) and widget.isVisibleTo(window) and not part
                and not isinstance(widget, QScrollBar | QHeaderView) and widget.window() is window.window()):
            yield widget


def name_of(widget: QWidget, window: QWidget) -> str:
    """How a screen reader calls it."""
    buddies = {each.buddy(): each.text() for each in window.window().findChildren(QLabel) if each.buddy()}
    name = widget.accessibleName() or buddies.get(widget, "")
    if not name and isinstance(widget, QAbstractButton):
        name = widget.text()
    if not name and not isinstance(widget, QComboBox):  # Qt calls a combo box by its value
        interface = QAccessible.queryAccessibleInterface(widget)
        name = interface.text(QAccessible.Text.Name) if interface is not None else ""
    return name.replace("&", "")


def unnamed(window: QWidget) -> Iterator[str]:
    """Inputs without a name, or that no Tab comes to."""
    for widget in inputs(window):
        name = name_of(widget, window)
        if not re.search(r"\w", name):
            yield f"no name: {_called(widget)}"
        half = isinstance(widget, GridHalf)  # the columns that stay: the keys are in the other half
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus and widget.isEnabled() and not half:
            yield f"no Tab comes to {_called(widget)} {name}"


def same_letters(window: QWidget) -> Iterator[str]:
    """The same Alt+letter twice."""
    said: dict[str, list[str]] = {}
    words = [each.text() for kind in (QLabel, QAbstractButton) for each in window.findChildren(kind)
             if each.isVisibleTo(window) and (not isinstance(each, QLabel) or each.buddy())]
    for bar in window.findChildren(QMenuBar):
        if bar.isVisibleTo(window):
            words += [action.text() for action in bar.actions()]
    for text in words:
        letter = re.search(r"&([^&])", text.replace("&&", ""))
        if letter:
            said.setdefault(letter[1].upper(), []).append(text)
    yield from (f"Alt+{letter} twice: {texts}" for letter, texts in said.items() if len(texts) > 1)


def small_targets(window: QWidget) -> Iterator[str]:
    """What is pressed and is too small to be hit."""
    for widget in inputs(window):
        if isinstance(widget, QAbstractButton) and min(widget.width(), widget.height()) < LEAST_TARGET:
            yield f"{_called(widget)} {name_of(widget, window)!r} is {widget.width()} x {widget.height()}"


def low_heads(window: QWidget) -> Iterator[str]:
    """Heads of tables that do not grow with their words."""
    for head in window.findChildren(QHeaderView):
        high = head.fontMetrics().height()
        lies = head.isVisibleTo(window) and head.orientation() == Qt.Orientation.Horizontal and head.count()
        if lies and head.height() < high:
            yield f"head of {_called(head.parentWidget())}: {head.height()} < {high}"


def unordered(form: QWidget) -> Iterator[str]:
    """Steps of Tab inside a form that go up, or left in the same row; Tab goes round, from the first at the top."""
    stops = []
    here = form.nextInFocusChain()
    while here is not None and here is not form:
        if (form.isAncestorOf(here) and here.isVisibleTo(form) and here.isEnabled()
                and here.focusPolicy() & Qt.FocusPolicy.TabFocus and here.focusProxy() is None
                and type(here) is not QScrollArea):
            stops.append(here)
        here = here.nextInFocusChain()
    places = [each.mapTo(form, QPoint(0, 0)) for each in stops]
    under = min((place.y() + stop.height() for stop, place in zip(stops, places, strict=True)), default=0)
    first = min((n for n in range(len(stops)) if places[n].y() < under), key=lambda n: places[n].x(), default=0)
    stops, places = stops[first:] + stops[:first], places[first:] + places[:first]
    for (one, a), (other, b) in pairwise(zip(stops, places, strict=True)):
        if one.isAncestorOf(other) or other.isAncestorOf(one) or _scroller(one, form) is not _scroller(other, form):
            continue
        up = b.y() + other.height() <= a.y()
        left = b.y() < a.y() + one.height() and b.x() + other.width() <= a.x()
        if up or left:
            yield (f"Tab goes {'up' if up else 'left'} from {_called(one)} {name_of(one, form)!r} "
                   f"to {_called(other)} {name_of(other, form)!r}")


def _scroller(widget: QWidget, form: QWidget) -> QWidget | None:
    """What it scrolls in: places in different ones do not compare."""
    here = widget.parentWidget()
    while here is not None and here is not form:
        if isinstance(here, QScrollArea):
            return here
        here = here.parentWidget()
    return None


def _called(widget: QWidget | None) -> str:
    return f"{type(widget).__name__} {widget.objectName()}".strip() if widget is not None else ""
