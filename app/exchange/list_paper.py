"""Any list on paper: A4 landscape, its columns as on screen, names wrapped and never cut, the head on every page."""

from __future__ import annotations

import base64
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from app.exchange.columns import Caption, Column, Portrait
from app.exchange.pdf import Document, Ink
from app.exchange.pictures import picture_name, read_picture
from app.exchange.shaping import Line, Style, fit, line, unprintable
from app.i18n import _, language
from app.job import SILENT, Progress

WIDTH, HEIGHT = 297.0, 210.0
EDGE, TOP, FOOT = 12.0, 12.0, 11.0
SIZE, LEAST = 2.75, 1.9  # mm: the letters of a row, and how small many columns make them
LEADING, PAD, GAP = 1.28, 1.3, 1.4  # in sizes; mm above and below the text of a row; mm beside it
NUMBERS = (("tnum", True),)
PLAIN, BOLD, HEAVY = Style("inter", NUMBERS), Style("inter-semibold", NUMBERS), Style("inter-bold")
INK, SOFT, LINE, SHADE, ACCENT, TINT = "#15212A", "#46555F", "#BCC7CD", "#E7ECEF", "#0B5F77", "#F0F5F7"
NARROW = 9  # characters: columns up to this width are not stretched
PHOTO = (18.0, 23.0)  # mm
MISSING = "?"  # stands for a sign that no font can draw; the last page says so


@dataclass(frozen=True)
class _Plan:
    """Widths of the columns in mm, the size of the letters, and the room beside them."""

    widths: tuple[float, ...]
    size: float
    gap: float = GAP

    @property
    def lefts(self) -> list[float]:
        found = [EDGE]
        for width in self.widths:
            found.append(found[-1] + width)
        return found


Cell = tuple[Line, ...] | Portrait
Row = Sequence[Cell]
"""The lines of each cell, or its photo."""


def list_pdf(title: str, facts: Sequence[str], columns: Sequence[Column[Any]], rows: Sequence[Any],
             step: Progress = SILENT, *, centre: str = "", printed: str = "", row_height: float = 0.0) -> bytes:
    """The list as a PDF. `facts` are lines under the title, `printed` says when and by whom at the foot.

    `row_height` in mm leaves room for a pen. A Caption among the rows stands across all columns.

    Cancelled when `step` says so. Unavailable on a computer that cannot shape letters.
    """
    plan = _plan(columns)
    swapped = [False]
    head: Row = [_wrap(_clean(c.title(), BOLD, swapped), BOLD, w, plan)
                 for c, w in zip(columns, plan.widths, strict=True)]
    first = _top_height(facts, centre) + _height(head, plan.size)
    later = 8.0 + _height(head, plan.size)
    pages: list[list[Row]] = [[]]
    left = HEIGHT - TOP - FOOT - first
    for number, row in enumerate(rows, start=1):
        if number % 50 == 0 or number == len(rows):
            step(number, len(rows) * 2, _("Setting row {n} of {total}").format(n=number, total=len(rows)))
        cells: Row
        if isinstance(row, Caption):
            cells = [_wrap(_clean(row.text, BOLD, swapped), BOLD, sum(plan.widths), plan)]
        else:
            cells = [found if isinstance(found := c.read(row), Portrait) else
                     _wrap(_clean(c.text(row), PLAIN, swapped), PLAIN, w, plan)
                     for c, w in zip(columns, plan.widths, strict=True)]
        for part in _parts(cells, int((HEIGHT - TOP - FOOT - max(first, later) - 2 * PAD) / (plan.size * LEADING))):
            tall = max(_height(part, plan.size), 0.0 if isinstance(row, Caption) else row_height)
            if tall > left and pages[-1]:
                pages.append([])
                left = HEIGHT - TOP - FOOT - later
            pages[-1].append(part)
            left -= tall
    out = BytesIO()
    document = Document(out, title=title, author=centre, language=language())
    for number, page in enumerate(pages, start=1):
        ink = Ink(HEIGHT)
        y = _top(ink, title, facts, centre) if number == 1 else _small_top(ink, title, centre)
        y = _row(ink, plan, columns, head, y, BOLD, SHADE)
        for cells in page:
            if len(cells) == len(columns):
                _photos(ink, document, plan, cells, y)
                y = _row(ink, plan, columns, cells, y, PLAIN, "", row_height)
            else:
                y = _caption(ink, plan, cells, y)
        if not rows:
            ink.text(_("There is nothing in this list."), EDGE + GAP, y + 6, SIZE, PLAIN, SOFT)
        _foot(ink, number, len(pages), printed, swapped[0] and number == len(pages))
        document.page(ink, WIDTH, HEIGHT)
        step(len(rows) + round(len(rows) * number / len(pages)), len(rows) * 2,
             _("Writing page {n} of {total}").format(n=number, total=len(pages)))
    document.close()
    return out.getvalue()


def _plan(columns: Sequence[Column[Any]]) -> _Plan:
    """As wide as the columns ask for, stretched to the sheet; smaller letters when they ask for more than it has."""
    asked = [max(4, c.width, min(max(map(len, c.title().split()), default=0) + 1, 12)) for c in columns]
    room = WIDTH - 2 * EDGE
    each = SIZE * 0.6  # mm for a character
    wanted = [chars * each + 2 * GAP for chars in asked]
    scale = room / sum(wanted) if wanted else 1.0
    if scale > 1:  # what is left goes to the wide columns
        wide = [w for w, chars in zip(wanted, asked, strict=True) if chars > NARROW] or wanted
        more = (room - sum(wanted)) / sum(wide)
        return _Plan(tuple(w * (1 + more) if w in wide else w for w in wanted), SIZE)
    gap = GAP
    scale = (room - 2 * gap * len(asked)) / (sum(asked) * each)  # the letters shrink, the gaps beside them do not
    if SIZE * scale < LEAST:  # before a word must be parted
        gap = max(0.3, (room - sum(asked) * each * LEAST / SIZE) / len(asked) / 2)
        scale = max(0.1, (room - 2 * gap * len(asked)) / (sum(asked) * each))
    return _Plan(tuple(chars * each * scale + 2 * gap for chars in asked), max(LEAST, SIZE * scale), gap)


def _clean(text: str, style: Style, swapped: list[bool]) -> str:
    """The text with what cannot be drawn replaced: signs without a shape by a space, letters without a face by ?."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    if text.isascii() and text.isprintable():
        return text
    while (bad := unprintable(text, style)) is not None:
        shapeless = unicodedata.category(bad) in ("Cc", "Cf", "Zl", "Zp")
        swapped[0] = swapped[0] or not shapeless
        text = text.replace(bad, "" if shapeless else MISSING)
    return text


def _wrap(text: str, style: Style, width: float, plan: _Plan) -> tuple[Line, ...]:
    """The text in lines of at most that width: a name parts before BIN, BINTI, A/L; nothing is ever cut."""
    if not text:
        return ()
    size, room = plan.size, width - 2 * plan.gap
    whole = line(text, style)
    if whole.width * size / 1000 <= room:
        return (whole,)
    if len(text) <= 100:
        for count in (2, 3):
            found = fit(text, style, room, size, least=size, lines=count)
            if found is not None:
                return found.lines
    return tuple(line(part, style) for part in greedy(text, style, room * 1000 / size))


def greedy(text: str, style: Style, limit: float) -> Iterator[str]:
    """Word by word; a word wider than the column parts anywhere."""
    held = ""
    for word in text.split(" "):
        candidate = f"{held} {word}" if held else word
        if line(candidate, style).width <= limit:
            held = candidate
            continue
        if held:
            yield held
        while line(word, style).width > limit and len(word) > 1:
            at = max(1, _fits(word, style, limit))
            yield word[:at]
            word = word[at:]
        held = word
    if held:
        yield held


def _fits(word: str, style: Style, limit: float) -> int:
    """How many characters of a word fit."""
    low, high = 1, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        if line(word[:middle], style).width <= limit:
            low = middle
        else:
            high = middle - 1
    while low > 1 and low < len(word) and unicodedata.category(word[low]).startswith("M"):
        low -= 1
    return low


def _parts(cells: Row, most: int) -> Iterator[Row]:
    """A row, parted when it has more lines than a page."""
    longest = max((len(c) for c in cells if not isinstance(c, Portrait)), default=1)
    for at in range(0, max(longest, 1), max(most, 1)):
        yield [(() if at else c) if isinstance(c, Portrait) else c[at:at + most] for c in cells]


def _height(cells: Row, size: float) -> float:
    lines = max(1, max((len(c) for c in cells if not isinstance(c, Portrait)), default=1))
    photo = PHOTO[1] + 2 * PAD if any(isinstance(c, Portrait) for c in cells) else 0.0
    return max(lines * size * LEADING + 2 * PAD, photo)


def _top_height(facts: Sequence[str], centre: str) -> float:
    return (6.0 if centre else 0.0) + 7.0 + 4.6 * len([f for f in facts if f]) + 2.0


def _top(ink: Ink, title: str, facts: Sequence[str], centre: str) -> float:
    """Centre, title and facts at the head of the first page; where the table begins is returned."""
    y = TOP
    room = WIDTH - 2 * EDGE
    if centre:
        _one(ink, centre, EDGE, y + 3.2, room, 3.1, BOLD, SOFT)
        y += 6.0
    _one(ink, title, EDGE, y + 4.6, room, 5.0, HEAVY, ACCENT)
    y += 7.0
    for fact in facts:
        if fact:
            _one(ink, fact, EDGE, y + 3.2, room, 2.9, PLAIN, SOFT)
            y += 4.6
    return y + 2.0


def _small_top(ink: Ink, title: str, centre: str) -> float:
    half = (WIDTH - 2 * EDGE) / 2 - 4
    _one(ink, title, EDGE, TOP + 3.4, half, 3.1, BOLD, ACCENT)
    if centre:
        _one(ink, centre, WIDTH - EDGE, TOP + 3.4, half, 2.75, PLAIN, SOFT, right=True)
    return TOP + 8.0


def _one(ink: Ink, text: str, x: float, y: float, width: float, size: float, style: Style, colour: str,
         right: bool = False) -> None:
    """One line, smaller when it must be."""
    clean = _clean(text, style, [False])
    shaped = line(clean, style)
    size = min(size, width * 1000 / max(shaped.width, 1))
    ink.text(shaped, x, y, size, style, colour, "right" if right else "left")


def _row(ink: Ink, plan: _Plan, columns: Sequence[Column[Any]], cells: Row, y: float, style: Style,
         fill: str, least: float = 0.0) -> float:
    tall = max(_height(cells, plan.size), least)
    lefts = plan.lefts
    if fill:
        ink.rect(EDGE, y, lefts[-1] - EDGE, tall, fill=fill)
    for column, left, width, lines in zip(columns, lefts, plan.widths, cells, strict=False):
        x = {"left": left + plan.gap, "right": left + width - plan.gap, "center": left + width / 2}[column.side]
        for at, shaped in enumerate(() if isinstance(lines, Portrait) else lines):
            ink.text(shaped, x, y + PAD + plan.size * (1.0 + at * LEADING), plan.size, style, INK, column.side)
    ink.path([(EDGE, y + tall), (lefts[-1], y + tall)], stroke=SOFT if fill else LINE, width=0.2 if fill else 0.12)
    return y + tall


def _photos(ink: Ink, document: Document, plan: _Plan, cells: Row, y: float) -> None:
    """The photos of a row, smaller where their column is; an empty frame for who has none."""
    for cell, left, width in zip(cells, plan.lefts, plan.widths, strict=False):
        if not isinstance(cell, Portrait):
            continue
        wide = min(PHOTO[0], width - 2 * plan.gap)
        high = wide * PHOTO[1] / PHOTO[0]
        if cell.data:
            encoded = base64.b64encode(cell.data).decode()
            ink.picture(document.image(picture_name(encoded), read_picture(encoded)), left + plan.gap, y + PAD, wide,
                        high)
        else:
            ink.rect(left + plan.gap, y + PAD, wide, high, stroke=LINE)


def _caption(ink: Ink, plan: _Plan, cells: Row, y: float) -> float:
    """A row that says what follows, across the sheet."""
    tall, right = _height(cells, plan.size), plan.lefts[-1]
    ink.rect(EDGE, y, right - EDGE, tall, fill=TINT)
    for at, shaped in enumerate(() if isinstance(cells[0], Portrait) else cells[0]):
        ink.text(shaped, EDGE + GAP, y + PAD + plan.size * (1.0 + at * LEADING), plan.size, BOLD, ACCENT)
    return y + tall


def _foot(ink: Ink, number: int, total: int, printed: str, swapped: bool) -> None:
    y = HEIGHT - 6.5
    said = [printed, _("A sign that no font can draw is shown as {sign}.").format(sign=MISSING) if swapped else ""]
    words = "   ".join(s for s in said if s)
    if words:
        _one(ink, words, EDGE, y, WIDTH - 2 * EDGE - 40, 2.4, PLAIN, SOFT)
    ink.text(_("Page {n} of {total}").format(n=number, total=total), WIDTH - EDGE, y, 2.4, PLAIN, SOFT, "right")
