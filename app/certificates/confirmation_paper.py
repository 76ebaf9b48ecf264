"""Confirmation letters as a PDF, one page a certificate."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from app.attendance.letter_paper import EDGE, LEADING, SIZE, WIDTH, letter_head
from app.attendance.paper_ink import BOLD, INK, PLAIN, SOFT, printable, put, put_line, rule
from app.centre.queries import SignatoryRow
from app.certificates.confirmation import Confirmation, says, subject_of
from app.certificates.facts import Facts
from app.exchange.list_paper import greedy
from app.exchange.pdf import A4, Document, Ink
from app.i18n import _, long_date, speaking
from app.job import SILENT, Progress

NAMED = 48.0  # mm, of the names of the facts


def confirmation_pdf(found: Confirmation, language: str, reference: str = "", mottos: tuple[str, ...] = (),
                     signatory: SignatoryRow | None = None, step: Progress = SILENT) -> bytes:
    """The letters, 'ms' or 'en'. Without a signatory the lines for name and post stay empty."""
    out = BytesIO()
    with speaking("ms" if language == "ms" else "en"):
        document = Document(out, title=_("Confirmation letter"), language=language,
                            author=found.centre.name if found.centre is not None else "")
        for number, whole in enumerate(found.certificates, start=1):
            _write(document, found, whole.facts, language, reference, mottos, signatory)
            step(number, len(found.certificates), "")
    document.close()
    return out.getvalue()


def _write(document: Document, found: Confirmation, facts: Facts, language: str, reference: str,
           mottos: tuple[str, ...], signatory: SignatoryRow | None) -> None:
    ink = Ink(A4[1])
    y = letter_head(ink, document, found.centre, language)
    for name, text in ((_("Our reference"), reference or facts.number), (_("Date"), long_date(found.today))):
        put_line(ink, f"{name}: {text}", A4[0] - EDGE, y, WIDTH * 0.6, 3.4, PLAIN, INK, "right")
        y += 6
    y = _text(ink, _("TO WHOM IT MAY CONCERN"), y + 8, bold=True)
    y = _text(ink, subject_of(facts), y + 6, bold=True)
    rule(ink, EDGE, y - 3.2, WIDTH)
    y = _text(ink, _("With due respect we refer to the matter above."), y + 4)
    y = _text(ink, "2.   " + says(facts), y + 4) + 4
    for name, text in _lines(facts, language):
        put_line(ink, name, EDGE + 8, y, NAMED - 4, 3.5, PLAIN, SOFT)
        put(ink, text, EDGE + 8 + NAMED, y, WIDTH - NAMED - 8, 3.7, BOLD, INK, lines=3, high=12)
        y += 14 if len(text) > 60 else 8
    y = _text(ink, _("Thank you."), y + 6) + 4
    for motto in mottos:
        if motto.strip():
            y = _text(ink, f"“{motto.strip()}”", y + 1, bold=True)
    y = _text(ink, _("Yours faithfully,"), y + 5) + 22
    rule(ink, EDGE, y, 70)
    if signatory is not None:
        post = (signatory.post_ms or signatory.post_en) if language == "ms" else (
            signatory.post_en or signatory.post_ms)
        for text, style in ((signatory.name, BOLD), (post, PLAIN), (signatory.organisation, PLAIN)):
            if text:
                y += 5.4
                put_line(ink, text, EDGE, y, WIDTH, 3.5, style)
    else:
        put_line(ink, _("Signature, name, post, date and stamp"), EDGE, y + 5, 90, 2.8, PLAIN, SOFT)
    document.page(ink, *A4)


def _text(ink: Ink, words: str, y: float, *, bold: bool = False) -> float:
    style = BOLD if bold else PLAIN
    for text in greedy(printable(words, style), style, WIDTH * 1000 / SIZE):
        ink.text(text, EDGE, y, SIZE, style, INK)
        y += SIZE * LEADING
    return y


def _lines(facts: Facts, language: str) -> Iterator[tuple[str, str]]:
    """What is confirmed, as the certificate says it; what it does not say is left out."""
    course = {"ms": facts.course_title_ms, "en": facts.course_title_en}.get(language) or facts.course_title
    result = (facts.result_ms if language == "ms" else facts.result_en) or facts.grade
    yield _("Name"), " ".join((*facts.titles, facts.name))
    if facts.identity_text:
        yield facts.identity_label or _("Identity card number"), facts.identity_text
    yield _("Course"), course
    if facts.starts and facts.ends:
        yield _("Dates"), _("{start} to {end}").format(start=long_date(facts.starts), end=long_date(facts.ends))
    if result:
        yield _("Result"), result
    yield _("Certificate number"), facts.number
    yield _("Date of issue"), long_date(facts.issued_on)
