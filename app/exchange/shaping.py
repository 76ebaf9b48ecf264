"""Lines of text in any script: which face draws what, in which order, how wide, and how they fit a box.

Text is never parsed as markup. What no face can draw is reported, never replaced by a box.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from app.exchange.fonts import Glyph, face

_FALLBACKS = (("Arab", "arabic", 0x0600, 0x08FF), ("Arab", "arabic", 0xFB50, 0xFDFF),
              ("Arab", "arabic", 0xFE70, 0xFEFE),
              ("Taml", "tamil", 0x0B80, 0x0BFF), ("Deva", "devanagari", 0x0900, 0x097F),
              ("Guru", "gurmukhi", 0x0A00, 0x0A7F), ("Hani", "chinese", 0x2E80, 0x9FFF),
              ("Hani", "chinese", 0xF900, 0xFAFF), ("Hani", "chinese", 0xFF00, 0xFFEF),
              ("Hani", "chinese", 0x20000, 0x3FFFF))
_SEMIBOLD = {"arabic": "arabic-semibold", "tamil": "tamil-semibold"}
_JOINERS = "\u200c\u200d"
_NOT_ON_PAPER = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_INDIC = ("Taml", "Deva", "Guru")
WIDE = 60
"""Letter spacing beyond which readers take the gaps for spaces, so that the text is said beside the glyphs."""
_BREAK_BEFORE = re.compile(r"\s+(?=(?:BINTI|BINTE|BIN|BTE|BT|A/L|A/P|S/O|D/O|ANAK|AK)(?:\s|$)|@)", re.IGNORECASE)


@dataclass(frozen=True)
class Style:
    """A face (key of fonts.FACES), OpenType features and letter spacing in thousandths of the size."""

    face: str
    features: tuple[tuple[str, bool], ...] = ()
    spacing: int = 0

    @property
    def heavy(self) -> bool:
        """Whether other scripts are set semibold beside it."""
        return self.face.endswith(("medium", "semibold", "bold"))


@dataclass(frozen=True, eq=False)
class Run:
    """Glyphs of one face in visual order. `parts` are (rise in thousandths, content of a TJ array)."""

    face: str
    parts: tuple[tuple[int, str], ...]
    width: int
    meanings: Mapping[int, str]  # of its glyphs; the first that is not empty
    actual: str = ""  # the text, where glyphs alone would not give it back


@dataclass(frozen=True, eq=False)
class Line:
    """A line in visual order; `width` is in thousandths of the size. Equal only to itself: `line` keeps them."""

    text: str
    runs: tuple[Run, ...]
    width: int


@dataclass(frozen=True)
class Fitted:
    """Lines that fit, and the size (in the unit the box was given in) at which they do."""

    lines: tuple[Line, ...]
    size: float
    leading: float = field(default=1.16)  # distance of baselines in sizes

    @property
    def height(self) -> float:
        """From the first baseline to the last."""
        return (len(self.lines) - 1) * self.size * self.leading


@lru_cache(maxsize=2048)
def unprintable(text: str, style: Style) -> str | None:
    """The first character that no face can draw or that must not be on paper; None when all is well."""
    if text.isprintable() and _plain(text, style):
        return None
    for character in unicodedata.normalize("NFC", text):
        if character in _JOINERS:
            continue
        if unicodedata.category(character) in _NOT_ON_PAPER or _pick(character, style) is None:
            return character
    return None


@lru_cache(maxsize=4096)
def _pick(character: str, style: Style) -> tuple[str, str] | None:
    """Face and script that draw a character; None when none does."""
    code = ord(character)
    if code in face(style.face).characters:
        return style.face, "Latn"
    for script, key, first, last in _FALLBACKS:
        if first <= code <= last:
            if style.heavy:
                key = _SEMIBOLD.get(key, key)
            if code in face(key).characters:
                return key, script
    for key in ("inter", "chinese"):
        if code in face(key).characters:
            return key, "Latn" if key == "inter" else "Hani"
    return None


def _plain(text: str, style: Style) -> bool:
    """Whether a text is ASCII that the style's own face draws, as most are: one run, read from left to right."""
    return text.isascii() and face(style.face).characters.issuperset(map(ord, text))


def line(text: str, style: Style) -> Line:
    """One line of text, shaped and in the order the eye reads it. Undrawable characters must be refused before."""
    return _line(unicodedata.normalize("NFC", text), style)


@lru_cache(maxsize=2048)
def _line(text: str, style: Style) -> Line:
    runs = tuple(run for piece, key, script, level in _visual(text, style)
                 for run in _shape(piece, key, script, level % 2 == 1, style))
    spare = style.spacing if runs else 0
    return Line(text, runs, sum(run.width for run in runs) - spare)


def _pieces(text: str, style: Style) -> list[tuple[str, str, str, int]]:
    """The text in logical order, split wherever face, script or direction changes: (text, face, script, level)."""
    levels = _levels(text)
    out: list[tuple[str, str, str, int]] = []
    for at, character in enumerate(text):
        key, script = _pick(character, style) or (style.face, "Latn")
        if out:
            before, old_key, old_script, level = out[-1]
            common = character in _JOINERS or character == " " or unicodedata.combining(character) > 0
            if common and levels[at] == level and (
                    character in _JOINERS or ord(character) in face(old_key).characters):
                key, script = old_key, old_script
            if (key, script, levels[at]) == (old_key, old_script, level):
                out[-1] = (before + character, key, script, level)
                continue
        out.append((character, key, script, levels[at]))
    return out


def _visual(text: str, style: Style) -> list[tuple[str, str, str, int]]:
    """The pieces as they stand from left to right (rule L2 of the bidirectional algorithm)."""
    if text and _plain(text, style):
        return [(text, style.face, "Latn", 0)]
    pieces = _pieces(text, style)
    for level in range(max((p[3] for p in pieces), default=0), 0, -1):
        at = 0
        while at < len(pieces):
            end = at
            while end < len(pieces) and pieces[end][3] >= level:
                end += 1
            pieces[at:end] = reversed(pieces[at:end])
            at = max(end, at + 1)
    return pieces


def _levels(text: str) -> list[int]:
    """Embedding levels without explicit marks, which are refused on paper (UAX 9: W2-W7, N1, N2, I1, I2)."""
    kinds = [unicodedata.bidirectional(c) or "L" for c in text]
    if not any(k in ("R", "AL", "AN") for k in kinds):
        return [0] * len(kinds)
    base = next((1 if k != "L" else 0 for k in kinds if k in ("L", "R", "AL")), 0)
    start = "R" if base else "L"
    strong, previous = start, start
    for at, kind in enumerate(kinds):
        if kind == "NSM":
            kind = previous
        if kind == "EN" and strong == "AL":
            kind = "AN"
        elif kind == "EN" and strong == "L":
            kind = "L"
        if kind in ("L", "R", "AL"):
            strong = kind
        kinds[at] = previous = "R" if kind == "AL" else kind
    for at in range(1, len(kinds) - 1):  # a single separator between two numbers belongs to them
        if kinds[at] in ("ES", "CS") and kinds[at - 1] == kinds[at + 1] and kinds[at - 1] in ("EN", "AN"):
            kinds[at] = kinds[at - 1]
    at = 0
    while at < len(kinds):
        if kinds[at] in ("L", "R", "EN", "AN"):
            at += 1
            continue
        end = at
        while end < len(kinds) and kinds[end] not in ("L", "R", "EN", "AN"):
            end += 1
        left = start if at == 0 else ("L" if kinds[at - 1] == "L" else "R")
        right = start if end == len(kinds) else ("L" if kinds[end] == "L" else "R")
        kinds[at:end] = [left if left == right else start] * (end - at)
        at = end
    table = {"L": (0, 2), "R": (1, 1), "EN": (2, 2), "AN": (2, 2)}
    return [table[kind][base] for kind in kinds]


def _shape(text: str, key: str, script: str, rtl: bool, style: Style) -> Iterator[Run]:
    """The runs of a piece: one, or in Arabic one for each letter. There a dotless shape serves several letters, so
    only a text said for each tells them apart; said for all, most readers would turn it round."""
    features = style.features if key == style.face else ()
    if style.spacing:
        features = (*features, ("liga", False), ("clig", False))
    glyphs = face(key).shape(text, script, rtl=rtl, features=features)
    if script != "Arab":
        yield _run(glyphs, key, style.spacing, text if script in _INDIC or style.spacing > WIDE else "")
        return
    starts = [at for at, glyph in enumerate(glyphs) if glyph[4] or not at]
    for start, end in zip(starts, [*starts[1:], len(glyphs)], strict=True):
        yield _run(glyphs[start:end], key, style.spacing, glyphs[start][4])


def _run(glyphs: Sequence[Glyph], key: str, spacing: int, actual: str) -> Run:
    drawn = face(key)
    parts: list[tuple[int, str]] = []
    pending, rise, width = "", 0, 0
    meanings: dict[int, str] = {}
    back = 0  # move before the next glyph, in thousandths to the left
    for glyph, advance, x, y, meaning in glyphs:
        if y != rise and pending:
            parts.append((rise, pending))
            pending = ""
        rise = y
        back -= x
        pending += f"{back}<{glyph:04x}>" if back else f"<{glyph:04x}>"
        back = x + drawn.advance(glyph) - advance - spacing
        width += advance + spacing
        meanings[glyph] = meanings.get(glyph) or meaning
    if back:
        pending += str(back)
    parts.append((rise, pending.replace("><", "")))
    return Run(key, tuple(parts), width, meanings, actual)


@lru_cache(maxsize=2048)
def fit(text: str, style: Style, width: float, size: float, *, least: float, lines: int = 1,
        wrap_at: float | None = None, leading: float = 1.16) -> Fitted | None:
    """The text at the largest size, in the fewest lines, that fits a width; None when even `least` is too large.

    Each count of lines is tried down to `wrap_at` before another line is begun; the last one down to `least`.
    """
    turn = least if wrap_at is None else max(wrap_at, least)
    whole = line(text, style)
    for count in range(1, lines + 1):
        broken = (whole,) if count == 1 else _break(text, style, count, width * 1000 / least)
        if broken is None:
            continue
        top = size if count == 1 else min(size, turn * 1.2)
        possible = min(top, width * 1000 / max(max(part.width for part in broken), 1))
        if possible >= (turn if count < lines else least):
            return Fitted(broken, possible, leading)
    return _last_resort(text, style, width, least, lines, leading)


def _last_resort(text: str, style: Style, width: float, least: float, lines: int, leading: float) -> Fitted | None:
    """Any number of lines up to the most, at a size below the one at which another line would be begun."""
    for count in range(2, lines + 1):
        broken = _break(text, style, count, width * 1000 / least)
        if broken is not None:
            possible = width * 1000 / max(max(part.width for part in broken), 1)
            if possible >= least:
                return Fitted(broken, possible, leading)
    return None


def _break(text: str, style: Style, count: int, limit: float) -> tuple[Line, ...] | None:
    """The text in so many lines, as even as can be: before BIN, BINTI, A/L ..., else at spaces, else anywhere."""
    places: tuple[Callable[[str], Sequence[tuple[int, int]]], ...] = (
        lambda t: [m.span() for m in _BREAK_BEFORE.finditer(t)],
        lambda t: [m.span() for m in re.finditer(r"\s+", t)],
        lambda t: [(at, at) for at in range(1, len(t)) if _may_part(t[at - 1], t[at])])
    for find in places:
        spans = [(a, b) for a, b in find(text) if a > 0 and b < len(text)]
        if len(spans) >= count - 1 and (parts := _even(text, style, spans, count)):
            lines = tuple(line(part, style) for part in parts)
            if max(part.width for part in lines) <= limit:
                return lines
    return None


def _may_part(before: str, after: str) -> bool:
    """Not before a combining mark or joiner, nor behind a joiner."""
    return not (unicodedata.category(after).startswith("M") or after in _JOINERS or before in _JOINERS)


def _even(text: str, style: Style, spans: Sequence[tuple[int, int]], count: int) -> list[str] | None:
    """Parts between the given break places such that the longest is as short as possible (by rough width)."""
    rough = [0]
    for character in text:
        rough.append(rough[-1] + _rough(character))
    best: dict[tuple[int, int], tuple[int, list[str]]] = {}

    def cut(start: int, first: int, left: int) -> tuple[int, list[str]] | None:
        if left == 1:
            return rough[-1] - rough[start], [text[start:]]
        if (first, left) in best:
            return best[first, left]
        found: tuple[int, list[str]] | None = None
        for index in range(first, len(spans)):
            a, b = spans[index]
            here = rough[a] - rough[start]
            if found and here >= found[0]:
                break
            rest = cut(b, index + 1, left - 1)
            if rest and (found is None or max(here, rest[0]) < found[0]):
                found = (max(here, rest[0]), [text[start:a], *rest[1]])
        if found:
            best[first, left] = found
        return found

    answer = cut(0, 0, count)
    return answer[1] if answer else None


@lru_cache(maxsize=4096)
def _rough(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return 10
    return 7 if character.isupper() else 4 if character in " ilj.,'/" else 5
