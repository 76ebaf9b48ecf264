"""Line icons drawn in a token colour, at the sharpness of the screen, that follow a change of theme by themselves."""

from __future__ import annotations

import logging
import re
from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

ICON_DIR = Path(__file__).resolve().parents[2] / "resources" / "icons"
log = logging.getLogger(__name__)

_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="{color}" '
    'stroke-width="{width}" stroke-linecap="round" stroke-linejoin="round">{body}</svg>'
)


@cache
def body(name: str) -> str:
    """What is inside the <svg> of an icon; '' when there is no such file (told once in the log)."""
    try:
        text = (ICON_DIR / f"{name}.svg").read_text(encoding="utf-8")
    except OSError:
        log.warning("no icon called %s", name)
        return ""
    found = re.search(r"<svg[^>]*>(.*)</svg>", text, re.DOTALL)
    return found.group(1) if found else ""


def svg(name: str, color: QColor, width: float = 1.75) -> bytes:
    """The icon as a file in one colour."""
    return _SVG.format(color=color.name(), width=width, body=body(name)).encode()


def stroke_for(size: float) -> float:
    """Thinner lines for bigger icons, heavier for the small ones in pills."""
    return 2.25 if size <= 13 else 1.75 if size <= 18 else 1.5 if size <= 26 else 1.15


def pixmap(name: str, color: QColor, size: int, ratio: float = 1.0, width: float | None = None) -> QPixmap:
    """The icon as a square picture of `size` logical pixels; kept in Qt's pixmap cache."""
    width = stroke_for(size) if width is None else width
    key = f"icon/{name}/{color.rgba()}/{size}/{ratio:.2f}/{width}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    side = max(1, round(size * ratio))
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(svg(name, color, width))).render(painter, QRectF(0, 0, side, side))
    painter.end()
    made.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, made)
    return made


def paint(painter: QPainter, name: str, color: QColor, rect: QRect, width: float | None = None) -> None:
    """Draw an icon into a square of the painter's logical pixels."""
    device = painter.device()
    ratio = device.devicePixelRatioF() if device is not None else 1.0
    painter.drawPixmap(QPoint(rect.left(), rect.top()), pixmap(name, color, rect.width(), ratio, width))


class _TokenEngine(QIconEngine):
    """Looks its colour up when it draws, so an icon never needs replacing after a change of theme."""

    def __init__(self, name: str, token: str, on_token: str) -> None:
        super().__init__()
        self._name, self._token, self._on_token = name, token, on_token

    def clone(self) -> QIconEngine:
        return _keep(_TokenEngine(self._name, self._token, self._on_token))

    def _color(self, mode: QIcon.Mode, state: QIcon.State) -> QColor:
        from ui.kit.theme import theme

        if mode == QIcon.Mode.Disabled:
            return theme().color("text-3")
        return theme().color(self._on_token if state == QIcon.State.On else self._token)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        side = min(size.width(), size.height())
        logical = side if side <= 26 else side // 2 if side <= 64 else side
        return pixmap(self._name, self._color(mode, state), side, 1.0, stroke_for(logical))

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        square = QRect(0, 0, side, side)
        square.moveCenter(rect.center())
        paint(painter, self._name, self._color(mode, state), square)


_kept: list[QIconEngine] = []


def _keep(engine: QIconEngine) -> QIconEngine:
    _kept.append(engine)  # Python must not collect an engine that Qt still draws with
    return engine


@cache
def icon(name: str, token: str = "text", on_token: str = "") -> QIcon:
    """A QIcon in a token's colour (`on_token` when its button is checked); text-3 when disabled."""
    return QIcon(_keep(_TokenEngine(name, token, on_token or token)))
