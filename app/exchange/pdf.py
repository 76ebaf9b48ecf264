"""A small PDF writer: shaped text in bundled fonts, line art, pictures, and a table for printed lists.

It writes objects as they come, so a file of thousands of pages needs little memory, and takes nothing from the
clock, so equal contents give equal bytes. Lengths are millimetres from the top left corner; text sizes too.
"""

from __future__ import annotations

import hashlib
import math
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from typing import BinaryIO, Literal

from app.exchange.fonts import face
from app.exchange.lasting import Lasting, Tag, text_string
from app.exchange.packing import BLANK, packed
from app.exchange.shaping import Fitted, Line, Run, Style, fit, line

MM = 72 / 25.4
A4 = (210.0, 297.0)
Colour = str
"""'#10303B'."""
Align = Literal["left", "center", "right"]
_MOST_SEEN = 2000  # runs
_TOGETHER = 100  # objects written at once


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


@cache
def rgb(colour: Colour) -> str:
    """The colour as three PDF numbers."""
    return " ".join(f"{int(colour[at:at + 2], 16) / 255:.3f}" for at in (1, 3, 5))


def _point(x: float, y: float, height: float) -> str:
    return f"{_n(x * MM)} {_n((height - y) * MM)}"


@lru_cache(maxsize=1024)
def _set(shaped: Line, x: float, y: float, height: float, size: float, colour: Colour, align: Align) -> str:
    """One line set; kept, since most of a certificate's lines stand on every other one too."""
    width = shaped.width * size / 1000
    left = x - (width / 2 if align == "center" else width if align == "right" else 0)
    points = size * MM
    parts = [f"BT {rgb(colour)} rg {_point(left, y, height)} Td"]
    for run in shaped.runs:
        if run.actual:
            parts.append(f"/Span<</ActualText {text_string(run.actual)}>>BDC")
        parts.append(f"/{run.face} {_n(points)} Tf")
        for rise, glyphs in run.parts:
            parts.append(f"{_n(rise * points / 1000)} Ts[{glyphs}]TJ 0 Ts" if rise else f"[{glyphs}]TJ")
        if run.actual:
            parts.append("EMC")
    parts.append("ET")
    return "\n".join(parts)


class _Marked(AbstractContextManager[None]):
    """Ends what was marked in a content stream."""

    def __init__(self, parts: list[str]) -> None:
        self.parts = parts

    def __exit__(self, *error: object) -> None:
        self.parts.append("EMC")


_UNMARKED = nullcontext()


class Ink:
    """The drawing of one page or form."""

    def __init__(self, height: float, *, tagged: bool = True) -> None:
        self.height = height
        self.tagged = tagged  # False: for a document whose pages are only printed
        self.parts: list[str] = []
        self.runs: dict[Run, None] = {}  # shown, in their order
        self.tags: list[Tag] = []  # in reading order; the place in the list is the number in the page
        self.running = False  # what follows stands on every page: ornament for whoever hears it
        self._within: tuple[tuple[str, int], ...] = ()
        self._groups = 0

    def content(self) -> bytes:
        """The content stream."""
        return "\n".join(self.parts).encode("latin-1")

    def point(self, x: float, y: float) -> str:
        """A place in PDF units."""
        return _point(x, y, self.height)

    def tag(self, role: str, *, language: str = "", alternative: str = "") -> AbstractContextManager[None]:
        """What is drawn inside belongs to one element of a tagged document: 'H1', 'P' or 'Figure' (with its
        alternative text); 'Artifact' for ornament that is not read out."""
        if not self.tagged:
            return _UNMARKED
        if role == "Artifact" or self.running:
            self.parts.append("/Artifact BMC")
        else:
            self.parts.append(f"/{role} <</MCID {len(self.tags)}>> BDC")
            self.tags.append(Tag(role, language, alternative, self._within))
        return _Marked(self.parts)

    @contextmanager
    def group(self, role: str) -> Iterator[None]:
        """What is tagged inside belongs to one larger element: 'Table', 'TR'."""
        self._groups += 1
        outside, self._within = self._within, (*self._within, (role, self._groups))
        yield
        self._within = outside

    def text(self, words: str | Line, x: float, y: float, size: float, style: Style, colour: Colour = "#000000",
             align: Align = "left") -> float:
        """One line with its baseline at y; its width in mm is returned."""
        shaped = line(words, style) if isinstance(words, str) else words
        self.parts.append(_set(shaped, x, y, self.height, size, colour, align))
        self.runs.update(dict.fromkeys(shaped.runs))
        return shaped.width * size / 1000

    def fitted(self, text: Fitted, x: float, y: float, style: Style, colour: Colour = "#000000",
               align: Align = "left") -> None:
        """Lines under one another, the first with its baseline at y."""
        for at, shaped in enumerate(text.lines):
            self.text(shaped, x, y + at * text.size * text.leading, text.size, style, colour, align)

    def put(self, drawn: str, runs: Iterable[Run]) -> None:
        """What another ink has drawn, with the runs it shows."""
        self.parts.append(drawn)
        self.runs.update(dict.fromkeys(runs))

    def path(self, points: Sequence[tuple[float, float]], *, stroke: Colour | None = None, width: float = 0.2,
             fill: Colour | None = None, close: bool = False) -> None:
        """A line through points, stroked, filled or both."""
        body = "".join(f"{self.point(x, y)} {'l' if at else 'm'} " for at, (x, y) in enumerate(points))
        self._paint(body + ("h " if close else ""), stroke, width, fill)

    def rect(self, x: float, y: float, w: float, h: float, *, stroke: Colour | None = None, width: float = 0.2,
             fill: Colour | None = None) -> None:
        """A rectangle from its top left corner."""
        self._paint(f"{self.point(x, y + h)} {_n(w * MM)} {_n(h * MM)} re ", stroke, width, fill)

    def ellipse(self, cx: float, cy: float, rx: float, ry: float, *, turn: float = 0, stroke: Colour | None = None,
                width: float = 0.2, fill: Colour | None = None, dash: tuple[float, float] | None = None) -> None:
        """An ellipse, turned by degrees about its centre."""
        k, cos, sin = 0.5522847, math.cos(math.radians(turn)), math.sin(math.radians(turn))

        def at(a: float, b: float) -> str:
            return self.point(cx + a * rx * cos - b * ry * sin, cy + a * rx * sin + b * ry * cos)

        body = (f"{at(1, 0)} m {at(1, k)} {at(k, 1)} {at(0, 1)} c {at(-k, 1)} {at(-1, k)} {at(-1, 0)} c "
                f"{at(-1, -k)} {at(-k, -1)} {at(0, -1)} c {at(k, -1)} {at(1, -k)} {at(1, 0)} c h ")
        self._paint(body, stroke, width, fill, dash)

    def _paint(self, body: str, stroke: Colour | None, width: float, fill: Colour | None,
               dash: tuple[float, float] | None = None) -> None:
        before = f"{rgb(fill)} rg " if fill else ""
        if stroke:
            before += f"{rgb(stroke)} RG {_n(width * MM)} w "
        if dash:
            before = f"q [{_n(dash[0] * MM)} {_n(dash[1] * MM)}]0 d " + before
        act = "B" if stroke and fill else "S" if stroke else "f"
        self.parts.append(before + body + act + (" Q" if dash else ""))

    def picture(self, name: str, x: float, y: float, w: float, h: float) -> None:
        """An image of the document (Document.image gives its name) in a box from its top left corner."""
        self.parts.append(f"q {_n(w * MM)} 0 0 {_n(h * MM)} {self.point(x, y + h)} cm /{name} Do Q")

    def form(self, name: str) -> None:
        """A form of the document, at its own place."""
        self.parts.append(f"/{name} Do")

    def bitmap(self, rows: bytes, side: int, x: float, y: float, size: float, colour: Colour) -> None:
        """A square of side x side cells, one bit each, rows padded to bytes, 0 is ink: a QR code."""
        data = rows.decode("latin-1")
        self.parts.append(f"q {rgb(colour)} rg {_n(size * MM)} 0 0 {_n(size * MM)} {self.point(x, y + size)} cm "
                          f"BI/IM true/W {side}/H {side}/BPC 1 ID {data}\nEI Q")


@dataclass(frozen=True)
class Picture:
    """An image ready to embed: deflated RGB with its mask, or a JPEG as it came."""

    width: int
    height: int
    data: bytes
    jpeg: bool = False
    grey: bool = False
    mask: bytes | None = None


class Document:
    """One PDF written to a binary file. Call `page` for each page, then `close`.

    With `lasting` it is PDF/A-3a and PDF/UA-1: its pages must be tagged from end to end.
    """

    def __init__(self, out: BinaryIO, *, title: str, author: str = "", subject: str = "", keywords: str = "",
                 language: str = "ms", lasting: Lasting | None = None) -> None:
        self._out = out
        self._at = 0
        self._waiting: list[bytes] = []
        self._marked: list[bytes] = []  # of these, what goes into the file's identifier
        self._digest = hashlib.sha256()
        self._offsets: list[int] = [0, 0, 0, 0]  # 1 catalogue, 2 page tree, 3 resources, 4 information
        self._pages: list[int] = []
        self._fonts: dict[str, dict[int, str]] = {}
        self._seen: set[Run] = set()  # whose glyphs are noted; bounded, as a name comes on one page only
        self._things: dict[str, int] = {}
        self._info = (title, author, subject, keywords, language)
        self._lasting = lasting
        self._write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def _write(self, data: bytes, *, named: bool = False) -> None:
        self._waiting.append(data)
        self._at += len(data)
        if not named:
            self._marked.append(data)
        if len(self._waiting) >= _TOGETHER or len(data) > 100_000:
            self._flush()

    def _flush(self) -> None:
        self._out.write(b"".join(self._waiting))
        self._digest.update(b"".join(self._marked))
        self._waiting.clear()
        self._marked.clear()

    def _begin(self, number: int | None) -> int:
        if number is None:
            self._offsets.append(self._at)
            return len(self._offsets)
        self._offsets[number - 1] = self._at
        return number

    def _put(self, body: bytes, number: int | None = None) -> int:
        number = self._begin(number)
        self._write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        return number

    def _stream(self, entries: str, data: bytes, *, deflated: bool = True, named: bool = False) -> int:
        """`named`: what the entries say, or what refers to it, is a digest of the contents, so they need no other."""
        number = self._begin(None)
        how = "/Filter/FlateDecode" if deflated else ""
        self._write(f"{number} 0 obj\n<<{entries}{how}/Length {len(data)}>>stream\n".encode("latin-1"))
        self._write(data, named=named)
        self._write(b"\nendstream\nendobj\n")
        return number

    def form(self, name: str, drawing: bytes, width: float, height: float) -> str:
        """Adds a form once: a drawing (deflated) that many pages show."""
        if name not in self._things:
            self._things[name] = self._stream(
                f"/Type/XObject/Subtype/Form/BBox[0 0 {_n(width * MM)} {_n(height * MM)}]/Resources 3 0 R", drawing)
        return name

    def image(self, name: str, picture: Picture) -> str:
        """Adds an image once."""
        if name not in self._things:
            size = f"/Type/XObject/Subtype/Image/Width {picture.width}/Height {picture.height}/BitsPerComponent 8"
            mask = f"/SMask {self._stream(f'{size}/ColorSpace/DeviceGray', picture.mask)} 0 R" if picture.mask else ""
            space = "/ColorSpace/DeviceGray" if picture.grey else "/ColorSpace/DeviceRGB"
            jpeg = "/Filter/DCTDecode" if picture.jpeg else ""
            self._things[name] = self._stream(size + space + mask + jpeg, picture.data, deflated=not picture.jpeg)
        return name

    def use(self, runs: Iterable[Run]) -> None:
        """Notes glyphs that a form or page shows."""
        if len(self._seen) > _MOST_SEEN:
            self._seen.clear()
        for run in runs:
            if run in self._seen:
                continue
            self._seen.add(run)
            mine = self._fonts.setdefault(run.face, {})
            if run.meanings.items() <= mine.items():
                continue
            for glyph, meaning in run.meanings.items():
                if not mine.get(glyph):
                    mine[glyph] = meaning

    def page(self, ink: Ink, width: float, height: float) -> None:
        """Adds a page."""
        self.use(ink.runs)
        content = self._stream("", packed(ink.content(), 3))  # 6 takes twice as long for a tenth less
        page = self.reserve()
        more = self._lasting.tag_page(self, page, ink.tags) if self._lasting is not None else ""
        self._pages.append(self._put(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {_n(width * MM)} {_n(height * MM)}]/Resources 3 0 R"
            f"/Contents {content} 0 R{more}>>".encode("ascii"), page))

    def put(self, body: bytes) -> int:
        """Adds an object; its number."""
        return self._put(body)

    def reserve(self) -> int:
        """A number for an object that is written later."""
        self._offsets.append(0)
        return len(self._offsets)

    def put_at(self, number: int, body: bytes) -> None:
        """Writes the object of a reserved number."""
        self._put(body, number)

    def put_stream(self, entries: str, data: bytes, *, deflate: bool = True) -> int:
        """Adds a stream as it is; its number. Metadata stays plain, so that other programs can read it in the file."""
        squeezed = zlib.compress(data, 9) if deflate else data
        plain = not deflate or squeezed[-1] in BLANK  # to a file inside no byte may be added
        return self._stream(entries, data if plain else squeezed, deflated=not plain)

    def close(self) -> None:
        """Writes fonts, page tree and the table at the end. The file itself stays open."""
        fonts = "".join(f"/{key} {self._font(key, self._fonts[key])} 0 R" for key in sorted(self._fonts))
        things = "".join(f"/{name} {number} 0 R" for name, number in self._things.items())
        kids = " ".join(f"{number} 0 R" for number in self._pages)
        title, author, subject, keywords, language = self._info
        info = {"Title": title, "Author": author, "Subject": subject, "Keywords": keywords, "Creator": "Sijil"}
        more = self._lasting.finish(self, info, language) if self._lasting is not None else ""
        self._put(f"<</Type/Catalog/Pages 2 0 R/Lang{text_string(language)}"
                  f"/ViewerPreferences<</DisplayDocTitle true>>{more}>>".encode("ascii"), 1)
        self._put(f"<</Type/Pages/Kids[{kids}]/Count {len(self._pages)}>>".encode("ascii"), 2)
        self._put(f"<</Font<<{fonts}>>/XObject<<{things}>>>>".encode("ascii"), 3)
        self._put(("<<" + "".join(f"/{k}{text_string(v)}" for k, v in info.items() if v) + ">>").encode("ascii"), 4)
        start, count = self._at, len(self._offsets) + 1
        self._flush()
        mark = self._digest.hexdigest()[:32]
        rows = "".join(f"{offset:010} 00000 n \n" for offset in self._offsets)
        self._write(f"xref\n0 {count}\n0000000000 65535 f \n{rows}trailer\n<</Size {count}/Root 1 0 R/Info 4 0 R"
                    f"/ID[<{mark}><{mark}>]>>\nstartxref\n{start}\n%%EOF\n".encode("ascii"))
        self._flush()

    def _font(self, key: str, glyphs: dict[int, str]) -> int:
        drawn = face(key)
        part = drawn.subset(glyphs)
        program = self._stream(f"/Length1 {part.length}", part.packed, named=True)
        unicode_map = self._stream("", part.to_unicode, named=True)
        descriptor = self._put(f"<</Type/FontDescriptor/FontName/{part.name}{drawn.descriptor()}/FontFile2 {program}"
                               " 0 R>>".encode("ascii"))
        inner = self._put(f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{part.name}/CIDSystemInfo<</Registry(Adobe)"
                          f"/Ordering(Identity)/Supplement 0>>/FontDescriptor {descriptor} 0 R/DW 0/W[{part.widths}]"
                          "/CIDToGIDMap/Identity>>".encode("ascii"))
        return self._put(f"<</Type/Font/Subtype/Type0/BaseFont/{part.name}/Encoding/Identity-H/DescendantFonts"
                         f"[{inner} 0 R]/ToUnicode {unicode_map} 0 R>>".encode("ascii"))


def one_page(ink: Ink, width: float, height: float, *, title: str) -> bytes:
    """A document of a single page."""
    out = BytesIO()
    document = Document(out, title=title)
    document.page(ink, width, height)
    document.close()
    return out.getvalue()


__all__ = ["A4", "MM", "Align", "Colour", "Document", "Fitted", "Ink", "Picture", "fit", "one_page", "rgb"]
