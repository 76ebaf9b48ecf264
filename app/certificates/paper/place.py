"""What stands on a paper once a layout was filled with facts: texts, lines and pictures, each at its place in mm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from app.certificates.paper.art import frame
from app.certificates.templates.model import Frame, Type
from app.exchange import fonts
from app.exchange.pdf import Align, Ink
from app.exchange.pictures import picture_name, read_picture
from app.exchange.shaping import Fitted, Run, Style

POINT = 25.4 / 72
_FAMILIES: Mapping[str, Mapping[int, str]] = {
    "garamond": {400: "garamond", 500: "garamond-medium", 600: "garamond-semibold"},
    "inter": {400: "inter", 500: "inter-medium", 600: "inter-semibold", 700: "inter-bold"},
    "mono": {500: "mono", 600: "mono-semibold"}}
_SLANTED = {"garamond": "garamond-italic", "inter": "inter-italic"}


@dataclass(frozen=True)
class Words:
    """A text placed: first baseline at y."""

    text: Fitted
    x: float
    y: float
    style: Style
    colour: str
    align: Align
    language: str = ""  # of the words, where it is known: ms, en
    role: str = "P"  # or H1, for a title


@dataclass(frozen=True, eq=False)
class Block:
    """Words that are set together; the same on many papers, and then drawn once."""

    words: tuple[Words, ...]

    @lru_cache(maxsize=512)  # noqa: B019 - bounded, and blocks are small
    def drawn(self, height: float) -> tuple[str, tuple[Run, ...]]:
        """The drawing on a page of that height without tags, and its runs."""
        ink = Ink(height, tagged=False)
        for words in self.words:
            ink.fitted(words.text, words.x, words.y, words.style, words.colour, words.align)
        return "\n".join(ink.parts), tuple(ink.runs)


@dataclass(frozen=True)
class Rule:
    """A line from (x, y) to (to_x, to_y)."""

    x: float
    y: float
    to_x: float
    to_y: float
    thickness: float
    colour: str


@dataclass(frozen=True)
class Shown:
    """A picture in its box."""

    encoded: str
    x: float
    y: float
    width: float
    height: float
    said: str = ""  # for whoever hears the paper read out; '' = ornament


@dataclass(frozen=True)
class Square:
    """The QR code, without its quiet zone."""

    rows: bytes
    side: int
    x: float
    y: float
    size: float
    colour: str
    said: str = ""


@dataclass(frozen=True)
class Placed:
    """A thing as it was drawn: its box in mm, and the size of its largest text in pt (0 without text)."""

    id: str
    left: float
    top: float
    w: float
    h: float
    size: float = 0.0
    lines: int = 0


@dataclass(frozen=True)
class Drawing:
    """A frame that is not on every paper of its layout."""

    thing: Frame


Item = Block | Drawing | Words | Rule | Shown | Square


@dataclass
class Plan:
    """One page, ready to be drawn."""

    items: list[Item] = field(default_factory=list)
    boxes: list[Placed] = field(default_factory=list)
    name: Fitted | None = None

    def box(self, name: str) -> Placed | None:
        """The box of a thing; None when it is not shown."""
        return next((box for box in self.boxes if box.id == name), None)

    def draw(self, ink: Ink) -> list[str]:
        """Draws everything, each text an element that can be read out; the pictures used are returned."""
        used = []
        for item in self.items:
            if isinstance(item, Block) and not ink.tagged:
                ink.put(*item.drawn(ink.height))
            elif isinstance(item, Block | Words):
                for words in item.words if isinstance(item, Block) else (item,):
                    with ink.tag(words.role, language=words.language):
                        ink.fitted(words.text, words.x, words.y, words.style, words.colour, words.align)
            elif isinstance(item, Drawing):
                with ink.tag("Artifact"):
                    frame(ink, item.thing)
            elif isinstance(item, Rule):
                with ink.tag("Artifact"):
                    ink.path([(item.x, item.y), (item.to_x, item.to_y)], stroke=item.colour, width=item.thickness)
            elif isinstance(item, Square):
                with ink.tag("Figure", alternative=item.said):
                    ink.bitmap(item.rows, item.side, item.x, item.y, item.size, item.colour)
            else:
                with ink.tag("Figure", alternative=item.said) if item.said else ink.tag("Artifact"):
                    ink.picture(picture_name(item.encoded), item.x, item.y, item.width, item.height)
                used.append(item.encoded)
        return used


def picture(encoded: str, x: float, y: float, width: float, height: float, align: Align = "center",
            said: str = "") -> Shown:
    """A picture as large as fits a box: standing on its lower edge, at its left, middle or right."""
    image = read_picture(encoded)
    scale = min(width / image.width, height / image.height)
    w, h = image.width * scale, image.height * scale
    spare = {"left": 0.0, "center": (width - w) / 2, "right": width - w}[align]
    return Shown(encoded, x + spare, y + height - h, w, h, said)


@lru_cache(maxsize=512)
def style_of(kind: Type) -> Style:
    """The face that letters of a type are set in: the weight the family has that is nearest."""
    spacing = kind.spacing
    if kind.font.startswith("asset:"):
        return Style(fonts.asset_key(kind.font.removeprefix("asset:")), spacing=spacing)
    family = _FAMILIES.get(kind.font, _FAMILIES["garamond"])
    if kind.italic and kind.font in _SLANTED:
        return Style(_SLANTED[kind.font], spacing=spacing)
    weight = min(family, key=lambda w: (abs(w - kind.weight), w))
    return Style(family[weight], (("calt", False),) if kind.font == "mono" else (), spacing)


def size_of(kind: Type) -> float:
    """The size in mm."""
    return kind.size * POINT


def cased(text: str, kind: Type) -> str:
    """The text in capitals where the type wants them."""
    return text.upper() if kind.capitals else text
