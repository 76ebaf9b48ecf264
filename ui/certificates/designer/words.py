"""What the things on a template are called, and which of them a palette offers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.certificates.paper.fields import FIELDS, ON_TRANSCRIPTS, fields_for
from app.certificates.templates.arrange import texts_of
from app.certificates.templates.model import (
    Frame,
    Layout,
    Line,
    Logos,
    Name,
    Paragraph,
    Qr,
    Seal,
    Signature,
    Table,
    Text,
    Things,
    Type,
)
from app.certificates.templates.queries import TemplateRow
from app.i18n import N_, _
from ui.certificates.templates.rows import used_words

KINDS = {"text": N_("Text"), "name": N_("Trainee name"), "image": N_("Picture"), "logos": N_("Logo"),
         "signature": N_("Signature"), "qr": N_("QR to verify"), "seal": N_("Space for seal"), "line": N_("Line"),
         "frame": N_("Border pattern"), "table": N_("Table of results")}
ICONS = {"text": "type", "name": "user", "image": "image", "logos": "image", "signature": "signature", "qr": "qr-code",
         "seal": "circle-dashed", "line": "minus", "frame": "frame", "table": "table-2"}


def thing_word(thing: Things) -> str:
    """A thing by what it shows: 'Trainee name', 'Course', 'Signature 2', or its own first words."""
    if isinstance(thing, Text):
        texts = texts_of(thing)
        shown = [field.label for field in FIELDS if "{" + field.key in texts]
        if shown:
            return _(shown[0])
        words = " ".join(p.ms or p.en for p in thing.paragraphs).strip()
        return words[:28] + ("…" if len(words) > 28 else "") if words else _("Text")
    if isinstance(thing, Signature):
        return _("Signature {n}").format(n=thing.place)
    return _(KINDS[thing.kind])


def told_apart(thing: Things) -> str:
    """A thing with the condition it is shown under, since a template may hold two of a kind, one for each case."""
    words = {field.key: _(field.label) for field in FIELDS}
    said = [thing_word(thing)]
    if thing.only:
        said.append(_("with {field}").format(field=words.get(thing.only, thing.only)))
    if thing.unless:
        said.append(_("without {field}").format(field=words.get(thing.unless, thing.unless)))
    return " · ".join(said)


def kind_of_thing(thing: Things) -> str:
    """The kind alone."""
    return _(KINDS[thing.kind])


def used_by(row: TemplateRow) -> str:
    """Who gets the version in force, in a few words; '' for nobody."""
    users = used_words(row)
    return _("version {n} is used by {users}").format(n=row.version, users=users) if row.version and users else ""


@dataclass(frozen=True)
class Offer:
    """An entry of the palette: what it puts on the page, and whether a layout has it already."""

    key: str
    words: str
    icon: str
    make: Callable[[], Things]
    there: Callable[[Layout], bool]
    papers: str = "both"  # certificate, transcript, both

    def fits(self, layout: Layout) -> bool:
        """Whether it has a place on this kind of paper. A blank page may become either."""
        return self.papers == "both" or (self.papers == "transcript") == (layout.table is not None) or (
            self.key == "table" and not layout.things)

    def text(self) -> str:
        """The words in the language in use."""
        return _(self.words)


CERTIFICATE = frozenset(field.key for field in fields_for(transcript=False))


def _field(key: str, words: str, icon: str, size: float = 12.0) -> Offer:
    def make() -> Things:
        return Text(id=key.replace("_", "-"), x=0, y=0, w=90, h=7, align="center", stand="middle",
                    paragraphs=(Paragraph(ms="{" + key + "}", en="{" + key + "}", type=Type(size=size), lines=2),))

    papers = "transcript" if key not in CERTIFICATE else "both" if key in ON_TRANSCRIPTS else "certificate"
    return Offer(key, words, icon, make, lambda layout: any("{" + key in texts_of(t) for t in layout.things), papers)


def _thing(key: str, words: str, icon: str, make: Callable[[], Things], kind: type[Things]) -> Offer:
    return Offer(key, words, icon, make, lambda layout: any(isinstance(t, kind) for t in layout.things))


def _signature(place: int) -> Offer:
    return Offer(f"signature-{place}", {1: N_("Signature 1"), 2: N_("Signature 2"), 3: N_("Signature 3")}[place],
                 "signature", lambda: Signature(id=f"signature-{place}", x=0, y=0, w=54, h=29, place=place),
                 lambda layout: any(isinstance(t, Signature) and t.place == place for t in layout.things))


GROUPS: tuple[tuple[str, tuple[Offer, ...]], ...] = (
    (N_("Drag onto the page"), (
        Offer("name", N_("Trainee name"), "user", lambda: Name(id="name", x=0, y=0, w=178, h=15),
              lambda layout: any(isinstance(t, Name) or "{name}" in texts_of(t) for t in layout.things)),
        _field("identity", N_("Identity number"), "id-card"),
        _field("course", N_("Course"), "graduation-cap", 26),
        _field("period", N_("Dates, days and hours"), "calendar-days"),
        _field("result", N_("Result or attendance in words"), "star"),
        _field("award", N_("Award"), "trophy"),
        _field("number", N_("Certificate number"), "hash"),
        _field("issued", N_("Date of issue"), "calendar-check"),
        _field("expires", N_("Valid until"), "hourglass"),
        _thing("qr", N_("QR to verify"), "qr-code", lambda: Qr(id="qr", x=0, y=0, w=30, h=30), Qr))),
    (N_("On a transcript"), (
        Offer("table", N_("Table of results"), "table-2", lambda: Table(id="courses", x=16, y=84, w=178, h=156),
              lambda layout: layout.table is not None, "transcript"),
        _field("trainee_number", N_("Trainee no."), "hash", 10),
        _field("completed", N_("Courses completed"), "list-checks", 10),
        _field("span", N_("First and last day of training"), "calendar-range", 10),
        _field("page", N_("Page of pages"), "file-text", 8),
        _field("valid", N_("What makes the paper valid"), "badge-check", 8))),
    (N_("Centre"), (
        _field("centre", N_("Centre name"), "landmark", 14),
        _thing("logos", N_("Logo"), "image", lambda: Logos(id="logo", x=0, y=0, w=60, h=18), Logos),
        _signature(1), _signature(2), _signature(3),
        _thing("seal", N_("Space for seal"), "stamp", lambda: Seal(id="seal", x=0, y=0, w=30, h=30, paragraphs=(
            Paragraph(ms="{seal}", en="{seal}", type=Type(size=8.5, colour=Seal.colour)),)), Seal))),
    (N_("Free"), (
        Offer("text", N_("Bilingual text"), "type", lambda: Text(id="text", x=0, y=0, w=90, h=12, stand="middle",
              paragraphs=(Paragraph(ms="Teks", en="Text", type=Type(), second=Type(italic=True, size=10)),)),
              lambda layout: False),
        _thing("line", N_("Line"), "minus", lambda: Line(id="line", x=0, y=0, w=60, h=1), Line),
        Offer("box", N_("Box"), "square", lambda: Frame(id="box", x=0, y=0, w=60, h=30), lambda layout: False),
        Offer("border", N_("Border pattern"), "frame", lambda: Frame(
            id="border", x=9.6, y=9.6, w=277.8, h=190.8, pattern="guilloche", background=True),
            lambda layout: any(isinstance(t, Frame) and t.pattern == "guilloche" for t in layout.things)))),
)
OFFERS = {offer.key: offer for _title, offers in GROUPS for offer in offers}


def made(key: str, x: float, y: float, layout: Layout) -> Things:
    """What an entry of the palette puts on the page, its middle at a place in mm, inside the page."""
    thing = OFFERS[key].make()
    if thing.background:
        return replace(thing, w=layout.width - 2 * 9.6, h=layout.height - 2 * 9.6)
    edge = layout.margin
    left = min(max(x - thing.w / 2, edge), max(edge, layout.width - edge - thing.w))
    top = min(max(y - thing.h / 2, edge), max(edge, layout.height - edge - thing.h))
    return replace(thing, x=round(left, 1), y=round(top, 1))
