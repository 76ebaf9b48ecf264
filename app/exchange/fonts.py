"""The bundled fonts as a PDF needs them: what a face can draw, glyphs shaped by HarfBuzz, subsets to embed.

Every figure is in thousandths of the font size, as PDF counts. Glyph numbers stay those of the whole font in its
subsets, so a drawn text does not depend on which subset is embedded in the end.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from app.errors import Unavailable
from app.exchange.packing import packed
from app.i18n import _

FONT_DIR = Path(__file__).resolve().parent.parent.parent / "resources" / "fonts"
FACES: Mapping[str, str] = {
    "garamond": "EBGaramond_400Regular", "garamond-italic": "EBGaramond_400Regular_Italic",
    "garamond-medium": "EBGaramond_500Medium", "garamond-semibold": "EBGaramond_600SemiBold",
    "inter": "Inter_400Regular", "inter-italic": "Inter_400Regular_Italic", "inter-medium": "Inter_500Medium",
    "inter-semibold": "Inter_600SemiBold", "inter-bold": "Inter_700Bold",
    "mono": "JetBrainsMono_500Medium", "mono-semibold": "JetBrainsMono_600SemiBold",
    "arabic": "NotoNaskhArabic_400Regular", "arabic-semibold": "NotoNaskhArabic_600SemiBold",
    "devanagari": "NotoSansDevanagari_400Regular", "gurmukhi": "NotoSansGurmukhi_400Regular",
    "chinese": "NotoSansSC_400Regular",
    "tamil": "NotoSansTamil_400Regular", "tamil-semibold": "NotoSansTamil_600SemiBold",
}
_USUAL = "".join(map(chr, range(0x20, 0x7F))) + "·–’‘“”éèöüñçÉÑ…×°"
_JOINED = ("ff fi fl ffi ffl fj ffj fb fh fk ft Th tt ct st sp Qu QU gg gy jj ij IJ ti tti ck ch rt "
           "Ta Te To Tu Ty Wa We Yo AV fu fa fo "
           "0-0 A-A A-0 0-A (0 0) (A A) 0:0 A:A 0–0 A–A 0·0 A·A 0×0 A@A [0 0] {0 0}")  # signs raised beside capitals
_DROPPED = ("GSUB", "GPOS", "GDEF", "name", "OS/2", "cmap", "STAT", "MATH", "DSIG", "meta", "gasp", "vhea", "vmtx",
            "VORG", "BASE")
_ADDED: dict[str, bytes] = {}


def asset_key(digest: str) -> str:
    """The key of a font that a template brought along, by its SHA-256."""
    return f"own-{digest[:16]}"


def add_asset(digest: str, data: bytes) -> str:
    """Make such a font known; its key. It was looked at when it was put into the template."""
    key = asset_key(digest)
    _ADDED.setdefault(key, data)
    return key


Glyph = tuple[int, int, int, int, str]
"""Number, advance, x and y offset, and the text it stands for ('' when a glyph before it says it)."""


@dataclass(frozen=True)
class Subset:
    """A part of a face, ready to embed: the glyphs it holds and what each means."""

    name: str
    packed: bytes  # TrueType file, deflated
    length: int
    widths: str  # the W array
    to_unicode: bytes  # deflated CMap
    glyphs: frozenset[int]
    meanings: Mapping[int, str]


class Face:
    """One font file. Made once per process; reading and shaping may happen in several threads."""

    def __init__(self, key: str) -> None:
        try:
            import uharfbuzz as hb
        except ImportError as problem:  # no wheel for Windows on ARM
            raise Unavailable(_("Certificates cannot be drawn on this computer, as a part that shapes letters is not "
                                "made for its processor. Print them on another computer.")) from problem

        self.key = key
        self._hb: Any = hb
        self._face = hb.Face(hb.Blob(_ADDED.get(key) or (FONT_DIR / f"{FACES[key]}.ttf").read_bytes()))
        self._font = hb.Font(self._face)
        self._font.scale = (1000, 1000)
        self.characters: frozenset[int] = frozenset(self._face.unicodes)
        self.postscript = FACES.get(key, key).replace("_", "-", 1).replace("_", "")
        extents = self._font.get_font_extents("ltr")
        self.ascent, self.descent = int(extents.ascender), int(extents.descender)
        self._meant: dict[int, str] = {}
        self._advances: dict[int, int] = {}

    def advance(self, glyph: int) -> int:
        """The advance a viewer takes for a glyph, from its width in the font."""
        found = self._advances.get(glyph)
        if found is None:
            found = self._advances[glyph] = int(self._font.get_glyph_h_advance(glyph))
        return found

    def shape(self, text: str, script: str, *, rtl: bool = False, features: tuple[tuple[str, bool], ...] = ()
              ) -> list[Glyph]:
        """The glyphs of one run in visual order. `script` is an ISO 15924 code such as 'Latn'."""
        buffer = self._hb.Buffer()
        buffer.cluster_level = self._hb.BufferClusterLevel.MONOTONE_CHARACTERS
        buffer.add_str(text)
        buffer.direction = "rtl" if rtl else "ltr"
        buffer.script = script
        buffer.language = "ms"
        self._hb.shape(self._font, buffer, dict(features))
        infos, positions = buffer.glyph_infos, buffer.glyph_positions
        starts = sorted({info.cluster for info in infos})
        ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
        said: set[int] = set()
        out: list[Glyph] = []
        for info, place in zip(infos, positions, strict=True):
            meaning = "" if info.cluster in said else text[info.cluster:ends[info.cluster]]
            said.add(info.cluster)
            out.append((info.codepoint, place.x_advance, place.x_offset, place.y_offset, meaning))
        return out

    def descriptor(self) -> str:
        """The FontDescriptor's entries but for the file."""
        italic = "Italic" in self.postscript
        return (f"/Flags {68 if italic else 4}/FontBBox[-500 {self.descent} 1500 {self.ascent}]/Ascent {self.ascent}"
                f"/Descent {self.descent}/CapHeight 700/StemV 80/ItalicAngle {-12 if italic else 0}")

    def subset(self, glyphs: Mapping[int, str]) -> Subset:
        """A subset that holds these glyphs: the usual one when they are all in it, which is made only once."""
        usual = self._usual()
        if usual and glyphs.items() <= usual.meanings.items():
            return usual
        return self._cut(tuple(sorted(glyphs.items())))

    @cache  # noqa: B019 - faces live as long as the process
    def _usual(self) -> Subset | None:
        if not self.key.startswith(("garamond", "inter", "mono")):
            return None
        meanings: dict[int, str] = {}
        for piece in (*_USUAL, *_JOINED.split()):
            for glyph, _advance, _x, _y, meaning in self.shape(piece, "Latn"):
                meanings.setdefault(glyph, meaning)
        return self._cut(tuple(sorted(meanings.items())))

    @lru_cache(maxsize=64)  # noqa: B019
    def _cut(self, glyphs: tuple[tuple[int, str], ...]) -> Subset:
        hb = self._hb
        asked = hb.SubsetInput()
        asked.glyph_set.update({glyph for glyph, _meaning in glyphs} | {0})
        asked.flags = (hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
                       | hb.SubsetFlags.NOTDEF_OUTLINE)
        asked.drop_table_tag_set.update({int.from_bytes(tag.encode(), "big") for tag in _DROPPED})
        data = bytes(hb.subset(self._face, asked).blob.data)
        numbers = [glyph for glyph, _meaning in glyphs]
        tag = hashlib.sha256(repr((self.key, glyphs)).encode()).digest()
        prefix = "".join(chr(65 + byte % 26) for byte in tag[:6])
        return Subset(f"{prefix}+{self.postscript}", packed(data, pad=b"\1"), len(data),
                      "".join(f"{g}[{self.advance(g)}]" for g in numbers), packed(_cmap(glyphs)),
                      frozenset(numbers), dict(glyphs))


def _cmap(glyphs: Iterable[tuple[int, str]]) -> bytes:
    """A ToUnicode CMap. A glyph without a meaning of its own gets a zero-width space, as no entry would be a box."""
    lines = [f"<{glyph:04x}> <{(meaning or chr(0x200B)).encode('utf-16-be').hex()}>" for glyph, meaning in glyphs]
    blocks = [lines[at:at + 100] for at in range(0, len(lines), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return ("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
            "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
            "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
            f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend").encode("ascii")


@cache
def face(key: str) -> Face:
    """The face of that key (see FACES); read on first use, since the Chinese one is large."""
    return Face(key)
