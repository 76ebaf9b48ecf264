"""Whether a layout can be printed and read: what must be put right before it is published, and what is only said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.certificates.paper.fields import unknown_fields
from app.certificates.paper.place import POINT, style_of
from app.certificates.templates.model import COLUMNS, Layout, Name, Paragraph, Qr, Seal, Table, Text, Thing
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
            found += _known(thing, thing.paragraphs, transcript=layout.table is not None)
        elif isinstance(thing, Table):
            found += _table(layout, thing)
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


def for_kinds(layout: Layout, kinds: str) -> list[Trouble]:
    """What is wrong with a layout for the kinds it is offered for, several apart by spaces: a transcript has a table of
    results, a certificate has none."""
    if layout.table is not None and kinds != "transcript":
        return [Trouble(layout.table.id, _("A table of results has no place on a certificate. Offer the template for "
                                           "transcripts only, or remove the table."))]
    if layout.table is None and "transcript" in kinds.split():
        return [Trouble("", _("A transcript needs its table of results. Put one on the page, or offer the template for "
                              "certificates only."))]
    return []


def _table(layout: Layout, thing: Table) -> list[Trouble]:
    found = []
    if not thing.columns or not set(thing.columns) <= set(COLUMNS):
        found.append(Trouble(thing.id, _("The table has no column that there is. Choose its columns again.")))
    if thing.w < 100 or thing.h < 40 or thing.bottom - thing.later < 60:
        found.append(Trouble(thing.id, _("The table is too small for a course with its results. It needs 100 mm across "
                                         "and 40 mm down.")))
    if thing.bottom > layout.height or thing.later < 0 or thing.top + thing.h > thing.bottom + 0.01:
        found.append(Trouble(thing.id, _("On further pages the table reaches beyond the page. Correct where it begins "
                                         "and ends.")))
    if sum(isinstance(t, Table) for t in layout.things) > 1:
        found.append(Trouble(thing.id, _("There are two tables of results. Remove one.")))
    return found


def _known(thing: Thing, paragraphs: tuple[Paragraph, ...], *, transcript: bool) -> list[Trouble]:
    wrong = [key for p in paragraphs for text in (p.ms, p.en) for key in unknown_fields(text, transcript=transcript)]
    return [Trouble(thing.id, _("There is no field {field}. Choose one from the list.").format(
        field="{" + key.strip("{") + "}")) for key in dict.fromkeys(wrong)]


def _whole(layout: Layout) -> list[Trouble]:
    """What every paper must have: whose it is, its number, a code to check it by."""
    names = [t for t in layout.things if isinstance(t, Name)]
    texts = " ".join(p.ms + p.en for t in layout.things if isinstance(t, Text) for p in t.paragraphs)
    found = []
    if not names and "{name}" not in texts:
        found.append(Trouble("", _("The name of the trainee is missing.")))
    if layout.table is None and len(names) > 1:
        found.append(Trouble(names[1].id, _("The name of the trainee stands twice."), "warn"))
    if "{number}" not in texts:
        found.append(Trouble("", _("The number is missing.")))
    if not any(isinstance(t, Qr) for t in layout.things):
        found.append(Trouble("", _("There is no QR code: nobody can check the paper with a phone."), "warn"))
    seen: set[str] = set()
    for thing in layout.things:
        if thing.id in seen:
            found.append(Trouble(thing.id, _("Two things have the same name.")))
        seen.add(thing.id)
    return found
