"""What the panel of the designer offers to choose from, and in which words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from app.certificates.templates.arrange import colours_of
from app.certificates.templates.model import Layout
from app.i18n import _
from ui.kit.colour_box import Offers
from ui.kit.tokens import PAPER

SIZES = ((297.0, 210.0), (210.0, 297.0), (420.0, 297.0), (297.0, 420.0), (279.4, 215.9), (215.9, 279.4))
PATTERNS = ("plain", "double", "guilloche", "rosette", "rebung", "shoots", "fill")


def mm(value: float) -> Decimal:
    """A length as an editor shows it."""
    return Decimal(str(round(value, 2))).normalize() + Decimal(0)


def shown(value: Any) -> Any:
    """A value as an editor shows it."""
    return mm(value) if isinstance(value, float) else value


def anchor_word(anchor: str) -> str:
    """What of a thing stands at its place."""
    return {"top-left": _("upper left corner"), "top": _("upper edge"), "top-right": _("upper right corner"),
            "left": _("left edge"), "centre": _("centre"), "right": _("right edge"),
            "bottom-left": _("lower left corner"), "bottom": _("lower edge"),
            "bottom-right": _("lower right corner")}[anchor]


def page_of(on: str) -> str:
    """On which pages of a transcript a thing stands."""
    return {"every": _("on every page"), "first": _("on the first page"), "later": _("on all pages after the first"),
            "last": _("on the last page")}[on]


def pattern_word(pattern: str) -> str:
    """A pattern of a frame."""
    return {"plain": _("Plain line"), "double": _("Double line"), "guilloche": _("Guilloche"), "rosette": _("Rosette"),
            "rebung": _("Bamboo shoots"), "shoots": _("Bamboo shoots across"), "fill": _("Filled")}[pattern]


def page_word(size: tuple[float, float]) -> str:
    """A paper size with its orientation."""
    name = {297.0: "A4", 210.0: "A4", 420.0: "A3", 279.4: "Letter", 215.9: "Letter"}.get(min(size), "")
    name = {210.0: "A4", 297.0: "A3", 215.9: "Letter"}.get(min(size), name) or f"{size[0]:g} × {size[1]:g} mm"
    words = _("{paper}, landscape") if size[0] > size[1] else _("{paper}, portrait")
    return words.format(paper=name)


def colours_for(layout: Layout) -> Offers:
    """The inks of certificates, and what else stands on this page already."""
    words = {"ink": _("Ink"), "petrol": _("Petrol"), "gold": _("Gold"), "grey": _("Grey"), "signature": _("Dark blue"),
             "paper": _("White")}
    inks = [(PAPER[key], words[key]) for key in words]
    known = {colour for colour, _name in inks}
    return ((_("Inks of certificates"), inks),
            (_("On this page"), [(colour, "") for colour in colours_of(layout) if colour not in known]))
