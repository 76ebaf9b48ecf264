"""Paragraphs under one another in a box: air gives way first, then the size of all, down to the least of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.certificates.facts import Facts
from app.certificates.paper.fields import fill
from app.certificates.paper.place import POINT, Plan, Words, cased, size_of, style_of
from app.certificates.paper.words import Pair
from app.certificates.templates.model import Align, Paragraph, Type
from app.errors import Invalid
from app.exchange.pdf import Align as Side
from app.exchange.shaping import Fitted, Style, fit, line
from app.i18n import _

_SCALES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64, 0.58, 0.52)
_LEADING, _ASCENT, _DESCENT = 1.2, 0.75, 0.24
LEAST_AIR = 0.35
"""Part of the air between paragraphs that stays before letters are made smaller."""


@dataclass(frozen=True)
class Row:
    """Lines of one paragraph in one language. `air` is above them."""

    text: Fitted
    style: Style
    colour: str
    air: float
    language: str
    role: str = "P"

    @property
    def lead(self) -> float:
        """From the baseline above to the first one here, without air."""
        return self.text.size * _LEADING


def said(paragraph: Paragraph, facts: Facts, given: Mapping[str, Pair]) -> list[tuple[str, Type, str]]:
    """The texts of a paragraph in the paper's language: (text, type, language); the same words stand once."""
    main, second = paragraph.type, paragraph.second or paragraph.type
    both = {"ms": (fill(paragraph.ms or paragraph.en, given, "ms"), main, "ms"),
            "en": (fill(paragraph.en or paragraph.ms, given, "en"), main, "en")}
    if facts.language != "bi":
        return [both[facts.language]] if both[facts.language][0] else []
    ms, en = both["ms"][0], both["en"][0]
    if not ms or not en or ms == en:
        return [(ms or en, main, "" if ms == en else "ms" if ms else "en")] if ms or en else []
    return [(ms, main, "ms"), (en, second, "en")]


def flow(plan: Plan, box: tuple[float, float, float, float], paragraphs: Sequence[Paragraph], facts: Facts,
         given: Mapping[str, Pair], *, align: Align = "center", stand: str = "top") -> tuple[float, int]:
    """Set paragraphs into a box (left, top, width, height, mm); the largest size in pt and the lines.

    Invalid when they do not fit even at their smallest.
    """
    left, top, width, height = box
    for scale in _SCALES:
        rows = _rows(paragraphs, facts, given, width, scale)
        if rows is None:
            continue
        if not rows:
            return 0.0, 0
        fixed = (rows[0].text.size * _ASCENT + sum(row.lead for row in rows[1:]) + sum(row.text.height for row in rows)
                 + rows[-1].text.size * _DESCENT)
        air = sum(row.air for row in rows[1:])
        stretch = 1.0 if air <= 0 else min(1.0, (height - fixed) / air)
        if fixed + air * stretch <= height + 0.01 and (stretch >= LEAST_AIR or air <= 0):
            spare = max(0.0, height - fixed - air * stretch)
            y = top + {"top": 0.0, "middle": spare / 2, "bottom": spare}[stand]
            _place(plan, rows, (left, y, width), stretch, align)
            return max(row.text.size for row in rows) / POINT, sum(len(row.text.lines) for row in rows)
    raise Invalid({_longest(paragraphs, facts): _("There is more text than fits on the paper. Shorten the longest of "
                                                  "them.")})


def _place(plan: Plan, rows: Sequence[Row], box: tuple[float, float, float], stretch: float, side: Side) -> None:
    left, y, width = box
    x = {"left": left, "center": left + width / 2, "right": left + width}[side]
    for at, row in enumerate(rows):
        y += row.text.size * _ASCENT if at == 0 else row.lead + row.air * stretch
        plan.items.append(Words(row.text, x, y, row.style, row.colour, side, row.language, row.role))
        y += row.text.height


def _rows(paragraphs: Sequence[Paragraph], facts: Facts, given: Mapping[str, Pair], width: float,
          scale: float) -> list[Row] | None:
    """All rows at a scale; None when one does not fit the width even at its smallest."""
    out: list[Row] = []
    for paragraph in paragraphs:
        texts = said(paragraph, facts, given)
        if paragraph.beside and len(texts) == 2:
            (ms, main, _l), (en, _second, _m) = texts
            joined = f"{ms} · {en}"
            if line(cased(joined, main), style_of(main)).width * size_of(main) * scale / 1000 <= width:
                texts = [(joined, main, "")]
        for at, (text, kind, language) in enumerate(texts):
            style = style_of(kind)
            size = size_of(kind) * scale
            least = min(paragraph.least * POINT, size)
            found = fit(cased(text, kind), style, width, size, least=least, lines=paragraph.lines,
                        wrap_at=max(least, size * 0.8) if paragraph.lines > 1 else None)
            if found is None:
                if scale > _SCALES[-1]:
                    return None
                raise Invalid({_field_of(paragraph): _(
                    "{text} does not fit on the paper, even in the smallest size. Shorten it.").format(
                    text=text[:60] + ("…" if len(text) > 60 else ""))})
            out.append(Row(found, style, kind.colour, 0.0 if at else paragraph.gap, language,
                           "H1" if "{title}" in paragraph.ms and not at else "P"))
    return out


_FIELDS_OF_FACTS = (("course", "course_title"), ("place", "venue"), ("venue", "venue"), ("organiser", "organiser"),
                    ("partner", "partner"), ("centre", "centre_name"), ("grade", "grade"),
                    ("identity", "identity_text"),
                    ("award", "award_ms"), ("capstone", "capstone"), ("number", "number"))


def _field_of(paragraph: Paragraph) -> str:
    """The field of facts that a paragraph shows first, for whoever must shorten it."""
    text = paragraph.ms + paragraph.en
    return next((field for key, field in _FIELDS_OF_FACTS if "{" + key in text), "")


def _longest(paragraphs: Sequence[Paragraph], facts: Facts) -> str:
    shown = [_field_of(paragraph) for paragraph in paragraphs]
    return max(shown, key=lambda field: len(str(getattr(facts, field, ""))), default="")
