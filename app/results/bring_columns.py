"""Headings of a marks list: which assessment, which try, weight and highest mark; what is not sure is asked.

'Projek\\n(20%) /50' is the project with weight 20 and 50 as its highest mark, 'Ulangan Amali' the second try at the
practical. Sums and outcomes are ignored, because they are worked out here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from app.exchange.tables.header import text_of
from app.exchange.tables.table import Table, letter
from app.i18n import _
from app.programmes.queries import ComponentRow
from app.results.rules import shown_mark
from app.trainees.intake.columns import field_of

Use = Literal["number", "name", "identity", "component", "ignored", "open"]
LEAVE = "-"  # what is remembered of a column that is not taken
SURE, PROPOSED = 95, 70  # per cent of likeness

_WEIGHT = re.compile(r"\(?\s*(\d{1,3}(?:[.,]\d{1,2})?)\s*%\s*\)?")
_MOST = re.compile(r"/\s*(\d{1,4}(?:\.\d{1,2})?)\b|\b(?:markah penuh|max\w*|maks\w*)\W{0,3}(\d{1,4})", re.IGNORECASE)
_LATER = re.compile(r"\((R|T)([2-9])\)|\bR([2-9])\b|\b(?:percubaan|cubaan|attempt|try)\s*([2-9])\b", re.IGNORECASE)
_AGAIN = re.compile(r"\b(?:ulangan|ulang|ujian semula|penilaian semula|resit|re-sit|second try)\b", re.IGNORECASE)
_FIRST = re.compile(r"\b(?:percubaan|cubaan|attempt|try)\s*1\b", re.IGNORECASE)
_FILLING = re.compile(r"\b(?:kompetensi|competenc[ey]|markah|marks?|skor|score|penilaian|assessment)\b", re.IGNORECASE)
_NUMBER = re.compile(r"^(no\.?|nombor)\s*(pelatih|siri pelatih|pendaftaran)$|^trainee (no\.?|number)$", re.IGNORECASE)
_WORKED_OUT = re.compile(r"^(jumlah|total|purata|average|mean|gred|grade|keputusan|result|outcome|decision|status|"
                         r"kehadiran|attendance|peratus|percent|rank|kedudukan|%)", re.IGNORECASE)
_KINDS = {"theory": r"teori|theory|kuiz|quiz|bertulis|written", "practical": r"amali|practical|makmal|lab",
          "project": r"projek|project|capstone", "coursework": r"kerja kursus|coursework|tugasan|assignment",
          "exam": r"peperiksaan|exam"}


@dataclass(frozen=True)
class Heading:
    """What a heading says of an assessment."""

    title: str
    weight: Decimal | None = None
    most: Decimal | None = None
    number: int = 1


def read_heading(text: str) -> Heading:
    """Take weight, highest mark and try out of a heading; the title is left."""
    plain = " ".join(text.split())
    weight, most = _WEIGHT.search(plain), _MOST.search(plain)
    later = _LATER.search(plain)
    number = int(next(g for g in later.groups()[1:] if g)) if later else 2 if _AGAIN.search(plain) else 1
    for pattern in (_WEIGHT, _MOST, _LATER, _AGAIN, _FIRST):
        plain = pattern.sub(" ", plain)
    return Heading(" ".join(plain.split()).strip(" -:·()"), _decimal(weight), _decimal(most), number)


def _decimal(found: re.Match[str] | None) -> Decimal | None:
    return Decimal(next(g for g in found.groups() if g).replace(",", ".")) if found else None


@dataclass(frozen=True)
class BringColumn:
    """A column and what is done with it. `question` is a sentence while a person must look at it."""

    index: int
    heading: str
    use: Use
    component: ComponentRow | None = None
    number: int = 1
    most: Decimal | None = None  # the highest mark its heading names
    convert: bool = False  # from the heading's highest mark to the component's
    why: str = ""
    question: str = ""

    @property
    def letter(self) -> str:
        """'D'."""
        return letter(self.index)

    @property
    def key(self) -> str:
        """The heading as it is remembered."""
        return heading_key(self.heading)

    @property
    def value(self) -> str:
        """What is remembered: '12:2' for the second try at component 12, '-' for left out."""
        return f"{self.component.id}:{self.number}" if self.use == "component" and self.component else LEAVE


def heading_key(text: str) -> str:
    """A heading for comparing."""
    return " ".join(text.split()).casefold()


def is_number(text: str) -> bool:
    """Whether a heading is that of trainee numbers."""
    return _NUMBER.match(" ".join(text.split())) is not None or field_of(text) == "trainee_no"


def find_row(table: Table, components: Sequence[ComponentRow]) -> int:
    """The row (from 1) of the headings; 0 when there is none: it names people, and at least one assessment."""
    best, found = 0, 0
    for at, cells in enumerate(table.rows[:40], start=1):
        texts = [t for v in cells if (t := text_of(v))]
        people = sum(is_number(t) or field_of(t) in ("full_name", "id_number") for t in texts)
        marks = sum(likeness(read_heading(t), c) >= PROPOSED for t in texts for c in components)
        score = people * 2 + min(marks, 4) if people else 0
        if score > best:
            best, found = score, at
    return found


def likeness(heading: Heading, component: ComponentRow) -> int:
    """How likely a heading means a component, in per cent."""
    from rapidfuzz import fuzz

    bare = " ".join(_FILLING.sub(" ", heading.title).split()).casefold()
    found = 0
    for text in (component.code, component.title, component.title_ms):
        name = " ".join(text.split()).casefold()
        if name and name in (bare, heading.title.casefold()):
            return 100
        if name and bare:
            found = max(found, round(fuzz.ratio(name, bare)), 88 if _within(name, bare) else 0)
    return min(found, SURE - 1)


def _within(one: str, other: str) -> bool:
    """Whether all words of one stand in the other."""
    left, right = set(one.split()), set(other.split())
    return bool(left and right) and (left <= right or right <= left)


def columns_of(table: Table, row: int, components: Sequence[ComponentRow], remembered: Mapping[str, str],
               ) -> tuple[BringColumn, ...]:
    """Every column with a heading, with what it is taken for."""
    found: list[BringColumn] = []
    used: set[str] = set()
    for index, value in enumerate(table.rows[row - 1] if row else ()):
        text = text_of(value)
        if not text:
            continue
        one = _column(index, str(value), components, remembered)
        mark = one.value if one.use == "component" else one.use
        if one.use in ("number", "name", "identity", "component") and mark in used:
            one = replace(one, use="open", question=_("Another column is already taken for this. Say which it is."))
        used.add(mark)
        found.append(one)
    return tuple(found)


def _column(index: int, text: str, components: Sequence[ComponentRow], remembered: Mapping[str, str]) -> BringColumn:
    said = remembered.get(heading_key(text))
    if said == LEAVE:
        return BringColumn(index, text, "ignored", why=_("Left out, as before."))
    heading = read_heading(text)
    if said and (found := assigned(said, components)) is not None:
        return judged(BringColumn(index, text, "component", found[0], found[1], heading.most, why=_("As before.")),
                      heading, sure=True)
    plain = " ".join(text.split())
    if is_number(plain):
        return BringColumn(index, text, "number")
    whom = field_of(plain)
    if whom in ("full_name", "id_number"):
        return BringColumn(index, text, "name" if whom == "full_name" else "identity")
    best = sorted(((likeness(heading, c), c) for c in components), key=lambda pair: -pair[0])
    if best and best[0][0] >= SURE:
        return judged(BringColumn(index, text, "component", best[0][1], heading.number, heading.most), heading,
                      sure=len(best) < 2 or best[1][0] < SURE)
    if _WORKED_OUT.match(plain):
        return BringColumn(index, text, "ignored", why=_("Worked out here, never taken from a list."))
    if best and best[0][0] >= PROPOSED and (len(best) < 2 or best[0][0] - best[1][0] >= 5):
        return judged(BringColumn(index, text, "component", best[0][1], heading.number, heading.most), heading,
                      sure=False)
    kind = [c for c in components for k, words in _KINDS.items()
            if c.kind == k and re.search(rf"\b({words})", heading.title, re.IGNORECASE)]
    if len(kind) == 1:
        return judged(BringColumn(index, text, "component", kind[0], heading.number, heading.most), heading, sure=False)
    if heading.weight is not None or heading.most is not None or heading.number > 1:
        return BringColumn(index, text, "open", number=heading.number, most=heading.most,
                           question=_("Which assessment is this?"))
    return BringColumn(index, text, "ignored", why=_("No assessment of this course."))


def assigned(value: str, components: Sequence[ComponentRow]) -> tuple[ComponentRow, int] | None:
    """'12:2' as component and try; None when the component is gone."""
    key, _sign, number = value.partition(":")
    component = next((c for c in components if str(c.id) == key), None)
    return (component, int(number)) if component is not None and number.isdigit() else None


def judged(column: BringColumn, heading: Heading, *, sure: bool) -> BringColumn:
    """The column with its question, if the heading disagrees with the course or the match is only likely."""
    component = column.component
    assert component is not None
    told: list[str] = []
    if not sure:
        told.append(_("Is this {title}?").format(title=component.shown()))
    if heading.weight is not None and column.number == 1 and heading.weight != component.weight:
        told.append(_("The heading says {theirs} %, the course {ours} %; the course's weight counts.").format(
            theirs=shown_mark(heading.weight), ours=shown_mark(component.weight)))
    differs = heading.most is not None and component.scale == "mark" and heading.most != component.max_mark
    if differs:
        told.append(_("The heading says out of {theirs}, the course out of {ours}.").format(
            theirs=shown_mark(heading.most), ours=shown_mark(component.max_mark)))
    return replace(column, question=" ".join(told), convert=differs)
