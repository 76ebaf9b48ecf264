"""The line art of frames: guilloche border and rosette (sines), the pucuk rebung band, and the crest that stands in for
a logo. Each pattern fills the box it is given, in mm."""

from __future__ import annotations

import math
from dataclasses import dataclass

from app.certificates.templates.model import Frame, Layout, Line, Logos, Seal
from app.exchange.packing import packed
from app.exchange.pdf import Ink
from app.exchange.pictures import picture_name
from app.exchange.shaping import Style

CREST = 8.6
"""mm, radius of what stands in for a logo."""
INK, PETROL, GOLD, SOFT, FAINT, WASH = "#10303B", "#0B5F77", "#8E6A1A", "#5B6C75", "#8995A0", "#EAF3F6"
Points = list[tuple[float, float]]


def _pale(colour: str, opacity: float) -> str:
    """A colour as it looks on white at an opacity: papers are printed without transparency."""
    return "#" + "".join(f"{round(255 - (255 - int(colour[at:at + 2], 16)) * opacity):02X}" for at in (1, 3, 5))


def _wave(ink: Ink, x0: float, y0: float, length: float, vertical: bool, colour: str) -> None:
    """Six phase-shifted sines along an edge, a whole number of periods so that corners meet."""
    steps, periods = round(length / 0.55), max(1, round(length / 7.9))
    for k in range(6):
        points: Points = []
        for i in range(steps + 1):
            turn = 2 * math.pi * periods * i / steps
            off = 3.1 * math.sin(turn + 2 * math.pi * k / 6) * (0.62 + 0.38 * math.cos(2 * turn))
            along = i / steps * length
            points.append((x0 + off, y0 + along) if vertical else (x0 + along, y0 + off))
        ink.path(points, stroke=colour, width=0.15)


def rosette(ink: Ink, cx: float, cy: float, radius: float, width: float, ink_colour: str, opacity: float) -> None:
    """Two woven rings; every curve is r(a) = c + k cos(n a + phase)."""
    colour = _pale(ink_colour, opacity)
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


def seal(ink: Ink, left: float, top: float, w: float, h: float, colour: str) -> None:
    """The dotted circle for a rubber stamp."""
    radius = min(w, h) / 2
    ink.ellipse(left + w / 2, top + h / 2, radius, radius, stroke=_pale(colour, 0.75), width=0.2, dash=(0.8, 0.9))


def _shoot(ink: Ink, x: float, y: float, w: float, h: float, first: str, second: str) -> None:
    """A bamboo shoot: nested triangles, apex to the right."""
    m = y + h / 2

    def triangle(k: float, colour: str, width: float, fill: str | None) -> None:
        b, d = h / 2 * k, (1 - k) * w * 0.16
        ink.path([(x + d, m - b), (x + w * (0.22 + 0.78 * k), m), (x + d, m + b)], stroke=colour, width=width,
                 fill=fill, close=True)

    def diamond(cx: float, r: float, fill: str) -> None:
        ink.path([(cx - r * 0.8, m), (cx, m - r * 0.62), (cx + r * 0.8, m), (cx, m + r * 0.62)], fill=fill, close=True)

    triangle(1, first, 0.4, WASH)
    triangle(0.74, first, 0.26, "#FFFFFF")
    triangle(0.48, second, 0.26, None)
    diamond(x + w * 0.16, 1.5, first)
    diamond(x + w * 0.32, 0.95, second)
    diamond(x + w * 0.44, 0.6, first)


def guilloche(ink: Ink, x: float, y: float, w: float, h: float, first: str, second: str) -> None:
    """A banknote border, 9 mm wide, between two lines, with a star in each corner."""
    left, right, top, bottom = x + 4.4, x + w - 4.4, y + 4.4, y + h - 4.4
    _wave(ink, left, top, right - left, False, first)
    _wave(ink, left, bottom, right - left, False, first)
    _wave(ink, left, top, bottom - top, True, first)
    _wave(ink, right, top, bottom - top, True, first)
    ink.rect(x, y, w, h, stroke=first, width=0.5)
    ink.rect(x + 9, y + 9, w - 18, h - 18, stroke=second, width=0.35)
    ink.rect(x + 10.1, y + 10.1, w - 20.2, h - 20.2, stroke=first, width=0.18)
    for cx in (left, right):
        for cy in (top, bottom):
            ink.rect(cx - 4.6, cy - 4.6, 9.2, 9.2, fill="#FFFFFF", stroke=first, width=0.4)
            _star(ink, cx, cy, 3.7, stroke=first, width=0.3)
            _star(ink, cx, cy, 2.3, stroke=second, width=0.25)
            ink.ellipse(cx, cy, 0.7, 0.7, fill=first)


def rebung(ink: Ink, x: float, y: float, w: float, h: float, first: str, second: str) -> None:
    """A band of bamboo shoots down the height of its box, between lines, with stars between them."""
    ink.path([(x + 0.8, y), (x + 0.8, y + h)], stroke=first, width=1.6)
    ink.path([(x + w - 1.7, y), (x + w - 1.7, y + h)], stroke=first, width=0.3)
    ink.path([(x + w - 0.3, y), (x + w - 0.3, y + h)], stroke=second, width=0.3)
    count = max(1, round(h / 13.3))
    band = max(2.0, w - 10.3)
    for at in range(count):
        top = y + at * h / count
        _shoot(ink, x + 2.4, top, band, h / count, first, second)
        if at:
            _star(ink, x + w - 5.5, top, 2.1, stroke=second, width=0.3)
            ink.ellipse(x + w - 5.5, top, 0.65, 0.65, fill=first)


def shoots(ink: Ink, x: float, y: float, w: float, h: float, first: str, second: str) -> None:
    """Bamboo shoots side by side along a line, as high as the box."""
    foot, count = y + h, max(1, round(w / 4))
    wide = w / count
    ink.path([(x, foot), (x + w, foot)], stroke=first, width=0.4)
    for at in range(count):
        left = x + at * wide
        ink.path([(left, foot), (left + wide / 2, y), (left + wide, foot)], stroke=first, width=0.2, fill=WASH,
                 close=True)
        ink.path([(left + wide * 0.32, foot), (left + wide / 2, foot - h * 0.46), (left + wide * 0.68, foot)],
                 fill=first if at % 2 else second, close=True)


def frame(ink: Ink, thing: Frame) -> None:
    """A frame's pattern in its box."""
    x, y, w, h = thing.left, thing.top, thing.w, thing.h
    if thing.pattern == "guilloche":
        guilloche(ink, x, y, w, h, thing.colour, thing.second)
    elif thing.pattern == "rebung":
        rebung(ink, x, y, w, h, thing.colour, thing.second)
    elif thing.pattern == "shoots":
        shoots(ink, x, y, w, h, thing.colour, thing.second)
    elif thing.pattern == "rosette":
        radius = min(w, h) / 2
        rosette(ink, x + w / 2, y + h / 2, radius, 0.16, thing.colour, 0.15 if radius > 45 else 0.2)
    elif thing.pattern == "fill":
        ink.rect(x, y, w, h, fill=thing.colour)
    else:
        ink.rect(x, y, w, h, stroke=thing.colour, width=thing.thickness)
        if thing.pattern == "double":
            ink.rect(x + 1.2, y + 1.2, w - 2.4, h - 2.4, stroke=thing.second, width=thing.thickness / 2)


@dataclass(frozen=True)
class Art:
    """The fixed part of a layout, deflated, ready to be a form; `pictures` are those it shows."""

    name: str
    packed: bytes
    pictures: tuple[str, ...] = ()


_KEPT: dict[tuple[str, bool, bool], Art] = {}
_MOST_KEPT = 32


def art(layout: Layout, behind: str, with_crest: bool, background: bool) -> Art:
    """What is the same on all papers of a layout. `behind` is the picture behind everything, in base64."""
    key = (layout.digest, with_crest, background)
    found = _KEPT.get(key)
    if found is None:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        found = _KEPT[key] = _drawn(layout, behind, with_crest, background)
    return found


def _drawn(layout: Layout, behind: str, with_crest: bool, background: bool) -> Art:
    ink = Ink(layout.height)
    ink.parts.append("1 j")
    pictures: tuple[str, ...] = ()
    if behind and background:
        ink.picture(picture_name(behind), 0, 0, layout.width, layout.height)
        pictures = (behind,)
    for thing in layout.things:
        if (thing.background and not background) or thing.only or thing.unless:
            continue
        if isinstance(thing, Frame):
            frame(ink, thing)
        elif isinstance(thing, Line):
            level = thing.w >= thing.h
            x, y, half = thing.left, thing.top, (thing.h if level else thing.w) / 2
            ends = [(x, y + half), (x + thing.w, y + half)] if level else [(x + half, y), (x + half, y + thing.h)]
            ink.path(ends, stroke=thing.colour, width=thing.thickness)
        elif isinstance(thing, Seal):
            seal(ink, thing.left, thing.top, thing.w, thing.h, thing.colour)
        elif with_crest and isinstance(thing, Logos):
            for cx, cy, radius in crest_places(thing):
                crest(ink, cx, cy, radius)
    name = f"A{layout.digest[:12]}{'c' if with_crest else ''}{'b' if background else ''}"
    return Art(name, packed(ink.content()), pictures)


def crest_places(thing: Logos) -> list[tuple[float, float, float]]:
    """Where the crest stands for a centre without a logo: centre and radius, mm."""
    if thing.logos != ("centre",):
        return []
    radius = min(CREST, thing.h / 2, thing.w / 2)
    x = {"left": thing.left + radius, "center": thing.left + thing.w / 2, "right": thing.left + thing.w - radius}[
        thing.align]
    return [(x, thing.top + thing.h / 2, radius)]


SERIF = Style("garamond")
SERIF_ITALIC = Style("garamond-italic")
SERIF_MEDIUM = Style("garamond-medium")
SANS = Style("inter")
SANS_ITALIC = Style("inter-italic")
SANS_MEDIUM = Style("inter-medium")
SANS_SEMIBOLD = Style("inter-semibold")
MONO = Style("mono-semibold", (("calt", False),))
