"""Certificates on paper: PDF, drawn from frozen facts and the layout they were issued with, and nothing else.

The same facts give the same bytes: no clock, no random numbers, no machine settings.
"""

from __future__ import annotations

import base64
import math
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from app.certificates.facts import Facts, Signature
from app.certificates.paper.art import art
from app.certificates.paper.check import Trouble, check_layout
from app.certificates.paper.fields import label
from app.certificates.paper.place import Plan, Square, style_of
from app.certificates.paper.render import Assets, plan_page, use_fonts
from app.certificates.templates.model import Layout, Name
from app.certificates.templates.shipped import layouts
from app.errors import Invalid
from app.exchange.files import atomic_write, safe_file_name, write_bytes
from app.exchange.lasting import Attachment, Lasting
from app.exchange.pdf import MM, Document, Ink
from app.exchange.pictures import picture_name, read_picture
from app.exchange.qr import TOO_FINE
from app.exchange.shaping import Style, unprintable
from app.i18n import _
from app.job import SILENT, Progress

__all__ = ["Drawable", "Paper", "Trouble", "as_sample", "check_layout", "combine", "draw", "draw_combined",
           "draw_paper", "examine", "file_name",
           "layout_for", "mark_sample", "problems", "write_separate"]

_CHECKED = ("name", "identity_label", "identity_text", "centre_name", "centre_name_ms", "centre_name_en",
            "course_title", "course_title_ms", "course_title_en", "venue", "organiser", "partner", "grade",
            "result_ms", "result_en", "number", "verification_code", "award_ms", "award_en",
            "capstone")
_KEPT = 1000  # papers laid out in memory between checking and drawing, some 20 KB each
MOST_LETTERS = 200
"""Of a name with its titles."""


def problems(facts: Facts, layout: Layout | None = None, assets: Assets | None = None) -> list[str]:
    """Why these facts cannot be printed, a sentence each; empty when they can. Nothing is drawn."""
    return examine(facts, layout, assets)[0]


def examine(facts: Facts, layout: Layout | None = None, assets: Assets | None = None) -> tuple[list[str], int]:
    """Why these facts cannot be printed, and in how many lines the name is set (0 when they cannot)."""
    try:
        plan = _checked(Paper(facts, layout or layout_for(facts), assets or {}))
    except Invalid as problem:
        return list(problem.problems.values()), 0
    if any(item.size / item.side < TOO_FINE for item in plan.items if isinstance(item, Square)):
        return [_("The name is too long for a QR code that can be read: its cells would be finer than {least} mm. Give "
                  "the code more room in the template, or shorten the name on the certificate.").format(
            least=f"{TOO_FINE:.2f}")], 0
    return [], len(plan.name.lines) if plan.name is not None else 1


def layout_for(facts: Facts) -> Layout:
    """The layout that comes with the program for papers that name none: that of their design, else Klasik."""
    found = layouts()
    return found.get(facts.design) or found["klasik"]


@dataclass(frozen=True)
class Paper:
    """What is drawn: facts, with the layout they were issued with and its pictures and fonts."""

    facts: Facts
    layout: Layout
    assets: Assets = field(default_factory=dict)
    sample: bool = False
    background: bool = True
    attachments: tuple[Attachment, ...] = ()  # of a file of its own


Drawable = Facts | Paper
"""Bare facts are drawn with the layout of their design."""


def draw(facts: Facts, layout: Layout | None = None, *, assets: Assets | None = None, sample: bool = False,
         background: bool = True) -> bytes:
    """The certificate as a PDF of one page. Invalid, with a sentence for each field, when it cannot be printed."""
    return draw_paper(Paper(facts, layout or layout_for(facts), assets or {}, sample, background))


def draw_paper(paper: Paper) -> bytes:
    """A paper as a file of its own: PDF/A-3a and PDF/UA-1, with a place for a signature. Invalid as `draw`."""
    paper = _paper(paper)
    facts = paper.facts
    out = BytesIO()
    document = Document(
        out, title=_title(facts), author=facts.centre_name, subject=facts.course_title,
        keywords=" ".join(filter(None, (facts.number, facts.verification_code, facts.verify_text))),
        language=_language(facts), lasting=Lasting(
            datetime.combine(facts.issued_on, time(), UTC), paper.attachments,
            "Digital signature of the centre" if facts.language == "en" else "Tandatangan digital pusat"))
    _page(document, paper)
    document.close()
    return out.getvalue()


def draw_combined(many: Sequence[Drawable], path: Path, step: Progress = SILENT) -> None:
    """All certificates in one PDF, a page each, in the order given. The file appears when it is whole.

    Raises Invalid before anything is written when one cannot be printed, Cancelled when the step does.
    """
    if not many:
        raise Invalid(_("There is no certificate to print."))
    plans: list[Plan] = []
    for one in many:
        paper = _paper(one)
        try:
            plan = _checked(paper)
        except Invalid as problem:
            raise Invalid(f"{paper.facts.number}: {problem}") from problem
        if len(plans) < _KEPT:
            plans.append(plan)
    with atomic_write(path) as temporary, open(temporary, "wb") as out:
        combine(many, out, step, plans)


def combine(many: Sequence[Drawable], out: BinaryIO, step: Progress = SILENT, plans: Sequence[Plan] = ()) -> None:
    """Writes a PDF of many certificates to a binary file, say in memory for a preview.

    `plans` are those already laid out, from the first certificate on.
    """
    first, last = _paper(many[0]).facts, _paper(many[-1]).facts
    document = Document(out, title=_title(first) if len(many) == 1 else f"{first.number} – {last.number}",
                        author=first.centre_name, subject=first.course_title, language=_language(first))
    for at, one in enumerate(many):
        paper = _paper(one)
        step(at, len(many), paper.facts.full_name)
        _page(document, paper, plans[at] if at < len(plans) else None, tagged=False)
    document.close()
    step(len(many), len(many), "")


def write_separate(many: Iterable[Drawable], folder: Path, step: Progress = SILENT, *,
                   total: int = 0, finish: Callable[[int, bytes], bytes] | None = None,
                   stem: Callable[[int], str] | None = None) -> list[Path]:
    """A PDF for each certificate in a folder, named by number and name; the paths in the order given.

    One after the other is drawn, so papers may be made as they are taken; `total` says how many. `finish` gets the
    place in the order and the file, and gives what is written: the signed file. `stem` names the file at a place.

    The name of a certificate's file is always the same, so writing again replaces its file; when two of them would
    have the same name, the later one gets ' (2)'. Each file is whole or not there; on Cancelled those written stay.
    """
    count = total or len(many)  # type: ignore[arg-type]
    paths: list[Path] = []
    taken: set[str] = set()
    for at, one in enumerate(many):
        paper = _paper(one)
        step(at, count, paper.facts.full_name)
        path = folder / file_name(paper.facts, taken, stem(at) if stem is not None else "")
        data = draw_paper(paper)
        write_bytes(path, finish(at, data) if finish is not None else data)
        paths.append(path)
    step(count, count, "")
    return paths


def file_name(facts: Facts, taken: set[str] | None = None, stem: str = "") -> str:
    """'KL26-00388-H - Adriana Sofia binti Fauzi.pdf', with ' (2)' and so on when that is taken; it is added there.

    Two numbers may become the same name (a series may have signs no file can have), and one never overwrites another.
    `stem` is another name that was asked for.
    """
    parts = (stem,) if stem else (facts.number, facts.name)
    name = safe_file_name(parts, ".pdf")
    if taken is not None:
        count = 1
        while unicodedata.normalize("NFC", name).casefold() in taken:
            count += 1
            name = safe_file_name(parts, f" ({count}).pdf")
        taken.add(unicodedata.normalize("NFC", name).casefold())
    return name


def _paper(one: Drawable) -> Paper:
    if isinstance(one, Paper):
        return replace(one, facts=as_sample(one.facts)) if one.sample else one
    return Paper(one, layout_for(one))


def _checked(paper: Paper) -> Plan:
    """The paper laid out; Invalid when it cannot be printed."""
    if paper.layout.table is not None:
        raise Invalid(_("This is a template of transcripts. Choose one of certificates."))
    use_fonts(paper.layout, paper.assets)
    told = _letters(paper.facts, paper.layout)
    if told:
        raise Invalid(told)
    if len(paper.facts.signatories) > 3:
        raise Invalid({"signatories": _("A certificate has room for three signatories. Choose three of them.")})
    return plan_page(paper.facts, paper.layout, paper.assets, background=paper.background)


def _page(document: Document, paper: Paper, plan: Plan | None = None, *, tagged: bool = True) -> None:
    plan = plan or _checked(paper)
    layout = paper.layout
    behind = paper.assets.get(layout.picture) if layout.picture else None
    fixed = art(layout, base64.b64encode(behind).decode("ascii") if behind else "", paper.facts.logo is None,
                paper.background)
    ink = Ink(layout.height, tagged=tagged)
    for encoded in fixed.pictures:
        document.image(picture_name(encoded), read_picture(encoded))
    with ink.tag("Artifact"):
        ink.form(document.form(fixed.name, fixed.packed, layout.width, layout.height))
        if paper.sample:
            mark_sample(ink, layout.width, layout.height)
    for encoded in plan.draw(ink):
        document.image(picture_name(encoded), read_picture(encoded))
    document.page(ink, layout.width, layout.height)


def as_sample(facts: Facts) -> Facts:
    """The facts without number, code and QR statement: a sheet to look at proves nothing."""
    return replace(facts, number="–", verification_code="", verify_text="CONTOH / SAMPLE" if facts.verify_text else "")


def mark_sample(ink: Ink, width: float, height: float) -> None:
    """CONTOH / SAMPLE across the page, so that nobody takes it for a certificate."""
    cos, sin = math.cos(math.radians(28)), math.sin(math.radians(28))
    x, y = width / 2 * MM, height / 2 * MM
    ink.parts.append(f"q {cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {x - x * cos + y * sin:.2f} "
                     f"{y - x * sin - y * cos:.2f} cm")
    ink.text("CONTOH / SAMPLE", width / 2, height / 2 + 6, min(width, height) * 0.13, Style("inter-bold"), "#DDE4E8",
             "center")
    ink.parts.append("Q")


def _letters(facts: Facts, layout: Layout) -> dict[str, str]:
    """Fields with a letter that cannot be printed, and a name that is empty or too long."""
    style = next((style_of(t.type) for t in layout.things if isinstance(t, Name)), Style("inter-semibold"))
    texts = [(key, getattr(facts, key)) for key in _CHECKED]
    texts += [("name", title) for title in facts.titles]
    texts += [("signatories", text) for signature in facts.signatories for text in _texts(signature)]
    out: dict[str, str] = {}
    for key, text in texts:
        bad = unprintable(text, style)
        if bad is not None and key not in out:
            shown = f"{bad} (U+{ord(bad):04X})" if bad.isprintable() else f"U+{ord(bad):04X}"
            sentence = _("{field}: the character {character} cannot be printed. Correct the text, then try again.")
            out[key] = sentence.format(field=label(key), character=shown)
    if not facts.name.strip():
        out["name"] = _("There is no name to print.")
    elif len(facts.full_name) > MOST_LETTERS:
        out.setdefault("name", _("Name: with its titles it has more than 200 letters."))
    return out


def _texts(signature: Signature) -> tuple[str, ...]:
    return signature.name, signature.post_ms, signature.post_en, signature.organisation


def _title(facts: Facts) -> str:
    return f"{facts.number} {facts.full_name}"


def _language(facts: Facts) -> str:
    return "en" if facts.language == "en" else "ms"
