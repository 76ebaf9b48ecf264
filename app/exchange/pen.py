"""Setting words in boxes on a sheet: fitted, never cut, in one language or in both; a table with a head and rules.

What no font can draw becomes '?', so that a paper for a whole class does not fail on one name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from app.exchange.pdf import Align, Ink
from app.exchange.shaping import Style, fit, line, unprintable
from app.i18n import speaking

NUMBERS = (("tnum", True),)
PLAIN, BOLD, ITALIC = Style("inter", NUMBERS), Style("inter-semibold", NUMBERS), Style("inter-italic")
INK, SOFT, RULE, PALE, ACCENT = "#10303B", "#5B6C75", "#10303B", "#C9D2D7", "#0B5F77"
MISSING = "?"
Both = tuple[str, str]
"""A text in Malay and in English."""


def said(pair: Both, lang: str, join: str = " · ") -> str:
    """The text in one language ('ms', 'en') or in both ('bi'), once where they are the same."""
    if lang in ("ms", "en"):
        return pair[0 if lang == "ms" else 1] or pair[1] or pair[0]
    return join.join(dict.fromkeys(t for t in pair if t))


def each(make: Callable[[], str]) -> Both:
    """What a function says in Malay and in English."""
    with speaking("ms"):
        malay = make()
    with speaking("en"):
        return malay, make()


def printable(text: str, style: Style) -> str:
    """The text with what cannot be drawn replaced."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    if text.isascii():
        return text
    while (bad := unprintable(text, style)) is not None:
        text = text.replace(bad, "" if unicodedata.category(bad) in ("Cc", "Cf", "Zl", "Zp") else MISSING)
    return text


@dataclass(frozen=True)
class Words:
    """Words with their style; `tail` follows in italics when there is room."""

    text: str
    style: Style = PLAIN
    colour: str = INK
    tail: str = ""


@dataclass
class Pen:
    """Draws on one page. Sizes are mm; `scale` makes all letters smaller on a smaller sheet."""

    ink: Ink
    scale: float = 1.0
    _styles: dict[str, Style] = field(default_factory=dict)

    def put(self, words: str | Words, x: float, y: float, width: float, size: float = 3.2, style: Style = PLAIN,
            colour: str = INK, align: Align = "left", lines: int = 1) -> float:
        """Words on a baseline within a width, in smaller letters or more lines when they must be; how far down the
        last line is below the first."""
        if isinstance(words, Words):
            text, style, colour, tail = words.text, words.style, words.colour, words.tail
        else:
            text, tail = words, ""
        text = printable(text, style)
        if not text:
            return 0.0
        size *= self.scale
        if tail and self._with_tail(text, printable(tail, ITALIC), x, y, width, size, style, colour, align):
            return 0.0
        found = (fit(text, style, width, size, least=min(size, max(1.9, size * 0.72)), lines=1)
                 or fit(text, style, width, size, least=min(size, 1.7), lines=max(lines, 2)))
        if found is None:
            found = fit(text, style, width, size, least=0.5, lines=3)
        if found is None:
            return 0.0
        left = x if align == "left" else x + width if align == "right" else x + width / 2
        up = found.height if lines == 1 else 0.0  # a line that had to become two stays about its baseline
        self.ink.fitted(found, left, y - up / 2, style, colour, align)
        return 0.0 if lines == 1 else found.height

    def _with_tail(self, text: str, tail: str, x: float, y: float, width: float, size: float, style: Style,
                   colour: str, align: Align) -> bool:
        first, second = line(text, style), line(tail, ITALIC)
        gap = size * 0.32
        wide = (first.width + second.width) * size / 1000 + gap
        if align != "left":
            return False
        if wide > width:  # both smaller, as far as can be read
            size *= max(0.72, width / wide)
            wide = (first.width + second.width) * size / 1000 + size * 0.32
        if wide > width:
            found = fit(text, style, width, size, least=1.7, lines=2)
            small = fit(tail, ITALIC, width, size * 0.85, least=1.5, lines=1)
            if found is None or small is None or len(found.lines) > 1:
                return False
            self.ink.fitted(found, x, y - size * 0.6, style, colour)
            self.ink.fitted(small, x, y + size * 0.5, ITALIC, SOFT)
            return True
        self.ink.text(first, x, y, size, style, colour)
        self.ink.text(second, x + first.width * size / 1000 + size * 0.32, y, size, ITALIC, SOFT)
        return True

    def rule(self, x: float, y: float, width: float, colour: str = PALE, thickness: float = 0.15) -> None:
        """A line across."""
        with self.ink.tag("Artifact"):
            self.ink.path([(x, y), (x + width, y)], stroke=colour, width=thickness)

    def fact(self, title: str, value: str, x: float, y: float, width: float, *, size: float = 3.4,
             style: Style = BOLD) -> None:
        """A small title with its value below."""
        self.put(title, x, y, width, size * 0.78, PLAIN, SOFT)
        self.put(value or "–", x, y + size * 1.35 * self.scale, width, size, style)


@dataclass(frozen=True)
class Place:
    """A column of a table: its title, share of the width, and side."""

    title: str
    share: float
    side: Align = "left"


def table(pen: Pen, places: Sequence[Place], rows: Sequence[Sequence[Words]], x: float, y: float, width: float,
          tall: float, size: float = 3.1) -> float:
    """A table with a rule under its head and under each row; the y below it."""
    total = sum(p.share for p in places)
    lefts, at = [], x
    for place in places:
        lefts.append(at)
        at += width * place.share / total
    pad = 1.6
    widths = [width * p.share / total - 2 * pad for p in places]
    base = tall * 0.66
    ink = pen.ink
    with ink.group("Table"):
        with ink.group("TR"):
            for place, left, room in zip(places, lefts, widths, strict=True):
                with ink.tag("TH"):
                    pen.put(place.title, left + pad, y + base, room, size * 0.86, BOLD, SOFT, place.side)
        y += tall
        pen.rule(x, y, width, INK, 0.3)
        for row in rows:
            with ink.group("TR"):
                for place, words, left, room in zip(places, row, lefts, widths, strict=True):
                    with ink.tag("TD"):
                        pen.put(words, left + pad, y + base, room, size, align=place.side)
            y += tall
            pen.rule(x, y, width)
    return y
