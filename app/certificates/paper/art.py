"""The line art of both designs, drawn once: guilloche border and rosette (sines), the crest that stands in for a
logo, the pucuk rebung band. Every place is in mm; nothing is nearer than 9 mm to the edge."""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from app.exchange.pdf import Ink
from app.exchange.shaping import Style

WIDTH, HEIGHT = 297.0, 210.0
INK, PETROL, GOLD, SOFT, FAINT, WASH = "#10303B", "#0B5F77", "#8E6A1A", "#5B6C75", "#8995A0", "#EAF3F6"
Points = list[tuple[float, float]]


def _pale(colour: str, opacity: float) -> str:
    """A colour as it looks on white at an opacity: papers are printed without transparency."""
    return "#" + "".join(f"{round(255 - (255 - int(colour[at:at + 2], 16)) * opacity):02X}" for at in (1, 3, 5))


def _wave(ink: Ink, x0: float, y0: float, length: float, vertical: bool, periods: int) -> None:
    """Six phase-shifted sines along an edge, a whole number of periods so that corners meet."""
    steps = round(length / 0.55)
    for k in range(6):
        points: Points = []
        for i in range(steps + 1):
            turn = 2 * math.pi * periods * i / steps
            off = 3.1 * math.sin(turn + 2 * math.pi * k / 6) * (0.62 + 0.38 * math.cos(2 * turn))
            along = i / steps * length
            points.append((x0 + off, y0 + along) if vertical else (x0 + along, y0 + off))
        ink.path(points, stroke=PETROL, width=0.15)


def _rosette(ink: Ink, cx: float, cy: float, radius: float, width: float, opacity: float) -> None:
    """Two woven rings; every curve is r(a) = c + k cos(n a + phase)."""
    colour = _pale(PETROL, opacity)
    for centre, swing, waves, curves in ((0.83, 0.15, 24, 6), (0.42, 0.24, 8, 8)):
        for j in range(curves):
            points: Points = []
            for i in range(480):
                a = i / 240 * math.pi
                r = radius * (centre + swing * math.cos(waves * a + j / curves * 2 * math.pi))
                points.append((cx + r * math.cos(a), cy + r * math.sin(a)))
            ink.path(points, stroke=colour, width=width, close=True)


def _star(ink: Ink, cx: float, cy: float, radius: float, *, fill: str | None = None, stroke: str, width: float) -> None:
    points = []
    for i in range(16):
        a, q = math.pi * i / 8 - math.pi / 2, radius * 0.765 if i % 2 else radius
        points.append((cx + q * math.cos(a), cy + q * math.sin(a)))
    ink.path(points, stroke=stroke, width=width, fill=fill, close=True)


def crest(ink: Ink, cx: float, cy: float, r: float) -> None:
    """Where the centre has no logo: an eight-pointed star with the mangosteen flower."""
    _star(ink, cx, cy, r, fill="#FFFFFF", stroke=PETROL, width=r * 0.07)
    _star(ink, cx, cy, r * 0.84, stroke=GOLD, width=r * 0.035)
    for i in range(8):
        a = math.radians(45 * i)
        ink.ellipse(cx + r * 0.33 * math.sin(a), cy - r * 0.33 * math.cos(a), r * 0.105, r * 0.2, turn=45 * i,
                    stroke=PETROL, width=r * 0.035, fill=None if i % 2 else PETROL)
    ink.ellipse(cx, cy, r * 0.085, r * 0.085, fill=GOLD)


def _seal(ink: Ink, cx: float, cy: float) -> None:
    ink.ellipse(cx, cy, 15, 15, stroke=_pale(SOFT, 0.75), width=0.2, dash=(0.8, 0.9))


def _rebung(ink: Ink, x: float, y: float, w: float, h: float) -> None:
    """A bamboo shoot: nested triangles, apex to the right."""
    m = y + h / 2

    def triangle(k: float, colour: str, width: float, fill: str | None) -> None:
        b, d = h / 2 * k, (1 - k) * w * 0.16
        ink.path([(x + d, m - b), (x + w * (0.22 + 0.78 * k), m), (x + d, m + b)], stroke=colour, width=width,
                 fill=fill, close=True)

    def diamond(cx: float, r: float, fill: str) -> None:
        ink.path([(cx - r * 0.8, m), (cx, m - r * 0.62), (cx + r * 0.8, m), (cx, m + r * 0.62)], fill=fill, close=True)

    triangle(1, PETROL, 0.4, WASH)
    triangle(0.74, PETROL, 0.26, "#FFFFFF")
    triangle(0.48, GOLD, 0.26, None)
    diamond(x + w * 0.16, 1.5, PETROL)
    diamond(x + w * 0.32, 0.95, GOLD)
    diamond(x + w * 0.44, 0.6, PETROL)


def _klasik(ink: Ink) -> None:
    left, right, top, bottom = 14.0, 283.0, 14.0, 196.0
    _rosette(ink, 148.5, 104, 60, 0.16, 0.15)
    _wave(ink, left, top, right - left, False, 34)
    _wave(ink, left, bottom, right - left, False, 34)
    _wave(ink, left, top, bottom - top, True, 23)
    _wave(ink, right, top, bottom - top, True, 23)
    ink.rect(9.6, 9.6, 277.8, 190.8, stroke=PETROL, width=0.5)
    ink.rect(18.6, 18.6, 259.8, 172.8, stroke=GOLD, width=0.35)
    ink.rect(19.7, 19.7, 257.6, 170.6, stroke=PETROL, width=0.18)
    for x in (left, right):
        for y in (top, bottom):
            ink.rect(x - 4.6, y - 4.6, 9.2, 9.2, fill="#FFFFFF", stroke=PETROL, width=0.4)
            _star(ink, x, y, 3.7, stroke=PETROL, width=0.3)
            _star(ink, x, y, 2.3, stroke=GOLD, width=0.25)
            ink.ellipse(x, y, 0.7, 0.7, fill=PETROL)
    _seal(ink, 247, 170)


def _moden(ink: Ink) -> None:
    ink.path([(10.4, 12), (10.4, 198)], stroke=PETROL, width=1.6)
    ink.path([(37.2, 12), (37.2, 198)], stroke=PETROL, width=0.3)
    ink.path([(38.6, 12), (38.6, 198)], stroke=GOLD, width=0.3)
    for i in range(14):
        y = 12 + i * 186 / 14
        _rebung(ink, 12, y, 19, 186 / 14)
        if i:
            _star(ink, 33.4, y, 2.1, stroke=GOLD, width=0.3)
            ink.ellipse(33.4, y, 0.65, 0.65, fill=PETROL)
    _rosette(ink, 244, 56, 37, 0.15, 0.2)
    _seal(ink, 214, 176)


@dataclass(frozen=True)
class Art:
    """A design's fixed part, deflated, ready to be a form."""

    name: str
    packed: bytes


@cache
def art(design: str, with_crest: bool) -> Art:
    """The fixed part of a design, with the crest or (for a centre with a logo) without."""
    ink = Ink(HEIGHT)
    ink.parts.append("1 j")
    drawing: Callable[[Ink], None] = {"klasik": _klasik, "moden": _moden}[design]
    drawing(ink)
    if with_crest:
        crest(ink, *((148.5, 33.0, 8.6) if design == "klasik" else (70.0, 27.0, 8.0)))
    return Art(f"{design}{'c' if with_crest else ''}", zlib.compress(ink.content(), 9))


SERIF = Style("garamond")
SERIF_ITALIC = Style("garamond-italic")
SERIF_MEDIUM = Style("garamond-medium")
SANS = Style("inter")
SANS_ITALIC = Style("inter-italic")
SANS_MEDIUM = Style("inter-medium")
SANS_SEMIBOLD = Style("inter-semibold")
MONO = Style("mono-semibold", (("calt", False),))
