"""What all papers of a register share: lines that fit their box in any script, titles in both languages, frames."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from app.exchange.pdf import Ink
from app.exchange.shaping import Fitted, Style, fit, line, unprintable
from app.i18n import _, speaking

PLAIN, BOLD, HEAVY = Style("inter"), Style("inter-semibold"), Style("inter-bold")
INK, SOFT, LINE, SHADE, ACCENT = "#10303B", "#5B6C75", "#9FB0B8", "#E7ECEF", "#0B5F77"
LEADING, CAPS = 1.16, 0.73  # in sizes: from line to line, and of a capital
LEAST = 0.3  # mm, however small that is
SHARES = (0.8, 0.6, 0.45, 0.0)


@lru_cache(maxsize=512)
def both(text: str) -> str:
    """A title in Malay and English with a stroke between."""
    malay, english = short(text), _english(text)
    return malay if malay == english else f"{malay} / {english}"


@lru_cache(maxsize=512)
def short(text: str) -> str:
    """In Malay alone, where there is no room for both."""
    with speaking("ms"):
        return _(text)


def _english(text: str) -> str:
    with speaking("en"):
        return _(text)


@lru_cache(maxsize=4096)
def printable(text: str, style: Style = PLAIN) -> str:
    """The text on one line with what no font can draw replaced: signs without a shape left out, others as '?'."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    if text.isascii() and text.isprintable():
        return text
    while (bad := unprintable(text, style)) is not None:
        text = text.replace(bad, "" if unicodedata.category(bad) in ("Cc", "Cf", "Zl", "Zp") else "?")
    return text


def put(ink: Ink, text: str, x: float, y: float, width: float, size: float = 2.9, style: Style = PLAIN,
        colour: str = INK, *, center: bool = False, lines: int = 3, high: float = 5.4) -> None:
    """Text in a box with its middle line at y, smaller or on more lines when it must be; nothing is cut."""
    text = printable(text, style)
    if not text:
        return
    found = fitted(text, style, width, size, lines, high)
    first = y - CAPS / 2 * (size - found.size) - found.height / 2  # capitals of smaller letters stand in the middle too
    ink.fitted(found, x + (width / 2 if center else 0), first, style, colour, "center" if center else "left")


@lru_cache(maxsize=4096)
def fitted(text: str, style: Style, width: float, size: float, lines: int, high: float) -> Fitted:
    """The lines in which the text is largest in a box so wide and so high."""
    best: Fitted | None = None
    for count in range(1, lines + 1):
        most = min(size, high / (1 + (count - 1) * LEADING))
        if best is not None and (best.size >= size * 0.8 or best.size >= most):
            break
        found = None
        for share in SHARES:  # the larger the least size, the sooner a name is parted between any two words
            tried = fit(text, style, width, most, least=max(LEAST, most * share), lines=count, wrap_at=most,
                        leading=LEADING)
            if tried is not None and (not share or _whole_words(text, tried)):
                found = tried
                break
        if found is not None and (best is None or found.size > best.size):
            best = found
    if best is not None:
        return best
    whole = line(text, style)
    return Fitted((whole,), width * 1000 / max(whole.width, 1), LEADING)


def _whole_words(text: str, found: Fitted) -> bool:
    return [word for part in found.lines for word in part.text.split()] == text.split()


def put_line(ink: Ink, text: str, x: float, y: float, width: float, size: float, style: Style = PLAIN,
             colour: str = INK, align: str = "left") -> None:
    """One line, smaller when it must be."""
    shaped = line(printable(text, style), style)
    size = min(size, width * 1000 / max(shaped.width, 1))
    ink.text(shaped, x, y, size, style, colour, align)  # type: ignore[arg-type]


def lefts(edge: float, widths: Sequence[float]) -> list[float]:
    """The left edges of columns, and the right edge of the last."""
    found = [edge]
    for width in widths:
        found.append(found[-1] + width)
    return found


def frame(ink: Ink, edges: Sequence[float], top: float, height: float) -> None:
    """The lines around and between the cells of a row."""
    for left in edges:
        ink.path([(left, top), (left, top + height)], stroke=LINE, width=0.15)
    for y in (top, top + height):
        ink.path([(edges[0], y), (edges[-1], y)], stroke=LINE, width=0.15)


def rule(ink: Ink, x: float, y: float, width: float) -> None:
    """A line to write on."""
    ink.path([(x, y), (x + width, y)], stroke=SOFT, width=0.15)
