"""Paragraphs under one another in a box: air gives way first, then the size of all, down to the least of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.certificates.facts import Facts
from app.certificates.paper.fields import fields_of, fill
from app.certificates.paper.place import POINT, Block, Plan, Words, cased, size_of, style_of
from app.certificates.paper.words import Pair
from app.certificates.templates.model import Align, Paragraph, Type
from app.errors import Invalid
from app.exchange.pdf import Align as Side
from app.exchange.shaping import Fitted, Style, fit, line
from app.i18n import _

Box = tuple[float, float, float, float]
_SCALES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64, 0.58, 0.52)
_LEADING, _ASCENT, _DESCENT = 1.2, 0.75, 0.24
LEAST_AIR = 0.35
"""Part of the air between paragraphs that stays before letters are made smaller."""


@dataclass(frozen=True)
class Said:
    """A paragraph with its words: (text, type, language) for each line that the paper's language asks for."""

    texts: tuple[tuple[str, Type, str], ...]
    lines: int
    least: float
    gap: float
    beside: bool
    field: str  # of facts, for whoever must shorten it
    role: str


@dataclass(frozen=True)
class Row:
    """Lines of one paragraph in one language. `air` is above them."""

    text: Fitted
    style: Style
    colour: str
    air: float
    language: str
    role: str

    @property
    def lead(self) -> float:
        """From the baseline above to the first one here, without air."""
        return self.text.size * _LEADING


def said(paragraph: Paragraph, language: str, given: Mapping[str, Pair]) -> Said | None:
    """A paragraph in the paper's language; the same words stand once. None when all of its fields are empty."""
    main, second = paragraph.type, paragraph.second or paragraph.type
    ms = fill(paragraph.ms or paragraph.en, given, "ms") if language != "en" else ""
    en = fill(paragraph.en or paragraph.ms, given, "en") if language != "ms" else ""
    texts: tuple[tuple[str, Type, str], ...]
    if ms and en and ms != en:
        texts = ((ms, main, "ms"), (en, second, "en"))
    elif ms or en:
        texts = ((ms or en, main, "" if ms == en else "ms" if ms else "en"),)
    else:
        return None
    return Said(texts, paragraph.lines, paragraph.least, paragraph.gap, paragraph.beside, _field_of(paragraph),
                "H1" if "{title}" in paragraph.ms else "P")


def flow(plan: Plan, box: Box, paragraphs: Sequence[Paragraph], facts: Facts, given: Mapping[str, Pair], *,
         align: Align = "center", stand: str = "top") -> tuple[float, int]:
    """Set paragraphs into a box (left, top, width, height, mm); the largest size in pt and the lines.

    Invalid when they do not fit even at their smallest.
    """
    kept = _kept(paragraphs)
    key = (facts.language, box, align, stand, *[given.get(name) for name in kept.fields])
    found = kept.blocks.get(key)
    if found is None:
        if len(kept.blocks) >= _MOST_BLOCKS:
            kept.blocks.clear()
        texts = tuple(one for p in paragraphs if (one := said(p, facts.language, given)) is not None)
        found = kept.blocks[key] = _set(texts, box, align, stand) if texts else (Block(()), 0.0, 0)
    block, size, lines = found
    if block.words:
        plan.items.append(block)
    return size, lines


@dataclass(frozen=True)
class _Kept:
    """Paragraphs with the blocks they have become, since most of them say the same on every paper of a batch."""

    paragraphs: Sequence[Paragraph]  # held here, so that nothing else gets their id
    fields: tuple[str, ...]
    blocks: dict[tuple[Any, ...], tuple[Block, float, int]]


_MOST_KEPT, _MOST_BLOCKS = 256, 64
_KEPT: dict[int, _Kept] = {}


def _kept(paragraphs: Sequence[Paragraph]) -> _Kept:
    found = _KEPT.get(id(paragraphs))
    if found is None or found.paragraphs is not paragraphs:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        used = dict.fromkeys(key for p in paragraphs for key in (*fields_of(p.ms), *fields_of(p.en)))
        found = _KEPT[id(paragraphs)] = _Kept(paragraphs, tuple(used), {})
    return found


def _set(texts: tuple[Said, ...], box: Box, align: Align, stand: str) -> tuple[Block, float, int]:
    """The words placed."""
    left, top, width, height = box
    for scale in _SCALES:
        rows = _rows(texts, width, scale)
        if rows is None:
            continue
        fixed = (rows[0].text.size * _ASCENT + sum(row.lead for row in rows[1:]) + sum(row.text.height for row in rows)
                 + rows[-1].text.size * _DESCENT)
        air = sum(row.air for row in rows[1:])
        stretch = 1.0 if air <= 0 else min(1.0, (height - fixed) / air)
        if fixed + air * stretch <= height + 0.01 and (stretch >= LEAST_AIR or air <= 0):
            spare = max(0.0, height - fixed - air * stretch)
            y = top + {"top": 0.0, "middle": spare / 2, "bottom": spare}[stand]
            return (Block(tuple(_placed(rows, (left, y, width), stretch, align))),
                    max(row.text.size for row in rows) / POINT, sum(len(row.text.lines) for row in rows))
    longest = max(texts, key=lambda t: len(t.texts[0][0]) if t.field else -1)
    raise Invalid({longest.field: _("There is more text than fits on the paper. Shorten the longest of them.")})


def _placed(rows: Sequence[Row], box: tuple[float, float, float], stretch: float, side: Side) -> Iterator[Words]:
    left, y, width = box
    x = {"left": left, "center": left + width / 2, "right": left + width}[side]
    for at, row in enumerate(rows):
        y += row.text.size * _ASCENT if at == 0 else row.lead + row.air * stretch
        yield Words(row.text, x, y, row.style, row.colour, side, row.language, row.role)
        y += row.text.height


def _rows(many: Sequence[Said], width: float, scale: float) -> list[Row] | None:
    """All rows at a scale; None when one does not fit the width even at its smallest."""
    out: list[Row] = []
    for one in many:
        texts = one.texts
        if one.beside and len(texts) == 2:
            (ms, main, _l), (en, _second, _m) = texts
            joined = f"{ms} · {en}"
            if line(cased(joined, main), style_of(main)).width * size_of(main) * scale / 1000 <= width:
                texts = ((joined, main, ""),)
        for at, (text, kind, language) in enumerate(texts):
            style = style_of(kind)
            size = size_of(kind) * scale
            least = min(one.least * POINT, size)
            found = fit(cased(text, kind), style, width, size, least=least, lines=one.lines,
                        wrap_at=max(least, size * 0.8) if one.lines > 1 else None)
            if found is None:
                if scale > _SCALES[-1]:
                    return None
                raise Invalid({one.field: _(
                    "{text} does not fit on the paper, even in the smallest size. Shorten it.").format(
                    text=text[:60] + ("…" if len(text) > 60 else ""))})
            out.append(Row(found, style, kind.colour, 0.0 if at else one.gap, language, "P" if at else one.role))
    return out


_FIELDS_OF_FACTS = (("course", "course_title"), ("place", "venue"), ("venue", "venue"), ("organiser", "organiser"),
                    ("partner", "partner"), ("centre", "centre_name"), ("grade", "grade"),
                    ("identity", "identity_text"),
                    ("award", "award_ms"), ("capstone", "capstone"), ("number", "number"))


@cache
def _field_of(paragraph: Paragraph) -> str:
    """The field of facts that a paragraph shows first, for whoever must shorten it."""
    text = paragraph.ms + paragraph.en
    return next((field for key, field in _FIELDS_OF_FACTS if "{" + key in text), "")
