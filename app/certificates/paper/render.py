"""A certificate laid out: a template's things filled with frozen facts. Nothing else is read, so nothing changes."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from app.certificates.facts import Facts
from app.certificates.facts import Signature as Signatory
from app.certificates.paper.art import CREST
from app.certificates.paper.fields import label, values
from app.certificates.paper.flow import flow
from app.certificates.paper.place import POINT, Drawing, Placed, Plan, Rule, Square, cased, picture, size_of, style_of
from app.certificates.paper.place import Words as Placing
from app.certificates.paper.words import Pair
from app.certificates.templates.model import (
    Frame,
    Image,
    Layout,
    Line,
    Logos,
    Name,
    Paragraph,
    Qr,
    Seal,
    Signature,
    Text,
    Thing,
    Type,
)
from app.errors import Invalid
from app.exchange import fonts
from app.exchange.qr import QUIET, encode
from app.exchange.shaping import Fitted, fit
from app.i18n import _, long_date

Assets = Mapping[str, bytes]


@dataclass
class _Filling:
    """What all things of one paper share while they are laid out."""

    facts: Facts
    layout: Layout
    assets: Assets
    given: Mapping[str, Pair]
    plan: Plan = field(default_factory=Plan)
    signed: set[int] = field(default_factory=set)  # signatories that a block shows already


def plan_page(facts: Facts, layout: Layout, assets: Assets | None = None, *, background: bool = True,
              more: Mapping[str, Pair] | None = None) -> Plan:
    """Everything of a certificate at its place; `more` are fields that facts do not have.

    Invalid, naming the field, when something does not fit.
    """
    given = _Filling(facts, layout, assets or {}, {**values(facts), **(more or {})})
    use_fonts(layout, given.assets)
    roles = {thing.role for thing in layout.things if isinstance(thing, Signature) and thing.role}
    given.signed = {at for at, person in enumerate(facts.signatories) if person.role and person.role in roles}
    for thing in layout.things:
        if is_static(thing) or (thing.background and not background):
            continue
        if (thing.only and not _has(given, thing.only)) or (thing.unless and _has(given, thing.unless)):
            continue
        _set(given, thing)
    _endorse(given)
    return given.plan


def is_static(thing: Thing) -> bool:
    """Whether a thing is the same on every paper of a layout: frames and lines, drawn once for all."""
    return isinstance(thing, Frame | Line) and not thing.only and not thing.unless


def use_fonts(layout: Layout, assets: Assets) -> None:
    """Make a layout's own fonts known to whoever shapes letters."""
    for digest in layout.assets if assets else ():
        data = assets.get(digest)
        if data is not None and data[:4] in (b"\x00\x01\x00\x00", b"true"):
            fonts.add_asset(digest, data)


def _has(given: _Filling, key: str) -> bool:
    pair = given.given.get(key, Pair())
    return bool(pair.ms or pair.en)


def _set(given: _Filling, thing: Thing) -> None:
    box = (thing.left, thing.top, thing.w, thing.h)
    size, lines = 0.0, 0
    if isinstance(thing, Text):
        size, lines = flow(given.plan, box, thing.paragraphs, given.facts, given.given, align=thing.align,
                           stand=thing.stand)
    elif isinstance(thing, Name):
        size, lines = _name(given, thing)
    elif isinstance(thing, Image):
        given.plan.items.append(picture(_asset(given, thing.asset), *box))
    elif isinstance(thing, Logos):
        _logos(given, thing)
    elif isinstance(thing, Signature):
        if not _signature(given, thing):
            return
    elif isinstance(thing, Qr):
        if not _qr(given, thing):
            return
    elif isinstance(thing, Seal):
        flow(given.plan, (thing.left + 2, thing.top + 2, thing.w - 4, thing.h - 4), thing.paragraphs, given.facts,
             given.given, stand="middle")
    elif isinstance(thing, Line):
        _line(given, thing)
    elif isinstance(thing, Frame):
        given.plan.items.append(Drawing(thing))
    given.plan.boxes.append(Placed(thing.id, *box, size, lines))


def _asset(given: _Filling, digest: str) -> str:
    data = given.assets.get(digest)
    if data is None:
        raise Invalid(_("A picture of the template is missing. Put it into the template again."))
    return base64.b64encode(data).decode("ascii")


def _name(given: _Filling, thing: Name) -> tuple[float, int]:
    """One line down to `turn`, then two broken before BIN, BINTI, A/L, A/P, @; three and smaller from 80 letters on."""
    facts, style = given.facts, style_of(thing.type)
    text = cased(facts.full_name, thing.type)
    long = len(text) > 80
    least = thing.least * (0.53 if long else 1) * POINT
    found = fit(text, style, thing.w, size_of(thing.type), least=least, lines=max(thing.lines, 3) if long else
                thing.lines, wrap_at=min(thing.turn, thing.type.size) * POINT)
    if found is None:
        raise Invalid({"name": _("{field} does not fit on the paper, even in the smallest size. Shorten it.").format(
            field=label("name"))})
    depth = found.size * (0.46 if _arabic(found) else 0.24)
    rule_room = 1.2 if thing.rule else 0.0
    height = found.size * 0.72 + found.height + depth + rule_room
    first = thing.top + max(0.0, (thing.h - height)) + found.size * 0.72
    x = {"left": thing.left, "center": thing.left + thing.w / 2, "right": thing.left + thing.w}[thing.align]
    given.plan.items.append(Placing(found, x, first, style, thing.type.colour, thing.align))
    given.plan.name = found
    if thing.rule:
        left = {"left": thing.left, "center": x - thing.rule / 2, "right": x - thing.rule}[thing.align]
        given.plan.items.append(Rule(left, thing.top + thing.h, left + thing.rule, thing.top + thing.h,
                                     0.3, thing.rule_colour))
    return found.size / POINT, len(found.lines)


def _arabic(text: Fitted) -> bool:
    """Whether the last line has Arabic letters, whose dots reach deeper."""
    return any(run.face.startswith("arabic") for run in text.lines[-1].runs)


def _logos(given: _Filling, thing: Logos) -> None:
    """In a row, each as high as the box, narrower when they do not fit beside each other."""
    shown = [given.facts.logo if logo == "centre" else _asset(given, logo) for logo in thing.logos]
    count = len(shown)
    if not count:
        return
    room = (thing.w - thing.gap * (count - 1)) / count
    pieces = [picture(one, 0, thing.top, room, thing.h) if one else None for one in shown]
    widths = [piece.width if piece else 2 * CREST for piece in pieces]
    total = sum(widths) + thing.gap * (count - 1)
    x = thing.left + {"left": 0.0, "center": (thing.w - total) / 2, "right": thing.w - total}[thing.align]
    for piece, width, one in zip(pieces, widths, shown, strict=True):
        if piece is not None and one:
            given.plan.items.append(picture(one, x, thing.top, width, thing.h, said="Logo"))
        x += width + thing.gap


def signatory_of(thing: Signature, people: Sequence[Signatory], taken: set[int]) -> int | None:
    """Which signatory a block shows: the one of its role, else the one at its place among those without a block."""
    if thing.role:
        named = [at for at, person in enumerate(people) if person.role == thing.role]
        return named[0] if named else None
    free = [at for at in range(len(people)) if at not in taken]
    return free[thing.place - 1] if 0 < thing.place <= len(free) else None


def _signature(given: _Filling, thing: Signature) -> bool:
    at = signatory_of(thing, given.facts.signatories, given.signed)
    if at is None:
        return False
    person = given.facts.signatories[at]
    line_y = thing.top + thing.h * 0.5
    if person.image:
        given.plan.items.append(picture(person.image, thing.left + thing.w * 0.1, thing.top, thing.w * 0.8,
                                        thing.h * 0.5 - 0.6, thing.align, _both(
                                            given.facts, f"Tandatangan {person.name}", f"Signature of {person.name}")))
    given.plan.items.append(Rule(thing.left, line_y, thing.left + thing.w, line_y, 0.25, thing.name.colour))
    texts = _signed(person.name, person.post_ms or person.post_en, person.post_en or person.post_ms,
                    person.organisation, thing.name, thing.post)
    try:
        flow(given.plan, (thing.left, line_y + 0.8, thing.w, thing.h * 0.5 - 0.8), texts, given.facts, {},
             align=thing.align)
    except Invalid as problem:
        raise Invalid({"signatories": _("{field} does not fit on the paper, even in the smallest size. Shorten it.")
                       .format(field=label("signatories"))}) from problem
    return True


@lru_cache(maxsize=128)
def _signed(name: str, post_ms: str, post_en: str, organisation: str, first: Type, second: Type
            ) -> tuple[Paragraph, ...]:
    """What stands under the line; the same tuple for the same person, so that it is set once for all papers."""
    return (Paragraph(ms=_plain(name), en=_plain(name), type=first, lines=2, least=6),
            Paragraph(ms=_plain(post_ms), en=_plain(post_en), type=second, lines=2, least=5.5, beside=True, gap=0.2),
            Paragraph(ms=_plain(organisation), en=_plain(organisation), type=second, lines=2, least=5.5, gap=0.2))


def _both(facts: Facts, ms: str, en: str) -> str:
    """Words that are part of the paper, in its language."""
    return en if facts.language == "en" else ms


def _plain(text: str) -> str:
    """A value inside a paragraph: its braces are no fields."""
    return text.replace("{", "(").replace("}", ")")


def _qr(given: _Filling, thing: Qr) -> bool:
    text = given.facts.verify_text
    if not text:
        return False
    code = encode(text)
    if code is None:
        raise Invalid(_("Name and course are too long for the QR code. Shorten the course title."))
    quiet = thing.w * QUIET / (code.side + 2 * QUIET)
    given.plan.items.append(Square(code.rows, code.side, thing.left + quiet, thing.top + quiet, thing.w - 2 * quiet,
                                   thing.colour, _both(given.facts, "Kod QR untuk mengesahkan sijil ini",
                                                       "QR code to verify this certificate")))
    return True


def _line(given: _Filling, thing: Line) -> None:
    level = thing.w >= thing.h
    x, y = thing.left, thing.top
    to = (x + thing.w, y + thing.h / 2) if level else (x + thing.w / 2, y + thing.h)
    start = (x, y + thing.h / 2) if level else (x + thing.w / 2, y)
    given.plan.items.append(Rule(*start, *to, thing.thickness, thing.colour))


_WHY = {
    "lost": ("dilaporkan hilang", "was reported lost"), "damaged": ("dilaporkan rosak", "was reported damaged"),
    "renamed": ("diganti atas perubahan nama yang sah", "is replaced after a lawful change of name"),
}
_MISSPELT = ("diganti atas pembetulan", "is replaced after a correction")
_RED = "#9B2C2C"


def _endorse(given: _Filling) -> None:
    """The endorsement of a replacement, in the upper right corner: that it is one, of what, why and since when."""
    facts = given.facts
    if facts.replaced_on is None:
        return
    ms, en = _WHY.get(facts.replaced_why, _MISSPELT)
    first = facts.first_issued_on or facts.issued_on
    head = Type(font="inter", weight=700, size=8, colour=_RED)
    told = Type(font="inter", size=5.6, colour=_RED)
    texts = (
        Paragraph(ms="SALINAN GANTIAN", en="REPLACEMENT COPY", type=head, second=Type(
            font="inter", weight=600, size=6.5, colour=_RED)),
        Paragraph(ms=f"Sijil asal No. {_plain(facts.number)} bertarikh {long_date(first, 'ms')} {ms}. "
                     f"Dikeluarkan semula pada {long_date(facts.replaced_on, 'ms')}.",
                  en=f"The original certificate No. {_plain(facts.number)} dated {long_date(first, 'en')} {en}. "
                     f"Reissued on {long_date(facts.replaced_on, 'en')}.", type=told, lines=3, least=4.5, gap=0.8))
    w, h = 58.0, 21.0 if facts.language == "bi" else 14.0
    left, top = given.layout.width - given.layout.margin - 13 - w, given.layout.margin + 13
    flow(given.plan, (left + 1.5, top + 1, w - 3, h - 2), texts, facts, {}, stand="middle")
    for x, y, to_x, to_y in ((left, top, left + w, top), (left + w, top, left + w, top + h),
                             (left + w, top + h, left, top + h), (left, top + h, left, top)):
        given.plan.items.append(Rule(x, y, to_x, to_y, 0.35, _RED))
