"""How colours look to eyes without one kind of receptor: Machado, Oliveira and Fernandes 2009, full severity."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

KINDS = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
NAMES = {"": "As drawn", "protan": "Protanopia: no red receptors", "deutan": "Deuteranopia: no green receptors",
         "tritan": "Tritanopia: no blue receptors"}


def _linear(part: int) -> float:
    share = part / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def _encoded(linear: float) -> int:
    share = min(1.0, max(0.0, linear))
    return round(255 * (12.92 * share if share <= 0.0031308 else 1.055 * share ** (1 / 2.4) - 0.055))


@lru_cache(maxsize=100_000)
def _seen(kind: str, pixel: int) -> int:
    """A pixel 0xAARRGGBB as those eyes see it."""
    parts = [_linear(pixel >> shift & 255) for shift in (16, 8, 0)]
    red, green, blue = (_encoded(sum(k * v for k, v in zip(row, parts, strict=True))) for row in KINDS[kind])
    return 0xFF000000 | red << 16 | green << 8 | blue


def seen(kind: str, colour: str) -> str:
    """A colour #RRGGBB as those eyes see it."""
    return f"#{_seen(kind, 0xFF000000 | int(colour[1:], 16)) & 0xFFFFFF:06X}"


def seen_picture(kind: str, picture: Any) -> Any:
    """A QImage as those eyes see it ('' for other eyes)."""
    from PySide6.QtGui import QImage

    made = picture.convertToFormat(QImage.Format.Format_RGB32)
    if kind:
        pixels = memoryview(made.bits()).cast("I")
        pixels[:] = memoryview(b"".join(_seen(kind, p).to_bytes(4, "little") for p in pixels)).cast("I")
    return made


def four_views(picture: Any, path: Path) -> None:
    """Write a picture as everybody sees it, named, in a square."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QPainter, QPixmap

    gap, head = 12, 36
    ratio = picture.devicePixelRatio()
    width, height = round(picture.width() / ratio), round(picture.height() / ratio)
    sheet = QPixmap(2 * width + 3 * gap, 2 * (height + head) + gap)
    sheet.fill(Qt.GlobalColor.white)
    painter = QPainter(sheet)
    for number, (kind, name) in enumerate(NAMES.items()):
        left = gap + number % 2 * (width + gap)
        top = number // 2 * (height + head)
        painter.drawText(left, top + head - 12, name)
        painter.drawImage(left, top + head, seen_picture(kind, picture))
    painter.end()
    sheet.save(str(path))
