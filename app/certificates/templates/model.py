"""What a template is: a page and the things on it, placed in millimetres; kept as canonical JSON.

A thing is placed by its anchor: (x, y) is where that corner, edge middle or centre of its box stands, from the top left
of the page. Equal layouts give equal texts, so a layout is named by the SHA-256 of its text; certificates keep that
name, and what it names never changes. A field that a later version adds must have a default.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import MISSING, dataclass, field, fields, is_dataclass, replace
from functools import cached_property
from typing import Any, Literal, cast, get_args, get_origin, get_type_hints

from app.errors import Invalid
from app.i18n import _

Anchor = Literal["top-left", "top", "top-right", "left", "centre", "right", "bottom-left", "bottom", "bottom-right"]
Align = Literal["left", "center", "right"]
Pages = Literal["every", "first", "later", "last"]
ANCHORS: tuple[Anchor, ...] = get_args(Anchor)
PAGES: tuple[Pages, ...] = get_args(Pages)
FORMAT = 1
MOST_THINGS = 120
FARTHEST = 1_000.0  # mm or pt; a frame of ten metres would be drawn for minutes
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
COLOURS = {"colour", "second", "rule_colour"}  # fields that hold one, where they are texts


@dataclass(frozen=True, kw_only=True)
class Type:
    """How letters look. `font` is a bundled family (garamond, inter, mono) or 'asset:' and the SHA-256 of a font."""

    font: str = "garamond"
    weight: int = 400  # 400 500 600 700; the nearest that the family has
    italic: bool = False
    size: float = 12.0  # pt, the largest
    colour: str = "#10303B"
    capitals: bool = False
    spacing: int = 0  # between letters, thousandths of the size


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A text in both languages with {fields}; on a bilingual paper Malay first, English below it in `second`.

    A paragraph is left out when all of its fields are empty; {one?with the result {one}} leaves out a part.
    """

    ms: str = ""
    en: str = ""
    type: Type = Type()
    second: Type | None = None  # of the English on a bilingual paper; None = as `type`
    gap: float = 0.0  # mm of air above it
    beside: bool = False  # both languages in one line with ' · ' where there is room
    lines: int = 1  # the most it is broken into
    least: float = 6.0  # pt, the smallest it is shrunk to


@dataclass(frozen=True, kw_only=True)
class Thing:
    """What all things on the page have. `w` and `h` are those of the box, mm."""

    id: str
    x: float
    y: float
    w: float
    h: float
    anchor: Anchor = "top-left"
    locked: bool = False
    only: str = ""  # shown only when this field is not empty
    unless: str = ""  # shown only when this field is empty
    background: bool = False  # left out on pre-printed paper
    on: Pages = "every"  # of the pages of a transcript; a certificate has one

    @property
    def left(self) -> float:
        """The left edge of the box, mm from the left of the page."""
        return self.x - (self.w if self.anchor.endswith("right") else
                         self.w / 2 if self.anchor in ("top", "centre", "bottom") else 0)

    @property
    def top(self) -> float:
        """The top edge of the box, mm from the top of the page."""
        return self.y - (self.h if self.anchor.startswith("bottom") else
                         self.h / 2 if self.anchor in ("left", "centre", "right") else 0)


@dataclass(frozen=True, kw_only=True)
class Text(Thing):
    """Paragraphs under one another. When they do not fit the height, air gives way first, then size."""

    kind: Literal["text"] = "text"
    paragraphs: tuple[Paragraph, ...] = ()
    align: Align = "center"
    stand: Literal["top", "middle", "bottom"] = "top"


@dataclass(frozen=True, kw_only=True)
class Name(Thing):
    """The holder's name with titles: one line, shrunk to `turn`; then two, broken before BIN, A/L, @; never cut."""

    kind: Literal["name"] = "name"
    type: Type = Type(weight=500, size=33)
    align: Align = "center"
    turn: float = 20.0  # pt, below which another line is begun
    least: float = 14.0  # pt
    lines: int = 2  # three from 80 letters on
    rule: float = 0.0  # a line of that length (mm) under it
    rule_colour: str = "#8E6A1A"


@dataclass(frozen=True, kw_only=True)
class Image(Thing):
    """A picture of the template, as large as fits its box."""

    kind: Literal["image"] = "image"
    asset: str = ""  # SHA-256


@dataclass(frozen=True, kw_only=True)
class Logos(Thing):
    """Logos in a row: 'centre' (its logo, or the crest that stands in for one) and SHA-256 of pictures."""

    kind: Literal["logos"] = "logos"
    logos: tuple[str, ...] = ("centre",)
    gap: float = 6.0
    align: Align = "center"


@dataclass(frozen=True, kw_only=True)
class Signature(Thing):
    """A signature block: picture or blank line, name, post, organisation. By role; else by place, from 1."""

    kind: Literal["signature"] = "signature"
    role: str = ""  # of Signatory.role; '' takes the one at `place` among those the other blocks leave
    place: int = 1
    align: Align = "center"
    name: Type = Type(weight=500, size=10.5)
    post: Type = Type(size=9, colour="#5B6C75")


@dataclass(frozen=True, kw_only=True)
class Qr(Thing):
    """The QR code, a square; `w` counts, quiet zone included."""

    kind: Literal["qr"] = "qr"
    colour: str = "#10303B"


@dataclass(frozen=True, kw_only=True)
class Seal(Thing):
    """A dotted circle for the rubber stamp, with words in it."""

    kind: Literal["seal"] = "seal"
    paragraphs: tuple[Paragraph, ...] = ()
    colour: str = "#8995A0"


@dataclass(frozen=True, kw_only=True)
class Line(Thing):
    """A line across the longer side of its box."""

    kind: Literal["line"] = "line"
    colour: str = "#8E6A1A"
    thickness: float = 0.3


@dataclass(frozen=True, kw_only=True)
class Frame(Thing):
    """A border, or a pattern that fills its box."""

    kind: Literal["frame"] = "frame"
    pattern: Literal["plain", "double", "guilloche", "rosette", "rebung", "shoots", "fill"] = "plain"
    colour: str = "#0B5F77"
    second: str = "#8E6A1A"
    thickness: float = 0.4


@dataclass(frozen=True, kw_only=True)
class Table(Thing):
    """The courses of a transcript with their results. It begins in its box, goes on from `later` down to `bottom` on
    further pages (mm from the top), and ends within the box on the last one, so that there is room for signatures."""

    kind: Literal["table"] = "table"
    columns: tuple[str, ...] = ("weight", "pass", "mark", "points")  # beside what was assessed
    type: Type = Type(font="inter", size=9)
    later: float = 31.0
    bottom: float = 276.0
    exams: bool = True  # external exams below the courses
    grades: bool = True  # what the grades mean


COLUMNS = ("weight", "pass", "mark", "points")


Things = Text | Name | Image | Logos | Signature | Qr | Seal | Line | Frame | Table
CLASSES: dict[str, type[Thing]] = {
    "text": Text, "name": Name, "image": Image, "logos": Logos, "signature": Signature, "qr": Qr, "seal": Seal,
    "line": Line, "frame": Frame, "table": Table}


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A page, mm, and what stands on it, from the back to the front."""

    width: float = 297.0
    height: float = 210.0
    margin: float = 9.0  # nothing nearer to the edge: office printers do not reach it
    picture: str = ""  # SHA-256 of an image behind everything
    print_background: bool = True  # False: for pre-printed paper; what is background is drawn on screen only
    things: tuple[Things, ...] = field(default_factory=tuple)

    def to_json(self) -> str:
        """The canonical text: sorted, without spaces, defaults left out."""
        return json.dumps({"format": FORMAT, **_plain(self)}, ensure_ascii=False, sort_keys=True,
                          separators=(",", ":"))

    @staticmethod
    def from_json(text: str) -> Layout:
        """The layout of a stored or foreign text. Invalid, with a sentence, when it is not one."""
        try:
            given = json.loads(text)
            if not isinstance(given, dict) or given.pop("format", None) != FORMAT:
                raise ValueError("format")
            found = cast("Layout", _build(Layout, given))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as problem:
            raise Invalid(_("This is not a template of Sijil, or one of a later version.")) from problem
        return found

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the text."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    @cached_property
    def table(self) -> Table | None:
        """The table that makes it a transcript."""
        return next((t for t in self.things if isinstance(t, Table)), None)

    @cached_property
    def assets(self) -> tuple[str, ...]:
        """Pictures and fonts it needs, by SHA-256."""
        found = [self.picture]
        for thing in self.things:
            if isinstance(thing, Image):
                found.append(thing.asset)
            if isinstance(thing, Logos):
                found += [logo for logo in thing.logos if logo != "centre"]
            found += [font.removeprefix("asset:") for font in _fonts(thing) if font.startswith("asset:")]
        return tuple(dict.fromkeys(name for name in found if name))

    def thing(self, name: str) -> Things | None:
        """The thing of that id."""
        return next((t for t in self.things if t.id == name), None)

    def put(self, thing: Things) -> Layout:
        """With the thing in place of the one of its id, or on top."""
        if self.thing(thing.id) is None:
            return replace(self, things=(*self.things, thing))
        return replace(self, things=tuple(thing if t.id == thing.id else t for t in self.things))


def _fonts(thing: Thing) -> list[str]:
    found = []
    for part in fields(thing):
        value = getattr(thing, part.name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Type):
                found.append(one.font)
            elif isinstance(one, Paragraph):
                found += [one.type.font, *([one.second.font] if one.second else [])]
    return found


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {f.name: _plain(v) for f in fields(value)
                if (v := getattr(value, f.name)) != _default(f) or f.name == "kind"}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        short = round(value, 3)  # a thousandth of a mm; 15.0 and 15 are one text
        return int(short) if short == int(short) else short
    return value


def _default(part: Any) -> Any:
    return part.default_factory() if part.default_factory is not MISSING else part.default


def _build(wanted: Any, given: Any) -> Any:
    """A value of a declared type from JSON; ValueError or TypeError when it does not fit."""
    origin = get_origin(wanted)
    if wanted is Things:
        return _build(CLASSES[given["kind"]], given)
    if origin is tuple:
        if not isinstance(given, list) or len(given) > MOST_THINGS:
            raise ValueError("list")
        return tuple(_build(get_args(wanted)[0], item) for item in given)
    if origin is Literal:
        if given not in get_args(wanted):
            raise ValueError(str(given))
        return given
    if type(None) in get_args(wanted):
        return None if given is None else _build(get_args(wanted)[0], given)
    if is_dataclass(wanted):
        hints = get_type_hints(wanted)
        if not isinstance(given, dict) or not given.keys() <= hints.keys():
            raise ValueError("unknown field")
        if any(not COLOUR.fullmatch(given[key]) for key in COLOURS & given.keys() if hints[key] is str):
            raise ValueError("colour")
        return cast("Any", wanted)(**{key: _build(hints[key], value) for key, value in given.items()})
    if wanted is float:
        if not isinstance(given, int | float) or isinstance(given, bool) or not abs(given) <= FARTHEST:  # nor NaN
            raise ValueError("number")
        return float(given)
    if not isinstance(given, wanted) or (wanted is int and (isinstance(given, bool) or abs(given) > 10_000)):
        raise TypeError(str(wanted))
    return given
