"""What has to do with paper, for the showcase: a page with its small ones, and the three answers of a check."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from ui.kit.card import Card
from ui.kit.layout import box, column, row
from ui.kit.preview import Dashes, PageView, Thumbs
from ui.kit.text import label
from ui.kit.verdict import VerdictBand

SIZES = [(297.0, 210.0)] * 6


def _blank(_page: int, width: int, then: Callable[[QImage], object]) -> None:
    image = QImage(width, round(width * 210 / 297), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    then(image)


def preview_card() -> QWidget:
    """A page before it is printed, moved a little, with what the printer can reach."""
    view, thumbs = PageView(_blank), Thumbs(_blank)
    view.setFixedHeight(190)
    view.set_pages(SIZES)
    view.set_margins((6.0, 6.0, 6.0, 6.0))
    thumbs.set_pages(SIZES, [])
    thumbs.go(1)
    return Card("Before printing", view, box(row(Dashes(), label("what this printer can reach", "caption"), None)),
                thumbs)


def verdict_card() -> QWidget:
    """The answers of a check."""
    bands = []
    for answer, words in (("yes", "This certificate is valid"), ("later", "A later print has replaced this one"),
                          ("no", "This certificate is void"), ("false", "Not the certificate that was issued"),
                          ("unknown", "Not in this register")):
        band = VerdictBand()
        band.show_answer(answer, words)
        bands.append(band)
    return Card("Answers of a check", box(column(*bands, spacing=6)))
