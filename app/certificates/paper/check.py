"""Whether a layout can be printed and read: what must be put right before it is published, and what is only said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.certificates.paper.fields import unknown_fields
from app.certificates.paper.place import POINT, style_of
from app.certificates.templates.model import Layout, Name, Paragraph, Qr, Seal, Table, Text, Thing
from app.exchange.qr import FINEST, QUIET
from app.exchange.shaping import fit
from app.i18n import _

FULL_SIDE = 65
"""Cells of the QR code of a name and a course of 60 letters each."""
QR_LEAST = (FULL_SIDE + 2 * QUIET) * FINEST
"""mm: below it phones and scanners cannot be relied on."""
LONG_NAME = "Nur Syafiqah Hidayatul Husna Batrisyia binti Megat Muhammad Khairulanuar Zulkifl"
"""80 letters, of usual width."""


@dataclass(frozen=True)
class Trouble:
    """What is wrong with a layout. A 'stop' keeps it from being published."""

    thing: str  # its id; '' = the page
    sentence: str
    severity: Literal["stop", "warn"] = "stop"


def check_layout(layout: Layout) -> list[Trouble]:
    """What is wrong with a layout, the worst first; empty when all is well."""
    found: list[Trouble] = []
    for thing in layout.things:
        found += _inside(layout, thing)
        if isinstance(thing, Qr):
            found += _readable(thing)
        elif isinstance(thing, Name):
            found += _roomy(thing)
        elif isinstance(thing, Text | Seal):
            found += _known(thing, thing.paragraphs)
        elif isinstance(thing, Table):
            found.append(Trouble(thing.id, _("A table of results has no place on a certificate. Transcripts have a "
                                             "paper of their own.")))
    found += _whole(layout)
    return sorted(found, key=lambda trouble: trouble.severity != "stop")


def _inside(layout: Layout, thing: Thing) -> list[Trouble]:
    left, top, right, bottom = thing.left, thing.top, thing.left + thing.w, thing.top + thing.h
    if thing.w <= 0 or thing.h <= 0:
        return [Trouble(thing.id, _("It has no size. Draw it larger, or remove it."))]
    if left < -0.01 or top < -0.01 or right > layout.width + 0.01 or bottom > layout.height + 0.01:
        return [Trouble(thing.id, _("It reaches beyond the page. Move it back."))]
    edge = layout.margin - 0.01
    if not thing.background and (left < edge or top < edge or right > layout.width - edge
                                 or bottom > layout.height - edge):
        return [Trouble(thing.id, _("It lies in the margin of {mm} mm, which office printers do not reach.").format(
            mm=f"{layout.margin:g}"), "warn")]
    return []


def _readable(thing: Qr) -> list[Trouble]:
    side = min(thing.w, thing.h)
    if side + 0.05 < QR_LEAST:
        return [Trouble(thing.id, _("The QR code of {mm} mm is too small to be read. It needs {least} mm.").format(
            mm=f"{side:.1f}", least=f"{QR_LEAST:.1f}"))]
    return []


def _roomy(thing: Name) -> list[Trouble]:
    least = thing.least * POINT
    found = fit(LONG_NAME, style_of(thing.type), thing.w, thing.type.size * POINT, least=least,
                lines=max(thing.lines, 1), wrap_at=min(thing.turn, thing.type.size) * POINT)
    if found is None:
        return [Trouble(thing.id, _("A name of 80 letters does not fit, even at {size} pt. Make the box wider, or the "
                                    "smallest size smaller.").format(size=f"{thing.least:g}"))]
    if found.size * 0.96 + found.height > thing.h + 0.05 and len(found.lines) == 1:
        return [Trouble(thing.id, _("The box is lower than its letters. Make it higher."), "warn")]
    return []


def _known(thing: Thing, paragraphs: tuple[Paragraph, ...]) -> list[Trouble]:
    wrong = [key for p in paragraphs for text in (p.ms, p.en) for key in unknown_fields(text)]
    return [Trouble(thing.id, _("There is no field {field}. Choose one from the list.").format(
        field="{" + key.strip("{") + "}")) for key in dict.fromkeys(wrong)]


def _whole(layout: Layout) -> list[Trouble]:
    """What every certificate must have: whose it is, its number, a code to check it by."""
    if any(isinstance(thing, Table) for thing in layout.things):
        return []
    names = [t for t in layout.things if isinstance(t, Name)]
    texts = " ".join(p.ms + p.en for t in layout.things if isinstance(t, Text) for p in t.paragraphs)
    found = []
    if not names and "{name}" not in texts:
        found.append(Trouble("", _("The name of the trainee is missing.")))
    if len(names) > 1:
        found.append(Trouble(names[1].id, _("The name of the trainee stands twice."), "warn"))
    if "{number}" not in texts:
        found.append(Trouble("", _("The certificate number is missing.")))
    if not any(isinstance(t, Qr) for t in layout.things):
        found.append(Trouble("", _("There is no QR code: nobody can check the paper with a phone."), "warn"))
    seen: set[str] = set()
    for thing in layout.things:
        if thing.id in seen:
            found.append(Trouble(thing.id, _("Two things have the same name.")))
        seen.add(thing.id)
    return found
