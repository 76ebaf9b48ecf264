"""The transcript on paper: its template filled, as many pages as the courses need.

Its file lasts as PDF/A-3a and PDF/UA-1 and carries the centre's signature, as those of certificates do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path

from app.certificates.facts import Facts, Language, Signature, image_text
from app.certificates.paper import mark_sample
from app.certificates.paper.art import art
from app.certificates.paper.fields import label
from app.certificates.paper.place import Plan, style_of
from app.certificates.paper.render import Assets, plan_page, use_fonts
from app.certificates.paper.words import Pair
from app.certificates.templates.model import Layout, Table, Things
from app.certificates.transcript import DESIGN, IssueTranscript, Transcript, TranscriptPart
from app.certificates.transcript_table import Courses
from app.completion.assessed import Line
from app.completion.slip_paper import PROVISIONAL
from app.errors import Invalid, Refused
from app.exchange.files import write_bytes
from app.exchange.lasting import Lasting
from app.exchange.pdf import Document, Ink
from app.exchange.pictures import picture_name, read_picture
from app.exchange.shaping import unprintable
from app.i18n import _, long_date, month_name
from app.office.office import Office
from app.results.rules import shown_mark

VALID = ("Transkrip ini sah dengan tandatangan dan cop rasmi pusat.",
         "Valid with the signature and official stamp of the centre.")
CHECKED = ("Transkrip ini sah hanya dengan kod QR yang boleh disahkan.", "Valid only with a QR code that verifies.")
LOOKED = ("PRATONTON – belum dikeluarkan", "PREVIEW – not issued")


def transcript_pdf(transcript: Transcript, lang: str = "bi") -> bytes:
    """The transcript as a PDF; signed when it was issued and this PC has keys.

    Invalid when it cannot be printed, Refused when the key is locked.
    """
    return _signed(_drawn(facts_of(transcript, lang), transcript, lang), transcript)


def write_transcript(office: Office, trainee_id: int, path: Path, lang: str = "bi", name: str = "",
                     template: str = DESIGN) -> str:
    """Issue one and write it as a PDF file; its number."""
    made = office.do(IssueTranscript(trainee_id=trainee_id, name=name, template=template)).value
    write_bytes(path, transcript_pdf(made, lang))
    return made.number


def sample_pdf(facts: Facts, layout: Layout, assets: Assets) -> bytes:
    """A transcript of nobody, with the words of these facts, to look at a template."""
    made = Transcript("", None, 0, "T26-00000", facts.full_name, facts.identity_text, _sample_parts(facts), (),
                      facts.issued_on, None, layout, assets)
    return _drawn(replace(facts, number="TR26-00000-0"), made, facts.language,
                  address="Jalan Contoh 3, 50000 Kuala Lumpur")


def facts_of(transcript: Transcript, lang: str) -> Facts:
    """What the things of a template say that transcripts share with certificates."""
    language: Language = "en" if lang == "en" else "ms" if lang == "ms" else "bi"
    centre, signer = transcript.centre, transcript.signatory
    return Facts(
        number=transcript.number or "–", verification_code="", kind="completion", language=language, design=DESIGN,
        name=transcript.name, identity_text=transcript.identity, centre_name=centre.name if centre else "–",
        centre_name_ms=centre.name_ms if centre else "", course_title="", issued_on=transcript.issued_on,
        signatories=() if signer is None else (Signature(
            name=signer.name, post_ms=signer.post_ms, post_en=signer.post_en, organisation=signer.organisation,
            image=image_text(signer.image), role=signer.role),),
        logo=image_text(centre.logo) if centre else None, verify_text=transcript.statement)


def _signed(pdf: bytes, transcript: Transcript) -> bytes:
    from app.trust.pades import sign

    kit = transcript.kit
    if kit is None:
        return pdf
    if kit.locked:
        raise Refused(kit.locked)
    at = max(datetime.combine(transcript.issued_on, time(), UTC), kit.since).replace(microsecond=0)
    return sign(pdf, kit.pdf, at, place=transcript.centre.name if transcript.centre else "")


def _drawn(facts: Facts, transcript: Transcript, lang: str, *, address: str = "") -> bytes:
    layout = transcript.layout
    assert layout.table is not None
    use_fonts(layout, transcript.assets)
    _refuse_letters(facts, transcript)
    pages = Courses(transcript, lang, layout.table, lambda _n: Ink(layout.height, tagged=False)).lay()
    out = BytesIO()
    document = Document(
        out, title=f"{transcript.number} {transcript.name}".strip(), author=facts.centre_name,
        subject="Training transcript" if lang == "en" else "Transkrip latihan",
        keywords=" ".join(filter(None, (transcript.number, transcript.statement))),
        language="en" if lang == "en" else "ms", lasting=Lasting(
            datetime.combine(facts.issued_on, time(), UTC), (),
            "Digital signature of the centre" if lang == "en" else "Tandatangan digital pusat"))
    paper = _Paper(document, facts, transcript, _words(transcript, facts, address), pages)
    Courses(transcript, lang, layout.table, paper.turn).lay()
    paper.end()
    document.close()
    return out.getvalue()


@dataclass
class _Paper:
    """The pages one after the other: what stands before the table, the courses, what stands behind it."""

    document: Document
    facts: Facts
    transcript: Transcript
    words: Mapping[str, Pair]
    pages: int
    ink: Ink | None = None
    at: int = 0

    def turn(self, number: int) -> Ink:
        """Another page; the one before is finished."""
        self.end()
        self.at, self.ink = number, Ink(self.transcript.layout.height)
        layout = self.transcript.layout
        if not self.transcript.number:
            with self.ink.tag("Artifact"):
                mark_sample(self.ink, layout.width, layout.height)
        self._set(layout.things[:self._table])
        return self.ink

    def end(self) -> None:
        """Finish the page in hand."""
        if self.ink is None:
            return
        layout = self.transcript.layout
        self._set(layout.things[self._table + 1:])
        self.document.page(self.ink, layout.width, layout.height)
        self.ink = None

    @property
    def _table(self) -> int:
        return next(at for at, t in enumerate(self.transcript.layout.things) if isinstance(t, Table))

    def _set(self, things: Sequence[Things]) -> None:
        """The things of a part that this page shows; what runs on every page is read out on the first alone."""
        here = [t for t in things if self._shown(t)]
        for running in (False, True):
            mine = tuple(t for t in here if (self.at > 0 and t.on in ("every", "later")) == running)
            if mine:
                assert self.ink is not None
                self.ink.running = running
                self._draw(replace(self.transcript.layout, things=mine, picture=""))
                self.ink.running = False

    def _shown(self, thing: Things) -> bool:
        return {"every": True, "first": self.at == 0, "later": self.at > 0, "last": self.at == self.pages - 1}[thing.on]

    def _draw(self, part: Layout) -> None:
        ink, assets = self.ink, self.transcript.assets
        assert ink is not None
        fixed = art(part, "", self.facts.logo is None, True)
        with ink.tag("Artifact"):
            ink.form(self.document.form(fixed.name, fixed.packed, part.width, part.height))
        page = Pair(f"Muka surat {self.at + 1} daripada {self.pages}", f"Page {self.at + 1} of {self.pages}")
        plan: Plan = plan_page(self.facts, part, assets, more={**self.words, "page": page})
        for encoded in plan.draw(ink):
            self.document.image(picture_name(encoded), read_picture(encoded))


def _words(transcript: Transcript, facts: Facts, address: str) -> dict[str, Pair]:
    """The fields that transcripts alone have."""
    centre, done = transcript.centre, transcript.completed
    if centre is not None:
        address = " · ".join(p for p in (centre.address(), centre.phone) if p)
    hours = sum((p.hours for p in done), Decimal(0))
    both = facts.language == "bi"
    course = "course" if len(done) == 1 else "courses"
    ms, en = f"{len(done)} kursus" + (f" ({course})" if both else ""), f"{len(done)} {course}"
    if hours:
        ms = f"{ms} · {shown_mark(hours)} jam" + (" (hours)" if both else "")
        en = f"{en} · {shown_mark(hours)} hours"
    notice = LOOKED if not transcript.number else PROVISIONAL if not transcript.verified else ("", "")
    valid = CHECKED if transcript.statement else VALID
    span, issued = Pair(), Pair(long_date(facts.issued_on, "ms"), long_date(facts.issued_on, "en"))
    if transcript.parts:
        first, last = min(p.starts for p in transcript.parts), max(p.ends for p in transcript.parts)
        span = Pair(*(f"{_short(first, lang)} – {_short(last, lang)}" for lang in ("ms", "en")))
    found = {"completed": Pair(ms, en), "span": span, "issued": issued}
    if both:  # figures stand in one language
        found = {key: Pair(pair.ms, pair.ms) for key, pair in found.items()}
    number = transcript.trainee_number
    return {**found, "title": Pair("Transkrip Latihan", "Training Transcript"), "trainee_number": Pair(number, number),
            "address": Pair(address, address), "notice": Pair(*notice), "valid": Pair(*valid),
            "scan": Pair("Imbas untuk sahkan", "Scan to verify") if facts.verify_text else Pair()}


def _short(day: date, lang: str) -> str:
    return f"{day.day} {month_name(day.month, lang)[:3]} {day.year}"


def _refuse_letters(facts: Facts, transcript: Transcript) -> None:
    """Invalid when a letter of what is printed cannot be drawn."""
    assert transcript.layout.table is not None
    style = style_of(transcript.layout.table.type)
    told = {"name": [facts.name], "identity_text": [facts.identity_text],
            "centre_name": [facts.centre_name, facts.centre_name_ms],
            "course_title": [t for p in transcript.parts for t in (p.code, *p.title, *(x for n in p.lines
                                                                                      for x in n.title))],
            "signatories": [t for s in facts.signatories for t in (s.name, s.post_ms, s.post_en, s.organisation)]}
    for key, texts in told.items():
        for text in texts:
            bad = unprintable(text, style)
            if bad is not None:
                shown = f"{bad} (U+{ord(bad):04X})" if bad.isprintable() else f"U+{ord(bad):04X}"
                sentence = _("{field}: the character {character} cannot be printed. Correct the text, then try again.")
                raise Invalid({key: sentence.format(field=label(key), character=shown)})


def _sample_parts(facts: Facts) -> tuple[TranscriptPart, ...]:
    """Two courses as they might be."""
    day = facts.issued_on - timedelta(days=30)
    titles = (("Kuiz", "Quiz", 10, 89), ("Amali makmal", "Lab practical", 40, 91), ("Projek", "Project", 20, 88),
              ("Peperiksaan akhir", "Final exam", 30, 85))
    lines = tuple(Line(f"C{n}", (ms, en), Decimal(weight), Decimal(100), Decimal(50), str(mark), "passed", 1,
                       Fraction(weight * mark, 100))
                  for n, (ms, en, weight, mark) in enumerate(titles))
    total = sum((one.points or Fraction(0) for one in lines), Fraction(0))
    best = ("Cemerlang", "Distinction")
    key = ((best, "85 – 100"), (("Kepujian", "Merit"), "75 – 84.9"), (("Lulus", "Pass"), "60 – 74.9"))
    return tuple(TranscriptPart(
        code, title, f"{code}-0{n}", day - timedelta(days=90 * n + 25), day - timedelta(days=90 * n), Decimal(80),
        lines, (), total, best, ("Tamat", "Completed"), True, "95.0 %", ("KL26-00000-0",), True, key)
        for n, (code, title) in enumerate((("HCIA-AI", ("Kecerdasan Buatan", "Artificial Intelligence")),
                                           ("HCIA-Security", ("Keselamatan Siber", "Cybersecurity"))), start=1))

