"""Everything has a name for a screen reader and grows with the text: asked of the page with every part of the kit."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ui.kit.buttons import Button, primary, secondary
from ui.kit.page import Page
from ui.kit.showcase import showcase
from ui.kit.theme import theme

INPUTS = (QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QAbstractItemView, QAbstractButton)


def nameless(window: QWidget) -> Iterator[str]:
    for widget in window.findChildren(QWidget):
        parent = widget.parent()
        inside = isinstance(parent, QAbstractSpinBox | QComboBox | QHeaderView) or isinstance(widget, QHeaderView)
        if not isinstance(widget, INPUTS) or not widget.isVisibleTo(window) or inside:
            continue
        if isinstance(widget, QAbstractButton) and isinstance(parent, QAbstractItemView | QLineEdit):
            continue
        name = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
        if not re.search(r"\w", name):
            yield f"{type(widget).__name__} {widget.toolTip()}"


def test_everything_can_be_called_by_name(qtbot: QtBot) -> None:
    page = showcase()
    qtbot.addWidget(page)
    page.show()
    assert list(nameless(page)) == []


@pytest.mark.parametrize("scale", [1.0, 1.3, 2.0])
def test_nothing_is_clipped_when_the_text_grows(qtbot: QtBot, scale: float) -> None:
    theme().set_scale(scale)
    page = showcase()
    qtbot.addWidget(page)
    page.resize(page.sizeHint())
    page.show()
    qtbot.wait(1)
    clipped = []
    for widget in page.findChildren(QWidget):
        words = isinstance(widget, QLabel) and not widget.wordWrap() and widget.minimumWidth() != 40
        if (words or isinstance(widget, Button)) and widget.isVisibleTo(page):
            need = widget.minimumSizeHint()
            text = widget.text()  # type: ignore[attr-defined]
            if text and (widget.width() < need.width() or widget.height() < need.height()):
                clipped.append(f"{text}: {widget.size().toTuple()} < {need.toTuple()}")
    assert clipped == []


def test_a_small_window_keeps_the_page_usable(qtbot: QtBot) -> None:
    page = Page("HCIA-5G · Cohort 07")
    qtbot.addWidget(page)
    called: list[str] = []
    page.head.set_crumbs([("Cohorts", lambda: called.append("up")), ("HCIA-5G", None)])
    page.head.set_facts([("users", "40 of 40 places")])
    export, roll = secondary("Export to Excel", lambda: called.append("export")), primary("Roll call")
    page.head.set_actions(export, roll)
    page.resize(1300, 800)
    page.show()
    assert export.isVisible()
    page.resize(960, 520)
    qtbot.wait(1)
    assert not export.isVisible()
    assert roll.isVisible()
    more = [b for b in page.head.findChildren(Button) if b.accessibleName() == "More"]
    assert more[0].isVisible()
    more[0].list.actions()[0].trigger()  # type: ignore[attr-defined]
    assert called == ["export"]
