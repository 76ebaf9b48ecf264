"""Pictures and fonts of templates: looked at before they are kept, since they may come from anywhere.

A picture is decoded and written anew, so nothing that a camera or anybody else hid in it stays. Its size is read from
its head first: a picture of a hundred million pixels is refused before it takes any memory.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from sqlalchemy import select

from app.centre.commands import MAX_PICTURE, picture_problem
from app.certificates.records import TemplateAsset, TemplateVersion
from app.certificates.templates.model import Layout
from app.errors import Invalid
from app.i18n import _
from app.office.command import Command, Work
from app.office.permissions import Permission

Kind = Literal["image", "font"]
MAX_FONT = 10_000_000  # bytes; fonts of Chinese are large
_TABLES = (b"cmap", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"name")
_PNG = b"\x89PNG\r\n\x1a\n"
_PLAIN_CHUNKS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
_PLAIN_MARKERS = frozenset({0xC0, 0xC1, 0xC2, 0xC4, 0xDA, 0xDB, 0xDD, 0xE0, 0xEE})
MOST_TABLES = 64


def picture(data: bytes, *, as_it_is: bool = False) -> bytes:
    """The picture written anew; with `as_it_is` one that carries nothing but its pixels stays byte for byte.

    Invalid, with a sentence, when it is no PNG or JPEG, larger than 5 MB or 5 million pixels, or broken.
    """
    from PIL import Image, ImageOps

    told = picture_problem(data)
    if told:
        raise Invalid(told)
    try:
        image = Image.open(BytesIO(data), formats=("PNG", "JPEG"))
        image.load()
        if as_it_is and getattr(image, "n_frames", 1) == 1 and _is_plain(data):
            return data
        found: Image.Image = ImageOps.exif_transpose(image)
        out = BytesIO()
        if image.format == "JPEG":
            found.convert("L" if found.mode == "L" else "RGB").save(out, "JPEG", quality=92)
        else:
            clear = "A" in found.getbands() or "transparency" in found.info
            kept = found.convert("RGBA" if clear else "L" if found.mode in ("1", "L") else "RGB")
            kept.info.clear()
            kept.save(out, "PNG", optimize=True)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as problem:
        raise Invalid(_("The picture cannot be read. It must be a PNG or JPEG file.")) from problem
    if len(out.getvalue()) > MAX_PICTURE:
        raise Invalid(_("The picture is larger than 5 MB. Save it smaller and choose it again."))
    return out.getvalue()


def _is_plain(data: bytes) -> bool:
    """Whether the file holds pixels and nothing else: no camera data, no comments, nothing behind its end."""
    return _plain_png(data) if data.startswith(_PNG) else _plain_jpeg(data)


def _plain_png(data: bytes) -> bool:
    at = len(_PNG)
    while at + 12 <= len(data):
        length, name = struct.unpack(">I4s", data[at:at + 8])
        at += 12 + length
        if name not in _PLAIN_CHUNKS:
            return False
        if name == b"IEND":
            return bool(at == len(data))
    return False


def _plain_jpeg(data: bytes) -> bool:
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] in _PLAIN_MARKERS:
        if data[at + 1] == 0xDA:
            end = data.find(b"\xff\xd9", at)
            return end == len(data) - 2
        at += 2 + int.from_bytes(data[at + 2:at + 4], "big")
    return False


@dataclass(frozen=True)
class Font:
    """A font that may be used: its family, and what it says of its licence."""

    family: str
    licence: str
    open: bool  # it names the Open Font License, so it may be embedded and passed on


def font(data: bytes) -> Font:
    """What the font says of itself. Invalid when it cannot be embedded: no TrueType outlines, broken, forbidden."""
    if len(data) > MAX_FONT:
        raise Invalid(_("The font is larger than 10 MB. Choose a smaller one."))
    tables = _tables(data)
    if tables is None:
        raise Invalid(_("This is not a TrueType font (.ttf). Fonts with other outlines, collections and web fonts are "
                        "not taken."))
    if any(name not in tables for name in _TABLES) or tables[b"head"][12:16] != b"\x5f\x0f\x3c\xf5":
        raise Invalid(_("The font is incomplete or damaged. Get it again from where it came from."))
    rights = tables.get(b"OS/2", b"")[8:10]
    if rights and int.from_bytes(rights, "big") & 0x000E == 0x0002:
        raise Invalid(_("The maker of this font does not allow it to be embedded in documents. Choose another font."))
    names = _names(tables[b"name"])
    licence = " ".join(p for p in (names.get(13, ""), names.get(14, "")) if p)
    folded = licence.casefold()
    return Font(names.get(16) or names.get(1) or _("Font"), licence,
                "open font license" in folded or "scripts.sil.org/ofl" in folded or "openfontlicense" in folded)


def _tables(data: bytes) -> dict[bytes, bytes] | None:
    """The tables of a TrueType file; None when it is not one."""
    if data[:4] not in (b"\x00\x01\x00\x00", b"true") or len(data) < 12:
        return None
    count = int.from_bytes(data[4:6], "big")
    if not 0 < count <= MOST_TABLES or len(data) < 12 + 16 * count:
        return None
    found: dict[bytes, bytes] = {}
    for at in range(12, 12 + 16 * count, 16):
        name, _sum, start, length = struct.unpack(">4sIII", data[at:at + 16])
        if start + length > len(data) or name in found:
            return None
        found[name] = data[start:start + length]
    return found


def _names(table: bytes) -> dict[int, str]:
    """The texts of the name table, by their number, English ones first come first."""
    found: dict[int, str] = {}
    if len(table) < 6:
        return found
    count, base = struct.unpack(">HH", table[2:6])
    for at in range(6, min(6 + 12 * count, len(table) - 11), 12):
        system, _encoding, _language, number, length, start = struct.unpack(">6H", table[at:at + 12])
        raw = table[base + start:base + start + length]
        text = raw.decode("utf-16-be" if system in (0, 3) else "latin-1", "replace")
        found.setdefault(number, " ".join(text.split())[:200])
    return found


def examine(kind: str, data: bytes) -> bytes:
    """What is kept of a file from elsewhere. Invalid with a sentence when it cannot be used."""
    if kind == "image":
        return picture(data, as_it_is=True)
    font(data)
    return data


@dataclass(frozen=True, kw_only=True)
class AddAsset(Command[str]):
    """Keep a picture or font for templates; returns its SHA-256. The same one is kept once.

    Not undone: by then a template may stand on it.
    """

    needs = Permission.TEMPLATES_CHANGE
    undoable = False

    kind: Kind
    name: str
    data: bytes

    def label(self) -> str:
        words = _("Add the picture {name}") if self.kind == "image" else _("Add the font {name}")
        return words.format(name=self.name)

    def run(self, work: Work) -> str:
        if self.kind == "font":
            font(self.data)
        return put(work, self.kind, self.name, picture(self.data) if self.kind == "image" else self.data)


def put(work: Work, kind: str, name: str, data: bytes) -> str:
    """Keep it, unless it is there already; its SHA-256."""
    digest = hashlib.sha256(data).hexdigest()
    if work.session.scalar(select(TemplateAsset.id).where(TemplateAsset.digest == digest)) is None:
        work.add(TemplateAsset(digest=digest, kind=kind, name=name.strip()[:100] or digest[:8], data=data))
    return digest


@dataclass(frozen=True, kw_only=True)
class ClearAssets(Command[int]):
    """Take away pictures and fonts that no version of a template shows; how many. Not undone: their bytes are gone."""

    needs = Permission.TEMPLATES_CHANGE
    undoable = False

    def label(self) -> str:
        return _("Clear unused pictures and fonts of templates")

    def run(self, work: Work) -> int:
        used: set[str] = set()
        for content in work.session.scalars(select(TemplateVersion.content)):
            used.update(Layout.from_json(content).assets)
        unused = [a for a in work.session.scalars(select(TemplateAsset)) if a.digest not in used]
        for asset in unused:
            work.remove(asset)
        return len(unused)
