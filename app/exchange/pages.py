"""The pages of a finished PDF: how many, how large, as pictures; which of them are wanted; a sheet to test a printer.

pdfium must never work in two threads at once, so everything here takes turns.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from app.exchange.pdf import Ink, one_page
from app.exchange.shaping import Style
from app.i18n import _

PDFIUM = threading.RLock()
MM = 25.4 / 72
BAND, OVERLAP = 96, 2  # rows of pixels
INK, FAINT = "#15212A", "#8A979F"
PLAIN, BOLD = Style("inter"), Style("inter-semibold")


@dataclass(frozen=True)
class Picture:
    """A page as a picture: 32 bits a pixel, blue green red and one unused."""

    width: int
    height: int
    stride: int
    data: bytes


class Pages:
    """A PDF that is open for looking and printing. Close it."""

    def __init__(self, data: bytes) -> None:
        import pypdfium2

        self.data = data
        with PDFIUM:
            self._document: Any = pypdfium2.PdfDocument(data)
            self.sizes: tuple[tuple[float, float], ...] = tuple(
                (w * MM, h * MM) for w, h in (self._document.get_page_size(n) for n in range(len(self._document))))
            """Width and height of each page in mm."""

    def __len__(self) -> int:
        return len(self.sizes)

    def picture(self, number: int, width: int) -> Picture:
        """Page `number` (0 is the first) as a picture of that many pixels in width, on white."""
        with PDFIUM:
            page = self._document[number]
            bitmap = page.render(scale=width / page.get_width(), prefer_bgrx=True)
            found = Picture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
            bitmap.close()
            page.close()
        return found

    def bands(self, number: int, width: int, rows: int = BAND) -> Iterator[tuple[int, Picture]]:
        """The picture of a page in bands from the top: (first row, picture). They overlap, so that no seam shows.

        A whole page at 300 dots an inch is 35 MB: handled at once it would stop every other thread for a moment.
        """
        with PDFIUM:
            page = self._document[number]
            bitmap = page.render(scale=width / page.get_width(), prefer_bgrx=True)
            view, stride = memoryview(bitmap.buffer).cast("B"), bitmap.stride
            try:
                for top in range(0, bitmap.height, rows):
                    end = min(top + rows + OVERLAP, bitmap.height)
                    yield top, Picture(bitmap.width, end - top, stride, bytes(view[top * stride:end * stride]))
            finally:
                view.release()
                bitmap.close()
                page.close()

    def part(self, numbers: Sequence[int]) -> bytes:
        """A PDF of these pages only, in this order."""
        import pypdfium2

        out = BytesIO()
        with PDFIUM:
            made: Any = pypdfium2.PdfDocument.new()
            made.import_pages(self._document, list(numbers))
            made.save(out)
            made.close()
        return out.getvalue()

    def close(self) -> None:
        """No picture after this."""
        with PDFIUM:
            self._document.close()


_PART = re.compile(r"(\d{1,6})?\s*(-)?\s*(\d{1,6})?")


def chosen_pages(text: str, count: int) -> list[int]:
    """`1-3, 7` as [0, 1, 2, 6], `57-` to the end, '' all; in the order written, each once.

    ValueError with a sentence for anything else.
    """
    if not text.strip():
        return list(range(count))
    found: list[int] = []
    for part in re.split(r"[,;]", text.replace("–", "-")):
        if not part.strip():
            continue
        match = _PART.fullmatch(part.strip())
        if match is None or not (match[1] or match[3]) or (match[3] and not match[2]):
            raise ValueError(_("Write pages such as 1-3, 7."))
        first = int(match[1] or 1)
        last = int(match[3] or count) if match[2] else first
        if not 1 <= first <= last:
            raise ValueError(_("Write pages such as 1-3, 7."))
        if last > count:
            raise ValueError(_("There is no page {n}; the last is {last}.").format(n=last, last=count))
        found.extend(n for n in range(first - 1, last) if n not in found)
    if not found:
        raise ValueError(_("Write pages such as 1-3, 7."))
    return found


def pages_text(pages: Sequence[int]) -> str:
    """[0, 1, 2, 6] as `1-3, 7`."""
    parts: list[str] = []
    at = 0
    while at < len(pages):
        end = at
        while end + 1 < len(pages) and pages[end + 1] == pages[end] + 1:
            end += 1
        parts.append(f"{pages[at] + 1}" if at == end else f"{pages[at] + 1}-{pages[end] + 1}")
        at = end + 1
    return ", ".join(parts)


def test_sheet(width: float, height: float, words: str = "") -> bytes:
    """A sheet with cross hairs 20 mm from each corner and rulers in mm from each edge, to measure where a printer puts
    things. Sizes in mm."""
    ink = Ink(height)
    for x in (20.0, width - 20):
        for y in (20.0, height - 20):
            _cross(ink, x, y)
    _cross(ink, width / 2, height / 2)
    for at in range(16):
        long = 6.0 if at % 10 == 0 else 4.5 if at % 5 == 0 else 3.0
        middle_x, middle_y = width / 2, height / 2
        for x in (float(at), width - at):  # rulers that count from the left and right edge
            ink.path([(x, middle_y - 30), (x, middle_y - 30 + long)], stroke=INK, width=0.12)
        for y in (float(at), height - at):
            ink.path([(middle_x - 40, y), (middle_x - 40 + long, y)], stroke=INK, width=0.12)
        if at % 5 == 0 and at:
            ink.text(str(at), at, middle_y - 20.5, 2.4, PLAIN, INK, "center")
            ink.text(str(at), width - at, middle_y - 20.5, 2.4, PLAIN, INK, "center")
            ink.text(str(at), middle_x - 30.5, at + 0.8, 2.4, PLAIN, INK, "right")
            ink.text(str(at), middle_x - 30.5, height - at + 0.8, 2.4, PLAIN, INK, "right")
    ink.path([(20, 20), (width - 20, 20), (width - 20, height - 20), (20, height - 20)], stroke=FAINT, width=0.12,
             close=True)
    y = height / 2 + 14
    ink.text(_("Test sheet"), width / 2, y, 6, BOLD, INK, "center")
    for line in (_("Measure from the edge of the paper to each cross: it should be 20 mm."),
                 _("Farther from the left edge: move left by the difference. Farther from the top: move up."), words):
        y += 6.5
        if line:
            ink.text(line, width / 2, y, 3.4 if width > 250 else 2.9, PLAIN, INK, "center")
    return one_page(ink, width, height, title=_("Test sheet"))


def _cross(ink: Ink, x: float, y: float) -> None:
    ink.path([(x - 8, y), (x + 8, y)], stroke=INK, width=0.15)
    ink.path([(x, y - 8), (x, y + 8)], stroke=INK, width=0.15)
    ink.ellipse(x, y, 3, 3, stroke=INK, width=0.15)
